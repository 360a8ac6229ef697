"""What may be done with an account and with the roles in a place."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Standing, Workflow, anyone, standing
from civic.people.models import (
    ErasureRequest,
    Organisation,
    Person,
    PersonState,
    Place,
    RequestState,
    RoleAssignment,
    RoleRequest,
)

UNCONFIRMED, ACTIVE, CLOSED = PersonState.UNCONFIRMED, PersonState.ACTIVE, PersonState.CLOSED


class PeopleVerb(enum.Enum):
    """What is done with an account, and with the roles in an organisation."""

    REGISTER = "register"
    CONFIRM = "confirm"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    ASK_FOR_LINK = "ask_for_link"
    SET_PASSWORD = "set_password"
    CHANGE_PASSWORD = "change_password"
    END_SESSIONS = "end_sessions"
    CHANGE_LANGUAGE = "change_language"
    CHANGE_PACE = "change_pace"
    STOP_MAILS = "stop_mails"
    READ_NOTIFICATIONS = "read_notifications"
    PROTECT_NAME = "protect_name"
    SHOW_NAME = "show_name"
    CLOSE = "close"
    ADD_FACTOR = "add_factor"
    REMOVE_FACTOR = "remove_factor"
    MAKE_CODES = "make_codes"
    PROVE = "prove"
    READ_ROLES = "read_roles"
    READ_SECURITY = "read_security"
    GRANT_ROLE = "grant_role"
    ASK_ROLE = "ask_role"
    READ_REQUEST = "read_request"
    ASK_ERASURE = "ask_erasure"
    READ_ERASURE = "read_erasure"
    DECIDE_ERASURE = "decide_erasure"
    GIVE_ROLE = "give_role"
    DECLINE_ROLE = "decline_role"
    END_ROLE = "end_role"
    SET_HEARINGS = "set_hearings"


def is_self(actor: Actor, person: Person) -> bool:
    """The person whose account it is."""
    return actor.is_person(person.id)


def is_private(actor: Actor, person: Person) -> bool:
    """The person whose account it is, who acts for nobody else: in no office, body, process or facilitator's role."""
    return is_self(actor, person) and all(is_for_oneself(one.role, one.scope) for one in actor.held)


def is_for_oneself(role: Role, scope: Scope) -> bool:
    """Return whether who has a role decides and speaks for nobody else by it: an author, or a group's member."""
    return scope is Scope.PROPOSAL or (scope is Scope.GROUP and role is Role.MEMBER)


def has_own_name(person: Person) -> bool:
    """They are known by their own name."""
    return not person.is_protected


def is_protected(person: Person) -> bool:
    """They are known by a pseudonym."""
    return person.is_protected


def is_admin(actor: Actor, organisation: Organisation) -> bool:
    """An administrator of the municipality, or of the organisation itself."""
    return bool(actor.places(Role.ADMIN, Scope.MUNICIPALITY)) or actor.holds(
        Role.ADMIN, Scope.ORGANISATION, organisation.id
    )


PERSON: Workflow[PersonState, PeopleVerb, Person] = Workflow(
    "An account",
    {
        PeopleVerb.REGISTER: [Line(when={UNCONFIRMED}, who=anyone)],
        PeopleVerb.CONFIRM: [Line(when={UNCONFIRMED}, who=anyone, then=ACTIVE)],  # who holds the link
        PeopleVerb.SIGN_IN: [Line(when={ACTIVE}, who=anyone)],  # who knows the password or holds the link
        PeopleVerb.SIGN_OUT: [Line(who=is_self)],
        PeopleVerb.ASK_FOR_LINK: [Line(when={UNCONFIRMED, ACTIVE}, who=anyone)],
        PeopleVerb.SET_PASSWORD: [Line(when={UNCONFIRMED, ACTIVE}, who=anyone, then=ACTIVE)],  # who holds the link
        PeopleVerb.CHANGE_PASSWORD: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.END_SESSIONS: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.CHANGE_LANGUAGE: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.CHANGE_PACE: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.READ_NOTIFICATIONS: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.STOP_MAILS: [Line(when={ACTIVE}, who=anyone)],  # who holds the link that their mails carry
        PeopleVerb.ADD_FACTOR: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.REMOVE_FACTOR: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.MAKE_CODES: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.PROVE: [Line(when={ACTIVE}, who=is_self)],
        PeopleVerb.PROTECT_NAME: [Line(when={ACTIVE}, who=is_private, only=has_own_name)],
        PeopleVerb.SHOW_NAME: [Line(when={ACTIVE}, who=is_self, only=is_protected)],
        PeopleVerb.CLOSE: [Line(when={ACTIVE}, who=is_self, then=CLOSED)],
    },
    state=Person.state_at,
)


ORGANISATION: Workflow[Standing, PeopleVerb, Organisation] = Workflow(
    "An organisation",
    {
        PeopleVerb.READ_ROLES: [Line(who=is_admin)],
        PeopleVerb.READ_SECURITY: [Line(who=is_admin)],
        PeopleVerb.GRANT_ROLE: [Line(who=is_admin)],
        PeopleVerb.ASK_ROLE: [Line(who=is_admin)],
        PeopleVerb.END_ROLE: [Line(who=is_admin)],
        PeopleVerb.SET_HEARINGS: [Line(who=is_admin)],
    },
    state=standing,
)


OFFICES_IN = frozenset({Scope.MUNICIPALITY, Scope.ORGANISATION})


def takes_two(role: Role, scope: Scope, *, is_heard: bool) -> bool:
    """Return whether a role is given by two persons.

    That is an office in the organisation, a process's case officer's, and a seat in a body that is being heard: what
    two persons must do elsewhere (redact, erase) would else take one, with a second account of their own.
    """
    return scope in OFFICES_IN or is_heard or (scope is Scope.PROCESS and role is Role.CASE_OFFICER)


def ends_by_two(actor: Actor, held: RoleAssignment, place: Place) -> bool:
    """Return whether a role ends by two: another administrator's, or another's seat in a body that is being heard."""
    is_admin = held.role is Role.ADMIN and held.scope in OFFICES_IN
    return (is_admin or place.is_heard) and not actor.is_person(held.person_id)


def is_another_admin(actor: Actor, request: RoleRequest) -> bool:
    """An administrator who did not ask for it, and whose role it is not."""
    is_one = any(one.role is Role.ADMIN and one.scope is Scope.MUNICIPALITY for one in actor.held)
    return is_one and not actor.is_person(request.asked_by_id) and not actor.is_person(request.person_id)


OVERSEERS = {
    Scope.MUNICIPALITY: frozenset({Role.ADMIN}),
    Scope.ORGANISATION: frozenset({Role.ADMIN}),
    Scope.UNIT: frozenset({Role.COORDINATOR}),
    Scope.BODY: frozenset({Role.CHAIR, Role.SECRETARY}),
    Scope.PROCESS: frozenset({Role.CASE_OFFICER}),
    Scope.GROUP: frozenset({Role.FACILITATOR}),
    Scope.PROPOSAL: frozenset(),
}
"""Who of a place is told of the roles in it, and may be the second person for one."""


def oversees_place(actor: Actor, request: RoleRequest) -> bool:
    """The body's chair or secretary, or the process's case officer, who did not ask for it and whose role it is not."""
    is_one = actor.holds_one_of(OVERSEERS[request.scope], request.scope, request.scope_id)
    return is_one and not actor.is_person(request.asked_by_id) and not actor.is_person(request.person_id)


def whose_role_ends(actor: Actor, request: RoleRequest) -> bool:
    """Whose role it is, where it is to end."""
    return request.is_ending and actor.is_person(request.person_id)


def asked_for_it(actor: Actor, request: RoleRequest) -> bool:
    """The administrator who asked for it."""
    return actor.is_person(request.asked_by_id)


ROLE_REQUEST: Workflow[RequestState, PeopleVerb, RoleRequest] = Workflow(
    "A role that takes two",
    {
        PeopleVerb.READ_REQUEST: [
            Line(who=is_another_admin),
            Line(who=oversees_place),
            Line(who=whose_role_ends),
            Line(who=asked_for_it),
        ],
    }
    | {
        verb: [
            Line(when={RequestState.ASKED}, who=is_another_admin),
            Line(when={RequestState.ASKED}, who=oversees_place),
            Line(when={RequestState.ASKED}, who=whose_role_ends),
        ]
        for verb in (PeopleVerb.GIVE_ROLE, PeopleVerb.END_ROLE)
    }
    | {
        PeopleVerb.DECLINE_ROLE: [
            Line(when={RequestState.ASKED}, who=is_another_admin),
            Line(when={RequestState.ASKED}, who=oversees_place),
            Line(when={RequestState.ASKED}, who=whose_role_ends),
            Line(when={RequestState.ASKED}, who=asked_for_it),
        ],
    },
    state=RoleRequest.state_at,
)


KEEPING = frozenset({Role.CASE_OFFICER, Role.ADMIN})
"""Whose roles in the organisation let them decide what is erased."""


def is_keeper(actor: Actor) -> bool:
    """Return whether somebody keeps the organisation's records."""
    return any(one.scope is Scope.MUNICIPALITY and one.role in KEEPING for one in actor.held)


def keeps_records(actor: Actor, request: ErasureRequest) -> bool:
    """A case officer or administrator of the organisation, whose words they are not."""
    return is_keeper(actor) and not actor.is_person(request.person_id)


def wrote_it(actor: Actor, request: ErasureRequest) -> bool:
    """Whoever wrote the words."""
    return actor.is_person(request.person_id)


ERASURE: Workflow[RequestState, PeopleVerb, ErasureRequest] = Workflow(
    "Words that are to be erased",
    {
        PeopleVerb.ASK_ERASURE: [Line(when={RequestState.ASKED}, who=wrote_it)],
        PeopleVerb.READ_ERASURE: [Line(who=keeps_records), Line(who=wrote_it)],
        PeopleVerb.DECIDE_ERASURE: [Line(when={RequestState.ASKED}, who=keeps_records)],
    },
    state=ErasureRequest.state_at,
)
