"""How much room an OpenDocument text leaves its words: in rows and frames of a fixed height, and on the page.

All in points. Source: OASIS OpenDocument 1.3, part 3: rows 17.15, frames 20.390, paragraphs 17.6.
"""

from collections.abc import Iterator

from lxml import etree

from civic.documents.measures import counted, measured
from civic.documents.room import HIGHEST, LOWEST, UNKNOWN, Block, Row, Size, Words, filled, lines_of
from civic.documents.words_odt import Styles, at, name_of, percent, points, space_of

FLAT = 3.0
"""Rows, columns, lines and frames that are smaller cut their words away."""
PAGE = 595.0
"""How broad a page is that says nothing of it."""
MOST_COLUMNS = 1000
_SOME = 0.001
"""What a column without breadth has, so that it is not one of which nothing is said."""
_BREAKS = {"line-break"}
_LISTS = {"list", "list-item", "list-header", "section", "numbered-paragraph", "table-header-rows", "table-rows",
          "table-row-group", "index-body", "index-title", "table-of-content", "alphabetical-index",
          "illustration-index", "table-index", "user-index", "bibliography", "object-index"}  # fmt: skip


def widths_of(table: etree._Element, styles: Styles) -> list[float]:
    """Return how wide a table's columns are, 0 where nothing says it."""
    found: list[float] = []
    for one in table.iter():
        if name_of(one) == "table-column" and _above(one, "table") is table:
            times = counted(at(one, "number-columns-repeated"), MOST_COLUMNS, 1)
            wide = styles.fact("table-column", at(one, "style-name"), "column-width", {"table-column-properties"})
            said = points(wide)
            found += [0.0 if said is None else max(said, _SOME)] * min(times, MOST_COLUMNS - len(found))
    return found


def relative_widths(table: etree._Element, styles: Styles) -> list[float]:
    """Return the shares that a table's columns have of it, of those that say one."""
    kinds = {"table-column-properties"}
    columns = (one for one in table.iter() if name_of(one) == "table-column" and _above(one, "table") is table)
    shares = (styles.fact("table-column", at(one, "style-name"), "rel-column-width", kinds) for one in columns)
    return [found for one in shares if (found := measured(one, {"*": 1.0})) is not None]


def height_of_row(row: etree._Element, styles: Styles) -> float | None:
    """Return how high a row is whatever stands in it, None for one that grows with its words."""
    return points(styles.fact("table-row", at(row, "style-name"), "row-height", {"table-row-properties"}))


def inset(styles: Styles, family: str, style: str, *sides: str) -> float:
    """Return how far from its edges an element keeps its words, on some sides together."""
    kinds = {f"{family}-properties"}
    found = 0.0
    for side in sides:
        said = styles.fact(family, style, f"padding-{side}", kinds) or styles.fact(family, style, "padding", kinds)
        found += points(said) or 0.0
    return found


class Measure:
    """Measures a document's blocks."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[etree._Element, list[Row]] = {}
        """The rows of tables that were measured: one that stands in many is measured once."""

    def blocks(self, element: etree._Element, wide: float) -> list[Block]:
        """Return the blocks in a cell or a frame, by the breadth they have."""
        return list(self._blocks(element, wide))

    def _blocks(self, element: etree._Element, wide: float) -> Iterator[Block]:
        for one in element:
            name = name_of(one)
            if name in {"p", "h"}:
                yield self._words(one, wide)
            elif name == "table":
                if one not in self._known:
                    self._known[one] = list(self._rows(one, wide))
                yield from self._known[one]
            elif name in _LISTS:
                yield from self._blocks(one, wide)
            elif space_of(one) == "drawing":
                yield Row((), _drawn(one))

    def _rows(self, table: etree._Element, wide: float) -> Iterator[Row]:
        widths = widths_of(table, self._styles)
        for row in table.iter():
            if name_of(row) != "table-row" or _above(row, "table") is not table:
                continue
            cells = [one for one in row if name_of(one) == "table-cell"]
            high = height_of_row(row, self._styles)
            share = wide / max(1, len(cells))
            inside = [
                self.blocks(one, widths[place] or share if place < len(widths) else share)
                for place, one in enumerate(cells)
            ]
            yield Row(inside, UNKNOWN if high is None else Size(high, high))

    def _words(self, one: etree._Element, wide: float) -> Words:
        style = at(one, "style-name")
        kinds = {"paragraph-properties"}

        def fact(key: str) -> str:
            return self._styles.fact("paragraph", style, key, kinds)

        its = list(_own(one))
        looks = (("paragraph", style),)
        spans = {at(each, "style-name") for each in its if name_of(each) in {"span", "a"}} - {""}
        words = [looks, *((*looks, ("text", each)) for each in spans)]
        size = max(self._styles.size(each) for each in words)
        said = _said(one, its) + "n" * int(max(0.0, points(fact("text-indent")) or 0.0) / size * 2)
        drawn = [_drawn(each) for each in its if space_of(each) == "drawing" and at(each, "anchor-type") == "as-char"]
        sides = sum(max(0.0, points(fact(key)) or 0.0) for key in ("margin-left", "margin-right"))
        wide -= sides + inset(self._styles, "paragraph", style, "left", "right")
        breaks = sum(name_of(each) in _BREAKS for each in its)
        lines = lines_of(said.split(), breaks, size, max(wide, FLAT))
        low, high = _line(fact("line-height"), fact("line-height-at-least"), size)
        margin = points(fact("margin")) or 0.0
        above = (points(fact("margin-top")) or margin) + inset(self._styles, "paragraph", style, "top")
        below = (points(fact("margin-bottom")) or margin) + inset(self._styles, "paragraph", style, "bottom")
        inside = filled(Size(low, high), lines, drawn)
        if fact("line-spacing") or not all(map(self._is_plain, words)):
            inside = inside + UNKNOWN
        return Words(one, Size(above, above), low, inside, Size(0, below))  # what follows may stand in what is below

    def _is_plain(self, words: tuple[tuple[str, str], ...]) -> bool:
        """Return whether words take the room they are measured for: nothing spreads them or moves them."""
        scale = percent(self._styles.of_words(words, "text-scale"))
        apart = points(self._styles.of_words(words, "letter-spacing"))
        place = percent(self._styles.of_words(words, "text-position").partition(" ")[0])
        return (scale or 100.0) <= 110 and (apart or 0.0) <= 1 and abs(place or 0.0) <= 60


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Give a paragraph's elements, without those of paragraphs inside it."""
    left = list(reversed(paragraph))
    while left:
        one = left.pop()
        if name_of(one) not in {"p", "h"}:
            yield one
            left.extend(reversed(one))


def _said(paragraph: etree._Element, its: list[etree._Element]) -> str:
    """Return the words of a paragraph, with signs as broad as its tabs and spaces are."""
    found = [paragraph.text or ""]
    for one in its:
        if name_of(one) == "tab":
            found.append(" " + "n" * 8 + " ")
        elif name_of(one) == "s":
            found.append(" " + "i" * counted(at(one, "c"), 2000, 1) + " ")
        found += [one.text or "", one.tail or ""]
    return "".join(found)


def _line(said: str, at_least: str, size: float) -> tuple[float, float]:
    if (fixed := points(said)) is not None:
        return fixed, fixed
    share = percent(said)
    least = points(at_least) or 0.0
    if share is None:
        return max(least, size * LOWEST), max(least, size * HIGHEST)
    return size * LOWEST * min(1.0, share / 100), max(least, size * HIGHEST * max(1.0, share / 100))


def _drawn(one: etree._Element) -> Size:
    high = points(at(one, "height"))
    return UNKNOWN if high is None else Size(high, high)


def _above(one: etree._Element, kind: str) -> etree._Element | None:
    return next((up for up in one.iterancestors() if name_of(up) == kind), None)
