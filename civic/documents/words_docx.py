"""What a Word file's elements are called and how its styles look: for deciding what shows, and for reading it.

Source: ISO/IEC 29500-1, WordprocessingML: styles 17.7, run properties 17.3.2, theme colours 20.1.6 and 17.18.97.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from civic.documents.colours import BLACK, WHITE, colour, mixed
from civic.documents.measures import measured
from civic.documents.parts import UnreadableError, Why

_PREFIXES = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "w:",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m:",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a:",
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp:",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic:",
    "http://schemas.openxmlformats.org/markup-compatibility/2006": "mc:",
    "http://schemas.microsoft.com/office/word/2010/wordml": "w14:",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape": "wps:",
    "urn:schemas-microsoft-com:vml": "v:",
}
_THEME = {
    "background1": "lt1", "light1": "lt1", "text1": "dk1", "dark1": "dk1", "background2": "lt2", "light2": "lt2",
    "text2": "dk2", "dark2": "dk2", "bg1": "lt1", "tx1": "dk1", "bg2": "lt2", "tx2": "dk2", "hyperlink": "hlink",
    "followedHyperlink": "folHlink",
}  # fmt: skip
_OFFICE = {
    "lt1": WHITE, "dk1": BLACK, "lt2": "E7E6E6", "dk2": "44546A", "accent1": "4472C4", "accent2": "ED7D31",
    "accent3": "A5A5A5", "accent4": "FFC000", "accent5": "5B9BD5", "accent6": "70AD47", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip
"""The theme's colours where a file brings none."""


def name_of(node: etree._Element) -> str:
    """Return an element's name as the standard writes it, "w:p"; "" for what is none, "?:x" for an unknown one."""
    if not isinstance(node.tag, str):
        return ""
    space, _brace, local = node.tag[1:].partition("}") if node.tag.startswith("{") else ("", "", node.tag)
    return _PREFIXES.get(space, "?:") + local


def at(node: etree._Element | None, key: str) -> str:
    """Return an attribute, its element's own before one of another name space, "" where there is none."""
    if node is None:
        return ""
    space = str(node.tag).rpartition("}")[0]
    found = {str(name).rpartition("}")[0]: str(value) for name, value in node.attrib.items()
             if str(name).rpartition("}")[2] == key}  # fmt: skip
    return found.get(space, found.get("", next(iter(found.values()), "")))


def child(node: etree._Element | None, *path: str) -> etree._Element | None:
    """Return the first element on a path of names, or None."""
    for step in path:
        node = next((one for one in node if name_of(one) == step), None) if node is not None else None
    return node


def above(node: etree._Element, kind: str) -> etree._Element | None:
    """Return the nearest element of a name that another stands in, or None."""
    return next((up for up in node.iterancestors() if name_of(up) == kind), None)


def is_on(node: etree._Element | None) -> bool:
    """Return whether a switch is there and not turned off."""
    return node is not None and at(node, "val") not in {"0", "false", "none", "off"}


_TWIPS = {"": 1.0, "pt": 20.0, "cm": 567.0, "mm": 56.7, "in": 1440.0, "pc": 240.0, "pi": 240.0}
"""How many twentieths of a point a unit has; a number without one is of them."""
_HALVES = {unit: each / 10 for unit, each in _TWIPS.items() if unit} | {"": 1.0}


def twips(text: str) -> float:
    """Return a length in twentieths of a point, however it is measured (22.9.2.14); 0 for what is none."""
    return measured(text, _TWIPS) or 0.0


def half_points(text: str, usual: float = 20) -> float:
    """Return a size in half points, however it is measured (22.9.2.14)."""
    found = measured(text, _HALVES)
    return usual if found is None else found


@dataclass(frozen=True)
class Style:
    """A style: its name, in small letters, what it is based on, and its parts."""

    name: str
    above: str
    paragraph: etree._Element | None
    run: etree._Element | None
    node: etree._Element


Facts = dict[str, etree._Element]
"""Properties by their names without prefix."""


class Styles:
    """A document's styles and the colours of its theme."""

    def __init__(self, tree: etree._Element | None, theme: etree._Element | None) -> None:
        self._styles = dict(_styles(tree))
        defaults = child(tree, "w:docDefaults")
        self._run_defaults = child(defaults, "w:rPrDefault", "w:rPr")
        self._paragraph_defaults = child(defaults, "w:pPrDefault", "w:pPr")
        self._usual, self._usual_table = (
            next(
                (
                    key
                    for key, one in self._styles.items()
                    if at(one.node, "type") == kind and at(one.node, "default") in {"1", "true", "on"}
                ),
                "",
            )
            for kind in ("paragraph", "table")
        )
        self._theme = dict(_OFFICE)
        for scheme in theme.iter() if theme is not None else ():
            if name_of(scheme) == "a:clrScheme":
                for one in scheme:
                    if named := next((colour(at(each, "lastClr") or at(each, "val")) for each in one), ""):
                        self._theme[name_of(one).partition(":")[2]] = named

    def name(self, style: str) -> str:
        """Return a style's name, in small letters."""
        return self._styles[style].name if style in self._styles else ""

    def chain(self, style: str) -> Iterator[Style]:
        """Give a style and those it is based on."""
        for _step in range(20):
            found = self._styles.get(style)
            if found is None:
                return
            yield found
            style = found.above

    def of_table(self, facts: etree._Element | None) -> str:
        """Return the style of a table by what it says of itself: the document's own where it names none (17.7.4.17)."""
        named = at(child(facts, "w:tblStyle"), "val")
        return named if named in self._styles else self._usual_table

    def of_paragraph(self, own: etree._Element | None) -> Facts:
        """Return how a paragraph stands, by itself, its styles and the document."""
        style = at(child(own, "w:pStyle"), "val") or self._usual
        return _facts((own, *(one.paragraph for one in self.chain(style)), self._paragraph_defaults))

    def of_run(self, own: etree._Element | None, style: str, table: tuple[etree._Element, ...] = ()) -> Facts:
        """Return how a run's words stand: by itself, its own style, its paragraph's, its table's and the document's."""
        named = [one.run for one in self.chain(at(child(own, "w:rStyle"), "val"))]
        above = [one.run for one in self.chain(style or self._usual)]
        return _facts((own, *named, *above, *table, self._run_defaults))

    def is_vanished(self, own: etree._Element | None, style: str, table: tuple[etree._Element, ...] = ()) -> bool:
        """Return whether a run is hidden; a style that hides what another hides shows it (17.7.3)."""
        if (said := child(own, "w:vanish")) is not None:
            return is_on(said)
        found = False
        for those in (
            [one.run for one in self.chain(at(child(own, "w:rStyle"), "val"))],
            [one.run for one in self.chain(style or self._usual)],
            table,
        ):
            switch = next((each for one in those if (each := child(one, "w:vanish")) is not None), None)
            found ^= is_on(switch)
        return found or is_on(child(self._run_defaults, "w:vanish"))

    def colours(self, node: etree._Element | None, key: str = "val", theme: str = "theme") -> tuple[str, ...]:
        """Return the colours that a property may have: by its value and by its theme; none for "auto".

        `theme` is how its theme's attributes begin: themeColor, themeTint and themeShade, or themeFill with others.
        """
        found = [colour(at(node, key))]
        fill = "Fill" if theme == "themeFill" else ""
        named = at(node, "themeFill" if fill else "themeColor")
        if base := self.themed(named):
            tint, shade = at(node, f"theme{fill}Tint"), at(node, f"theme{fill}Shade")
            found.append(_shaded(base, tint, shade))
        return tuple(one for one in found if one)

    def themed(self, name: str) -> str:
        """Return a colour of the theme, "" for one it has not."""
        return self._theme.get(_THEME.get(name, name), "")

    def shades(self, shade: etree._Element | None) -> tuple[str, ...]:
        """Return the colours that a shade may have, none where it lets its ground through (17.18.78)."""
        if shade is None:
            return ()
        pattern, fill = at(shade, "val"), self.colours(shade, "fill", "themeFill")
        if pattern in {"", "clear", "nil"}:
            return fill
        ink = self.colours(shade, "color") or (BLACK,)
        if pattern == "solid":
            return ink
        if pattern.startswith("pct") and pattern[3:].isdecimal():
            share = min(100, int(pattern[3:6])) / 100
            return tuple(mixed(one, other, share) for one in ink for other in fill or (WHITE,))
        return (*ink, *(fill or (WHITE,)))

    def filled(self, shape: etree._Element | None) -> tuple[str, ...]:
        """Return the colour of a solid fill of a drawing, or of the theme's fill it refers to."""
        for one in shape if shape is not None else ():
            if found := colour(at(one, "val") or at(one, "lastClr")) or self.themed(at(one, "val")):
                return (found,)
        return ()


MOST_FACTS = 300
"""That are said of words at one place; there are some forty."""


def _facts(those: tuple[etree._Element | None, ...]) -> Facts:
    found: Facts = {}
    for one in those:
        if one is not None and len(one) > MOST_FACTS:
            raise UnreadableError("too much is said of how words look", Why.TOO_MUCH)
        for fact in one if one is not None else ():
            found.setdefault(name_of(fact).partition(":")[2], fact)
    return found


def _shaded(base: str, tint: str, shade: str) -> str:
    try:
        if tint:
            base = mixed(base, WHITE, int(tint[:2], 16) / 255)
        return mixed(base, BLACK, int(shade[:2], 16) / 255) if shade else base
    except ValueError:
        return base


def _styles(root: etree._Element | None) -> Iterator[tuple[str, Style]]:
    for one in root if root is not None else ():
        if name_of(one) == "w:style":
            name = at(child(one, "w:name"), "val").lower()
            above = at(child(one, "w:basedOn"), "val")
            yield at(one, "styleId"), Style(name, above, child(one, "w:pPr"), child(one, "w:rPr"), one)
