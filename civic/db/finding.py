"""Lists that cost the same however much there is: an index for just the rows a list shows, and one walk of it a place.

A list of a few places (the processes somebody works in) cannot be read from one index in order: each place has its own
order. So the first rows of each are taken, and these few are put in order.
"""

import enum
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, TypeVarTuple

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    CompoundSelect,
    Index,
    Row,
    Select,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    text,
    tuple_,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased
from sqlalchemy.sql.functions import FunctionElement

from civic.db.base import Base

T = TypeVar("T")
Ts = TypeVarTuple("Ts")
MOST_WORDS = 8
"""Words of a search within one thing that count."""
MOST_WALKS = 200
"""In one statement; SQLite takes no more than 500. Of more places all rows are put in order."""


def some_rows(name: str, *columns: str, condition: str, unique: bool = False) -> Index:
    """Return an index of those rows of a table for which a condition holds, written as the query writes it."""
    condition = re.sub(r"\b[a-z_]+\.", "", condition)  # a query names the table, an index knows it
    return Index(name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition))


def among(column: str, values: Iterable[enum.Enum]) -> str:
    """Return the condition that a column holds one of the values, for an index."""
    listed = ", ".join(f"'{one}'" for one in _sorted(values))
    return f"{column} IN ({listed})"


def is_among(column: InstrumentedAttribute[Any], values: Iterable[enum.Enum]) -> ColumnElement[bool]:
    """Return the same condition for a query, its values written out: so a database sees that the index will do."""
    kind = type(next(iter(values)))
    return column.in_([bindparam(None, kind(one), column.type, literal_execute=True) for one in _sorted(values)])


def holds(words: str, *columns: ColumnElement[str] | InstrumentedAttribute[Any]) -> list[ColumnElement[bool]]:
    """Return for each word the condition that it stands in one of the columns, in whichever case it was written.

    Within the few thousand rows of one thing; what is looked for everywhere stands in an index of its own (the board).
    SQLite's own comparison knows the case of no letter beyond z, so each word is looked for in the three ways it may
    stand.
    """
    ways = ({one.lower(), one.upper(), one.capitalize()} for one in words.split()[:MOST_WORDS])
    return [
        or_(*(column.icontains(way, autoescape=True) for column in columns for way in sorted(found))) for found in ways
    ]


def by(query: Select[T], kind: type[Base], index: str) -> Select[T]:
    """Return the query, told to go by an index of some rows.

    SQLite knows no numbers of rows: of two indexes that begin with the same column it took the one with all of them.
    """
    return query.with_hint(kind, f"INDEXED BY {index}", "sqlite")


class is_in_rows(FunctionElement[bool]):  # noqa: N801, it is used as a function
    """The condition that a column holds an id that a query finds: `is_in_rows(Proposal.id, query)`.

    PostgreSQL finds the ids first and then the rows by them; of `IN (SELECT …)` it would rather join the whole table.
    """

    type = Boolean()
    inherit_cache = True
    name = "is_in_rows"

    def __init__(self, column: InstrumentedAttribute[Any], query: Select[int] | CompoundSelect[int]) -> None:
        super().__init__(column, query.scalar_subquery())

    def self_group(self, against: Any = None) -> Any:
        """Return itself: SQLite needs no "= 1" after a condition."""
        return self


@compiles(is_in_rows)
def _in(element: Any, compiler: Any, **more: Any) -> str:
    column, query = element.clauses
    return f"{compiler.process(column, **more)} IN {compiler.process(query, **more)}"


@compiles(is_in_rows, "postgresql")
def _any(element: Any, compiler: Any, **more: Any) -> str:
    column, query = element.clauses
    return f"{compiler.process(column, **more)} = ANY(ARRAY{compiler.process(query, **more)})"


def first_of_each(
    query: Select[int], column: InstrumentedAttribute[Any] | Column[Any], places: Collection[Any], *, at_most: int
) -> Select[int]:
    """Return a query for the ids that a query finds in each place, the first of each, at most so many; in no order.

    `query` gives ids in an order that an index beginning with the column has.
    """
    if len(places) > MOST_WALKS:
        return query.where(column.in_(places))
    walks = [select(query.where(column == place).limit(at_most).subquery()) for place in places]
    return select(union_all(*walks).subquery()) if walks else select(literal(0)).where(false())


@dataclass(frozen=True)
class Stretch:
    """A part of a list with an order of its own: what is open, the first to close first, then what is over.

    Rows come by `column` and then by `number`, both upwards or both downwards; an index has them so.
    """

    condition: ColumnElement[bool]
    column: InstrumentedAttribute[Any]
    number: InstrumentedAttribute[int]
    is_downwards: bool = False

    def rows(self, query: Select[*Ts], after: int | None) -> Select[*Ts]:
        """Return a query for this part's rows in order, those that stand after the row with a number."""
        order = (self.column, self.number)
        found = query.where(self.condition).order_by(*((one.desc() for one in order) if self.is_downwards else order))
        if after is None:
            return found
        if self.column is self.number:  # the row itself may be gone
            return found.where(self.number < after if self.is_downwards else self.number > after)
        last = aliased(self.column.class_)
        value = select(getattr(last, self.column.key)).where(getattr(last, self.number.key) == after).scalar_subquery()
        there = tuple_(self.column, self.number)
        return found.where(there < tuple_(value, after) if self.is_downwards else there > tuple_(value, after))


@dataclass(frozen=True)
class Spot:
    """Where a list goes on: in which of its parts, and after which row; written in an address as `1~42`."""

    stretch: int = 0
    after: int | None = None

    def __str__(self) -> str:
        return f"{self.stretch}~{self.after or ''}"


BEGINNING = Spot()


def spot(typed: str, stretches: int) -> Spot:
    """Return the place in a list of so many parts that an address names; what names none is the list's beginning."""
    found = re.fullmatch(r"(\d)~(\d{0,9})", typed, re.ASCII)
    return (
        Spot(int(found[1]), int(found[2]) if found[2] else None) if found and int(found[1]) < stretches else BEGINNING
    )


COUNTED = 1000
"""Rows of each part of a list that are counted; of more it is said that there are more."""


def page_of(
    session: Session, query: Select[T, *Ts], stretches: Sequence[Stretch], at: Spot, *, at_most: int
) -> tuple[list[Row[T, *Ts]], Spot | None, int]:
    """Return a page of a list in parts, where the next one begins, or None at its end, and how many there are in all.

    In a statement for each part that the page reaches into, and one to count where there is more than a page.
    """
    found: list[Row[T, *Ts]] = []
    for number, stretch in enumerate(stretches):
        if number < at.stretch:
            continue
        after = at.after if number == at.stretch else None
        wanted = at_most - len(found)
        rows = session.execute(stretch.rows(query, after).limit(wanted + 1)).unique().all()
        found += rows[:wanted]
        if len(rows) > wanted:
            last = rows[wanted - 1] if wanted else None
            more = Spot(number, getattr(last[0], stretch.number.key) if last is not None else None)
            return found, more, _count(session, query, stretches)
    return found, None, len(found) if at == BEGINNING else _count(session, query, stretches)


def _count(session: Session, query: Select[T, *Ts], stretches: Sequence[Stretch]) -> int:
    narrowed = [] if query.whereclause is None else [query.whereclause]
    parts = [select(one.number).where(one.condition, *narrowed).limit(COUNTED + 1).subquery() for one in stretches]
    counts = [select(func.count()).select_from(part).scalar_subquery() for part in parts]
    return sum(session.execute(select(*counts)).one())


def _sorted(values: Iterable[enum.Enum]) -> Sequence[str]:
    return sorted(str(one.value) for one in values)


def begins(session: Session, column: InstrumentedAttribute[str], start: str) -> ColumnElement[bool]:
    """Return the condition that a text begins with some letters, as an index finds it, whatever order names have.

    On PostgreSQL the index is one with `text_pattern_ops`.
    """
    end = f"{start}\U0010ffff"
    if session.get_bind().dialect.name == "postgresql":
        return and_(column.op("~>=~", is_comparison=True)(start), column.op("~<~", is_comparison=True)(end))
    return and_(column >= start, column < end)
