"""A case, its attachments, the decisions of body after body with their votes, and the follow-up."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.bodies.models import Body
from civic.db.base import Base, Id, Precision
from civic.files.uploads import Upload
from civic.processes.models import Process
from civic.reports.models import Version


class CaseState(enum.Enum):
    """Whether the last body has decided; a recommendation never counts as that."""

    NOT_DECIDED = "not_decided"
    ADOPTED = "adopted"
    REJECTED = "rejected"


class DecisionState(enum.Enum):
    """What a body made of a case."""

    PENDING = "pending"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    ADOPTED = "adopted"
    NOTED = "noted"
    REJECTED = "rejected"
    POSTPONED = "postponed"


class Side(enum.Enum):
    """How somebody voted."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


class FollowUpState(enum.Enum):
    """Whether what was decided has been done."""

    PLANNED = "planned"
    DONE = "done"


@dataclass(frozen=True)
class Voter:
    """A party letter or a named member on one side, with the reason asked to be recorded."""

    letter: str = ""
    name: str = ""
    affiliation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class SideVotes:
    """How many voted one way, as recorded, and who the record names."""

    count: int
    voters: Sequence[Voter] = ()


class Case(Base):
    """A file in the records system (sag) that carries a version to its decision."""

    __tablename__ = "case_file"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("version.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    recommended_by: Mapped[str]
    recommendation: Mapped[str]
    presented: Mapped[str] = mapped_column(default="")
    earlier_decisions: Mapped[str] = mapped_column(default="")
    """What the case says was decided in the matter before (tidligere beslutninger)."""
    is_example: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    version: Mapped[Version | None] = relationship(lazy="raise_on_sql")
    attachments: Mapped[list["Attachment"]] = relationship(order_by="Attachment.number", lazy="raise_on_sql")
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="case", order_by="Decision.position, Decision.sitting", lazy="raise_on_sql"
    )
    follow_ups: Mapped[list["FollowUp"]] = relationship(order_by="FollowUp.id", lazy="raise_on_sql")

    def state_at(self, now: datetime) -> CaseState:
        """Return what the last body of the chain has made of it; what comes before only recommends."""
        return outcome_of(self.decisions)


def outcome_of(chain: Sequence["Decision"]) -> CaseState:
    """Return what the last body of a case's chain has made of it; what comes before only recommends."""
    last = chain[-1].state if chain else DecisionState.PENDING
    if last in {DecisionState.ADOPTED, DecisionState.APPROVED}:
        return CaseState.ADOPTED
    return CaseState.REJECTED if last is DecisionState.REJECTED else CaseState.NOT_DECIDED


class Attachment(Base):
    """A document tied to a case in order (bilag), with its number in the records system."""

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    number: Mapped[int]
    title: Mapped[str]
    document_number: Mapped[str]
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"), unique=True)

    upload: Mapped[Upload | None] = relationship(lazy="raise_on_sql")


class Decision(Base):
    """What one body decided: in a case's chain, or on a process itself when `case_id` is empty.

    Each time that a body has the case is a row of its own: what it put off stays to be seen when it decides later.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("case_id", "position", "sitting"),
        Index("ix_decision_body_id_decided_on_id", "body_id", "decided_on", "id"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    position: Mapped[int]
    sitting: Mapped[int] = mapped_column(default=1)
    """The how manieth time that the body has the case, from 1."""
    subject: Mapped[str]
    state: Mapped[DecisionState] = mapped_column(default=DecisionState.PENDING)
    wording: Mapped[str] = mapped_column(default="")
    item_number: Mapped[int | None]
    decided_on: Mapped[date | None]
    expected_on: Mapped[date | None]
    expected_precision: Mapped[Precision | None]
    is_not_stated: Mapped[bool] = mapped_column(default=False)
    votes_as_written: Mapped[str] = mapped_column(default="")
    out_of_turn: Mapped[str] = mapped_column(default="")
    """Why it adopted the case while a body before it had not decided."""

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    case: Mapped[Case | None] = relationship(back_populates="decisions", lazy="raise_on_sql")
    body: Mapped[Body] = relationship(lazy="raise_on_sql")
    tallies: Mapped[list["Tally"]] = relationship(
        order_by="Tally.id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    @property
    def is_awaited(self) -> bool:
        """Return whether the body has still to decide: nothing is entered, and the record does not leave it out."""
        return self.state is DecisionState.PENDING and not self.is_not_stated

    def state_at(self, now: datetime) -> DecisionState:
        """Return what the body made of it."""
        return self.state


class Tally(Base):
    """How many voted one way, as recorded; absence is never worked out by subtraction."""

    __tablename__ = "tally"
    __table_args__ = (UniqueConstraint("decision_id", "side"), CheckConstraint("count >= 0", name="count"))

    id: Mapped[Id]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    side: Mapped[Side]
    count: Mapped[int]

    lines: Mapped[list["TallyLine"]] = relationship(
        order_by="TallyLine.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class TallyLine(Base):
    """A party by its letter, or a named member, on one side; a party may stand on several."""

    __tablename__ = "tally_line"
    __table_args__ = (
        UniqueConstraint("tally_id", "position"),
        CheckConstraint("letter <> '' OR name <> ''", name="who"),
    )

    id: Mapped[Id]
    tally_id: Mapped[int] = mapped_column(ForeignKey("tally.id"))
    position: Mapped[int]
    letter: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    affiliation: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")


def said_of(decision: Decision) -> dict[str, str]:
    """Return what is entered of a decision as words, by field: so that what is corrected can be kept and seen."""
    return {
        "state": decision.state.value,
        "wording": decision.wording,
        "decided_on": decision.decided_on.isoformat() if decision.decided_on else "",
        "item_number": str(decision.item_number or ""),
        "votes": "; ".join(f"{one.side.value} {one.count}: {_named(one)}" for one in decision.tallies),
        "votes_as_written": decision.votes_as_written,
        "out_of_turn": decision.out_of_turn,
    }


def _named(tally: Tally) -> str:
    return ", ".join(
        " ".join(filter(None, (one.letter, one.name, f"({one.affiliation})" if one.affiliation else "", one.reason)))
        for one in tally.lines
    )


class FollowUp(Base):
    """What is to be done about a decision, by whom, and whether it has been."""

    __tablename__ = "follow_up"

    id: Mapped[Id]
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    text: Mapped[str]
    responsible: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[FollowUpState] = mapped_column(default=FollowUpState.PLANNED)
    done_on: Mapped[date | None]
    result: Mapped[str | None]

    @property
    def is_planned(self) -> bool:
        """Return whether it is still to be done."""
        return self.state is FollowUpState.PLANNED

    def state_at(self, now: datetime) -> FollowUpState:
        """Return whether it has been done."""
        return self.state
