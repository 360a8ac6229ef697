"""Finding agendas, minutes, and what was agreed to be done."""

from collections.abc import Sequence
from datetime import date
from functools import cache

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from civic.evidence.models import KeyFigure
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Ref
from civic.meetings.models import Meeting, MeetingState
from civic.meetings.queries import meeting
from civic.minutes.models import ActionPoint, ActionState, AgendaItem, Attendance, Minutes, MinutesState, Point
from civic.minutes.workflow import MINUTES, MinutesVerb
from civic.processes.workflow import may_read


@cache
def _minutes() -> Select[Minutes]:
    whole = joinedload(Minutes.meeting, innerjoin=True)
    parts = whole.joinedload(Meeting.process, innerjoin=True), whole.joinedload(Meeting.group)
    return select(Minutes).options(*parts, whole.joinedload(Meeting.seats))


def minutes(context: Context, meeting_id: int) -> Minutes | None:
    """Return the minutes of a meeting where they are begun and the actor may read them, else None."""
    found = context.session.scalar(_minutes().where(Minutes.meeting_id == meeting_id))
    return found if found is not None and MINUTES.may(context, MinutesVerb.READ, found) else None


def begun(context: Context, meeting_id: int) -> Minutes:
    """Return the minutes of a meeting, or Refusal(NOT_FOUND)."""
    found = minutes(context, meeting_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def are_approved(context: Context, meeting_id: int) -> bool:
    """Return whether the minutes of a meeting stand fast; for those who have locked the meeting."""
    state = context.session.scalar(select(Minutes.state).where(Minutes.meeting_id == meeting_id))
    return state is MinutesState.APPROVED


def agenda_of(context: Context, meeting_id: int) -> Sequence[AgendaItem]:
    """Return a meeting's agenda in order, without what was said."""
    query = select(AgendaItem).where(AgendaItem.meeting_id == meeting_id)
    return context.session.scalars(query.order_by(AgendaItem.number)).all()


def agenda_item(context: Context, item_id: int) -> AgendaItem:
    """Return one item of an agenda with its meeting, or Refusal(NOT_FOUND) where that cannot be read."""
    found = context.session.get(AgendaItem, item_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    meeting(context, found.meeting_id)
    return found


@cache
def _points() -> Select[Point]:
    item = joinedload(Point.item, innerjoin=True)
    figures = joinedload(Point.evidence).selectinload(KeyFigure.values)
    return select(Point).join(Point.item).options(item, figures).order_by(AgendaItem.number, Point.number)


def points_of(context: Context, item_ids: Sequence[int]) -> dict[int, list[Point]]:
    """Return the points under some items of agendas, by the item; for those whom their minutes have let in."""
    found: dict[int, list[Point]] = {}
    for one in context.session.scalars(_points().where(Point.item_id.in_(item_ids))):
        found.setdefault(one.item_id, []).append(one)
    return found


def points_at(context: Context, meeting_ids: Sequence[int]) -> Sequence[Point]:
    """Return the points of meetings, each with its item, in the order of the agenda; for whom their minutes let in."""
    if not meeting_ids:
        return []
    return context.session.scalars(_points().where(AgendaItem.meeting_id.in_(meeting_ids))).all()


def stands(context: Context, meeting_id: int) -> list[object]:
    """Return all that minutes say, for whoever approves just that: items, points, attendance, and what was agreed."""
    items = [(one.number, one.title, one.text) for one in agenda_of(context, meeting_id)]
    points = [one.seen for one in points_at(context, [meeting_id])]
    counts = [(one.category, one.count) for one in attendance_of(context, meeting_id)]
    agreed = [(one.text, one.owner, one.due_on) for one in actions_of_meeting(context, meeting_id)]
    return [each for part in (items, points, counts, agreed) for one in part for each in one]


def point(context: Context, point_id: int) -> Point:
    """Return one point, or Refusal(NOT_FOUND) where its minutes cannot be read."""
    query = select(Point).where(Point.id == point_id).options(joinedload(Point.item, innerjoin=True))
    found = context.session.scalar(query)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    begun(context, found.item.meeting_id)
    return found


def attendance_of(context: Context, meeting_id: int) -> Sequence[Attendance]:
    """Return how many of each category attended a meeting."""
    return context.session.scalars(
        select(Attendance).where(Attendance.meeting_id == meeting_id).order_by(Attendance.id)
    ).all()


def approved_of_group(context: Context, group_id: int, *, at_most: int) -> Sequence[Minutes]:
    """Return the approved minutes of a group's meetings, the last meeting first."""
    own = Meeting.group_id == group_id, Minutes.state == MinutesState.APPROVED
    query = (
        _minutes()
        .join(Minutes.meeting)
        .where(*own)
        .order_by(Meeting.starts_at.is_(None), Meeting.starts_at.desc(), Meeting.id.desc())
    )
    return context.session.scalars(query.limit(at_most)).unique().all()


def treating(context: Context, thing: Ref) -> Sequence[AgendaItem]:
    """Return the items of agendas that treat a thing, each with its meeting, the last meeting first.

    Of meetings that were not called off; for whom the thing's own page has let in: they lie in one process.
    """
    query = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.treats_kind == thing.kind, AgendaItem.treats_id == thing.id)
        .where(Meeting.state != MeetingState.CANCELLED)
        .options(contains_eager(AgendaItem.meeting))
        .order_by(Meeting.starts_at.is_(None), Meeting.starts_at.desc(), AgendaItem.id.desc())
    )
    return context.session.scalars(query).all()


@cache
def _actions() -> Select[ActionPoint]:
    return select(ActionPoint).options(
        joinedload(ActionPoint.process, innerjoin=True), joinedload(ActionPoint.group), joinedload(ActionPoint.item)
    )


def action(context: Context, action_id: int) -> ActionPoint:
    """Return something that was agreed, or Refusal(NOT_FOUND) where its process cannot be read."""
    found = context.session.scalar(_actions().where(ActionPoint.id == action_id))
    if found is None or not may_read(context, found.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def actions_of_meeting(context: Context, meeting_id: int) -> Sequence[ActionPoint]:
    """Return what was agreed at a meeting, in the order of its agenda."""
    query = _actions().join(ActionPoint.item).where(AgendaItem.meeting_id == meeting_id)
    return context.session.scalars(query.order_by(AgendaItem.number, ActionPoint.id)).all()


def _is_told() -> ColumnElement[bool]:
    """Return the condition that a task was agreed between meetings, or stands in minutes that are approved."""
    approved = select(Minutes.meeting_id).where(Minutes.state == MinutesState.APPROVED)
    told = select(AgendaItem.id).where(AgendaItem.meeting_id.in_(approved))
    return or_(ActionPoint.item_id.is_(None), ActionPoint.item_id.in_(told))


def is_told(context: Context, action: ActionPoint) -> bool:
    """Return whether everybody can read of a task: it stands in no minutes that are still a draft."""
    return action.item is None or are_approved(context, action.item.meeting_id)


def actions_of_group(
    context: Context, group_id: int, *, after: tuple[date | None, int] | None = None, at_most: int
) -> Sequence[ActionPoint]:
    """Return what a group agreed and has not done yet: what is due first, then what has no day; by keyset."""
    query = _actions().where(ActionPoint.group_id == group_id, ActionPoint.state == ActionState.OPEN, _is_told())
    if after is not None:
        due, number = after
        undated = ActionPoint.due_on.is_(None)
        if due is None:
            query = query.where(and_(undated, ActionPoint.id > number))
        else:
            same = and_(ActionPoint.due_on == due, ActionPoint.id > number)
            query = query.where(or_(ActionPoint.due_on > due, same, undated))
    order = ActionPoint.due_on.is_(None), ActionPoint.due_on, ActionPoint.id
    return context.session.scalars(query.order_by(*order).limit(at_most)).all()


def ended_actions_of_group(
    context: Context, group_id: int, *, before: int | None = None, at_most: int
) -> Sequence[ActionPoint]:
    """Return what a group has done or dropped, what was agreed last first, those with an id below `before`."""
    own = ActionPoint.group_id == group_id, ActionPoint.state != ActionState.OPEN, _is_told()
    query = _actions().where(*own).order_by(ActionPoint.id.desc())
    if before is not None:
        query = query.where(ActionPoint.id < before)
    return context.session.scalars(query.limit(at_most)).all()
