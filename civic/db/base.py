"""Column types and naming that every table shares."""

import enum
from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from sqlalchemy import CheckConstraint, Constraint, DateTime, Dialect, Enum, MetaData, Table, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, mapped_column

ZONE = ZoneInfo("Europe/Copenhagen")
"""Danish local time; every deadline is a Danish day."""


class Instant(TypeDecorator[datetime]):
    """A moment in UTC; a naive datetime is refused, for it has no meaning."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC, for the database."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as UTC-aware."""
        if value is None or value.tzinfo is not None:
            return value if value is None else value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class OpenEnum(enum.Enum):
    """An enum that grows with every room: its columns carry no check, for a new member would change a dozen tables."""


class Precision(enum.Enum):
    """How exactly a date is known; a quarter is never shown as a day."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


def _of_column(constraint: Constraint, table: Table) -> str:
    """Return the column an enum's check belongs to: one table may hold the same enum twice."""
    columns = list(constraint.columns) if isinstance(constraint, CheckConstraint) else []
    return f"{columns[0].name}_" if columns else ""


class Base(DeclarativeBase):
    """The base of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "of_column": _of_column,
            "ck": "ck_%(table_name)s_%(of_column)s%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012
        str: Text,
        datetime: Instant,
        enum.Enum: Enum(enum.Enum, native_enum=False, create_constraint=True, length=40, values_callable=_values),
        OpenEnum: Enum(enum.Enum, native_enum=False, create_constraint=False, length=40, values_callable=_values),
    }


Id = Annotated[int, mapped_column(primary_key=True)]


def end_of_day(day: date) -> datetime:
    """Return the exclusive instant, in UTC, at which the local day ends; 23.59.59 is still in time."""
    following = datetime(day.year, day.month, day.day, tzinfo=ZONE) + timedelta(days=1)
    return following.astimezone(UTC)


def last_day(closes_at: datetime) -> date:
    """Return the last local day that is wholly before the exclusive instant `closes_at`."""
    return (closes_at - timedelta(microseconds=1)).astimezone(ZONE).date()
