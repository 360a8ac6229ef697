"""Accounts, sign-in and roles: every write."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from civic.kernel import deed, mailbox, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.people import factors, queries, security
from civic.people.models import (
    FITTING,
    KeptName,
    OneTimeLink,
    Organisation,
    OrganisationKind,
    Passkey,
    Person,
    PersonState,
    Place,
    Purpose,
    RecoveryCode,
    RoleAssignment,
    RoleRequest,
    SecurityKind,
    Sender,
    SignInSession,
)
from civic.people.sealing import digest, hashed, matches, new_token
from civic.people.sessions import WORKING_LIFE, open_session
from civic.people.workflow import (
    OFFICES_IN,
    ORGANISATION,
    OVERSEERS,
    PERSON,
    ROLE_REQUEST,
    PeopleVerb,
    ends_by_two,
    is_another_admin,
    is_for_oneself,
    takes_two,
    whose_role_ends,
)

LINK_LIFE = {
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.SIGN_IN: timedelta(minutes=20),
    Purpose.RESET: timedelta(hours=1),
}


def register(context: Context, *, name: str, email: str, language: str) -> None:
    """Make an unconfirmed account and send its confirmation link.

    The password is chosen where the link leads: whoever has the mailbox sets it, and nobody else can have set it
    before. For an address that is taken a mail goes there instead, and the caller cannot tell the difference.
    Refusal(NAME_OF_ANOTHER) for a name that looks like a body's, an office's or somebody's who works here.
    """
    if queries.is_borrowed(context, name):
        raise Refusal(Reason.NAME_OF_ANOTHER)
    email = mailbox.normal(email)
    person = queries.by_email(context, email)
    if person is not None and person.state is not PersonState.UNCONFIRMED:
        outbox.mail(context, "already_registered", to=person.id)
        _for_them(context, None, lambda one: _confirmable(context, one, name, language))
        return
    if person is None:
        person = Person(email=email, name=name, created_at=context.now)
        context.session.add(person)
    _for_them(context, person, lambda one: _confirmable(context, one, name, language))


def _confirmable(context: Context, person: Person, name: str, language: str) -> None:
    person.name, person.language = name, language
    deed.enter(context, PeopleVerb.REGISTER, person)
    _send_link(context, person, Purpose.CONFIRM, "confirm_address")


def confirm(context: Context, token: str, *, name: str, password: str) -> str:
    """Confirm the address the link went to, with name and password, and sign in; return the session's token."""
    queries.live_link(context, Purpose.CONFIRM, token)
    if queries.is_borrowed(context, name):
        raise Refusal(Reason.NAME_OF_ANOTHER)
    password_hash = hashed(password)  # takes a tenth of a second: before anything is locked
    person = _use_link(context, Purpose.CONFIRM, token)
    deed.ask(context, PERSON, PeopleVerb.CONFIRM, person)
    person.name, person.password_hash = name, password_hash
    _drop_links(context, person)
    deed.enter(context, PeopleVerb.CONFIRM, person)
    return open_session(context, person)


def sign_in(context: Context, *, email: str, password: str) -> str:
    """Sign in by password; return the session's token, a half one's where a second factor is missing.

    Refusal(WRONG_SIGN_IN) for a wrong password.
    """
    person = queries.by_email(context, email)
    known = person.password_hash if person else None
    right = matches(known, password)
    if person is None or not right:
        raise Refusal(Reason.WRONG_SIGN_IN)
    person = context.lock(person)  # the password may have been changed while it was compared
    if person.password_hash != known or not PERSON.may(context, PeopleVerb.SIGN_IN, person):
        raise Refusal(Reason.WRONG_SIGN_IN)
    return _signed_in(context, person)


def _signed_in(context: Context, person: Person) -> str:
    """Open a session for who has proved one thing; where there is a second factor, one that waits for it."""
    if factors.has_factor(context, person):
        return open_session(context, person, is_half=True)
    deed.enter(context, PeopleVerb.SIGN_IN, person)
    return open_session(context, person)


def sign_in_invented(context: Context, person_id: int) -> str:
    """Sign in as a demo person; return the session's token. Real persons are refused as NOT_FOUND."""
    person = context.session.get(Person, person_id)
    if person is None or not person.is_invented or not PERSON.may(context, PeopleVerb.SIGN_IN, person):
        raise Refusal(Reason.NOT_FOUND)
    deed.enter(context, PeopleVerb.SIGN_IN, person)
    return open_session(context, person)


def ask_for_link(context: Context, purpose: Purpose, *, email: str) -> None:
    """Send a one-time link to the address, if anybody has it; the caller cannot tell, from how long it takes either."""
    person = queries.by_email(context, email)
    is_there = person is not None and PERSON.may(context, PeopleVerb.ASK_FOR_LINK, person)
    _for_them(context, person if is_there else None, lambda one: _send_asked(context, purpose, one))


def _send_asked(context: Context, purpose: Purpose, person: Person) -> None:
    if purpose is Purpose.SIGN_IN and not PERSON.may(context, PeopleVerb.SIGN_IN, person):
        purpose = Purpose.CONFIRM  # to follow it proves the address, which is what is missing
    deed.enter(context, PeopleVerb.ASK_FOR_LINK, person)
    template = {
        Purpose.SIGN_IN: "sign_in_link",
        Purpose.RESET: "reset_password",
        Purpose.CONFIRM: "confirm_address",
    }[purpose]
    _send_link(context, person, purpose, template)


def _for_them(context: Context, person: Person | None, do: Callable[[Person], None]) -> None:
    """Do something for a person; for nobody do it for somebody who is there, and take it back: it is the same work."""
    somebody = context.session.scalar(select(Person).order_by(Person.id).limit(1))
    if person is None and somebody is None:
        return
    with context.session.begin_nested() as part:
        do(person or somebody)  # type: ignore[arg-type]  # one of them is there
        context.session.flush()
        if person is None:
            part.rollback()
    if person is not None:
        context.session.begin_nested().rollback()  # what taking it back costs


def sign_in_by_link(context: Context, token: str) -> str:
    """Use a one-time sign-in link; return the session's token, a half one's where a second factor is missing.

    Refusal(LINK_EXPIRED) for one that was used or is too old.
    """
    person = _use_link(context, Purpose.SIGN_IN, token)
    PERSON.require(context, PeopleVerb.SIGN_IN, person)
    return _signed_in(context, person)


def reset_password(context: Context, token: str, *, password: str) -> str:
    """Set a new password, end every session of the person, and sign in; return the new session's token."""
    queries.live_link(context, Purpose.RESET, token)
    password_hash = hashed(password)  # takes a tenth of a second: before anything is locked
    person = _use_link(context, Purpose.RESET, token)
    deed.ask(context, PERSON, PeopleVerb.SET_PASSWORD, person)
    person.password_hash = password_hash
    context.session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    _drop_links(context, person)
    deed.enter(context, PeopleVerb.SET_PASSWORD, person)
    security.note(context.session, SecurityKind.PASSWORD_CHANGED, person.id, context.now)
    return open_session(context, person, is_half=factors.has_factor(context, person))


def sign_out(context: Context, token: str) -> None:
    """Kill the session on the server; a copied cookie is dead with it."""
    person = queries.own_account(context)
    PERSON.require(context, PeopleVerb.SIGN_OUT, person)
    context.session.execute(delete(SignInSession).where(SignInSession.token_hash == digest(token)))
    deed.enter(context, PeopleVerb.SIGN_OUT, person)


def change_password(context: Context, *, present: str, password: str, token: str) -> None:
    """Change one's password while signed in; every other browser is signed out.

    Refusal(WRONG_SIGN_IN) for another present password: whoever sits at an open machine does not know it.
    """
    person = queries.own_account(context)
    PERSON.require(context, PeopleVerb.CHANGE_PASSWORD, person)
    if not matches(person.password_hash, present):
        raise Refusal(Reason.WRONG_SIGN_IN)
    password_hash = hashed(password)  # takes a tenth of a second: before anything is locked
    deed.do(context, PERSON, PeopleVerb.CHANGE_PASSWORD, person)
    person.password_hash = password_hash
    security.note(context.session, SecurityKind.PASSWORD_CHANGED, person.id, context.now)
    _end_others(context, person, token)


def end_other_sessions(context: Context, token: str) -> None:
    """Sign out every browser but this one, whose session's token it is; links that wait are dead too."""
    person = deed.do(context, PERSON, PeopleVerb.END_SESSIONS, queries.own_account(context))
    security.note(context.session, SecurityKind.SESSIONS_ENDED, person.id, context.now)
    _end_others(context, person, token)


def _end_others(context: Context, person: Person, token: str) -> None:
    others = SignInSession.person_id == person.id, SignInSession.token_hash != digest(token)
    context.session.execute(delete(SignInSession).where(*others))
    context.session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person.id))


def change_language(context: Context, language: str) -> None:
    """Remember in which language the person reads, for pages and mails."""
    person = deed.do(context, PERSON, PeopleVerb.CHANGE_LANGUAGE, queries.own_account(context))
    person.language = language


def protect_name(context: Context) -> Person:
    """Let the actor be known by a pseudonym from now on, wherever their name stands; it is kept apart, and read by log.

    Refusal(NOT_YOURS) for who acts for others: whoever decides or speaks for somebody does so by name.
    """
    person = deed.do(context, PERSON, PeopleVerb.PROTECT_NAME, queries.own_account(context))
    context.session.add(KeptName(person_id=person.id, name=person.name, since=context.now))
    person.name, person.is_protected = f"{PSEUDONYM} {new_code()[:6]}", True
    return person


def show_name(context: Context) -> Person:
    """Let the actor be known by their own name again."""
    person = deed.do(context, PERSON, PeopleVerb.SHOW_NAME, queries.own_account(context))
    kept = queries.kept_name(context, person.id)
    person.name, person.is_protected = kept.name, False
    context.session.delete(kept)
    return person


PSEUDONYM = "Deltager"
"""What somebody is called whose name is kept back, before six signs of their own."""


def close_account(context: Context) -> None:
    """Close the actor's account: sign-in, address and roles go; what was said in public stays, without the name.

    Refusal(LAST_ADMIN) for the only administrator there is.
    Source: GDPR article 17(3)(b) and (d): a registered response is part of the public record.
    """
    organisation = context.lock(queries.municipality(context))  # two administrators may leave at once
    own = queries.own_account(context)
    admins = queries.holders(context, Scope.MUNICIPALITY, organisation.id, Role.ADMIN)
    if [one.person_id for one in admins] == [own.id]:
        raise Refusal(Reason.LAST_ADMIN)
    person = deed.do(context, PERSON, PeopleVerb.CLOSE, own)
    person.name, person.email, person.password_hash, person.app_nonce = "", None, None, ""
    person.is_protected = False
    security.note(context.session, SecurityKind.ACCOUNT_CLOSED, person.id, context.now)
    gone = {"name": "", "email": "", "confirm_hash": None, "is_pseudonym": False}
    context.session.execute(update(Sender).where(Sender.person_id == person.id).values(gone))
    context.session.execute(delete(SignInSession).where(SignInSession.person_id == person.id))
    for kind in (OneTimeLink, Passkey, RecoveryCode, KeptName):
        context.session.execute(delete(kind).where(kind.person_id == person.id))
    _forget_requests(context, or_(RoleRequest.person_id == person.id, RoleRequest.asked_by_id == person.id))
    for assignment in queries.roles_of(context, person.id):
        assignment.ended_at = context.now


def grant_role(context: Context, person_id: int, role: Role, place: Place) -> RoleAssignment | RoleRequest:
    """Give a person a role in a place, and tell them and those who oversee it; held twice it breaks a unique key.

    A role that takes two is only asked for, and another administrator, or who oversees the place, gives it.
    Refusal(NOT_ONESELF) for one's own seat in a body, a process or a group: that takes a second person from the start.
    Refusal(TAKEN) for one that is held, or asked for already, NOT_FITTING for one that the place has not, and
    NOBODY_ELSE where it takes two and there is only one.
    """
    ORGANISATION.require(context, PeopleVerb.GRANT_ROLE, queries.organisation_of(context, place))
    if role not in FITTING[place.scope]:
        raise Refusal(Reason.NOT_FITTING)
    if place.scope not in OFFICES_IN and context.actor.is_person(person_id):
        raise Refusal(Reason.NOT_ONESELF)
    if any(one.person_id == person_id for one in queries.holders(context, place.scope, place.id, role)):
        raise Refusal(Reason.TAKEN)
    if takes_two(role, place.scope, is_heard=place.is_heard):
        return _ask(context, person_id, role, place, is_ending=False)
    held = _give(context, person_id, role, place, given_by=context.actor.person_id)
    return deed.enter(context, PeopleVerb.GRANT_ROLE, held)


def _ask(context: Context, person_id: int, role: Role, place: Place, *, is_ending: bool) -> RoleRequest:
    organisation = queries.municipality(context)
    told = queries.overseers(context, place) | queries.overseers(
        context, Place(Scope.MUNICIPALITY, organisation.id, "")
    )
    told = (told | {person_id} if is_ending else told - {person_id}) - {context.actor.person_id or 0}
    if not told:
        raise Refusal(Reason.NOBODY_ELSE)
    asked = RoleRequest(
        person_id=person_id,
        role=role,
        scope=place.scope,
        scope_id=place.id,
        is_ending=is_ending,
        asked_by_id=context.actor.person_id,
        asked_at=context.now,
    )
    deed.enter(context, PeopleVerb.ASK_ROLE, asked)
    about = _said(context, person_id, role, place) | {"request_id": asked.id}
    for one in sorted(told):
        outbox.mail(context, "role_end_asked" if is_ending else "role_asked", to=one, data=about)
    return asked


def _said(context: Context, person_id: int, role: Role, place: Place) -> dict[str, Any]:
    """Return what a mail says of somebody's role."""
    return {"name": context.session.get_one(Person, person_id).name, "body": place.name, "role": role.value}


def decide_role(context: Context, request_id: int, place: Place, *, is_agreed: bool) -> RoleRequest:
    """Agree to what somebody else has asked for, or decline it; who asked may only take it back.

    Refusal(NOT_YOURS) for who asked, and for who oversees the place by the asker's hand alone: that were one person.
    """
    context.lock(queries.municipality(context))  # before all that hangs on it: two may agree to each other's end
    asked = queries.role_request(context, request_id)
    verb = PeopleVerb.END_ROLE if asked.is_ending else PeopleVerb.GIVE_ROLE
    deed.do(context, ROLE_REQUEST, verb if is_agreed else PeopleVerb.DECLINE_ROLE, asked)
    if is_agreed and not is_another_admin(context.actor, asked) and not whose_role_ends(context.actor, asked):
        own = queries.own_oversight(context, asked.scope, asked.scope_id, OVERSEERS[asked.scope])
        if all(one.given_by_id == asked.asked_by_id for one in own):
            raise Refusal(Reason.NOT_YOURS)
    asked.decided_by_id, asked.decided_at, asked.is_agreed = context.actor.person_id, context.now, is_agreed
    context.session.flush()
    about = _said(context, asked.person_id, asked.role, place)
    if is_agreed and asked.is_ending:
        held = queries.holders(context, asked.scope, asked.scope_id, asked.role)
        for one in [each for each in held if each.person_id == asked.person_id]:
            _end(context, one, place, also=asked.asked_by_id)
    elif is_agreed:
        _give(context, asked.person_id, asked.role, place, given_by=None, also=asked.asked_by_id)
    elif not context.actor.is_person(asked.asked_by_id):
        outbox.mail(context, "role_declined", to=asked.asked_by_id, data=about)
    return asked


def _give(
    context: Context, person_id: int, role: Role, place: Place, *, given_by: int | None, also: int | None = None
) -> RoleAssignment:
    person = context.lock(context.session.get_one(Person, person_id))
    if person.state is not PersonState.ACTIVE:
        raise Refusal(Reason.NOT_FOUND)  # closed since it was asked for: nobody would hold it
    _forget_requests(context, _of(person_id, role, place))
    return assign_in(context, person_id, role, place, given_by=given_by, also=also)


def end_role(context: Context, assignment_id: int, place: Place) -> RoleAssignment | RoleRequest:
    """End a role, and tell whose it was and who oversees its place; the row stays as the record of who held it when.

    One that ends by two is only asked to end: whose it is agrees, another administrator, or who oversees the place.
    Refusal(LAST_ADMIN) for the only administrator's, Refusal(TAKEN) where it is asked for already.
    """
    context.lock(queries.municipality(context))  # two administrators may end each other at once
    ORGANISATION.require(context, PeopleVerb.END_ROLE, queries.organisation_of(context, place))
    held = context.lock(queries.role_assignment(context, assignment_id))
    if held.ended_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    if ends_by_two(context.actor, held, place):
        if queries.waiting_request(context, held) is not None:
            raise Refusal(Reason.TAKEN)
        return _ask(context, held.person_id, held.role, place, is_ending=True)
    deed.enter(context, PeopleVerb.END_ROLE, held)
    return _end(context, held, place)


def _end(context: Context, held: RoleAssignment, place: Place, *, also: int | None = None) -> RoleAssignment:
    """End a role, with what waits about it; of an administrator's, what they asked for and nobody has agreed to."""
    organisation = context.lock(queries.municipality(context))
    if held.role is Role.ADMIN and held.scope in OFFICES_IN:
        admins = queries.holders(context, Scope.MUNICIPALITY, organisation.id, Role.ADMIN)
        if held.scope is Scope.MUNICIPALITY and len(admins) == 1:
            raise Refusal(Reason.LAST_ADMIN)
        _forget_requests(context, RoleRequest.asked_by_id == held.person_id)
    _forget_requests(context, _of(held.person_id, held.role, place))
    told = (queries.overseers(context, place) | {held.person_id}) | ({also} if also else set())
    held.ended_at = context.now
    security.note(context.session, SecurityKind.ROLE_ENDED, held.person_id, context.now)
    for one in sorted(told - {context.actor.person_id or 0}):
        outbox.mail(context, "role_ended", to=one, data=_said(context, held.person_id, held.role, place))
    return held


def _of(person_id: int, role: Role, place: Place) -> ColumnElement[bool]:
    """Return the condition that a request is about somebody's role in a place."""
    return and_(
        RoleRequest.person_id == person_id,
        RoleRequest.role == role,
        RoleRequest.scope == place.scope,
        RoleRequest.scope_id == place.id,
    )


def _forget_requests(context: Context, whose: ColumnElement[bool]) -> None:
    context.session.execute(delete(RoleRequest).where(whose, RoleRequest.decided_at.is_(None)))


def set_hearing_rules(
    context: Context, *, days: int, reads_twice: bool = False, seen: str | None = None
) -> Organisation:
    """Set how many days a hearing lasts at least without a written reason, and whether two officers read each answer.

    Refusal(WRITTEN_MEANWHILE) as usual.
    """
    organisation = context.lock(queries.municipality(context))
    check(seen, *organisation.hearing_rules)
    deed.did(context, ORGANISATION, PeopleVerb.SET_HEARINGS, organisation)
    organisation.shortest_hearing, organisation.reads_twice = days, reads_twice
    return organisation


def assign(
    context: Context,
    person_id: int,
    role: Role,
    scope: Scope,
    scope_id: int,
    *,
    given_by: int | None = None,
) -> RoleAssignment:
    """Enter a role that another room's action has already allowed (joining a group, starting a process).

    `given_by` is who gave it alone. Refusal(NAME_KEPT_BACK) for who is known by a pseudonym, but in a group or as
    author: whoever decides or speaks for others does so by name.
    """
    if not is_for_oneself(role, scope) and context.session.get_one(Person, person_id).is_protected:
        raise Refusal(Reason.NAME_KEPT_BACK)
    held = RoleAssignment(
        person_id=person_id, role=role, scope=scope, scope_id=scope_id, began_at=context.now, given_by_id=given_by
    )
    context.session.add(held)
    context.session.flush()
    if role in queries.WORKING:  # whoever works here is signed in for a working day, those signed in before too
        until = context.now + WORKING_LIFE
        longer = SignInSession.person_id == person_id, SignInSession.expires_at > until
        context.session.execute(update(SignInSession).where(*longer).values(expires_at=until))
    return held


def unassign(context: Context, person_id: int, role: Role, scope: Scope, scope_id: int) -> None:
    """End a role that another room's action entered (leaving a group)."""
    there = RoleAssignment.scope == scope, RoleAssignment.scope_id == scope_id, RoleAssignment.role == role
    held = RoleAssignment.person_id == person_id, RoleAssignment.ended_at.is_(None)
    context.session.execute(update(RoleAssignment).where(*there, *held).values(ended_at=context.now))


def assign_in(
    context: Context,
    person_id: int,
    role: Role,
    place: Place,
    *,
    given_by: int | None = None,
    also: int | None = None,
) -> RoleAssignment:
    """Enter a role that somebody else gave; its holder is told, those who oversee the place, and who asked (`also`)."""
    held = assign(context, person_id, role, place.scope, place.id, given_by=given_by)
    security.note(context.session, SecurityKind.ROLE_GIVEN, person_id, context.now)
    told = queries.overseers(context, place) | {person_id} | ({also} if also else set())
    for one in sorted(told - {context.actor.person_id or 0}):
        outbox.mail(context, "role_given", to=one, data=_said(context, person_id, role, place))
    return held


def found_municipality(context: Context, name: str) -> Organisation:
    """Enter the municipality whose installation this is; for the operator's command line and the demo."""
    organisation = Organisation(name=name, kind=OrganisationKind.MUNICIPALITY)
    context.session.add(organisation)
    context.session.flush()
    return organisation


def enter_person(
    context: Context, *, name: str, email: str, password: str | None = None, is_invented: bool = False
) -> Person:
    """Enter a confirmed person; for the operator's command line and the demo."""
    person = Person(
        name=name,
        email=email.lower(),
        password_hash=hashed(password) if password else None,
        state=PersonState.ACTIVE,
        is_invented=is_invented,
        created_at=context.now,
    )
    context.session.add(person)
    context.session.flush()
    return person


def assign_admin(context: Context, person: Person) -> RoleAssignment:
    """Make a person administrator of the organisation alone; for the operator's command line."""
    held = assign(context, person.id, Role.ADMIN, Scope.MUNICIPALITY, queries.municipality(context).id)
    return deed.enter(context, PeopleVerb.GRANT_ROLE, held)


def _send_link(context: Context, person: Person, purpose: Purpose, template: str) -> None:
    token = new_token()
    link = OneTimeLink(
        token_hash=digest(token),
        person_id=person.id,
        purpose=purpose,
        expires_at=context.now + LINK_LIFE[purpose],
    )
    context.session.add(link)
    outbox.mail(context, template, to=person.id, data={"token": token})


def _drop_links(context: Context, person: Person) -> None:
    context.session.flush()
    context.session.execute(delete(OneTimeLink).where(OneTimeLink.person_id == person.id))


def _use_link(context: Context, purpose: Purpose, token: str) -> Person:
    link = context.lock(queries.live_link(context, purpose, token))
    if link.used_at is not None:  # somebody else held the lock and used it
        raise Refusal(Reason.LINK_EXPIRED)
    link.used_at = context.now
    return link.person
