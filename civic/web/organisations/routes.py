"""Addresses about organisations."""

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue

from civic.db.finding import spot
from civic.http.request import show, submitted
from civic.organisations import actions
from civic.people.models import OrganisationKind
from civic.web.organisations.forms import OrganisationForm, UnitForm
from civic.web.organisations.pages import index_page, new_page, organisation_page, unit_page

bp = Blueprint("organisations", __name__, url_prefix="/organisations")


@bp.get("")
def index() -> ResponseReturnValue:
    """The municipality and the organisations it works with."""
    return show(index_page(g.context))


@bp.get("/<int:organisation_id>", endpoint="show")
def show_organisation(organisation_id: int) -> ResponseReturnValue:
    """One organisation: how it is reached, what it owns or takes part in."""
    return show(organisation_page(g.context, organisation_id, spot(request.args.get("at", ""), 3)))


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for an organisation that the municipality works with."""
    return show(new_page(g.context, OrganisationForm()))


@bp.post("/new")
def add() -> ResponseReturnValue:
    """Enter an organisation."""
    form = OrganisationForm()

    def do() -> str:
        made = actions.add_organisation(g.context, **form.values() | {"kind": OrganisationKind(form.kind.data)})
        return url_for("organisations.show", organisation_id=made.id)

    return submitted(form, do, again=lambda: show(new_page(g.context, form)))


@bp.get("/<int:organisation_id>/units/new")
def unit(organisation_id: int) -> ResponseReturnValue:
    """The form for a unit."""
    return show(unit_page(g.context, organisation_id, UnitForm()))


@bp.post("/<int:organisation_id>/units/new")
def add_unit(organisation_id: int) -> ResponseReturnValue:
    """Enter a unit and how it is reached."""
    form = UnitForm()

    def do() -> str:
        actions.add_unit(g.context, organisation_id, **form.values())
        return url_for("organisations.show", organisation_id=organisation_id)

    return submitted(form, do, again=lambda: show(unit_page(g.context, organisation_id, form)))
