"""What a process knows that does something dangerous for us: where programs are, and nothing of the settings."""

import os

_KNOWN = ("PATH", "LANG", "VIRTUAL_ENV")


def environment() -> dict[str, str]:
    """Return the surroundings of such a process: no secret, no address of a database."""
    return {name: os.environ[name] for name in _KNOWN if name in os.environ}
