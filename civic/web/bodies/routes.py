"""Addresses about councils and committees."""

from datetime import date
from typing import Any

from flask import Blueprint, g, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.bodies import actions
from civic.bodies.models import BodyKind, Entitlement, Part
from civic.db.finding import spot
from civic.decisions.actions import post_again
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.responses.queries import is_heard
from civic.web.bodies.forms import (
    BodyChangeForm,
    BodyForm,
    BodyMemberForm,
    BodyNameForm,
    PartyLetterForm,
    RenameForm,
    SittingsForm,
)
from civic.web.bodies.pages import (
    body_member_page,
    body_page,
    change_page,
    letter_page,
    name_page,
    new_page,
    rename_page,
    sittings_page,
)

bp = Blueprint("bodies", __name__, url_prefix="/bodies")


@bp.get("/new")
def new() -> ResponseReturnValue:
    """The form for a council or committee."""
    return show(new_page(g.context, BodyForm()))


@bp.post("/new")
def add() -> ResponseReturnValue:
    """Enter a council or committee."""
    form = BodyForm()
    again = new_page(g.context, form)

    def do() -> str:
        must_be_fresh()
        made = actions.add_body(g.context, name=form.name.data, kind=BodyKind(form.kind.data), **_heard(form))
        return url_for("bodies.show", body_id=made.id)

    return submitted(form, do, again=lambda: show(again))


@bp.get("/<int:body_id>", endpoint="show")
def show_body(body_id: int) -> ResponseReturnValue:
    """A council or committee: who sits in it, what it decided and was heard about, the names it had before."""
    decided, heard = (spot(request.args.get(name, ""), 1) for name in ("decided", "heard"))
    joint = spot(request.args.get("joint", ""), 2)
    day = _day(request.args.get("on", ""))
    return show(body_page(g.context, body_id, day, decided=decided, heard=heard, joint=joint))


def _day(typed: str) -> date | None:
    """Return the day an address asks for, or None."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if 1900 <= found.year <= 2100 else None


@bp.get("/<int:body_id>/change")
def changing(body_id: int) -> ResponseReturnValue:
    """The form for a body's name and what it is heard about."""
    return show(change_page(g.context, body_id))


@bp.post("/<int:body_id>/change")
def change(body_id: int) -> ResponseReturnValue:
    """Change a body's name and what it is heard about."""
    form = BodyChangeForm()
    again = change_page(g.context, body_id, form)

    def do() -> str:
        must_be_fresh()
        heard = is_heard(g.context, body_id)
        days = {"first_day": form.first_day.data, "last_day": form.last_day.data, "by_year": form.by_year.data}
        told = {"name": form.name.data, "reason": form.reason.data, "seen": form.saw, **days, **_heard(form)}
        actions.change_body(g.context, body_id, is_heard=heard, **told)
        post_again(g.context, body_id)
        return url_for("bodies.show", body_id=body_id)

    return submitted(form, do, again=lambda: show(again))


@bp.get("/<int:body_id>/rename")
def renaming(body_id: int) -> ResponseReturnValue:
    """The form for the name a body has from a day on."""
    return show(rename_page(g.context, body_id, RenameForm()))


@bp.post("/<int:body_id>/rename")
def rename(body_id: int) -> ResponseReturnValue:
    """Give a body another name from a day on."""
    form = RenameForm()
    again = rename_page(g.context, body_id, form)

    def do() -> str:
        must_be_fresh()
        actions.rename(g.context, body_id, **form.values(), is_heard=is_heard(g.context, body_id))
        post_again(g.context, body_id)
        return url_for("bodies.show", body_id=body_id, _anchor="names")

    return submitted(form, do, again=lambda: show(again))


@bp.get("/<int:body_id>/names/new")
def name(body_id: int) -> ResponseReturnValue:
    """The form for a name that a body had before."""
    return show(name_page(g.context, body_id, BodyNameForm()))


@bp.post("/<int:body_id>/names/new")
def add_name(body_id: int) -> ResponseReturnValue:
    """Enter a name that a body had before."""
    form = BodyNameForm()
    again = name_page(g.context, body_id, form)

    def do() -> str:
        must_be_fresh()
        actions.add_name(g.context, body_id, **form.values())
        post_again(g.context, body_id)
        return url_for("bodies.show", body_id=body_id, _anchor="names")

    return submitted(form, do, again=lambda: show(again))


@bp.get("/letters/new")
def letter() -> ResponseReturnValue:
    """The form for a party's letter."""
    return show(letter_page(g.context, PartyLetterForm()))


@bp.post("/letters/new")
def add_letter() -> ResponseReturnValue:
    """Enter which party a letter stands for."""
    form = PartyLetterForm()
    again = letter_page(g.context, form)

    def do() -> str:
        must_be_fresh()
        made = actions.add_letter(g.context, **form.values())
        return url_for("organisations.show", organisation_id=made.organisation_id, _anchor="letters")

    return submitted(form, do, again=lambda: show(again))


@bp.get("/<int:body_id>/members/new")
def member(body_id: int) -> ResponseReturnValue:
    """The form for who sits in a body."""
    return show(body_member_page(g.context, body_id, BodyMemberForm()))


@bp.post("/<int:body_id>/members/new")
def add_member(body_id: int) -> ResponseReturnValue:
    """Enter who sits in a body."""
    form = BodyMemberForm()

    def do() -> str:
        must_be_fresh()
        actions.add_body_member(g.context, body_id, **(form.values() | {"part": Part(form.part.data)}))
        return url_for("bodies.show", body_id=body_id, _anchor="members")

    return submitted(form, do, again=lambda: show(body_member_page(g.context, body_id, form)))


@bp.get("/<int:body_id>/sittings")
def sittings(body_id: int) -> ResponseReturnValue:
    """The form for the days on which a body is to meet."""
    return show(sittings_page(g.context, body_id))


@bp.post("/<int:body_id>/sittings")
def set_sittings(body_id: int) -> ResponseReturnValue:
    """Enter the days on which a body is to meet, and when papers for it are out."""
    form = SittingsForm()

    def do() -> str:
        rules = {"paper_days": form.paper_days.data, "counts_weekdays": form.counts_weekdays.data}
        actions.set_sittings(g.context, body_id, days=form.meetings, **rules, seen=form.saw)
        return url_for("bodies.show", body_id=body_id)

    again = lambda: show(sittings_page(g.context, body_id, form))  # noqa: E731
    return submitted(form, do, again=again, done=_("The meeting days are saved."))


def _heard(form: BodyForm | BodyChangeForm) -> dict[str, Any]:
    return {"topic_id": form.topic_id.data or None, "entitlement": Entitlement(form.entitlement.data)}
