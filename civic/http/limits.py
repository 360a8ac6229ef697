"""How often something may be done: one table for every deed that anybody can do, counted in the database.

Each count is of one thing alone. Nothing that somebody does to others' sign-in or answers counts against them: what is
counted by mailbox leaves the way by e-mail open.
"""

import hmac
from datetime import timedelta
from ipaddress import IPv6Address, ip_address

from flask import Flask, current_app, g, request
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.orm import Session

from civic.db.engine import writing
from civic.kernel import attempts
from civic.kernel.mailbox import bare
from civic.kernel.refusal import Reason, Refusal
from civic.said.copying import COPYING

QUARTER, HOUR, DAY = timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)
LIMITS: dict[str, dict[str, tuple[int, timedelta]]] = {
    "sign-in": {"address and mailbox": (10, QUARTER), "address": (100, QUARTER), "mailbox": (30, HOUR)},
    "second": {"address": (100, QUARTER), "mailbox": (10, QUARTER)},
    "link": {"address and mailbox": (10, QUARTER), "address": (100, QUARTER)},
    "register": {"address and mailbox": (10, QUARTER), "address": (100, QUARTER)},
    "mail": {"mailbox": (10, HOUR)},
    "register mail": {"mailbox": (10, HOUR)},  # by itself: who registers others' addresses bars nobody's way by mail
    "answer": {"address": (100, HOUR), "person": (30, HOUR), "target": (1000, HOUR)},
    "registration": {"mailbox": (10, DAY), "address": (100, HOUR), "person": (60, HOUR), "target": (500, HOUR)},
    "invitation": {"mailbox": (5, DAY), "person": (100, HOUR)},
    "comment": {"person": (60, HOUR), "address": (200, HOUR), "target": (300, HOUR)},
    "proposal": {"person": (30, DAY), "address": (100, DAY), "target": (300, DAY)},
    "export": {"person": (20, HOUR), "address": (60, HOUR)},
    "erasure": {"person": (20, DAY)},
    "file": {"address": (100, HOUR)},
    "byte": {"address": (300_000_000, HOUR)},
}
"""What is counted, by whom or on what it is counted, how often it may be done, and in how long.

A target is a hearing, a thing that is spoken of, a process: so many accounts cannot bury those who read it all."""
APART = frozenset({"sign-in", "second"})
"""What mostly fails, and is counted though it does; other tries count when they are carried out."""
EXPORTS = parse("60 per hour")
"""Tables read in one go, for one address; a page that is only asked for writes nothing down."""
CODES = parse("30 per 15 minutes")
"""Receipt codes that are not there, from one address; a page that is only asked for writes nothing down."""


def count(what: str, *, mailbox: str = "", target: str = "", amount: int = 1) -> None:
    """Count that something is tried.

    Refusal(TOO_MANY_TRIES) beyond what LIMITS has. A person is only counted where somebody is signed in.
    """
    who = bare(mailbox)[:200]
    address = _prefix(request.remote_addr or "")
    person = str(g.context.actor.person_id or "")
    by = {
        "address": address,
        "mailbox": who,
        "person": person,
        "target": target,
        "address and mailbox": f"{address} {who}",
    }
    wanted = {_key(what, each, by[each]): LIMITS[what][each] for each in LIMITS[what] if by[each].strip()}
    if what in APART:
        with Session(writing(g.context.session.get_bind())) as session:
            is_too_often = _is_too_often(session, wanted, amount)
            session.commit()
    else:
        is_too_often = _is_too_often(g.context.session, wanted, amount)
    if is_too_often:
        raise Refusal(Reason.TOO_MANY_TRIES)


def _is_too_often(session: Session, wanted: dict[str, tuple[int, timedelta]], amount: int) -> bool:
    counted = attempts.add(
        session, {key: window for key, (_most, window) in wanted.items()}, g.context.now, amount=amount
    )
    return any(counted[key] > most for key, (most, _window) in wanted.items())


def count_code() -> None:
    """Count a receipt code that is not there, in this process; Refusal(TOO_MANY_TRIES) beyond thirty.

    A picture on another site that has such an address is nobody's try.
    """
    limiter: FixedWindowRateLimiter = current_app.extensions["civic_codes"]
    is_asked = request.headers.get("Sec-Fetch-Site") != "cross-site"
    if is_asked and not limiter.hit(CODES, _prefix(request.remote_addr or "")):
        raise Refusal(Reason.TOO_MANY_TRIES)


def count_export() -> None:
    """Count a table that is read in one go, in this process; Refusal(TOO_MANY_TRIES) beyond sixty an hour.

    The worker that copies the site is not counted.
    """
    if copied():
        return
    limiter: FixedWindowRateLimiter = current_app.extensions["civic_codes"]
    if not limiter.hit(EXPORTS, "export", _prefix(request.remote_addr or "")):
        raise Refusal(Reason.TOO_MANY_TRIES)


def copied() -> bool:
    """Return whether the site asks itself for a page, to put it into a copy that needs no server."""
    return COPYING in request.environ


def install(app: Flask) -> None:
    """Begin to count."""
    app.extensions["civic_codes"] = FixedWindowRateLimiter(MemoryStorage())


def count_files(files: list[tuple[str, bytes]]) -> None:
    """Count files that are handed in, and their bytes."""
    if files:
        count("file", amount=len(files))
        count("byte", amount=sum(len(content) for _name, content in files))


def _prefix(address: str) -> str:
    """Return what one household or office has of an address: all of an old one, half of a new one (RFC 6177)."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return found.exploded[:19]
    return str(getattr(found, "ipv4_mapped", None) or found)


def _key(*parts: str) -> str:
    secret: str = current_app.extensions["civic_settings"].secret
    return hmac.digest(f"limits {secret}".encode(), "\0".join(parts).encode(), "sha256").hex()[:40]
