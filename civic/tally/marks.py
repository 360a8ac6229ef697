"""Marks and points: who has most."""

from civic.tally.terms import Ballots, Level, Method, Result, Terms, TieRule
from civic.tally.ties import Order


def most(terms: Terms, ballots: Ballots, order: Order) -> Result:
    """Return who has most marks or points, as many as are to be chosen; who has none is never chosen.

    Of a yes or no the yes is chosen where it has more: as many for as against is a tie.
    """
    counts = counted(terms, ballots)
    winners: list[int] = []
    if terms.method is Method.YES_NO:
        yes, no = terms.options[0], terms.options[1]
        if counts[yes] == counts[no] and counts[yes] and terms.tie is not TieRule.FALLS:
            winners += order.first([yes, no])
        else:
            winners.append(yes if counts[yes] > counts[no] else no)
        return Result(counts, tuple(winners))
    for votes in sorted({one for one in counts.values() if one}, reverse=True):
        places = terms.winners - len(winners)
        if not places:
            break
        level = [option for option in terms.options if counts[option] == votes]
        try:
            winners += level if len(level) <= places else order.first(level, places)
        except Level as tie:
            return Result(counts, tuple(winners), ties=(tie.tie,))
    return Result(counts, tuple(winners))


def counted(terms: Terms, ballots: Ballots) -> dict[int, int]:
    """Return the marks or points that each option has."""
    counts = dict.fromkeys(terms.options, 0)
    for lines, times in ballots.items():
        for option, value in lines:
            counts[option] += value * times
    return counts
