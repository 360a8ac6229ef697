"""Numbers that look like a Danish personal number (CPR), found in text before it is published.

Source: six digits of date and four more, often with a hyphen or space between. Since 2007 the modulus-11 check
digit no longer holds for all, so every number with a possible date counts.
"""

import re
import unicodedata
from collections.abc import Iterator

_SHAPE = re.compile(r"(?<!\d)(?<!\d[-.])(\d{2})([ .\-/]?)(\d{2})\2?(\d{2})[ \t]?[-–—.]?[ \t]?(\d{4})(?![-.]?\d)")
MASK = "••••••-••••"


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each number in the text that could be a CPR number."""
    plain = "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
    for match in _SHAPE.finditer(plain):
        day, month = int(match[1]), int(match[3])
        if 1 <= day <= 31 and 1 <= month <= 12:
            yield match.span()


def is_in(*texts: str | None) -> bool:
    """Return whether any of the texts holds something like a CPR number."""
    return any(next(spans(text), None) is not None for text in texts if text)


def masked(text: str) -> str:
    """Return the text with every such number replaced by dots."""
    for start, end in reversed(list(spans(text))):
        text = text[:start] + MASK + text[end:]
    return text
