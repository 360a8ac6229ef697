"""Finding and counting meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload, selectinload

from civic.areas.queries import EVERYTHING, About
from civic.bodies.models import Body
from civic.db.finding import Spot, Stretch, is_among, page_of
from civic.following.models import Follow
from civic.groups.models import Group
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind
from civic.meetings.models import CalendarFeed, Meeting, MeetingBody, MeetingState, ProgrammeItem, Registration
from civic.meetings.workflow import MEETING, MeetingVerb
from civic.people.models import RoleAssignment, Unit
from civic.places.queries import Places
from civic.processes.models import Process
from civic.processes.workflow import PUBLIC, may_read


@dataclass(frozen=True)
class Held:
    """How often the committee and its groups have met; two numbers that are never added."""

    committee: int
    groups: int


def meeting(context: Context, meeting_id: int) -> Meeting:
    """Return one meeting with its process and group, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(Meeting)
        .where(Meeting.id == meeting_id)
        .options(joinedload(Meeting.process, innerjoin=True), joinedload(Meeting.group), _unit())
    )
    if found is None or not may_read(context, found.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def meeting_with_bodies(context: Context, meeting_id: int) -> Meeting:
    """Return one meeting as `meeting` does, with the councils and committees that meet together as they are now."""
    found = meeting(context, meeting_id)
    seats = select(Meeting).where(Meeting.id == meeting_id).options(selectinload(Meeting.seats))
    context.session.scalar(seats.execution_options(populate_existing=True))
    return found


def _unit() -> Any:
    return joinedload(Meeting.unit).joinedload(Unit.organisation)


def bodies_of(context: Context, meeting_id: int) -> list[Body]:
    """Return the councils and committees that take part in a joint meeting, with their names, in the Danish order."""
    query = select(Body).join(MeetingBody).where(MeetingBody.meeting_id == meeting_id)
    named = query.options(selectinload(Body.earlier_names))
    return sorted(context.session.scalars(named), key=lambda one: sort_key(one.name))


def joint_of_body(
    context: Context, body_id: int, at: Spot, *, at_most: int = 10
) -> tuple[list[Meeting], Spot | None, int]:
    """Return the joint meetings of a body in processes that are public: a page, where the next begins, and how many.

    The last ones first, then those without a time; each with its process.
    """
    of_it = select(MeetingBody.meeting_id).where(MeetingBody.body_id == body_id)
    public = select(Process.id).where(is_among(Process.state, PUBLIC))
    its_own = and_(Meeting.id.in_(of_it), Meeting.process_id.in_(public))
    query = select(Meeting).options(joinedload(Meeting.process, innerjoin=True))
    dated = Stretch(and_(its_own, Meeting.starts_at.is_not(None)), Meeting.starts_at, Meeting.id, is_downwards=True)
    undated = Stretch(and_(its_own, Meeting.starts_at.is_(None)), Meeting.id, Meeting.id, is_downwards=True)
    found, more, count = page_of(context.session, query, [dated, undated], at, at_most=at_most)
    return [one for (one,) in found], more, count


def programme_of(context: Context, meeting_id: int) -> Sequence[ProgrammeItem]:
    """Return a meeting's programme in order."""
    query = select(ProgrammeItem).where(ProgrammeItem.meeting_id == meeting_id)
    return context.session.scalars(query.order_by(ProgrammeItem.number)).all()


def programme_item(context: Context, item_id: int) -> ProgrammeItem:
    """Return one item of a programme, or Refusal(NOT_FOUND) where its meeting cannot be read."""
    found = context.session.get(ProgrammeItem, item_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    meeting(context, found.meeting_id)
    return found


def held(context: Context, process_id: int) -> Held:
    """Return how many meetings the committee and its groups have held, apart."""
    row = context.session.execute(
        select(
            func.count(case((Meeting.group_id.is_(None), 1))),
            func.count(case((Meeting.group_id.is_not(None), 1))),
        ).where(Meeting.process_id == process_id, _was_held(context))
    ).one()
    return Held(committee=row[0], groups=row[1])


def of_process(context: Context, process_id: int, *, at_most: int = 100) -> Sequence[Meeting]:
    """Return meetings of the committee and its groups that have been held, newest first."""
    return context.session.scalars(
        select(Meeting)
        .where(Meeting.process_id == process_id, _was_held(context))
        .order_by(Meeting.id.desc())
        .limit(at_most)
    ).all()


def by_ids(context: Context, ids: Sequence[int]) -> Sequence[Meeting]:
    """Return the meetings among the ids that are in processes the actor may see."""
    found = context.session.scalars(
        select(Meeting).where(Meeting.id.in_(ids)).options(joinedload(Meeting.process, innerjoin=True))
    )
    return [one for one in found if may_read(context, one.process)]


def in_calendar(
    context: Context, *, process_id: int | None = None, group_id: int | None = None, at_most: int = 500
) -> Sequence[Meeting]:
    """Return the meetings with a time of a process with its groups, or of a group, the last ones first."""
    own = Meeting.group_id == group_id if group_id is not None else Meeting.process_id == process_id
    query = select(Meeting).where(own, Meeting.starts_at.is_not(None)).order_by(Meeting.starts_at.desc(), Meeting.id)
    return context.session.scalars(query.limit(at_most)).all()


@dataclass(frozen=True)
class Coming:
    """What a calendar is narrowed to: a topic or an area of its process, or who arranges it."""

    about: About = EVERYTHING
    organisation_id: int | None = None


def coming(
    context: Context, sought: Coming, *, after: tuple[datetime, int] | None = None, at_most: int
) -> Sequence[Meeting]:
    """Return the meetings to come that everybody may read of, the next one first, by keyset."""
    query = _coming(context, sought).options(joinedload(Meeting.process, innerjoin=True), joinedload(Meeting.group))
    if after is not None:
        at, number = after
        query = query.where(or_(Meeting.starts_at > at, and_(Meeting.starts_at == at, Meeting.id > number)))
    return context.session.scalars(query.order_by(Meeting.starts_at, Meeting.id).limit(at_most)).all()


def count_coming(context: Context, sought: Coming) -> int:
    """Return how many meetings are to come that everybody may read of."""
    found = _coming(context, sought).with_only_columns(func.count(), maintain_column_froms=True)
    return context.session.scalar(found) or 0


def _coming(context: Context, sought: Coming) -> Select[Meeting]:
    ahead = Meeting.state == MeetingState.PLANNED, Meeting.starts_at > context.now
    query = select(Meeting).join(Meeting.process).where(*ahead, is_among(Process.state, PUBLIC))
    query = query.where(*sought.about.holds(Kind.PROCESS, Meeting.process_id, Meeting.process_id))
    if sought.organisation_id is not None:
        query = query.outerjoin(Meeting.unit).where(
            func.coalesce(Unit.organisation_id, Process.organisation_id) == sought.organisation_id
        )
    return query


def own_feed(context: Context) -> CalendarFeed | None:
    """Return the actor's own calendar, where it has an address."""
    own = CalendarFeed.person_id == context.actor.person_id
    return context.session.scalar(select(CalendarFeed).where(own)) if context.actor.is_signed_in else None


def of_feed(context: Context, token: str, *, at_most: int = 500) -> Sequence[Meeting]:
    """Return the meetings of a person's own calendar, by its address; Refusal(NOT_FOUND) for one that is closed.

    Those they have a place at or wait for, those of their groups, and those of what they follow.
    """
    feed = context.session.scalar(select(CalendarFeed).where(CalendarFeed.token == token))
    if feed is None:
        raise Refusal(Reason.NOT_FOUND)
    whose = feed.person_id
    mine = Registration.person_id == whose, Registration.left_at.is_(None), Registration.confirmed_at.is_not(None)
    groups = select(RoleAssignment.scope_id).where(
        RoleAssignment.person_id == whose,
        RoleAssignment.scope == Scope.GROUP,
        RoleAssignment.ended_at.is_(None),
    )
    followed = select(Follow.thing_id).where(Follow.person_id == whose)
    its_own = or_(
        Meeting.id.in_(select(Registration.meeting_id).where(*mine)),
        Meeting.group_id.in_(groups),
        Meeting.group_id.in_(followed.where(Follow.kind == Kind.GROUP)),
        Meeting.process_id.in_(followed.where(Follow.kind == Kind.PROCESS)),
    )
    query = select(Meeting).join(Meeting.process).where(its_own, is_among(Process.state, PUBLIC))
    query = query.where(Meeting.starts_at.is_not(None)).order_by(Meeting.starts_at.desc(), Meeting.id)
    return context.session.scalars(query.limit(at_most)).all()


def all_of_process(context: Context, process_id: int, *, at_most: int = 200) -> Sequence[Meeting]:
    """Return a process's and its groups' meetings, planned and held, the last ones first."""
    its_own = Meeting.process_id == process_id, Meeting.state != MeetingState.CANCELLED
    return context.session.scalars(select(Meeting).where(*its_own).order_by(Meeting.id.desc()).limit(at_most)).all()


def of_group(context: Context, group_id: int) -> Sequence[Meeting]:
    """Return a group's meetings in order; those without a known date come first."""
    return context.session.scalars(
        select(Meeting).where(Meeting.group_id == group_id).order_by(Meeting.starts_at.is_not(None), Meeting.starts_at)
    ).all()


@cache
def _registrations() -> Select[Registration]:
    whole = joinedload(Registration.meeting, innerjoin=True)
    return select(Registration).options(
        whole.joinedload(Meeting.process, innerjoin=True), whole.joinedload(Meeting.group)
    )


PLACES = Places(Registration, Registration.meeting_id, _registrations)
"""Who comes to a meeting, or waits for a place."""


def registration(context: Context, registration_id: int) -> Registration:
    """Return one live registration with its meeting, or Refusal(NOT_FOUND); for staff."""
    live = Registration.id == registration_id, Registration.left_at.is_(None)
    found = context.session.scalar(_registrations().where(*live))
    if found is None or not MEETING.may(context, MeetingVerb.READ_REGISTRATIONS, found.meeting):
        raise Refusal(Reason.NOT_FOUND)
    return found


@dataclass(frozen=True)
class Numbers:
    """How many come, wait and have not confirmed, and what those who come need."""

    coming: int
    waiting: int
    unconfirmed: int
    step_free: int
    loop: int
    child_care: int


def numbers(context: Context, meeting_id: int) -> Numbers:
    """Return how many have registered for a meeting and what they need, in one statement."""
    has_place = Registration.slot.is_not(None)
    is_confirmed = Registration.confirmed_at.is_not(None)
    row = context.session.execute(
        select(
            _number(has_place),
            _number(is_confirmed, Registration.slot.is_(None)),
            _number(Registration.confirmed_at.is_(None)),
            _number(has_place, Registration.needs_step_free),
            _number(has_place, Registration.needs_loop),
            _number(has_place, Registration.needs_child_care),
        ).where(Registration.meeting_id == meeting_id, Registration.left_at.is_(None))
    ).one()
    return Numbers(*row)


def _number(*conditions: ColumnElement[bool] | InstrumentedAttribute[bool]) -> ColumnElement[int]:
    return func.count(case((and_(*conditions), 1)))


def interpreting(context: Context, meeting_id: int) -> list[tuple[str, int]]:
    """Return which languages those who come want interpreted, and how many each."""
    query = (
        select(Registration.interpreter, func.count())
        .where(Registration.meeting_id == meeting_id, Registration.slot.is_not(None), Registration.interpreter != "")
        .group_by(Registration.interpreter)
    )
    return sorted(context.session.execute(query).tuples(), key=lambda one: sort_key(one[0]))


def to_remind(context: Context, *, at_most: int = 100) -> Sequence[int]:
    """Return registrations whose holders are to be reminded now, and told the link: for the worker."""
    due = case(
        *((Meeting.link_days == days, context.now + timedelta(days=days)) for days in range(MOST_LINK_DAYS + 1)),
        else_=context.now,
    )
    query = (
        select(Registration.id)
        .join(Registration.meeting)
        .where(
            Meeting.state == MeetingState.PLANNED,
            Meeting.starts_at > context.now,
            Meeting.starts_at <= due,
            Registration.slot.is_not(None),
            Registration.told_at.is_(None),
        )
    )
    return context.session.scalars(query.order_by(Registration.id).limit(at_most)).all()


MOST_LINK_DAYS = 14


def registration_by_id(context: Context, registration_id: int) -> Registration:
    """Return one registration with its meeting: for the worker."""
    return context.session.scalars(_registrations().where(Registration.id == registration_id)).one()


def group_ids(context: Context, meeting: Meeting) -> Sequence[int]:
    """Return the groups that a meeting concerns: its own, or all of the process's."""
    if meeting.group_id is not None:
        return [meeting.group_id]
    return context.session.scalars(select(Group.id).where(Group.process_id == meeting.process_id)).all()


def to_tell(context: Context, meeting: Meeting) -> Sequence[int]:
    """Return the persons whom a meeting concerns: the group's, or all of the process's groups', and its staff."""
    groups = select(Group.id).where(Group.process_id == meeting.process_id)
    if meeting.group_id is not None:
        groups = groups.where(Group.id == meeting.group_id)
    in_groups = and_(RoleAssignment.scope == Scope.GROUP, RoleAssignment.scope_id.in_(groups))
    in_process = and_(RoleAssignment.scope == Scope.PROCESS, RoleAssignment.scope_id == meeting.process_id)
    return context.session.scalars(
        select(RoleAssignment.person_id)
        .where(or_(in_groups, in_process), RoleAssignment.ended_at.is_(None))
        .distinct()
        .order_by(RoleAssignment.person_id)
    ).all()


def _was_held(context: Context) -> ColumnElement[bool]:
    return or_(
        Meeting.state == MeetingState.HELD,
        and_(Meeting.state == MeetingState.PLANNED, Meeting.starts_at <= context.now),
    )
