"""What a room says of a thing for the board, and which rooms say anything."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from civic.board.models import ENDING, INVITING, Seen
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""Where a thing stands in a list when no source says when it was."""


@dataclass(frozen=True)
class Notice:
    """One thing as it hangs on the board; see `Posting` for what each part is."""

    ref: Ref
    process_id: int
    title: str
    at: datetime = UNDATED
    state: str = ""
    under: str = ""
    lead: str = ""
    text: str = ""
    words: str = ""
    """Words by which it is to be found that do not stand in its text: council's names, the name of its kind."""
    home: Ref | None = None
    trait: str | None = None
    later: str | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    invites: bool = False
    while_open: str | None = None
    opens: str = ""
    outcome: str | None = None
    ended_at: datetime | None = None
    ending: str = ""
    is_example: bool = False
    seen_by: Seen | None = None


Telling = Callable[[Context], Iterator[Notice]]
TELLERS: dict[Kind, Telling] = {}
"""For each kind that hangs on the board, its room's way of telling all of them anew."""


def tells(kind: Kind, *, invites: bool = False, ends: bool = False) -> Callable[[Telling], Telling]:
    """Let a room's function tell all things of the kind, whoever asks: for making the board anew.

    `invites` and `ends` say whether any of them may; the board looks for no others.
    """

    def keep(telling: Telling) -> Telling:
        TELLERS[kind] = telling
        INVITING.update({kind} if invites else ())
        ENDING.update({kind} if ends else ())
        return telling

    return keep
