"""Where a Word file's paragraphs, frames and rows stand, and what is behind the words of its boxes.

What surely stands where nobody sees it is cut away; where it only may, a person looks.
Source: ISO/IEC 29500-1: indents 17.3.1.12, frames 17.3.1.11, rows' exceptions 17.4.61, fills 20.1.8.
"""

from lxml import etree

from civic.documents.room_docx import Page
from civic.documents.tables_docx import FLAT
from civic.documents.words_docx import Facts, at, child, name_of, twips

ASIDE = (-2880, 15000)
"""Twentieths of a point from the margin: words that begin further out stand beside the page."""
_LEFT = 300
"""Twentieths of a point, that a paragraph's indents leave its words without anybody having to look."""
LINE = 300
"""Twentieths of a point: as high as a line, and as broad as a word, at least; so much stands on the page."""


def exact_line(facts: Facts) -> float:
    """Return how high a paragraph's lines are whatever stands in them, 0 where they grow."""
    line = facts.get("spacing")
    return twips(at(line, "line")) if at(line, "lineRule") == "exact" else 0.0


def is_aside(facts: Facts, wide: float) -> bool:
    """Return whether a paragraph stands beside where words are seen, or in a line or frame that cuts its words away."""
    starts, taken = _indents(facts)
    if min(starts) < ASIDE[0] or max(starts) > ASIDE[1] or (wide > 0 and taken > max(wide, FLAT)):
        return True
    if 0 < exact_line(facts) < FLAT:
        return True
    frame = facts.get("framePr")
    if frame is None:
        return False
    places = [twips(at(frame, key)) for key in ("x", "y")]
    sizes = [twips(at(frame, key)) for key in ("w", "h")]
    return min(places) < ASIDE[0] or max(places) > 2 * ASIDE[1] or any(0 < one < FLAT for one in sizes)


def may_be_aside(facts: Facts, wide: float, page: Page) -> bool:
    """Return whether a paragraph leaves its words so little room, or a frame stands so, that a person has to look."""
    frame = facts.get("framePr")
    if frame is not None and at(frame, "dropCap") not in {"drop", "margin"}:
        across, broad = twips(at(frame, "x")), twips(at(frame, "w"))
        if is_far(page, across, twips(at(frame, "y")), frame, "hAnchor", "vAnchor"):
            return True
        if across + broad > page.wide + FLAT:
            return True
    taken = _indents(facts)[1]
    return wide > 0 and taken > 0 and min(wide, page.text - page.right) - taken < _LEFT


def is_far(page: Page, across: float, down: float, said: etree._Element | None, by: str, above: str) -> bool:
    """Return whether something that stands so far from the page's edge, or a margin, may stand beside the page.

    `said` places it, and its attributes `by` and `above` say from where; what is not from the page is from a margin.
    """
    left = 0 if at(said, by) == "page" else page.left
    top = 0 if at(said, above) == "page" else page.top
    return not -left <= across <= page.wide - left - LINE or not -top <= down <= page.high - top - LINE


def _indents(facts: Facts) -> tuple[list[float], float]:
    """Return where a paragraph's lines begin and end, and how much of the breadth they leave empty."""
    indents = facts.get("ind")
    left, right = (
        max((twips(at(indents, key)) for key in keys), key=abs)
        + max((twips(at(indents, f"{key}Chars")) for key in keys), key=abs) * 2
        for keys in (("left", "start"), ("right", "end"))
    )
    first = twips(at(indents, "firstLine")) + twips(at(indents, "firstLineChars")) * 2
    starts = [left, right, first, left - twips(at(indents, "hanging"))]
    hanging = max(0.0, twips(at(indents, "hanging")))
    return starts, max(0.0, left - hanging) + max(0.0, right) + max(0.0, first)


def beside(one: etree._Element, *, ahead: bool) -> etree._Element | None:
    """Return the paragraph that stands next to one, over bookmarks and out of and into content controls."""
    here: etree._Element | None = one
    while here is not None:
        for each in here.itersiblings(preceding=not ahead):
            if name_of(each) == "w:tbl":
                return None
            inside = [each] if name_of(each) == "w:p" else [deep for deep in each.iter() if name_of(deep) == "w:p"]
            if inside:
                return inside[0 if ahead else -1]
        here = here.getparent()
        if here is None or name_of(here) not in {"w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"}:
            return None
    return None


def is_odd_row(row: etree._Element) -> bool:
    """Return whether a row moves its cells, or their words, by what it says itself (17.4.61)."""
    own = child(row, "w:tblPrEx")
    if own is None:
        return False
    margins = child(own, "w:tblCellMar")
    sides = [twips(at(one, "w")) for one in (margins if margins is not None else ())]
    return abs(twips(at(child(own, "w:tblInd"), "w"))) > 2000 or any(abs(one) > 500 for one in sides)


_FILLS = {"a:solidFill", "a:gradFill", "a:pattFill", "a:blipFill"}


def is_odd_fill(box: etree._Element) -> bool:
    """Return whether what is behind a box's words may have another colour than is read here."""
    for up in box.iterancestors():
        name = name_of(up)
        if name.startswith("v:"):
            return True
        if name == "wps:wsp":
            return _is_odd_shape(child(up, "wps:spPr"), child(up, "wps:style"))
        if name == "w:p":
            break
    return False


def _is_odd_shape(shape: etree._Element | None, style: etree._Element | None) -> bool:
    fills = [one for one in (shape if shape is not None else ()) if name_of(one) in _FILLS]
    colours = [each for one in fills for each in one]
    if any(name_of(one) != "a:solidFill" for one in fills) or any(
        name_of(one) not in {"a:srgbClr", "a:schemeClr"} or len(one) for one in colours
    ):
        return True
    words = at(child(style, "a:fontRef", "a:schemeClr"), "val")
    is_clear = at(child(style, "a:fillRef"), "idx") == "0" and not fills and child(shape, "a:noFill") is None
    return words not in {"", "dk1", "tx1"} or is_clear
