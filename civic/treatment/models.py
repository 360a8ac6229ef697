"""Remarks, what they are about, and the administration's answer to them: alone or several at once."""

import enum
import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import among, some_rows
from civic.dialogue.models import CHANGES_TEXT, Meets, Outcome, Understood
from civic.files.reading import HandedIn
from civic.files.store import StoredFile
from civic.files.sweeping import POINTING
from civic.hearings.models import Hearing, HearingState
from civic.kernel import ledger
from civic.people.models import Person
from civic.reports.models import SectionText
from civic.responses.models import Response


class RemarkKind(enum.Enum):
    """What a remark does."""

    OBJECTION = "objection"
    CHANGE = "change"
    SUPPORT = "support"
    QUESTION = "question"
    OFFER = "offer"


class RemarkState(enum.Enum):
    """Whether a remark has its answer, and the answer its change; final once the note is ready."""

    UNTREATED = "untreated"
    CHANGE_MISSING = "change_missing"
    TREATED = "treated"
    FINAL = "final"


remark_section = Table(
    "remark_section",
    Base.metadata,
    Column("remark_id", ForeignKey("remark.id"), primary_key=True),
    Column("section_text_id", ForeignKey("section_text.id"), primary_key=True),
    Index("ix_remark_section_section_text_id", "section_text_id", "remark_id"),
)
remark_theme = Table(
    "remark_theme",
    Base.metadata,
    Column("remark_id", ForeignKey("remark.id"), primary_key=True),
    Column("theme_id", ForeignKey("theme.id"), primary_key=True, index=True),
)
answer_change = Table(
    "answer_change",
    Base.metadata,
    Column("answer_id", ForeignKey("answer.id"), primary_key=True),
    Column("section_text_id", ForeignKey("section_text.id"), primary_key=True, index=True),
)


answer_phrase = Table(
    "answer_phrase",
    Base.metadata,
    Column("answer_id", ForeignKey("answer.id"), primary_key=True),
    Column("phrase_id", ForeignKey("phrase.id"), primary_key=True, index=True),
)


class Theme(Base):
    """A word for what several remarks of a hearing are about."""

    __tablename__ = "theme"
    __table_args__ = (UniqueConstraint("hearing_id", "name"),)

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"))
    name: Mapped[str]


class Phrase(Base):
    """A sentence the municipality has ready for its answers (standardformulering), until it is ended."""

    __tablename__ = "phrase"
    __table_args__ = (some_rows("ix_phrase_in_use", "id", condition="ended_at IS NULL"),)

    id: Mapped[Id]
    text: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    ended_at: Mapped[datetime | None]


class TemplateState(enum.Enum):
    """Whether a template has been read."""

    UNREAD = "unread"
    READ = "read"
    UNREADABLE = "unreadable"


class LetterTemplate(HandedIn, Base):
    """The municipality's own Word file with merge fields, of which reply letters are made; the newest counts."""

    __tablename__ = "letter_template"
    __table_args__ = (some_rows("ix_letter_template_to_read", "id", condition="state IN ('unread')"),)

    name: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)
    state: Mapped[TemplateState] = mapped_column(default=TemplateState.UNREAD)
    fields: Mapped[list[str]] = mapped_column(JSON, default=list)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")

    @property
    def is_unread(self) -> bool:
        """Return whether the worker has it still to read."""
        return self.state is TemplateState.UNREAD

    @property
    def is_read(self) -> bool:
        """Return whether letters can be made of it."""
        return self.state is TemplateState.READ


class Answer(Base):
    """The administration's answer (forvaltningens kommentar) to one remark, or to a group of similar ones at once."""

    __tablename__ = "answer"
    __table_args__ = (
        some_rows("ix_answer_not_given", "hearing_id", "id", condition="outcome IS NULL"),
        some_rows("ix_answer_changing", "hearing_id", "id", condition=among("outcome", CHANGES_TEXT)),
    )

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    heading: Mapped[str] = mapped_column(default="")
    """What the remarks of a group have in common; empty for a lone one."""
    outcome: Mapped[Outcome | None]
    reason: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_for: Mapped[str | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    read_at: Mapped[datetime | None]
    """When a second officer agreed with it as it reads now."""
    read_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    taken_from_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), index=True)
    """The answer of an earlier hearing whose words it took over."""

    answered_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[answered_by_id])
    read_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[read_by_id])
    phrases: Mapped[list[Phrase]] = relationship(secondary=answer_phrase, order_by=Phrase.id, lazy="raise_on_sql")
    """The municipality's sentences that were put into it."""
    changes: Mapped[list[SectionText]] = relationship(
        secondary=answer_change, order_by=SectionText.id, lazy="raise_on_sql"
    )
    """Each as it reads in the later version; a section that is gone there, as it was heard."""
    remarks: Mapped[list["Remark"]] = relationship(back_populates="answer", order_by="Remark.id", lazy="raise_on_sql")


class Remark(Base):
    """One separable point of a response (bemærkning), in its sender's own words."""

    __tablename__ = "remark"
    __table_args__ = (
        UniqueConstraint("response_id", "number"),
        some_rows("ix_remark_without_answer", "process_id", "id", condition="answer_id IS NULL"),
        some_rows("ix_remark_to_remind", "due_on", "id", condition="due_on IS NOT NULL AND reminded_at IS NULL"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("response.id"))
    number: Mapped[int]
    kind: Mapped[RemarkKind] = mapped_column(default=RemarkKind.CHANGE)
    text: Mapped[str]
    answer_id: Mapped[int | None] = mapped_column(ForeignKey("answer.id"), index=True)
    officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """The officer who has taken it on, or was given it."""
    due_on: Mapped[date | None]
    """The day by which that officer answers it."""
    reminded_at: Mapped[datetime | None]
    """When the officer was reminded of that day."""
    is_example: Mapped[bool] = mapped_column(default=False)

    response: Mapped[Response] = relationship(lazy="raise_on_sql")
    answer: Mapped[Answer | None] = relationship(back_populates="remarks", lazy="raise_on_sql")
    officer: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    sections: Mapped[list[SectionText]] = relationship(
        secondary=remark_section, order_by=SectionText.position, lazy="raise_on_sql"
    )
    themes: Mapped[list[Theme]] = relationship(secondary=remark_theme, order_by=Theme.name, lazy="raise_on_sql")
    understanding: Mapped["Understanding | None"] = relationship(lazy="raise_on_sql")

    @property
    def classified(self) -> tuple[object, ...]:
        """Return what is said of it: what it does, which sections it is about, and its themes."""
        return (self.kind.value, *(one.id for one in self.sections), *(one.name for one in self.themes))

    @property
    def is_told(self) -> bool:
        """Return whether everybody may read what was answered: once the note is published."""
        return self.response.hearing.state is HearingState.CONCLUDED

    @property
    def outcome(self) -> Outcome | None:
        """Return what became of it, or None before it is answered."""
        return self.answer.outcome if self.answer else None

    @property
    def is_to_change(self) -> bool:
        """Return whether its outcome must point at the words it changed."""
        return self.outcome in CHANGES_TEXT

    @property
    def reason(self) -> str:
        """Return the reason its sender reads."""
        return (self.answer.reason or "") if self.answer else ""

    @property
    def answered_at(self) -> datetime | None:
        """Return when it was answered."""
        return self.answer.answered_at if self.answer else None

    @property
    def answered_for(self) -> str:
        """Return on whose behalf it was answered."""
        return (self.answer.answered_for or "") if self.answer else ""

    @property
    def changes(self) -> list[SectionText]:
        """Return the texts its answer points at."""
        return self.answer.changes if self.answer else []

    def deleted(self, text: SectionText) -> bool:
        """Return whether a text its answer points at is one the report has no more: it stands in the version heard."""
        return text.version_id <= self.response.version_id

    def standing_at(self, now: datetime) -> Outcome | RemarkState:
        """Return what a list says of it: what became of it, or what it still lacks."""
        state = self.state_at(now)
        return state if self.outcome is None or state is RemarkState.CHANGE_MISSING else self.outcome

    def hearing_state_at(self, now: datetime) -> HearingState:
        """Return where the hearing is that it is said in."""
        return self.response.hearing.state_at(now)

    def state_at(self, now: datetime) -> RemarkState:
        """Return how far the remark is; an accepted one misses its change until it is linked."""
        if self.outcome is None:
            return RemarkState.UNTREATED
        if self.outcome in CHANGES_TEXT and not self.changes:
            return RemarkState.CHANGE_MISSING
        is_fixed = self.response.hearing.state in {HearingState.READY, HearingState.CONCLUDED}
        return RemarkState.FINAL if is_fixed else RemarkState.TREATED


class Understanding(Understood, Base):
    """What whoever made a remark says, once, of the answer to it."""

    __tablename__ = "understanding"
    __table_args__ = (CheckConstraint("(again_at IS NULL) = (again = '')", name="again"),)

    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"), unique=True)


class PanelState(enum.Enum):
    """How far a panel is."""

    READING = "reading"
    CLOSED = "closed"


class AnswerPanel(Base):
    """A few people who read some of a hearing's answers and say of each whether it speaks to the remark.

    Which remarks they read follows from a seed that anybody can draw with again (`sample`).
    """

    __tablename__ = "answer_panel"
    __table_args__ = (CheckConstraint("size >= 1", name="size"), CheckConstraint("opened_at < closes_at", name="time"))

    id: Mapped[Id]
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), unique=True)
    draw_id: Mapped[int | None] = mapped_column(ForeignKey("draw.id"), index=True)
    """The draw by lot that found the readers; the municipality asked them where there is none."""
    seed: Mapped[str]
    """The head of the process's log when it was set up: nobody chooses it."""
    pool: Mapped[int]
    """How many remarks the sample was drawn from."""
    size: Mapped[int]
    opened_at: Mapped[datetime]
    closes_at: Mapped[datetime]

    hearing: Mapped[Hearing] = relationship(lazy="raise_on_sql")
    remarks: Mapped[list["PanelRemark"]] = relationship(order_by="PanelRemark.position", lazy="raise_on_sql")
    readers: Mapped[list["PanelReader"]] = relationship(order_by="PanelReader.number", lazy="raise_on_sql")

    @property
    def process_id(self) -> int:
        """Return the id of the process it belongs to."""
        return self.hearing.process_id

    def state_at(self, now: datetime) -> PanelState:
        """Return whether it is still read; the readings are told afterwards."""
        return PanelState.READING if now < self.closes_at else PanelState.CLOSED


class PanelRemark(Base):
    """A remark of a panel's sample."""

    __tablename__ = "panel_remark"
    __table_args__ = (UniqueConstraint("panel_id", "position"),)

    panel_id: Mapped[int] = mapped_column(ForeignKey("answer_panel.id"), primary_key=True)
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"), primary_key=True)
    position: Mapped[int]

    remark: Mapped[Remark] = relationship(lazy="raise_on_sql")


class PanelReader(Base):
    """One of a panel, known to nobody by name; the address is forgotten when the panel has closed."""

    __tablename__ = "panel_reader"
    __table_args__ = (UniqueConstraint("panel_id", "number"),)

    id: Mapped[Id]
    panel_id: Mapped[int] = mapped_column(ForeignKey("answer_panel.id"))
    number: Mapped[int]
    email: Mapped[str]
    token_hash: Mapped[str | None] = mapped_column(unique=True)

    panel: Mapped[AnswerPanel] = relationship(lazy="raise_on_sql", overlaps="readers")
    readings: Mapped[list["PanelReading"]] = relationship(order_by="PanelReading.id", lazy="raise_on_sql")


class PanelReading(Base):
    """What one of a panel finds: whether the answer speaks to the remark."""

    __tablename__ = "panel_reading"
    __table_args__ = (UniqueConstraint("reader_id", "remark_id"),)

    id: Mapped[Id]
    reader_id: Mapped[int] = mapped_column(ForeignKey("panel_reader.id"))
    remark_id: Mapped[int] = mapped_column(ForeignKey("remark.id"), index=True)
    meets: Mapped[Meets]
    at: Mapped[datetime]


def named(response_number: int, remark_number: int) -> str:
    """Return what a remark is called in its hearing: 12.3."""
    return f"{response_number}.{remark_number}"


def sample(seed: str, names: Iterable[str], size: int) -> list[str]:
    """Return the sample that follows from a seed: the first of the names by the hash of seed and name.

    The hash is SHA-256 of the seed, a space and the name, in hexadecimal; anybody can draw it again by hand.
    """
    return sorted(names, key=lambda name: hashlib.sha256(f"{seed} {name}".encode()).hexdigest())[:size]


def subject_of(remark: Remark) -> str:
    """Return what a remark is called in the log that anybody can recount."""
    return f"hearing {remark.response.hearing_id}/remark {remark.response.number}.{remark.number}"


def record_of(remark: Remark) -> ledger.Record:
    """Return what is public of a remark once the note is published: its words, and the answer with what it changed."""
    return {
        "text": remark.text,
        "kind": remark.kind.value,
        "outcome": remark.outcome.value if remark.outcome else None,
        "reason": remark.reason,
        "changed": sorted(one.id for one in remark.changes),
    }


POINTING.append(LetterTemplate.file_id)
