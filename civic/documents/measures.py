"""Numbers and lengths as documents write them, and as a hostile one may."""

import re
from collections.abc import Mapping

_NUMBER = re.compile(r"\s*([+-]?)([0-9]*\.?[0-9]*)\s*([a-z%*]*)\s*", re.IGNORECASE)
MOST = 1e9
"""No number counts for more, on either side of zero."""


def measured(text: str, units: Mapping[str, float]) -> float | None:
    """Return a length in the unit that counts one, or None for what is none or has a unit that is not among them."""
    found = _NUMBER.fullmatch(text) if len(text) < 10_000 else None
    if found is None or found[3].lower() not in units or not found[2].strip("."):
        return None
    size = min(MOST, float(found[2]) * units[found[3].lower()])
    return -size if found[1] == "-" else size


def whole(text: str) -> int | None:
    """Return a whole number, or None for what is none."""
    found = measured(text, {"": 1})
    return int(found) if found is not None else None


def counted(text: str, most: int, usual: int = 0) -> int:
    """Return a number from 0 to the most that counts, or the usual one where there is none."""
    found = whole(text)
    return usual if found is None else max(0, min(found, most))
