"""The lists of a Word file: which shape each counts on in, and how its levels are written.

Source: ISO/IEC 29500-1, 17.9 (numbering).
"""

import re
from collections.abc import Iterator

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.colours import WHITE
from civic.documents.measures import whole
from civic.documents.parts import Level, Numbering
from civic.documents.words_docx import Styles, at, child, half_points, is_on, name_of, twips

SMALLEST = 6
"""Half points of a letter's height; a lower one is read by nobody."""
_FAR_IN = 7500
"""Twentieths of a point."""
_WORD = re.compile(r"[^\W\d_]{2}")


def numbering(root: etree._Element | None, styles: Styles, carried: Carried) -> Numbering:
    """Return a document's lists by their numbers; signs that say something and do not show are told of."""
    shapes: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for one in root if root is not None else ():
        if name_of(one) == "w:abstractNum":
            key = at(one, "abstractNumId")
            shapes[key] = dict(_levels(one, styles))
            if style := at(child(one, "w:numStyleLink"), "val"):
                linked[key] = style
        elif name_of(one) == "w:num":
            numbers[at(one, "numId")] = at(child(one, "w:abstractNumId"), "val")
        if any((_is_silent(level, styles) and _says(level)) or _is_aside(level) for level in one):
            carried.covered.add(1)
    found = Numbering()
    for one in root if root is not None else ():
        if name_of(one) != "w:num":
            continue
        shape = at(child(one, "w:abstractNumId"), "val")
        for _step in range(5):  # a list may take its levels from a style, which has a list
            if shape not in linked:
                break
            shape = numbers.get(_number_of(styles, linked[shape]), "")
        levels = dict(shapes.get(shape, {}))
        starts = {}
        for other in one:
            if name_of(other) == "w:lvlOverride":
                levels |= dict(_levels(other, styles))
                start = whole(at(child(other, "w:startOverride"), "val"))
                if start is not None:
                    starts[whole(at(other, "ilvl")) or 0] = start
        found.enter(at(one, "numId"), shape, levels, starts)
    return found


def _number_of(styles: Styles, style: str) -> str:
    return next(
        (number for one in styles.chain(style) if (number := at(child(one.paragraph, "w:numPr", "w:numId"), "val"))), ""
    )


def _levels(root: etree._Element, styles: Styles) -> Iterator[tuple[int, Level]]:
    for one in root:
        if name_of(one) != "w:lvl":
            continue
        start = whole(at(child(one, "w:start"), "val"))
        form = at(child(one, "w:numFmt"), "val") or "decimal"
        text = at(child(one, "w:lvlText"), "val")
        if _is_silent(one, styles):
            form, text = "none", ""
        yield (
            whole(at(one, "ilvl")) or 0,
            Level(
                form,
                1 if start is None else start,
                text,
                is_legal=is_on(child(one, "w:isLgl")),
                goes_on=at(child(one, "w:lvlRestart"), "val") == "0",
            ),
        )


def _is_aside(level: etree._Element) -> bool:
    """Return whether a level's items stand so far in that nobody may see them."""
    indents = child(level, "w:pPr", "w:ind")
    return any(
        abs(twips(at(indents, key))) > _FAR_IN for key in ("left", "start", "right", "end", "firstLine", "hanging")
    )


def _is_silent(level: etree._Element, styles: Styles) -> bool:
    """Return whether a level's signs are hidden, white or too small to read."""
    look = child(level, "w:rPr")
    if look is None:
        return False
    facts = styles.of_run(look, "")
    size = half_points(at(facts.get("sz"), "val"))
    return styles.is_vanished(look, "") or WHITE in styles.colours(facts.get("color")) or size <= SMALLEST


def _says(level: etree._Element) -> bool:
    """Return whether a level's signs have words; a bullet is a letter of some font of signs, which says nothing."""
    return bool(_WORD.search(at(child(level, "w:lvlText"), "val")))
