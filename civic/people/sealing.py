"""Passwords and tokens: what is stored can be checked but not used."""

import hashlib
import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

_HASHER = PasswordHasher()  # argon2id, RFC 9106's second recommendation

SHORTEST_PASSWORD = 12
"""Characters; there is no rule about which (NIST SP 800-63B)."""


def new_token() -> str:
    """Return a token that cannot be guessed."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def hashed(password: str) -> str:
    """Return what is stored of a password."""
    return _HASHER.hash(password)


@cache  # made at the first sign-in, not at start-up
def _nobody() -> str:
    return _HASHER.hash(secrets.token_urlsafe())


def matches(password_hash: str | None, password: str) -> bool:
    """Return whether the password is right; takes as long for a person who is not there."""
    try:
        _HASHER.verify(password_hash or _nobody(), password)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return password_hash is not None
