"""Persons and organisations, the roles that tie them together, and sign-in."""

import enum
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship, validates

from civic.db.base import Base, Id
from civic.db.finding import among, some_rows
from civic.kernel.actor import Role, Scope
from civic.kernel.trace import Kind


class PersonState(enum.Enum):
    """Where an account is in its life."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    CLOSED = "closed"


class OrganisationKind(enum.Enum):
    """What an organisation is: the municipality whose installation this is, or one that it works with."""

    MUNICIPALITY = "municipality"
    HOUSING = "housing_organisation"
    FUND = "fund"
    FOUNDATION = "foundation"
    STATE = "state"
    OTHER_MUNICIPALITY = "other_municipality"
    ASSOCIATION = "association"
    KNOWLEDGE_CENTRE = "knowledge_centre"
    OTHER = "other"


class Organisation(Base):
    """The municipality whose installation this is, or an organisation it works with; each may own processes."""

    __tablename__ = "organisation"
    __table_args__ = (
        some_rows(
            "uq_organisation_municipality",
            "kind",
            condition=among("kind", {OrganisationKind.MUNICIPALITY}),
            unique=True,
        ),
    )

    id: Mapped[Id]
    kind: Mapped[OrganisationKind] = mapped_column(default=OrganisationKind.OTHER)
    name: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str] = mapped_column(default="", server_default="")
    """What it does, for whoever does not know it."""
    web: Mapped[str] = mapped_column(default="", server_default="")
    """The address of its own site."""
    letterhead: Mapped[str] = mapped_column(default="", server_default="")
    """What stands at the head of what it gives out: its address, EAN and CVR, a line each."""
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())
    shortest_hearing: Mapped[int] = mapped_column(default=14)
    """Days a hearing lasts at least; a shorter one needs a written reason. There is no general rule in law."""
    reads_twice: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a second officer reads every answer to a remark before a hearing note is ready."""

    @property
    def scope(self) -> Scope:
        """Return in which scope its offices are held."""
        return Scope.MUNICIPALITY if self.kind is OrganisationKind.MUNICIPALITY else Scope.ORGANISATION

    @property
    def hearing_rules(self) -> tuple[object, ...]:
        """Return its own rules for hearings, for whoever changes just that."""
        return (self.shortest_hearing, self.reads_twice)


OFFICIAL_NAMES = [Organisation.name]
"""Columns of names that nobody may register under; a room above adds its own (`bodies`)."""


class Unit(Base):
    """A department, a secretariat or an office of an organisation, and how it is reached.

    A named person only with their consent, noted by day: a unit answers, and people change (GDPR article 6(1)(a)).
    """

    __tablename__ = "unit"
    __table_args__ = (
        UniqueConstraint("organisation_id", "name"),
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("contact_name = '' OR consented_on IS NOT NULL", name="consented"),
    )

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str]
    about: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    contact_name: Mapped[str] = mapped_column(default="")
    consented_on: Mapped[date | None]
    """The day on which the named person agreed to stand there."""
    closed_on: Mapped[date | None]
    """The last day on which there was such a unit; empty while there is."""

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")

    @property
    def organisation_kind(self) -> OrganisationKind:
        """Return what its organisation is."""
        return self.organisation.kind


class Share(Base):
    """A place that its owner lets the coordinators of a unit, a secretariat say, look into; ended, never deleted.

    `scope_id` carries no foreign key, as a role's does not (decision 3).
    """

    __tablename__ = "share"
    __table_args__ = (
        some_rows("uq_share_held", "unit_id", "scope", "scope_id", condition="ended_at IS NULL", unique=True),
        Index("ix_share_scope_scope_id", "scope", "scope_id"),
    )

    id: Mapped[Id]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    scope: Mapped[Scope]
    scope_id: Mapped[int]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class Person(Base):
    """Somebody with an account. A closed account keeps its id and loses everything that names the person."""

    __tablename__ = "person"
    __table_args__ = (
        Index("ix_person_state_name", "state", "name", "id"),
        Index("ix_person_begins", "state", "name", postgresql_ops={"name": "text_pattern_ops"}),
        Index("ix_person_last_begins", "state", "last_name", postgresql_ops={"last_name": "text_pattern_ops"}),
        some_rows("ix_person_unconfirmed", "created_at", condition=among("state", {PersonState.UNCONFIRMED})),
    )

    id: Mapped[Id]
    name: Mapped[str]
    last_name: Mapped[str] = mapped_column(default="", server_default="")
    """The last word of a name of several, by whose letters somebody is found too."""
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="da")
    state: Mapped[PersonState] = mapped_column(default=PersonState.UNCONFIRMED)
    is_invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    is_protected: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether `name` is a pseudonym, and their own name is kept apart (`KeptName`)."""
    app_nonce: Mapped[str] = mapped_column(default="")
    """What the key of the person's authenticator app is made from, with the site's secret; empty without an app."""
    app_step: Mapped[int] = mapped_column(default=0)
    """The half minute of the last code that was used; it and those before it are spent."""

    @validates("name")
    def _named(self, _key: str, name: str) -> str:
        words = name.split()
        self.last_name = words[-1] if len(words) > 1 else ""
        return name

    def state_at(self, now: datetime) -> PersonState:
        """Return the account's state."""
        return self.state


class KeptName(Base):
    """The name of somebody who is known by a pseudonym: read by nobody but with a line in the log."""

    __tablename__ = "kept_name"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    name: Mapped[str]
    since: Mapped[datetime]


class Addressed:
    """Somebody on a list of the staff, with or without an account; mixed into the list's table."""

    person_id: Mapped[int | None]
    email: Mapped[str]

    @declared_attr
    @classmethod
    def person(cls) -> Mapped[Person | None]:
        """Give the account, where there is one."""
        return relationship(Person, lazy="raise_on_sql", viewonly=True)

    @property
    def shown_email(self) -> str:
        """Return the address as the staff read it: none beside a pseudonym, which it would give away."""
        return "" if self.person is not None and self.person.is_protected else self.email


class Sender(Base):
    """Somebody who says something without having to have an account; the name can be kept back from the public."""

    __tablename__ = "sender"

    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    is_protected: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(default="")
    confirm_hash: Mapped[str | None] = mapped_column(unique=True)
    """What is stored of the token that was sent to the address; gone once it has been followed."""
    confirmed_at: Mapped[datetime | None]
    language: Mapped[str] = mapped_column(default="da")
    organisation: Mapped[str] = mapped_column(default="")
    verified_at: Mapped[datetime | None]
    verified_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    is_proved: Mapped[bool] = mapped_column(default=False)
    """Whether the name is that of a confirmed account, or was written down by the administration."""
    is_pseudonym: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether the name is the pseudonym of the account: the person's own is kept apart (`KeptName`)."""

    @property
    def is_nameless(self) -> bool:
        """Return whether it is kept from the public who they are: by no name, or by a pseudonym."""
        return self.is_protected or self.is_pseudonym

    @property
    def shown_organisation(self) -> str:
        """Return the organisation's name once it is verified that the sender speaks for it, else nothing."""
        return self.organisation if self.verified_at is not None else ""


class RoleAssignment(Base):
    """A role held in one place, from one moment to another.

    `scope_id` carries no foreign key: rooms look only down, and a place is closed, never deleted.
    """

    __tablename__ = "role_assignment"
    __table_args__ = (
        some_rows(
            "uq_role_assignment_held",
            "person_id",
            "role",
            "scope",
            "scope_id",
            condition="ended_at IS NULL",
            unique=True,
        ),
        Index("ix_role_assignment_person_id", "person_id"),
        Index("ix_role_assignment_scope_scope_id", "scope", "scope_id"),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    role: Mapped[Role]
    scope: Mapped[Scope]
    scope_id: Mapped[int]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    given_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who gave it alone; nobody where two did, or another room's deed."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])


class SignInSession(Base):
    """One signed-in browser. The cookie holds the token, the table its hash; signing out deletes the row."""

    __tablename__ = "sign_in_session"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    proved_at: Mapped[datetime]
    """When whoever sits there last proved who they are."""
    is_half: Mapped[bool] = mapped_column(default=False)
    """Whether the second factor is still missing; until then nobody is signed in."""
    has_second: Mapped[bool] = mapped_column(default=False)
    """Whether a second factor was shown, or a passkey, which is both."""

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Passkey(Base):
    """A key that a person's device keeps and proves without giving it away (W3C Web Authentication, level 2)."""

    __tablename__ = "passkey"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    credential: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str]
    """What its owner calls the device."""
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class RecoveryCode(Base):
    """A code for whoever has lost the second factor; each works once, the table holds its hash."""

    __tablename__ = "recovery_code"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class SecurityKind(enum.Enum):
    """What the security log tells of."""

    WRONG_PASSWORD = "wrong_password"
    WRONG_CODE = "wrong_code"
    TOO_MANY_TRIES = "too_many_tries"
    SIGNED_IN = "signed_in"
    RECOVERY_CODE_USED = "recovery_code_used"
    PASSWORD_CHANGED = "password_changed"
    FACTOR_ADDED = "factor_added"
    FACTOR_REMOVED = "factor_removed"
    SESSIONS_ENDED = "sessions_ended"
    ROLE_GIVEN = "role_given"
    ROLE_ENDED = "role_ended"
    ACCOUNT_CLOSED = "account_closed"


class SecurityEvent(Base):
    """One line of the security log: what happened with an account, when; no address, no name, nothing typed."""

    __tablename__ = "security_event"

    id: Mapped[Id]
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[SecurityKind]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whose account it is about; nobody's where none has the address that was tried."""

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


@dataclass(frozen=True)
class Place:
    """Where a role is held, as its caller has looked it up: its name, and whether it is a body that is being heard."""

    scope: Scope
    id: int
    name: str
    is_heard: bool = False
    organisation_id: int | None = None
    """The organisation it belongs to, where that is not the municipality."""


class RoleRequest(Base):
    """A role that takes two: one asks to give it, or to end it, and somebody else agrees.

    Whose role it is may agree to its end, and never to getting it; whoever asked may take it back.
    """

    __tablename__ = "role_request"
    __table_args__ = (
        CheckConstraint(
            "decided_by_id IS NULL OR NOT is_agreed OR"
            " (decided_by_id <> asked_by_id AND (is_ending OR decided_by_id <> person_id))",
            name="two_persons",
        ),
        some_rows(
            "uq_role_request_waiting",
            "person_id",
            "role",
            "scope",
            "scope_id",
            "is_ending",
            condition="decided_at IS NULL",
            unique=True,
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    scope: Mapped[Scope]
    scope_id: Mapped[int]
    is_ending: Mapped[bool] = mapped_column(default=False)
    """Whether the role is to end."""
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    is_agreed: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])

    def state_at(self, now: datetime) -> "RequestState":
        """Return whether somebody has decided."""
        return RequestState.ASKED if self.decided_at is None else RequestState.DECIDED


class Kept(enum.Enum):
    """Why words that somebody wants erased are kept (GDPR article 17(3); arkivloven sections 2 and 8)."""

    ARCHIVE = "archive"
    """They are a case's documents, which the municipality must keep."""
    OPEN_CASE = "open_case"
    """The case they belong to has not been decided."""
    OTHERS = "others"
    """Others' answers rest on them."""


class ErasureRequest(Base):
    """Words that their author wants erased: a proposal to whoever keeps the records, not a button."""

    __tablename__ = "erasure_request"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> person_id", name="another_person"),
        some_rows(
            "uq_erasure_request_waiting", "person_id", "kind", "thing_id", condition="decided_at IS NULL", unique=True
        ),
    )

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    why: Mapped[str]
    asked_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    ground: Mapped[Kept | None]
    """Why they are kept; none where they have been taken out."""
    reason: Mapped[str] = mapped_column(default="")

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])

    def state_at(self, now: datetime) -> "RequestState":
        """Return whether somebody has decided."""
        return RequestState.ASKED if self.decided_at is None else RequestState.DECIDED


FITTING = {
    Scope.MUNICIPALITY: (Role.ADMIN, Role.CASE_OFFICER),
    Scope.ORGANISATION: (Role.ADMIN, Role.CASE_OFFICER),
    Scope.UNIT: (Role.COORDINATOR,),
    Scope.BODY: (Role.CHAIR, Role.SECRETARY, Role.MEMBER),
    Scope.PROCESS: (Role.CASE_OFFICER, Role.FACILITATOR),
    Scope.GROUP: (Role.MEMBER, Role.FACILITATOR),
    Scope.PROPOSAL: (Role.AUTHOR,),
}
"""Which roles there are in which place."""


class RequestState(enum.Enum):
    """Where a request for a role, or for words to be erased, is."""

    ASKED = "asked"
    DECIDED = "decided"


class Purpose(enum.Enum):
    """What a one-time link is for."""

    CONFIRM = "confirm"
    SIGN_IN = "sign_in"
    RESET = "reset"


class OneTimeLink(Base):
    """A link sent by e-mail that works once, for a while; the table holds its hash."""

    __tablename__ = "one_time_link"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    purpose: Mapped[Purpose]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
