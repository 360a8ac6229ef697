"""What of a Word file shows on paper: everything else is taken out of it, before a word of it is read.

Whoever reads the document afterwards, its notes, cells and boxes too, meets nothing that is hidden, deleted or covered.
Where programs differ in what they show, or a colour may be one of two, it is taken for hidden: a person is told.
Source: ISO/IEC 29500-1: run properties 17.3.2, tables 17.4, fields 17.16, revisions 17.13.5; 29500-3: alternatives.
"""

import re
from collections.abc import Iterator

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.colours import BLACK, WHITE, are_read, colour
from civic.documents.lists_docx import SMALLEST
from civic.documents.measures import measured, whole
from civic.documents.parts import BAR
from civic.documents.placed_docx import (
    ASIDE,
    beside,
    exact_line,
    is_aside,
    is_far,
    is_odd_fill,
    is_odd_row,
    may_be_aside,
)
from civic.documents.room import Block, beyond
from civic.documents.room_docx import CSS, Box, Measure, Page, box_of, pages_of, style_of, without_room
from civic.documents.tables_docx import FLAT, Grid, Region, Regions, columns, has_words
from civic.documents.words_docx import Facts, Styles, above, at, child, half_points, is_on, name_of, twips

NUMBER = "civic-number"
"""The attribute that tells which paragraph of the file one is, from 1."""
SILENT = "civic-silent"
"""The attribute of a paragraph whose end does not show, and its number in a list with it (17.3.1.29)."""
CROSSED = "civic-crossed"
"""The attribute of a run whose words are struck out, by whatever says so."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RAISED = 0.65
"""Of its height a letter keeps above or below the line."""
_NARROW = 20
"""Per cent of a letter's breadth."""
_AWAY = 100
"""Half points above or below the line."""
_PUSHED = (0.3, 0.2)
"""Times its height that each letter is moved into the last: nobody reads it, and nobody can say."""
_LOW = (0.35, 0.7)
"""Times its letters' height that a line has which cuts them away, and one that may."""
_SQUEEZED = 40
"""Twentieths of a point; letters that are pushed into less are read by nobody."""
_OFF = (-7_000_000, 11_000_000)
"""Drawing units (36,000 a millimetre): what stands further out is beside the page."""
_THIN = 30_000
"""Drawing units; a shape that is thinner is a line."""
_KNOWN = {
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingInk",
    "http://schemas.microsoft.com/office/word/2010/wordml",
    "http://schemas.microsoft.com/office/word/2012/wordml",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "http://schemas.microsoft.com/office/drawing/2010/main",
    "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "urn:schemas-microsoft-com:vml",
}
"""What a program of today understands, so that it shows the choice and not what stands in for it."""
_FETCHES = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON)\b")
_DRAWN = {"w:drawing", "w:pict", "w:object"}
_KEPT = {"w:rPr", "w:fldChar", *_DRAWN}
_WORDS = {"w:t", "m:t", "w:sym", "w:tab", "w:br", "w:cr", "w:noBreakHyphen", "w:ptab", "w:softHyphen"}
_LOOKS = {"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "m:rPr", "w:tblPr", "w:tblGrid", "w:sectPr"}


class Shown:
    """Takes out of a document's parts what does not show, and tells where it stood."""

    def __init__(self, styles: Styles, carried: Carried, *, page: str = "") -> None:
        self._styles, self._carried = styles, carried
        self._ground: tuple[str, ...] = (WHITE, page) if page else (WHITE,)
        """The colours that may be behind the words: the paper's and the screen's."""
        self._measure = Measure(styles)
        self._page = Page()
        self._pages: dict[etree._Element, Page] = {}
        """The page that each block of the document stands on."""
        self._wide = 0.0
        """How broad words stand here: on the page, or in the cell."""
        self._region = Region()
        """How the words of the cell stand by its table's style."""
        self._fields: list[bool] = []
        """Of each field that is open: whether its instruction is still being said."""
        self._number = 0
        self._line = 0.0
        """How high the paragraph's lines are, where they are so whatever stands in them; else 0."""

    def strip(self, root: etree._Element) -> None:
        """Take out of a part of the document what does not show."""
        _choose(root)
        self._page, self._pages = Page(), pages_of(root)
        self._measure.on(root)
        self._wide = self._page.text
        self._fields = []
        for element in without_room(root):
            if _says(element):
                self._number += 1
                self._cover(element)
        self._blocks(root, self._ground)

    # --- blocks

    def _blocks(self, element: etree._Element, ground: tuple[str, ...]) -> None:
        for one in list(element):
            name = name_of(one)
            if one in self._pages:
                self._page = self._pages[one]
                self._wide = self._page.text
            if name == "w:p":
                self._paragraph(one, ground)
                self._framed(one)
            elif name == "w:tbl":
                self._rows(one, ground)
            elif name in {"m:oMathPara", "m:oMath"}:
                self._inside(one, "", ground)
            elif not self._is_deleted(one, name) and name not in _LOOKS:
                self._blocks(one, ground)

    def _is_deleted(self, one: etree._Element, name: str) -> bool:
        """Take out what a change deletes, and tell of what one inserts."""
        if name in {"w:ins", "w:moveTo"}:
            self._carried.changed.add(max(1, self._number))
        if name not in {"w:del", "w:moveFrom"}:
            return False
        self._carried.changed.add(max(1, self._number))
        _take_out(one)
        return True

    def _cover(self, one: etree._Element | None = None) -> None:
        """Tell of something that does not show, and take it out if it says or draws anything."""
        self._carried.covered.add(max(1, self._number))
        if one is not None:
            _take_out(one)

    def _paragraph(self, element: etree._Element, ground: tuple[str, ...]) -> None:
        self._number += 1
        element.set(NUMBER, str(self._number))
        own = child(element, "w:pPr")
        facts = self._styles.of_paragraph(own)
        if is_aside(facts, self._wide) and _says(element):
            self._cover(element)
            return
        if may_be_aside(facts, self._wide, self._page) and _says(element):
            self._cover()
        style = at(child(own, "w:pStyle"), "val")
        is_barred = any(_lies_over(one) and above(one, "w:p") is element for one in element.iter())
        shade = facts.get("shd")
        ground = self._styles.shades(shade) or (self._region.marked if shade is None else ()) or ground
        mark = child(own, "w:rPr")
        look = self._styles.of_run(mark, style, self._region.looks)
        if self._styles.is_vanished(mark, style, self._region.looks) or not self._look(look, ground, 1)[1]:
            element.set(SILENT, "1")
        before, self._line = self._line, exact_line(facts)
        self._inside(element, style, ground)
        self._line = before
        if is_barred:
            self._cover()
            self._bar(element)

    def _framed(self, last: etree._Element) -> None:
        """Take out what a frame of an exact height cuts away, once its last paragraph is met."""
        frame = self._frame_of(last)
        if at(frame, "hRule") != "exact" or _is_same(self._frame_of(beside(last, ahead=True)), frame):
            return
        held = [last]
        while (one := beside(held[-1], ahead=False)) is not None and _is_same(self._frame_of(one), frame):
            held.append(one)
        held.reverse()
        wide = twips(at(frame, "w")) or self._page.wide
        self._cut(self._measure.frame(held, wide), twips(at(frame, "h")))

    def _frame_of(self, one: etree._Element | None) -> etree._Element | None:
        return self._styles.of_paragraph(child(one, "w:pPr")).get("framePr") if one is not None else None

    def _bar(self, element: etree._Element) -> None:
        """Put a bar in the place of a paragraph's words: a shape lies over them."""
        runs = [one for one in element.iter() if name_of(one) in {"w:r", "m:r"} and above(one, "w:p") is element]
        said = [one for run in runs for one in run if name_of(one) in _WORDS]
        if not any((one.text or "").strip() for one in said):
            return
        run = said[0].getparent()
        assert run is not None
        place = run.index(said[0])
        for one in said:
            _take_out(one)
        bar = etree.Element(f"{_W}t")
        bar.text = BAR
        run.insert(place, bar)

    def _rows(self, table: etree._Element, ground: tuple[str, ...]) -> None:
        facts = child(table, "w:tblPr")
        regions = Regions(self._styles, facts)
        behind = self._styles.shades(child(facts, "w:shd")) or ground
        grid = Grid(table, self._styles)
        floats = child(facts, "w:tblpPr")
        places = grid.indent, twips(at(floats, "tblpX")), twips(at(floats, "tblpY"))
        if self._is_off_page(*places):
            self._number += 1
            self._cover(table)
            return
        is_fixed = at(child(facts, "w:tblLayout"), "type") == "fixed"
        may_be_off = self._may_be_off_page(grid, floats, is_fixed=is_fixed)
        if (may_be_off or regions.is_odd or grid.is_odd) and _says(table):
            self._number += 1
            self._cover()  # a program may fit it onto the page, or not: a person looks
        rows = list(self._parts(table, "w:tr"))
        heights = _spanned(rows)
        is_fitted = not is_fixed and at(child(facts, "w:tblW"), "type") == "pct"
        for down, row in enumerate(rows):
            said = child(row, "w:trPr")
            if child(said, "w:del") is not None:
                self._carried.changed.add(max(1, self._number))
                _take_out(row)
                continue
            height = _exact_height(row)
            if is_on(child(said, "w:hidden")) or (height is not None and height < FLAT):
                self._number += 1
                if _says(row):
                    self._cover()
                _take_out(row)
                continue
            cells = list(self._parts(row, "w:tc"))
            place = whole(at(child(said, "w:gridBefore"), "val")) or 0
            across_all = self._styles.shades(child(row, "w:tblPrEx", "w:shd")) or behind
            end = grid.indent + max(grid.before(place), twips(at(child(said, "w:wBefore"), "w")))
            if is_odd_row(row) and _says(row):
                self._cover()
            for across, cell in enumerate(cells):
                region = regions.of(down, across, len(rows), len(cells))
                if grid.is_slit(cell, place):
                    self._empty(cell)
                start, end = end, end + grid.widest(cell, place)
                if not is_fitted:
                    self._beside_page(cell, start, end, is_fixed=is_fixed)
                wide = float(grid.width(cell, place))
                before, self._wide = self._wide, wide or self._wide
                self._cell(cell, region, region.behind or across_all)
                self._wide = before
                wide = wide or self._page.wide / len(cells) / 2
                self._cut_cell(cell, heights.get(cell), wide, grid, region)
                place += columns(cell)

    def _is_off_page(self, indent: float, across: float, down: float) -> bool:
        """Return whether a table that stands so far from the margin and its anchor is beside the page."""
        aside = min(indent, across) < ASIDE[0] or max(indent, across) > ASIDE[1]
        return aside or abs(down) > max(self._page.high, ASIDE[1])

    def _may_be_off_page(self, grid: Grid, floats: etree._Element | None, *, is_fixed: bool) -> bool:
        """Return whether a table may reach beyond the page or the cell it stands in.

        One whose columns are not fixed is fitted into its cell, and only the page is too narrow for it.
        """
        page, across = self._page, twips(at(floats, "tblpX"))
        return (
            is_far(page, grid.indent, 0, None, "", "")
            or is_far(page, across, twips(at(floats, "tblpY")), floats, "horzAnchor", "vertAnchor")
            or across + grid.total > page.wide + FLAT
            or grid.total > (self._wide if is_fixed else page.text) * 1.5
        )

    def _beside_page(self, cell: etree._Element, start: float, end: float, *, is_fixed: bool) -> None:
        """Take out a cell that begins beyond the page's edge, and tell of one that ends there: a program may fit it."""
        if is_fixed and start > self._page.text:
            self._empty(cell)
        elif end > self._page.text + FLAT and _says(cell):
            self._cover()

    def _cut_cell(self, cell: etree._Element, height: float | None, wide: float, grid: Grid, region: Region) -> None:
        """Take out what does not fit into a cell of an exact height, and tell of words that are squeezed into it."""
        facts = child(cell, "w:tcPr")
        if is_on(child(facts, "w:tcFitText")) and _says(cell):
            longest = max((len("".join(one.itertext())) for one in cell.iter() if name_of(one) == "w:p"), default=0)
            if wide < longest * _SQUEEZED:
                self._cover()
        if at(child(facts, "w:textDirection"), "val") not in {"", "lrTb", "lrTbV", "tb"}:  # it stands on its side
            height, wide = wide, height or self._page.high
        if height is not None:
            inside = wide - grid.margin(cell, "left", "start") - grid.margin(cell, "right", "end")
            blocks = self._measure.blocks(cell, max(inside, FLAT), region.looks)
            self._cut(blocks, height - grid.margin(cell, "top"))

    def _parts(self, element: etree._Element, kind: str) -> Iterator[etree._Element]:
        """Give a table's rows or a row's cells, those inside content controls too."""
        for one in list(element):
            name = name_of(one)
            if name == kind:
                yield one
            elif not self._is_deleted(one, name) and name not in _LOOKS:
                yield from self._parts(one, kind)

    def _empty(self, cell: etree._Element) -> None:
        """Take out what stands in a cell that shows nothing."""
        if _says(cell):
            self._number += 1
            self._cover()
            for one in list(cell):
                if name_of(one) != "w:tcPr":
                    _take_out(one)

    def _cut(self, blocks: list[Block], height: float) -> None:
        """Take out the paragraphs that a height cuts away, and tell of those that it may cut."""
        for one, is_gone in list(beyond(blocks, height)):
            if _says(one):
                self._cover(one if is_gone else None)

    def _cell(self, cell: etree._Element, region: Region, behind: tuple[str, ...]) -> None:
        facts = child(cell, "w:tcPr")
        if child(facts, "w:cellDel") is not None:
            self._carried.changed.add(max(1, self._number))
            _take_out(cell)
            return
        merged = [one for one in (child(facts, "w:vMerge"), child(facts, "w:hMerge")) if one is not None]
        if any(at(one, "val") != "restart" for one in merged):
            self._empty(cell)
        before, self._region = self._region, region
        fields = list(self._fields)
        shade = child(facts, "w:shd")  # one that has no colour of its own takes away the style's (17.4.32)
        self._blocks(cell, behind if shade is None else self._styles.shades(shade) or self._ground)
        self._region, self._fields = before, fields  # a field that was begun in a cell ends with it

    # --- words

    def _inside(self, node: etree._Element, style: str, ground: tuple[str, ...]) -> None:
        for one in list(node):
            name = name_of(one)
            if name in {"w:r", "m:r"}:
                self._run(one, style, ground)
            elif name in _DRAWN:
                self._drawing(one)
            elif not self._is_deleted(one, name) and name not in _LOOKS:
                if name == "w:fldSimple" and _FETCHES.search(at(one, "instr")):
                    self._carried.active = True
                self._inside(one, style, ground)

    def _run(self, run: etree._Element, style: str, ground: tuple[str, ...]) -> None:
        own = child(run, "w:rPr")
        if self._styles.is_vanished(own, style, self._region.looks) or is_on(child(own, "w:specVanish")):
            for one in list(run):
                self._follow_field(one)
                if name_of(one) == "w:fldChar":
                    self._empty_field(one)
                elif name_of(one) not in {"w:rPr", "m:rPr", "w:lastRenderedPageBreak"}:
                    self._cover(one)
            return
        for one in list(run):
            name = name_of(one)
            self._follow_field(one)
            if name == "w:delText":
                self._carried.changed.add(max(1, self._number))
                _take_out(one)
            elif name == "w:instrText" or (any(self._fields) and name not in _KEPT):
                if name in {"w:t", "m:t"} and (one.text or "").strip():
                    self._cover()
                _take_out(one)
            elif name in _DRAWN:
                self._drawing(one)
            elif name == "w:ruby":
                self._ruby(run, one, style, ground)
        said = [one for one in run if name_of(one) in _WORDS]
        fields = [one for one in run if name_of(one) == "w:fldChar" and child(one, "w:ffData") is not None]
        if not fields and not any((one.text or "").strip() or name_of(one) == "w:sym" for one in said):
            return
        facts = self._styles.of_run(own, style, self._region.looks)
        mark, is_seen = self._look(facts, ground, len("".join(one.text or "" for one in said)))
        if is_seen:
            if is_on(facts.get("strike")) or is_on(facts.get("dstrike")):
                run.set(CROSSED, "1")
            if _is_crowded(facts, self._line):
                self._cover()
            return
        self._cover()
        for one in fields:
            self._empty_field(one)
        for one in said[1:]:
            _take_out(one)
        if not said:
            return
        if mark:
            said[0].text, said[0].tag = BAR, f"{_W}t"
        else:
            _take_out(said[0])

    def _empty_field(self, one: etree._Element) -> None:
        """Take out of a form's field what it shows."""
        if (data := child(one, "w:ffData")) is not None:
            self._cover(data)

    def _follow_field(self, one: etree._Element) -> None:
        if name_of(one) == "w:instrText" and _FETCHES.search(one.text or ""):
            self._carried.active = True
        if name_of(one) != "w:fldChar":
            return
        kind = at(one, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _ruby(self, run: etree._Element, ruby: etree._Element, style: str, ground: tuple[str, ...]) -> None:
        """Put words with a reading above them in their run: the words, and the reading in brackets."""
        said = []
        for kind in ("w:rubyBase", "w:rt"):
            part = child(ruby, kind)
            if part is not None:
                self._inside(part, style, ground)
                said.append("".join(one.text or "" for one in part.iter() if name_of(one) == "w:t"))
        words = etree.Element(f"{_W}t")
        words.text = said[0] + (f" ({said[1]})" if len(said) > 1 and said[1] else "") if said else ""
        run.replace(ruby, words)

    def _look(self, facts: Facts, ground: tuple[str, ...], signs: int) -> tuple[bool, bool]:
        """Return whether a mark of colour lies behind a run's words, and whether anybody can read them."""
        mark = at(facts.get("highlight"), "val")
        behind = (colour(mark),) if colour(mark) else self._styles.shades(facts.get("shd"))
        if _is_out_of_sight(facts, signs, self._line):
            return False, False
        own = self._styles.colours(facts.get("color"))
        fill = facts.get("textFill")
        if fill is not None:
            if child(fill, "w14:noFill") is not None or _is_clear(fill):
                return False, False
            own = (*own, *self._styles.filled(child(fill, "w14:solidFill")))
        if behind:  # what is put behind these very words is meant to cover them, where they keep their colour
            return True, are_read(own or (BLACK,), behind)
        return False, are_read(own, ground)

    # --- what is drawn

    def _drawing(self, drawn: etree._Element) -> None:
        for one in drawn.iter():
            if name_of(one) in {"wp:anchor", "wp:inline"} and _is_off_page(one):
                self._cover(drawn)
                return
            if name_of(one).startswith("v:") and _is_hidden_vml(at(one, "style")):
                self._cover(drawn)
                return
        if any(name_of(one) == "wp:anchor" or _floats(one) for one in drawn.iter()):
            self._cover()  # it floats, and may lie over words: a person looks
        if self._line and _says(drawn):
            self._cover()  # the line's height may cut it
        fields, self._fields = self._fields, []
        for box in boxes_of(drawn):
            line, self._line, wide = self._line, 0.0, self._wide
            room = box_of(box)
            self._wide = room.wide if room is not None and room.wide > 0 else wide
            self._blocks(box, self._fill_of(box))
            self._line, self._wide = line, wide
            if room is not None:
                self._cut_box(box, room)
            if is_odd_fill(box) and _says(box):
                self._cover()
        self._fields = fields

    def _cut_box(self, box: etree._Element, room: Box) -> None:
        """Take out what a box has no room for; one that grows with its words may have grown, and an odd one waits."""
        if not room.is_plain and _says(box):
            self._cover()
        found = beyond(self._measure.blocks(box, max(room.wide, FLAT)), room.high)
        for one, is_gone in list(found):
            if _says(one):
                self._cover(one if is_gone and not room.grows else None)

    def _fill_of(self, box: etree._Element) -> tuple[str, ...]:
        for up in box.iterancestors():
            name = name_of(up)
            if name.startswith("v:") and (found := colour(at(up, "fillcolor").partition(" ")[0])):
                return (found,)
            if name == "wps:wsp":
                shape = child(up, "wps:spPr")
                if child(shape, "a:noFill") is not None:
                    return self._ground
                found_ = self._styles.filled(child(shape, "a:solidFill"))
                return found_ or self._styles.filled(child(up, "wps:style", "a:fillRef")) or self._ground
            if name == "w:p":
                break
        return self._ground


def _choose(root: etree._Element) -> None:
    """Put in the place of alternatives the first that a program of today understands, else what stands in for it."""
    for one in [each for each in root.iter() if name_of(each) == "mc:AlternateContent"]:
        holder = one.getparent()
        if holder is None:
            continue
        chosen = next((each for each in one if name_of(each) == "mc:Choice" and _is_known(each)), None)
        chosen = chosen if chosen is not None else child(one, "mc:Fallback")
        for each in list(chosen) if chosen is not None else ():
            one.addprevious(each)
        holder.remove(one)


def _take_out(one: etree._Element) -> None:
    holder = one.getparent()
    if holder is not None:
        holder.remove(one)


def _is_known(choice: etree._Element) -> bool:
    return all(choice.nsmap.get(prefix) in _KNOWN for prefix in at(choice, "Requires").split())


def _says(element: etree._Element) -> bool:
    return any(
        name_of(one) in _DRAWN or (name_of(one) in {"w:t", "m:t"} and (one.text or "").strip())
        for one in element.iter()
    )


def _exact_height(row: etree._Element) -> float | None:
    said = child(row, "w:trPr", "w:trHeight")
    return twips(at(said, "val")) if at(said, "hRule") == "exact" else None


def _spanned(rows: list[etree._Element]) -> dict[etree._Element, float | None]:
    """Return how high the rows are that each cell stands in, together; None where one of them grows with its words."""
    found: dict[etree._Element, float | None] = {}
    below: dict[int, float | None] = {}
    for row in reversed(rows):
        high, goes_on = _exact_height(row), {}
        place = whole(at(child(row, "w:trPr", "w:gridBefore"), "val")) or 0
        for cell in (one for one in row.iter() if name_of(one) == "w:tc" and above(one, "w:tr") is row):
            more = below.get(place, 0.0)
            found[cell] = None if high is None or more is None else high + more
            merged = child(cell, "w:tcPr", "w:vMerge")
            if merged is not None and at(merged, "val") != "restart":
                goes_on[place] = found[cell]
            place += columns(cell)
        below = goes_on
    return found


def _is_same(one: etree._Element | None, other: etree._Element | None) -> bool:
    return one is not None and other is not None and dict(one.attrib) == dict(other.attrib)


def _size_of(facts: Facts) -> float:
    """Return how high a run's letters are, in half points."""
    size = half_points(at(facts.get("sz"), "val"))
    if is_on(facts.get("rtl")) or is_on(facts.get("cs")):
        return min(size, half_points(at(facts.get("szCs"), "val")))
    return size


def _is_crowded(facts: Facts, line: float) -> bool:
    """Return whether letters may be cut by a line of so many twentieths of a point, or are hard to tell apart."""
    size = _size_of(facts) * 10
    return 0 < line < size * _LOW[1] or twips(at(facts.get("spacing"), "val")) < -size * _PUSHED[1]


def _is_out_of_sight(facts: Facts, signs: int, line: float) -> bool:
    """Return whether letters are too small, too narrow, cut by their line, pushed into each other or moved off it."""
    size = _size_of(facts)
    if 0 < line < size * 10 * _LOW[0] or twips(at(facts.get("spacing"), "val")) < -size * 10 * _PUSHED[0]:
        return True
    if at(facts.get("vertAlign"), "val") in {"superscript", "subscript"}:
        size *= _RAISED
    fit = whole(at(facts.get("fitText"), "val"))
    return (
        size <= SMALLEST
        or (whole(at(facts.get("w"), "val").rstrip("%")) or 100) < _NARROW
        or abs(half_points(at(facts.get("position"), "val"), 0)) > _AWAY
        or (fit is not None and fit < signs * _SQUEEZED)
    )


def _is_clear(fill: etree._Element) -> bool:
    return any(name_of(one) == "w14:alpha" and (whole(at(one, "val")) or 0) > 60_000 for one in fill.iter())


def _is_off_page(frame: etree._Element) -> bool:
    """Return whether a drawing is hidden, has no size or stands beside the page."""
    if at(child(frame, "wp:docPr"), "hidden") in {"1", "true", "on"}:
        return True
    for kind in ("wp:positionH", "wp:positionV"):
        offset = whole((getattr(child(frame, kind, "wp:posOffset"), "text", "") or "").strip())
        if offset is not None and not _OFF[0] < offset < _OFF[1]:
            return True
    extent = child(frame, "wp:extent")
    sides = [whole(at(extent, key)) for key in ("cx", "cy")] if extent is not None else []
    return any(one is not None and one < 3000 for one in sides) and any(name_of(one) == "w:t" for one in frame.iter())


def _is_hidden_vml(style: str) -> bool:
    facts = style_of(style)
    if facts.get("visibility") == "hidden" or facts.get("display") == "none":
        return True
    places = (measured(facts.get(key, ""), CSS) for key in ("left", "top", "margin-left", "margin-top"))
    return any(one is not None and not -10_000 < one < 18_000 for one in places)


def _floats(one: etree._Element) -> bool:
    """Return whether an element is a VML shape that stands on the page and not among words."""
    return name_of(one).startswith("v:") and style_of(at(one, "style")).get("position") in {"absolute", "relative"}


def _lies_over(one: etree._Element) -> bool:
    """Return whether an element is a shape without words that lies on the page in front of the text, as a bar does."""
    name = name_of(one)
    if name == "wp:anchor":
        if at(one, "behindDoc") in {"1", "true", "on"} or any(name_of(each) == "a:blip" for each in one.iter()):
            return False
        extent = child(one, "wp:extent")
        sides = [whole(at(extent, key)) or 0 for key in ("cx", "cy")] if extent is not None else [_THIN]
        wraps = any(name_of(each) in {"wp:wrapSquare", "wp:wrapTight", "wp:wrapThrough", "wp:wrapTopAndBottom"}
                    for each in one)  # fmt: skip
        return min(sides) >= _THIN and not wraps and not has_words(one)
    if name in {"v:rect", "v:shape", "v:roundrect", "v:oval", "v:polyline"}:
        is_placed = "position:absolute" in at(one, "style").replace(" ", "").lower()
        return is_placed and not any(name_of(each) == "v:imagedata" for each in one.iter()) and not has_words(one)
    return False


def boxes_of(drawn: etree._Element) -> list[etree._Element]:
    """Return the outermost boxes of words in a drawing."""
    found = []
    for box in drawn.iter():
        if name_of(box) == "w:txbxContent":
            up = list(box.iterancestors())
            inside = up[: up.index(drawn)]
            if not any(name_of(one) == "w:txbxContent" for one in inside):
                found.append(box)
    return found
