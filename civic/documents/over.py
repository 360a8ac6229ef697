"""Words that stand in one place: a name and what was written over it."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from civic.documents.layout import Letter

MOST_LAYERS = 6
"""Of words over words; what lies deeper is read by nobody."""
MOST_AT = 60
"""Letters that touch one place; more are read by nobody."""
OVER = 0.3
"""How much of the smaller of two letters the other lies over before they stand in one place."""
TOUCHING = 1.0
"""Pixels."""
JOINED = 8
"""Signs that one of a font's may stand for, as in "ffi", the name of God in Arabic or a conjunct in Devanagari."""
_SIDE = 24
"""Pixels of the squares that are looked through for letters which touch."""


def layers(letters: Sequence[Letter]) -> tuple[list[set[int]], set[int]]:
    """Return what words are drawn by, parted so that in no part two stand in one place, and letters nobody can read.

    The parts hold the keys of what draws the letters (`Letter.drawn_by`); what would come into a seventh part is in
    none. The unreadable letters, by their place among the letters, stand over others that the same drawing draws.
    """
    apart: dict[int, set[int]] = defaultdict(set)
    unreadable: set[int] = set()
    for one, other in _touching(letters, unreadable):
        first, second = letters[one], letters[other]
        if first.drawn_by != second.drawn_by:
            apart[first.drawn_by].add(second.drawn_by)
            apart[second.drawn_by].add(first.drawn_by)
        elif _is_middle(first, second) or _is_middle(second, first):
            unreadable |= {one, other}
    found: dict[int, int] = {}
    for key in dict.fromkeys(one.drawn_by for one in letters if one.sign):
        taken = {found[each] for each in apart[key] if each in found}
        found[key] = next(at for at in range(len(taken) + 1) if at not in taken)
    parts: list[set[int]] = [set() for _ in range(min(MOST_LAYERS, max(found.values(), default=0) + 1))]
    for key, at in found.items():
        if at < MOST_LAYERS:
            parts[at].add(key)
    return parts, unreadable


def _touching(letters: Sequence[Letter], unreadable: set[int]) -> Iterator[tuple[int, int]]:
    """Give pairs of letters of which one lies over the other."""
    squares: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, one in enumerate(letters):
        if not one.sign or unicodedata.category(one.sign[0]).startswith("M"):
            continue
        for across in range(int(one.left) // _SIDE, int(one.right) // _SIDE + 1):
            for down in range(int(one.top) // _SIDE, int(one.bottom) // _SIDE + 1):
                squares[across, down].append(at)
    met: set[tuple[int, int]] = set()
    for those in squares.values():
        if len(those) > MOST_AT:
            unreadable.update(those)
            continue
        for pair in combinations(those, 2):
            if pair not in met and _is_over(letters, *pair):
                met.add(pair)
                yield pair


def _is_over(letters: Sequence[Letter], at: int, other_at: int) -> bool:
    one, other = letters[at], letters[other_at]
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across <= 0 or down <= 0:
        return False
    if one.drawn_by != other.drawn_by and one.sign != other.sign:
        return across > TOUCHING and down > TOUCHING  # of words that only touch, too, the ink is told apart
    if one.sign == other.sign and across * down > 0.5 * max(_area(one), _area(other)):
        return False  # the same letter once more, for its weight or its shadow
    if one[1:5] == other[1:5] and one.drawn_by == other.drawn_by and other_at - at < JOINED:
        return False  # one sign that stands for several letters
    return across * down > OVER * min(_area(one), _area(other))


def _area(one: Letter) -> float:
    return max(0.25, one.right - one.left) * max(0.25, one.bottom - one.top)


def _is_middle(one: Letter, other: Letter) -> bool:
    """Return whether a letter's middle lies in the inner half of another."""
    across, down = (one.left + one.right) / 2, (one.top + one.bottom) / 2
    wide, high = other.right - other.left, other.bottom - other.top
    return (
        other.left + wide / 4 <= across <= other.right - wide / 4
        and other.top + high / 4 <= down <= other.bottom - high / 4
    )
