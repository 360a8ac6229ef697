"""Addresses about the kinds of processes there are, and their phases."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.http.forms import ButtonForm
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.people.queries import municipality
from civic.processes import actions, queries
from civic.processes.models import Opens, Phase, ProcessState
from civic.processes.workflow import KINDS, ProcessVerb
from civic.said.thread import Link
from civic.web.processes.forms import KindForm, NewKindForm, NewPhaseForm, PhaseForm
from civic.web.processes.pages import kinds_page

bp = Blueprint("kinds", __name__, url_prefix="/processes/kinds")


@bp.get("")
def index() -> ResponseReturnValue:
    """The kinds of processes, with their phases and what each opens."""
    return show(kinds_page(g.context))


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a new kind."""
    return _new_page(NewKindForm())


@bp.post("/new")
def add() -> ResponseReturnValue:
    """Enter a kind of process."""
    form = NewKindForm()

    def do() -> str:
        must_be_fresh()
        made = actions.add_kind(g.context, **form.values())
        return url_for("kinds.index", _anchor=f"kind-{made.id}")

    return submitted(form, do, again=lambda: _new_page(form))


@bp.get("/<int:kind_id>")
def changing(kind_id: int) -> ResponseReturnValue:
    """The form for what a kind is called and what it is."""
    return _kind_page(kind_id)


@bp.post("/<int:kind_id>")
def change(kind_id: int) -> ResponseReturnValue:
    """Change what a kind is called and what it is."""
    form = KindForm()

    def do() -> str:
        must_be_fresh()
        actions.change_kind(g.context, kind_id, name=form.name.data, about=form.about.data, seen=form.saw)
        return url_for("kinds.index", _anchor=f"kind-{kind_id}")

    return submitted(form, do, again=lambda: _kind_page(kind_id, form))


@bp.get("/<int:kind_id>/phases/new")
def new_phase(kind_id: int) -> ResponseReturnValue:
    """The form for a phase of a kind."""
    return _new_phase_page(kind_id, NewPhaseForm())


@bp.post("/<int:kind_id>/phases/new")
def add_phase(kind_id: int) -> ResponseReturnValue:
    """Enter a phase of a kind."""
    form = NewPhaseForm()

    def do() -> str:
        must_be_fresh()
        actions.add_phase(
            g.context,
            kind_id,
            number=form.number.data,
            name=form.name.data,
            state=ProcessState(form.state.data),
            opens=form.opened(),
        )
        return url_for("kinds.index", _anchor=f"kind-{kind_id}")

    return submitted(form, do, again=lambda: _new_phase_page(kind_id, form))


@bp.get("/phases/<int:phase_id>")
def phase(phase_id: int) -> ResponseReturnValue:
    """The form for a phase's place, name and what it opens."""
    return _phase_page(phase_id)


@bp.post("/phases/<int:phase_id>")
def change_phase(phase_id: int) -> ResponseReturnValue:
    """Change a phase's place, name and what it opens."""
    form = PhaseForm()

    def do() -> str:
        must_be_fresh()
        values = {"number": form.number.data, "name": form.name.data, "opens": form.opened()}
        made = actions.change_phase(g.context, phase_id, **values, seen=form.saw)
        return url_for("kinds.index", _anchor=f"kind-{made.kind_id}")

    return submitted(form, do, again=lambda: _phase_page(phase_id, form))


@bp.get("/phases/<int:phase_id>/take-out")
def taking_out_phase(phase_id: int) -> ResponseReturnValue:
    """A page that asks before a phase is taken out."""
    found = queries.phase(g.context, phase_id)
    _must_change()
    said = _(
        "Only a phase that no process has been in, with another of its part of the way beside it, can be taken out."
    )
    return show(TaskPage(_("Take out %(phase)s?", phase=found.name), ButtonForm(), _("Take out"), said, _trail()))


@bp.post("/phases/<int:phase_id>/take-out")
def take_out_phase(phase_id: int) -> ResponseReturnValue:
    """Take out a phase that no process has been in."""

    def do() -> str:
        must_be_fresh()
        made = actions.take_out_phase(g.context, phase_id)
        return url_for("kinds.index", _anchor=f"kind-{made.id}")

    return submitted(ButtonForm(), do, again=lambda: taking_out_phase(phase_id))


def _must_change() -> None:
    KINDS.require(g.context, ProcessVerb.CHANGE_KIND, municipality(g.context))


def _trail() -> tuple[Link, ...]:
    return ((_("Processes"), url_for("processes.index")), (_("Kinds of processes"), url_for("kinds.index")))


def _new_page(form: NewKindForm) -> ResponseReturnValue:
    KINDS.require(g.context, ProcessVerb.ADD_KIND, municipality(g.context))
    said = _("It gets four phases: preparation, work, handover and end. You name them, and add others between them.")
    return show(TaskPage(_("A new kind of process"), form, _("Enter it"), said, _trail()))


def _kind_page(kind_id: int, form: KindForm | None = None) -> ResponseReturnValue:
    _must_change()
    found = queries.kind(g.context, kind_id)
    form = form or KindForm(formdata=None, name=found.name, about=found.about)
    form.shows(found.name, found.about, now=found.name)
    return show(TaskPage(found.name, form, _("Save"), trail=_trail()))


def _new_phase_page(kind_id: int, form: NewPhaseForm) -> ResponseReturnValue:
    _must_change()
    found = queries.kind(g.context, kind_id)
    there = ", ".join(f"{one.number} {one.name}" for one in found.phases)
    said = _("There are: %(phases)s. The number says where it comes.", phases=there)
    return show(TaskPage(_("A new phase of %(kind)s", kind=found.name), form, _("Enter it"), said, _trail()))


def _phase_page(phase_id: int, form: PhaseForm | None = None) -> ResponseReturnValue:
    _must_change()
    found: Phase = queries.phase(g.context, phase_id)
    opened = [one.value for one in Opens if one in found.opens]
    form = form or PhaseForm(formdata=None, number=found.number, name=found.name, opens=opened)
    form.shows(*found.told, now=found.name)
    said = _("What you change holds at once for every process that is in it.")
    return show(TaskPage(f"{found.kind.name}: {found.name}", form, _("Save"), said, _trail()))
