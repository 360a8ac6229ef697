"""A case's route: bodies side by side, what is put off or sent back, and the one line that says where it is."""

from datetime import date

import pytest

from civic.bodies.models import BodyKind
from civic.decisions import actions
from civic.decisions.models import CaseState, DecisionState
from civic.kernel.refusal import Reason, Refusal
from civic.said.route import headline
from tests.clock import NOON
from tests.make import a_body, a_context, a_person, a_process, the_officer

ON = date(2026, 3, 2)
D = DecisionState
TWO = ("Børneudvalget", "Skoleudvalget")


@pytest.fixture
def officer(session):
    """Give a case officer at work."""
    process = a_process(session)
    return a_context(session, the_officer(session, process)), process


@pytest.fixture
def case(session, officer):
    """Give a case that two committees have at the same time, then the finance committee, then the council."""
    context, process = officer
    made = actions.add_case(
        context, process.id, number="EKS-1", title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    first = actions.add_body(context, made.id, a_body(session, BodyKind.STANDING_COMMITTEE, "Børneudvalget"))
    actions.add_body(context, made.id, a_body(session, BodyKind.STANDING_COMMITTEE, "Skoleudvalget"), beside=first.id)
    actions.add_body(context, made.id, a_body(session, BodyKind.FINANCE_COMMITTEE, "Økonomiudvalget"))
    actions.add_body(context, made.id, a_body(session, BodyKind.COUNCIL, "Kommunalbestyrelsen"))
    return made


def _stop(case, name):
    """Return where a body has the case now, or had it last."""
    return [one for one in case.decisions if one.body.name == name][-1]


def _decide(officer, case, name, outcome, **more):
    stop = _stop(case, name)
    return actions.record_decision(officer[0], stop.id, outcome=outcome, wording="Ord.", on=ON, **more)


def _route(case):
    return [(one.body.name, one.state.value) for one in case.decisions]


def test_bodies_side_by_side_share_a_step_and_the_next_waits_for_all_of_them(officer, case):
    assert [one.step for one in case.decisions] == [1, 1, 2, 3]
    _decide(officer, case, "Børneudvalget", D.RECOMMENDED)
    with pytest.raises(Refusal) as refused:
        _decide(officer, case, "Kommunalbestyrelsen", D.ADOPTED)
    assert (refused.value.reason, refused.value.about) == (Reason.OTHERS_FIRST, "Skoleudvalget, Økonomiudvalget")
    _decide(officer, case, "Skoleudvalget", D.NOT_RECOMMENDED)
    _decide(officer, case, "Økonomiudvalget", D.RECOMMENDED_WITH_CHANGES)
    assert case.state_at(NOON) is CaseState.NOT_DECIDED
    _decide(officer, case, "Kommunalbestyrelsen", D.ADOPTED)
    assert case.state_at(NOON) is CaseState.ADOPTED


def test_one_of_two_side_by_side_does_not_wait_for_the_other(officer, case):
    _decide(officer, case, "Skoleudvalget", D.ADOPTED)
    assert case.state_at(NOON) is CaseState.NOT_DECIDED, "a committee's word never settles what the council decides"


def test_a_body_cannot_stand_beside_what_is_not_on_the_route(session, officer, case):
    with pytest.raises(Refusal) as refused:
        actions.add_body(officer[0], case.id, a_body(session, BodyKind.COUNCIL, "Regionsrådet"), beside=9999)
    assert refused.value.reason is Reason.NOT_FOUND


def test_what_is_sent_back_comes_to_that_body_again_and_then_to_the_sender(officer, case):
    _decide(officer, case, "Børneudvalget", D.RECOMMENDED)
    _decide(officer, case, "Skoleudvalget", D.RECOMMENDED)
    back = _stop(case, "Skoleudvalget").body_id
    _decide(officer, case, "Økonomiudvalget", D.SENT_BACK, sent_back_to=back)
    assert _route(case) == [
        ("Børneudvalget", "recommended"),
        ("Skoleudvalget", "recommended"),
        ("Økonomiudvalget", "sent_back"),
        ("Skoleudvalget", "pending"),
        ("Økonomiudvalget", "pending"),
        ("Kommunalbestyrelsen", "pending"),
    ]
    with pytest.raises(Refusal) as refused:
        _decide(officer, case, "Kommunalbestyrelsen", D.ADOPTED)
    assert refused.value.about == "Skoleudvalget, Økonomiudvalget", "what it was sent back for is waited for"
    for name in ("Skoleudvalget", "Økonomiudvalget"):
        _decide(officer, case, name, D.RECOMMENDED)
    _decide(officer, case, "Kommunalbestyrelsen", D.ADOPTED)
    assert case.state_at(NOON) is CaseState.ADOPTED


def test_the_last_body_can_send_it_back_to_the_administration_and_has_it_again(officer, case):
    for name in ("Børneudvalget", "Skoleudvalget", "Økonomiudvalget"):
        _decide(officer, case, name, D.RECOMMENDED)
    _decide(officer, case, "Kommunalbestyrelsen", D.SENT_BACK)
    assert _route(case)[-2:] == [("Kommunalbestyrelsen", "sent_back"), ("Kommunalbestyrelsen", "pending")]
    assert case.state_at(NOON) is CaseState.NOT_DECIDED


@pytest.mark.parametrize("name", ["Kommunalbestyrelsen", "Økonomiudvalget", "Børneudvalget"])
def test_nothing_is_sent_back_to_whom_has_not_had_it_before(officer, case, name):
    with pytest.raises(Refusal) as refused:
        _decide(officer, case, "Økonomiudvalget", D.SENT_BACK, sent_back_to=_stop(case, name).body_id)
    assert refused.value.reason is Reason.NOT_FOUND


def _correct(officer, stop, outcome, **more):
    return actions.correct_decision(
        officer[0], stop.id, outcome=outcome, wording="Ord.", on=ON, item_number=None, votes={}, reason="Fejl.", **more
    )


def test_a_decision_entered_as_sent_back_by_mistake_takes_its_stops_with_it(officer, case):
    back = _decide(officer, case, "Børneudvalget", D.RECOMMENDED).body_id
    sent = _decide(officer, case, "Økonomiudvalget", D.SENT_BACK, sent_back_to=back)
    _correct(officer, sent, D.RECOMMENDED)
    assert [name for name, _state in _route(case)] == [
        "Børneudvalget",
        "Skoleudvalget",
        "Økonomiudvalget",
        "Kommunalbestyrelsen",
    ]
    assert sent.sent_back_to is None


def test_to_whom_it_was_sent_back_is_put_right(officer, case):
    for name in TWO:
        _decide(officer, case, name, D.RECOMMENDED)
    sent = _decide(officer, case, "Økonomiudvalget", D.SENT_BACK, sent_back_to=_stop(case, "Børneudvalget").body_id)
    _correct(officer, sent, D.SENT_BACK, sent_back_to=_stop(case, "Skoleudvalget").body_id)
    assert [name for name, _state in _route(case)][3:] == ["Skoleudvalget", "Økonomiudvalget", "Kommunalbestyrelsen"]
    _correct(officer, sent, D.SENT_BACK)
    assert [name for name, _state in _route(case)][3:] == ["Økonomiudvalget", "Kommunalbestyrelsen"]


def test_what_was_decided_since_stands_and_is_not_undone_by_a_correction(officer, case):
    _decide(officer, case, "Børneudvalget", D.RECOMMENDED)
    sent = _decide(officer, case, "Økonomiudvalget", D.SENT_BACK, sent_back_to=_stop(case, "Børneudvalget").body_id)
    _decide(officer, case, "Børneudvalget", D.RECOMMENDED)
    with pytest.raises(Refusal) as refused:
        _correct(officer, sent, D.RECOMMENDED)
    assert (refused.value.reason, refused.value.about) == (Reason.DECIDED_SINCE, "Børneudvalget")


def test_a_stop_is_tabled_and_then_decided(officer, case):
    stop = actions.table(officer[0], _stop(case, "Børneudvalget").id, on=date(2026, 4, 1), item_number=7)
    assert (stop.state, stop.expected_on, stop.item_number) == (D.TABLED, date(2026, 4, 1), 7)
    assert stop.is_awaited, "what is on an agenda is not decided"
    with pytest.raises(Refusal) as refused:
        actions.table(officer[0], stop.id, on=date(2026, 4, 1))
    assert refused.value.reason is Reason.NOT_NOW
    assert _decide(officer, case, "Børneudvalget", D.RECOMMENDED).is_taken


def test_only_its_case_officer_tables_it(session, case):
    with pytest.raises(Refusal) as refused:
        actions.table(a_context(session, a_person(session)), case.decisions[0].id, on=ON)
    assert refused.value.reason is Reason.NOT_YOURS


@pytest.mark.parametrize(
    ("decided", "line"),
    [
        ([], "Ikke endeligt besluttet"),
        ([(TWO[0], D.RECOMMENDED)], "Ikke endeligt besluttet – anbefalet af 1 af 2 udvalg"),
        (
            [(TWO[0], D.RECOMMENDED), (TWO[1], D.NOT_RECOMMENDED)],
            "Ikke endeligt besluttet – anbefalet af 1 af 2 udvalg, ikke anbefalet af 1 af 2 udvalg",
        ),
        ([(TWO[0], D.POSTPONED)], "Ikke endeligt besluttet – udsat af 1 af 2 udvalg"),
        (
            [(TWO[0], D.RECOMMENDED), (TWO[1], D.RECOMMENDED), ("Økonomiudvalget", D.RECOMMENDED_WITH_CHANGES)],
            "Ikke endeligt besluttet – anbefalet med ændringer af Økonomiudvalget",
        ),
        ([("Økonomiudvalget", D.POSTPONED)], "Ikke endeligt besluttet – udsat af Økonomiudvalget"),
        (
            [("Økonomiudvalget", D.SENT_BACK)],
            "Ikke endeligt besluttet – sendt tilbage af Økonomiudvalget, til forvaltningen",
        ),
        ([("Kommunalbestyrelsen", D.NOTED)], "Ikke endeligt besluttet – taget til efterretning af Kommunalbestyrelsen"),
        ([("Kommunalbestyrelsen", D.RECOMMENDED)], "Ikke endeligt besluttet – anbefalet af Kommunalbestyrelsen"),
        ([("Kommunalbestyrelsen", D.REJECTED)], "Forkastet"),
        ([("Kommunalbestyrelsen", D.ADOPTED)], "Vedtaget"),
    ],
)  # fmt: skip
def test_one_line_says_where_it_is_and_a_recommendation_is_never_called_a_decision(site, officer, case, decided, line):
    for name, outcome in decided:
        _decide(officer, case, name, outcome, out_of_turn="Hastede." if outcome is D.ADOPTED else "")
    with site.app.test_request_context("/da/"):
        assert headline(case.decisions) == line


def test_several_last_bodies_have_all_to_say_yes(session, officer, case):
    last = _stop(case, "Kommunalbestyrelsen")
    actions.add_body(officer[0], case.id, a_body(session, BodyKind.COUNCIL, "Byrådet"), beside=last.id)
    _decide(officer, case, "Kommunalbestyrelsen", D.ADOPTED, out_of_turn="Hastede.")
    assert case.state_at(NOON) is CaseState.NOT_DECIDED
    _decide(officer, case, "Byrådet", D.REJECTED)
    assert case.state_at(NOON) is CaseState.REJECTED


def test_what_one_of_two_last_bodies_rejected_is_not_forgotten_when_the_other_has_it_again(session, officer, case):
    last = _stop(case, "Kommunalbestyrelsen")
    actions.add_body(officer[0], case.id, a_body(session, BodyKind.COUNCIL, "Byrådet"), beside=last.id)
    _decide(officer, case, "Kommunalbestyrelsen", D.REJECTED)
    _decide(officer, case, "Byrådet", D.SENT_BACK)
    _decide(officer, case, "Byrådet", D.ADOPTED, out_of_turn="Hastede.")
    assert case.state_at(NOON) is CaseState.REJECTED


def test_two_that_send_it_back_side_by_side_are_answered_in_the_order_in_which_they_sent_it(officer, case):
    for name in TWO:
        _decide(officer, case, name, D.RECOMMENDED)
    context, made = officer[0], officer[1]
    finance = _stop(case, "Økonomiudvalget")
    other = actions.add_body(context, case.id, a_body(context.session, BodyKind.COUNCIL, "Byrådet"), beside=finance.id)
    back = _stop(case, "Børneudvalget").body_id
    _decide(officer, case, "Økonomiudvalget", D.SENT_BACK, sent_back_to=back)
    _decide(officer, case, "Børneudvalget", D.RECOMMENDED)
    _decide(officer, case, "Byrådet", D.SENT_BACK, sent_back_to=back)
    sittings = [one.sitting for one in case.decisions if one.body.name == "Børneudvalget"]
    assert sittings == [1, 2, 3], "in the order of the route"
    assert (other.state, made.id) == (D.SENT_BACK, case.process_id)


def test_a_tabled_stop_whose_meeting_falls_away_waits_again(officer, case):
    stop = actions.table(officer[0], _stop(case, "Børneudvalget").id, on=date(2026, 4, 1), item_number=7)
    values = {"expected_on": None, "expected_precision": None, "item_number": None, "is_not_stated": False}
    actions.correct_expectation(officer[0], stop.id, values, reason="Mødet er aflyst.")
    assert (stop.state, stop.item_number) == (D.PENDING, None)


def test_what_was_sent_back_last_is_what_the_line_says_whichever_step_it_stands_in(site, officer, case):
    _decide(officer, case, "Børneudvalget", D.RECOMMENDED)
    early = _stop(case, "Økonomiudvalget")
    actions.record_decision(officer[0], early.id, outcome=D.RECOMMENDED, wording="Ord.", on=date(2026, 2, 24))
    _decide(officer, case, "Skoleudvalget", D.SENT_BACK)
    with site.app.test_request_context("/da/"):
        assert headline(case.decisions).startswith(
            "Ikke endeligt besluttet – anbefalet af 1 af 2 udvalg, sendt tilbage"
        )
