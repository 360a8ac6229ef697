"""What is on a meeting's agenda, what was said at it and decided, and what was agreed to be done."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.evidence.models import KeyFigure
from civic.groups.models import Group
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting
from civic.processes.models import Process


class MinutesState(enum.Enum):
    """Whether the minutes of a meeting are being written, or approved."""

    DRAFT = "draft"
    APPROVED = "approved"


class Minutes(Base):
    """The minutes of one meeting: written in place, approved, and from then on only added to."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("(state = 'approved') = (approved_on IS NOT NULL)", name="approved_on"),
        CheckConstraint("(state = 'approved') = (approved_by <> '')", name="approved_by"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    state: Mapped[MinutesState] = mapped_column(default=MinutesState.DRAFT)
    begun_at: Mapped[datetime]
    approved_by: Mapped[str] = mapped_column(default="")
    """Who presided and approved them, as it was entered."""
    approved_on: Mapped[date | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who presided and approved them here with their own account; nobody where the staff entered it."""

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")

    @property
    def process_id(self) -> int:
        """Return the process's id."""
        return self.meeting.process_id

    def state_at(self, now: datetime) -> MinutesState:
        """Return the state: the clock changes nothing in it."""
        return self.state

    @property
    def is_approved(self) -> bool:
        """Return whether they stand fast."""
        return self.state is MinutesState.APPROVED


class AgendaItem(Base):
    """One item of a meeting's agenda, and what it treats where that is a thing of its own."""

    __tablename__ = "agenda_item"
    __table_args__ = (
        UniqueConstraint("meeting_id", "number"),
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("(treats_kind IS NULL) = (treats_id IS NULL)", name="treats"),
        some_rows("ix_agenda_item_treats", "treats_kind", "treats_id", condition="treats_id IS NOT NULL"),
    )

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    title: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    treats_kind: Mapped[Kind | None]
    treats_id: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")

    @property
    def treats(self) -> Ref | None:
        """Return what it treats, or None."""
        return Ref(self.treats_kind, self.treats_id) if self.treats_kind and self.treats_id else None

    @treats.setter
    def treats(self, thing: Ref | None) -> None:
        self.treats_kind, self.treats_id = (thing.kind, thing.id) if thing is not None else (None, None)


class PointKind(enum.Enum):
    """Whose point it is, or what sort: everybody sees it beside the words."""

    RESIDENT = "resident"
    MEMBER = "member"
    EXPERT = "expert"
    STAFF = "staff"
    FIGURE = "figure"
    """A key figure, shown with its areas, source and year."""
    DECISION = "decision"


class Origin(enum.Enum):
    """How a point came to whoever wrote it down."""

    AT_MEETING = "at_meeting"
    SPOKEN = "spoken"
    PAPER = "paper"
    TELEPHONE = "telephone"
    MAIL = "mail"


class Point(Base):
    """One point of the minutes: what was said, shown, or decided under an item of the agenda."""

    __tablename__ = "minutes_point"
    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        CheckConstraint("(kind = 'figure') = (evidence_id IS NOT NULL)", name="figure"),
        CheckConstraint("text <> '' OR kind = 'figure'", name="text"),
        CheckConstraint("origin = 'at_meeting' OR consent <> ''", name="consent"),
    )

    id: Mapped[Id]
    item_id: Mapped[int] = mapped_column(ForeignKey("agenda_item.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[PointKind]
    text: Mapped[str]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("key_figure.id"), index=True)
    origin: Mapped[Origin] = mapped_column(default=Origin.AT_MEETING)
    consent: Mapped[str] = mapped_column(default="")
    """How somebody who was not there agreed that it is written down: for the staff."""
    written_at: Mapped[datetime]

    item: Mapped[AgendaItem] = relationship(lazy="raise_on_sql")
    evidence: Mapped[KeyFigure | None] = relationship(lazy="raise_on_sql")

    @property
    def is_from_the_meeting(self) -> bool:
        """Return whether it was said there."""
        return self.origin is Origin.AT_MEETING

    @property
    def seen(self) -> tuple[object, ...]:
        """Return what somebody who changes it has seen."""
        return self.kind, self.text, self.evidence_id, self.origin, self.consent


class Category(enum.Enum):
    """As what people attend a meeting."""

    POLITICIAN = "politician"
    MEMBER = "member"
    RESIDENT = "resident"
    EXPERT = "expert"
    STAFF = "staff"


class Attendance(Base):
    """How many of one category attended a meeting: a number, and no names."""

    __tablename__ = "attendance"
    __table_args__ = (UniqueConstraint("meeting_id", "category"), CheckConstraint("count >= 0", name="count"))

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    category: Mapped[Category]
    count: Mapped[int]


class ActionState(enum.Enum):
    """Whether what was agreed has been done."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ActionPoint(Base):
    """Something agreed to be done, at a meeting or in a group: by whom, by when, and what came of it."""

    __tablename__ = "action_point"
    __table_args__ = (
        CheckConstraint("text <> '' AND owner <> ''", name="text"),
        CheckConstraint("(state = 'open') = (ended_on IS NULL)", name="ended"),
        Index("ix_action_point_group_id", "group_id", "state", "due_on"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    """Under which item of an agenda it was agreed."""
    text: Mapped[str]
    owner: Mapped[str]
    """Who does it, as it was agreed: a person, a group, a unit."""
    due_on: Mapped[date | None]
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    ended_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")
    added_at: Mapped[datetime]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    item: Mapped[AgendaItem | None] = relationship(lazy="raise_on_sql")

    def state_at(self, now: datetime) -> ActionState:
        """Return the state: the clock changes nothing in it."""
        return self.state

    def is_late_on(self, today: date) -> bool:
        """Return whether its day has passed and it is not done."""
        return self.state is ActionState.OPEN and self.due_on is not None and self.due_on < today

    @property
    def is_open(self) -> bool:
        """Return whether it is still to be done."""
        return self.state is ActionState.OPEN
