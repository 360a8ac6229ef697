"""Grants: criteria that stop or advise, two who assess, a body that decides, and accounts to the øre."""

from datetime import timedelta
from fractions import Fraction

import pytest
from sqlalchemy import delete, select

from civic.bodies.models import BodyKind
from civic.decisions import actions as decisions
from civic.decisions.models import DecisionState
from civic.files.renditions import Rendition, What
from civic.grants import actions, judging, queries
from civic.grants.judging import Verdict
from civic.grants.models import ApplicationState, Asks, ChainKind, GrantActivity, Rank
from civic.grants.models import SchemePointKind as Point
from civic.grants.parts import Part, Term, told
from civic.kernel.actor import Role, Scope
from civic.kernel.correction import Correction
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, TraceLink
from tests import refusing
from tests.clock import NOON
from tests.make import a_body, a_context, a_person, a_process, the_officer

DAY = NOON.date()
LACKING = "Socialforvaltningen skal være repræsenteret i styregruppen, for at projektet kan modtage støtte."
TEXTS = {
    "title": "Værksted", "applicant": "", "summary": "", "need": "Der er brug for det.", "common": "", "leader": "",
    "anchoring": "", "cooperation": "", "activities": "",
}  # fmt: skip


def refused(reason, do, /, *given, **more):
    """Expect that what is tried is refused for the reason."""
    refusing.refused(lambda: do(*given, **more), reason)


def scheme_values(**more):
    return {
        "title": "Pulje", "about": "", "mission": "", "administration": "Socialforvaltningen", "first_year": 2009,
        "last_year": 2012, "appropriation": None, "expires_on": None, "wish": "", "replaces": "", "replaces_id": None,
        "source": "", "unit_id": None,
    } | more  # fmt: skip


CRITERIA = (
    (Rank.REQUIRED, Asks.NEED, "Der skal stå, hvilket behov det opfylder."),
    (Rank.REQUIRED, Asks.STEERING, LACKING),
    (Rank.WEIGHTED, Asks.THEORY, ""),
    (Rank.ADVISORY, Asks.INDICATORS, ""),
)


def a_scheme(session, **more):
    """Return an open scheme's officer and the scheme, with required, weighted and advisory criteria."""
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    made = actions.add_scheme(officer, process.id, scheme_values(**more))
    session.flush()
    for kind in (Point.GOAL, Point.COST, Point.ACTIVITY_MONEY):
        actions.add_term(officer, made.id, Term.POINT, {"kind": kind, "text": kind.value})
    for rank, asks, lacking in CRITERIA:
        values = {"rank": rank, "asks": asks, "heading": asks.value, "text": "Ord", "lacking": lacking, "source": ""}
        actions.add_term(officer, made.id, Term.CRITERION, values)
    session.flush()
    actions.open_scheme(officer, made.id, closes_at=None)
    return officer, made


def an_application(session, scheme, cost=25_000_000, activity=4_000_000, with_seat=True):
    """Return the author's context and an application that can be handed in."""
    author = a_context(session, a_person(session))
    made = actions.apply(author, scheme.id, title="Værksted")
    session.flush()
    actions.write(author, made.id, TEXTS)
    costs = {one.kind: one.id for one in queries.scheme(author, scheme.id).points}
    for kind, amount in ((Point.COST, cost), (Point.ACTIVITY_MONEY, activity)):
        if amount:
            actions.add_part(author, made.id, Part.COST, {"point_id": costs[kind], "text": "Ting", "amount": amount})
    if with_seat:
        actions.add_part(author, made.id, Part.STEERING, {"name": "Forvaltningen", "is_administration": True})
    session.flush()
    return author, made


def assess(session, scheme, application, *points, interest=""):
    """Let a facilitator of the process assess an application, with so many points for each criterion that counts."""
    person = a_person(session, (Role.FACILITATOR, Scope.PROCESS, scheme.process_id))
    context = a_context(session, person)
    counted = [one.id for one in queries.scheme(context, scheme.id).criteria if one.rank is not Rank.ADVISORY]
    given = dict(zip(counted, ((one, "Fordi.") for one in points), strict=False))
    made = actions.assess(context, application.id, points={} if interest else given, interest=interest)
    session.flush()
    return made


def a_decision(officer, scheme, outcome=DecisionState.ADOPTED):
    session = officer.session
    body = a_body(session, BodyKind.STANDING_COMMITTEE, f"Udvalget {outcome.value} {len(session.new)}{id(outcome)}")
    session.flush()
    number = f"G-{scheme.id}-{body.id}"
    case = decisions.add_case(
        officer, scheme.process_id, number=number, title="Støtte", recommended_by="E", recommendation="At."
    )
    session.flush()
    stop = decisions.add_body(officer, case.id, body)
    session.flush()
    decisions.record_decision(officer, stop.id, outcome=outcome, wording="Sådan.", on=DAY)
    session.flush()
    return stop


def granted(session, activity_money=4_000_000, **more):
    """Return the officer, the author and a grant that runs."""
    officer, scheme = a_scheme(session, **more)
    author, made = an_application(session, scheme)
    actions.submit(author, made.id)
    assess(session, scheme, made, 3, 3, 3)
    assess(session, scheme, made, 4, 4, 4)
    stop = a_decision(officer, scheme)
    actions.decide(
        officer,
        made.id,
        decision_id=stop.id,
        granted=25_000_000 + activity_money,
        activity_money=activity_money,
        reason="Godt.",
    )
    session.flush()
    return officer, author, made


def an_activity(author, made, on=DAY):
    values = {"held_on": on, "title": "Åbning", "participants": 34, "minutes": None, "text": "Vi åbnede."}
    activity = actions.add_part(author, made.id, Part.ACTIVITY, values)
    author.session.flush()
    return activity


def spend(author, made, activity, amount, voucher="B-1"):
    values = {"activity_id": activity.id, "spent_on": DAY, "text": "Mad", "voucher": voucher, "amount": amount}
    line = actions.add_part(author, made.id, Part.ACCOUNT, values)
    author.session.flush()
    return line


# --- criteria


def test_a_draft_is_saved_with_nothing_but_a_title_and_nobody_else_reads_it(session):
    officer, scheme = a_scheme(session)
    author = a_context(session, a_person(session))
    made = actions.apply(author, scheme.id, title="Kun en titel")
    session.flush()
    assert queries.application(author, made.id).title == "Kun en titel"
    refused(Reason.NOT_FOUND, queries.application, officer, made.id)
    refused(Reason.NOT_FOUND, queries.application, a_context(session), made.id)


def test_just_the_required_criteria_stop_an_application_in_the_rules_own_words(session):
    _officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme, with_seat=False)
    verdicts = {one.criterion.asks: one.verdict for one in queries.judged(author, queries.application(author, made.id))}
    assert verdicts == {
        Asks.NEED: Verdict.MET,
        Asks.STEERING: Verdict.LACKING,
        Asks.THEORY: Verdict.LACKING,
        Asks.INDICATORS: Verdict.ADVISED,
    }
    with pytest.raises(Exception, match="criteria_unmet") as refusal:
        actions.submit(author, made.id)
    assert refusal.value.about == LACKING, "the weighted and the advisory ones are not among them"
    seat = actions.add_part(author, made.id, Part.STEERING, {"name": "En anden", "is_administration": False})
    session.flush()
    refused(Reason.CRITERIA_UNMET, actions.submit, author, made.id)
    actions.change_part(author, Part.STEERING, seat.id, {"name": "Socialforvaltningen", "is_administration": True})
    session.flush()
    actions.submit(author, made.id)
    assert made.state is ApplicationState.SUBMITTED, "a missing theory of change and missing indicators are no stop"


@pytest.mark.parametrize(
    ("kinds", "is_met"),
    [
        ((), False),
        ((ChainKind.PROBLEM, ChainKind.ACTIVITY), False),
        ((ChainKind.PROBLEM, ChainKind.LONG_EFFECT), False),
        ((ChainKind.PROBLEM, ChainKind.ACTIVITY, ChainKind.SHORT_EFFECT), True),
    ],
)
def test_a_theory_of_change_leads_from_a_problem_to_an_effect(session, kinds, is_met):
    _officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    for kind in kinds:
        actions.add_part(author, made.id, Part.CHAIN, {"kind": kind, "text": "Noget."})
    session.flush()
    found = queries.written(author, queries.application(author, made.id))
    assert judging.is_met(Asks.THEORY, found) is is_met


def test_what_is_judged_by_stays_as_it_is_once_people_can_apply(session):
    officer, scheme = a_scheme(session)
    criterion = queries.scheme(officer, scheme.id).criteria[0]
    refused(Reason.NOT_NOW, actions.take_out_term, officer, Term.CRITERION, criterion.id)
    refused(Reason.NOT_NOW, actions.change_term, officer, Term.CRITERION, criterion.id, told(Term.CRITERION, criterion))


def test_a_required_criterion_has_the_words_that_are_said(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    made = actions.add_scheme(officer, process.id, scheme_values())
    session.flush()
    values = {"rank": Rank.REQUIRED, "asks": Asks.NEED, "heading": "H", "text": "T", "lacking": "", "source": ""}
    refused(Reason.NOTHING_SAID, actions.add_term, officer, made.id, Term.CRITERION, values)
    refused(Reason.NOTHING_WRITTEN, actions.open_scheme, officer, made.id, closes_at=None)


def test_after_the_last_day_nobody_hands_in(session):
    officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    values = {name: getattr(scheme, name) for name in actions.CORRECTED}
    values["closes_at"] = NOON - timedelta(hours=1)
    actions.correct_scheme(officer, scheme.id, values, reason="Frist.")
    session.flush()
    refused(Reason.DEADLINE_PASSED, actions.submit, author, made.id)
    refused(Reason.NOT_NOW, actions.apply, author, scheme.id, title="For sent")


def test_two_who_write_the_same_application_lose_nothing(session):
    _officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    seen = fingerprint(*queries.application(author, made.id).told)
    actions.write(author, made.id, {**TEXTS, "need": "Først."}, seen=seen)
    session.flush()
    refused(Reason.WRITTEN_MEANWHILE, actions.write, author, made.id, {**TEXTS, "need": "Sidst."}, seen=seen)
    assert queries.application(author, made.id).need == "Først."


# --- assessment and decision


def test_two_without_an_interest_assess_before_it_is_decided(session):
    officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    actions.submit(author, made.id)
    stop = a_decision(officer, scheme)
    decide = {"decision_id": stop.id, "granted": 100, "reason": "Godt."}
    assess(session, scheme, made, 3, 3, 3)
    assess(session, scheme, made, interest="Min bror søger.")
    refused(Reason.TWO_ASSESSORS, actions.decide, officer, made.id, **decide)
    assess(session, scheme, made, 5, 5, 5)
    actions.decide(officer, made.id, **decide)
    assert (made.state, made.granted) == (ApplicationState.GRANTED, 100)


def test_who_has_an_interest_gives_no_points_and_no_criterion_is_left_out(session):
    _officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    actions.submit(author, made.id)
    person = a_context(session, a_person(session, (Role.FACILITATOR, Scope.PROCESS, scheme.process_id)))
    one = queries.scheme(person, scheme.id).criteria[0].id
    refused(Reason.NOT_FITTING, actions.assess, person, made.id, points={one: (3, "Ja.")})
    refused(Reason.NOT_FITTING, actions.assess, person, made.id, points={one: (3, "Ja.")}, interest="Jeg bor der.")


def test_nobody_assesses_or_decides_their_own(session):
    officer, scheme = a_scheme(session)
    made = actions.apply(officer, scheme.id, title="Mit eget")
    session.flush()
    actions.write(officer, made.id, TEXTS)
    costs = {one.kind: one.id for one in queries.scheme(officer, scheme.id).points}
    actions.add_part(officer, made.id, Part.COST, {"point_id": costs[Point.COST], "text": "Ting", "amount": 100})
    actions.add_part(officer, made.id, Part.STEERING, {"name": "F", "is_administration": True})
    session.flush()
    actions.submit(officer, made.id)
    refused(Reason.NOT_YOURS, actions.assess, officer, made.id, points={})
    refused(Reason.NOT_YOURS, actions.decide, officer, made.id, decision_id=1)


def test_a_grant_is_a_bodys_decision_and_no_more_than_was_applied_for_or_is_left(session):
    officer, scheme = a_scheme(session, appropriation=30_000_000)
    author, made = an_application(session, scheme)
    actions.submit(author, made.id)
    assess(session, scheme, made, 3, 3, 3)
    assess(session, scheme, made, 3, 3, 3)
    yes, no = a_decision(officer, scheme), a_decision(officer, scheme, DecisionState.REJECTED)
    recommended = a_decision(officer, scheme, DecisionState.RECOMMENDED)
    for decision, granted_, activity in (
        (yes.id + 1000, 100, 0),  # no decision of the process
        (recommended.id, 100, 0),  # recommended is not decided
        (no.id, 100, 0),  # a no grants nothing
        (yes.id, 0, 0),  # a yes grants something
        (yes.id, 29_000_001, 0),  # more than was applied for
        (yes.id, 29_000_000, 4_000_001),  # more activity money than was applied for
    ):
        refused(
            Reason.NOT_FITTING,
            actions.decide,
            officer,
            made.id,
            decision_id=decision,
            granted=granted_,
            activity_money=activity,
        )
    actions.decide(officer, made.id, decision_id=yes.id, granted=29_000_000, activity_money=4_000_000, reason="Godt.")
    session.flush()
    letter = session.scalars(select(Rendition)).one()
    assert (letter.what, letter.kind, letter.thing_id) == (What.GRANT_LETTER, Kind.APPLICATION, made.id)
    assert session.scalars(select(OutboxMessage.template)).all().count("grant_decided") == 1
    tie = session.scalars(select(TraceLink).where(TraceLink.target_kind == Kind.APPLICATION)).one()
    assert (tie.source_kind, tie.source_id) == (Kind.DECISION, yes.id)
    other, second = an_application(session, scheme)
    actions.submit(other, second.id)
    assess(session, scheme, second, 3, 3, 3)
    assess(session, scheme, second, 3, 3, 3)
    refused(
        Reason.OVER_APPROPRIATION,
        actions.decide,
        officer,
        second.id,
        decision_id=yes.id,
        granted=1_000_001,
        reason="Ja.",
    )


def test_the_ranking_is_exact_and_equal_points_share_a_place(session):
    officer, scheme = a_scheme(session)
    found = []
    for first, second in ((5, 4), (4, 5), (1, 1)):
        author, made = an_application(session, scheme)
        actions.submit(author, made.id)
        assess(session, scheme, made, first, first, first)
        assess(session, scheme, made, second, second, second)
        found.append(made.id)
    author, alone = an_application(session, scheme)
    actions.submit(author, alone.id)
    assess(session, scheme, alone, 5, 5, 5)
    rows = queries.ranking(officer, scheme.id)
    assert [(one.application.id, one.place, one.points) for one in rows] == [
        (found[0], 1, Fraction(27, 2)),
        (found[1], 1, Fraction(27, 2)),
        (found[2], 3, Fraction(3)),
        (alone.id, None, None),
    ]


# --- accounts


def test_a_grant_is_not_closed_while_an_ore_is_not_accounted_for(session):
    officer, author, made = granted(session)
    close = {"on": DAY, "learnt": "Det gik godt."}
    refused(Reason.ACCOUNTS_MISSING, actions.close_grant, officer, made.id, returned=0, **close)
    refused(Reason.ACCOUNTS_MISSING, actions.close_grant, officer, made.id, returned=4_000_000, **close)
    activity = an_activity(author, made)
    spend(author, made, activity, 3_999_999)
    refused(Reason.ACCOUNTS_MISSING, actions.close_grant, officer, made.id, returned=0, **close)
    refused(Reason.ACCOUNTS_MISSING, actions.close_grant, officer, made.id, returned=2, **close)
    there = queries.accounts(officer, queries.application(officer, made.id))
    assert (there.spent, there.left) == (3_999_999, 1)
    actions.close_grant(officer, made.id, returned=1, **close)
    assert (made.state, made.returned) == (ApplicationState.CLOSED, 1)
    refused(Reason.NOT_NOW, spend, author, made, activity, 5, "B-9")


def test_a_grant_without_activity_money_asks_for_no_accounts(session):
    officer, _author, made = granted(session, activity_money=0)
    actions.close_grant(officer, made.id, on=DAY, returned=0, learnt="Det gik godt.")
    assert made.state is ApplicationState.CLOSED


def test_a_voucher_stands_once_for_the_same(session):
    _officer, author, made = granted(session)
    activity = an_activity(author, made)
    spend(author, made, activity, 500)
    refused(Reason.TAKEN, spend, author, made, activity, 500)
    refused(Reason.NOT_HELD_YET, an_activity, author, made, DAY + timedelta(days=1))


def test_what_is_put_right_in_public_accounts_stays_to_be_seen_and_no_voucher_does(session):
    _officer, author, made = granted(session)
    line = spend(author, made, an_activity(author, made), 500)
    values = told(Part.ACCOUNT, line)
    refused(Reason.NO_REASON, actions.change_part, author, Part.ACCOUNT, line.id, {**values, "amount": 700})
    actions.change_part(author, Part.ACCOUNT, line.id, {**values, "text": "Frugt", "voucher": "B-2"})
    actions.change_part(
        author, Part.ACCOUNT, line.id, {**values, "text": "Frugt", "voucher": "B-2", "amount": 700}, reason="Tastefejl."
    )
    session.flush()
    lines = session.scalars(select(Correction).where(Correction.kind == Kind.APPLICATION)).all()
    assert [(one.field, one.before, one.about) for one in lines] == [("amount", "500", "Åbning")]


def test_everybody_reads_what_the_money_went_to_once_it_is_granted_and_not_before(session):
    officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    actions.submit(author, made.id)
    visitor = a_context(session)
    refused(Reason.NOT_FOUND, queries.grant, visitor, made.id)
    assess(session, scheme, made, 3, 3, 3)
    assess(session, scheme, made, 3, 3, 3)
    no = a_decision(officer, scheme, DecisionState.REJECTED)
    actions.decide(officer, made.id, decision_id=no.id, reason="Ikke denne gang.")
    session.flush()
    refused(Reason.NOT_FOUND, queries.grant, visitor, made.id)
    _officer, _author, other = granted(session)
    assert queries.grant(visitor, other.id).granted == 29_000_000
    refused(Reason.NOT_FOUND, queries.application, visitor, other.id)


def test_the_first_year_is_not_after_the_last(session):
    process = a_process(session)
    officer = a_context(session, the_officer(session, process))
    refused(Reason.ENDS_FIRST, actions.add_scheme, officer, process.id, scheme_values(first_year=2013))


def test_a_draft_that_was_never_handed_in_is_read_by_nobody_else_and_not_withdrawn(session):
    officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    refused(Reason.NOT_NOW, actions.withdraw, author, made.id)
    refused(Reason.NOT_FOUND, queries.application, officer, made.id)
    actions.submit(author, made.id)
    actions.withdraw(author, made.id)
    refused(Reason.NOT_NOW, actions.throw_away, author, made.id)


def test_an_interest_is_declared_for_good_and_keeps_one_from_deciding_and_closing(session):
    officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    actions.submit(author, made.id)
    assess(session, scheme, made, 3, 3, 3)
    assess(session, scheme, made, 4, 4, 4)
    actions.assess(officer, made.id, points={}, interest="Min søster er projektleder.")
    counted = [one.id for one in queries.scheme(officer, scheme.id).criteria if one.rank is not Rank.ADVISORY]
    points = dict.fromkeys(counted, (5, "Fordi."))
    refused(Reason.HAS_INTEREST, actions.assess, officer, made.id, points=points)
    stop = a_decision(officer, scheme)
    refused(Reason.HAS_INTEREST, actions.decide, officer, made.id, decision_id=stop.id, granted=29_000_000, reason="Ja")


def test_who_applies_under_a_scheme_assesses_no_rival(session):
    _officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme)
    actions.submit(author, made.id)
    rival = a_person(session, (Role.FACILITATOR, Scope.PROCESS, scheme.process_id))
    context = a_context(session, rival)
    own = actions.apply(context, scheme.id, title="Mit eget")
    session.flush()
    own.state = ApplicationState.SUBMITTED
    counted = [one.id for one in queries.scheme(context, scheme.id).criteria if one.rank is not Rank.ADVISORY]
    points = dict.fromkeys(counted, (0, "Nej."))
    refused(Reason.HAS_INTEREST, actions.assess, context, made.id, points=points)


def test_no_more_is_granted_for_anything_than_was_applied_for_it(session):
    officer, scheme = a_scheme(session)
    author, made = an_application(session, scheme, cost=1_000_000, activity=28_000_000)
    actions.submit(author, made.id)
    assess(session, scheme, made, 3, 3, 3)
    assess(session, scheme, made, 4, 4, 4)
    stop = a_decision(officer, scheme)
    given = {"decision_id": stop.id, "reason": "Ja"}
    refused(Reason.NOT_FITTING, actions.decide, officer, made.id, granted=29_000_000, activity_money=0, **given)
    actions.decide(officer, made.id, granted=29_000_000, activity_money=28_000_000, **given)


def test_an_appropriation_is_not_put_below_what_was_granted(session):
    officer, _author, made = granted(session, appropriation=40_000_000)
    scheme = made.scheme
    values = {name: getattr(scheme, name) for name in actions.CORRECTED} | {"appropriation": 28_999_999}
    refused(Reason.OVER_APPROPRIATION, actions.correct_scheme, officer, scheme.id, values, reason="Spar")
    actions.correct_scheme(officer, scheme.id, values | {"appropriation": 29_000_000}, reason="Spar")


def test_what_a_sum_belongs_to_is_put_right_with_a_reason_and_by_name(session):
    _officer, author, made = granted(session)
    first, second = an_activity(author, made), an_activity(author, made)
    second.title = "Afslutning"
    line = spend(author, made, first, 100)
    values = {**told(Part.ACCOUNT, line), "activity_id": second.id}
    refused(Reason.NO_REASON, actions.change_part, author, Part.ACCOUNT, line.id, values)
    actions.change_part(author, Part.ACCOUNT, line.id, values, reason="Forkert aktivitet")
    kept = session.scalars(select(Correction)).one()
    assert (kept.field, kept.before) == ("activity_id", "Åbning")


def test_what_somebody_took_out_meanwhile_is_not_found_and_breaks_nothing(session):
    _officer, author, made = granted(session)
    activity = an_activity(author, made)
    found, row = queries.part(author, Part.ACTIVITY, activity.id)
    assert found.id == made.id
    session.execute(delete(GrantActivity).where(GrantActivity.id == activity.id))
    refused(Reason.NOT_FOUND, author.lock, row)


def test_nobody_reads_anothers_points_before_giving_their_own(site):
    path = site.at("/da/applications/{submitted_application}")
    officer = site.client("officer")
    assert "Vurderinger" not in officer.get(path).text
