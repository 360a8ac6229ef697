"""An OpenDocument text as a reader of the paper sees it: what is deleted, hidden or covered is not read.

Source: OASIS OpenDocument 1.3, part 3: hidden text 7.7.3, sections 5.4, lists 5.3, tables 9, annotations 14.1.
"""

from collections.abc import Iterator

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.package import Package
from civic.documents.parts import (
    BAR,
    FRONT,
    Found,
    Numbering,
    Reading,
    UnreadableError,
    as_table,
    described,
    is_alike,
    line_of,
    one_line,
    put_item,
    struck,
    titled,
)
from civic.kernel.markup import Block, Line, Mark, Paragraph, Picture, Span, Table

MOST_SPACES = 100
"""In a row; a file of ten kilobytes may ask for three hundred million."""
MOST_CELLS = 100
_LEVELS = {"list-level-style-number", "list-level-style-bullet", "list-level-style-image", "outline-level-style"}
_SMALLEST = 3.0
"""Points."""


def read_odt(content: bytes, carried: Carried) -> Reading:
    """Return an ODT's headings with what stands under them; what it carries beside is put into `carried`."""
    package = Package(content, carried)
    carried.words += package.words()
    document = package.tree("content.xml")
    if document is None:
        raise UnreadableError("there is no document in the file")
    body = next((one for one in document.iter() if _name(one) == "text" and _space(one) == "office"), None)
    if body is None:
        raise UnreadableError("there is no text in the file")
    return _Reader(package, document, carried).read(body)


def _name(node: etree._Element) -> str:
    return str(node.tag).rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def _space(node: etree._Element) -> str:
    return str(node.tag).partition("}")[0].rsplit(":", 2)[-2] if "}" in str(node.tag) else ""


def _at(node: etree._Element, key: str) -> str:
    return next((str(value) for name, value in node.attrib.items() if str(name).rsplit("}", 1)[-1] == key), "")


class _Reader:
    def __init__(self, package: Package, document: etree._Element, carried: Carried) -> None:
        self._package, self._carried = package, carried
        self._styles: dict[str, etree._Element] = {}
        self._lists: dict[str, dict[int, tuple[str, int, str]]] = {}
        self._controls: dict[str, etree._Element] = {}
        self._outline: dict[int, tuple[str, int, str]] = {}
        for tree in (package.tree("styles.xml"), document):
            for one in tree.iter() if tree is not None else ():
                name = _name(one)
                if name in {"style", "default-style"}:
                    self._styles[f"{_at(one, 'family')} {_at(one, 'name')}"] = one
                elif name == "list-style":
                    self._lists[_at(one, "name")] = dict(_levels(one))
                elif name == "outline-style":
                    self._outline = {level: shape for level, shape in _levels(one) if shape[0]}
                elif _space(one) == "form" and (key := _at(one, "id")):
                    self._controls[key] = one
        self._numbering = Numbering()
        self._numbering.enter("outline", "outline", self._outline, {})
        self._counted = 0
        self._last: dict[str, str] = {}
        self._parts: list[tuple[str, int, list[Block]]] = [("", 1, [])]
        self._pictures: list[Found] = []
        self._notes: list[Line] = []
        self._front: list[str] = []
        self._title = ""
        self._paragraph = 0
        self._shades: list[str] = []
        self._beside: list[etree._Element] = []

    def read(self, body: etree._Element) -> Reading:
        for element in body:
            self._take(element)
        self._parts[-1][2].extend(Paragraph(line) for line in self._notes)
        return Reading(self._title, tuple(titled(self._parts, self._title)), tuple(self._pictures), tuple(self._front))

    # --- blocks

    def _take(self, element: etree._Element) -> None:
        name, blocks = _name(element), self._parts[-1][2]
        if name == "h":
            line = self._line(element)
            words = "".join(span.text for span in line).replace("\n", " ").strip()
            if words:
                level = int(_at(element, "outline-level") or 1) if _at(element, "outline-level").isdecimal() else 1
                if level in self._outline and _at(element, "is-list-header") != "true":
                    words = f"{self._numbering.next('outline', level, 0)[0]} {words}"
                self._parts.append((words, level, []))
            self._put_beside()
        elif name == "list":
            self._list(element, 1, "", "")
        elif name == "table":
            table = self._table(element)
            blocks += [table] if any((*table.head, *table.rows)) else []
        elif name == "p":
            style = _at(element, "style-name")
            line = self._line(element)
            words = "".join(span.text for span in line).replace("\n", " ").strip()
            kind = next((one for one in self._named(style) if one in FRONT), "")
            if words and kind and len(self._parts) == 1 and not blocks:
                self._front.append(words)
                self._title = self._title or (words if kind == "title" else "")
            elif words and kind == "title":
                self._parts.append((words, 1, []))
            elif line:
                blocks.append(Paragraph(line))
            self._put_beside()
        elif name in {"frame", "custom-shape", "g", "rect", "control"} and _space(element) == "drawing":
            self._beside.append(element)
            self._put_beside()
        elif name == "section" and self._is_hidden_part(element):
            if any(text.strip() for text in element.itertext()):
                self._carried.covered.add(self._paragraph + 1)
        elif name in {"section", "numbered-paragraph", "index-body", "index-title", "table-of-content",
                      "alphabetical-index", "illustration-index", "table-index", "user-index", "bibliography",
                      "object-index"}:  # fmt: skip
            for child in element:
                self._take(child)
        elif name == "tracked-changes" and len(element):
            self._carried.changed.add(1)

    def _is_hidden_part(self, element: etree._Element) -> bool:
        return _at(element, "display") == "none" or (
            _at(element, "display") == "condition" and _at(element, "is-hidden") == "true"
        )

    def _named(self, style: str) -> Iterator[str]:
        for one in self._chain("paragraph", style):
            yield (_at(one, "display-name") or _at(one, "name")).lower()
        yield style.lower()

    def _chain(self, family: str, style: str) -> Iterator[etree._Element]:
        for _step in range(20):
            found = self._styles.get(f"{family} {style}")
            if found is None:
                return
            yield found
            style = _at(found, "parent-style-name")

    def _list(self, element: etree._Element, level: int, style: str, number: str) -> None:
        own = _at(element, "style-name")
        style = own or style
        if level == 1:
            if _at(element, "continue-numbering") == "true" and style in self._last:
                number = self._last[style]
            else:
                self._counted += 1
                number = f"{style} {self._counted}"
                self._numbering.enter(number, number, self._lists.get(style, {}), {})
            self._last[style] = number
        for item in element:
            is_item = _name(item) == "list-item"
            if not is_item and _name(item) != "list-header":
                continue
            start = _at(item, "start-value")
            if start.isdecimal():
                self._numbering.start(number, level, int(start))
            is_first = is_item
            for child in item:
                name = _name(child)
                if name == "list":
                    self._list(child, level + 1, style, number)
                elif name in {"p", "h"}:
                    line = self._line(child)
                    if line:
                        sign = self._numbering.next(number, level, level - 1) if is_first else None
                        put_item(self._parts[-1][2], sign if sign or not is_item else None, line)
                        is_first = False
                    self._put_beside()
                elif name:
                    self._take(child)

    def _table(self, element: etree._Element) -> Table:
        """Return a table, each cell under the heading it stands under."""
        rows: list[tuple[Line, ...]] = []
        for row in self._rows(element):
            cells: list[Line] = []
            for cell in row:
                name = _name(cell)
                if name not in {"table-cell", "covered-table-cell"}:
                    continue
                self._shades.append(self._shade("table-cell", _at(cell, "style-name")))
                line = one_line(list(self._cell(cell))) if name == "table-cell" else ()
                self._shades.pop()
                times = _at(cell, "number-columns-repeated")
                times_ = min(int(times), MOST_CELLS) if times.isdecimal() and times != "0" else 1
                cells += [line] * (times_ if line or len(cells) + times_ <= MOST_CELLS else 1)
            while cells and not cells[-1] and len(cells) > 1 and rows and len(cells) > len(rows[0]):
                cells.pop()
            if _at(row, "visibility") in {"collapse", "filter"}:
                if any(cells):
                    self._carried.covered.add(self._paragraph)
                continue
            rows.append(tuple(cells))
        return as_table(rows)

    def _rows(self, element: etree._Element) -> Iterator[etree._Element]:
        for one in element:
            name = _name(one)
            if name == "table-row":
                yield one
            elif name in {"table-header-rows", "table-rows", "table-row-group"}:
                yield from self._rows(one)

    def _cell(self, cell: etree._Element) -> Iterator[Line]:
        for one in cell:
            name = _name(one)
            if name in {"p", "h"}:
                yield self._line(one)
            elif name == "list":
                yield from self._cell_list(one)
            elif name == "table":
                inner = self._table(one)
                yield from (line for row in (inner.head, *inner.rows) for line in row)
            elif name == "section" and not self._is_hidden_part(one):
                yield from self._cell(one)

    def _cell_list(self, element: etree._Element) -> Iterator[Line]:
        for one in element.iter():
            if _name(one) in {"p", "h"} and not any(_name(up) == "annotation" for up in one.iterancestors()):
                yield self._line(one)

    # --- words

    def _line(self, element: etree._Element) -> Line:
        self._paragraph += 1
        style = _at(element, "style-name")
        if any(_name(one) == "hidden-paragraph" and _at(one, "is-hidden") == "true" for one in element):
            self._carried.covered.add(self._paragraph)
            return ()
        spans: list[Span] = []
        shade = self._shade("paragraph", style)
        self._collect(element, ["paragraph " + style], shade, spans)
        return line_of(spans)

    def _put(self, text: str | None, styles: list[str], shade: str, spans: list[Span]) -> None:
        if not text:
            return
        if text.strip() and self._is_covered(styles, shade):
            self._carried.covered.add(self._paragraph)
            if any(self._fact(one, "background-color") not in {"", "transparent", "#ffffff"} for one in styles[1:]):
                spans.append(Span(BAR))
            return
        if self._first(styles, "text-line-through-style") not in {"", "none"} or self._first(
            styles, "text-line-through-type"
        ) not in {"", "none"}:
            spans.append(struck(text))
            return
        own = styles[1:]
        mark = (
            Mark.STRONG
            if self._first(own, "font-weight") == "bold"
            else Mark.EMPHASIS
            if self._first(own, "font-style") == "italic"
            else Mark.PLAIN
        )
        if not own and not any(True for _one in self._chain("paragraph", styles[0].partition(" ")[2])):
            mark = Mark.PLAIN
        spans.append(Span(text, mark))

    def _is_covered(self, styles: list[str], shade: str) -> bool:
        if self._first(styles, "display") == "none":
            return True
        size = self._first(styles, "font-size")
        if size.endswith("pt") and size[:-2].replace(".", "", 1).isdecimal() and float(size[:-2]) <= _SMALLEST:
            return True
        colour = self._first(styles, "color").lstrip("#")
        behind = next((one for each in styles[:0:-1] if (one := self._fact(each, "background-color"))), "")
        if behind and behind != "transparent":
            return is_alike(colour or "000000", behind.lstrip("#"))
        if not colour:
            return False
        return is_alike(colour, (shade or (self._shades[-1] if self._shades else "") or "#ffffff").lstrip("#"))

    def _first(self, styles: list[str], fact: str) -> str:
        return next((one for each in reversed(styles) if (one := self._fact(each, fact))), "")

    def _fact(self, style: str, fact: str) -> str:
        family, _gap, name = style.partition(" ")
        for one in self._chain(family, name):
            for each in one:
                if _name(each) == "text-properties" and (found := _at(each, fact)):
                    return found
        return ""

    def _shade(self, family: str, style: str) -> str:
        for one in self._chain(family, style):
            for each in one:
                if _name(each) in {"paragraph-properties", "table-cell-properties"}:
                    found = _at(each, "background-color")
                    if found:
                        return "" if found == "transparent" else found
        return ""

    def _collect(self, node: etree._Element, styles: list[str], shade: str, spans: list[Span]) -> None:
        self._put(node.text, styles, shade, spans)
        for child in node:
            name = _name(child)
            if name == "span":
                self._collect(child, [*styles, "text " + _at(child, "style-name")], shade, spans)
            elif name == "line-break":
                spans.append(Span("\n"))
            elif name == "tab":
                spans.append(Span(" "))
            elif name == "s":
                count = _at(child, "c")
                spans.append(Span(" " * min(int(count) if count.isdecimal() else 1, MOST_SPACES)))
            elif name == "note":
                spans.append(Span(f"[{self._note(child)}]"))
            elif name == "annotation":
                self._carried.comments.add(self._paragraph)
            elif name in {"hidden-text", "conditional-text"}:
                self._conditional(child, name, styles, shade, spans)
            elif name in {"frame", "custom-shape", "g", "rect", "control"} and _space(child) == "drawing":
                self._beside.append(child)
            elif name in {"change", "change-start", "change-end"}:
                self._carried.changed.add(self._paragraph)
            elif name not in {"annotation-end", "tracked-changes", "script", "hidden-paragraph", ""}:
                self._collect(child, styles, shade, spans)
            self._put(child.tail, styles, shade, spans)

    def _conditional(self, node: etree._Element, name: str, styles: list[str], shade: str, spans: list[Span]) -> None:
        if name == "hidden-text" and _at(node, "is-hidden") != "false":
            self._carried.covered.add(self._paragraph)
            return
        said = "".join(node.itertext()) or (_at(node, "string-value") if name == "hidden-text" else "")
        self._put(said, styles, shade, spans)

    def _note(self, node: etree._Element) -> int:
        """Keep a footnote for the end, and return its number."""
        place = len(self._notes)
        self._notes.append(())
        lines = [self._line(one) for one in node.iter() if _name(one) == "p"]
        self._notes[place] = line_of([Span(f"[{place + 1}] "), *one_line(lines)])
        return place + 1

    # --- what is drawn beside the words

    def _put_beside(self) -> None:
        while self._beside:
            self._draw(self._beside.pop(0))

    def _draw(self, element: etree._Element) -> None:
        name, blocks = _name(element), self._parts[-1][2]
        if name == "control":
            found = self._controls.get(_at(element, "control"))
            words = sane_control(found) if found is not None else ""
            if words:
                blocks.append(Paragraph(line_of([Span(words)])))
            return
        has_words = False
        for child in element:
            kind = _name(child)
            if kind == "text-box":
                for one in child:
                    has_words = True
                    self._take(one)
            elif kind in {"p", "list"}:
                has_words = True
                self._take(child)
            elif kind == "image":
                self._picture(element, child)
            elif kind in {"object", "object-ole", "floating-frame", "plugin", "applet"}:
                self._carried.packed = True
            elif kind in {"frame", "custom-shape", "g", "rect"}:
                self._draw(child)
        if not has_words and name in {"custom-shape", "rect"}:
            self._carried.pictures.add(self._paragraph)

    def _picture(self, frame: etree._Element, image: etree._Element) -> None:
        self._carried.pictures.add(self._paragraph)
        content = self._package.bytes(_at(image, "href").removeprefix("./"))
        if content is None:
            return
        said = next((one.text or "" for one in frame if _name(one) == "desc"), "")
        said = said or next((one.text or "" for one in frame if _name(one) == "title"), "")
        self._parts[-1][2].append(Picture(len(self._pictures), described(said)))
        self._pictures.append(Found(content, described(said)))


def sane_control(control: etree._Element) -> str:
    """Return what a form's field shows: what was typed, or a ticked or empty box with its label."""
    kind, label = _name(control), _at(control, "label")
    if kind in {"checkbox", "radio"}:
        state = _at(control, "current-state") or _at(control, "state") or _at(control, "current-selected")
        return f"{'☒' if state in {'checked', 'true'} else '☐'} {label}".strip()
    if kind in {"listbox", "combobox"}:
        chosen = [_at(one, "label") for one in control if _at(one, "current-selected") == "true"]
        return ", ".join(chosen) or _at(control, "current-value")
    return (
        _at(control, "current-value") or _at(control, "value") if kind not in {"button", "hidden", "password"} else ""
    )


def _levels(root: etree._Element) -> Iterator[tuple[int, tuple[str, int, str]]]:
    for one in root:
        if _name(one) not in _LEVELS:
            continue
        level = int(_at(one, "level")) if _at(one, "level").isdecimal() else 1
        form = _at(one, "num-format") if _name(one) in {"list-level-style-number", "outline-level-style"} else "bullet"
        shown = _at(one, "display-levels")
        first = max(1, level - (int(shown) if shown.isdecimal() else 1) + 1)
        text = ".".join(f"%{at + 1}" for at in range(first, level + 1))
        start = _at(one, "start-value")
        yield (
            level,
            (form, int(start) if start.isdecimal() else 1, f"{_at(one, 'num-prefix')}{text}{_at(one, 'num-suffix')}"),
        )
