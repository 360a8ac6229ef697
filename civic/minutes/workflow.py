"""What may be done with agendas, minutes and what was agreed, by whom, and when."""

import enum

from civic.groups.models import Group, GroupState
from civic.groups.workflow import is_in_group
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.meetings.models import Meeting, MeetingState
from civic.minutes.models import ActionPoint, ActionState, Minutes, MinutesState
from civic.processes.workflow import PUBLIC, is_staff

PLANNED, HELD = MeetingState.PLANNED, MeetingState.HELD
DRAFT, APPROVED = MinutesState.DRAFT, MinutesState.APPROVED


class MinutesVerb(enum.Enum):
    """What is done with an agenda, with minutes, and with what was agreed."""

    ADD_ITEM = "add_agenda_item"
    CORRECT_ITEM = "correct_agenda_item"
    TAKE_OUT_ITEM = "take_out_agenda_item"
    BEGIN = "begin_minutes"
    COUNT = "count_attendance"
    READ = "read"
    WRITE = "write_minutes"
    APPROVE = "approve_minutes"
    APPROVE_AS_CHAIR = "approve_as_chair"
    ADD = "add_to_minutes"
    AGREE = "agree_action"
    CORRECT_ACTION = "correct_action"
    END_ACTION = "end_action"
    GO_ON = "go_on_with_action"


def is_in_its_group(actor: Actor, minutes: Minutes) -> bool:
    """Somebody in the group whose meeting it was."""
    return minutes.meeting.group is not None and is_in_group(actor, minutes.meeting.group)


def presides(actor: Actor, minutes: Minutes) -> bool:
    """The facilitator of the group whose meeting it was, or the chair of a council or committee that met."""
    meeting = minutes.meeting
    if meeting.group_id is not None:
        return actor.holds(Role.FACILITATOR, Scope.GROUP, meeting.group_id)
    return any(actor.holds(Role.CHAIR, Scope.BODY, one) for one in meeting.body_ids)


def does_it(actor: Actor, action: ActionPoint) -> bool:
    """Somebody in the group that agreed it."""
    return action.group is not None and is_in_group(actor, action.group)


def process_is_public(minutes: Minutes) -> bool:
    """Its process is public."""
    return minutes.meeting.process.state in PUBLIC


AGENDA: Workflow[MeetingState, MinutesVerb, Meeting] = Workflow(
    "A meeting, for its agenda and minutes",
    {
        MinutesVerb.ADD_ITEM: [Line(when={PLANNED, HELD}, who=is_staff)],
        MinutesVerb.CORRECT_ITEM: [Line(when={PLANNED, HELD}, who=is_staff)],
        MinutesVerb.TAKE_OUT_ITEM: [Line(when={PLANNED, HELD}, who=is_staff)],
        MinutesVerb.BEGIN: [Line(when={HELD}, who=is_staff)],
        MinutesVerb.COUNT: [Line(when={HELD}, who=is_staff)],
        MinutesVerb.AGREE: [Line(when={PLANNED, HELD}, who=is_staff)],
    },
    state=Meeting.state_at,
)

MINUTES: Workflow[MinutesState, MinutesVerb, Minutes] = Workflow(
    "Minutes",
    {
        MinutesVerb.READ: [
            Line(when={APPROVED}, who=anyone, only=process_is_public),
            Line(who=is_staff),
            Line(who=is_in_its_group),
            Line(who=presides),
        ],
        MinutesVerb.WRITE: [Line(when={DRAFT}, who=is_staff)],
        MinutesVerb.APPROVE: [Line(when={DRAFT}, who=is_staff, then=APPROVED)],
        MinutesVerb.APPROVE_AS_CHAIR: [Line(when={DRAFT}, who=presides, then=APPROVED)],
        MinutesVerb.ADD: [Line(when={APPROVED}, who=is_staff)],
    },
    state=Minutes.state_at,
)

GROUP_ACTIONS: Workflow[GroupState, MinutesVerb, Group] = Workflow(
    "A group, for what it agrees to do",
    {
        MinutesVerb.AGREE: [
            Line(when={GroupState.ACTIVE}, who=is_staff),
            Line(when={GroupState.ACTIVE}, who=is_in_group),
        ]
    },
    state=Group.state_at,
)

ACTION: Workflow[ActionState, MinutesVerb, ActionPoint] = Workflow(
    "Something agreed to be done",
    {
        MinutesVerb.END_ACTION: [
            Line(when={ActionState.OPEN}, who=is_staff),
            Line(when={ActionState.OPEN}, who=does_it),
        ],
        MinutesVerb.CORRECT_ACTION: [Line(who=is_staff)],
        MinutesVerb.GO_ON: [Line(when={ActionState.DONE, ActionState.DROPPED}, who=is_staff, then=ActionState.OPEN)],
    },
    state=ActionPoint.state_at,
)
