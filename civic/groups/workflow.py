"""What may be done with a group, by whom, and when."""

import enum

from civic.groups.models import Admission, Group, GroupState
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.processes.models import ProcessState
from civic.processes.workflow import STAFF

ACTIVE, ENDED = GroupState.ACTIVE, GroupState.ENDED


class Verb(enum.Enum):
    """What is done with a group."""

    READ = "read"
    READ_MEMBERS = "read_members"
    JOIN = "join"
    LEAVE = "leave"
    PROPOSE = "propose"
    ADD_MEETING = "add_meeting"
    ADD_MEMBER = "add_member"
    END = "end"


def is_in_group(actor: Actor, group: Group) -> bool:
    """Somebody who is in the group."""
    return actor.holds(Role.MEMBER, Scope.GROUP, group.id)


def may_enter(actor: Actor, group: Group) -> bool:
    """Anyone signed in who is not in an open group yet."""
    return actor.is_signed_in and group.admission is Admission.OPEN and not is_in_group(actor, group)


def is_staff(actor: Actor, group: Group) -> bool:
    """A case officer or facilitator of the process."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, group.process_id)


def process_is_public(actor: Actor, group: Group) -> bool:
    """Anyone, when the group's process is public."""
    return group.process.state is not ProcessState.PREPARING


GROUP: Workflow[GroupState, Verb, Group] = Workflow(
    {
        Verb.READ: [Line(who=process_is_public), Line(who=is_staff)],
        Verb.READ_MEMBERS: [Line(who=anyone)],
        Verb.JOIN: [Line(when={ACTIVE}, who=may_enter)],
        Verb.LEAVE: [Line(when={ACTIVE}, who=is_in_group)],
        Verb.PROPOSE: [Line(when={ACTIVE}, who=is_in_group)],
        Verb.ADD_MEETING: [Line(when={ACTIVE}, who=is_staff)],
        Verb.ADD_MEMBER: [Line(when={ACTIVE}, who=is_staff)],
        Verb.END: [Line(when={ACTIVE}, who=is_staff, then=ENDED)],
    },
    state=Group.state_at,
)
