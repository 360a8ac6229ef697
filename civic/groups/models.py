"""A group inside a process: open to everyone, or for the committee's members only."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.places.models import Placed
from civic.processes.models import Process


class GroupKind(enum.Enum):
    """What a group is for."""

    WORKING = "working"
    WRITING = "writing"


class Admission(enum.Enum):
    """Who may enter a group; everyone may see that it exists."""

    OPEN = "open"
    APPLICATION = "application"
    INVITATION = "invitation"
    LOT = "lot"
    MEMBERS_ONLY = "members_only"


class Discussion(enum.Enum):
    """Who talks in a group's discussion, and who reads it."""

    NONE = "none"
    INTERNAL = "internal"
    """Who is in the group, and the staff."""
    PUBLIC = "public"
    """Everybody reads it, and whoever has an account may say something."""


class GroupState(enum.Enum):
    """Whether a group is at work."""

    ACTIVE = "active"
    ENDED = "ended"


class Group(Base):
    """A working group (arbejdsgruppe) or writing group (skrivegruppe) of a process."""

    __tablename__ = "working_group"
    __table_args__ = (CheckConstraint("capacity IS NULL OR capacity > 0", name="capacity"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[GroupKind]
    admission: Mapped[Admission]
    state: Mapped[GroupState] = mapped_column(default=GroupState.ACTIVE)
    title: Mapped[str]
    about: Mapped[str]
    capacity: Mapped[int | None]
    """How many can be in it; empty where there is room for all."""
    criteria: Mapped[str] = mapped_column(default="", server_default="")
    """By what it is decided who gets in who applies: in public, before anybody does."""
    questions: Mapped[str] = mapped_column(default="", server_default="")
    """What whoever applies is asked, a line each."""
    discussion: Mapped[Discussion] = mapped_column(default=Discussion.NONE, server_default="none")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")

    @property
    def is_by_lot(self) -> bool:
        """Return whether its places are given by lot."""
        return self.admission is Admission.LOT

    @property
    def talks(self) -> bool:
        """Return whether it has a discussion."""
        return self.discussion is not Discussion.NONE

    @property
    def talks_in_public(self) -> bool:
        """Return whether everybody reads its discussion."""
        return self.discussion is Discussion.PUBLIC

    @property
    def is_by_application(self) -> bool:
        """Return whether one applies for it."""
        return self.admission is Admission.APPLICATION

    def state_at(self, now: datetime) -> GroupState:
        """Return the group's state; its work ends with its process's."""
        return GroupState.ENDED if self.process.is_over else self.state


class ParticipantState(enum.Enum):
    """How somebody stands to a group."""

    UNCONFIRMED = "unconfirmed"
    INVITED = "invited"
    APPLIED = "applied"
    WAITING = "waiting"
    IN = "in"
    DECLINED = "declined"
    LEFT = "left"


class Participant(Placed, Base):
    """Somebody in a group (deltager), or on the way in, with or without an account.

    Who has an account and a place holds the role of a member too: by it they write and are told of meetings.
    """

    __tablename__ = "participant"
    __table_args__ = (
        some_rows("uq_participant_slot", "group_id", "slot", condition="slot IS NOT NULL", unique=True),
        some_rows(
            "uq_participant_email", "group_id", "email", condition="left_at IS NULL AND email <> ''", unique=True
        ),
        some_rows(
            "uq_participant_person_id",
            "group_id",
            "person_id",
            condition="left_at IS NULL AND person_id IS NOT NULL",
            unique=True,
        ),
        some_rows("ix_participant_unconfirmed", "registered_at", condition="confirmed_at IS NULL"),
        Index("ix_participant_group_id", "group_id", "id"),
        CheckConstraint("slot IS NULL OR slot > 0", name="slot"),
        CheckConstraint(
            "slot IS NULL OR (left_at IS NULL AND confirmed_at IS NOT NULL AND is_admitted)", name="slot_held"
        ),
        CheckConstraint("declined_because = '' OR NOT is_admitted", name="declined"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id"))
    application: Mapped[str] = mapped_column(default="")
    """What whoever applied answered to the questions: for the staff alone, gone when it is decided."""
    is_invited: Mapped[bool] = mapped_column(default=False)
    is_admitted: Mapped[bool] = mapped_column(default=False)
    """Whether they may be given a place: at once in an open group, else when somebody let them in."""
    declined_because: Mapped[str] = mapped_column(default="")

    group: Mapped[Group] = relationship(lazy="raise_on_sql")

    @property
    def applies(self) -> bool:
        """Return whether somebody waits for a decision."""
        return self.confirmed_at is not None and not self.is_admitted and not self.declined_because

    def state_at(self, now: datetime) -> ParticipantState:
        """Return how the person stands to the group."""
        if self.left_at is not None:
            return ParticipantState.LEFT
        if self.confirmed_at is None:
            return ParticipantState.INVITED if self.is_invited else ParticipantState.UNCONFIRMED
        if self.declined_because:
            return ParticipantState.DECLINED
        if self.applies:
            return ParticipantState.APPLIED
        return ParticipantState.WAITING if self.slot is None else ParticipantState.IN
