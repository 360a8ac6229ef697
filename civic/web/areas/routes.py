"""Addresses about topics and areas, and about addresses."""

from flask import Blueprint, g, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.areas import actions, queries
from civic.areas.models import REGISTER, AreaKind
from civic.areas.workflow import AREA, REGISTER_OF, AreaVerb
from civic.db.finding import spot
from civic.http.request import show, submitted, words
from civic.http.task import TaskPage
from civic.organisations import actions as organisations
from civic.organisations.queries import organisations as all_organisations
from civic.organisations.queries import owners_of
from civic.said.choices import parent_choices
from civic.web.areas.forms import AreaForm, OwnersForm, TopicForm
from civic.web.areas.pages import area_page, index_page, topic_page

bp = Blueprint("areas", __name__)


@bp.get("/areas")
def index() -> ResponseReturnValue:
    """The areas and topics; `name` looks for an address, to find one's own area."""
    return show(index_page(g.context, words("name")))


@bp.get("/areas/<int:area_id>", endpoint="show")
def show_area(area_id: int) -> ResponseReturnValue:
    """One area, and what happens in it."""
    return show(
        area_page(g.context, area_id, spot(request.args.get("at", ""), 3), spot(request.args.get("heard", ""), 2))
    )


@bp.get("/topics/<int:topic_id>")
def topic(topic_id: int) -> ResponseReturnValue:
    """One topic, and what is about it."""
    return show(
        topic_page(g.context, topic_id, spot(request.args.get("at", ""), 3), spot(request.args.get("heard", ""), 2))
    )


@bp.get("/addresses/found")
def found() -> ResponseReturnValue:
    """Addresses that begin with what is typed, from the municipality's own list."""
    like = queries.addresses_like(g.context, request.args.get("name", "")[:100])
    return jsonify(found=[{"value": one.written, "shown": one.written} for one in like])


@bp.get("/areas/new")
def new() -> ResponseReturnValue:
    """The form for an area."""
    return _new_page(AreaForm())


@bp.post("/areas/new")
def add() -> ResponseReturnValue:
    """Enter an area."""
    form = AreaForm()
    form.parent_id.choices = parent_choices(g.context)

    def do() -> str:
        values = form.values() | {"kind": AreaKind(form.kind.data), "parent_id": form.parent_id.data or None}
        return url_for("areas.show", area_id=actions.add_area(g.context, **values).id)

    return submitted(form, do, again=lambda: _new_page(form))


@bp.get("/topics/new")
def new_topic() -> ResponseReturnValue:
    """The form for a topic."""
    return _new_topic_page(TopicForm())


@bp.post("/topics/new")
def add_topic() -> ResponseReturnValue:
    """Enter a topic."""
    form = TopicForm()

    def do() -> str:
        return url_for("areas.topic", topic_id=actions.add_topic(g.context, name=form.name.data).id)

    return submitted(form, do, again=lambda: _new_topic_page(form))


@bp.get("/areas/<int:area_id>/organisations")
def owners(area_id: int) -> ResponseReturnValue:
    """The form for which organisations have an area."""
    return _owners_page(area_id)


@bp.post("/areas/<int:area_id>/organisations")
def put_owners(area_id: int) -> ResponseReturnValue:
    """Say which organisations have an area."""
    form = OwnersForm()
    form.organisations.choices = _organisations()

    def do() -> str:
        organisations.put_owners(g.context, area_id, organisation_ids=form.organisations.data or ())
        return url_for("areas.show", area_id=area_id)

    return submitted(form, do, again=lambda: _owners_page(area_id, form))


def _organisations() -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in all_organisations(g.context)]


def _new_page(form: AreaForm) -> ResponseReturnValue:
    REGISTER_OF.require(g.context, AreaVerb.ADD_AREA, REGISTER)
    form.parent_id.choices = parent_choices(g.context)
    trail = ((_("Areas and topics"), url_for("areas.index")),)
    return show(TaskPage(_("Enter an area"), form, _("Enter it"), trail=trail))


def _new_topic_page(form: TopicForm) -> ResponseReturnValue:
    REGISTER_OF.require(g.context, AreaVerb.ADD_TOPIC, REGISTER)
    trail = ((_("Areas and topics"), url_for("areas.index")),)
    return show(TaskPage(_("Enter a topic"), form, _("Enter it"), trail=trail))


def _owners_page(area_id: int, form: OwnersForm | None = None) -> ResponseReturnValue:
    area = queries.area(g.context, area_id)
    AREA.require(g.context, AreaVerb.CORRECT, area)
    now = [one.id for one in owners_of(g.context, area_id)]
    form = form or OwnersForm(formdata=None, organisations=now)
    form.organisations.choices = _organisations()
    said = _("Which organisation has which area is entered, never assumed.")
    trail = ((area.name, url_for("areas.show", area_id=area_id)),)
    return show(TaskPage(_("Whose area it is"), form, _("Save"), said, trail))
