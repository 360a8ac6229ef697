"""Agendas, minutes and what was agreed: every write.

What is written under a meeting locks the meeting, so items and points are numbered one at a time, and nothing is
written while the minutes are approved.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from civic.board.queries import hanging
from civic.db.base import ZONE
from civic.evidence.models import EvidenceKind
from civic.evidence.queries import evidence
from civic.following import actions as following
from civic.following.models import Step
from civic.groups.queries import group as group_by_id
from civic.kernel import correction, cpr, deed
from civic.kernel.context import Context
from civic.kernel.correction import Correction, Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting
from civic.meetings.queries import meeting as meeting_by_id
from civic.minutes import queries
from civic.minutes.models import (
    ActionPoint,
    ActionState,
    AgendaItem,
    Attendance,
    Category,
    Minutes,
    Origin,
    Point,
    PointKind,
)
from civic.minutes.workflow import ACTION, AGENDA, GROUP_ACTIONS, MINUTES, MinutesVerb


def add_item(context: Context, meeting_id: int, *, title: str, text: str = "", treats: Ref | None = None) -> AgendaItem:
    """Put an item last on a meeting's agenda; Refusal(NOT_NOW) once its minutes are approved.

    Refusal(NOT_FITTING) for one that treats a thing of another process, or one that the actor may not see.
    """
    meeting = _open(context, meeting_id, MinutesVerb.ADD_ITEM)
    _must_hang_there(context, meeting, treats)
    number = max((one.number for one in queries.agenda_of(context, meeting.id)), default=0) + 1
    made = AgendaItem(
        meeting_id=meeting.id,
        number=number,
        title=title,
        text=text,
        treats_kind=treats.kind if treats else None,
        treats_id=treats.id if treats else None,
    )
    return deed.enter(context, MinutesVerb.ADD_ITEM, made)


def correct_item(
    context: Context, item_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> AgendaItem:
    """Correct an item of an agenda; what stood there stays to be seen. Raises as `kernel.correction.correct`."""
    found = queries.agenda_item(context, item_id)
    meeting = _open(context, found.meeting_id, MinutesVerb.CORRECT_ITEM)
    treats: Any = values.get("treats", found.treats)
    if treats != found.treats:
        _must_hang_there(context, meeting, treats)
    said = {"treats": _called(context, found.treats)}
    correction.correct(
        context, MinutesVerb.CORRECT_ITEM, _spot(found), found, values, reason=reason, seen=seen, said=said
    )
    return found


def _must_hang_there(context: Context, meeting: Meeting, thing: Ref | None) -> None:
    """Refusal(NOT_FITTING) for a thing that does not hang on the board of a meeting's process."""
    if thing is None:
        return
    there = hanging(context, [thing]).get(thing)
    if there is None or there.process_id != meeting.process_id:
        raise Refusal(Reason.NOT_FITTING)


def _called(context: Context, thing: Ref | None) -> str:
    """Return what a thing that was treated is called; by its kind and number where it hangs nowhere any more."""
    if thing is None:
        return ""
    there = hanging(context, [thing]).get(thing)
    is_told = there is not None and there.seen_by is None  # what is said of a correction everybody reads
    return there.title if there is not None and is_told else f"{thing.kind.value} {thing.id}"


def take_out_item(context: Context, item_id: int, *, reason: str) -> None:
    """Take an item off an agenda; that it stood there stays to be seen. Refusal(IN_USE) where something is under it."""
    found = queries.agenda_item(context, item_id)
    _open(context, found.meeting_id, MinutesVerb.TAKE_OUT_ITEM)
    if queries.points_of(context, [found.id]) or any(
        one.item_id == found.id for one in queries.actions_of_meeting(context, found.meeting_id)
    ):
        raise Refusal(Reason.IN_USE)
    correction.take_out(context, _spot(found), {"title": found.title, "text": found.text}, reason=reason)
    deed.enter(context, MinutesVerb.TAKE_OUT_ITEM, found)
    context.session.delete(found)
    context.session.flush()


def begin(context: Context, meeting_id: int) -> Minutes:
    """Begin the minutes of a meeting that was held; twice is once."""
    meeting = deed.begin(context, AGENDA, MinutesVerb.BEGIN, meeting_by_id(context, meeting_id))
    there = queries.minutes(context, meeting.id)
    made = there or Minutes(meeting=meeting, begun_at=context.now)
    return deed.enter(context, MinutesVerb.BEGIN, made)


def write_point(
    context: Context,
    item_id: int,
    *,
    kind: PointKind,
    text: str = "",
    evidence_id: int | None = None,
    origin: Origin = Origin.AT_MEETING,
    consent: str = "",
) -> Point:
    """Write a point under an item of the agenda, for whoever said it.

    Refusal(NO_CONSENT) for one from somebody who was not there without how they agreed, Refusal(NOT_FITTING) for a
    figure without one of the process's or with one in another sort of point, Refusal(NOTHING_SAID) for no words,
    Refusal(NUMBER_SEEN) for a CPR-like number, Refusal(NOT_NOW) once the minutes are approved.
    """
    found = queries.agenda_item(context, item_id)
    meeting = _writing(context, found.meeting_id)
    _check_point(context, meeting, kind, text, evidence_id, origin, consent)
    number = max((one.number for one in queries.points_of(context, [found.id]).get(found.id, [])), default=0) + 1
    made = Point(
        item_id=found.id,
        number=number,
        kind=kind,
        text=text,
        evidence_id=evidence_id,
        origin=origin,
        consent=consent,
        written_at=context.now,
    )
    return deed.enter(context, MinutesVerb.WRITE, made)


def change_point(
    context: Context,
    point_id: int,
    *,
    kind: PointKind,
    text: str = "",
    evidence_id: int | None = None,
    origin: Origin = Origin.AT_MEETING,
    consent: str = "",
    seen: str | None = None,
) -> Point:
    """Change a point of minutes that nobody has approved; raises as `write_point`, and Refusal(WRITTEN_MEANWHILE)."""
    found = queries.point(context, point_id)
    meeting = _writing(context, found.item.meeting_id)
    context.lock(found)
    check(seen, *found.seen)
    _check_point(context, meeting, kind, text, evidence_id, origin, consent)
    found.kind, found.text, found.evidence_id, found.origin, found.consent = kind, text, evidence_id, origin, consent
    return deed.enter(context, MinutesVerb.WRITE, found)


def take_out_point(context: Context, point_id: int) -> None:
    """Take a point out of minutes that nobody has approved."""
    found = queries.point(context, point_id)
    _writing(context, found.item.meeting_id)
    deed.enter(context, MinutesVerb.WRITE, found)
    context.session.delete(found)
    context.session.flush()


def count(context: Context, meeting_id: int, counts: Mapping[Category, int | None]) -> Meeting:
    """Enter how many of each category attended; what is left empty is not known. Refusal(NOT_NOW) once approved."""
    meeting = _open(context, meeting_id, MinutesVerb.COUNT)
    there = {one.category: one for one in queries.attendance_of(context, meeting.id)}
    for category, number in counts.items():
        row = there.get(category)
        if number is None:
            if row is not None:
                context.session.delete(row)
        elif row is None:
            context.session.add(Attendance(meeting_id=meeting.id, category=category, count=number))
        else:
            row.count = number
    return deed.enter(context, MinutesVerb.COUNT, meeting)


def approve(context: Context, meeting_id: int, *, approved_by: str, on: date, seen: str | None = None) -> Minutes:
    """Enter that whoever presided has approved the minutes: they stand fast, and everybody reads them.

    Whoever follows the meeting's group or process is told. Refusal(NOT_HELD_YET) for a day to come or before the
    meeting, Refusal(NOTHING_WRITTEN) for minutes without a point, Refusal(WRITTEN_MEANWHILE) where other points stand
    there than were read.
    """
    return _let_stand(context, meeting_id, MinutesVerb.APPROVE, approved_by, on, seen)


def approve_as_chair(context: Context, meeting_id: int, *, seen: str | None = None) -> Minutes:
    """Approve the minutes of one's group or council, today and with one's own name; raises as `approve`."""
    return _let_stand(context, meeting_id, MinutesVerb.APPROVE_AS_CHAIR, context.actor.name, context.today, seen)


def _let_stand(
    context: Context, meeting_id: int, verb: MinutesVerb, name: str, on: date, seen: str | None = None
) -> Minutes:
    meeting = context.lock(meeting_by_id(context, meeting_id))
    found = queries.begun(context, meeting.id)
    if on > context.today or (meeting.starts_at is not None and on < meeting.starts_at.astimezone(ZONE).date()):
        raise Refusal(Reason.NOT_HELD_YET)
    MINUTES.require(context, verb, found)
    if not queries.points_at(context, [meeting.id]):
        raise Refusal(Reason.NOTHING_WRITTEN)
    check(seen, *queries.stands(context, meeting.id))
    found.approved_by, found.approved_on = name, on
    found.approved_by_id = context.actor.person_id if verb is MinutesVerb.APPROVE_AS_CHAIR else None
    deed.did(context, MINUTES, verb, found)
    following.tell(context, Step.MINUTES_APPROVED, Ref(Kind.MEETING, meeting.id), meeting.title, within=meeting.homes)
    return found


def add(context: Context, meeting_id: int, *, text: str) -> Correction:
    """Add words to minutes that stand fast, dated and with the name of who adds them."""
    meeting = context.lock(meeting_by_id(context, meeting_id))
    found = queries.begun(context, meeting.id)
    MINUTES.require(context, MinutesVerb.ADD, found)
    spot = Spot(Ref(Kind.MEETING, meeting.id), "minutes", found.id)
    return deed.enter(context, MinutesVerb.ADD, correction.add(context, spot, text))


def agree(context: Context, item_id: int, *, text: str, owner: str, due_on: date | None = None) -> ActionPoint:
    """Enter what was agreed to be done under an item of an agenda, by whom and by when."""
    item = queries.agenda_item(context, item_id)
    meeting = _open(context, item.meeting_id, MinutesVerb.AGREE)
    made = ActionPoint(
        process=meeting.process,
        group=meeting.group,
        item=item,
        text=text,
        owner=owner,
        due_on=due_on,
        added_at=context.now,
    )
    return deed.enter(context, MinutesVerb.AGREE, made)


def agree_in_group(
    context: Context, group_id: int, *, text: str, owner: str, due_on: date | None = None
) -> ActionPoint:
    """Enter what a group agreed to do between its meetings, by whom and by when."""
    group = deed.begin(context, GROUP_ACTIONS, MinutesVerb.AGREE, group_by_id(context, group_id))
    made = ActionPoint(process=group.process, group=group, text=text, owner=owner, due_on=due_on, added_at=context.now)
    return deed.enter(context, MinutesVerb.AGREE, made)


def correct_action(
    context: Context, action_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> ActionPoint:
    """Correct what was agreed; what stood there stays to be seen, where everybody could see it.

    Raises as `kernel.correction.correct`, and Refusal(NOT_FITTING) for what came of something that is still to be done.
    """
    found = deed.begin(context, ACTION, MinutesVerb.CORRECT_ACTION, queries.action(context, action_id))
    if found.is_open and values.get("result"):  # nothing has come of it yet
        raise Refusal(Reason.NOT_FITTING)
    spot, is_public = _action_spot(found), queries.is_told(context, found)
    correction.correct(
        context, MinutesVerb.CORRECT_ACTION, spot, found, values, reason=reason, seen=seen, is_public=is_public
    )
    return found


def end_action(context: Context, action_id: int, *, is_done: bool, result: str, on: date) -> ActionPoint:
    """Say that what was agreed is done, or dropped, and what came of it; Refusal(NOT_HELD_YET) for a day to come."""
    found = deed.begin(context, ACTION, MinutesVerb.END_ACTION, queries.action(context, action_id))
    if on > context.today:
        raise Refusal(Reason.NOT_HELD_YET)
    found.state, found.ended_on = ActionState.DONE if is_done else ActionState.DROPPED, on
    found.result = result
    return deed.enter(context, MinutesVerb.END_ACTION, found)


def go_on_with_action(context: Context, action_id: int, *, reason: str) -> ActionPoint:
    """Let something that was said to be done, or dropped, stand to be done again; what was said of it stays."""
    found = queries.action(context, action_id)
    is_public = queries.is_told(context, found)  # before it has its new state: that goes with its day
    deed.begin(context, ACTION, MinutesVerb.GO_ON, found)
    correction.keep(context, _action_spot(found), {"result": found.result}, reason=reason, is_public=is_public)
    found.ended_on, found.result = None, ""
    return deed.enter(context, MinutesVerb.GO_ON, found)


def _open(context: Context, meeting_id: int, verb: MinutesVerb) -> Meeting:
    """Lock a meeting whose minutes do not stand fast yet, and ask."""
    meeting = deed.begin(context, AGENDA, verb, meeting_by_id(context, meeting_id))
    if queries.are_approved(context, meeting.id):
        raise Refusal(Reason.NOT_NOW)
    return meeting


def _writing(context: Context, meeting_id: int) -> Meeting:
    meeting = context.lock(meeting_by_id(context, meeting_id))
    MINUTES.require(context, MinutesVerb.WRITE, queries.begun(context, meeting.id))
    return meeting


def _check_point(
    context: Context,
    meeting: Meeting,
    kind: PointKind,
    text: str,
    evidence_id: int | None,
    origin: Origin,
    consent: str,
) -> None:
    if origin is not Origin.AT_MEETING and not consent:
        raise Refusal(Reason.NO_CONSENT)
    if (kind is PointKind.FIGURE) != (evidence_id is not None):
        raise Refusal(Reason.NOT_FITTING)
    if evidence_id is not None:
        found = evidence(context, evidence_id)
        is_its_own = found.process_id == meeting.process_id and found.kind is EvidenceKind.KEY_FIGURE
        if not is_its_own or not found.is_published:
            raise Refusal(Reason.NOT_FITTING)
    elif not text:
        raise Refusal(Reason.NOTHING_SAID)
    if cpr.is_in(text, consent):
        raise Refusal(Reason.NUMBER_SEEN)


def _spot(item: AgendaItem) -> Spot:
    return Spot(Ref(Kind.MEETING, item.meeting_id), "agenda_item", item.id, item.title)


def _action_spot(action: ActionPoint) -> Spot:
    """Return where it stands: on the page of the meeting at which it was agreed, else on its group's."""
    if action.item is not None:
        return Spot(Ref(Kind.MEETING, action.item.meeting_id), "action_point", action.id, action.text)
    return Spot(Ref(Kind.GROUP, action.group_id or 0), "action_point", action.id, action.text)
