"""What of an OpenDocument text shows on paper: everything else is taken out of it, before a word of it is read.

Whoever reads the document afterwards, notes, cells and frames too, meets nothing that is hidden, deleted or covered.
A condition that the file does not say the outcome of is taken for hiding: a person is told.
Source: OASIS OpenDocument 1.3, part 3: hidden text 7.7, sections 5.4, changes 5.5, tables 9, annotations 14.1.
"""

from collections.abc import Iterator
from itertools import accumulate, islice

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.colours import BLACK, WHITE, are_read, colour
from civic.documents.measures import counted
from civic.documents.parts import BAR
from civic.documents.room import Block, beyond
from civic.documents.room_odt import FLAT, MOST_COLUMNS, PAGE, Measure, height_of_row, inset, relative_widths, widths_of
from civic.documents.words_odt import Styles, at, name_of, percent, points, space_of

NUMBER = "civic-number"
"""The attribute that tells which paragraph of the file one is, from 1."""
_SMALLEST = 3.0
"""Points of a letter's height; a lower one is read by nobody."""
_NARROW = 20.0
"""Per cent of a letter's height or breadth."""
_PUSHED = (0.3, 0.2)
"""Times its height that each letter is moved into the last: nobody reads it, and nobody can say."""
_LOW = (0.35, 0.7)
"""Times its letters' height that a line has which cuts them away, and one that may."""
_AWAY = 200.0
"""Per cent of a letter's height above or below the line."""
_ASIDE = (-150.0, 700.0)
"""Points from the margin: words that begin further out stand beside the page."""
_OFF = (-230.0, 1200.0)
"""Points: what is drawn further out is beside the page."""
_TAKEN = 0.75
"""Of the breadth, that a paragraph's margins leave empty without anybody having to look."""
_ODD_FROM, _LOWEST = -60.0, 830.0
"""Points: how far out, and how far down, what is drawn stands without anybody having to look."""
_FAINT = 25.0
"""Per cent of a letter's ink."""
MOST_STYLES = 50
"""That a paragraph may have under conditions; one with more is taken for hidden."""
_SILENT = {"annotation", "annotation-end", "tracked-changes", "script", "title", "desc"}
_BARE = {"line", "connector", "measure"}

Words = tuple[tuple[str, str], ...]
"""The styles that words stand in, family and name, the innermost last."""


class Shown:
    """Takes out of a document what does not show, and tells where it stood."""

    def __init__(self, styles: Styles, carried: Carried) -> None:
        self._styles, self._carried = styles, carried
        self._number = 0
        self._again = False
        """Whether a paragraph's words are looked at once more, with a style that it may have."""
        self._measure = Measure(styles)
        self._broadest = styles.broadest or PAGE
        """How far from the left margin the page ends at the most."""
        self._wide = self._broadest
        """How broad words stand here: on the page, in the cell or the frame."""

    def strip(self, root: etree._Element) -> None:
        """Take out of the document's text what does not show."""
        self._wide = self._broadest
        if self._styles.is_odd:
            self._carried.covered.add(1)  # words may stand beside the page: a person looks
        self._blocks(root, (WHITE, *sorted(self._styles.page)))

    def _cover(self, one: etree._Element) -> None:
        """Take an element out, and tell of it if it says or draws anything."""
        if _says(one):
            self._carried.covered.add(max(1, self._number))
        _take_out(one)

    # --- blocks

    def _blocks(self, element: etree._Element, ground: tuple[str, ...]) -> None:
        for one in list(element):
            name = name_of(one)
            if self._is_silent(one, name):
                continue
            if name in {"p", "h"}:
                self._paragraph(one, ground)
            elif name == "table":
                self._table(one, ground)
            elif name == "section":
                if _is_hidden(one):
                    self._number += 1
                    self._cover(one)
                else:
                    self._blocks(one, self._styles.ground("section", at(one, "style-name")) or ground)
            elif space_of(one) == "drawing":
                self._shape(one, ground)
            else:
                self._blocks(one, ground)

    def _is_silent(self, one: etree._Element, name: str) -> bool:
        """Take out what says something beside the page: comments, deleted words, descriptions; and tell of it."""
        if name == "annotation":
            self._carried.comments.add(max(1, self._number))
        if (name == "tracked-changes" and len(one)) or name in {"change", "change-start", "change-end"}:
            self._carried.changed.add(max(1, self._number))
        if name not in _SILENT or (name in {"title", "desc"} and space_of(one) == "text"):
            return False  # a field that says the document's title is read
        above = one.getparent()
        if name in {"title", "desc"} and above is not None and name_of(above) == "frame":
            return True  # what a picture shows, said by a person
        _take_out(one)
        return True

    def _paragraph(self, element: etree._Element, ground: tuple[str, ...]) -> None:
        self._number += 1
        element.set(NUMBER, str(self._number))
        styles = self._styles_of(at(element, "style-name"))
        hides = any(name_of(one) == "hidden-paragraph" and at(one, "is-hidden") != "false" for one in element.iter())
        if hides or len(styles) > MOST_STYLES or any(map(self._is_aside, styles)):
            self._empty(element)
            return
        if any(self._taken(each) > self._wide * _TAKEN for each in styles) and _says(element):
            self._carried.covered.add(self._number)
        is_barred = any(self._lies_over(one) for one in element.iter() if _paragraph_of(one) is element)
        for each in styles:
            self._again = each != styles[0]
            self._inside(element, (("paragraph", each),), self._styles.ground("paragraph", each) or ground)
        self._again = False
        if is_barred:
            self._bar(element)

    def _styles_of(self, style: str) -> list[str]:
        """Return a paragraph's style and those it gives way to: what hides under a condition is hidden."""
        return list(dict.fromkeys((style, *islice(self._styles.mapped("paragraph", style), MOST_STYLES))))

    def _empty(self, element: etree._Element) -> None:
        if _says(element):
            self._carried.covered.add(max(1, self._number))
        for one in list(element):
            element.remove(one)
        element.text = None

    def _bar(self, element: etree._Element) -> None:
        """Put a bar in the place of a paragraph's words: a shape lies over them."""
        self._carried.covered.add(self._number)
        said = False
        for one in element.iter():
            own = one is element or (_paragraph_of(one) is element and space_of(one) != "drawing")
            if own and (one.text or "").strip():
                said, one.text = True, None
            if one is not element and _paragraph_of(one) is element and (one.tail or "").strip():
                said, one.tail = True, None
        if said:
            element.text = BAR

    def _is_aside(self, style: str) -> bool:
        """Return whether a paragraph stands beside the page, or in lines that cut its words away."""
        kinds = {"paragraph-properties"}
        facts = [self._styles.fact("paragraph", style, key, kinds)
                 for key in ("margin-left", "margin-right", "text-indent", "padding", "padding-left",
                             "padding-right")]  # fmt: skip
        starts = [(percent(one) or 0.0) if one.endswith("%") else (points(one) or 0.0) for one in facts]
        if self._taken(style) > self._wide:
            return True
        height = self._styles.fact("paragraph", style, "line-height", kinds)
        low, share = points(height), percent(height)
        return (
            min(starts) < _ASIDE[0]
            or max(starts) > _ASIDE[1]
            or (low is not None and low < FLAT)
            or (share is not None and share < _NARROW)
        )

    def _taken(self, style: str) -> float:
        """Return how much of the breadth a paragraph's margins leave empty."""
        sides = ("margin-left", "margin-right", "text-indent")
        facts = (points(self._styles.fact("paragraph", style, one, {"paragraph-properties"})) for one in sides)
        return sum(max(0.0, one or 0.0) for one in facts)

    def _table(self, table: etree._Element, ground: tuple[str, ...]) -> None:
        style = at(table, "style-name")
        kinds = {"table-properties"}
        margin, *others = [
            points(self._styles.fact("table", style, one, kinds)) or 0.0
            for one in ("margin-left", "margin-right", "margin")
        ]
        is_aside = not all(_ASIDE[0] < one < _ASIDE[1] for one in (margin, *others))
        if is_aside or self._styles.fact("table", style, "display", kinds) == "false":
            self._number += 1
            self._cover(table)
            return
        behind = self._styles.ground("table", style) or ground
        grid = _Grid(table, self._styles, margin)
        if margin < _ODD_FROM and _says(table):
            self._carried.covered.add(max(1, self._number + 1))
        is_moved = self._styles.fact("table", style, "align", kinds) in {"right", "center"}
        if (grid.total > self._wide * (1 if is_moved else 1.5) + FLAT or grid.is_odd) and _says(table):
            self._carried.covered.add(max(1, self._number + 1))  # a program may fit it in
        self._rows(table, grid, behind)

    def _rows(self, element: etree._Element, grid: "_Grid", ground: tuple[str, ...]) -> None:
        for one in list(element):
            name = name_of(one)
            if self._is_silent(one, name):
                continue
            if name in {"table-header-rows", "table-rows", "table-row-group"}:
                if _is_undisplayed(one):
                    self._number += 1
                    self._cover(one)
                else:
                    self._rows(one, grid, ground)
            elif name == "table-row":
                self._row(one, grid, ground)
            elif space_of(one) == "drawing" or name == "shapes":
                self._blocks(one, ground)

    def _row(self, row: etree._Element, grid: "_Grid", ground: tuple[str, ...]) -> None:
        high = height_of_row(row, self._styles)
        if at(row, "visibility") in {"collapse", "filter"} or (high is not None and high < FLAT):
            self._number += 1
            self._cover(row)
            return
        behind = self._styles.ground("table-row", at(row, "style-name")) or ground
        place = 0
        cells = [one for one in row if name_of(one) in {"table-cell", "covered-table-cell"}]
        for cell in cells:
            style = at(cell, "style-name")
            many = counted(at(cell, "number-columns-repeated"), MOST_COLUMNS, 1)
            over = counted(at(cell, "number-columns-spanned"), MOST_COLUMNS, 1)
            wide = grid.width(place, over)
            inside = wide - inset(self._styles, "table-cell", style, "left", "right")
            start, end = grid.start(place), grid.start(place) + wide
            is_slit = wide > 0 and inside < FLAT
            if name_of(cell) == "covered-table-cell" or place in grid.hidden or is_slit or start > self._broadest:
                if _says(cell):
                    self._number += 1
                self._empty(cell)
            else:
                before, self._wide = self._wide, inside if wide else self._wide
                self._blocks(cell, self._styles.ground("table-cell", style) or behind)
                self._wide = before
                if end > self._broadest and _says(cell):
                    self._carried.covered.add(max(1, self._number))  # a program may fit it in
                height = grid.height(row, counted(at(cell, "number-rows-spanned"), MOST_COLUMNS, 1))
                if height is not None:
                    share = self._broadest / len(cells) / 2
                    blocks = self._measure.blocks(cell, inside if wide else share)
                    self._cut(blocks, height - inset(self._styles, "table-cell", style, "top"))
            place += many

    def _cut(self, blocks: list[Block], height: float) -> None:
        """Take out the paragraphs that a height cuts away, and tell of those that it may cut."""
        for one, is_gone in list(beyond(blocks, height)):
            if not _says(one):
                continue
            if is_gone:
                self._empty(one)
            else:
                self._carried.covered.add(max(1, self._number))

    # --- words

    def _inside(self, node: etree._Element, styles: Words, ground: tuple[str, ...]) -> None:
        node.text = self._seen(node.text, styles, ground)
        for one in list(node):
            name = name_of(one)
            one.tail = self._seen(one.tail, styles, ground)
            if self._is_silent(one, name):
                continue
            if self._again and (space_of(one) == "drawing" or name == "note"):
                continue  # what stands in it was looked at with the first of its paragraph's styles
            if space_of(one) == "drawing":
                self._shape(one, ground)
            elif name == "note" and self._styles.of_words(styles, "display") == "none":
                self._cover(one)
            elif name == "note":
                self._blocks(one, (WHITE, *sorted(self._styles.page)))
            elif name in {"hidden-text", "conditional-text"}:
                self._conditional(one, name, styles, ground)
            elif at(one, "display") == "none":
                self._cover(one)
            else:
                own = (("text", at(one, "style-name")),) if name in {"span", "a", "ruby-base", "ruby-text"} else ()
                self._inside(one, (*styles, *own), ground)

    def _conditional(self, one: etree._Element, name: str, styles: Words, ground: tuple[str, ...]) -> None:
        if name == "hidden-text" and at(one, "is-hidden") != "false":
            self._carried.covered.add(self._number)
            _take_out(one)
            return
        said = "".join(one.itertext()) or (at(one, "string-value") if name == "hidden-text" else "")
        for each in list(one):
            one.remove(each)
        one.text = self._seen(said, styles, ground)

    def _seen(self, text: str | None, styles: Words, ground: tuple[str, ...]) -> str | None:
        """Return words if they are seen, a bar if a mark of colour covers them, else nothing."""
        if not text or not text.strip():
            return text
        behind = colour(self._styles.of_words(styles[1:], "background-color"))
        if self._are_out_of_sight(styles, text):
            self._carried.covered.add(self._number)
            return None
        if self._are_crowded(styles, _LOW[1], _PUSHED[1]):
            self._carried.covered.add(self._number)  # nobody can say whether they are read
        own: tuple[str, ...] = ()
        if self._styles.of_words(styles, "use-window-font-color") != "true":
            said = self._styles.of_words(styles, "color")
            if said == "transparent":
                self._carried.covered.add(self._number)
                return None
            own = (colour(said),) if colour(said) else ()
        if are_read(own or (BLACK,), (behind,)) if behind else are_read(own, ground):
            return text
        self._carried.covered.add(self._number)
        return BAR if behind and behind != WHITE else None

    def _are_out_of_sight(self, styles: Words, text: str) -> bool:
        """Return whether words are hidden, too small, too narrow, too faint, pushed together or off their line."""
        fact = self._styles.of_words
        place, _gap, size = fact(styles, "text-position").partition(" ")
        share, scale = percent(size), percent(fact(styles, "text-scale"))
        share = 100 if share is None else share
        return (
            fact(styles, "display") == "none"
            or (scale is not None and scale < _NARROW)
            or any(self._styles.size(styles, one) * share / 100 <= _SMALLEST for one in _scripts(text))
            or self._are_crowded(styles, _LOW[0], _PUSHED[0])
            or self._styles.ink(styles) < _FAINT
            or abs(percent(place) or 0) > _AWAY
        )

    def _are_crowded(self, styles: Words, low: float, pushed: float) -> bool:
        """Return whether letters stand in a line, or are pushed into each other, by so much of their height."""
        size = self._styles.size(styles)
        apart = points(self._styles.of_words(styles, "letter-spacing"))
        line = points(self._styles.fact(*styles[0], "line-height", {"paragraph-properties"}))
        return (apart is not None and apart < -size * pushed) or (line is not None and line < size * low)

    # --- what is drawn

    def _shape(self, shape: etree._Element, ground: tuple[str, ...]) -> None:
        style = at(shape, "style-name")
        display = at(shape, "display") or self._styles.fact("graphic", style, "display", {"graphic-properties"})
        places = [points(at(shape, key)) or 0.0 for key in ("x", "y")]
        sizes = [points(at(shape, key)) for key in ("width", "height")]
        is_slit = any(one is not None and one < FLAT for one in sizes) and name_of(shape) not in _BARE
        if display == "none" or min(places) < _OFF[0] or max(places) > _OFF[1] or (is_slit and _has_words(shape)):
            self._cover(shape)
            return
        ends = places[0] + (sizes[0] or 0.0)
        is_out = not min(places) >= _ODD_FROM or ends > self._broadest + 60 or places[1] > _LOWEST
        if (is_out or at(shape, "transform") or at(shape, "x1") or at(shape, "y1")) and _has_words(shape):
            self._carried.covered.add(max(1, self._number))  # it may stand beside the page
        if self._floats_over(shape):
            self._carried.covered.add(max(1, self._number))  # it may lie over words: a person looks
        behind = self._styles.ground("graphic", style) or ground
        for one in list(shape):
            name = name_of(one)
            if self._is_silent(one, name):
                continue
            if name in {"p", "h"}:
                self._paragraph(one, behind)
            elif name == "text-box":
                before, self._wide = self._wide, sizes[0] or self._wide
                self._blocks(one, behind)
                self._wide = before
                self._cut_frame(shape, one)
            elif space_of(one) == "drawing":
                self._shape(one, behind)
            else:
                self._blocks(one, behind)

    def _cut_frame(self, frame: etree._Element, box: etree._Element) -> None:
        """Take out what a frame has no room for; one that grows with its words says how high it is at the least."""
        style, high = at(frame, "style-name"), points(at(frame, "height"))
        kinds = {"graphic-properties"}
        shares = (percent(at(frame, key)) for key in ("rel-height", "rel-width"))
        limits = [self._styles.fact("graphic", style, key, kinds) for key in ("height", "max-height")]
        limits.append(at(box, "max-height"))
        if (any(each is not None and each < 20 for each in shares) or any(limits)) and _says(box):
            self._carried.covered.add(max(1, self._number))
        if high is None or at(box, "min-height") or at(frame, "rel-height"):
            return
        wide = (points(at(frame, "width")) or self._broadest) - inset(self._styles, "graphic", style, "left", "right")
        self._cut(
            self._measure.blocks(box, max(wide, FLAT)), high - inset(self._styles, "graphic", style, "top", "bottom")
        )

    def _floats_over(self, shape: etree._Element) -> bool:
        """Return whether a shape lies on the page with the words running on behind it."""
        style = at(shape, "style-name")
        if name_of(shape) in {*_BARE, "a", "control"} or at(shape, "anchor-type") == "as-char":
            return False
        wrap = self._styles.fact("graphic", style, "wrap", {"graphic-properties"})
        level = self._styles.fact("graphic", style, "run-through", {"graphic-properties"})
        return wrap in {"", "run-through"} and level != "background"

    def _lies_over(self, shape: etree._Element) -> bool:
        """Return whether an element is a shape without words that lies in front of the text, as a bar does."""
        if space_of(shape) != "drawing" or _has_words(shape) or not self._floats_over(shape):
            return False
        if any(name_of(one) in {"image", "object", "object-ole"} for one in shape.iter()):
            return False
        fill = self._styles.fact("graphic", at(shape, "style-name"), "fill", {"graphic-properties"})
        return fill != "none" or bool(self._styles.ground("graphic", at(shape, "style-name")))


class _Grid:
    """A table's columns and rows: how wide and high they are, and which do not show."""

    def __init__(self, table: etree._Element, styles: Styles, margin: float) -> None:
        self.margin = margin
        self.hidden = _hidden_columns(table)
        """The places, from 0, of columns that do not show."""
        widths = widths_of(table, styles)
        self._edges = [0.0, *accumulate(widths)]
        self.total = self._edges[-1]
        shares = relative_widths(table, styles)
        self.is_odd = bool(shares) and min(shares) < sum(shares) * 0.01
        """Whether a column has so small a share that a program may show nothing of it."""
        rows = [one for one in table.iter() if name_of(one) == "table-row" and next(_tables_of(one)) is table]
        heights = [height_of_row(one, styles) for one in rows]
        self._places = {one: place for place, one in enumerate(rows)}
        self._tops = [0.0, *accumulate(one or 0.0 for one in heights)]
        self._grown = [0, *accumulate(one is None for one in heights)]

    def start(self, place: int) -> float:
        """Return how far from the margin a column begins, by those of which it is known how wide they are."""
        return self.margin + self._edges[min(place, len(self._edges) - 1)]

    def width(self, place: int, many: int) -> float:
        """Return how wide so many columns are together; 0 where nothing says it."""
        return self.start(place + many) - self.start(place)

    def height(self, row: etree._Element, many: int) -> float | None:
        """Return how high so many rows are together; None where one of them grows with its words."""
        first = self._places[row]
        last = min(first + many, len(self._tops) - 1)
        return None if self._grown[last] > self._grown[first] else self._tops[last] - self._tops[first]


def _hidden_columns(table: etree._Element) -> set[int]:
    found: set[int] = set()
    place = 0
    for one in table.iter():
        if name_of(one) != "table-column" or next(_tables_of(one), None) is not table:
            continue
        many = counted(at(one, "number-columns-repeated"), MOST_COLUMNS, 1)
        if at(one, "visibility") in {"collapse", "filter"} or _is_undisplayed(one):
            found.update(range(place, place + many))
        place += many
    return found


def _scripts(text: str) -> set[str]:
    """Return which sizes a text's signs have: those of its own letters, of Chinese signs, of Arabic and its like."""
    found = set()
    for sign in text:
        if sign.isalnum():
            code = ord(sign)
            found.add("-complex" if 0x590 <= code < 0x1100 else "-asian" if 0x2E80 <= code < 0xD7FF else "")
    return found or {""}


def _take_out(one: etree._Element) -> None:
    """Take an element out, and leave the words behind it where they are."""
    above = one.getparent()
    if above is None:
        return
    if one.tail:
        before = one.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + one.tail
        else:
            above.text = (above.text or "") + one.tail
    above.remove(one)


def _is_hidden(section: etree._Element) -> bool:
    display = at(section, "display")
    return display == "none" or (display == "condition" and at(section, "is-hidden") != "false")


def _is_undisplayed(one: etree._Element) -> bool:
    """Return whether a group of rows or columns, or one that an element stands in, is not displayed."""
    return any(
        name_of(each) in {"table-row-group", "table-column-group"} and at(each, "display") == "false"
        for each in (one, *one.iterancestors())
    )


def _tables_of(one: etree._Element) -> Iterator[etree._Element]:
    return (up for up in one.iterancestors() if name_of(up) == "table")


def _paragraph_of(one: etree._Element) -> etree._Element | None:
    return next((up for up in one.iterancestors() if name_of(up) in {"p", "h"}), None)


def _says(one: etree._Element) -> bool:
    return any(text.strip() for text in one.itertext()) or any(
        space_of(each) == "drawing" for each in one.iter() if isinstance(each.tag, str)
    )


def _has_words(shape: etree._Element) -> bool:
    return any(
        (text or "").strip()
        for one in shape.iter()
        if name_of(one) not in {"title", "desc"}
        for text in (one.text, one.tail if one is not shape else None)
    )
