"""Accounts: confirmed by a link, reset, closed; links work once and only for a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason, Refusal
from civic.people import actions, queries
from civic.people.models import Person, PersonState, Place, Purpose, Sender
from civic.people.sessions import open_session
from tests.clock import NOON
from tests.make import a_context, a_person, the_municipality

PASSWORD = "tre ord i en sky"


def _token(session, template):
    session.flush()
    found = session.scalars(select(OutboxMessage).where(OutboxMessage.template == template)).all()
    return found[-1].data["token"]


def _registered(session):
    context = a_context(session)
    actions.register(context, name="Ny", email="Ny@Example.dk", language="da")
    return _token(session, "confirm_address")


def test_an_account_is_confirmed_by_its_link_and_can_sign_in(session):
    token = _registered(session)
    with pytest.raises(Refusal) as refused:
        actions.sign_in(a_context(session), email="ny@example.dk", password=PASSWORD)
    assert refused.value.reason is Reason.WRONG_SIGN_IN
    actions.confirm(a_context(session), token, name="Ny", password=PASSWORD)
    session.flush()
    cookie = actions.sign_in(a_context(session), email=" NY@example.dk", password=PASSWORD)
    session.flush()
    found = queries.signed_in(a_context(session), cookie)
    assert found is not None
    assert found.name == "Ny"


def test_a_link_works_once(session):
    token = _registered(session)
    actions.confirm(a_context(session), token, name="Ny", password=PASSWORD)
    with pytest.raises(Refusal) as refused:
        actions.confirm(a_context(session), token, name="Ny", password=PASSWORD)
    assert refused.value.reason is Reason.LINK_EXPIRED


@pytest.mark.parametrize(
    ("after", "works"), [(timedelta(minutes=20, seconds=-1), True), (timedelta(minutes=20), False)]
)
def test_a_sign_in_link_lasts_twenty_minutes(session, after, works):
    person = a_person(session)
    actions.ask_for_link(a_context(session), Purpose.SIGN_IN, email=person.email)
    token = _token(session, "sign_in_link")
    late = a_context(session, now=NOON + after)
    if works:
        assert actions.sign_in_by_link(late, token)
    else:
        with pytest.raises(Refusal) as refused:
            actions.sign_in_by_link(late, token)
        assert refused.value.reason is Reason.LINK_EXPIRED


def test_a_link_is_asked_for_in_vain_at_an_unknown_address_without_saying_so(session):
    actions.ask_for_link(a_context(session), Purpose.SIGN_IN, email="nobody@example.dk")
    session.flush()
    assert session.query(OutboxMessage).count() == 0


def test_registering_a_taken_address_looks_the_same_and_changes_nothing(session):
    person = a_person(session, name="Første")
    actions.register(a_context(session), name="Anden", email=person.email, language="en")
    session.flush()
    session.refresh(person)
    assert (person.name, person.password_hash) == ("Første", None)
    assert session.scalars(select(OutboxMessage.template)).all() == ["already_registered"]


def test_a_new_password_ends_every_other_session(session):
    person = a_person(session)
    actions.ask_for_link(a_context(session), Purpose.RESET, email=person.email)
    old = open_session(a_context(session), person)
    new = actions.reset_password(a_context(session), _token(session, "reset_password"), password=PASSWORD)
    session.flush()
    assert queries.signed_in(a_context(session), old) is None
    assert queries.signed_in(a_context(session), new) is not None


def test_signing_out_kills_the_session_on_the_server(session):
    person = a_person(session)
    token = open_session(a_context(session), person)
    session.flush()
    actions.sign_out(a_context(session, person), token)
    assert queries.signed_in(a_context(session), token) is None


def test_a_closed_account_keeps_nothing_that_names_the_person(session):
    place = the_municipality(session)
    person = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, place.id), name="Går Nu")
    a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, place.id), name="Bliver")
    session.add(Sender(person_id=person.id, name="Går Nu", email="gaar@example.org"))
    session.flush()
    actions.close_account(a_context(session, person))
    session.flush()
    session.expire_all()
    kept = session.get(Person, person.id)
    said = session.query(Sender).one()
    assert (said.name, said.email) == ("", "")
    assert (kept.name, kept.email, kept.password_hash, kept.state) == ("", None, None, PersonState.CLOSED)
    assert queries.roles_of(a_context(session), person.id) == []


def test_a_password_is_never_stored_as_it_is(session):
    actions.confirm(a_context(session), _registered(session), name="Ny", password=PASSWORD)
    session.flush()
    stored = session.scalar(select(Person.password_hash))
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored


def _in(organisation):
    return Place(Scope.MUNICIPALITY, organisation.id, organisation.name)


@pytest.mark.parametrize("who", ["nobody", "resident"])
def test_only_an_administrator_gives_roles(session, who):
    place = the_municipality(session)
    person = None if who == "nobody" else a_person(session)
    with pytest.raises(Refusal) as refused:
        actions.grant_role(a_context(session, person), a_person(session).id, Role.ADMIN, _in(place))
    assert refused.value.reason is Reason.NOT_YOURS


def test_whoever_registers_again_cannot_set_the_password_of_somebody_elses_account(session):
    first = _registered(session)
    actions.register(a_context(session), name="Ond", email="ny@example.dk", language="da")
    actions.confirm(a_context(session), first, name="Ny", password=PASSWORD)
    session.flush()
    person = queries.by_email(a_context(session), "ny@example.dk")
    assert person.name == "Ny"
    assert actions.sign_in(a_context(session), email="ny@example.dk", password=PASSWORD)
    with pytest.raises(Refusal) as refused:
        actions.confirm(a_context(session), _token(session, "confirm_address"), name="Ond", password="andet kodeord 12")
    assert refused.value.reason is Reason.LINK_EXPIRED


def test_a_new_password_kills_every_other_link(session):
    person = a_person(session)
    for purpose in (Purpose.SIGN_IN, Purpose.RESET):
        actions.ask_for_link(a_context(session), purpose, email=person.email)
    link = _token(session, "sign_in_link")
    actions.reset_password(a_context(session), _token(session, "reset_password"), password=PASSWORD)
    with pytest.raises(Refusal) as refused:
        actions.sign_in_by_link(a_context(session), link)
    assert refused.value.reason is Reason.LINK_EXPIRED


def test_the_last_administrator_stays(session):
    place = the_municipality(session)
    first = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, place.id))
    held = queries.roles_of(a_context(session), first.id)[0]
    with pytest.raises(Refusal) as refused:
        actions.end_role(a_context(session, first), held.id, _in(place))
    assert refused.value.reason is Reason.LAST_ADMIN
    a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, place.id))
    actions.end_role(a_context(session, first), held.id, _in(place))
    assert held.ended_at is not None


def _opened(session, person, now=NOON):
    return actions.sign_in(a_context(session, now=now), email=person.email, password="fire ord i en sky")


@pytest.fixture
def member(session):
    """Give a person with a password."""
    return actions.enter_person(a_context(session), name="Else", email="else@example.dk", password="fire ord i en sky")


def test_a_password_is_changed_by_who_knows_it_and_every_other_browser_is_out(session, member):
    here, there = _opened(session, member), _opened(session, member)
    context = a_context(session, member)
    with pytest.raises(Refusal) as refused:
        actions.change_password(context, present="forkert", password="fem andre ord i en sky", token=here)
    assert refused.value.reason is Reason.WRONG_SIGN_IN
    actions.change_password(context, present="fire ord i en sky", password="fem andre ord i en sky", token=here)
    session.flush()
    assert queries.signed_in(a_context(session), here) is not None
    assert queries.signed_in(a_context(session), there) is None
    with pytest.raises(Refusal):
        _opened(session, member)


def test_every_other_browser_can_be_signed_out(session, member):
    here, there = _opened(session, member), _opened(session, member)
    context = a_context(session, member)
    assert [is_this for _one, is_this in queries.own_sessions(context, here)] == [False, True]
    actions.end_other_sessions(context, here)
    session.flush()
    assert queries.signed_in(a_context(session), there) is None
    assert [is_this for _one, is_this in queries.own_sessions(context, here)] == [True]


def test_who_works_here_is_signed_in_for_a_working_day(session, member):
    actions.assign(a_context(session), member.id, Role.ADMIN, Scope.MUNICIPALITY, the_municipality(session).id)
    session.flush()
    token = _opened(session, member)
    assert queries.signed_in(a_context(session, now=NOON + timedelta(hours=11)), token) is not None
    assert queries.signed_in(a_context(session, now=NOON + timedelta(hours=13)), token) is None
