"""Persons, organisations and bodies, the roles that tie them together, and sign-in."""

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.kernel.actor import Role, Scope


class BodyKind(enum.Enum):
    """What kind of body: who decides, who prepares, who is heard."""

    COUNCIL = "council"
    FINANCE_COMMITTEE = "finance_committee"
    STANDING_COMMITTEE = "standing_committee"
    ADVISORY_COUNCIL = "advisory_council"


class Topic(enum.Enum):
    """Whom a matter touches, and so which body should be heard about it.

    Source: retssikkerhedsloven sections 30 and 37 a, integrationsloven section 42, and local agreements.
    """

    DISABILITY = "disability"
    OLDER_PEOPLE = "older_people"
    INTEGRATION = "integration"
    LOCAL = "local"
    SCHOOLS = "schools"
    STAFF = "staff"
    YOUTH = "youth"
    VULNERABLE = "vulnerable"


class Entitlement(enum.Enum):
    """Why a body is heard: the law says so, an agreement says so, or it is asked."""

    STATUTORY = "statutory"
    AGREED = "agreed"
    OPEN = "open"


class PersonState(enum.Enum):
    """Where an account is in its life."""

    UNCONFIRMED = "unconfirmed"
    ACTIVE = "active"
    CLOSED = "closed"


class Organisation(Base):
    """A municipality, housing organisation or association that owns processes."""

    __tablename__ = "organisation"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(unique=True)
    shortest_hearing: Mapped[int] = mapped_column(default=14)
    """Days a hearing lasts at least; a shorter one needs a written reason. There is no general rule in law."""


class Body(Base):
    """A council, committee or advisory council (råd) of an organisation; its name may hold for a time only."""

    __tablename__ = "body"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str]
    kind: Mapped[BodyKind]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    topic: Mapped[Topic | None]
    entitlement: Mapped[Entitlement] = mapped_column(default=Entitlement.OPEN)


class Person(Base):
    """Somebody with an account. A closed account keeps its id and loses everything that names the person."""

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_state_name", "state", "name", "id"),)

    id: Mapped[Id]
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    password_hash: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="da")
    state: Mapped[PersonState] = mapped_column(default=PersonState.UNCONFIRMED)
    is_invented: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    def state_at(self, now: datetime) -> PersonState:
        """Return the account's state."""
        return self.state


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
        Index(
            "uq_role_assignment_held",
            "person_id",
            "role",
            "scope",
            "scope_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
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

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class SignInSession(Base):
    """One signed-in browser. The cookie holds the token, the table its hash; signing out deletes the row."""

    __tablename__ = "sign_in_session"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


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
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
