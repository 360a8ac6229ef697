"""A programme that money comes from, the plans made under it with budget and approvals, and what was learnt in them."""

import enum
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.areas.models import Area
from civic.bodies.models import Body
from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.db.frozen import freeze
from civic.decisions.models import Decision
from civic.kernel.trace import Kind, Ref
from civic.papers.models import Paper
from civic.people.models import Organisation, Unit
from civic.processes.models import Process
from civic.voting.models import Ballot


class ProgrammeState(enum.Enum):
    """Whether plans can be made under a programme."""

    DRAFT = "draft"
    IN_FORCE = "in_force"


class Gate(enum.Enum):
    """Who has to approve a plan (godkendelse), side by side; the fund comes last.

    Source: Helsingør's page on helhedsplaner: political committees and council, the housing organisations with their
    elected residents, and the steering group; "afslutningsvis" Landsbyggefonden.
    """

    MUNICIPALITY = "municipality"
    HOUSING = "housing"
    STEERING = "steering"
    FUND = "fund"


BEFORE_FUND = (Gate.MUNICIPALITY, Gate.HOUSING, Gate.STEERING)


class Programme(Base):
    """What a fund gives money for in a period (bevillingsramme): its themes, its share and its gates, as one version.

    What plans were made under stays as it was; what is new is another version that replaces it.
    """

    __tablename__ = "programme"
    __table_args__ = (
        CheckConstraint("name <> '' AND funder <> '' AND calls_plan <> ''", name="named"),
        CheckConstraint("share_of > 0 AND share >= 0 AND share <= share_of", name="share"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="in_order"),
    )

    id: Mapped[Id]
    name: Mapped[str]
    funder: Mapped[str]
    calls_plan: Mapped[str]
    """What a plan is called in it: boligsocial helhedsplan, samarbejdsaftale."""
    about: Mapped[str] = mapped_column(default="")
    duration: Mapped[str] = mapped_column(default="")
    """How long a plan lasts, in words: typisk 3-4 år."""
    share: Mapped[int]
    share_of: Mapped[int]
    """The least local part of the whole budget, as a fraction: 1 of 4."""
    asks_municipality: Mapped[bool] = mapped_column(default=True)
    asks_housing: Mapped[bool] = mapped_column(default=True)
    asks_steering: Mapped[bool] = mapped_column(default=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    """The last day on which a plan can be begun under it, where that is known."""
    source: Mapped[str] = mapped_column(default="")
    """From where its rules are known."""
    version: Mapped[int] = mapped_column(default=1)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), unique=True)
    state: Mapped[ProgrammeState] = mapped_column(default=ProgrammeState.DRAFT)

    themes: Mapped[list["ProgrammeTheme"]] = relationship(
        back_populates="programme",
        order_by="ProgrammeTheme.position",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
    )
    replaces: Mapped["Programme | None"] = relationship(remote_side="Programme.id", lazy="raise_on_sql")

    @property
    def told(self) -> tuple[object, ...]:
        """Return what it says, for whoever changes it or puts it in force."""
        share = (self.share, self.share_of, *self.gates, self.starts_on, self.ends_on)
        themes = (part for one in self.themes for part in (one.name, one.about))
        return (self.name, self.funder, self.calls_plan, self.about, self.duration, *share, self.source, *themes)

    @property
    def local_share(self) -> Fraction:
        """Return the least local part of the whole budget."""
        return Fraction(self.share, self.share_of)

    @property
    def gates(self) -> tuple[Gate, ...]:
        """Return who has to approve a plan before the fund does."""
        asked = (self.asks_municipality, self.asks_housing, self.asks_steering)
        return tuple(one for one, is_asked in zip(BEFORE_FUND, asked, strict=True) if is_asked)

    def is_over(self, day: date) -> bool:
        """Return whether it was in force, and no plan can be begun under it any more."""
        return self.state is ProgrammeState.IN_FORCE and self.ends_on is not None and self.ends_on < day

    def is_for(self, day: date) -> bool:
        """Return whether a plan can be begun under it on a day."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)

    def state_at(self, now: datetime) -> ProgrammeState:
        """Return the state."""
        return self.state


class ProgrammeTheme(Base):
    """One of a programme's themes (indsatsområde, tema), in its order and in plain words."""

    __tablename__ = "programme_theme"
    __table_args__ = (
        UniqueConstraint("programme_id", "name"),
        CheckConstraint("name <> ''", name="name"),
    )

    id: Mapped[Id]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    position: Mapped[int]
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")

    programme: Mapped[Programme] = relationship(back_populates="themes", lazy="raise_on_sql")


class PlanState(enum.Enum):
    """How far a plan is."""

    PREPARING = "preparing"
    IN_APPROVAL = "in_approval"
    """It has a version that those who approve it are asked about."""
    SUBMITTED = "submitted"
    """It lies with the fund, which comes last."""
    RUNNING = "running"
    REFUSED = "refused"
    ENDED = "ended"


class SocialMasterPlan(Base):
    """A housing-social plan (boligsocial helhedsplan): what is done in some areas for some years, by whom, for what."""

    __tablename__ = "social_master_plan"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("first_day IS NULL OR last_day IS NULL OR first_day <= last_day", name="in_order"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"), index=True)
    state: Mapped[PlanState] = mapped_column(default=PlanState.PREPARING)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    """The unit that is responsible for coordinating it."""
    takes_part: Mapped[str] = mapped_column(default="")
    """How residents can take part."""
    number: Mapped[int] = mapped_column(default=0)
    """The number of its newest version; 0 before there is one."""
    submitted_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    anchored: Mapped[str] = mapped_column(default="")
    """How what worked lives on after it (forankring)."""
    created_at: Mapped[datetime]
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    programme: Mapped[Programme] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")

    @property
    def ref(self) -> Ref:
        """Return what it is called in links and comments."""
        return Ref(Kind.PLAN, self.id)

    @property
    def told(self) -> tuple[object, ...]:
        """Return what is told of it by itself, for whoever changes just that."""
        days = (self.first_day, self.last_day)
        return (self.title, self.about, *days, self.unit_id, self.takes_part)

    def state_at(self, now: datetime) -> PlanState:
        """Return the state; nothing moves a plan on but a person."""
        return self.state


class OfPlan:
    """What belongs to a plan."""

    told_by: tuple[str, ...] = ()
    """The columns that say what it is."""

    @property
    def told(self) -> tuple[object, ...]:
        """Return what it says, for whoever changes just that."""
        return tuple(getattr(self, name) for name in self.told_by)


class PlanArea(Base):
    """An area that a plan is for, as it is written now; what its newest version says is tied to the plan itself."""

    __tablename__ = "plan_area"
    __table_args__ = (UniqueConstraint("plan_id", "area_id"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)

    area: Mapped[Area] = relationship(lazy="raise_on_sql")


class PlanOrganisation(OfPlan, Base):
    """A housing organisation that a plan is made with; which area is whose is entered with the areas."""

    __tablename__ = "plan_organisation"
    __table_args__ = (UniqueConstraint("plan_id", "organisation_id"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    told_by = ("organisation_id",)


class Effort(OfPlan, Base):
    """What is done under one of the plan's themes (indsats): what, by whom, and how residents take part."""

    __tablename__ = "effort"
    __table_args__ = (CheckConstraint("title <> ''", name="title"), Index("ix_effort_plan_id", "plan_id", "id"))

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("programme_theme.id"), index=True)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    responsible: Mapped[str] = mapped_column(default="")
    takes_part: Mapped[str] = mapped_column(default="")

    theme: Mapped[ProgrammeTheme] = relationship(lazy="raise_on_sql")
    told_by = ("theme_id", "title", "about", "responsible", "takes_part")


class SourceKind(enum.Enum):
    """Where money comes from."""

    FUND = "fund"
    LOCAL = "local"
    OTHER = "other"


class FinancingSource(OfPlan, Base):
    """Who pays: the fund, the municipality, a housing organisation, somebody else."""

    __tablename__ = "financing_source"
    __table_args__ = (UniqueConstraint("plan_id", "name"), CheckConstraint("name <> ''", name="name"))

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    name: Mapped[str]
    kind: Mapped[SourceKind]

    told_by = ("name", "kind")


class LineKind(enum.Enum):
    """Whether it is paid in money or in hours of one's own."""

    CASH = "cash"
    OWN_HOURS = "own_hours"


class FinancingLine(OfPlan, Base):
    """What one source pays for one effort, or for the plan as a whole, in one year; in øre."""

    __tablename__ = "financing_line"
    __table_args__ = (
        Index("ix_financing_line_plan_id", "plan_id", "id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(kind = 'own_hours') = (hours IS NOT NULL)", name="hours"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    year: Mapped[int]
    effort_id: Mapped[int | None] = mapped_column(ForeignKey("effort.id"), index=True)
    paid_by_id: Mapped[int] = mapped_column(ForeignKey("financing_source.id"), index=True)
    kind: Mapped[LineKind]
    hours: Mapped[int | None]
    amount: Mapped[int] = mapped_column(BigInteger)
    """In øre; of hours of one's own what they are counted as."""
    note: Mapped[str] = mapped_column(default="")

    told_by = ("year", "effort_id", "paid_by_id", "kind", "hours", "amount", "note")


class AgreementKind(enum.Enum):
    """What sort of agreement binds those who carry a plan."""

    COOPERATION = "cooperation"
    STRATEGIC = "strategic"
    PARTIAL = "partial"
    """About one focus area (delaftale), under another agreement."""


class Agreement(OfPlan, Base):
    """What those who carry a plan have agreed (samarbejdsaftale, strategisk aftale, delaftale)."""

    __tablename__ = "agreement"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint("(kind = 'partial') = (parent_id IS NOT NULL)", name="under"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agreement.id"), index=True)
    kind: Mapped[AgreementKind]
    title: Mapped[str]
    parties: Mapped[str] = mapped_column(default="")
    about: Mapped[str] = mapped_column(default="")
    agreed_on: Mapped[date | None]
    ends_on: Mapped[date | None]

    told_by = ("parent_id", "kind", "title", "parties", "about", "agreed_on", "ends_on")


class SeatPart(enum.Enum):
    """What somebody is in a plan."""

    DIALOGUE = "dialogue"
    """Spoke along before there was an application ("forberedes i dialog med")."""
    STEERING = "steering"
    SECRETARIAT = "secretariat"
    PROJECT_LEADER = "project_leader"
    STAFF = "staff"


class PlanSeat(OfPlan, Base):
    """Somebody, or some organisation, with a part in a plan, and from when to when."""

    __tablename__ = "plan_seat"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("starts_on IS NULL OR ends_on IS NULL OR starts_on <= ends_on", name="in_order"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"), index=True)
    part: Mapped[SeatPart]
    name: Mapped[str]
    stands_for: Mapped[str] = mapped_column(default="")
    """Title and organisation at the time."""
    profile: Mapped[str] = mapped_column(default="")
    """What they do in it, and how one reaches them."""
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())

    told_by = ("part", "name", "stands_for", "profile", "starts_on", "ends_on")


class PlanVersion(Base):
    """A plan as those who approve it were asked about it: numbered, and never changed."""

    __tablename__ = "plan_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    number: Mapped[int]
    content: Mapped[str]
    """All that it says, as `content.Content` in JSON."""
    summary: Mapped[str]
    """What was changed since the version before, and why."""
    issued_at: Mapped[datetime]

    plan: Mapped[SocialMasterPlan] = relationship(lazy="raise_on_sql")


freeze(Base.metadata.tables["plan_version"])


class ApprovalStep(OfPlan, Base):
    """One of those who have to approve a plan, and since when they have been asked."""

    __tablename__ = "approval_step"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("body_id IS NULL OR gate = 'municipality'", name="body"),
        CheckConstraint("(gate = 'housing') = (organisation_id IS NOT NULL)", name="organisation"),
        CheckConstraint("NOT is_residents OR gate = 'housing'", name="residents"),
        CheckConstraint("(gate = 'municipality') = (body_id IS NOT NULL)", name="political"),
        UniqueConstraint("plan_id", "body_id"),
        UniqueConstraint("plan_id", "organisation_id", "is_residents"),
        some_rows("uq_approval_step_fund", "plan_id", condition="gate = 'fund'", unique=True),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    gate: Mapped[Gate]
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    is_residents: Mapped[bool] = mapped_column(default=False)
    """Whether it is the organisation's residents who are asked (beboerdemokrati), not its board."""
    name: Mapped[str]
    """Who it is: Boliggårdens afdelingsmøde, Økonomiudvalget."""
    asked_on: Mapped[date | None]

    plan: Mapped[SocialMasterPlan] = relationship(lazy="raise_on_sql")
    body: Mapped[Body | None] = relationship(lazy="raise_on_sql")
    approvals: Mapped[list["Approval"]] = relationship(
        back_populates="step", order_by="Approval.id", lazy="raise_on_sql"
    )
    told_by = ("name", "asked_on")


class Approval(Base):
    """What somebody made of one version of a plan: on which day, in which body, by which document."""

    __tablename__ = "approval"
    __table_args__ = (
        Index("ix_approval_step_id", "step_id", "id"),
        CheckConstraint("body <> ''", name="body"),
        CheckConstraint(
            "document <> '' OR paper_id IS NOT NULL OR ballot_id IS NOT NULL OR decision_id IS NOT NULL",
            name="document",
        ),
    )

    id: Mapped[Id]
    step_id: Mapped[int] = mapped_column(ForeignKey("approval_step.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    is_yes: Mapped[bool]
    decided_on: Mapped[date]
    body: Mapped[str]
    """Who decided, as it is called that day: afdelingsmødet, styregruppen."""
    document: Mapped[str] = mapped_column(default="")
    """Where it stands: minutes, a letter, with its number."""
    paper_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), index=True)
    ballot_id: Mapped[int | None] = mapped_column(ForeignKey("ballot.id"), index=True)
    """The vote in which residents said it."""
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    said: Mapped[str] = mapped_column(default="")
    """Conditions, reasons, how many voted which way."""
    entered_at: Mapped[datetime]

    step: Mapped[ApprovalStep] = relationship(back_populates="approvals", lazy="raise_on_sql")
    version: Mapped[PlanVersion] = relationship(lazy="raise_on_sql")
    paper: Mapped[Paper | None] = relationship(lazy="raise_on_sql")
    ballot: Mapped[Ballot | None] = relationship(lazy="raise_on_sql")
    decision: Mapped[Decision | None] = relationship(lazy="raise_on_sql")
    upheld: Mapped[list["UpheldApproval"]] = relationship(lazy="raise_on_sql", order_by="UpheldApproval.version_id")

    @property
    def told(self) -> tuple[object, ...]:
        """Return what it says, for whoever corrects just that."""
        return (self.is_yes, self.decided_on, self.body, self.document, self.paper_id, self.ballot_id, self.said)

    @property
    def is_closed(self) -> bool:
        """Return whether it was decided behind closed doors: nobody is told when, by whom and how."""
        return self.decision is not None and self.decision.case is not None and self.decision.case.is_closed

    def counts_for(self, version_id: int) -> bool:
        """Return whether it is an approval of a version: it was given to it, or still stands with it."""
        return self.version_id == version_id or any(one.version_id == version_id for one in self.upheld)


class UpheldApproval(Base):
    """An approval still stands with a later version, and why: what was changed does not touch what was approved."""

    __tablename__ = "upheld_approval"
    __table_args__ = (
        UniqueConstraint("approval_id", "version_id"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Id]
    approval_id: Mapped[int] = mapped_column(ForeignKey("approval.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("plan_version.id"), index=True)
    reason: Mapped[str]


class PlanEvent(OfPlan, Base):
    """What has happened in a plan, in one of its efforts or areas where it was there."""

    __tablename__ = "plan_event"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text"),
        Index("ix_plan_event_plan_id_happened_on", "plan_id", "happened_on", "id"),
    )

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"))
    effort_id: Mapped[int | None] = mapped_column(ForeignKey("effort.id"), index=True)
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    happened_on: Mapped[date]
    text: Mapped[str]

    told_by = ("effort_id", "area_id", "happened_on", "text")


class LessonState(enum.Enum):
    """Whether others may read what was learnt."""

    DRAFT = "draft"
    PUBLISHED = "published"
    TAKEN_BACK = "taken_back"


class Lesson(Base):
    """What was tried, and what came of it (erfaringsudveksling), with whom to ask: here, or somewhere else."""

    __tablename__ = "lesson"
    __table_args__: Any = (CheckConstraint("title <> '' AND tried <> '' AND came_of_it <> ''", name="said"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("social_master_plan.id"), index=True)
    """The plan whose staff entered it."""
    state: Mapped[LessonState] = mapped_column(default=LessonState.DRAFT)
    title: Mapped[str]
    theme: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    """In which area or municipality."""
    tried: Mapped[str]
    came_of_it: Mapped[str]
    contact: Mapped[str] = mapped_column(default="")
    """Who can be asked: a unit, an organisation."""
    created_at: Mapped[datetime]
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())

    plan: Mapped[SocialMasterPlan] = relationship(lazy="raise_on_sql")

    @property
    def is_published(self) -> bool:
        """Return whether it is published and holds."""
        return self.state is LessonState.PUBLISHED

    @property
    def told(self) -> tuple[object, ...]:
        """Return what it says, for whoever changes or publishes just that."""
        return (self.title, self.theme, self.place, self.tried, self.came_of_it, self.contact)

    def state_at(self, now: datetime) -> LessonState:
        """Return the state."""
        return self.state
