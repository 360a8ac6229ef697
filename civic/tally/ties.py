"""Who comes first where options are level: never by a number of ours, but by lot from words nobody knew before.

A draw is repeated by whoever has the words: each option's ticket is the SHA-256 of "seed:option", the smallest first.
No ticket is likelier than another, so no order is; two that share one (1 in 2^256) are nobody's worry.
"""

import hashlib
from collections.abc import Collection

from civic.tally.terms import Level, Tie


class Order:
    """An order of options by lot, and the ties that it broke."""

    def __init__(self, seed: str | None) -> None:
        self._seed = seed
        self.ties: list[Tie] = []

    def first(self, options: Collection[int], places: int = 1) -> tuple[int, ...]:
        """Return who of the level come first, `places` of them; raises Level where there is no seed yet."""
        level = tuple(sorted(options))
        if len(level) <= places:
            return level
        if self._seed is None:
            raise Level(level, places)
        ordered = tuple(sorted(level, key=self._ticket)[:places])
        self.ties.append(Tie(level, places, ordered))
        return ordered

    def last(self, options: Collection[int]) -> int:
        """Return who of the level comes last: who goes out."""
        level = tuple(sorted(options))
        if len(level) == 1:
            return level[0]
        stays = self.first(level, len(level) - 1)
        (goes,) = set(level) - set(stays)
        return goes

    def _ticket(self, option: int) -> str:
        return hashlib.sha256(f"{self._seed}:{option}".encode()).hexdigest()
