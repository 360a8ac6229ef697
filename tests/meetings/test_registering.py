"""Who comes to a meeting: a place each, a queue that moves by itself, a link told once, and needs that stay apart."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.meetings import actions, queries, registering
from civic.meetings.models import Registration, RegistrationState
from civic.places.models import Needs
from civic.privacy import erasure, retention
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_person, a_process, the_municipality
from tests.refusing import refused

LINK = "https://video.example.org/room-7"


@pytest.fixture
def staff(session):
    process = a_process(session)
    return a_context(session, a_facilitator(session, process)), process


@pytest.fixture
def meeting(staff):
    context, process = staff
    made = actions.add_committee_meeting(
        context, process.id, title="Møde", starts_at=NOON + timedelta(days=9), ends_at=NOON + timedelta(days=9, hours=2)
    )
    return registering.set_registration(context, made.id, takes_registrations=True, capacity=2, online_link=LINK)


def _visitor(session, at=NOON):
    return a_context(session, now=at)


def _register(session, meeting, name, at=NOON, **needs):
    visitor = _visitor(session, at)
    made = registering.register(visitor, meeting.id, name=name, email=f"{name}@Example.dk", needs=Needs(**needs))
    return registering.confirm(visitor, made.token)


def _states(session, *registrations):
    return [one.state_at(NOON) for one in registrations]


def _mails(session, template):
    return [one for one in session.query(OutboxMessage).order_by(OutboxMessage.id) if one.template == template]


COMING, WAITING = RegistrationState.COMING, RegistrationState.WAITING


def test_a_place_is_had_by_who_confirms_and_the_queue_moves_by_itself(session, meeting):
    visitor = _visitor(session)
    first = registering.register(visitor, meeting.id, name="Jens", email="jens@example.dk", needs=Needs())
    assert first.state_at(NOON) is RegistrationState.UNCONFIRMED
    second, third, fourth = (_register(session, meeting, name) for name in ("bo", "ida", "eva"))
    registering.confirm(_visitor(session, NOON + timedelta(minutes=1)), first.token)  # who confirms last waits longest
    assert _states(session, second, third, fourth, first) == [COMING, COMING, WAITING, WAITING]
    registering.leave(visitor, second.token)
    assert _states(session, second, third, fourth, first) == [RegistrationState.LEFT, COMING, COMING, WAITING]
    assert [one.to_address for one in _mails(session, "registration_let_in")] == ["eva@example.dk"]
    registering.leave(visitor, third.token)
    assert first.state_at(NOON) is COMING


def test_what_somebody_needed_and_who_they_were_is_forgotten_when_they_leave(session, meeting):
    one = _register(session, meeting, "jens", interpreter="somali", needs_step_free=True, needs_other="en støtte")
    registering.leave(_visitor(session), one.token)
    assert (one.name, one.email, one.interpreter, one.needs_step_free, one.needs_other) == ("", "", "", False, "")
    refused(lambda: registering.leave(_visitor(session), one.token), Reason.NOT_FOUND)
    refused(lambda: registering.confirm(_visitor(session), one.token), Reason.NOT_FOUND)
    again = _register(session, meeting, "jens")
    assert again.state_at(NOON) is COMING


def test_one_address_has_one_registration_and_nobody_learns_that_it_has(session, meeting):
    first = _register(session, meeting, "jens", interpreter="somali")
    again = registering.register(
        _visitor(session), meeting.id, name="En anden", email="JENS@example.dk", needs=Needs(interpreter="fransk")
    )
    assert (again.id, again.name, again.interpreter) == (first.id, "jens", "somali")
    assert len(_mails(session, "registration_again")) == 1
    with pytest.raises(IntegrityError), session.begin_nested():
        session.add(
            Registration(
                meeting_id=meeting.id, name="x", email="jens@example.dk", registered_at=NOON, token="another-token"
            )
        )


def test_with_an_account_one_has_a_place_at_once_and_takes_it_back_by_oneself(session, meeting):
    person = a_person(session)
    made = registering.register(a_context(session, person), meeting.id, name="", email="", needs=Needs(needs_loop=True))
    assert (made.state_at(NOON), made.email) == (COMING, person.email)
    assert queries.PLACES.own(a_context(session, person), meeting.id) is made
    registering.leave_own(a_context(session, person), meeting.id)
    refused(lambda: registering.leave_own(a_context(session, person), meeting.id), Reason.NOT_FOUND)


def test_more_places_let_in_those_who_waited_longest_and_nobody_loses_one(session, staff, meeting):
    _context, process = staff
    found = [_register(session, meeting, name) for name in ("a", "b", "c", "d")]
    context = a_context(session, a_facilitator(session, process))
    change = lambda capacity: registering.set_registration(  # noqa: E731
        context, meeting.id, takes_registrations=True, capacity=capacity, online_link=LINK
    )
    refused(lambda: change(1), Reason.TOO_FEW_PLACES)
    change(3)
    assert _states(session, *found) == [COMING, COMING, COMING, WAITING]
    registering.leave(_visitor(session), found[0].token)
    registering.leave(_visitor(session), found[1].token)
    change(2)
    assert sorted(one.slot for one in found[2:]) == [1, 2]
    change(None)
    assert _register(session, meeting, "e").state_at(NOON) is COMING


def test_two_never_have_one_place_and_nobody_has_one_who_left(session, meeting):
    one, other = _register(session, meeting, "a"), _register(session, meeting, "b")
    for values in ({"slot": one.slot}, {"left_at": NOON}):
        changing = update(Registration).where(Registration.id == other.id).values(values)
        with session.begin_nested() as inner:
            with pytest.raises(IntegrityError):
                session.execute(changing)
            inner.rollback()


def test_the_link_is_told_once_on_its_day_and_at_once_to_who_comes_later(session, meeting):
    early = _register(session, meeting, "a")
    before, due = NOON + timedelta(days=7), NOON + timedelta(days=8, minutes=1)
    assert list(queries.to_remind(_visitor(session, before))) == []
    assert list(queries.to_remind(_visitor(session, due))) == [early.id]
    assert not any(LINK in str(one.data) for one in session.query(OutboxMessage))
    for _worker in range(2):
        registering.remind(_visitor(session, due), early.id)
    assert [one.data["link"] for one in _mails(session, "registration_reminder")] == [LINK]
    _register(session, meeting, "b", at=due)
    waiting = _register(session, meeting, "c", at=due)
    told = _mails(session, "registration_reminder")
    assert [one.to_address for one in told] == ["a@example.dk", "b@example.dk"]
    registering.leave(_visitor(session, due), early.token)
    assert waiting.state_at(due) is COMING
    assert _mails(session, "registration_reminder")[-1].to_address == "c@example.dk"
    assert list(queries.to_remind(_visitor(session, due))) == []


def test_a_meeting_that_is_moved_or_called_off_is_told_to_who_comes_and_their_entry_counts_up(session, staff, meeting):
    context, process = staff
    _register(session, meeting, "a")
    context = a_context(session, a_facilitator(session, process))
    actions.correct(context, meeting.id, {"title": "Møde om lys"}, reason="Tastefejl.")
    assert (meeting.sequence, _mails(session, "registered_meeting_moved")) == (1, [])
    actions.correct(
        context,
        meeting.id,
        {"starts_at": NOON + timedelta(days=10), "ends_at": NOON + timedelta(days=10, hours=1)},
        reason="Salen var optaget.",
    )
    actions.cancel(context, meeting.id, reason="Sygdom.")
    actions.take_back(context, meeting.id, reason="Vi fandt en anden.")
    assert meeting.sequence == 4
    told = ["registered_meeting_moved", "registered_meeting_cancelled", "registered_meeting_on_again"]
    assert [[one.to_address for one in _mails(session, each)] for each in told] == [["a@example.dk"]] * 3


def test_who_has_a_place_at_last_when_it_is_on_again_is_reminded_once(session, staff, meeting):
    _context, process = staff
    first, _second, waiting = (_register(session, meeting, name) for name in ("a", "b", "c"))
    due = meeting.starts_at - timedelta(hours=2)
    context = a_context(session, a_facilitator(session, process), now=due)
    actions.cancel(context, meeting.id, reason="Sygdom.")
    registering.leave(_visitor(session, due), first.token)
    assert waiting.state_at(due) is WAITING
    actions.take_back(context, meeting.id, reason="Vi fandt en anden.")
    assert waiting.state_at(due) is COMING
    told = [one.to_address for one in _mails(session, "registration_reminder")]
    assert told == ["b@example.dk", "c@example.dk"]


def test_an_end_is_after_its_beginning(session, staff, meeting):
    context, process = staff
    refused(
        lambda: actions.add_committee_meeting(context, process.id, title="M", starts_at=NOON, ends_at=NOON),
        Reason.ENDS_FIRST,
    )
    refused(lambda: actions.correct(context, meeting.id, {"ends_at": NOON}, reason="x"), Reason.ENDS_FIRST)


def test_nobody_registers_where_one_does_not_or_when_it_is_over(session, staff, meeting):
    context, process = staff
    other = actions.add_committee_meeting(context, process.id, title="M", starts_at=NOON + timedelta(days=2))
    ask = lambda one, at=NOON: registering.register(  # noqa: E731
        _visitor(session, at), one.id, name="A", email="a@example.dk", needs=Needs()
    )
    refused(lambda: ask(other), Reason.NOT_NOW)
    refused(lambda: ask(meeting, NOON + timedelta(days=20)), Reason.NOT_NOW)
    refused(
        lambda: registering.register(
            _visitor(session), meeting.id, name="A", email="a@example.dk", needs=Needs(needs_other="010190-1234")
        ),
        Reason.NUMBER_SEEN,
    )
    actions.cancel(a_context(session, a_facilitator(session, process)), meeting.id, reason="Sygdom.")
    refused(lambda: ask(meeting), Reason.NOT_NOW)


def test_only_those_who_arrange_it_see_who_comes_and_what_they_need(session, staff, meeting):
    _context, process = staff
    _register(session, meeting, "a", interpreter="somali", needs_step_free=True)
    _register(session, meeting, "b", interpreter="somali")
    _register(session, meeting, "c", interpreter="fransk", needs_loop=True)
    context = a_context(session, a_facilitator(session, process))
    assert queries.numbers(context, meeting.id) == queries.Numbers(2, 1, 0, 1, 0, 0)
    assert queries.interpreting(context, meeting.id) == [("somali", 2)]
    resident = a_context(session, a_person(session))
    refused(lambda: registering.set_registration(resident, meeting.id, takes_registrations=False), Reason.NOT_YOURS)


def test_a_closed_account_gives_its_place_to_who_waits(session, meeting):
    the_municipality(session)
    person = a_person(session)
    registering.register(a_context(session, person), meeting.id, name="", email="", needs=Needs(interpreter="arabisk"))
    _register(session, meeting, "a")
    waiting = _register(session, meeting, "b")
    erasure.close_account(a_context(session, person))
    assert waiting.state_at(NOON) is COMING
    left = session.query(Registration).filter_by(person_id=person.id).one()
    assert (left.name, left.email, left.interpreter, left.slot) == ("", "", "", None)


def test_who_came_is_forgotten_thirty_days_after_the_meeting_and_who_never_confirmed_after_seven(session, meeting):
    _register(session, meeting, "a")
    registering.register(_visitor(session), meeting.id, name="N", email="n@example.dk", needs=Needs())
    count = lambda: session.query(Registration).count()  # noqa: E731
    retention.forget(a_context(session, now=NOON + timedelta(days=6)))
    assert count() == 2
    retention.forget(a_context(session, now=NOON + timedelta(days=8)))
    assert count() == 1
    retention.forget(a_context(session, now=meeting.starts_at + timedelta(days=29)))
    assert count() == 1
    retention.forget(a_context(session, now=meeting.starts_at + timedelta(days=31)))
    assert count() == 0
