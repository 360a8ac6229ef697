"""A høringssvar: who gave it, how, on which version, in which parts, and whether it can be seen."""

import enum
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import among, some_rows
from civic.hearings.models import Hearing, HearingParty, HearingState, Question, Stance
from civic.kernel import ledger
from civic.people.models import Sender
from civic.reports.models import SectionText, Version


class Medium(enum.Enum):
    """How a response was given."""

    WRITTEN = "written"
    ORAL = "oral"
    PAPER = "paper"
    E_MAIL = "e_mail"


class ResponseState(enum.Enum):
    """Whether a response can be seen, and if not, why."""

    READING = "reading"
    WAITING = "waiting"
    HELD = "held"
    SHOWN = "shown"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Said:
    """One thing a response says: about a section, in answer to a question, or on the whole."""

    text: str
    section_text_id: int | None = None
    question_id: int | None = None
    quote: str = ""
    is_offer: bool = False


@dataclass(frozen=True)
class From:
    """Who answers, as they say themselves."""

    name: str = ""
    email: str = ""
    organisation: str = ""
    is_protected: bool = False
    language: str = "da"


TO_CONFIRM = "(response.medium = 'oral' AND response.confirmed_at IS NULL)"
"""Which responses a council's chair has to confirm, in SQL."""
FOR_A_PERSON = frozenset({ResponseState.WAITING, ResponseState.HELD})
"""In which somebody has to look at it."""


class Response(Base):
    """One response to a hearing: a party's own, or a resident's or organisation's."""

    __tablename__ = "response"
    __table_args__ = (
        UniqueConstraint("hearing_id", "number"),
        some_rows("ix_response_for_a_person", "hearing_id", "id", condition=among("state", FOR_A_PERSON)),
        some_rows("ix_response_to_confirm", "id", condition=TO_CONFIRM),
        CheckConstraint("(party_id IS NULL) <> (sender_id IS NULL)", name="one_source"),
    )

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"))
    party_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_party.id"), unique=True)
    sender_id: Mapped[int | None] = mapped_column(ForeignKey("sender.id"), unique=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    number: Mapped[int]
    receipt: Mapped[str] = mapped_column(unique=True)
    state: Mapped[ResponseState] = mapped_column(default=ResponseState.WAITING)
    medium: Mapped[Medium]
    stance: Mapped[Stance]
    text: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    received_hash: Mapped[str]
    """The fingerprint of the words as they were received, before anybody took a number out of them."""
    seal: Mapped[str] = mapped_column(default="")
    """What the fingerprint was made with; gone with the first word that is taken out, which could be found by it."""
    meeting_on: Mapped[date | None]
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_late: Mapped[bool]
    is_urgent: Mapped[bool] = mapped_column(default=False)
    """Whether the chair answered alone, without the council."""
    confirmed_at: Mapped[datetime | None]
    """When the council's chair confirmed what the administration wrote down from a meeting."""
    summary: Mapped[str | None]
    """What became of it as a whole, in a sentence."""
    is_example: Mapped[bool] = mapped_column(default=False)

    hearing: Mapped[Hearing] = relationship(lazy="raise_on_sql")
    party: Mapped[HearingParty | None] = relationship(lazy="raise_on_sql")
    sender: Mapped[Sender | None] = relationship(lazy="raise_on_sql")
    version: Mapped[Version] = relationship(lazy="raise_on_sql")
    parts: Mapped[list["ResponsePart"]] = relationship(
        order_by="ResponsePart.position", cascade="all, delete-orphan", lazy="raise_on_sql"
    )

    @property
    def offer(self) -> str:
        """Return what its council offers to take part in from now on, in its words; empty where it offers nothing."""
        return next((one.text for one in self.parts if one.is_offer), "")

    @property
    def has_words(self) -> bool:
        """Return whether it says anything besides an offer that somebody typed beside its file."""
        return self.text.strip() not in {"", self.offer}

    @property
    def is_own(self) -> bool:
        """Return whether whoever answers gave it here themselves; the administration wrote down the others."""
        return self.medium is Medium.WRITTEN

    @property
    def is_shown(self) -> bool:
        """Return whether everybody can read it."""
        return self.state is ResponseState.SHOWN

    @property
    def is_being_read(self) -> bool:
        """Return whether the worker has its file still to read."""
        return self.state is ResponseState.READING

    @property
    def is_held(self) -> bool:
        """Return whether it is held back until a number is masked or a person has released it."""
        return self.state is ResponseState.HELD

    @property
    def is_hidden(self) -> bool:
        """Return whether a person has taken it out of the open."""
        return self.state is ResponseState.HIDDEN

    @property
    def is_withdrawn(self) -> bool:
        """Return whether its sender has taken it back."""
        return self.state is ResponseState.WITHDRAWN

    @property
    def process_id(self) -> int:
        """Return the process its hearing is in."""
        return self.hearing.process_id

    def state_at(self, now: datetime) -> ResponseState:
        """Return the response's state."""
        return self.state

    def hearing_state_at(self, now: datetime) -> HearingState:
        """Return the state of its hearing: what its sender may still do follows the deadline."""
        return self.hearing.state_at(now)


class ResponsePart(Base):
    """What a response says about one section, in answer to one question, or on the whole; its text joins them all."""

    __tablename__ = "response_part"
    __table_args__ = (
        UniqueConstraint("response_id", "position"),
        CheckConstraint("NOT is_offer OR (section_text_id IS NULL AND question_id IS NULL)", name="offer_stands_alone"),
    )

    id: Mapped[Id]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    position: Mapped[int]
    section_text_id: Mapped[int | None] = mapped_column(ForeignKey("section_text.id"), index=True)
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"), index=True)
    quote: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    is_offer: Mapped[bool] = mapped_column(default=False)
    """Whether it is what the council offers to take part in from now on."""

    section_text: Mapped[SectionText | None] = relationship(lazy="raise_on_sql")
    question: Mapped[Question | None] = relationship(lazy="raise_on_sql")


class ResponseRevision(Base):
    """How a response read before its sender corrected it; for staff and the records only."""

    __tablename__ = "response_revision"
    __table_args__ = (UniqueConstraint("response_id", "revision"),)

    id: Mapped[Id]
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    revision: Mapped[int]
    text: Mapped[str]
    received_hash: Mapped[str]
    received_at: Mapped[datetime]


def fingerprint(text: str, seal: str) -> str:
    """Return what is kept to know a text again, by who has the seal it was made with.

    Without one, a ten-digit number in known words is found from their fingerprint in a fifth of a second.
    """
    return hmac.digest(seal.encode(), text.encode(), "sha256").hex()


def subject_of(response: Response) -> str:
    """Return what a response is called in the log that anybody can recount."""
    return f"hearing {response.hearing_id}/response {response.number}"


def record_of(response: Response) -> ledger.Record:
    """Return what is public of a response: its words where it is shown, else that there is one, and its fingerprint.

    A name is not among it: it may be put behind a pseudonym, or verified, without a word of the response changing.
    """
    found = {
        "number": response.number,
        "revision": response.revision,
        "received": int(response.submitted_at.timestamp()),
        "is_late": response.is_late,
        "state": response.state.value,
        "party": response.party_id,
        "sender": response.sender_id,
        "version": response.version_id,
    }
    if response.is_shown:
        return found | {"text": response.text, "stance": response.stance.value, "medium": response.medium.value}
    return found | {"fingerprint": response.received_hash}
