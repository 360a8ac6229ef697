"""The operator's commands: run, migrate, demo, worker, admin, audit."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from civic.app import LARGEST_BODY, create_app
from civic.areas import actions as areas
from civic.areas import lists
from civic.areas import queries as area_queries
from civic.board import actions as board
from civic.config import HERE, SettingError, Settings, demo_secret, read
from civic.db.engine import durability_faults, make_engine, writing
from civic.db.installation import is_demo, mark
from civic.db.migrate import upgrade
from civic.demo import story
from civic.jobs import Work, Worker
from civic.kernel import audit
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context, utc_now
from civic.people import actions as people
from civic.people.queries import invented_persons
from civic.people.sealing import SHORTEST_PASSWORD
from civic.reports import queries as reports
from civic.said import recount
from civic.said.language import in_language
from civic.said.wording import word
from civic.tables import metadata
from civic.tally.files import NotAVote, report
from civic.tally.files import read as told_in

SHORTEST_SECRET = 32


@click.group()
def main() -> None:
    """Civic: co-creation and consultation for a municipality."""
    os.umask(0o077)  # what is written lies open to nobody but whoever runs this


SERVING = (
    "--threads=4",
    "--channel-timeout=30",
    "--connection-limit=1000",
    "--asyncore-use-poll",
    f"--max-request-body-size={3 * LARGEST_BODY}",
    "--no-clear-untrusted-proxy-headers",
    "--ident=",
)
"""How waitress serves: it reads a request whole before a thread hears of it, and drops who sends nothing for 30 s.

What is a little too large is refused by the app, in the reader's language; the app trusts proxies or does not."""


@main.command()
def run() -> None:
    """Serve the site with its workers until Ctrl-C."""
    settings = _settings()
    engine = make_engine(settings.database)
    if settings.demo:
        with _step("database and demo"):
            _bring_up(engine)
            _fill_demo(engine, settings)
    for fault in refusals(settings, engine):
        raise click.ClickException(fault)
    if not _is_free(settings.host, settings.port):
        raise click.ClickException(f"Something else listens at {settings.host}:{settings.port}: set CIVIC_PORT.")
    if settings.demo:
        _introduce(settings, engine)
    engine.dispose()
    environ = {**os.environ, "CIVIC_SECRET": settings.secret}
    click.echo(f"Civic listens at http://{settings.host}:{settings.port} - stop with Ctrl-C", err=True)
    web = [sys.executable, "-m", "waitress", f"--host={settings.host}", f"--port={settings.port}", *SERVING]
    sys.exit(_supervise([*web, "civic.wsgi:app"], workers=list(Work), environ=environ))


@main.command()
@click.argument("work", type=click.Choice([one.value for one in Work]), required=False)
def worker(work: str | None) -> None:
    """Deliver mails and seal the audit log (mail), read and make documents (files), copy processes (copies), or all."""
    settings = _settings()
    if work is None:
        sys.exit(_supervise(workers=list(Work), environ=dict(os.environ)))
    engine = make_engine(settings.database)
    stop: list[int] = []
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: stop.append(number))
    app = create_app(settings, engine=engine)
    Worker(app, engine, settings, utc_now, (Work(work),)).forever(stopping=lambda: bool(stop))


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def tally(file: Path) -> None:
    """Count the ballots of a vote again, from the file that its page gives; needs no site and no database."""
    try:
        found = told_in(file.read_text(encoding="utf-8"))
    except (NotAVote, UnicodeDecodeError) as error:
        raise click.ClickException(f"{file} is no vote that can be counted: {error}") from None
    for line in report(found):
        click.echo(line)


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema; run it before `run` after every upgrade."""
    settings = _settings()
    engine = make_engine(settings.database)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    _bring_up(engine)
    if is_demo(engine) is None and not settings.demo:
        with Session(writing(engine)) as session:
            mark(session, utc_now(), is_demo=False)
            context = Context(VISITOR, utc_now(), session)
            people.found_municipality(context, settings.organisation)
            session.commit()
    click.echo("The database is up to date.")


@main.command()
@click.option("--reset", is_flag=True, help="Throw away what the demo's users did and start over.")
@click.option("--large", is_flag=True, help="With a process more, as large as an ordinary year makes one.")
def demo(reset: bool, large: bool) -> None:
    """Load the demo into an empty database, or restore it with --reset."""
    settings = replace(_settings(), demo=True)
    engine = make_engine(settings.database)
    if reset:
        if is_demo(engine) is False:
            raise click.ClickException("This database is not a demo; nothing was touched.")
        metadata.drop_all(engine)
        with engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    _bring_up(engine)
    if large and is_demo(engine) is not None:
        raise click.ClickException("Something is in this database already: --reset --large puts the large demo there.")
    _fill_demo(engine, settings, is_large=large)
    _introduce(settings, engine)


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def addresses(file: Path) -> None:
    """Put the municipality's own list of addresses, a CSV file, in the place of the one there is; all of it or none."""
    engine = make_engine(_settings().database)
    with Session(writing(engine)) as session:
        context = Context(VISITOR, utc_now(), session)
        known = {one.name.casefold(): one.id for one in area_queries.areas(context)}
        found = lists.read(file.read_bytes(), known)
        for line, fault in found.faults[:20]:
            click.echo(f"  linje {line}: {fault}")
        if found.faults:
            raise click.ClickException(f"{len(found.faults)} lines are wrong: nothing was changed.")
        if not found.rows:
            raise click.ClickException("The file holds no addresses: nothing was changed.")
        count = areas.replace_addresses(context, found.rows)
        session.commit()
    click.echo(f"{count} addresses are in the place of those there were.")


@main.group()
def admin() -> None:
    """Administrators."""


@admin.command("create")
@click.option("--name", prompt=True)
@click.option("--email", prompt=True)
@click.option("--password", prompt=True, hide_input=True, confirmation_prompt=True)
def create(name: str, email: str, password: str) -> None:
    """Make an administrator: the first one, or the second, who is needed to make more on the site."""
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(f"The password needs at least {SHORTEST_PASSWORD} characters.")
    with Session(writing(make_engine(_settings().database))) as session:
        context = Context(VISITOR, utc_now(), session)
        person = people.enter_person(context, name=name, email=email, password=password)
        people.assign_admin(context, person)
        session.commit()
    click.echo(f"{email} can sign in and give roles.")


@main.command("audit")
def check_audit() -> None:
    """Check that nobody has changed the sealed audit log or a published version."""
    with Session(make_engine(_settings().database)) as session:
        broken = audit.broken_at(session)
        count, seal = audit.head(session)
        versions, changed = reports.check_versions(Context(VISITOR, utc_now(), session))
    if broken is not None:
        raise click.ClickException(f"The audit log has been changed: entry {broken} does not fit the chain.")
    if changed:
        raise click.ClickException(f"Published versions have been changed: {', '.join(map(str, changed))}.")
    click.echo(f"All {versions} published versions read as they were published.")
    click.echo(f"The audit log is whole: {count} entries, the last sealed {seal}. Keep this line elsewhere.")


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            return False
    return True


def _bring_up(engine: Engine) -> None:
    """Bring a database to the newest schema; where that changed it, the rooms say anew what hangs on the board."""
    if upgrade(engine):
        with Session(writing(engine)) as session:
            context = Context(VISITOR, utc_now(), session)
            board.rebuild(context)
            recount.begin(context)
            session.commit()


def refusals(settings: Settings, engine: Engine) -> Iterator[str]:
    """Give every reason not to serve this database with these settings."""
    made_for_demo = is_demo(engine)
    if made_for_demo is None:
        yield "The database has not been made: run `civic migrate` first."
    elif made_for_demo and not settings.demo:
        yield "This database holds the demo: its persons sign in with one click. It is not served as production."
    elif settings.demo and not made_for_demo:
        yield "CIVIC_DEMO is set, but this database is not a demo. Nobody signs in to it with one click."
    if settings.demo and settings.host not in {"127.0.0.1", "::1", "localhost"}:
        yield "A demo is served on this machine only: leave CIVIC_HOST at 127.0.0.1."
    if not settings.demo and not settings.is_encrypted:
        yield "CIVIC_BASE_URL is not https: passwords and answers would travel in the open."
    if not settings.demo and not settings.smtp_url:
        yield "CIVIC_SMTP_URL is missing: mails would be written to files and reach nobody."
    if len(settings.secret) < SHORTEST_SECRET:
        yield f"CIVIC_SECRET is missing or shorter than {SHORTEST_SECRET} characters."
    for fault in durability_faults(engine):
        yield f"The database could lose what it has acknowledged: {fault}."


REST = 5.0
"""Seconds before a worker that ended is started again."""


def _supervise(web: Sequence[str] = (), *, workers: Sequence[Work], environ: dict[str, str]) -> int:
    """Run the web server and the workers until a signal comes; return 0, or 1 when the web server ended by itself.

    A worker that ends is said to have ended, and started again: it takes nobody's pages with it.
    """
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda number, frame: stop.set())
    served = _started(web, environ) if web else None
    running = {work: _started(_worker(work), environ) for work in workers}
    again: dict[Work, float] = {}
    while not stop.wait(0.2) and (served is None or served.poll() is None):
        for work, child in running.items():
            code = child.poll()
            if code is not None and work not in again:
                click.echo(f"The worker for {work.value} ended ({code}). It is started again.", err=True)
                again[work] = time.monotonic() + REST
            if work in again and time.monotonic() >= again[work]:
                running[work] = _started(_worker(work), environ)
                del again[work]
    for child in (*([served] if served else []), *running.values()):
        if child.poll() is None:
            child.terminate()
    for child in (*([served] if served else []), *running.values()):
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stop.is_set() else 1


def _worker(work: Work) -> list[str]:
    return [sys.executable, "-m", "civic.cli", "worker", work.value]


def _started(command: Sequence[str], environ: dict[str, str]) -> "subprocess.Popen[bytes]":
    """Start a command in a session of its own: Ctrl-C reaches this process alone, and each is told to stop once."""
    return subprocess.Popen(command, env=environ, cwd=HERE, start_new_session=True)


def _settings() -> Settings:
    try:
        settings = read()
    except SettingError as error:
        raise click.ClickException(str(error)) from None
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    settings.data_dir.chmod(0o700)
    if settings.demo and not settings.secret:
        return replace(settings, secret=demo_secret(settings.data_dir))
    return settings


def _fill_demo(engine: Engine, settings: Settings, *, is_large: bool = False) -> None:
    if is_demo(engine) is not None:
        return
    with Session(writing(engine), expire_on_commit=False) as session:
        mark(session, utc_now(), is_demo=True)
        files = settings.data_dir / "files"
        story.tell(session, datetime.now(UTC), settings.organisation, files, is_large=is_large)
        session.commit()


def _introduce(settings: Settings, engine: Engine) -> None:
    app = create_app(settings, engine=engine)
    click.echo(f"\nDemo persons (invented) sign in with one click at {settings.address}/da/sign-in:")
    with Session(engine) as session, app.test_request_context():
        context = Context(VISITOR, utc_now(), session)
        seen: dict[str, list[str]] = {}
        for held in invented_persons(context):
            said = in_language("en", lambda role=held.role: word(role))  # type: ignore[misc]
            seen.setdefault(held.person.name, []).append(said)
    for name, roles in seen.items():
        click.echo(f"  {name}: {', '.join(dict.fromkeys(roles)).lower()}")
    click.echo("")


@contextmanager
def _step(what: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    click.echo(f"{what}: {time.monotonic() - began:.1f} s", err=True)


if __name__ == "__main__":
    main()
