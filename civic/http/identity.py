"""Who is signed in: the cookie's token, the session it stands for, and the actor."""

from flask import Flask, current_app, g, request, url_for
from flask_login import LoginManager, UserMixin, login_user, logout_user
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from civic.kernel.actor import Actor
from civic.kernel.refusal import Reason, Refusal
from civic.people import queries
from civic.said.language import current

TRIES = parse("10 per 15 minutes")
"""At one account from one address."""
ALL_TRIES = parse("100 per 15 minutes")
"""At any account from one address."""
MAILS = parse("10 per hour")
"""To one mailbox, from wherever they are asked for."""


class Browser(UserMixin):
    """A signed-in browser, named by its session's token."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.id = token
        self.actor = actor


def install(app: Flask) -> None:
    """Teach Flask-Login to find a session by its token; no session, nobody."""
    manager = LoginManager(app)
    manager.session_protection = None  # it ties a session to an address, and phones change theirs
    app.extensions["civic_limiter"] = FixedWindowRateLimiter(MemoryStorage())

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> Browser | None:
        found = queries.signed_in(g.context, token)
        return Browser(token, found) if found else None


def open_browser(token: str) -> None:
    """Sign this browser in with a new session's token."""
    login_user(Browser(token, g.context.actor))


def close_browser() -> None:
    """Forget the session in this browser."""
    logout_user()


def count_try(what: str, key: str) -> None:
    """Count an attempt from this address at this key.

    Refusal(TOO_MANY_TRIES) beyond ten in a quarter of an hour, and beyond a hundred at all keys together.
    """
    limiter: FixedWindowRateLimiter = current_app.extensions["civic_limiter"]
    address, who = request.remote_addr or "", key.strip().lower()[:200]
    if not limiter.hit(ALL_TRIES, address) or not limiter.hit(TRIES, what, address, who):
        raise Refusal(Reason.TOO_MANY_TRIES)


def count_mail(key: str) -> None:
    """Count a mail to this address; Refusal(TOO_MANY_TRIES) beyond ten in an hour."""
    limiter: FixedWindowRateLimiter = current_app.extensions["civic_limiter"]
    if not limiter.hit(MAILS, "mail", key.strip().lower()[:200]):
        raise Refusal(Reason.TOO_MANY_TRIES)


def next_address(address: str | None) -> str:
    """Return a safe address to go on to: a path on this site, else the reader's overview."""
    asked = address or ""
    is_plain = asked.isprintable() and asked.startswith(f"/{current().code}/") and "\\" not in asked
    return asked if is_plain else url_for("front.overview")
