"""Minutes that are handed in to be read, and entered item by item: every write."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from civic.bodies.models import Body
from civic.decisions import actions, queries
from civic.decisions.models import (
    Case,
    Decision,
    Taken,
    Transcript,
    TranscriptState,
)
from civic.decisions.queries import old_transcripts
from civic.decisions.workflow import PROCESS_CASES, DecisionVerb
from civic.files.store import keep
from civic.files.uploads import LARGEST, TEXTS, kind_of, shown_name
from civic.kernel import deed
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.queries import process

LONGEST = 400_000
"""Signs of minutes that are read; a long meeting's have half as many."""


def hand_in(
    context: Context, process_id: int, folder: Path, *, text: str = "", file: tuple[str, bytes] | None = None
) -> Transcript:
    """Hand in the minutes of a meeting, as words or as a file by name and content, which the worker reads.

    Refusal(FILE_KIND) for what is no PDF, Word or ODT file by its content, Refusal(FILE_TOO_LARGE) above ten million
    bytes, Refusal(NOTHING_SAID) without either.
    """
    parent = deed.begin(context, PROCESS_CASES, DecisionVerb.HAND_IN_MINUTES, process(context, process_id))
    made = Transcript(process_id=parent.id, text=text, state=TranscriptState.READ, at=context.now)
    made.by_id = context.actor.person_id
    if file is not None:
        name, content = file
        if len(content) > LARGEST:
            raise Refusal(Reason.FILE_TOO_LARGE)
        media_type = kind_of(content)
        if media_type not in TEXTS:
            raise Refusal(Reason.FILE_KIND)
        made.text, made.name, made.state = "", shown_name(name, media_type), TranscriptState.UNREAD
        made.file = keep(context, folder, content, media_type=media_type)
    elif not text.strip():
        raise Refusal(Reason.NOTHING_SAID)
    return deed.enter(context, DecisionVerb.HAND_IN_MINUTES, made)


def take_in(context: Context, transcript_id: int, text: str, why: str = "") -> None:
    """Write down what minutes say, or why they could not be read; for the worker. The file is kept no longer."""
    found = context.lock(context.session.get_one(Transcript, transcript_id))
    if found.is_unread:
        found.state = TranscriptState.UNREADABLE if why else TranscriptState.READ
        found.text, found.why, found.file_id = text, why, None


def discard(context: Context, transcript_id: int) -> Transcript:
    """Throw minutes away that were handed in: what has been entered of them stays."""
    found = queries.transcript(context, transcript_id)
    deed.begin(context, PROCESS_CASES, DecisionVerb.HAND_IN_MINUTES, found.process)
    deed.enter(context, DecisionVerb.TAKE_OUT, found)
    context.session.delete(found)
    return found


def forget(context: Context) -> int:
    """Throw away the minutes that have lain for a month, and return how many; for the worker."""
    found = context.session.scalars(old_transcripts(context).limit(50)).all()
    for one in found:
        context.session.delete(one)
    return len(found)


def enter_item(
    context: Context,
    process_id: int,
    *,
    route: Sequence[Body],
    attachments: Sequence[tuple[str, str]] = (),
    decided: Taken | None = None,
    **case: Any,
) -> Case:
    """Enter an item of minutes, as a person has confirmed it: the case, its bilag, its route, and what was decided.

    `case` as `actions.add_case` takes it, `attachments` by title and document number, the `route` in the order of the
    recommendation, one body after the other. Refusals as the deeds that it does.
    """
    made = actions.add_case(context, process_id, **case)
    for title, number in attachments:
        actions.attach(context, made.id, title=title, document_number=number)
    stops: list[Decision] = [actions.add_body(context, made.id, one) for one in route]
    if decided is not None:
        stop = next(one for one in stops if one.body_id == decided.body_id)
        given = {"outcome": decided.outcome, "votes": decided.votes, **decided.values}
        actions.record_decision(context, stop.id, **given)
    return made
