"""A vote: what is asked and by which rule, what can be chosen, who may vote, and one vote for each place on the roll.

Roll, votes and count stay apart: the roll says who may vote and whether they have, a vote says what somebody marked,
and the count (`civic.tally`) knows neither. Who can see whose vote (secrecy) and how it is counted (method) are two
things.
"""

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.draws.repeat import digest, seed_of
from civic.people.models import Person
from civic.processes.models import Process
from civic.tally.terms import Marking, Method, Spending, Terms, TieRule

KRONE = 100
"""By how many øre each voter's part of a sum is raised at a time (`tally.budget.shares`)."""


class Secrecy(enum.Enum):
    """Who can see what each person votes."""

    OPEN = "open"
    """Everybody, by name, when it has closed."""
    CONFIDENTIAL = "confidential"
    """Nobody who uses the site; whoever runs it could."""


class BallotState(enum.Enum):
    """Where a ballot is; its closing time closes it, or a person before."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Option(NamedTuple):
    """What one can choose, in a line what it means, and of a budget what it costs, in øre."""

    text: str
    about: str = ""
    cost: int | None = None


@dataclass(frozen=True)
class Rule:
    """By which rule a vote is held: who sees what, how one votes, and what happens when it is over."""

    secrecy: Secrecy
    method: Method = Method.ONE
    winners: int = 1
    most: int = 1
    sum: int | None = None
    spending: Spending | None = None
    marking: Marking | None = None
    tie: TieRule = TieRule.NEW_VOTE
    quorum: int = 0
    is_shuffled: bool = False
    waits_for_person: bool = False


class Ballot(Base):
    """A question put to those on its roll; always advisory, the council decides."""

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint("winners > 0 AND most > 0", name="counts"),
        CheckConstraint("(method = 'budget') = (sum IS NOT NULL)", name="sum"),
        CheckConstraint("sum IS NULL OR (sum > 0 AND spending IS NOT NULL AND marking IS NOT NULL)", name="spent"),
        CheckConstraint("quorum BETWEEN 0 AND 100", name="quorum"),
        CheckConstraint("tie <> 'falls' OR method = 'yes_no'", name="tie"),
        CheckConstraint("(state = 'draft') = (frozen IS NULL)", name="frozen"),
        CheckConstraint("draw_words = '' OR draw_secret <> ''", name="draw"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    question: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    secrecy: Mapped[Secrecy]
    method: Mapped[Method] = mapped_column(default=Method.ONE)
    winners: Mapped[int] = mapped_column(default=1)
    """How many are chosen; in a budget as many as there is money for."""
    most: Mapped[int] = mapped_column(default=1)
    """How many options one may mark, or how many points one has."""
    sum: Mapped[int | None] = mapped_column(BigInteger)
    """What there is to give, in øre."""
    spending: Mapped[Spending | None]
    marking: Mapped[Marking | None]
    tie: Mapped[TieRule] = mapped_column(default=TieRule.NEW_VOTE)
    quorum: Mapped[int] = mapped_column(default=0)
    """How many per cent of the roll have to vote for the result to count."""
    is_shuffled: Mapped[bool] = mapped_column(default=False)
    """Whether each voter sees the options in an order of their own, so that the first has no advantage."""
    waits_for_person: Mapped[bool] = mapped_column(default=False)
    """Whether the result is shown when a person publishes it, and not as soon as the vote has closed."""
    state: Mapped[BallotState] = mapped_column(default=BallotState.DRAFT)
    opened_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    frozen: Mapped[Mapping[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    """Everything that decides the result, as it was when it opened."""
    frozen_sha256: Mapped[str] = mapped_column(default="")
    draw_commitment: Mapped[str] = mapped_column(default="")
    """The hash of the secret that a draw among level options is drawn with, published when it opened."""
    draw_secret: Mapped[str] = mapped_column(default="")
    """Told when it is drawn, and to nobody before."""
    draw_source: Mapped[str] = mapped_column(default="")
    """Where the public words of a draw come from, said before anybody knows them."""
    draw_on: Mapped[date | None]
    """The day on which those words are known: after the vote has closed."""
    draw_words: Mapped[str] = mapped_column(default="")

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    options: Mapped[list["BallotOption"]] = relationship(
        back_populates="ballot", order_by="BallotOption.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    def state_at(self, now: datetime) -> BallotState:
        """Return the state the clock says."""
        if self.state is BallotState.OPEN and self.closes_at is not None and now >= self.closes_at:
            return BallotState.CLOSED
        return self.state

    @property
    def terms(self) -> Terms:
        """Return by what it is counted."""
        return Terms(
            self.method,
            tuple(one.position for one in self.options),
            winners=self.winners,
            most=self.most,
            tie=self.tie,
            costs={one.position: one.cost for one in self.options if one.cost is not None} if self.sum else {},
            sum=self.sum or 0,
            spending=self.spending or Spending.GREEDY,
            marking=self.marking or Marking.APPROVAL,
            unit=KRONE,
        )

    @property
    def draw_seed(self) -> str | None:
        """Return what level options are drawn with, once the public words are known."""
        if not self.draw_words:
            return None
        return seed_of(self.draw_secret, self.draw_words)

    @property
    def is_as_frozen(self) -> bool:
        """Return whether everything that decides the result is what it was when it opened."""
        if not self.frozen:
            return True  # a draft, or opened before anything was written down
        now = decides(self, self.frozen["roll"])
        return self.frozen_sha256 == digest_of(self.frozen) == digest_of(now)


class BallotOption(Base):
    """One answer one can choose; its place in the order is the number it has on ballots and in files."""

    __tablename__ = "ballot_option"
    __table_args__ = (
        UniqueConstraint("ballot_id", "position"),
        CheckConstraint("cost IS NULL OR cost > 0", name="cost"),
    )

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    position: Mapped[int]
    text: Mapped[str]
    about: Mapped[str] = mapped_column(default="", server_default="")
    """What it means, in a line."""
    cost: Mapped[int | None] = mapped_column(BigInteger)
    """What it costs, in øre."""

    ballot: Mapped[Ballot] = relationship(back_populates="options", lazy="raise_on_sql")


def decides(ballot: Ballot, roll: Mapping[str, int]) -> dict[str, Any]:
    """Return everything that decides a ballot's result beside the votes, as JSON has it.

    `roll` is how many are on it by the circle they were put on it with; no names.
    """
    return {
        "question": ballot.question,
        "about": ballot.about,
        "secrecy": ballot.secrecy.value,
        "method": ballot.method.value,
        "winners": ballot.winners,
        "most": ballot.most,
        "sum": ballot.sum,
        "spending": ballot.spending.value if ballot.spending else None,
        "marking": ballot.marking.value if ballot.marking else None,
        "tie": ballot.tie.value,
        "quorum": ballot.quorum,
        "waits_for_person": ballot.waits_for_person,
        "draw": [ballot.draw_commitment, ballot.draw_source, ballot.draw_on.isoformat() if ballot.draw_on else ""],
        "options": [[one.position, one.text, one.about, one.cost] for one in ballot.options],
        "roll": dict(roll),
        "opened_at": ballot.opened_at.astimezone(UTC).isoformat() if ballot.opened_at else "",
        "closes_at": ballot.closes_at.astimezone(UTC).isoformat() if ballot.closes_at else "",
    }


def digest_of(said: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what decides a result, written with sorted names and without spaces (RFC 8785)."""
    written = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return digest(written)


def words_of(ballot: Ballot) -> list[str]:
    """Return what a ballot asks, by which rule, and what one can choose: what whoever changes or opens it has seen."""
    rule = (
        ballot.secrecy.value, ballot.method.value, ballot.winners, ballot.most, ballot.sum, ballot.spending,
        ballot.marking, ballot.tie.value, ballot.quorum, ballot.is_shuffled, ballot.waits_for_person,
    )  # fmt: skip
    said = (str(one.value if isinstance(one, enum.Enum) else one) for one in rule)
    return [ballot.question, ballot.about, *said, *(said_of(one) for one in ballot.options)]


def said_of(option: Option | BallotOption) -> str:
    """Return an option as one line, as it is written in a form: what it is, and after a bar what it means and costs."""
    cost = f"{option.cost // 100},{option.cost % 100:02}" if option.cost is not None else ""
    parts = [option.text, option.about, cost]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return " | ".join(parts)


class RollEntry(Base):
    """One person's place on the roll of who may vote."""

    __tablename__ = "roll_entry"
    __table_args__ = (UniqueConstraint("ballot_id", "person_id"),)

    id: Mapped[Id]
    ballot_id: Mapped[int] = mapped_column(ForeignKey("ballot.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    circle: Mapped[str] = mapped_column(default="", server_default="")
    """The group or council with which they were put on it, as it is called; nothing where it was by name."""

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
    lines: Mapped[str]
    """What is marked, as `tally.lines` writes it: options by their numbers; blank is nothing."""
    receipt: Mapped[str] = mapped_column(unique=True)
    """By which whoever voted asks whether it is counted; it says nothing of what is marked, and stays the same."""
    cast_at: Mapped[datetime]

    entry: Mapped[RollEntry] = relationship(back_populates="vote", lazy="raise_on_sql")
