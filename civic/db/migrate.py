"""Bringing a database to the newest schema."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine

from civic.db.base import Base
from civic.db.engine import writing

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> bool:
    """Bring the database up to a revision, and return whether that changed anything; what is there stays."""
    with _changing(engine) as connection:
        before = MigrationContext.configure(connection).get_current_revision()
        command.upgrade(config(connection), revision)
        return MigrationContext.configure(connection).get_current_revision() != before


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to a revision."""
    with _changing(engine) as connection:
        command.downgrade(config(connection), revision)


@contextmanager
def _changing(engine: Engine) -> Iterator[Connection]:
    """Give a connection in a transaction of its own, all or nothing.

    SQLite builds a changed table anew and drops the old one. With foreign keys on, that would count as deleting every
    row others refer to; so they are checked once, at the end, before anything is kept.
    """
    with writing(engine).connect() as connection:
        raw: Any = connection.connection.driver_connection
        is_sqlite = engine.dialect.name == "sqlite"
        if is_sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all() if is_sqlite else []
                if broken:
                    raise RuntimeError(f"a migration broke references: {broken[:5]}")
        finally:
            if is_sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


def config(connection: Connection) -> Config:
    """Return Alembic's settings for one connection; every room must have been imported (see `civic.tables`)."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.attributes["connection"] = connection
    made.attributes["metadata"] = Base.metadata
    return made
