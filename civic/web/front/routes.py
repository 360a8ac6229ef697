"""Addresses of the front page, Mit overblik, the trace, search and the fixed pages."""

from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.http.request import answer, show
from civic.kernel.receipt import tidied
from civic.kernel.refusal import Reason, Refusal
from civic.search.index import Hit
from civic.search.index import search as find_words
from civic.web.front.forms import ReceiptForm
from civic.web.front.pages import (
    AccessibilityPage,
    FindPage,
    HappenedPage,
    PrivacyPage,
    SearchPage,
    TakePartPage,
    follow_page,
    home_page,
    invitations,
    is_answer,
    news,
    overview_page,
    receipt_page,
)

bp = Blueprint("front", __name__)


@bp.get("/")
def home() -> ResponseReturnValue:
    """The front page."""
    return show(home_page(g.context, ReceiptForm()))


@bp.get("/take-part")
def take_part() -> ResponseReturnValue:
    """What one can take part in now."""
    return show(TakePartPage(invitations(g.context)))


@bp.get("/happened")
def happened() -> ResponseReturnValue:
    """What happened."""
    return show(HappenedPage(news(g.context), ReceiptForm()))


@bp.get("/overview")
def overview() -> ResponseReturnValue:
    """Mit overblik."""
    if not g.context.actor.is_signed_in:
        raise Refusal(Reason.NOT_YOURS)
    return show(overview_page(g.context))


@bp.get("/follow/<kind>/<int:thing_id>")
def follow(kind: str, thing_id: int) -> ResponseReturnValue:
    """What happened with one input."""
    return show(follow_page(g.context, kind, thing_id))


@bp.get("/find")
def find() -> ResponseReturnValue:
    """The form for a receipt code."""
    return show(FindPage(ReceiptForm()))


@bp.post("/find")
def find_receipt() -> ResponseReturnValue:
    """Find an input by its receipt code."""
    form = ReceiptForm()

    def do() -> str:
        code = tidied(form.code.data)
        if is_answer(g.context, code):
            return url_for("responses.own", code=code)
        receipt_page(g.context, code)
        return url_for("front.receipt", code=code)

    return answer(form, do, again=lambda: show(FindPage(form)))


@bp.get("/receipts/<code>")
def receipt(code: str) -> ResponseReturnValue:
    """What happened with the input a receipt stands for."""
    code = tidied(code)
    if is_answer(g.context, code):
        return redirect(url_for("responses.own", code=code), 302)
    return show(receipt_page(g.context, code))


@bp.get("/search")
def search() -> ResponseReturnValue:
    """Search everything public."""
    words = request.args.get("q", "")[:200]
    return show(SearchPage(words, [(hit, _address(hit), _kind(hit)) for hit in find_words(g.context, words)]))


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """How personal data are treated."""
    return show(PrivacyPage())


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return show(AccessibilityPage())


def _address(hit: Hit) -> str:
    endpoint, name = {
        "process": ("processes.process", "process_id"),
        "group": ("groups.show", "group_id"),
        "proposal": ("proposals.show", "proposal_id"),
        "report": ("reports.show", "report_id"),
        "hearing": ("hearings.show", "hearing_id"),
        "ballot": ("voting.show", "ballot_id"),
        "case": ("decisions.case", "case_id"),
    }[hit.kind]
    values: dict[str, Any] = {name: hit.thing_id}
    return url_for(endpoint, **values)


def _kind(hit: Hit) -> str:
    return {
        "process": _("Process"),
        "group": _("Group"),
        "proposal": _("Proposal"),
        "report": _("Report"),
        "hearing": _("Hearing"),
        "ballot": _("Vote"),
        "case": _("Case"),
    }[hit.kind]
