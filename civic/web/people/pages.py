"""What the pages about accounts and roles show."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from flask import current_app, g
from flask_babel import gettext as _

from civic.bodies.models import Body
from civic.bodies.queries import bodies, body
from civic.config import Settings
from civic.groups.models import Group
from civic.groups.queries import all_groups, group
from civic.http.identity import half_token, site
from civic.http.sifting import Field
from civic.kernel import outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.trace import Ref
from civic.organisations.queries import organisations, partner, unit, units_now
from civic.people import factors, queries, security
from civic.people.factors import Site
from civic.people.models import (
    ErasureRequest,
    Passkey,
    Person,
    Place,
    RoleAssignment,
    RoleRequest,
    SecurityEvent,
    SecurityKind,
    SignInSession,
)
from civic.people.workflow import ERASURE, KEEPING, PERSON, ROLE_REQUEST, PeopleVerb
from civic.privacy import own
from civic.processes.queries import owner_of, title_of, titles
from civic.responses.queries import is_heard
from civic.said import held as said_of
from civic.said.choices import persons
from civic.said.wording import unit_name, word
from civic.web.people.forms import (
    AppForm,
    ChangePasswordForm,
    CloseForm,
    CodeForm,
    ErasureForm,
    HearingDaysForm,
    LanguageForm,
    NewPasskeyForm,
    PasskeyForm,
    ProveForm,
    RoleForm,
    SignInForm,
)

FAILED = timedelta(days=30)
"""How long mails that were given up are shown."""


@dataclass(frozen=True)
class SignInPage:
    """Sign in by password, link or, in the demo, one click."""

    template: ClassVar[str] = "people/sign_in.html"
    form: SignInForm
    demo: Sequence["Tryable"]
    """The demo's persons, by what they do."""
    kept: tuple[tuple[str, str], ...] = ()
    options: str = ""
    """What the browser needs for a passkey, as JSON; empty where the site can have none."""
    passkey: PasskeyForm | None = None


@dataclass(frozen=True)
class Tryable:
    """Persons of the demo who do the same kind of thing: the municipality's, the councils', the residents."""

    heading: str
    persons: Sequence[tuple[Person, str]]
    """Each with what they are: chair of Handicaprådet."""


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
    gives_roles: bool
    """Whether they are administrator of the municipality or of an organisation it works with."""
    keeps_records: bool
    may_protect: bool
    may_show: bool
    """Whether their name can be kept back, or shown again."""


@dataclass(frozen=True)
class DataRow:
    """One row that is held of somebody: when it is from, what it says, and its facts by their names."""

    at: datetime | None
    said: str
    facts: tuple[tuple[str, str], ...]
    erase: tuple[str, int] | None = None
    """The kind and number of words whose erasure can be asked for."""


@dataclass(frozen=True)
class ErasuresPage:
    """What people want erased; for those who keep the records."""

    template: ClassVar[str] = "people/erasures.html"
    requests: Sequence[ErasureRequest]


@dataclass(frozen=True)
class ErasurePage:
    """Words that somebody wants erased, where they stand, and what was decided."""

    template: ClassVar[str] = "people/erasure.html"
    request: ErasureRequest
    thing: Ref
    form: ErasureForm | None


@dataclass(frozen=True)
class DataPage:
    """Everything that is held of oneself, table by table."""

    template: ClassVar[str] = "people/data.html"
    sections: Sequence[tuple[str, str, Sequence[DataRow], bool]]
    """The name of a table, why its rows are kept, the rows, and whether these are all."""


@dataclass(frozen=True)
class SecondPage:
    """The second factor that is still missing, or a passkey that did not fit."""

    template: ClassVar[str] = "people/second.html"
    next: str
    kept: tuple[tuple[str, str], ...]
    code: CodeForm
    passkey: PasskeyForm | None
    options: str
    """What the browser needs for a passkey, as JSON; empty where the site can have none."""
    is_half: bool
    """Whether a code is asked for, of somebody whose password was right."""


@dataclass(frozen=True)
class ProvePage:
    """What one proves again who one is with."""

    template: ClassVar[str] = "people/prove.html"
    next: str
    kept: tuple[tuple[str, str], ...]
    password: ProveForm | None
    code: CodeForm | None
    passkey: PasskeyForm | None
    options: str


@dataclass(frozen=True)
class FactorsPage:
    """One's own second factors."""

    template: ClassVar[str] = "people/factors.html"
    has_app: bool
    app: AppForm
    address: str
    """What the picture of the new app's key says."""
    key: str
    passkeys: Sequence[Passkey]
    passkey: NewPasskeyForm | None
    options: str
    codes_left: int
    is_required: bool


@dataclass(frozen=True)
class CodesPage:
    """New recovery codes, shown once."""

    template: ClassVar[str] = "people/codes.html"
    codes: Sequence[str]


@dataclass(frozen=True)
class SecurityPage:
    """What happened with accounts; for administrators."""

    template: ClassVar[str] = "people/security.html"
    events: Sequence[SecurityEvent]
    more: int | None
    """The id after which older lines stand."""
    failed: Sequence[tuple[str, datetime]]
    """Mails that were given up: whose they were, nobody's for an address without an account, and when."""
    is_cut: bool
    """Whether more were given up than are told of."""
    has_scanner: bool
    needs_second: bool
    knows_leaked: bool


@dataclass(frozen=True)
class RequestPage:
    """A role that takes two persons."""

    template: ClassVar[str] = "people/request.html"
    request: RoleRequest
    asked_by: str
    place: Place
    may: dict[str, bool]


@dataclass(frozen=True)
class RolesPage:
    """Who holds which role where; for administrators."""

    template: ClassVar[str] = "people/roles.html"
    roles: Sequence[RoleAssignment]
    next_before: int | None
    places: dict[tuple[Scope, int], str]
    form: RoleForm
    days: HearingDaysForm
    bodies: Sequence[Body]
    requests: Sequence[RoleRequest]
    """Roles that wait for a second person."""
    is_all: bool
    """Whether the reader is the municipality's administrator, and not an organisation's alone."""
    words: str
    role: Role | None

    @property
    def fields(self) -> list[Field]:
        """Return what the list of roles can be narrowed by, for its sieve."""
        roles = [("", _("all")), *((one.value, word(one)) for one in Role)]
        return [
            ("words", "words", _("A person or a place"), self.words, ()),
            ("choice", "role", _("Role"), self.role.value if self.role else "", roles),
        ]

    @property
    def asked(self) -> dict[str, str]:
        """Return how they were asked for, for the address of the next page."""
        return {name: str(value) for _kind, name, _label, value, _choices in self.fields if value}


def sign_in_page(
    context: Context, form: SignInForm, kept: tuple[tuple[str, str], ...] = (), *, demo: bool
) -> SignInPage:
    """Return the sign-in page, with the demo's persons where there are any."""
    return SignInPage(form, _tryable(context) if demo else (), kept, _options(context), PasskeyForm(formdata=None))


WORKS_HERE = frozenset({Role.ADMIN, Role.CASE_OFFICER, Role.FACILITATOR})


def _tryable(context: Context) -> list[Tryable]:
    persons: dict[Person, list[RoleAssignment]] = {}
    for held in queries.invented_persons(context):
        persons.setdefault(held.person, []).append(held)
    names = {one.id: one.name for one in bodies(context)}
    found: dict[str, list[tuple[Person, str]]] = {
        _("Who works for the municipality"): [],
        _("Who sits in a council"): [],
        _("Who lives here"): [],
    }
    works, sits, lives = found.values()
    for person, roles in persons.items():
        said = dict.fromkeys(_role_in(one, names) for one in roles)
        kind = works if any(one.role in WORKS_HERE for one in roles) else lives
        if any(one.scope is Scope.BODY for one in roles):
            kind = sits
        kind.append((person, ", ".join(said)))
    return [Tryable(heading, them) for heading, them in found.items() if them]


def _role_in(held: RoleAssignment, names: Mapping[int, str]) -> str:
    role = word(held.role).lower()
    if held.scope is Scope.BODY and held.scope_id in names:
        return _("%(role)s of %(body)s", role=role, body=names[held.scope_id])
    return role


def _options(context: Context) -> str:
    here = site()
    return factors.request_options(context, here) if here.has_passkeys else ""


def second_page(
    address: str,
    kept: tuple[tuple[str, str], ...] = (),
    *,
    code: CodeForm | None = None,
    passkey: PasskeyForm | None = None,
) -> SecondPage:
    """Return the page that asks for the second factor."""
    options = _options(g.context)
    code = code or CodeForm(formdata=None)
    return SecondPage(address, kept, code, passkey or PasskeyForm(formdata=None), options, bool(half_token()))


def prove_page(
    context: Context,
    address: str,
    kept: tuple[tuple[str, str], ...] = (),
    form: ProveForm | CodeForm | PasskeyForm | None = None,
) -> ProvePage:
    """Return the page on which one proves again who one is, or Refusal(NOT_YOURS) for a visitor."""
    person = queries.own_account(context)
    has_second = factors.has_factor(context, person)
    password = code = passkey = None
    if has_second:
        code = form if isinstance(form, CodeForm) else CodeForm(formdata=None)
        passkey = form if isinstance(form, PasskeyForm) else PasskeyForm(formdata=None)
    elif person.password_hash is not None:
        password = form if isinstance(form, ProveForm) else ProveForm(formdata=None)
    return ProvePage(address, kept, password, code, passkey, _options(context) if has_second else "")


def factors_page(
    context: Context, here: Site, nonce: str, *, app: AppForm | None = None, passkey: NewPasskeyForm | None = None
) -> FactorsPage:
    """Return the actor's own second factors, or Refusal(NOT_YOURS) for a visitor."""
    person = queries.own_account(context)
    app = app or AppForm(formdata=None, nonce=nonce)
    options = factors.creation_options(context, here) if here.has_passkeys else ""
    return FactorsPage(
        has_app=bool(person.app_nonce),
        app=app,
        address=factors.app_address(here, person.id, nonce, person.email or ""),
        key=" ".join(re.findall("....", factors.app_key(here, person.id, nonce))),
        passkeys=factors.passkeys(context, person.id),
        passkey=passkey or NewPasskeyForm(formdata=None) if options else None,
        options=options,
        codes_left=factors.codes_left(context, person.id),
        is_required=bool(g.get("lacks_second")),
    )


def data_page(context: Context) -> DataPage:
    """Return everything that is held of the actor, fifty rows of each table; Refusal(NOT_YOURS) for a visitor."""
    return DataPage(
        [
            (
                said_of.table(one.table),
                said_of.why(one.table),
                [_row(one.table, each) for each in one.rows],
                one.is_whole,
            )
            for one in sorted(own.sections(context), key=lambda each: said_of.place(each.table))
        ]
    )


MOST_PLACES = 500
"""Places whose names have the words that are looked for; of a larger number none is likelier than another."""
MANY_ROLES = 100
"""On one page."""
_WORDS = ("title", "text", "heading", "name", "quote", "reason", "template", "verb", "role", "kind", "purpose")
_TIMES = ("at", "posted_at", "submitted_at", "received_at", "created_at", "began_at", "cast_at", "since", "asked_at",
          "written_at", "seen_at")  # fmt: skip


def _row(table: str, row: own.Row) -> DataRow:
    when = next((str(row[one]) for one in _TIMES if row.get(one)), "")
    said = next((str(row[one]) for one in _WORDS if row.get(one)), "")
    for kind in (Role, SecurityKind):
        if said in {one.value for one in kind}:
            said = word(kind(said))
    facts = tuple((name, str(value)) for name, value in row.items() if value not in (None, ""))
    try:
        at = datetime.fromisoformat(when).replace(tzinfo=UTC) if when else None
    except ValueError:
        at = None
    is_asked_of = table in own.ASKED_OF.values()
    return DataRow(at, said, facts, (table, int(row["id"])) if is_asked_of else None)


def erasures_page(context: Context) -> ErasuresPage:
    """Return what people want erased, or Refusal(NOT_FOUND) for those who keep no records."""
    return ErasuresPage(queries.erasures(context))


def erasure_page(context: Context, request_id: int, form: ErasureForm | None = None) -> ErasurePage:
    """Return words that somebody wants erased, or Refusal(NOT_FOUND) for those whom it does not concern."""
    found = queries.erasure(context, request_id)
    may = ERASURE.may(context, PeopleVerb.DECIDE_ERASURE, found)
    return ErasurePage(found, Ref(found.kind, found.thing_id), (form or ErasureForm()) if may else None)


def security_page(context: Context, *, before: int | None) -> SecurityPage:
    """Return fifty lines of the security log, or Refusal(NOT_FOUND) for all but administrators."""
    found = security.events(context, before=before, at_most=51)
    settings: Settings = current_app.extensions["civic_settings"]
    given_up = outbox.failed(context.session, context.now - FAILED, at_most=101)
    names = queries.names_of(context, {one.to_person_id for one in given_up if one.to_person_id is not None})
    return SecurityPage(
        events=found[:50],
        more=found[49].id if len(found) > 50 else None,
        failed=[(names.get(one.to_person_id or 0, ""), one.failed_at) for one in given_up[:100] if one.failed_at],
        is_cut=len(given_up) > 100,
        has_scanner=bool(settings.clamd),
        needs_second=settings.require_second_factor,
        knows_leaked=settings.leaked_passwords is not None,
    )


def request_page(context: Context, request_id: int) -> RequestPage:
    """Return a role that somebody asked for, or Refusal(NOT_FOUND) for those whom it does not concern."""
    found = queries.role_request(context, request_id)
    asker = context.session.get(Person, found.asked_by_id)
    place = place_of(context, found.scope, found.scope_id)
    return RequestPage(found, asker.name if asker else "", place, ROLE_REQUEST.allowed(context, found))


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
    is_admin = any(one.role is Role.ADMIN and one.scope is Scope.MUNICIPALITY for one in roles)
    gives_roles = any(one.role is Role.ADMIN for one in roles)
    keeps = any(one.scope is Scope.MUNICIPALITY and one.role in KEEPING for one in roles)
    if person.password_hash is not None:
        password = password or ChangePasswordForm(formdata=None)
    sessions = queries.own_sessions(context, token)
    may_protect, may_show = (
        PERSON.may(context, verb, person) for verb in (PeopleVerb.PROTECT_NAME, PeopleVerb.SHOW_NAME)
    )
    return AccountPage(
        person=person,
        roles=roles,
        language=language,
        close=close or CloseForm(formdata=None),
        password=password,
        sessions=sessions,
        is_admin=is_admin,
        gives_roles=gives_roles,
        keeps_records=keeps,
        may_protect=may_protect,
        may_show=may_show,
    )


def roles_page(
    context: Context,
    form: RoleForm | None = None,
    days: HearingDaysForm | None = None,
    *,
    words: str = "",
    role: Role | None = None,
    before: int | None = None,
) -> RolesPage:
    """Return a hundred roles and the forms for more, or Refusal(NOT_FOUND) for all but administrators."""
    admins = queries.administered(context)
    own = queries.municipality(context)
    is_all = own in admins
    places = _places(context, None if is_all else [one.id for one in admins])
    sought = words.casefold().split()
    there = [key for key, name in places.items() if sought and all(one in name.casefold() for one in sought)]
    within = None if is_all else list(places)
    found = queries.role_assignments(
        context, words=words, role=role, places=there[:MOST_PLACES], within=within, before=before
    )
    form = form or RoleForm(formdata=None)
    form.place.choices = place_choices(places)
    if form.person.errors and is_all:  # a partner names its people whole: who lives here is not its to look up
        form.person.found = persons(context, form.person.data or "")
    days = days or HearingDaysForm(formdata=None, days=own.shortest_hearing, reads_twice=own.reads_twice)
    days.shows(*own.hearing_rules, now=str(own.shortest_hearing))
    return RolesPage(
        found[:MANY_ROLES],
        found[MANY_ROLES - 1].id if len(found) > MANY_ROLES else None,
        places,
        form,
        days,
        bodies(context),
        [one for one in queries.open_requests(context) if is_all or (one.scope, one.scope_id) in places],
        is_all,
        words,
        role,
    )


def place_of(context: Context, scope: Scope, scope_id: int) -> Place:
    """Return where a role is held, or Refusal(NOT_FOUND)."""
    if scope is Scope.MUNICIPALITY:
        return Place(scope, scope_id, queries.municipality(context).name)
    if scope is Scope.ORGANISATION:
        found = partner(context, scope_id)
        return Place(scope, scope_id, found.name, organisation_id=found.id)
    if scope is Scope.UNIT:
        of = unit(context, scope_id)
        return Place(scope, scope_id, unit_name(of), organisation_id=of.organisation_id)
    if scope is Scope.BODY:
        return Place(scope, scope_id, body(context, scope_id).name, is_heard(context, scope_id))
    if scope is Scope.PROCESS:
        return Place(scope, scope_id, title_of(context, scope_id), organisation_id=owner_of(context, scope_id))
    within = group(context, scope_id)
    return Place(scope, scope_id, group_name(within), organisation_id=within.process.organisation_id)


def group_name(found: Group) -> str:
    """Return a group's name with its process's."""
    return f"{found.process.title}: {found.title}"


def place_choices(places: dict[tuple[Scope, int], str]) -> list[tuple[str, str]]:
    """Return the places as choices."""
    return [(f"{scope.value}:{number}", name) for (scope, number), name in places.items()]


def _places(context: Context, owners: Collection[int] | None) -> dict[tuple[Scope, int], str]:
    """Return where roles can be held: in some organisations and what is theirs, or everywhere."""
    own = queries.municipality(context)
    places = {(Scope.MUNICIPALITY, own.id): own.name} if owners is None else {}
    if owners is None:
        places |= {(Scope.BODY, one.id): one.name for one in bodies(context)}
    places |= {(Scope.PROCESS, number): title for number, title in titles(context, owners).items()}
    for each in all_groups(context):
        if owners is None or each.process.organisation_id in owners:
            places[Scope.GROUP, each.id] = group_name(each)
    for one in organisations(context):
        if one.id != own.id and (owners is None or one.id in owners):
            places[Scope.ORGANISATION, one.id] = one.name
    for of in units_now(context):
        if owners is None or of.organisation_id in owners:
            places[Scope.UNIT, of.id] = unit_name(of)
    return places


def places(context: Context) -> dict[tuple[Scope, int], str]:
    """Return where the actor gives roles, by name; for administrators only."""
    admins = queries.administered(context)
    return _places(context, None if queries.municipality(context) in admins else [one.id for one in admins])
