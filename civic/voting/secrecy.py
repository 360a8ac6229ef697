"""What the numbers of a confidential vote would tell of somebody, and when they are kept back."""

from collections.abc import Mapping

from civic.tally.terms import Lines

FEWEST = 5
"""On the roll of a confidential vote, and cast in it; Statistics Denmark shows no figure of fewer than three."""
SMALL = 30
"""Votes up to so many are looked at by `betrays`: who voted in a small circle is known to it."""
SAFE = 50
"""So many confidential ballots can be published by themselves: among fewer a rare ranking could be known again."""


def betrays(ballots: Mapping[Lines, int]) -> bool:
    """Return whether the numbers tell somebody for certain how another voted.

    They do where all voted alike, or all but one, who would know it of everybody else: in the whole ballot, or in what
    they made of one option.
    """
    everybody = sum(ballots.values())
    if everybody > SMALL:
        return False
    made: dict[tuple[int, int], int] = {}
    for lines, times in ballots.items():
        for one in lines:
            made[one] = made.get(one, 0) + times
    return max([*ballots.values(), *made.values()], default=0) >= everybody - 1
