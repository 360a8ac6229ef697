"""Finding groups and who is in them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from civic.groups.models import Group
from civic.groups.workflow import GROUP, GroupVerb
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people.models import RoleAssignment
from civic.processes.models import Process, ProcessState


def group(context: Context, group_id: int) -> Group:
    """Return one group with its process; a hidden one is refused like a missing one."""
    found = context.session.scalar(
        select(Group).where(Group.id == group_id).options(joinedload(Group.process, innerjoin=True))
    )
    if found is None or not GROUP.may(context, GroupVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def groups_of(context: Context, process_id: int) -> Sequence[Group]:
    """Return the groups of a process the caller has loaded, in the order in which they were set up."""
    return context.session.scalars(select(Group).where(Group.process_id == process_id).order_by(Group.id)).all()


def membership(context: Context, group_id: int, person_id: int) -> RoleAssignment:
    """Return a person's place in a group, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(RoleAssignment).where(
            RoleAssignment.scope == Scope.GROUP,
            RoleAssignment.scope_id == group_id,
            RoleAssignment.role == Role.MEMBER,
            RoleAssignment.person_id == person_id,
            RoleAssignment.ended_at.is_(None),
        )
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def place_in(context: Context, group_id: int, assignment_id: int) -> RoleAssignment:
    """Return one person's place in a group, with the person, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(RoleAssignment)
        .where(
            RoleAssignment.id == assignment_id,
            RoleAssignment.scope == Scope.GROUP,
            RoleAssignment.scope_id == group_id,
            RoleAssignment.ended_at.is_(None),
        )
        .options(joinedload(RoleAssignment.person, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def all_groups(context: Context, *, at_most: int = 1000) -> Sequence[Group]:
    """Return groups of public processes, ended ones too, with their processes, newest first."""
    return context.session.scalars(
        select(Group)
        .join(Group.process)
        .where(Process.state != ProcessState.PREPARING)
        .options(joinedload(Group.process, innerjoin=True))
        .order_by(Group.id.desc())
        .limit(at_most)
    ).all()


def own_groups(context: Context) -> Sequence[Group]:
    """Return the groups the actor is in, with their processes."""
    own = context.actor.places(Role.MEMBER, Scope.GROUP)
    return context.session.scalars(
        select(Group).where(Group.id.in_(own)).options(joinedload(Group.process, innerjoin=True)).order_by(Group.id)
    ).all()
