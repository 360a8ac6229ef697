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
    for one in queries.actions_of_meeting(context, meeting.id) if agenda else ():
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
        attendance=queries.attendance_of(context, meeting.id),
        may=MINUTES.allowed(context, minutes) if minutes is not None else NOTHING,
        may_end=frozenset(one.id for one in every if ACTION.may(context, MinutesVerb.END_ACTION, one)),
    )


def items_said(context: Context, meetings: Sequence[Meeting]) -> dict[int, list[Item]]:
    """Return the items of meetings' approved minutes under which something was said, by the meeting's id."""
    agenda = queries.agendas_of(context, [one.id for one in meetings])
    points = said_points(context, [one.id for one in agenda])
    found: dict[int, list[Item]] = {}
    for one in agenda:
        if one.id in points:
            found.setdefault(one.meeting_id, []).append(Item(one, None, points[one.id], ()))
    return found


def said_points(context: Context, item_ids: Sequence[int]) -> dict[int, list[Said]]:
    """Return the points under some items as they are read, for those whom their minutes have let in."""
    found = queries.points_of(context, item_ids) if item_ids else {}
    has_figure = any(one.evidence is not None for those in found.values() for one in those)
    known = areas(context) if has_figure else []
    return {
        item_id: [Said(one, short(known, one.evidence) if one.evidence is not None else "") for one in those]
        for item_id, those in found.items()
    }


def _called(context: Context, things: Sequence[Ref]) -> dict[Ref, tuple[str, str]]:
    """Return what things are called that hang on the board, and where they stand."""
    return {ref: (one.title, address(ref)) for ref, one in hanging(context, things).items()}
