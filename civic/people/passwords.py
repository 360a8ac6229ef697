"""Passwords that whoever guesses tries first: made of one's own name, of the place, of rows of keys, or leaked before.

Source: NIST SP 800-63B, 5.1.1.2: context-specific words, repetitive or sequential signs, and lists of breached ones.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

_ROWS = ("abcdefghijklmnopqrstuvwxyzæøå", "0123456789", "qwertyuiopå", "asdfghjklæø", "zxcvbnm", "1234567890")
_FIRST = (
    *("password", "passw0rd", "kodeord", "adgangskode", "velkommen", "welcome", "hemmelig", "secret", "letmein"),
    *("sommer", "vinter", "efteraar", "efterår", "foraar", "forår", "januar", "februar", "marts", "april", "juni"),
    *("juli", "august", "september", "oktober", "november", "december", "mandag", "tirsdag", "onsdag", "torsdag"),
    *("fredag", "danmark", "denmark", "københavn", "kobenhavn", "aarhus", "odense", "kommune", "iloveyou"),
    *(
        "jegelskerdig",
        "fodbold",
        "football",
        "liverpool",
        "brøndby",
        "admin",
        "administrator",
        "login",
        "skat",
        "civic",
    ),
)
"""Words that the most used passwords are made of, in Danish and English."""
FEWEST = 5
"""Signs that are left when what is guessed first is taken away; with fewer there is nothing else in it."""


def is_known(password: str, names: Iterable[str], leaked: Path | None = None) -> bool:
    """Return whether a password is one that whoever guesses tries first.

    `names` are words about the person and the place; `leaked` is a file of SHA-1 sums, sorted, one a line.
    """
    bare = password.casefold()
    own = (word for name in names for word in re.split(r"\W+", name.casefold()) if len(word) >= 4)
    for word in sorted({*_FIRST, *own}, key=len, reverse=True):
        bare = bare.replace(word, "")
    bare = _without_rows(re.sub(r"(.)\1{2,}", r"\1", bare))
    is_year_or_so = re.fullmatch(r"[\W_]*(?:(?:19|20)\d\d|\d{1,4})?[\W_]*", bare) is not None
    return len(set(bare)) < FEWEST or is_year_or_so or (leaked is not None and _is_leaked(password, leaked))


def _without_rows(text: str) -> str:
    """Return the text without runs of four and more signs that lie beside each other in a row of keys or letters."""
    kept, at = "", 0
    while at < len(text):
        run = max(_run(text, at, row) for row in (*_ROWS, *(row[::-1] for row in _ROWS)))
        if run >= 4:
            at += run
        else:
            kept += text[at]
            at += 1
    return kept


def _run(text: str, at: int, row: str) -> int:
    place, length = row.find(text[at]), 0
    while (
        place >= 0
        and at + length < len(text)
        and place + length < len(row)
        and text[at + length] == row[place + length]
    ):
        length += 1
    return length


def _is_leaked(password: str, leaked: Path) -> bool:
    """Look the password's sum up in the file, by halving: it may have a billion lines."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with leaked.open("rb") as file:
        low, high = 0, leaked.stat().st_size
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()  # to the next line's beginning
            found = file.readline()[:40].upper()
            if found == wanted:
                return True
            if found and found < wanted:
                low = middle + 1
            else:
                high = middle
        file.seek(0)
        return file.readline()[:40].upper() == wanted
