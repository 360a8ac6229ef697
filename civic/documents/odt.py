"""OpenDocument texts (ODT)."""

import io
import re
from xml.sax.saxutils import escape

from odfdo import Document, Element, Frame, Header, List, ListItem, Paragraph, Span, Style
from PIL import Image as Pixels

from civic.documents import paper as on
from civic.documents.direction import leans
from civic.documents.paper import Break, Grid, Heading, Listing, Paper, Part, Runs, Words

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RIGHT = "CivicRight"
_LOOKS = {
    on.Style.STRONG: {"bold": True},
    on.Style.EMPHASIS: {"italic": True},
    on.Style.ADDED: {"bold": True, "underline": True},
    on.Style.REMOVED: {"strike": True},
}


def odt(paper: Paper) -> bytes:
    """Return a document as ODT, with real headings, lists and tables."""
    made = Document("text")
    body = made.body
    body.clear()
    made.meta.title, made.meta.initial_creator, made.meta.language = _clean(paper.title), _clean(paper.author), "da-DK"
    for level in made.styles.root.get_elements("//text:outline-level-style"):
        level.set_attribute("style:num-format", "")  # a section is called as its writers call it
    for style, look in _LOOKS.items():
        made.insert_style(_style(style, look), automatic=True)
    for parent in ("Text_20_body", "Title", "Subtitle", "Quotations", *(f"Heading_20_{n}" for n in range(1, 5))):
        made.insert_style(_right(parent), automatic=True)
    made.insert_style(
        Style("paragraph", name="CivicBreak", parent_style="Text_20_body", area="paragraph", break_after="page"),
        automatic=True,
    )
    for name, number in (("CivicBullets", False), ("CivicNumbers", True)):
        made.insert_style(_list_style(name, is_ordered=number), automatic=True)
    body.append(Paragraph(_clean(paper.title), style=_turned(paper.title, "Title")))
    if paper.subtitle:
        body.append(Paragraph(_clean(paper.subtitle), style=_turned(paper.subtitle, "Subtitle")))
    for part in paper.parts:
        for element in _elements(made, part):
            body.append(element)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _elements(made: Document, part: Part) -> list[Element]:
    if isinstance(part, Heading):
        made_of = Header(part.level, _clean(part.text))
        if leans(part.text):
            made_of.set_attribute("text:style-name", _turned(part.text, f"Heading_20_{part.level}"))
        return [made_of]
    if isinstance(part, Words):
        return [_say(part.runs, "Quotations" if part.is_quote else "Text_20_body")]
    if isinstance(part, Listing):
        return [_list(part)]
    if isinstance(part, Grid):
        return [_grid(part)]
    if isinstance(part, Break):
        return [Paragraph("", style="CivicBreak")]
    with Pixels.open(io.BytesIO(part.content)) as opened:
        width = min(16.0, opened.width / 40)
        height = width * opened.height / opened.width
    path = made.add_file(io.BytesIO(part.content))
    frame = Frame.image_frame(path, size=(f"{width:.1f}cm", f"{height:.1f}cm"), anchor_type="as-char")
    frame.svg_description = _clean(part.alt)
    holder = Paragraph()
    holder.append(frame)
    return [holder]


def _list(part: Listing) -> Element:
    outer = List(style="CivicNumbers" if part.is_ordered else "CivicBullets")
    lists = [outer]
    for depth, runs in part.items:
        del lists[depth + 1 :]
        while len(lists) <= depth:
            inner = List()
            if not lists[-1].get_elements("text:list-item"):
                lists[-1].append(ListItem())
            lists[-1].get_elements("text:list-item")[-1].append(inner)
            lists.append(inner)
        item = ListItem()
        item.append(_say(runs, None))
        lists[-1].append(item)
    return outer


def _grid(part: Grid) -> Element:
    """Return a table, written as XML and read once: element by element three thousand rows took twice as long."""
    width = len(part.head)
    head = _row([(on.Run(text, on.Style.STRONG),) for text in part.head])
    rows = "".join(_row([*row, *((),) * width][:width]) for row in part.rows)
    return Element.from_tag(
        f'<table:table table:name="Tabel{id(part)}"><table:table-header-rows>{head}</table:table-header-rows>{rows}'
        "</table:table>"
    )


def _row(cells: list[Runs]) -> str:
    said = "".join(
        f'<table:table-cell office:value-type="string">{_begun(runs)}{"".join(map(_run, runs))}</text:p>'
        "</table:table-cell>"
        for runs in cells
    )
    return f"<table:table-row>{said}</table:table-row>"


def _begun(runs: Runs) -> str:
    return f'<text:p text:style-name="{_RIGHT}">' if leans("".join(run.text for run in runs)) else "<text:p>"


_SIGNS = re.compile("\n|\t| {2,}")


def _run(run: on.Run) -> str:
    """Return a run as XML; what a reader of ODT would fold into one space is written out."""
    text = _SIGNS.sub(_sign, escape(_clean(run.text)))
    return (
        text
        if run.style is on.Style.PLAIN
        else f'<text:span text:style-name="Civic{run.style.value}">{text}</text:span>'
    )


def _sign(found: re.Match[str]) -> str:
    sign = found[0]
    if sign == "\n":
        return "<text:line-break/>"
    return "<text:tab/>" if sign == "\t" else f' <text:s text:c="{len(sign) - 1}"/>'


def _say(runs: Runs, style: str | None) -> Element:
    text = "".join(run.text for run in runs)
    paragraph = Paragraph(style=_turned(text, style or "Text_20_body") if leans(text) else style)
    for run in runs:
        text = _clean(run.text)
        if run.style is on.Style.PLAIN:
            paragraph.append_plain_text(text)
        else:
            paragraph.append(Span(text, style=f"Civic{run.style.value}"))
    return paragraph


def _turned(text: str, style: str) -> str:
    """Return the style that a text is set in: the one for its direction."""
    if not leans(text):
        return style
    return _RIGHT if style == "Text_20_body" else f"{_RIGHT}{style.replace('_20_', '')}"


def _right(parent: str) -> Style:
    """Return the style of paragraphs that run from right to left, like another one but for that."""
    made = Style("paragraph", name=_turned("\u05d0", parent), parent_style=parent)
    made.set_properties({"style:writing-mode": "rl-tb", "fo:text-align": "start"}, area="paragraph")
    return made


def _style(style: on.Style, look: dict[str, bool]) -> Style:
    made = Style(
        "text", name=f"Civic{style.value}", area="text", bold=look.get("bold", False), italic=look.get("italic", False)
    )
    properties = made.get_element("style:text-properties")
    if properties is None:
        properties = Element.from_tag("style:text-properties")
        made.append(properties)
    if look.get("underline"):
        properties.set_attribute("style:text-underline-style", "solid")
    if look.get("strike"):
        properties.set_attribute("style:text-line-through-style", "solid")
    return made


def _list_style(name: str, *, is_ordered: bool) -> Style:
    made = Style("list", name=name)
    for level in range(1, 4):
        if is_ordered:
            made.set_level_style(level, num_format="1", suffix=".")
        else:
            made.set_level_style(level, bullet_char="•")
    return made


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)
