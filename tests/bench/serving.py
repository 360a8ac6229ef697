"""Filled databases, and servers over them."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import Engine, func, make_url, select, text
from sqlalchemy.orm import Session

from civic.app import create_app
from civic.config import HERE, Settings
from civic.db.engine import make_engine, writing
from civic.jobs import Worker
from civic.kernel.context import utc_now
from civic.people.models import Person, PersonState, SignInSession
from civic.people.sealing import digest
from civic.voting.models import RollEntry
from tests.bench import machine
from tests.databases import fresh_postgresql
from tests.house.examples import find
from tests.scale import grow
from tests.site import fill

SECRET = "a secret that is only used to measure .."
COMMENTS, VOTERS = 500, 400


@dataclass(frozen=True)
class Filled:
    """A database with the demo and so many rows of each kind."""

    kind: str
    rows: int
    url: str
    folder: Path
    names: dict[str, int]


@dataclass(frozen=True)
class Server:
    """A server that answers, and the database's process where it has one."""

    port: int
    pid: int
    database: int | None = None

    def cpu(self) -> tuple[float, float]:
        """Return the seconds of processor that the app and the database have used."""
        return machine.cpu(self.pid), machine.cpu(self.database) if self.database else 0.0


def filled(folder: Path, kind: str, rows: int, server: str = "") -> Filled:
    """Return a fresh database of a kind, filled."""
    place = folder / f"{kind}-{rows}"
    place.mkdir()
    url = f"sqlite:///{place / 'civic.db'}"
    if kind == "postgresql":
        made = fresh_postgresql(server, f"bench{rows}")
        url = make_url(server).set(database=f"bench{rows}").render_as_string(hide_password=False)
        made.dispose()
    engine = make_engine(url)
    fill(engine, place, utc_now())
    with engine.connect() as connection:
        names = find(connection)
    _add_comments(engine, names)
    settings = Settings(secret=SECRET, data_dir=place)
    worker = Worker(create_app(settings, engine=engine), engine, settings, utc_now)
    while worker.once():  # or every copy would have it to do again
        pass
    if rows:
        grow(engine, rows, spread=max(1, rows // 1000))
    _add_voters(engine, names)
    if kind == "postgresql":  # what a database of some age has had done by itself
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
            connection.execute(text("CHECKPOINT"))
    engine.dispose()
    return Filled(kind, rows, url, place, names)


def _add_comments(engine: Engine, names: dict[str, int]) -> None:
    count = f"WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {COMMENTS})"
    columns = "process_id, kind, thing_id, author_id, text, state, posted_at, is_flagged, circle, circle_id"
    with engine.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO comment ({columns}) {count} SELECT {columns.replace('thing_id', str(names['bench']))} "
                f"FROM n, comment WHERE id = {names['first_comment']}"
            )
        )


def _add_voters(engine: Engine, names: dict[str, int]) -> None:
    """Put so many persons on the roll of an open vote, each signed in by a token of their own."""
    now = utc_now()
    with Session(writing(engine)) as session:
        for number in range(1, VOTERS + 1):
            person = Person(name=f"Vælger {number}", email=None, state=PersonState.ACTIVE, created_at=now)
            session.add(person)
            session.flush()
            session.add(RollEntry(ballot_id=names["open_vote"], person_id=person.id))
            _open(session, person.id, f"voter-{number}")
        session.commit()


def _open(session: Session, person_id: int, token: str) -> None:
    now = utc_now()
    until = now.replace(year=now.year + 1)
    opened = SignInSession(
        person_id=person_id, token_hash=digest(token), created_at=now, expires_at=until, proved_at=now
    )
    session.add(opened)


class Keys:
    """Cookies and form tokens, made as the app makes them."""

    def __init__(self, folder: Path) -> None:
        self._app = create_app(Settings(secret=SECRET, demo=True, data_dir=folder))

    def cookie(self, token: str) -> str:
        """Return the cookie of a browser that is signed in by a session's token; without one, of a visitor's."""
        assert isinstance(self._app, Flask)
        signer = self._app.session_interface.get_signing_serializer(self._app)  # type: ignore[attr-defined]
        own = {"_user_id": token, "_fresh": True} if token else {}
        return f"civic={signer.dumps({**own, 'csrf_token': 'x' * 40})}"

    def form(self) -> str:
        """Return the token that stands in such a browser's forms."""
        return str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps("x" * 40))


def signed_in(base: Filled, name: str) -> str:
    """Let one of the demo's persons be signed in, and return the token."""
    engine = make_engine(base.url)
    token = f"bench-{name}"
    with Session(writing(engine)) as session:
        _open(session, session.scalar(select(func.min(Person.id)).where(Person.name == name)) or 0, token)
        session.commit()
    engine.dispose()
    return token


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@contextmanager
def served(
    app: str, base: Filled, *, workers: int = 1, threads: int = 4, database: int | None = None, port: int = 0
) -> Iterator[Server]:
    """Serve an app over a database, at a free port or a given one, on the first core alone unless it has workers."""
    port = port or free_port()
    environ = {
        **os.environ,
        "CIVIC_DEMO": "1",
        "CIVIC_SECRET": SECRET,
        "CIVIC_DATABASE_URL": base.url,
        "CIVIC_DATA_DIR": str(base.folder),
    }
    command = [sys.executable, "-m", "tests.bench.forked", str(port), str(workers), str(threads), app]
    pin: Sequence[str] = machine.pinned(0) if shutil.which("taskset") and workers == 1 else ()
    process = subprocess.Popen([*pin, *command], cwd=HERE, env=environ)
    try:
        for _ in range(200):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{app} did not start")
        yield Server(port, process.pid, database)
    finally:
        process.terminate()
        process.wait(20)
