"""What may be done with a group, by whom, and when."""

import enum

from civic.groups.models import Admission, Group, GroupState
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.processes.models import Opens, Process, ProcessState
from civic.processes.workflow import PUBLIC, is_staff

ACTIVE, ENDED = GroupState.ACTIVE, GroupState.ENDED


class GroupVerb(enum.Enum):
    """What is done with a group."""

    ADD_GROUP = "add_group"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    READ = "read"
    JOIN = "join"
    LEAVE = "leave"
    CONFIRM = "confirm"
    DECIDE = "decide_participant"
    INVITE = "invite_participant"
    READ_PARTICIPANTS = "read_participants"
    ADD_MEMBER = "add_member"
    END = "end"
    CORRECT = "correct"
    TAKE_BACK = "take_back"
    TAKE_OUT_MEMBER = "take_out_member"
    DISCUSS = "discuss"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"


def is_in_group(actor: Actor, group: Group) -> bool:
    """Somebody who is in the group."""
    return actor.holds(Role.MEMBER, Scope.GROUP, group.id)


def in_circle(actor: Actor, group: Group) -> bool:
    """Somebody who is in the group or facilitates it."""
    return actor.holds_one_of((Role.MEMBER, Role.FACILITATOR), Scope.GROUP, group.id)


def talks_in(actor: Actor, group: Group) -> bool:
    """Somebody who is in the group or facilitates it; in a public discussion anyone signed in."""
    return in_circle(actor, group) or (group.talks_in_public and actor.is_signed_in)


def has_discussion(group: Group) -> bool:
    """It has a discussion, its process is public, and for one in public the phase takes comments."""
    is_open = not group.talks_in_public or group.process.is_open_for(Opens.COMMENTS)
    return group.talks and process_is_public(group) and is_open


def may_enter(actor: Actor, group: Group) -> bool:
    """Anyone, signed in or not, who is not in a group yet that one joins or applies for."""
    return group.admission in {Admission.OPEN, Admission.APPLICATION} and not is_in_group(actor, group)


def process_is_public(group: Group) -> bool:
    """The group's process is public."""
    return group.process.state in PUBLIC


def process_runs(group: Group) -> bool:
    """The group's process is running."""
    return group.process.state is ProcessState.RUNNING


def takes_members(group: Group) -> bool:
    """The phase of its process is open for joining groups."""
    return group.process.is_open_for(Opens.JOINING)


def is_not_by_lot(group: Group) -> bool:
    """Its places are not given by lot: nobody gets in past it."""
    return not group.is_by_lot


GROUP: Workflow[GroupState, GroupVerb, Group] = Workflow(
    "A group",
    {
        GroupVerb.READ: [Line(who=anyone, only=process_is_public), Line(who=is_staff)],
        GroupVerb.FOLLOW: [Line(when={ACTIVE}, who=anyone_signed_in, only=process_is_public)],
        GroupVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
        GroupVerb.JOIN: [Line(when={ACTIVE}, who=may_enter, only=takes_members)],
        GroupVerb.CONFIRM: [Line(when={ACTIVE}, who=anyone)],  # who holds the link
        GroupVerb.LEAVE: [Line(who=anyone)],  # who holds the link, or whose place it is
        GroupVerb.INVITE: [Line(when={ACTIVE}, who=is_staff, only=is_not_by_lot)],
        GroupVerb.DECIDE: [Line(when={ACTIVE}, who=is_staff)],
        GroupVerb.READ_PARTICIPANTS: [Line(who=is_staff)],
        GroupVerb.ADD_MEMBER: [Line(when={ACTIVE}, who=is_staff, only=is_not_by_lot)],
        GroupVerb.CORRECT: [Line(who=is_staff)],
        GroupVerb.TAKE_BACK: [Line(when={ENDED}, who=is_staff, only=process_runs, then=ACTIVE)],
        GroupVerb.TAKE_OUT_MEMBER: [Line(who=is_staff)],
        GroupVerb.DISCUSS: [
            Line(when={ACTIVE}, who=talks_in, only=has_discussion),
            Line(when={ACTIVE}, who=is_staff, only=has_discussion),
        ],
        GroupVerb.PUT_PICTURE: [Line(who=is_staff)],
        GroupVerb.TAKE_OUT_PICTURE: [Line(who=is_staff)],
        GroupVerb.END: [Line(when={ACTIVE}, who=is_staff, then=ENDED)],
    },
    state=Group.state_at,
)

PROCESS_GROUPS: Workflow[ProcessState, GroupVerb, Process] = Workflow(
    "A process, for its groups",
    {GroupVerb.ADD_GROUP: [Line(when={ProcessState.RUNNING}, who=is_staff)]},
    state=Process.state_at,
)
