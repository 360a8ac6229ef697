"""A group on the board."""

from collections.abc import Iterator

from sqlalchemy import select

from civic.board.notices import Notice, tells
from civic.groups.models import Admission, Group, GroupState
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.processes.models import Opens


def notice(group: Group) -> Notice:
    """Return what the board says of a group: one at work that one can join, or apply for, invites everybody."""
    return Notice(
        ref=Ref(Kind.GROUP, group.id),
        process_id=group.process_id,
        title=group.title,
        at=group.created_at,
        state=group.state.value,
        trait=group.admission.value,
        lead=group.about,
        text=group.about,
        invites=group.state is GroupState.ACTIVE and group.admission in {Admission.OPEN, Admission.APPLICATION},
        while_open=Opens.JOINING.value,
    )


@tells(Kind.GROUP, invites=True)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every group as the board should say it."""
    return map(notice, context.session.scalars(select(Group)))
