"""Engines for SQLite, the embedded default, and PostgreSQL, the production database."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text

SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # with NORMAL acknowledged rows were lost in simulated power cuts
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)


POSTGRESQL_SETTINGS = (
    "SET jit = off",  # to compile a plan costs more than any page's statement
    "SET random_page_cost = 1.1",  # the tables are in memory or on disks without arms: an index is worth its while
    "SET join_collapse_limit = 4",  # the rooms' joins are written from the row outwards; to try every order took 60 ms
    "SET from_collapse_limit = 4",
)


def make_engine(url: str) -> Engine:
    """Return an engine for the address; foreign keys hold and a commit is on disk before it returns."""
    if not url.startswith("sqlite"):
        engine = create_engine(url, pool_pre_ping=True)
        event.listen(engine, "connect", _settle_postgresql)
        return engine
    engine = create_engine(url, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def writing(engine: Engine) -> Engine:
    """Return the same engine for a unit of work that will write.

    SQLite takes its one write lock at once (BEGIN IMMEDIATE): a read that later turned into a write could
    find its snapshot stale, and no waiting would help it.
    """
    return engine.execution_options(civic_writes=True)


def durability_faults(engine: Engine) -> list[str]:
    """Return what in the database's own settings could lose an acknowledged commit; empty when sound."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            synchronous = connection.scalar(text("PRAGMA synchronous"))
            return [] if synchronous in (2, 3) else [f"PRAGMA synchronous={synchronous}"]
        faults = []
        for setting, sound in (("fsync", ("on",)), ("synchronous_commit", ("on", "remote_apply", "remote_write"))):
            value = connection.scalar(text("SELECT current_setting(:name)"), {"name": setting})
            if value not in sound:
                faults.append(f"{setting}={value}")
        return faults


def _settle_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event opens transactions, the driver does not
    for setting in SQLITE_SETTINGS:
        connection.execute(setting)


def _settle_postgresql(connection: Any, record: Any) -> None:
    with connection.cursor() as cursor:
        for setting in POSTGRESQL_SETTINGS:
            cursor.execute(setting)
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("civic_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
