"""One form of an e-mail address, so that one mailbox is one person, however it was typed."""

from contextlib import suppress

import idna


def normal(address: str) -> str:
    """Return an address as it is kept and looked for: in small letters, its domain as Unicode has it (UTS 46).

    Full-width letters, an ideographic full stop and a domain in ASCII (`xn--`) lead to the same mailbox as the plain
    ones, so they become the plain ones here.
    """
    local, at, domain = address.strip().lower().rpartition("@")
    with suppress(idna.IDNAError):  # else no mail server knows it: it stays as it was typed, and nothing reaches it
        domain = idna.decode(idna.encode(domain, uts46=True)) if domain else domain
    return f"{local}{at}{domain}"


def bare(address: str) -> str:
    """Return the address of a mailbox without what its owner put after a plus: eva+1@example.dk is eva@example.dk."""
    local, at, domain = normal(address).rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"
