"""Which remarks say much the same, by the words they share: a suggestion to whoever groups them, nothing more."""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence

_WORD = re.compile(r"\w{4,}")
_STEM = 6
"""How much of a word counts: Danish puts its endings last."""
ALIKE = 0.35
"""Up from which share of their telling words two texts are said to be alike."""


def alike(text: str, others: Mapping[int, str], *, at_most: int = 8) -> Sequence[int]:
    """Return the ids of those texts that share most with a text, the likest first.

    A word that stands in many of them tells little; what the shorter of two has is compared with the longer.
    """
    own, theirs = _words(text), {number: _words(one) for number, one in others.items()}
    spread = Counter(word for one in (own, *theirs.values()) for word in one)
    weight = {word: math.log((len(theirs) + 2) / count) for word, count in spread.items()}
    mine = _sum(own, weight)
    found = []
    for number, words in theirs.items():
        shared, least = own & words, min(mine, _sum(words, weight))
        if len(shared) > 1 and least > 0 and (share := _sum(shared, weight) / least) >= ALIKE:
            found.append((-share, number))
    return [number for _share, number in sorted(found)[:at_most]]


def _words(text: str) -> frozenset[str]:
    return frozenset(one[:_STEM] for one in _WORD.findall(text.casefold()))


def _sum(words: frozenset[str], weight: Mapping[str, float]) -> float:
    return sum(weight[one] for one in sorted(words))
