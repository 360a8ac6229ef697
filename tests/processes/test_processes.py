"""Processes: nobody is appointed before the kommissorium, nor beyond the seats, without a written reason."""

from datetime import date, timedelta

import pytest

from civic.bodies.models import BodyKind
from civic.db.base import Precision
from civic.kernel.refusal import Reason, Refusal
from civic.processes import actions, queries
from civic.processes.models import ProcessState, SeatCategory
from tests.clock import NOON
from tests.make import a_body, a_context, a_facilitator, a_person, a_process, the_officer

OTHER = SeatCategory.OTHER_MEMBER


def _appoint(session, process, **more):
    context = a_context(session, the_officer(session, process))
    given = {"category": OTHER, "name": "Navn", "on": date(2026, 1, 10)} | more
    return actions.appoint(context, process.id, **given)


def test_nobody_is_appointed_before_the_mandate_is_approved(session):
    process = a_process(session, state=ProcessState.PREPARING)
    with pytest.raises(Refusal) as refused:
        _appoint(session, process)
    assert refused.value.reason is Reason.NO_MANDATE


def test_nobody_is_appointed_on_a_day_before_the_approval(session):
    process = a_process(session)
    with pytest.raises(Refusal) as refused:
        _appoint(session, process, on=date(2025, 11, 30))
    assert refused.value.reason is Reason.NO_MANDATE
    assert _appoint(session, process, on=date(2025, 12, 1)).seat == 1


def test_nobody_is_appointed_and_nothing_approved_in_the_future_or_by_another_body(session):
    process = a_process(session, state=ProcessState.PREPARING)
    context = a_context(session, the_officer(session, process))
    tomorrow = NOON.date() + timedelta(days=1)
    for body, on, reason in (
        (a_body(session), NOON.date(), Reason.NOT_THE_COUNCIL),
        (a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen"), tomorrow, Reason.NOT_HELD_YET),
    ):
        with pytest.raises(Refusal) as refused:
            actions.approve_mandate(context, process.id, body=body, on=on, item_number=1)
        assert refused.value.reason is reason
    with pytest.raises(Refusal) as refused:
        _appoint(session, a_process(session), on=tomorrow)
    assert refused.value.reason is Reason.NOT_HELD_YET


def test_no_substitute_sits_before_the_mandate(session):
    process = a_process(session, state=ProcessState.PREPARING)
    made = _appoint(session, process, on=date(2026, 1, 1), override_reason="Foregreb.")
    context = a_context(session, the_officer(session, process))
    with pytest.raises(Refusal) as refused:
        actions.end_seat(context, made.id, on=date(2026, 1, 20), reason="Flyttet", substitute="Bo Å")
    assert refused.value.reason is Reason.NO_MANDATE


def test_two_never_sit_on_one_seat_at_once(session):
    process = a_process(session)
    context = a_context(session, the_officer(session, process))
    first = _appoint(session, process, name="Ida")
    actions.end_seat(context, first.id, on=date(2026, 2, 1), reason="Flyttet", substitute="Bo")
    session.flush()
    with pytest.raises(Refusal) as refused:
        actions.correct_appointment(context, first.id, {"ended_on": date(2026, 2, 25)}, reason="x")
    assert refused.value.reason is Reason.SEAT_OF_ANOTHER
    actions.correct_appointment(context, first.id, {"ended_on": date(2026, 1, 31)}, reason="x")
    other = _appoint(session, process, name="Lis")
    actions.end_seat(context, other.id, on=date(2026, 2, 20), reason="Flyttet")
    session.flush()
    with pytest.raises(Refusal) as refused:
        _appoint(session, process, name="Ole", on=date(2026, 2, 10))
    assert refused.value.reason is Reason.SEATS_TAKEN, "Lis still sat there"
    assert _appoint(session, process, name="Ole", on=date(2026, 2, 20)).seat == other.seat


def test_what_is_to_come_is_not_entered_as_having_been(session):
    process = a_process(session)
    context = a_context(session, the_officer(session, process))
    tomorrow = NOON.date() + timedelta(days=1)
    span = {"heading": "Besøg", "text": "I gården.", "precision": Precision.DAY}
    for deed in (
        lambda: actions.hand_over(context, process.id, on=tomorrow, next_step="Rådet"),
        lambda: actions.add_milestone(context, process.id, on=tomorrow, **span),
    ):
        with pytest.raises(Refusal) as refused:
            deed()
        assert refused.value.reason is Reason.NOT_HELD_YET


def test_an_extra_member_needs_a_reason_that_stays(session):
    process = a_process(session)
    for _ in range(2):
        _appoint(session, process)
    with pytest.raises(Refusal) as refused:
        _appoint(session, process)
    assert refused.value.reason is Reason.SEATS_TAKEN
    extra = _appoint(session, process, override_reason="En ung skal med.")
    assert (extra.seat, extra.override_reason) == (3, "En ung skal med.")


@pytest.mark.parametrize("who", ["visitor", "resident", "facilitator"])
def test_a_process_in_preparation_is_hidden(session, who):
    process = a_process(session, state=ProcessState.PREPARING)
    person = {"visitor": None, "resident": a_person(session), "facilitator": a_facilitator(session, process)}[who]
    context = a_context(session, person)
    if who == "facilitator":
        assert queries.process(context, process.id) is process
        return
    with pytest.raises(Refusal) as refused:
        queries.process(context, process.id)
    assert refused.value.reason is Reason.NOT_FOUND


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        (ProcessState.RUNNING, Reason.NOT_NOW),
        (ProcessState.HANDED_OVER, Reason.NOT_NOW),
        (ProcessState.CLOSED, Reason.NOT_NOW),
    ],
)
def test_a_mandate_is_approved_once(session, state, reason):
    process = a_process(session, state=state)
    context = a_context(session, the_officer(session, process))
    with pytest.raises(Refusal) as refused:
        actions.approve_mandate(context, process.id, body=a_body(session), on=date(2026, 1, 1), item_number=1)
    assert refused.value.reason is reason
