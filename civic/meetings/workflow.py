"""What may be done with a meeting, by whom, and when."""

import enum

from civic.groups.models import Group, GroupState
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.meetings.models import Meeting, MeetingState
from civic.people.models import Person, PersonState
from civic.people.workflow import is_self
from civic.processes.models import Opens, Process, ProcessState
from civic.processes.workflow import is_staff

PLANNED, CANCELLED = MeetingState.PLANNED, MeetingState.CANCELLED


class MeetingVerb(enum.Enum):
    """What is done with a meeting."""

    ADD_MEETING = "add_meeting"
    CANCEL = "cancel"
    COMMENT = "comment"
    CORRECT = "correct"
    TAKE_BACK = "take_back"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"
    SET_REGISTRATION = "set_registration"
    READ_REGISTRATIONS = "read_registrations"
    REGISTER = "register"
    CONFIRM = "confirm"
    REMIND = "remind"
    LEAVE = "leave"
    OPEN_FEED = "open_calendar"
    CLOSE_FEED = "close_calendar"
    ADD_ITEM = "add_programme_item"
    CORRECT_ITEM = "correct_programme_item"
    TAKE_OUT_ITEM = "take_out_programme_item"
    TAKE_OUT_REGISTRATION = "take_out_registration"


def takes_comments(meeting: Meeting) -> bool:
    """The phase of its process takes comments."""
    return meeting.process.is_open_for(Opens.COMMENTS)


def takes_registrations(meeting: Meeting) -> bool:
    """One registers for it."""
    return meeting.takes_registrations


MEETING: Workflow[MeetingState, MeetingVerb, Meeting] = Workflow(
    "A meeting",
    {
        MeetingVerb.CANCEL: [Line(when={PLANNED}, who=is_staff, then=CANCELLED)],
        MeetingVerb.COMMENT: [Line(who=anyone_signed_in, only=takes_comments)],
        MeetingVerb.CORRECT: [Line(who=is_staff)],
        MeetingVerb.PUT_PICTURE: [Line(who=is_staff)],
        MeetingVerb.TAKE_OUT_PICTURE: [Line(who=is_staff)],
        MeetingVerb.ADD_ITEM: [Line(who=is_staff)],
        MeetingVerb.CORRECT_ITEM: [Line(who=is_staff)],
        MeetingVerb.TAKE_OUT_ITEM: [Line(who=is_staff)],
        MeetingVerb.SET_REGISTRATION: [Line(when={PLANNED}, who=is_staff)],
        MeetingVerb.READ_REGISTRATIONS: [Line(who=is_staff)],
        MeetingVerb.REGISTER: [Line(when={PLANNED}, who=anyone, only=takes_registrations)],
        MeetingVerb.CONFIRM: [Line(when={PLANNED}, who=anyone, only=takes_registrations)],  # who holds the link
        MeetingVerb.LEAVE: [Line(who=anyone)],  # who holds the link, or whose registration it is
        MeetingVerb.TAKE_OUT_REGISTRATION: [Line(who=is_staff)],
        MeetingVerb.REMIND: [Line(when={PLANNED}, who=anyone)],  # the worker, once the day has come
        MeetingVerb.TAKE_BACK: [Line(when={CANCELLED}, who=is_staff, then=PLANNED)],
    },
    state=Meeting.state_at,
)

FEED: Workflow[PersonState, MeetingVerb, Person] = Workflow(
    "A person, for their own calendar",
    {
        MeetingVerb.OPEN_FEED: [Line(when={PersonState.ACTIVE}, who=is_self)],
        MeetingVerb.CLOSE_FEED: [Line(who=is_self)],
    },
    state=lambda person, _now: person.state,
)

PROCESS_MEETINGS: Workflow[ProcessState, MeetingVerb, Process] = Workflow(
    "A process, for its committee's meetings",
    {MeetingVerb.ADD_MEETING: [Line(when={ProcessState.RUNNING}, who=is_staff)]},
    state=Process.state_at,
)

GROUP_MEETINGS: Workflow[GroupState, MeetingVerb, Group] = Workflow(
    "A group, for its meetings",
    {MeetingVerb.ADD_MEETING: [Line(when={GroupState.ACTIVE}, who=is_staff)]},
    state=Group.state_at,
)
