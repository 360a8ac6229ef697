"""Addresses that put right what staff have entered, whatever it is: one form and one way for all."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from civic.decisions import actions as decisions
from civic.groups import actions as groups
from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.meetings import actions as meetings
from civic.processes import actions as processes
from civic.web.corrections.forms import BlotForm
from civic.web.corrections.pages import PARTS, all_page, blot_page, blottable, part_page

bp = Blueprint("corrections", __name__, url_prefix="/corrections")

_ACTS: dict[str, Callable[..., Any]] = {
    "process": processes.correct,
    "mandate": processes.correct_mandate,
    "task": processes.correct_task,
    "milestone": processes.correct_milestone,
    "appointment": processes.correct_appointment,
    "group": groups.correct,
    "meeting": meetings.correct,
    "case": decisions.correct_case,
    "attachment": decisions.correct_attachment,
    "follow_up": decisions.correct_follow_up,
    "done_follow_up": decisions.correct_follow_up,
}
"""What is done to each kind of thing; which there are, and for whom, its pages say."""


@bp.get("/of/<kind>/<int:number>")
def index(kind: str, number: int) -> ResponseReturnValue:
    """All that was put right on one thing's page."""
    known = {one.value: one for one in Kind}
    if kind not in known:
        raise Refusal(Reason.NOT_FOUND)
    return show(all_page(g.context, known[kind], number, before=after()))


@bp.get("/<part>/<int:number>")
def correcting(part: str, number: int) -> ResponseReturnValue:
    """The form that puts one thing right."""
    _known(part)
    return show(part_page(g.context, part, number))


@bp.post("/<part>/<int:number>")
def correct(part: str, number: int) -> ResponseReturnValue:
    """Put one thing right."""
    _known(part)
    form = PARTS[part].form()

    def do() -> str:
        home = PARTS[part].find(g.context, number).home
        must_be_fresh()
        _ACTS[part](g.context, number, form.corrected(), reason=form.why(), seen=form.seen.data)
        return f"{home[1]}#corrections"

    return submitted(form, do, again=lambda: show(part_page(g.context, part, number, form)))


@bp.get("/lines/<int:line_id>/blot")
def blotting(line_id: int) -> ResponseReturnValue:
    """The form that takes out what stood somewhere before."""
    return show(blot_page(g.context, line_id, BlotForm()))


@bp.post("/lines/<int:line_id>/blot")
def blot(line_id: int) -> ResponseReturnValue:
    """Take out of a correction what stood there before."""
    form = BlotForm()

    def do() -> str:
        must_be_fresh()
        process_id, home = blottable(g.context, line_id)
        processes.blot_correction(g.context, process_id, line_id, reason=form.reason.data)
        return f"{home[1]}#corrections"

    return submitted(form, do, again=lambda: show(blot_page(g.context, line_id, form)))


def _known(part: str) -> None:
    if part not in PARTS:
        raise Refusal(Reason.NOT_FOUND)
