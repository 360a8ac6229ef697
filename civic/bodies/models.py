"""Councils, committees and advisory councils (råd): who sits in them, when they meet, what they are heard about."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.areas.models import Topic
from civic.bodies.sittings import Papers
from civic.db.base import Base, Id
from civic.people.models import OFFICIAL_NAMES


class BodyKind(enum.Enum):
    """What kind of body: who decides, who prepares, who is heard."""

    COUNCIL = "council"
    FINANCE_COMMITTEE = "finance_committee"
    STANDING_COMMITTEE = "standing_committee"
    ADVISORY_COUNCIL = "advisory_council"


class Entitlement(enum.Enum):
    """Why a body is heard: the law says so, an agreement says so, or it is asked."""

    STATUTORY = "statutory"
    AGREED = "agreed"
    OPEN = "open"


class Body(Base):
    """A council, committee or advisory council (råd) of an organisation; its name may hold for a time only."""

    __tablename__ = "body"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="", server_default="")
    """What it does, decides or advises on: for whoever does not know it."""
    kind: Mapped[BodyKind]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    """The first and the last day on which it has this name, where they are known."""
    by_year: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether just the years are known: »(2017-2025)« in a record says no day."""
    topic_id: Mapped[int | None] = mapped_column(ForeignKey("topic.id"), index=True)
    """What it is to be heard about (retssikkerhedsloven 30 and 37 a, integrationsloven 42, and local agreements)."""
    entitlement: Mapped[Entitlement] = mapped_column(default=Entitlement.OPEN)
    paper_days: Mapped[int] = mapped_column(default=0, server_default="0")
    counts_weekdays: Mapped[bool] = mapped_column(default=False, server_default=false())
    """How many days before a meeting its papers are out, and whether only hverdage count."""

    topic: Mapped[Topic | None] = relationship(lazy="joined")
    earlier_names: Mapped[list["BodyName"]] = relationship(order_by="BodyName.valid_to", lazy="raise_on_sql")

    @property
    def papers(self) -> Papers:
        """Return when the papers for its meetings are out."""
        return Papers(self.paper_days, self.counts_weekdays)

    @property
    def told(self) -> tuple[object, ...]:
        """Return what is told of it, for whoever changes just that."""
        return (self.name, self.valid_from, self.valid_to, self.by_year, self.topic_id, self.entitlement)

    def holds_on(self, on: date) -> bool:
        """Return whether the body was there under this name on a day; where no end is known it is."""
        return self.valid_to is None or on <= self.valid_to

    def named_on(self, on: date) -> "Body | BodyName":
        """Return what has the name that was in force on a day, with its days: an earlier name, else the body itself."""
        return next((one for one in self.earlier_names if one.was_on(on)), self)


class BodyName(Base):
    """A name that a body had before."""

    __tablename__ = "body_name"
    __table_args__ = (
        UniqueConstraint("body_id", "valid_to"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("valid_from IS NULL OR valid_from <= valid_to", name="days"),
    )

    id: Mapped[Id]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    name: Mapped[str]
    valid_from: Mapped[date | None]
    """The first day, where it is known."""
    valid_to: Mapped[date]
    by_year: Mapped[bool] = mapped_column(default=False)

    def was_on(self, on: date) -> bool:
        """Return whether the body had the name on a day."""
        return (self.valid_from is None or self.valid_from <= on) and on <= self.valid_to


class PartyLetter(Base):
    """Which party or list a letter stood for, from a day on: letters are used again for others."""

    __tablename__ = "party_letter"
    __table_args__ = (
        UniqueConstraint("organisation_id", "letter", "valid_from"),
        CheckConstraint("letter <> '' AND name <> ''", name="named"),
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="days"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    letter: Mapped[str]
    name: Mapped[str]
    """What the party was called."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The first and the last day on which the letter is known to have been the party's."""

    def was_on(self, on: date) -> bool:
        """Return whether the letter stood for the party on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


OFFICIAL_NAMES.extend((Body.name, BodyName.name))


class Sitting(Base):
    """A day on which a body meets, as its secretary has entered it."""

    __tablename__ = "sitting"
    __table_args__ = (UniqueConstraint("body_id", "on"),)

    id: Mapped[Id]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    on: Mapped[date]


class ItemState(enum.Enum):
    """How far an item of a body's minutes is."""

    DRAFT = "draft"
    PUBLISHED = "published"


class SittingItem(Base):
    """An item of a body's minutes that is no case here: published by itself, and from then on only added to.

    Of one that is closed (lukket punkt) its number and its neutral title are public, and nothing else.
    Source: styrelsesloven § 10 and § 13: doors are closed item by item; minutes are published as far as rules on
    secrecy allow.
    """

    __tablename__ = "sitting_item"
    __table_args__ = (
        UniqueConstraint("body_id", "held_on", "number"),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("NOT is_closed OR (neutral_title <> '' AND closed_because <> '')", name="closed"),
        CheckConstraint("(state = 'published') = (published_at IS NOT NULL)", name="published"),
    )

    id: Mapped[Id]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    held_on: Mapped[date]
    number: Mapped[int]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    """What was decided, or said of it, in the words of the minutes."""
    is_closed: Mapped[bool] = mapped_column(default=False)
    neutral_title: Mapped[str] = mapped_column(default="")
    closed_because: Mapped[str] = mapped_column(default="")
    """The concrete ground; for those who keep the minutes."""
    state: Mapped[ItemState] = mapped_column(default=ItemState.DRAFT)
    published_at: Mapped[datetime | None]

    body: Mapped[Body] = relationship(lazy="raise_on_sql")

    @property
    def called(self) -> str:
        """Return what everybody may call it."""
        return self.neutral_title if self.is_closed else self.title

    @property
    def told(self) -> tuple[object, ...]:
        """Return what is written of it, for whoever changes just that."""
        return (self.number, self.title, self.text)

    def state_at(self, now: datetime) -> ItemState:
        """Return how far it is."""
        return self.state


class Part(enum.Enum):
    """What somebody is in a body, in the order in which they are named."""

    CHAIR = "chair"
    DEPUTY = "deputy"
    MEMBER = "member"
    SUBSTITUTE = "substitute"


class BodyMember(Base):
    """Somebody who sits in a body, from one day to another; public, as who decides and who is heard is.

    It says who sat there and gives no right here: a role does that (`RoleAssignment`).
    """

    __tablename__ = "body_member"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="days"),
    )

    id: Mapped[Id]
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    part: Mapped[Part] = mapped_column(default=Part.MEMBER)
    name: Mapped[str]
    party: Mapped[str] = mapped_column(default="")
    """The letter or the list the person stood for at the time."""
    sent_by: Mapped[str] = mapped_column(default="")
    """Who chose the person to sit there, where that is an organisation."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    """The first and the last day; empty where no source gives it, the last also while it goes on."""
    is_invented: Mapped[bool] = mapped_column(default=False)

    def sits_on(self, on: date) -> bool:
        """Return whether the person sat there on a day; where no day is known it is taken that they did."""
        return (self.starts_on is None or self.starts_on <= on) and (self.ends_on is None or on <= self.ends_on)
