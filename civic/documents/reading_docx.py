"""Word documents, read into parts."""

import io
import re
from collections.abc import Iterator

import docx
from docx.oxml.ns import qn
from lxml import etree

from civic.documents.parts import FRONT, Found, Reading, add_item, as_table, one_line, titled, trimmed
from civic.kernel.markup import Block, Item, Line, Mark, Paragraph, Picture, Span, Table


def read_docx(content: bytes) -> Reading:
    """Return a Word document's headings with what stands under them; what is marked as deleted is left out."""
    opened = docx.Document(io.BytesIO(content))
    parts: list[tuple[str, int, list[Block]]] = []
    pictures: list[Found] = []
    title = ""
    current: list[Block] = []
    parts.append(("", 1, current))
    lists = _DocxLists(opened)
    for element in opened.element.body.iterchildren():
        if element.tag == qn("w:tbl"):
            current.append(_docx_table(element))
            continue
        if element.tag != qn("w:p"):
            continue
        style = _style_of(opened, element)
        line = _docx_line(element)
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
                    int(level.get(qn("w:ilvl"))): _value(level.find(qn("w:numFmt")))
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
    return _value(found.find(qn("w:numId"))) or "0", int(_value(found.find(qn("w:ilvl"))) or 0)


def _value(found: etree._Element | None) -> str:
    return str(found.get(qn("w:val")) or "") if found is not None else ""


def _docx_line(element: etree._Element) -> Line:
    spans: list[Span] = []
    for run in element.iter(qn("w:r")):
        if any(one.tag in {qn("w:del"), qn("w:txbxContent")} for one in run.iterancestors()):
            continue
        look = run.find(qn("w:rPr"))
        mark = Mark.STRONG if _is_on(look, "w:b") else Mark.EMPHASIS if _is_on(look, "w:i") else Mark.PLAIN
        if _is_on(look, "w:vanish"):
            continue
        text = ""
        for one in run:
            if one.tag == qn("w:t"):
                text += one.text or ""
            elif one.tag in {qn("w:br"), qn("w:cr")}:
                text += "\n"
            elif one.tag == qn("w:tab"):
                text += " "
            elif one.tag == qn("w:noBreakHyphen"):
                text += "-"
        if spans and spans[-1].mark is mark:
            spans[-1] = Span(spans[-1].text + text, mark)
        elif text:
            spans.append(Span(text, mark))
    return trimmed(spans)


def _is_on(look: etree._Element | None, name: str) -> bool:
    found = look.find(qn(name)) if look is not None else None
    return found is not None and found.get(qn("w:val")) not in {"0", "false", "none"}


def _docx_table(element: etree._Element) -> Table:
    rows = []
    for row in element.iter(qn("w:tr")):
        cells = []
        for cell in row.findall(qn("w:tc")):
            lines = [_docx_line(one) for one in cell.iter(qn("w:p"))]
            cells.append(one_line(lines))
        rows.append(tuple(cells))
    return as_table(rows)


def _docx_pictures(opened: object, element: etree._Element) -> Iterator[tuple[str, bytes]]:
    for drawing in element.iter(qn("w:drawing")):
        described = next(drawing.iter(qn("wp:docPr")), None)
        alt = str(described.get("descr") or "") if described is not None else ""
        for blip in drawing.iter(qn("a:blip")):
            related = opened.part.related_parts.get(blip.get(qn("r:embed")) or "")  # type: ignore[attr-defined]
            if related is not None:
                yield alt, related.blob
