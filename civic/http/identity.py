"""Who is signed in: the cookie's token, the session it stands for, and the actor."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlsplit

from flask import Flask, current_app, g, url_for
from flask import session as browser
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from civic.config import Settings
from civic.db.engine import writing
from civic.kernel.actor import Actor
from civic.kernel.refusal import Reason, Refusal
from civic.people import factors, queries, security
from civic.people.factors import Site
from civic.people.models import SecurityKind
from civic.people.sessions import FRESH, IDLE
from civic.said.language import current

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is remembered when somebody was here."""


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
        return Browser(token, _counted(found)) if found and not _is_idle(found) else None


def _is_idle(actor: Actor) -> bool:
    """Return whether somebody who works here left this browser alone for too long; else remember that they are here.

    The signed cookie carries when: a page that is only read writes nothing into the database. It is remembered of
    everybody, for a resident may be given work while they sit here.
    """
    now, seen = int(g.context.now.timestamp()), int(browser.get("seen", 0))
    is_working = any(one.role in queries.WORKING for one in actor.held)
    if is_working and seen and now - seen > IDLE.total_seconds():
        return True
    if now - seen > SEEN_EVERY.total_seconds():
        browser["seen"] = now
    return False


def _counted(actor: Actor) -> Actor:
    """Return an actor with the roles that count: where a second factor is required, none of those who work here."""
    settings: Settings = current_app.extensions["civic_settings"]
    if actor.has_second or not settings.require_second_factor:
        return actor
    counted = frozenset(one for one in actor.held if one.role not in queries.WORKING)
    g.lacks_second = counted != actor.held
    return replace(actor, held=counted)


def site() -> Site:
    """Return what passkeys and apps are tied to here."""
    settings: Settings = current_app.extensions["civic_settings"]
    found = urlsplit(settings.address)
    origin = f"{found.scheme}://{found.netloc}"
    return Site(found.hostname or "", origin, settings.organisation, settings.secret)


def must_be_fresh() -> None:
    """Refusal(NOT_FRESH) where whoever sits here has not proved lately who they are: before roles, closing, release.

    In a demo one is somebody by one click, and has nothing to prove it with.
    """
    settings: Settings = current_app.extensions["civic_settings"]
    proved = g.context.actor.proved_at
    if g.context.actor.is_signed_in and not settings.demo and (proved is None or proved + FRESH <= g.context.now):
        raise Refusal(Reason.NOT_FRESH)


def note_apart(kind: SecurityKind, *, email: str = "", person_id: int | None = None, answer: str = "") -> None:
    """Write into the security log what is refused: what else the request did is taken back."""
    with Session(writing(g.context.session.get_bind())) as session:
        if email:
            found = queries.by_email(replace(g.context, session=session), email)
            person_id = found.id if found else None
        if answer:
            factors.spend(session, g.context.now, site(), answer)
        security.note(session, kind, person_id, g.context.now)
        session.commit()


@contextmanager
def noted(wrong: SecurityKind, *, email: str = "", person_id: int | None = None, answer: str = "") -> Iterator[None]:
    """Tell the security log of a wrong proof and of too many tries, and take a passkey's answer no second time."""
    try:
        yield
    except Refusal as refusal:
        kinds = {Reason.WRONG_SIGN_IN: wrong, Reason.TOO_MANY_TRIES: SecurityKind.TOO_MANY_TRIES}
        if refusal.reason in kinds:
            g.context.session.rollback()  # it holds the lock that the log is written under
            note_apart(kinds[refusal.reason], email=email, person_id=person_id, answer=answer)
        raise


def enter_browser(token: str, address: str) -> str:
    """Sign this browser in, or let it show its second factor first; return where to go on."""
    if queries.signed_in(g.context, token) is None:
        browser["half"] = token
        return url_for("factors.second", next=address)
    browser.pop("half", None)
    open_browser(token)
    return address


def half_token() -> str:
    """Return the token of the session that waits for its second factor in this browser."""
    return str(browser.get("half", ""))


def forget_half() -> None:
    """Forget the session that waited for its second factor: it has run out."""
    browser.pop("half", None)


def open_browser(token: str) -> None:
    """Sign this browser in with a new session's token."""
    browser["seen"] = int(g.context.now.timestamp())
    login_user(Browser(token, g.context.actor))


def this_browser() -> str:
    """Return the token of this browser's session, empty where nobody is signed in."""
    return str(current_user.id) if current_user.is_authenticated else ""


def close_browser() -> None:
    """Forget the session in this browser."""
    browser.pop("seen", None)
    logout_user()


def next_address(address: str | None) -> str:
    """Return a safe address to go on to: a path on this site, else the reader's overview."""
    asked = address or ""
    is_plain = asked.isprintable() and asked.startswith(f"/{current().code}/") and "\\" not in asked
    return asked if is_plain else url_for("front.overview")
