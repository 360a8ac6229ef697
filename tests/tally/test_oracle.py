"""The counts are those of the field's own libraries: random and published ballots, one order of the level."""

import json
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest

from civic.tally import budget, ranked
from civic.tally.terms import Method, Spending, Terms
from civic.tally.ties import Order
from tests.tally import instances
from tests.tally.oracle import KEPT, told

FOUND = json.loads(KEPT.read_text())
TOLD = told()


class Given(Order):
    """An order that is given, in place of one by lot."""

    def __init__(self, order):
        super().__init__("given")
        self._order = order

    def _ticket(self, option):
        return self._order.index(option)


def _rankings(one):
    ballots = {tuple((option, place) for place, option in enumerate(r, 1)): times for times, r in one["ballots"]}
    return tuple(range(1, one["options"] + 1)), ballots


def _each(sort, what):
    return [(one, found[what]) for one, found in zip(TOLD[sort], FOUND[sort], strict=True)]


@pytest.mark.parametrize(("one", "found"), _each("ranked", "runoff"))
def test_runoff(one, found):
    options, ballots = _rankings(one)
    order = Given(one["order"])
    result = ranked.runoff(Terms(Method.RUNOFF, options), ballots, order)
    is_whole = all(len(r) == one["options"] for _times, r in one["ballots"])
    if is_whole or not order.ties:
        assert list(result.winners) == found
    went = [out for each in result.rounds for out in each.out]
    assert len(set(went)) == len(went) == len(result.rounds) - 1, "one goes out in each round but the last"
    assert all(set(after.counts) == set(before.counts) - set(before.out) for before, after in pairwise(result.rounds))


def test_most_of_what_is_published_is_compared():
    """Of ballots that end early those are left out in which two were last: the library takes both out at once."""
    compared = Counter()
    for one in TOLD["ranked"]:
        options, ballots = _rankings(one)
        order = Given(one["order"])
        ranked.runoff(Terms(Method.RUNOFF, options), ballots, order)
        is_whole = all(len(r) == one["options"] for _times, r in one["ballots"])
        compared[one["name"].startswith("random")] += is_whole or not order.ties
    assert compared[False] >= 20
    assert compared[True] >= 150


@pytest.mark.parametrize(("one", "found"), _each("ranked", "schulze"))
def test_schulze(one, found):
    options, ballots = _rankings(one)
    order = Given(one["order"])
    result = ranked.schulze(Terms(Method.SCHULZE, options), ballots, order)
    assert result.winners == Given(one["order"]).first(found)
    assert [list(tie.options) for tie in order.ties] == ([found] if len(found) > 1 else [])


@pytest.mark.parametrize(("one", "found"), _each("ranked", "transfer"))
def test_transfer(one, found):
    options, ballots = _rankings(one)
    terms = Terms(Method.TRANSFER, options, winners=one["winners"])
    result = ranked.transfer(terms, ballots, Given(one["order"]))
    assert sorted(result.winners) == found
    everybody = sum(ballots.values())
    for each in result.rounds:
        assert sum(each.counts.values()) + each.exhausted == everybody, "no part of a vote comes or goes"


@pytest.mark.parametrize(("one", "found"), _each("budget", "greedy"))
def test_most_votes_first(one, found):
    result = budget.spend(_terms(one, Spending.GREEDY), _ballots(one), Given(one["order"]))
    assert sorted(result.winners) == found
    assert sum(one["costs"][each - 1] for each in result.winners) <= one["sum"]
    if "chosen" in one:
        assert sorted(result.winners) == one["chosen"], "what the city itself published"


@pytest.mark.parametrize(("one", "found"), _each("budget", "shares"))
def test_equal_shares(one, found):
    bought, part = budget.shares(_terms(one, Spending.SHARES), _ballots(one), Given(one["order"]))
    assert sorted(each.option for each in bought) == sorted(found)
    assert part >= Fraction(one["sum"], sum(_ballots(one).values()))


def _terms(one, spending):
    costs = dict(enumerate(one["costs"], 1))
    unit = instances.raise_of(one)
    return Terms(Method.BUDGET, tuple(costs), costs=costs, sum=one["sum"], spending=spending, unit=unit)


def _ballots(one):
    return {tuple((option, 1) for option in marked): times for times, marked in one["ballots"]}
