"""What is handed in lies unread until a worker has read it: begun by one at a time, taken over where it is gone.

A file, a spreadsheet and a letter template wait in the same way; what is read in them their rooms say.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from sqlalchemy import Select, or_
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Id
from civic.kernel.context import Context

TRIES = 3
PATIENCE = timedelta(minutes=1)
"""How long whoever began to read may take, until somebody else begins; a file is read for 45 seconds at most."""


class HandedIn:
    """The columns of what a worker has to read."""

    id: Mapped[Id]
    tries: Mapped[int] = mapped_column(default=0)
    """How often somebody has begun to read it."""
    due_at: Mapped[datetime | None]
    """When it may be begun again, if whoever began has not come back."""

    @property
    def is_hopeless(self) -> bool:
        """Return whether it was tried so often that it is not tried again."""
        return self.tries > TRIES


T = TypeVar("T", bound=HandedIn)


@dataclass(frozen=True)
class Queue(Generic[T]):
    """The things of one kind that nobody has read; for the worker."""

    kind: type[T]
    unread: Callable[[], Select[T]]
    """The query for them, with what whoever reads one needs."""

    def is_waiting(self, context: Context) -> bool:
        """Return whether there is one that nobody has read and nobody is reading."""
        return context.session.scalar(self._free(context).with_only_columns(self.kind.id)) is not None

    def begin(self, context: Context) -> T | None:
        """Begin to read the oldest that nobody is reading, counting the tries.

        Whoever does not come back within PATIENCE is thought to be gone.
        """
        found = context.session.scalar(self._free(context).with_for_update(skip_locked=True, of=self.kind))
        if found is not None:
            found.tries, found.due_at = found.tries + 1, context.now + PATIENCE
        return found

    def put_off(self, context: Context, number: int, until: datetime) -> None:
        """Let one that could not be looked at yet wait, and not count the try."""
        found = context.session.get_one(self.kind, number, with_for_update={"of": self.kind})
        found.tries, found.due_at = max(0, found.tries - 1), until

    def _free(self, context: Context) -> Select[T]:
        is_free = or_(self.kind.due_at.is_(None), self.kind.due_at <= context.now)
        return self.unread().where(is_free).order_by(self.kind.id).limit(1)
