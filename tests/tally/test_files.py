"""A vote's file says all that decides it: read on another machine, it gives the same result."""

import random
from dataclasses import replace

import pytest

from civic.tally.count import result
from civic.tally.files import NotAVote, Told, ending, read, write
from civic.tally.terms import Marking, Method, Spending, Terms, TieRule

NAMES = {1: "Bænke; med armlæn", 2: "=HYPERLINK(1)", 3: "حديقة", 4: 'Et "rum"\nmere'}


def _ballots(method, chance):
    found = {(): 2}
    for _ in range(30):
        options = chance.sample(range(1, 5), chance.randint(1, 4))
        if method in {Method.YES_NO, Method.ONE}:
            lines = ((options[0] if method is Method.ONE else chance.randint(1, 2), 1),)
        elif method is Method.POINTS:
            lines = tuple((one, chance.randint(1, 3)) for one in sorted(options[:2]))
        elif method.is_ranked:
            lines = tuple((one, place) for place, one in enumerate(options, 1))
        else:
            lines = tuple((one, 1) for one in sorted(options[:2]))
        found[lines] = found.get(lines, 0) + 1
    return found


def _told(method, **more):
    options = (1, 2) if method is Method.YES_NO else (1, 2, 3, 4)
    costs = {1: 5_000, 2: 7_050, 3: 9_000, 4: 2_000} if method.has_costs else {}
    told = {"winners": 2 if method is Method.TRANSFER else 1, "sum": 15_000 if costs else 0, "costs": costs}
    terms = Terms(method, options, most=10, tie=TieRule.DRAW, **told, **more)
    names = {one: NAMES[one] for one in options}
    return Told("Hvad først?\nI gården", terms, names, _ballots(method, random.Random(method.value)), "3 7 31", 5)


@pytest.mark.parametrize("method", Method)
def test_what_is_written_is_read_and_counted_the_same(method):
    told = _told(method)
    again = read(write(told))
    assert again == replace(told, names=again.names)
    assert list(again.names) == list(told.names)
    assert result(again.terms, again.ballots, again.seed) == result(told.terms, told.ballots, told.seed)


@pytest.mark.parametrize("more", [{"spending": Spending.SHARES, "unit": 100}, {"marking": Marking.KNAPSACK}])
def test_a_budget_keeps_its_rule(more):
    told = _told(Method.BUDGET, **more)
    again = read(write(told))
    assert again.terms == told.terms
    assert result(again.terms, again.ballots, again.seed) == result(told.terms, told.ballots, told.seed)


def test_an_open_vote_names_who_voted_what_and_no_name_is_a_formula():
    told = replace(_told(Method.ONE), voters=[("Jens Holm", ((1, 1),)), ("=1+1", ((2, 1),)), ("Bo", ())])
    said = write(told)
    assert "Jens Holm,1" in said
    assert "'=1+1" in said
    assert read(said).ballots == {((1, 1),): 1, ((2, 1),): 1, (): 1}
    ranked = replace(_told(Method.RUNOFF), voters=[("Bo", ((2, 1), (1, 2)))])
    assert read(write(ranked)).ballots == {((1, 2), (2, 1)): 1}
    budget = replace(_told(Method.BUDGET), voters=[("Bo", ((2, 1), (1, 1)))])
    assert read(write(budget)).ballots == {((2, 1), (1, 1)): 1}


def test_ballots_stand_in_no_order_that_anybody_voted_in():
    told = _told(Method.ONE)
    turned = replace(told, ballots=dict(reversed(told.ballots.items())))
    assert write(told) == write(turned)


@pytest.mark.parametrize(
    "said", ["", "hej", "META\nkey;value\nPROJECTS\nVOTES\n", "# TITLE: x\n3: 1,2\n", "# civic {}\n"]
)
def test_what_is_no_vote_says_so(said):
    with pytest.raises(NotAVote):
        read(said)


def test_files_end_as_others_know_them():
    three = (Method.ONE, Method.SCHULZE, Method.BUDGET)
    assert [ending(one, is_named=False) for one in three] == ["csv", "soi", "pb"]
    assert ending(Method.SCHULZE, is_named=True) == "csv"
