"""Words as they are looked for: folded, stemmed once in Python, and written as tokens that any database reads alike.

A token is `w` and the stem in ASCII; every other sign is written as its number between two x. So the databases' own
ideas of a letter never come into it, and SQLite and PostgreSQL find the same.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

_WORD = re.compile(r"[\w\u0300-\u036f]+")
_QUOTED = re.compile(r"[\"“”„»«]([^\"“”„»«]+)[\"“”„»«]")
MOST = 15_000
"""Words of one thing that are indexed, in order; PostgreSQL counts places up to 16,383."""
MOST_ASKED = 12
"""Words of a search that are looked for; more would not make it clearer."""
AROUND = 120
"""Signs shown on either side of the first word that was found."""


def folded(text: str) -> str:
    """Return a text as it is compared: composed, in small letters, and aa as å, as in old spelling."""
    return unicodedata.normalize("NFC", text).casefold().replace("aa", "å")


def tokens(text: str, *, at_most: int = MOST) -> list[str]:
    """Return the tokens of a text's words, in order, the first `at_most` of them."""
    words = [one for one in (match[0] for match in _WORD.finditer(folded(text))) if one.strip("_")][:at_most]
    return [_token(stem) for stem in _stemmer().stemWords(words)]


def _stemmer() -> Any:
    from snowballstemmer import stemmer  # noqa: PLC0415, it brings thirty languages: the first search loads them

    return stemmer("danish")


def runs(asked: str) -> list[list[str]]:
    """Return what a search asks for: each word alone, and words in quotation marks together, in order."""
    found: list[list[str]] = []
    for match in _QUOTED.finditer(asked):
        found.append(tokens(match[1]))
    found += [[one] for one in tokens(_QUOTED.sub(" ", asked))]
    kept: list[list[str]] = []
    left = MOST_ASKED
    for run in found:
        if run and run not in kept and left > 0:
            kept.append(run[:left])
            left -= len(run)
    return kept


def marked(text: str, wanted: Iterable[str], *, whole: bool = False) -> tuple[tuple[str, bool], ...]:
    """Return the lines around the first wanted word, or all of it, in runs: words, and whether they were looked for."""
    wanted = frozenset(wanted)
    hits = [match.span() for match in _WORD.finditer(text[:100_000]) if wanted.intersection(tokens(match[0]))]
    start, end = (0, len(text)) if whole else _window(text, hits[0] if hits else (0, 0))
    found: list[tuple[str, bool]] = [("… ", False)] if start else []
    at = start
    for begin, stop in hits:
        if begin >= at and stop <= end:
            found += [(text[at:begin], False), (text[begin:stop], True)]
            at = stop
    found += [(text[at:end], False), (" …" if end < len(text) else "", False)]
    return tuple(one for one in found if one[0])


def _window(text: str, hit: tuple[int, int]) -> tuple[int, int]:
    start, end = max(0, hit[0] - AROUND), min(len(text), hit[1] + AROUND)
    if start:
        start = text.find(" ", start, hit[0]) + 1 or start
    if end < len(text):
        end = max(text.rfind(" ", hit[1], end), hit[1]) if text.rfind(" ", hit[1], end) > 0 else end
    return start, end


def _token(stem: str) -> str:
    return "w" + "".join(char if char in _PLAIN else f"x{ord(char):x}x" for char in stem)[:200]


_PLAIN = frozenset("abcdefghijklmnopqrstuvwyz0123456789")
