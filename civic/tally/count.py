"""A vote's result from its terms and ballots: one function, which the page and a file on another machine both ask."""

from dataclasses import replace

from civic.tally import budget, marks, ranked
from civic.tally.terms import Ballots, Level, Method, Result, Terms
from civic.tally.ties import Order

COUNTS = {
    Method.RUNOFF: ranked.runoff,
    Method.SCHULZE: ranked.schulze,
    Method.TRANSFER: ranked.transfer,
    Method.BUDGET: budget.spend,
}


def result(terms: Terms, ballots: Ballots, seed: str | None = None) -> Result:
    """Return what a vote came to.

    `seed` is drawn in public after the vote has closed; without it a tie that matters is left as one
    (`Result.is_decided`).
    """
    order = Order(seed)
    try:
        found = COUNTS.get(terms.method, marks.most)(terms, ballots, order)
    except Level as tie:
        found = Result(marks.counted(terms, ballots), (), ties=(tie.tie,))
    everybody = sum(ballots.values())
    blank = sum(times for lines, times in ballots.items() if not lines)
    return replace(found, ties=(*order.ties, *found.ties), ballots=everybody, blank=blank)
