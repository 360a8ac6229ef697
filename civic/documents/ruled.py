"""Words that a line is drawn through: a PDF knows no struck words, only letters and lines.

A line is taken for one that strikes words out where it goes through the middle of whole words and ends with them; a
line of a table, a chart or a form goes on beyond them, or lies below.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from civic.documents.layout import Letter
from civic.documents.parts import STRUCK

THIN = 0.25
"""Times a letter's height: signs that are lower are dashes and dots."""
MIDDLE = (0.2, 0.72)
"""The part of a word's height, from its top, that a line goes through which strikes it out."""
BESIDE = 0.6
"""Times a letter's height: how far beyond the words such a line goes at most."""
_STRIP = 32
"""Pixels: words are looked for by the strip of the page that they stand in."""


class Line(NamedTuple):
    """A drawn line from left to right, in pixels from the top left."""

    left: float
    right: float
    middle: float
    """How far down it lies."""


def marked(letters: Sequence[Letter], lines: Sequence[Line]) -> list[Letter]:
    """Return letters with what says that they are struck before and behind words that a line goes through.

    Upright words alone are looked at.
    """
    words = list(_words(letters))
    struck = _struck(letters, words, lines)
    found = list(letters)
    before, behind = STRUCK.split("{}")
    for last, this in pairwise([None, *range(len(words))]):
        if this in struck and last not in struck:
            found[words[this][0]] = _with(found[words[this][0]], before, "")
    for this, following in pairwise([*range(len(words)), None]):
        if this in struck and following not in struck:
            found[words[this][-1]] = _with(found[words[this][-1]], "", behind)
    return found


def _with(letter: Letter, before: str, behind: str) -> Letter:
    return letter._replace(sign=f"{before}{letter.sign}{behind}")


class _Word(NamedTuple):
    """A word's box, how high its letters stand, and which one it is."""

    left: float
    right: float
    top: float
    bottom: float
    high: float
    at: int


def _struck(letters: Sequence[Letter], words: Sequence[list[int]], lines: Sequence[Line]) -> set[int]:
    """Return which words, by their places, a line goes through."""
    strips: dict[int, list[_Word]] = defaultdict(list)
    for at, word in enumerate(words):
        its = [letters[each] for each in word]
        top, bottom = min(one.top for one in its), max(one.bottom for one in its)
        left, right = min(one.left for one in its), max(one.right for one in its)
        for strip in range(int(top) // _STRIP, int(bottom) // _STRIP + 1):
            strips[strip].append(_Word(left, right, top, bottom, its[0].below - its[0].above, at))
    found: set[int] = set()
    for line in lines:
        met = strips.get(int(line.middle) // _STRIP, ())
        through = [word for word in met if _goes_through(line, word)]
        if not through:
            continue
        beside = BESIDE * max(word.high for word in through)
        left, right = min(word.left for word in through), max(word.right for word in through)
        if left - line.left <= beside and line.right - right <= beside:
            found.update(word.at for word in through)
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


def _goes_through(line: Line, word: _Word) -> bool:
    tall = word.bottom - word.top
    inside = min(line.right, word.right) - max(line.left, word.left)
    return (
        inside >= (word.right - word.left) * 0.8
        and tall > word.high * THIN  # a dash is no word, and lies where a line would
        and word.top + tall * MIDDLE[0] <= line.middle <= word.top + tall * MIDDLE[1]
    )
