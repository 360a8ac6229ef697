"""One row for each thing that hangs on the board."""

import enum
from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.db.fulltext import searchable
from civic.kernel.trace import Kind, Ref


class Seen(enum.Enum):
    """Who may see a row that is not for everybody; always of the process it belongs to."""

    OFFICERS = "officers"
    STAFF = "staff"


INVITES = "(posting.invites AND posting.seen_by IS NULL)"
INVITES_WITHOUT_END = "(posting.invites AND posting.seen_by IS NULL AND posting.closes_at IS NULL)"
HAS_ENDED = "(posting.ended_at IS NOT NULL AND posting.seen_by IS NULL)"
"""What everybody can take part in, and what came to an end, in SQL."""


INVITING: set[Kind] = set()
"""Kinds of things that one can take part in; their rooms say so."""
ENDING: set[Kind] = set()
"""Kinds of things of which something can come that is told as news; their rooms say so."""


class Posting(Base):
    """One thing on the board: enough to list it, to find it by its words, and to lead to its page.

    The room whose thing it is writes the row, in the transaction that changes the thing. Nothing here is a fact of its
    own: everything can be made anew from the rooms.
    """

    __tablename__ = "posting"
    __table_args__ = (
        UniqueConstraint("kind", "thing_id"),
        Index("ix_posting_process_id_kind_at", "process_id", "kind", "at"),
        some_rows("ix_posting_inviting_until", "kind", "closes_at", "thing_id", condition=INVITES),
        some_rows("ix_posting_inviting", "kind", "thing_id", condition=INVITES_WITHOUT_END),
        some_rows("ix_posting_ended", "kind", "ended_at", "thing_id", condition=HAS_ENDED),
    )

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    home_kind: Mapped[Kind]
    home_id: Mapped[int]
    """The thing on whose page it stands: itself, where it has a page of its own."""
    process_id: Mapped[int]
    """The process it belongs to; no foreign key, for processes are further up."""
    title: Mapped[str]
    under: Mapped[str]
    """What stands beside the title: whose it is, where, or under which number."""
    lead: Mapped[str]
    """What it is about, whole, in a sentence or two."""
    trait: Mapped[str | None]
    """Which sort of its kind it is: a group's admission, a ballot's mode."""
    state: Mapped[str]
    later: Mapped[str | None]
    """The state the clock leads to when it closes."""
    at: Mapped[datetime]
    """When it came, or takes place: what lists are ordered by."""
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    invites: Mapped[bool]
    """Whether one can take part in it, until it closes."""
    while_open: Mapped[str | None]
    """What its process has to be open for, for it to invite: `joining`, or just `running`."""
    opens: Mapped[str] = mapped_column(default="", server_default="")
    """What a process is open for, each word between spaces; empty of other things."""
    outcome: Mapped[str | None]
    ended_at: Mapped[datetime | None]
    """When something came of it, and `ending` in which words: what is told as news."""
    ending: Mapped[str]
    is_example: Mapped[bool]
    seen_by: Mapped[Seen | None]
    text: Mapped[str] = mapped_column(deferred=True)
    """All that is said in it, for the lines around a word that was found."""
    title_stems: Mapped[str] = mapped_column(deferred=True)
    stems: Mapped[str] = mapped_column(deferred=True)
    """The stems of title, words and text in order, as `civic.board.stems` writes them; indexed as full text."""

    @property
    def ref(self) -> Ref:
        """Return the thing itself."""
        return Ref(self.kind, self.thing_id)

    @property
    def home(self) -> Ref:
        """Return the thing on whose page it stands."""
        return Ref(self.home_kind, self.home_id)

    def state_at(self, now: datetime) -> str:
        """Return the name of the state the clock says."""
        is_over = self.later is not None and self.closes_at is not None and now >= self.closes_at
        return self.later if is_over and self.later is not None else self.state


searchable(Base.metadata.tables["posting"], "stems")
