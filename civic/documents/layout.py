"""The order in which a page is read: letters into words, words into rows, rows into columns and paragraphs.

PDF says where each letter stands and nothing of lines. Two runs of words side by side are columns where the gap between
them goes on down the page; one column is read before the next.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import NamedTuple

from civic.documents.direction import FROM_RIGHT, has_from_right

GUTTER = 1.2
"""Times a letter's height: how wide the gap between two columns is at least."""
APART = 0.28
"""Times a letter's height: how far two letters stand apart that belong to two words."""
PARAGRAPH = 1.75
"""Times a letter's height: how far below the last a line begins that is a new paragraph."""
SQUEEZED = 0.08
"""Times a letter's height: how much room it takes along its line at least."""
ASKEW = 4
"""How words are turned that stand neither upright nor on a side of theirs: a stamp, a watermark."""
FEWEST = 3
"""Rows that stand side by side before they are columns."""


class Letter(NamedTuple):
    """A letter and where it stands, in pixels from the top left; a space between words is no letter."""

    sign: str
    left: float
    top: float
    right: float
    bottom: float
    above: float
    """The top of its line, whatever letter it is."""
    below: float
    before: float
    """The left of its line, where that is written up or down."""
    behind: float
    scale: float
    """Pixels a point."""
    turned: int = 0
    """Quarters of a turn, against the clock, that its words are written at."""
    drawn_by: int = 0
    """What draws it; the letters of one run of words are drawn by the same."""

    @property
    def size(self) -> float:
        """Return its height in points."""
        return (self.behind - self.before if self.turned % 2 else self.below - self.above) / self.scale

    @property
    def is_squeezed(self) -> bool:
        """Return whether it is so narrow that nobody reads it; a mark on another letter takes no room."""
        high, wide = self.below - self.above, self.behind - self.before
        if self.turned % 2:
            high, wide = wide, high
        return wide < high * SQUEEZED and not unicodedata.category(self.sign[0]).startswith("M")


SPACE = Letter("", 0, 0, 0, 0, 0, 0, 0, 0, 1)


@dataclass(slots=True)
class Run:
    """Words that stand in one row with no gap of a column between them; in pixels from the top left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """Return how high its letters stand."""
        return max(1.0, self.bottom - self.top)


def upright(letters: Iterable[Letter], wide: int, high: int) -> Iterator[Letter]:
    """Give the letters where they stand for whoever turns the page so that they are upright; most first."""
    ways: dict[int, list[Letter]] = {}
    way = 0
    for one in letters:
        way = one.turned if one.sign else way
        ways.setdefault(way, []).append(one)
    down = 0.0
    for way, those in sorted(ways.items(), key=lambda each: (each[0] == ASKEW, -len(each[1]))):
        if way == ASKEW:
            yield from _in_a_row(those, wide, down)
        else:
            for one in those:
                yield one if not one.sign else _turned(one, way, wide, high, down)
        yield SPACE
        down += 2 * max(wide, high)


def _in_a_row(letters: Iterable[Letter], wide: int, down: float) -> Iterator[Letter]:
    """Give letters that stand in no row of the page one behind the other, below what stands on it."""
    at, high = 0.0, 12.0
    for one in letters:
        at += high / 2
        if not one.sign and at > wide:
            at, down = 0.0, down + 3 * high
        if one.sign:
            one = one._replace(
                left=at, right=at + high / 2, top=down, above=down, bottom=down + high, below=down + high, turned=0
            )
        yield one


def _turned(one: Letter, way: int, wide: int, high: int, down: float) -> Letter:
    left, top, right, bottom, above, below = one.left, one.top, one.right, one.bottom, one.above, one.below
    if way == 1:  # written upwards
        left, top, right, bottom, above, below = (
            high - one.bottom, one.left, high - one.top, one.right, one.before, one.behind,
        )  # fmt: skip
    elif way == 2:
        left, top, right, bottom = wide - one.right, high - one.bottom, wide - one.left, high - one.top
        above, below = high - one.below, high - one.above
    elif way == 3:  # written downwards
        left, top, right, bottom, above, below = (
            one.top, wide - one.right, one.bottom, wide - one.left, wide - one.behind, wide - one.before,
        )  # fmt: skip
    return one._replace(
        left=left, right=right, top=top + down, bottom=bottom + down, above=above + down, below=below + down, turned=0
    )


def paragraphs(letters: Iterable[Letter]) -> list[list[Run]]:
    """Return the words in the order in which they are read: paragraphs of rows."""
    rows = [_runs(row) for row in _rows(list(_words(letters)))]
    found: list[list[Run]] = []
    last: Run | None = None
    for one in _in_columns(rows):
        if last is None or one.top - last.top > max(one.height, last.height) * PARAGRAPH or one.top < last.top:
            found.append([])
        found[-1].append(one)
        last = one
    return found


def text_of(found: list[list[Run]]) -> str:
    """Return paragraphs as text: a line a row, an empty line between paragraphs."""
    said = "\n\n".join("\n".join(one.text for one in rows) for rows in found)
    return unicodedata.normalize("NFC", said).strip()


def _words(letters: Iterable[Letter]) -> Iterator[Run]:
    word: list[Letter] = []
    around = Run("", 0, 0, 0, 0)
    for one in letters:
        if word and not (one.sign and _goes_on(around, one)):
            yield _spelt(word, around)
            word = []
        if not one.sign:
            continue
        if not word:
            around = Run("", one.left, one.right, one.above, one.below)
        word.append(one)
        around.left, around.right = min(around.left, one.left), max(around.right, one.right)
        around.top, around.bottom = min(around.top, one.above), max(around.bottom, one.below)
    if word:
        yield _spelt(word, around)


def _goes_on(word: Run, one: Letter) -> bool:
    """Return whether a letter stands by the word before it, in its row."""
    apart = max(one.left - word.right, word.left - one.right)  # from right to left, too
    is_same_row = one.above < word.bottom - word.height / 2 and one.below > word.top + word.height / 2
    return apart <= word.height * APART and is_same_row


def _spelt(word: list[Letter], around: Run) -> Run:
    """Return a word in its own order, which pdfium turns around on a page with Arabic.

    One from left to right is put in the order of its places; the letters of one sign, as in lam-alef, are turned back.
    """
    if has_from_right("".join(one.sign[0] for one in word)):
        word = [one for _box, those in groupby(word, key=lambda each: each[1:5]) for one in reversed(list(those))]
    else:
        places = [one.left for one in word]
        if places != sorted(places) and places != sorted(places, reverse=True):  # mirrored words stay as they are
            word = sorted(word, key=lambda one: one.left)
    return Run("".join(one.sign for one in word), around.left, around.right, around.top, around.bottom)


def _rows(words: list[Run]) -> Iterator[list[Run]]:
    """Give words that stand beside each other, from the top down."""
    words.sort(key=lambda one: (one.top + one.bottom) / 2)
    row: list[Run] = []
    middle = 0.0
    for one in words:
        at = (one.top + one.bottom) / 2
        if row and abs(at - middle) > min(one.height, row[-1].height) * 0.4:
            yield row
            row = []
        row.append(one)
        middle = sum((each.top + each.bottom) / 2 for each in row[-3:]) / len(row[-3:])
    if row:
        yield row


def _runs(row: list[Run]) -> list[Run]:
    is_from_right = sum(map(_leans, row)) < 0
    row.sort(key=lambda one: one.left)
    found: list[list[Run]] = []
    for one in row:
        if found and one.left - found[-1][-1].right <= max(one.height, found[-1][-1].height) * GUTTER:
            found[-1].append(one)
        else:
            found.append([one])
    return [_joined(each[::-1] if is_from_right else each) for each in found]


def _leans(word: Run) -> int:
    kind = next((unicodedata.bidirectional(sign) for sign in word.text if sign.isalpha()), "")
    return -1 if kind in FROM_RIGHT else 1 if kind == "L" else 0


def _joined(words: list[Run]) -> Run:
    return Run(
        " ".join(one.text for one in words),
        min(one.left for one in words),
        max(one.right for one in words),
        min(one.top for one in words),
        max(one.bottom for one in words),
    )


def _in_columns(rows: list[list[Run]]) -> Iterator[Run]:
    """Give the runs in the order they are read: where rows stand in columns, one column after the other."""
    at = 0
    while at < len(rows):
        end, gutter = _columns(rows, at)
        if gutter is None:
            yield _joined(rows[at]) if len(rows[at]) > 1 else rows[at][0]
            at += 1
            continue
        left = [[run for run in row if run.right <= gutter] for row in rows[at:end]]
        right = [[run for run in row if run.right > gutter] for row in rows[at:end]]
        yield from _in_columns([row for row in left if row])
        yield from _in_columns([row for row in right if row])
        at = end


def _columns(rows: list[list[Run]], at: int) -> tuple[int, float | None]:
    """Return how far down from a row the gap between two of its runs goes on, and where the gap is."""
    first = rows[at]
    best: tuple[int, float | None] = (at + 1, None)
    candidates = [(one.right, other.left) for one, other in pairwise(first)]
    if not candidates and at + 1 < len(rows) and len(rows[at + 1]) > 1:  # one column may begin a row before the other
        below = rows[at + 1]
        gaps = [(one.right, other.left) for one, other in pairwise(below)]
        candidates = [(left, right) for left, right in gaps if first[0].right < right or first[0].left > left]
    for left, right in candidates:
        end, both = at, 0
        while end < len(rows):
            inside = [run for run in rows[end] if run.left < right and run.right > left]
            narrower = (max([left, *(run.right for run in inside if run.left < left)]),
                        min([right, *(run.left for run in inside if run.left >= left)]))  # fmt: skip
            height = rows[end][0].height
            if narrower[1] - narrower[0] < height * GUTTER * 0.6:
                break
            left, right = narrower
            middle = (left + right) / 2
            both += any(run.right <= middle for run in rows[end]) and any(run.left >= middle for run in rows[end])
            end += 1
        if both >= FEWEST and end > best[0] and _is_prose(rows[at:end], (left + right) / 2):
            best = (end, (left + right) / 2)
    return best


def _is_prose(rows: list[list[Run]], gutter: float) -> bool:
    """Return whether both sides are lines of words, not the cells of a table, which are read row by row."""
    for side in (
        [run for row in rows for run in row if run.right <= gutter],
        [run for row in rows for run in row if run.right > gutter],
    ):
        if not side or sum(len(run.text) for run in side) / len(side) < 14:
            return False
    return True
