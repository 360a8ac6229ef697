"""A process of a kind with phases, its mandate (kommissorium) and tasks, its seats, and what happened on the way."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, object_session, relationship

from civic.bodies.models import Body
from civic.db.base import Base, Id, Precision
from civic.db.finding import among, some_rows
from civic.kernel.trace import Kind, Ref
from civic.people.models import Organisation


class ProcessState(enum.Enum):
    """Where a process is, from preparation to its end; each phase of its kind stands in one of these."""

    PREPARING = "preparing"
    RUNNING = "running"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"


OVER = frozenset({ProcessState.HANDED_OVER, ProcessState.CLOSED})


class SeatCategory(enum.Enum):
    """Whose seat: 5 + 10 in Gentofte, said apart and never as 5 of 10."""

    COUNCIL_MEMBER = "council_member"
    OTHER_MEMBER = "other_member"


class Opens(enum.Enum):
    """What a phase opens to residents."""

    PROPOSALS = "proposals"
    COMMENTS = "comments"
    VOTES = "votes"
    JOINING = "joining"


class ProcessKind(Base):
    """A kind of process as data: what it is called, what it is, and the phases it goes through."""

    __tablename__ = "process_kind"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    id: Mapped[Id]
    key: Mapped[str | None] = mapped_column(unique=True)
    """By which the house finds one of those it comes with; a municipality's own have none."""
    name: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str]
    """What it is, in a sentence, for whoever does not know it."""
    has_mandate: Mapped[bool]
    """Whether the municipal council approves its kommissorium before it begins and before anybody is appointed."""

    phases: Mapped[list["Phase"]] = relationship(
        back_populates="kind", order_by="(Phase.number, Phase.id)", lazy="raise_on_sql"
    )


class Phase(Base):
    """One phase of a kind: its place, in which state a process in it is, and what it opens."""

    __tablename__ = "phase"
    __table_args__ = (
        UniqueConstraint("kind_id", "name"),
        UniqueConstraint("id", "kind_id", "state"),
        CheckConstraint("name <> ''", name="name"),
    )

    id: Mapped[Id]
    kind_id: Mapped[int] = mapped_column(ForeignKey("process_kind.id"))
    number: Mapped[int]
    """Its place in the kind's order."""
    name: Mapped[str]
    state: Mapped[ProcessState]
    takes_proposals: Mapped[bool] = mapped_column(default=False)
    takes_comments: Mapped[bool] = mapped_column(default=False)
    takes_votes: Mapped[bool] = mapped_column(default=False)
    takes_joining: Mapped[bool] = mapped_column(default=False)

    kind: Mapped[ProcessKind] = relationship(back_populates="phases", lazy="raise_on_sql")

    @property
    def told(self) -> tuple[object, ...]:
        """Return what is told of it, for whoever changes just that."""
        return (self.number, self.name, *sorted(one.value for one in self.opens))

    @property
    def opens(self) -> frozenset[Opens]:
        """Return what it opens: the one place that says what is open in a process now."""
        return frozenset(one for one in Opens if getattr(self, f"takes_{one.value}"))


class Process(Base):
    """A temporary piece of work that residents take part in, with a question and a mandate."""

    __tablename__ = "process"

    __table_args__ = (
        some_rows("ix_process_running", "ends_on", "id", condition=among("state", {ProcessState.RUNNING})),
        some_rows("ix_process_over", "ends_on", "id", condition=among("state", OVER)),
        ForeignKeyConstraint(
            ["phase_id", "kind_id", "state"], ["phase.id", "phase.kind_id", "phase.state"], name="fk_process_phase"
        ),
        Index("ix_process_phase_id", "phase_id"),
        CheckConstraint("(support_wanted IS NULL) = (support_days IS NULL)", name="support"),
        CheckConstraint("support_wanted IS NULL OR support_leads_to <> ''", name="support_leads_to"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("process_kind.id"), index=True)
    phase_id: Mapped[int]
    """Its phase, of its own kind and in its own state: a foreign key says so."""
    state: Mapped[ProcessState] = mapped_column(default=ProcessState.PREPARING)
    title: Mapped[str]
    full_title: Mapped[str]
    question: Mapped[str]
    starts_on: Mapped[date]
    starts_precision: Mapped[Precision]
    ends_on: Mapped[date]
    ends_precision: Mapped[Precision]
    contact_unit: Mapped[str]
    contact_email: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(default="")
    next_step: Mapped[str] = mapped_column(default="")
    shows_at_once: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether proposals are shown as soon as they have passed the gate; else a facilitator looks at each first."""
    support_wanted: Mapped[int | None]
    """How much support leads to something, where any does."""
    support_days: Mapped[int | None]
    """Within how many days after a proposal was published."""
    support_since: Mapped[datetime | None]
    """Since when that holds: what was published before has its days from then."""
    support_leads_to: Mapped[str] = mapped_column(default="", server_default="")
    """What happens then; never that it is adopted."""
    support_owner: Mapped[str] = mapped_column(default="", server_default="")
    """Who sees to it: a unit of the administration."""
    support_due_days: Mapped[int] = mapped_column(default=30, server_default="30")
    """How many days they have for it."""
    source: Mapped[str] = mapped_column(default="")
    is_example: Mapped[bool] = mapped_column(default=False)
    handed_over_on: Mapped[date | None]
    created_at: Mapped[datetime]

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    kind: Mapped[ProcessKind] = relationship(lazy="joined", innerjoin=True)
    _loaded_phase: Mapped[Phase] = relationship(
        primaryjoin="foreign(Process.phase_id) == Phase.id", viewonly=True, lazy="joined", innerjoin=True
    )
    mandate: Mapped["Mandate"] = relationship(back_populates="process", lazy="raise_on_sql")
    tasks: Mapped[list["Task"]] = relationship(order_by="Task.number", lazy="raise_on_sql")

    @property
    def process_id(self) -> int:
        """Return its own id: whoever is staff of a process is staff of all that belongs to it."""
        return self.id

    @property
    def phase(self) -> Phase:
        """Return the phase it is in, also when it has been locked since it was loaded; mostly without a statement."""
        session = object_session(self)
        return session.get_one(Phase, self.phase_id) if session is not None else self._loaded_phase

    def is_open_for(self, what: Opens) -> bool:
        """Return whether its phase opens something to residents."""
        return what in self.phase.opens

    @property
    def is_over(self) -> bool:
        """Return whether the work has been handed over, or the process closed."""
        return self.state in OVER

    def state_at(self, now: datetime) -> ProcessState:
        """Return the process's state; nothing closes it but a person."""
        return self.state


class PhaseEntry(Base):
    """That a process entered a phase, and when."""

    __tablename__ = "phase_entry"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    entered_at: Mapped[datetime]

    phase: Mapped[Phase] = relationship(lazy="raise_on_sql")


class Capacity(enum.Enum):
    """As what an organisation takes part in a process; whose process it is stands on the process."""

    PARTNER = "partner"
    COORDINATOR = "coordinator"
    FUNDER = "funder"
    OPERATOR = "operator"
    ADVISER = "adviser"


class Participation(Base):
    """An organisation that takes part in a process, and as what: said, never assumed."""

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("process_id", "organisation_id", "capacity"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    capacity: Mapped[Capacity]
    about: Mapped[str] = mapped_column(default="")
    """What it does in it, as the staff say it."""

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class Mandate(Base):
    """The kommissorium: what the council asks for; approved by a body at an agenda item."""

    __tablename__ = "mandate"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), unique=True)
    background: Mapped[str]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"))
    approved_on: Mapped[date | None]
    item_number: Mapped[int | None]

    process: Mapped[Process] = relationship(back_populates="mandate", lazy="raise_on_sql")
    approved_by: Mapped[Body | None] = relationship(lazy="raise_on_sql")

    @property
    def council(self) -> str:
        """Return what the body that approved it was called when it did; nothing where none has."""
        if self.approved_by is None or self.approved_on is None:
            return ""
        return self.approved_by.named_on(self.approved_on).name


class Task(Base):
    """One assignment of the mandate, and in the end how it was met."""

    __tablename__ = "task"
    __table_args__ = (UniqueConstraint("process_id", "number"),)

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    number: Mapped[int]
    heading: Mapped[str]
    text: Mapped[str]
    answer: Mapped[str | None]


class TaskTie(Base):
    """A group that works on a task, a section that answers it, or a meeting that dealt with it."""

    __tablename__ = "task_tie"
    __table_args__ = (
        UniqueConstraint("task_id", "kind", "thing_id"),
        Index("ix_task_tie_kind_thing_id", "kind", "thing_id"),
    )

    id: Mapped[Id]
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    """No foreign key: groups, sections and meetings are further up."""

    task: Mapped[Task] = relationship(lazy="raise_on_sql")

    @property
    def ref(self) -> Ref:
        """Return what the task is tied to."""
        return Ref(self.kind, self.thing_id)


class SeatQuota(Base):
    """How many seats a category has in a process."""

    __tablename__ = "seat_quota"
    __table_args__ = (
        UniqueConstraint("process_id", "category"),
        CheckConstraint("seats > 0", name="seats"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    category: Mapped[SeatCategory]
    seats: Mapped[int]

    appointments: Mapped[list["Appointment"]] = relationship(
        back_populates="quota", order_by="Appointment.seat", lazy="raise_on_sql"
    )


class Way(enum.Enum):
    """How a seat was filled."""

    APPOINTED = "appointed"
    ELECTED = "elected"
    NOMINATED = "nominated"
    DRAWN = "drawn"


class Appointment(Base):
    """A member on a seat. A name the source does not give is empty, never invented.

    The seat's number is the slot key: two people cannot hold one seat at once. A seat beyond the quota, or a day
    before the mandate's approval, needs an override whose reason stays visible.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        some_rows("uq_appointment_seat", "quota_id", "seat", condition="ended_on IS NULL", unique=True),
        Index("ix_appointment_quota_id", "quota_id", "seat"),
    )

    id: Mapped[Id]
    quota_id: Mapped[int] = mapped_column(ForeignKey("seat_quota.id"))
    seat: Mapped[int]
    name: Mapped[str]
    affiliation: Mapped[str] = mapped_column(default="")
    way: Mapped[Way] = mapped_column(default=Way.APPOINTED, server_default=Way.APPOINTED.value)
    appointed_on: Mapped[date]
    item_number: Mapped[int | None]
    ended_on: Mapped[date | None]
    ended_because: Mapped[str] = mapped_column(default="")
    """Why the member left the seat."""
    override_reason: Mapped[str | None]
    is_invented: Mapped[bool] = mapped_column(default=False)

    quota: Mapped[SeatQuota] = relationship(back_populates="appointments", lazy="raise_on_sql")


class Audience(Base):
    """Somebody a process wants to reach (målgruppe), and how they have been, where they have."""

    __tablename__ = "audience"
    __table_args__ = (UniqueConstraint("process_id", "name"), CheckConstraint("name <> ''", name="name"))

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    name: Mapped[str]
    reached: Mapped[str] = mapped_column(default="")
    """How they were reached: at which meeting, how many. Nothing while they are missing."""


class Milestone(Base):
    """Something that happened on the way and that no other room records: a visit, a talk."""

    __tablename__ = "milestone"

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    happened_on: Mapped[date]
    precision: Mapped[Precision]
    until_on: Mapped[date | None]
    heading: Mapped[str]
    text: Mapped[str]
    is_example: Mapped[bool] = mapped_column(default=False)
