"""Numbers that look like a Danish personal number (CPR), found in text before it is published.

Source: six digits of date and four more, often with a hyphen or space between. Since 2007 the modulus-11 check
digit no longer holds for all, so every number with a possible date counts; 60 is added to the day of an administrative
number (erstatningspersonnummer). Only a bare run of ten digits that the words before it call something else (an
invoice, an account) must have the right check digit to count.

Which ways of writing one are looked for, and which are not, is said in docs/personal-details.md.
"""

import re
import unicodedata
from collections.abc import Iterator

_YEAR = r"((?:18|19|20)?\d{2})"
_GAP = r"(?:[ \n.,:;|_/()\[\]~\-]{0,5}|[ \n]+(?:og|så|streg|bindestreg|minus)(?:[ \n]+så)?[ \n]+)"
"""What may stand between the date and the rest: a table's cells are parted by bars."""
_IN = r"[ \n.,\-/]"
_REST = r"(\d ?\d ?\d ?\d)"
_AFTER = r"(?!\d)(?![-./]\d)"
_WHOLE = re.compile(rf"(?<!\d)(?<!\d[-./])(\d{{2}}){_IN}{{0,2}}(\d{{2}}){_IN}{{0,2}}{_YEAR}{_GAP}{_REST}{_AFTER}")
_SHORT = re.compile(rf"(?<!\d)(?<!\d[-./])(\d{{1,2}}){_IN}{{1,2}}(\d{{1,2}}){_IN}{{1,2}}{_YEAR}{_GAP}{_REST}{_AFTER}")
"""7/7 61-4285: a nought is left out of day or month."""
_DROPPED = re.compile(rf"(?<!\d)(?<!\d[-./])(?<!\w[-/])(\d)(\d{{2}})(\d{{2}}) ?[-/] ?(\d{{4}}){_AFTER}")
"""70761-4285: a spreadsheet has taken the first nought away."""
_SPACED = re.compile(r"(?<!\d)(?<!\d[ .])" + r"[ \n._\-]{1,3}".join([r"(\d)"] * 10) + r"(?![ ._\-]{0,3}\d)")
_DIGITS = {"nul": 0, "en": 1, "et": 1, "ét": 1, "én": 1, "to": 2, "tre": 3, "fire": 4, "fem": 5, "seks": 6, "syv": 7,
           "otte": 8, "ni": 9}  # fmt: skip
_SPELLED = re.compile(r"\b" + r"[ \n,.\-]{1,3}".join([rf"({'|'.join(_DIGITS)})"] * 10) + r"\b", re.IGNORECASE)
_MONTHS = ("januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november",
           "december")  # fmt: skip
_MONTH = "|".join(f"{one[:3]}(?:{one[3:]}|\\.)?" if one[3:] else one for one in _MONTHS)
_DAY = rf"(?:\d{{6}}|\d{{1,2}}[ .\-/]{{1,2}}(?:\d{{1,2}}|{_MONTH})[ .\-/]{{1,2}}{_YEAR})"
_LAST = r"(?:sidste|slut|ender|resten|løbe|kontrol)\w*[^\d\n]{0,30}?(?:(?:fire|4)\s*(?:cifre|tal)?)?[^\d\n]{0,12}"
_APART = re.compile(rf"(?<!\d){_DAY}(?!\d)[^\d]{{0,60}}?{_LAST}(\d{{4}})(?!\d)", re.IGNORECASE)
"""Født 7. juli 1961, sidste fire 4285."""
_NAMED = re.compile(r"(?:cpr|personn(?:umme)?r|person-?id)[^\d\n]{0,20}?((?:\d[^\w\n]{0,3}){9}\d)(?!\d)", re.IGNORECASE)
"""Whatever way ten digits are parted, where the words before them say what they are."""
_CALLED = re.compile(
    r"\b(?:(?:faktura|ordre|kunde|konto|medlems|journal|dokument|vare|reg|ean|cvr|p|serie|sags|løbe|ref|tlf|telefon)"
    r"[-.]?(?:n(?:umme)?r)?|kto|iban|sag|bilag)[\s.:#=-]*(?:n(?:umme)?r)?[\s.:#=-]*$|\b\d{4}[ -]$",
    re.IGNORECASE,
)
_NO_REST = re.compile(r" ?(?:kr|dkk|eur|kwh|m2|m²|stk|personer|kl)\b|,-| [A-ZÆØÅ][a-zæøå]{2,}")
"""What stands behind four digits that are a sum, or a postcode, and so belong to no date before them."""
_WEIGHTS = (4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
MASK = "••••••-••••"


def spans(text: str) -> Iterator[tuple[int, int]]:
    """Give start and end of each number in the text that could be a CPR number, in order; none inside another."""
    plain, places = _plain(text)
    found = [match.span() for kind in (_WHOLE, _SHORT) for match in kind.finditer(plain) if _counts(plain, match)]
    found += [match.span() for match in _DROPPED.finditer(plain) if _is_date(match[1], match[2])]
    found += [match.span() for match in _SPACED.finditer(plain) if _is_date(*_pairs("".join(match.groups())))]
    found += [match.span() for match in _SPELLED.finditer(plain) if _is_date(*_pairs(_said(match)))]
    found += [match.span() for match in _APART.finditer(plain)]
    found += [match.span(1) for match in _NAMED.finditer(plain)]
    last = 0
    for start, end in sorted(set(found), key=lambda span: (span[0], -span[1])):
        if end > last:
            yield places[max(start, last)], places[end - 1] + 1
            last = end


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
    day, month, year, rest = match[1], match[2], match[3], match[4].replace(" ", "")
    if not _is_date(day, month):
        return False
    start, end = match.span()
    if match[0].isdecimal() and len(year) == 2:
        if _CALLED.search(plain[max(0, start - 30) : start]):
            return has_check_digit(day + month + year + rest)
        return True
    between = plain[match.end(3) : match.start(4)]
    if len(year) == 4 and year > "2000" and rest < "4":  # who is born after 1999 has a seventh digit of 4 to 9
        return False
    if between not in {"-", "/"} and _NO_REST.match(plain, end):
        return False
    # numbers in pairs are telephones and accounts where more pairs stand beside them
    is_paired = " " in match[4] or " " in plain[start : match.end(3)]
    return not (is_paired and (re.match(r" \d", plain[end : end + 2]) or re.search(r"\d $", plain[:start][-2:])))


def _is_date(day: str, month: str) -> bool:
    return (1 <= int(day) <= 31 or 61 <= int(day) <= 91) and 1 <= int(month) <= 12


def _pairs(digits: str) -> tuple[str, str]:
    return digits[:2], digits[2:4]


def _said(match: re.Match[str]) -> str:
    return "".join(str(_DIGITS[word.lower()]) for word in match.groups())


_LIKE_NOUGHT, _LIKE_ONE = frozenset("OoОо"), frozenset("lI|")


def _plain(text: str) -> tuple[str, list[int]]:
    """Return the text with one kind of digit, dash and space and no invisible signs, and where each sign stood."""
    if text.isascii() and not _MAY_MEAN_DIGITS.search(text):
        return text.translate(_SPACES), list(range(len(text)))
    signs, places = [], []
    for place, char in enumerate(text):
        kind = unicodedata.category(char)
        if kind in {"Cf", "Mn", "Me"}:
            continue
        if char.isdecimal():
            char = str(unicodedata.decimal(char))
        elif char.isdigit():
            char = str(unicodedata.digit(char))
        elif kind == "Pd" or char in "\N{MINUS SIGN}\N{SOFT HYPHEN}\N{HYPHENATION POINT}\N{BULLET}\N{MIDDLE DOT}":
            char = "-"
        elif kind == "Zs" or char == "\t":
            char = " "
        elif char in "\r\v\f\N{LINE SEPARATOR}\N{PARAGRAPH SEPARATOR}":
            char = "\n"
        signs.append(char)
        places.append(place)
    for at, char in enumerate(signs):
        if char in _LIKE_NOUGHT and _stands_by_digits(signs, at):
            signs[at] = "0"
        elif char in _LIKE_ONE and char != "|" and _stands_by_digits(signs, at):
            signs[at] = "1"
    return "".join(signs), places


_SPACES = str.maketrans("\t\r\v\f", " \n\n\n")
_MAY_MEAN_DIGITS = re.compile(r"\d[OolI]|[OolI]\d")


def _stands_by_digits(signs: list[str], at: int) -> bool:
    """Return whether a letter stands between digits, or at the edge of some, and not in a word."""
    before, after = signs[at - 1] if at else " ", signs[at + 1] if at + 1 < len(signs) else " "
    near = before.isdecimal() or after.isdecimal()
    return (
        near
        and not (before.isalpha() and before not in _LIKE_NOUGHT | _LIKE_ONE)
        and not (after.isalpha() and after not in _LIKE_NOUGHT | _LIKE_ONE)
    )
