"""The lists of a Word file: which shape each counts on in, and how its levels are written.

Source: ISO/IEC 29500-1, 17.9 (numbering).
"""

from collections.abc import Iterator

from lxml import etree

from civic.documents.carried import Carried
from civic.documents.colours import WHITE
from civic.documents.measures import whole
from civic.documents.parts import Level, Numbering
from civic.documents.words_docx import Styles, at, child, is_on, name_of, twips

_FAR_IN = 7500
"""Twentieths of a point."""


def numbering(root: etree._Element | None, styles: Styles, carried: Carried) -> Numbering:
    """Return a document's lists by their numbers; signs that say something and do not show are told of."""
    shapes: dict[str, dict[int, Level]] = {}
    linked: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for one in root if root is not None else ():
        if name_of(one) == "w:abstractNum":
            key = at(one, "abstractNumId")
            shapes[key] = dict(_levels(one))
            if style := at(child(one, "w:numStyleLink"), "val"):
                linked[key] = style
        elif name_of(one) == "w:num":
            numbers[at(one, "numId")] = at(child(one, "w:abstractNumId"), "val")
        if any((_is_silent(level) and _says(level)) or _is_aside(level) for level in one):
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
                levels |= dict(_levels(other))
                start = whole(at(child(other, "w:startOverride"), "val"))
                if start is not None:
                    starts[whole(at(other, "ilvl")) or 0] = start
        found.enter(at(one, "numId"), shape, levels, starts)
    return found


def _number_of(styles: Styles, style: str) -> str:
    return next(
        (number for one in styles.chain(style) if (number := at(child(one.paragraph, "w:numPr", "w:numId"), "val"))), ""
    )


def _levels(root: etree._Element) -> Iterator[tuple[int, Level]]:
    for one in root:
        if name_of(one) != "w:lvl":
            continue
        start = whole(at(child(one, "w:start"), "val"))
        form = at(child(one, "w:numFmt"), "val") or "decimal"
        text = at(child(one, "w:lvlText"), "val")
        if _is_silent(one):
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


def _is_silent(level: etree._Element) -> bool:
    """Return whether a level's signs are hidden or white."""
    look = child(level, "w:rPr")
    if is_on(child(look, "w:vanish")) or at(child(look, "w:color"), "val").upper() == WHITE:
        return True
    return _says(level) and any(child(look, one) is not None for one in ("w:rStyle", "w:sz"))  # words, and who can say


def _says(level: etree._Element) -> bool:
    return any(sign.isalpha() for sign in at(child(level, "w:lvlText"), "val"))
