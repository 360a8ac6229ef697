"""Amounts of money, as whole numbers of øre: so that a sum equals its lines, and no share is rounded."""

import re
from fractions import Fraction

MOST = 10**13
"""A hundred thousand million kroner: more than any budget, and a number that every database and browser can hold."""

_WRITTEN = re.compile(r"(\d{1,3}(?:[. ]\d{3})+|\d+)(?:,(\d{1,2}))?")


def read(written: str) -> int | None:
    """Return the øre that somebody wrote as kroner in the Danish way (2.999.999,50), or None where it is no amount.

    Points and spaces stand between thousands, a comma before the øre; "kr." may stand before or after.
    """
    bare = re.sub(r"\bkr\b\.?|,-$", "", written.replace("\N{NO-BREAK SPACE}", " ").strip().casefold()).strip()
    found = _WRITTEN.fullmatch(bare)
    if found is None:
        return None
    ore = int(re.sub(r"[. ]", "", found[1])) * 100 + int((found[2] or "").ljust(2, "0") or 0)
    return ore if ore <= MOST else None


def written(ore: int) -> str:
    """Return an amount as `read` takes it: 2.999.999,50, and without the øre where there are none."""
    kroner, rest = divmod(abs(ore), 100)
    sign = "-" if ore < 0 else ""
    return f"{sign}{kroner:,}".replace(",", ".") + (f",{rest:02}" if rest else "")


def missing(part: int, whole: int, share: Fraction) -> int:
    """Return how many øre a part lacks to be at least a share of the whole; 0 where it is.

    Whole numbers throughout: `part >= share * whole` exactly where nothing is missing.
    """
    least = -(-share.numerator * whole // share.denominator)
    return max(0, least - part)
