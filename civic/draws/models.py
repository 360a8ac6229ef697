"""A draw by lot (lodtrækning): what is asked of whoever enters, who did, and each round that was drawn."""

import enum
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.groups.models import Group
from civic.people.models import Addressed
from civic.processes.models import Process

Asks = Sequence[tuple[str, Sequence[tuple[str, int, int]]]]
"""What is asked: each question with its answers, and the least and most seats of each."""


def written_feature(name: str, values: Sequence[tuple[str, int, int]]) -> str:
    """Return one question as it is written: Age: 18-29 2-4; 30-49 3-5."""
    return f"{name}: " + "; ".join(f"{called} {least}-{most}" for called, least, most in values)


class DrawState(enum.Enum):
    """How far a draw is."""

    PREPARED = "prepared"
    OPEN = "open"
    ENDED = "ended"
    """Its last day has passed; the pool is not frozen yet."""
    FROZEN = "frozen"
    DRAWN = "drawn"
    CALLED_OFF = "called_off"


class Draw(Base):
    """A number of persons to be chosen by lot, so that each quota is met and each chance is as even as can be."""

    __tablename__ = "draw"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("seats > 0", name="seats"),
        CheckConstraint("forgets_at > closes_at", name="forgets_at"),
        CheckConstraint("(state = 'called_off') = (called_off_because <> '')", name="called_off"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    title: Mapped[str]
    about: Mapped[str]
    seats: Mapped[int]
    state: Mapped[DrawState] = mapped_column(default=DrawState.PREPARED)
    closes_at: Mapped[datetime]
    forgets_at: Mapped[datetime]
    """When names, addresses and answers of all who entered are deleted; what was drawn stays, as numbers."""
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    """The group whose places it gives; empty for seats that are filled on the process's page."""
    called_off_because: Mapped[str] = mapped_column(default="", server_default="")
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    features: Mapped[list["Feature"]] = relationship(
        lazy="raise_on_sql", order_by="Feature.number", cascade="all, delete-orphan"
    )
    rounds: Mapped[list["Round"]] = relationship(lazy="raise_on_sql", order_by="Round.number", viewonly=True)

    @property
    def is_over(self) -> bool:
        """Return whether nothing is drawn in it any more: it was called off, or its answers are forgotten."""
        return self.state is DrawState.CALLED_OFF or self.forgotten_at is not None

    def state_at(self, now: datetime) -> DrawState:
        """Return the state the clock says: nobody enters after the last day."""
        return DrawState.ENDED if self.state is DrawState.OPEN and now >= self.closes_at else self.state

    @property
    def asks(self) -> tuple[tuple[str, tuple[tuple[str, int, int], ...]], ...]:
        """Return what is asked, with the least and most seats of each answer: for whoever changes it."""
        return tuple((one.name, tuple((v.name, v.least, v.most) for v in one.values)) for one in self.features)

    @property
    def seen(self) -> tuple[object, ...]:
        """Return what somebody who changes it, or opens it, has seen."""
        return self.title, self.about, self.seats, self.closes_at, self.forgets_at, self.group_id, self.asks


class Feature(Base):
    """Something that everybody in the pool says of themselves, by choosing an answer: age, area, gender, tenure."""

    __tablename__ = "draw_feature"
    __table_args__ = (UniqueConstraint("draw_id", "number"), CheckConstraint("name <> ''", name="name"))

    id: Mapped[Id]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    number: Mapped[int]
    name: Mapped[str]

    values: Mapped[list["FeatureValue"]] = relationship(
        lazy="raise_on_sql", order_by="FeatureValue.number", cascade="all, delete-orphan"
    )


class FeatureValue(Base):
    """One answer to it, and how many of the seats those who give it have at least and at most: its quota."""

    __tablename__ = "draw_value"
    __table_args__ = (
        UniqueConstraint("feature_id", "number"),
        UniqueConstraint("feature_id", "id"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("0 <= least AND least <= most", name="quota"),
    )

    id: Mapped[Id]
    feature_id: Mapped[int] = mapped_column(ForeignKey("draw_feature.id"))
    number: Mapped[int]
    name: Mapped[str]
    least: Mapped[int]
    most: Mapped[int]


class EntrantState(enum.Enum):
    """How somebody stands in a draw."""

    UNCONFIRMED = "unconfirmed"
    IN_POOL = "in_pool"
    DRAWN = "drawn"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LEFT = "left"


class Entrant(Addressed, Base):
    """Somebody who entered the pool, with or without an account; the public knows a number and the answers.

    The number is given at random when the pool is frozen, so that it tells nothing of who entered when.
    """

    __tablename__ = "entrant"
    __table_args__ = (
        some_rows("uq_entrant_mailbox", "draw_id", "mailbox", condition="mailbox <> ''", unique=True),
        some_rows("uq_entrant_number", "draw_id", "number", condition="number IS NOT NULL", unique=True),
        Index("ix_entrant_draw_id", "draw_id", "id"),
        some_rows("ix_entrant_unconfirmed", "entered_at", condition="confirmed_at IS NULL"),
        CheckConstraint("number IS NULL OR confirmed_at IS NOT NULL", name="confirmed"),
        CheckConstraint("round_id IS NULL OR number IS NOT NULL", name="numbered"),
        CheckConstraint("(answered_at IS NULL) = (is_coming IS NULL)", name="answer"),
        CheckConstraint("answered_at IS NULL OR round_id IS NOT NULL", name="answers_when_drawn"),
    )

    id: Mapped[Id]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    mailbox: Mapped[str]
    """The address as everybody's mail to it ends in one mailbox: nobody is in a pool twice by a plus."""
    language: Mapped[str] = mapped_column(default="da")
    token: Mapped[str] = mapped_column(unique=True)
    """What the mails lead to it with: whoever has it sees, answers for, and takes back, this one."""
    number: Mapped[int | None]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("draw_round.id"), index=True)
    """In which round it was drawn."""
    entered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    is_coming: Mapped[bool | None]
    """What the drawn answered."""
    struck_because: Mapped[str] = mapped_column(default="", server_default="")
    """Why it was taken out of the pool by those who arrange the draw."""

    draw: Mapped[Draw] = relationship(lazy="raise_on_sql")
    round: Mapped["Round | None"] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["EntrantAnswer"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def keeps_seat(self) -> bool:
        """Return whether somebody who was drawn still has the seat: who has not answered yet has."""
        return self.left_at is None and self.is_coming is not False

    def may_be_declined_for_at(self, now: datetime) -> bool:
        """Return whether somebody who was drawn has let the last day for an answer go by."""
        by = self.round.answers_by if self.round is not None else None
        return self.state_at(now) is EntrantState.DRAWN and (by is None or now >= by)

    def state_at(self, now: datetime) -> EntrantState:
        """Return how the person stands."""
        if self.left_at is not None:
            return EntrantState.LEFT
        if self.confirmed_at is None:
            return EntrantState.UNCONFIRMED
        if self.round_id is None:
            return EntrantState.IN_POOL
        if self.is_coming is None:
            return EntrantState.DRAWN
        return EntrantState.ACCEPTED if self.is_coming else EntrantState.DECLINED


class EntrantAnswer(Base):
    """What somebody answered of themselves to one question."""

    __tablename__ = "entrant_answer"
    __table_args__ = (
        UniqueConstraint("entrant_id", "feature_id"),
        ForeignKeyConstraint(["feature_id", "value_id"], ["draw_value.feature_id", "draw_value.id"]),
    )

    id: Mapped[Id]
    entrant_id: Mapped[int] = mapped_column(ForeignKey("entrant.id", ondelete="CASCADE"))
    feature_id: Mapped[int]
    value_id: Mapped[int]


class RoundState(enum.Enum):
    """How far a round is."""

    WAITING = "waiting"
    READY = "ready"
    IMPOSSIBLE = "impossible"
    GIVEN_UP = "given_up"
    """It was begun so often, and came to no end, that it is not begun again."""
    DRAWN = "drawn"


WITHOUT_PANELS = frozenset({RoundState.IMPOSSIBLE, RoundState.GIVEN_UP})
"""How a round stands that found no panels: its quotas may be changed."""
MOST_TRIES = 5
"""How often a round is begun to be worked out before it is given up."""


class Round(Base):
    """One round of a draw: the first, or one for replacements. What it is drawn from is fixed before its seed is known.

    `public_source` says what the public words will be, before anybody knows them: the lottery numbers of a day, say.
    `terms` are the pool and quotas as everybody can read them, `portfolio` the panels that may be drawn, each with its
    weight in a million. The seed is the hash of `secret`, whose hash (`commitment`) was published before, and of
    `public_words`.
    """

    __tablename__ = "draw_round"
    __table_args__ = (
        UniqueConstraint("draw_id", "number"),
        CheckConstraint("state <> 'drawn' OR public_words <> ''", name="drawn_in_public"),
        some_rows("ix_draw_round_waiting", "id", condition="state = 'waiting'"),
    )

    id: Mapped[Id]
    draw_id: Mapped[int] = mapped_column(ForeignKey("draw.id"))
    number: Mapped[int]
    state: Mapped[RoundState] = mapped_column(default=RoundState.WAITING)
    seats: Mapped[int]
    commitment: Mapped[str]
    secret: Mapped[str]
    """Told when it is drawn, and to nobody before."""
    public_source: Mapped[str]
    public_on: Mapped[date]
    """The day on which those are drawn: nothing is drawn with them before."""
    public_words: Mapped[str] = mapped_column(default="")
    terms: Mapped[Mapping[str, Any]] = mapped_column(JSON)
    portfolio: Mapped[list[Any]] = mapped_column(JSON, default=list)
    faults: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Which quotas cannot be met: what they are of, and how many seats they lack or have too many."""
    drawn: Mapped[list[int]] = mapped_column(JSON, default=list)
    """The numbers of those who were drawn; they stay when all else is deleted."""
    done: Mapped[int] = mapped_column(default=0)
    """How much of the work is done, in hundredths."""
    tries: Mapped[int] = mapped_column(default=0, server_default="0")
    is_best: Mapped[bool] = mapped_column(default=True, server_default=true())
    """Whether there was time to make the chances as even as they can be."""
    made_at: Mapped[datetime]
    drawn_at: Mapped[datetime | None]
    answers_by: Mapped[datetime | None]
    """Until when who is drawn is asked to answer; afterwards a case officer may enter a no for who has not."""

    draw: Mapped[Draw] = relationship(lazy="raise_on_sql", overlaps="rounds")

    @property
    def is_waiting(self) -> bool:
        """Return whether its panels are being worked out."""
        return self.state is RoundState.WAITING

    @property
    def is_given_up(self) -> bool:
        """Return whether it came to no end so often that it is not begun again."""
        return self.state is RoundState.GIVEN_UP

    @property
    def is_impossible(self) -> bool:
        """Return whether no panel meets the quotas."""
        return self.state is RoundState.IMPOSSIBLE

    @property
    def is_drawn(self) -> bool:
        """Return whether it has been drawn."""
        return self.state is RoundState.DRAWN
