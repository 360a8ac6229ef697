"""Addresses about cases and decisions."""

from collections.abc import Callable

from flask import Blueprint, g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.bodies.queries import body_with_names
from civic.decisions import actions, carrying, queries
from civic.decisions.models import Case, ContestState, Decision, FollowUp, FollowUpState, said_of
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP, PROCESS_CASES, DecisionVerb
from civic.http.files import files_folder, received
from civic.http.forms import ButtonForm, Form
from civic.http.identity import must_be_fresh
from civic.http.limits import count
from civic.http.request import after, show, submitted
from civic.http.task import TaskPage
from civic.kernel.refusal import Reason, Refusal
from civic.processes.queries import process
from civic.said.choices import version_choices
from civic.web.decisions.forms import (
    AttachmentFileForm,
    AttachmentForm,
    BodyForm,
    CaseForm,
    CloseForm,
    ContestAnswerForm,
    ContestForm,
    DecisionCorrectionForm,
    DecisionForm,
    DissentForm,
    DoneForm,
    EarlierForm,
    FollowUpForm,
    InviteForm,
    MandateVoteForm,
    ProgressForm,
    ReportBackForm,
    RollCallForm,
    TableForm,
    called,
)
from civic.web.decisions.minutes import Source, prefilled
from civic.web.decisions.pages import (
    ClosedPage,
    body_choices,
    case_page,
    earlier_choices,
    invited_page,
    minority_choices,
    route_choices,
    sitting_members,
    step_choices,
)

bp = Blueprint("decisions", __name__)


@bp.get("/cases/<int:case_id>")
def case(case_id: int) -> ResponseReturnValue:
    """One case; of a closed item, what is public of it."""
    try:
        return show(case_page(g.context, case_id, after=after("origins") or 0))
    except Refusal as refused:
        closed = queries.closed_items(g.context, [case_id]) if refused.reason is Reason.NOT_FOUND else ()
        if not closed:
            raise
        return show(ClosedPage(closed[0]))


@bp.get("/cases/<int:case_id>/close")
def closing(case_id: int) -> ResponseReturnValue:
    """The form that closes an item, or says anew what everybody can read of one that is closed."""
    found = queries.case(g.context, case_id)
    form = CloseForm(formdata=None, neutral_title=found.neutral_title, because=found.closed_because)
    return _case_task(case_id, DecisionVerb.CLOSE_ITEM, form, found)


@bp.post("/cases/<int:case_id>/close")
def close(case_id: int) -> ResponseReturnValue:
    """Treat an item behind closed doors."""
    form = CloseForm()

    def act() -> None:
        must_be_fresh()
        actions.close_item(g.context, case_id, **form.values())

    return _done(form, case_id, act, DecisionVerb.CLOSE_ITEM)


@bp.get("/cases/<int:case_id>/open")
def opening(case_id: int) -> ResponseReturnValue:
    """Ask whether everybody is to read a closed item."""
    return _case_task(case_id, DecisionVerb.OPEN_ITEM, ButtonForm())


@bp.post("/cases/<int:case_id>/open")
def reopen(case_id: int) -> ResponseReturnValue:
    """Let everybody read a closed item."""
    form = ButtonForm()

    def act() -> None:
        must_be_fresh()
        actions.open_item(g.context, case_id)

    return _done(form, case_id, act, DecisionVerb.OPEN_ITEM)


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
    source = _source()
    form = prefilled(g.context, MandateVoteForm, process_id, source) if source else MandateVoteForm()
    return _process_decision_page(process_id, form)


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
    form.version_id.choices = version_choices(g.context, queries.case(g.context, case_id).process_id)

    def do() -> None:
        name, content = received(form.document)
        actions.attach(
            g.context,
            case_id,
            title=form.title.data,
            document_number=form.document_number.data,
            version_id=form.version_id.data or None,
            file=(name, content) if name else None,
            folder=files_folder(),
        )

    return _done(form, case_id, do, DecisionVerb.ATTACH)


@bp.get("/cases/<int:case_id>/earlier/new")
def earlier(case_id: int) -> ResponseReturnValue:
    """The form for what was decided in the matter before."""
    return _case_task(case_id, DecisionVerb.ADD_EARLIER, EarlierForm())


@bp.post("/cases/<int:case_id>/earlier/new")
def add_earlier(case_id: int) -> ResponseReturnValue:
    """Say what was decided in the matter before."""
    form = EarlierForm()
    act = actions.add_earlier
    return _done(form, case_id, lambda: act(g.context, case_id, **form.entered()), DecisionVerb.ADD_EARLIER)


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
    form.beside.choices = step_choices(queries.case(g.context, case_id).decisions)

    def act() -> object:
        return actions.add_body(g.context, case_id, body_with_names(g.context, form.body_id.data), **form.entered())

    return _done(form, case_id, act, DecisionVerb.ADD_BODY)


@bp.get("/decisions/<int:decision_id>")
def decision(decision_id: int) -> ResponseReturnValue:
    """Lead to the page a decision stands on: its case's, or its process's."""
    return redirect(_home_of(queries.decision(g.context, decision_id)), 302)


@bp.get("/follow-ups/<int:follow_up_id>")
def one_follow_up(follow_up_id: int) -> ResponseReturnValue:
    """Lead to the case that something is done about."""
    return redirect(_at(queries.follow_up(g.context, follow_up_id)), 302)


@bp.get("/decisions/<int:decision_id>/table")
def tabling(decision_id: int) -> ResponseReturnValue:
    """The form for the meeting at which a body has the case on its agenda."""
    return _table_page(decision_id, TableForm())


@bp.post("/decisions/<int:decision_id>/table")
def table(decision_id: int) -> ResponseReturnValue:
    """Put the case on the agenda of a body's meeting."""
    form = TableForm()

    def do() -> str:
        made = actions.table(g.context, decision_id, **form.values())
        return url_for("decisions.case", case_id=made.case_id)

    return submitted(form, do, again=lambda: _table_page(decision_id, form))


@bp.get("/decisions/<int:decision_id>/record")
def recording(decision_id: int) -> ResponseReturnValue:
    """The form for what a body decided."""
    return _record_page(decision_id)


@bp.post("/decisions/<int:decision_id>/record")
def record(decision_id: int) -> ResponseReturnValue:
    """Enter what a body decided, with its votes."""
    form = DecisionForm()
    form.sent_back_to.choices = earlier_choices(g.context, queries.decision(g.context, decision_id))

    def do() -> str:
        must_be_fresh()
        made = actions.record_decision(g.context, decision_id, **form.entered(), votes=form.votes())
        return url_for("decisions.case", case_id=made.case_id)

    return submitted(form, do, again=lambda: _record_page(decision_id, form))


@bp.get("/decisions/<int:decision_id>/roll-call")
def calling(decision_id: int) -> ResponseReturnValue:
    """The form for an open vote, member by member."""
    return _roll_call_page(decision_id)


@bp.post("/decisions/<int:decision_id>/roll-call")
def call(decision_id: int) -> ResponseReturnValue:
    """Enter what a body decided by an open vote, each member once, by name and party."""
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.CALL_ROLL, found)
    form = called(sitting_members(g.context, found))()

    def do() -> str:
        must_be_fresh()
        made = actions.record_decision(g.context, decision_id, **form.entered(), votes=form.votes(), is_called=True)
        return url_for("decisions.case", case_id=made.case_id)

    return submitted(form, do, again=lambda: _roll_call_page(decision_id, form))


@bp.get("/decisions/<int:decision_id>/correct")
def correcting(decision_id: int) -> ResponseReturnValue:
    """The form for what was entered wrongly of a body's decision."""
    return _correct_page(decision_id)


@bp.post("/decisions/<int:decision_id>/correct")
def correct(decision_id: int) -> ResponseReturnValue:
    """Correct how a body's decision was entered; what stood there stays to be seen."""
    form = DecisionCorrectionForm()
    form.sent_back_to.choices = earlier_choices(g.context, queries.decision(g.context, decision_id))

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


@bp.get("/decisions/<int:decision_id>/dissents/new")
def dissent(decision_id: int) -> ResponseReturnValue:
    """The form for what the minority had put on record."""
    return _dissent_page(decision_id, DissentForm())


@bp.post("/decisions/<int:decision_id>/dissents/new")
def add_dissent(decision_id: int) -> ResponseReturnValue:
    """Put on record what somebody in the minority said."""
    form = DissentForm()
    form.who.choices = minority_choices(queries.decision(g.context, decision_id))

    def do() -> str:
        must_be_fresh()
        actions.add_dissent(g.context, decision_id, **form.entered())
        return _home_of(queries.decision(g.context, decision_id))

    return submitted(form, do, again=lambda: _dissent_page(decision_id, form))


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


@bp.get("/follow-ups/<int:follow_up_id>/progress")
def progress(follow_up_id: int) -> ResponseReturnValue:
    """The form for how it goes."""
    return _progress_page(follow_up_id, ProgressForm())


@bp.post("/follow-ups/<int:follow_up_id>/progress")
def report(follow_up_id: int) -> ResponseReturnValue:
    """Say how it goes."""
    form = ProgressForm()

    def do() -> str:
        state = FollowUpState(form.state.data)
        made = actions.report_progress(g.context, follow_up_id, state=state, text=form.text.data)
        return url_for("decisions.case", case_id=made.case_id)

    return submitted(form, do, again=lambda: _progress_page(follow_up_id, form))


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


@bp.get("/follow-ups/<int:follow_up_id>/invite")
def inviting(follow_up_id: int) -> ResponseReturnValue:
    """The form that asks somebody to take part in what is done."""
    return _follow_up_task(follow_up_id, DecisionVerb.INVITE, InviteForm())


@bp.post("/follow-ups/<int:follow_up_id>/invite")
def invite(follow_up_id: int) -> ResponseReturnValue:
    """Ask somebody to take part in what is done."""
    form = InviteForm()

    def act() -> None:
        count("invitation", mailbox=form.email.data)
        carrying.invite(g.context, follow_up_id, **form.values())

    return _carried(form, follow_up_id, act, DecisionVerb.INVITE)


@bp.get("/taking-part/<token>")
def invited(token: str) -> ResponseReturnValue:
    """What somebody is asked to take part in, for whoever has the link."""
    return show(invited_page(g.context, token))


@bp.post("/taking-part/<token>/<way>")
def answer_invitation(token: str, way: str) -> ResponseReturnValue:
    """Say yes or no to taking part."""

    def do() -> str:
        found = carrying.answer_invitation(g.context, token, is_yes=way == "yes")
        return _at(queries.follow_up(g.context, found.follow_up_id))

    if way not in {"yes", "no"}:
        raise Refusal(Reason.NOT_FOUND)
    return submitted(ButtonForm(), do, again=lambda: invited(token))


@bp.get("/follow-ups/<int:follow_up_id>/contest")
def contesting(follow_up_id: int) -> ResponseReturnValue:
    """The form for whoever says that it is not done."""
    return _follow_up_task(follow_up_id, DecisionVerb.CONTEST, ContestForm())


@bp.post("/follow-ups/<int:follow_up_id>/contest")
def contest(follow_up_id: int) -> ResponseReturnValue:
    """Say that what is said to be done is not, and why."""
    form = ContestForm()

    def act() -> None:
        count("comment", target=f"follow-up {follow_up_id}")
        carrying.contest(g.context, follow_up_id, reason=form.text.data)

    return _carried(form, follow_up_id, act, DecisionVerb.CONTEST)


@bp.get("/contests/<int:contest_id>/answer")
def answering_contest(contest_id: int) -> ResponseReturnValue:
    """The form that answers whoever says that it is not done."""
    return _contest_page(contest_id, ContestAnswerForm())


@bp.post("/contests/<int:contest_id>/answer")
def answer_contest(contest_id: int) -> ResponseReturnValue:
    """Answer whoever says that it is not done: it stands, or is taken up again."""
    form = ContestAnswerForm()

    def do() -> str:
        is_taken_up = ContestState(form.state.data) is ContestState.TAKEN_UP
        made = carrying.answer_contest(g.context, contest_id, is_taken_up=is_taken_up, answer=form.answer.data)
        return _at(queries.follow_up(g.context, made.follow_up_id))

    return submitted(form, do, again=lambda: _contest_page(contest_id, form))


@bp.get("/follow-ups/<int:follow_up_id>/report")
def reporting_back(follow_up_id: int) -> ResponseReturnValue:
    """The form for what a body was told of how it goes."""
    planned = queries.follow_up(g.context, follow_up_id).review_on
    later = planned if planned is not None and planned > g.context.today else None
    return _follow_up_task(follow_up_id, DecisionVerb.REPORT_BACK, ReportBackForm(review_on=later))


@bp.post("/follow-ups/<int:follow_up_id>/report")
def report_back(follow_up_id: int) -> ResponseReturnValue:
    """Say what a body was told of how it goes."""
    form = ReportBackForm()
    form.body_id.choices = route_choices(g.context, queries.follow_up(g.context, follow_up_id).case_id)
    act = carrying.report_back
    return _carried(form, follow_up_id, lambda: act(g.context, follow_up_id, **form.values()), DecisionVerb.REPORT_BACK)


def _carried(form: Form, follow_up_id: int, act: Callable[[], object], verb: DecisionVerb) -> ResponseReturnValue:
    def do() -> str:
        act()
        return _at(queries.follow_up(g.context, follow_up_id))

    return submitted(form, do, again=lambda: _follow_up_task(follow_up_id, verb, form))


def _at(found: FollowUp) -> str:
    return url_for("decisions.case", case_id=found.case_id, _anchor=f"follow-up-{found.id}")


def _follow_up_task(follow_up_id: int, verb: DecisionVerb, form: Form) -> ResponseReturnValue:
    found = queries.follow_up(g.context, follow_up_id)
    FOLLOW_UP.require(g.context, verb, found)
    if isinstance(form, ReportBackForm):
        form.body_id.choices = route_choices(g.context, found.case_id)
    heading, button, said = {
        DecisionVerb.INVITE: (_("Ask somebody to take part"), _("Ask them"), ""),
        DecisionVerb.CONTEST: (
            _("It is not done"),
            _("Say so"),
            _("Everybody can read what you write, and the municipality has to answer it with a reason."),
        ),
        DecisionVerb.REPORT_BACK: (_("What a body was told"), _("Save"), ""),
    }[verb]
    quoted = [(_("What was to be done"), found.text)]
    if found.is_done and found.result:
        quoted.append((_("What is said to be done"), found.result))
    number = found.case.number
    return show(TaskPage(heading, form, button, said, ((number, _at(found)),), tuple(quoted)))


def _contest_page(contest_id: int, form: ContestAnswerForm) -> ResponseReturnValue:
    found = queries.contest(g.context, contest_id)
    follow_up = found.follow_up
    FOLLOW_UP.require(g.context, DecisionVerb.ANSWER_CONTEST, follow_up)
    if not found.is_open:
        raise Refusal(Reason.NOT_NOW)
    number = follow_up.case.number
    quoted = (
        (_("What is said to be done"), follow_up.result or follow_up.text),
        (_("Why it is contested"), found.comment.text),
    )
    said = _("If it is taken up again, it is under way from now on; that it was said to be done stays to be seen.")
    return show(
        TaskPage(_("Answer that it is not done"), form, _("Give the answer"), said, ((number, _at(follow_up)),), quoted)
    )


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


def _case_task(case_id: int, verb: DecisionVerb, form: Form, found: Case | None = None) -> ResponseReturnValue:
    found = found or queries.case(g.context, case_id)
    CASE.require(g.context, verb, found)
    if isinstance(form, BodyForm):
        form.body_id.choices = body_choices(g.context)
        form.beside.choices = step_choices(found.decisions)
    if isinstance(form, AttachmentForm):
        form.version_id.choices = version_choices(g.context, found.process_id)
    heading, button = {
        DecisionVerb.ATTACH: (_("Add an attachment"), _("Add")),
        DecisionVerb.CLOSE_ITEM: (_("Treat it as a closed item"), _("Close the item")),
        DecisionVerb.OPEN_ITEM: (_("Let everybody read it?"), _("Open the item")),
        DecisionVerb.ADD_EARLIER: (_("An earlier decision in the matter"), _("Add")),
        DecisionVerb.ADD_BODY: (_("Add a body to the way of the case"), _("Add")),
        DecisionVerb.ADD_FOLLOW_UP: (_("What is to be done about it"), _("Save")),
    }[verb]
    trail = ((found.number, url_for("decisions.case", case_id=case_id)),)
    return show(TaskPage(heading, form, button, trail=trail))


def _record_page(decision_id: int, form: DecisionForm | None = None) -> ResponseReturnValue:
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.RECORD, found)
    source = _source()
    if form is None:
        form = prefilled(g.context, DecisionForm, found.process_id, source) if source else DecisionForm.at(found)
    form.sent_back_to.choices = earlier_choices(g.context, found)
    number = found.case.number if found.case else ""
    trail = ((number, url_for("decisions.case", case_id=found.case_id)),)
    return show(
        TaskPage(
            _("Enter the decision of %(body)s", body=found.body.name), form, _("Enter the decision"), _lasting(), trail
        )
    )


def _roll_call_page(decision_id: int, form: RollCallForm | None = None) -> ResponseReturnValue:
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.CALL_ROLL, found)
    members = sitting_members(g.context, found)
    tabled = found.expected_on if found.is_tabled else None
    form = form or called(members)(formdata=None, on=tabled, item_number=found.item_number)
    number = found.case.number if found.case else ""
    trail = ((number, url_for("decisions.case", case_id=found.case_id)),)
    heading = _("The vote of %(body)s, member by member", body=found.body.name)
    nobody = _("No members are entered for the body. Enter them first, or the votes by party and name.")
    said = _("Each who is present is called once. Close the vote by entering it: everybody can read it at once.")
    return show(TaskPage(heading, form, _("Enter the decision"), said if members else nobody, trail))


def _source() -> Source | None:
    """Return from which minutes the address says that a form is filled, or None."""
    number, at = after("transcript"), after("item")
    return Source(number, at, after("vote")) if number and at else None


def _table_page(decision_id: int, form: TableForm) -> ResponseReturnValue:
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.TABLE, found)
    number = found.case.number if found.case else ""
    trail = ((number, url_for("decisions.case", case_id=found.case_id)),)
    heading = _("Put the case on the agenda of %(body)s", body=found.body.name)
    return show(TaskPage(heading, form, _("Put the case on the agenda"), trail=trail))


def _dissent_page(decision_id: int, form: DissentForm) -> ResponseReturnValue:
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.ADD_DISSENT, found)
    form.who.choices = minority_choices(found)
    trail = ((found.case.number if found.case else found.process.title, _home_of(found)),)
    heading = _("What the minority had put on record")
    asked = _(
        "Whoever took part and was in the minority can have it put on record, where they asked for it at the meeting."
    )
    return show(TaskPage(heading, form, _("Put it on record"), asked, trail))


def _home_of(found: Decision) -> str:
    """Return where a decision stands: on its case's page, or its process's."""
    if found.case_id is not None:
        return url_for("decisions.case", case_id=found.case_id)
    return url_for("processes.process", process_id=found.process_id)


def _correct_page(decision_id: int, form: DecisionCorrectionForm | None = None) -> ResponseReturnValue:
    found = queries.decision(g.context, decision_id)
    DECISION.require(g.context, DecisionVerb.CORRECT, found)
    form = form or DecisionCorrectionForm.of(found)
    form.sent_back_to.choices = earlier_choices(g.context, found)
    there = said_of(found)
    form.shows(*there.values(), now="\n".join(filter(None, there.values())))
    trail = ((found.case.number if found.case else found.process.title, _home_of(found)),)
    said = _("What stands there now stays to be seen, with the day, your name and the reason.")
    return show(
        TaskPage(_("Correct the decision of %(body)s", body=found.body.name), form, _("Correct it"), said, trail)
    )


def _progress_page(follow_up_id: int, form: ProgressForm) -> ResponseReturnValue:
    found = queries.follow_up(g.context, follow_up_id)
    FOLLOW_UP.require(g.context, DecisionVerb.REPORT_PROGRESS, found)
    number = found.case.number
    trail = ((number, url_for("decisions.case", case_id=found.case_id)),)
    return show(TaskPage(_("How it goes"), form, _("Save"), found.text, trail))


def _done_page(follow_up_id: int, form: DoneForm) -> ResponseReturnValue:
    found = queries.follow_up(g.context, follow_up_id)
    FOLLOW_UP.require(g.context, DecisionVerb.MARK_DONE, found)
    number = found.case.number
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
