"""What may be done with an account and with the roles in a place."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone
from civic.people.models import Organisation, Person, PersonState

UNCONFIRMED, ACTIVE, CLOSED = PersonState.UNCONFIRMED, PersonState.ACTIVE, PersonState.CLOSED


class Verb(enum.Enum):
    """What is done with an account."""

    REGISTER = "register"
    CONFIRM = "confirm"
    SIGN_IN = "sign_in"
    SIGN_OUT = "sign_out"
    ASK_FOR_LINK = "ask_for_link"
    SET_PASSWORD = "set_password"
    CHANGE_LANGUAGE = "change_language"
    CLOSE = "close"


class OrganisationVerb(enum.Enum):
    """What is done with the roles of an organisation."""

    READ_ROLES = "read_roles"
    GRANT_ROLE = "grant_role"
    END_ROLE = "end_role"
    ADD_BODY = "add_body"
    CHANGE_BODY = "change_body"
    SET_HEARINGS = "set_hearings"
    START_PROCESS = "start_process"


def is_self(actor: Actor, person: Person) -> bool:
    """The person whose account it is."""
    return actor.is_person(person.id)


def is_admin(actor: Actor, organisation: Organisation) -> bool:
    """An administrator of the organisation."""
    return actor.holds(Role.ADMIN, Scope.ORGANISATION, organisation.id)


def is_officer(actor: Actor, organisation: Organisation) -> bool:
    """A case officer of the organisation."""
    return actor.holds(Role.CASE_OFFICER, Scope.ORGANISATION, organisation.id)


PERSON: Workflow[PersonState, Verb, Person] = Workflow(
    {
        Verb.REGISTER: [Line(when={UNCONFIRMED}, who=anyone)],
        Verb.CONFIRM: [Line(when={UNCONFIRMED}, who=anyone, then=ACTIVE)],  # who holds the link
        Verb.SIGN_IN: [Line(when={ACTIVE}, who=anyone)],  # who knows the password or holds the link
        Verb.SIGN_OUT: [Line(who=is_self)],
        Verb.ASK_FOR_LINK: [Line(when={UNCONFIRMED, ACTIVE}, who=anyone)],
        Verb.SET_PASSWORD: [Line(when={UNCONFIRMED, ACTIVE}, who=anyone, then=ACTIVE)],  # who holds the link
        Verb.CHANGE_LANGUAGE: [Line(when={ACTIVE}, who=is_self)],
        Verb.CLOSE: [Line(when={ACTIVE}, who=is_self, then=CLOSED)],
    },
    state=Person.state_at,
)


class OrganisationState(enum.Enum):
    """An organisation has one state: it is there."""

    ACTIVE = "active"


ORGANISATION: Workflow[OrganisationState, OrganisationVerb, Organisation] = Workflow(
    {
        OrganisationVerb.READ_ROLES: [Line(who=is_admin)],
        OrganisationVerb.GRANT_ROLE: [Line(who=is_admin)],
        OrganisationVerb.END_ROLE: [Line(who=is_admin)],
        OrganisationVerb.ADD_BODY: [Line(who=is_admin)],
        OrganisationVerb.CHANGE_BODY: [Line(who=is_admin)],
        OrganisationVerb.SET_HEARINGS: [Line(who=is_admin)],
        OrganisationVerb.START_PROCESS: [Line(who=is_officer)],
    },
    state=lambda organisation, now: OrganisationState.ACTIVE,
)
