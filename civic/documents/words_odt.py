"""What an OpenDocument text's elements are called and how its styles look: for deciding what shows, and for reading it.

Source: OASIS OpenDocument 1.3, part 3: styles 16, measures 18.3.
"""

from collections.abc import Iterator

from lxml import etree

from civic.documents.colours import colour
from civic.documents.measures import measured
from civic.documents.parts import UnreadableError, Why

_TEXT = {"text-properties"}
_SPACES = ("xsl-fo-compatible", "style", "text", "table", "drawing", "svg-compatible", "office", "")
_USUAL = 12.0
"""Points: the height of words of which nothing says it."""
_POINTS = {"pt": 1.0, "cm": 28.35, "mm": 2.835, "in": 72.0, "px": 0.75, "pc": 12.0}


def name_of(node: etree._Element) -> str:
    """Return an element's name without its name space."""
    return str(node.tag).rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""


def space_of(node: etree._Element) -> str:
    """Return the last word of an element's name space: "text", "drawing", "office"."""
    return str(node.tag).partition("}")[0].rsplit(":", 2)[-2] if "}" in str(node.tag) else ""


def at(node: etree._Element, key: str) -> str:
    """Return an attribute, of several name spaces the one that the standard gives it, "" where there is none."""
    found = {str(name).rpartition("}")[0].rsplit(":", 2)[-2] if "}" in str(name) else "": str(value)
             for name, value in node.attrib.items() if str(name).rpartition("}")[2] == key}  # fmt: skip
    return next((found[one] for one in _SPACES if one in found), next(iter(found.values()), ""))


def points(measure: str) -> float | None:
    """Return a length in points, or None for what is none."""
    return measured(measure, _POINTS)


def percent(measure: str) -> float | None:
    """Return a share in per cent, or None for what is none."""
    return measured(measure, {"%": 1.0})


_LEAST = 60.0
"""Points that margins leave of a page at least, where it is like others."""
_FAR_IN = 375.0
"""Points that a list or a section stands in from the margin at most, where it is like others."""
_SHARE = 0.03
"""Of a section's breadth that a column has at least, where it is like others."""
MOST_PARTS = 100
"""Of a style; there are some ten kinds."""


class Styles:
    """A document's styles, by family and name."""

    def __init__(self, trees: list[etree._Element]) -> None:
        self._styles: dict[tuple[str, str], etree._Element] = {}
        self.page: set[str] = set()
        """The colours its pages have."""
        self.broadest = 0.0
        """How far from the left margin the broadest page ends, in points; 0 where none says it."""
        self.is_odd = False
        """Whether a page, a section's column or a list leaves words little room, or puts them aside."""
        for tree in trees:
            for one in tree.iter():
                name = name_of(one)
                if name in {"style", "default-style"}:
                    self._styles[at(one, "family"), at(one, "name")] = one
                elif name == "page-layout-properties":
                    self.page |= {found for found in (colour(at(one, "background-color")),) if found}
                    left, right, top, bottom = (
                        points(at(one, f"margin-{side}")) or points(at(one, "margin")) or 0.0
                        for side in ("left", "right", "top", "bottom")
                    )
                    wide, high = points(at(one, "page-width")), points(at(one, "page-height"))
                    self.broadest = max(self.broadest, (wide or 0.0) - left)
                    self.is_odd |= wide is not None and left + right > wide - _LEAST
                    self.is_odd |= high is not None and top + bottom > high - _LEAST
                elif name in {"list-level-label-alignment", "list-level-properties"}:
                    places = (points(at(one, key)) or 0.0 for key in ("margin-left", "text-indent", "space-before"))
                    self.is_odd |= any(abs(place) > _FAR_IN for place in places)
                elif name == "section-properties":
                    self.is_odd |= any(
                        (points(at(one, f"margin-{side}")) or 0.0) > _FAR_IN for side in ("left", "right")
                    )
                elif name == "columns":
                    shares = [measured(at(each, "rel-width"), {"*": 1.0}) for each in one if name_of(each) == "column"]
                    known = [each for each in shares if each is not None]
                    self.is_odd |= bool(known) and min(known) < sum(known) * _SHARE
                if name == "style" and len(one) > MOST_PARTS:
                    raise UnreadableError("too much is said of how words look", Why.TOO_MUCH)

    def chain(self, family: str, style: str) -> Iterator[etree._Element]:
        """Give a style, those it is based on, and the family's default."""
        if family == "paragraph" and (family, style) not in self._styles:
            style = "Standard"  # what has no style, or one that is not there, stands as the standard does
        for _step in range(20):
            found = self._styles.get((family, style)) if style else None
            if found is None:
                break
            yield found
            style = at(found, "parent-style-name")
        if (usual := self._styles.get((family, ""))) is not None:
            yield usual

    def named(self, family: str, style: str) -> Iterator[str]:
        """Give the names of a style and those it is based on, in small letters, and its own key last."""
        for one in self.chain(family, style):
            if name := at(one, "display-name") or at(one, "name"):
                yield name.lower()
        yield style.lower()

    def fact(self, family: str, style: str, key: str, kinds: set[str] | None = None) -> str:
        """Return a property of a style or those above it: of its words, or of another of its parts."""
        for one in self.chain(family, style):
            for part in one:
                is_asked = name_of(part) in kinds if kinds else name_of(part) in _TEXT
                if is_asked and (found := at(part, key)):
                    return found
        return ""

    def of_words(self, styles: tuple[tuple[str, str], ...], key: str) -> str:
        """Return a property of words that stand in several styles, the innermost last."""
        return next((found for one in reversed(styles) if (found := self.fact(*one, key))), "")

    def mapped(self, family: str, style: str) -> Iterator[str]:
        """Give the names of the styles that a style, or one above it, gives way to under a condition (16.3)."""
        for one in self.chain(family, style):
            yield from (at(part, "apply-style-name") for part in one if name_of(part) == "map")

    def size(self, styles: tuple[tuple[str, str], ...], script: str = "") -> float:
        """Return how high words stand, in points: each style's share is one of the style's above it (20.192, 20.195).

        `script` is "", "-asian" or "-complex": the signs of some scripts have sizes of their own.
        """
        found = _USUAL
        for family, style in styles:
            for one in reversed(list(self.chain(family, style))):
                for part in one:
                    if name_of(part) in _TEXT:
                        said, more = at(part, f"font-size{script}"), at(part, f"font-size-rel{script}")
                        share = percent(said)
                        found = found * share / 100 if share is not None else points(said) or found
                        found += points(more) or 0.0
        return found

    def ink(self, styles: tuple[tuple[str, str], ...]) -> float:
        """Return how much ink words have, in per cent; where the colour is the system's own, nothing is said of it."""
        for family, style in reversed(styles):
            for one in self.chain(family, style):
                for part in one:
                    found = percent(at(part, "opacity")) if name_of(part) in _TEXT else None
                    if found is not None:
                        return 100.0 if at(part, "use-window-font-color") == "true" else found
        return 100.0

    def ground(self, family: str, style: str) -> tuple[str, ...]:
        """Return the colours that a paragraph, cell, table, section or shape puts behind its words; none for none."""
        kind = f"{family}-properties"
        fill = self.fact(family, style, "fill", {kind})
        opacity = percent(self.fact(family, style, "opacity", {kind}))
        if opacity is not None and opacity < 60:
            return ("FFFFFF", "000000") if fill else ()
        if fill in {"gradient", "bitmap", "hatch"}:
            return ("FFFFFF", "000000")
        found = colour(self.fact(family, style, "fill-color", {kind})) if fill != "none" else ""
        found = found or colour(self.fact(family, style, "background-color", {kind}))
        return (found,) if found else ()
