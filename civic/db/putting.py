"""A row that is put where its key is: new, or instead of the one that is there."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from civic.db.base import Base


def insert_into(session: Session, kind: type[Base]) -> Any:
    """Return an insert as the database's own dialect has it: one that can say what happens where the key is there."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    return dialect.insert(kind)


def put(session: Session, kind: type[Base], key: Sequence[str], values: dict[str, Any], *, anew: bool = True) -> None:
    """Put a row in one statement; one with the same key is written anew, or left as it is."""
    session.flush()
    asked = insert_into(session, kind).values(values)
    if anew:
        asked = asked.on_conflict_do_update(index_elements=key, set_=values)
    else:
        asked = asked.on_conflict_do_nothing(index_elements=key)
    session.execute(asked)
