"""A partner has its own people and processes; what it holds is nothing in the municipality; a share shows only that."""

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from civic.bodies import actions as bodies
from civic.bodies.models import BodyKind
from civic.kernel.actor import Role, Scope
from civic.kernel.correction import Correction
from civic.kernel.refusal import Reason, Refusal
from civic.organisations import actions, queries
from civic.people import actions as people
from civic.people import queries as persons
from civic.people.models import OrganisationKind, Place
from civic.people.workflow import is_keeper
from civic.processes import actions as processes
from civic.processes import queries as found
from civic.processes.models import Capacity
from tests.make import a_context, a_person, a_process, a_start, an_officer, the_municipality
from tests.refusing import refused


@pytest.fixture
def housing(session):
    return _partner(session, "Boliggården")


def _partner(session, name):
    the_municipality(session)
    return actions.add_organisation(a_context(session, an_officer(session)), kind=OrganisationKind.HOUSING, name=name)


def _officer_of(session, organisation):
    return a_context(session, a_person(session, (Role.CASE_OFFICER, Scope.ORGANISATION, organisation.id)))


def _start(context, owner):
    kind = found.kind_by_key(context, "public_consultation")
    return a_start(context, kind_id=kind.id, owner_id=owner.id)


def test_a_partners_officer_starts_its_own_process_and_no_other(session, housing):
    officer = _officer_of(session, housing)
    assert _start(officer, housing).organisation_id == housing.id
    refused(lambda: _start(officer, the_municipality(session)), Reason.NOT_YOURS)
    refused(lambda: _start(officer, _partner(session, "Nordkysten")), Reason.NOT_YOURS)
    refused(lambda: _start(a_context(session, an_officer(session)), housing), Reason.NOT_YOURS)


def test_a_partners_offices_count_for_nothing_in_the_municipality(session, housing):
    admin = a_context(
        session,
        a_person(
            session, (Role.ADMIN, Scope.ORGANISATION, housing.id), (Role.CASE_OFFICER, Scope.ORGANISATION, housing.id)
        ),
    )
    assert not is_keeper(admin.actor)
    for do in (
        lambda: bodies.add_body(admin, name="Råd", kind=BodyKind.ADVISORY_COUNCIL),
        lambda: people.set_hearing_rules(admin, days=1, reads_twice=False, seen=None),
        lambda: actions.add_organisation(admin, kind=OrganisationKind.FUND, name="En fond"),
        lambda: actions.describe(admin, the_municipality(session).id, {"about": "Vores."}),
        lambda: people.grant_role(
            admin, a_person(session).id, Role.ADMIN, Place(Scope.MUNICIPALITY, the_municipality(session).id, "Kommunen")
        ),
    ):
        with pytest.raises(Refusal) as refused:
            do()
        assert refused.value.reason in {Reason.NOT_YOURS, Reason.WRITTEN_MEANWHILE}


def test_a_partners_administrator_gives_its_own_people_roles_and_an_office_takes_two(session, housing):
    the_admin = a_person(session, (Role.ADMIN, Scope.MUNICIPALITY, the_municipality(session).id))
    admin = a_context(session, a_person(session, (Role.ADMIN, Scope.ORGANISATION, housing.id)))
    unit = actions.add_unit(admin, housing.id, name="Sekretariat")
    who = a_person(session, name="Ny Ven")
    held = people.grant_role(
        admin, who.id, Role.COORDINATOR, Place(Scope.UNIT, unit.id, "Sekretariat", organisation_id=housing.id)
    )
    assert (held.role, held.scope_id) == (Role.COORDINATOR, unit.id)
    place = Place(Scope.ORGANISATION, housing.id, housing.name, organisation_id=housing.id)
    asked = people.grant_role(admin, who.id, Role.CASE_OFFICER, place)
    refused(lambda: people.decide_role(admin, asked.id, place, is_agreed=True), Reason.NOT_YOURS)
    people.decide_role(a_context(session, the_admin), asked.id, place, is_agreed=True)
    assert [one.person_id for one in persons.holders(admin, Scope.ORGANISATION, housing.id, Role.CASE_OFFICER)] == [
        who.id
    ]
    other = _partner(session, "Nordkysten")
    refused(
        lambda: people.grant_role(
            admin, who.id, Role.CASE_OFFICER, Place(Scope.ORGANISATION, other.id, "", organisation_id=other.id)
        ),
        Reason.NOT_YOURS,
    )


def test_a_secretariat_sees_just_what_is_shared_with_it_and_only_while_it_is(session, housing):
    officer = _officer_of(session, housing)
    shared, other = _start(officer, housing), _start(officer, housing)
    officer = a_context(session, session.get(persons.Person, officer.actor.person_id))
    unit = actions.add_unit(officer, housing.id, name="Områdesekretariatet")
    who = a_person(session, (Role.COORDINATOR, Scope.UNIT, unit.id))
    refused(lambda: found.process(a_context(session, who), shared.id), Reason.NOT_FOUND)
    held = processes.share(officer, shared.id, unit_id=unit.id)
    coordinator = a_context(session, who)
    assert found.process(coordinator, shared.id) is shared
    assert list(found.shared_with(coordinator, unit.id)) == [shared]
    assert list(found.shared_with(a_context(session), unit.id)) == []
    refused(lambda: found.process(coordinator, other.id), Reason.NOT_FOUND)
    refused(lambda: processes.correct(coordinator, shared.id, {"title": "Vores"}, reason="Fordi."), Reason.NOT_YOURS)
    processes.end_share(officer, shared.id, held.id)
    refused(lambda: found.process(a_context(session, who), shared.id), Reason.NOT_FOUND)


def test_a_share_gives_no_other_role_in_the_unit_anything(session, housing):
    officer = _officer_of(session, housing)
    process = _start(officer, housing)
    officer = a_context(session, session.get(persons.Person, officer.actor.person_id))
    unit = actions.add_unit(officer, housing.id, name="Områdesekretariatet")
    processes.share(officer, process.id, unit_id=unit.id)
    body_of_the_same_number = a_person(session, (Role.MEMBER, Scope.BODY, unit.id))
    refused(lambda: found.process(a_context(session, body_of_the_same_number), process.id), Reason.NOT_FOUND)


def test_who_takes_part_is_said_once_each_way_and_corrected_with_a_reason(session, housing):
    officer = an_officer(session)
    process = a_process(session, officer)
    context = a_context(session, officer)
    made = processes.add_participant(context, process.id, organisation_id=housing.id, capacity=Capacity.FUNDER)
    refused(lambda: processes.correct_participant(context, made.id, {"capacity": Capacity.PARTNER}), Reason.NO_REASON)
    processes.correct_participant(context, made.id, {"capacity": Capacity.PARTNER}, reason="De betaler ikke.")
    assert [one.capacity for one in found.participations(context, process.id)] == [Capacity.PARTNER]
    processes.take_out_participant(context, made.id, reason="De trak sig.")
    assert found.participations(context, process.id) == []
    processes.add_participant(context, process.id, organisation_id=housing.id, capacity=Capacity.FUNDER)
    with pytest.raises(IntegrityError):
        processes.add_participant(context, process.id, organisation_id=housing.id, capacity=Capacity.FUNDER)
    session.rollback()


def test_a_named_person_stands_there_with_consent_and_is_gone_when_it_is_taken_back(session, housing):
    admin = a_context(session, a_person(session, (Role.ADMIN, Scope.ORGANISATION, housing.id)))
    refused(lambda: actions.add_unit(admin, housing.id, name="Drift", contact_name="Ida Eksempel"), Reason.NO_CONSENT)
    unit = actions.add_unit(admin, housing.id, name="Drift", contact_name="Ida Eksempel", consented_on=date(2026, 1, 5))
    actions.change_unit(admin, unit.id, {"contact_name": ""})
    assert (unit.contact_name, unit.consented_on) == ("", None)
    assert session.query(Correction).count() == 0
    refused(lambda: actions.change_unit(admin, unit.id, {"name": "Driften"}), Reason.NO_REASON)
    actions.change_unit(admin, unit.id, {"name": "Driften"}, reason="Nyt navn.")
    assert [(one.field, one.before) for one in session.query(Correction)] == [("name", "Drift")]


def test_there_is_one_municipality_and_no_two_of_a_name(session, housing):
    officer = a_context(session, an_officer(session))
    refused(
        lambda: actions.add_organisation(officer, kind=OrganisationKind.MUNICIPALITY, name="Nabo"), Reason.NOT_FITTING
    )
    refused(lambda: actions.add_organisation(officer, kind=OrganisationKind.FUND, name="boliggården"), Reason.TAKEN)
    refused(
        lambda: actions.describe(officer, housing.id, {"kind": OrganisationKind.MUNICIPALITY}, reason="x"),
        Reason.NOT_FITTING,
    )
    assert queries.organisations(officer)[0].kind is OrganisationKind.MUNICIPALITY
