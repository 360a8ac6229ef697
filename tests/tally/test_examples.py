"""Worked examples from the literature, and what is promised of ties, blanks and exactness."""

from fractions import Fraction

import pytest

from civic.tally.count import result
from civic.tally.terms import Fault, Marking, Method, Spending, Terms, TieRule, fault_of

A, B, C, D, E = range(1, 6)


def ranking(*options):
    return tuple((option, place) for place, option in enumerate(options, 1))


def rankings(*said):
    return {ranking(*options): times for times, options in said}


MEMPHIS, NASHVILLE, CHATTANOOGA, KNOXVILLE = range(1, 5)
TENNESSEE = rankings(
    (42, (MEMPHIS, NASHVILLE, CHATTANOOGA, KNOXVILLE)),
    (26, (NASHVILLE, CHATTANOOGA, KNOXVILLE, MEMPHIS)),
    (15, (CHATTANOOGA, KNOXVILLE, NASHVILLE, MEMPHIS)),
    (17, (KNOXVILLE, CHATTANOOGA, NASHVILLE, MEMPHIS)),
)
"""The capital of Tennessee, as in the textbooks: most first places, the run-off and the pairs choose three cities."""


def test_three_methods_choose_three_capitals():
    most = {ranking(one)[:1]: times for (one, *_rest), times in ((list(dict(key)), n) for key, n in TENNESSEE.items())}
    assert result(Terms(Method.ONE, (1, 2, 3, 4)), most).winners == (MEMPHIS,)
    found = result(Terms(Method.RUNOFF, (1, 2, 3, 4)), TENNESSEE)
    assert found.winners == (KNOXVILLE,)
    assert [each.out for each in found.rounds] == [(CHATTANOOGA,), (NASHVILLE,), ()]
    assert result(Terms(Method.SCHULZE, (1, 2, 3, 4)), TENNESSEE).winners == (NASHVILLE,)


def test_schulzes_own_example():
    """M. Schulze, Social Choice and Welfare 36 (2011), section 3: 45 voters, five candidates; E wins."""
    ballots = rankings(
        (5, (A, C, B, E, D)), (5, (A, D, E, C, B)), (8, (B, E, D, A, C)), (3, (C, A, B, E, D)),
        (7, (C, A, E, B, D)), (2, (C, B, A, D, E)), (7, (D, C, E, B, A)), (8, (E, B, A, D, C)),
    )  # fmt: skip
    found = result(Terms(Method.SCHULZE, (A, B, C, D, E)), ballots)
    assert found.winners == (E,)
    assert found.beats[A, C] == 26
    assert found.beats[C, A] == 19


def test_a_surplus_goes_on_at_its_part_and_what_is_beyond_five_decimals_is_lost():
    """SSI 2007/42 rule 48: quota 34 of 100 for two; the surplus of 26 goes on at 26/60 a ballot, cut to 0.43333."""
    ballots = rankings((60, (A, B)), (30, (C,)), (10, (B,)))
    found = result(Terms(Method.TRANSFER, (A, B, C), winners=2), ballots)
    assert found.winners == (A, B)
    second = found.rounds[1]
    assert second.counts[A] == 34
    assert second.counts[B] == Fraction("35.9998")
    assert second.exhausted == Fraction("0.0002")


def test_equal_shares_give_a_minority_its_part_where_most_votes_give_it_nothing():
    """Sixty want three halls at 100 each, forty want a garden at 40: by votes all goes to halls, by shares not."""
    halls = tuple((one, 1) for one in (A, B, C))
    ballots = {halls: 60, ((D, 1),): 40}
    costs = {A: 3000, B: 3000, C: 3000, D: 4000}
    told = {"costs": costs, "sum": 10_000}
    assert result(Terms(Method.BUDGET, (A, B, C, D), **told), ballots).winners == (A, B, C)
    found = result(Terms(Method.BUDGET, (A, B, C, D), spending=Spending.SHARES, **told), ballots, seed="x")
    assert set(found.winners) >= {D}
    assert len(found.winners) == 3
    assert next(one for one in found.bought if one.option == D).price == 100


def test_a_tie_is_never_broken_by_a_number_of_ours():
    terms = Terms(Method.ONE, (A, B, C), tie=TieRule.DRAW)
    ballots = {((A, 1),): 4, ((B, 1),): 4, ((C, 1),): 1}
    open_ = result(terms, ballots)
    assert (open_.winners, open_.is_decided, open_.ties[0].options) == ((), False, (A, B))
    won = {result(terms, ballots, seed=str(seed)).winners for seed in range(40)}
    assert won == {(A,), (B,)}
    again = result(terms, ballots, seed="7 12 31")
    assert again.winners == result(terms, ballots, seed="7 12 31").winners
    assert again.is_decided


def test_a_draw_gives_each_of_the_level_the_same_chance():
    """Ten thousand seeds among four: each comes first 2,500 times, give or take four standard deviations."""
    terms = Terms(Method.ONE, (A, B, C, D), tie=TieRule.DRAW)
    ballots = {((one, 1),): 1 for one in terms.options}
    counts = dict.fromkeys(terms.options, 0)
    for seed in range(10_000):
        counts[result(terms, ballots, seed=f"draw {seed}").winners[0]] += 1
    assert all(abs(count - 2500) < 174 for count in counts.values()), counts


@pytest.mark.parametrize(("yes", "no", "rule", "winners", "is_decided"), [
    (3, 2, TieRule.FALLS, (A,), True),
    (2, 3, TieRule.FALLS, (B,), True),
    (2, 2, TieRule.FALLS, (B,), True),
    (2, 2, TieRule.NEW_VOTE, (), False),
    (0, 0, TieRule.FALLS, (B,), True),
])  # fmt: skip
def test_a_yes_needs_more_than_the_noes_and_blanks_count_for_nobody(yes, no, rule, winners, is_decided):
    found = result(Terms(Method.YES_NO, (A, B), tie=rule), {((A, 1),): yes, ((B, 1),): no, (): 9})
    assert (found.winners, found.is_decided) == (winners, is_decided)
    assert (found.ballots, found.blank) == (yes + no + 9, 9)


def test_several_are_chosen_and_only_a_tie_at_the_edge_matters():
    terms = Terms(Method.APPROVAL, (A, B, C, D), winners=2, tie=TieRule.DRAW)
    assert result(terms, {((A, 1), (B, 1)): 3, ((C, 1),): 1}).winners == (A, B), "level above the edge is no tie"
    edge = result(terms, {((A, 1), (B, 1), (C, 1)): 1, ((A, 1),): 1})
    assert (edge.winners, edge.ties[0].options, edge.ties[0].places) == ((A,), (B, C), 1)


def test_nobody_is_chosen_without_a_vote():
    for method in Method:
        options = (A, B) if method is Method.YES_NO else (A, B, C)
        found = result(Terms(method, options, costs=dict.fromkeys(options, 1), sum=2), {(): 5})
        assert found.winners == ((B,) if method is Method.YES_NO else ()), method


@pytest.mark.parametrize(("terms", "lines", "fault"), [
    (Terms(Method.ONE, (A, B)), ((A, 1), (B, 1)), Fault.TOO_MANY),
    (Terms(Method.ONE, (A, B)), ((C, 1),), Fault.UNKNOWN),
    (Terms(Method.SOME, (A, B, C), most=2), ((A, 1), (B, 1), (C, 1)), Fault.TOO_MANY),
    (Terms(Method.SOME, (A, B, C), most=2), ((A, 1), (A, 1)), Fault.TWICE),
    (Terms(Method.SOME, (A, B, C), most=2), ((A, 2),), Fault.TWICE),
    (Terms(Method.POINTS, (A, B), most=10), ((A, 7), (B, 4)), Fault.TOO_MANY_POINTS),
    (Terms(Method.POINTS, (A, B), most=10), ((A, 11), (B, -1)), Fault.TOO_MANY_POINTS),
    (Terms(Method.RUNOFF, (A, B, C)), ((A, 1), (B, 3)), Fault.NO_ORDER),
    (Terms(Method.RUNOFF, (A, B, C)), ((A, 1), (B, 1)), Fault.NO_ORDER),
    (Terms(Method.BUDGET, (A, B), costs={A: 6, B: 5}, sum=10, marking=Marking.KNAPSACK), ((A, 1), (B, 1)),
     Fault.OVER_SUM),
    (Terms(Method.BUDGET, (A, B), costs={A: 6, B: 5}, sum=10), ((A, 1), (B, 1)), None),
    (Terms(Method.POINTS, (A, B), most=10), (), None),
])  # fmt: skip
def test_a_ballot_that_breaks_the_rule_is_told_from_one_that_keeps_it(terms, lines, fault):
    assert fault_of(terms, lines) is fault


def test_money_that_is_not_enough_for_all_that_are_level_is_a_tie_and_enough_is_none():
    costs = {A: 60, B: 60, C: 10}
    terms = Terms(Method.BUDGET, (A, B, C), costs=costs, sum=100, tie=TieRule.DRAW)
    ballots = {((A, 1), (B, 1)): 3, ((C, 1),): 1}
    assert result(terms, ballots).ties[0].options == (A, B)
    whole = Terms(Method.BUDGET, (A, B, C), costs=costs, sum=130)
    assert result(whole, ballots).winners == (A, B, C)
