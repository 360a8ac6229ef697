"""Receipt codes: short, sayable names for a contribution, with no meaning in them."""

import secrets

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which look alike on paper."""

LENGTH = 10


def new_code() -> str:
    """Return a code that cannot be guessed: fifty random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidied(typed: str) -> str:
    """Return a typed code as stored: upper case, without spaces and hyphens."""
    return "".join(char for char in typed.upper() if char in ALPHABET)
