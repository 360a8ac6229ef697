"""An OpenDocument text as a reader of the paper sees it: what shows is read, in its order and with its numbers.

What is deleted, hidden or covered is taken out first (`shown_odt.py`).
Source: OASIS OpenDocument 1.3, part 3: lists 5.3, tables 9, notes 6.3, form controls 13.
"""

from collections.abc import Callable, Iterator

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.colours import WHITE, colour
from civic.documents.measures import counted
from civic.documents.package import Package
from civic.documents.parts import (
    FRONT,
    Found,
    Level,
    Numbering,
    Reading,
    UnreadableError,
    as_table,
    described,
    line_of,
    one_line,
    put_item,
    struck,
    titled,
)
from civic.documents.shown_odt import NUMBER, Shown
from civic.documents.words_odt import Styles, at, name_of, points, space_of
from civic.kernel.markup import Block, Line, Mark, Paragraph, Picture, Span, Table

MOST_SPACES = 100
"""In a row; a file of ten kilobytes may ask for three hundred million."""
MOST_CELLS = 100
MOST_NUMBER = 1_000_000
"""That a list begins at."""
_LEVELS = {"list-level-style-number", "list-level-style-bullet", "list-level-style-image", "outline-level-style"}
_OTHERS = {"section", "numbered-paragraph", "index-body", "index-title", "table-of-content", "alphabetical-index",
           "illustration-index", "table-index", "user-index", "bibliography", "object-index"}  # fmt: skip

Label = tuple[str, int]
Words = tuple[tuple[str, str], ...]


def read_odt(content: bytes, carried: Carried) -> Reading:
    """Return an ODT's headings with what stands under them; what it carries beside is put into `carried`."""
    package = Package(content, carried)
    carried.words += package.words()
    document = package.tree("content.xml")
    if document is None:
        raise UnreadableError("there is no document in the file")
    body = next((one for one in document.iter() if name_of(one) == "text" and space_of(one) == "office"), None)
    if body is None:
        raise UnreadableError("there is no text in the file")
    return _Reader(package, document, carried).read(body)


class _Reader:
    def __init__(self, package: Package, document: etree._Element, carried: Carried) -> None:
        self._package, self._carried = package, carried
        styles = package.tree("styles.xml")
        trees = [document] if styles is None else [styles, document]
        self._styles = Styles(trees)
        self._lists: dict[str, dict[int, Level]] = {}
        self._controls: dict[str, etree._Element] = {}
        self._outline: dict[int, Level] = {}
        for tree in trees:
            for one in tree.iter():
                if name_of(one) == "list-style":
                    self._lists[at(one, "name")] = dict(_levels(one, self._styles))
                elif name_of(one) == "outline-style":
                    self._outline = {level: shape for level, shape in _levels(one, self._styles) if shape.form}
                elif space_of(one) == "form" and (key := at(one, "id")):
                    self._controls[key] = one
        self._numbering = Numbering()
        self._numbering.enter("outline", "outline", self._outline, {})
        self._counted = 0
        self._last: dict[str, str] = {}
        """The number of the last list of a style, and of the list that has a key."""
        self._parts: list[tuple[str, int, list[Block]]] = [("", 1, [])]
        self._pictures: list[Found] = []
        self._notes: list[Line] = []
        self._front: list[str] = []
        self._title = ""
        self._paragraph = 0
        self._beside: list[etree._Element] = []

    def read(self, body: etree._Element) -> Reading:
        Shown(self._styles, self._carried).strip(body)
        for element in body:
            self._take(element)
        self._parts[-1][2].extend(Paragraph(line) for line in self._notes)
        self._put_beside()
        return Reading(self._title, tuple(titled(self._parts, self._title)), tuple(self._pictures), tuple(self._front))

    # --- blocks

    def _take(self, element: etree._Element) -> None:
        name, blocks = name_of(element), self._parts[-1][2]
        if name == "h":
            self._heading(element)
        elif name == "list":
            self._list(element, 1, "", "", self._put, self._take)
        elif name == "table":
            table = self._table(element)
            blocks += [table] if any((*table.head, *table.rows)) else []
        elif name == "p":
            style = at(element, "style-name")
            line = self._line(element)
            words = "".join(span.text for span in line).replace("\n", " ").strip()
            kind = next((one for one in self._styles.named("paragraph", style) if one in FRONT), "")
            if words and kind and len(self._parts) == 1 and not blocks:
                self._front.append(words)
                self._title = self._title or (words if kind == "title" else "")
            elif words and kind == "title":
                self._parts.append((words, 1, []))
            elif line:
                blocks.append(Paragraph(line))
        elif space_of(element) == "drawing":
            self._beside.append(element)
        elif name in _OTHERS:
            for child in element:
                self._take(child)
        self._put_beside()

    def _heading(self, element: etree._Element) -> None:
        line = self._line(element)
        words = "".join(span.text for span in line).replace("\n", " ").strip()
        if not words:
            return
        level = counted(at(element, "outline-level"), 9, 1)
        if level in self._outline and at(element, "is-list-header") != "true":
            words = f"{self._numbering.next('outline', level, 0)[0]} {words}"
        self._parts.append((words, level, []))

    def _put(self, label: Label | None, line: Line) -> None:
        put_item(self._parts[-1][2], label, line)
        self._put_beside()

    def _list(
        self,
        element: etree._Element,
        level: int,
        style: str,
        number: str,
        put: Callable[[Label | None, Line], None],
        take: Callable[[etree._Element], None],
    ) -> None:
        """Read a list: `put` is given its items with their signs, `take` what else stands in it."""
        style = at(element, "style-name") or style or self._style_of(element)
        if level == 1:
            before = self._last.get(f"#{at(element, 'continue-list') or '-'}") or (
                self._last.get(style) if at(element, "continue-numbering") == "true" else None
            )
            if before is None:
                self._counted += 1
                before = f"{style} {self._counted}"
                self._numbering.enter(before, before, self._lists.get(style, {}), {})
            number = self._last[style] = self._last[f"#{at(element, 'id')}"] = before
        for item in element:
            is_item = name_of(item) == "list-item"
            if not is_item and name_of(item) != "list-header":
                continue
            start = at(item, "start-value")
            if start:
                self._numbering.start(number, level, counted(start, MOST_NUMBER, 1))
            is_first = is_item
            for child in item:
                name = name_of(child)
                if name == "list":
                    self._list(child, level + 1, style, number, put, take)
                elif name in {"p", "h"}:
                    line = self._line(child)
                    sign = self._numbering.next(number, level, level - 1) if is_first else None
                    if line:
                        put(sign, line)
                    is_first = False
                elif name:
                    take(child)

    def _style_of(self, element: etree._Element) -> str:
        """Return the list style that the style of a list's first paragraph names."""
        first = next((one for one in element.iter() if name_of(one) in {"p", "h"}), None)
        for one in self._styles.chain("paragraph", at(first, "style-name")) if first is not None else ():
            if found := at(one, "list-style-name"):
                return found
        return ""

    def _table(self, element: etree._Element) -> Table:
        """Return a table, each cell under the heading it stands under."""
        rows: list[tuple[Line, ...]] = []
        for row in self._rows(element):
            cells: list[Line] = []
            for cell in row:
                name = name_of(cell)
                if name not in {"table-cell", "covered-table-cell"}:
                    continue
                line = one_line(self._lines(cell)) if name == "table-cell" else ()
                times = counted(at(cell, "number-columns-repeated"), MOST_CELLS) or 1
                cells += [line] * (times if line or len(cells) + times <= MOST_CELLS else 1)
            while cells and not cells[-1] and len(cells) > 1 and rows and len(cells) > len(rows[0]):
                cells.pop()
            rows.append(tuple(cells))
        return as_table(rows)

    def _rows(self, element: etree._Element) -> Iterator[etree._Element]:
        for one in element:
            name = name_of(one)
            if name == "table-row":
                yield one
            elif name in {"table-header-rows", "table-rows", "table-row-group"}:
                yield from self._rows(one)

    def _lines(self, element: etree._Element) -> list[Line]:
        """Return the lines of a cell or a note, with the numbers of its lists."""
        found: list[Line] = []

        def put(label: Label | None, line: Line) -> None:
            found.append((Span(f"{label[0]} "), *line) if label is not None else line)

        def take(one: etree._Element) -> None:
            name = name_of(one)
            if name in {"p", "h"}:
                found.append(self._line(one))
            elif name == "list":
                self._list(one, 1, "", "", put, take)
            elif name == "table":
                inner = self._table(one)
                found.extend(line for row in (inner.head, *inner.rows) for line in row)
            elif space_of(one) == "drawing":
                self._beside.append(one)
            elif name in _OTHERS:
                for each in one:
                    take(each)

        for one in element:
            take(one)
        return found

    # --- words

    def _line(self, element: etree._Element) -> Line:
        self._paragraph = counted(element.get(NUMBER) or "", MOST_NUMBER, self._paragraph)
        spans: list[Span] = []
        self._collect(element, (("paragraph", at(element, "style-name")),), spans)
        return line_of(spans)

    def _say(self, text: str | None, styles: Words, spans: list[Span]) -> None:
        if not text:
            return
        struck_out = {self._styles.of_words(styles, f"text-line-through-{key}") for key in ("style", "type")}
        if struck_out - {"", "none"}:
            spans.append(struck(text))
            return
        own = styles[1:]
        is_strong = self._styles.of_words(own, "font-weight") == "bold"
        is_leaning = self._styles.of_words(own, "font-style") == "italic"
        spans.append(Span(text, Mark.STRONG if is_strong else Mark.EMPHASIS if is_leaning else Mark.PLAIN))

    def _collect(self, node: etree._Element, styles: Words, spans: list[Span]) -> None:
        self._say(node.text, styles, spans)
        for child in node:
            name = name_of(child)
            if name == "line-break":
                spans.append(Span("\n"))
            elif name == "tab":
                spans.append(Span(" "))
            elif name == "s":
                spans.append(Span(" " * counted(at(child, "c"), MOST_SPACES, 1)))
            elif name == "note":
                spans.append(Span(f"[{self._note(child)}]"))
            elif name == "ruby-text":
                if "".join(child.itertext()).strip():
                    spans.append(Span(" ("))
                    self._collect(child, styles, spans)
                    spans.append(Span(")"))
            elif space_of(child) == "drawing" and name != "a":
                self._beside.append(child)
            elif name:
                own = (("text", at(child, "style-name")),) if name in {"span", "a"} else ()
                self._collect(child, (*styles, *own), spans)
            self._say(child.tail, styles, spans)

    def _note(self, node: etree._Element) -> int:
        """Keep a footnote for the end, and return its number."""
        place = len(self._notes)
        self._notes.append(())
        body = next((one for one in node if name_of(one) == "note-body"), None)
        lines = self._lines(body) if body is not None else []
        self._notes[place] = line_of([Span(f"[{place + 1}] "), *one_line(lines)])
        return place + 1

    # --- what is drawn beside the words

    def _put_beside(self) -> None:
        while self._beside:
            self._draw(self._beside.pop(0))

    def _draw(self, element: etree._Element) -> None:
        name, blocks = name_of(element), self._parts[-1][2]
        if name == "control":
            found = self._controls.get(at(element, "control"))
            words = sane_control(found) if found is not None else ""
            if words:
                blocks.append(Paragraph(line_of([Span(words)])))
            return
        has_words = False
        for child in element:
            kind = name_of(child)
            if kind == "text-box":
                has_words = True
                for one in child:
                    self._take(one)
            elif kind in {"p", "list"}:
                has_words = True
                self._take(child)
            elif kind == "image":
                self._picture(element, child)
            elif kind in {"object", "object-ole", "floating-frame", "plugin", "applet"}:
                self._carried.packed = True
            elif space_of(child) == "drawing":
                self._draw(child)
        if not has_words and name not in {"line", "connector", "measure", "frame", "g", "a"}:
            self._carried.pictures.add(max(1, self._paragraph))

    def _picture(self, frame: etree._Element, image: etree._Element) -> None:
        self._carried.pictures.add(max(1, self._paragraph))
        content = self._package.bytes(at(image, "href").removeprefix("./"))
        if content is None:
            return
        said = next((one.text or "" for one in frame if name_of(one) == "desc"), "")
        said = said or next((one.text or "" for one in frame if name_of(one) == "title"), "")
        clip = self._styles.fact("graphic", at(frame, "style-name"), "clip", {"graphic-properties"})
        sides = clip.removeprefix("rect(").removesuffix(")").replace(",", " ").split() if "rect(" in clip else []
        top, right, bottom, left = ([max(0.0, (points(one) or 0.0) / 28.35) for one in sides] + [0.0] * 4)[:4]
        self._parts[-1][2].append(Picture(len(self._pictures), described(said)))
        self._pictures.append(Found(content, described(said), cut_cm=(left, top, right, bottom)))


def sane_control(control: etree._Element) -> str:
    """Return what a form's field shows: what was typed, or a ticked or empty box with its label."""
    kind, label = name_of(control), at(control, "label")
    if kind in {"checkbox", "radio"}:
        state = at(control, "current-state") or at(control, "state") or at(control, "current-selected")
        return f"{'☒' if state in {'checked', 'true'} else '☐'} {label}".strip()
    if kind in {"listbox", "combobox"}:
        chosen = [at(one, "label") for one in control if at(one, "current-selected") == "true"]
        return ", ".join(chosen) or at(control, "current-value")
    return at(control, "current-value") or at(control, "value") if kind not in {"button", "hidden", "password"} else ""


def _levels(root: etree._Element, styles: Styles) -> Iterator[tuple[int, Level]]:
    for one in root:
        if name_of(one) not in _LEVELS:
            continue
        level = counted(at(one, "level"), 10, 1)
        form = at(one, "num-format") if name_of(one) in {"list-level-style-number", "outline-level-style"} else "bullet"
        first = max(1, level - counted(at(one, "display-levels"), 10, 1) + 1)
        text = ".".join(f"%{at_ + 1}" for at_ in range(first, level + 1))
        start = counted(at(one, "start-value"), MOST_NUMBER, 1)
        said = f"{at(one, 'num-prefix')}{text}{at(one, 'num-suffix')}" if form != "bullet" else ""
        if any(sign.isalpha() for sign in said.replace("%", "")) and _may_hide(one, styles):
            form, said = "bullet", ""  # words before a number that may not show
        yield level, Level(form, start, said)


def _may_hide(level: etree._Element, styles: Styles) -> bool:
    """Return whether a list's signs have a look in which their words may not show."""
    words = (("text", at(level, "style-name")),)
    by_style = styles.of_words(words, "display") == "none" or colour(styles.of_words(words, "color")) == WHITE
    looks = [one for one in level if name_of(one) == "text-properties"]
    return by_style or any(at(one, key) for one in looks for key in ("display", "color", "font-size"))
