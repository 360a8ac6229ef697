"""Addresses of the front page, Mit overblik, the trace, search and the fixed pages."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.board.queries import ended
from civic.decisions import actions as decisions
from civic.following import actions as following
from civic.groups import actions as groups
from civic.hearings import actions as hearings
from civic.http.forms import ButtonForm
from civic.http.identity import next_address
from civic.http.request import after, keep_language, show, submitted
from civic.http.task import TaskPage
from civic.kernel.receipt import tidied
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.processes import actions as processes
from civic.proposals import actions as proposals
from civic.said.held import periods
from civic.said.language import current
from civic.said.things import address, kind_word
from civic.web.front.forms import ReceiptForm
from civic.web.front.overview import overview_page
from civic.web.front.pages import (
    AccessibilityPage,
    FindPage,
    HappenedPage,
    PrivacyPage,
    follow_page,
    home_page,
    is_answer,
    news,
    receipt_page,
    search_page,
    take_part_page,
)

bp = Blueprint("front", __name__)
LAST_PAGE = 25
"""Of a search: as many hits as are put in order."""


@bp.get("/")
def home() -> ResponseReturnValue:
    """The front page."""
    return show(home_page(g.context, ReceiptForm()))


@bp.get("/language")
def choose_language() -> ResponseReturnValue:
    """Remember in this browser the language that somebody chose, and go on in it: `/` leads to it from now on."""
    return keep_language(make_response(redirect(next_address(request.args.get("next")), 302)), current().code)


@bp.get("/take-part")
def take_part() -> ResponseReturnValue:
    """What one can take part in now."""
    return show(take_part_page(g.context, request.args.get("kind", ""), request.args.get("after", "")))


@bp.get("/happened")
def happened() -> ResponseReturnValue:
    """What happened."""
    return show(HappenedPage(news(ended(g.context)), ReceiptForm()))


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


FOLLOWED: dict[str, Callable[..., Any]] = {
    Kind.PROCESS.value: processes.follow,
    Kind.GROUP.value: groups.follow,
    Kind.PROPOSAL.value: proposals.follow,
    Kind.HEARING.value: hearings.follow,
    Kind.CASE.value: decisions.follow,
    Kind.AREA.value: following.follow_area,
    Kind.TOPIC.value: following.follow_topic,
}
"""What can be followed; who may, each room's workflow says."""


@bp.post(
    "/following/<any(process, group, proposal, hearing, case, area, topic):kind>/<int:thing_id>"
    "/<any(follow, unfollow):way>"
)
def follow_thing(kind: str, thing_id: int, way: str) -> ResponseReturnValue:
    """Follow a thing, or stop following it."""
    page = address(Ref(Kind(kind), thing_id))
    is_on = way == "follow"

    def do() -> str:
        FOLLOWED[kind](g.context, thing_id, is_on=is_on)
        return page

    def again() -> ResponseReturnValue:
        button = _("Follow it") if is_on else _("Stop following")
        trail = ((kind_word(Kind(kind)), page),)
        return show(TaskPage(button, form, button, trail=trail))

    form = ButtonForm()
    done = _("You follow it now, and get a mail at each step.") if is_on else _("You follow it no longer.")
    return submitted(form, do, again=again, done=done)


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

    return submitted(form, do, again=lambda: show(FindPage(form)))


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
    words = request.args.get("q", "")
    return show(search_page(g.context, words, min(after("page") or 1, LAST_PAGE)))


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """How personal data are treated."""
    return show(PrivacyPage(periods()))


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return show(AccessibilityPage())
