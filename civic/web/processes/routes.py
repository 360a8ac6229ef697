"""Addresses about processes."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.areas.queries import about as asked_about
from civic.bodies.models import BodyKind
from civic.bodies.queries import bodies, body
from civic.db.base import Precision
from civic.db.finding import spot
from civic.http.about import AboutForm, about_form
from civic.http.forms import ButtonForm, Form
from civic.http.identity import must_be_fresh
from civic.http.request import after, asked_for, show, submitted, words
from civic.http.task import TaskPage
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.organisations.queries import officered_organisations, organisations
from civic.people.queries import municipality, named
from civic.processes import actions, queries
from civic.processes.models import Capacity, Process, ProcessState, SeatCategory, Way
from civic.processes.workflow import ORGANISATION_PROCESSES, PROCESS, ProcessVerb
from civic.proposals import actions as proposals
from civic.said.choices import persons, unit_choices
from civic.said.thread import Link
from civic.said.wording import body_name, opened
from civic.web.processes.forms import (
    AppointForm,
    AudienceForm,
    EndSeatForm,
    FacilitatorForm,
    HandOverForm,
    MandateForm,
    MilestoneForm,
    MoveOnForm,
    ParticipantForm,
    ProcessForm,
    ReachForm,
    ShareForm,
    SupportForm,
    TaskForm,
    TiesForm,
    like,
    ref_of,
)
from civic.web.processes.pages import index_page, process_page, tasks_page, tie_choices

bp = Blueprint("processes", __name__, url_prefix="/processes")


@bp.get("")
def index() -> ResponseReturnValue:
    """All processes; `state` and `words` narrow the list down."""
    may_start = bool(_owners())
    narrowed = asked_about(g.context, topic_id=after("topic"), area_id=after("area"))
    sought = queries.Sought(asked_for(ProcessState, "state"), words(), narrowed)
    return show(index_page(g.context, sought, spot(request.args.get("at", ""), 3), may_start=may_start))


@bp.get("/<int:process_id>")
def process(process_id: int) -> ResponseReturnValue:
    """One process."""
    return show(process_page(g.context, process_id))


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new process, or with `like` for one as another was."""
    number = after("like")
    if number is None:
        return _new_page(ProcessForm())
    return _new_page(like(queries.process(g.context, number), queries.quotas(g.context, number)))


@bp.post("/new")
def start() -> ResponseReturnValue:
    """Start preparing a process."""
    form = ProcessForm()
    form.owner_id.choices, form.kind_id.choices = _owners(), _kinds()

    def do() -> str:
        made = actions.start_process(
            g.context,
            title=form.title.data,
            full_title=form.full_title.data,
            question=form.question.data,
            background=form.background.data,
            tasks=[(h.strip(), t.strip()) for h, _colon, t in (one.partition(":") for one in form.task_lines())],
            seats={
                SeatCategory.COUNCIL_MEMBER: form.council_seats.data,
                SeatCategory.OTHER_MEMBER: form.other_seats.data,
            },
            period=form.period(),
            contact_unit=form.contact_unit.data,
            kind_id=form.kind_id.data,
            owner_id=form.owner_id.data,
            shows_at_once=form.shows_at_once.data,
        )
        return url_for("processes.process", process_id=made.id)

    return submitted(form, do, again=lambda: _new_page(form))


@bp.get("/<int:process_id>/mandate")
def mandate(process_id: int) -> ResponseReturnValue:
    """The form for an approved kommissorium."""
    return _mandate_page(process_id, MandateForm())


@bp.post("/<int:process_id>/mandate")
def approve_mandate(process_id: int) -> ResponseReturnValue:
    """Enter that the kommissorium is approved."""
    form = MandateForm()
    form.body_id.choices = _body_choices()

    def do() -> str:
        council = body(g.context, form.body_id.data)
        number = form.item_number.data
        actions.approve_mandate(g.context, process_id, body=council, on=form.on.data, item_number=number)
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _mandate_page(process_id, form))


@bp.post("/<int:process_id>/begin")
def begin(process_id: int) -> ResponseReturnValue:
    """Let a process without a kommissorium begin."""

    def do() -> str:
        must_be_fresh()
        actions.begin(g.context, process_id)
        return url_for("processes.process", process_id=process_id)

    return submitted(ButtonForm(), do, again=lambda: process(process_id))


@bp.get("/<int:process_id>/phase")
def moving_on(process_id: int) -> ResponseReturnValue:
    """The form that lets a process enter another phase."""
    return _move_on_page(process_id)


@bp.post("/<int:process_id>/phase")
def move_on(process_id: int) -> ResponseReturnValue:
    """Let a process enter another phase."""
    form = MoveOnForm()
    form.phase_id.choices = _phase_choices(queries.process(g.context, process_id))

    def do() -> str:
        actions.move_on(g.context, process_id, phase_id=form.phase_id.data, seen=form.saw)
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _move_on_page(process_id, form))


@bp.get("/<int:process_id>/members/new")
def member(process_id: int) -> ResponseReturnValue:
    """The form for an appointment."""
    return _form_page(process_id, ProcessVerb.APPOINT, AppointForm(), _("Appoint a member"), _("Appoint"))


@bp.post("/<int:process_id>/members/new")
def appoint(process_id: int) -> ResponseReturnValue:
    """Appoint a member."""
    form = AppointForm()

    def do() -> str:
        values = form.values() | {"category": SeatCategory(form.category.data), "way": Way(form.way.data)}
        actions.appoint(g.context, process_id, **values)
        return url_for("processes.process", process_id=process_id)

    again = _form_page
    return submitted(
        form, do, again=lambda: again(process_id, ProcessVerb.APPOINT, form, _("Appoint a member"), _("Appoint"))
    )


@bp.get("/seats/<int:appointment_id>/end")
def ending_seat(appointment_id: int) -> ResponseReturnValue:
    """The form for a member who leaves."""
    return _end_seat_page(appointment_id, EndSeatForm())


@bp.post("/seats/<int:appointment_id>/end")
def end_seat(appointment_id: int) -> ResponseReturnValue:
    """Let a member leave the seat; a substitute takes it over, or it is vacant."""
    form = EndSeatForm()

    def do() -> str:
        left = actions.end_seat(g.context, appointment_id, **form.values())
        return url_for("processes.process", process_id=left.quota.process_id)

    return submitted(form, do, again=lambda: _end_seat_page(appointment_id, form))


@bp.get("/<int:process_id>/facilitators/new")
def facilitator(process_id: int) -> ResponseReturnValue:
    """The form for a facilitator."""
    return _facilitator_page(process_id, FacilitatorForm())


@bp.post("/<int:process_id>/facilitators/new")
def add_facilitator(process_id: int) -> ResponseReturnValue:
    """Make a person facilitator of the process."""
    form = FacilitatorForm()
    PROCESS.require(g.context, ProcessVerb.ADD_FACILITATOR, queries.process(g.context, process_id))

    def do() -> str:
        must_be_fresh()
        (person,) = named(g.context, form.person.data)
        actions.add_facilitator(g.context, process_id, person.id)
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _facilitator_page(process_id, form))


@bp.get("/<int:process_id>/tasks/<int:number>")
def task(process_id: int, number: int) -> ResponseReturnValue:
    """The form for how a task was met."""
    return _task_page(process_id, number)


@bp.post("/<int:process_id>/tasks/<int:number>")
def answer_task(process_id: int, number: int) -> ResponseReturnValue:
    """Say how a task was met."""
    form = TaskForm()

    def do() -> str:
        actions.answer_task(g.context, process_id, number, **form.values())
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _task_page(process_id, number, form))


@bp.get("/<int:process_id>/audiences/new")
def audience(process_id: int) -> ResponseReturnValue:
    """The form for somebody a process wants to reach."""
    return _audience_page(process_id, AudienceForm())


@bp.post("/<int:process_id>/audiences/new")
def add_audience(process_id: int) -> ResponseReturnValue:
    """Enter somebody a process wants to reach."""
    form = AudienceForm()

    def do() -> str:
        actions.add_audience(g.context, process_id, name=form.name.data)
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _audience_page(process_id, form))


@bp.get("/audiences/<int:audience_id>/reached")
def reaching(audience_id: int) -> ResponseReturnValue:
    """The form for how somebody was reached."""
    return _reach_page(audience_id, ReachForm())


@bp.post("/audiences/<int:audience_id>/reached")
def reach(audience_id: int) -> ResponseReturnValue:
    """Say how somebody was reached."""
    form = ReachForm()

    def do() -> str:
        found = actions.reach_audience(g.context, audience_id, how=form.how.data)
        return url_for("processes.process", process_id=found.process_id)

    return submitted(form, do, again=lambda: _reach_page(audience_id, form))


@bp.get("/<int:process_id>/milestones/new")
def milestone(process_id: int) -> ResponseReturnValue:
    """The form for something that happened on the way."""
    return _form_page(process_id, ProcessVerb.ADD_MILESTONE, MilestoneForm(), _("Something that happened"), _("Add"))


@bp.post("/<int:process_id>/milestones/new")
def add_milestone(process_id: int) -> ResponseReturnValue:
    """Enter something that happened on the way."""
    form = MilestoneForm()

    def do() -> str:
        actions.add_milestone(g.context, process_id, precision=Precision.DAY, **form.values())
        return url_for("processes.process", process_id=process_id)

    said = (_("Something that happened"), _("Add"))
    return submitted(form, do, again=lambda: _form_page(process_id, ProcessVerb.ADD_MILESTONE, form, *said))


@bp.get("/<int:process_id>/participants/new")
def participant(process_id: int) -> ResponseReturnValue:
    """The form for an organisation that takes part."""
    return _participant_page(process_id, ParticipantForm())


@bp.post("/<int:process_id>/participants/new")
def add_participant(process_id: int) -> ResponseReturnValue:
    """Say that an organisation takes part, and as what."""
    form = ParticipantForm()
    form.organisation_id.choices = _organisation_choices()

    def do() -> str:
        values = form.values() | {"capacity": Capacity(form.capacity.data)}
        actions.add_participant(g.context, process_id, **values)
        return url_for("processes.process", process_id=process_id, _anchor="participants")

    return submitted(form, do, again=lambda: _participant_page(process_id, form))


@bp.get("/<int:process_id>/tasks")
def tasks(process_id: int) -> ResponseReturnValue:
    """The tasks of a process: how far each is, who works on it, and what answers it."""
    return show(tasks_page(g.context, process_id))


@bp.get("/<int:process_id>/tasks/<int:number>/ties")
def ties(process_id: int, number: int) -> ResponseReturnValue:
    """The form for who works on a task, and what answers it."""
    return _ties_page(process_id, number)


@bp.post("/<int:process_id>/tasks/<int:number>/ties")
def tie_task(process_id: int, number: int) -> ResponseReturnValue:
    """Say who works on a task, and what answers it."""
    form = TiesForm()
    form.things.choices = tie_choices(g.context, queries.process(g.context, process_id).id)
    offered = [ref_of(one) for one, _said in form.things.choices]

    def do() -> str:
        made = actions.tie_task(g.context, process_id, number, things=form.refs(), offered=offered)
        return url_for("processes.tasks", process_id=process_id, _anchor=f"task-{made.id}")

    return submitted(form, do, again=lambda: _ties_page(process_id, number, form))


@bp.get("/<int:process_id>/about")
def about(process_id: int) -> ResponseReturnValue:
    """The form for which topics and areas a process is about."""
    return _about_page(process_id, about_form(g.context, Ref(Kind.PROCESS, process_id), is_sent=False))


@bp.post("/<int:process_id>/about")
def put_about(process_id: int) -> ResponseReturnValue:
    """Say which topics and areas a process is about."""
    form = about_form(g.context, Ref(Kind.PROCESS, process_id), is_sent=True)

    def do() -> str:
        actions.put_about(g.context, process_id, **form.said())
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _about_page(process_id, form))


@bp.get("/<int:process_id>/support")
def support(process_id: int) -> ResponseReturnValue:
    """The form for how much support of a proposal leads to what."""
    return _support_page(process_id, None)


@bp.post("/<int:process_id>/support")
def set_support(process_id: int) -> ResponseReturnValue:
    """Say how much support of a proposal leads to what."""
    form = SupportForm()
    saw = form.saw  # the page shows what stands now

    def do() -> str:
        proposals.set_support(g.context, process_id, form.said(), reason=form.reason.data or "", seen=saw)
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _support_page(process_id, form))


@bp.get("/<int:process_id>/share")
def sharing(process_id: int) -> ResponseReturnValue:
    """The form that lets a unit's coordinators look into a process."""
    return _share_page(process_id, ShareForm())


@bp.post("/<int:process_id>/share")
def share(process_id: int) -> ResponseReturnValue:
    """Let a unit's coordinators look into a process."""
    form = ShareForm()
    form.unit_id.choices = unit_choices(g.context)

    def do() -> str:
        actions.share(g.context, process_id, unit_id=form.unit_id.data)
        return url_for("processes.process", process_id=process_id, _anchor="staff")

    return submitted(form, do, again=lambda: _share_page(process_id, form))


@bp.post("/<int:process_id>/shares/<int:share_id>/end")
def end_share(process_id: int, share_id: int) -> ResponseReturnValue:
    """Let a unit's coordinators look into a process no longer."""

    def do() -> str:
        actions.end_share(g.context, process_id, share_id)
        return url_for("processes.process", process_id=process_id, _anchor="staff")

    return submitted(ButtonForm(), do, again=lambda: process(process_id))


@bp.get("/<int:process_id>/handover")
def handover(process_id: int) -> ResponseReturnValue:
    """The form for the handover."""
    return _form_page(process_id, ProcessVerb.HAND_OVER, HandOverForm(), _("Hand over the work"), _("Hand over"))


@bp.post("/<int:process_id>/handover")
def hand_over(process_id: int) -> ResponseReturnValue:
    """Hand the work over."""
    form = HandOverForm()

    def do() -> str:
        must_be_fresh()
        actions.hand_over(g.context, process_id, **form.values())
        return url_for("processes.process", process_id=process_id)

    said = (_("Hand over the work"), _("Hand over"))
    return submitted(form, do, again=lambda: _form_page(process_id, ProcessVerb.HAND_OVER, form, *said))


@bp.post("/<int:process_id>/close")
def close(process_id: int) -> ResponseReturnValue:
    """Close a process that has been handed over."""

    def do() -> str:
        must_be_fresh()
        actions.close(g.context, process_id)
        return url_for("processes.process", process_id=process_id)

    return submitted(ButtonForm(), do, again=lambda: process(process_id))


def _owners() -> list[tuple[int, str]]:
    """Return for whom the reader may start a process."""
    return [(one.id, one.name) for one in officered_organisations(g.context)]


def _kinds() -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in queries.kinds(g.context)]


def _new_page(form: ProcessForm) -> ResponseReturnValue:
    owners = _owners()
    if not owners:
        ORGANISATION_PROCESSES.require(g.context, ProcessVerb.START_PROCESS, municipality(g.context))
    form.owner_id.choices, form.kind_id.choices = owners, _kinds()
    trail = ((_("Processes"), url_for("processes.index")),)
    return show(TaskPage(_("New process"), form, _("Start preparing"), trail=trail))


def _form_page(process_id: int, verb: ProcessVerb, form: Form, heading: str, button: str) -> ResponseReturnValue:
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, verb, found)
    return show(TaskPage(heading, form, button, trail=_trail(found)))


def _organisation_choices() -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in organisations(g.context)]


def _participant_page(process_id: int, form: ParticipantForm) -> ResponseReturnValue:
    form.organisation_id.choices = _organisation_choices()
    said = (_("An organisation that takes part"), _("Add"))
    return _form_page(process_id, ProcessVerb.ADD_PARTICIPANT, form, *said)


def _about_page(process_id: int, form: AboutForm) -> ResponseReturnValue:
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, ProcessVerb.PUT_ABOUT, found)
    said = _("All that belongs to the process is found by them too, and whoever follows one of them gets a mail.")
    return show(TaskPage(_("Topics and areas"), form, _("Save"), said, _trail(found)))


def _support_page(process_id: int, form: SupportForm | None) -> ResponseReturnValue:
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, ProcessVerb.SET_SUPPORT, found)
    stands = [getattr(found, name) for name in SupportForm.NAMES]
    form = form or SupportForm(formdata=None, **dict(zip(SupportForm.NAMES, stands, strict=True)))
    form.shows(*stands)
    said = _(
        "It holds for every proposal that is open. Each page says how far it is, and that nothing is adopted by it."
    )
    return show(TaskPage(_("What much support leads to"), form, _("Save"), said, _trail(found)))


def _share_page(process_id: int, form: ShareForm) -> ResponseReturnValue:
    form.unit_id.choices = unit_choices(g.context)
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, ProcessVerb.SHARE, found)
    said = _("Its coordinators can read the process from its preparation on, and change nothing in it.")
    return show(TaskPage(_("Share it with a secretariat"), form, _("Share it"), said, _trail(found)))


def _phase_choices(found: Process) -> list[tuple[int, str]]:
    phases = [one for one in queries.phases(g.context, found.kind_id) if one.state is found.state]
    return [(one.id, f"{one.name} ({opened(one) or _('nothing is open')})") for one in phases]


def _move_on_page(process_id: int, form: MoveOnForm | None = None) -> ResponseReturnValue:
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, ProcessVerb.MOVE_ON, found)
    choices = _phase_choices(found)
    if len(choices) < 2:
        raise Refusal(Reason.NOT_NOW)
    if form is None:
        ids = [one for one, _said in choices]
        following = ids.index(found.phase_id) + 1
        form = MoveOnForm(formdata=None, phase_id=ids[min(following, len(ids) - 1)])
    form.phase_id.choices = choices
    form.shows(found.phase_id, now=found.phase.name)
    said = _("It is in the phase %(phase)s. Whoever follows it gets a mail.", phase=found.phase.name)
    return show(TaskPage(_("Go on to another phase"), form, _("Go on"), said, _trail(found)))


def _mandate_page(process_id: int, form: MandateForm) -> ResponseReturnValue:
    form.body_id.choices = _body_choices()
    said = (_("The mandate was approved"), _("Enter the approval"))
    return _form_page(process_id, ProcessVerb.APPROVE_MANDATE, form, *said)


def _end_seat_page(appointment_id: int, form: EndSeatForm) -> ResponseReturnValue:
    seat = queries.appointment(g.context, appointment_id)
    heading = _("%(name)s leaves the seat", name=seat.name) if seat.name else _("A member leaves the seat")
    return _form_page(seat.quota.process_id, ProcessVerb.END_SEAT, form, heading, _("End it"))


def _facilitator_page(process_id: int, form: FacilitatorForm) -> ResponseReturnValue:
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, ProcessVerb.ADD_FACILITATOR, found)
    if form.person.errors:
        form.person.found = persons(g.context, form.person.data or "")
    said = _("A facilitator publishes proposals, moderates comments and calls meetings.")
    return show(TaskPage(_("Name a facilitator"), form, _("Name the facilitator"), said, _trail(found)))


def _task_page(process_id: int, number: int, form: TaskForm | None = None) -> ResponseReturnValue:
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, ProcessVerb.ANSWER_TASK, found)
    asked = queries.task(g.context, found, number)
    form = form or TaskForm(formdata=None, answer=asked.answer)
    form.shows(asked.answer, now=asked.answer or "")
    return show(TaskPage(asked.heading, form, _("Save"), asked.text, _trail(found)))


def _ties_page(process_id: int, number: int, form: TiesForm | None = None) -> ResponseReturnValue:
    found = queries.process(g.context, process_id)
    PROCESS.require(g.context, ProcessVerb.TIE_TASK, found)
    asked = queries.task(g.context, found, number)
    if form is None:
        now = [one for one in queries.ties(g.context, process_id) if one.task_id == asked.id]
        form = TiesForm(formdata=None, things=[f"{one.kind.value}:{one.thing_id}" for one in now])
    form.things.choices = tie_choices(g.context, process_id)
    trail = (*_trail(found), (_("The tasks"), url_for("processes.tasks", process_id=process_id)))
    said = _("Tick the groups that work on it, and the sections and meetings that answer it.")
    return show(TaskPage(f"{asked.number}. {asked.heading}", form, _("Save"), said, trail))


def _trail(found: Process) -> tuple[Link, ...]:
    return ((found.title, url_for("processes.process", process_id=found.id)),)


def _body_choices() -> list[tuple[int, str]]:
    return [(one.id, body_name(one)) for one in bodies(g.context, BodyKind.COUNCIL)]


def _audience_page(process_id: int, form: AudienceForm) -> ResponseReturnValue:
    said = (_("Whom the process wants to reach"), _("Add"))
    return _form_page(process_id, ProcessVerb.ADD_AUDIENCE, form, *said)


def _reach_page(audience_id: int, form: ReachForm) -> ResponseReturnValue:
    found = queries.audience(g.context, audience_id)
    if found.reached:
        raise Refusal(Reason.NOT_NOW)
    return _form_page(found.process_id, ProcessVerb.REACH_AUDIENCE, form, found.name, _("They have been reached"))
