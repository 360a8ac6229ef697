"""A goal of a thing, its indicators with baseline and target, and their measurements."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.kernel.trace import Kind

Value = Numeric(14, 2)


class Goal(Base):
    """What is to be reached, and when that is well: a goal (mål) with its success criterion (succeskriterium)."""

    __tablename__ = "goal"
    __table_args__ = (
        Index("ix_goal_kind_thing_id", "kind", "thing_id", "id"),
        CheckConstraint("text <> ''", name="text"),
    )

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    """Which thing it is a goal of: an effort of a plan, an application."""
    text: Mapped[str]
    criterion: Mapped[str] = mapped_column(default="")
    """When it is reached, in words."""

    indicators: Mapped[list["Indicator"]] = relationship(
        back_populates="goal", order_by="Indicator.id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class Indicator(Base):
    """How one sees whether a goal is reached: what is counted, where it began, and what it is to become."""

    __tablename__ = "indicator"
    __table_args__ = (CheckConstraint("text <> ''", name="text"),)

    id: Mapped[Id]
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"), index=True)
    text: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    """What the numbers are in: per cent, persons, points; empty where they are just counted."""
    baseline: Mapped[Decimal | None] = mapped_column(Value)
    target: Mapped[Decimal | None] = mapped_column(Value)
    due_on: Mapped[date | None]
    """The day by which the target is to be reached."""

    goal: Mapped[Goal] = relationship(back_populates="indicators", lazy="raise_on_sql")
    measurements: Mapped[list["Measurement"]] = relationship(
        back_populates="indicator", order_by="Measurement.measured_on, Measurement.id", lazy="raise_on_sql"
    )

    @property
    def newest(self) -> "Measurement | None":
        """Return what was measured last."""
        return self.measurements[-1] if self.measurements else None


class Measurement(Base):
    """What an indicator was on a day, and from where that is known."""

    __tablename__ = "measurement"

    id: Mapped[Id]
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    measured_on: Mapped[date]
    measured: Mapped[Decimal] = mapped_column(Value)
    source: Mapped[str] = mapped_column(default="")
    entered_at: Mapped[datetime]

    indicator: Mapped[Indicator] = relationship(back_populates="measurements", lazy="raise_on_sql")


def indicators_of(goals: Sequence[Goal]) -> list[Indicator]:
    """Return all indicators of goals, in order."""
    return [one for goal in goals for one in goal.indicators]
