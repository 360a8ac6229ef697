"""A meeting on the board."""

from collections.abc import Iterator

from sqlalchemy import select

from civic.board.notices import UNDATED, Notice, tells
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting, MeetingState


def notice(meeting: Meeting) -> Notice:
    """Return what the board says of a meeting: one can come until it begins."""
    where = " – ".join(part for part in (meeting.place, meeting.access) if part)
    return Notice(
        ref=Ref(Kind.MEETING, meeting.id),
        home=Ref(Kind.GROUP, meeting.group_id) if meeting.group_id else Ref(Kind.PROCESS, meeting.process_id),
        process_id=meeting.process_id,
        title=meeting.title,
        at=meeting.starts_at or UNDATED,
        state=meeting.state.value,
        trait=meeting.kind.value,
        later=MeetingState.HELD.value if meeting.state is MeetingState.PLANNED else None,
        lead=where,
        text=" ".join(filter(None, (where, meeting.about, meeting.target_group))),
        opens_at=meeting.starts_at,
        closes_at=meeting.starts_at,
        invites=meeting.state is MeetingState.PLANNED,
        while_open="running",
    )


@tells(Kind.MEETING, invites=True)
def all_notices(context: Context) -> Iterator[Notice]:
    """Give every meeting as the board should say it."""
    return map(notice, context.session.scalars(select(Meeting)))
