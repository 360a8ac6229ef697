"""Registering for a meeting: every write.

Every one of them locks the meeting first, so places are given one at a time; that two never have one is a unique key.
"""

from collections.abc import Collection

from civic.kernel import cpr, deed, mailbox, outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.meetings import queries
from civic.meetings.models import Meeting, Registration
from civic.meetings.queries import PLACES
from civic.meetings.workflow import MEETING, MeetingVerb
from civic.people.queries import own_account
from civic.people.sealing import new_token
from civic.places import actions as places
from civic.places.models import Needs


def set_registration(
    context: Context,
    meeting_id: int,
    *,
    takes_registrations: bool,
    capacity: int | None = None,
    online_link: str = "",
    link_days: int = 1,
    seen: str | None = None,
) -> Meeting:
    """Say whether and how one registers for a meeting that is to come; more room lets those who wait in.

    Refusal(TOO_FEW_PLACES) for fewer places than are taken, Refusal(WRITTEN_MEANWHILE) where a colleague changed it.
    A new link is told to everybody who was told the old one.
    """
    meeting = context.lock(queries.meeting(context, meeting_id))
    MEETING.require(context, MeetingVerb.SET_REGISTRATION, meeting)
    check(seen, *meeting.registration_rules)
    taken = PLACES.slots(context, meeting.id)
    if capacity is not None and len(taken) > capacity:
        raise Refusal(Reason.TOO_FEW_PLACES)
    if capacity is not None and taken and max(taken) > capacity:
        places.move_up(context, PLACES, meeting.id, capacity)
    is_other_link = online_link != meeting.online_link
    meeting.takes_registrations, meeting.capacity = takes_registrations, capacity
    meeting.online_link, meeting.link_days = online_link, link_days
    deed.enter(context, MeetingVerb.SET_REGISTRATION, meeting)
    if is_other_link:
        for one in PLACES.confirmed(context, meeting.id):
            one.told_at = None
            _remind_now(context, meeting, one)
    _let_in(context, meeting)
    return meeting


def register(
    context: Context, meeting_id: int, *, name: str, email: str, needs: Needs, language: str = "da"
) -> Registration:
    """Register for a meeting: with an account at once, else by a link that is sent to the address.

    Who has registered with the address before gets their own link again, and learns nothing else by it.
    Refusal(NUMBER_SEEN) for a CPR-like number in what was typed.
    """
    meeting = context.lock(queries.meeting(context, meeting_id))
    MEETING.require(context, MeetingVerb.REGISTER, meeting)
    if cpr.is_in(name, needs.interpreter, needs.needs_other):
        raise Refusal(Reason.NUMBER_SEEN)
    own = own_account(context) if context.actor.is_signed_in else None
    if own is not None:
        name, email, language = own.name, own.email or "", own.language
    email = mailbox.normal(email)
    found = PLACES.own(context, meeting.id) or PLACES.with_address(context, meeting.id, email)
    if found is None:
        found = Registration(meeting=meeting, email=email, registered_at=context.now, token=new_token())
    places.write_down(found, own, name=name, language=language, needs=needs)
    deed.enter(context, MeetingVerb.REGISTER, found)
    if own is not None and found.confirmed_at is None:
        _confirm(context, meeting, found)
    else:
        _mail(context, meeting, found, "registration_confirm" if found.confirmed_at is None else "registration_again")
    return found


def confirm(context: Context, token: str) -> Registration:
    """Confirm a registration by the link that was sent: a place, or a place in the queue. Twice is once."""
    found = PLACES.by_token(context, token)
    meeting = context.lock(found.meeting)
    MEETING.require(context, MeetingVerb.CONFIRM, meeting)
    context.lock(found)
    if found.left_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    deed.enter(context, MeetingVerb.CONFIRM, found)
    if found.confirmed_at is None:
        _confirm(context, meeting, found)
    return found


def tell(context: Context, meeting: Meeting, template: str, *, reason: str, besides: Collection[int]) -> None:
    """Tell who comes, or waits for a place, that a locked meeting is moved, called off or on again; part of that deed.

    Whoever hears of it in another mail gets none. Who was reminded of the time that was, is reminded of the new one.
    """
    for one in PLACES.confirmed(context, meeting.id):
        one.told_at = None
        if one.person_id is None or one.person_id not in besides:
            _mail(context, meeting, one, template, reason=reason)
        _remind_now(context, meeting, one)
    _let_in(context, meeting)  # a place may have become free while it was called off


def leave(context: Context, token: str) -> Registration:
    """Take a registration back: its place goes to who has waited longest, and what the person needed is forgotten."""
    return _leave(context, PLACES.by_token(context, token), MeetingVerb.LEAVE)


def leave_own(context: Context, meeting_id: int) -> Registration:
    """Take the actor's own registration back; Refusal(NOT_FOUND) where there is none."""
    found = PLACES.own(context, meeting_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return _leave(context, found, MeetingVerb.LEAVE)


def take_out(context: Context, registration_id: int) -> Registration:
    """Take a registration out that is no person's own, or whose place is to be another's; they are told by mail."""
    found = queries.registration(context, registration_id)
    _mail(context, found.meeting, found, "registration_taken_out", meeting_id=found.meeting_id)
    return _leave(context, found, MeetingVerb.TAKE_OUT_REGISTRATION)


def forget(context: Context, person_id: int, email: str) -> None:
    """Take back all registrations of a person whose account closes, by the address too, each place to who waits.

    Part of that deed.
    """
    for one in PLACES.everywhere(context, person_id, email):
        meeting = context.lock(one.meeting)
        places.take_back(context, context.lock(one))
        _let_in(context, meeting)


def remind(context: Context, registration_id: int) -> Registration | None:
    """Remind somebody of a meeting, and tell them the link, once; None where another worker was before this one."""
    found = queries.registration_by_id(context, registration_id)
    meeting = context.lock(found.meeting)
    context.lock(found)
    if found.told_at is not None or found.slot is None or not meeting.is_ahead_at(context.now):
        return None
    _remind_now(context, meeting, found)
    return deed.enter(context, MeetingVerb.REMIND, found)


def _leave(context: Context, found: Registration, verb: MeetingVerb) -> Registration:
    meeting = context.lock(found.meeting)
    context.lock(found)
    MEETING.require(context, verb, meeting)
    if found.left_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    deed.enter(context, verb, places.take_back(context, found))
    _let_in(context, meeting)
    return found


def _confirm(context: Context, meeting: Meeting, found: Registration) -> None:
    """Put somebody last in the queue, and give the places that are free: nobody passes who waits already."""
    found.confirmed_at = context.now
    _let_in(context, meeting, fresh=found)
    if found.slot is None:
        _mail(context, meeting, found, "registration_waiting")


def _let_in(context: Context, meeting: Meeting, *, fresh: Registration | None = None) -> None:
    """Give the places that are free at a locked meeting to those who have waited longest, and tell them.

    `fresh` is who has only just come into the queue, and has not waited.
    """
    if not meeting.is_ahead_at(context.now):
        return
    for one in places.let_in(context, PLACES, meeting.id, meeting.capacity):
        _mail(context, meeting, one, "registration_coming" if one is fresh else "registration_let_in")
        _remind_now(context, meeting, one)


def _remind_now(context: Context, meeting: Meeting, found: Registration) -> None:
    """Tell who has a place of the meeting and its link, where that is due: once."""
    is_due = meeting.due_at is not None and context.now >= meeting.due_at and meeting.is_ahead_at(context.now)
    if not is_due or found.slot is None or found.told_at is not None:
        return
    found.told_at = context.now
    _mail(context, meeting, found, "registration_reminder", link=meeting.online_link)


def _mail(context: Context, meeting: Meeting, found: Registration, template: str, **more: str | int) -> None:
    at = meeting.starts_at.isoformat() if meeting.starts_at else ""
    data = {"token": found.token, "title": meeting.title, "at": at, "place": meeting.place, **more}
    outbox.mail_to(context, template, found, data=data)
