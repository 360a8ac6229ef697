"""What the pages about groups show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from civic.files import pictures
from civic.files.pictures import Picture
from civic.following.queries import Following, following
from civic.groups import queries
from civic.groups.models import Group
from civic.groups.workflow import GROUP, GroupVerb
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting, MeetingState
from civic.meetings.queries import of_group
from civic.meetings.workflow import GROUP_MEETINGS
from civic.people.models import RoleAssignment
from civic.people.queries import holders
from civic.processes.models import Task
from civic.processes.queries import tasks_tied
from civic.processes.workflow import is_case_officer
from civic.proposals.workflow import GROUP_PROPOSALS
from civic.said.corrections import Corrected, corrected


@dataclass(frozen=True)
class GroupPage:
    """One group: what it works on, who is in it, when it meets."""

    template: ClassVar[str] = "groups/group.html"
    group: Group
    members: Sequence[RoleAssignment]
    meetings: Sequence[Meeting]
    held: int
    is_in_it: bool
    would_join: bool
    """Whether a visitor might join after signing in."""
    corrected: Corrected
    may_blot: bool
    may: dict[str, bool]
    following: Following
    tasks: Sequence[Task]
    """The tasks of its process that it works on."""
    picture: Picture | None
    places: Mapping[int, Picture]
    """Pictures of where it meets, by the meeting's id."""


def group_page(context: Context, group_id: int) -> GroupPage:
    """Return one group, in five statements."""
    group = queries.group(context, group_id)
    members = sorted(holders(context, Scope.GROUP, group_id, Role.MEMBER), key=lambda one: sort_key(one.person.name))
    may = {
        **GROUP.allowed(context, group),
        **GROUP_MEETINGS.allowed(context, group),
        **GROUP_PROPOSALS.allowed(context, group),
    }
    is_in_it = context.actor.holds(Role.MEMBER, Scope.GROUP, group_id)
    meetings = of_group(context, group_id)
    held = sum(1 for one in meetings if one.state_at(context.now) is MeetingState.HELD)
    would_join = GROUP.would(context, GroupVerb.JOIN, group)
    put_right = corrected(context, Ref(Kind.GROUP, group_id))
    may_blot = is_case_officer(context.actor, group)
    followed = following(context, GROUP, GroupVerb.FOLLOW, group, Ref(Kind.GROUP, group_id))
    own = Ref(Kind.GROUP, group_id)
    drawn = pictures.of_each(context, [own, *(Ref(Kind.MEETING, one.id) for one in meetings)])
    return GroupPage(
        group=group,
        members=members,
        meetings=meetings,
        held=held,
        is_in_it=is_in_it,
        would_join=would_join,
        corrected=put_right,
        may_blot=may_blot,
        may=may,
        following=followed,
        tasks=tasks_tied(context, own),
        picture=drawn.get(own),
        places=pictures.by_id(drawn, Kind.MEETING),
    )
