"""What waits in a room for a person to look at it: the longest waiting first, narrowed down, and how many."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from civic.db.finding import holds, is_in_rows
from civic.kernel.context import Context

T = TypeVar("T")
OF_EACH = 200
"""Texts of each process or hearing that a queue looks at, the oldest; the others come after them."""
After = tuple[datetime, int]
"""A text that a queue goes on after: since when it waits, and its number."""


Ids = Callable[[Context, int | None, Collection[int] | None, After | None], Select[int]]
"""The query for the ids of what waits for the actor, at most `OF_EACH` of each process or hearing.

Narrowed to a process, to some ids, and to those after one where the order they are found in allows it.
"""


@dataclass(frozen=True)
class Waiting(Generic[T]):
    """The texts of a room that wait for a person."""

    number: InstrumentedAttribute[int]
    place: InstrumentedAttribute[int]
    """Of whose texts at most `OF_EACH` are looked at: the process, or the hearing."""
    since: InstrumentedAttribute[Any]
    words: tuple[InstrumentedAttribute[str], ...]
    ids: Ids
    whole: Callable[[], Select[T]]
    """The query for such a text, with what whoever looks at it needs."""

    def first(
        self,
        context: Context,
        *,
        process_id: int | None = None,
        words: str = "",
        among: Collection[int] | None = None,
        after: After | None = None,
        until: datetime | None = None,
        at_most: int = 25,
    ) -> Sequence[T]:
        """Return those that wait for the actor, the longest first; narrowed to a process, to words, and to some ids.

        `until` leaves out what has come since then.
        """
        query = self.whole().where(is_in_rows(self.number, self.ids(context, process_id, among, after)))
        if after is not None:
            query = query.where(tuple_(self.since, self.number) > tuple_(*after))
        if until is not None:
            query = query.where(self.since <= until)
        found = query.where(*holds(words, *self.words)).order_by(self.since, self.number).limit(at_most)
        return context.session.scalars(found).all()

    def count(
        self,
        context: Context,
        *,
        process_id: int | None = None,
        words: str = "",
        among: Collection[int] | None = None,
        until: datetime | None = None,
    ) -> int:
        """Return how many wait for the actor, of each process or hearing at most `OF_EACH`; as `first`."""
        query = select(func.count(self.number)).where(
            is_in_rows(self.number, self.ids(context, process_id, among, None))
        )
        if until is not None:
            query = query.where(self.since <= until)
        return context.session.scalar(query.where(*holds(words, *self.words))) or 0

    def is_cut(self, context: Context, *, process_id: int | None = None, among: Collection[int] | None = None) -> bool:
        """Return whether so many of one process or hearing wait that others may not have been looked at."""
        waiting = is_in_rows(self.number, self.ids(context, process_id, among, None))
        of_each = select(func.count(self.number)).where(waiting).group_by(self.place)
        return (context.session.scalar(select(func.max(of_each.subquery().c[0]))) or 0) >= OF_EACH
