"""One request: its context, its transaction, and how a refusal is said."""

import hashlib
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Protocol, TypeVar
from urllib.parse import unquote_to_bytes, urlsplit

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    flash,
    g,
    has_request_context,
    redirect,
    render_template,
    request,
)
from flask import session as browser
from flask.globals import request_ctx
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import validate_csrf
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter
from werkzeug.routing.map import Map
from wtforms.validators import ValidationError as WTFormsValidationError

from civic.http.forms import Form, clean
from civic.kernel import once
from civic.kernel.actor import VISITOR
from civic.kernel.context import Clock, Context
from civic.kernel.refusal import Reason, Refusal
from civic.said.done import DONE
from civic.said.language import Language, current, offered
from civic.said.wording import word

STATUS = {
    Reason.NOT_FOUND: 404,
    Reason.NO_RULE: 404,
    Reason.NOT_YOURS: 403,
    Reason.LINK_EXPIRED: 410,
    Reason.TOO_MANY_TRIES: 429,
}
LARGEST_ID = 2**31 - 1
E = TypeVar("E", bound=Enum)
LONGEST_SEARCH = 200
LONGEST_HOST = 260
"""Signs of a name in the domain name system, with a port."""
MOST_FIELDS = 1000
MAKING = ("/new", "/answer", "/comments", "/points", "/remarks", "/groups", "/enter", "/add", "/discussion")
"""How the addresses end at which something is made: sent twice, it would stand there twice."""
MORE = "more"
"""A form says with it that a thing is to be made once more."""
NOT_KEPT = {"csrf_token", "once", MORE, "password", "present", "next", "answer", "code", "seen"}
KEPT = "kept-"


STEP, READ, WRITE, SEND = "step", "read", "write", "send"
"""A button's name, and what it does with what was typed: show it to be read through, go back to writing, or send it."""


class Page(Protocol):
    """One value for one template."""

    template: ClassVar[str]


_PLACE = 7_000_000_001
"""Stands for an id in the pattern of an address; the ones that follow it for the next ids."""


LANGUAGE_COOKIE = "civic_language"


class Civic(Flask):
    """Flask, with the commit inside the dispatch: a failed commit can never follow a success page."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._patterns: dict[tuple[str, ...], str] = {}

    def url_for(self, endpoint: str, **values: Any) -> str:
        """Return an address; one whose parts are ids is made from a pattern that was made once."""
        are_ids = all(type(value) is int and 0 < value <= LARGEST_ID for value in values.values())
        if not are_ids or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        key = (request.script_root, current().code, endpoint, *values)
        pattern = self._patterns.get(key)
        if pattern is None:
            places: dict[str, Any] = {name: _PLACE + at for at, name in enumerate(values)}
            pattern = super().url_for(endpoint, **places).replace("%", "%%")
            for name, place in places.items():
                pattern = pattern.replace(str(place), f"%({name})d")
            self._patterns[key] = pattern
        return pattern % values

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer the request, then commit a good answer to a POST and nothing else.

        A form that is sent again is carried out again, and breaks the key of the first time: nothing of it is kept,
        and the answer is the first one's. So nobody who sends a form once pays for asking whether it was sent before.
        Whoever goes back, where the browser fetches the page anew, and sends the same words, is asked what is meant.
        """
        response = self.make_response(super().dispatch_request())
        if request.method == "POST" and response.status_code < 400:
            _remember(response)
            g.context.session.commit()
        else:
            g.context.session.close()  # a rollback would first go through everything that was read
        return response


class IdConverter(IntegerConverter):
    """A whole number that fits an id column; anything else is not found."""

    def __init__(self, url_map: Map, *args: Any, **options: Any) -> None:
        options.setdefault("max", LARGEST_ID)
        super().__init__(url_map, *args, **options)


def install(app: Flask, engine: Engine, clock: Clock) -> None:
    """Give every request its context, and every refusal its page."""

    @app.before_request
    def _open() -> None:
        if request.mimetype != "multipart/form-data":
            request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]
        session = Session(engine, expire_on_commit=False)
        g.context = Context(VISITOR, clock(), session, clock)
        if not _is_readable() or len(request.host) > LONGEST_HOST:
            abort(400)
        if request.method == "POST" and not _is_from_here():
            abort(403)
        if current_user.is_authenticated:
            g.context.actor = current_user.actor
        if request.method == "POST":
            g.browser_before = deepcopy(dict(browser))

    @app.teardown_request
    def _close(error: BaseException | None) -> None:
        context: Context | None = g.pop("context", None)
        if context is not None:
            context.session.close()

    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(IntegrityError, _collided)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _failed)


def _is_readable() -> bool:
    """Return whether address and form are UTF-8 without NUL, which no database keeps."""
    parts = [request.query_string]
    if request.mimetype == "application/x-www-form-urlencoded":
        parts.append(request.get_data(parse_form_data=False))
        if parts[1].count(b"&") > MOST_FIELDS:
            return False
    try:
        texts = [unquote_to_bytes(part).decode() for part in parts]
    except UnicodeDecodeError:
        return False
    return "\0" not in request.path and "\0" not in texts[0]


def _is_from_here() -> bool:
    """Return whether a form was sent from a page of this site; another site's must not even end a session."""
    fetched = request.headers.get("Sec-Fetch-Site")
    if fetched is not None:
        return fetched in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def negotiated(app: Flask) -> Language:
    """Return the language of the reader's saved choice, or what the browser asks for, or the default."""
    languages = {one.code: one for one in offered(app)}
    saved = request.cookies.get(LANGUAGE_COOKIE, "")
    if saved in languages:
        return languages[saved]
    wanted = request.accept_languages.best_match(languages)
    return languages[wanted] if wanted else next(iter(languages.values()))


def keep_language(answer: Response, code: str) -> Response:
    """Let a browser remember the language that its reader chose."""
    answer.set_cookie(
        LANGUAGE_COOKIE,
        code,
        max_age=31_536_000,
        samesite="Lax",
        httponly=True,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
    )
    return answer


def show(page: Page, status: int = 200) -> ResponseReturnValue:
    """Return a page."""
    return render_template(page.template, page=page), status


def submitted(
    form: Form, do: Callable[[], str], *, again: Callable[[], ResponseReturnValue], done: str = "", place: str = "main"
) -> ResponseReturnValue:
    """Carry out a sent form: 303 to where `do` says, or the same page again, 422, with all that was typed.

    What has been done is said on the next page, at a place of it: by `done`, or as the table `said/done.py` has it.
    """
    status = 422
    if form.validate():
        try:
            response = redirect(do(), 303)
            if said := done or DONE.get(request.endpoint or ""):
                flash(str(said), place)
            return response
        except Refusal as refusal:
            if not form.takes(refusal):
                raise
            status = 429 if refusal.reason is Reason.TOO_MANY_TRIES else 422
        except IntegrityError:
            g.context.session.rollback()
            if not form.takes(Refusal(Reason.TAKEN)):
                raise
    _start_over()
    before = _done_before()
    if before is not None:
        return before
    g.is_wrong = True  # the page's title says so, for whoever hears it first
    response = current_app.make_response(again())
    response.status_code = status
    return response


def after(name: str = "before") -> int | None:
    """Return the id after which a list goes on, from the address, or None."""
    raw = request.args.get(name, "")
    is_short = raw.isascii() and raw.isdigit() and len(raw) <= 10
    return int(raw) if is_short and 0 < int(raw) <= LARGEST_ID else None


def asked_for(kind: type[E], name: str) -> E | None:
    """Return which of an enum's members the address names, or None."""
    return next((one for one in kind if one.value == request.args.get(name)), None)


FIRST_YEAR, LAST_YEAR = 1900, 2999


def asked_day(name: str) -> date | None:
    """Return the day that the address names, or None; one far outside the calendar names none."""
    return day_of(request.args.get(name, ""))


def day_of(typed: str) -> date | None:
    """Return the day that is typed as ISO 8601, or None; one far outside the calendar is none."""
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else None


def words(name: str = "words") -> str:
    """Return the words the address looks for, cleaned as what is typed into a form."""
    return clean(request.args.get(name))[:LONGEST_SEARCH]


@dataclass(frozen=True)
class ErrorPage:
    """Why something was not done, and what the reader can do now."""

    template: ClassVar[str] = "error.html"
    status: int
    heading: str
    said: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ProveFirstPage:
    """What was typed when somebody has to prove again who they are, kept in that form."""

    template: ClassVar[str] = "people/prove_first.html"
    next: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SignInFirstPage:
    """What was typed when the session had ended, kept in the sign-in form."""

    template: ClassVar[str] = "people/sign_in_first.html"
    next: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SentBeforePage:
    """What was sent a second time, with the way to what came of it the first time, and to sending it once more."""

    template: ClassVar[str] = "sent_before.html"
    location: str
    address: str
    kept: tuple[tuple[str, str], ...]
    had_files: bool


def kept_fields() -> tuple[tuple[str, str], ...]:
    """Return what was typed into a form of ours, without secrets; a form from elsewhere is not kept."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except WTFormsValidationError:
        return ()
    return tuple((name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT)


def kept_before() -> tuple[tuple[str, str], ...]:
    """Return what an earlier form of ours kept; `kept_fields` vouches for where it came from."""
    return tuple((name.removeprefix(KEPT), value) for name, value in kept_fields() if name.startswith(KEPT))


def _refused(refusal: Refusal) -> ResponseReturnValue:
    _start_over()
    before = _done_before() if "context" in g else None
    if before is not None:
        return before
    if refusal.reason is Reason.NOT_YOURS and not g.context.actor.is_signed_in:
        return show(SignInFirstPage(next=request.full_path.rstrip("?"), kept=kept_fields()), 401)
    if refusal.reason is Reason.NOT_FRESH:
        return show(ProveFirstPage(next=request.full_path.rstrip("?"), kept=kept_fields()), 401)
    status = STATUS.get(refusal.reason, 409)
    heading = gettext("The page is not here") if status == 404 else gettext("That could not be done")
    said = f"{word(refusal.reason)} {refusal.about}".strip()
    if status == 404:
        said = gettext("It may have moved, or you may need to sign in to see it. Go to the front page or search.")
    return show(ErrorPage(status, heading, said, kept_fields()), status)


def _collided(error: IntegrityError) -> ResponseReturnValue:
    return _refused(Refusal(Reason.TAKEN))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error
    _start_over()
    if error.code == 404:
        return _refused(Refusal(Reason.NOT_FOUND))
    said = {
        403: gettext("The form did not come from a page of this site. Open the page here and try again."),
        405: gettext("The address cannot be used in this way. Go back and try from the page."),
        413: gettext("What you sent is too large. Go back: it still stands in the form. Make it shorter."),
    }.get(error.code, gettext("The request could not be understood. Go back and try again."))
    return show(ErrorPage(error.code, gettext("That could not be done"), said, ()), error.code)


def _failed(error: Exception) -> ResponseReturnValue:
    current_app.logger.exception("a request failed")
    _start_over()
    said = gettext("The fault is ours and has been logged. Nothing was saved; what you typed is below.")
    return show(ErrorPage(500, gettext("Something went wrong"), said, kept_fields()), 500)


def _start_over() -> None:
    if request_ctx.url_adapter is None:  # the name it asked for is no site's; the page that says so has addresses
        request_ctx.url_adapter = current_app.url_map.bind("", script_name=request.script_root)
    if "language" not in g:
        g.language = negotiated(current_app)
    if "context" in g:
        g.context.session.rollback()
    if "browser_before" in g and dict(browser) != g.browser_before:  # it must not hold a session that was taken back
        browser.clear()
        browser.update(g.browser_before)
        browser.modified = False


def _once_key(*, besides: frozenset[str] = frozenset({"csrf_token"})) -> str:
    """Return the key of just this form, by just this person, with just this content; empty without one."""
    if request.method != "POST" or not request.form.get("once"):
        return ""
    typed = sorted((name, value) for name, value in request.form.items(multi=True) if name not in besides)
    files = sorted((name, one.filename or "", _fingerprint(one)) for name, one in request.files.items(multi=True))
    sent = (g.context.actor.person_id, request.full_path, typed, files)
    return hashlib.sha256(repr(sent).encode("utf-8", "replace")).hexdigest()


def _fingerprint(sent: FileStorage) -> str:
    found = hashlib.sha256()
    sent.stream.seek(0)  # it is asked before the deed and after it, and the deed reads the file
    while part := sent.stream.read(1 << 16):
        found.update(part)
    sent.stream.seek(0)
    return found.hexdigest()


def _words_key() -> str:
    """Return the key of the same words from the same person's or visitor's browser, whichever page they came from."""
    if not request.path.endswith(MAKING):
        return ""
    key = _once_key(besides=frozenset({"csrf_token", "once"}))
    return hashlib.sha256(f"{browser.get('csrf_token')} {key}".encode()).hexdigest() if key else ""


def clicked_twice() -> ResponseReturnValue | None:
    """Return the first answer to a form that has been carried out: a double click leads where the first click did."""
    key = _once_key()
    location = once.led_to(g.context.session, key) if key else None
    return redirect(location, 303) if location else None


def _done_before() -> ResponseReturnValue | None:
    """Return the first answer to a form that has been carried out; of words sent anew, what can be done with them."""
    before = clicked_twice()
    if before is not None:
        return before
    words = _words_key()
    location = once.led_to(g.context.session, words) if words else None
    if not location:
        return None
    has_files = any(one.filename for one in request.files.values())
    return show(SentBeforePage(location, request.full_path.rstrip("?"), kept_fields(), has_files), 409)


def _remember(response: Response) -> None:
    if response.status_code == 303:
        keys = [key for key in (_once_key(), _words_key()) if key]
        once.remember(g.context.session, keys, response.location or "/", g.context.now)
