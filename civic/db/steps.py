"""Steps that migrations share: a table changed in place on both databases, with all its checks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal

from alembic import op
from alembic.operations import BatchOperations


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
