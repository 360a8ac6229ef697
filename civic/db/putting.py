"""A row that is put where its key is: new, or instead of the one that is there."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from civic.db.base import Base


def insert_into(session: Session, kind: type[Base]) -> Any:
    """Return an insert as the database's own dialect has it: one that can say what happens where the key is there."""
    return insert_for(session.get_bind().dialect.name, kind)


def insert_for(dialect: str, kind: type[Base]) -> Any:
    """Return the same for a dialect that is named: for a statement that is made once."""
    return (sqlite if dialect == "sqlite" else postgresql).insert(kind)


def write_in(session: Session, kind: type[Base], *rows: dict[str, Any]) -> None:
    """Write in rows that nobody reads again in this unit of work: in one statement, and not as things of their own."""
    session.connection().execute(_insert(kind), rows)


@cache
def _insert(kind: type[Base]) -> Insert:
    return insert(kind.__table__)  # type: ignore[arg-type]


def put(session: Session, kind: type[Base], key: Sequence[str], values: dict[str, Any], *, anew: bool = True) -> None:
    """Put a row in one statement; one with the same key is written anew, or left as it is."""
    session.flush()
    asked = insert_into(session, kind).values(values)
    if anew:
        asked = asked.on_conflict_do_update(index_elements=key, set_=values)
    else:
        asked = asked.on_conflict_do_nothing(index_elements=key)
    session.execute(asked)
