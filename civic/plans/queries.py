"""Finding programmes, plans with all that belongs to them, and what was learnt."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from civic.areas.models import Area, AreaOf
from civic.db.base import ZONE, Base
from civic.db.finding import is_among
from civic.decisions.models import FINAL, UNDECIDED, Case, Decision, DecisionState
from civic.goals.models import Goal, Indicator, Measurement
from civic.goals.queries import goals_of
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref
from civic.people.models import Unit
from civic.plans import content as said
from civic.plans.content import Content
from civic.plans.finance import Budget
from civic.plans.models import (
    Agreement,
    Approval,
    ApprovalStep,
    Effort,
    FinancingLine,
    FinancingSource,
    Gate,
    Lesson,
    LessonState,
    PlanArea,
    PlanEvent,
    PlanOrganisation,
    PlanSeat,
    PlanVersion,
    Programme,
    ProgrammeState,
    SocialMasterPlan,
)
from civic.plans.parts import ROWS, Part
from civic.plans.workflow import LESSON, PLAN, PROGRAMME, PlanVerb
from civic.processes.models import Process
from civic.processes.workflow import PUBLIC, may_read

SAYS_YES = FINAL | {DecisionState.RECOMMENDED, DecisionState.RECOMMENDED_WITH_CHANGES}
"""What a political body makes of a plan's case where it lets the plan go on: a committee recommends, the council
decides."""


def programme(context: Context, programme_id: int) -> Programme:
    """Return one programme with its themes, or Refusal(NOT_FOUND); a draft for those who write it alone."""
    query = select(Programme).where(Programme.id == programme_id).options(selectinload(Programme.themes))
    found = context.session.scalar(query)
    if found is None or not PROGRAMME.may(context, PlanVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def programmes(context: Context) -> Sequence[Programme]:
    """Return the programmes that the actor may read, the newest first; there are some dozens."""
    query = select(Programme).options(selectinload(Programme.themes))
    found = context.session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id.desc()))
    return [one for one in found if PROGRAMME.may(context, PlanVerb.READ, one)]


def programmes_on(context: Context, day: date) -> list[Programme]:
    """Return the programmes that a plan can be begun under on a day: in force, and replaced by no other that is."""
    newer = select(Programme.replaces_id).where(
        Programme.state == ProgrammeState.IN_FORCE, Programme.replaces_id.is_not(None)
    )
    query = select(Programme).where(Programme.state == ProgrammeState.IN_FORCE, Programme.id.not_in(newer))
    found = context.session.scalars(query.order_by(Programme.starts_on.desc(), Programme.id))
    return [one for one in found if one.is_for(day)]


def replaced_by(context: Context, programme_id: int) -> Programme | None:
    """Return the version that replaces a programme, where the actor may read it."""
    found = context.session.scalar(select(Programme).where(Programme.replaces_id == programme_id))
    return found if found is not None and PROGRAMME.may(context, PlanVerb.READ, found) else None


def plan(context: Context, plan_id: int) -> SocialMasterPlan:
    """Return one plan with process, programme and unit, or Refusal(NOT_FOUND); hidden like missing."""
    query = (
        select(SocialMasterPlan)
        .where(SocialMasterPlan.id == plan_id)
        .options(
            joinedload(SocialMasterPlan.process, innerjoin=True),
            joinedload(SocialMasterPlan.programme, innerjoin=True).selectinload(Programme.themes),
            joinedload(SocialMasterPlan.unit).joinedload(Unit.organisation),
        )
    )
    found = context.session.scalar(query)
    if found is None or not may_read(context, found.process) or not PLAN.may(context, PlanVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def version(context: Context, plan_id: int, number: int) -> PlanVersion:
    """Return one version of a plan that the caller has found, or Refusal(NOT_FOUND)."""
    query = select(PlanVersion).where(PlanVersion.plan_id == plan_id, PlanVersion.number == number)
    found = context.session.scalar(query)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


@dataclass(frozen=True)
class Issued:
    """One version among a plan's, without its words."""

    id: int
    number: int
    summary: str
    at: Any


def versions(context: Context, plan_id: int) -> list[Issued]:
    """Return the versions of a plan, the newest first."""
    query = select(PlanVersion.id, PlanVersion.number, PlanVersion.summary, PlanVersion.issued_at)
    found = context.session.execute(query.where(PlanVersion.plan_id == plan_id).order_by(PlanVersion.number.desc()))
    return [Issued(*one) for one in found.tuples()]


def part(context: Context, part: Part, part_id: int) -> tuple[SocialMasterPlan, Any]:
    """Return a part of a plan with the plan it belongs to, or Refusal(NOT_FOUND)."""
    row = context.session.get(ROWS[part], part_id)
    if row is None:
        raise Refusal(Reason.NOT_FOUND)
    found = plan(context, _plan_id(context, row))
    PLAN.require(context, PlanVerb.ENTER, found)  # staff alone: what others read is a version
    return found, row


def _plan_id(context: Context, row: Base) -> int:
    if isinstance(row, Measurement):
        row = context.session.get_one(Indicator, row.indicator_id)
    if isinstance(row, Indicator):
        row = context.session.get_one(Goal, row.goal_id)
    if isinstance(row, Goal):
        effort = context.session.get(Effort, row.thing_id) if row.kind is Kind.EFFORT else None
        if effort is None:
            raise Refusal(Reason.NOT_FOUND)
        row = effort
    found: int = row.plan_id  # type: ignore[attr-defined]
    return found


def areas_written(context: Context, plan_id: int) -> list[Area]:
    """Return the areas a plan is for, as it is written now, in the Danish order of their names."""
    query = select(PlanArea).where(PlanArea.plan_id == plan_id)
    found = context.session.scalars(query.options(joinedload(PlanArea.area, innerjoin=True)))
    return sorted((one.area for one in found), key=lambda one: sort_key(one.name))


def efforts(context: Context, plan_id: int) -> Sequence[Effort]:
    """Return a plan's efforts as they are written now."""
    return context.session.scalars(select(Effort).where(Effort.plan_id == plan_id).order_by(Effort.id)).all()


def plan_of_effort(context: Context, effort_id: int) -> int:
    """Return the id of the plan that an effort stands in, or Refusal(NOT_FOUND); hidden as the plan is."""
    found = context.session.get(Effort, effort_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return plan(context, found.plan_id).id


def sources(context: Context, plan_id: int) -> Sequence[FinancingSource]:
    """Return who pays for a plan."""
    query = select(FinancingSource).where(FinancingSource.plan_id == plan_id)
    return context.session.scalars(query.order_by(FinancingSource.id)).all()


def agreements(context: Context, plan_id: int) -> Sequence[Agreement]:
    """Return what those who carry a plan have agreed."""
    return context.session.scalars(select(Agreement).where(Agreement.plan_id == plan_id).order_by(Agreement.id)).all()


def organisations(context: Context, plan_id: int) -> list[PlanOrganisation]:
    """Return the housing organisations that a plan is made with, in the Danish order of their names."""
    query = select(PlanOrganisation).where(PlanOrganisation.plan_id == plan_id)
    found = context.session.scalars(query.options(joinedload(PlanOrganisation.organisation, innerjoin=True)))
    return sorted(found, key=lambda one: sort_key(one.organisation.name))


def seats(context: Context, plan_id: int) -> Sequence[PlanSeat]:
    """Return who has, or had, a part in a plan, as they were entered."""
    return context.session.scalars(select(PlanSeat).where(PlanSeat.plan_id == plan_id).order_by(PlanSeat.id)).all()


def events(
    context: Context, plan_id: int, *, area_id: int | None = None, at_most: int | None = None
) -> list[PlanEvent]:
    """Return what has happened in a plan, the last first; of an area with what is said of no area."""
    query = select(PlanEvent).where(PlanEvent.plan_id == plan_id)
    if area_id is not None:
        query = query.where(or_(PlanEvent.area_id == area_id, PlanEvent.area_id.is_(None)))
    query = query.order_by(PlanEvent.happened_on.desc(), PlanEvent.id.desc())
    return list(context.session.scalars(query.limit(at_most) if at_most is not None else query))


def content_of(context: Context, found: SocialMasterPlan) -> Content:
    """Return all that a plan says as it is written now, as its next version would say it."""
    rows = efforts(context, found.id)
    ids = [one.id for one in rows]
    goals = goals_of(context, Kind.EFFORT, ids)
    where: dict[int, list[said.Named]] = {}
    tied = select(AreaOf).where(AreaOf.kind == Kind.EFFORT, AreaOf.thing_id.in_(ids))
    named = context.session.scalars(tied.options(joinedload(AreaOf.area, innerjoin=True)))
    for one in sorted(named, key=lambda one: sort_key(one.area.name)):
        where.setdefault(one.thing_id, []).append({"id": one.area_id, "name": one.area.name})
    effort_of = {one.id: said.effort_said(one, where.get(one.id, []), goals.get(one.id, [])) for one in rows}
    source_of = {one.id: one for one in sources(context, found.id)}
    lines = context.session.scalars(
        select(FinancingLine).where(FinancingLine.plan_id == found.id).order_by(FinancingLine.year, FinancingLine.id)
    )
    return {
        "title": found.title,
        "about": found.about,
        "first_day": found.first_day.isoformat() if found.first_day else "",
        "last_day": found.last_day.isoformat() if found.last_day else "",
        "unit": {"id": found.unit.id, "name": found.unit.name} if found.unit else None,
        "takes_part": found.takes_part,
        "areas": [{"id": one.id, "name": one.name} for one in areas_written(context, found.id)],
        "organisations": [
            {"id": one.organisation_id, "name": one.organisation.name} for one in organisations(context, found.id)
        ],
        "themes": [
            {
                "id": theme.id,
                "name": theme.name,
                "about": theme.about,
                "efforts": [effort_of[one.id] for one in rows if one.theme_id == theme.id],
            }
            for theme in found.programme.themes
        ],
        "lines": [
            said.line_said(one, source_of[one.paid_by_id], effort_of[one.effort_id]["title"] if one.effort_id else "")
            for one in lines
        ],
        "agreements": [said.agreement_said(one) for one in agreements(context, found.id)],
    }


def steps(context: Context, plan_id: int) -> Sequence[ApprovalStep]:
    """Return who has to approve a plan, by gate as they were entered, each with what they made of it."""
    query = select(ApprovalStep).where(ApprovalStep.plan_id == plan_id)
    gave = selectinload(ApprovalStep.approvals)
    found = context.session.scalars(
        query.options(
            gave.joinedload(Approval.version, innerjoin=True).defer(PlanVersion.content),
            gave.joinedload(Approval.paper),
            gave.joinedload(Approval.ballot),
            gave.joinedload(Approval.decision).joinedload(Decision.case),
            gave.selectinload(Approval.upheld),
        ).execution_options(populate_existing=True)
    )
    gates = list(Gate)
    return sorted(found, key=lambda one: (gates.index(one.gate), one.id))


def step(context: Context, step_id: int) -> ApprovalStep:
    """Return one of those who have to approve a plan, with the plan, or Refusal(NOT_FOUND)."""
    loaded = [joinedload(ApprovalStep.plan), joinedload(ApprovalStep.body)]
    found = context.session.get(ApprovalStep, step_id, options=loaded, populate_existing=True)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    plan(context, found.plan_id)
    return found


def approval(context: Context, approval_id: int) -> Approval:
    """Return one approval with its step and version, or Refusal(NOT_FOUND)."""
    loaded = [joinedload(Approval.step), joinedload(Approval.version).defer(PlanVersion.content)]
    found = context.session.get(Approval, approval_id, options=loaded, populate_existing=True)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    plan(context, found.step.plan_id)
    return found


def decisions_for(context: Context, found: ApprovalStep) -> list[Decision]:
    """Return what a political body decided in open cases of the plan's process: an approval of it is one of those."""
    if found.body_id is None:
        return []
    query = (
        select(Decision)
        .join(Case, Case.id == Decision.case_id)
        .where(
            Decision.process_id == found.plan.process_id,
            Decision.body_id == found.body_id,
            Decision.decided_on.is_not(None),
            Decision.state.not_in(UNDECIDED),
            Case.is_closed.is_(False),
        )
        .options(joinedload(Decision.case, innerjoin=True))
    )
    return list(context.session.scalars(query.order_by(Decision.decided_on.desc(), Decision.id.desc())))


@dataclass(frozen=True)
class Standing:
    """How it is with one of those who have to approve a plan, for the version that is asked about."""

    step: ApprovalStep
    given: Approval | None
    """What they made of that version; of an earlier one where that still stands."""
    earlier: Approval | None
    """What they made of an earlier version, which does not stand any more."""
    since: date | None = None
    """Since when they are asked about this version."""

    @property
    def is_yes(self) -> bool:
        """Return whether they have approved what is asked about."""
        return self.given is not None and says_yes(self.given)


def says_yes(found: Approval) -> bool:
    """Return whether it is an approval: of a case what the body made of it, else what was entered."""
    return found.decision.state in SAYS_YES if found.decision is not None else found.is_yes


def standings(found: Sequence[ApprovalStep], version: PlanVersion | None) -> list[Standing]:
    """Return how it is with each of those who have to approve a plan, for one version."""
    return [_standing(one, version) for one in found]


def _standing(step: ApprovalStep, version: PlanVersion | None) -> Standing:
    counts = [one for one in step.approvals if version is not None and one.counts_for(version.id)]
    before = [one for one in step.approvals if version is not None and one.version_id < version.id]
    earlier = before[-1] if before and not counts else None
    since = step.asked_on
    if since is not None and earlier is not None and version is not None:
        since = max(since, version.issued_at.astimezone(ZONE).date())  # they had answered what they were asked before
    return Standing(step, counts[-1] if counts else None, earlier, since)


class Lack(enum.Enum):
    """What a plan lacks before it can be sent to the fund."""

    NO_BUDGET = "no_budget"
    LOCAL_SHARE = "local_share"
    NOBODY_ASKED = "nobody_asked"
    NOT_APPROVED = "not_approved"
    NEW_VERSION = "new_version"


@dataclass(frozen=True)
class Lacking:
    """One thing that a plan lacks: what, and of whom or how many øre."""

    what: Lack
    who: str = ""
    ore: int = 0
    gate: Gate | None = None


def lacking(
    found: SocialMasterPlan, now: Content, issued: Content | None, standing: Sequence[Standing]
) -> list[Lacking]:
    """Return all that a plan lacks before it can be sent to the fund, which comes last.

    Source: Landsbyggefonden's 25 per cent and Helsingør's page on helhedsplaner, both as the programme has them.
    """
    wanting = []
    if issued is None or said.to_json(now) != said.to_json(issued):
        wanting.append(Lacking(Lack.NEW_VERSION))
    budget = Budget((issued or now)["lines"], found.programme.local_share)
    if not budget.lines:
        wanting.append(Lacking(Lack.NO_BUDGET))
    elif budget.missing:
        wanting.append(Lacking(Lack.LOCAL_SHARE, ore=budget.missing))
    for gate in found.programme.gates:
        its_own = [one for one in standing if one.step.gate is gate]
        if not its_own:
            wanting.append(Lacking(Lack.NOBODY_ASKED, gate=gate))
        wanting += [Lacking(Lack.NOT_APPROVED, who=one.step.name, gate=gate) for one in its_own if not one.is_yes]
    return wanting


def plans_written(context: Context, process_id: int) -> Sequence[SocialMasterPlan]:
    """Return the plans of a process that have no version yet; for those who write them."""
    its_own = SocialMasterPlan.process_id == process_id, SocialMasterPlan.number == 0
    return context.session.scalars(select(SocialMasterPlan).where(*its_own).order_by(SocialMasterPlan.id)).all()


def plans_in_area(context: Context, area_id: int) -> Sequence[SocialMasterPlan]:
    """Return the public plans for an area, those of now first."""
    tied = select(AreaOf.thing_id).where(AreaOf.kind == Kind.PLAN, AreaOf.area_id == area_id)
    query = select(SocialMasterPlan).join(Process, Process.id == SocialMasterPlan.process_id)
    mine = query.where(SocialMasterPlan.id.in_(tied), SocialMasterPlan.number > 0, is_among(Process.state, PUBLIC))
    return context.session.scalars(mine.order_by(SocialMasterPlan.id.desc())).all()


def lesson(context: Context, lesson_id: int) -> Lesson:
    """Return one thing that was learnt, with its plan and process, or Refusal(NOT_FOUND); hidden like missing."""
    query = select(Lesson).where(Lesson.id == lesson_id)
    loaded = query.options(joinedload(Lesson.plan, innerjoin=True).joinedload(SocialMasterPlan.process, innerjoin=True))
    found = context.session.scalar(loaded)
    if found is None or not LESSON.may(context, PlanVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def lessons(context: Context, plan_id: int) -> Sequence[Lesson]:
    """Return what was learnt in a plan, the newest first, drafts too; for its staff."""
    return context.session.scalars(select(Lesson).where(Lesson.plan_id == plan_id).order_by(Lesson.id.desc())).all()


def learnt(context: Context, *, before: int | None = None, at_most: int) -> Sequence[Lesson]:
    """Return what was learnt in plans of public processes and is published, the newest first."""
    query = select(Lesson).join(SocialMasterPlan).join(Process, Process.id == SocialMasterPlan.process_id)
    public = query.where(Lesson.state == LessonState.PUBLISHED, is_among(Process.state, PUBLIC))
    if before is not None:
        public = public.where(Lesson.id < before)
    return context.session.scalars(public.order_by(Lesson.id.desc()).limit(at_most)).all()


def learnt_among(context: Context, ids: Sequence[int]) -> list[Lesson]:
    """Return those of some things that were learnt which everybody can read, in the order of the ids."""
    query = select(Lesson).join(SocialMasterPlan).join(Process, Process.id == SocialMasterPlan.process_id)
    public = query.where(Lesson.id.in_(ids), Lesson.state == LessonState.PUBLISHED, is_among(Process.state, PUBLIC))
    found = {one.id: one for one in context.session.scalars(public)}
    return [found[one] for one in ids if one in found]


def effort_ref(effort_id: int) -> Ref:
    """Return what an effort is called where its areas are kept."""
    return Ref(Kind.EFFORT, effort_id)
