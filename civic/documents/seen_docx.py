"""A Word file as a reader of the paper sees it: what shows is read, in its order and with its numbers.

What is deleted, hidden or covered is taken out first (`shown_docx.py`).
Source: ISO/IEC 29500-1, WordprocessingML: numbering 17.9, tables 17.4, form fields 17.16.
"""

import re
from collections.abc import Iterator

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.colours import colour
from civic.documents.lists_docx import numbering
from civic.documents.measures import counted, whole
from civic.documents.package import Package
from civic.documents.parts import (
    BULLET,
    FRONT,
    Found,
    Reading,
    UnreadableError,
    Why,
    as_table,
    described,
    line_of,
    one_line,
    put_item,
    struck,
    titled,
)
from civic.documents.shown_docx import CROSSED, NUMBER, SILENT, Shown, boxes_of
from civic.documents.signs import BOXES, SYMBOLS
from civic.documents.words_docx import Styles, at, child, is_on, name_of
from civic.kernel.markup import Block, Line, Mark, Paragraph, Picture, Span, Table

_DRAWN_SIGNS = re.compile("[\uf020-\uf0ff]")
"""Letters that stand for a sign of a font of signs."""
_ELSEWHERE = re.compile(r"(?i)(?:https?|ftp):|\\\\|//|file:(?:/{2}[^/]|/{4})")
"""Where a template is fetched from over a net, and not from a disk."""
MOST_CELLS = 200_000
"""Of one table."""
_DRAWN = {"w:drawing", "w:pict", "w:object"}


def read_docx(content: bytes, carried: Carried) -> Reading:
    """Return a Word file's headings with what stands under them; what it carries beside is put into `carried`."""
    package = Package(content, carried)
    carried.words += package.words()
    main = next((where for kind, where, _out in package.related("").values() if kind == "officeDocument"), "")
    document = package.tree(main)
    body = next((one for one in document if name_of(one) == "w:body"), None) if document is not None else None
    if body is None:
        raise UnreadableError("there is no document in the file")
    return _Reader(package, main, carried).read(body)


class _Reader:
    def __init__(self, package: Package, main: str, carried: Carried) -> None:
        self._package, self._carried = package, carried
        self._related = package.related(main)
        parts = {
            kind: package.tree(where)
            for kind, where, is_out in self._related.values()
            if not is_out and where.endswith(".xml")
        }
        self._styles = Styles(parts.get("styles"), parts.get("theme"))
        self._numbering = numbering(parts.get("numbering"), self._styles, carried)
        settings = parts.get("settings")
        document = package.tree(main)
        is_coloured = is_on(child(settings, "w:displayBackgroundShape"))
        page = colour(at(child(document, "w:background"), "color")) if is_coloured else ""
        shown = Shown(self._styles, carried, page=page)
        self._notes: dict[str, dict[str, etree._Element]] = {}
        for part in (document, parts.get("footnotes"), parts.get("endnotes")):
            if part is not None:
                shown.strip(part)
        for kind in ("footnotes", "endnotes"):
            self._notes[kind] = _notes(parts.get(kind))
        self._met: list[etree._Element] = []
        self._pictures: list[Found] = []
        self._parts: list[tuple[str, int, list[Block]]] = [("", 1, [])]
        self._front: list[str] = []
        self._title = ""
        self._drop = ""
        self._paragraph = 0
        self._beside: list[etree._Element] = []
        """What is drawn in the paragraphs that were read, and not yet put behind them."""
        fetched = {kind for kind, _where, is_out in self._related.values() if is_out} - {"hyperlink", "image"}
        if fetched or self._fetches_template(settings):
            carried.active = True

    def read(self, body: etree._Element) -> Reading:
        for element in _within(body):
            self._take(element)
        self._parts[-1][2].extend(Paragraph(line) for line in self._said_notes())
        self._put_beside()
        front = tuple(self._front)
        return Reading(self._title, tuple(titled(self._parts, self._title)), tuple(self._pictures), front)

    def _fetches_template(self, settings: etree._Element | None) -> bool:
        """Return whether the template that the file was made by is fetched from elsewhere when it is opened.

        Most files name the one on their author's disk, which does nothing anywhere else (17.15.1.6).
        """
        named = at(child(settings, "w:attachedTemplate"), "id")
        where = next((one for kind, one, is_out in self._related.values() if kind == "settings" and not is_out), "")
        _kind, target, is_out = self._package.related(where).get(named, ("", "", False))
        return is_out and bool(_ELSEWHERE.match(target))

    # --- blocks

    def _take(self, element: etree._Element) -> None:
        name = name_of(element)
        if name == "w:tbl":
            self._put_table(element)
        elif name == "w:altChunk":
            self._carried.packed = True
        elif name in {"w:commentRangeStart", "w:commentReference"}:
            self._carried.comments.add(max(1, self._paragraph))
        elif name == "w:oMathPara" or name.startswith("m:"):
            words = "".join(one.text or "" for one in element.iter() if name_of(one) == "m:t")
            self._parts[-1][2].extend([Paragraph(line_of([Span(words)]))] if words.strip() else [])
        elif name == "w:p":
            self._take_paragraph(element)
        self._put_beside()

    def _take_paragraph(self, element: etree._Element) -> None:
        blocks = self._parts[-1][2]
        style = at(child(element, "w:pPr", "w:pStyle"), "val")
        line = self._line(element)
        words = "".join(span.text for span in line).replace("\n", " ").strip()
        frame = child(element, "w:pPr", "w:framePr")
        if frame is not None and at(frame, "dropCap") in {"drop", "margin"}:
            self._drop += words
            return
        kind, level = self._role(element, style)
        label = self._label(element, style) if line or not _was_changed(element) else None
        if words and kind in FRONT and len(self._parts) == 1 and not blocks:
            self._front.append(words)
            self._title = self._title or (words if kind == "title" else "")
        elif words and level:
            numbered = f"{label[0]} {words}" if label is not None and label[0] != BULLET else words
            self._parts.append((numbered, level, []))
        elif line:
            put_item(blocks, label, line)

    def _role(self, element: etree._Element, style: str) -> tuple[str, int]:
        """Return the name of a paragraph's style and its level as a heading, 0 for none."""
        kind = self._styles.name(style)
        own = counted(at(child(element, "w:pPr", "w:outlineLvl"), "val"), 9, 9)
        if own < 9:
            return kind, own + 1
        for one in self._styles.chain(style):
            named = re.fullmatch(r"heading ([1-9])", one.name)
            if named:
                return kind, int(named[1])
            outlined = counted(at(child(one.paragraph, "w:outlineLvl"), "val"), 9, 9)
            if outlined < 9:
                return kind, outlined + 1
        return kind, 1 if kind == "title" and len(self._parts) > 1 else 0

    def _label(self, element: etree._Element, style: str) -> tuple[str, int] | None:
        """Return the sign an item of a list stands under, "–" for a bullet, and how deep; None for no item.

        One whose sign does not show counts, but stands under none.
        """
        found = self._item(element, style)
        if found is None or element.get(SILENT) is None:
            return found
        if found[0] != BULLET:
            self._carried.covered.add(max(1, self._paragraph))
        return None

    def _item(self, element: etree._Element, style: str) -> tuple[str, int] | None:
        found = child(element, "w:pPr", "w:numPr")
        if found is None:
            named = re.fullmatch(r"list (bullet|number)(?: (\d))?", self._styles.name(style))
            numbered = (child(each.paragraph, "w:numPr") for each in self._styles.chain(style))
            found = next((one for one in numbered if one is not None), None)
            if named:
                deep = int(named[2] or 1) - 1
                if named[1] == "bullet":
                    return BULLET, deep
                number = at(child(found, "w:numId"), "val") if found is not None else "style"
                return self._numbering.next(number, 0, deep)
        if found is None:
            return None
        number, level = at(child(found, "w:numId"), "val") or "0", at(child(found, "w:ilvl"), "val")
        if number == "0":
            return None
        deep = counted(level, 8)
        return self._numbering.next(number, deep, deep)

    def _put_table(self, element: etree._Element) -> None:
        table = self._table(element)
        if any((*table.head, *table.rows)):
            self._parts[-1][2].append(table)

    def _table(self, element: etree._Element) -> Table:
        """Return a table, each cell under the heading it stands under; one inside a cell is read into the cell."""
        rows: list[tuple[Line, ...]] = []
        many = 0
        for row in _within(element):
            if name_of(row) != "w:tr":
                continue
            cells: list[Line] = [()] * counted(at(child(row, "w:trPr", "w:gridBefore"), "val"), 100)
            for cell in _within(row):
                if name_of(cell) == "w:tc":
                    cells.append(one_line(list(self._lines(cell))))
                    cells += [()] * (max(1, counted(at(child(cell, "w:tcPr", "w:gridSpan"), "val"), 100)) - 1)
            rows.append(tuple(cells))
            many += len(cells)
            if many > MOST_CELLS:
                raise UnreadableError("a table has too many cells", Why.TOO_MUCH)
        return as_table(rows)

    def _lines(self, element: etree._Element) -> Iterator[Line]:
        """Give the lines of a cell or a note, with the numbers of its lists."""
        for one in _within(element):
            if name_of(one) == "w:p":
                line = self._line(one)
                label = self._label(one, at(child(one, "w:pPr", "w:pStyle"), "val"))
                yield (Span(f"{label[0]} "), *line) if label is not None and line else line
            elif name_of(one) == "w:tbl":
                inner = self._table(one)
                yield from (line for row in (inner.head, *inner.rows) for line in row)

    # --- words

    def _line(self, element: etree._Element) -> Line:
        """Return the words of a paragraph; a footnote stands as its number, what is drawn is put behind it later."""
        self._paragraph = whole(element.get(NUMBER) or "") or self._paragraph
        spans: list[Span] = []
        if self._drop:
            spans.append(Span(self._drop))
            self._drop = ""
        self._collect(element, spans)
        return line_of(spans)

    def _collect(self, node: etree._Element, spans: list[Span]) -> None:
        for one in node:
            name = name_of(one)
            if name in {"w:r", "m:r"}:
                self._run(one, spans)
            elif name in {"w:commentRangeStart", "w:commentReference"}:
                self._carried.comments.add(self._paragraph)
            elif name in _DRAWN:
                self._beside.append(one)
            elif name not in {"w:pPr", "w:rPr", "w:sdtPr", "m:rPr"}:
                self._collect(one, spans)

    def _run(self, run: etree._Element, spans: list[Span]) -> None:
        said = "".join(self._said(one) for one in run)
        if not said:
            return
        if run.get(CROSSED) is not None:
            spans.append(struck(said))
            return
        its = self._styles.of_run(child(run, "w:rPr"), "-")  # a heading is bold by being one
        spans.append(
            Span(said, Mark.STRONG if is_on(its.get("b")) else Mark.EMPHASIS if is_on(its.get("i")) else Mark.PLAIN)
        )

    def _said(self, one: etree._Element) -> str:
        name = name_of(one)
        if name == "w:fldChar":
            return _field(one)
        if name in {"w:t", "m:t"}:
            return _DRAWN_SIGNS.sub(lambda sign: self._sign(_font(one), f"{ord(sign[0]) & 0xFF:02X}"), one.text or "")
        if name == "w:sym":
            return self._sign(at(one, "font"), at(one, "char").upper()[-2:])
        if name in {"w:footnoteReference", "w:endnoteReference"}:
            found = self._notes[f"{name[2:-9]}s"].get(at(one, "id"))
            if found is None:
                return ""
            if found not in self._met:
                self._met.append(found)
            return f"[{self._met.index(found) + 1}]"
        if name in _DRAWN:
            self._beside.append(one)
        if name == "w:commentReference":
            self._carried.comments.add(self._paragraph)
        return {"w:br": "\n", "w:cr": "\n", "w:tab": " ", "w:noBreakHyphen": "-", "w:ptab": " "}.get(name, "")

    def _sign(self, font: str, code: str) -> str:
        """Return a sign of a font of signs; one that may say something and is not known is looked at."""
        if font.lower() != "symbol":
            return BOXES.get(code, "•")
        if code not in SYMBOLS:
            self._carried.covered.add(self._paragraph)
        return SYMBOLS.get(code, "•")

    def _said_notes(self) -> Iterator[Line]:
        at_ = 0
        while at_ < len(self._met):
            lines = list(self._lines(self._met[at_]))
            at_ += 1
            yield line_of([Span(f"[{at_}] "), *one_line(lines)])

    # --- what is drawn

    def _put_beside(self) -> None:
        """Put what is drawn in the paragraphs that were read behind them: pictures, and the words in boxes."""
        while self._beside:
            drawn = self._beside.pop(0)
            boxes = boxes_of(drawn)
            for picture in self._pictures_of(drawn):
                self._parts[-1][2].append(Picture(len(self._pictures), picture.alt))
                self._pictures.append(picture)
            if not boxes:
                self._carried.pictures.add(self._paragraph)
            for box in boxes:
                for inside in _within(box):
                    if name_of(inside) == "w:p":
                        line = self._line(inside)
                        label = self._label(inside, at(child(inside, "w:pPr", "w:pStyle"), "val"))
                        if line:
                            put_item(self._parts[-1][2], label, line)
                    elif name_of(inside) == "w:tbl":
                        self._put_table(inside)

    def _pictures_of(self, drawn: etree._Element) -> Iterator[Found]:
        if name_of(drawn) == "w:object":
            self._carried.packed = True
        for one in drawn.iter():
            name = name_of(one)
            if name not in {"a:blip", "v:imagedata"} or any(
                name_of(up) == "w:txbxContent" for up in _up_to(one, drawn)
            ):
                continue
            self._carried.pictures.add(self._paragraph)
            where = self._related.get(at(one, "embed") if name == "a:blip" else at(one, "id"), ("", "", True))
            content = self._package.bytes(where[1]) if not where[2] else None
            frame = next((up for up in _up_to(one, drawn) if name_of(up) in {"wp:inline", "wp:anchor"}), None)
            alt = at(child(frame, "wp:docPr"), "descr") if frame is not None else ""
            if content is not None:
                yield Found(content, described(alt), _cut(one))


def _up_to(one: etree._Element, above: etree._Element) -> Iterator[etree._Element]:
    for up in one.iterancestors():
        if up is above:
            return
        yield up


def _cut(blip: etree._Element) -> tuple[float, float, float, float]:
    """Return how much of a picture is cut away at its left, top, right and bottom (20.1.8.55)."""
    above = blip.getparent()
    cut = next((one for one in above if name_of(one) == "a:srcRect"), None) if above is not None else None
    left, top, right, bottom = (max(0, whole(at(cut, side)) or 0) / 100_000 for side in "ltrb")
    return left, top, right, bottom


def _within(element: etree._Element) -> Iterator[etree._Element]:
    """Give an element's blocks, those inside content controls and inserted ones too."""
    for one in element:
        if name_of(one) in {"w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"}:
            yield from _within(one)
        else:
            yield one


def _was_changed(element: etree._Element) -> bool:
    """Return whether a paragraph's end is one that a change deletes or puts in: it is none of a list's items then."""
    return any(child(element, "w:pPr", "w:rPr", kind) is not None for kind in ("w:del", "w:moveFrom", "w:ins"))


def _field(one: etree._Element) -> str:
    """Return what a form's field shows where it begins: a ticked or empty box, or the choice made."""
    data = child(one, "w:ffData")
    box, choice = child(data, "w:checkBox"), child(data, "w:ddList")
    if box is not None:
        ticked = child(box, "w:checked")
        return "☒" if is_on(ticked if ticked is not None else child(box, "w:default")) else "☐"
    if choice is not None:
        chosen = child(choice, "w:result")
        number = counted(at(chosen if chosen is not None else child(choice, "w:default"), "val"), 100)
        entries = [at(each, "val") for each in choice if name_of(each) == "w:listEntry"]
        return entries[number] if number < len(entries) else ""
    return ""


def _notes(root: etree._Element | None) -> dict[str, etree._Element]:
    return (
        {at(one, "id"): one for one in root if name_of(one) in {"w:footnote", "w:endnote"}} if root is not None else {}
    )


def _font(text: etree._Element) -> str:
    """Return the font that a run itself says its words have."""
    return at(child(text.getparent(), "w:rPr", "w:rFonts"), "ascii")
