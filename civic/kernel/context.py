"""One unit of work: who asks, when, and the transaction it happens in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar

from sqlalchemy import Select, inspect
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from civic.db.base import ZONE
from civic.kernel.actor import Actor
from civic.kernel.refusal import Reason, Refusal

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """Return the time; the only clock in production."""
    return datetime.now(UTC)


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

    @property
    def today(self) -> date:
        """Return the day it is in Denmark."""
        return self.now.astimezone(ZONE).date()

    def lock(self, thing: Thing) -> Thing:
        """Return the thing, locked and as it is at this moment, or Refusal(NOT_FOUND) where it was taken out meanwhile.

        FOR NO KEY UPDATE: a row that refers to the thing can still be written meanwhile. With FOR UPDATE two councils
        answering one hearing at once waited for each other's foreign key checks.
        SQLite knows no row locks: there the unit of work takes the one write lock (see `db.engine`).
        """
        columns = [column.key for column in inspect(thing).mapper.column_attrs]
        self.session.flush()
        try:
            self.session.refresh(thing, attribute_names=columns, with_for_update={"key_share": True})
        except InvalidRequestError:  # somebody took it out while one waited
            raise Refusal(Reason.NOT_FOUND) from None
        self._read_clock()
        return thing

    def held(self, query: Select[Thing], kind: type[object]) -> Thing | None:
        """Return the one thing that a query finds, or None; its thing of a kind stays as it is until the deed is done.

        FOR SHARE: many hold it at once, a vote each in one ballot, and whoever would change it waits for them.
        """
        shared = query.with_for_update(read=True, of=kind).execution_options(populate_existing=True)
        found = self.session.scalars(shared).unique().one_or_none()
        self._read_clock()
        return found

    def asks_database_for_time(self) -> bool:
        """Read the time anew, and return whether a statement that writes is to go by the database's clock instead.

        So it does where several servers write to one. SQLite has no other clock than this machine's, and a test's clock
        is its own: there `now` is the time.
        """
        self._read_clock()
        return self.clock is utc_now and self.session.get_bind().dialect.name == "postgresql"

    def _read_clock(self) -> None:
        """Read the time again: to wait for a lock may have outlasted a deadline."""
        if self.clock is not None:
            self.now = self.clock()
