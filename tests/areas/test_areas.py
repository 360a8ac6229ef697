"""One set of topics and areas: what is in one is found by it, by whatever lies around it, and told to who follows."""

import pytest

from civic.areas import actions, lists, queries
from civic.areas.models import AreaKind
from civic.db.finding import Spot
from civic.following import actions as following
from civic.hearings import queries as hearings
from civic.kernel import correction
from civic.kernel.outbox import OutboxMessage
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.organisations import actions as organisations
from civic.organisations.queries import areas_had, owners_of
from civic.processes import actions as processes
from civic.processes import queries as found
from tests.make import a_context, a_hearing, a_person, a_process, an_officer, the_municipality, the_officer, the_topic
from tests.refusing import refused


@pytest.fixture
def officer(session):
    return a_context(session, an_officer(session))


@pytest.fixture
def places(officer):
    """A housing area in a district in a part of town."""
    town = actions.add_area(officer, kind=AreaKind.DISTRICT, name="Nord")
    district = actions.add_area(officer, kind=AreaKind.DISTRICT, name="Mosen", parent_id=town.id)
    return town, district, actions.add_area(officer, kind=AreaKind.HOUSING_AREA, name="Bakken", parent_id=district.id)


def _put(session, process, *, topics=(), areas=()):
    staff = a_context(session, the_officer(session, process))
    processes.put_about(staff, process.id, topic_ids=topics, area_ids=areas)


def test_what_is_in_a_housing_area_is_found_by_all_that_it_lies_in_and_by_nothing_else(session, officer, places):
    town, district, housing = places
    other = actions.add_area(officer, kind=AreaKind.HOUSING_AREA, name="Dalen", parent_id=town.id)
    process = a_process(session)
    _put(session, process, areas=[housing.id])
    for area, is_found in ((town, True), (district, True), (housing, True), (other, False)):
        about = queries.about(officer, area_id=area.id)
        listed, _more, count = found.listed(officer, found.Sought(about=about), Spot())
        assert ([one.id for one in listed], count) == (([process.id], 1) if is_found else ([], 0)), area.name


def test_what_belongs_to_a_process_is_found_by_its_areas_and_a_hearing_by_its_own_topics_too(session, officer, places):
    hearing = a_hearing(session)
    _put(session, hearing.process, areas=[places[2].id], topics=[the_topic(session, "housing").id])
    listed = lambda **about: [  # noqa: E731
        one.id for one in hearings.listed(officer, hearings.Sought(about=queries.about(officer, **about)), Spot())[0]
    ]
    assert listed(area_id=places[0].id) == [hearing.id]
    assert listed(topic_id=the_topic(session, "housing").id) == [hearing.id]
    youth = the_topic(session, "youth")
    assert listed(topic_id=youth.id) == []
    actions.put_about(officer, Ref(Kind.HEARING, hearing.id), topic_ids=[youth.id], area_ids=[])
    assert listed(topic_id=youth.id) == [hearing.id]
    assert listed(topic_id=youth.id, area_id=places[2].id) == [hearing.id]
    session.expire(hearing)
    assert hearings.hearing(officer, hearing.id).topics == [youth]
    assert listed(topic_id=the_topic(session, "housing").id, area_id=places[2].id) == [hearing.id]


def test_a_process_in_preparation_is_on_no_areas_page_for_those_who_may_not_read_it(session, officer, places):
    process = a_process(session, state=found.ProcessState.PREPARING)
    _put(session, process, areas=[places[2].id])
    about = queries.about(officer, area_id=places[2].id)
    listed = lambda who: found.listed(a_context(session, who), found.Sought(about=about), Spot())[2]  # noqa: E731
    assert (listed(a_person(session)), listed(the_officer(session, process))) == (0, 1)


def test_whoever_follows_an_area_or_a_topic_hears_of_each_step_in_it_once(session, officer, places):
    process = a_process(session)
    _put(session, process, areas=[places[2].id], topics=[the_topic(session, "housing").id])
    both, one = a_person(session), a_person(session)
    following.follow_area(a_context(session, both), places[0].id)
    following.follow_topic(a_context(session, both), the_topic(session, "housing").id)
    following.follow_area(a_context(session, one), places[1].id)
    following.follow_area(a_context(session, one), places[1].id, is_on=False)
    staff = a_context(session, the_officer(session, process))
    phase = next(each for each in found.phases(staff, process.kind_id) if each.name == "Arbejder")
    processes.move_on(staff, process.id, phase_id=phase.id)
    told = [each.to_person_id for each in session.query(OutboxMessage).filter_by(template="followed")]
    assert told == [both.id]


def test_an_area_does_not_lie_in_itself_however_deep(session, officer, places):
    town, _district, housing = places
    refused(lambda: actions.correct_area(officer, town.id, {"parent_id": housing.id}, reason="x"), Reason.IN_ITSELF)
    refused(lambda: actions.correct_area(officer, town.id, {"parent_id": town.id}, reason="x"), Reason.IN_ITSELF)
    refused(lambda: actions.correct_area(officer, town.id, {"name": "bakken"}, reason="x"), Reason.TAKEN)
    corrected = {"name": "Bakkerne", "parent_id": None}
    actions.correct_area(officer, housing.id, corrected, reason="Den ligger for sig selv.")
    stood = {one.field: one.before for one in correction.of(officer, Ref(Kind.AREA, housing.id), at_most=9)}
    assert stood == {"name": "Bakken", "parent_id": "Mosen"}
    assert queries.inside(officer, town.id) == {town.id, places[1].id}


def test_whose_area_it_is_is_entered_by_the_municipality_and_never_assumed(session, officer, places):
    own = the_municipality(session)
    assert owners_of(officer, places[2].id) == []
    organisations.put_owners(officer, places[2].id, organisation_ids=[own.id])
    assert (owners_of(officer, places[2].id), areas_had(officer, own.id)) == ([own], [places[2]])
    resident = a_context(session, a_person(session))
    refused(lambda: organisations.put_owners(resident, places[2].id, organisation_ids=[]), Reason.NOT_YOURS)
    refused(lambda: actions.add_area(resident, kind=AreaKind.OTHER, name="Min vej"), Reason.NOT_YOURS)
    refused(lambda: actions.add_topic(resident, name="Mit emne"), Reason.NOT_YOURS)


def test_no_topic_and_no_area_that_is_not_there_is_put_on_a_process(session, places):
    process = a_process(session)
    refused(lambda: _put(session, process, topics=[999999]), Reason.NOT_FOUND)
    refused(lambda: _put(session, process, areas=[999999]), Reason.NOT_FOUND)


LIST = """vejnavn;husnr;postnr;postnrnavn;område
Ålevej;1;2820;Gentofte;bakken
Ålevej;2A;2820;Gentofte;
"Store  Gade";10;2900;Hellerup;Mosen
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_municipalitys_list_is_read_and_an_address_found_by_how_it_begins(session, officer, places, encoding):
    known = {one.name.casefold(): one.id for one in places}
    read = lists.read(LIST.encode(encoding), known)
    assert read.faults == []
    assert actions.replace_addresses(officer, read.rows) == 3
    like = lambda typed: [one.written for one in queries.addresses_like(officer, typed)]  # noqa: E731
    assert like("ÅLEVEJ") == ["Ålevej 1, 2820 Gentofte", "Ålevej 2A, 2820 Gentofte"]
    assert like("ålevej 2a 2820") == ["Ålevej 2A, 2820 Gentofte"]
    assert like("store gade 10, 29") == ["Store Gade 10, 2900 Hellerup"]
    assert (like("ål"), like("%%%")) == ([], [])
    assert queries.addresses_like(officer, "ålevej 1 2820 gentofte")[0].area_id == places[2].id
    assert actions.replace_addresses(officer, [("Ny Vej 1, 2820 Gentofte", None)]) == 1
    assert like("ålevej") == []


def test_each_line_that_is_wrong_is_named(places):
    known = {one.name.casefold(): one.id for one in places}
    wrong = "vejnavn,husnr,postnr,by,område\nA,1,2820,G,Ukendt\nA,,2820,G,\nA,3,2820,G,\nA,3,2820,G,\n"
    read = lists.read(wrong.encode(), known)
    assert [line for line, _said in read.faults] == [2, 3, 5]
    assert lists.read(b"navn;alder\nBo;7\n", known).faults[0][0] == 1
    assert lists.read(b"", known).faults[0][0] == 1
