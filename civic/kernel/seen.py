"""What somebody saw when they began to write: so that nobody replaces what a colleague has written meanwhile."""

import hashlib
import json

from civic.kernel.refusal import Reason, Refusal


def fingerprint(*values: object) -> str:
    """Return what a form remembers of the words that stood where it writes."""
    said = json.dumps([str(one) if one is not None else None for one in values], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def check(seen: str | None, *values: object) -> None:
    """Refusal(WRITTEN_MEANWHILE) where other words stand there now than whoever writes has seen.

    For those who have locked what it stands in. None is for who writes without having seen: the demo, and the first.
    """
    if seen is not None and seen != fingerprint(*values):
        raise Refusal(Reason.WRITTEN_MEANWHILE)
