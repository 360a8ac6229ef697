"""Finding processes, their seats and their milestones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import joinedload, selectinload

from civic.areas.queries import EVERYTHING, About
from civic.bodies.models import Body
from civic.db.finding import Spot, Stretch, holds, is_among, page_of
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.people.models import Share, Unit
from civic.processes.models import (
    OVER,
    Appointment,
    Audience,
    Capacity,
    Mandate,
    Milestone,
    Participation,
    Phase,
    PhaseEntry,
    Process,
    ProcessKind,
    ProcessState,
    SeatQuota,
    Task,
    TaskTie,
)
from civic.processes.workflow import PROCESS, PUBLIC, ProcessVerb, unseen


def process(context: Context, process_id: int) -> Process:
    """Return one process with its mandate and tasks; a hidden one is refused like a missing one."""
    found = context.session.scalar(_whole().where(Process.id == process_id))
    if found is None or not PROCESS.may(context, ProcessVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


@cache
def _whole() -> Select[Process]:
    return select(Process).options(
        joinedload(Process.mandate, innerjoin=True).joinedload(Mandate.approved_by).joinedload(Body.earlier_names),
        joinedload(Process.tasks),
    )


def processes(context: Context, *, before: int | None = None, at_most: int = 20) -> Sequence[Process]:
    """Return the processes the actor may read, newest first, those with an id below `before`."""
    own = unseen(context)
    query = (
        select(Process)
        .where(or_(Process.state.in_(PUBLIC), Process.id.in_(own)))
        .order_by(Process.id.desc())
        .limit(at_most)
    )
    return context.session.scalars(query.where(Process.id < before) if before else query).all()


@dataclass(frozen=True)
class Sought:
    """Which processes are looked for: how far, and with which words in title or question."""

    state: ProcessState | None = None
    words: str = ""
    about: About = EVERYTHING


def listed(context: Context, sought: Sought, at: Spot, *, at_most: int = 20) -> tuple[list[Process], Spot | None, int]:
    """Return processes the actor may read, a page of them, where the next one begins, and how many there are.

    Those in preparation, which only their staff reads, stand first, then those that run, what ends first before the
    others, then those that are over, the last first.
    """
    query = select(Process).where(*holds(sought.words, Process.title, Process.full_title, Process.question))
    query = query.where(*sought.about.holds(Kind.PROCESS, Process.id, Process.id))
    found, more, count = page_of(context.session, query, _stretches(context, sought.state), at, at_most=at_most)
    return [one for (one,) in found], more, count


def _stretches(context: Context, state: ProcessState | None) -> list[Stretch]:
    own = unseen(context)
    prepared = and_(is_among(Process.state, {ProcessState.PREPARING}), Process.id.in_(own))
    over = {state} & OVER if state else OVER
    return [
        Stretch(
            prepared if state in {None, ProcessState.PREPARING} and own else false(),
            Process.starts_on,
            Process.id,
        ),
        Stretch(
            is_among(Process.state, {ProcessState.RUNNING}) if state in {None, ProcessState.RUNNING} else false(),
            Process.ends_on,
            Process.id,
        ),
        Stretch(is_among(Process.state, over) if over else false(), Process.ends_on, Process.id, is_downwards=True),
    ]


def titles(context: Context, owners: Collection[int] | None = None, *, at_most: int = 1000) -> dict[int, str]:
    """Return the full titles of processes, those in preparation too, newest first: for who gives roles in them.

    Of some organisations, or of all.
    """
    query = select(Process.id, Process.full_title).order_by(Process.id.desc()).limit(at_most)
    if owners is not None:
        query = query.where(Process.organisation_id.in_(owners))
    return dict(context.session.execute(query).tuples().all())


def titles_among(context: Context, process_ids: Collection[int], *, at_most: int = 200) -> list[tuple[int, str]]:
    """Return the short titles of some processes in order, at most so many, the newest: for who works in them."""
    query = select(Process.id, Process.title).where(Process.id.in_(process_ids)).order_by(Process.id.desc())
    found = context.session.execute(query.limit(at_most)).tuples().all()
    return sorted(found, key=lambda one: sort_key(one[1]))


def title_of(context: Context, process_id: int) -> str:
    """Return a process's full title, in preparation too, or Refusal(NOT_FOUND): for who gives roles in it."""
    found = context.session.scalar(select(Process.full_title).where(Process.id == process_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def quotas(context: Context, process_id: int) -> Sequence[SeatQuota]:
    """Return the seats of a process by category with everyone appointed to them."""
    return (
        context.session.scalars(
            select(SeatQuota)
            .where(SeatQuota.process_id == process_id)
            .options(joinedload(SeatQuota.appointments))
            .order_by(SeatQuota.id)
        )
        .unique()
        .all()
    )


def seated(context: Context, process_id: int) -> Sequence[str]:
    """Return the names, where the source gives them, of those who sit in a process now."""
    return context.session.scalars(
        select(Appointment.name)
        .join(Appointment.quota)
        .where(SeatQuota.process_id == process_id, Appointment.ended_on.is_(None), Appointment.name != "")
        .order_by(Appointment.id)
    ).all()


def audiences(context: Context, process_id: int) -> Sequence[Audience]:
    """Return whom a process wants to reach, in the order in which they were entered."""
    return context.session.scalars(
        select(Audience).where(Audience.process_id == process_id).order_by(Audience.id)
    ).all()


def audience(context: Context, audience_id: int) -> Audience:
    """Return one of those a process wants to reach, or Refusal(NOT_FOUND) where that cannot be read."""
    found = context.session.get(Audience, audience_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    process(context, found.process_id)
    return found


def milestones(context: Context, process_id: int) -> Sequence[Milestone]:
    """Return what happened on the way, oldest first."""
    return context.session.scalars(
        select(Milestone).where(Milestone.process_id == process_id).order_by(Milestone.happened_on, Milestone.id)
    ).all()


def appointment(context: Context, appointment_id: int) -> Appointment:
    """Return one appointment with its seats, or Refusal(NOT_FOUND); hidden as its process is."""
    found = context.session.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id)
        .options(joinedload(Appointment.quota, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    process(context, found.quota.process_id)
    return found


def quota(context: Context, quota_id: int) -> SeatQuota:
    """Return the seats of one kind, or Refusal(NOT_FOUND); hidden as their process is."""
    found = context.session.get(SeatQuota, quota_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    process(context, found.process_id)
    return found


def on_seat(context: Context, appointment: Appointment) -> Sequence[Appointment]:
    """Return everybody who sits or has sat on a seat."""
    seat = Appointment.quota_id == appointment.quota_id, Appointment.seat == appointment.seat
    return context.session.scalars(select(Appointment).where(*seat)).all()


def phases(context: Context, kind_id: int) -> list[Phase]:
    """Return a kind's phases in order."""
    query = select(Phase).where(Phase.kind_id == kind_id).order_by(Phase.number, Phase.id)
    return list(context.session.scalars(query))


def kinds(context: Context) -> list[ProcessKind]:
    """Return the kinds of processes with their phases: those the house comes with first, then by their names."""
    found = context.session.scalars(select(ProcessKind).options(selectinload(ProcessKind.phases)))
    return sorted(found, key=lambda one: (one.key is None, one.id if one.key else 0, sort_key(one.name)))


def kind(context: Context, kind_id: int) -> ProcessKind:
    """Return one kind with its phases, or Refusal(NOT_FOUND)."""
    query = select(ProcessKind).where(ProcessKind.id == kind_id).options(selectinload(ProcessKind.phases))
    found = context.session.scalar(query)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def kind_by_key(context: Context, key: str) -> ProcessKind:
    """Return a kind the house comes with."""
    query = select(ProcessKind).where(ProcessKind.key == key).options(selectinload(ProcessKind.phases))
    return context.session.scalars(query).one()


def phase(context: Context, phase_id: int) -> Phase:
    """Return one phase with its kind, or Refusal(NOT_FOUND)."""
    query = select(Phase).where(Phase.id == phase_id).options(joinedload(Phase.kind, innerjoin=True))
    found = context.session.scalar(query)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def is_used(context: Context, phase: Phase) -> bool:
    """Return whether a process is in a phase, or has been."""
    now = select(Process.id).where(Process.phase_id == phase.id)
    before = select(PhaseEntry.id).where(PhaseEntry.phase_id == phase.id)
    return bool(context.session.scalar(select(or_(now.exists(), before.exists()))))


def in_phase(context: Context, phase_id: int) -> Sequence[Process]:
    """Return the processes that are in a phase, with all that the board says of them."""
    return context.session.scalars(_whole().where(Process.phase_id == phase_id).order_by(Process.id)).unique().all()


def entries(context: Context, process_id: int) -> Sequence[PhaseEntry]:
    """Return which phases a process entered when, the first first."""
    whole = joinedload(PhaseEntry.phase, innerjoin=True)
    query = select(PhaseEntry).where(PhaseEntry.process_id == process_id).options(whole)
    return context.session.scalars(query.order_by(PhaseEntry.id)).all()


def ties(context: Context, process_id: int) -> Sequence[TaskTie]:
    """Return what the tasks of a process are tied to."""
    query = select(TaskTie).join(TaskTie.task).where(Task.process_id == process_id)
    return context.session.scalars(query.order_by(TaskTie.task_id, TaskTie.id)).all()


def tasks_tied(context: Context, thing: Ref) -> Sequence[Task]:
    """Return the tasks that a thing works on or answers; who may read the thing may read them."""
    query = select(Task).join(TaskTie, TaskTie.task_id == Task.id)
    mine = TaskTie.kind == thing.kind, TaskTie.thing_id == thing.id
    return context.session.scalars(query.where(*mine).order_by(Task.number)).all()


def participations(context: Context, process_id: int) -> list[Participation]:
    """Return which organisations take part in a process, by what they are in it and the Danish order of names."""
    found = context.session.scalars(
        select(Participation)
        .where(Participation.process_id == process_id)
        .options(joinedload(Participation.organisation, innerjoin=True))
    )
    order = list(Capacity)
    return sorted(found, key=lambda one: (order.index(one.capacity), sort_key(one.organisation.name), one.id))


def participation(context: Context, participation_id: int) -> Participation:
    """Return one organisation's part in a process, or Refusal(NOT_FOUND); hidden as its process is."""
    found = context.session.scalar(
        select(Participation)
        .where(Participation.id == participation_id)
        .options(joinedload(Participation.organisation, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    process(context, found.process_id)
    return found


def shares(context: Context, process_id: int) -> list[Share]:
    """Return the units whose coordinators may look into a process now, with their organisations."""
    its_own = Share.scope == Scope.PROCESS, Share.scope_id == process_id, Share.ended_at.is_(None)
    whole = joinedload(Share.unit, innerjoin=True).joinedload(Unit.organisation, innerjoin=True)
    return list(context.session.scalars(select(Share).where(*its_own).options(whole).order_by(Share.id)))


def share(context: Context, process_id: int, share_id: int) -> Share:
    """Return one of them, or Refusal(NOT_FOUND)."""
    for found in shares(context, process_id):
        if found.id == share_id:
            return found
    raise Refusal(Reason.NOT_FOUND)


def of_organisation(
    context: Context, organisation_id: int, at: Spot, *, at_most: int = 20
) -> tuple[list[Process], Spot | None, int]:
    """Return the processes an organisation owns or takes part in, a page of them as `listed` has them."""
    takes_part = select(Participation.process_id).where(Participation.organisation_id == organisation_id)
    its_own = or_(Process.organisation_id == organisation_id, Process.id.in_(takes_part))
    found, more, count = page_of(
        context.session, select(Process).where(its_own), _stretches(context, None), at, at_most=at_most
    )
    return [one for (one,) in found], more, count


def shared_with(context: Context, unit_id: int, *, at_most: int = 200) -> Sequence[Process]:
    """Return the processes that are shared with a unit and that the actor may read, what ends first before the others.

    They are there for its coordinators; others see those that everybody sees, and nobody is told that they are shared.
    """
    if unit_id not in context.actor.places(Role.COORDINATOR, Scope.UNIT):
        return []
    ids = select(Share.scope_id).where(Share.unit_id == unit_id, Share.scope == Scope.PROCESS, Share.ended_at.is_(None))
    query = select(Process).where(Process.id.in_(ids)).order_by(Process.ends_on, Process.id)
    return context.session.scalars(query.limit(at_most)).all()


def owner_of(context: Context, process_id: int) -> int:
    """Return the id of the organisation whose process it is, in preparation too, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(select(Process.organisation_id).where(Process.id == process_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def milestone(context: Context, milestone_id: int) -> Milestone:
    """Return something that happened on the way, or Refusal(NOT_FOUND); hidden as its process is."""
    found = context.session.get(Milestone, milestone_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    process(context, found.process_id)
    return found


def task_by_id(context: Context, task_id: int) -> Task:
    """Return one task, or Refusal(NOT_FOUND); hidden as its process is."""
    found = context.session.get(Task, task_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    process(context, found.process_id)
    return found


def task(context: Context, process: Process, number: int) -> Task:
    """Return one task of the process, or Refusal(NOT_FOUND)."""
    for found in process.tasks:
        if found.number == number:
            return found
    raise Refusal(Reason.NOT_FOUND)
