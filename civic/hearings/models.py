"""A hearing, the parties that are asked, and the way each of them goes to its answer."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.areas.models import Topic
from civic.bodies.models import Body
from civic.db.base import Base, Id
from civic.db.finding import among, some_rows
from civic.processes.models import Process
from civic.reports.models import SectionText, Version


class HearingState(enum.Enum):
    """Where a hearing is; the deadline closes it, not a click."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    READY = "ready"
    CONCLUDED = "concluded"


IN_WORK = frozenset({HearingState.OPEN, HearingState.CLOSED, HearingState.READY})
"""In which it is answered and treated."""


class Stage(enum.Enum):
    """How far a hearing is for whoever looks for one."""

    OPEN = "open"
    TREATED = "treated"
    CONCLUDED = "concluded"


class Audience(enum.Enum):
    """Who may answer."""

    PARTIES = "parties"
    EVERYONE = "everyone"
    BOTH = "both"


class Moderation(enum.Enum):
    """Whether a person releases each answer, or it is shown as soon as it has passed the gate."""

    BEFORE = "before"
    AFTER = "after"


class PartyState(enum.Enum):
    """How far a party is on its way; silence is told by the clock (`is_silent_at`)."""

    PREPARED = "prepared"
    INVITED = "invited"
    RECEIVED = "received"
    ON_AGENDA = "on_agenda"
    DRAFTING = "drafting"
    ADOPTING = "adopting"
    ADOPTED = "adopted"
    SUBMITTED = "submitted"


class Stance(enum.Enum):
    """What a response says as a whole."""

    REMARKS = "remarks"
    NO_REMARKS = "no_remarks"
    NOTED = "noted"
    STATEMENT = "statement"


SAYS_IT_ITSELF = frozenset({Stance.NO_REMARKS, Stance.NOTED})
"""What needs no words beside it, and nothing done about it."""


class Hearing(Base):
    """A version of a report put to parties, to everybody or to both, open until a deadline."""

    __tablename__ = "hearing"
    __table_args__ = (
        Index("ix_hearing_closes_at", "closes_at", "id"),
        some_rows("ix_hearing_in_work", "process_id", "id", condition=among("state", IN_WORK)),
        some_rows("ix_hearing_open", "closes_at", condition=among("state", {HearingState.OPEN})),
        some_rows("ix_hearing_addresses", "concluded_at", condition="addresses_gone_at IS NULL"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    title: Mapped[str]
    asks: Mapped[str] = mapped_column(default="", server_default="")
    """What everybody is asked, as the heading of its page; empty where the title heads it."""
    what_is_proposed: Mapped[str]
    what_it_means: Mapped[str]
    what_can_change: Mapped[str]
    state: Mapped[HearingState] = mapped_column(default=HearingState.DRAFT)
    audience: Mapped[Audience] = mapped_column(default=Audience.PARTIES)
    moderation: Mapped[Moderation] = mapped_column(default=Moderation.AFTER)
    allows_protected_names: Mapped[bool] = mapped_column(default=False)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(default="Europe/Copenhagen")
    short_deadline_reason: Mapped[str | None]
    left_out_reason: Mapped[str | None]
    """Why a body the law or an agreement wants heard is not; said in public."""
    ready_at: Mapped[datetime | None]
    concluded_at: Mapped[datetime | None]
    addresses_gone_at: Mapped[datetime | None]
    """When it was forgotten where those who answered without an account could be written to."""
    is_example: Mapped[bool] = mapped_column(default=False)

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")
    parties: Mapped[list["HearingParty"]] = relationship(
        back_populates="hearing", order_by="HearingParty.id", lazy="raise_on_sql"
    )
    topics: Mapped[list[Topic]] = relationship(
        secondary="topic_of",
        primaryjoin="and_(Hearing.id == TopicOf.thing_id, TopicOf.kind == 'hearing')",
        secondaryjoin="TopicOf.topic_id == Topic.id",
        viewonly=True,
        lazy="raise_on_sql",
    )
    questions: Mapped[list["Question"]] = relationship(order_by="Question.number", lazy="raise_on_sql")
    deadline_changes: Mapped[list["DeadlineChange"]] = relationship(order_by="DeadlineChange.id", lazy="raise_on_sql")

    def state_at(self, now: datetime) -> HearingState:
        """Return the state the clock says; the deadline closes, not a click."""
        if self.state is HearingState.OPEN and self.is_over_at(now):
            return HearingState.CLOSED
        return self.state

    def is_over_at(self, now: datetime) -> bool:
        """Return whether the deadline has passed: 23.59.59 on the last day is still in time."""
        return self.closes_at is not None and now >= self.closes_at

    @property
    def is_concluded(self) -> bool:
        """Return whether its note is published."""
        return self.state is HearingState.CONCLUDED

    @property
    def is_for_everyone(self) -> bool:
        """Return whether residents and organisations may answer."""
        return self.audience is not Audience.PARTIES


class Question(Base):
    """One question the hearing asks."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("hearing_id", "number"),)

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"))
    number: Mapped[int]
    text: Mapped[str]


class DeadlineChange(Base):
    """A deadline moved (fristforlængelse): from when, to when, why, by whom."""

    __tablename__ = "deadline_change"

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    before: Mapped[datetime]
    after: Mapped[datetime]
    reason: Mapped[str]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)


class HearingParty(Base):
    """A body that is asked in a hearing (høringspart), and how far it has come, each step with its time."""

    __tablename__ = "hearing_party"
    __table_args__ = (UniqueConstraint("hearing_id", "body_id"),)

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    """The version just this party was asked about."""
    state: Mapped[PartyState] = mapped_column(default=PartyState.INVITED)
    draft: Mapped[str] = mapped_column(default="")
    edit: Mapped[int] = mapped_column(default=0)
    stance: Mapped[Stance | None]
    """What the council will say as a whole, as it was put to adoption."""
    offer: Mapped[str] = mapped_column(default="")
    """What it offers to take part in from now on, if it does, as it was put to adoption."""
    presented_on: Mapped[date | None]
    agenda_on: Mapped[date | None]
    invited_at: Mapped[datetime | None]
    received_at: Mapped[datetime | None]
    drafted_at: Mapped[datetime | None]
    adopting_at: Mapped[datetime | None]
    adopted_at: Mapped[datetime | None]
    adopted_on: Mapped[date | None]
    submitted_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    hearing: Mapped[Hearing] = relationship(back_populates="parties", lazy="raise_on_sql")
    body: Mapped[Body] = relationship(lazy="raise_on_sql")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")
    points: Mapped[list["DraftPoint"]] = relationship(order_by="DraftPoint.number", lazy="raise_on_sql")

    @property
    def process_id(self) -> int:
        """Return the process the hearing is in."""
        return self.hearing.process_id

    @property
    def drafted(self) -> tuple[str, ...]:
        """Return all words of its draft, for whoever decides on just these."""
        return (self.draft, *(f"{one.section_text_id} {one.quote} {one.text}" for one in self.points))

    @property
    def decided(self) -> tuple[str, ...]:
        """Return all that was put to adoption."""
        return (self.stance.value if self.stance else "", self.offer, *self.drafted)

    def state_at(self, now: datetime) -> PartyState:
        """Return how far the party is: nothing before the hearing opens."""
        return PartyState.PREPARED if self.hearing.state is HearingState.DRAFT else self.state

    def is_silent_at(self, now: datetime) -> bool:
        """Return whether the deadline has passed and the party has not answered."""
        return self.state is not PartyState.SUBMITTED and self.hearing.is_over_at(now)


class DraftPoint(Base):
    """One thing a council's draft says about a section, or about words marked in it."""

    __tablename__ = "draft_point"
    __table_args__ = (UniqueConstraint("party_id", "number"),)

    id: Mapped[Id]
    party_id: Mapped[int] = mapped_column(ForeignKey("hearing_party.id"))
    number: Mapped[int]
    section_text_id: Mapped[int] = mapped_column(ForeignKey("section_text.id"), index=True)
    quote: Mapped[str]
    text: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    section_text: Mapped[SectionText] = relationship(lazy="raise_on_sql")
