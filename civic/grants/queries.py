"""Finding schemes, applications with all they are made of, and what was made of them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload, selectinload

from civic.db.base import Base
from civic.db.finding import is_among
from civic.decisions.models import UNDECIDED, Case, Decision
from civic.files import pictures
from civic.files.pictures import Picture
from civic.goals.models import Goal, Indicator, Measurement
from civic.goals.queries import goals_of
from civic.grants import judging
from civic.grants.judging import Judged, Written
from civic.grants.models import (
    TO_LOOK_AT,
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
from civic.grants.parts import ROWS, Part, Term, told
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


def own_grants(context: Context, *, at_most: int) -> Sequence[GrantApplication]:
    """Return the actor's own applications that wait for them: not handed in, or granted and to be accounted for."""
    waits = {ApplicationState.DRAFT, ApplicationState.GRANTED}
    query = select(GrantApplication).where(
        GrantApplication.author_id == context.actor.person_id, is_among(GrantApplication.state, waits)
    )
    loaded = query.options(joinedload(GrantApplication.scheme, innerjoin=True))
    return context.session.scalars(loaded.order_by(GrantApplication.id.desc()).limit(at_most)).all()


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


def has_interest(context: Context, found: GrantApplication) -> bool:
    """Return whether the actor said that they have an interest in it, or applies under the same scheme."""
    mine = Assessment.assessor_id == context.actor.person_id, Assessment.application_id == found.id
    said = select(Assessment.id).where(*mine, Assessment.has_interest)
    own = select(GrantApplication.id).where(
        GrantApplication.scheme_id == found.scheme_id,
        GrantApplication.author_id == context.actor.person_id,
        GrantApplication.state != ApplicationState.DRAFT,
    )
    return any(context.session.scalar(one.limit(1)) is not None for one in (said, own))


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

    @property
    def to_look_at(self) -> list[GrantActivity]:
        """Return the activities that wait for somebody's look."""
        return [one for one in self.activities if one.to_look_at]

    @property
    def years(self) -> list[int]:
        """Return the years in which there was an activity or money was spent, in order."""
        return sorted({one.held_on.year for one in self.activities} | {one.spent_on.year for one in self.lines})

    def held_in(self, year: int) -> list[GrantActivity]:
        """Return the activities of one year."""
        return [one for one in self.activities if one.held_on.year == year]

    def spent_in(self, year: int) -> int:
        """Return what was spent in one year."""
        return sum(one.amount for one in self.lines if one.spent_on.year == year)

    def spent_on(self, activity: GrantActivity) -> int:
        """Return what one activity cost."""
        return sum(one.amount for one in self.of(activity))


def accounts(context: Context, found: GrantApplication) -> Accounts:
    """Return what a grant's activity money went to."""
    of_it = select(GrantActivity).where(GrantActivity.application_id == found.id)
    spent = select(AccountLine).where(AccountLine.application_id == found.id).options(joinedload(AccountLine.upload))
    return Accounts(
        found.activity_money,
        context.session.scalars(of_it.order_by(GrantActivity.held_on, GrantActivity.id)).all(),
        context.session.scalars(spent.order_by(AccountLine.spent_on, AccountLine.id)).all(),
        found.returned,
    )


def activity(context: Context, activity_id: int) -> tuple[GrantApplication, GrantActivity]:
    """Return an activity with its application, for its author and the staff, or Refusal(NOT_FOUND)."""
    return part(context, Part.ACTIVITY, activity_id)


def pictured(context: Context, activity_id: int) -> tuple[GrantApplication, GrantActivity]:
    """Return an activity for whoever may see its photograph: everybody once it was looked at, or Refusal(NOT_FOUND)."""
    row = context.session.get(GrantActivity, activity_id)
    if row is None:
        raise Refusal(Reason.NOT_FOUND)
    found = _found(context, row.application_id)
    is_public = not row.to_look_at and APPLICATION.may(context, GrantVerb.READ_PUBLIC, found)
    if not is_public and not APPLICATION.may(context, GrantVerb.READ, found):
        raise Refusal(Reason.NOT_FOUND)
    return found, row


def photos(context: Context, found: Accounts, *, is_public: bool) -> dict[int, Picture]:
    """Return the photographs of activities by the activity's id; for the public those that were looked at."""
    those = [one for one in found.activities if not (is_public and one.to_look_at)]
    return pictures.by_id(pictures.of_each(context, [one.ref for one in those]), Kind.ACTIVITY)


def looked_at(row: GrantActivity, picture: Picture | None) -> tuple[object, ...]:
    """Return what whoever lets an activity be shown has seen: its words, and which photograph."""
    return (*told(Part.ACTIVITY, row).values(), *((*picture.seen, picture.is_shown) if picture else ()))


@dataclass(frozen=True)
class ToLookAt:
    """A grant of which activities wait for a look, and how many."""

    application: GrantApplication
    count: int


def to_look_at(context: Context, process_ids: Collection[int], *, at_most: int) -> list[ToLookAt]:
    """Return the grants of some processes of which activities wait for a look by another than their author."""
    waiting = (
        select(GrantActivity.application_id, func.count().label("count"))
        .where(text(TO_LOOK_AT))
        .group_by(GrantActivity.application_id)
        .subquery()
    )
    query = (
        select(GrantApplication, waiting.c.count)
        .join(waiting, waiting.c.application_id == GrantApplication.id)
        .join(GrantScheme, GrantScheme.id == GrantApplication.scheme_id)
        .where(GrantScheme.process_id.in_(process_ids), GrantApplication.author_id != context.actor.person_id)
        .options(joinedload(GrantApplication.scheme, innerjoin=True).joinedload(GrantScheme.process, innerjoin=True))
        .order_by(GrantApplication.id)
        .limit(at_most)
    )
    return [ToLookAt(one, count) for one, count in context.session.execute(query)]


@dataclass(frozen=True)
class ToAssess:
    """A scheme with applications that nobody has decided, and how many."""

    scheme: GrantScheme
    count: int


def to_assess(context: Context, process_ids: Collection[int], *, at_most: int) -> list[ToAssess]:
    """Return the schemes of some processes in which applications wait for assessments and their decision."""
    waiting = (
        select(GrantApplication.scheme_id, func.count().label("count"))
        .where(GrantApplication.state == ApplicationState.SUBMITTED)
        .group_by(GrantApplication.scheme_id)
        .subquery()
    )
    query = (
        select(GrantScheme, waiting.c.count)
        .join(waiting, waiting.c.scheme_id == GrantScheme.id)
        .where(GrantScheme.process_id.in_(process_ids))
        .options(joinedload(GrantScheme.process, innerjoin=True))
        .order_by(GrantScheme.id)
        .limit(at_most)
    )
    return [ToAssess(one, count) for one, count in context.session.execute(query)]
