"""The code of a letter: made again from the site's secret whenever the letter is printed, so no code is kept anywhere.

What is kept is its hash, which only this site can make: whoever has a copy of the database alone can vote with nothing.
"""

import hmac

from civic.kernel.receipt import ALPHABET

LENGTH = 12
"""Signs of a code: sixty bits."""


def code_of(secret: str, entry_id: int, letter: int) -> str:
    """Return the code of a place's letter; `letter` is which one it is, the first being 1."""
    made = int.from_bytes(hmac.digest(f"vote code {secret}".encode(), f"{entry_id}:{letter}".encode(), "sha256"))
    return "".join(ALPHABET[made >> 5 * one & 31] for one in range(LENGTH))


def hash_of(secret: str, code: str) -> str:
    """Return by what a code is found."""
    return hmac.digest(f"vote code's hash {secret}".encode(), code.encode("utf-8", "replace"), "sha256").hex()


def spaced(code: str) -> str:
    """Return a code as one reads it aloud: in groups of four."""
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
