"""create_app: the parts, put together in order."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from sqlalchemy import Engine
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import BaseConverter
from whitenoise import WhiteNoise

from civic.config import BUILT, HERE, Settings
from civic.db.engine import make_engine
from civic.db.finding import COUNTED
from civic.http import assets, identity, limits
from civic.http import request as unit
from civic.http.forms import ButtonForm
from civic.http.kept import KeptPages
from civic.kernel import cpr, markup
from civic.kernel.actor import Role
from civic.kernel.context import Clock, utc_now
from civic.kernel.seen import fingerprint
from civic.said import goals, language, notified, things, wording
from civic.said import voting as voted
from civic.web.areas.routes import bp as areas
from civic.web.bodies.minutes import bp as sittings
from civic.web.bodies.routes import bp as bodies
from civic.web.corrections.routes import bp as corrections
from civic.web.councils.routes import bp as councils
from civic.web.decisions.commitments import bp as commitments
from civic.web.decisions.routes import bp as decisions
from civic.web.decisions.transcripts import bp as transcripts
from civic.web.dialogue.routes import bp as dialogue
from civic.web.draws.routes import bp as draws
from civic.web.evidence.routes import bp as evidence
from civic.web.files.routes import bp as files
from civic.web.front.routes import bp as front
from civic.web.grants.routes import bp as grants
from civic.web.groups.routes import bp as groups
from civic.web.hearings.routes import bp as hearings
from civic.web.meetings.routes import bp as meetings
from civic.web.minutes.routes import bp as minutes
from civic.web.moderation.appeals import bp as appeals
from civic.web.moderation.log import bp as log
from civic.web.moderation.routes import bp as moderation
from civic.web.notifications.routes import bp as notifications
from civic.web.organisations.routes import bp as organisations
from civic.web.papers.routes import bp as papers
from civic.web.people.demo import bp as demo_people
from civic.web.people.factors import bp as factors
from civic.web.people.routes import bp as people
from civic.web.pictures.routes import bp as pictures
from civic.web.plans.lessons import bp as lessons
from civic.web.plans.programmes import bp as programmes
from civic.web.plans.routes import bp as plans
from civic.web.processes.copies import bp as copies
from civic.web.processes.kinds import bp as kinds
from civic.web.processes.routes import bp as processes
from civic.web.proposals.routes import bp as proposals
from civic.web.proposals.understood import bp as understood
from civic.web.recount.routes import bp as recount
from civic.web.reports.routes import bp as reports
from civic.web.reports.sections import bp as sections
from civic.web.responses.routes import bp as responses
from civic.web.responses.sheets import bp as sheets
from civic.web.rules.routes import bp as rules
from civic.web.treatment.letters import bp as letters
from civic.web.treatment.panels import bp as panels
from civic.web.treatment.routes import bp as treatment
from civic.web.voting.auditing import bp as auditing
from civic.web.voting.changes import bp as changes
from civic.web.voting.preparing import bp as preparing
from civic.web.voting.rolls import bp as rolls
from civic.web.voting.routes import bp as voting
from civic.web.voting.stations import bp as stations

ROOMS = (
    front,
    people,
    factors,
    processes,
    groups,
    organisations,
    bodies,
    sittings,
    areas,
    kinds,
    copies,
    meetings,
    minutes,
    papers,
    plans,
    grants,
    programmes,
    lessons,
    evidence,
    draws,
    moderation,
    appeals,
    notifications,
    log,
    rules,
    dialogue,
    proposals,
    understood,
    reports,
    sections,
    sheets,
    hearings,
    councils,
    responses,
    treatment,
    letters,
    panels,
    voting,
    rolls,
    stations,
    auditing,
    changes,
    preparing,
    decisions,
    commitments,
    transcripts,
    recount,
    corrections,
    pictures,
    files,
)
LARGEST_BODY = 12_000_000
"""Bytes of a request with a file; the words of a form may take a million."""
LARGEST_FORM = 1_000_000


def create_app(
    settings: Settings,
    *,
    engine: Engine | None = None,
    clock: Clock = utc_now,
    built: Path = BUILT,
    keeps_pages: bool = True,
) -> unit.Civic:
    """Return the web application. `clock` is injected so that tests can move time; nothing in production does.

    `keeps_pages` is turned off where time stands still: a page is kept for a second.
    """
    app = unit.Civic("civic", template_folder=str(HERE / "templates"), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_FORM,
        SESSION_COOKIE_NAME=cookie(settings),
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.is_encrypted,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        CIVIC_LANGUAGES=settings.languages.split(),
    )
    app.extensions["civic_settings"] = settings
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters["detail"] = wording.detail
    app.jinja_env.filters["role"] = lambda value: wording.word(Role(value)).lower()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = unit.IdConverter
    codes = settings.languages.split()
    app.url_map.converters["language"] = _converter(codes)
    _speak(app)
    language.install(app, settings.catalogues, codes)
    unit.install(app, engine or make_engine(settings.database), clock)
    identity.install(app)
    limits.install(app)
    assets.install(app, built)
    for room in ROOMS:
        app.register_blueprint(room, url_prefix=f"/<language:language>{room.url_prefix or ''}")
    if settings.demo:
        app.register_blueprint(demo_people, url_prefix="/<language:language>/demo")
    _dress(app, settings)
    if keeps_pages:
        app.wsgi_app = KeptPages(app.wsgi_app, clock)  # type: ignore[assignment, method-assign]
    static = WhiteNoise(app.wsgi_app, root=str(built), prefix="/static/", max_age=31_536_000)
    static.immutable_file_test = lambda path, url: True  # every name carries its content's hash
    app.wsgi_app = static  # type: ignore[method-assign]
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    return app


def cookie(settings: Settings) -> str:
    """Return the cookie's name: over https one that no other site beside this one can set (RFC 6265bis, 4.1.3)."""
    return "__Host-civic" if settings.is_encrypted else "civic"


def _converter(codes: list[str]) -> type[BaseConverter]:
    class LanguageConverter(BaseConverter):
        """A language on offer, as the first part of the address."""

        regex = "|".join(codes)

    return LanguageConverter


def _speak(app: Flask) -> None:
    @app.url_value_preprocessor
    def _take(endpoint: str | None, values: dict[str, Any] | None) -> None:
        code = (values or {}).pop("language", None) or request.path.split("/")[1]
        known = code in app.config["CIVIC_LANGUAGES"]
        g.language = language.LANGUAGES[code] if known else unit.negotiated(app)

    @app.url_defaults
    def _give(endpoint: str, values: dict[str, Any]) -> None:
        if app.url_map.is_endpoint_expecting(endpoint, "language"):
            values.setdefault("language", language.current().code)

    @app.get("/")
    def root() -> ResponseReturnValue:
        """Lead to the front page in the reader's language: the one chosen here, the account's, or the browser's."""
        languages = app.config["CIVIC_LANGUAGES"]
        wanted = (request.cookies.get(unit.LANGUAGE_COOKIE), g.context.actor.language, g.language.code)
        return redirect(url_for("front.home", language=next(one for one in wanted if one in languages)), 302)


def _dress(app: Flask, settings: Settings) -> None:
    names: dict[str, Any] = {
        one.__name__: one
        for one in (
            voted.change_said,
            voted.circle_said,
            voted.place_said,
            voted.vote_said,
            voted.claim_said,
            voted.risk_said,
            voted.vote_dir,
            voted.moved_said,
            voted.chosen_said,
            voted.priced,
            voted.vote_lang,
            voted.vote_languages,
            wording.word,
            wording.shape,
            wording.written_in,
            wording.day,
            wording.weekday,
            wording.moment,
            wording.meeting_time,
            wording.body_name,
            wording.named_days,
            wording.known,
            wording.period,
            wording.deadline,
            wording.ends,
            wording.days_left,
            wording.waits,
            wording.step_said,
            wording.step_means,
            wording.deadline_said,
            wording.day_said,
            wording.last_day_said,
            wording.has_open,
            wording.at_said,
            wording.section_name,
            wording.number,
            wording.iso,
            wording.money,
            wording.as_day,
            wording.person,
            wording.paragraphs,
            wording.linked,
            wording.page_now,
            limits.copied,
            wording.page_today,
            wording.writing_now,
            wording.signed,
            wording.given,
            wording.path_of_code,
            wording.members_of,
            wording.branches,
            wording.opened,
            wording.filled,
            wording.when,
            wording.needs,
            wording.unit_name,
            wording.said_rule,
            wording.language_named,
            things.address,
            things.address_of,
            things.kind_word,
            things.state_word,
            things.outcome_said,
            things.trait_word,
            notified.grouped,
            goals.measured,
            markup.blocks,
            markup.reading,
        )
    }
    app.jinja_env.globals.update(
        names,
        csrf=generate_csrf,
        actor=lambda: g.context.actor if "context" in g else None,
        language=language.current,
        languages=lambda: [one for one in language.offered(app) if "-X" not in one.code],
        in_language=_same_page,
        place=settings.organisation,
        counted=COUNTED,
        is_demo=settings.demo,
        lacks_second=lambda: bool(g.get("lacks_second")),
        once=lambda: ButtonForm(formdata=None).once.data,
        veiled=cpr.masked,
        seen_of=fingerprint,
        section=lambda: request.blueprint or "",
        came_from=_came_from,
        signed_in=lambda: "context" in g and current_user.is_authenticated,
    )


def _came_from() -> str:
    """Return the path of the page of this site a request came from, or nothing."""
    g.is_for_one_reader = True
    found = urlsplit(request.referrer or "")
    is_here = found.netloc == request.host and not found.path.startswith("//")  # which would lead to another site
    if not is_here or (found.path == request.path and request.method == "GET"):
        return ""
    return f"{found.path}?{found.query}" if found.query else found.path


def _same_page(code: str) -> str:
    """Return the address of this page in another language, or of its front page where it has none."""
    rest = request.path.removeprefix(f"/{language.current().code}")
    address = f"/{code}{rest}"
    if request.method == "GET" and request.url_rule is not None:
        has_page = current_app.url_map.is_endpoint_expecting(request.url_rule.endpoint, "language")
    else:
        try:
            has_page = bool(current_app.url_map.bind("").match(address, "GET"))
        except HTTPException:
            has_page = False
    if not has_page:
        return f"/{code}/"
    query = request.query_string.decode("ascii", "ignore")
    return f"{address}?{query}" if query else address
