"""Decisions: a chain of bodies, votes as recorded, and nothing adopted before the last one has."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from civic.bodies.models import BodyKind
from civic.decisions import actions
from civic.decisions.models import CaseState, DecisionState, Side, SideVotes, Voter
from civic.kernel.refusal import Reason, Refusal
from tests.clock import NOON
from tests.make import a_body, a_context, a_person, a_process, the_officer

ON = date(2026, 3, 2)


def _case(session, number="EKS-1"):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    case = actions.add_case(
        officer, process.id, number=number, title="Sag", recommended_by="Enhed", recommendation="At det vedtages."
    )
    for name in ("Udvalget", "Kommunalbestyrelsen"):
        actions.add_body(officer, case.id, a_body(session, BodyKind.COUNCIL, name))
    return officer, case


def _record(context, decision, outcome, **more):
    return actions.record_decision(context, decision.id, outcome=outcome, wording="Ord.", on=ON, **more)


def test_a_later_body_does_not_adopt_before_an_earlier_one_without_saying_why(session):
    officer, case = _case(session)
    with pytest.raises(Refusal) as refused:
        _record(officer, case.decisions[1], DecisionState.ADOPTED)
    assert (refused.value.reason, refused.value.about) == (Reason.OTHERS_FIRST, "Udvalget")
    assert case.state_at(NOON) is CaseState.NOT_DECIDED
    _record(officer, case.decisions[1], DecisionState.ADOPTED, out_of_turn="Sagen hastede.")
    assert (case.state_at(NOON), case.decisions[1].out_of_turn) == (CaseState.ADOPTED, "Sagen hastede.")


def test_a_body_whose_decision_the_record_does_not_state_is_not_waited_for(session):
    officer, case = _case(session)
    case.decisions[0].is_not_stated = True
    session.flush()
    _record(officer, case.decisions[1], DecisionState.ADOPTED)
    assert case.state_at(NOON) is CaseState.ADOPTED


@pytest.mark.parametrize(
    ("last", "state"),
    [
        (None, CaseState.NOT_DECIDED),
        (DecisionState.POSTPONED, CaseState.NOT_DECIDED),
        (DecisionState.RECOMMENDED, CaseState.NOT_DECIDED),
        (DecisionState.ADOPTED, CaseState.ADOPTED),
        (DecisionState.REJECTED, CaseState.REJECTED),
    ],
)
def test_a_case_is_decided_by_its_last_body_only(session, last, state):
    officer, case = _case(session)
    _record(officer, case.decisions[0], DecisionState.RECOMMENDED)
    assert case.state_at(NOON) is CaseState.NOT_DECIDED
    if last is not None:
        _record(officer, case.decisions[1], last)
    assert case.state_at(NOON) is state


def test_a_party_may_stand_on_two_sides_and_counts_stay_as_recorded(session):
    officer, case = _case(session)
    votes = {
        Side.FOR: SideVotes(15, [Voter("C"), Voter("V", "Louise")]),
        Side.AGAINST: SideVotes(1, [Voter("D", "Poul", reason="Bredere.")]),
        Side.ABSTAINED: SideVotes(2, [Voter("V", "Mogens")]),
    }
    decision = _record(officer, case.decisions[0], DecisionState.RECOMMENDED, votes=votes)
    assert [(one.side, one.count, [line.letter for line in one.lines]) for one in decision.tallies] == [
        (Side.FOR, 15, ["C", "V"]),
        (Side.AGAINST, 1, ["D"]),
        (Side.ABSTAINED, 2, ["V"]),
    ]
    assert sum(one.count for one in decision.tallies) == 18


@pytest.mark.parametrize(
    ("outcome", "side"), [(DecisionState.ADOPTED, Side.FOR), (DecisionState.REJECTED, Side.AGAINST)]
)
def test_only_the_minority_has_its_reason_recorded(session, outcome, side):
    officer, case = _case(session)
    with pytest.raises(Refusal) as refused:
        _record(officer, case.decisions[0], outcome, votes={side: SideVotes(10, [Voter("A", "Anna", reason="Fordi")])})
    assert refused.value.reason is Reason.DISSENT_NEEDS_MINORITY


def test_a_decision_is_entered_once(session):
    officer, case = _case(session)
    _record(officer, case.decisions[0], DecisionState.ADOPTED)
    with pytest.raises(Refusal) as refused:
        _record(officer, case.decisions[0], DecisionState.REJECTED)
    assert refused.value.reason is Reason.NOT_NOW


def test_only_its_case_officer_enters_a_decision(session):
    _officer, case = _case(session)
    with pytest.raises(Refusal) as refused:
        _record(a_context(session, a_person(session)), case.decisions[0], DecisionState.ADOPTED)
    assert refused.value.reason is Reason.NOT_YOURS


def test_a_case_number_is_used_once(session):
    _case(session, "EKS-7")
    with pytest.raises(IntegrityError):
        _case(session, "EKS-7")


def test_follow_up_comes_after_adoption(session):
    officer, case = _case(session)
    plan = {"text": "Bænke", "responsible": "Park", "due_on": date(2026, 6, 1)}
    with pytest.raises(Refusal) as refused:
        actions.add_follow_up(officer, case.id, **plan)
    assert refused.value.reason is Reason.NOT_NOW
    _record(officer, case.decisions[1], DecisionState.ADOPTED, out_of_turn="Sagen hastede.")
    follow_up = actions.add_follow_up(officer, case.id, **plan)
    assert actions.mark_done(officer, follow_up.id, result="De står der.", on=date(2026, 3, 1)).state.value == "done"
