"""A hearing, its parties, their responses, and the remarks each response is split into."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.dialogue.models import CHANGES_TEXT, Outcome
from civic.people.models import Body
from civic.processes.models import Process
from civic.reports.models import SectionText, Version


class HearingState(enum.Enum):
    """Where a hearing is; the deadline closes it, not a click."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"
    CONCLUDED = "concluded"


class PartyState(enum.Enum):
    """How far a party is; silence is shown as silence."""

    PREPARED = "prepared"
    INVITED = "invited"
    DRAFTING = "drafting"
    HELD = "held"
    SUBMITTED = "submitted"
    SILENT = "silent"
    TREATED = "treated"


class Medium(enum.Enum):
    """How a response was given."""

    WRITTEN = "written"
    ORAL = "oral"


class Stance(enum.Enum):
    """What a response says as a whole."""

    REMARKS = "remarks"
    NO_REMARKS = "no_remarks"
    NOTED = "noted"
    STATEMENT = "statement"


class RemarkState(enum.Enum):
    """Whether a remark has its answer, and the answer its change."""

    UNTREATED = "untreated"
    CHANGE_MISSING = "change_missing"
    TREATED = "treated"


class Hearing(Base):
    """A version of a report put to one or more parties, open until a deadline."""

    __tablename__ = "hearing"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    title: Mapped[str]
    what_is_proposed: Mapped[str]
    what_it_means: Mapped[str]
    what_can_change: Mapped[str]
    state: Mapped[HearingState] = mapped_column(default=HearingState.DRAFT)
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    zone: Mapped[str] = mapped_column(default="Europe/Copenhagen")
    short_deadline_reason: Mapped[str | None]
    concluded_at: Mapped[datetime | None]
    is_example: Mapped[bool] = mapped_column(default=False)

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")
    parties: Mapped[list["HearingParty"]] = relationship(
        back_populates="hearing", order_by="HearingParty.id", lazy="raise_on_sql"
    )

    def state_at(self, now: datetime) -> HearingState:
        """Return the state the clock says; the deadline closes, not a click."""
        if self.state is HearingState.OPEN and self.closes_at is not None and now >= self.closes_at:
            return HearingState.CLOSED
        return self.state


class HearingParty(Base):
    """A council's own seat in a hearing (høringspart)."""

    __tablename__ = "hearing_party"
    __table_args__ = (UniqueConstraint("hearing_id", "body_id"),)

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    state: Mapped[PartyState] = mapped_column(default=PartyState.INVITED)
    draft: Mapped[str] = mapped_column(default="")
    presented_on: Mapped[date | None]

    hearing: Mapped[Hearing] = relationship(back_populates="parties", lazy="raise_on_sql")
    body: Mapped[Body] = relationship(lazy="raise_on_sql")
    response: Mapped["Response | None"] = relationship(back_populates="party", lazy="raise_on_sql")

    def state_at(self, now: datetime) -> PartyState:
        """Return how far the party is: nothing before the hearing opens, silent past the deadline."""
        hearing = self.hearing.state_at(now)
        if hearing is HearingState.DRAFT:
            return PartyState.PREPARED
        unanswered = self.state in {PartyState.INVITED, PartyState.DRAFTING}
        if unanswered and hearing in {HearingState.CLOSED, HearingState.CONCLUDED}:
            return PartyState.SILENT
        return self.state


class Response(Base):
    """A høringssvar: one party's answer, written, or oral and written down by the administration."""

    __tablename__ = "response"
    __table_args__ = (UniqueConstraint("hearing_id", "number"),)

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("hearing_party.id"), unique=True)
    number: Mapped[int]
    receipt: Mapped[str] = mapped_column(unique=True)
    medium: Mapped[Medium]
    stance: Mapped[Stance]
    text: Mapped[str]
    meeting_on: Mapped[date | None]
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_late: Mapped[bool]
    treatment: Mapped[str | None]
    release_reason: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)

    party: Mapped[HearingParty] = relationship(back_populates="response", lazy="raise_on_sql")
    remarks: Mapped[list["Remark"]] = relationship(
        back_populates="response", order_by="Remark.number", lazy="raise_on_sql"
    )


class Remark(Base):
    """One separable point of a response (bemærkning), with its outcome, reason and change."""

    __tablename__ = "remark"
    __table_args__ = (UniqueConstraint("response_id", "number"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    number: Mapped[int]
    text: Mapped[str]
    section_text_id: Mapped[int | None] = mapped_column(ForeignKey("section_text.id"), index=True)
    outcome: Mapped[Outcome | None]
    reason: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_for: Mapped[str | None]
    change_id: Mapped[int | None] = mapped_column(ForeignKey("section_text.id"), index=True)
    is_example: Mapped[bool] = mapped_column(default=False)

    response: Mapped[Response] = relationship(back_populates="remarks", lazy="raise_on_sql")
    section_text: Mapped[SectionText | None] = relationship(foreign_keys=[section_text_id], lazy="raise_on_sql")
    change: Mapped[SectionText | None] = relationship(foreign_keys=[change_id], lazy="raise_on_sql")

    def state_at(self, now: datetime) -> RemarkState:
        """Return how far the remark is; an accepted one misses its change until it is linked."""
        if self.outcome is None:
            return RemarkState.UNTREATED
        if self.outcome in CHANGES_TEXT and self.change_id is None:
            return RemarkState.CHANGE_MISSING
        return RemarkState.TREATED
