"""What a document is read into: headings with blocks under them, and the pictures met on the way."""

import enum
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from lxml import etree

from civic.kernel.markup import Block, Item, Items, Line, Paragraph, Span, Table, joined, numbers

SAFE = etree.XMLParser(
    resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
)
"""Reads what somebody handed in: nothing is fetched, nothing is unfolded."""
FRONT = {"title", "subtitle"}
"""Styles of a document's front, which is not part of its sections."""
STRUCK = "[overstreget: {}]"
"""How words stand that their author struck out and left to be read; in Danish, the language of the record."""
BAR = "[…]"
"""What stands where a bar covers words."""
BULLET = "–"
_WORDS = re.compile(r"[^\W_]{2}")
"""What a list's sign has that says something."""
_NO_WORDS = re.compile(
    r"[\\/]\w|\.(?:png|jpe?g|gif|emf|wmf|bmp|tiff?|svg)\s*$|automati\w+ generated|automatisk genereret"
    r"|AI-gener|^(?:billede|picture|image|grafik|graphic) ?\d*$",
    re.IGNORECASE,
)
"""Descriptions of a picture that nobody wrote: where it lay, and what a program made up."""


class Why(enum.Enum):
    """Why a file was not read."""

    LOCKED = "locked"
    """It opens only with a password."""
    BROKEN = "broken"
    TOO_MUCH = "too_much"
    """It has more pages, or holds more, than is looked through."""
    TOO_LONG = "too_long"
    """To read it took too long or too much memory."""
    STRIP = "strip"
    """A picture so long and narrow that no page has room for it."""
    INFECTED = "infected"
    """The virus scanner found something in it."""
    NO_TEXT = "no_text"
    """It shows its words as a picture alone."""


class UnreadableError(Exception):
    """A file that cannot be opened as what it says it is, and why."""

    def __init__(self, message: str, why: Why = Why.BROKEN) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True)
class Found:
    """A picture met in a document: its content and what it shows, if the document says so."""

    content: bytes
    alt: str
    cut: tuple[float, float, float, float] = (0, 0, 0, 0)
    """What is cut away at its left, top, right and bottom, each as a share of its side."""
    cut_cm: tuple[float, float, float, float] = (0, 0, 0, 0)
    """The same in centimetres of the picture's own size."""


@dataclass(frozen=True)
class Part:
    """One heading of a document and what stands under it; pictures are numbered from 0 as they are met."""

    heading: str
    level: int
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Reading:
    """A whole document as parts, with its pictures."""

    title: str
    parts: tuple[Part, ...]
    pictures: tuple[Found, ...]
    front: tuple[str, ...] = ()
    """The lines of its front: title and subtitles."""


def sane(text: str) -> str:
    """Return words as they are stored: composed, without the signs that are none (control signs, halves of a sign)."""
    kept = "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})
    return unicodedata.normalize("NFC", kept)


def line_of(spans: Iterable[Span]) -> Line:
    """Return runs of words as a line, as they are stored."""
    return trimmed(list(joined(Span(sane(one.text), one.mark) for one in spans)))


def struck(text: str) -> Span:
    """Return words that are struck out, said to be so."""
    bare = text.strip()
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return Span(f"{before}{STRUCK.format(bare)}{after}" if bare else text)


def described(alt: str) -> str:
    """Return what a picture shows in words, where a person has said it."""
    return "" if _NO_WORDS.search(alt) else sane(alt).strip()


class Level(NamedTuple):
    """How one level of a list is counted and written: "%1." stands for the first level's number and a dot."""

    form: str = "decimal"
    start: int = 1
    text: str = ""
    is_legal: bool = False
    """Whether the numbers of the levels above it are written in digits here, whatever their form."""
    goes_on: bool = False
    """Whether it counts on under the next item of the level above."""


class Numbering:
    """The numbers that a document's lists count, across whatever stands between their items."""

    def __init__(self) -> None:
        self._lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[str] = set()

    def enter(self, number: str, shape: str, levels: dict[int, Level], starts: dict[int, int]) -> None:
        """Enter a list: the shape it counts on in, its levels, and where it starts anew."""
        self._lists[number] = (shape, levels, starts)

    def start(self, number: str, level: int, start: int) -> None:
        """Let the next item of a list's level stand under a number."""
        shape, _levels, _starts = self._lists.get(number, (f"?{number}", {}, {}))
        self._counts.setdefault(shape, {})[level] = start - 1

    def next(self, number: str, level: int, depth: int) -> tuple[str, int]:
        """Return the sign of a list's next item, BULLET where it is not counted, and how deep it stands."""
        shape, levels, starts = self._lists.get(number, (f"?{number}", {}, {}))
        counts = self._counts.setdefault(shape, {})
        if number not in self._begun:
            self._begun.add(number)
            for at, start in starts.items():
                counts[at] = start - 1
        its = levels.get(level, Level("bullet" if number in self._lists else "decimal"))
        counts[level] = counts.get(level, its.start - 1) + 1
        for at in [at for at in counts if at > level and not levels.get(at, its).goes_on]:
            del counts[at]
        if its.form in {"bullet", "none", ""}:
            return (its.text.strip() if _WORDS.search(its.text) and "%" not in its.text else BULLET), depth
        said = its.text or f"%{level + 1}."
        for at in range(level + 1):
            other = levels.get(at, Level(its.form))
            form = "decimal" if its.is_legal and at != level else other.form
            said = said.replace(f"%{at + 1}", _counted(counts.get(at, other.start), form))
        return said.strip() or BULLET, depth


def _counted(number: int, form: str) -> str:
    if form in {"lowerLetter", "upperLetter", "a", "A"} and number > 0:
        said = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return said.upper() if form in {"upperLetter", "A"} else said
    if form in {"lowerRoman", "upperRoman", "i", "I"} and 0 < number < 4000:
        said = ""
        for value, sign in _ROMAN:
            said += sign * (number // value)
            number %= value
        return said.upper() if form in {"upperRoman", "I"} else said
    return f"{number:02}" if form == "decimalZero" else str(number)


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def put_item(blocks: list[Block], label: tuple[str, int] | None, line: Line) -> None:
    """Put a paragraph behind the others: as an item where our own lists count as its list does, else with its sign."""
    if label is None:
        blocks.append(Paragraph(line))
        return
    sign, depth = label
    last = blocks[-1] if blocks and isinstance(blocks[-1], Items) else None
    is_ordered = sign != BULLET
    if last is not None and last.is_ordered != is_ordered and depth > 0:
        blocks.append(Paragraph(joined((Span(f"{sign} "), *line))))
        return
    if is_ordered and sign.rstrip(".)") != str(_expected(last, is_ordered, depth)):
        blocks.append(Paragraph(joined((Span(f"{sign} "), *line))))
        return
    add_item(blocks, is_ordered, Item(depth, line))


def _expected(last: Items | None, is_ordered: bool, depth: int) -> int:
    if last is None or last.is_ordered != is_ordered:
        return 1
    depth = min(depth, last.items[-1].depth + 1)
    *_others, number = numbers((*last.items, Item(depth, ())))
    return number


def trimmed(spans: list[Span]) -> Line:
    """Return the spans without space at either end, and with nothing that is empty."""
    kept = [span for span in spans if span.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = Span(kept[0].text.lstrip(), kept[0].mark)
        kept[-1] = Span(kept[-1].text.rstrip(), kept[-1].mark)
    return tuple(kept)


def as_table(rows: list[tuple[Line, ...]]) -> Table:
    """Return rows of cells as a table whose first row is its head."""
    width = max((len(row) for row in rows), default=1)
    even = [(*row, *((),) * width)[:width] for row in rows] or [((),)]
    head = tuple(tuple(Span(span.text) for span in cell) for cell in even[0])
    return Table(head, tuple(even[1:]))


def one_line(lines: list[Line]) -> Line:
    """Return several lines as one, for a cell of a table."""
    found: list[Span] = []
    for line in lines:
        if line:
            found += [*([Span(" ")] if found else []), *line]
    return joined(Span(span.text.replace("\n", " "), span.mark) for span in found)


def add_item(blocks: list[Block], is_ordered: bool, item: Item) -> None:
    """Put an item into the list the blocks end with, or into a new one."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Items) and (last.is_ordered == is_ordered or item.depth > 0):
        depth = min(item.depth, last.items[-1].depth + 1)
        blocks[-1] = Items(last.is_ordered, (*last.items, Item(depth, item.line)))
    else:
        blocks.append(Items(is_ordered, (Item(0, item.line),)))


def titled(parts: list[tuple[str, int, list[Block]]], title: str) -> Iterator[Part]:
    """Give the parts that hold anything; words before the first heading stand under the document's title."""
    for heading, level, blocks in parts:
        if heading or blocks:
            yield Part(heading or title, level, tuple(blocks))
