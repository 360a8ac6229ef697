"""A sum given to projects: the most votes first, or in equal shares; each with why a project was chosen or not.

Money is whole øre, and what a voter has left an exact fraction: all are kept over one common denominator, so that the
sums are whole numbers and no project wins by a rounding.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import gcd

from civic.tally.marks import counted
from civic.tally.terms import Ballots, Bought, Left, Level, Lines, Result, Spending, Terms, Tie
from civic.tally.ties import Order


def spend(terms: Terms, ballots: Ballots, order: Order) -> Result:
    """Return which projects a sum is given to; where it is given by area, each area is a vote of its own.

    An area's sum is given by those who marked something in it. Options that are level in one area leave the others as
    they are.
    """
    found = [(area, _spend(part, _within(ballots, part, terms), order)) for area, part in terms.parts()]
    return Result(
        counted(terms, ballots),
        tuple(one for _area, each in found for one in each.winners),
        ties=tuple(one for _area, each in found for one in each.ties),
        bought=tuple(one for _area, each in found for one in each.bought),
        left=tuple(one for _area, each in found for one in each.left),
        parts={area: each.parts[""] for area, each in found if each.parts},
    )


def _within(ballots: Ballots, part: Terms, terms: Terms) -> Ballots:
    """Return what ballots say of an area, those that say something of it; all of them where there are no areas."""
    if not terms.areas:
        return ballots
    found: dict[Lines, int] = {}
    for lines, times in ballots.items():
        own = tuple(one for one in lines if one[0] in part.options)
        if own:
            found[own] = found.get(own, 0) + times
    return found


def _spend(terms: Terms, ballots: Ballots, order: Order) -> Result:
    counts = counted(terms, ballots)
    if terms.spending is Spending.GREEDY:
        return _result(counts, *_greedy(terms, counts, order, terms.sum, ()))
    try:
        chosen, part = shares(terms, ballots, order)
    except Level as tie:
        return Result(counts, (), ties=(tie.tie,))
    spent = sum(terms.costs[one.option] for one in chosen)
    more, left, ties = _greedy(terms, counts, order, terms.sum - spent, tuple(one.option for one in chosen))
    bought = (*chosen, *(Bought(one.option, one.votes, is_completion=True) for one in more))
    return _result(counts, bought, left, ties, part)


def _result(
    counts: dict[int, int],
    bought: Sequence[Bought],
    left: Sequence[Left],
    ties: tuple[Tie, ...],
    part: Fraction | None = None,
) -> Result:
    winners = tuple(one.option for one in bought)
    parts = {} if part is None else {"": part}
    return Result(counts, winners, ties=ties, bought=tuple(bought), left=tuple(left), parts=parts)


def _greedy(
    terms: Terms, counts: Mapping[int, int], order: Order, money: int, taken: tuple[int, ...]
) -> tuple[list[Bought], list[Left], tuple[Tie, ...]]:
    """Give money to the projects with most votes first, each for which there is enough; one without votes gets none.

    Where there is money for all that are level, which of them comes first does not matter, and nothing is drawn.
    """
    bought: list[Bought] = []
    left: list[Left] = []
    waiting = [one for one in terms.options if one not in taken]
    for votes in sorted({counts[one] for one in waiting}, reverse=True):
        level = [one for one in waiting if counts[one] == votes]
        if not votes:
            left += [Left(one, 0, Fraction(money)) for one in level]
            continue
        fits = sum(terms.costs[one] for one in level) <= money
        cheapest = min(terms.costs[one] for one in level)
        if fits or cheapest > money:
            ordered: Sequence[int] = level
        else:
            try:
                ordered = _by_lot([one for one in level if terms.costs[one] <= money], order)
            except Level as tie:
                return bought, left, (tie.tie,)
            ordered = [*ordered, *(one for one in level if one not in ordered)]
        for one in ordered:
            if terms.costs[one] <= money:
                money -= terms.costs[one]
                bought.append(Bought(one, votes))
            else:
                left.append(Left(one, votes, Fraction(money)))
    return bought, left, ()


def _by_lot(level: Sequence[int], order: Order) -> list[int]:
    """Return the level in the order that is drawn."""
    found: list[int] = []
    rest = list(level)
    while rest:
        (first,) = order.first(rest)
        found.append(first)
        rest.remove(first)
    return found


@dataclass
class _Voters:
    """What voters have left, each a whole number over a common denominator."""

    left: list[int]
    over: int


def shares(terms: Terms, ballots: Ballots, order: Order) -> tuple[list[Bought], Fraction]:
    """Return the projects bought by equal shares, and each voter's part of the sum as it was raised in the end.

    Each ballot has the same part of the sum. A project is bought by those who marked it, who pay alike; who has less
    pays all they have. Again and again the one is bought that costs its voters least for what it is worth: the largest
    most that one pays, in parts of the project's cost. Then each part is raised by `terms.unit`, and all is done anew,
    while what is bought still fits the sum; the last that fits counts.
    Source: D. Peters, G. Pierczynski and P. Skowron, Proportional Participatory Budgeting with Additive Utilities,
    NeurIPS 2021, with the cost as utility; the raise by one is the completion Add1 of equalshares.net.
    """
    everybody = sum(ballots.values())
    if not everybody:
        return [], Fraction(0)
    groups = [(tuple(option for option, _value in lines), times) for lines, times in ballots.items() if lines]
    backers: dict[int, list[int]] = {one: [] for one in terms.options}
    for at, (options, _times) in enumerate(groups):
        for one in options:
            backers[one].append(at)
    sizes = [times for _options, times in groups]
    part = Fraction(terms.sum, everybody)
    found = _bought(terms, backers, sizes, part, order)
    while not _is_full(terms, found, backers):
        raised = part + terms.unit
        broken = len(order.ties)
        more = _bought(terms, backers, sizes, raised, order)
        if sum(terms.costs[one.option] for one in more) > terms.sum:
            del order.ties[broken:]
            break
        found, part = more, raised
    return found, part


def _is_full(terms: Terms, found: Sequence[Bought], backers: Mapping[int, Sequence[int]]) -> bool:
    """Return whether nothing that anybody marked fits beside what is bought."""
    taken = {one.option for one in found}
    money = terms.sum - sum(terms.costs[one] for one in taken)
    return all(terms.costs[one] > money for one in terms.options if one not in taken and backers[one])


def _bought(
    terms: Terms, backers: Mapping[int, Sequence[int]], sizes: Sequence[int], part: Fraction, order: Order
) -> list[Bought]:
    """Return what is bought when each voter has `part`.

    A project's price only rises as its voters spend: it is worked out anew when it comes up, and goes back where it has
    risen.
    """
    voters = _Voters([part.numerator] * len(sizes), part.denominator)
    waiting = [(Fraction(0), one) for one in terms.options if backers[one]]
    heapq.heapify(waiting)
    found: list[Bought] = []
    fresh: dict[int, Fraction] = {}
    while waiting:
        price, option = heapq.heappop(waiting)
        if fresh.get(option) != price or option not in fresh:
            now = _price(terms.costs[option], backers[option], sizes, voters)
            if now is None:
                continue  # its voters have not enough left, and never will
            fresh[option] = now
            heapq.heappush(waiting, (now, option))
            continue
        level = [option]
        again = []
        while waiting and waiting[0][0] == price:
            _same, other = heapq.heappop(waiting)
            now = _price(terms.costs[other], backers[other], sizes, voters)
            if now is None:
                continue
            fresh[other] = now
            if now == price:
                level.append(other)
            again.append((now, other))
        (chosen,) = order.first(level)
        for one in ((price, option), *again):
            if one[1] != chosen:
                heapq.heappush(waiting, one)
        most = price * terms.costs[chosen]
        _pay(most, backers[chosen], voters)
        fresh.clear()
        votes = sum(sizes[at] for at in backers[chosen])
        found.append(Bought(chosen, votes, most))
    return found


def _price(cost: int, backers: Sequence[int], sizes: Sequence[int], voters: _Voters) -> Fraction | None:
    """Return the most that one voter would pay for each øre of a project's cost, or None where they have not enough.

    Who has less than the others pays all they have.
    """
    left, over = voters.left, voters.over
    wanted = cost * over
    ordered = sorted((left[at], sizes[at]) for at in backers)
    count = sum(size for _has, size in ordered)
    for has, size in ordered:
        if has * count >= wanted:
            return Fraction(wanted, count * over * cost)
        wanted -= has * size
        count -= size
    return None


def _pay(most: Fraction, backers: Sequence[int], voters: _Voters) -> None:
    """Let each of a project's voters pay, at most so much; the denominator grows as it must."""
    scale = most.denominator // gcd(most.denominator, voters.over)
    if scale != 1:
        voters.left = [has * scale for has in voters.left]
        voters.over *= scale
    paid = most.numerator * (voters.over // most.denominator)
    left = voters.left
    for at in backers:
        left[at] = max(0, left[at] - paid)
