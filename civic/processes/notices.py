"""A process on the board."""

from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.board.models import Seen
from civic.board.notices import Notice, tells
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.processes import queries
from civic.processes.models import Process, ProcessState


def notice(process: Process, members: Iterable[str]) -> Notice:
    """Return what the board says of a process with its mandate and tasks; while it is prepared, to its staff alone."""
    tasks = (f"{one.heading}: {one.text}" for one in process.tasks)
    return Notice(
        ref=Ref(Kind.PROCESS, process.id),
        process_id=process.id,
        title=process.full_title,
        under=process.title,
        at=process.created_at,
        state=process.state.value,
        opens=" ".join(("", process.state.value, *sorted(one.value for one in process.phase.opens), "")),
        lead=process.question,
        text="\n".join((process.question, process.mandate.background, *tasks, process.contact_unit, *members)),
        words="kommissorium",
        is_example=process.is_example,
        seen_by=Seen.STAFF if process.state is ProcessState.PREPARING else None,
    )


@tells(Kind.PROCESS)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every process as the board should say it."""
    found = select(Process).options(joinedload(Process.mandate), joinedload(Process.tasks))
    for one in context.session.scalars(found).unique():
        yield notice(one, queries.seated(context, one.id))
