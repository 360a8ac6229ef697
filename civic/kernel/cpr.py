"""Numbers that look like a Danish personal number (CPR), found in text before it is published.

Source: six digits of date and four more, often with a hyphen or space between. Since 2007 the modulus-11 check
digit no longer holds for all, so every number with a possible date counts. Only a bare run of ten digits that the words
before it call something else (an invoice, an account) must have the right check digit to count.
"""

import re
import unicodedata
from collections.abc import Iterator

_YEAR = r"((?:19|20)?\d{2})"
_SHAPE = re.compile(rf"(?<!\d)(?<!\d[-.])(\d{{2}})([ .\-/]?)(\d{{2}})\2?{_YEAR} ?[-.]? ?(\d{{4}})(?![-.]?\d)")
_SPACED = re.compile(r"(?<!\d)(?<!\d )(\d) (\d) (\d) (\d) (\d) (\d) ?-? ?(\d) (\d) (\d) (\d)(?! ?\d)")
_CALLED = re.compile(
    r"(?:faktura|ordre|kunde|konto|kto|medlems|journal|dokument|varenr|reg|ean|cvr|p-n|serie)\w*[\s.:#-]*(?:n(?:umme)?r)?[\s.:#-]*$",
    re.IGNORECASE,
)
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
MASK = "••••••-••••"


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each number in the text that could be a CPR number, in order."""
    plain, places = _plain(text)
    found = [match.span() for match in _SHAPE.finditer(plain) if _counts(plain, match)]
    found += [match.span() for match in _SPACED.finditer(plain) if _is_date("".join(match.groups()))]
    for start, end in sorted(set(found)):
        yield places[start], places[end - 1] + 1


def is_in(*texts: str | None) -> bool:
    """Return whether any of the texts holds something like a CPR number."""
    return any(next(spans(text), None) is not None for text in texts if text)


def masked(text: str) -> str:
    """Return the text with every such number replaced by dots."""
    parts, at = [], 0
    for start, end in spans(text):
        if start >= at:
            parts += [text[at:start], MASK]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def has_check_digit(number: str) -> bool:
    """Return whether ten digits fulfil the modulus-11 rule that held for all numbers given before 2007."""
    digits = [int(char) for char in number if char.isdecimal()]
    return len(digits) == 10 and sum(w * d for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def _counts(plain: str, match: re.Match[str]) -> bool:
    day, month, year, rest = match[1], match[3], match[4], match[5]
    if not _is_date(day + month):
        return False
    is_bare = match[0].isdecimal() and len(year) == 2
    if is_bare and _CALLED.search(plain[max(0, match.start() - 30) : match.start()]):
        return has_check_digit(day + month + year + rest)
    return True


def _is_date(digits: str) -> bool:
    return 1 <= int(digits[:2]) <= 31 and 1 <= int(digits[2:4]) <= 12


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text with one kind of digit, dash and space and no invisible signs, and where each sign stood."""
    if text.isascii():
        return text.replace("\t", " ").replace("\n", " "), list(range(len(text)))
    signs, places = [], []
    for place, char in enumerate(text):
        kind = unicodedata.category(char)
        if kind == "Cf":
            continue
        if char.isdecimal():
            char = str(unicodedata.decimal(char))
        elif kind == "Pd" or char == "\N{MINUS SIGN}":
            char = "-"
        elif kind == "Zs" or char in "\t\n":
            char = " "
        signs.append(char)
        places.append(place)
    return "".join(signs), places
