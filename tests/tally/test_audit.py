"""Papers drawn by lot: a right result is borne out by few, a wrong one seldom, at most as often as the risk says."""

import random

import pytest

from civic.tally.audit import Claim, claims, numbers, risks, weight
from civic.tally.count import result
from civic.tally.terms import Marking, Method, Spending, Terms

IN_FULL = 2000
LIMIT = 0.1


def one(number):
    return ((number, 1),)


def ranked(*order):
    return tuple((option, place) for place, option in enumerate(order, 1))


CHOICE = Terms(Method.ONE, (1, 2, 3))


def drawn_from(pile, seed, size):
    """Return what is on the papers that are drawn from a pile."""
    return [pile[number - 1] for number in numbers(seed, len(pile), size)]


def pile_of(ballots, void=0):
    return [lines for lines, times in ballots.items() for _ in range(times)] + [None] * void


def largest(terms, electronic, reported, pile, drawn):
    """Return the largest of the risks of a result that was reported."""
    whole = {lines: electronic.get(lines, 0) + reported.get(lines, 0) for lines in {*electronic, *reported}}
    found = claims(terms, result(terms, whole))
    return max(risks(terms, found, electronic, reported, len(pile), drawn).values())


@pytest.mark.parametrize(("terms", "ballots"), [
    (CHOICE, {one(1): 250, one(2): 120, (): 10}),
    (Terms(Method.SOME, (1, 2, 3), most=2), {((1, 1), (2, 1)): 150, one(1): 130, one(3): 60}),
    (Terms(Method.POINTS, (1, 2), most=10), {((1, 9), (2, 1)): 260, ((2, 10),): 60}),
    (Terms(Method.RUNOFF, (1, 2, 3)), {ranked(1, 2): 220, ranked(2, 1): 90, ranked(3, 1): 20}),
    (Terms(Method.SCHULZE, (1, 2, 3)), {ranked(1, 2, 3): 250, ranked(2, 1): 70, ranked(3): 10}),
])  # fmt: skip
def test_few_papers_bear_out_a_clear_result_by_each_method(terms, ballots):
    pile = pile_of(ballots, void=5)
    risk = largest(terms, {}, ballots, pile, drawn_from(pile, "a seed", 120))
    assert risk < 0.05


def test_a_wrong_result_is_borne_out_no_oftener_than_the_limit():
    """What was reported says 1 by far; on the papers 2 is level with it, the hardest wrong result there is."""
    reported, truth = {one(1): 60, one(2): 40}, pile_of({one(1): 50, one(2): 50})
    passed = 0
    for number in range(IN_FULL):
        drawn = drawn_from(truth, f"seed {number}", 40)
        passed += largest(CHOICE, {}, reported, truth, drawn) <= LIMIT
    assert passed / IN_FULL <= LIMIT + 3 * (LIMIT * (1 - LIMIT) / IN_FULL) ** 0.5
    assert passed > 0, "at such a limit some do: else nothing is weighed"


def test_a_right_result_is_borne_out_most_of_the_time():
    ballots = {one(1): 70, one(2): 30}
    pile = pile_of(ballots)
    passed = sum(largest(CHOICE, {}, ballots, pile, drawn_from(pile, f"s{at}", 60)) <= LIMIT for at in range(200))
    assert passed > 180


def test_electronic_votes_stand_and_papers_bear_out_what_is_left():
    papers = {one(1): 20, one(2): 30}
    pile = pile_of(papers)
    certain = largest(CHOICE, {one(1): 100, one(2): 40}, papers, pile, [])
    assert certain == 0, "a lead of sixty is more than there are papers"
    narrow = largest(CHOICE, {one(1): 60, one(2): 40}, papers, pile, [])
    assert narrow == 1, "nothing is drawn yet"
    assert largest(CHOICE, {one(1): 60, one(2): 40}, papers, pile, pile) == 0, "all were looked at"
    against = [*pile_of({one(1): 14, one(2): 36})]
    assert largest(CHOICE, {one(1): 60, one(2): 40}, papers, against, against) == 1, "all were, and they say otherwise"


def test_no_way_is_known_for_transfers_shares_and_a_circle_without_a_clear_winner():
    transfer = Terms(Method.TRANSFER, (1, 2, 3), winners=2)
    assert claims(transfer, result(transfer, {ranked(1, 2): 5, ranked(3): 3})) is None
    budget = Terms(
        Method.BUDGET, (1, 2), costs={1: 10, 2: 10}, sum=10, spending=Spending.SHARES, marking=Marking.APPROVAL
    )
    assert claims(budget, result(budget, {one(1): 3, one(2): 1})) is None
    schulze = Terms(Method.SCHULZE, (1, 2, 3))
    circle = {ranked(1, 2, 3): 5, ranked(2, 3, 1): 4, ranked(3, 1, 2): 3}
    assert claims(schulze, result(schulze, circle)) is None


def test_a_runoff_rests_on_who_goes_out_in_each_round():
    terms = Terms(Method.RUNOFF, (1, 2, 3))
    found = claims(terms, result(terms, {ranked(1, 2): 5, ranked(2, 1): 4, ranked(3, 2): 2}))
    assert set(found) == {Claim(1, 3, (1, 2, 3)), Claim(2, 3, (1, 2, 3)), Claim(2, 1, (1, 2))}
    assert weight(terms, Claim(2, 1, (1, 2)), ranked(3, 2)) == 1


def test_who_has_the_seed_draws_the_same_papers_again_and_more_go_on():
    assert numbers("a", 400, 30) == numbers("a", 400, 60)[:30]
    assert sorted(numbers("a", 5, 5)) == [1, 2, 3, 4, 5]
    assert numbers("a", 400, 30) != numbers("b", 400, 30)
    spread = [0] * 10
    dice = random.Random(1)
    for _ in range(400):
        for number in numbers(str(dice.random()), 100, 10):
            spread[(number - 1) // 10] += 1
    assert min(spread) > 330, "no paper is likelier than another"
