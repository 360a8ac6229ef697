"""Meetings: every write."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from civic.board import actions as board
from civic.dialogue.actions import comment as say
from civic.dialogue.models import Comment, Label
from civic.files import pictures
from civic.following import actions as following
from civic.following.models import Step
from civic.following.queries import followers_of
from civic.groups.queries import group as group_by_id
from civic.groups.queries import without_account
from civic.kernel import correction, deed, outbox
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.meetings import queries, registering
from civic.meetings.models import (
    CalendarFeed,
    Meeting,
    MeetingAbout,
    MeetingKind,
    MeetingState,
    ProgrammeItem,
)
from civic.meetings.notices import notice
from civic.meetings.workflow import FEED, GROUP_MEETINGS, MEETING, PROCESS_MEETINGS, MeetingVerb
from civic.people.queries import own_account
from civic.people.sealing import new_token
from civic.processes.queries import process

PLAIN = MeetingAbout()


def add_committee_meeting(
    context: Context,
    process_id: int,
    *,
    title: str,
    starts_at: datetime | None,
    ends_at: datetime | None = None,
    place: str = "",
    access: str = "",
    about: MeetingAbout = PLAIN,
    body_ids: Collection[int] = (),
) -> Meeting:
    """Enter a meeting of the committee; without a date it is one that a source counts but does not date.

    `body_ids` are the councils and committees that take part in a joint meeting: Refusal(NOT_FITTING) for one of
    another kind, or a joint one without two.
    """
    parent = deed.begin(context, PROCESS_MEETINGS, MeetingVerb.ADD_MEETING, process(context, process_id))
    _check_bodies(about.kind, body_ids)
    return _add(context, parent.id, None, title, (starts_at, ends_at), place, access, about, body_ids)


def _check_bodies(kind: object, body_ids: object) -> None:
    """Refusal(NOT_FITTING) for a joint meeting without two councils or committees, and for another with one."""
    count = len(set(body_ids)) if isinstance(body_ids, Collection) else 0
    if count < 2 if kind is MeetingKind.JOINT else count:
        raise Refusal(Reason.NOT_FITTING)


def add_group_meeting(
    context: Context,
    group_id: int,
    *,
    title: str,
    starts_at: datetime | None,
    ends_at: datetime | None = None,
    place: str = "",
    access: str = "",
    about: MeetingAbout = PLAIN,
) -> Meeting:
    """Enter a meeting of a group; without a date it is one that a source counts but does not date."""
    group = deed.begin(context, GROUP_MEETINGS, MeetingVerb.ADD_MEETING, group_by_id(context, group_id))
    return _add(context, group.process_id, group.id, title, (starts_at, ends_at), place, access, about)


def cancel(context: Context, meeting_id: int, *, reason: str) -> Meeting:
    """Call off a meeting that is to come, and tell everybody; it stays on the page, marked, with the reason."""
    meeting = deed.do(context, MEETING, MeetingVerb.CANCEL, queries.meeting(context, meeting_id))
    correction.keep(context, _spot(meeting), {"state": MeetingState.PLANNED}, reason=reason)
    meeting.sequence += 1
    board.put(context, notice(meeting))
    _tell(context, meeting, "meeting_cancelled", reason)
    return meeting


def take_back(context: Context, meeting_id: int, *, reason: str) -> Meeting:
    """Let a meeting take place after all that was called off by mistake, and tell everybody who was told.

    Refusal(NOT_NOW) for one whose time has passed.
    """
    meeting = context.lock(queries.meeting(context, meeting_id))
    MEETING.require(context, MeetingVerb.TAKE_BACK, meeting)
    if meeting.starts_at is None or meeting.starts_at <= context.now:
        raise Refusal(Reason.NOT_NOW)
    deed.did(context, MEETING, MeetingVerb.TAKE_BACK, meeting)
    correction.keep(context, _spot(meeting), {"state": MeetingState.CANCELLED}, reason=reason)
    meeting.sequence += 1
    board.put(context, notice(meeting))
    _tell(context, meeting, "meeting_on_again", reason)
    return meeting


def correct(
    context: Context, meeting_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Meeting:
    """Correct a meeting, or move it; whoever is to come is told where the time or the place is another.

    Raises as `kernel.correction.correct` does.
    """
    meeting = deed.begin(context, MEETING, MeetingVerb.CORRECT, queries.meeting(context, meeting_id))
    was_ahead = meeting.is_ahead_at(context.now)
    starts_at, ends_at = values.get("starts_at", meeting.starts_at), values.get("ends_at", meeting.ends_at)
    _check_time(context, meeting, starts_at)
    _check_end(starts_at, ends_at)
    said = {"unit_id": meeting.unit.name if meeting.unit is not None else ""}
    changed = correction.correct(
        context, MeetingVerb.CORRECT, _spot(meeting), meeting, values, reason=reason, seen=seen, said=said
    )
    meeting.sequence += 1
    board.put(context, notice(meeting))
    if (was_ahead or meeting.is_ahead_at(context.now)) and {"starts_at", "ends_at", "place"} & set(changed):
        _tell(context, meeting, "meeting_moved", reason)
    return meeting


def correct_kind(
    context: Context, meeting_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Meeting:
    """Correct what sort of meeting it is, and which councils and committees meet together.

    Raises as `kernel.correction.correct` does; Refusal(NOT_FITTING) as `add_committee_meeting`, and for a group's
    meeting that is said to be a joint one.
    """
    meeting = deed.begin(context, MEETING, MeetingVerb.CORRECT, queries.meeting(context, meeting_id))
    queries.meeting_with_bodies(context, meeting_id)
    kind, body_ids = values.get("kind", meeting.kind), values.get("body_ids", meeting.body_ids)
    _check_bodies(kind, body_ids)
    if kind is MeetingKind.JOINT and meeting.group_id is not None:
        raise Refusal(Reason.NOT_FITTING)
    said = {"body_ids": ", ".join(one.name for one in queries.bodies_of(context, meeting_id))}
    correction.correct(
        context, MeetingVerb.CORRECT, _spot(meeting), meeting, values, reason=reason, seen=seen, said=said
    )
    board.put(context, notice(meeting))
    return meeting


def add_programme_item(
    context: Context, meeting_id: int, *, title: str, about: str = "", speakers: str = ""
) -> ProgrammeItem:
    """Put an item last on a meeting's programme; `speakers` has a line each: name; title; organisation."""
    meeting = deed.begin(context, MEETING, MeetingVerb.ADD_ITEM, queries.meeting(context, meeting_id))
    number = max((one.number for one in queries.programme_of(context, meeting.id)), default=0) + 1
    made = ProgrammeItem(meeting_id=meeting.id, number=number, title=title, about=about, speakers=speakers)
    return deed.enter(context, MeetingVerb.ADD_ITEM, made)


def correct_programme_item(
    context: Context, item_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> ProgrammeItem:
    """Correct an item of a programme; what stood there stays to be seen. Raises as `kernel.correction.correct`."""
    found = queries.programme_item(context, item_id)
    meeting = queries.meeting(context, found.meeting_id)
    deed.begin(context, MEETING, MeetingVerb.CORRECT_ITEM, meeting)
    correction.correct(context, MeetingVerb.CORRECT_ITEM, _item_spot(found), found, values, reason=reason, seen=seen)
    return found


def take_out_programme_item(context: Context, item_id: int, *, reason: str) -> None:
    """Take an item off a programme that was entered by mistake; that it stood there stays to be seen."""
    found = queries.programme_item(context, item_id)
    deed.begin(context, MEETING, MeetingVerb.TAKE_OUT_ITEM, queries.meeting(context, found.meeting_id))
    correction.take_out(context, _item_spot(found), {"title": found.title, "speakers": found.speakers}, reason=reason)
    deed.enter(context, MeetingVerb.TAKE_OUT_ITEM, found)
    context.session.delete(found)
    context.session.flush()


def open_feed(context: Context) -> CalendarFeed:
    """Give the actor's own calendar an address; one that it had before leads nowhere from now on."""
    own = deed.begin(context, FEED, MeetingVerb.OPEN_FEED, own_account(context))
    found = queries.own_feed(context) or CalendarFeed(person_id=own.id)
    found.token, found.made_at = new_token(), context.now
    return deed.enter(context, MeetingVerb.OPEN_FEED, found)


def close_feed(context: Context) -> None:
    """Close the address of the actor's own calendar; twice is once."""
    own = deed.begin(context, FEED, MeetingVerb.CLOSE_FEED, own_account(context))
    found = queries.own_feed(context)
    deed.enter(context, MeetingVerb.CLOSE_FEED, own)
    if found is not None:
        context.session.delete(found)
        context.session.flush()


def _item_spot(item: ProgrammeItem) -> Spot:
    return Spot(Ref(Kind.MEETING, item.meeting_id), "programme_item", item.id, item.title)


def _spot(meeting: Meeting) -> Spot:
    """Return where a meeting stands: on its group's page, or its process's."""
    home = Ref(Kind.GROUP, meeting.group_id) if meeting.group_id else Ref(Kind.PROCESS, meeting.process_id)
    return Spot(home, "meeting", meeting.id, meeting.title)


def _check_time(context: Context, meeting: Meeting, at: object) -> None:
    """Refusal(TIME_MISSING) for one that is to come and has none, NOT_HELD_YET for one that was held and is to come."""
    if meeting.state is MeetingState.PLANNED and at is None:
        raise Refusal(Reason.TIME_MISSING)
    if meeting.state is MeetingState.HELD and isinstance(at, datetime) and at > context.now:
        raise Refusal(Reason.NOT_HELD_YET)


def _check_end(starts_at: object, ends_at: object) -> None:
    """Refusal(ENDS_FIRST) for an end that is not after the beginning."""
    if isinstance(starts_at, datetime) and isinstance(ends_at, datetime) and ends_at <= starts_at:
        raise Refusal(Reason.ENDS_FIRST)


def _tell(context: Context, meeting: Meeting, template: str, reason: str) -> None:
    """Tell whoever is in the group or, of a committee's meeting, in any of its groups, and those who work with it."""
    data = {
        "title": meeting.title,
        "place": meeting.place,
        "at": meeting.starts_at.isoformat() if meeting.starts_at else "",
        "reason": reason,
        "group_id": meeting.group_id,
        "process_id": meeting.process_id,
    }
    told = {*queries.to_tell(context, meeting), *followers_of(context, meeting.homes)}
    for one in sorted(told):
        if not context.actor.is_person(one):
            outbox.mail(context, template, to=one, data=data)
    for each in without_account(context, queries.group_ids(context, meeting)):
        outbox.mail_to_address(context, template, address=each.email, language=each.language, data=data)
    registering.tell(context, meeting, f"registered_{template}", reason=reason, besides=told)


def _add(
    context: Context,
    process_id: int,
    group_id: int | None,
    title: str,
    time: tuple[datetime | None, datetime | None],
    place: str,
    access: str,
    about: MeetingAbout,
    body_ids: Collection[int] = (),
) -> Meeting:
    starts_at, ends_at = time
    _check_end(starts_at, ends_at)
    meeting = Meeting(
        process_id=process_id,
        group_id=group_id,
        title=title,
        **asdict(about),
        body_ids=body_ids,
        starts_at=starts_at,
        ends_at=ends_at,
        place=place,
        access=access,
        state=MeetingState.HELD if starts_at is None else MeetingState.PLANNED,
    )
    deed.enter(context, MeetingVerb.ADD_MEETING, meeting)
    board.put(context, notice(meeting))
    if meeting.is_ahead_at(context.now):
        following.tell(context, Step.MEETING_CALLED, Ref(Kind.MEETING, meeting.id), title, within=meeting.homes)
    return meeting


def put_picture(
    context: Context, meeting_id: int, folder: Path, *, content: bytes, alt: str, seen: str | None = None
) -> Meeting:
    """Show the place of a meeting in a picture, or in another one; raises as `pictures.put` does."""
    found = deed.do(context, MEETING, MeetingVerb.PUT_PICTURE, queries.meeting(context, meeting_id))
    pictures.put(context, Ref(Kind.MEETING, found.id), folder, about=found.title, content=content, alt=alt, seen=seen)
    return found


def take_out_picture(context: Context, meeting_id: int) -> Meeting:
    """Take a picture away for good; Refusal(NOT_FOUND) where there is none."""
    found = deed.do(context, MEETING, MeetingVerb.TAKE_OUT_PICTURE, queries.meeting(context, meeting_id))
    pictures.take_out(context, Ref(Kind.MEETING, found.id))
    return found


def comment(
    context: Context, meeting_id: int, *, text: str, label: Label | None = None, reply_to: int | None = None
) -> Comment:
    """Say something in public about a meeting, to come or held; refused as `dialogue.comment`."""
    meeting = queries.meeting(context, meeting_id)
    MEETING.require(context, MeetingVerb.COMMENT, meeting)
    process_id = meeting.process_id
    return say(context, Kind.MEETING, meeting.id, process_id=process_id, text=text, label=label, reply_to=reply_to)
