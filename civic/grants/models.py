"""A scheme that money is given by, what is applied for, how that is judged, and what the money went to."""

import enum
from datetime import date, datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.decisions.models import Decision
from civic.files.uploads import Upload
from civic.kernel.trace import Kind, Ref
from civic.people.models import Person, Unit
from civic.processes.models import Process


class SchemeState(enum.Enum):
    """Whether a scheme takes applications."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class GrantScheme(Base):
    """What money is given for in a period, by which goals and criteria (pulje, principper for støtte)."""

    __tablename__ = "grant_scheme"
    __table_args__ = (
        CheckConstraint("title <> '' AND administration <> ''", name="named"),
        CheckConstraint("first_year <= last_year", name="in_order"),
        CheckConstraint("appropriation IS NULL OR appropriation > 0", name="appropriation"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    state: Mapped[SchemeState] = mapped_column(default=SchemeState.DRAFT)
    title: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    mission: Mapped[str] = mapped_column(default="")
    """What its goals are to serve, and whose mission that is."""
    administration: Mapped[str]
    """The administration that gives the money, and has to sit in steering groups: Socialforvaltningen."""
    first_year: Mapped[int]
    last_year: Mapped[int]
    appropriation: Mapped[int | None] = mapped_column(BigInteger)
    """What there is to give, in øre, where that is decided."""
    expires_on: Mapped[date | None]
    """The day on which the appropriation expires."""
    wish: Mapped[str] = mapped_column(default="")
    """What is wished for in the next budget (ønskeforslag)."""
    replaces: Mapped[str] = mapped_column(default="")
    """What it replaces, with day and reference."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("grant_scheme.id"), index=True)
    source: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    created_at: Mapped[datetime]
    closes_at: Mapped[datetime | None]
    """The instant at which the day after the last one for applications begins."""
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    points: Mapped[list["SchemePoint"]] = relationship(
        back_populates="scheme", order_by="SchemePoint.id", lazy="raise_on_sql"
    )
    criteria: Mapped[list["Criterion"]] = relationship(
        back_populates="scheme", order_by="Criterion.id", lazy="raise_on_sql"
    )

    @property
    def ref(self) -> Ref:
        """Return what it is called in links."""
        return Ref(Kind.SCHEME, self.id)

    told_by = (
        "title", "about", "mission", "administration", "first_year", "last_year", "appropriation", "expires_on",
        "wish", "replaces", "replaces_id", "source", "unit_id", "closes_at",
    )  # fmt: skip

    @property
    def told(self) -> tuple[object, ...]:
        """Return what it says of itself, for whoever changes just that."""
        return tuple(getattr(self, name) for name in self.told_by)

    def state_at(self, now: datetime) -> SchemeState:
        """Return the state the clock says: after its last day it takes no applications."""
        is_over = self.closes_at is not None and now >= self.closes_at
        return SchemeState.CLOSED if self.state is SchemeState.OPEN and is_over else self.state


class SchemePointKind(enum.Enum):
    """What sort of point of a scheme it is."""

    GOAL = "goal"
    FOCUS = "focus"
    """A concrete focus area (indsatsområde) under the goals."""
    TARGET_PRIMARY = "target_primary"
    TARGET_SECONDARY = "target_secondary"
    METHOD = "method"
    COST = "cost"
    """A kind of cost that can be supported: wages, rent."""
    ACTIVITY_MONEY = "activity_money"
    """Money for activities (aktivitetsmidler), which has to be accounted for."""


class SchemePoint(Base):
    """One goal, focus area, target group, method or kind of cost of a scheme, in its own words."""

    __tablename__ = "scheme_point"
    __table_args__ = (CheckConstraint("text <> ''", name="text"), Index("ix_scheme_point_scheme_id", "scheme_id", "id"))

    id: Mapped[Id]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("grant_scheme.id"))
    kind: Mapped[SchemePointKind]
    text: Mapped[str]

    scheme: Mapped[GrantScheme] = relationship(back_populates="points", lazy="raise_on_sql")
    told_by = ("kind", "text")


class Rank(enum.Enum):
    """How much a criterion weighs: without it no support, it counts in the assessment, or it is advice."""

    REQUIRED = "required"
    WEIGHTED = "weighted"
    ADVISORY = "advisory"


class Asks(enum.Enum):
    """Which part of an application a criterion looks at."""

    NEED = "need"
    GOALS = "goals"
    FOCUS = "focus"
    COMMON = "common"
    SUCCESS = "success"
    INDICATORS = "indicators"
    THEORY = "theory"
    LEADER = "leader"
    ANCHORING = "anchoring"
    STEERING = "steering"
    """The administration sits in the steering group."""
    COOPERATION = "cooperation"
    ACTIVITIES = "activities"
    """How activity money is relevant and anchored."""


class Criterion(Base):
    """What an application is judged by (kriterium), in the scheme's own words."""

    __tablename__ = "criterion"
    __table_args__ = (
        CheckConstraint("text <> '' AND heading <> ''", name="text"),
        CheckConstraint("rank <> 'required' OR lacking <> ''", name="lacking"),
        Index("ix_criterion_scheme_id", "scheme_id", "id"),
    )

    id: Mapped[Id]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("grant_scheme.id"))
    rank: Mapped[Rank]
    asks: Mapped[Asks]
    heading: Mapped[str]
    text: Mapped[str]
    lacking: Mapped[str] = mapped_column(default="")
    """What is said where a required one is not met: the rule's own words."""
    source: Mapped[str] = mapped_column(default="")

    scheme: Mapped[GrantScheme] = relationship(back_populates="criteria", lazy="raise_on_sql")
    told_by = ("rank", "asks", "heading", "text", "lacking", "source")


class ApplicationState(enum.Enum):
    """How far an application is."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    GRANTED = "granted"
    """Decided with a yes: the project runs, and accounts for what it spends."""
    REFUSED = "refused"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class GrantApplication(Base):
    """What somebody applies for under a scheme (ansøgning), and what became of it."""

    __tablename__ = "grant_application"
    __table_args__ = (
        CheckConstraint("title <> ''", name="title"),
        CheckConstraint(
            "(granted IS NULL) = (state IN ('draft', 'submitted', 'refused', 'withdrawn'))", name="granted"
        ),
        CheckConstraint("granted IS NULL OR (granted > 0 AND activity_money BETWEEN 0 AND granted)", name="sums"),
        CheckConstraint("returned >= 0", name="returned"),
        Index("ix_grant_application_scheme_id", "scheme_id", "state", "id"),
    )

    id: Mapped[Id]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("grant_scheme.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ApplicationState] = mapped_column(default=ApplicationState.DRAFT)
    title: Mapped[str]
    applicant: Mapped[str] = mapped_column(default="")
    """The organisation or group that applies."""
    summary: Mapped[str] = mapped_column(default="")
    """What everybody reads of it once it is granted."""
    need: Mapped[str] = mapped_column(default="")
    common: Mapped[str] = mapped_column(default="")
    """What residents have in common in it: an interest or a goal."""
    leader: Mapped[str] = mapped_column(default="")
    """What the project leader does."""
    anchoring: Mapped[str] = mapped_column(default="")
    cooperation: Mapped[str] = mapped_column(default="")
    """Which departments are bound to work along, and how."""
    activities: Mapped[str] = mapped_column(default="")
    """What activity money is for, and how that is anchored."""
    submitted_at: Mapped[datetime | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), index=True)
    granted: Mapped[int | None] = mapped_column(BigInteger)
    activity_money: Mapped[int] = mapped_column(BigInteger, default=0)
    """How much of what was granted is for activities, in øre."""
    conditions: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    returned: Mapped[int] = mapped_column(BigInteger, default=0)
    """What was paid back of the activity money, in øre."""
    learnt: Mapped[str] = mapped_column(default="")
    """What came of it, said when it was closed."""
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())

    scheme: Mapped[GrantScheme] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    decision: Mapped[Decision | None] = relationship(lazy="raise_on_sql")

    told_by = ("title", "applicant", "summary", "need", "common", "leader", "anchoring", "cooperation", "activities")

    @property
    def process_id(self) -> int:
        """Return the process it belongs to."""
        return self.scheme.process_id

    @property
    def ref(self) -> Ref:
        """Return what it is called in links."""
        return Ref(Kind.APPLICATION, self.id)

    @property
    def told(self) -> tuple[object, ...]:
        """Return what it says in its own texts, for whoever changes just that."""
        return tuple(getattr(self, name) for name in self.told_by)

    @property
    def open_decision(self) -> Decision | None:
        """Return the decision that settled it, where that was not made behind closed doors."""
        is_closed = self.decision is not None and self.decision.case is not None and self.decision.case.is_closed
        return None if is_closed else self.decision

    @property
    def is_public(self) -> bool:
        """Return whether everybody reads what the money goes to."""
        return self.state in {ApplicationState.GRANTED, ApplicationState.CLOSED}

    def state_at(self, now: datetime) -> ApplicationState:
        """Return the state; nothing moves an application on but a person."""
        return self.state


class AimedAt(Base):
    """An application works for one of the scheme's goals, or in one of its focus areas."""

    __tablename__ = "aimed_at"
    __table_args__ = (UniqueConstraint("application_id", "point_id"),)

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("grant_application.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("scheme_point.id"), index=True)


class ChainKind(enum.Enum):
    """Where in a theory of change something stands (forandringsteori)."""

    PROBLEM = "problem"
    ACTIVITY = "activity"
    SHORT_EFFECT = "short_effect"
    LONG_EFFECT = "long_effect"
    ASSUMPTION = "assumption"
    ACTOR = "actor"
    """Somebody else who matters for what is to come of it."""


CHAIN = (ChainKind.PROBLEM, ChainKind.ACTIVITY, ChainKind.SHORT_EFFECT, ChainKind.LONG_EFFECT)
"""What leads to what; assumptions and other actors stand beside it."""


class ChainLink(Base):
    """One link of an application's theory of change."""

    __tablename__ = "chain_link"
    __table_args__ = (
        CheckConstraint("text <> ''", name="text"),
        Index("ix_chain_link_application_id", "application_id", "id"),
    )

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("grant_application.id"))
    kind: Mapped[ChainKind]
    text: Mapped[str]
    told_by = ("kind", "text")


class SteeringSeat(Base):
    """Who sits in a project's steering group (styregruppe)."""

    __tablename__ = "steering_seat"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("grant_application.id"), index=True)
    name: Mapped[str]
    """The organisation, administration or group that sits there."""
    is_administration: Mapped[bool]
    """Whether it is the administration that gives the money."""
    told_by = ("name", "is_administration")


class CostLine(Base):
    """What is applied for, line by line, in øre."""

    __tablename__ = "cost_line"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"), CheckConstraint("text <> ''", name="text"))

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("grant_application.id"), index=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("scheme_point.id"), index=True)
    text: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)

    point: Mapped[SchemePoint] = relationship(lazy="raise_on_sql")
    told_by = ("point_id", "text", "amount")


class Assessment(Base):
    """What one person makes of an application (vurdering), or that they have an interest in it (inhabil)."""

    __tablename__ = "assessment"
    __table_args__ = (
        UniqueConstraint("application_id", "assessor_id"),
        CheckConstraint("NOT has_interest OR interest <> ''", name="interest"),
    )

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("grant_application.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    has_interest: Mapped[bool]
    interest: Mapped[str] = mapped_column(default="")
    said: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    assessor: Mapped[Person] = relationship(lazy="raise_on_sql")
    scores: Mapped[list["Score"]] = relationship(
        order_by="Score.criterion_id", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class Score(Base):
    """How far an application meets one criterion in somebody's eyes, from 0 to 5, and why."""

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_id"),
        CheckConstraint("points BETWEEN 0 AND 5", name="points"),
        CheckConstraint("reason <> ''", name="reason"),
    )

    id: Mapped[Id]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"), index=True)
    points: Mapped[int]
    reason: Mapped[str]


TO_LOOK_AT = "words_since IS NOT NULL OR photo_since IS NOT NULL"
"""Which activities wait for a look, in SQL."""


class GrantActivity(Base):
    """One activity that the money went to: when, how many came, for how long, and what was done."""

    __tablename__ = "grant_activity"
    __table_args__ = (
        CheckConstraint("title <> '' AND text <> ''", name="said"),
        CheckConstraint("participants >= 0 AND (minutes IS NULL OR minutes > 0)", name="counted"),
        Index("ix_grant_activity_application_id", "application_id", "held_on", "id"),
        some_rows("ix_grant_activity_to_look_at", "application_id", condition=TO_LOOK_AT),
    )

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("grant_application.id"))
    held_on: Mapped[date]
    title: Mapped[str]
    participants: Mapped[int]
    """How many; nobody is named."""
    minutes: Mapped[int | None]
    text: Mapped[str]
    words_since: Mapped[datetime | None]
    """Since when its words wait for a look, where they do: until then its author and the staff alone read them."""
    photo_since: Mapped[datetime | None]
    """Since when its photograph waits for a look."""
    consent: Mapped[str] = mapped_column(default="", server_default="")
    """Who can be recognised on its photograph and has agreed, or that nobody can: for the staff and its author."""

    told_by = ("held_on", "title", "participants", "minutes", "text")

    @property
    def ref(self) -> Ref:
        """Return what its photograph is of."""
        return Ref(Kind.ACTIVITY, self.id)

    @property
    def is_shown(self) -> bool:
        """Return whether everybody reads its words."""
        return self.words_since is None

    @property
    def to_look_at(self) -> bool:
        """Return whether somebody has to look at its words or its photograph before everybody sees them."""
        return self.words_since is not None or self.photo_since is not None


class AccountLine(Base):
    """What activity money was spent on (regnskabslinje), with its voucher, in øre."""

    __tablename__ = "account_line"
    __table_args__ = (
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("text <> '' AND voucher <> ''", name="said"),
        UniqueConstraint("application_id", "voucher", "text"),
        Index("ix_account_line_application_id", "application_id", "spent_on", "id"),
    )

    id: Mapped[Id]
    application_id: Mapped[int] = mapped_column(ForeignKey("grant_application.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("grant_activity.id"), index=True)
    spent_on: Mapped[date]
    text: Mapped[str]
    voucher: Mapped[str]
    amount: Mapped[int] = mapped_column(BigInteger)
    upload_id: Mapped[int | None] = mapped_column(ForeignKey("upload.id"), unique=True)
    """The voucher itself as a file, for those who work with the grant."""

    upload: Mapped[Upload | None] = relationship(lazy="raise_on_sql")

    told_by = ("activity_id", "spent_on", "text", "voucher", "amount")
