"""Addresses that put right what staff have entered, whatever it is: one form and one way for all."""

from collections.abc import Callable, Container, Mapping
from typing import Any

from flask import Blueprint, g
from flask.typing import ResponseReturnValue

from civic.areas import actions as areas
from civic.bodies import actions as bodies
from civic.decisions import actions as decisions
from civic.decisions import carrying
from civic.groups import actions as groups
from civic.hearings import actions as hearings
from civic.http.forms import ReasonForm
from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.meetings import actions as meetings
from civic.minutes import actions as minutes
from civic.organisations import actions as organisations
from civic.papers import actions as papers
from civic.processes import actions as processes
from civic.proposals import actions as proposals
from civic.reports import actions as reports
from civic.responses import actions as responses
from civic.web.corrections.forms import BlotForm
from civic.web.corrections.pages import (
    PARTS,
    UNDOS,
    all_page,
    blot_page,
    blottable,
    part_page,
    sent_form,
    undo_page,
)

bp = Blueprint("corrections", __name__, url_prefix="/corrections")


def _correct_name(context: Context, name_id: int, values: Mapping[str, object], **more: Any) -> None:
    decisions.post_again(context, bodies.correct_name(context, name_id, values, **more).body_id)


def _take_out_name(context: Context, name_id: int, **more: Any) -> None:
    decisions.post_again(context, bodies.take_out_name(context, name_id, **more).id)


_ACTS: dict[str, Callable[..., Any]] = {
    "process": processes.correct,
    "mandate": processes.correct_mandate,
    "task": processes.correct_task,
    "milestone": processes.correct_milestone,
    "appointment": processes.correct_appointment,
    "group": groups.correct,
    "organisation": organisations.describe,
    "area": areas.correct_area,
    "topic": areas.correct_topic,
    "unit": organisations.change_unit,
    "participant": processes.correct_participant,
    "body": bodies.describe_body,
    "body_member": bodies.correct_body_member,
    "body_name": _correct_name,
    "party_letter": bodies.correct_letter,
    "meeting": meetings.correct,
    "meeting_kind": meetings.correct_kind,
    "audience": processes.correct_audience,
    "programme_item": meetings.correct_programme_item,
    "agenda_item": minutes.correct_item,
    "action_point": minutes.correct_action,
    "case": decisions.correct_case,
    "attachment": decisions.correct_attachment,
    "dissent": decisions.correct_dissent,
    "earlier_decision": decisions.correct_earlier,
    "follow_up_progress": decisions.correct_progress,
    "contest": carrying.correct_contest,
    "report_back": carrying.correct_report,
    "follow_up": decisions.correct_follow_up,
    "done_follow_up": decisions.correct_follow_up,
    "approval": processes.correct_approval,
    "handover": processes.correct_handover,
    "seats": processes.correct_seats,
    "report": reports.correct,
    "hearing": responses.correct_hearing,
    "hearing_rules": hearings.correct_rules,
    "question": responses.correct_question,
    "answer": proposals.correct_answer,
    "expectation": decisions.correct_expectation,
    "case_version": decisions.correct_case_version,
}
"""What is done to each kind of thing; which there are, and for whom, its pages say."""


_UNDONE: dict[str, Callable[..., Any]] = {
    "process": decisions.take_back_handover,
    "group": groups.take_back,
    "proposal": proposals.part,
    "participant": processes.take_out_participant,
    "body_member": bodies.take_out_body_member,
    "body_name": _take_out_name,
    "party_letter": bodies.take_out_letter,
    "meeting": meetings.take_back,
    "audience": processes.take_out_audience,
    "paper": papers.take_out,
    "action_point": minutes.go_on_with_action,
    "programme_item": meetings.take_out_programme_item,
    "agenda_item": minutes.take_out_item,
    "attachment": decisions.take_out_attachment,
    "dissent": decisions.take_out_dissent,
    "earlier_decision": decisions.take_out_earlier,
    "undertaking": carrying.take_back_invitation,
    "decision": decisions.take_out_body,
}
"""What is done to take each kind of thing back."""


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
    _known(part, PARTS)
    return show(part_page(g.context, part, number))


@bp.post("/<part>/<int:number>")
def correct(part: str, number: int) -> ResponseReturnValue:
    """Put one thing right."""
    _known(part, PARTS)
    form = sent_form(g.context, part, number)

    def do() -> str:
        home = PARTS[part].find(g.context, number).home
        must_be_fresh()
        _ACTS[part](g.context, number, form.corrected(), reason=form.why(), seen=form.seen.data)
        return f"{home[1]}#corrections"

    return submitted(form, do, again=lambda: show(part_page(g.context, part, number, form)))


@bp.get("/<part>/<int:number>/take-back")
def taking_back(part: str, number: int) -> ResponseReturnValue:
    """The form that takes back what was entered by mistake."""
    _known(part, UNDOS)
    return show(undo_page(g.context, part, number, ReasonForm(formdata=None)))


@bp.post("/<part>/<int:number>/take-back")
def take_back(part: str, number: int) -> ResponseReturnValue:
    """Take back what was entered by mistake."""
    _known(part, UNDOS)
    form = ReasonForm()

    def do() -> str:
        home, _called = UNDOS[part].find(g.context, number)
        must_be_fresh()
        _UNDONE[part](g.context, number, reason=form.reason.data)
        return f"{home[1]}#corrections"

    return submitted(form, do, again=lambda: show(undo_page(g.context, part, number, form)))


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


def _known(part: str, among: Container[str]) -> None:
    if part not in among:
        raise Refusal(Reason.NOT_FOUND)
