"""Addresses about cases and decisions."""

from collections.abc import Callable

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.bodies.queries import body_with_names
from civic.db.base import Precision
from civic.decisions import actions, queries
from civic.decisions.models import Decision, said_of
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP, PROCESS_CASES, DecisionVerb
from civic.http.files import files_folder, received
from civic.http.forms import Form
from civic.http.identity import must_be_fresh
from civic.http.request import after, show, submitted
from civic.http.task import TaskPage
from civic.processes.queries import process
from civic.said.choices import version_choices
from civic.web.decisions.forms import (
    AttachmentFileForm,
    AttachmentForm,
    BodyForm,
    CaseForm,
    DecisionCorrectionForm,
    DecisionForm,
    DoneForm,
    FollowUpForm,
    MandateVoteForm,
)
from civic.web.decisions.pages import body_choices, case_page

bp = Blueprint("decisions", __name__)


@bp.get("/cases/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    """One case."""
    return show(case_page(g.context, case_id, after=after("origins") or 0))


@bp.get("/processes/<int:process_id>/cases/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a new case."""
    return _new_page(process_id, CaseForm())


@bp.post("/processes/<int:process_id>/cases/new")
def add(process_id: int) -> ResponseReturnValue:
    """Open a case."""
    form = CaseForm()
    form.version_id.choices = version_choices(g.context, process_id)

    def do() -> str:
        made = actions.add_case(g.context, process_id, **form.values() | {"version_id": form.version_id.data or None})
        return url_for("decisions.case", case_id=made.id)

    return submitted(form, do, again=lambda: _new_page(process_id, form))


@bp.get("/processes/<int:process_id>/decisions/new")
def new_process_decision(process_id: int) -> ResponseReturnValue:
    """The form for the vote on the kommissorium."""
    return _process_decision_page(process_id, MandateVoteForm())


@bp.post("/processes/<int:process_id>/decisions/new")
def add_process_decision(process_id: int) -> ResponseReturnValue:
    """Enter the vote on the kommissorium."""
    form = MandateVoteForm()
    form.body_id.choices = body_choices(g.context)

    def do() -> str:
        actions.record_process_decision(
            g.context,
            process_id,
            body_with_names(g.context, form.body_id.data),
            subject=_("the mandate (kommissorium)"),
            wording=form.wording.data,
            on=form.on.data,
            item_number=form.item_number.data,
            votes=form.votes(),
        )
        return url_for("processes.process", process_id=process_id)

    return submitted(form, do, again=lambda: _process_decision_page(process_id, form))


@bp.get("/cases/<int:case_id>/attachments/new")
def attachment(case_id: int) -> ResponseReturnValue:
    """The form for a bilag."""
    return _case_task(case_id, DecisionVerb.ATTACH, AttachmentForm())


@bp.post("/cases/<int:case_id>/attachments/new")
def attach(case_id: int) -> ResponseReturnValue:
    """Add a bilag."""
    form = AttachmentForm()

    def do() -> None:
        name, content = received(form.document)
        actions.attach(
            g.context,
            case_id,
            title=form.title.data,
            document_number=form.document_number.data,
            file=(name, content) if name else None,
            folder=files_folder(),
        )

    return _done(form, case_id, do, DecisionVerb.ATTACH)


@bp.get("/attachments/<int:attachment_id>/file")
def file(attachment_id: int) -> ResponseReturnValue:
    """The form for the file of a bilag that has none."""
    return _file_page(attachment_id, AttachmentFileForm())


@bp.post("/attachments/<int:attachment_id>/file")
def put_file(attachment_id: int) -> ResponseReturnValue:
    """Put the file to a bilag that has none."""
    form = AttachmentFileForm()

    def do() -> str:
        name, content = received(form.document)
        made = actions.attach_file(g.context, attachment_id, files_folder(), name=name, content=content)
        return url_for("decisions.case", case_id=made.case_id)

    return submitted(form, do, again=lambda: _file_page(attachment_id, form))


def _file_page(attachment_id: int, form: AttachmentFileForm) -> ResponseReturnValue:
    found = queries.attachment(g.context, attachment_id)
    case = queries.case(g.context, found.case_id)
    CASE.require(g.context, DecisionVerb.ATTACH, case)
    trail = ((case.number, url_for("decisions.case", case_id=case.id)),)
    return show(TaskPage(_("Put the file to an attachment"), form, _("Add"), found.title, trail=trail))


@bp.get("/cases/<int:case_id>/bodies/new")
def body_form(case_id: int) -> ResponseReturnValue:
    """The form for a body of the chain."""
    return _case_task(case_id, DecisionVerb.ADD_BODY, BodyForm())


@bp.post("/cases/<int:case_id>/bodies/new")
def add_body(case_id: int) -> ResponseReturnValue:
    """Add a body to the chain."""
    form = BodyForm()
    form.body_id.choices = body_choices(g.context)

    def act() -> object:
        on = form.expected_on.data
        precision = Precision.DAY if on else None
        found = body_with_names(g.context, form.body_id.data)
        return actions.add_body(g.context, case_id, found, expected_on=on, expected_precision=precision)

    return _done(form, case_id, act, DecisionVerb.ADD_BODY)


@bp.get("/decisions/<int:decision_id>")
def decision(decision_id: int) -> ResponseReturnValue:
    """Lead to the page a decision stands on: its case's, or its process's."""
    return redirect(_home_of(queries.decision(g.context, decision_id)), 302)


@bp.get("/follow-ups/<int:follow_up_id>")
def one_follow_up(follow_up_id: int) -> ResponseReturnValue:
    """Lead to the case that something is done about."""
    return redirect(url_for("decisions.case", case_id=queries.follow_up(g.context, follow_up_id).case_id), 302)


@bp.get("/decisions/<int:decision_id>/record")
def recording(decision_id: int) -> ResponseReturnValue:
    """The form for what a body decided."""
    return _record_page(decision_id, DecisionForm())


@bp.post("/decisions/<int:decision_id>/record")
def record(decision_id: int) -> ResponseReturnValue:
    """Enter what a body decided, with its votes."""
    form = DecisionForm()

    def do() -> str:
        must_be_fresh()
        made = actions.record_decision(g.context, decision_id, **form.entered(), votes=form.votes())
        return url_for("decisions.case", case_id=made.case_id)

    return submitted(form, do, again=lambda: _record_page(decision_id, form))


@bp.get("/decisions/<int:decision_id>/correct")
def correcting(decision_id: int) -> ResponseReturnValue:
    """The form for what was entered wrongly of a body's decision."""
    return _correct_page(decision_id)


@bp.post("/decisions/<int:decision_id>/correct")
def correct(decision_id: int) -> ResponseReturnValue:
    """Correct how a body's decision was entered; what stood there stays to be seen."""
    form = DecisionCorrectionForm()

    def do() -> str:
        must_be_fresh()
        made = actions.correct_decision(
            g.context,
            decision_id,
            **form.entered(),
            votes=form.votes_of(queries.decision(g.context, decision_id)),
            votes_as_written=form.votes_as_written.data or "",
            reason=form.reason.data,
            seen=form.seen.data,
        )
        return f"{_home_of(made)}#corrections"

    return submitted(form, do, again=lambda: _correct_page(decision_id, form))


@bp.get("/cases/<int:case_id>/follow-ups/new")
def follow_up(case_id: int) -> ResponseReturnValue:
    """The form for what is to be done."""
    return _case_task(case_id, DecisionVerb.ADD_FOLLOW_UP, FollowUpForm())


@bp.post("/cases/<int:case_id>/follow-ups/new")
def add_follow_up(case_id: int) -> ResponseReturnValue:
    """Say what is to be done."""
    form = FollowUpForm()
    act = actions.add_follow_up
    return _done(form, case_id, lambda: act(g.context, case_id, **form.values()), DecisionVerb.ADD_FOLLOW_UP)


@bp.get("/follow-ups/<int:follow_up_id>/done")
def doing(follow_up_id: int) -> ResponseReturnValue:
    """The form for what was done."""
    return _done_page(follow_up_id, DoneForm())


@bp.post("/follow-ups/<int:follow_up_id>/done")
def mark_done(follow_up_id: int) -> ResponseReturnValue:
    """Say what was done."""
    form = DoneForm()

    def do() -> str:
        done = actions.mark_done(g.context, follow_up_id, **form.values())
        return url_for("decisions.case", case_id=done.case_id)

    return submitted(form, do, again=lambda: _done_page(follow_up_id, form))


def _done(form: Form, case_id: int, act: Callable[[], object], verb: DecisionVerb) -> ResponseReturnValue:
    def do() -> str:
        act()
        return url_for("decisions.case", case_id=case_id)

    return submitted(form, do, again=lambda: _case_task(case_id, verb, form))


def _new_page(process_id: int, form: CaseForm) -> ResponseReturnValue:
    parent = process(g.context, process_id)
    PROCESS_CASES.require(g.context, DecisionVerb.ADD_CASE, parent)
    form.version_id.choices = version_choices(g.context, process_id)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return show(TaskPage(_("Open a case"), form, _("Open the case"), trail=trail))


def _process_decision_page(process_id: int, form: MandateVoteForm) -> ResponseReturnValue:
    parent = process(g.context, process_id)
    PROCESS_CASES.require(g.context, DecisionVerb.ADD_CASE, parent)
    form.body_id.choices = body_choices(g.context)
    trail = ((parent.title, url_for("processes.process", process_id=process_id)),)
    return show(TaskPage(_("The vote on the mandate"), form, _("Enter the vote"), _how_to_vote(), trail))


def _case_task(case_id: int, verb: DecisionVerb, form: Form) -> ResponseReturnValue:
    found = queries.case(g.context, case_id)
    CASE.require(g.context, verb, found)
    if isinstance(form, BodyForm):
        form.body_id.choices = body_choices(g.context)
    heading, button = {
        DecisionVerb.ATTACH: (_("Add an attachment"), _("Add")),
        DecisionVerb.ADD_BODY: (_("Add a body to the way of the case"), _("Add")),
        DecisionVerb.ADD_FOLLOW_UP: (_("What is to be done about it"), _("Save")),
    }[verb]
    trail = ((found.number, url_for("decisions.case", case_id=case_id)),)
    return show(TaskPage(heading, form, button, trail=trail))


def _record_page(decision_id: int, form: DecisionForm) -> ResponseReturnValue:
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.RECORD, found)
    number = found.case.number if found.case else ""
    trail = ((number, url_for("decisions.case", case_id=found.case_id)),)
    return show(
        TaskPage(
            _("Enter the decision of %(body)s", body=found.body.name), form, _("Enter the decision"), _lasting(), trail
        )
    )


def _home_of(found: Decision) -> str:
    """Return where a decision stands: on its case's page, or its process's."""
    if found.case_id is not None:
        return url_for("decisions.case", case_id=found.case_id)
    return url_for("processes.process", process_id=found.process_id)


def _correct_page(decision_id: int, form: DecisionCorrectionForm | None = None) -> ResponseReturnValue:
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.CORRECT, found)
    form = form or DecisionCorrectionForm.of(found)
    there = said_of(found)
    form.shows(*there.values(), now="\n".join(filter(None, there.values())))
    trail = ((found.case.number if found.case else found.process.title, _home_of(found)),)
    said = _("What stands there now stays to be seen, with the day, your name and the reason.")
    return show(
        TaskPage(_("Correct the decision of %(body)s", body=found.body.name), form, _("Correct it"), said, trail)
    )


def _done_page(follow_up_id: int, form: DoneForm) -> ResponseReturnValue:
    found = queries.follow_up(g.context, follow_up_id)
    FOLLOW_UP.require(g.context, DecisionVerb.MARK_DONE, found)
    number = queries.case(g.context, found.case_id).number
    trail = ((number, url_for("decisions.case", case_id=found.case_id)),)
    return show(TaskPage(_("It was done"), form, _("Save"), found.text, trail))


def _lasting() -> str:
    said = _("What you enter is shown in public at once. If it is corrected later, what stood there stays to be seen.")
    return " ".join((said, _how_to_vote()))


def _how_to_vote() -> str:
    return _(
        "Votes as the minutes have them, one on each line: a party letter, or a name with the party in brackets, "
        "and after a colon the reason that was put on record."
    )
