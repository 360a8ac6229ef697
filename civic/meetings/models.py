"""A meeting, held or to come; a date that no source gives stays empty."""

import enum
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.groups.models import Group
from civic.kernel.trace import Kind, Ref
from civic.people.models import Unit
from civic.places.models import Placed
from civic.processes.models import Process


class MeetingState(enum.Enum):
    """Whether a meeting is to come, was held, or will not be."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class MeetingKind(enum.Enum):
    """What sort of meeting it is."""

    MEETING = "meeting"
    JOINT = "joint"
    """Several councils or committees together (fællesmøde)."""
    VISIT = "visit"
    EVENT = "event"
    """Open to the public, or to a target group: with a programme and speakers."""


class RegistrationState(enum.Enum):
    """How somebody stands to a meeting they have registered for."""

    UNCONFIRMED = "unconfirmed"
    WAITING = "waiting"
    COMING = "coming"
    LEFT = "left"


class Meeting(Base):
    """A meeting of the committee, or of a group when `group_id` is set."""

    __tablename__ = "meeting"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR starts_at IS NULL OR ends_at > starts_at", name="ends_after"),
        CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),
        some_rows("ix_meeting_planned", "starts_at", condition="state = 'planned'"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    kind: Mapped[MeetingKind] = mapped_column(default=MeetingKind.MEETING, server_default="meeting")
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="", server_default="")
    target_group: Mapped[str] = mapped_column(default="", server_default="")
    """For whom it is, in its organiser's words."""
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    """Who arranges it, and is asked about it: a unit of the municipality or of an organisation it works with."""
    place: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)
    takes_registrations: Mapped[bool] = mapped_column(default=False, server_default=false())
    capacity: Mapped[int | None]
    """How many can come; empty where there is room for all."""
    online_link: Mapped[str] = mapped_column(default="", server_default="")
    """The online room: told to who is coming when it is due, and shown nowhere."""
    link_days: Mapped[int] = mapped_column(default=1, server_default="1")
    """How many days before the meeting who comes is reminded, and told the link where there is one."""
    sequence: Mapped[int] = mapped_column(default=0, server_default="0")
    """How often it was moved, called off or taken up again: the SEQUENCE of its calendar entry (RFC 5545, 3.8.7.4)."""

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    seats: Mapped[list["MeetingBody"]] = relationship(
        order_by="MeetingBody.body_id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )

    @property
    def body_ids(self) -> tuple[int, ...]:
        """Return which councils and committees meet together, in order."""
        return tuple(sorted(one.body_id for one in self.seats))

    @body_ids.setter
    def body_ids(self, ids: Collection[int]) -> None:
        there = {one.body_id: one for one in self.seats}
        self.seats = [there.get(one) or MeetingBody(body_id=one) for one in sorted(set(ids))]

    def is_ahead_at(self, now: datetime) -> bool:
        """Return whether it is planned and has not begun."""
        return self.state_at(now) is MeetingState.PLANNED

    @property
    def homes(self) -> list[Ref]:
        """Return what it takes place in: its process, and its group where it is one's."""
        group = [Ref(Kind.GROUP, self.group_id)] if self.group_id else []
        return [Ref(Kind.PROCESS, self.process_id), *group]

    @property
    def due_at(self) -> datetime | None:
        """Return when who is coming is reminded, and told the link; nobody is of a meeting without a time."""
        return self.starts_at - timedelta(days=self.link_days) if self.starts_at is not None else None

    @property
    def registration_rules(self) -> tuple[object, ...]:
        """Return how one registers, for whoever changes just that."""
        return (self.takes_registrations, self.capacity, self.online_link, self.link_days)

    @property
    def is_joint(self) -> bool:
        """Return whether several councils or committees meet together."""
        return self.kind is MeetingKind.JOINT

    @property
    def is_called_off(self) -> bool:
        """Return whether it was called off."""
        return self.state is MeetingState.CANCELLED

    def state_at(self, now: datetime) -> MeetingState:
        """Return the state the clock says: a planned meeting whose time has come was held."""
        if self.state is MeetingState.PLANNED and self.starts_at is not None and now >= self.starts_at:
            return MeetingState.HELD
        return self.state


@dataclass(frozen=True)
class MeetingAbout:
    """What sort of meeting it is, what it is about, for whom, and who arranges it."""

    kind: MeetingKind = MeetingKind.MEETING
    about: str = ""
    target_group: str = ""
    unit_id: int | None = None


class MeetingBody(Base):
    """A council or committee that takes part in a joint meeting, each deciding for itself."""

    __tablename__ = "meeting_body"
    __table_args__ = (UniqueConstraint("meeting_id", "body_id"),)

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)


class Speaker(NamedTuple):
    """Who speaks, as they were called when it was entered: nobody's later job changes it."""

    name: str
    title: str
    organisation: str


class ProgrammeItem(Base):
    """One item of a meeting's programme: in order, and without a time, for none is invented."""

    __tablename__ = "programme_item"
    __table_args__ = (UniqueConstraint("meeting_id", "number"), CheckConstraint("title <> ''", name="title"))

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    speakers: Mapped[str] = mapped_column(default="")
    """A line each: name; title; organisation."""

    @property
    def those_who_speak(self) -> list[Speaker]:
        """Return the speakers in order."""
        return [Speaker(*([*map(str.strip, line.split(";")), "", ""][:3])) for line in self.speakers.splitlines()]


class CalendarFeed(Base):
    """The address of a person's own calendar: whoever has it reads it, so it can be closed and made anew."""

    __tablename__ = "calendar_feed"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]


class Registration(Placed, Base):
    """Somebody who wants to come to a meeting, or comes."""

    __tablename__ = "registration"
    __table_args__ = (
        some_rows("uq_registration_slot", "meeting_id", "slot", condition="slot IS NOT NULL", unique=True),
        some_rows("uq_registration_email", "meeting_id", "email", condition="left_at IS NULL", unique=True),
        Index("ix_registration_meeting_id", "meeting_id", "id"),
        CheckConstraint("slot IS NULL OR (left_at IS NULL AND confirmed_at IS NOT NULL)", name="slot_held"),
        CheckConstraint("slot IS NULL OR slot > 0", name="slot"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    told_at: Mapped[datetime | None]
    """When the reminder, with the link where there is one, was put on its way."""

    meeting: Mapped[Meeting] = relationship(lazy="raise_on_sql")

    def state_at(self, now: datetime) -> RegistrationState:
        """Return how the person stands to the meeting."""
        if self.left_at is not None:
            return RegistrationState.LEFT
        if self.confirmed_at is None:
            return RegistrationState.UNCONFIRMED
        return RegistrationState.WAITING if self.slot is None else RegistrationState.COMING
