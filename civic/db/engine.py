"""Engines for SQLite, the embedded default, and PostgreSQL, the production database."""

import fcntl
import os
import time
from collections import defaultdict
from contextlib import closing
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

_PATIENT = "PRAGMA busy_timeout=10000"
SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # with NORMAL acknowledged rows were lost in simulated power cuts
    "PRAGMA foreign_keys=ON",
    _PATIENT,
    "PRAGMA secure_delete=ON",  # a number that was taken out is not left on a free page
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
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "before_cursor_execute", _write_sqlite)
    for end in ("checkin", "close", "invalidate"):
        event.listen(engine, end, _end_turn)
    return engine


_LOCKS = "/* locks */"


class _Compiler(SQLiteCompiler):
    """SQLite's statements, with what it has no words for: locked rows, and an index to go by (`finding.by`)."""

    def for_update_clause(self, select: Any, **more: Any) -> str:
        """Return the mark of a statement that asks for rows to be locked: on SQLite that is the one write lock."""
        return f" {_LOCKS}"

    def format_from_hint_text(self, sqltext: str, table: Any, hint: str, iscrud: bool) -> str:
        """Return a table's name with what is said about it."""
        return f"{sqltext} {hint}"


def writing(engine: Engine) -> Engine:
    """Return the same engine for a unit of work that is sure to write."""
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
    record.info["file"] = connection.execute("PRAGMA database_list").fetchone()[2]


def _settle_postgresql(connection: Any, record: Any) -> None:
    with connection.cursor() as cursor:
        for setting in POSTGRESQL_SETTINGS:
            cursor.execute(setting)
    connection.commit()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
    if connection.get_execution_options().get("civic_writes", False):
        _take_turn(connection.connection)


_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def _write_sqlite(connection: Connection, cursor: Any, statement: str, *rest: Any) -> None:
    """Take the write lock for the first statement that writes, or that locks what it reads, and not before.

    What was read before is let go and may have changed meanwhile, as it may on PostgreSQL: whoever has to be sure
    locks the thing and reads it again (`Context.lock`). So nobody holds the lock while a form is read or a password is
    hashed.
    """
    if statement.startswith(_WRITES) or _LOCKS in statement:
        _take_turn(connection.connection)


_PATIENCE = 10.0
"""Seconds that a unit of work waits for its turn; after that SQLite itself decides."""
_QUEUES: defaultdict[str, Lock] = defaultdict(Lock)
"""For each database, those of this process who wait to write to it."""


def _take_turn(pooled: Any) -> None:
    """Wait for one's turn, then begin anew with the write lock.

    A read that turned into a write could find its snapshot stale, and no waiting would help it. SQLite itself lets
    those who wait sleep longer and longer, and the unlucky sleep long. So those of one process wait for each other
    first, and then for the other processes at a file beside the database.
    """
    if "turn" in pooled.info:
        return
    path = pooled.info["file"]
    queue = _QUEUES[path]
    is_next = queue.acquire(timeout=_PATIENCE)
    pooled.info["turn"] = (queue if is_next else None, None)  # given back at the end, whatever comes next
    if path:
        turn = os.open(f"{path}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        pooled.info["turn"] = (queue if is_next else None, turn)
        _wait_for(turn)
    pooled.execute("ROLLBACK")
    pooled.execute("BEGIN IMMEDIATE")


def _wait_for(turn: int) -> None:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(turn, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() > until:
                return
            time.sleep(0.001)


def _end_turn(connection: Any, record: Any, *rest: Any) -> None:
    """Let the next one write: what this one wrote is on disk, or was taken back."""
    queue, turn = record.info.pop("turn", (None, None))
    if turn is not None:
        os.close(turn)
    if queue is not None:
        queue.release()


def clear(engine: Engine) -> bool:
    """Empty SQLite's write-ahead log into its file, and say whether that could be done now; elsewhere there is none.

    It is not waited for: who waits for readers here would hold the write lock meanwhile. It is tried again.

    What was overwritten stands in the log until then. PostgreSQL keeps its own, and backups: docs/personal-details.md.
    """
    if engine.dialect.name != "sqlite":
        return True
    with closing(engine.raw_connection()) as connection:
        connection.execute("PRAGMA busy_timeout=0")
        try:
            busy, _log, _done = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.execute(_PATIENT)
    return not busy
