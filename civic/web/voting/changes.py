"""Addresses about changes to a vote that is open, and about what households object to."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.http.forms import ButtonForm, Form
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.people.queries import named
from civic.voting import changing, queries
from civic.voting.models import Changing
from civic.voting.workflow import BALLOT, VotingVerb
from civic.web.voting.forms import ChangePlaceForm, LaterForm, ObjectionAnswerForm, PutOnForm
from civic.web.voting.roll_pages import changes_page

bp = Blueprint("changes", __name__)


@bp.get("/votes/<int:ballot_id>/changes")
def index(ballot_id: int) -> ResponseReturnValue:
    """What was asked to be changed, and what households object to."""
    return show(changes_page(g.context, ballot_id))


@bp.get("/votes/<int:ballot_id>/changes/later")
def later(ballot_id: int) -> ResponseReturnValue:
    """The form for a later last day."""
    return _page(ballot_id, LaterForm(formdata=None), _("A later last day"))


@bp.post("/votes/<int:ballot_id>/changes/later")
def ask_for_later(ballot_id: int) -> ResponseReturnValue:
    """Ask for a later last day."""
    form = LaterForm()
    return _asked(ballot_id, Changing.LATER, form, lambda: {"last_day": form.last_day.data}, _("A later last day"))


@bp.get("/votes/<int:ballot_id>/changes/put-on")
def putting_on(ballot_id: int) -> ResponseReturnValue:
    """The form for somebody who was left off the roll."""
    return _page(ballot_id, PutOnForm(formdata=None), _("Somebody was left off the roll"))


@bp.post("/votes/<int:ballot_id>/changes/put-on")
def ask_to_put_on(ballot_id: int) -> ResponseReturnValue:
    """Ask to put somebody on the roll."""
    form = PutOnForm()

    def whom() -> dict[str, Any]:
        if form.person.data:
            (found,) = named(g.context, form.person.data)
            return {"person_id": found.id}
        return {"name": form.name.data or "", "address": form.address.data or ""}

    return _asked(ballot_id, Changing.PUT_ON, form, whom, _("Somebody was left off the roll"))


@bp.get("/votes/<int:ballot_id>/changes/<any(taken_off, freed):kind>/<int:entry_id>")
def about_place(ballot_id: int, kind: str, entry_id: int) -> ResponseReturnValue:
    """The form for a place on the roll that is taken off, or freed."""
    queries.entry(g.context, ballot_id, entry_id)
    return _page(ballot_id, ChangePlaceForm(formdata=None), _heading(kind))


@bp.post("/votes/<int:ballot_id>/changes/<any(taken_off, freed):kind>/<int:entry_id>")
def ask_about_place(ballot_id: int, kind: str, entry_id: int) -> ResponseReturnValue:
    """Ask to take a place off the roll, or to free one."""
    form = ChangePlaceForm()
    return _asked(ballot_id, Changing(kind), form, lambda: {"entry_id": entry_id}, _heading(kind))


@bp.post("/votes/changes/<int:change_id>/agree")
def agree(change_id: int) -> ResponseReturnValue:
    """Agree to a change that somebody else asked for."""
    ballot_id = queries.change(g.context, change_id).ballot_id

    def do() -> str:
        must_be_fresh()
        changing.agree(g.context, change_id)
        return url_for("changes.index", ballot_id=ballot_id)

    return submitted(ButtonForm(), do, again=lambda: index(ballot_id))


@bp.post("/votes/changes/<int:change_id>/decline")
def decline(change_id: int) -> ResponseReturnValue:
    """Decline a change, or take back one's own."""
    ballot_id = queries.change(g.context, change_id).ballot_id

    def do() -> str:
        changing.decline(g.context, change_id)
        return url_for("changes.index", ballot_id=ballot_id)

    return submitted(ButtonForm(), do, again=lambda: index(ballot_id))


@bp.get("/votes/objections/<int:objection_id>/answer")
def answering(objection_id: int) -> ResponseReturnValue:
    """The form for the answer to an objection."""
    return _answer_page(objection_id, ObjectionAnswerForm(formdata=None))


@bp.post("/votes/objections/<int:objection_id>/answer")
def answer(objection_id: int) -> ResponseReturnValue:
    """Answer an objection."""
    form = ObjectionAnswerForm()

    def do() -> str:
        found = changing.answer_objection(g.context, objection_id, answer=form.answer.data)
        return url_for("changes.index", ballot_id=found.household.ballot_id)

    return submitted(form, do, again=lambda: _answer_page(objection_id, form))


def _asked(
    ballot_id: int, kind: Changing, form: Any, given: Callable[[], dict[str, Any]], heading: str
) -> ResponseReturnValue:
    """Carry out a form that asks for a change."""

    def do() -> str:
        must_be_fresh()
        changing.ask_for_change(g.context, ballot_id, kind, reason=form.reason.data, **given())
        return url_for("changes.index", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: _page(ballot_id, form, heading))


def _heading(kind: str) -> str:
    if Changing(kind) is Changing.FREED:
        return _("A place of a household was used wrongly")
    return _("Somebody is on the roll wrongly")


def _page(ballot_id: int, form: Form, heading: str) -> ResponseReturnValue:
    found = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, VotingVerb.ASK_FOR_CHANGE, found)
    said = _("It is changed once a colleague has agreed. Everybody sees on the vote's page that it was, and why.")
    trail = (
        (found.question[:40], url_for("voting.show", ballot_id=ballot_id)),
        (_("Changes"), url_for("changes.index", ballot_id=ballot_id)),
    )
    return show(TaskPage(heading, form, _("Ask for it"), said, trail))


def _answer_page(objection_id: int, form: ObjectionAnswerForm) -> ResponseReturnValue:
    found = queries.objection(g.context, objection_id)
    ballot = queries.ballot(g.context, found.household.ballot_id)
    BALLOT.require(g.context, VotingVerb.ANSWER_OBJECTION, ballot)
    trail = ((_("Changes"), url_for("changes.index", ballot_id=ballot.id)),)
    quoted = ((found.household.address, found.text),)
    return show(TaskPage(_("Answer the objection"), form, _("Send the answer"), trail=trail, quoted=quoted))
