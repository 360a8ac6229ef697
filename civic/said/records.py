"""What was on a meeting's agenda and what its minutes say, as far as a reader may read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from civic.areas.queries import areas
from civic.board.queries import hanging
from civic.kernel.context import Context
from civic.kernel.trace import Ref
from civic.meetings.models import Meeting
from civic.minutes import queries
from civic.minutes.models import ActionPoint, AgendaItem, Attendance, Minutes, Point
from civic.minutes.workflow import ACTION, MINUTES, MinutesVerb
from civic.said.figures import short
from civic.said.things import address

NOTHING = {verb.value: False for verb in MINUTES.table}
"""What may be done with minutes that are not begun."""


@dataclass(frozen=True)
class Said:
    """One point as it is read: a key figure with its numbers."""

    point: Point
    figure: str


@dataclass(frozen=True)
class Item:
    """One item of an agenda with what was said and agreed under it, and what it treats."""

    item: AgendaItem
    treats: tuple[str, str] | None
    """What it is called, and its address."""
    points: Sequence[Said]
    actions: Sequence[ActionPoint]


@dataclass(frozen=True)
class Record:
    """A meeting's agenda, attendance and minutes."""

    minutes: Minutes | None
    items: Sequence[Item]
    attendance: Sequence[Attendance]
    may: Mapping[str, bool]
    may_end: frozenset[int]
    """Which of the tasks the reader may say are done."""

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to show."""
        return not self.items and not self.attendance


def record(context: Context, meeting: Meeting) -> Record:
    """Return a meeting's agenda and, where the reader may read them, its minutes; at most seven statements."""
    agenda = queries.agenda_of(context, meeting.id)
    minutes = queries.minutes(context, meeting.id)
    points = said_points(context, [one.id for one in agenda]) if minutes is not None else {}
    actions: dict[int, list[ActionPoint]] = {}
    for one in queries.actions_of_meeting(context, meeting.id) if minutes is not None else ():
        actions.setdefault(one.item_id or 0, []).append(one)
    called = _called(context, [one.treats for one in agenda if one.treats])
    items = [
        Item(one, called.get(one.treats) if one.treats else None, points.get(one.id, ()), actions.get(one.id, ()))
        for one in agenda
    ]
    every = [one for those in actions.values() for one in those]
    return Record(
        minutes=minutes,
        items=items,
        attendance=queries.attendance_of(context, meeting.id) if minutes is not None else [],
        may=MINUTES.allowed(context, minutes) if minutes is not None else NOTHING,
        may_end=frozenset(one.id for one in every if ACTION.may(context, MinutesVerb.END_ACTION, one)),
    )


def items_said(context: Context, meetings: Sequence[Meeting]) -> dict[int, list[Item]]:
    """Return the items of meetings' approved minutes under which something was said, by the meeting's id."""
    said = _read(context, queries.points_at(context, [one.id for one in meetings]))
    found: dict[int, list[Item]] = {}
    for those in said.values():
        item = those[0].point.item
        found.setdefault(item.meeting_id, []).append(Item(item, None, those, ()))
    return found


def said_points(context: Context, item_ids: Sequence[int]) -> dict[int, list[Said]]:
    """Return the points under some items as they are read, for those whom their minutes have let in."""
    found = queries.points_of(context, item_ids) if item_ids else {}
    return _read(context, [one for those in found.values() for one in those])


def _read(context: Context, points: Sequence[Point]) -> dict[int, list[Said]]:
    """Return points as they are read, by their item: a key figure with its numbers."""
    known = areas(context) if any(one.evidence is not None for one in points) else []
    found: dict[int, list[Said]] = {}
    for one in points:
        figure = short(known, one.evidence) if one.evidence is not None else ""
        found.setdefault(one.item_id, []).append(Said(one, figure))
    return found


def _called(context: Context, things: Sequence[Ref]) -> dict[Ref, tuple[str, str]]:
    """Return what things are called that hang on the board, and where they stand."""
    return {ref: (one.title, address(ref)) for ref, one in hanging(context, things).items()}
