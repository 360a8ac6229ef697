"""A Word file's tables: how each region looks, and where their columns stand.

Source: ISO/IEC 29500-1: tables 17.4, their styles' regions 17.7.6.
"""

from typing import NamedTuple

from lxml import etree

from civic.documents.measures import whole
from civic.documents.parts import UnreadableError, Why
from civic.documents.words_docx import Styles, at, child, name_of, twips

FLAT = 100
"""Twentieths of a point: rows, columns, lines and frames that are smaller cut their words away."""
MOST_REGIONS = 50
"""Of a table's style; there are thirteen kinds."""
_MARGIN = 1000
"""Twentieths of a point; what stands no further from its cell's edges is not hidden by that."""

_SHARE = 100
"""Fiftieths of a per cent of a table's breadth."""
_BROAD = 11906
"""Twentieths of a point: a cell of which nothing says how wide it is."""


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

    def __init__(self, styles: Styles, facts: etree._Element | None) -> None:
        """Read them from what a table says of itself; one that names no style has the document's own."""
        self._styles = styles
        look, style = child(facts, "w:tblLook"), styles.of_table(facts)
        self._regions: dict[str, list[etree._Element]] = {}
        for one in styles.chain(style):
            self._regions.setdefault("wholeTable", []).append(one.node)
            parts = [part for part in one.node if name_of(part) == "w:tblStylePr"]
            if len(parts) > MOST_REGIONS:
                raise UnreadableError("a table's style has too many regions", Why.TOO_MUCH)
            for part in parts:
                self._regions.setdefault(at(part, "type"), []).append(part)
        sizes = [
            next((n for one in styles.chain(style) if (n := whole(at(child(one.node, "w:tblPr", kind), "val")))), 1)
            for kind in ("w:tblStyleRowBandSize", "w:tblStyleColBandSize")
        ]
        self._bands = (max(1, sizes[0]), max(1, sizes[1]))
        """How many rows, and columns, a band has."""
        bits = at(look, "val")
        try:
            mask = int(bits[:8], 16) if bits else 0x04A0
        except ValueError:
            mask = 0x04A0
        self._on = {
            name: at(look, name) in {"1", "true", "on"} if at(look, name) else bool(mask & bit)
            for name, bit in (("firstRow", 0x20), ("lastRow", 0x40), ("firstColumn", 0x80), ("lastColumn", 0x100),
                              ("noHBand", 0x200), ("noVBand", 0x400))
        }  # fmt: skip

    @property
    def is_odd(self) -> bool:
        """Return whether the style moves rows or words, which programs honour or not: a person looks."""
        parts = [one for those in self._regions.values() for one in those]
        for one in parts:
            if child(one, "w:trPr", "w:hidden") is not None or child(one, "w:trPr", "w:trHeight") is not None:
                return True
            indents, gaps = child(one, "w:pPr", "w:ind"), child(one, "w:pPr", "w:spacing")
            moved = [twips(at(indents, key)) for key in ("left", "start", "right", "end", "firstLine", "hanging")]
            spread = [twips(at(gaps, key)) for key in ("before", "after")]
            margins = child(one, "w:tcPr", "w:tcMar")
            sides = [twips(at(each, "w")) for each in (margins if margins is not None else ())]
            low = at(gaps, "lineRule") == "exact" and twips(at(gaps, "line")) < 2 * FLAT
            if low or max(map(abs, moved)) > 2000 or max(spread) > 600 or any(abs(each) > 1000 for each in sides):
                return True
        return False

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
        said = (child(part, kind, "w:shd") for part in parts for kind in kinds)
        return self._styles.shades(next((one for one in said if one is not None), None))


class Grid:
    """Where a table's columns stand, how wide they are, and how far from their edges its words stand."""

    def __init__(self, table: etree._Element, styles: Styles) -> None:
        facts = child(table, "w:tblPr")
        those = [facts, *(child(one.node, "w:tblPr") for one in styles.chain(styles.of_table(facts)))]
        self._margins = [one for each in those if (one := child(each, "w:tblCellMar")) is not None]
        grid = child(table, "w:tblGrid")
        self._widths = [whole(at(one, "w")) or 0 for one in (grid if grid is not None else ())]
        indent = next((one for each in those if (one := child(each, "w:tblInd")) is not None), None)
        self.indent = twips(at(indent, "w")) if at(indent, "type") in {"dxa", ""} else 0.0
        """How far from the margin it begins."""
        self.total = sum(self._widths)
        """How broad it is, by its columns."""
        whole_ = child(facts, "w:tblW")
        told = twips(at(whole_, "w")) if at(whole_, "type") in {"dxa", ""} else 0.0
        shares = (child(one, "w:tcPr", "w:tcW") for one in table.iter() if name_of(one) == "w:tc" and has_words(one))
        few = (at(one, "type") == "pct" and 0 < twips(at(one, "w")) < _SHARE for one in shares)
        self.is_odd = 0 < told < 3 * FLAT or any(few)
        """Whether it, or a column, is said to be so narrow that a program may show nothing of it."""

    def before(self, place: int) -> int:
        """Return how broad the columns are before one."""
        return sum(self._widths[:place])

    def width(self, cell: etree._Element, place: int) -> int:
        """Return how wide a cell is that begins at a column, from 0, at the least; 0 where nothing says it."""
        said = self._said(cell)
        return min((one for one in (said, sum(self._widths[place : place + columns(cell)])) if one > 0), default=0)

    def widest(self, cell: etree._Element, place: int) -> int:
        """Return how wide it is at the most."""
        return max(self._said(cell), sum(self._widths[place : place + columns(cell)]))

    def _said(self, cell: etree._Element) -> int:
        own = child(cell, "w:tcPr", "w:tcW")
        return max(0, whole(at(own, "w")) or 0) if at(own, "type") in {"dxa", ""} else 0

    def is_slit(self, cell: etree._Element, place: int) -> bool:
        """Return whether a cell, or what its margins leave of it, is too narrow for words."""
        wide = self.width(cell, place)
        margins = self.margin(cell, "left", "start") + self.margin(cell, "right", "end")
        return 0 < wide < FLAT or (margins > _MARGIN and margins > (wide or _BROAD) - FLAT)

    def margin(self, cell: etree._Element, *sides: str) -> float:
        """Return how far from an edge of a cell its words stand."""
        for one in (child(cell, "w:tcPr", "w:tcMar"), *self._margins):
            for side in sides:
                if (said := child(one, f"w:{side}")) is not None:
                    return twips(at(said, "w"))
        return 0


def has_words(element: etree._Element) -> bool:
    """Return whether anything is said in an element."""
    return any(name_of(one) == "w:t" and (one.text or "").strip() for one in element.iter())


def columns(cell: etree._Element) -> int:
    """Return how many columns a cell stands in."""
    return max(1, min(whole(at(child(cell, "w:tcPr", "w:gridSpan"), "val")) or 1, 100))
