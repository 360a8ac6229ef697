"""Addresses about housing-social plans: what they say, their parts, and who approves them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from flask import Blueprint, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.dialogue.queries import place
from civic.http.correcting import TakeOutForm
from civic.http.forms import Form, ReasonForm
from civic.http.identity import must_be_fresh
from civic.http.limits import count
from civic.http.request import show, submitted
from civic.http.task import TaskPage
from civic.http.threads import CommentForm, asked
from civic.kernel.refusal import Reason, Refusal
from civic.plans import actions, queries
from civic.plans.content import to_json
from civic.plans.models import Approval, ApprovalStep, Gate
from civic.plans.parts import Part
from civic.plans.workflow import PLAN, PROCESS_PLANS, PlanVerb
from civic.processes.queries import process
from civic.said.corrections import PARTS
from civic.web.plans.forms import (
    ApprovalForm,
    BodyStepForm,
    DecisionForm,
    EndForm,
    IssueForm,
    SubmitForm,
)
from civic.web.plans.pages import (
    budget_page,
    changes_page,
    draft_page,
    events_page,
    in_area_page,
    learnt,
    new_plan_form,
    part_form,
    part_task,
    plan_form,
    plan_page,
    plan_trail,
    shows_part,
    shows_plan,
    told_part,
    version_page,
)

bp = Blueprint("plans", __name__)
SORTS = ", ".join(one.value for one in Part)
OWN = ", ".join(one.value for one in Part if one is not Part.STEP)
"""Parts that somebody enters; those who approve are entered with the organisations and the bodies."""


@bp.get("/processes/<int:process_id>/plans/new")
def new(process_id: int) -> ResponseReturnValue:
    """The form for a plan that begins."""
    return _new_page(process_id, new_plan_form(g.context))


@bp.post("/processes/<int:process_id>/plans/new")
def add(process_id: int) -> ResponseReturnValue:
    """Begin a plan."""
    form = new_plan_form(g.context, sent=True)

    def do() -> str:
        made = actions.add_plan(
            g.context,
            process_id,
            form.said(),
            programme_id=form.programme_id.data,
            area_ids=form.area_ids.data or (),
        )
        g.context.session.flush()
        return url_for("plans.draft", plan_id=made.id)

    return submitted(form, do, again=lambda: _new_page(process_id, form))


@bp.get("/plans/<int:plan_id>", endpoint="show")
def show_plan(plan_id: int) -> ResponseReturnValue:
    """One plan, as its newest version says it."""
    return show(plan_page(g.context, plan_id, reading=asked()))


@bp.get("/plans/<int:plan_id>/written")
def draft(plan_id: int) -> ResponseReturnValue:
    """One plan as it is written now, for its staff."""
    return show(draft_page(g.context, plan_id))


@bp.get("/plans/<int:plan_id>/versions/<int:number>")
def version(plan_id: int, number: int) -> ResponseReturnValue:
    """One version of a plan."""
    return show(version_page(g.context, plan_id, number))


@bp.get("/plans/<int:plan_id>/versions/<int:number>/changes")
def changes(plan_id: int, number: int) -> ResponseReturnValue:
    """What is different in a version from the one before."""
    return show(changes_page(g.context, plan_id, number))


@bp.get("/plans/<int:plan_id>/budget")
def budget(plan_id: int) -> ResponseReturnValue:
    """A plan's budget, by year, effort and source."""
    return show(budget_page(g.context, plan_id, written=bool(request.args.get("written"))))


@bp.get("/plans/<int:plan_id>/areas/<int:area_id>")
def area(plan_id: int, area_id: int) -> ResponseReturnValue:
    """What a plan means for one area."""
    return show(in_area_page(g.context, plan_id, area_id))


@bp.get("/plans/<int:plan_id>/events")
def events(plan_id: int) -> ResponseReturnValue:
    """All that has happened in a plan."""
    return show(events_page(g.context, plan_id))


@bp.get("/plans/efforts/<int:effort_id>")
def effort(effort_id: int) -> ResponseReturnValue:
    """Lead to the plan that an effort stands in."""
    plan_id = queries.plan_of_effort(g.context, effort_id)
    return redirect(url_for("plans.show", plan_id=plan_id, _anchor=f"effort-{effort_id}"), 302)


@bp.post("/plans/<int:plan_id>/comments")
def comment(plan_id: int) -> ResponseReturnValue:
    """Comment in public on a plan."""
    form = CommentForm()

    def do() -> str:
        count("comment", target=f"plan {plan_id}")
        made = actions.comment(g.context, plan_id, **form.said())
        before = place(g.context, made)
        return url_for("plans.show", plan_id=plan_id, said=before, _anchor=f"comment-{made.id}")

    return submitted(form, do, again=lambda: show(plan_page(g.context, plan_id, comment=form)))


@bp.get("/plans/<int:plan_id>/change")
def changing(plan_id: int) -> ResponseReturnValue:
    """The form for what a plan says of itself."""
    return _change_page(plan_id, plan_form(g.context, queries.plan(g.context, plan_id)))


@bp.post("/plans/<int:plan_id>/change")
def change(plan_id: int) -> ResponseReturnValue:
    """Change what a plan says of itself."""
    form = plan_form(g.context, queries.plan(g.context, plan_id), sent=True)
    saw = form.saw

    def do() -> str:
        actions.change_plan(g.context, plan_id, form.said(), area_ids=form.area_ids.data or (), seen=saw)
        return url_for("plans.draft", plan_id=plan_id)

    return submitted(form, do, again=lambda: _change_page(plan_id, form))


@bp.get(f"/plans/<int:plan_id>/<any({OWN}):part>/new")
def new_part(plan_id: int, part: str) -> ResponseReturnValue:
    """The form for a part of a plan."""
    return _new_part_page(plan_id, Part(part))


@bp.post(f"/plans/<int:plan_id>/<any({OWN}):part>/new")
def add_part(plan_id: int, part: str) -> ResponseReturnValue:
    """Enter a part of a plan."""
    sort = Part(part)
    form = part_form(g.context, queries.plan(g.context, plan_id), sort, sent=True)

    def do() -> str:
        actions.add_part(g.context, plan_id, sort, form.corrected(), area_ids=form.areas_chosen)
        return _after(plan_id, sort)

    return submitted(form, do, again=lambda: _new_part_page(plan_id, sort, form))


@bp.get(f"/plans/<any({SORTS}):part>/<int:part_id>")
def changing_part(part: str, part_id: int) -> ResponseReturnValue:
    """The form that changes or corrects a part of a plan."""
    return _part_page(Part(part), part_id)


@bp.post(f"/plans/<any({SORTS}):part>/<int:part_id>")
def change_part(part: str, part_id: int) -> ResponseReturnValue:
    """Change or correct a part of a plan."""
    sort = Part(part)
    found, row = queries.part(g.context, sort, part_id)
    form = part_form(g.context, found, sort, row, sent=True)
    saw = form.saw

    def do() -> str:
        actions.change_part(
            g.context, sort, part_id, form.corrected(), area_ids=form.areas_chosen, reason=form.why(), seen=saw
        )
        return _after(found.id, sort)

    return submitted(form, do, again=lambda: _part_page(sort, part_id, form))


@bp.get(f"/plans/<any({SORTS}):part>/<int:part_id>/take-out")
def taking_out_part(part: str, part_id: int) -> ResponseReturnValue:
    """Ask before a part is taken out of a plan."""
    return _take_out_page(Part(part), part_id, _take_out_form(Part(part), part_id))


@bp.post(f"/plans/<any({SORTS}):part>/<int:part_id>/take-out")
def take_out_part(part: str, part_id: int) -> ResponseReturnValue:
    """Take a part out of a plan."""
    sort = Part(part)
    form = _take_out_form(sort, part_id)
    saw = form.saw

    def do() -> str:
        found = actions.take_out_part(g.context, sort, part_id, reason=form.reason.data or "", seen=saw)
        return _after(found.id, sort)

    return submitted(form, do, again=lambda: _take_out_page(sort, part_id, form))


@bp.get("/plans/<int:plan_id>/bodies/new")
def new_step(plan_id: int) -> ResponseReturnValue:
    """The form for a political body that has to approve a plan."""
    return _new_step_page(plan_id, BodyStepForm(formdata=None))


@bp.post("/plans/<int:plan_id>/bodies/new")
def add_step(plan_id: int) -> ResponseReturnValue:
    """Enter a political body that has to approve a plan."""
    form = BodyStepForm()
    form.offer(g.context)

    def do() -> str:
        body_id, on = form.body_id.data, form.asked_on.data
        actions.add_step(g.context, plan_id, body_id=body_id, name=form.called, asked_on=on)
        return url_for("plans.show", plan_id=plan_id, _anchor="approvals")

    return submitted(form, do, again=lambda: _new_step_page(plan_id, form))


@bp.get("/plans/<int:plan_id>/versions/new")
def issuing(plan_id: int) -> ResponseReturnValue:
    """The form that gives a plan as it is written now a number."""
    return _issue_page(plan_id, _issue_form(plan_id))


@bp.post("/plans/<int:plan_id>/versions/new")
def issue(plan_id: int) -> ResponseReturnValue:
    """Give a plan as it is written now a number."""
    form = _issue_form(plan_id, sent=True)
    saw = form.saw

    def do() -> str:
        must_be_fresh()
        actions.issue_version(g.context, plan_id, summary=form.summary.data, upheld=form.upheld(), seen=saw)
        return url_for("plans.show", plan_id=plan_id)

    return submitted(form, do, again=lambda: _issue_page(plan_id, form))


@bp.get("/plans/steps/<int:step_id>/approval")
def approving(step_id: int) -> ResponseReturnValue:
    """The form for what somebody made of a plan."""
    return _approve_page(step_id, _approval_form(queries.step(g.context, step_id)))


@bp.post("/plans/steps/<int:step_id>/approval")
def approve(step_id: int) -> ResponseReturnValue:
    """Enter what somebody made of a plan."""
    step = queries.step(g.context, step_id)
    form = _approval_form(step, sent=True)
    saw = form.saw

    def do() -> str:
        must_be_fresh()
        if isinstance(form, DecisionForm):
            values = {"said": form.said.data}
            actions.record_approval(g.context, step_id, values, decision_id=form.decision_id.data, seen=saw)
        else:
            actions.record_approval(g.context, step_id, form.corrected(), seen=saw)
        return url_for("plans.show", plan_id=step.plan_id, _anchor="approvals")

    return submitted(form, do, again=lambda: _approve_page(step_id, form))


@bp.get("/plans/approvals/<int:approval_id>")
def correcting(approval_id: int) -> ResponseReturnValue:
    """The form that corrects what was entered of an approval."""
    return _correct_page(approval_id, _correct_form(approval_id))


@bp.post("/plans/approvals/<int:approval_id>")
def correct(approval_id: int) -> ResponseReturnValue:
    """Correct what was entered of an approval."""
    found = queries.approval(g.context, approval_id)
    form = _correct_form(approval_id, sent=True)
    saw = form.saw

    def do() -> str:
        must_be_fresh()
        actions.correct_approval(g.context, approval_id, form.corrected(), reason=form.why(), seen=saw)
        return url_for("plans.show", plan_id=found.step.plan_id, _anchor="approvals")

    return submitted(form, do, again=lambda: _correct_page(approval_id, form))


@bp.get("/plans/<int:plan_id>/submit")
def submitting(plan_id: int) -> ResponseReturnValue:
    """The form by which a plan is sent to the fund."""
    return _submit_page(plan_id, SubmitForm(formdata=None, on=g.context.today))


@bp.post("/plans/<int:plan_id>/submit")
def submit(plan_id: int) -> ResponseReturnValue:
    """Note that a plan was sent to the fund."""
    form = SubmitForm()
    return _moved(plan_id, form, lambda: actions.submit(g.context, plan_id, on=form.on.data), _submit_page)


@bp.get("/plans/<int:plan_id>/take-back")
def taking_back(plan_id: int) -> ResponseReturnValue:
    """The form by which a plan is taken back from the fund."""
    return _take_back_page(plan_id, ReasonForm(formdata=None))


@bp.post("/plans/<int:plan_id>/take-back")
def take_back(plan_id: int) -> ResponseReturnValue:
    """Take a plan back from the fund."""
    form = ReasonForm()

    def do() -> Any:
        return actions.take_back_submission(g.context, plan_id, reason=form.reason.data)

    return _moved(plan_id, form, do, _take_back_page)


@bp.get("/plans/<int:plan_id>/end")
def ending(plan_id: int) -> ResponseReturnValue:
    """The form that ends a plan."""
    return _end_page(plan_id, EndForm(formdata=None))


@bp.post("/plans/<int:plan_id>/end")
def end(plan_id: int) -> ResponseReturnValue:
    """End a plan, and say how what worked lives on."""
    form = EndForm()

    def do() -> Any:
        return actions.end_plan(g.context, plan_id, on=form.on.data, anchored=form.anchored.data)

    return _moved(plan_id, form, do, _end_page)


def _moved(
    plan_id: int, form: Form, act: Callable[[], object], page: Callable[[int, Any], ResponseReturnValue]
) -> ResponseReturnValue:
    def do() -> str:
        must_be_fresh()
        act()
        return url_for("plans.show", plan_id=plan_id)

    return submitted(form, do, again=lambda: page(plan_id, form))


def _after(plan_id: int, part: Part) -> str:
    """Return where one is led after a part was written: to the place at which it stands."""
    if part in {Part.LINE, Part.SOURCE}:
        return url_for("plans.budget", plan_id=plan_id, written=1)
    if part is Part.EVENT:
        return url_for("plans.events", plan_id=plan_id)
    if part is Part.STEP:
        return url_for("plans.show", plan_id=plan_id, _anchor="approvals")
    return url_for("plans.draft", plan_id=plan_id)


def _new_page(process_id: int, form: Any) -> ResponseReturnValue:
    found = process(g.context, process_id)
    PROCESS_PLANS.require(g.context, PlanVerb.ADD_PLAN, found)
    trail = ((found.title, url_for("processes.process", process_id=process_id)),)
    words = _("Only those who work with the process can read it until it has a version.")
    return show(TaskPage(_("Begin a plan"), form, _("Begin it"), words, trail, known=learnt(g.context, "")))


def _change_page(plan_id: int, form: Any) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    PLAN.require(g.context, PlanVerb.CHANGE_PLAN, found)
    words = _("Others read it with the plan's next version.")
    page = TaskPage(
        _("What the plan says of itself"), shows_plan(g.context, form, found), _("Save"), words, plan_trail(found)
    )
    return show(page)


def _new_part_page(plan_id: int, part: Part, form: Any = None) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    form = form or part_form(g.context, found, part)
    heading = _("Enter: %(what)s", what=PARTS[part.value])
    return show(part_task(g.context, found, part, form, heading=heading, button=_("Write it in")))


def _part_page(part: Part, part_id: int, form: Any = None) -> ResponseReturnValue:
    found, row = queries.part(g.context, part, part_id)
    form = shows_part(g.context, form or part_form(g.context, found, part, row), part, row)
    heading = _("Change: %(what)s", what=PARTS[part.value])
    return show(part_task(g.context, found, part, form, row, heading=heading, button=_("Save")))


def _take_out_form(part: Part, part_id: int) -> Any:
    found, _row = queries.part(g.context, part, part_id)
    form = TakeOutForm()
    if not (part.is_live and found.number):
        form.reason.validators, form.reason.flags.optional = [], True
    return form


def _take_out_page(part: Part, part_id: int, form: Any) -> ResponseReturnValue:
    found, row = queries.part(g.context, part, part_id)
    PLAN.require(g.context, PlanVerb.TAKE_OUT if part.is_live else PlanVerb.TAKE_OUT_PART, found)
    shows_part(g.context, form, part, row)
    if not (part.is_live and found.number):
        form._fields.pop("reason", None)
    heading = _("Take it out: %(what)s", what=PARTS[part.value])
    told = told_part(g.context, part, row)
    return show(TaskPage(heading, form, _("Take it out"), "", plan_trail(found), told=told))


def _new_step_page(plan_id: int, form: BodyStepForm) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    PLAN.require(g.context, PlanVerb.ENTER, found)
    form.offer(g.context)
    words = _("What it makes of the plan is a decision in a case of the process.")
    page = TaskPage(
        _("A political body that has to approve the plan"), form, _("Write it in"), words, plan_trail(found)
    )
    return show(page)


def _issue_form(plan_id: int, *, sent: bool = False) -> IssueForm:
    found = queries.plan(g.context, plan_id)
    PLAN.require(g.context, PlanVerb.ISSUE_VERSION, found)
    version = queries.version(g.context, plan_id, found.number) if found.number else None
    standing = queries.standings(queries.steps(g.context, plan_id), version)
    more: dict[str, Any] = {} if sent else {"formdata": None}
    return IssueForm.over(standing)(**more)


def _issue_page(plan_id: int, form: IssueForm) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    form.shows(to_json(queries.content_of(g.context, found)))
    heading = _("Issue version %(number)s", number=str(found.number + 1))
    words = _(
        "Everybody can read it from now on, and those who approve the plan are asked about it. It is never changed: "
        "what is new stands in the next version."
    )
    return show(TaskPage(heading, form, _("Issue it"), words, plan_trail(found)))


def _approval_form(step: ApprovalStep, *, sent: bool = False) -> Any:
    found = queries.plan(g.context, step.plan_id)
    more: dict[str, Any] = {} if sent else {"formdata": None}
    if step.body_id is not None:
        decided = DecisionForm(**more)
        decided.offer(g.context, step)
        return decided
    form = ApprovalForm(**more, body=step.name, paper_id=0, ballot_id=0)
    form.offer(g.context, found)
    form.is_for_a_draft()
    return form


def _approve_page(step_id: int, form: Any) -> ResponseReturnValue:
    step = queries.step(g.context, step_id)
    found = queries.plan(g.context, step.plan_id)
    PLAN.require(g.context, PlanVerb.RECORD_FUND if step.gate is Gate.FUND else PlanVerb.RECORD_APPROVAL, found)
    form.shows(found.number, now=_("version %(number)s", number=str(found.number)))
    heading = _("What %(who)s made of version %(number)s", who=step.name, number=str(found.number))
    words = ""
    if isinstance(form, DecisionForm) and not form.decision_id.choices:
        words = _("The body has decided no open case of this process yet. Enter its decision in the case first.")
    return show(TaskPage(heading, form, _("Write it in"), words, plan_trail(found)))


def _correct_form(approval_id: int, *, sent: bool = False) -> ApprovalForm:
    row = queries.approval(g.context, approval_id)
    if row.decision_id is not None:
        raise Refusal(Reason.NOT_FOUND)
    more: dict[str, Any] = {} if sent else {"formdata": None}
    form = ApprovalForm(**more, **_entered(row))
    form.offer(g.context, queries.plan(g.context, row.step.plan_id))
    return form


def _entered(row: Approval) -> dict[str, str | date | int | None]:
    return {
        "is_yes": "yes" if row.is_yes else "no",
        "decided_on": row.decided_on,
        "body": row.body,
        "document": row.document,
        "paper_id": row.paper_id or 0,
        "ballot_id": row.ballot_id or 0,
        "said": row.said,
    }


def _correct_page(approval_id: int, form: ApprovalForm) -> ResponseReturnValue:
    row = queries.approval(g.context, approval_id)
    found = queries.plan(g.context, row.step.plan_id)
    PLAN.require(g.context, PlanVerb.CORRECT_APPROVAL, found)
    form.shows(*row.told, now="\n\n".join(filter(None, (row.body, row.document, row.said))))
    heading = _("Correct what %(who)s made of it", who=row.step.name)
    return show(TaskPage(heading, form, _("Save"), "", plan_trail(found)))


def _submit_page(plan_id: int, form: SubmitForm) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    PLAN.require(g.context, PlanVerb.SUBMIT, found)
    words = _("It can be sent when everything that comes before the fund is there.")
    heading = _("Sent to %(fund)s", fund=found.programme.funder)
    return show(TaskPage(heading, form, _("It is sent"), words, plan_trail(found)))


def _take_back_page(plan_id: int, form: ReasonForm) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    PLAN.require(g.context, PlanVerb.TAKE_BACK_SUBMISSION, found)
    words = _("Then it can be changed again. That it lay there, and why it came back, stays to be read.")
    return show(TaskPage(_("Why is it taken back?"), form, _("Take it back"), words, plan_trail(found)))


def _end_page(plan_id: int, form: EndForm) -> ResponseReturnValue:
    found = queries.plan(g.context, plan_id)
    PLAN.require(g.context, PlanVerb.END_PLAN, found)
    return show(TaskPage(_("The plan ends"), form, _("End it"), "", plan_trail(found)))
