"""Word documents (DOCX)."""

import io
import re
from copy import deepcopy

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

from civic.documents.direction import leans, parted
from civic.documents.paper import Break, Grid, Heading, Listing, Paper, Part, Run, Runs, Style, Words

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEHIND_BIDI = tuple(f"w:{one}" for one in (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
    "pPrChange",
))  # fmt: skip
"""What stands behind the direction among a paragraph's properties (ISO/IEC 29500-1, 17.3.1.26)."""
TEXT_WIDTH = {False: Cm(16), True: Cm(26)}


def word(paper: Paper) -> bytes:
    """Return a document as DOCX, with real headings, lists and tables."""
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = _clean(paper.title), _clean(paper.author)
    made.core_properties.language = paper.language
    made.styles["Normal"].font.name, made.styles["Normal"].font.size = "Calibri", Pt(11)
    if paper.is_wide:
        page = made.sections[0]
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = Cm(29.7), Cm(21)
        page.left_margin = page.right_margin = Cm(1.8)
    _say(made.add_heading("", 0), (Run(paper.title),))
    if paper.subtitle:
        _say(made.add_paragraph(style="Subtitle"), (Run(paper.subtitle),))
    for part in paper.parts:
        _add(made, part, paper.is_wide)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _add(made: Document, part: Part, is_wide: bool) -> None:
    if isinstance(part, Heading):
        _say(made.add_heading("", part.level), (Run(part.text),))
    elif isinstance(part, Words):
        _say(made.add_paragraph(style="Quote" if part.is_quote else None), part.runs)
    elif isinstance(part, Listing):
        _list(made, part)
    elif isinstance(part, Grid):
        _grid(made, part, is_wide)
    elif isinstance(part, Break):
        made.add_page_break()  # type: ignore[no-untyped-call]
    else:
        shown = made.add_picture(io.BytesIO(part.content), width=None)
        if shown.width > TEXT_WIDTH[is_wide]:
            shown.height = int(shown.height * TEXT_WIDTH[is_wide] / shown.width)
            shown.width = TEXT_WIDTH[is_wide]
        shown._inline.docPr.set("descr", _clean(part.alt))


def _list(made: Document, part: Listing) -> None:
    name = "List Number" if part.is_ordered else "List Bullet"
    number = _new_number(made, name) if part.is_ordered else None
    for depth, runs in part.items:
        level = min(depth, 2)
        paragraph = made.add_paragraph(style=name if level == 0 else f"{name} {level + 1}")
        if number is not None and level == 0:
            wanted = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            wanted.get_or_add_ilvl().val, wanted.get_or_add_numId().val = 0, number
        _say(paragraph, runs)


def _new_number(made: Document, style: str) -> int:
    """Return a numbering of its own, so that each list begins at 1."""
    numbering = made.part.numbering_part.numbering_definitions._numbering
    used = made.styles[style].element.pPr.numPr.numId.val
    old = next(one for one in numbering.num_lst if one.numId == used)
    new = numbering.add_num(old.abstractNumId.val)
    new.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(new.numId)


def _grid(made: Document, part: Grid, is_wide: bool) -> None:
    width = len(part.head)
    table = made.add_table(rows=1, cols=width, style="Table Grid")
    table.autofit = False
    shares = part.shares or (1,) * width
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Cm(TEXT_WIDTH[is_wide].cm * share / sum(shares))
    for cell, text in zip(table.rows[0].cells, part.head, strict=True):
        _say(cell.paragraphs[0], (Run(text, Style.STRONG),))
    _repeat(table.rows[0])
    # rows are copies of one empty row: to add them one by one takes python-docx the square of their number
    blank = deepcopy(table.add_row()._tr)
    table._tbl.remove(table._tbl.tr_lst[-1])
    for row in part.rows:
        copied = deepcopy(blank)
        table._tbl.append(copied)
        for cell, runs in zip(copied.tc_lst, (*row, *((),) * width)[:width], strict=False):
            _say(Paragraph(cell.p_lst[0], table), runs)


def _repeat(row: _Row) -> None:
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _say(paragraph: Paragraph, runs: Runs) -> None:
    for run in runs:
        for words, is_right in parted(_clean(run.text)):
            said = paragraph.add_run(words)
            said.bold = run.style in {Style.STRONG, Style.ADDED} or None
            said.italic = run.style is Style.EMPHASIS or None
            said.underline = run.style is Style.ADDED or None
            said.font.strike = run.style is Style.REMOVED or None
            said.font.rtl = is_right or None
    _turn(paragraph)


def _turn(paragraph: Paragraph) -> None:
    """Let a paragraph run from right to left where its first letter does."""
    if leans(paragraph.text):
        mark = OxmlElement("w:bidi")
        paragraph._p.get_or_add_pPr().insert_element_before(mark, *_BEHIND_BIDI)


def _clean(text: str) -> str:
    """Return a text without the signs that XML cannot hold."""
    return _NOT_XML.sub("", text)
