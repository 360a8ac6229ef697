"""Those the municipality works with: real organisations as their sources name them; their people are invented."""

from datetime import datetime, timedelta

from civic.areas import actions as areas
from civic.areas import queries as area_queries
from civic.areas.models import AreaKind
from civic.db.base import Precision
from civic.demo.cast import Cast
from civic.demo.scenes import quarter
from civic.groups.queries import groups_of
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.meetings import queries as meeting_queries
from civic.meetings import registering
from civic.organisations import actions, queries
from civic.people import actions as people
from civic.people.models import Organisation, OrganisationKind
from civic.places.models import Needs
from civic.processes import actions as processes
from civic.processes import queries as process_queries
from civic.processes.models import Capacity, SeatCategory
from civic.proposals import actions as proposals
from civic.proposals import queries as proposal_queries

NEIGHBOURS = {
    "helsingor": ("Helsingør Kommune", OrganisationKind.OTHER_MUNICIPALITY, ""),
    "nordkysten": ("Nordkysten", OrganisationKind.HOUSING, "Boligselskab med boligområder i Helsingør Kommune."),
    "boliggaarden": ("Boliggården", OrganisationKind.HOUSING, "Boligselskab med boligområder i Helsingør Kommune."),
    "mosebakken": ("Boligforeningen Mosebakken", OrganisationKind.HOUSING, "Opdigtet boligorganisation."),
    "lbf": (
        "Landsbyggefonden",
        OrganisationKind.FUND,
        "Finansierer primært de boligsociale helhedsplaner og godkender ansøgningen om dem til sidst.",
    ),
    "cfbu": ("CFBU", OrganisationKind.KNOWLEDGE_CENTRE, "Center for Boligsocial Udvikling."),
    "lauritzen": (
        "Lauritzen fonden",
        OrganisationKind.FOUNDATION,
        "Finansierer bydelsarbejde sammen med Esbjerg Kommune.",
    ),
    "medvind": (
        "Medvind i Østerbyen",
        OrganisationKind.ASSOCIATION,
        "Bydelsarbejde i Esbjerg efter Collective Impact-metoden.",
    ),
}
"""By key: name, kind and what their own pages say of them (Helsingør's page on helhedsplaner, CFBU's of March 2023)."""
INVENTED = {"mosebakken"}
SECRETARIAT = (
    "Områdesekretariatet",
    "Ansvarlig for den overordnede koordinering af boligsociale indsatser i Helsingør Kommune.",
)


def enter_neighbours(cast: Cast, now: datetime) -> None:
    """Let the officer enter them, and a housing organisation start a process that a secretariat looks into."""
    officer = cast.acting("officer", now - timedelta(days=300))
    found = {
        key: actions.add_organisation(officer, kind=kind, name=name, about=about, is_example=key in INVENTED)
        for key, (name, kind, about) in NEIGHBOURS.items()
    }
    actions.add_unit(officer, found["helsingor"].id, name=SECRETARIAT[0], about=SECRETARIAT[1])
    own = queries.organisations(officer)[0]
    secretariat = actions.add_unit(
        officer,
        own.id,
        name="Boligsocialt sekretariat (opdigtet)",
        about="Koordinerer på tværs af boligorganisationerne.",
        email="sekretariat@example.org",
        contact_name="Maja Lyng",
        consented_on=officer.today,
    )
    actions.add_unit(
        officer,
        own.id,
        name="Stab & Udvikling, Social & Sundhed",
        about="Kontakt for opgaveudvalget om den boligsociale indsats.",
    )
    giving = Context(VISITOR, officer.now, cast.session)
    for role in (Role.CASE_OFFICER, Role.ADMIN):
        mosebakken = found["mosebakken"].id
        people.assign(giving, cast.persons["housing_officer"].id, role, Scope.ORGANISATION, mosebakken)
    people.assign(giving, cast.persons["coordinator"].id, Role.COORDINATOR, Scope.UNIT, secretariat.id)
    _areas(cast, found, officer)
    _start(cast, found, secretariat.id, now)
    _take_part(cast, found, now)


def _take_part(cast: Cast, found: dict[str, Organisation], now: datetime) -> None:
    """Let the officer say that the housing organisation takes part in the process about courtyards."""
    officer = cast.acting("officer", now - timedelta(days=20))
    own = area_queries.areas(officer)
    mosebakken = next(one.id for one in own if one.name == "Mosebakken")
    courtyards = next(one for one in process_queries.processes(officer) if one.title == "Levende gårdrum")
    processes.add_participant(
        officer,
        courtyards.id,
        organisation_id=found["mosebakken"].id,
        capacity=Capacity.OPERATOR,
        about="Passer gårdene til daglig.",
    )
    _register(cast, officer, courtyards.id)
    ties = [Ref(Kind.GROUP, one.id) for one in groups_of(officer, courtyards.id)[:1]]
    ties += [Ref(Kind.MEETING, one.id) for one in meeting_queries.all_of_process(officer, courtyards.id)[-1:]]
    processes.tie_task(officer, courtyards.id, 1, things=ties, offered=ties)
    topics = [area_queries.topic_by_key(officer, one).id for one in ("housing", "leisure")]
    processes.put_about(officer, courtyards.id, topic_ids=topics, area_ids=[mosebakken])
    bench = next(one for one in proposal_queries.own(cast.acting("resident", now)) if one.title.startswith("En bænk"))
    proposals.put_about(officer, bench.id, topic_ids=topics[1:], area_ids=[mosebakken])


def _register(cast: Cast, officer: Context, process_id: int) -> None:
    """Let one register for a meeting, with few places: two come, one waits, one has not confirmed; all are invented."""
    shown = meeting_queries.all_of_process(officer, process_id)
    found = next(one for one in shown if one.title == "Møde om anbefalingerne")
    facilitator = cast.acting("facilitator", officer.now)
    registering.set_registration(facilitator, found.id, takes_registrations=True, capacity=2)
    needs = Needs(interpreter="somali", needs_step_free=True)
    registering.register(cast.acting("resident", officer.now), found.id, name="", email="", needs=needs)
    visitor = Context(VISITOR, officer.now, cast.session)
    for number, name in enumerate(("Erik Eksempel", "Inger Eksempel", "Oda Eksempel"), start=1):
        email = f"eksempel-{number}@civic.invalid"
        made = registering.register(visitor, found.id, name=name, email=email, needs=Needs(needs_loop=number == 1))
        if number < 3:
            registering.confirm(visitor, made.token)


HELSINGORS = ("Nøjsomhed", "Ellekildehave", "Vapnagaard", "Tibberupparken")
"""The housing areas that Helsingør's page names; it does not say which of the two organisations has which."""
STREETS = {"Mosebakken": 24, "Gårdstien": 12, "Stationspladsen": 9}


def _areas(cast: Cast, found: dict[str, Organisation], officer: Context) -> None:
    """Enter Helsingør's housing areas as its page has them, and an invented one with its addresses."""
    elsewhere = areas.add_area(officer, kind=AreaKind.DISTRICT, name="Helsingør")
    for name in HELSINGORS:
        areas.add_area(officer, kind=AreaKind.HOUSING_AREA, name=name, parent_id=elsewhere.id)
    district = areas.add_area(officer, kind=AreaKind.DISTRICT, name="Mosekvarteret", is_example=True)
    own = areas.add_area(
        officer,
        kind=AreaKind.HOUSING_AREA,
        name="Mosebakken",
        about="Opdigtet boligområde med otte gårde.",
        parent_id=district.id,
        is_example=True,
    )
    actions.put_owners(officer, own.id, organisation_ids=[found["mosebakken"].id])
    housed = {"Mosebakken": own.id, "Gårdstien": own.id, "Stationspladsen": district.id}
    areas.replace_addresses(
        officer,
        [
            (f"{street} {number}, 2820 Gentofte", housed[street])
            for street, most in STREETS.items()
            for number in range(1, most + 1)
        ],
    )


def _start(cast: Cast, found: dict[str, Organisation], secretariat_id: int, now: datetime) -> None:
    begun, end = now - timedelta(days=40), now + timedelta(days=300)
    officer = cast.acting("housing_officer", begun)
    process = processes.start_process(
        officer,
        title="Fælles værksted",
        full_title="Et fælles værksted ved Mosebakken",
        question="Hvordan kan beboerne selv drive et værksted?",
        background="Opdigtet forløb til demonstration.",
        tasks=[("Overblik", "At samle, hvilke værksteder der er, og hvem der bruger dem.")],
        seats={SeatCategory.OTHER_MEMBER: 6},
        period=(quarter(begun.date()), Precision.QUARTER, quarter(end.date()), Precision.QUARTER),
        contact_unit="Beboerservice (opdigtet)",
        kind_id=process_queries.kind_by_key(officer, "public_consultation").id,
        owner_id=found["mosebakken"].id,
        source="Forløbet er opdigtet til demonstration.",
        is_example=True,
    )
    officer = cast.acting("housing_officer", begun + timedelta(hours=1))
    municipality = queries.organisations(officer)[0]
    processes.add_participant(
        officer,
        process.id,
        organisation_id=municipality.id,
        capacity=Capacity.COORDINATOR,
        about="Sekretariatet samler erfaringerne.",
    )
    processes.share(officer, process.id, unit_id=secretariat_id)
