"""What a document is read into: headings with blocks under them, and the pictures met on the way."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from civic.kernel.markup import Block, Item, Items, Line, Span, Table, joined

SAFE = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
"""Reads what somebody handed in: nothing is fetched, nothing is unfolded."""
FRONT = {"title", "subtitle"}
"""Styles of a document's front, which is not part of its sections."""


class UnreadableError(Exception):
    """A file that cannot be opened as what it says it is."""


@dataclass(frozen=True)
class Found:
    """A picture met in a document: its content and what it shows, if the document says so."""

    content: bytes
    alt: str


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
