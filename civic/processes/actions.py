"""Processes: every write."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from civic.areas import actions as areas
from civic.board import actions as board
from civic.bodies.models import Body, BodyKind
from civic.db.base import Precision
from civic.files import pictures, renditions
from civic.files.renditions import Format, What
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel import correction, deed, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.correction import Correction, Spot
from civic.kernel.days import must_be_in_order, must_have_been
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.organisations.queries import organisation
from civic.organisations.queries import unit as unit_by_id
from civic.people.actions import assign, assign_in
from civic.people.models import OrganisationKind, Place, Share
from civic.people.queries import holders, municipality
from civic.processes import queries
from civic.processes.models import (
    Appointment,
    Audience,
    Capacity,
    Mandate,
    Milestone,
    Opens,
    Participation,
    Phase,
    PhaseEntry,
    Process,
    ProcessKind,
    ProcessState,
    SeatCategory,
    SeatQuota,
    Task,
    TaskTie,
    Way,
)
from civic.processes.notices import notice
from civic.processes.standard import TASK_COMMITTEE
from civic.processes.workflow import KINDS, ORGANISATION_PROCESSES, PROCESS, ProcessVerb


def start_process(
    context: Context,
    *,
    title: str,
    full_title: str,
    question: str,
    background: str,
    tasks: Sequence[tuple[str, str]],
    seats: Mapping[SeatCategory, int],
    period: tuple[date, Precision, date, Precision],
    contact_unit: str,
    contact_email: str = "",
    kind_id: int | None = None,
    owner_id: int | None = None,
    source: str = "",
    shows_at_once: bool = False,
    is_example: bool = False,
) -> Process:
    """Start preparing a process, an opgaveudvalg where no other kind is said, of the municipality or another owner.

    Whoever starts it becomes its case officer. Refusal(NOT_THE_COUNCIL) for a kind with a mandate of another owner:
    only the municipal council sets such a committee up (kommunestyrelsesloven section 17(4)).
    """
    owner = organisation(context, owner_id) if owner_id else municipality(context)
    ORGANISATION_PROCESSES.require(context, ProcessVerb.START_PROCESS, owner)
    kind = queries.kind(context, kind_id) if kind_id else queries.kind_by_key(context, TASK_COMMITTEE)
    if kind.has_mandate and owner.kind is not OrganisationKind.MUNICIPALITY:
        raise Refusal(Reason.NOT_THE_COUNCIL)
    process = Process(
        kind=kind,
        phase_id=kind.phases[0].id,
        organisation_id=owner.id,
        title=title,
        full_title=full_title,
        question=question,
        starts_on=period[0],
        starts_precision=period[1],
        ends_on=period[2],
        ends_precision=period[3],
        contact_unit=contact_unit,
        contact_email=contact_email,
        source=source,
        shows_at_once=shows_at_once,
        is_example=is_example,
        created_at=context.now,
        mandate=Mandate(background=background),
        tasks=[Task(number=number, heading=h, text=t) for number, (h, t) in enumerate(tasks, start=1)],
    )
    context.session.add(process)
    context.session.flush()
    context.session.add_all(SeatQuota(process_id=process.id, category=c, seats=n) for c, n in seats.items() if n)
    _enter(context, process, kind.phases[0])
    if context.actor.person_id is not None:
        assign(context, context.actor.person_id, Role.CASE_OFFICER, Scope.PROCESS, process.id)
    return _posted(context, deed.enter(context, ProcessVerb.START_PROCESS, process))


def approve_mandate(context: Context, process_id: int, *, body: Body, on: date, item_number: int) -> Process:
    """Enter that the council has approved the kommissorium; the process becomes public and can appoint members.

    Refusal(NOT_THE_COUNCIL) for another body and Refusal(NOT_HELD_YET) for a day to come. Source: kommunestyrelsesloven
    S 17(4): the council sets up the committee and lays down what it is for.
    """
    process = context.lock(queries.process(context, process_id))
    PROCESS.require(context, ProcessVerb.APPROVE_MANDATE, process)
    if body.kind is not BodyKind.COUNCIL:
        raise Refusal(Reason.NOT_THE_COUNCIL)
    must_have_been(context, on)
    _step(context, process, ProcessVerb.APPROVE_MANDATE)
    process.mandate.approved_by = body
    process.mandate.approved_on = on
    process.mandate.item_number = item_number
    return _posted(context, process)


def _step(context: Context, process: Process, verb: ProcessVerb, *, is_back: bool = False) -> Process:
    """Do what leads a locked process to its next state, and enter that state's first phase, or where it was before."""
    # before the state changes: it and the phase are written in one statement
    there, entries = queries.phases(context, process.kind_id), queries.entries(context, process.id)
    deed.ask(context, PROCESS, verb, process)
    those = [one for one in there if one.state is process.state]
    if is_back:  # to where it was before, as far as that is known
        been = {one.phase_id for one in entries}
        those = [next((one for one in reversed(those) if one.id in been), those[-1])]
    _enter(context, process, those[0])
    return deed.enter(context, verb, process)


def _enter(context: Context, process: Process, phase: Phase) -> None:
    process.phase_id = phase.id
    context.session.add(PhaseEntry(process_id=process.id, phase=phase, entered_at=context.now))


def begin(context: Context, process_id: int) -> Process:
    """Let a process of a kind without a kommissorium begin: everybody can read it, and its first phase opens."""
    process = context.lock(queries.process(context, process_id))
    return _posted(context, _step(context, process, ProcessVerb.BEGIN))


def move_on(context: Context, process_id: int, *, phase_id: int, seen: str | None = None) -> Process:
    """Let a running process enter another of its running phases, and tell whoever follows it.

    One may go back: what was opened is then open again. Refusal(NOT_FOUND) for a phase of another kind or state,
    Refusal(AS_IT_STANDS) for the one it is in, Refusal(WRITTEN_MEANWHILE) where a colleague moved it on.
    """
    process = deed.begin(context, PROCESS, ProcessVerb.MOVE_ON, queries.process(context, process_id))
    check(seen, process.phase_id)
    phase = next((one for one in queries.phases(context, process.kind_id) if one.id == phase_id), None)
    if phase is None or phase.state is not process.state:
        raise Refusal(Reason.NOT_FOUND)
    if phase.id == process.phase_id:
        raise Refusal(Reason.AS_IT_STANDS)
    _enter(context, process, phase)
    following.tell(context, Step.PHASE_ENTERED, Ref(Kind.PROCESS, process.id), process.title)
    return _posted(context, deed.enter(context, ProcessVerb.MOVE_ON, process))


def add_kind(context: Context, *, name: str, about: str, has_mandate: bool = False) -> ProcessKind:
    """Enter a kind of process with the four phases that every kind has; others are added between them.

    Refusal(TAKEN) for a name that another kind has.
    """
    KINDS.require(context, ProcessVerb.ADD_KIND, municipality(context))
    if any(one.name.casefold() == name.casefold() for one in queries.kinds(context)):
        raise Refusal(Reason.TAKEN)
    first = [
        Phase(number=10 * number, name=said, state=state)
        for number, (said, state) in enumerate(zip(FIRST_PHASES, ProcessState, strict=True), start=1)
    ]
    made = ProcessKind(name=name, about=about, has_mandate=has_mandate, phases=first)
    return deed.enter(context, ProcessVerb.ADD_KIND, made)


FIRST_PHASES = ("Forberedes", "I gang", "Afleveret", "Afsluttet")
"""What the phases of a new kind are called until somebody calls them something else."""


def change_kind(context: Context, kind_id: int, *, name: str, about: str, seen: str | None = None) -> ProcessKind:
    """Change what a kind is called and what it is; whether it has a mandate stays, for processes rest on it.

    Refusal(TAKEN) for a name that another kind has, Refusal(WRITTEN_MEANWHILE) where a colleague changed it.
    """
    KINDS.require(context, ProcessVerb.CHANGE_KIND, municipality(context))
    kind = context.lock(queries.kind(context, kind_id))
    check(seen, kind.name, kind.about)
    if any(one.id != kind.id and one.name.casefold() == name.casefold() for one in queries.kinds(context)):
        raise Refusal(Reason.TAKEN)
    kind.name, kind.about = name, about
    return deed.enter(context, ProcessVerb.CHANGE_KIND, kind)


def add_phase(
    context: Context, kind_id: int, *, number: int, name: str, state: ProcessState, opens: Collection[Opens]
) -> Phase:
    """Enter a phase of a kind.

    Refusal(OUT_OF_ORDER) where phases of a later state would stand before it, or of an earlier one after it;
    Refusal(TAKEN) for a name that another of its phases has.
    """
    KINDS.require(context, ProcessVerb.CHANGE_KIND, municipality(context))
    kind = context.lock(queries.kind(context, kind_id))
    made = Phase(kind_id=kind.id, number=number, name=name, state=state, **_taking(opens))
    _must_fit(made, queries.phases(context, kind.id))
    return deed.enter(context, ProcessVerb.CHANGE_KIND, made)


def change_phase(
    context: Context,
    phase_id: int,
    *,
    number: int,
    name: str,
    opens: Collection[Opens],
    seen: str | None = None,
) -> Phase:
    """Change a phase's place, name and what it opens, for all processes that are in it at once; its state stays.

    Refusal(WRITTEN_MEANWHILE) where a colleague changed it; else as `add_phase`.
    """
    KINDS.require(context, ProcessVerb.CHANGE_KIND, municipality(context))
    phase = queries.phase(context, phase_id)
    context.lock(phase.kind)  # one at a time: the phases of a kind stand in one order
    context.lock(phase)
    check(seen, *phase.told)
    others = [one for one in queries.phases(context, phase.kind_id) if one.id != phase.id]
    was_open = phase.opens
    fitting = Phase(kind_id=phase.kind_id, number=number, name=name, state=phase.state, **_taking(opens))
    _must_fit(fitting, others)
    phase.number, phase.name = number, name
    for field, takes in _taking(opens).items():
        setattr(phase, field, takes)
    deed.enter(context, ProcessVerb.CHANGE_KIND, phase)
    if phase.opens != was_open:
        for one in queries.in_phase(context, phase.id):
            _posted(context, one)
    return phase


def take_out_phase(context: Context, phase_id: int) -> ProcessKind:
    """Take out a phase that no process has been in.

    Refusal(IN_USE) for one that one has been in, or that is the only one of its state.
    """
    KINDS.require(context, ProcessVerb.CHANGE_KIND, municipality(context))
    phase = queries.phase(context, phase_id)
    context.lock(phase.kind)  # one at a time: the last of its part of the way stays
    context.lock(phase)
    there = [one for one in queries.phases(context, phase.kind_id) if one.state is phase.state]
    if len(there) == 1 or queries.is_used(context, phase):
        raise Refusal(Reason.IN_USE)
    kind = phase.kind
    context.session.delete(phase)
    return deed.enter(context, ProcessVerb.CHANGE_KIND, kind)


def _taking(opens: Collection[Opens]) -> dict[str, bool]:
    return {f"takes_{one.value}": one in opens for one in Opens}


MAY_OPEN = {
    ProcessState.PREPARING: frozenset[Opens](),
    ProcessState.RUNNING: frozenset(Opens),
    ProcessState.HANDED_OVER: frozenset({Opens.COMMENTS}),
    ProcessState.CLOSED: frozenset[Opens](),
}
"""What a phase of each state may open: nothing is said to be open that the rooms' workflows refuse all the same."""


def _must_fit(phase: Phase, others: Collection[Phase]) -> None:
    """Raise Refusal(TAKEN), OUT_OF_ORDER or NOT_FITTING where a phase does not fit its state and the others."""
    if not phase.opens <= MAY_OPEN[phase.state]:
        raise Refusal(Reason.NOT_FITTING)
    if any(one.name.casefold() == phase.name.casefold() for one in others):
        raise Refusal(Reason.TAKEN)
    states = list(ProcessState)
    at = states.index(phase.state)
    for one in others:
        other = states.index(one.state)
        if (other > at and one.number <= phase.number) or (other < at and one.number >= phase.number):
            raise Refusal(Reason.OUT_OF_ORDER)


def appoint(
    context: Context,
    process_id: int,
    *,
    category: SeatCategory,
    name: str,
    on: date,
    affiliation: str = "",
    way: Way = Way.APPOINTED,
    item_number: int | None = None,
    override_reason: str = "",
    is_invented: bool = False,
) -> Appointment:
    """Appoint a member to the category's next seat.

    Refusal(NO_MANDATE) before the kommissorium is approved and Refusal(SEATS_TAKEN) beyond the seats, unless an
    override is given with its reason; Refusal(NOT_HELD_YET) for a day to come. Source: S 17(4) committees get their
    mandate from the council first.
    """
    process = deed.begin(context, PROCESS, ProcessVerb.APPOINT, queries.process(context, process_id))
    must_have_been(context, on)
    quota = next((q for q in queries.quotas(context, process_id) if q.category is category), None)
    if quota is None:
        raise Refusal(Reason.NOT_FOUND)
    taken = {a.seat for a in quota.appointments if a.ended_on is None or a.ended_on > on}
    seat = next(number for number in range(1, len(taken) + 2) if number not in taken)
    approved_on = process.mandate.approved_on
    is_early = process.kind.has_mandate and (approved_on is None or on < approved_on)
    if is_early and not override_reason:
        raise Refusal(Reason.NO_MANDATE)
    if seat > quota.seats and not override_reason:
        raise Refusal(Reason.SEATS_TAKEN)
    appointment = Appointment(
        quota=quota,
        seat=seat,
        name=name,
        affiliation=affiliation,
        way=way,
        appointed_on=on,
        item_number=item_number,
        override_reason=override_reason or None,
        is_invented=is_invented,
    )
    context.session.add(appointment)
    _posted(context, deed.enter(context, ProcessVerb.APPOINT, process))
    return appointment


def add_facilitator(context: Context, process_id: int, person_id: int) -> Process:
    """Make a person facilitator of the process; one who is already breaks a unique key."""
    process = deed.begin(context, PROCESS, ProcessVerb.ADD_FACILITATOR, queries.process(context, process_id))
    held = assign_in(context, person_id, Role.FACILITATOR, Place(Scope.PROCESS, process.id, process.title))
    deed.enter(context, ProcessVerb.ADD_FACILITATOR, held)
    return process


def tie_task(
    context: Context, process_id: int, number: int, *, things: Collection[Ref], offered: Collection[Ref]
) -> Task:
    """Say which of the things that were offered work on a task or answer it; what was not offered stays as it is.

    Groups work on it, sections and meetings answer it. Its caller has looked up that they belong to the process.
    """
    process = deed.begin(context, PROCESS, ProcessVerb.TIE_TASK, queries.process(context, process_id))
    task = queries.task(context, process, number)
    there = {one.ref: one for one in queries.ties(context, process_id) if one.task_id == task.id}
    for ref, tie in there.items():
        if ref in offered and ref not in things:
            context.session.delete(tie)
    fresh = [one for one in dict.fromkeys(things) if one not in there]
    context.session.add_all(TaskTie(task_id=task.id, kind=one.kind, thing_id=one.id) for one in fresh)
    return deed.enter(context, ProcessVerb.TIE_TASK, task)


def answer_task(context: Context, process_id: int, number: int, *, answer: str, seen: str | None = None) -> Task:
    """Say how a task of the mandate was met; Refusal(WRITTEN_MEANWHILE) where other words were said of it meanwhile."""
    process = deed.do(context, PROCESS, ProcessVerb.ANSWER_TASK, queries.process(context, process_id))
    task = queries.task(context, process, number)
    check(seen, task.answer)
    task.answer = answer
    return task


def add_audience(context: Context, process_id: int, *, name: str) -> Audience:
    """Enter somebody that a process wants to reach; the same twice breaks a unique key."""
    process = deed.begin(context, PROCESS, ProcessVerb.ADD_AUDIENCE, queries.process(context, process_id))
    return deed.enter(context, ProcessVerb.ADD_AUDIENCE, Audience(process_id=process.id, name=name))


def reach_audience(context: Context, audience_id: int, *, how: str) -> Audience:
    """Say how somebody was reached; Refusal(NOT_NOW) where that is said: it is corrected then."""
    found = queries.audience(context, audience_id)
    deed.begin(context, PROCESS, ProcessVerb.REACH_AUDIENCE, queries.process(context, found.process_id))
    context.lock(found)
    if found.reached:
        raise Refusal(Reason.NOT_NOW)
    found.reached = how
    return deed.enter(context, ProcessVerb.REACH_AUDIENCE, found)


def take_out_audience(context: Context, audience_id: int, *, reason: str) -> Process:
    """Take out somebody a process wants to reach, who was entered by mistake; that they were stays to be seen."""
    found = queries.audience(context, audience_id)
    process = deed.do(context, PROCESS, ProcessVerb.TAKE_OUT_AUDIENCE, queries.process(context, found.process_id))
    stood = {"name": found.name, "reached": found.reached}
    is_public = process.state is not ProcessState.PREPARING
    kept = {name: value for name, value in stood.items() if value} if is_public else {}
    correction.take_out(context, _spot(process, "audience", found), kept, reason=reason)
    context.session.delete(context.lock(found))
    return process


def add_milestone(
    context: Context,
    process_id: int,
    *,
    heading: str,
    text: str,
    on: date,
    precision: Precision,
    until: date | None = None,
    is_example: bool = False,
) -> Milestone:
    """Enter something that happened on the way: a visit, a talk; raises as `must_have_been` and `must_be_in_order`."""
    must_have_been(context, on, until)
    must_be_in_order(on, until)
    process = deed.begin(context, PROCESS, ProcessVerb.ADD_MILESTONE, queries.process(context, process_id))
    milestone = Milestone(
        process_id=process.id,
        happened_on=on,
        precision=precision,
        until_on=until,
        heading=heading,
        text=text,
        is_example=is_example,
    )
    return deed.enter(context, ProcessVerb.ADD_MILESTONE, milestone)


def hand_over(context: Context, process_id: int, *, on: date, next_step: str) -> Process:
    """Hand the committee's work over to the political bodies; a handover is not a decision.

    Refusal(NOT_HELD_YET) for a day to come.
    """
    must_have_been(context, on)
    process = _step(context, context.lock(queries.process(context, process_id)), ProcessVerb.HAND_OVER)
    process.handed_over_on = on
    process.next_step = next_step
    following.tell(context, Step.HANDED_OVER, Ref(Kind.PROCESS, process.id), process.title)
    return _posted(context, process)


def close(context: Context, process_id: int) -> Process:
    """Close a process that has been handed over; everything in it stays readable."""
    process = context.lock(queries.process(context, process_id))
    return _posted(context, _step(context, process, ProcessVerb.CLOSE))


def take_back(context: Context, process_id: int, *, reason: str) -> Process:
    """Take back a handover, or an end, that was entered by mistake; that it was, and why, stays to be seen.

    Whoever calls has asked whether a body has decided of what was handed over.
    """
    process = context.lock(queries.process(context, process_id))
    PROCESS.require(context, ProcessVerb.TAKE_BACK, process)
    before: dict[str, object] = {"status": process.state}
    if process.state is ProcessState.HANDED_OVER:
        before |= {"handed_over_on": process.handed_over_on, "next_step": process.next_step}
        process.handed_over_on, process.next_step = None, ""
    correction.keep(context, _spot(process, "process", process), before, reason=reason)
    _step(context, process, ProcessVerb.TAKE_BACK, is_back=True)
    return _posted(context, process)


def correct_handover(
    context: Context, process_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Process:
    """Correct the day of the handover; Refusal(NOT_HELD_YET) for one to come, Refusal(NOT_NOW) where there was none."""
    must_have_been(context, values.get("handed_over_on"))
    process = _to_correct(context, process_id)
    if not process.is_over:
        raise Refusal(Reason.NOT_NOW)
    _correct(context, process, "process", process, values, reason, seen)
    return _posted(context, process)


def correct_approval(
    context: Context, process_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Mandate:
    """Correct when the council approved the kommissorium, and under which item.

    Refusal(NOT_HELD_YET) for a day to come, Refusal(NO_MANDATE) for one after somebody was appointed without exception.
    """
    process = _to_correct(context, process_id)
    on = values.get("approved_on")
    must_have_been(context, on)
    if process.mandate.approved_on is None:
        raise Refusal(Reason.NOT_NOW)
    sat = [one for quota in queries.quotas(context, process_id) for one in quota.appointments]
    if isinstance(on, date) and any(one.appointed_on < on and not one.override_reason for one in sat):
        raise Refusal(Reason.NO_MANDATE)
    _correct(context, process, "mandate", process.mandate, values, reason, seen)
    return process.mandate


def correct_seats(
    context: Context, quota_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> SeatQuota:
    """Correct how many seats of a kind the kommissorium has; Refusal(SEATS_TAKEN) for fewer than sit there by it."""
    quota = queries.quota(context, quota_id)
    process = _to_correct(context, quota.process_id)
    own = next(one for one in queries.quotas(context, quota.process_id) if one.id == quota_id)
    sitting = [one for one in own.appointments if one.ended_on is None and not one.override_reason]
    seats = values.get("seats")
    if isinstance(seats, int) and seats < len(sitting):
        raise Refusal(Reason.SEATS_TAKEN)
    _correct(context, process, "seats", own, values, reason, seen)
    return own


def correct(
    context: Context, process_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Process:
    """Correct what is said of a process: its titles, question, period, contact, next step, when it shows proposals.

    Raises as `kernel.correction.correct` does, as all that correct; nobody has read a process that is being prepared.
    """
    process = _to_correct(context, process_id)
    _correct(context, process, "process", process, values, reason, seen)
    return _posted(context, process)


def set_support(
    context: Context, process_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Process:
    """Say how much support of a proposal leads to what, within how many days, and who sees to it; as `correct`.

    What has been reached already stays as it was said then. For `proposals.actions.set_support`, which looks at once at
    what the new number leads to.
    """
    process = deed.begin(context, PROCESS, ProcessVerb.SET_SUPPORT, queries.process(context, process_id))
    days = process.support_days
    _correct(context, process, "process", process, values, reason, seen)
    if process.support_days != days:
        process.support_since = context.now
    return process


def ask_for_copy(context: Context, process_id: int) -> Process:
    """Ask the worker for the process as a site that needs no server, as everybody may read it; made anew each time."""
    process = deed.do(context, PROCESS, ProcessVerb.ASK_FOR_COPY, queries.process(context, process_id))
    renditions.ask(context, Ref(Kind.PROCESS, process.id), What.COPY, Format.ZIP)
    return process


def correct_mandate(
    context: Context, process_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Mandate:
    """Correct the kommissorium's background."""
    process = _to_correct(context, process_id)
    _correct(context, process, "mandate", process.mandate, values, reason, seen)
    _posted(context, process)
    return process.mandate


def correct_task(
    context: Context, task_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Task:
    """Correct a task of the kommissorium: its heading, its text, and how it was met."""
    task = queries.task_by_id(context, task_id)
    process = _to_correct(context, task.process_id)
    _correct(context, process, "task", task, values, reason, seen)
    _posted(context, process)
    return task


def correct_milestone(
    context: Context, milestone_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Milestone:
    """Correct something that happened on the way; raises as `must_have_been` and `must_be_in_order` do."""
    milestone = queries.milestone(context, milestone_id)
    begun, until = values.get("happened_on"), values.get("until_on")
    must_have_been(context, begun, until)
    must_be_in_order(begun, until)
    _correct(context, _to_correct(context, milestone.process_id), "milestone", milestone, values, reason, seen)
    return milestone


def correct_audience(
    context: Context, audience_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Audience:
    """Correct whom a process wants to reach, and how they were; raises as `kernel.correction.correct` does."""
    found = queries.audience(context, audience_id)
    _correct(context, _to_correct(context, found.process_id), "audience", found, values, reason, seen)
    return found


def correct_appointment(
    context: Context, appointment_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Appointment:
    """Correct who sits, or sat, on a seat, since when and until when; one that ended by mistake goes on.

    Refusal(NOT_HELD_YET) for a day to come, Refusal(ENDS_FIRST) for an end before the beginning, Refusal(NO_MANDATE)
    for a day before the kommissorium was approved where no exception was made, Refusal(SEATS_TAKEN) for a seat beyond
    the number without one, Refusal(SEAT_OF_ANOTHER) where somebody
    else sat on the seat on one of the days.
    """
    appointment = queries.appointment(context, appointment_id)
    process = _to_correct(context, appointment.quota.process_id)
    began, ended = values.get("appointed_on", appointment.appointed_on), values.get("ended_on", appointment.ended_on)
    must_have_been(context, began, ended)
    must_be_in_order(began, ended)
    approved_on = process.mandate.approved_on
    is_excepted = bool(values.get("override_reason", appointment.override_reason))
    if isinstance(began, date) and approved_on is not None and began < approved_on and not is_excepted:
        raise Refusal(Reason.NO_MANDATE)
    if appointment.seat > appointment.quota.seats and not is_excepted:
        raise Refusal(Reason.SEATS_TAKEN)
    others = [one for one in queries.on_seat(context, appointment) if one.id != appointment.id]
    if any(_overlap(began, ended, one) for one in others):
        raise Refusal(Reason.SEAT_OF_ANOTHER)
    _correct(context, process, "appointment", appointment, values, reason, seen)
    _posted(context, process)
    return appointment


def _overlap(began: object, ended: object, other: Appointment) -> bool:
    """Return whether a time on a seat and another's have more than the day of the change in common."""
    is_after = isinstance(began, date) and other.ended_on is not None and began >= other.ended_on
    is_before = isinstance(ended, date) and ended <= other.appointed_on
    return not is_after and not is_before


def end_seat(
    context: Context, appointment_id: int, *, on: date, reason: str, substitute: str = "", affiliation: str = ""
) -> Appointment:
    """Let a member leave the seat on a day, for a reason that stands there; a substitute takes it, or it is vacant.

    Refusal(NOT_HELD_YET) for a day to come, Refusal(ENDS_FIRST) for one before the appointment, Refusal(NOT_NOW) for a
    seat that has been left, Refusal(NO_MANDATE) for a substitute before the kommissorium is approved.
    """
    appointment = queries.appointment(context, appointment_id)
    process = deed.begin(context, PROCESS, ProcessVerb.END_SEAT, queries.process(context, appointment.quota.process_id))
    appointment = context.lock(appointment)
    must_have_been(context, on)
    if appointment.ended_on is not None:
        raise Refusal(Reason.NOT_NOW)
    must_be_in_order(appointment.appointed_on, on)
    approved_on = process.mandate.approved_on
    if substitute and process.kind.has_mandate and (approved_on is None or on < approved_on):
        raise Refusal(Reason.NO_MANDATE)
    appointment.ended_on, appointment.ended_because = on, reason
    context.session.flush()  # the seat is free before somebody else takes it
    if substitute:
        context.session.add(
            Appointment(
                quota=appointment.quota,
                seat=appointment.seat,
                name=substitute,
                affiliation=affiliation,
                appointed_on=on,
                is_invented=appointment.is_invented,
            )
        )
    deed.enter(context, ProcessVerb.END_SEAT, appointment)
    _posted(context, process)
    return appointment


def _to_correct(context: Context, process_id: int) -> Process:
    return deed.begin(context, PROCESS, ProcessVerb.CORRECT, queries.process(context, process_id))


def _correct(
    context: Context,
    process: Process,
    part: str,
    row: Process | Mandate | Task | Audience | Milestone | Appointment | SeatQuota | Participation,
    values: Mapping[str, object],
    reason: str,
    seen: str | None,
) -> None:
    spot = _spot(process, part, row)
    is_public = process.state is not ProcessState.PREPARING
    correction.correct(context, ProcessVerb.CORRECT, spot, row, values, reason=reason, seen=seen, is_public=is_public)


def _spot(
    process: Process,
    part: str,
    row: Process | Mandate | Task | Audience | Milestone | Appointment | SeatQuota | Participation,
) -> Spot:
    return Spot(Ref(Kind.PROCESS, process.id), part, row.id, _called(row))


def _called(row: Process | Mandate | Task | Audience | Milestone | Appointment | SeatQuota | Participation) -> str:
    """Return what a part of a process is called."""
    if isinstance(row, Task):
        return f"{row.number}. {row.heading}"
    if isinstance(row, Participation):
        return row.organisation.name
    return row.heading if isinstance(row, Milestone) else row.name if isinstance(row, Appointment | Audience) else ""


def blot_correction(context: Context, process_id: int, line_id: int, *, reason: str) -> Correction:
    """Take out of a correction what stood somewhere in a process before: a name that is to be protected, say.

    Its caller has looked up which process the line's page belongs to.
    """
    _to_correct(context, process_id)
    found = correction.blot(context, context.lock(correction.line(context, line_id)), reason=reason)
    return deed.enter(context, ProcessVerb.CORRECT, found)


def _posted(context: Context, process: Process) -> Process:
    board.put(context, notice(process, queries.seated(context, process.id)))
    return process


def add_participant(
    context: Context, process_id: int, *, organisation_id: int, capacity: Capacity, about: str = ""
) -> Participation:
    """Say that an organisation takes part in a process, and as what; twice as the same breaks a unique key."""
    process = deed.begin(context, PROCESS, ProcessVerb.ADD_PARTICIPANT, queries.process(context, process_id))
    made = Participation(
        process_id=process.id,
        organisation=organisation(context, organisation_id),
        capacity=capacity,
        about=about,
    )
    return deed.enter(context, ProcessVerb.ADD_PARTICIPANT, made)


def correct_participant(
    context: Context, participation_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Participation:
    """Correct as what an organisation takes part, and what it does. Raises as `kernel.correction.correct` does."""
    found = queries.participation(context, participation_id)
    _correct(context, _to_correct(context, found.process_id), "participant", found, values, reason, seen)
    return found


def take_out_participant(context: Context, participation_id: int, *, reason: str) -> Process:
    """Take out that an organisation takes part, which was said by mistake; that it stood there stays to be seen."""
    found = queries.participation(context, participation_id)
    process = deed.do(context, PROCESS, ProcessVerb.TAKE_OUT_PARTICIPANT, queries.process(context, found.process_id))
    stood = {"capacity": found.capacity, "about": found.about}
    is_public = process.state is not ProcessState.PREPARING
    correction.take_out(
        context,
        _spot(process, "participant", found),
        {k: v for k, v in stood.items() if v} if is_public else {},
        reason=reason,
    )
    context.session.delete(context.lock(found))
    return process


def put_about(context: Context, process_id: int, *, topic_ids: Collection[int], area_ids: Collection[int]) -> Process:
    """Say which topics and areas a process is about, and with it all that belongs to it."""
    process = deed.do(context, PROCESS, ProcessVerb.PUT_ABOUT, queries.process(context, process_id))
    areas.put_about(context, Ref(Kind.PROCESS, process.id), topic_ids=topic_ids, area_ids=area_ids)
    return process


def share(context: Context, process_id: int, *, unit_id: int) -> Share:
    """Let the coordinators of a unit look into a process, from its preparation on; they may change nothing.

    Refusal(NOT_FOUND) for a unit that has been closed; shared twice it breaks a unique key.
    """
    process = deed.begin(context, PROCESS, ProcessVerb.SHARE, queries.process(context, process_id))
    unit = unit_by_id(context, unit_id)
    if unit.closed_on is not None:
        raise Refusal(Reason.NOT_FOUND)
    made = Share(unit=unit, scope=Scope.PROCESS, scope_id=process.id, began_at=context.now)
    deed.enter(context, ProcessVerb.SHARE, made)
    for one in holders(context, Scope.UNIT, unit.id, Role.COORDINATOR):
        if not context.actor.is_person(one.person_id):
            about = {"title": process.full_title, "unit": unit.name, "process_id": process.id}
            outbox.mail(context, "process_shared", to=one.person_id, data=about)
    return made


def end_share(context: Context, process_id: int, share_id: int) -> Share:
    """Let a unit's coordinators look into a process no longer."""
    process = deed.begin(context, PROCESS, ProcessVerb.END_SHARE, queries.process(context, process_id))
    held = context.lock(queries.share(context, process.id, share_id))
    held.ended_at = context.now
    return deed.enter(context, ProcessVerb.END_SHARE, held)


def follow(context: Context, process_id: int, *, is_on: bool = True) -> Process:
    """Hear by mail of each step that is taken in a process, or stop hearing of it."""
    verb = ProcessVerb.FOLLOW if is_on else ProcessVerb.UNFOLLOW
    found = queries.process(context, process_id)
    PROCESS.require(context, verb, found)
    (following.follow if is_on else following.unfollow)(context, Ref(Kind.PROCESS, found.id))
    return deed.enter(context, verb, found)


def put_picture(
    context: Context, process_id: int, folder: Path, *, content: bytes, alt: str, seen: str | None = None
) -> Process:
    """Show a process in a picture, or in another one; raises as `pictures.put` does."""
    found = deed.do(context, PROCESS, ProcessVerb.PUT_PICTURE, queries.process(context, process_id))
    pictures.put(context, Ref(Kind.PROCESS, found.id), folder, about=found.title, content=content, alt=alt, seen=seen)
    return found


def take_out_picture(context: Context, process_id: int) -> Process:
    """Take a picture away for good; Refusal(NOT_FOUND) where there is none."""
    found = deed.do(context, PROCESS, ProcessVerb.TAKE_OUT_PICTURE, queries.process(context, process_id))
    pictures.take_out(context, Ref(Kind.PROCESS, found.id))
    return found
