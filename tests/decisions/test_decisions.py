"""Decisions: a chain of bodies, votes as recorded, and nothing adopted before the last one has."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from civic.bodies.models import BodyKind
from civic.db.base import Precision
from civic.decisions import actions, queries
from civic.decisions.models import (
    CaseState,
    DecisionState,
    DissentKind,
    FollowUpState,
    Side,
    SideVotes,
    Voter,
    minority,
    named_of,
)
from civic.kernel.correction import Correction
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind
from tests.clock import NOON
from tests.make import a_body, a_context, a_person, a_process, a_report, a_version, the_officer

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


def _voted(session):
    officer, case = _case(session)
    votes = {
        Side.FOR: SideVotes(9, [Voter("A"), Voter("V", "Vita")]),
        Side.AGAINST: SideVotes(2, [Voter("V", "Vagn"), Voter("Ø")]),
        Side.ABSTAINED: SideVotes(1, [Voter("C", "Carl")]),
        Side.RECUSED: SideVotes(1, [Voter("B", "Bo")]),
    }
    return officer, _record(officer, case.decisions[0], DecisionState.RECOMMENDED, votes=votes)


def _lines(decision, *names):
    lines = [line for tally in decision.tallies for line in tally.lines if (line.name or line.letter) in names]
    return [named_of([line]) for line in lines]


@pytest.mark.parametrize("kind", DissentKind)
def test_what_the_minority_had_put_on_record_stands_in_full(session, kind):
    officer, decision = _voted(session)
    words = "Vi mener noget andet. " * 200
    made = actions.add_dissent(officer, decision.id, kind=kind, who=_lines(decision, "Vagn", "Ø", "Carl"), text=words)
    assert (made.kind, made.text, made.named) == (kind, words, "Vagn (V), Ø, Carl (C)")


@pytest.mark.parametrize("names", [["A"], ["Vita"], ["Bo"], ["Vagn", "Vita"], []], ids=str)
def test_nobody_but_the_minority_has_a_dissent_on_record(session, names):
    officer, decision = _voted(session)
    with pytest.raises(Refusal) as refused:
        actions.add_dissent(
            officer, decision.id, kind=DissentKind.ENTRY, who=_lines(decision, *names), text="Vi mener noget andet."
        )
    assert refused.value.reason is Reason.DISSENT_NEEDS_MINORITY


@pytest.mark.parametrize("outcome", [DecisionState.POSTPONED, DecisionState.SENT_BACK])
def test_of_what_is_put_off_the_vote_says_who_was_in_the_minority(session, outcome):
    officer, case = _case(session)
    votes = {Side.FOR: SideVotes(9, [Voter("A")]), Side.AGAINST: SideVotes(2, [Voter("Ø")])}
    decision = _record(officer, case.decisions[0], outcome, votes=votes)
    assert [one.letter for one in minority(decision)] == ["Ø"]


def test_without_a_vote_there_is_no_minority(session):
    officer, case = _case(session)
    decision = _record(officer, case.decisions[0], DecisionState.RECOMMENDED)
    with pytest.raises(Refusal) as refused:
        actions.add_dissent(officer, decision.id, kind=DissentKind.ENTRY, who=["Ø"], text="Nej.")
    assert refused.value.reason is Reason.NOT_NOW


def test_a_vote_is_not_corrected_so_that_a_dissent_is_the_majoritys(session):
    officer, decision = _voted(session)
    actions.add_dissent(officer, decision.id, kind=DissentKind.ENTRY, who=_lines(decision, "Vagn"), text="Nej.")
    votes = {Side.FOR: SideVotes(9, [Voter("A"), Voter("V", "Vagn")]), Side.AGAINST: SideVotes(2, [Voter("Ø")])}
    with pytest.raises(Refusal) as refused:
        actions.correct_decision(
            officer,
            decision.id,
            outcome=DecisionState.RECOMMENDED,
            wording="Ord.",
            on=ON,
            item_number=None,
            votes=votes,
            reason="Fejl.",
        )
    assert (refused.value.reason, refused.value.about) == (Reason.DISSENT_NEEDS_MINORITY, "Vagn")


def test_a_dissent_is_corrected_and_taken_out_and_what_stood_there_is_kept(session):
    officer, decision = _voted(session)
    made = actions.add_dissent(officer, decision.id, kind=DissentKind.ENTRY, who=_lines(decision, "Ø"), text="Nej.")
    values = {"kind": DissentKind.STATEMENT, "text": "Nej tak."}
    actions.correct_dissent(officer, made.id, values, reason="Skrevet forkert.")
    assert (made.kind, made.text) == (DissentKind.STATEMENT, "Nej tak.")
    actions.take_out_dissent(officer, made.id, reason="Den hørte til et andet punkt.")
    kept = select(Correction.field, Correction.before).where(Correction.kind == Kind.CASE).order_by(Correction.id)
    assert session.execute(kept).all() == [("kind", "entry"), ("text", "Nej."), ("by", "Ø"), ("text", "Nej tak.")]
    assert decision.dissents == []


def test_an_earlier_decision_names_its_body_as_the_record_does_and_leads_to_its_case(session):
    officer, old = _case(session, "EKS-OLD")
    case = actions.add_case(
        officer, old.process_id, number="EKS-NEW", title="Ny sag", recommended_by="Enhed", recommendation="At."
    )
    made = actions.add_earlier(
        officer,
        case.id,
        body="Familie- og Arbejdsmarkedsudvalget",
        decided_on=date(2003, 3, 1),
        decided_precision=Precision.MONTH,
        reference="FAU 157/2003",
        is_replaced=True,
        number="EKS-OLD",
    )
    assert (made.earlier_id, made.reference, made.decided_precision) == (old.id, "FAU 157/2003", Precision.MONTH)
    assert [one.case_id for one in queries.taken_up_in(officer, old.id)] == [case.id], (
        "the old case says what replaced it"
    )
    actions.correct_earlier(officer, made.id, {"reference": "FAU 158/2003"}, reason="Slåfejl.")
    assert made.reference == "FAU 158/2003"
    actions.take_out_earlier(officer, made.id, reason="Hører til en anden sag.")
    assert queries.taken_up_in(officer, old.id) == []


@pytest.mark.parametrize("number", ["EKS-NONE", "EKS-1"])
def test_an_earlier_case_is_another_one_that_is_here(session, number):
    officer, case = _case(session)
    with pytest.raises(Refusal) as refused:
        actions.add_earlier(officer, case.id, body="Udvalget", number=number)
    assert refused.value.reason is Reason.NO_SUCH_CASE


def test_an_attachment_is_a_version_of_its_own_processs_report(session):
    officer, case = _case(session)
    other = a_version(session, a_report(session, a_process(session)))
    with pytest.raises(Refusal) as refused:
        actions.attach(officer, case.id, title="Rapport", document_number="1", version_id=other.id)
    assert refused.value.reason is Reason.NOT_FOUND
    own = a_version(session, a_report(session, case.process))
    assert actions.attach(officer, case.id, title="Rapport", document_number="1", version_id=own.id).version is own


def _planned(session):
    officer, case = _case(session)
    _record(officer, case.decisions[1], DecisionState.ADOPTED, out_of_turn="Sagen hastede.")
    return officer, actions.add_follow_up(
        officer,
        case.id,
        text="Bænke",
        responsible="Park",
        involved=" Boligorganisationen \n\nForeningen\n",
        citizens_role="Borgere vælger pladserne.",
        indicator="Ti bænke",
        due_on=date(2026, 6, 1),
    )


def test_what_is_promised_says_who_takes_part_and_how_it_goes_until_it_is_done(session):
    officer, plan = _planned(session)
    assert plan.involved == "Boligorganisationen\nForeningen"
    for state in (FollowUpState.UNDER_WAY, FollowUpState.CHANGED, FollowUpState.DROPPED, FollowUpState.UNDER_WAY):
        assert actions.report_progress(officer, plan.id, state=state, text=f"Ord om {state.value}.").state is state
    assert [one.text for one in plan.progress][::3] == ["Ord om under_way.", "Ord om under_way."], (
        "nothing said is lost"
    )
    actions.mark_done(officer, plan.id, result="De står der.", on=date(2026, 3, 1))
    with pytest.raises(Refusal) as refused:
        actions.report_progress(officer, plan.id, state=FollowUpState.UNDER_WAY, text="Igen.")
    assert refused.value.reason is Reason.NOT_NOW


@pytest.mark.parametrize("state", [FollowUpState.PLANNED, FollowUpState.DONE])
def test_that_it_is_done_is_said_with_its_day_and_not_in_passing(session, state):
    officer, plan = _planned(session)
    with pytest.raises(Refusal) as refused:
        actions.report_progress(officer, plan.id, state=state, text="Færdig.")
    assert refused.value.reason is Reason.NOT_FITTING


def test_what_was_dropped_is_not_done_until_it_is_taken_up_again(session):
    officer, plan = _planned(session)
    actions.report_progress(officer, plan.id, state=FollowUpState.DROPPED, text="Der er ingen penge.")
    with pytest.raises(Refusal) as refused:
        actions.mark_done(officer, plan.id, result="De står der.", on=date(2026, 3, 1))
    assert refused.value.reason is Reason.NOT_NOW


def test_a_letter_on_two_losing_sides_has_one_dissent(session):
    officer, case = _case(session)
    votes = {
        Side.FOR: SideVotes(9, [Voter("A")]),
        Side.AGAINST: SideVotes(2, [Voter("V")]),
        Side.ABSTAINED: SideVotes(1, [Voter("V")]),
    }
    decision = _record(officer, case.decisions[0], DecisionState.RECOMMENDED, votes=votes)
    made = actions.add_dissent(officer, decision.id, kind=DissentKind.ENTRY, who=["V"], text="Nej.")
    assert made.named == "V"


def test_who_was_recused_is_no_majority(session):
    officer, case = _case(session)
    votes = {Side.FOR: SideVotes(3, [Voter("A")]), Side.RECUSED: SideVotes(9, [Voter("B")])}
    decision = _record(officer, case.decisions[0], DecisionState.POSTPONED, votes=votes)
    assert minority(decision) == []
