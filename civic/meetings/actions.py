"""Meetings: every write."""

from datetime import datetime

from civic.board import actions as board
from civic.groups.queries import group as group_by_id
from civic.kernel import deed
from civic.kernel.context import Context
from civic.meetings import queries
from civic.meetings.models import Meeting, MeetingState
from civic.meetings.notices import notice
from civic.meetings.workflow import GROUP_MEETINGS, MEETING, PROCESS_MEETINGS, MeetingVerb
from civic.processes.queries import process


def add_committee_meeting(
    context: Context, process_id: int, *, title: str, starts_at: datetime | None, place: str = "", access: str = ""
) -> Meeting:
    """Enter a meeting of the committee; without a date it is one that a source counts but does not date."""
    parent = deed.begin(context, PROCESS_MEETINGS, MeetingVerb.ADD_MEETING, process(context, process_id))
    return _add(context, parent.id, None, title, starts_at, place, access)


def add_group_meeting(
    context: Context, group_id: int, *, title: str, starts_at: datetime | None, place: str = "", access: str = ""
) -> Meeting:
    """Enter a meeting of a group; without a date it is one that a source counts but does not date."""
    group = deed.begin(context, GROUP_MEETINGS, MeetingVerb.ADD_MEETING, group_by_id(context, group_id))
    return _add(context, group.process_id, group.id, title, starts_at, place, access)


def cancel(context: Context, meeting_id: int) -> Meeting:
    """Call off a meeting that is to come; it stays on the page, marked."""
    meeting = deed.do(context, MEETING, MeetingVerb.CANCEL, queries.meeting(context, meeting_id))
    board.put(context, notice(meeting))
    return meeting


def _add(
    context: Context,
    process_id: int,
    group_id: int | None,
    title: str,
    starts_at: datetime | None,
    place: str,
    access: str,
) -> Meeting:
    meeting = Meeting(
        process_id=process_id,
        group_id=group_id,
        title=title,
        starts_at=starts_at,
        place=place,
        access=access,
        state=MeetingState.HELD if starts_at is None else MeetingState.PLANNED,
    )
    deed.enter(context, MeetingVerb.ADD_MEETING, meeting)
    board.put(context, notice(meeting))
    return meeting
