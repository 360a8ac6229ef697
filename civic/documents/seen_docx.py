"""A Word file as a reader of the paper sees it: what is deleted, hidden or covered is not read, and a person is told.

Source: ISO/IEC 29500-1, WordprocessingML: run properties 17.3.2, numbering 17.9, tables 17.4, fields 17.16.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.package import Package
from civic.documents.parts import (
    BAR,
    BULLET,
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

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "urn:schemas-microsoft-com:vml": "v:",
}
_BOXES = {"FE": "☒", "FD": "☒", "78": "☒", "52": "☒", "A8": "☐", "6F": "☐", "A3": "☐", "71": "☐", "FC": "✓", "FB": "✗",
          "E0": "→", "A7": "▪"}  # fmt: skip
"""Signs of the fonts Wingdings and Wingdings 2 that forms are filled in with."""
_SMALLEST = 6
"""Half points."""
_MARKS = {"black": "000000", "white": "FFFFFF", "darkBlue": "000080", "darkGray": "808080"}
_FETCHES = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON)\b")
_RUN_FACTS = ("b", "i", "strike", "dstrike", "vanish", "color", "highlight", "shd", "sz")


def read_docx(content: bytes, carried: Carried) -> Reading:
    """Return a Word file's headings with what stands under them; what it carries beside is put into `carried`."""
    package = Package(content, carried)
    carried.words += package.words()
    main = next((where for kind, where, _out in package.related("").values() if kind == "officeDocument"), "")
    document = package.tree(main)
    body = next((one for one in document if _name(one) == "w:body"), None) if document is not None else None
    if body is None:
        raise UnreadableError("there is no document in the file")
    return _Reader(package, main, carried).read(body)


def _name(node: etree._Element) -> str:
    if not isinstance(node.tag, str):
        return ""
    space, _brace, local = node.tag[1:].partition("}") if node.tag.startswith("{") else ("", "", node.tag)
    return _PREFIXES.get(space, "?:") + local


def _at(node: etree._Element | None, key: str) -> str:
    if node is None:
        return ""
    return next((str(value) for name, value in node.attrib.items() if str(name).rsplit("}", 1)[-1] == key), "")


def _child(node: etree._Element | None, *path: str) -> etree._Element | None:
    for step in path:
        node = next((one for one in node if _name(one) == step), None) if node is not None else None
    return node


def _is_on(node: etree._Element) -> bool:
    return _at(node, "val") not in {"0", "false", "none", "off"}


@dataclass
class _Style:
    name: str
    above: str
    paragraph: etree._Element | None
    run: etree._Element | None
    node: etree._Element


@dataclass
class _Look:
    """How the words of a run stand, by itself or by its styles."""

    facts: dict[str, etree._Element] = field(default_factory=dict)

    def is_on(self, name: str) -> bool:
        return name in self.facts and _is_on(self.facts[name])

    def value(self, name: str, key: str = "val") -> str:
        return _at(self.facts.get(name), key)


class _Reader:
    def __init__(self, package: Package, main: str, carried: Carried) -> None:
        self._package, self._carried = package, carried
        self._related = package.related(main)
        parts = {
            kind: package.tree(where)
            for kind, where, is_out in self._related.values()
            if not is_out and where.endswith(".xml")
        }
        self._styles = dict(_styles(parts.get("styles")))
        self._usual = next(
            (
                key
                for key, one in self._styles.items()
                if _at(one.node, "type") == "paragraph" and _at(one.node, "default") in {"1", "true", "on"}
            ),
            "",
        )
        self._defaults = _child(parts.get("styles"), "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._numbering = _numbering(parts.get("numbering"))
        self._notes = {kind: _notes(parts.get(kind)) for kind in ("footnotes", "endnotes")}
        self._met: list[etree._Element] = []
        self._pictures: list[Found] = []
        self._parts: list[tuple[str, int, list[Block]]] = [("", 1, [])]
        self._front: list[str] = []
        self._title = ""
        self._drop = ""
        self._paragraph = 0
        self._boxes: list[etree._Element] = []
        self._fields: list[bool] = []
        """Of each field that is open: whether its instruction is still being said."""
        self._cells: list[bool] = []
        """Of each cell that is open: whether it, or its table, is dark."""
        settings = parts.get("settings")
        fetched = {kind for kind, _where, is_out in self._related.values() if is_out} - {"hyperlink", "image"}
        if fetched or (settings is not None and any(_name(one) == "w:attachedTemplate" for one in settings.iter())):
            carried.active = True

    def read(self, body: etree._Element) -> Reading:
        for element in self._within(body):
            self._take(element)
        self._parts[-1][2].extend(Paragraph(line) for line in self._said_notes())
        front = tuple(self._front)
        return Reading(self._title, tuple(titled(self._parts, self._title)), tuple(self._pictures), front)

    # --- blocks

    def _take(self, element: etree._Element) -> None:
        blocks = self._parts[-1][2]
        name = _name(element)
        if name == "w:tbl":
            table = self._table(element)
            blocks += [table] if any((*table.head, *table.rows)) else []
            return
        if name == "w:altChunk":
            self._carried.packed = True
        if name != "w:p":
            return
        style = _at(_child(element, "w:pPr", "w:pStyle"), "val")
        line, pictures = self._line(element), self._drawn(element)
        words = "".join(span.text for span in line).replace("\n", " ").strip()
        frame = _child(element, "w:pPr", "w:framePr")
        if frame is not None and _at(frame, "dropCap") in {"drop", "margin"}:
            self._drop += words
            return
        kind, level = self._role(element, style)
        if words and kind in FRONT and len(self._parts) == 1 and not blocks:
            self._front.append(words)
            self._title = self._title or (words if kind == "title" else "")
        elif words and level:
            label = self._label(element, style)
            numbered = f"{label[0]} {words}" if label is not None and label[0] != BULLET else words
            self._parts.append((numbered, level, []))
        elif line:
            put_item(blocks, self._label(element, style), line)
        for one in pictures:
            self._parts[-1][2].append(Picture(len(self._pictures), one.alt))
            self._pictures.append(one)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for inside in self._within(box):
                if _name(inside) == "w:p" and (said := self._line(inside)):
                    self._parts[-1][2].append(Paragraph(said))
                elif _name(inside) == "w:tbl":
                    self._parts[-1][2].append(self._table(inside))

    def _within(self, element: etree._Element) -> Iterator[etree._Element]:
        """Give an element's blocks, those inside content controls and inserted ones too."""
        for one in element:
            name = _name(one)
            if name in {"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"}:
                yield from self._within(one)
            elif name in {"w:del", "w:moveFrom"}:
                self._carried.changed.add(self._paragraph + 1)
            elif name == "mc:AlternateContent":
                choice = _child(one, "mc:Choice")
                yield from self._within(choice if choice is not None else one)
            else:
                yield one

    def _role(self, element: etree._Element, style: str) -> tuple[str, int]:
        """Return the name of a paragraph's style and its level as a heading, 0 for none."""
        kind = self._styles[style].name if style in self._styles else ""
        own = _at(_child(element, "w:pPr", "w:outlineLvl"), "val")
        if own.isdecimal() and int(own) < 9:
            return kind, int(own) + 1
        for one in self._chain(style):
            named = re.fullmatch(r"heading ([1-9])", one.name)
            if named:
                return kind, int(named[1])
            outlined = _at(_child(one.paragraph, "w:outlineLvl"), "val")
            if outlined.isdecimal() and int(outlined) < 9:
                return kind, int(outlined) + 1
        return kind, 1 if kind == "title" and len(self._parts) > 1 else 0

    def _chain(self, style: str) -> Iterator[_Style]:
        for _step in range(20):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = found.above

    def _label(self, element: etree._Element, style: str) -> tuple[str, int] | None:
        """Return the sign an item of a list stands under, "–" for a bullet, and how deep; None for no item."""
        found = _child(element, "w:pPr", "w:numPr")
        if found is None:
            kind = self._styles[style].name if style in self._styles else ""
            named = re.fullmatch(r"list (bullet|number)(?: (\d))?", kind)
            numbered = (_child(each.paragraph, "w:numPr") for each in self._chain(style))
            found = next((one for one in numbered if one is not None), None)
            if named:
                deep = int(named[2] or 1) - 1
                if named[1] == "bullet":
                    return BULLET, deep
                number = _at(_child(found, "w:numId"), "val") if found is not None else "style"
                return self._numbering.next(number, 0, deep)
        if found is None:
            return None
        number, level = _at(_child(found, "w:numId"), "val") or "0", _at(_child(found, "w:ilvl"), "val")
        if number == "0":
            return None
        deep = int(level) if level.isdecimal() else 0
        return self._numbering.next(number, deep, deep)

    def _table(self, element: etree._Element) -> Table:
        """Return a table, each cell under the heading it stands under; one inside a cell is read into the cell."""
        dark = self._is_dark_style(_at(_child(element, "w:tblPr", "w:tblStyle"), "val"))
        rows: list[tuple[Line, ...]] = []
        for row in self._within(element):
            if _name(row) != "w:tr":
                continue
            facts = _child(row, "w:trPr")
            is_hidden = _child(facts, "w:hidden") is not None
            if _child(facts, "w:del") is not None:
                self._carried.changed.add(self._paragraph + 1)
                continue
            cells: list[Line] = [()] * _number(_at(_child(facts, "w:gridBefore"), "val"))
            for cell in self._within(row):
                if _name(cell) != "w:tc":
                    continue
                shade = _at(_child(cell, "w:tcPr", "w:shd"), "fill")
                self._cells.append(is_dark(shade) if shade not in {"", "auto"} else dark)
                lines = list(self._cell(cell))
                self._cells.pop()
                cells.append(one_line(lines))
                cells += [()] * (max(1, _number(_at(_child(cell, "w:tcPr", "w:gridSpan"), "val"))) - 1)
            if is_hidden:
                if any(cells):
                    self._carried.covered.add(self._paragraph)
                continue
            rows.append(tuple(cells))
        return as_table(rows)

    def _cell(self, cell: etree._Element) -> Iterator[Line]:
        for one in self._within(cell):
            if _name(one) == "w:p":
                yield self._line(one)
            elif _name(one) == "w:tbl":
                inner = self._table(one)
                yield from (line for row in (inner.head, *inner.rows) for line in row)

    def _is_dark_style(self, style: str) -> bool:
        for one in self._chain(style):
            if any(_name(each) == "w:shd" and is_dark(_at(each, "fill")) for each in one.node.iter()):
                return True
        return False

    # --- words

    def _line(self, element: etree._Element) -> Line:
        """Return the words of a paragraph that are seen; a footnote stands as its number."""
        self._paragraph += 1
        style = _at(_child(element, "w:pPr", "w:pStyle"), "val")
        shade = _at(_child(element, "w:pPr", "w:shd"), "fill")
        spans: list[Span] = []
        if self._drop:
            spans.append(Span(self._drop))
            self._drop = ""
        self._fields = []
        self._collect(element, style, shade, spans)
        return line_of(spans)

    def _collect(self, node: etree._Element, style: str, shade: str, spans: list[Span]) -> None:
        for one in node:
            name = _name(one)
            if name == "w:r":
                self._run(one, style, shade, spans)
            elif name in {"w:del", "w:moveFrom"}:
                self._carried.changed.add(self._paragraph)
            elif name in {"w:ins", "w:moveTo"}:
                self._carried.changed.add(self._paragraph)
                self._collect(one, style, shade, spans)
            elif name == "mc:AlternateContent":
                choice = _child(one, "mc:Choice")
                self._collect(choice if choice is not None else one, style, shade, spans)
            elif name == "m:t":
                spans.append(Span(one.text or ""))
            elif name in {"w:commentRangeStart", "w:commentReference"}:
                self._carried.comments.add(self._paragraph)
            elif name not in {"w:pPr", "w:rPr", "w:sdtPr", "w:txbxContent", "mc:Fallback", "w:drawing", "w:pict"}:
                if name == "w:fldSimple" and _FETCHES.search(_at(one, "instr")):
                    self._carried.active = True
                self._collect(one, style, shade, spans)

    def _run(self, run: etree._Element, style: str, shade: str, spans: list[Span]) -> None:
        look = self._look(run, style)
        if look.is_on("vanish"):  # before anything in it is looked at: boxes, pictures and notes are hidden with it
            if len(run) > (_child(run, "w:rPr") is not None):
                self._carried.covered.add(self._paragraph)
            return
        said = "".join(self._said(one) for one in run)
        if not said:
            return
        if self._is_covered(look, shade) and said.strip():
            self._carried.covered.add(self._paragraph)
            if look.value("highlight") not in {"", "none", "white"} or is_dark(look.value("shd", "fill")):
                spans.append(Span(BAR))
            return
        if look.is_on("strike") or look.is_on("dstrike"):
            spans.append(struck(said))
            return
        mark = Mark.STRONG if look.is_on("b") else Mark.EMPHASIS if look.is_on("i") else Mark.PLAIN
        spans.append(Span(said, mark))

    def _look(self, run: etree._Element, style: str) -> _Look:
        own = _child(run, "w:rPr")
        own_style = [one.run for one in self._chain(_at(_child(own, "w:rStyle"), "val"))]
        facts: dict[str, etree._Element] = {}
        its_style = [one.run for one in self._chain(style or self._usual)]
        for place, one in enumerate((own, *own_style, *its_style, self._defaults)):
            for fact in one if one is not None else ():
                name = _name(fact)[2:]
                by_paragraph = place > len(own_style) and name in {"b", "i"}  # a heading is bold by being one
                if name in _RUN_FACTS and not by_paragraph:
                    facts.setdefault(name, fact)
        return _Look(facts)

    def _is_covered(self, look: _Look, shade: str) -> bool:
        if look.is_on("vanish"):
            return True
        size = look.value("sz")
        if size.isdecimal() and int(size) <= _SMALLEST:
            return True
        colour = look.value("color")
        if colour in {"", "auto"} and look.value("color", "themeColor") in {"background1", "light1"}:
            colour = "FFFFFF"
        mark = look.value("highlight")
        behind = _MARKS.get(mark, "FFFF80" if mark not in {"", "none"} else "")
        own = look.value("shd", "fill")
        behind = behind or (own if own not in {"", "auto"} else "")
        if behind:  # what is put behind these very words is meant to cover them, where they keep their colour
            return is_alike(colour if colour not in {"", "auto"} else "000000", behind)
        if colour in {"", "auto"}:
            return False
        if shade not in {"", "auto"}:
            return is_alike(colour, shade)
        if self._cells and self._cells[-1]:
            return not is_alike(colour, "FFFFFF") and is_alike(colour, "000000")
        return is_alike(colour, "FFFFFF")

    def _said(self, one: etree._Element) -> str:
        name = _name(one)
        if name == "w:fldChar":
            return self._field(one)
        if name == "w:instrText":
            if _FETCHES.search(one.text or ""):
                self._carried.active = True
            return ""
        if any(self._fields):
            return ""
        if name == "w:t" or name == "m:t":
            return one.text or ""
        if name == "w:delText":
            self._carried.changed.add(self._paragraph)
            return ""
        if name == "w:sym":
            return _BOXES.get(_at(one, "char").upper()[-2:], "•")
        if name in {"w:footnoteReference", "w:endnoteReference"}:
            found = self._notes[f"{name[2:-9]}s"].get(_at(one, "id"))
            if found is None:
                return ""
            self._met.append(found)
            return f"[{len(self._met)}]"
        if name in {"w:drawing", "w:pict", "w:object", "mc:AlternateContent"}:
            self._boxes += _boxes(one)
            if name == "w:object":
                self._carried.packed = True
            return ""
        if name == "w:commentReference":
            self._carried.comments.add(self._paragraph)
        return {"w:br": "\n", "w:cr": "\n", "w:tab": " ", "w:noBreakHyphen": "-", "w:ptab": " "}.get(name, "")

    def _field(self, one: etree._Element) -> str:
        kind = _at(one, "fldCharType")
        if kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()
        elif kind == "begin":
            self._fields.append(True)
            data = _child(one, "w:ffData")
            box, choice = _child(data, "w:checkBox"), _child(data, "w:ddList")
            if box is not None:
                ticked = _child(box, "w:checked")
                ticked = ticked if ticked is not None else _child(box, "w:default")
                return "☒" if ticked is not None and _is_on(ticked) else "☐"
            if choice is not None:
                chosen = _child(choice, "w:result")
                number = _number(_at(chosen if chosen is not None else _child(choice, "w:default"), "val"))
                entries = [_at(each, "val") for each in choice if _name(each) == "w:listEntry"]
                return entries[number] if number < len(entries) else ""
        return ""

    def _said_notes(self) -> Iterator[Line]:
        at = 0
        while at < len(self._met):
            lines = [self._line(one) for one in self._met[at].iter() if _name(one) == "w:p"]
            at += 1
            yield line_of([Span(f"[{at}] "), *one_line(lines)])

    # --- pictures

    def _drawn(self, element: etree._Element) -> list[Found]:
        found: list[Found] = []
        for one in element.iter():
            name = _name(one)
            if name == "wp:anchor":  # it floats, and may lie over words: a person looks
                self._carried.covered.add(self._paragraph)
            is_drawn = name in {"w:drawing", "w:pict", "w:object"}
            if is_drawn and not any(_name(each) == "w:txbxContent" for each in one.iter()):
                self._carried.pictures.add(self._paragraph)
            if name == "a:blip" and not any(_name(up) == "mc:Fallback" for up in one.iterancestors()):
                self._carried.pictures.add(self._paragraph)
                where = self._related.get(_at(one, "embed"), ("", "", True))
                content = self._package.bytes(where[1]) if not where[2] else None
                frame = next((up for up in one.iterancestors() if _name(up) in {"wp:inline", "wp:anchor"}), None)
                alt = _at(_child(frame, "wp:docPr"), "descr") if frame is not None else ""
                if content is not None:
                    found.append(Found(content, described(alt)))
        return found


def _boxes(drawn: etree._Element) -> Iterator[etree._Element]:
    for box in drawn.iter():
        if _name(box) == "w:txbxContent":
            up = list(box.iterancestors())
            inside = up[: up.index(drawn)]
            if not any(_name(one) in {"mc:Fallback", "w:txbxContent"} for one in inside):
                yield box


def _styles(root: etree._Element | None) -> Iterator[tuple[str, _Style]]:
    for one in root if root is not None else ():
        if _name(one) == "w:style":
            name = _at(_child(one, "w:name"), "val").lower()
            above = _at(_child(one, "w:basedOn"), "val")
            yield _at(one, "styleId"), _Style(name, above, _child(one, "w:pPr"), _child(one, "w:rPr"), one)


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    return (
        {_at(one, "id"): one for one in root if _name(one) in {"w:footnote", "w:endnote"}} if root is not None else {}
    )


def _numbering(root: etree._Element | None) -> Numbering:
    shapes: dict[str, dict[int, tuple[str, int, str]]] = {}
    found = Numbering()
    for one in root if root is not None else ():
        if _name(one) == "w:abstractNum":
            shapes[_at(one, "abstractNumId")] = dict(_levels(one))
    for one in root if root is not None else ():
        if _name(one) == "w:num":
            shape = _at(_child(one, "w:abstractNumId"), "val")
            levels = dict(shapes.get(shape, {}))
            starts = {}
            for other in one:
                if _name(other) == "w:lvlOverride":
                    levels |= dict(_levels(other))
                    start = _at(_child(other, "w:startOverride"), "val")
                    if start.isdecimal():
                        starts[_number(_at(other, "ilvl"))] = int(start)
            found.enter(_at(one, "numId"), shape, levels, starts)
    return found


def _levels(root: etree._Element) -> Iterator[tuple[int, tuple[str, int, str]]]:
    for one in root:
        if _name(one) == "w:lvl":
            start = _at(_child(one, "w:start"), "val")
            form = _at(_child(one, "w:numFmt"), "val") or "decimal"
            text = _at(_child(one, "w:lvlText"), "val")
            yield _number(_at(one, "ilvl")), (form, int(start) if start.isdecimal() else 1, text)


def _number(text: str) -> int:
    return min(int(text), 100) if text.isdecimal() else 0


def is_dark(colour: str) -> bool:
    """Return whether a colour, as six hexadecimal digits, is dark enough for white words."""
    if not re.fullmatch(r"[0-9A-Fa-f]{6}", colour):
        return False
    red, green, blue = (int(colour[at : at + 2], 16) for at in (0, 2, 4))
    return red * 299 + green * 587 + blue * 114 < 160_000
