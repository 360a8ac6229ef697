"""Addresses about papers drawn by lot, to see whether they bear out a result."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue

from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.kernel.refusal import Reason, Refusal
from civic.voting import auditing, queries
from civic.voting.workflow import BALLOT, VotingVerb
from civic.web.voting.forms import AuditForm, MoreForm
from civic.web.voting.papers import DrawnForm
from civic.web.voting.roll_pages import audit_page

bp = Blueprint("auditing", __name__)


@bp.get("/votes/<int:ballot_id>/audit", endpoint="show")
def audit(ballot_id: int) -> ResponseReturnValue:
    """Papers drawn by lot, and whether they bear out the result."""
    return show(audit_page(g.context, ballot_id))


@bp.post("/votes/<int:ballot_id>/audit")
def begin(ballot_id: int) -> ResponseReturnValue:
    """Draw papers by lot."""
    form = AuditForm()

    def do() -> str:
        must_be_fresh()
        said = {"size": form.size.data, "most_risk": form.most_risk.data}
        auditing.begin_audit(g.context, ballot_id, public_words=form.words.data, **said)
        return url_for("auditing.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: show(audit_page(g.context, ballot_id, begin=form)))


@bp.post("/votes/<int:ballot_id>/audit/more")
def draw_more(ballot_id: int) -> ResponseReturnValue:
    """Draw more papers."""
    form = MoreForm()

    def do() -> str:
        auditing.draw_more(g.context, ballot_id, size=form.size.data)
        return url_for("auditing.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: show(audit_page(g.context, ballot_id, more=form)))


@bp.post("/votes/<int:ballot_id>/audit/papers")
def enter_papers(ballot_id: int) -> ResponseReturnValue:
    """Enter what is on the papers that were drawn."""
    ballot = queries.ballot(g.context, ballot_id)
    BALLOT.require(g.context, VotingVerb.ENTER_PAPERS, ballot)
    found = queries.audited(g.context, ballot)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    form = DrawnForm.over(ballot, found.drawn)()

    def do() -> str:
        auditing.enter_papers(g.context, ballot_id, form.looked_at())
        return url_for("auditing.show", ballot_id=ballot_id)

    return submitted(form, do, again=lambda: show(audit_page(g.context, ballot_id, entering=form)))
