"""One piece of evidence: a visit, a talk, a key figure or a statement, each with what its kind has to say.

Sections and principles name it as what they rest on (`reports.SectionOrigin`), as they name a proposal.
"""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.areas.models import Area
from civic.db.base import Base, Id, Precision
from civic.db.finding import some_rows
from civic.meetings.models import Meeting
from civic.processes.models import Process


class EvidenceKind(enum.Enum):
    """What a piece of evidence is."""

    VISIT = "visit"
    PRESENTATION = "presentation"
    KEY_FIGURE = "key_figure"
    STATEMENT = "statement"


class EvidenceState(enum.Enum):
    """Whether others than the process's staff may read it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    TAKEN_BACK = "taken_back"


class Evidence(Base):
    """Something a process has seen, heard or counted; its own facts stand in the table of its kind."""

    __tablename__ = "evidence"
    __table_args__: Any = (
        CheckConstraint("(happened_on IS NULL) = (precision IS NULL)", name="precision_of_day"),
        Index("ix_evidence_process_id", "process_id", "kind", "id"),
    )
    __mapper_args__ = {"polymorphic_on": "kind", "with_polymorphic": "*"}  # noqa: RUF012, as the library asks

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    kind: Mapped[EvidenceKind]
    state: Mapped[EvidenceState] = mapped_column(default=EvidenceState.DRAFT)
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    """What was observed or said; of a key figure its definition, of a statement the words themselves."""
    happened_on: Mapped[date | None]
    precision: Mapped[Precision | None]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    source: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]

    facts: ClassVar[Sequence[str]] = (
        "title", "text", "happened_on", "precision", "area_id", "meeting_id", "source",
    )  # fmt: skip
    """What is said of every kind; each kind has more."""

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    area: Mapped[Area | None] = relationship(lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql")

    @property
    def seen(self) -> tuple[object, ...]:
        """Return what somebody who publishes it has seen."""
        return tuple(getattr(self, name) for name in self.facts)

    @property
    def is_public(self) -> bool:
        """Return whether everybody may, or once could, read it."""
        return self.state is not EvidenceState.DRAFT

    @property
    def is_published(self) -> bool:
        """Return whether it is published and holds."""
        return self.state is EvidenceState.PUBLISHED

    @property
    def is_taken_back(self) -> bool:
        """Return whether it was published and taken back."""
        return self.state is EvidenceState.TAKEN_BACK

    def state_at(self, now: datetime) -> EvidenceState:
        """Return the state."""
        return self.state


def _of_kind(kind: EvidenceKind) -> dict[str, Any]:
    return {"polymorphic_identity": kind}


class Visit(Evidence):
    """A visit to a place (besøg): what for, who was there, what they asked; what they saw is its text."""

    __tablename__ = "site_visit"
    __mapper_args__ = _of_kind(EvidenceKind.VISIT)

    id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    purpose: Mapped[str] = mapped_column(default="")
    participants: Mapped[str] = mapped_column(default="")
    questions: Mapped[str] = mapped_column(default="")

    facts = (*Evidence.facts, "purpose", "participants", "questions")


class Presentation(Evidence):
    """An expert's talk (fagligt oplæg), with the title and organisation the speaker had then."""

    __tablename__ = "presentation"
    __mapper_args__ = _of_kind(EvidenceKind.PRESENTATION)

    id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    speaker: Mapped[str] = mapped_column(default="")
    speaker_title: Mapped[str] = mapped_column(default="")
    speaker_organisation: Mapped[str] = mapped_column(default="")

    facts = (*Evidence.facts, "speaker", "speaker_title", "speaker_organisation")


class Measure(enum.Enum):
    """What a key figure counts: persons, a share of persons in per cent, or an average of persons' values."""

    PERSONS = "persons"
    SHARE = "share"
    AVERAGE = "average"


@dataclass(frozen=True)
class Cell:
    """What a key figure is in one area, or with no area in the municipality as a whole.

    `persons` are those behind it: whoever is counted, of a share its numerator, of an average whose values it is of.
    `out_of` belongs to a share alone, `value` to an average, in the figure's unit.
    """

    area_id: int | None
    persons: int
    out_of: int | None = None
    value: Decimal | None = None


class KeyFigure(Evidence):
    """A number of areas beside the municipality's (nøgletal); how it is defined is its text."""

    __tablename__ = "key_figure"
    __mapper_args__ = _of_kind(EvidenceKind.KEY_FIGURE)

    id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    measure: Mapped[Measure]
    unit: Mapped[str] = mapped_column(default="")
    """What an average is in: kr., år. A share is in per cent."""
    year: Mapped[int]

    facts = (*Evidence.facts, "measure", "unit", "year", "cells")
    values: Mapped[list["AreaValue"]] = relationship(
        lazy="raise_on_sql", order_by="AreaValue.position", cascade="all, delete-orphan"
    )

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Return the numbers as they were entered, for its staff alone; others get what `said.figures` shows."""
        return tuple(Cell(one.area_id, one.persons, one.out_of, one.value) for one in self.values)

    @cells.setter
    def cells(self, cells: tuple[Cell, ...]) -> None:
        there = {one.area_id: one for one in self.values}
        self.values = [there.get(one.area_id) or AreaValue(area_id=one.area_id) for one in cells]
        for place, (row, one) in enumerate(zip(self.values, cells, strict=True)):
            row.position, row.persons, row.out_of, row.value = place, one.persons, one.out_of, one.value


class AreaValue(Base):
    """A key figure's number in one area, or without one in the municipality; shown only where nobody is told by it."""

    __tablename__ = "area_value"
    __table_args__ = (
        UniqueConstraint("figure_id", "area_id"),
        some_rows("uq_area_value_whole", "figure_id", condition="area_id IS NULL", unique=True),
        CheckConstraint("persons >= 0 AND (out_of IS NULL OR out_of >= persons)", name="persons"),
    )

    id: Mapped[Id]
    figure_id: Mapped[int] = mapped_column(ForeignKey("key_figure.id"))
    position: Mapped[int]
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    persons: Mapped[int]
    out_of: Mapped[int | None]
    value: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))

    area: Mapped[Area | None] = relationship(lazy="raise_on_sql")


class Voice(enum.Enum):
    """Whether somebody speaks from an area or about it."""

    FROM = "from"
    ABOUT = "about"


class Consent(enum.Enum):
    """What whoever said it has agreed to."""

    NAMED = "named"
    NAMELESS = "nameless"
    INTERNAL = "internal"


class Statement(Evidence):
    """What somebody said (kvalitativt udsagn), and the consent it was given under; the words are its text.

    Who takes the consent back is gone at once, words and name; that there was a statement stays.
    """

    __tablename__ = "statement"
    __table_args__ = (
        CheckConstraint("consent = 'named' OR said_by = ''", name="named"),
        CheckConstraint("consent_ended_on IS NULL OR said_by = ''", name="gone"),
    )
    __mapper_args__ = _of_kind(EvidenceKind.STATEMENT)

    id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), primary_key=True)
    voice: Mapped[Voice]
    said_by: Mapped[str] = mapped_column(default="")
    """The name, only where whoever it is agreed to be named."""
    speaks_as: Mapped[str] = mapped_column(default="")
    """What they speak as, so that nobody is known by it: resident, caretaker, teacher."""
    consent: Mapped[Consent]
    consented_on: Mapped[date]
    consent_ended_on: Mapped[date | None]

    facts = (*Evidence.facts, "voice", "said_by", "speaks_as", "consent", "consented_on")

    @property
    def is_gone(self) -> bool:
        """Return whether its words went with the consent."""
        return self.consent_ended_on is not None


class Photo(Base):
    """A photograph from a visit: the picture is kept as every other (`files.pictures`), here who agreed to it."""

    __tablename__ = "photo"
    __table_args__ = (CheckConstraint("consent <> ''", name="consent"),)

    id: Mapped[Id]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)
    consent: Mapped[str]
    """Who can be recognised and has agreed, or that nobody can: for the staff alone."""
    added_at: Mapped[datetime]
