"""The pages of programmes, plans, their parts, and what was learnt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from flask import url_for
from flask_babel import gettext

from civic.areas.models import Area
from civic.areas.queries import area, areas_of
from civic.board.queries import alike
from civic.dialogue.queries import WHOLE, Reading, thread
from civic.goals.models import Goal, Indicator
from civic.goals.queries import goals_of
from civic.http.forms import Form
from civic.http.task import TaskPage
from civic.http.threads import CommentForm, Talk
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.organisations.queries import owners_among
from civic.people.models import Organisation
from civic.people.queries import municipality
from civic.plans import content as said
from civic.plans import queries
from civic.plans.content import Content
from civic.plans.finance import Budget
from civic.plans.models import (
    BEFORE_FUND,
    AgreementKind,
    FinancingSource,
    Gate,
    Lesson,
    LessonState,
    LineKind,
    PlanEvent,
    PlanOrganisation,
    PlanSeat,
    PlanVersion,
    Programme,
    ProgrammeState,
    SeatPart,
    SocialMasterPlan,
)
from civic.plans.parts import Part, told
from civic.plans.queries import Issued, Lacking, Standing
from civic.plans.workflow import LESSON, PLAN, PROGRAMME, PROGRAMMES, PlanVerb
from civic.processes.workflow import is_case_officer
from civic.said.corrections import Corrected, corrected
from civic.said.plans import (
    Change,
    Stack,
    changes,
    gate_said,
    how_far,
    lack_said,
    percent,
    share_said,
    stack,
    waits_said,
)
from civic.said.thread import Link
from civic.said.wording import word
from civic.web.plans.forms import FORMS, NewPlanForm, PartForm, PlanForm, ProgrammeForm, themes_written

EVENTS = 5
"""What happened last, on a plan's page; all of it stands on a page of its own."""


@dataclass(frozen=True)
class ProgrammesPage:
    """The programmes that plans are made under."""

    template: ClassVar[str] = "plans/programmes.html"
    programmes: Sequence[Programme]
    may_add: bool
    today: date


def programmes_page(context: Context) -> ProgrammesPage:
    """Return the list of programmes."""
    may_add = PROGRAMMES.may(context, PlanVerb.ADD_PROGRAMME, municipality(context))
    return ProgrammesPage(queries.programmes(context), may_add, context.today)


@dataclass(frozen=True)
class ProgrammePage:
    """One programme, as one version."""

    template: ClassVar[str] = "plans/programme.html"
    programme: Programme
    before: Programme | None
    after: Programme | None
    may: dict[str, bool]
    may_add: bool
    seen: str

    @property
    def percent(self) -> str:
        """Return the least local part of the whole, as the reader writes it."""
        return percent(self.programme.local_share)


def programme_page(context: Context, programme_id: int, seen: str) -> ProgrammePage:
    """Return one programme."""
    found = queries.programme(context, programme_id)
    before = queries.programme(context, found.replaces_id) if found.replaces_id else None
    after = queries.replaced_by(context, programme_id)
    may_add = found.state is ProgrammeState.IN_FORCE and after is None
    may_add = may_add and PROGRAMMES.may(context, PlanVerb.ADD_PROGRAMME, municipality(context))
    return ProgrammePage(found, before, after, PROGRAMME.allowed(context, found), may_add, seen)


def programme_task(context: Context, form: ProgrammeForm, found: Programme | None = None) -> TaskPage:
    """Return the screen on which a programme is written."""
    trail: tuple[Link, ...] = ((gettext("Programmes"), url_for("programmes.index")),)
    if found is None:
        PROGRAMMES.require(context, PlanVerb.ADD_PROGRAMME, municipality(context))
        heading = gettext("Write a programme")
    else:
        PROGRAMME.require(context, PlanVerb.CHANGE_PROGRAMME, found)
        trail = (*trail, (found.name, url_for("programmes.show", programme_id=found.id)))
        heading = gettext("Change the programme")
    words = gettext("Plans can be made under it when it is in force. From then on it stays as it is.")
    return TaskPage(heading, form, gettext("Save it as a draft"), words, trail)


def filled(found: Programme) -> dict[str, Any]:
    """Return what a programme's form shows of one that is there."""
    names = ("name", "funder", "calls_plan", "about", "duration", "share", "share_of", "starts_on", "ends_on", "source")
    ticks = ("asks_municipality", "asks_housing", "asks_steering")
    return {**{name: getattr(found, name) for name in (*names, *ticks)}, "themes": themes_written(found)}


@dataclass(frozen=True)
class AreaOf:
    """One area of a plan, and which organisations have it, as that was entered."""

    id: int
    name: str
    organisations: Sequence[Organisation]


@dataclass(frozen=True)
class PlanPage:
    """One plan, as a version says it or as it is written now."""

    template: ClassVar[str] = "plans/plan.html"
    plan: SocialMasterPlan
    content: Content
    version: PlanVersion | None
    """Which version it is; None is what is written now, for its staff."""
    is_newest: bool
    is_history: bool
    """Whether it is an older version: what was made of it, and nobody who is waited for."""
    areas: Sequence[AreaOf]
    budget: Budget
    stack: Stack | None
    share_said: str
    standing: Sequence[Standing]
    gates: Sequence[Gate]
    versions: Sequence[Issued]
    seats: Mapping[SeatPart, Sequence[PlanSeat]]
    events: Sequence[PlanEvent]
    more_events: bool
    partners: Sequence[PlanOrganisation]
    """The organisations that are entered now, for those who write."""
    goals: Mapping[int, Goal]
    """Goals by their ids, with what was measured."""
    lacks: Sequence[str]
    """What it lacks before it can be sent to the fund, in words; for its case officers."""
    changed: bool
    """Whether something else is written now than its newest version says; for its staff."""
    lessons: Sequence[Lesson]
    talk: Talk | None
    corrected: Corrected
    may_blot: bool
    may: dict[str, bool]
    today: date

    @property
    def percent(self) -> str:
        """Return the least local part of the whole, as the reader writes it."""
        return percent(self.plan.programme.local_share)

    @property
    def fund(self) -> Gate:
        """Return who comes last."""
        return Gate.FUND

    def agreement_word(self, one: said.Agreement) -> str:
        """Return what sort of agreement one is."""
        return word(AgreementKind(one["kind"]))

    def at(self, gate: Gate) -> list[Standing]:
        """Return those who are asked at a gate."""
        return [one for one in self.standing if one.step.gate is gate]

    def gate_said(self, gate: Gate) -> tuple[str, str]:
        """Return how far a gate is, in words, and with which mark."""
        return gate_said(gate, self.standing)

    def waits(self, one: Standing) -> str:
        """Return for whom the plan waits, and for how long."""
        return waits_said(one, self.today)

    def indicator(self, number: int) -> Indicator | None:
        """Return an indicator as it stands now, with what was measured."""
        return next((one for goal in self.goals.values() for one in goal.indicators if one.id == number), None)


def plan_page(
    context: Context, plan_id: int, *, comment: CommentForm | None = None, reading: Reading = WHOLE
) -> PlanPage:
    """Return a plan as its newest version says it; before there is one, as it is written now."""
    found = queries.plan(context, plan_id)
    version = queries.version(context, plan_id, found.number) if found.number else None
    talk = Talk(
        thread(context, Kind.PLAN, plan_id, reading),
        home=url_for("plans.show", plan_id=plan_id),
        to=url_for("plans.comment", plan_id=plan_id),
        form=(comment or CommentForm(formdata=None)) if PLAN.may(context, PlanVerb.COMMENT, found) else None,
        would=PLAN.would(context, PlanVerb.COMMENT, found),
        is_labelled=True,
    )
    return _plan_page(context, found, version, talk)


def version_page(context: Context, plan_id: int, number: int) -> PlanPage:
    """Return a plan as one of its versions says it."""
    found = queries.plan(context, plan_id)
    return _plan_page(context, found, queries.version(context, plan_id, number), None)


def draft_page(context: Context, plan_id: int) -> PlanPage:
    """Return a plan as it is written now, for its staff."""
    found = queries.plan(context, plan_id)
    PLAN.require(context, PlanVerb.ENTER, found)
    return _plan_page(context, found, None, None)


def _plan_page(context: Context, found: SocialMasterPlan, version: PlanVersion | None, talk: Talk | None) -> PlanPage:
    may = PLAN.allowed(context, found)
    written = queries.content_of(context, found) if may["enter"] or version is None else None
    content = said.from_json(version.content) if version is not None else written
    assert content is not None
    newest = version
    if written is not None and found.number and (version is None or version.number != found.number):
        newest = queries.version(context, found.id, found.number)
    issued = said.from_json(newest.content) if newest is not None and written is not None else None
    standing = queries.standings(queries.steps(context, found.id), version or newest)
    budget = Budget(content["lines"], found.programme.local_share)
    events = queries.events(context, found.id, at_most=EVENTS + 1)
    seats = queries.seats(context, found.id)
    efforts = [one["id"] for _theme, one in said.efforts_of(content)]
    goals = goals_of(context, Kind.EFFORT, efforts)
    is_newest = version is not None and version.number == found.number
    is_history = version is not None and not is_newest
    lacks = []
    if written is not None and may["issue_version"] and not is_history:
        lacks = queries.lacking(found, written, issued, standing)
    return PlanPage(
        plan=found,
        content=content,
        version=version,
        is_newest=is_newest,
        is_history=is_history,
        areas=_areas(context, content),
        budget=budget,
        stack=stack(budget) if budget.lines else None,
        share_said=share_said(budget),
        standing=standing,
        gates=[one for one in BEFORE_FUND if one in found.programme.gates],
        versions=queries.versions(context, found.id),
        seats={part: [one for one in seats if one.part is part] for part in SeatPart},
        events=events[:EVENTS],
        more_events=len(events) > EVENTS,
        partners=queries.organisations(context, found.id) if version is None and may["enter"] else [],
        goals={goal.id: goal for those in goals.values() for goal in those},
        lacks=_lacks_said(lacks),
        changed=written is not None and issued is not None and said.to_json(written) != said.to_json(issued),
        lessons=[
            one for one in queries.lessons(context, found.id) if may["enter"] or one.state is LessonState.PUBLISHED
        ],
        talk=talk,
        corrected=corrected(context, found.ref),
        may_blot=is_case_officer(context.actor, found),
        may=may,
        today=context.today,
    )


def _lacks_said(lacks: Sequence[Lacking]) -> list[str]:
    return [lack_said(one) for one in lacks]


def _areas(context: Context, content: Content) -> list[AreaOf]:
    has = owners_among(context, [one["id"] for one in content["areas"]])
    return [AreaOf(one["id"], one["name"], has.get(one["id"], [])) for one in content["areas"]]


@dataclass(frozen=True)
class BudgetPage:
    """A plan's budget, line by line and summed up."""

    template: ClassVar[str] = "plans/budget.html"
    plan: SocialMasterPlan
    version: PlanVersion | None
    budget: Budget
    stack: Stack | None
    share_said: str
    sources: Sequence[FinancingSource]
    """Who pays as it is entered now, for those who write."""
    may: dict[str, bool]

    @property
    def percent(self) -> str:
        """Return the least local part of the whole, as the reader writes it."""
        return percent(self.plan.programme.local_share)

    def line_word(self, one: said.Line) -> str:
        """Return in what a line is paid."""
        return word(LineKind(one["kind"]))


def budget_page(context: Context, plan_id: int, *, written: bool = False) -> BudgetPage:
    """Return the budget of a plan's newest version, or as it is written now, for its staff."""
    found = queries.plan(context, plan_id)
    version = None
    if written:
        PLAN.require(context, PlanVerb.ENTER, found)
    elif found.number:
        version = queries.version(context, plan_id, found.number)
    content = said.from_json(version.content) if version else queries.content_of(context, found)
    budget = Budget(content["lines"], found.programme.local_share)
    return BudgetPage(
        found,
        version,
        budget,
        stack(budget) if budget.lines else None,
        share_said(budget),
        queries.sources(context, plan_id) if version is None and PLAN.may(context, PlanVerb.ADD_PART, found) else [],
        PLAN.allowed(context, found),
    )


@dataclass(frozen=True)
class InAreaPage:
    """What a plan means for one area."""

    template: ClassVar[str] = "plans/area.html"
    plan: SocialMasterPlan
    content: Content
    area: Area
    organisations: Sequence[Organisation]
    themes: Sequence[tuple[said.Theme, Sequence[said.Effort]]]
    events: Sequence[PlanEvent]
    how_far: str
    """Who has approved it, and for whom it waits."""
    would_comment: bool


def in_area_page(context: Context, plan_id: int, area_id: int) -> InAreaPage:
    """Return what the newest version of a plan means for one of its areas, or Refusal(NOT_FOUND)."""
    found = queries.plan(context, plan_id)
    newest = queries.version(context, plan_id, found.number) if found.number else None
    content = said.from_json(newest.content) if newest is not None else queries.content_of(context, found)
    if not any(one["id"] == area_id for one in content["areas"]):
        raise Refusal(Reason.NOT_FOUND)
    standing = queries.standings(queries.steps(context, plan_id), newest)
    return InAreaPage(
        plan=found,
        content=content,
        area=area(context, area_id),
        organisations=owners_among(context, [area_id]).get(area_id, []),
        themes=said.in_area(content, area_id),
        events=queries.events(context, plan_id, area_id=area_id),
        how_far=how_far(found, standing, context.today),
        would_comment=PLAN.would(context, PlanVerb.COMMENT, found),
    )


@dataclass(frozen=True)
class EventsPage:
    """All that has happened in a plan."""

    template: ClassVar[str] = "plans/events.html"
    plan: SocialMasterPlan
    events: Sequence[PlanEvent]
    areas: Mapping[int, str]
    corrected: Corrected
    may: dict[str, bool]


def events_page(context: Context, plan_id: int) -> EventsPage:
    """Return all that has happened in a plan, the last first."""
    found = queries.plan(context, plan_id)
    names = {one.id: one.name for one in queries.areas_written(context, found.id)}
    events = queries.events(context, plan_id)
    return EventsPage(found, events, names, corrected(context, found.ref), PLAN.allowed(context, found))


@dataclass(frozen=True)
class ChangesPage:
    """What is different in a version from the one before it."""

    template: ClassVar[str] = "plans/changes.html"
    plan: SocialMasterPlan
    version: PlanVersion
    changes: Sequence[Change]


def changes_page(context: Context, plan_id: int, number: int) -> ChangesPage:
    """Return what is different in a version from the one before it; there is none before the first."""
    found = queries.plan(context, plan_id)
    if number < 2:
        raise Refusal(Reason.NOT_FOUND)
    after, before = (queries.version(context, plan_id, one) for one in (number, number - 1))
    return ChangesPage(found, after, changes(said.from_json(before.content), said.from_json(after.content)))


def plan_trail(found: SocialMasterPlan) -> tuple[Link, ...]:
    """Return the way back to a plan."""
    return (
        (found.process.title, url_for("processes.process", process_id=found.process_id)),
        (found.title[:40], url_for("plans.show", plan_id=found.id)),
    )


def plan_form(context: Context, found: SocialMasterPlan, *, sent: bool = False) -> PlanForm:
    """Return the form for what a plan says of itself."""
    its_own = [one.id for one in queries.areas_written(context, found.id)]
    names = ("title", "about", "first_day", "last_day", "takes_part")
    values = {name: getattr(found, name) for name in names}
    more: dict[str, Any] = {} if sent else {"formdata": None}
    form = PlanForm(**more, **values, unit_id=found.unit_id or 0, area_ids=its_own)
    form.offer(context)
    return form


def shows_plan(context: Context, form: PlanForm, found: SocialMasterPlan) -> PlanForm:
    """Let a form remember what stands there now."""
    its_own = [one.id for one in queries.areas_written(context, found.id)]
    form.shows(*found.told, *its_own, now="\n\n".join(filter(None, (found.title, found.about, found.takes_part))))
    return form


def new_plan_form(context: Context, *, sent: bool = False) -> NewPlanForm:
    """Return the form for a plan that begins."""
    more: dict[str, Any] = {} if sent else {"formdata": None}
    form = NewPlanForm(**more, unit_id=0)
    form.offer(context)
    return form


def part_form(
    context: Context, found: SocialMasterPlan, part: Part, row: Any = None, *, sent: bool = False
) -> PartForm:
    """Return the form for a part of a plan: a new one, or one that is there."""
    more: dict[str, Any] = {} if sent else {"formdata": None}
    values = dict(_told(part, row))
    values.update({name: 0 for name in FORMS[part].none if values.get(name) is None})
    if row is not None and part is Part.EFFORT:
        values["area_ids"] = [one.id for one in areas_of(context, queries.effort_ref(row.id))]
    form = FORMS[part](**more, **values)
    form.offer(context, found)
    if row is None or not part.is_live or not found.number:
        form.is_for_a_draft()
    return form


def _told(part: Part, row: Any) -> list[tuple[str, Any]]:
    return list(told(part, row).items()) if row is not None else []


def shows_part(context: Context, form: Any, part: Part, row: Any) -> Any:
    """Let a form remember what stands there now."""
    where = [one.id for one in areas_of(context, queries.effort_ref(row.id))] if part is Part.EFFORT else []
    values = told(part, row)
    now = "\n".join(f"{label}: {value}" for label, value in told_part(context, part, row))
    form.shows(*values.values(), *where, now=now)
    return form


def told_part(context: Context, part: Part, row: Any) -> tuple[tuple[str, str], ...]:
    """Return what a part says now, field by field, as its form calls them."""
    found, _row = queries.part(context, part, row.id)
    return part_form(context, found, part, row).told(told(part, row))


def part_task(
    context: Context, found: SocialMasterPlan, part: Part, form: Form, row: Any = None, *, heading: str, button: str
) -> TaskPage:
    """Return the screen on which a part is written, with what others learnt of something like it."""
    verb = PlanVerb.CORRECT if part.is_live else PlanVerb.CHANGE_PART
    if row is None:
        verb = PlanVerb.ENTER if part.is_live else PlanVerb.ADD_PART
    PLAN.require(context, verb, found)
    words = (
        gettext("Everybody can read it as soon as it is entered.")
        if part.is_live
        else gettext("Others read it with the plan's next version.")
    )
    if part.is_live and not found.number:
        words = gettext("Others read it when the plan has its first version.")
    known = learnt(context, f"{row.title} {row.about}" if row is not None else "") if part is Part.EFFORT else ()
    trail = (*plan_trail(found), (gettext("As it is written now"), url_for("plans.draft", plan_id=found.id)))
    return TaskPage(heading, form, button, words, trail, known=known)


def learnt(context: Context, words: str) -> Sequence[Link]:
    """Return what was learnt that shares words with what is being written, else what was learnt last."""
    like = queries.learnt_among(context, [one.thing_id for one in alike(context, Kind.LESSON, words)])
    rows = like or queries.learnt(context, at_most=5)
    return [(one.title, url_for("lessons.show", lesson_id=one.id)) for one in rows]


@dataclass(frozen=True)
class LessonsPage:
    """What was learnt in plans, here and elsewhere."""

    template: ClassVar[str] = "plans/lessons.html"
    lessons: Sequence[Lesson]
    words: str
    next_before: int | None


LEARNT = 20
"""On a page."""


def lessons_page(context: Context, words: str, before: int | None) -> LessonsPage:
    """Return what was learnt, the newest first; where words are looked for what shares some, the likest first."""
    if words:
        ids = [one.thing_id for one in alike(context, Kind.LESSON, words, at_most=LEARNT)]
        return LessonsPage(queries.learnt_among(context, ids), words, None)
    rows = queries.learnt(context, before=before, at_most=LEARNT + 1)
    return LessonsPage(rows[:LEARNT], "", rows[LEARNT - 1].id if len(rows) > LEARNT else None)


@dataclass(frozen=True)
class LessonPage:
    """One thing that was learnt."""

    template: ClassVar[str] = "plans/lesson.html"
    lesson: Lesson
    corrected: Corrected
    may: dict[str, bool]
    may_blot: bool
    seen: str
    shows_plan: bool
    """Whether the reader may open the plan it comes from."""


def lesson_page(context: Context, lesson_id: int) -> LessonPage:
    """Return one thing that was learnt."""
    found = queries.lesson(context, lesson_id)
    return LessonPage(
        found,
        corrected(context, Ref(Kind.LESSON, found.id)),
        LESSON.allowed(context, found),
        is_case_officer(context.actor, found.plan),
        fingerprint(*found.told),
        PLAN.may(context, PlanVerb.READ, found.plan),
    )
