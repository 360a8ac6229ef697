"""Meetings: every write."""

from datetime import datetime

from civic.groups.queries import group as group_by_id
from civic.groups.workflow import GROUP
from civic.groups.workflow import Verb as GroupVerb
from civic.kernel import audit
from civic.kernel.context import Context
from civic.meetings import queries
from civic.meetings.models import Meeting, MeetingState
from civic.meetings.workflow import MEETING, Verb
from civic.processes.queries import process
from civic.processes.workflow import PROCESS
from civic.processes.workflow import Verb as ProcessVerb


def add_committee_meeting(
    context: Context, process_id: int, *, title: str, starts_at: datetime | None, place: str = "", access: str = ""
) -> Meeting:
    """Enter a meeting of the committee; without a date it is one that a source counts but does not date."""
    parent = context.lock(process(context, process_id))
    parent.state = PROCESS.step(context, ProcessVerb.ADD_MEETING, parent)
    return _add(context, ProcessVerb.ADD_MEETING, parent.id, None, title, starts_at, place, access)


def add_group_meeting(
    context: Context, group_id: int, *, title: str, starts_at: datetime | None, place: str = "", access: str = ""
) -> Meeting:
    """Enter a meeting of a group; without a date it is one that a source counts but does not date."""
    group = context.lock(group_by_id(context, group_id))
    group.state = GROUP.step(context, GroupVerb.ADD_MEETING, group)
    return _add(context, GroupVerb.ADD_MEETING, group.process_id, group.id, title, starts_at, place, access)


def cancel(context: Context, meeting_id: int) -> Meeting:
    """Call off a meeting that is to come; it stays on the page, marked."""
    meeting = context.lock(queries.meeting(context, meeting_id))
    meeting.state = MEETING.step(context, Verb.CANCEL, meeting)
    audit.record(context, Verb.CANCEL, meeting)
    return meeting


def _add(
    context: Context,
    verb: ProcessVerb | GroupVerb,
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
    context.session.add(meeting)
    audit.record(context, verb, meeting)
    return meeting
