"""How much room a Word file leaves its words: on the page, and in rows, frames and boxes of a fixed height.

All in twentieths of a point. Source: ISO/IEC 29500-1: sections 17.6, spacing 17.3.1.33, rows 17.4.81, frames 17.3.1.11.
"""

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from civic.documents.measures import measured, whole
from civic.documents.room import HIGHEST, LOWEST, UNKNOWN, Block, Row, Size, Words, filled, lines_of
from civic.documents.tables_docx import FLAT, Grid, columns
from civic.documents.words_docx import Facts, Styles, above, at, child, half_points, is_on, name_of, twips

_PAGE = (11906, 16838)
"""The page of a section that names none."""
_DRAWN = 635
"""Drawing units in a twentieth of a point."""
_INSETS = (("lIns", 91440), ("rIns", 91440), ("tIns", 45720), ("bIns", 45720))
"""How far a box's words stand from its edges where it says nothing, in drawing units (21.1.2.1.1)."""
CSS = {"": 15.0, "pt": 20.0, "px": 15.0, "in": 1440.0, "cm": 567.0, "mm": 56.7, "pc": 240.0, "pi": 240.0}
"""The units of a VML shape's style (ISO/IEC 29500-4, 14.1.2)."""


class Page(NamedTuple):
    """A section's page, and how far from its edges words begin and end."""

    wide: float = _PAGE[0]
    high: float = _PAGE[1]
    left: float = 0.0
    top: float = 0.0
    right: float = 0.0

    @property
    def text(self) -> float:
        """Return how broad words stand on it."""
        return self.wide - self.left


class Box(NamedTuple):
    """What a box leaves its words, and whether it grows with them."""

    wide: float
    high: float
    grows: bool
    is_plain: bool = True
    """Whether it is one of its own, with the usual room about its words."""


def pages_of(root: etree._Element) -> dict[etree._Element, Page]:
    """Return the page that each block of a document stands on: its section's (17.6.17, 17.6.18)."""
    return {one: _page(section) for section, those in _sections(root) for one in those}


def _page(section: etree._Element) -> Page:
    edges = child(section, "w:pgMar")
    return Page(*_size(child(section, "w:pgSz")), *(abs(twips(at(edges, key))) for key in ("left", "top", "right")))


def _sections(root: etree._Element) -> Iterator[tuple[etree._Element, list[etree._Element]]]:
    """Give a document's sections with their blocks; the last block of one says how it is laid out.

    Of a block that ends several, a content control say, the narrowest counts.
    """
    body = child(root, "w:body")
    held: list[etree._Element] = []
    for one in body if body is not None else ():
        held.append(one)
        ends = [each for each in one.iter() if name_of(each) == "w:sectPr" and above(each, "w:sectPrChange") is None]
        if ends:
            yield min(ends, key=lambda each: _page(each).text), held
            held = []


def _size(page: etree._Element | None) -> tuple[float, float]:
    wide, high = (abs(twips(at(page, key))) or usual for key, usual in zip(("w", "h"), _PAGE, strict=True))
    return wide, high


def without_room(root: etree._Element) -> Iterator[etree._Element]:
    """Give what stands in sections whose page, margins or columns leave no room for words."""
    for section, those in _sections(root):
        if _has_no_room(section):
            yield from those


def _has_no_room(section: etree._Element) -> bool:
    edges = child(section, "w:pgMar")
    wide, high = _size(child(section, "w:pgSz"))
    across = sum(abs(twips(at(edges, key))) for key in ("left", "right", "gutter"))
    down = sum(abs(twips(at(edges, key))) for key in ("top", "bottom"))
    parts = child(section, "w:cols")
    narrow = (twips(at(one, "w")) for one in (parts if parts is not None else ()) if name_of(one) == "w:col")
    return across > wide - FLAT or down > high - FLAT or any(0 < one < FLAT for one in narrow)


class Measure:
    """Measures a document's blocks; what was measured once is known."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._pitch = 0.0
        """How high the document's grid makes each line at the least (17.6.5)."""
        self._known: dict[etree._Element, list[Row]] = {}
        """The rows of tables that were measured: one that stands in many is measured once."""

    def on(self, root: etree._Element) -> None:
        """Measure on a part's own grid."""
        grids = [
            one for one in root.iter() if name_of(one) == "w:docGrid" and at(one, "type") in {"lines", "linesAndChars"}
        ]
        self._pitch = max((twips(at(one, "linePitch")) for one in grids), default=0.0)

    def blocks(self, element: etree._Element, wide: float, looks: tuple[etree._Element, ...] = ()) -> list[Block]:
        """Return the blocks in a cell, a box or a frame, by the breadth they have."""
        return list(self._blocks(list(element), wide, looks))

    def frame(self, paragraphs: list[etree._Element], wide: float) -> list[Block]:
        """Return the paragraphs that stand in one frame."""
        return list(self._blocks(paragraphs, wide, ()))

    def _blocks(self, those: list[etree._Element], wide: float, looks: tuple[etree._Element, ...]) -> Iterator[Block]:
        for one in those:
            name = name_of(one)
            if name == "w:p":
                yield self._words(one, wide, looks)
            elif name == "w:tbl":
                if one not in self._known:
                    self._known[one] = list(self._rows(one, wide, looks))
                yield from self._known[one]
            elif name not in {"w:tcPr", "w:pPr", "w:sdtPr", "w:sectPr"}:
                yield from self._blocks(list(one), wide, looks)

    def _rows(self, table: etree._Element, wide: float, looks: tuple[etree._Element, ...]) -> Iterator[Row]:
        grid = Grid(table, self._styles)
        for row in table.iter():
            if name_of(row) != "w:tr" or above(row, "w:tbl") is not table:
                continue
            said = child(row, "w:trPr", "w:trHeight")
            high, rule = twips(at(said, "val")), at(said, "hRule")
            cells = [one for one in row.iter() if name_of(one) == "w:tc" and above(one, "w:tr") is row]
            place, inside = 0, []
            for cell in cells:
                its = grid.width(cell, place) or wide / max(1, len(cells))
                inside.append(self.blocks(cell, its, looks))
                place += columns(cell)
            yield Row(inside, Size(high, high) if rule == "exact" else Size(high, UNKNOWN.most))

    def _words(self, one: etree._Element, wide: float, looks: tuple[etree._Element, ...]) -> Words:
        own = child(one, "w:pPr")
        style = at(child(own, "w:pStyle"), "val")
        facts, gaps = self._styles.of_paragraph(own), self._styles.of_paragraph(own).get("spacing")
        its = list(_own(one))
        runs = [self._styles.of_run(child(each, "w:rPr"), style, looks) for each in its if name_of(each) == "w:r"]
        mark = self._styles.of_run(child(own, "w:rPr"), style, looks)
        size = max(map(_height, runs or [mark]))
        sides = facts.get("ind")
        wide -= sum(max(0.0, twips(at(sides, key))) for key in ("left", "start", "right", "end"))
        said = "".join(_said(each) for each in its) + "n" * int(twips(at(sides, "firstLine")) / size * 2)
        lines = lines_of(said.split(), sum(name_of(each) in {"w:br", "w:cr"} for each in its), size, max(wide, FLAT))
        low, high = _line(gaps, size)[0], max(_line(gaps, max(size, _height(mark)))[1], self._pitch)
        drawn = [_drawn(each) for each in its if name_of(each) in {"wp:inline", "w:pict", "w:object"}]
        is_tight = is_on(facts.get("contextualSpacing"))
        top = 0.0 if is_tight else twips(at(gaps, "before")) + twips(at(gaps, "beforeLines")) * 2.4
        below = 0.0 if is_tight else twips(at(gaps, "after")) + twips(at(gaps, "afterLines")) * 2.4
        inside = filled(Size(low, high), lines, drawn)
        if not (_is_plain(its, facts, runs) and wide > 0):
            inside = inside + UNKNOWN
        return Words(one, Size(top, top), low, inside, Size(0, below))  # what follows may stand in what is below


_PLAIN = {"rFonts", "b", "i", "u", "color", "sz", "szCs", "bCs", "iCs", "lang", "strike", "dstrike", "noProof", "caps",
          "vertAlign", "smallCaps", "rStyle", "shd", "highlight", "kern", "webHidden", "rtl", "cs", "spacing", "w",
          "position", "vanish", "shadow", "outline", "effect", "ligatures", "textFill", "eastAsianLayout", "emboss",
          "imprint", "snapToGrid", "bdr", "cntxtAlts", "numForm", "numSpacing", "stylisticSets", "oMath",
          "specVanish"}  # fmt: skip
"""What may be said of words without their taking more room than they are measured for."""
_USUAL = {"pStyle", "jc", "spacing", "ind", "keepNext", "keepLines", "rPr", "numPr", "widowControl", "outlineLvl",
          "bidi", "suppressAutoHyphens", "tabs", "contextualSpacing", "textAlignment", "suppressLineNumbers", "shd",
          "cnfStyle", "adjustRightInd", "snapToGrid", "autoSpaceDE", "autoSpaceDN", "overflowPunct", "framePr",
          "mirrorIndents", "kinsoku", "wordWrap", "topLinePunct", "sectPr", "pPrChange", "divId",
          "pageBreakBefore"}  # fmt: skip
"""The same of a paragraph."""
_SIGNS = {"w:tab": " " + "n" * 8 + " ", "w:sym": "W", "w:noBreakHyphen": "-", "w:softHyphen": "-", "w:ptab": " "}


def _own(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Give a paragraph's elements, without those of paragraphs inside it."""
    left = list(reversed(paragraph))
    while left:
        one = left.pop()
        if name_of(one) not in {"w:p", "w:pPr", "w:rPr"}:
            yield one
            left.extend(reversed(one))


def _said(one: etree._Element) -> str:
    return (one.text or "") if name_of(one) == "w:t" else _SIGNS.get(name_of(one), "")


def _height(facts: Facts) -> float:
    return half_points(at(facts.get("sz"), "val")) * 10


def _is_plain(its: list[etree._Element], facts: Facts, runs: list[Facts]) -> bool:
    """Return whether words take the room they are measured for: nothing spreads, moves or frames them."""
    gaps, sides = facts.get("spacing"), facts.get("ind")
    return (
        _said_by(facts) <= _USUAL
        and not any(
            ("Autospacing" in key or "Chars" in key) and value not in _OFF
            for one in (gaps, sides)
            if one is not None
            for key, value in one.attrib.items()
        )
        and not any(name_of(one) in {"w:ptab", "w:ruby", "m:oMath"} for one in its)
        and all(_is_plain_run(one) for one in runs)
    )


_OFF = {"0", "false", "off", "none", "nil", "lrTb", "tb"}
"""Values by which a property says that there is nothing of it."""


def _said_by(facts: Facts) -> set[str]:
    """Return the properties that say something: neither turned off, nor empty."""
    return {
        name
        for name, one in facts.items()
        if at(one, "val") not in _OFF
        and (name not in {"pBdr", "tabs"} or any(at(each, "val") not in _OFF for each in one))
    }


def _is_plain_run(facts: Facts) -> bool:
    return (
        _said_by(facts) <= _PLAIN
        and abs(twips(at(facts.get("spacing"), "val"))) <= 20
        and (whole(at(facts.get("w"), "val").rstrip("%")) or 100) <= 110
        and abs(half_points(at(facts.get("position"), "val"), 0)) <= 6
    )


def _line(gaps: etree._Element | None, size: float) -> tuple[float, float]:
    said, rule = twips(at(gaps, "line")), at(gaps, "lineRule")
    if rule == "exact" and said:
        return said, said
    if rule == "atLeast":
        return max(said, size * LOWEST), max(said, size * HIGHEST)
    share = said / 240 if said else 1.0
    return size * LOWEST * min(1.0, share), size * HIGHEST * max(1.0, share)


def _drawn(one: etree._Element) -> Size:
    """Return how high something is that stands among words; what says nothing of it may be as high as it will."""
    extent = whole(at(child(one, "wp:extent"), "cy"))
    if extent is not None:
        return Size(extent / _DRAWN, extent / _DRAWN)
    shapes = (style_of(at(each, "style")).get("height", "") for each in one if name_of(each).startswith("v:"))
    high = max((measured(each, CSS) or 0.0 for each in shapes), default=0.0)
    return Size(high, high) if high else UNKNOWN


def box_of(box: etree._Element) -> Box | None:
    """Return what a box of words leaves them, None where nothing says it."""
    for up in box.iterancestors():
        name = name_of(up)
        if name == "wps:wsp":
            return _shape(up)
        if name.startswith("v:") and (found := _vml(up)):
            return found
        if name == "w:p":
            break
    return None


def _shape(shape: etree._Element) -> Box | None:
    about = child(shape, "wps:bodyPr")
    frame = next((up for up in shape.iterancestors() if name_of(up) in {"wp:inline", "wp:anchor"}), None)
    extents = [
        one for one in (child(shape, "wps:spPr", "a:xfrm", "a:ext"), child(frame, "wp:extent")) if one is not None
    ]
    sizes = [[found for one in extents if (found := whole(at(one, key))) is not None] for key in ("cx", "cy")]
    if not all(sizes):
        return None
    wide, high = min(sizes[0]), min(sizes[1])
    insets = [usual if (said := whole(at(about, key))) is None else said for key, usual in _INSETS]
    left, right, top, bottom = insets
    room = (wide - left - right) / _DRAWN, (high - top - bottom) / _DRAWN
    if at(about, "vert") in {"vert", "vert270", "eaVert", "mongolianVert", "wordArtVert", "wordArtVertRtl"}:
        room = (high - left - right) / _DRAWN, (wide - top - bottom) / _DRAWN
    is_grouped = any(name_of(up).endswith((":wgp", ":grpSp", ":wpc")) for up in shape.iterancestors())
    is_plain = not is_grouped and all(0 <= one <= 500_000 for one in insets)
    return Box(*room, child(about, "a:spAutoFit") is not None, is_plain)


def style_of(text: str) -> dict[str, str]:
    """Return a VML shape's style by its properties, all in small letters."""
    parts = (one.partition(":") for one in text.split(";"))
    return {key.strip().lower(): value.strip().lower() for key, _colon, value in parts}


def _vml(shape: etree._Element) -> Box | None:
    facts = style_of(at(shape, "style"))
    wide, high = (measured(facts.get(key, ""), CSS) for key in ("width", "height"))
    if wide is None or high is None:
        return None
    inner = next((style_of(at(one, "style")) for one in shape.iter() if name_of(one) == "v:textbox"), {})
    return Box(wide - 288, high - 144, inner.get("mso-fit-shape-to-text") in {"t", "true"}, is_plain=False)
