"""A meeting, held or to come; a date that no source gives stays empty."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.groups.models import Group
from civic.processes.models import Process


class MeetingState(enum.Enum):
    """Whether a meeting is to come, was held, or will not be."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Meeting(Base):
    """A meeting of the committee, or of a group when `group_id` is set."""

    __tablename__ = "meeting"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    title: Mapped[str]
    place: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    state: Mapped[MeetingState] = mapped_column(default=MeetingState.PLANNED)

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")

    def is_ahead_at(self, now: datetime) -> bool:
        """Return whether it is planned and has not begun."""
        return self.state_at(now) is MeetingState.PLANNED

    @property
    def is_called_off(self) -> bool:
        """Return whether it was called off."""
        return self.state is MeetingState.CANCELLED

    def state_at(self, now: datetime) -> MeetingState:
        """Return the state the clock says: a planned meeting whose time has come was held."""
        if self.state is MeetingState.PLANNED and self.starts_at is not None and now >= self.starts_at:
            return MeetingState.HELD
        return self.state
