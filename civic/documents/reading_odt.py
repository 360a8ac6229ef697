"""OpenDocument texts, read into parts."""

import io
from collections.abc import Iterator

from lxml import etree
from odfdo import Document

from civic.documents.measures import counted
from civic.documents.parts import FRONT, Found, Reading, as_table, one_line, titled, trimmed
from civic.kernel.markup import Block, Item, Items, Line, Mark, Paragraph, Picture, Span


def read_odt(content: bytes) -> Reading:
    """Return an ODT's headings with what stands under them."""
    opened = Document(io.BytesIO(content))
    parts: list[tuple[str, int, list[Block]]] = [("", 1, [])]
    pictures: list[Found] = []
    reader = _OdtReader(opened, pictures)
    for element in opened.body.children:
        reader.take(element, parts)
    parts[-1][2].extend(Paragraph(one) for one in reader.notes)
    return Reading(reader.title, tuple(titled(parts, reader.title)), tuple(pictures))


MOST_SPACES = 100
"""In a row; a file of ten kilobytes may ask for three hundred million."""
_NOT_SAID = {"annotation", "annotation-end", "frame", "custom-shape", "tracked-changes", "script", "hidden-text"}
"""What stands inside a paragraph and is not read there: comments, pictures and boxes, hidden words."""
_SEEN = "descendant::text:p[not(ancestor::office:annotation)]|descendant::text:h[not(ancestor::office:annotation)]"
_ROWS = "table:table-row|table:table-header-rows/table:table-row|table:table-rows/table:table-row"


class _OdtReader:
    """Reads an ODT body; styles are looked up for what they mean, pictures are collected as they are met."""

    def __init__(self, opened: Document, pictures: list[Found]) -> None:
        self._opened, self._pictures, self.title = opened, pictures, ""
        self._marks: dict[str, Mark] = {}
        self._ordered: dict[str, bool] = {}
        self._hidden: set[str] = set()
        self.notes: list[Line] = []
        for style in opened.get_styles():
            name = str(getattr(style, "name", "") or "")
            if style.tag == "text:list-style":
                self._ordered[name] = style.get_element("text:list-level-style-number") is not None
            look = style.get_element("style:text-properties")
            if look is not None and style.tag == "style:style":
                if look.get_attribute("fo:font-weight") == "bold":
                    self._marks[name] = Mark.STRONG
                elif look.get_attribute("fo:font-style") == "italic":
                    self._marks[name] = Mark.EMPHASIS
                if look.get_attribute("text:display") == "none":
                    self._hidden.add(name)

    def take(self, element: object, parts: list[tuple[str, int, list[Block]]]) -> None:
        """Read one element of the body into the parts."""
        tag = element.tag  # type: ignore[attr-defined]
        blocks = parts[-1][2]
        if tag == "text:h":
            words = "".join(span.text for span in self._line(element)).replace("\n", " ").strip()
            if words:
                level = counted(element.get_attribute("text:outline-level") or "", 9, 1)  # type: ignore[attr-defined]
                parts.append((words, level, []))
        elif tag == "text:list":
            name = str(element.get_attribute("text:style-name") or "")  # type: ignore[attr-defined]
            items = list(self._items(element, 0))
            if items:
                blocks.append(Items(self._ordered.get(name, False), tuple(items)))
        elif tag == "table:table":
            rows = [
                tuple(
                    one_line([self._line(p) for p in cell.get_elements(_SEEN)])
                    for cell in row.get_elements("table:table-cell")
                )
                for row in element.get_elements(_ROWS)  # type: ignore[attr-defined]
            ]
            blocks.append(as_table(rows))
        elif tag == "text:p":
            self._paragraph(element, blocks)
        elif tag in {"text:section", "text:numbered-paragraph"}:
            for child in element.children:  # type: ignore[attr-defined]
                self.take(child, parts)

    def _paragraph(self, element: object, blocks: list[Block]) -> None:
        style = str(element.get_attribute("text:style-name") or "").lower()  # type: ignore[attr-defined]
        line = self._line(element)
        if style in FRONT:
            self.title = self.title or ("".join(s.text for s in line) if style == "title" else "")
            return
        if line:
            blocks.append(Paragraph(line))
        for box in element.get_elements("descendant::draw:text-box"):  # type: ignore[attr-defined]
            blocks += [Paragraph(said) for said in map(self._line, box.get_elements(_SEEN)) if said]
        for frame in element.get_elements("descendant::draw:frame"):  # type: ignore[attr-defined]
            image = frame.get_element("draw:image")
            described = frame.get_element("svg:desc") or frame.get_element("svg:title")
            path = image.get_attribute("xlink:href") if image is not None else None
            container = self._opened.container
            content = container.get_part(str(path)) if path and container is not None else None
            if isinstance(content, bytes):
                alt = str(described.text or "") if described is not None else ""
                blocks.append(Picture(len(self._pictures), alt))
                self._pictures.append(Found(content, alt))

    def _items(self, element: object, depth: int) -> Iterator[Item]:
        for item in element.get_elements("text:list-item|text:list-header"):  # type: ignore[attr-defined]
            for child in item.children:
                if child.tag == "text:list":
                    yield from self._items(child, depth + 1)
                elif child.tag in {"text:p", "text:h"} and (line := self._line(child)):
                    yield Item(depth, line)

    def _line(self, element: object) -> Line:
        if str(element.get_attribute("text:style-name") or "") in self._hidden:  # type: ignore[attr-defined]
            return ()
        spans: list[Span] = []
        self._collect(element._xml_element, Mark.PLAIN, spans)  # type: ignore[attr-defined]
        return trimmed(spans)

    def _collect(self, node: etree._Element, mark: Mark, spans: list[Span]) -> None:
        def put(text: str | None) -> None:
            if not text:
                return
            if spans and spans[-1].mark is mark:
                spans[-1] = Span(spans[-1].text + text, mark)
            else:
                spans.append(Span(text, mark))

        put(node.text)
        for child in node:
            name = etree.QName(child).localname
            if name == "span":
                style = str(next((v for k, v in child.attrib.items() if str(k).endswith("}style-name")), ""))
                if style not in self._hidden:
                    self._collect(child, self._marks.get(style, mark), spans)
            elif name == "line-break":
                put("\n")
            elif name == "tab":
                put(" ")
            elif name == "s":
                count = str(next((v for k, v in child.attrib.items() if str(k).endswith("}c")), "1"))
                put(" " * counted(count, MOST_SPACES, 1))
            elif name == "note":
                put(f"[{self._note(child)}]")
            elif name not in _NOT_SAID:
                self._collect(child, mark, spans)
            put(child.tail)

    def _note(self, node: etree._Element) -> int:
        """Keep a footnote for the end, and return its number."""
        spans: list[Span] = []
        for one in node.iter():
            if isinstance(one.tag, str) and etree.QName(one).localname == "p":
                self._collect(one, Mark.PLAIN, spans)
        number = len(self.notes) + 1
        self.notes.append((Span(f"[{number}] "), *trimmed(spans)))
        return number
