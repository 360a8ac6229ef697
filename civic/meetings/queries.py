"""Finding and counting meetings."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from civic.groups.models import Group
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.meetings.models import Meeting, MeetingState
from civic.people.models import RoleAssignment
from civic.processes.workflow import may_read


@dataclass(frozen=True)
class Held:
    """How often the committee and its groups have met; two numbers that are never added."""

    committee: int
    groups: int


def meeting(context: Context, meeting_id: int) -> Meeting:
    """Return one meeting with its process, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(Meeting).where(Meeting.id == meeting_id).options(joinedload(Meeting.process, innerjoin=True))
    )
    if found is None or not may_read(context, found.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def held(context: Context, process_id: int) -> Held:
    """Return how many meetings the committee and its groups have held, apart."""
    row = context.session.execute(
        select(
            func.count(case((Meeting.group_id.is_(None), 1))),
            func.count(case((Meeting.group_id.is_not(None), 1))),
        ).where(Meeting.process_id == process_id, _was_held(context))
    ).one()
    return Held(committee=row[0], groups=row[1])


def of_process(context: Context, process_id: int, *, at_most: int = 100) -> Sequence[Meeting]:
    """Return meetings of the committee and its groups that have been held, newest first."""
    return context.session.scalars(
        select(Meeting)
        .where(Meeting.process_id == process_id, _was_held(context))
        .order_by(Meeting.id.desc())
        .limit(at_most)
    ).all()


def by_ids(context: Context, ids: Sequence[int]) -> Sequence[Meeting]:
    """Return the meetings among the ids that are in processes the actor may see."""
    found = context.session.scalars(
        select(Meeting).where(Meeting.id.in_(ids)).options(joinedload(Meeting.process, innerjoin=True))
    )
    return [one for one in found if may_read(context, one.process)]


def of_group(context: Context, group_id: int) -> Sequence[Meeting]:
    """Return a group's meetings in order; those without a known date come first."""
    return context.session.scalars(
        select(Meeting).where(Meeting.group_id == group_id).order_by(Meeting.starts_at.is_not(None), Meeting.starts_at)
    ).all()


def to_tell(context: Context, meeting: Meeting) -> Sequence[int]:
    """Return the persons whom a meeting concerns: the group's, or all of the process's groups', and its staff."""
    groups = select(Group.id).where(Group.process_id == meeting.process_id)
    if meeting.group_id is not None:
        groups = groups.where(Group.id == meeting.group_id)
    in_groups = and_(RoleAssignment.scope == Scope.GROUP, RoleAssignment.scope_id.in_(groups))
    in_process = and_(RoleAssignment.scope == Scope.PROCESS, RoleAssignment.scope_id == meeting.process_id)
    return context.session.scalars(
        select(RoleAssignment.person_id)
        .where(or_(in_groups, in_process), RoleAssignment.ended_at.is_(None))
        .distinct()
        .order_by(RoleAssignment.person_id)
    ).all()


def _was_held(context: Context) -> ColumnElement[bool]:
    return or_(
        Meeting.state == MeetingState.HELD,
        and_(Meeting.state == MeetingState.PLANNED, Meeting.starts_at <= context.now),
    )
