"""One unit of work: who asks, when, and the transaction it happens in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from sqlalchemy import inspect
from sqlalchemy.orm import Session

from civic.kernel.actor import Actor

Clock = Callable[[], datetime]
Thing = TypeVar("Thing")


@dataclass
class Context:
    """Who is asking, what time it is, and the session to ask in; made once per request.

    `now` is UTC-aware. When a `clock` is given, `lock` reads it anew.
    """

    actor: Actor
    now: datetime
    session: Session
    clock: Clock | None = None

    def lock(self, thing: Thing) -> Thing:
        """Return the thing, locked and as it is at this moment.

        FOR NO KEY UPDATE: a row that refers to the thing can still be written meanwhile. With FOR UPDATE two councils
        answering one hearing at once waited for each other's foreign key checks.
        A wait for the lock may outlast a deadline, so the time is read again once the lock is held.
        SQLite knows no row locks: there every POST begins with BEGIN IMMEDIATE (see `db.engine`).
        """
        columns = [column.key for column in inspect(thing).mapper.column_attrs]
        self.session.flush()
        self.session.refresh(thing, attribute_names=columns, with_for_update={"key_share": True})
        if self.clock is not None:
            self.now = self.clock()
        return thing
