"""What may be done with a meeting, by whom, and when."""

import enum

from civic.groups.models import Group, GroupState
from civic.kernel.workflow import Line, Workflow
from civic.meetings.models import Meeting, MeetingState
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import is_staff

PLANNED, CANCELLED = MeetingState.PLANNED, MeetingState.CANCELLED


class MeetingVerb(enum.Enum):
    """What is done with a meeting."""

    ADD_MEETING = "add_meeting"
    CANCEL = "cancel"
    CORRECT = "correct"
    TAKE_BACK = "take_back"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"


MEETING: Workflow[MeetingState, MeetingVerb, Meeting] = Workflow(
    "A meeting",
    {
        MeetingVerb.CANCEL: [Line(when={PLANNED}, who=is_staff, then=CANCELLED)],
        MeetingVerb.CORRECT: [Line(who=is_staff)],
        MeetingVerb.PUT_PICTURE: [Line(who=is_staff)],
        MeetingVerb.TAKE_OUT_PICTURE: [Line(who=is_staff)],
        MeetingVerb.TAKE_BACK: [Line(when={CANCELLED}, who=is_staff, then=PLANNED)],
    },
    state=Meeting.state_at,
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
