"""Word documents, read into parts."""

import io
import re
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from lxml import etree

from civic.documents.measures import counted
from civic.documents.parts import FRONT, SAFE, Found, Reading, add_item, as_table, one_line, titled, trimmed
from civic.kernel.markup import Block, Item, Line, Mark, Paragraph, Picture, Span, Table, joined


def read_docx(content: bytes) -> Reading:
    """Return a Word document's headings with what stands under them; what is marked as deleted is left out."""
    opened = docx.Document(io.BytesIO(content))
    parts: list[tuple[str, int, list[Block]]] = []
    pictures: list[Found] = []
    title = ""
    current: list[Block] = []
    parts.append(("", 1, current))
    lists, reader = _DocxLists(opened), _DocxWords(opened)
    for element in _within(opened.element.body):
        if element.tag == qn("w:tbl"):
            current.append(reader.table(element))
            continue
        if element.tag != qn("w:p"):
            continue
        style = _style_of(opened, element)
        line = reader.line(element)
        words = "".join(span.text for span in line).strip()
        level = re.fullmatch(r"heading ([1-9])", style)
        if style in FRONT:
            title = title or (words if style == "title" else "")
        elif level and words:
            current = []
            parts.append((words.replace("\n", " "), int(level[1]), current))
        else:
            number = lists.of(element, style)
            if number is not None and line:
                add_item(current, number[0], Item(number[1], line))
            elif line:
                current.append(Paragraph(line))
            for alt, image in _docx_pictures(opened, element):
                current.append(Picture(len(pictures), alt))
                pictures.append(Found(image, alt))
            current += [Paragraph(one) for one in reader.boxes(element)]
    current += [Paragraph(one) for one in reader.notes()]
    return Reading(title, tuple(titled(parts, title)), tuple(pictures))


def _style_of(opened: object, element: etree._Element) -> str:
    found = element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    if found is None:
        return ""
    wanted = found.get(qn("w:val"))
    for style in opened.styles:  # type: ignore[attr-defined]
        if style.style_id == wanted:
            return str(style.name).lower()
    return ""


class _DocxLists:
    """Which paragraphs are items of lists: by their own numbering, or by that of their style."""

    def __init__(self, opened: object) -> None:
        self._formats: dict[tuple[str, int], str] = {}
        self._by_style: dict[str, tuple[str, int]] = {}
        part = opened.part  # type: ignore[attr-defined]
        try:
            numbering = part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            numbering = None
        if numbering is not None:
            shapes = {
                one.get(qn("w:abstractNumId")): {
                    counted(level.get(qn("w:ilvl")) or "", 8): _value(level.find(qn("w:numFmt")))
                    for level in one.findall(qn("w:lvl"))
                }
                for one in numbering.findall(qn("w:abstractNum"))
            }
            for one in numbering.findall(qn("w:num")):
                levels = shapes.get(_value(one.find(qn("w:abstractNumId"))), {})
                self._formats |= {(one.get(qn("w:numId")), level): form for level, form in levels.items()}
        for style in opened.styles:  # type: ignore[attr-defined]
            found = style.element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
            if found is not None:
                self._by_style[str(style.name).lower()] = _number(found)

    def of(self, element: etree._Element, style: str) -> tuple[bool, int] | None:
        """Return whether a paragraph is an item of a numbered list, and how deep; None for no item."""
        found = element.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        named = re.fullmatch(r"list (bullet|number)(?: (\d))?", style)
        depth = int(named[2] or 1) - 1 if named else 0
        if found is not None:
            number, level = _number(found)
            if number == "0":
                return None
            return self._formats.get((number, level), "bullet") != "bullet", max(level, depth)
        if named:
            return named[1] == "number", depth
        if style in self._by_style:
            number, level = self._by_style[style]
            return self._formats.get((number, level), "bullet") != "bullet", level
        return None


def _number(found: etree._Element) -> tuple[str, int]:
    return _value(found.find(qn("w:numId"))) or "0", counted(_value(found.find(qn("w:ilvl"))), 8)


def _value(found: etree._Element | None) -> str:
    return str(found.get(qn("w:val")) or "") if found is not None else ""


def _within(element: etree._Element) -> Iterator[etree._Element]:
    """Give an element's children, those inside content controls and inserted blocks too."""
    for one in element.iterchildren():
        if one.tag in _WRAPPERS:
            yield from _within(one)
        else:
            yield one


_WRAPPERS = {qn(name) for name in ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo")}
_GONE = {qn(name) for name in ("w:del", "w:moveFrom")}
_BOX, _FALLBACK = qn("w:txbxContent"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class _DocxWords:
    """The words a reader of the document sees: not what is deleted, moved away or hidden, by itself or by its style."""

    def __init__(self, opened: object) -> None:
        self._hidden = {one.style_id for one in opened.styles if _is_hidden(one)}  # type: ignore[attr-defined]
        self._notes: dict[str, etree._Element] = {}
        self._met: list[str] = []
        for related in opened.part.related_parts.values():  # type: ignore[attr-defined]
            if str(related.partname).endswith("/footnotes.xml"):
                tree = etree.fromstring(related.blob, SAFE)
                self._notes = {str(one.get(qn("w:id"))): one for one in tree.findall(qn("w:footnote"))}

    def line(self, element: etree._Element) -> Line:
        """Return a paragraph's words; a footnote stands as its number."""
        spans: list[Span] = []
        for run in element.iter(qn("w:r")):
            above = list(run.iterancestors())
            inside = above[: above.index(element)]
            if any(one.tag in _GONE or one.tag == _BOX for one in inside) or self._is_hidden(run, element):
                continue
            look = run.find(qn("w:rPr"))
            mark = Mark.STRONG if _is_on(look, "w:b") else Mark.EMPHASIS if _is_on(look, "w:i") else Mark.PLAIN
            spans.append(Span("".join(self._said(one) for one in run), mark))
        return trimmed(list(joined(spans)))

    def table(self, element: etree._Element) -> Table:
        """Return a table; one inside a cell is read into the cell."""
        return as_table(
            [
                tuple(
                    one_line([self.line(one) for one in cell.iter(qn("w:p"))])
                    for cell in _within(row)
                    if cell.tag == qn("w:tc")
                )
                for row in _within(element)
                if row.tag == qn("w:tr")
            ]
        )

    def boxes(self, element: etree._Element) -> Iterator[Line]:
        """Give the paragraphs of the text boxes that hang on a paragraph, each once."""
        for box in element.iter(_BOX):
            if not any(one.tag == _FALLBACK for one in box.iterancestors()):
                yield from filter(None, (self.line(one) for one in box.iter(qn("w:p"))))

    def notes(self) -> Iterator[Line]:
        """Give the footnotes that were met, each with its number."""
        for number, key in enumerate(self._met, 1):
            words = one_line([self.line(one) for one in self._notes[key].iter(qn("w:p"))])
            yield (Span(f"[{number}] "), *words)

    def _said(self, one: etree._Element) -> str:
        if one.tag == qn("w:t"):
            return one.text or ""
        if one.tag == qn("w:footnoteReference") and one.get(qn("w:id")) in self._notes:
            self._met.append(str(one.get(qn("w:id"))))
            return f"[{len(self._met)}]"
        return {qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): " ", qn("w:noBreakHyphen"): "-"}.get(str(one.tag), "")

    def _is_hidden(self, run: etree._Element, element: etree._Element) -> bool:
        look = run.find(qn("w:rPr"))
        named = [
            _value(run.find(f"{qn('w:rPr')}/{qn('w:rStyle')}")),
            _value(element.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")),
        ]
        own = look.find(qn("w:vanish")) if look is not None else None
        return _is_on(look, "w:vanish") if own is not None else any(one in self._hidden for one in named)


def _is_hidden(style: object) -> bool:
    """Return whether a style hides its words, or the style it is made from does."""
    for _step in range(20):
        if style is None:
            return False
        look = style.element.find(qn("w:rPr"))  # type: ignore[attr-defined]
        if look is not None and look.find(qn("w:vanish")) is not None:
            return _is_on(look, "w:vanish")
        style = getattr(style, "base_style", None)
    return False


def _is_on(look: etree._Element | None, name: str) -> bool:
    found = look.find(qn(name)) if look is not None else None
    return found is not None and found.get(qn("w:val")) not in {"0", "false", "none"}


def _docx_pictures(opened: object, element: etree._Element) -> Iterator[tuple[str, bytes]]:
    for drawing in element.iter(qn("w:drawing")):
        described = next(drawing.iter(qn("wp:docPr")), None)
        alt = str(described.get("descr") or "") if described is not None else ""
        for blip in drawing.iter(qn("a:blip")):
            related = opened.part.related_parts.get(blip.get(qn("r:embed")) or "")  # type: ignore[attr-defined]
            if related is not None:
                yield alt, related.blob
