"""Who is signed in: the cookie's token, the session it stands for, and the actor."""

from flask import Flask, g, url_for
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user

from civic.kernel.actor import Actor
from civic.people import queries
from civic.said.language import current


class Browser(UserMixin):
    """A signed-in browser, named by its session's token."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.id = token
        self.actor = actor


def install(app: Flask) -> None:
    """Teach Flask-Login to find a session by its token; no session, nobody."""
    manager = LoginManager(app)
    manager.session_protection = None  # it ties a session to an address, and phones change theirs

    @manager.user_loader  # type: ignore[untyped-decorator]
    def _load(token: str) -> Browser | None:
        found = queries.signed_in(g.context, token)
        return Browser(token, found) if found else None


def open_browser(token: str) -> None:
    """Sign this browser in with a new session's token."""
    login_user(Browser(token, g.context.actor))


def this_browser() -> str:
    """Return the token of this browser's session, empty where nobody is signed in."""
    return str(current_user.id) if current_user.is_authenticated else ""


def close_browser() -> None:
    """Forget the session in this browser."""
    logout_user()


def next_address(address: str | None) -> str:
    """Return a safe address to go on to: a path on this site, else the reader's overview."""
    asked = address or ""
    is_plain = asked.isprintable() and asked.startswith(f"/{current().code}/") and "\\" not in asked
    return asked if is_plain else url_for("front.overview")
