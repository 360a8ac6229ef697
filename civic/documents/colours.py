"""Colours as documents name them: six hexadecimal digits, and whether words in one are read on another."""

import re
from collections.abc import Iterable

_ALIKE = 48
"""Of 255: two colours that differ by less in each of red, green and blue are not told apart on paper."""
_BLACKISH = 0.03
"""Light, of 1: two colours that are both darker are black to the eye."""
BLACK, WHITE = "000000", "FFFFFF"


def colour(text: str) -> str:
    """Return six hexadecimal digits of what a document calls a colour, "" for one that is none."""
    bare = text.strip().lstrip("#").upper()
    if re.fullmatch(r"[0-9A-F]{3}", bare):
        bare = "".join(sign * 2 for sign in bare)
    return bare if re.fullmatch(r"[0-9A-F]{6}", bare) else _NAMED.get(text.strip().lower(), "")


def is_alike(one: str, other: str) -> bool:
    """Return whether words in one colour are read by nobody on the other."""
    first, second = _parts(one), _parts(other)
    apart = max(abs(left - right) for left, right in zip(first, second, strict=True))
    return apart < _ALIKE or max(_light(first), _light(second)) < _BLACKISH


def are_read(words: Iterable[str], ground: Iterable[str]) -> bool:
    """Return whether words are read on their ground, whichever of the colours each of the two has."""
    behind = tuple(ground)
    return not any(is_alike(one, other) for one in words for other in behind)


def mixed(one: str, other: str, share: float) -> str:
    """Return so much of one colour, from 0 to 1, in the other."""
    share = min(1.0, max(0.0, share))
    both = zip(_parts(one), _parts(other), strict=True)
    return "".join(f"{round(left * share + right * (1 - share)):02X}" for left, right in both)


def _parts(one: str) -> tuple[int, int, int]:
    return int(one[:2], 16), int(one[2:4], 16), int(one[4:6], 16)


def _light(parts: tuple[int, int, int]) -> float:
    """Return how light a colour is to the eye, from 0 to 1 (WCAG 2, relative luminance)."""
    red, green, blue = (float((one / 255) ** 2.2) for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_NAMED = {
    "black": BLACK, "white": WHITE, "red": "FF0000", "green": "00FF00", "blue": "0000FF", "yellow": "FFFF00",
    "cyan": "00FFFF", "magenta": "FF00FF", "darkblue": "000080", "darkcyan": "008080", "darkgreen": "008000",
    "darkmagenta": "800080", "darkred": "800000", "darkyellow": "808000", "darkgray": "808080", "lightgray": "C0C0C0",
    "gray": "808080", "silver": "C0C0C0", "window": WHITE, "windowtext": BLACK,
}  # fmt: skip
"""Names of colours in highlights (ISO/IEC 29500-1, 17.18.40), in drawings and of a system's windows."""
