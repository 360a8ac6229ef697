"""A column whose words are found by each database's own full text: FTS5 beside SQLite's table, GIN on PostgreSQL's.

What is stored in the column are plain ASCII tokens with spaces between (`civic.board.stems`), so that neither
database's own idea of a word plays a part and both find the same.
"""

from collections.abc import Sequence

from sqlalchemy import DDL, ColumnElement, Select, Table, event, func, literal_column, select
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table

_SQLITE = (
    "CREATE VIRTUAL TABLE {table}_words USING fts5({column}, content='{table}', content_rowid='id', "
    "tokenize='ascii', detail='full')",
    """CREATE TRIGGER {table}_words_insert AFTER INSERT ON {table}
BEGIN INSERT INTO {table}_words(rowid, {column}) VALUES (new.id, new.{column}); END""",
    """CREATE TRIGGER {table}_words_delete AFTER DELETE ON {table}
BEGIN INSERT INTO {table}_words({table}_words, rowid, {column}) VALUES ('delete', old.id, old.{column}); END""",
    """CREATE TRIGGER {table}_words_update AFTER UPDATE OF {column} ON {table}
BEGIN INSERT INTO {table}_words({table}_words, rowid, {column}) VALUES ('delete', old.id, old.{column});
INSERT INTO {table}_words(rowid, {column}) VALUES (new.id, new.{column}); END""",
)
_POSTGRESQL = (
    # kept beside the row: a common word is found by walking back from the newest, and to read each row anew took longer
    "ALTER TABLE {table} ADD COLUMN {table}_words tsvector "
    "GENERATED ALWAYS AS (to_tsvector('simple', {column})) STORED",
    # without a list of what is new, which every search would have to go through
    "CREATE INDEX ix_{table}_words ON {table} USING gin ({table}_words) WITH (fastupdate = off)",
)

SEARCHABLE: set[str] = set()
"""Tables with such a column, by name."""


def searchable(table: Table, column: str) -> None:
    """Index a column's tokens as full text; wherever the table is made or dropped, the index goes with it."""
    SEARCHABLE.add(table.name)
    for dialect in ("sqlite", "postgresql"):
        for statement in indexing(table.name, column, dialect):
            event.listen(table, "after_create", DDL(statement).execute_if(dialect=dialect))  # type: ignore[no-untyped-call]
    gone = DDL(f"DROP TABLE IF EXISTS {table.name}_words").execute_if(dialect="sqlite")  # type: ignore[no-untyped-call]
    event.listen(table, "before_drop", gone)


def indexing(table: str, column: str, dialect: str) -> list[str]:
    """Return the statements that index a column, for `searchable` and for migrations."""
    statements = _SQLITE if dialect == "sqlite" else _POSTGRESQL
    return [one.format(table=table, column=column) for one in statements]


def unindexing(table: str, dialect: str) -> list[str]:
    """Return the statements that take the index away, for a migration that changes the table or drops it."""
    if dialect == "sqlite":
        return [
            *(f"DROP TRIGGER {table}_words_{deed}" for deed in ("insert", "delete", "update")),
            f"DROP TABLE {table}_words",
        ]
    return [f"DROP INDEX ix_{table}_words", f"ALTER TABLE {table} DROP COLUMN {table}_words"]


def newest_that_hold(dialect: str, table: Table, runs: Sequence[Sequence[str]], *, is_any: bool = False) -> Select[int]:
    """Return a query for the ids of rows that hold every run of tokens, newest first; a run stands together, in order.

    `is_any` asks for those that hold one of them.
    With a limit a word that stands everywhere costs no more than one that stands in a few: both databases walk back
    from the newest, SQLite along its index of words.
    """
    if dialect == "sqlite":
        words = f"{table.name}_words"
        index = sql_table(words, sql_column("rowid"), sql_column(words))
        asked = (" OR " if is_any else " ").join(f'"{" ".join(run)}"' for run in runs)
        return (
            select(index.c.rowid.label("id"))
            .select_from(index.join(table, table.c.id == index.c.rowid))
            .where(index.c[words].op("MATCH")(asked))
            .order_by(index.c.rowid.desc())
        )
    kept: ColumnElement[str] = literal_column(f"{table.name}.{table.name}_words")
    simple: ColumnElement[str] = literal_column("'simple'::regconfig")
    asked = (" | " if is_any else " & ").join(" <-> ".join(run) for run in runs)
    is_held = kept.op("@@")(func.to_tsquery(simple, asked))
    return select(table.c.id).where(is_held).order_by(table.c.id.desc())


def is_full_text(name: str | None) -> bool:
    """Return whether a table, column or index is what a database's own full text keeps; no model has it."""
    return name is not None and name.startswith(tuple(start for one in SEARCHABLE for start in _kept(one)))


def _kept(table: str) -> tuple[str, str]:
    return f"{table}_words", f"ix_{table}_words"
