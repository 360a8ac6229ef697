"""Finding persons, roles and signed-in sessions."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, false, or_, select, tuple_, union_all
from sqlalchemy.orm import joinedload

from civic.db.finding import begins, holds, is_among
from civic.kernel import mailbox
from civic.kernel.actor import Actor, Held, Role, Scope
from civic.kernel.context import Context
from civic.kernel.likeness import looks_like, skeleton
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.people.models import (
    OFFICIAL_NAMES,
    ErasureRequest,
    KeptName,
    OneTimeLink,
    Organisation,
    OrganisationKind,
    Person,
    PersonState,
    Place,
    Purpose,
    RoleAssignment,
    RoleRequest,
    Share,
    SignInSession,
)
from civic.people.sealing import digest
from civic.people.workflow import ERASURE, ORGANISATION, OVERSEERS, ROLE_REQUEST, PeopleVerb, is_keeper


def signed_in(context: Context, token: str) -> Actor | None:
    """Return whose live session a cookie's token stands for, with the roles held now, in one statement, or None."""
    rows = context.session.execute(_signed_in(), {"token": digest(token), "now": context.now}).all()
    if not rows:
        return None
    person_id, name, language, proved_at, has_second = rows[0][:5]
    held = frozenset(one for row in rows if row[5] is not None for one in _held(*row[5:]))
    return Actor(person_id, name, language, held, proved_at=proved_at, has_second=has_second)


@cache
def _signed_in() -> Select[int, str, str, datetime, bool, Role, Scope, int, Scope, int]:
    """Return what every request of somebody signed in asks."""
    held = and_(RoleAssignment.person_id == Person.id, _is_held())
    return (
        select(Person.id, Person.name, Person.language, SignInSession.proved_at, SignInSession.has_second, *_ROLE)
        .select_from(SignInSession)
        .join(SignInSession.person)
        .outerjoin(RoleAssignment, held)
        .outerjoin(Share, _is_shared())
        .where(SignInSession.token_hash == bindparam("token"), SignInSession.expires_at > _NOW)
        .where(Person.state == PersonState.ACTIVE, SignInSession.is_half.is_(False))
    )


OFFICES = ("sagsbehandler", "borgmester", "kommune", "forvaltning", "administrator", "sekretariat", "embedsmand")
"""Words in a name that nobody but the administration has."""


def is_borrowed(context: Context, name: str, organisation_name: str = "") -> bool:
    """Return whether a name looks like a body's, an organisation's, an office's or somebody's who works here.

    Whoever works here may use their own.
    """
    written, said = skeleton(name), f"{name} {organisation_name}"
    borne = [each for column in OFFICIAL_NAMES for each in context.session.scalars(select(column))]
    if any(looks_like(one, other) for one in (name, organisation_name) for other in borne):
        return True
    if any(skeleton(office) in written for office in OFFICES):
        return True
    working = select(Person.id, Person.name).join(RoleAssignment, RoleAssignment.person_id == Person.id)
    found = context.session.execute(working.where(RoleAssignment.role.in_(WORKING), RoleAssignment.ended_at.is_(None)))
    return bool(said.strip()) and any(
        written and written == skeleton(other) and not context.actor.is_person(person_id) for person_id, other in found
    )


WORKING = (Role.ADMIN, Role.CASE_OFFICER, Role.FACILITATOR, Role.SECRETARY, Role.CHAIR, Role.COORDINATOR)
"""Roles in which somebody speaks for the municipality or a body."""


def actor(context: Context, person: Person) -> Actor:
    """Return the person as an actor, with the roles held now."""
    held = select(*_ROLE).select_from(RoleAssignment).outerjoin(Share, _is_shared())
    rows = context.session.execute(held.where(RoleAssignment.person_id == person.id, _is_held()), {"now": context.now})
    return Actor(person.id, person.name, person.language, frozenset(one for row in rows for one in _held(*row)))


def _held(role: Role, scope: Scope, scope_id: int, shared: Scope | None, shared_id: int | None) -> Iterator[Held]:
    """Yield a role, and what a coordinator's unit has been let look into: the same role, there."""
    yield Held(role, scope, scope_id)
    if shared is not None and shared_id is not None:
        yield Held(role, shared, shared_id)


_ROLE = (RoleAssignment.role, RoleAssignment.scope, RoleAssignment.scope_id, Share.scope, Share.scope_id)
_NOW = bindparam("now", type_=RoleAssignment.began_at.type)


def _is_shared() -> ColumnElement[bool]:
    is_unit = and_(RoleAssignment.scope == Scope.UNIT, RoleAssignment.role == Role.COORDINATOR)
    return and_(is_unit, Share.unit_id == RoleAssignment.scope_id, Share.ended_at.is_(None))


def _is_held() -> ColumnElement[bool]:
    is_not_over = or_(RoleAssignment.ended_at.is_(None), RoleAssignment.ended_at > _NOW)
    return and_(RoleAssignment.began_at <= _NOW, is_not_over)


def own_account(context: Context) -> Person:
    """Return the actor's own person, or Refusal(NOT_YOURS) for a visitor."""
    found = context.session.get(Person, context.actor.person_id) if context.actor.is_signed_in else None
    if found is None:
        raise Refusal(Reason.NOT_YOURS)
    return found


def account(context: Context, person_id: int) -> Person:
    """Return somebody's account, or Refusal(NOT_FOUND); for whoever has a link that was sent to them."""
    found = context.session.get(Person, person_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def kept_name(context: Context, person_id: int) -> KeptName:
    """Return the name that is kept of somebody known by a pseudonym, or Refusal(NOT_FOUND); for actions that log it."""
    found = context.session.scalar(select(KeptName).where(KeptName.person_id == person_id))
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def own_kept_name(context: Context) -> str:
    """Return the actor's own name where they are known by a pseudonym, else nothing; for what compares with it."""
    if context.actor.person_id is None:
        return ""
    found = select(KeptName.name).where(KeptName.person_id == context.actor.person_id)
    return context.session.scalar(found) or ""


def by_email(context: Context, email: str) -> Person | None:
    """Return the person with the address, or None; for signing in and for who has proved it, never shown."""
    return context.session.scalar(select(Person).where(Person.email == mailbox.normal(email)))


def live_link(context: Context, purpose: Purpose, token: str) -> OneTimeLink:
    """Return an unused link with its person, or Refusal(LINK_EXPIRED)."""
    found = context.session.scalar(
        select(OneTimeLink)
        .where(OneTimeLink.token_hash == digest(token), OneTimeLink.purpose == purpose)
        .where(OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > context.now)
        .options(joinedload(OneTimeLink.person, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.LINK_EXPIRED)
    return found


def municipality(context: Context) -> Organisation:
    """Return the municipality whose installation this is; asked for once in a unit of work."""
    known = context.session.info.get("municipality")
    if known is not None and known in context.session:
        return cast("Organisation", known)
    found: Organisation | None = context.session.scalar(_municipality())
    context.session.info["municipality"] = found
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


@cache
def _municipality() -> Select[Organisation]:
    return select(Organisation).where(is_among(Organisation.kind, {OrganisationKind.MUNICIPALITY}))


def administered(context: Context) -> list[Organisation]:
    """Return whose administrator the actor is: the municipality, for all places, or partners, for their own.

    Refusal(NOT_FOUND) for who is none.
    """
    own = context.actor.places(Role.ADMIN, Scope.ORGANISATION)
    if ORGANISATION.may(context, PeopleVerb.READ_ROLES, municipality(context)):
        return [municipality(context)]
    if not own:
        raise Refusal(Reason.NOT_FOUND)
    return list(context.session.scalars(select(Organisation).where(Organisation.id.in_(own)).order_by(Organisation.id)))


def organisation_of(context: Context, place: Place) -> Organisation:
    """Return whose people a role in a place is given by: the organisation it belongs to, else the municipality."""
    if place.organisation_id is None:
        return municipality(context)
    return context.session.get_one(Organisation, place.organisation_id)


def overseers(context: Context, place: Place) -> set[int]:
    """Return who of a place is told of the roles in it, by their ids."""
    return {one.person_id for one in holders(context, place.scope, place.id, *OVERSEERS[place.scope])}


def holders(context: Context, scope: Scope, scope_id: int, *roles: Role) -> Sequence[RoleAssignment]:
    """Return who holds a role in the place now, with their persons, in order of joining."""
    query = (
        select(RoleAssignment)
        .where(RoleAssignment.scope == scope, RoleAssignment.scope_id == scope_id, RoleAssignment.ended_at.is_(None))
        .options(joinedload(RoleAssignment.person, innerjoin=True))
        .order_by(RoleAssignment.began_at, RoleAssignment.id)
    )
    return context.session.scalars(query.where(RoleAssignment.role.in_(roles)) if roles else query).all()


def role_assignments(
    context: Context,
    *,
    words: str = "",
    role: Role | None = None,
    places: Collection[tuple[Scope, int]] = (),
    within: Collection[tuple[Scope, int]] | None = None,
    before: int | None = None,
    at_most: int = 101,
) -> Sequence[RoleAssignment]:
    """Return the roles held now, with persons, the newest first; for administrators only.

    Narrowed to a role, and to words in the person's name or one of the places, which the caller has found by them; for
    an organisation's own administrator to the places `within` it. Members of groups stand on their groups' pages, and
    authors on their proposals': there may be thousands.
    """
    administered(context)
    query = (
        select(RoleAssignment)
        .where(RoleAssignment.ended_at.is_(None))
        .where(or_(RoleAssignment.scope != Scope.GROUP, RoleAssignment.role != Role.MEMBER))
        .where(RoleAssignment.scope != Scope.PROPOSAL)
        .options(joinedload(RoleAssignment.person, innerjoin=True))
        .order_by(RoleAssignment.id.desc())
        .limit(at_most)
    )
    if role is not None:
        query = query.where(RoleAssignment.role == role)
    if within is not None:
        query = query.where(tuple_(RoleAssignment.scope, RoleAssignment.scope_id).in_(within))
    if words:
        there = tuple_(RoleAssignment.scope, RoleAssignment.scope_id).in_(places)
        query = query.join(RoleAssignment.person).where(or_(and_(*holds(words, Person.name)), there))
    return context.session.scalars(query.where(RoleAssignment.id < before) if before else query).all()


def role_assignment(context: Context, assignment_id: int) -> RoleAssignment:
    """Return one role held now, with its person, or Refusal(NOT_FOUND); whoever asks says who may."""
    found = context.session.scalar(
        select(RoleAssignment)
        .where(RoleAssignment.id == assignment_id, RoleAssignment.ended_at.is_(None))
        .options(joinedload(RoleAssignment.person, innerjoin=True))
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def must_administer(context: Context, place: Place) -> None:
    """Refusal(NOT_FOUND) for who is administrator neither of the municipality nor of whose place it is."""
    if not ORGANISATION.may(context, PeopleVerb.READ_ROLES, organisation_of(context, place)):
        raise Refusal(Reason.NOT_FOUND)


def waiting_request(context: Context, held: RoleAssignment) -> RoleRequest | None:
    """Return what waits for a second person to end a role, or None."""
    return context.session.scalar(
        _requests().where(
            RoleRequest.person_id == held.person_id,
            RoleRequest.role == held.role,
            RoleRequest.scope == held.scope,
            RoleRequest.scope_id == held.scope_id,
            RoleRequest.is_ending,
            RoleRequest.decided_at.is_(None),
        )
    )


def own_oversight(context: Context, scope: Scope, scope_id: int, roles: Collection[Role]) -> Sequence[RoleAssignment]:
    """Return the actor's own roles of some kinds in a place."""
    return context.session.scalars(
        select(RoleAssignment).where(
            RoleAssignment.person_id == (context.actor.person_id or 0),
            RoleAssignment.scope == scope,
            RoleAssignment.scope_id == scope_id,
            RoleAssignment.role.in_(roles),
            RoleAssignment.ended_at.is_(None),
        )
    ).all()


def roles_of(context: Context, person_id: int) -> Sequence[RoleAssignment]:
    """Return the roles one person holds now."""
    return context.session.scalars(
        select(RoleAssignment).where(RoleAssignment.person_id == person_id, RoleAssignment.ended_at.is_(None))
    ).all()


def names_of(context: Context, person_ids: set[int]) -> dict[int, str]:
    """Return persons' names by their ids."""
    found = context.session.execute(select(Person.id, Person.name).where(Person.id.in_(person_ids)))
    return dict(found.tuples().all())


def named(context: Context, *said: str) -> list[Person]:
    """Return the persons whom somebody names by name or e-mail address, each once, in the order they are said.

    Capital letters are no matter; `name #17` is the one among several of a name that was chosen. Refusal(NOBODY_NAMED)
    or Refusal(SEVERAL_NAMED), with all that were not found, or that several have.
    """
    words = list(dict.fromkeys(" ".join(one.split()) for one in said if one.strip()))
    addresses = [one.lower() for one in words]
    found: dict[str, list[Person]] = {}
    for start in range(0, len(words), 400):
        part = slice(start, start + 400)
        is_one = or_(Person.name.in_(words[part]), Person.email.in_(addresses[part]))
        for one in context.session.scalars(select(Person).where(Person.state == PersonState.ACTIVE, is_one)):
            found.setdefault(one.name, []).append(one)
            found.setdefault(f"@{one.email}", []).append(one)
    by_word = {one: found.get(f"@{one.lower()}" if "@" in one else one, []) for one in words}
    missing = [word for word, those in by_word.items() if not those and "@" not in word]
    for word in missing[:MOST_LOOKED_FOR]:
        by_word[word] = _chosen(context, word) or _spelt(context, word)
    for reason, is_wrong in ((Reason.NOBODY_NAMED, 0), (Reason.SEVERAL_NAMED, 2)):
        wrong = [one for one, those in by_word.items() if min(len(those), 2) == is_wrong]
        if wrong:
            raise Refusal(reason, ", ".join(wrong[:20]))
    return list(dict.fromkeys(those[0] for those in by_word.values()))


MOST_LOOKED_FOR = 20
"""Names that are looked for in other letters, when many are named at once."""
SHORTEST_SOUGHT = 3
"""Letters of a name before anybody is looked for by them."""


def like(context: Context, said: str, *, at_most: int = 10) -> Sequence[Person]:
    """Return persons whose name or last name begins with what was typed, capital letters no matter.

    Those whose whole name does come first, each in the Danish order. For those who may put people somewhere; by fewer
    than three letters nobody is found.
    """
    starts = _starts(context, said)
    if not starts:
        return []
    of_each = [select(Person.id).where(Person.state == PersonState.ACTIVE, one) for one in starts]
    first = union_all(*(select(one.limit(at_most).subquery()) for one in of_each))  # each walk ends with enough
    return in_order(context.session.scalars(select(Person).where(Person.id.in_(first))), said)[:at_most]


def is_like(context: Context, said: str) -> ColumnElement[bool]:
    """Return the condition that somebody is found by what was typed, as `like` finds them, for a list that is short."""
    starts = _starts(context, said)
    return and_(Person.state == PersonState.ACTIVE, or_(*starts)) if starts else false()


def in_order(found: Iterable[Person], said: str) -> list[Person]:
    """Return persons found by what was typed: those whose whole name begins so first, each in the Danish order."""
    start = " ".join(said.split()).casefold()
    return sorted(found, key=lambda one: (not one.name.casefold().startswith(start), sort_key(one.name), one.id))


def _starts(context: Context, said: str) -> list[ColumnElement[bool]]:
    """Return how a name or a last name may begin where it is looked for by what was typed; none for too few letters."""
    start = " ".join(said.split())
    if len(start) < SHORTEST_SOUGHT:
        return []
    return [
        begins(context.session, column, one) for column in (Person.name, Person.last_name) for one in _spellings(start)
    ]


def _spellings(said: str) -> list[str]:
    """Return what was typed in the letters that names are written with."""
    return sorted({said, said.lower(), said.upper(), said.title()})


def _chosen(context: Context, said: str) -> list[Person]:
    """Return the person that was chosen among those who were found: by name and number."""
    name, _sign, number = said.rpartition(" #")
    found = context.session.get(Person, int(number)) if number.isdecimal() and len(number) < 10 else None
    return [found] if found is not None and found.state is PersonState.ACTIVE and found.name == name else []


def _spelt(context: Context, said: str) -> list[Person]:
    """Return those whose name is what was typed, but for capital letters."""
    is_so = Person.state == PersonState.ACTIVE, Person.name.in_(_spellings(said))
    return list(context.session.scalars(select(Person).where(*is_so).limit(2)))


def invented_persons(context: Context, *, at_most: int = 100) -> Sequence[RoleAssignment]:
    """Return the demo's first persons by the roles they hold, for the one-click sign-in of the demo."""
    invented = context.session.scalars(
        select(Person.id)
        .where(Person.is_invented, Person.state == PersonState.ACTIVE)
        .order_by(Person.name, Person.id)
        .limit(at_most)
    ).all()
    return context.session.scalars(
        select(RoleAssignment)
        .where(RoleAssignment.person_id.in_(invented), RoleAssignment.ended_at.is_(None))
        .options(joinedload(RoleAssignment.person, innerjoin=True))
        .order_by(RoleAssignment.person_id, RoleAssignment.id)
    ).all()


def role_request(context: Context, request_id: int) -> RoleRequest:
    """Return a role that somebody has asked for, for those who may give it or asked; else Refusal(NOT_FOUND)."""
    found = context.session.scalar(_requests().where(RoleRequest.id == request_id))
    if found is None or not ROLE_REQUEST.may(context, PeopleVerb.READ_REQUEST, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def open_requests(context: Context) -> Sequence[RoleRequest]:
    """Return the roles that wait for a second person; for administrators, others see none.

    There are few: each is of another person, role and place, and is forgotten with its asker's office.
    """
    waiting = _requests().where(RoleRequest.decided_at.is_(None)).order_by(RoleRequest.id)
    if not ORGANISATION.may(context, PeopleVerb.GRANT_ROLE, municipality(context)):
        own = context.actor.places(Role.ADMIN, Scope.ORGANISATION)
        if not own:
            return ()
        waiting = waiting.where(RoleRequest.scope == Scope.ORGANISATION, RoleRequest.scope_id.in_(own))
    return context.session.scalars(waiting).all()


def _requests() -> Select[RoleRequest]:
    return select(RoleRequest).options(joinedload(RoleRequest.person, innerjoin=True))


def erasure(context: Context, request_id: int) -> ErasureRequest:
    """Return words that somebody wants erased, for those who keep the records and for them; else Refusal(NOT_FOUND)."""
    found = context.session.scalar(_erasures().where(ErasureRequest.id == request_id))
    if found is None or not ERASURE.may(context, PeopleVerb.READ_ERASURE, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def erasures(context: Context) -> Sequence[ErasureRequest]:
    """Return of the first hundred that wait those that are others', or Refusal(NOT_FOUND) for who keeps no records."""
    if not is_keeper(context.actor):
        raise Refusal(Reason.NOT_FOUND)
    waiting = _erasures().where(ErasureRequest.decided_at.is_(None)).order_by(ErasureRequest.id).limit(100)
    found = context.session.scalars(waiting).all()
    return [one for one in found if ERASURE.may(context, PeopleVerb.DECIDE_ERASURE, one)]


def _erasures() -> Select[ErasureRequest]:
    return select(ErasureRequest).options(joinedload(ErasureRequest.person, innerjoin=True))


def own_sessions(context: Context, token: str) -> list[tuple[SignInSession, bool]]:
    """Return where the actor is signed in, the newest first, each with whether it is the browser with this token."""
    person = own_account(context)
    live = select(SignInSession).where(
        SignInSession.person_id == person.id, SignInSession.expires_at > context.now, SignInSession.is_half.is_(False)
    )
    found = context.session.scalars(live.order_by(SignInSession.id.desc())).all()
    return [(one, one.token_hash == digest(token)) for one in found]
