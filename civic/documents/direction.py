"""Which way letters run, by their bidirectional class (Unicode, UAX 9)."""

import unicodedata

FROM_RIGHT = frozenset({"R", "AL"})
"""The classes of letters that run from right to left."""


def has_from_right(text: str) -> bool:
    """Return whether any letter of a text runs from right to left."""
    return any(unicodedata.bidirectional(sign) in FROM_RIGHT for sign in text)


def leans(text: str) -> bool:
    """Return whether a text runs from right to left: by its first letter that has a direction (UAX 9, P2)."""
    kinds = (unicodedata.bidirectional(sign) for sign in text)
    return next((kind in FROM_RIGHT for kind in kinds if kind == "L" or kind in FROM_RIGHT), False)
