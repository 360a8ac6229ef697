"""The demo's persons and bodies. Every person here is invented; no politician is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from civic.areas.queries import topic_by_key
from civic.bodies import actions as body_actions
from civic.bodies import minutes as body_minutes
from civic.bodies.models import Body, BodyKind, Entitlement, Part
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.context import Context
from civic.people import actions, queries
from civic.people.models import Organisation, Person

BODIES = {
    "council": ("Kommunalbestyrelsen", BodyKind.COUNCIL),
    "finance": ("Økonomiudvalget", BodyKind.FINANCE_COMMITTEE),
    "elderly": ("Ældre-, Social- og Sundhedsudvalget", BodyKind.STANDING_COMMITTEE),
    "employment": ("Erhvervs-, Beskæftigelses- og Integrationsudvalget", BodyKind.STANDING_COMMITTEE),
    "children": ("Børneudvalget", BodyKind.STANDING_COMMITTEE),
    "schools": ("Skoleudvalget", BodyKind.STANDING_COMMITTEE),
    "disability": ("Handicaprådet", BodyKind.ADVISORY_COUNCIL),
    "integration": ("Integrationsrådet", BodyKind.ADVISORY_COUNCIL),
    "senior": ("Seniorrådet", BodyKind.ADVISORY_COUNCIL),
    "youth": ("Ungerådet", BodyKind.ADVISORY_COUNCIL),
}

PERSONS = {
    "officer": "Lone Kragh",
    "facilitator": "Mikkel Dam",
    "resident": "Amina Farah",
    "neighbour": "Jens Holm",
    "writer": "Olga Sand",
    "disability_secretary": "Vibeke Storm",
    "disability_member": "Tove Friis",
    "disability_chair": "Bent Aaholm",
    "integration_secretary": "Karim Aydin",
    "senior_secretary": "Grethe Mose",
    "youth_secretary": "Sofus Lind",
    "admin": "Rasmus Bech",
    "senior_chair": "Aase Brink",
    "youth_chair": "Nadia Holt",
    "integration_chair": "Leyla Demir",
    "coordinator": "Maja Lyng",
    "housing_officer": "Kim Rask",
}

HEARD = {
    "disability": ("disability", Entitlement.STATUTORY),
    "integration": ("integration", Entitlement.OPEN),
    "senior": ("older_people", Entitlement.STATUTORY),
    "youth": ("youth", Entitlement.AGREED),
}

SEATS = {
    "disability": {
        "disability_secretary": Role.SECRETARY,
        "disability_member": Role.MEMBER,
        "disability_chair": Role.CHAIR,
    },
    "integration": {"integration_secretary": Role.SECRETARY, "integration_chair": Role.CHAIR},
    "senior": {"senior_secretary": Role.SECRETARY, "senior_chair": Role.CHAIR},
    "youth": {"youth_secretary": Role.SECRETARY, "youth_chair": Role.CHAIR},
}


@dataclass(frozen=True)
class Cast:
    """Who and what the demo tells of, and the way to act as one of them at a moment."""

    session: Session
    organisation: Organisation
    bodies: dict[str, Body]
    persons: dict[str, Person]
    folder: Path
    """Where files lie."""

    def acting(self, who: str, at: datetime) -> Context:
        """Return a context in which the named person acts at the moment, with the roles held then."""
        visiting = Context(VISITOR, at, self.session)
        return Context(queries.actor(visiting, self.persons[who]), at, self.session)

    def topics(self, *keys: str) -> list[int]:
        """Return the ids of topics that the house comes with."""
        context = Context(VISITOR, datetime.now(UTC), self.session)
        return [topic_by_key(context, key).id for key in keys]

    def at(self, who: str) -> Callable[[datetime], Context]:
        """Return a way to make the named person's contexts."""
        return lambda moment: self.acting(who, moment)


def assemble(session: Session, since: datetime, organisation: str, folder: Path) -> Cast:
    """Enter organisation, bodies and persons with their lasting roles."""
    context = Context(VISITOR, since, session)
    owner = actions.found_municipality(context, organisation)
    bodies = {key: body_actions.enter_body(context, owner, name, kind) for key, (name, kind) in BODIES.items()}
    for key, (topic, entitlement) in HEARD.items():
        bodies[key].topic, bodies[key].entitlement = topic_by_key(context, topic), entitlement
    persons = {
        key: actions.enter_person(context, name=name, email=f"{key.replace('_', '-')}@civic.invalid", is_invented=True)
        for key, name in PERSONS.items()
    }
    actions.assign(context, persons["officer"].id, Role.CASE_OFFICER, Scope.MUNICIPALITY, owner.id)
    actions.assign(context, persons["admin"].id, Role.ADMIN, Scope.MUNICIPALITY, owner.id)
    for body, holders in SEATS.items():
        for key, role in holders.items():
            actions.assign(context, persons[key].id, role, Scope.BODY, bodies[body].id)
    return Cast(session, owner, bodies, persons, folder)


TERM = 4
"""Years for which councils are chosen anew, with the municipal council: from 1 January 2022, 2026 and so on."""


ABOUT = {
    "council": "Kommunens øverste politiske ledelse. Den vedtager budgettet og træffer de endelige beslutninger.",
    "disability": "Rådgiver kommunen om forhold for mennesker med handicap og høres, før der besluttes noget om dem.",
    "integration": "Rådgiver kommunen om integration, når den selv eller rådet finder det relevant.",
    "senior": "Rådgiver kommunen om ældrepolitik og høres om alt, der angår de ældre.",
    "youth": "Unges råd til kommunen om det, der angår unge.",
}
"""What some bodies do; by kommunestyrelsesloven, retssikkerhedsloven 30 and 37 a, integrationsloven 42."""


def describe_bodies(cast: Cast, now: datetime) -> None:
    """Let an administrator write what some bodies do."""
    for body, about in ABOUT.items():
        body_actions.describe_body(cast.acting("admin", now), cast.bodies[body].id, {"about": about}, reason="")


def enter_members(cast: Cast, now: datetime) -> None:
    """Let the secretaries enter who sits in their councils, and one who sat there before; all of them are invented."""
    first = now.year - (now.year - 2022) % TERM
    for body, holders in SEATS.items():
        context = cast.acting(f"{body}_secretary", now)
        for key, role in holders.items():
            if role in {Role.CHAIR, Role.MEMBER}:
                part = Part.CHAIR if role is Role.CHAIR else Part.MEMBER
                _enter_member(context, cast, body, part, PERSONS[key], first)
        _enter_member(context, cast, body, Part.SUBSTITUTE, "Erik Eksempel", first)
        _enter_member(context, cast, body, Part.CHAIR, "Inger Eksempel", first - TERM)


def _enter_member(context: Context, cast: Cast, body: str, part: Part, name: str, year: int) -> None:
    body_actions.add_body_member(
        context,
        cast.bodies[body].id,
        part=part,
        name=name,
        sent_by="Danske Handicaporganisationer" if body == "disability" and part is Part.MEMBER else "",
        starts_on=date(year, 1, 1),
        ends_on=date(year + TERM - 1, 12, 31),
        is_invented=True,
    )


NAMED = {"employment": (2017, 2025)}
"""Bodies whose name carries the years in which they have it, in the record of 28 May 2018."""
LETTERS = {
    "A": "Socialdemokratiet",
    "B": "Radikale Venstre",
    "C": "Det Konservative Folkeparti",
    "D": "Nye Borgerlige",
    "V": "Venstre",
    "Ø": "Enhedslisten",
}
"""The parties of the record's vote of 27 March 2017, known from that day."""
COUNCIL = (
    (Part.CHAIR, "Helle Eksempel", "C"),
    (Part.DEPUTY, "Ali Eksempel", "A"),
    (Part.MEMBER, "Birthe Eksempel", "C"),
    (Part.MEMBER, "Carsten Eksempel", "V"),
    (Part.MEMBER, "Dorthe Eksempel", "B"),
    (Part.MEMBER, "Øjvind Eksempel", "Ø"),
    (Part.MEMBER, "Zeynep Eksempel", "A"),
)
"""Invented members of the municipal council: no politician stands in the demo but where a record names them."""


def enter_council(cast: Cast, now: datetime) -> None:
    """Let an administrator enter the municipal council's members, the parties' letters, and names by year."""
    context = cast.acting("admin", now)
    voted = date(2017, 3, 27)
    for letter, name in LETTERS.items():
        until = date(2017, 12, 31) if letter == "D" else None
        body_actions.add_letter(context, letter=letter, name=name, valid_from=voted, valid_to=until)
    first = now.year - (now.year - 2022) % TERM
    for part, name, party in COUNCIL:
        body_actions.add_body_member(
            context,
            cast.bodies["council"].id,
            part=part,
            name=name,
            party=party,
            starts_on=date(first, 1, 1),
            ends_on=date(first + TERM - 1, 12, 31),
            is_invented=True,
        )
    body_actions.add_name(
        context,
        cast.bodies["youth"].id,
        name="Ungdomsrådet",
        first_day=date(2018, 1, 1),
        last_day=date(2021, 12, 31),
        by_year=True,
    )
    for key, (begins, ends) in NAMED.items():
        body = cast.bodies[key]
        body_actions.change_body(
            context,
            body.id,
            name=body.name,
            first_day=date(begins, 1, 1),
            last_day=date(ends, 12, 31),
            by_year=True,
            topic_id=body.topic_id,
            entitlement=body.entitlement,
            reason="Årene står i referatet fra den 28. maj 2018.",
        )


def write_minutes(cast: Cast, now: datetime) -> None:
    """Let a council's secretary publish the minutes of its last meeting item by item; the last one is still a draft."""
    context = cast.acting("disability_secretary", now)
    held, body_id = context.today - timedelta(days=21), cast.bodies["disability"].id
    agenda = body_minutes.add_item(
        context,
        body_id,
        held_on=held,
        number=1,
        title="Godkendelse af dagsordenen (eksempel)",
        text="Dagsordenen blev godkendt. Punkt 4 blev udsat til næste møde.",
    )
    closed = body_minutes.add_item(
        context,
        body_id,
        held_on=held,
        number=2,
        title="En henvendelse fra en borger (eksempel)",
        text="Rådet drøftede henvendelsen.",
        neutral_title="En henvendelse (eksempel)",
        closed_because="En enkelt persons forhold kan genkendes.",
    )
    body_minutes.add_item(
        context,
        body_id,
        held_on=held,
        number=3,
        title="Tilgængelighed på stationen (eksempel)",
        text="Rådet ønsker ledelinjer fra bussen til perronen og et møde på stedet.",
    )
    for one in (agenda, closed):
        body_minutes.publish_item(context, one.id)
    body_minutes.add_to_item(context, agenda.id, text="Det var punkt 5, der blev udsat. Nummeret var skrevet forkert.")


CALENDARS = {"disability": (9, 28, 8, False), "senior": (12, 35, 5, True), "youth": (21, 42, 3, False)}
"""When councils meet: first in so many days, then every so many; days for papers, and whether only hverdage count."""


def enter_calendars(cast: Cast, now: datetime) -> None:
    """Let the secretaries enter when their councils meet; one has not."""
    for body, (first, every, papers, weekdays) in CALENDARS.items():
        context = cast.acting(f"{body}_secretary", now)
        days = [context.today + timedelta(days=first + number * every) for number in range(8)]
        body_actions.set_sittings(context, cast.bodies[body].id, days=days, paper_days=papers, counts_weekdays=weekdays)
