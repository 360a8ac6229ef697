"""Words that a line is drawn through: a PDF knows no struck words, only letters and lines.

A line is taken for one that strikes out where it goes through letters above the line they stand on, leaves ink, and
ends with the words it goes through; a line of a table, a chart or a form goes on beyond them, or lies below.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from civic.documents.layout import Letter
from civic.documents.parts import STRUCK

MIDDLE = (0.14, 0.48)
"""Times the height of a line of letters: how far above where they stand a line goes that strikes them out."""
DEPTH = 0.2
"""Times that height: how far below where it stands a letter hangs."""
THIN = 0.25
"""Times that height: signs that are lower are dashes and dots."""
BESIDE = 1.6
"""Times that height: how far beyond the words such a line goes at most."""
MOST = 0.8
"""The part of a word's letters that are struck out of which the whole word is."""
_HANGING = frozenset("gjpqyçGJQ,;()[]{}/|@ģķļņŗşţ")
"""Signs that hang below where the others stand, in some fonts."""
_STRIP = 32
"""Pixels: letters are looked for by the strip of the page that they stand in."""


class Line(NamedTuple):
    """A drawn line from left to right, in pixels from the top left."""

    left: float
    right: float
    middle: float
    """How far down it lies."""
    high: float = 0.0
    is_filled: bool = False
    """Whether it is a flat area, which words may stand on."""


class _Placed(NamedTuple):
    """A letter's middle, where it stands, how high its line is, and which one it is."""

    middle: float
    foot: float
    high: float
    at: int


HasInk = Callable[[Line, float, float], bool]
"""Whether a line is to be seen on the page; it is told the top and the bottom of the words it goes through."""


def marked(letters: Sequence[Letter], lines: Iterable[Line], has_ink: HasInk) -> list[Letter]:
    """Return letters with what says that they are struck before and behind those that a line goes through.

    Upright words alone are looked at.
    """
    words = list(_words(letters))
    struck = _struck(letters, words, list(_joined(lines)), has_ink)
    found = list(letters)
    before, behind = STRUCK.split("{}")
    order = [at for word in words for at in word]
    for last, this in pairwise([None, *order]):
        if this in struck and last not in struck:
            found[this] = _with(found[this], before, "")
    for this, following in pairwise([*order, None]):
        if this in struck and following not in struck:
            found[this] = _with(found[this], "", behind)
    return found


def _with(letter: Letter, before: str, behind: str) -> Letter:
    return letter._replace(sign=f"{before}{letter.sign}{behind}")


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Give lines, those at one height that touch each other as one: a page may have very many."""
    heights: dict[int, list[Line]] = defaultdict(list)
    for one in lines:
        heights[round(one.middle)].append(one)
    for those in heights.values():
        held: Line | None = None
        for one in sorted(those):
            if held is not None and one.left <= held.right + 1:
                held = held._replace(right=max(held.right, one.right), high=max(held.high, one.high))
                continue
            if held is not None:
                yield held
            held = one
        if held is not None:
            yield held


def _struck(letters: Sequence[Letter], words: Sequence[list[int]], lines: Sequence[Line], has_ink: HasInk) -> set[int]:
    """Return which letters, by their places, a line goes through."""
    strips: dict[int, list[_Placed]] = defaultdict(list)
    for one in _placed(letters, words):
        for strip in range(int(one.foot - one.high) // _STRIP, int(one.foot) // _STRIP + 1):
            strips[strip].append(one)
    for those in strips.values():
        those.sort()
    found: set[int] = set()
    for line in lines:
        met = strips.get(int(line.middle) // _STRIP, [])
        first, last = bisect_left(met, (line.left,)), bisect_left(met, (line.right,))
        through = [one for one in met[first:last] if _goes_through(line, one)]
        if not through:
            continue
        beside = BESIDE * max(one.high for one in through)
        its = [letters[one.at] for one in through]
        left, right = min(one.left for one in its), max(one.right for one in its)
        if left - line.left > beside or line.right - right > beside:
            continue
        if has_ink(line, min(one.top for one in its), max(one.bottom for one in its)):
            found.update(one.at for one in through)
    for word in words:
        if sum(at in found for at in word) >= len(word) * MOST:
            found.update(word)
    return found


def _words(letters: Sequence[Letter]) -> Iterator[list[int]]:
    word: list[int] = []
    for at, one in enumerate(letters):
        if one.sign and not one.turned:
            word.append(at)
        elif word:
            yield word
            word = []
    if word:
        yield word


def _placed(letters: Sequence[Letter], words: Sequence[list[int]]) -> Iterator[_Placed]:
    """Give the letters of words with where they stand; a dash is no word, and lies where a line would."""
    for word in words:
        high = letters[word[0]].below - letters[word[0]].above
        its = [letters[at] for at in word]
        if max(one.bottom for one in its) - min(one.top for one in its) <= high * THIN:
            continue
        standing = [one.bottom for one in its if one.sign.isalnum() and one.sign not in _HANGING]
        foot = median(standing) if standing else max(one.bottom for one in its) - high * DEPTH
        for at, one in zip(word, its, strict=True):
            yield _Placed((one.left + one.right) / 2, foot, high, at)


def _goes_through(line: Line, one: _Placed) -> bool:
    return one.foot - one.high * MIDDLE[1] <= line.middle <= one.foot - one.high * MIDDLE[0]
