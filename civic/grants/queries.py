"""Finding schemes, applications with all they are made of, and what was made of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from civic.db.base import Base
from civic.db.finding import is_among
from civic.decisions.models import UNDECIDED, Case, Decision
from civic.goals.models import Goal, Indicator, Measurement
from civic.goals.queries import goals_of
from civic.grants import judging
from civic.grants.judging import Judged, Written
from civic.grants.models import (
    AccountLine,
    AimedAt,
    ApplicationState,
    Assessment,
    ChainLink,
    CostLine,
    GrantActivity,
    GrantApplication,
    GrantScheme,
    SchemePoint,
    SteeringSeat,
)
from civic.grants.parts import ROWS, Part, Term
from civic.grants.workflow import APPLICATION, SCHEME, GrantVerb
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from civic.people.models import Unit
from civic.processes.workflow import may_read

GIVEN = {ApplicationState.GRANTED, ApplicationState.CLOSED}


def scheme(context: Context, scheme_id: int) -> GrantScheme:
    """Return one scheme with process, points and criteria, or Refusal(NOT_FOUND); hidden like missing."""
    query = (
        select(GrantScheme)
        .where(GrantScheme.id == scheme_id)
        .options(
            joinedload(GrantScheme.process, innerjoin=True),
            joinedload(GrantScheme.unit).joinedload(Unit.organisation),
            selectinload(GrantScheme.points),
            selectinload(GrantScheme.criteria),
        )
    )
    found = context.session.scalars(query.execution_options(populate_existing=True)).one_or_none()
    if found is None or not may_read(context, found.process) or not SCHEME.may(context, GrantVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def schemes_of(context: Context, process_id: int) -> list[GrantScheme]:
    """Return the schemes of a process that the actor may read, as they were entered."""
    query = select(GrantScheme).where(GrantScheme.process_id == process_id).options(joinedload(GrantScheme.process))
    found = context.session.scalars(query.order_by(GrantScheme.id))
    return [one for one in found if SCHEME.may(context, GrantVerb.READ, one)]


def schemes_before(context: Context, found: GrantScheme | None) -> list[GrantScheme]:
    """Return the schemes that another one can replace: those everybody can read."""
    query = select(GrantScheme).options(joinedload(GrantScheme.process)).order_by(GrantScheme.id.desc())
    every = context.session.scalars(query)
    own = found.id if found else 0
    return [one for one in every if one.id != own and SCHEME.may(context, GrantVerb.READ, one)]


def term(context: Context, term: Term, term_id: int) -> tuple[GrantScheme, Any]:
    """Return a part of a scheme with the scheme, or Refusal(NOT_FOUND)."""
    row = context.session.get(ROWS[term], term_id)
    if row is None:
        raise Refusal(Reason.NOT_FOUND)
    return scheme(context, row.scheme_id), row  # type: ignore[attr-defined]


def _found(context: Context, application_id: int) -> GrantApplication:
    its_scheme = joinedload(GrantApplication.scheme, innerjoin=True)
    query = (
        select(GrantApplication)
        .where(GrantApplication.id == application_id)
        .options(
            its_scheme.joinedload(GrantScheme.process, innerjoin=True),
            its_scheme.selectinload(GrantScheme.criteria),
            its_scheme.selectinload(GrantScheme.points),
            joinedload(GrantApplication.decision).joinedload(Decision.case),
            joinedload(GrantApplication.decision).joinedload(Decision.body),
            joinedload(GrantApplication.author, innerjoin=True),
        )
    )
    found = context.session.scalars(query.execution_options(populate_existing=True)).unique().one_or_none()
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def whole(context: Context, application_id: int) -> GrantApplication:
    """Return one application, for the worker that makes its documents."""
    return _found(context, application_id)


def application(context: Context, application_id: int) -> GrantApplication:
    """Return one application for its author or the staff, or Refusal(NOT_FOUND); hidden like missing."""
    found = _found(context, application_id)
    if not APPLICATION.may(context, GrantVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def grant(context: Context, application_id: int) -> GrantApplication:
    """Return what was granted, for everybody, or Refusal(NOT_FOUND)."""
    found = _found(context, application_id)
    if not APPLICATION.may(context, GrantVerb.READ_PUBLIC, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def written(context: Context, found: GrantApplication) -> Written:
    """Return an application with all that it is made of."""
    mine = found.id
    rows: Any = context.session.scalars
    return Written(
        found,
        rows(select(SchemePoint).join(AimedAt).where(AimedAt.application_id == mine).order_by(SchemePoint.id)).all(),
        rows(select(ChainLink).where(ChainLink.application_id == mine).order_by(ChainLink.id)).all(),
        rows(select(SteeringSeat).where(SteeringSeat.application_id == mine).order_by(SteeringSeat.id)).all(),
        rows(
            select(CostLine)
            .where(CostLine.application_id == mine)
            .options(joinedload(CostLine.point, innerjoin=True))
            .order_by(CostLine.id)
        ).all(),
        goals_of(context, Kind.APPLICATION, [mine]).get(mine, []),
    )


def part(context: Context, part: Part, part_id: int) -> tuple[GrantApplication, Any]:
    """Return a part of an application with the application, or Refusal(NOT_FOUND)."""
    row: Any = context.session.get(ROWS[part], part_id)
    if row is None:
        raise Refusal(Reason.NOT_FOUND)
    return application(context, _application_id(context, row)), row


def _application_id(context: Context, row: Base) -> int:
    if isinstance(row, Measurement):
        row = context.session.get_one(Indicator, row.indicator_id)
    if isinstance(row, Indicator):
        row = context.session.get_one(Goal, row.goal_id)
    if isinstance(row, Goal):
        if row.kind is not Kind.APPLICATION:
            raise Refusal(Reason.NOT_FOUND)
        return row.thing_id
    found: int = row.application_id  # type: ignore[attr-defined]
    return found


def judged(context: Context, found: GrantApplication) -> list[Judged]:
    """Return what an application meets of its scheme's criteria."""
    return judging.judged(found.scheme.criteria, written(context, found))


def own(context: Context, scheme_id: int) -> Sequence[GrantApplication]:
    """Return the actor's own applications under a scheme, the newest first."""
    query = select(GrantApplication).where(
        GrantApplication.scheme_id == scheme_id, GrantApplication.author_id == context.actor.person_id
    )
    return context.session.scalars(query.order_by(GrantApplication.id.desc())).all()


def given(context: Context, scheme_id: int) -> Sequence[GrantApplication]:
    """Return what was granted under a scheme, for everybody."""
    query = select(GrantApplication).where(
        GrantApplication.scheme_id == scheme_id, is_among(GrantApplication.state, GIVEN)
    )
    return context.session.scalars(query.order_by(GrantApplication.title, GrantApplication.id)).all()


def assessments(context: Context, application_ids: Sequence[int]) -> dict[int, list[Assessment]]:
    """Return what was made of some applications, by their ids, with scores and by whom."""
    query = select(Assessment).where(Assessment.application_id.in_(application_ids)).order_by(Assessment.id)
    loaded = query.options(selectinload(Assessment.scores), joinedload(Assessment.assessor, innerjoin=True))
    found: dict[int, list[Assessment]] = {}
    for one in context.session.scalars(loaded.execution_options(populate_existing=True)):
        found.setdefault(one.application_id, []).append(one)
    return found


@dataclass(frozen=True)
class Ranked:
    """One application in the ranking: its place, and the points it has on average."""

    application: GrantApplication
    place: int | None
    points: Fraction | None
    assessed: int
    sought: int


def ranking(context: Context, scheme_id: int) -> list[Ranked]:
    """Return all that was applied for under a scheme, the most points first; what is not assessed comes last."""
    query = select(GrantApplication).where(
        GrantApplication.scheme_id == scheme_id,
        GrantApplication.state.not_in({ApplicationState.DRAFT, ApplicationState.WITHDRAWN}),
    )
    rows = context.session.scalars(query.order_by(GrantApplication.id)).all()
    ids = [one.id for one in rows]
    made = assessments(context, ids)
    points = [judging.average(made.get(one, [])) for one in ids]
    sums: Mapping[int, int] = dict(
        context.session.execute(
            select(CostLine.application_id, func.sum(CostLine.amount))
            .where(CostLine.application_id.in_(ids))
            .group_by(CostLine.application_id)
        )
        .tuples()
        .all()
    )
    found = [
        Ranked(one, place, mine, len(judging.counting(made.get(one.id, []))), int(sums.get(one.id, 0)))
        for one, place, mine in zip(rows, judging.ranked(points), points, strict=True)
    ]
    return sorted(found, key=lambda one: (one.place is None, one.place or 0, one.application.id))


def decisions_in(context: Context, process_id: int) -> list[Decision]:
    """Return what bodies decided in open cases of a process: a grant is decided by one of those."""
    query = (
        select(Decision)
        .join(Case, Case.id == Decision.case_id)
        .where(
            Decision.process_id == process_id,
            Decision.decided_on.is_not(None),
            Decision.state.not_in(UNDECIDED),
            Case.is_closed.is_(False),
        )
        .options(joinedload(Decision.case, innerjoin=True), joinedload(Decision.body, innerjoin=True))
    )
    return list(context.session.scalars(query.order_by(Decision.decided_on.desc(), Decision.id.desc())))


def granted_in(context: Context, scheme_id: int) -> int:
    """Return what was granted under a scheme so far, in øre."""
    query = select(func.coalesce(func.sum(GrantApplication.granted), 0))
    return int(context.session.scalar(query.where(GrantApplication.scheme_id == scheme_id)) or 0)


@dataclass(frozen=True)
class Accounts:
    """What activity money went to, in øre: what there was, activity by activity, and what is left."""

    money: int
    activities: Sequence[GrantActivity]
    lines: Sequence[AccountLine]
    returned: int

    @property
    def spent(self) -> int:
        """Return what was spent."""
        return sum(one.amount for one in self.lines)

    @property
    def left(self) -> int:
        """Return what is neither spent nor paid back; below 0 where more was spent than granted."""
        return self.money - self.spent - self.returned

    def of(self, activity: GrantActivity) -> list[AccountLine]:
        """Return the lines of one activity."""
        return [one for one in self.lines if one.activity_id == activity.id]

    def spent_on(self, activity: GrantActivity) -> int:
        """Return what one activity cost."""
        return sum(one.amount for one in self.of(activity))


def accounts(context: Context, found: GrantApplication) -> Accounts:
    """Return what a grant's activity money went to."""
    of_it = select(GrantActivity).where(GrantActivity.application_id == found.id)
    spent = select(AccountLine).where(AccountLine.application_id == found.id)
    return Accounts(
        found.activity_money,
        context.session.scalars(of_it.order_by(GrantActivity.held_on, GrantActivity.id)).all(),
        context.session.scalars(spent.order_by(AccountLine.spent_on, AccountLine.id)).all(),
        found.returned,
    )
