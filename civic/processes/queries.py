"""Finding processes, their seats and their milestones."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Select, and_, false, or_, select
from sqlalchemy.orm import joinedload

from civic.db.finding import Phase, Spot, holds, is_among, page_of
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.processes.models import (
    OVER,
    Appointment,
    Mandate,
    Milestone,
    Process,
    ProcessState,
    SeatQuota,
    Task,
)
from civic.processes.workflow import PROCESS, PUBLIC, ProcessVerb


def process(context: Context, process_id: int) -> Process:
    """Return one process with its mandate and tasks; a hidden one is refused like a missing one."""
    found = context.session.scalar(_whole().where(Process.id == process_id))
    if found is None or not PROCESS.may(context, ProcessVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


@cache
def _whole() -> Select[Process]:
    return select(Process).options(
        joinedload(Process.organisation, innerjoin=True),
        joinedload(Process.mandate, innerjoin=True).joinedload(Mandate.approved_by),
        joinedload(Process.tasks),
    )


def processes(context: Context, *, before: int | None = None, at_most: int = 20) -> Sequence[Process]:
    """Return the processes the actor may read, newest first, those with an id below `before`."""
    own = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS) | context.actor.places(Role.FACILITATOR, Scope.PROCESS)
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


def listed(context: Context, sought: Sought, at: Spot, *, at_most: int = 20) -> tuple[list[Process], Spot | None, int]:
    """Return processes the actor may read, a page of them, where the next one begins, and how many there are.

    Those in preparation, which only their staff reads, stand first, then those that run, what ends first before the
    others, then those that are over, the last first.
    """
    own = context.actor.places(Role.CASE_OFFICER, Scope.PROCESS) | context.actor.places(Role.FACILITATOR, Scope.PROCESS)
    query = select(Process).where(*holds(sought.words, Process.title, Process.full_title, Process.question))
    prepared = and_(is_among(Process.state, {ProcessState.PREPARING}), Process.id.in_(own))
    over = {sought.state} & OVER if sought.state else OVER
    phases = [
        Phase(
            prepared if sought.state in {None, ProcessState.PREPARING} and own else false(),
            Process.starts_on,
            Process.id,
        ),
        Phase(
            is_among(Process.state, {ProcessState.RUNNING})
            if sought.state in {None, ProcessState.RUNNING}
            else false(),
            Process.ends_on,
            Process.id,
        ),
        Phase(is_among(Process.state, over) if over else false(), Process.ends_on, Process.id, is_downwards=True),
    ]
    found, more, count = page_of(context.session, query, phases, at, at_most=at_most)
    return [one for (one,) in found], more, count


def titles(context: Context, *, at_most: int = 1000) -> dict[int, str]:
    """Return the full titles of processes, those in preparation too, newest first: for who gives roles in them."""
    query = select(Process.id, Process.full_title).order_by(Process.id.desc()).limit(at_most)
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
