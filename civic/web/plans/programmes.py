"""Addresses about the programmes that plans are made under."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.http.forms import PressForm
from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted
from civic.kernel.seen import fingerprint
from civic.plans import actions, queries
from civic.web.plans.forms import ProgrammeForm, themes_written
from civic.web.plans.pages import filled, programme_page, programme_task, programmes_page

bp = Blueprint("programmes", __name__, url_prefix="/programmes")


@bp.get("")
def index() -> ResponseReturnValue:
    """The programmes that plans are made under."""
    return show(programmes_page(g.context))


@bp.get("/<int:programme_id>", endpoint="show")
def show_programme(programme_id: int) -> ResponseReturnValue:
    """One programme: themes, share, who approves."""
    found = queries.programme(g.context, programme_id)
    return show(programme_page(g.context, programme_id, fingerprint(*found.told)))


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a programme, or for the next version of one."""
    replaces = after("replaces")
    before = filled(queries.programme(g.context, replaces)) if replaces else {"share": 1, "share_of": 4}
    return show(programme_task(g.context, ProgrammeForm(formdata=None, **before)))


@bp.post("/new")
def add() -> ResponseReturnValue:
    """Write a programme, or the next version of one."""
    form = ProgrammeForm()

    def do() -> str:
        must_be_fresh()
        made = actions.add_programme(g.context, form.said(), form.read_themes(), replaces_id=after("replaces"))
        g.context.session.flush()
        return url_for("programmes.show", programme_id=made.id)

    return submitted(form, do, again=lambda: show(programme_task(g.context, form)))


@bp.get("/<int:programme_id>/change")
def changing(programme_id: int) -> ResponseReturnValue:
    """The form for a programme that is not in force yet."""
    found = queries.programme(g.context, programme_id)
    return _change_page(programme_id, ProgrammeForm(formdata=None, **filled(found)))


@bp.post("/<int:programme_id>/change")
def change(programme_id: int) -> ResponseReturnValue:
    """Change a programme that is not in force yet."""
    form = ProgrammeForm()
    saw = form.saw

    def do() -> str:
        must_be_fresh()
        actions.change_programme(g.context, programme_id, form.said(), form.read_themes(), seen=saw)
        return url_for("programmes.show", programme_id=programme_id)

    return submitted(form, do, again=lambda: _change_page(programme_id, form))


@bp.post("/<int:programme_id>/put-in-force")
def put_in_force(programme_id: int) -> ResponseReturnValue:
    """Let plans be made under a programme."""
    form = PressForm()

    def do() -> str:
        must_be_fresh()
        actions.put_in_force(g.context, programme_id, seen=form.saw)
        return url_for("programmes.show", programme_id=programme_id)

    return submitted(form, do, again=lambda: show_programme(programme_id))


def _change_page(programme_id: int, form: ProgrammeForm) -> ResponseReturnValue:
    found = queries.programme(g.context, programme_id)
    form.shows(*found.told, now="\n\n".join((found.name, found.about, themes_written(found))))
    return show(programme_task(g.context, form, found))
