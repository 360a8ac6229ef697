"""Personal details that somebody should look at before a text is shown: found here, judged by a person.

A CPR-like number always holds a text back. The others are suggestions: a council's letterhead has an address and a
telephone number that belong there, and "kørestol" is the subject of half of what a disability council says. So health
counts only where somebody writes about their own or a named relative's.
Source: Datatilsynet, decision on Vejen Kommune 2021 (control before publication); GDPR article 9.
"""

import enum
import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from civic.kernel import cpr

COVER = "•••••"
"""What stands where words were covered."""


class Detail(enum.Enum):
    """What kind of personal detail it looks like."""

    CPR = "cpr"
    PHONE = "phone"
    E_MAIL = "e_mail"
    ADDRESS = "address"
    HEALTH = "health"


@dataclass(frozen=True)
class Finding:
    """One place in a text: what it looks like, and the signs from `start` to `end`."""

    detail: Detail
    start: int
    end: int


_ROAD = (
    "vej|vejen|gade|gaden|allé|alle|alléen|boulevard|stræde|strædet|plads|pladsen|torv|torvet|vænge|vænget|toften|"
    "haven|parken|bakken|stien|marken|engen|lunden|højen|krogen|kaj|dalen|ager|ageren|gård|gården"
)
_PATTERNS = {
    Detail.PHONE: re.compile(r"(?<![\d-])(?:(?:\+|00)45[ .]?)?[2-9]\d(?:[ .]?\d\d){3}(?![\d-])"),
    Detail.E_MAIL: re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"),
    Detail.ADDRESS: re.compile(
        rf"\b[A-ZÆØÅ][\wé-]{{0,30}}(?:\s[A-ZÆØÅ][\wé-]{{0,30}}){{0,2}}?\s?(?:{_ROAD})\s\d{{1,3}}\s?[A-Za-z]?\b(?:,?\s?\d{{1,2}}\.)?",
    ),
    Detail.HEALTH: re.compile(
        r"\b(?:jeg|mig|min|mit|mine|vores|hans|hendes)\b[^.!?\n]{0,60}?\b(?:diagnose|sygdom|syg|kræft|sclerose|diabetes|"
        r"depression|adhd|autis|psykia|medicin|handicap|demens|epilepsi|angst|misbrug|alkohol|sygemeld|førtidspension|"
        r"hjerneskade|bipolar|skizofreni|gravid|hiv)\w*",
        re.IGNORECASE,
    ),
}


def findings(text: str) -> list[Finding]:
    """Return every personal detail that the text seems to hold, in order; a CPR number is not also a telephone."""
    numbers = [Finding(Detail.CPR, start, end) for start, end in cpr.spans(text)]
    starts, ends = [one.start for one in numbers], [one.end for one in numbers]

    def is_in_a_number(one: Finding) -> bool:
        before = bisect_right(starts, one.start)
        return before > 0 and one.start < max(ends[max(0, before - 2) : before])  # two shapes of one may overlap

    others = [one for one in _others(text) if not is_in_a_number(one)]
    return sorted([*numbers, *others], key=lambda one: (one.start, one.end))


def covered(text: str, words: Sequence[str] = (), *, but: Collection[Detail] = ()) -> str:
    """Return the text with every personal detail it seems to hold, and the words that are named, replaced by dots.

    `but` are the kinds that may stand there.
    """
    places = [(one.start, one.end) for one in findings(text) if one.detail not in but]
    for one in filter(None, words):
        places += [match.span() for match in re.finditer(re.escape(one), text, re.IGNORECASE)]
    parts, at = [], 0
    for start, end in sorted(places):
        if start >= at:
            parts += [text[at:start], COVER]
        at = max(at, end)
    return "".join((*parts, text[at:]))


def _others(text: str) -> Iterator[Finding]:
    for detail, pattern in _PATTERNS.items():
        yield from (Finding(detail, *match.span()) for match in pattern.finditer(text))
