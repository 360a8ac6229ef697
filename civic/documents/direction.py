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


def parted(text: str) -> list[tuple[str, bool]]:
    """Return a text in stretches that run one way, each with whether it runs from right to left.

    What has no direction, a space or a sign, goes with the letters before it.
    """
    found: list[tuple[str, bool]] = []
    held, is_right, is_begun = "", False, False
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        turns = kind in FROM_RIGHT
        if (turns or kind == "L") and (turns is not is_right or not is_begun):
            if is_begun and held:
                found.append((held, is_right))
                held = ""
            is_right, is_begun = turns, True
        held += sign
    return [*found, (held, is_right)] if held else found
