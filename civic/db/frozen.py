"""Rows that are never changed or deleted once they are written: the database itself refuses, whoever asks."""

from sqlalchemy import DDL, Table, event

_SQLITE = """CREATE TRIGGER {table}_is_frozen_{deed} BEFORE {deed} ON {table}{unless}
BEGIN SELECT RAISE(ABORT, '{table} is frozen once it is published'); END"""

_FUNCTION = """CREATE FUNCTION {table}_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{unless}
  RAISE EXCEPTION '{table} is frozen once it is published' USING ERRCODE = 'integrity_constraint_violation';
END $$"""

_POSTGRESQL = """CREATE TRIGGER {table}_is_frozen BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_is_frozen()"""


def freeze(table: Table, *, unless: str = "") -> None:
    """Let a table be written to and never changed; wherever it is made, this is made with it.

    `unless` is a condition on OLD under which a row may be changed all the same, though never deleted.
    """
    for dialect in ("sqlite", "postgresql"):
        for statement in freezing(table.name, dialect, unless=unless):
            made = DDL(statement).execute_if(dialect=dialect)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", made)


def freezing(table: str, dialect: str, *, unless: str = "") -> list[str]:
    """Return the statements that freeze a table, for `freeze` and for migrations."""
    if dialect == "sqlite":
        but = {"update": f" WHEN NOT {unless}" if unless else "", "delete": ""}
        return [_SQLITE.format(table=table, deed=deed, unless=but[deed]) for deed in ("update", "delete")]
    change = f"\n  IF TG_OP = 'UPDATE' AND {unless} THEN RETURN NEW; END IF;" if unless else ""
    return [_FUNCTION.format(table=table, unless=change), _POSTGRESQL.format(table=table)]


def thawing(table: str, dialect: str) -> list[str]:
    """Return the statements that let a table be changed again, for a migration that must."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER {table}_is_frozen_{deed}" for deed in ("update", "delete")]
    return [f"DROP TRIGGER {table}_is_frozen ON {table}", f"DROP FUNCTION {table}_is_frozen()"]
