"""A ballot, its options, its roll, and one vote for each entry on the roll."""

import enum
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.people.models import Person
from civic.processes.models import Process


class Mode(enum.Enum):
    """Who can see what each person votes once the ballot has closed."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"


class BallotState(enum.Enum):
    """Where a ballot is; its closing time closes it, or a person before."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Option(NamedTuple):
    """What one can choose, and in a line what it means."""

    text: str
    about: str = ""


class Ballot(Base):
    """A question put to those on its roll; always advisory, the council decides."""

    __tablename__ = "ballot"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    question: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    mode: Mapped[Mode]
    state: Mapped[BallotState] = mapped_column(default=BallotState.DRAFT)
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    options: Mapped[list["BallotOption"]] = relationship(
        back_populates="ballot", order_by="BallotOption.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    def state_at(self, now: datetime) -> BallotState:
        """Return the state the clock says."""
        if self.state is BallotState.OPEN and self.closes_at is not None and now >= self.closes_at:
            return BallotState.CLOSED
        return self.state


class BallotOption(Base):
    """One answer one can choose."""

    __tablename__ = "ballot_option"
    __table_args__ = (UniqueConstraint("ballot_id", "position"),)

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    position: Mapped[int]
    text: Mapped[str]
    about: Mapped[str] = mapped_column(default="", server_default="")
    """What it means, in a line."""

    ballot: Mapped[Ballot] = relationship(back_populates="options", lazy="raise_on_sql")


def words_of(ballot: Ballot) -> list[str]:
    """Return what a ballot asks, in which way, and what one can choose."""
    return [ballot.question, ballot.about, ballot.mode.value, *(said_of(one) for one in ballot.options)]


def said_of(option: Option | BallotOption) -> str:
    """Return an option as one line, as it is written in a form: what it is, and after a bar what it means."""
    return f"{option.text} | {option.about}" if option.about else option.text


class RollEntry(Base):
    """One person's place on the roll of who may vote."""

    __tablename__ = "roll_entry"
    __table_args__ = (UniqueConstraint("ballot_id", "person_id"),)

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)

    ballot: Mapped[Ballot] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    vote: Mapped["Vote | None"] = relationship(back_populates="entry", lazy="raise_on_sql")

    def state_at(self, now: datetime) -> BallotState:
        """Return the ballot's state: a place on the roll is used while the ballot is open."""
        return self.ballot.state_at(now)


class Vote(Base):
    """The one vote of a place on the roll; it can be changed until the ballot closes."""

    __tablename__ = "vote"

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entry.id"), unique=True)
    option_id: Mapped[int] = mapped_column(ForeignKey("ballot_option.id"), index=True)
    cast_at: Mapped[datetime]

    entry: Mapped[RollEntry] = relationship(back_populates="vote", lazy="raise_on_sql")
    option: Mapped[BallotOption] = relationship(lazy="raise_on_sql")
