"""A report, the sections its writers work on, and the versions frozen from them."""

import enum
import hashlib
import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.frozen import freeze
from civic.groups.models import Group
from civic.kernel import ledger
from civic.kernel.trace import Kind
from civic.people.models import Person
from civic.processes.models import Process


class ReportState(enum.Enum):
    """Whether a report is still being written."""

    WRITING = "writing"
    FINISHED = "finished"


class SectionKind(enum.Enum):
    """What a section is: each kind is numbered for itself."""

    SECTION = "section"
    PRINCIPLE = "principle"
    RECOMMENDATION = "recommendation"


class Purpose(enum.Enum):
    """What a version was frozen for."""

    HEARING = "hearing"
    FINAL = "final"
    HANDED_OVER = "handed_over"
    ADOPTED = "adopted"


class Report(Base):
    """The text a process works towards (samlet afrapportering)."""

    __tablename__ = "report"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    writing_group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"))
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    state: Mapped[ReportState] = mapped_column(default=ReportState.WRITING)

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    writing_group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    sections: Mapped[list["Section"]] = relationship(
        back_populates="report", order_by="Section.position", lazy="raise_on_sql"
    )
    versions: Mapped[list["Version"]] = relationship(
        back_populates="report", order_by="Version.id", lazy="raise_on_sql"
    )

    def state_at(self, now: datetime) -> ReportState:
        """Return the report's state."""
        return self.state


class Section(Base):
    """One section as its writers have it now; its id is its address through all versions.

    One that was taken out keeps its row, for frozen versions still have it; it has no place and no number.
    """

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("report_id", "position"), UniqueConstraint("report_id", "kind", "number"))

    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    position: Mapped[int | None]
    kind: Mapped[SectionKind]
    number: Mapped[int | None]
    level: Mapped[int] = mapped_column(default=1)
    heading: Mapped[str]
    text: Mapped[str]
    edit: Mapped[int] = mapped_column(default=1)
    is_open: Mapped[bool] = mapped_column(default=False)
    """Whether anybody may comment on the published section; its writers always may among themselves."""
    is_example: Mapped[bool] = mapped_column(default=False)
    taken_out_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who took it out of the draft, and may put it back."""
    taken_out_at: Mapped[datetime | None]
    taken_out_from: Mapped[int | None]
    """Where it stood among the others."""

    report: Mapped[Report] = relationship(back_populates="sections", lazy="raise_on_sql")
    origins: Mapped[list["SectionOrigin"]] = relationship(lazy="raise_on_sql")


class SectionOrigin(Base):
    """Something a section rests on: a proposal, comment, piece of evidence, meeting or remark."""

    __tablename__ = "section_origin"
    __table_args__ = (UniqueConstraint("section_id", "kind", "thing_id"),)

    id: Mapped[Id]
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    tied_at: Mapped[datetime]


class Version(Base):
    """A report as it was at one moment; never changed, addressable for ever."""

    __tablename__ = "version"
    __table_args__ = (UniqueConstraint("report_id", "label"),)

    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    label: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    purpose: Mapped[Purpose]
    published_at: Mapped[datetime]
    content_hash: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)

    report: Mapped[Report] = relationship(back_populates="versions", lazy="raise_on_sql")
    texts: Mapped[list["SectionText"]] = relationship(
        back_populates="version", order_by="SectionText.position", lazy="raise_on_sql"
    )


class SectionText(Base):
    """One section's words in one version."""

    __tablename__ = "section_text"
    __table_args__ = (UniqueConstraint("version_id", "section_id"),)

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"), index=True)
    position: Mapped[int]
    kind: Mapped[SectionKind]
    number: Mapped[int]
    level: Mapped[int] = mapped_column(default=1)
    heading: Mapped[str]
    text: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)

    version: Mapped[Version] = relationship(back_populates="texts", lazy="raise_on_sql")
    section: Mapped[Section] = relationship(lazy="raise_on_sql")


def subject_of(version: "Version") -> str:
    """Return what a version is called in the log that anybody can recount."""
    return f"version {version.id}"


def record_of(version: "Version") -> ledger.Record:
    """Return what is public of a version: its label and the hash of all its words, made anew."""
    return {"label": version.label, "words": content_hash(version.texts)}


def content_hash(sections: Iterable[Section | SectionText]) -> str:
    """Return the fingerprint of sections' words in their order: what a version is known by, and checked against.

    A level is counted where it is not the first, as it was before sections had levels.
    """
    words = [(s.kind.value, s.number, *([s.level] if s.level != 1 else []), s.heading, s.text) for s in sections]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


class RedactionState(enum.Enum):
    """How far words are on their way out of what is published."""

    ASKED = "asked"
    DONE = "done"
    DECLINED = "declined"


class Redaction(Base):
    """Words that are taken out of a report's frozen versions: asked for by one person, carried out by another.

    The words themselves are wiped when it is decided; the reason and the day stay, and are public.
    """

    __tablename__ = "redaction"
    __table_args__ = (CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="two_persons"),)

    id: Mapped[Id]
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    words: Mapped[str]
    reason: Mapped[str]
    state: Mapped[RedactionState] = mapped_column(default=RedactionState.ASKED)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    is_carried_out: Mapped[bool] = mapped_column(default=False)
    """Whether it is being carried out just now: for as long as one transaction the frozen texts may be changed."""

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[asked_by_id])

    @property
    def is_done(self) -> bool:
        """Return whether the words are gone."""
        return self.state is RedactionState.DONE

    @property
    def process_id(self) -> int:
        """Return the process of the report."""
        return self.report.process_id

    def state_at(self, now: datetime) -> RedactionState:
        """Return the state."""
        return self.state


CARRYING = {
    "version": "EXISTS (SELECT 1 FROM redaction WHERE redaction.report_id = OLD.report_id"
    " AND redaction.is_carried_out)",
    "section_text": "EXISTS (SELECT 1 FROM redaction JOIN version ON version.report_id = redaction.report_id"
    " WHERE version.id = OLD.version_id AND redaction.is_carried_out)",
}
"""When a frozen row may be changed: while two persons' redaction is being carried out, in its transaction."""
for _name, _unless in CARRYING.items():
    freeze(Base.metadata.tables[_name], unless=_unless)
