"""Programmes, plans with budget and approvals, and what was learnt: every write."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete, select

from civic.areas.actions import put_about
from civic.areas.models import Area
from civic.areas.queries import areas_among, areas_of
from civic.board import actions as board
from civic.db.base import ZONE, Base
from civic.dialogue.actions import comment as say
from civic.dialogue.models import Comment, Label
from civic.following import actions as following
from civic.following.models import Step
from civic.goals.models import Goal, Indicator, Measurement
from civic.kernel import correction, deed, trace
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_be_in_order, must_have_been
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.papers.models import Paper
from civic.papers.queries import paper
from civic.people.queries import municipality
from civic.plans import content as said
from civic.plans import queries
from civic.plans.models import (
    Agreement,
    AgreementKind,
    Approval,
    ApprovalStep,
    Effort,
    FinancingLine,
    Gate,
    Lesson,
    LessonState,
    LineKind,
    PlanArea,
    PlanEvent,
    PlanState,
    PlanVersion,
    Programme,
    ProgrammeState,
    ProgrammeTheme,
    SocialMasterPlan,
    UpheldApproval,
)
from civic.plans.notices import lesson_notice, notice
from civic.plans.parts import ROWS, Part, told
from civic.plans.workflow import LESSON, PLAN, PROCESS_PLANS, PROGRAMME, PROGRAMMES, PlanVerb
from civic.processes.queries import process
from civic.voting.models import Ballot
from civic.voting.queries import held, turnout

Themes = Sequence[tuple[str, str]]
"""Themes in their order: the name, and what it is in plain words."""


def add_programme(
    context: Context, values: Mapping[str, Any], themes: Themes, *, replaces_id: int | None = None
) -> Programme:
    """Write a programme that plans are to be made under, or the next version of one; a draft until it is in force.

    Refusal(TAKEN) where another version replaces the same one, Refusal(ENDS_FIRST) for a last day before the first.
    """
    must_be_in_order(values["starts_on"], values["ends_on"])
    deed.begin(context, PROGRAMMES, PlanVerb.ADD_PROGRAMME, municipality(context))
    made = Programme(**values)
    if replaces_id is not None:
        before = queries.programme(context, replaces_id)
        if before.state is not ProgrammeState.IN_FORCE or queries.replaced_by(context, replaces_id) is not None:
            raise Refusal(Reason.TAKEN)
        made.replaces_id, made.version = replaces_id, before.version + 1
    made.themes = _themes(themes)
    return deed.enter(context, PlanVerb.ADD_PROGRAMME, made)


def change_programme(
    context: Context, programme_id: int, values: Mapping[str, Any], themes: Themes, *, seen: str | None = None
) -> Programme:
    """Change a programme that is not in force yet; Refusal(WRITTEN_MEANWHILE) as usual."""
    must_be_in_order(values["starts_on"], values["ends_on"])
    found = context.lock(queries.programme(context, programme_id))
    context.session.refresh(found, ["themes"])
    check(seen, *found.told)
    PROGRAMME.require(context, PlanVerb.CHANGE_PROGRAMME, found)
    for name, value in values.items():
        setattr(found, name, value)
    found.themes.clear()
    context.session.flush()
    found.themes = _themes(themes)
    return deed.enter(context, PlanVerb.CHANGE_PROGRAMME, found)


def put_in_force(context: Context, programme_id: int, *, seen: str | None = None) -> Programme:
    """Let plans be made under a programme; from then on it stays as it is. Refusal(NOTHING_WRITTEN) without a theme."""
    found = context.lock(queries.programme(context, programme_id))
    context.session.refresh(found, ["themes"])
    check(seen, *found.told)
    if not found.themes:
        raise Refusal(Reason.NOTHING_WRITTEN)
    return deed.did(context, PROGRAMME, PlanVerb.PUT_IN_FORCE, found)


def _themes(themes: Themes) -> list[ProgrammeTheme]:
    return [ProgrammeTheme(position=at, name=name, about=about) for at, (name, about) in enumerate(themes)]


def add_plan(
    context: Context,
    process_id: int,
    values: Mapping[str, Any],
    *,
    programme_id: int,
    area_ids: Collection[int] = (),
    is_example: bool = False,
) -> SocialMasterPlan:
    """Begin a plan under a programme that is in force today, for its staff alone until it has a version.

    Refusal(NOT_FITTING) for another programme. The steering group and the fund are asked from the beginning.
    """
    must_be_in_order(values["first_day"], values["last_day"])
    under = queries.programme(context, programme_id)
    if under.id not in {one.id for one in queries.programmes_on(context, context.today)}:
        raise Refusal(Reason.NOT_FITTING)
    found = deed.begin(context, PROCESS_PLANS, PlanVerb.ADD_PLAN, process(context, process_id))
    made = SocialMasterPlan(
        process=found,
        programme=under,
        created_at=context.now,
        is_example=is_example,
        state=PlanState.PREPARING,
        **values,
    )
    deed.enter(context, PlanVerb.ADD_PLAN, made)
    context.session.flush()
    _put_areas(context, made, area_ids)
    if under.asks_steering:
        context.session.add(ApprovalStep(plan_id=made.id, gate=Gate.STEERING, name="Styregruppen"))
    context.session.add(ApprovalStep(plan_id=made.id, gate=Gate.FUND, name=under.funder))
    return made


def change_plan(
    context: Context,
    plan_id: int,
    values: Mapping[str, Any],
    *,
    area_ids: Collection[int] = (),
    seen: str | None = None,
) -> SocialMasterPlan:
    """Change what a plan says of itself, and its areas; others read it with its next version.

    Refusal(WRITTEN_MEANWHILE) as usual.
    """
    must_be_in_order(values["first_day"], values["last_day"])
    found = deed.begin(context, PLAN, PlanVerb.CHANGE_PLAN, queries.plan(context, plan_id))
    check(seen, *found.told, *(one.id for one in queries.areas_written(context, found.id)))
    for name, value in values.items():
        setattr(found, name, value)
    _put_areas(context, found, area_ids)
    return deed.enter(context, PlanVerb.CHANGE_PLAN, found)


def add_part(
    context: Context, plan_id: int, part: Part, values: Mapping[str, Any], *, area_ids: Collection[int] = ()
) -> Base:
    """Enter a part of a plan. What waits for the next version is written in a plan that can be written in.

    Refusal(NOT_FITTING) where it names something of another plan, Refusal(TAKEN) for who or what is there already,
    Refusal(NOT_HELD_YET) for something that is to have happened on a day to come.
    """
    verb = PlanVerb.ENTER if part.is_live else PlanVerb.ADD_PART
    found = deed.begin(context, PLAN, verb, queries.plan(context, plan_id))
    _check(context, found, part, values, 0)
    given = dict(values)
    if part not in {Part.GOAL, Part.INDICATOR, Part.MEASUREMENT}:
        given["plan_id"] = found.id
    if part is Part.GOAL:
        given["kind"] = Kind.EFFORT
    if part is Part.MEASUREMENT:
        given["entered_at"] = context.now
    made = deed.enter(context, verb, ROWS[part](**given))
    context.session.flush()
    if part is Part.ORGANISATION:
        _ask_organisation(context, found, values["organisation_id"])
    if part is Part.EFFORT:
        put_about(context, queries.effort_ref(made.id), topic_ids=(), area_ids=area_ids)  # type: ignore[attr-defined]
    return made


def change_part(
    context: Context,
    part: Part,
    part_id: int,
    values: Mapping[str, Any],
    *,
    area_ids: Collection[int] = (),
    reason: str = "",
    seen: str | None = None,
) -> Base:
    """Change a part of a plan, or correct it with a reason where everybody can read it already.

    Raises as `add_part`, and as `kernel.correction.correct` does.
    """
    found, row = queries.part(context, part, part_id)
    if part.is_live:
        found = deed.begin(context, PLAN, PlanVerb.CORRECT, found)
        _check(context, found, part, values, part_id)
        is_public = found.number > 0 and not _is_asked_first(row, values)
        stands = _spot(found, part, row)
        correction.correct(
            context,
            PlanVerb.CORRECT,
            stands,
            row,
            values,
            reason=reason,
            seen=seen,
            is_public=is_public,
            said=_named(context, row),
        )
        return row  # type: ignore[no-any-return]
    found = deed.begin(context, PLAN, PlanVerb.CHANGE_PART, found)
    context.session.refresh(row)
    check(seen, *told(part, row).values(), *_where(context, part, part_id))
    _check(context, found, part, values, part_id)
    for name, value in values.items():
        setattr(row, name, value)
    if part is Part.EFFORT:
        put_about(context, queries.effort_ref(part_id), topic_ids=(), area_ids=area_ids)
    return deed.enter(context, PlanVerb.CHANGE_PART, row)  # type: ignore[no-any-return]


def take_out_part(
    context: Context, part: Part, part_id: int, *, reason: str = "", seen: str | None = None
) -> SocialMasterPlan:
    """Take a part out of a plan; with a reason where everybody can read it already.

    Refusal(IN_USE) while something else rests on it: lines of the budget on an effort, approvals on a step.
    """
    found, row = queries.part(context, part, part_id)
    verb = PlanVerb.TAKE_OUT if part.is_live else PlanVerb.TAKE_OUT_PART
    found = deed.begin(context, PLAN, verb, found)
    context.session.refresh(row)
    check(seen, *told(part, row).values(), *_where(context, part, part_id))
    if _is_used(context, part, row):
        raise Refusal(Reason.IN_USE)
    if part.is_live and found.number > 0:
        stood = {**told(part, row), **_named(context, row)}
        correction.take_out(context, _spot(found, part, row), stood, reason=reason)
    if part is Part.ORGANISATION:
        for one in _asked(context, found.id, row.organisation_id):
            context.session.delete(one)
    if part is Part.EFFORT:
        put_about(context, queries.effort_ref(part_id), topic_ids=(), area_ids=())
    if part is Part.GOAL:
        context.session.refresh(row, ["indicators"])
    deed.enter(context, verb, row)
    context.session.delete(row)
    return found


def add_step(context: Context, plan_id: int, *, body_id: int, name: str, asked_on: date | None = None) -> ApprovalStep:
    """Enter a political committee or the council among those who have to approve a plan.

    Refusal(TAKEN) for one that is there.
    """
    if asked_on is not None:
        must_have_been(context, asked_on)
    found = deed.begin(context, PLAN, PlanVerb.ENTER, queries.plan(context, plan_id))
    if any(one.body_id == body_id for one in queries.steps(context, plan_id)):
        raise Refusal(Reason.TAKEN)
    made = ApprovalStep(plan_id=found.id, gate=Gate.MUNICIPALITY, body_id=body_id, name=name, asked_on=asked_on)
    return deed.enter(context, PlanVerb.ENTER, made)


def issue_version(
    context: Context, plan_id: int, *, summary: str, upheld: Mapping[int, str] | None = None, seen: str | None = None
) -> PlanVersion:
    """Give a plan as it is written now a number, for those who approve it and for everybody.

    `upheld` says of approvals of the version before, by their id, why they still stand; the others have to be given
    anew. Refusal(NOTHING_CHANGED) where it says what the version before said, Refusal(WRITTEN_MEANWHILE) where it says
    something else than was `seen`, Refusal(NOT_FITTING) where something upheld was no approval.
    """
    found = context.lock(queries.plan(context, plan_id))
    PLAN.require(context, PlanVerb.ISSUE_VERSION, found)
    content = queries.content_of(context, found)
    words = said.to_json(content)
    check(seen, words)
    before = queries.version(context, plan_id, found.number) if found.number else None
    if before is not None and before.content == words:
        raise Refusal(Reason.NOTHING_CHANGED)
    deed.ask(context, PLAN, PlanVerb.ISSUE_VERSION, found)
    made = PlanVersion(
        plan=found,
        number=found.number + 1,
        content=words,
        summary=summary,
        issued_at=context.now,
    )
    deed.enter(context, PlanVerb.ISSUE_VERSION, made)
    context.session.flush()
    found.number = made.number
    put_about(context, found.ref, topic_ids=(), area_ids=[one["id"] for one in content["areas"]])
    standing = queries.standings(queries.steps(context, plan_id), before)
    stood = {one.given.id: one.given for one in standing if one.given is not None and one.is_yes}
    for approval_id, reason in (upheld or {}).items():
        if approval_id not in stood:
            raise Refusal(Reason.NOT_FITTING)
        context.session.add(UpheldApproval(approval_id=approval_id, version_id=made.id, reason=reason))
    _post(context, found, content)
    _tell(context, found, Step.PLAN_ISSUED)
    return made


def record_approval(
    context: Context, step_id: int, values: Mapping[str, Any], *, decision_id: int = 0, seen: str | None = None
) -> Approval:
    """Enter what somebody made of the newest version of a plan: day, body and document.

    What a political body made of it is one of its decisions in an open case of the process, and says so itself.
    What the fund says settles the plan. Refusal(NOT_HELD_YET) for a day to come, Refusal(NOT_FITTING) for a decision
    of another body or one that was given to an earlier version, for a paper of another process, or for a vote that is
    not the residents' or in which nobody voted, Refusal(TIME_MISSING) without a day, Refusal(BEFORE_ISSUED) for a day
    on which an earlier version was the newest, Refusal(NOTHING_SAID) without a document, Refusal(WRITTEN_MEANWHILE)
    where another version is the newest than who enters it saw.
    """
    step = queries.step(context, step_id)
    verb = PlanVerb.RECORD_FUND if step.gate is Gate.FUND else PlanVerb.RECORD_APPROVAL
    found = deed.begin(context, PLAN, verb, queries.plan(context, step.plan_id))
    version = queries.version(context, found.id, found.number)
    check(seen, version.number)
    made = Approval(step_id=step.id, version_id=version.id, entered_at=context.now)
    if step.body_id is not None:
        taken = next((one for one in queries.decisions_for(context, step) if one.id == decision_id), None)
        mine = Approval.step_id == step.id, Approval.decision_id == decision_id, Approval.version_id != version.id
        given = context.session.scalar(select(Approval.id).where(*mine).limit(1)) is not None
        if taken is None or taken.decided_on is None or given:
            raise Refusal(Reason.NOT_FITTING)
        assert step.body is not None
        made.decision, made.body, made.decided_on = taken, step.body.name, taken.decided_on
        made.is_yes = taken.state in queries.SAYS_YES
        made.document, made.said = values.get("document", ""), values.get("said", "")
        trace.link(context, Ref(Kind.DECISION, taken.id), found.ref)
    else:
        _check_given(context, found, step, version, values)
        for name, value in values.items():
            setattr(made, name, value)
    deed.enter(context, verb, made)
    if step.gate is Gate.FUND and found.state is PlanState.SUBMITTED:
        found.state = PlanState.RUNNING if made.is_yes else PlanState.REFUSED
        _post(context, found, said.from_json(version.content))
        _tell(context, found, Step.PLAN_ANSWERED)
    return made


def correct_approval(
    context: Context, approval_id: int, values: Mapping[str, Any], *, reason: str, seen: str | None = None
) -> Approval:
    """Correct what was entered of an approval; of a case the decision is corrected where it stands.

    Refusal(NOT_NOW) where a yes would become a no, or a no a yes, and the plan has gone on: it lies with the fund, or
    the fund has answered. Otherwise refused as `record_approval`.
    """
    row = queries.approval(context, approval_id)
    if row.decision_id is not None:
        raise Refusal(Reason.NOT_FITTING)
    found = deed.begin(context, PLAN, PlanVerb.CORRECT_APPROVAL, queries.plan(context, row.step.plan_id))
    if values["is_yes"] != row.is_yes and found.state is not PlanState.IN_APPROVAL:
        raise Refusal(Reason.NOT_NOW)
    _check_given(context, found, row.step, row.version, values)
    spot = Spot(found.ref, "approval", row.id, row.step.name)
    named = _named(context, row)
    correction.correct(context, PlanVerb.CORRECT_APPROVAL, spot, row, values, reason=reason, seen=seen, said=named)
    return row


def submit(context: Context, plan_id: int, *, on: date) -> SocialMasterPlan:
    """Note that a plan was sent to the fund: last of all.

    Refusal(BEFORE_FUND) while an approval, or part of the local financing, is missing.
    """
    must_have_been(context, on)
    found = context.lock(queries.plan(context, plan_id))
    PLAN.require(context, PlanVerb.SUBMIT, found)
    version = queries.version(context, plan_id, found.number)
    issued = said.from_json(version.content)
    standing = queries.standings(queries.steps(context, plan_id), version)
    if queries.lacking(found, queries.content_of(context, found), issued, standing):
        raise Refusal(Reason.BEFORE_FUND)
    deed.did(context, PLAN, PlanVerb.SUBMIT, found)
    found.submitted_on = on
    _ask_fund(context, found, on)
    _post(context, found, issued)
    return found


def take_back_submission(context: Context, plan_id: int, *, reason: str) -> SocialMasterPlan:
    """Take a plan back from the fund, so that it can be changed; that it lay there, and why it came back, stays."""
    found = deed.begin(context, PLAN, PlanVerb.TAKE_BACK_SUBMISSION, queries.plan(context, plan_id))
    spot = Spot(found.ref, "plan", found.id)
    correction.keep(context, spot, {"submitted_on": found.submitted_on}, reason=reason)
    found.submitted_on = None
    _ask_fund(context, found, None)
    _post(context, found, said.from_json(queries.version(context, plan_id, found.number).content))
    return deed.enter(context, PlanVerb.TAKE_BACK_SUBMISSION, found)


def end_plan(context: Context, plan_id: int, *, on: date, anchored: str) -> SocialMasterPlan:
    """End a plan, and say how what worked lives on."""
    must_have_been(context, on)
    found = deed.do(context, PLAN, PlanVerb.END_PLAN, queries.plan(context, plan_id))
    found.ended_on, found.anchored = on, anchored
    _post(context, found, said.from_json(queries.version(context, plan_id, found.number).content))
    return found


def comment(
    context: Context, plan_id: int, *, text: str, label: Label | None = None, reply_to: int | None = None
) -> Comment:
    """Say something in public about a plan; refused as `dialogue.comment`."""
    found = queries.plan(context, plan_id)
    PLAN.require(context, PlanVerb.COMMENT, found)
    return say(context, Kind.PLAN, found.id, process_id=found.process_id, text=text, label=label, reply_to=reply_to)


def add_lesson(context: Context, plan_id: int, values: Mapping[str, Any], *, is_example: bool = False) -> Lesson:
    """Write down what was tried and what came of it, here or somewhere else; for the staff until it is published."""
    found = deed.begin(context, PLAN, PlanVerb.ADD_LESSON, queries.plan(context, plan_id))
    made = Lesson(plan=found, created_at=context.now, is_example=is_example, state=LessonState.DRAFT, **values)
    return deed.enter(context, PlanVerb.ADD_LESSON, made)


def change_lesson(
    context: Context, lesson_id: int, values: Mapping[str, Any], *, reason: str = "", seen: str | None = None
) -> Lesson:
    """Change what was learnt, or correct it with a reason where it is published."""
    found = deed.begin(context, LESSON, PlanVerb.CHANGE_LESSON, queries.lesson(context, lesson_id))
    is_public = found.state is LessonState.PUBLISHED
    spot = Spot(Ref(Kind.LESSON, found.id), "lesson", found.id)
    correction.correct(
        context, PlanVerb.CHANGE_LESSON, spot, found, values, reason=reason, seen=seen, is_public=is_public
    )
    if is_public:
        board.put(context, lesson_notice(found))
    return found


def publish_lesson(context: Context, lesson_id: int, *, seen: str | None = None) -> Lesson:
    """Let everybody read what was learnt; Refusal(WRITTEN_MEANWHILE) as usual."""
    found = context.lock(queries.lesson(context, lesson_id))
    check(seen, *found.told)
    deed.did(context, LESSON, PlanVerb.PUBLISH_LESSON, found)
    board.put(context, lesson_notice(found))
    return found


def take_back_lesson(context: Context, lesson_id: int, *, reason: str) -> Lesson:
    """Say that something that was learnt does not hold, and why; it stays to be read."""
    found = deed.do(context, LESSON, PlanVerb.TAKE_BACK_LESSON, queries.lesson(context, lesson_id))
    spot = Spot(Ref(Kind.LESSON, found.id), "lesson", found.id)
    correction.keep(context, spot, {"state": LessonState.PUBLISHED}, reason=reason)
    board.take_down(context, Ref(Kind.LESSON, found.id))
    return found


def _post(context: Context, found: SocialMasterPlan, content: said.Content) -> None:
    context.session.flush()
    board.put(context, notice(found, content))


def _tell(context: Context, found: SocialMasterPlan, step: Step) -> None:
    following.tell(context, step, found.ref, found.title, within=[Ref(Kind.PROCESS, found.process_id)])


def _is_asked_first(row: Base, values: Mapping[str, Any]) -> bool:
    """Return whether just the day is entered on which somebody was asked, where none stood: that puts nothing right."""
    return isinstance(row, ApprovalStep) and row.asked_on is None and row.name == values["name"]


def _put_areas(context: Context, found: SocialMasterPlan, area_ids: Collection[int]) -> None:
    """Say which areas a plan is for; Refusal(IN_USE) where something has happened in one that is left out."""
    areas_among(context, area_ids)
    used = select(PlanEvent.area_id).where(PlanEvent.plan_id == found.id, PlanEvent.area_id.is_not(None))
    if set(context.session.scalars(used)) - set(area_ids):
        raise Refusal(Reason.IN_USE)
    context.session.execute(delete(PlanArea).where(PlanArea.plan_id == found.id))
    context.session.add_all(PlanArea(plan_id=found.id, area_id=one) for one in sorted(set(area_ids)))
    context.session.flush()


NAMED = {
    "effort_id": (Effort, "title"),
    "area_id": (Area, "name"),
    "indicator_id": (Indicator, "text"),
    "paper_id": (Paper, "title"),
    "ballot_id": (Ballot, "question"),
}
"""Columns whose number says nothing to a reader: what is said instead."""


def _named(context: Context, row: Base) -> dict[str, str]:
    """Return what a row points at, by name, for whoever reads what stood there."""
    found = {}
    for column, (kind, name) in NAMED.items():
        number = getattr(row, column, None)
        if number is not None:
            found[column] = str(getattr(context.session.get_one(kind, number), name))
    return found


def _spot(found: SocialMasterPlan, part: Part, row: Base) -> Spot:
    called = next(
        (str(getattr(row, name)) for name in ("name", "text", "title", "measured_on") if hasattr(row, name)), ""
    )
    return Spot(found.ref, part.value, row.id, called)  # type: ignore[attr-defined]


def _where(context: Context, part: Part, part_id: int) -> list[int]:
    return [one.id for one in areas_of(context, queries.effort_ref(part_id))] if part is Part.EFFORT else []


def _check(context: Context, found: SocialMasterPlan, part: Part, values: Mapping[str, Any], own: int) -> None:
    """Refuse a part that names something of another plan, a day that is to come, or what is there already."""
    if part in {Part.EVENT, Part.MEASUREMENT, Part.STEP}:
        must_have_been(context, *values.values())
    if part is Part.SEAT:
        must_be_in_order(values["starts_on"], values["ends_on"])
    if part is Part.AGREEMENT:
        must_be_in_order(values["agreed_on"], values["ends_on"])
        above = values["parent_id"]
        whole = {one.id for one in queries.agreements(context, found.id) if one.kind is not AgreementKind.PARTIAL}
        if (values["kind"] is AgreementKind.PARTIAL) != (above is not None) or (above and above not in whole - {own}):
            raise Refusal(Reason.NOT_FITTING)
    if part is Part.LINE and (values["kind"] is LineKind.OWN_HOURS) != (values["hours"] is not None):
        raise Refusal(Reason.NOT_FITTING)
    _check_named(context, found, part, values)
    if part is Part.SOURCE and any(
        one.name.casefold() == values["name"].casefold() and one.id != own for one in queries.sources(context, found.id)
    ):
        raise Refusal(Reason.TAKEN)
    if part is Part.ORGANISATION and any(
        one.organisation_id == values["organisation_id"] and one.id != own
        for one in queries.organisations(context, found.id)
    ):
        raise Refusal(Reason.TAKEN)


def _check_named(context: Context, found: SocialMasterPlan, part: Part, values: Mapping[str, Any]) -> None:
    of: dict[str, Callable[[], Collection[int | None]]] = {
        "theme_id": lambda: {one.id for one in found.programme.themes},
        "effort_id": lambda: {one.id for one in queries.efforts(context, found.id)} | {None},
        "thing_id": lambda: {one.id for one in queries.efforts(context, found.id)},
        "paid_by_id": lambda: {one.id for one in queries.sources(context, found.id)},
        "area_id": lambda: {one.id for one in queries.areas_written(context, found.id)} | {None},
        "goal_id": lambda: set(context.session.scalars(_goals(found.id))),
        "indicator_id": lambda: set(
            context.session.scalars(select(Indicator.id).where(Indicator.goal_id.in_(_goals(found.id))))
        ),
    }
    for name, value in values.items():
        if name in of and value not in of[name]():
            raise Refusal(Reason.NOT_FITTING)


def _goals(plan_id: int) -> Any:
    own = select(Effort.id).where(Effort.plan_id == plan_id)
    return select(Goal.id).where(Goal.kind == Kind.EFFORT, Goal.thing_id.in_(own))


def _is_used(context: Context, part: Part, row: Any) -> bool:
    """Return whether something else rests on a part."""
    on = {
        Part.EFFORT: (
            select(FinancingLine.id).where(FinancingLine.effort_id == row.id),
            select(PlanEvent.id).where(PlanEvent.effort_id == row.id),
            select(Goal.id).where(Goal.kind == Kind.EFFORT, Goal.thing_id == row.id),
        ),
        Part.SOURCE: (select(FinancingLine.id).where(FinancingLine.paid_by_id == row.id),),
        Part.AGREEMENT: (select(Agreement.id).where(Agreement.parent_id == row.id),),
        Part.GOAL: (select(Indicator.id).where(Indicator.goal_id == row.id),),
        Part.INDICATOR: (select(Measurement.id).where(Measurement.indicator_id == row.id),),
        Part.STEP: (select(Approval.id).where(Approval.step_id == row.id),),
    }
    if part is Part.STEP and row.gate is not Gate.MUNICIPALITY:
        return True  # it stands there because of an organisation or the programme
    if part is Part.ORGANISATION:
        ids = [one.id for one in _asked(context, row.plan_id, row.organisation_id)]
        return context.session.scalar(select(Approval.id).where(Approval.step_id.in_(ids)).limit(1)) is not None
    return any(context.session.scalar(one.limit(1)) is not None for one in on.get(part, ()))


def _asked(context: Context, plan_id: int, organisation_id: int) -> Sequence[ApprovalStep]:
    mine = ApprovalStep.plan_id == plan_id, ApprovalStep.organisation_id == organisation_id
    return context.session.scalars(select(ApprovalStep).where(*mine)).all()


def _ask_organisation(context: Context, found: SocialMasterPlan, organisation_id: int) -> None:
    """Ask an organisation's board, and its residents: both have to approve the plan."""
    if not found.programme.asks_housing:
        return
    name = next(
        one.organisation.name
        for one in queries.organisations(context, found.id)
        if one.organisation_id == organisation_id
    )
    for is_residents, called in ((True, f"{name}: afdelingsmødet"), (False, f"{name}: organisationsbestyrelsen")):
        context.session.add(
            ApprovalStep(
                plan_id=found.id,
                gate=Gate.HOUSING,
                organisation_id=organisation_id,
                is_residents=is_residents,
                name=called,
            )
        )


def _ask_fund(context: Context, found: SocialMasterPlan, on: date | None) -> None:
    mine = ApprovalStep.plan_id == found.id, ApprovalStep.gate == Gate.FUND
    context.session.scalars(select(ApprovalStep).where(*mine)).one().asked_on = on


def _check_given(
    context: Context, found: SocialMasterPlan, step: ApprovalStep, version: PlanVersion, values: Mapping[str, Any]
) -> None:
    if values["decided_on"] is None:
        raise Refusal(Reason.TIME_MISSING)
    must_have_been(context, values["decided_on"])
    # the first version may be entered after those who approve it have read it on paper
    if version.number > 1 and values["decided_on"] < version.issued_at.astimezone(ZONE).date():
        raise Refusal(Reason.BEFORE_ISSUED)
    if values["paper_id"] is not None and paper(context, values["paper_id"]).process_id != found.process_id:
        raise Refusal(Reason.NOT_FITTING)
    voted = values["ballot_id"]
    if voted is not None:
        is_held = voted in {one.id for one in held(context, found.process_id)}
        if not step.is_residents or not is_held or not turnout(context, voted).voted:
            raise Refusal(Reason.NOT_FITTING)
    if not values["document"] and values["paper_id"] is None and voted is None:
        raise Refusal(Reason.NOTHING_SAID)
