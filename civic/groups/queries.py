"""Finding groups and who is in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, case, func, or_, select, true
from sqlalchemy.orm import joinedload

from civic.groups.models import Group, Participant
from civic.groups.workflow import GROUP, GroupVerb
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.places.queries import Places
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


@cache
def _participants() -> Select[Participant]:
    return select(Participant).options(
        joinedload(Participant.group, innerjoin=True).joinedload(Group.process, innerjoin=True)
    )


PLACES = Places(
    Participant,
    Participant.group_id,
    _participants,
    may_come=lambda: Participant.is_admitted.is_(true()),
    is_listed=lambda: or_(Participant.confirmed_at.is_not(None), Participant.is_invited.is_(true())),
)
"""Who is in a group, or on the way in."""


def participant(context: Context, participant_id: int) -> Participant:
    """Return one participant with the group, or Refusal(NOT_FOUND); for staff."""
    found = context.session.scalar(
        _participants().where(Participant.id == participant_id, Participant.left_at.is_(None))
    )
    if found is None or not GROUP.may(context, GroupVerb.READ_PARTICIPANTS, found.group):
        raise Refusal(Reason.NOT_FOUND)
    return found


def in_it(context: Context, group_id: int) -> Sequence[Participant]:
    """Return who has a place in a group, in the order in which they got it."""
    there = Participant.group_id == group_id, Participant.slot.is_not(None)
    return context.session.scalars(_participants().where(*there).order_by(Participant.slot)).all()


def in_groups_of(context: Context, process_id: int) -> Sequence[int]:
    """Return the ids of all with an account who have a place in one of a process's groups, each once."""
    there = Group.process_id == process_id, Participant.slot.is_not(None), Participant.person_id.is_not(None)
    found = select(Participant.person_id).join(Participant.group).where(*there)
    return [one for one in context.session.scalars(found.distinct().order_by(Participant.person_id)) if one is not None]


def without_account(context: Context, group_ids: Sequence[int]) -> Sequence[Participant]:
    """Return who is in one of the groups without an account: whom only a mail to their address reaches."""
    there = Participant.group_id.in_(group_ids), Participant.slot.is_not(None), Participant.person_id.is_(None)
    return context.session.scalars(select(Participant).where(*there).order_by(Participant.id)).all()


@dataclass(frozen=True)
class Numbers:
    """How many are in a group, wait for a place or a decision, are invited, did not get in, and have not confirmed."""

    in_it: int
    waiting: int
    applied: int
    invited: int
    declined: int
    unconfirmed: int

    @property
    def listed(self) -> int:
        """Return how many stand on the staff's list."""
        return self.in_it + self.waiting + self.applied + self.invited + self.declined


def numbers(context: Context, group_id: int) -> Numbers:
    """Return how many are in a group or on the way in, in one statement."""
    is_confirmed, has_none = Participant.confirmed_at.is_not(None), Participant.slot.is_(None)
    undecided = and_(is_confirmed, ~Participant.is_admitted, Participant.declined_because == "")
    counted = (
        func.count(case((one, 1)))
        for one in (
            Participant.slot.is_not(None),
            and_(is_confirmed, Participant.is_admitted, has_none),
            undecided,
            and_(~is_confirmed, Participant.is_invited),
            and_(is_confirmed, Participant.declined_because != ""),
            and_(~is_confirmed, ~Participant.is_invited),
        )
    )
    live = Participant.group_id == group_id, Participant.left_at.is_(None)
    row = context.session.execute(select(*counted).where(*live)).one()
    return Numbers(*map(int, row))


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
