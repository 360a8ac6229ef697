"""What the numbers of a confidential vote would tell of somebody, and when they are kept back."""

from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from civic.tally.terms import Lines

K = TypeVar("K", bound=Hashable)

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


def few(groups: Mapping[K, Sequence[int]]) -> set[K]:
    """Return of which groups no number is told: some part of it is fewer than five, or could be worked out from others.

    A part of nobody tells of nobody. Where one group alone would be left out, the sum of all gives it away, so the
    next smallest is left out too; and of two or more, as many as it takes until five stand behind them together.
    """
    sizes = {key: min((one for one in parts if one), default=0) for key, parts in groups.items()}
    hidden = {key for key, least in sizes.items() if 0 < least < FEWEST}
    others = sorted((key for key in groups if key not in hidden and sizes[key]), key=lambda key: sizes[key])
    while hidden and others and (len(hidden) < 2 or sum(sizes[key] for key in hidden) < FEWEST):
        hidden.add(others.pop(0))
    return hidden
