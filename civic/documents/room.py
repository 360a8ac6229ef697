"""Whether words have room where they stand: rows, frames and boxes of a fixed height cut away what is too much.

Word and ODT files are not laid out here. What is measured is the least and the most that words may take: what even the
least puts outside is cut away, and where only the most does, nobody can say without looking.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lxml import etree

_TOLERANCE = 1.2
"""Times the height: what takes no more than that at the most is seen, for what is measured is measured roughly."""
NARROWEST = 0.25
"""Times their height: how broad letters are at the least, taken together."""
_NEARLY = 0.12
"""Of a line; words that take no more than that beyond one are in it, for what is measured is measured roughly."""
LOWEST, HIGHEST = 1.0, 1.2
"""Times their letters' height: how high lines are."""


class Size(NamedTuple):
    """A height: the least and the most it may be."""

    least: float
    most: float

    def __add__(self, other: object) -> "Size":
        """Return both, one below the other."""
        if not isinstance(other, Size):
            return NotImplemented
        return Size(self.least + other.least, self.most + other.most)


NOTHING, UNKNOWN = Size(0, 0), Size(0, math.inf)


class Words(NamedTuple):
    """A paragraph: what stands above its lines, how high one of them is, and all of them with what is drawn in them."""

    element: etree._Element
    above: Size
    line: float
    lines: Size
    below: Size


class Row(NamedTuple):
    """A table's row in it: its cells stand beside each other."""

    cells: "Sequence[Sequence[Words | Row]]"
    height: Size
    """How high it is at the least, whatever stands in it; and at the most."""


Block = Words | Row


def breadth(text: str) -> float:
    """Return how broad words are at the most, in times their height."""
    return sum(1.0 if sign >= "\u1100" else _BREADTHS.get(sign) or (0.62 if sign.isupper() else 0.46) for sign in text)


_BREADTHS = {
    **dict.fromkeys("WMmw@%—…", 0.88),
    **dict.fromkeys("ijlftrI.,:;'|!()[]-/ ", 0.3),
    **dict.fromkeys("0123456789", 0.51),
}


def lines_of(words: Sequence[str], breaks: int, size: float, wide: float) -> Size:
    """Return how many lines a paragraph's words take, in so much breadth, and what ends lines in it.

    A line ends between words: a sign by itself takes one line, and spaces at an end none.
    """
    alone = [math.ceil(breadth(one) * size / wide - _NEARLY) for one in words if len(one) > 1]
    between = len(words) + sum(each - 1 for each in alone if each > 1)
    most = math.ceil((sum(map(breadth, words)) + 0.3 * len(words)) * size / wide - _NEARLY)
    least = math.floor(sum(map(len, words)) * size * NARROWEST / wide)
    return Size(max(1, min(least, between)) + breaks, max(1, min(most, between)) + breaks)


def filled(line: Size, lines: Size, drawn: Sequence[Size]) -> Size:
    """Return how high a paragraph's lines are with what is drawn in them: beside each other, or one below the other."""
    least = line.least * (lines.least - 1) + max([line.least, *(one.least for one in drawn)])
    return Size(least, line.most * lines.most + sum(one.most for one in drawn))


def beyond(blocks: Sequence[Block], height: float) -> Iterator[tuple[etree._Element, bool]]:
    """Give the paragraphs that a height cuts away, and those that it may cut, each with which."""
    yield from _beyond(blocks, NOTHING, height)


def height_of(blocks: Sequence[Block]) -> Size:
    """Return how high blocks are that stand below each other."""
    found = NOTHING
    for one in blocks:
        found += _high(one)
    return found


def _high(one: Block) -> Size:
    if isinstance(one, Words):
        return one.above + one.lines + one.below
    inside = [height_of(cell) for cell in one.cells]
    least = min(one.height.most, max((each.least for each in inside), default=0))
    most = min(one.height.most, max((each.most for each in inside), default=0))
    return Size(max(one.height.least, least), max(one.height.least, most))


def _beyond(blocks: Sequence[Block], top: Size, height: float) -> Iterator[tuple[etree._Element, bool]]:
    for one in blocks:
        if isinstance(one, Row):
            for cell in one.cells:
                yield from _beyond(cell, top, height)
        else:
            first = top.least + one.above.least + one.line / 2
            last = top.most + one.above.most + one.lines.most
            if first > height or last > height * _TOLERANCE:
                yield one.element, first > height
        top += _high(one)
