"""What the pages about accounts and roles show."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from civic.groups.queries import all_groups
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.people import queries
from civic.people.models import Body, Person, RoleAssignment, SignInSession
from civic.processes.queries import processes
from civic.said.wording import sort_key
from civic.web.people.forms import (
    BodyForm,
    ChangePasswordForm,
    CloseForm,
    HearingDaysForm,
    LanguageForm,
    RoleForm,
    SignInForm,
)


@dataclass(frozen=True)
class SignInPage:
    """Sign in by password, link or, in the demo, one click."""

    template: ClassVar[str] = "people/sign_in.html"
    form: SignInForm
    demo: Sequence[tuple[Person, list[RoleAssignment]]]
    kept: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ResumePage:
    """What was typed before the session ended, ready to be sent."""

    template: ClassVar[str] = "people/resume.html"
    address: str
    kept: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SentPage:
    """That a mail is on its way, if the address is known."""

    template: ClassVar[str] = "people/sent.html"
    heading: str
    said: str


@dataclass(frozen=True)
class AccountPage:
    """One's own account."""

    template: ClassVar[str] = "people/account.html"
    person: Person
    roles: Sequence[RoleAssignment]
    language: LanguageForm
    close: CloseForm
    password: ChangePasswordForm | None
    """Where there is a password to change."""
    sessions: Sequence[tuple[SignInSession, bool]]
    is_admin: bool


@dataclass(frozen=True)
class RolesPage:
    """Who holds which role where; for administrators."""

    template: ClassVar[str] = "people/roles.html"
    roles: Sequence[RoleAssignment]
    places: dict[tuple[Scope, int], str]
    form: RoleForm
    body: BodyForm
    days: HearingDaysForm
    bodies: Sequence[Body]


def sign_in_page(
    context: Context, form: SignInForm, kept: tuple[tuple[str, str], ...] = (), *, demo: bool
) -> SignInPage:
    """Return the sign-in page, with the demo's persons where there are any."""
    persons: dict[Person, list[RoleAssignment]] = {}
    for held in queries.invented_persons(context) if demo else ():
        persons.setdefault(held.person, []).append(held)
    return SignInPage(form, list(persons.items()), kept)


def account_page(
    context: Context,
    token: str,
    *,
    language: LanguageForm | None = None,
    close: CloseForm | None = None,
    password: ChangePasswordForm | None = None,
) -> AccountPage:
    """Return the actor's own account."""
    person = queries.own_account(context)
    if language is None:
        language = LanguageForm(formdata=None, language=person.language)
    roles = queries.roles_of(context, person.id)
    is_admin = any(one.role.value == "admin" for one in roles)
    if person.password_hash is not None:
        password = password or ChangePasswordForm(formdata=None)
    sessions = queries.own_sessions(context, token)
    return AccountPage(person, roles, language, close or CloseForm(formdata=None), password, sessions, is_admin)


def roles_page(
    context: Context,
    form: RoleForm | None = None,
    body: BodyForm | None = None,
    days: HearingDaysForm | None = None,
) -> RolesPage:
    """Return every role and the forms for more, or Refusal(NOT_FOUND) for all but administrators."""
    found = queries.role_assignments(context)
    places = _places(context)
    form = form or RoleForm(formdata=None)
    form.person_id.choices = person_choices(context)
    form.place.choices = place_choices(places)
    days = days or HearingDaysForm(formdata=None, days=queries.organisation(context).shortest_hearing)
    return RolesPage(found, places, form, body or BodyForm(formdata=None), days, queries.bodies(context))


def place_choices(places: dict[tuple[Scope, int], str]) -> list[tuple[str, str]]:
    """Return the places as choices."""
    return [(f"{scope.value}:{number}", name) for (scope, number), name in places.items()]


def _places(context: Context) -> dict[tuple[Scope, int], str]:
    owner = queries.organisation(context)
    places = {(Scope.ORGANISATION, owner.id): owner.name}
    places |= {(Scope.BODY, one.id): one.name for one in queries.bodies(context)}
    for process in processes(context, at_most=200):
        places[Scope.PROCESS, process.id] = process.full_title
    for group in all_groups(context):
        places[Scope.GROUP, group.id] = f"{group.process.title}: {group.title}"
    return places


def places(context: Context) -> dict[tuple[Scope, int], str]:
    """Return where roles can be held, by name; for administrators only."""
    queries.role_assignments(context)
    return _places(context)


def person_choices(context: Context) -> list[tuple[int, str]]:
    """Return the persons a role can be given to, sorted as Danes sort."""
    if not context.actor.is_signed_in:
        raise Refusal(Reason.NOT_FOUND)
    persons = sorted(queries.active_persons(context), key=lambda one: sort_key(one.name))
    return [(one.id, one.name) for one in persons]
