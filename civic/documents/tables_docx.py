"""A Word file's tables and pages: how each region looks, and what has no room to be seen in.

Source: ISO/IEC 29500-1: tables 17.4, their styles' regions 17.7.6, sections 17.6.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from civic.documents.words_docx import Styles, at, child, half_points, name_of, twips, whole

FLAT = 100
"""Twentieths of a point: rows, columns, lines and frames that are smaller cut their words away."""
_LINE = 12
"""Twentieths of a point that a line takes for each half point of its letters' height."""
_SIGN = 4.5
"""Twentieths of a point that a letter is broad for each half point of its height, at least."""
_MARGIN = 1000
"""Twentieths of a point; what stands no further from its cell's edges is not hidden by that."""
_PAGE = (11906, 16838)
"""Twentieths of a point: the page of a section that names none."""


class Region(NamedTuple):
    """How a cell's words stand by its table's style, and the colours that may be behind them."""

    looks: tuple[etree._Element, ...] = ()
    """What is said of its words, the nearest first."""
    behind: tuple[str, ...] = ()
    """The cell's colours."""
    marked: tuple[str, ...] = ()
    """The colours that its paragraphs put over the cell's."""


class Regions:
    """How a table's style looks in each of its regions (17.7.6)."""

    def __init__(self, styles: Styles, style: str, look: etree._Element | None) -> None:
        self._styles = styles
        self._regions: dict[str, list[etree._Element]] = {}
        for one in styles.chain(style):
            self._regions.setdefault("wholeTable", []).append(one.node)
            for part in one.node:
                if name_of(part) == "w:tblStylePr":
                    self._regions.setdefault(at(part, "type"), []).append(part)
        sizes = [
            next((n for one in styles.chain(style) if (n := whole(at(child(one.node, "w:tblPr", kind), "val")))), 1)
            for kind in ("w:tblStyleRowBandSize", "w:tblStyleColBandSize")
        ]
        self._bands = (max(1, sizes[0]), max(1, sizes[1]))
        """How many rows, and columns, a band has."""
        bits = at(look, "val")
        try:
            mask = int(bits, 16) if bits else 0x04A0
        except ValueError:
            mask = 0x04A0
        self._on = {
            name: at(look, name) in {"1", "true", "on"} if at(look, name) else bool(mask & bit)
            for name, bit in (("firstRow", 0x20), ("lastRow", 0x40), ("firstColumn", 0x80), ("lastColumn", 0x100),
                              ("noHBand", 0x200), ("noVBand", 0x400))
        }  # fmt: skip

    def of(self, down: int, across: int, rows: int, cells: int) -> Region:
        """Return how a cell of a table of so many rows, in a row of so many cells, stands."""
        on = self._on
        first_row, last_row = on["firstRow"] and down == 0, on["lastRow"] and down == rows - 1
        first_col, last_col = on["firstColumn"] and across == 0, on["lastColumn"] and across == cells - 1
        row_band = (down - on["firstRow"]) // self._bands[0] % 2
        column_band = (across - on["firstColumn"]) // self._bands[1] % 2
        names = [
            *(["nwCell"] if first_row and first_col else []),
            *(["neCell"] if first_row and last_col else []),
            *(["swCell"] if last_row and first_col else []),
            *(["seCell"] if last_row and last_col else []),
            *(["firstRow"] if first_row else []),
            *(["lastRow"] if last_row else []),
            *(["firstCol"] if first_col else []),
            *(["lastCol"] if last_col else []),
            *([] if on["noHBand"] else ["band2Horz" if row_band else "band1Horz"]),
            *([] if on["noVBand"] else ["band2Vert" if column_band else "band1Vert"]),
            "wholeTable",
        ]
        parts = [part for name in names for part in self._regions.get(name, ())]
        looks = tuple(one for part in parts if (one := child(part, "w:rPr")) is not None)
        return Region(looks, self._shade(parts, ("w:tcPr", "w:tblPr")), self._shade(parts, ("w:pPr",)))

    def _shade(self, parts: list[etree._Element], kinds: tuple[str, ...]) -> tuple[str, ...]:
        shades = (self._styles.shades(child(part, kind, "w:shd")) for part in parts for kind in kinds)
        return next((one for one in shades if one), ())


class Grid:
    """How wide a table's columns are, and how far from their edges its words stand."""

    def __init__(self, table: etree._Element, styles: Styles) -> None:
        facts = child(table, "w:tblPr")
        named = (child(one.node, "w:tblPr") for one in styles.chain(at(child(facts, "w:tblStyle"), "val")))
        self._margins = [one for each in (facts, *named) if (one := child(each, "w:tblCellMar")) is not None]
        grid = child(table, "w:tblGrid")
        self._widths = [whole(at(one, "w")) or 0 for one in (grid if grid is not None else ())]

    def width(self, cell: etree._Element, place: int) -> int:
        """Return how wide a cell is that begins at a column, from 0, at the least; 0 where nothing says it."""
        facts = child(cell, "w:tcPr")
        own = child(facts, "w:tcW")
        said = whole(at(own, "w")) or 0 if at(own, "type") == "dxa" else 0
        return min((one for one in (said, sum(self._widths[place : place + columns(cell)])) if one > 0), default=0)

    def is_slit(self, cell: etree._Element, place: int) -> bool:
        """Return whether a cell, or what its margins leave of it, is too narrow for words."""
        wide = self.width(cell, place)
        margins = self.margin(cell, "left", "start") + self.margin(cell, "right", "end")
        return 0 < wide < FLAT or (margins > _MARGIN and margins > (wide or _PAGE[0]) - FLAT)

    def margin(self, cell: etree._Element, *sides: str) -> float:
        """Return how far from an edge of a cell its words stand."""
        for one in (child(cell, "w:tcPr", "w:tcMar"), *self._margins):
            for side in sides:
                if (said := child(one, f"w:{side}")) is not None:
                    return twips(at(said, "w"))
        return 0


def columns(cell: etree._Element) -> int:
    """Return how many columns a cell stands in."""
    return max(1, min(whole(at(child(cell, "w:tcPr", "w:gridSpan"), "val")) or 1, 100))


def below(
    cell: etree._Element, height: float, wide: int, looks: tuple[etree._Element, ...], styles: Styles
) -> Iterator[tuple[etree._Element, bool]]:
    """Give the paragraphs of a cell that its row's exact height cuts away, and those it may cut, each with which.

    `height` is what is left below the cell's upper margin, `wide` the cell's breadth or 0.
    """
    down = 0.0
    for one in cell.iter():
        if name_of(one) != "w:p":
            continue
        own = child(one, "w:pPr")
        style = at(child(own, "w:pStyle"), "val")
        runs = [child(each, "w:rPr") for each in one.iter() if name_of(each) == "w:r"] or [child(own, "w:rPr")]
        size = max(half_points(at(styles.of_run(each, style, looks).get("sz"), "val")) for each in runs)
        gaps = styles.of_paragraph(own).get("spacing")
        line = _line(gaps, size)
        down += twips(at(gaps, "before")) + twips(at(gaps, "beforeLines")) * 2.4
        signs = sum(len(each.text or "") for each in one.iter() if name_of(each) == "w:t")
        lines = max(1.0, signs * size * _SIGN / wide) if wide else 1.0
        if down + line / 2 > height:
            yield one, True
        elif down + line * (lines - 0.5) > height * 1.2:
            yield one, False
        down += line * lines + twips(at(gaps, "after"))


def _line(gaps: etree._Element | None, size: float) -> float:
    said, rule = twips(at(gaps, "line")), at(gaps, "lineRule")
    if rule == "exact" and said:
        return said
    return max(said, size * _LINE) if rule == "atLeast" else size * _LINE * max(1.0, said / 240)


def without_room(root: etree._Element) -> Iterator[etree._Element]:
    """Give what stands in sections whose page, margins or columns leave no room for words."""
    body = child(root, "w:body")
    held: list[etree._Element] = []
    for one in body if body is not None else ():
        held.append(one)
        section = next((each for each in one.iter() if name_of(each) == "w:sectPr"), None)
        if section is not None:
            if _has_no_room(section):
                yield from held
            held = []


def _has_no_room(section: etree._Element) -> bool:
    page, edges = child(section, "w:pgSz"), child(section, "w:pgMar")
    wide, high = (abs(twips(at(page, key))) or usual for key, usual in zip(("w", "h"), _PAGE, strict=True))
    across = sum(abs(twips(at(edges, key))) for key in ("left", "right", "gutter"))
    down = sum(abs(twips(at(edges, key))) for key in ("top", "bottom"))
    parts = child(section, "w:cols")
    narrow = (twips(at(one, "w")) for one in (parts if parts is not None else ()) if name_of(one) == "w:col")
    return across > wide - FLAT or down > high - FLAT or any(0 < one < FLAT for one in narrow)
