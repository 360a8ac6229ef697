"""A count that takes long is done by the worker and kept; until then nobody is told a part of it."""

import json
from datetime import timedelta
from itertools import islice

import pytest
from sqlalchemy import func, select

from civic.kernel.refusal import Reason
from civic.tally import kept
from civic.tally.count import result
from civic.tally.kept import digest, packed, takes_long, unpacked
from civic.tally.terms import Marking, Method, Spending, Terms
from civic.voting import actions, counting, queries
from civic.voting.models import CountedVote, Option, Rule, Secrecy
from tests.make import a_ballot, a_context, a_person, a_process
from tests.refusing import refused
from tests.tally.instances import budgets, ranked

SHARES = Rule(Secrecy.OPEN, Method.BUDGET, sum=10_000, spending=Spending.SHARES, marking=Marking.APPROVAL)
PROJECTS = (Option("Bænke", cost=4_000), Option("Lys", cost=7_000), Option("Bed", cost=3_000))
MINUTE = timedelta(minutes=1)


@pytest.fixture
def long(session, monkeypatch):
    """Give a vote in equal shares that is over, and that counts as one whose count takes long."""
    monkeypatch.setattr(kept, "LONG", 1)
    voters = [a_person(session, name=f"Stemmer {at}") for at in range(5)]
    ballot = a_ballot(session, a_process(session), *voters, rule=SHARES, options=PROJECTS)
    for voter, lines in zip(voters, [((1, 1), (3, 1))] * 3 + [((2, 1),)] * 2, strict=True):
        actions.vote(a_context(session, voter), ballot.id, lines=lines)
    session.flush()
    return ballot


def test_a_long_count_is_told_once_the_worker_has_done_it_and_not_before(session, long):
    reader = a_context(session, now=long.closes_at + MINUTE)
    before = queries.outcome(reader, long)
    assert (before.result, before.winners, before.is_being_counted) == (None, (), True)
    refused(lambda: queries.told(reader, long), Reason.NOT_FOUND)
    assert counting.to_count(a_context(session, now=long.closes_at + MINUTE / 2)) is None, (
        "somebody may be writing still"
    )
    found = counting.to_count(reader)
    assert found.ballot_id == long.id
    came = result(found.terms, found.ballots, found.seed)
    counting.keep_count(reader, found, came)
    counting.keep_count(reader, found, came)
    assert counting.to_count(reader) is None
    after = queries.outcome(reader, long)
    assert (after.result, after.winners) == (came, came.winners)
    assert not after.is_being_counted
    assert session.scalar(select(func.count()).select_from(CountedVote)) == 1


def test_a_count_of_something_else_is_not_told(session, long):
    reader = a_context(session, now=long.closes_at + MINUTE)
    found = counting.to_count(reader)
    counting.keep_count(reader, found, result(found.terms, found.ballots, found.seed))
    session.scalar(select(CountedVote)).digest = "another"
    session.flush()
    assert queries.outcome(reader, long).is_being_counted
    queries.forget_count(reader, long.id)
    assert counting.to_count(reader).ballot_id == long.id, "it is counted anew"


@pytest.mark.parametrize("method", [Method.RUNOFF, Method.SCHULZE, Method.TRANSFER])
def test_a_ranking_is_read_as_it_was_written(method):
    for one in islice(ranked(), 30):
        ballots = {tuple((option, at) for at, option in enumerate(order, 1)): times for times, order in one["ballots"]}
        terms = Terms(method, tuple(range(1, one["options"] + 1)), winners=2 if method is Method.TRANSFER else 1)
        found = result(terms, ballots, "words")
        assert unpacked(json.loads(json.dumps(packed(found)))) == found


@pytest.mark.parametrize("spending", list(Spending))
def test_a_budget_is_read_as_it_was_written(spending):
    for one in islice(budgets(), 30):
        ballots = {tuple((option, 1) for option in marked): times for times, marked in one["ballots"]}
        costs = dict(enumerate(one["costs"], 1))
        terms = Terms(Method.BUDGET, tuple(costs), costs=costs, sum=one["sum"], spending=spending)
        found = result(terms, ballots, "words")
        assert unpacked(json.loads(json.dumps(packed(found)))) == found


def test_what_is_counted_from_changes_the_digest_and_only_shares_of_many_take_long():
    terms = Terms(Method.BUDGET, (1, 2), costs={1: 10, 2: 10}, sum=10, spending=Spending.SHARES)
    one, other = {((1, 1),): 2}, {((1, 1),): 3}
    assert len({digest(terms, one, None), digest(terms, other, None), digest(terms, one, "seed")}) == 3
    many = {tuple((option, 1) for option in range(at, at + 4)): 1 for at in range(kept.LONG)}
    assert takes_long(terms, many)
    assert not takes_long(Terms(Method.RUNOFF, (1, 2)), many)
    assert not takes_long(terms, one)
