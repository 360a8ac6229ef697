"""A paper (bilag): a file with a title, beside a process, one of its groups or one of its meetings."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.groups.models import Group
from civic.kernel.trace import Kind, Ref
from civic.meetings.models import Meeting
from civic.processes.models import Process, ProcessState


class Paper(Base):
    """A file that staff put beside something; the public gets the copy that the gate has made of it."""

    __tablename__ = "paper"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("group_id IS NULL OR meeting_id IS NULL", name="one_home"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    title: Mapped[str]
    added_at: Mapped[datetime]

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise_on_sql")

    @property
    def home(self) -> Ref:
        """Return what it lies beside."""
        if self.group_id is not None:
            return Ref(Kind.GROUP, self.group_id)
        if self.meeting_id is not None:
            return Ref(Kind.MEETING, self.meeting_id)
        return Ref(Kind.PROCESS, self.process_id)

    def state_at(self, now: datetime) -> ProcessState:
        """Return its process's state."""
        return self.process.state
