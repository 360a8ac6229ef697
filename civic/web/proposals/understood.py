"""Addresses for what those who wrote a proposal say of its answer, and for the second answer."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.models import Meets
from civic.http.forms import Form, RuledForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count
from civic.http.request import show, submitted
from civic.http.understood import AnswerAgainForm, Screen, UnderstoodForm, understood_page
from civic.proposals import queries, understood
from civic.proposals.models import Proposal
from civic.proposals.workflow import UNDERSTOOD, ProposalVerb

bp = Blueprint("understood", __name__, url_prefix="/proposals")
SCREENS = {
    ProposalVerb.SAY_UNDERSTOOD: Screen.SAY,
    ProposalVerb.ANSWER_AGAIN: Screen.AGAIN,
    ProposalVerb.HIDE_REASON: Screen.HIDE,
}


@bp.get("/<int:proposal_id>/understood")
def saying(proposal_id: int) -> ResponseReturnValue:
    """Was it understood? The form for those who wrote the proposal."""
    return _page(proposal_id, UnderstoodForm(), ProposalVerb.SAY_UNDERSTOOD)


@bp.post("/<int:proposal_id>/understood")
def say(proposal_id: int) -> ResponseReturnValue:
    """Say whether the answer to one's proposal speaks to it."""
    form = UnderstoodForm()

    def do() -> str:
        count("comment", target=f"proposal {proposal_id}")
        meets, reason = Meets(form.meets.data), form.reason.data or ""
        return _there(understood.say_understood(g.context, proposal_id, meets=meets, reason=reason))

    return submitted(form, do, again=lambda: _page(proposal_id, form, ProposalVerb.SAY_UNDERSTOOD))


@bp.get("/<int:proposal_id>/again")
def answering_again(proposal_id: int) -> ResponseReturnValue:
    """The form for a second answer to a proposal."""
    return _page(proposal_id, AnswerAgainForm(), ProposalVerb.ANSWER_AGAIN)


@bp.post("/<int:proposal_id>/again")
def answer_again(proposal_id: int) -> ResponseReturnValue:
    """Answer a proposal once more."""
    form = AnswerAgainForm()

    def do() -> str:
        return _there(understood.answer_again(g.context, proposal_id, answer=form.answer.data))

    return submitted(form, do, again=lambda: _page(proposal_id, form, ProposalVerb.ANSWER_AGAIN))


@bp.get("/<int:proposal_id>/reason/hide")
def hiding_reason(proposal_id: int) -> ResponseReturnValue:
    """The form that hides what was said of the answer to a proposal."""
    return _page(proposal_id, RuledForm(), ProposalVerb.HIDE_REASON)


@bp.post("/<int:proposal_id>/reason/hide")
def hide_reason(proposal_id: int) -> ResponseReturnValue:
    """Hide, by a house rule, what was said of the answer to a proposal."""
    form = RuledForm()

    def do() -> str:
        must_be_fresh()
        return _there(understood.hide_reason(g.context, proposal_id, **form.ruled()))

    return submitted(form, do, again=lambda: _page(proposal_id, form, ProposalVerb.HIDE_REASON))


def _there(proposal: Proposal) -> str:
    return url_for("proposals.show", proposal_id=proposal.id, _anchor="understood")


def _page(proposal_id: int, form: Form, verb: ProposalVerb) -> ResponseReturnValue:
    found = queries.understood(g.context, proposal_id)
    UNDERSTOOD.require(g.context, verb, found)
    said, answer, back = (_("Proposal"), found.title), found.answer or "", (found.title, _there(found))
    page = understood_page(SCREENS[verb], form, said=said, answer=answer, understanding=found.understanding, back=back)
    return show(page)
