"""A group inside a process: open to everyone, or for the committee's members only."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.processes.models import Process


class GroupKind(enum.Enum):
    """What a group is for."""

    WORKING = "working"
    WRITING = "writing"


class Admission(enum.Enum):
    """Who may enter a group; everyone may see that it exists."""

    OPEN = "open"
    MEMBERS_ONLY = "members_only"


class GroupState(enum.Enum):
    """Whether a group is at work."""

    ACTIVE = "active"
    ENDED = "ended"


class Group(Base):
    """A working group (arbejdsgruppe) or writing group (skrivegruppe) of a process."""

    __tablename__ = "working_group"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[GroupKind]
    admission: Mapped[Admission]
    state: Mapped[GroupState] = mapped_column(default=GroupState.ACTIVE)
    title: Mapped[str]
    about: Mapped[str]
    created_at: Mapped[datetime]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")

    def state_at(self, now: datetime) -> GroupState:
        """Return the group's state; its work ends with its process's."""
        return GroupState.ENDED if self.process.is_over else self.state
