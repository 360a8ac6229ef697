"""How one votes and how that is counted: by each method, with what decides it fixed when the vote opens."""

import hashlib
from datetime import date, timedelta

import pytest
from click.testing import CliRunner
from sqlalchemy import select, update

from civic.bodies.models import BodyKind
from civic.cli import main
from civic.kernel.actor import Role, Scope
from civic.kernel.audit import AuditEntry
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.tally.files import write
from civic.tally.terms import Marking, Method, Spending, TieRule
from civic.voting import actions, queries, rolls
from civic.voting.models import Ballot, BallotState, Option, Rule, Secrecy, Vote, digest_of
from civic.voting.secrecy import betrays
from civic.web.voting.pages import order_for
from tests.make import a_ballot, a_body, a_context, a_facilitator, a_person, a_process
from tests.refusing import refused

OPEN, CONFIDENTIAL = Secrecy.OPEN, Secrecy.CONFIDENTIAL
LAST = date(2026, 3, 12)
DRAW = {"draw_source": "Lotto", "draw_on": LAST + timedelta(days=2)}
PROJECTS = (Option("Bænke", cost=4_000), Option("Lys", cost=7_000), Option("Bed", cost=3_000))
SUM = {"sum": 10_000, "spending": Spending.GREEDY, "marking": Marking.APPROVAL}


def held(session, rule, *said, options=None, **opening):
    """Return a closed vote in which so many voted so, and the context of somebody who reads it."""
    voters = [a_person(session, name=f"Stemmer {number}") for number in range(len(said))]
    more = {"options": options} if options else {}
    ballot = a_ballot(session, a_process(session), *voters, rule=rule, **more, **opening)
    for voter, lines in zip(voters, said, strict=True):
        actions.vote(a_context(session, voter), ballot.id, lines=lines)
    session.flush()
    return ballot, a_context(session, now=ballot.closes_at + timedelta(days=2))


@pytest.mark.parametrize(("rule", "said", "options", "winners"), [
    (Rule(OPEN, Method.YES_NO), (((1, 1),), ((1, 1),), ((2, 1),), ()), (Option("Ja"), Option("Nej")), (1,)),
    (Rule(OPEN, Method.ONE), (((3, 1),), ((3, 1),), ((1, 1),)), None, (3,)),
    (Rule(OPEN, Method.SOME, most=2), (((1, 1), (2, 1)), ((2, 1),)), None, (2,)),
    (Rule(OPEN, Method.APPROVAL, winners=2), (((1, 1), (2, 1)), ((2, 1),), ((1, 1),)), None, (1, 2)),
    (Rule(OPEN, Method.POINTS, most=10), (((1, 9), (2, 1)), ((2, 4),)), None, (1,)),
    (Rule(OPEN, Method.RUNOFF), (((1, 1), (2, 2)), ((1, 1),), ((3, 1), (2, 2)), ((2, 1),), ((2, 1),)), None, (2,)),
    (Rule(OPEN, Method.SCHULZE), (((1, 1), (2, 2)), ((2, 1), (1, 2)), ((1, 1),)), None, (1,)),
    (Rule(OPEN, Method.TRANSFER, winners=2), (((1, 1), (2, 2)), ((1, 1), (2, 2)), ((3, 1),)), None, (1, 3)),
    (Rule(OPEN, Method.BUDGET, **SUM), (((1, 1), (3, 1)), ((2, 1),), ((1, 1),)), PROJECTS, (1, 3)),
])  # fmt: skip
def test_each_method_counts_what_it_says_and_its_file_counts_the_same(session, tmp_path, rule, said, options, winners):
    ballot, reader = held(session, rule, *said, options=options)
    found = queries.outcome(reader, ballot)
    if rule.method is Method.RUNOFF:
        assert [one.out for one in found.result.rounds] == [(3,), ()]
    assert found.winners == winners
    file = tmp_path / "afstemning.txt"
    file.write_text(write(queries.told(reader, ballot)), encoding="utf-8")
    counted = CliRunner().invoke(main, ["tally", str(file)])
    names = {one.position: one.text for one in ballot.options}
    assert counted.output.splitlines()[-1] == f"chosen: {', '.join(names[one] for one in winners)}"


def test_a_file_that_is_no_vote_is_told_so(tmp_path):
    file = tmp_path / "x.txt"
    file.write_text("hej")
    counted = CliRunner().invoke(main, ["tally", str(file)])
    assert counted.exit_code == 1
    assert "is no vote" in counted.output


@pytest.mark.parametrize(("rule", "lines", "reason", "options"), [
    (Rule(OPEN, Method.ONE), ((1, 1), (2, 1)), Reason.TOO_MANY_CHOSEN, None),
    (Rule(OPEN, Method.SOME, most=2), ((1, 1), (2, 1), (3, 1)), Reason.TOO_MANY_CHOSEN, None),
    (Rule(OPEN, Method.POINTS, most=5), ((1, 3), (2, 3)), Reason.TOO_MANY_POINTS, None),
    (Rule(OPEN, Method.RUNOFF), ((1, 1), (2, 3)), Reason.NO_ORDER, None),
    (Rule(OPEN, Method.BUDGET, **{**SUM, "marking": Marking.KNAPSACK}), ((1, 1), (2, 1)), Reason.OVER_SUM, PROJECTS),
])  # fmt: skip
def test_a_ballot_that_breaks_the_rule_is_refused(session, rule, lines, reason, options):
    voter = a_person(session)
    more = {"options": options} if options else {}
    ballot = a_ballot(session, a_process(session), voter, rule=rule, **more)
    refused(lambda: actions.vote(a_context(session, voter), ballot.id, lines=lines), reason)


@pytest.mark.parametrize(("rule", "options", "reason"), [
    (Rule(OPEN, Method.BUDGET), PROJECTS, Reason.COST_MISSING),
    (Rule(OPEN, Method.BUDGET, **SUM), (Option("A"), Option("B")), Reason.COST_MISSING),
    (Rule(OPEN, Method.YES_NO), (Option("A"), Option("B"), Option("C")), Reason.RULE_INCOMPLETE),
    (Rule(OPEN, Method.APPROVAL, winners=2), (Option("A"), Option("B")), Reason.RULE_INCOMPLETE),
    (Rule(OPEN, Method.ONE, tie=TieRule.FALLS), (Option("A"), Option("B")), Reason.RULE_INCOMPLETE),
])  # fmt: skip
def test_a_rule_that_does_not_go_with_its_options_is_refused(session, rule, options, reason):
    process = a_process(session)
    staff = a_context(session, a_facilitator(session, process))
    add = {"question": "?", "about": "", "rule": rule, "options": options}
    refused(lambda: actions.add_ballot(staff, process.id, **add), reason)


def test_what_decides_is_fixed_with_its_hash_and_a_result_is_not_told_of_anything_else(session):
    ballot, reader = held(session, Rule(OPEN, Method.ONE), ((1, 1),))
    assert ballot.frozen["options"][0] == [1, "A", "", None]
    assert ballot.frozen_sha256 == digest_of(ballot.frozen)
    session.expire_all()
    assert queries.ballot(reader, ballot.id).is_as_frozen, "as the database gives it back"
    assert queries.outcome(reader, queries.ballot(reader, ballot.id)).winners == (1,)
    session.execute(update(Ballot).where(Ballot.id == ballot.id).values(winners=2))
    session.expire_all()
    with pytest.raises(AssertionError, match="not what it was"):
        queries.outcome(reader, queries.ballot(reader, ballot.id))


def test_a_draw_says_before_the_vote_from_what_and_is_repeated_by_anybody(session):
    rule = Rule(OPEN, Method.ONE, tie=TieRule.DRAW)
    refused(lambda: a_ballot(session, a_process(session), rule=rule), Reason.NO_DRAW)
    same = {"draw_source": "Lotto", "draw_on": LAST}
    refused(lambda: a_ballot(session, a_process(session), rule=rule, **same), Reason.NO_DRAW)
    ballot, reader = held(session, rule, ((1, 1),), ((2, 1),), **DRAW)
    assert hashlib.sha256(ballot.draw_secret.encode()).hexdigest() == ballot.draw_commitment == ballot.frozen["draw"][0]
    assert ballot.draw_secret not in str(ballot.frozen)
    assert not queries.outcome(reader, ballot).result.is_decided
    staff = a_facilitator(session, ballot.process)
    early, then = (
        a_context(session, staff, ballot.closes_at),
        a_context(session, staff, ballot.closes_at + timedelta(1)),
    )
    draw = actions.draw_among_level
    refused(lambda: draw(early, ballot.id, public_words="3 7"), Reason.NOT_HELD_YET)
    refused(lambda: draw(then, ballot.id, public_words="ingen"), Reason.NOTHING_SAID)
    draw(then, ballot.id, public_words="7, 3 og 31")
    found = queries.outcome(reader, ballot).result
    seed = hashlib.sha256(f"{ballot.draw_secret}:3 7 31".encode()).hexdigest()
    first = min((1, 2), key=lambda option: hashlib.sha256(f"{seed}:{option}".encode()).hexdigest())
    assert (found.winners, found.is_decided) == ((first,), True)
    refused(lambda: draw(then, ballot.id, public_words="1 2"), Reason.NOT_NOW)


def test_nothing_is_drawn_where_nothing_is_level(session):
    ballot, _reader = held(session, Rule(OPEN, Method.ONE, tie=TieRule.DRAW), ((1, 1),), **DRAW)
    then = a_context(session, a_facilitator(session, ballot.process), ballot.closes_at + timedelta(days=1))
    refused(lambda: actions.draw_among_level(then, ballot.id, public_words="3"), Reason.NOT_NOW)


def test_a_result_that_waits_for_a_person_is_told_nobody_before_and_then_everybody(session):
    ballot, reader = held(session, Rule(OPEN, waits_for_person=True), ((1, 1),))
    staff = a_context(session, a_facilitator(session, ballot.process), ballot.closes_at)
    refused(lambda: queries.outcome(staff, ballot), Reason.NOT_NOW)
    refused(lambda: actions.publish_result(reader, ballot.id), Reason.NOT_YOURS)
    actions.publish_result(staff, ballot.id)
    assert queries.outcome(reader, ballot).winners == (1,)


@pytest.mark.parametrize(("share", "is_quorate"), [(40, True), (41, False), (0, True)])
def test_with_fewer_than_the_quorum_just_the_turnout_is_told(session, share, is_quorate):
    ballot, reader = held(session, Rule(OPEN, quorum=share), ((1, 1),), ((1, 1),))
    found = queries.outcome(reader, ballot)
    assert (found.is_quorate, found.winners) == (is_quorate, (1,) if is_quorate else ())
    if not is_quorate:
        refused(lambda: queries.told(reader, ballot), Reason.NOT_FOUND)


@pytest.mark.parametrize(("ballots", "tells"), [
    ({((1, 1),): 5}, True),
    ({((1, 1),): 4, ((2, 1),): 1}, True),
    ({((1, 1),): 3, ((2, 1),): 2}, False),
    ({((1, 1), (2, 1)): 3, ((1, 1), (3, 1)): 3}, True),
    ({((1, 1), (2, 2)): 3, ((1, 1), (3, 2)): 3}, True),
    ({(): 4, ((1, 1),): 1}, True),
    ({((1, 1),): 31}, False),
    ({}, True),
])  # fmt: skip
def test_numbers_that_tell_how_somebody_voted_are_known(ballots, tells):
    assert betrays(ballots) is tells


def test_a_unanimous_small_confidential_vote_says_what_is_chosen_and_no_numbers(session):
    ballot, reader = held(session, Rule(CONFIDENTIAL), *[((2, 1),)] * 5)
    found = queries.outcome(reader, ballot)
    assert (found.result, found.winners, found.is_held_back) == (None, (2,), True)
    refused(lambda: queries.told(reader, ballot), Reason.NOT_FOUND)


@pytest.mark.parametrize(("voters", "is_told"), [(49, False), (50, True)])
def test_confidential_ballots_are_published_one_by_one_where_they_are_many(session, voters, is_told):
    said = [((1 + number % 3, 1),) for number in range(voters)]
    ballot, reader = held(session, Rule(CONFIDENTIAL), *said)
    assert sum(queries.outcome(reader, ballot).result.counts.values()) == voters
    if not is_told:
        refused(lambda: queries.told(reader, ballot), Reason.NOT_FOUND)
        return
    file = write(queries.told(reader, ballot))
    assert "Stemmer" not in file
    receipts = session.scalars(select(Vote.receipt)).all()
    assert not [one for one in receipts if one in file], "no receipt leads to a ballot"


def test_a_receipt_says_that_a_vote_is_counted_and_stays_when_it_changes(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    context = a_context(session, voter)
    first = actions.vote(context, ballot.id, lines=((1, 1),)).receipt
    again = actions.vote(context, ballot.id, lines=((2, 1),)).receipt
    session.flush()
    assert first == again
    spaced = f"{first[:5].lower()} {first[5:]}"
    assert queries.is_counted(context, ballot.id, spaced)
    assert not queries.is_counted(context, ballot.id, "ABCDEFGHJK")
    other = a_ballot(session, a_process(session))
    assert not queries.is_counted(context, other.id, first)


def test_what_is_marked_stands_in_no_entry_of_the_log(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter)
    actions.vote(a_context(session, voter), ballot.id, lines=((2, 1),))
    session.flush()
    entries = [str(vars(one)) for one in session.scalars(select(AuditEntry).where(AuditEntry.verb == "vote"))]
    assert entries
    assert not [one for one in entries if "2:1" in one or ballot.options[1].text == one]


def test_a_vote_that_is_not_open_takes_none_whatever_the_method(session):
    voter = a_person(session)
    ballot = a_ballot(session, a_process(session), voter, state=BallotState.CLOSED, rule=Rule(OPEN, Method.RUNOFF))
    refused(lambda: actions.vote(a_context(session, voter), ballot.id, lines=((1, 1),)), Reason.NOT_NOW)


def test_a_group_and_a_council_are_put_on_the_roll_each_person_once_and_counted_by_name_of_the_circle(session):
    process = a_process(session)
    staff = a_context(session, a_facilitator(session, process))
    council = a_body(session, BodyKind.ADVISORY_COUNCIL, "Handicaprådet").id
    both, sits = (a_person(session, (Role.MEMBER, Scope.BODY, council)) for _ in range(2))
    ballot = a_ballot(session, process, both, state=BallotState.DRAFT)
    rolls.add_circle_to_roll(staff, ballot.id, Ref(Kind.BODY, council))
    session.flush()
    roll = queries.roll(staff, ballot.id)
    assert [one.person_id for one in roll].count(both.id) == 1
    assert {one.person_id: one.circle for one in roll}[sits.id] == "Handicaprådet"
    assert queries.circles(staff, ballot.id) == {"": 5, "Handicaprådet": 1}
    actions.open_ballot(staff, ballot.id, last_day=LAST)
    assert ballot.frozen["roll"] == {"": 5, "Handicaprådet": 1}
    assert ballot.is_as_frozen


def test_a_group_of_another_process_and_an_empty_council_are_no_circle(session):
    ballot = a_ballot(session, a_process(session), state=BallotState.DRAFT)
    staff = a_context(session, a_facilitator(session, ballot.process))
    council = a_body(session, BodyKind.ADVISORY_COUNCIL, "Ældrerådet").id
    for one in (Ref(Kind.BODY, council), Ref(Kind.PROCESS, ballot.process_id)):
        refused(lambda one=one: rolls.add_circle_to_roll(staff, ballot.id, one), Reason.NOT_FITTING)


def test_each_voter_sees_the_options_in_an_order_of_their_own_and_always_the_same(session):
    voters = [a_person(session) for _ in range(12)]
    ballot = a_ballot(session, a_process(session), *voters, rule=Rule(OPEN, is_shuffled=True))
    seen = [a_context(session, one) for one in voters]
    orders = [[each.position for each in order_for(one, ballot)] for one in seen]
    assert len({tuple(one) for one in orders}) > 1
    assert orders == [[each.position for each in order_for(one, ballot)] for one in seen]
    assert all(sorted(one) == [1, 2, 3] for one in orders)
    plain = a_ballot(session, a_process(session), voters[0])
    assert [each.position for each in order_for(seen[0], plain)] == [1, 2, 3]
