"""Steps that migrations share: a table changed in place on both databases, with all its checks."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Literal

from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy import MetaData, Table
from sqlalchemy.sql.elements import conv


@contextmanager
def changed(table: str, *, without: Sequence[str] = ()) -> Iterator[BatchOperations]:
    """Give the way to change a table; `without` names checks that are dropped.

    SQLite cannot change a table, so it is built anew and filled from the old one.
    """
    recreate: Literal["always", "auto"] = "always" if op.get_bind().dialect.name == "sqlite" else "auto"
    with op.batch_alter_table(table, recreate=recreate) as batch:
        for name in without:
            batch.drop_constraint(op.f(name), type_="check")
        yield batch


def one_of(batch: BatchOperations, table: str, column: str, enum: str, values: Sequence[str]) -> None:
    """Let a column hold these values of an enum, and no others."""
    listed = ", ".join(f"'{value}'" for value in values)
    batch.create_check_constraint(op.f(f"ck_{table}_{column}_{enum}"), f"{column} IN ({listed})")


def named_anew(table: str, names: Mapping[str, str]) -> None:
    """Give constraints of a table other names: old to new. SQLite cannot, so the table is built anew."""
    if op.get_bind().dialect.name != "sqlite":
        for old, new in names.items():
            op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}")
        return
    found = Table(table, MetaData(), autoload_with=op.get_bind())
    for one in found.constraints:
        if isinstance(one.name, str) and one.name in names:
            one.name = conv(names[one.name])
    with op.batch_alter_table(table, copy_from=found, recreate="always"):
        pass


def column_renamed(table: str, old: str, new: str) -> None:
    """Give a column another name; indexes and keys over it follow it, with their own names."""
    op.execute(f"ALTER TABLE {table} RENAME COLUMN {old} TO {new}")
