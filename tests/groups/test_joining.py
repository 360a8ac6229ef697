"""Who comes into a group, with or without an account: a place each, a queue, and applications with a reason."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from civic.groups import actions, queries, registering
from civic.groups.models import Admission, Participant, ParticipantState
from civic.groups.queries import PLACES
from civic.kernel.actor import Role, Scope
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.meetings import actions as meetings
from civic.people.actions import unassign
from civic.people.queries import holders
from civic.places.models import Needs
from civic.privacy import erasure, retention
from tests.clock import NOON
from tests.make import a_context, a_facilitator, a_group, a_person, a_process
from tests.refusing import refused

IN, WAITING, APPLIED = ParticipantState.IN, ParticipantState.WAITING, ParticipantState.APPLIED


@pytest.fixture
def staff(session):
    process = a_process(session)
    return a_context(session, a_facilitator(session, process)), process


def _group(staff, admission=Admission.OPEN, capacity=None):
    context, process = staff
    return a_group(context.session, process, admission=admission, capacity=capacity)


def _join(session, group, name, **more):
    visitor = a_context(session)
    made = registering.join(visitor, group.id, name=name, email=f"{name}@Example.dk", **more)
    return registering.confirm(visitor, made.token)


def _states(*those):
    return [one.state_at(NOON) for one in those]


def _mails(session, template):
    return [one for one in session.query(OutboxMessage).order_by(OutboxMessage.id) if one.template == template]


def test_one_joins_by_name_and_address_and_is_in_it_when_the_link_was_followed(session, staff):
    group = _group(staff)
    visitor = a_context(session)
    made = registering.join(visitor, group.id, name="Jens", email="JENS@example.dk", needs=Needs("somali", True))
    assert _states(made) == [ParticipantState.UNCONFIRMED]
    again = registering.join(visitor, group.id, name="En anden", email="jens@example.dk")
    assert again is made
    registering.confirm(visitor, made.token)
    assert _states(made) == [IN]
    registering.join(visitor, group.id, name="En tredje", email="jens@example.dk")
    assert made.name == "En anden", "what was confirmed is nobody else's to change"
    assert [one.id for one in queries.in_it(visitor, group.id)] == [made.id]
    assert [len(_mails(session, one)) for one in ("group_confirm", "group_in", "group_again")] == [2, 1, 1]


def test_who_has_an_account_gets_the_role_with_the_place_and_loses_it_with_it(session, staff):
    group = _group(staff)
    person = a_person(session)
    made = registering.join(a_context(session, person), group.id)
    assert [one.person_id for one in holders(a_context(session), Scope.GROUP, group.id, Role.MEMBER)] == [person.id]
    registering.leave(a_context(session), made.token)
    assert holders(a_context(session), Scope.GROUP, group.id, Role.MEMBER) == []


def test_who_finds_no_place_waits_and_comes_in_when_somebody_leaves(session, staff):
    group = _group(staff, capacity=1)
    first, second = _join(session, group, "Ana"), _join(session, group, "Bo")
    person = a_person(session)
    third = registering.join(a_context(session, person), group.id)
    assert _states(first, second, third) == [IN, WAITING, WAITING]
    assert holders(a_context(session), Scope.GROUP, group.id, Role.MEMBER) == []
    registering.leave(a_context(session), second.token)
    registering.leave(a_context(session), first.token)
    assert _states(third) == [IN]
    assert [one.person_id for one in holders(a_context(session), Scope.GROUP, group.id, Role.MEMBER)] == [person.id]
    assert (first.name, first.email) == ("", "")
    refused(lambda: registering.leave(a_context(session), first.token), Reason.NOT_FOUND)


def test_more_room_lets_in_who_waits_and_less_room_puts_nobody_out(session, staff):
    context, _process = staff
    group = _group(staff, capacity=1)
    those = [_join(session, group, name) for name in ("Ana", "Bo", "Carl")]
    actions.correct(context, group.id, {"capacity": 2}, reason="Større lokale")
    assert _states(*those) == [IN, IN, WAITING]
    refused(lambda: actions.correct(context, group.id, {"capacity": 1}, reason="x"), Reason.TOO_FEW_PLACES)
    registering.take_out_member(context, those[0].id)
    assert _states(*those) == [ParticipantState.LEFT, IN, IN]
    registering.take_out_member(context, those[2].id)
    actions.correct(context, group.id, {"capacity": 1}, reason="Mindre igen")
    assert [one.slot for one in queries.in_it(context, group.id)] == [1]


def test_whoever_applies_waits_for_a_decision_and_hears_why_not(session, staff):
    context, _process = staff
    group = _group(staff, Admission.APPLICATION)
    refused(lambda: registering.join(a_context(session), group.id, name="A", email="a@example.dk"), Reason.NOTHING_SAID)
    first, second = (_join(session, group, name, application="Jeg bor der.") for name in ("Ana", "Bo"))
    assert _states(first, second) == [APPLIED, APPLIED]
    refused(
        lambda: registering.decide(a_context(session, a_person(session)), first.id, is_admitted=True), Reason.NOT_FOUND
    )
    refused(lambda: registering.decide(context, first.id, is_admitted=False), Reason.NO_REASON)
    registering.decide(context, first.id, is_admitted=False, reason="Gården er med allerede.")
    registering.decide(context, second.id, is_admitted=True)
    assert _states(first, second) == [ParticipantState.DECLINED, IN]
    assert (first.application, second.application) == ("", ""), "what they answered goes when it is decided"
    assert _mails(session, "group_declined")[0].data["reason"] == "Gården er med allerede."
    refused(lambda: registering.decide(context, first.id, is_admitted=True), Reason.NOT_NOW)


def test_an_invitation_is_taken_once_and_only_by_its_link(session, staff):
    context, _process = staff
    group = _group(staff, Admission.INVITATION)
    refused(lambda: _join(session, group, "Ana"), Reason.NOT_YOURS)
    made = registering.invite(context, group.id, name="Ana", email="ana@example.dk")
    assert _states(made) == [ParticipantState.INVITED]
    for _twice in range(2):
        registering.confirm(a_context(session), made.token)
    assert [one.id for one in queries.in_it(context, group.id)] == [made.id]
    refused(lambda: registering.invite(context, group.id, name="Ana", email="ana@example.dk"), Reason.TAKEN)


def test_whoever_was_not_let_in_can_be_invited_later_and_gets_a_place(session, staff):
    context, _process = staff
    group = _group(staff, Admission.APPLICATION)
    made = _join(session, group, "Ana", application="Jeg bor der.")
    registering.decide(context, made.id, is_admitted=False, reason="Der var ikke plads.")
    assert registering.invite(context, group.id, name="Ana", email="ana@example.dk") is made
    assert _states(made) == [ParticipantState.INVITED]
    registering.confirm(a_context(session), made.token)
    assert _states(made) == [IN]


def test_needs_are_the_organisers_alone_and_go_with_the_person(session, staff):
    context, _process = staff
    group = _group(staff)
    made = _join(session, group, "Jens", needs=Needs(interpreter="somali", needs_step_free=True))
    assert PLACES.listed(context, group.id)[0].interpreter == "somali"
    neighbour = a_context(session, a_person(session))
    refused(lambda: queries.participant(neighbour, made.id), Reason.NOT_FOUND)
    registering.leave(a_context(session), made.token)
    assert (made.interpreter, made.needs_step_free) == ("", False)


def test_a_meeting_that_moves_is_told_to_those_without_an_account_too(session, staff):
    context, _process = staff
    group = _group(staff)
    _join(session, group, "Jens")
    at = NOON.replace(year=NOON.year + 1)
    met = meetings.add_group_meeting(context, group.id, title="Møde", starts_at=at)
    meetings.correct(context, met.id, {"place": "Salen"}, reason="Lokalet er optaget")
    assert [one.to_address for one in _mails(session, "meeting_moved") if one.to_address] == ["jens@example.dk"]


def test_who_closes_the_account_leaves_every_group_and_the_next_comes_in(session, staff):
    group = _group(staff, capacity=1)
    person = a_person(session)
    own = a_context(session, person)
    made = registering.join(own, group.id)
    second = _join(session, group, "Bo")
    erasure.close_account(own)
    assert _states(made, second) == [ParticipantState.LEFT, IN]


def test_the_database_gives_a_place_once_and_to_nobody_who_was_not_let_in(session, staff):
    group = _group(staff, Admission.APPLICATION)
    one = _join(session, group, "Ana", application="Jeg bor der.")
    two = _join(session, group, "Bo", application="Jeg bor der.")
    table = Participant.__table__
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(table).where(table.c.id == one.id).values(slot=1))
    registering.decide(staff[0], one.id, is_admitted=True)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(update(table).where(table.c.id == two.id).values(slot=1, is_admitted=True))


def test_who_proves_an_address_that_has_an_account_gets_the_role_by_it(session, staff):
    person = a_person(session)
    group = _group(staff, Admission.INVITATION)
    made = registering.invite(staff[0], group.id, name="Mona", email=person.email.upper())
    assert made.person_id is None, "whoever invites learns nothing of accounts"
    registering.confirm(a_context(session), made.token)
    assert [one.person_id for one in holders(a_context(session), Scope.GROUP, group.id, Role.MEMBER)] == [person.id]


def test_a_place_that_becomes_the_accounts_brings_its_role(session, staff):
    group = _group(staff)
    person = a_person(session)
    made = _join(session, group, person.email.partition("@")[0])
    assert made.person_id == person.id, "the link proved it"
    unassign(a_context(session, person), person.id, Role.MEMBER, Scope.GROUP, group.id)
    made.person_id = None  # as it stands from before links proved an account
    assert registering.join(a_context(session, person), group.id) is made
    assert [one.person_id for one in holders(a_context(session), Scope.GROUP, group.id, Role.MEMBER)] == [person.id]


def test_an_old_link_opens_no_door_that_was_closed_since(session, staff):
    group = _group(staff)
    visitor = a_context(session)
    made = registering.join(visitor, group.id, name="Jens", email="jens@example.dk")
    actions.correct(staff[0], group.id, {"admission": Admission.INVITATION}, reason="Vi er nok")
    refused(lambda: registering.confirm(visitor, made.token), Reason.NOT_YOURS)
    actions.correct(staff[0], group.id, {"admission": Admission.APPLICATION}, reason="Vi vil vide hvorfor")
    registering.confirm(visitor, made.token)
    assert _states(made) == [APPLIED]


def test_nobody_joins_under_an_offices_name(session, staff):
    refused(
        lambda: registering.join(a_context(session), _group(staff).id, name="Borgmesteren", email="x@example.dk"),
        Reason.NAME_OF_ANOTHER,
    )


def test_what_who_did_not_get_in_applies_with_again_is_not_kept(session, staff):
    group = _group(staff, Admission.APPLICATION)
    person = a_person(session)
    made = registering.join(a_context(session, person), group.id, application="Jeg vil gerne")
    registering.decide(staff[0], made.id, is_admitted=False, reason="Der er ikke plads")
    registering.join(a_context(session, person), group.id, application="Jeg har sklerose")
    assert made.application == ""


def test_who_is_taken_out_is_told_and_who_was_only_invited_is_not(session, staff):
    group = _group(staff)
    made, invited = _join(session, group, "Ana"), registering.invite(staff[0], group.id, name="Bo", email="bo@x.dk")
    listed = PLACES.listed(staff[0], group.id)
    assert listed == [made, invited]
    for one in listed:
        registering.take_out_member(staff[0], one.id)
    assert [one.to_address for one in _mails(session, "group_taken_out")] == ["ana@example.dk"]


def test_nothing_of_a_groups_people_but_the_names_of_those_in_it_outlives_its_work(session, staff):
    group = _group(staff, Admission.APPLICATION)
    applied = registering.join(a_context(session), group.id, name="Bo", email="bo@x.dk", application="Sklerose")
    registering.confirm(a_context(session), applied.token)
    registering.invite(staff[0], group.id, name="Ny", email="ny@x.dk")
    there = registering.invite(staff[0], group.id, name="Ana", email="ana@x.dk")
    registering.confirm(a_context(session), there.token)
    there.needs_other = "Iltapparat"
    actions.end(staff[0], group.id)
    for days, left in ((89, 3), (91, 2), (179, 2), (181, 1)):
        retention.forget(a_context(session, now=NOON + timedelta(days=days)))
        session.expire_all()
        assert session.query(Participant).count() == left, days
    assert (there.name, there.email, there.needs_other) == ("Ana", "", "")
    assert not retention.has_old(a_context(session, now=NOON + timedelta(days=181)))
