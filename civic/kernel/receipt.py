"""Receipts: short, sayable codes with no meaning in them, and signatures that this site can verify."""

import hashlib
import hmac
import secrets
from base64 import b32encode
from dataclasses import astuple, dataclass
from datetime import UTC, datetime

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, O, 1 and I, which look alike on paper."""

LENGTH = 10
_MARK = "CIVIC1"


@dataclass(frozen=True)
class Proof:
    """What a receipt proves: which response of which hearing, in which wording, received when, on which version."""

    hearing_id: int
    number: int
    revision: int
    received: int
    """Seconds since 1970, UTC."""
    version_id: int
    fingerprint: str
    """The first sixteen signs of the text's fingerprint, which only this site can make."""

    @property
    def received_at(self) -> datetime:
        """Return when the response was received."""
        return datetime.fromtimestamp(self.received, UTC)


def new_code() -> str:
    """Return a code that cannot be guessed: fifty random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def tidied(typed: str) -> str:
    """Return a typed code as stored: upper case, without spaces and hyphens."""
    return "".join(char for char in typed.upper() if char in ALPHABET)


def signed(secret: str, proof: Proof) -> str:
    """Return the proof with a signature that only this site can make, to be kept with the receipt."""
    facts = "-".join([_MARK, *(str(one) for one in astuple(proof))])
    return f"{facts}-{_signature(secret, facts)}"


def verified(secret: str, text: str) -> Proof | None:
    """Return what a signed receipt proves, or None when it is not ours or any of it has been changed."""
    facts, _dash, signature = "".join(text.split()).rpartition("-")
    if not hmac.compare_digest(_signature(secret, facts).encode(), signature.upper().encode("utf-8", "replace")):
        return None
    parts = facts.split("-")
    hearing_id, number, revision, received, version_id = (int(part) for part in parts[1:6])
    return Proof(hearing_id, number, revision, received, version_id, parts[6])


def _signature(secret: str, facts: str) -> str:
    key = hashlib.sha256(b"civic receipts" + secret.encode()).digest()
    return b32encode(hmac.digest(key, facts.encode("utf-8", "replace"), "sha256")).decode()[:26]
