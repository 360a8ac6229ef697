"""Who is asking, as frozen data."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime


class Scope(enum.Enum):
    """Where a role is held; there are no roles everywhere.

    An office in the municipality whose installation this is reaches further than one in an organisation it works with:
    they are two scopes, so that no rule can take one for the other (decision 34).
    """

    MUNICIPALITY = "municipality"
    ORGANISATION = "organisation"
    UNIT = "unit"
    BODY = "body"
    PROCESS = "process"
    GROUP = "group"
    PROPOSAL = "proposal"


class Role(enum.Enum):
    """What a person may be in the municipality, an organisation, unit, body, process, group or proposal."""

    ADMIN = "admin"
    CASE_OFFICER = "case_officer"
    FACILITATOR = "facilitator"
    CHAIR = "chair"
    SECRETARY = "secretary"
    MEMBER = "member"
    COORDINATOR = "coordinator"
    AUTHOR = "author"


@dataclass(frozen=True)
class Held:
    """One role held in one place."""

    role: Role
    scope: Scope
    scope_id: int


@dataclass(frozen=True)
class Actor:
    """The person behind a request, or a visitor when `person_id` is None."""

    person_id: int | None = None
    name: str = ""
    language: str = "da"
    held: frozenset[Held] = field(default_factory=frozenset)
    receipt: str = ""
    """A receipt code shown with the request: whoever has it may do what its sender may."""
    place: str = ""
    """By what the code of a letter is found that was shown with the request: whoever has it votes from its place."""
    proved_at: datetime | None = None
    """When whoever sits there last proved who they are."""
    has_second: bool = False
    """Whether they showed a second factor when they signed in."""

    @property
    def is_signed_in(self) -> bool:
        """Return whether anybody in particular is asking."""
        return self.person_id is not None

    def is_person(self, person_id: int | None) -> bool:
        """Return whether the actor is this very person; a visitor is nobody."""
        return self.person_id is not None and self.person_id == person_id

    def holds(self, role: Role, scope: Scope, scope_id: int | None) -> bool:
        """Return whether the actor holds the role in just that place."""
        return scope_id is not None and Held(role, scope, scope_id) in self.held

    def holds_one_of(self, roles: Iterable[Role], scope: Scope, scope_id: int | None) -> bool:
        """Return whether the actor holds at least one of the roles in that place."""
        return any(self.holds(role, scope, scope_id) for role in roles)

    def places(self, role: Role, scope: Scope) -> frozenset[int]:
        """Return the ids of the places in which the actor holds the role."""
        return frozenset(h.scope_id for h in self.held if h.role is role and h.scope is scope)


VISITOR = Actor()
