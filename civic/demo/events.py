"""An event of 2023 as its organiser's page has it, and invented agendas, minutes and agreed tasks of meetings."""

from datetime import UTC, date, datetime, timedelta

from civic.bodies.models import BodyKind
from civic.bodies.queries import bodies_now
from civic.db.base import Precision
from civic.demo.cast import Cast
from civic.demo.letter import letter
from civic.demo.scenes import evening
from civic.evidence.models import KeyFigure
from civic.evidence.queries import to_use
from civic.groups.queries import groups_of
from civic.kernel.actor import VISITOR, Role, Scope
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions as meetings
from civic.meetings import queries as meeting_queries
from civic.meetings.models import MeetingAbout, MeetingKind
from civic.minutes import actions
from civic.minutes.models import Category, Origin, PointKind
from civic.organisations import actions as organisations
from civic.organisations import queries as organisation_queries
from civic.papers import actions as papers
from civic.people import actions as people
from civic.processes import actions as processes
from civic.processes import queries as process_queries

ABOUT = (
    "Hør Gladsaxe Kommune og Esbjerg Kommune fortælle om deres indsatser og samarbejde i udsatte bydele, og deltag i "
    "samtalen om udfordringer og potentialer i det tværsektorielle samarbejde om de udsatte områder."
)
TARGET = (
    "Kommuner, der ønsker at arbejde mere målrettet i deres udsatte bydele. Boligorganisationer, NGO’er, politi og "
    "andre aktører, der indgår i tværsektorielt samarbejde om de udsatte boligområder."
)
PROGRAMME = (
    (
        "”Socialt arbejde i udsatte bydele – inspiration til kommuner, der ønsker at arbejde med sociale tiltag i "
        "udfordrede bydele”",
        "Nedslag i CFBU’s undersøgelse om metoder og karakteristika, når kommuner bidrager til et tværsektorielt "
        "samarbejde om socialt udfordrede bydele.",
        "Rikke Engly Mygind; Chefkonsulent; CFBU",
    ),
    (
        "Gladsaxe Kommunes bydelsarbejde ”En By i Social Balance”",
        "Et strategisk arbejde med tre store almene boligområder. En stærk kommunal vision implementeret i praksis.",
        "Mette Dybkær; Leder af Social Balance; Gladsaxe Kommune",
    ),
    (
        "Esbjerg Kommunes indsats ”Medvind i Østerbyen”",
        "Samfinansieret bydelsarbejde mellem Lauritzen fonden og Esbjerg Kommune. Et bydelsarbejde baseret på "
        "Collective Impact-metoden.",
        "Claus Julius; Backboneleder; Medvind i Østerbyen\nTine Nørholm Larsen; Specialkonsulent; Medvind i Østerbyen",
    ),
    (
        "Panelsamtale om det tværsektorielle samarbejde om udsatte bydele",
        "Hvad er udfordringerne og perspektiverne i det tværsektorielle samarbejde om de udsatte "
        "bydele/boligområder? Hvordan skabes det gode tværsektorielle samarbejde, hvor fagligheder og sektorer kobler "
        "sig på hinandens viden, hvor vi identificerer udfordringer og udvikler løsninger sammen?",
        "Ulrich Schmidt-Hansen; Kommunaldirektør; Gladsaxe Kommune\n"
        "Jørgen Henriksen; Direktør; Hasseris Boligselskab\n"
        "Niels Svankjær Christiansen; Sektionsleder, National afd.; Røde Kors\n"
        "Karsten Rieder; Direktør; Business Esbjerg",
    ),
)
"""Title, what it is about, and who speaks: CFBU's page on the event, "Debat & perspektiver", of 30 March 2023."""


def tell_event(cast: Cast) -> None:
    """Let CFBU hold its event of 2023, in a series that is a process of a kind of its own."""
    begun = datetime(2023, 2, 1, 9, tzinfo=UTC)
    admin, giving = cast.acting("admin", begun), Context(VISITOR, begun, cast.session)
    kind = processes.add_kind(
        admin, name="Arrangementsrække", about="Arrangementer, som en organisation inviterer til om ét emne."
    )
    officer = cast.acting("officer", begun)
    cfbu = next(one for one in organisation_queries.organisations(officer) if one.name == "CFBU")
    people.assign(giving, cast.persons["officer"].id, Role.CASE_OFFICER, Scope.ORGANISATION, cfbu.id)
    unit = organisations.add_unit(admin, cfbu.id, name="Arrangementer", about="Spørg her, hvis I vil høre mere.")
    process = processes.start_process(
        cast.acting("officer", begun),
        title="Debat & perspektiver",
        full_title="CFBU: Debat & perspektiver",
        question="Hvordan samarbejder man om de sociale udfordringer i udsatte bydele?",
        background="En arrangementsrække fra CFBU, som dens egen side fortæller den.",
        tasks=[("Samtale", "At samle kommuner, boligorganisationer og andre om én problemstilling.")],
        seats={},
        period=(date(2023, 1, 1), Precision.QUARTER, date(2023, 4, 1), Precision.QUARTER),
        contact_unit="CFBU",
        kind_id=kind.id,
        owner_id=cfbu.id,
        source="CFBU’s side om arrangementet den 30. marts 2023.",
    )
    processes.begin(cast.acting("officer", begun), process.id)
    called = cast.acting("officer", begun + timedelta(days=1))
    event = meetings.add_committee_meeting(
        called,
        process.id,
        title="Debat & perspektiver: samarbejde om de sociale udfordringer i udsatte bydele",
        starts_at=datetime(2023, 3, 30, 12, tzinfo=UTC),
        ends_at=datetime(2023, 3, 30, 14, tzinfo=UTC),
        place="Online via Zoom",
        about=MeetingAbout(MeetingKind.EVENT, ABOUT, TARGET, unit.id),
    )
    for title, about, speakers in PROGRAMME:
        meetings.add_programme_item(called, event.id, title=title, about=about, speakers=speakers)


def tell_minutes(cast: Cast, now: datetime) -> None:
    """Let the facilitator keep minutes: approved of a group's walk, a draft of a committee's meeting; all invented."""
    reading = cast.acting("officer", now)
    process = next(one for one in process_queries.processes(reading) if one.title == "Levende gårdrum")
    working = next(one for one in groups_of(reading, process.id) if one.title == "Arbejdsgruppen om mødesteder")
    walk = next(one for one in meeting_queries.of_group(reading, working.id) if one.title == "Gåtur i gårdene")
    figure = next(one for one in to_use(reading, process.id, at_most=50) if isinstance(one, KeyFigure))
    early = cast.acting("facilitator", now - timedelta(days=58))
    first = actions.add_item(early, walk.id, title="Hvad så vi på turen?", text="Vi gik gennem otte gårde.")
    second = actions.add_item(early, walk.id, title="Hvad gør vi nu?")
    actions.begin(early, walk.id)
    for item, kind, text in (
        (first, PointKind.RESIDENT, "Jeg går ikke ned i gården, når trappen er glat."),
        (first, PointKind.MEMBER, "Bænkene står i skygge fra klokken to."),
        (second, PointKind.DECISION, "Gruppen skriver et forslag om bænke."),
        (second, PointKind.STAFF, "Vi undersøger, hvem der ejer trapperne."),
    ):
        actions.write_point(early, item.id, kind=kind, text=text)
    text = "Mange bor alene: gården er et sted at møde nogen."
    actions.write_point(early, first.id, kind=PointKind.FIGURE, text=text, evidence_id=figure.id)
    for kind, text, origin, consent in (
        (PointKind.RESIDENT, "Min mor savner en bænk ved døren.", Origin.TELEPHONE, "Sagde ja i telefonen den 3."),
        (PointKind.EXPERT, "Salt på trappen er billigere end en ny trappe.", Origin.MAIL, "Skrev det selv."),
        (PointKind.RESIDENT, "Der mangler lys ved skuret.", Origin.PAPER, "Gav os sedlen."),
        (PointKind.RESIDENT, "Børnene cykler hurtigt.", Origin.SPOKEN, "Måtte skrives ned."),
    ):
        actions.write_point(early, first.id, kind=kind, text=text, origin=origin, consent=consent)
    there = {Category.MEMBER: 4, Category.RESIDENT: 9, Category.STAFF: 1, Category.EXPERT: 1, Category.POLITICIAN: 0}
    actions.count(early, walk.id, there)
    day = (now - timedelta(days=57)).date()
    agreed = [
        actions.agree(early, second.id, text=text, owner=owner, due_on=day + timedelta(days=days))
        for text, owner, days in (
            ("Spørge ejerne om trapperne", "Forvaltningen", 20),
            ("Skrive forslaget om bænke", "Tove og Jens", 40),
            ("Tale med skolen om cyklerne", "Olga", 120),
        )
    ]
    actions.approve(cast.acting("facilitator", now - timedelta(days=56)), walk.id, approved_by="Tove Friis", on=day)
    late = cast.acting("facilitator", now - timedelta(days=30))
    actions.add(late, walk.id, text="Der var ni gårde, ikke otte.")
    on = (now - timedelta(days=31)).date()
    actions.end_action(late, agreed[0].id, is_done=True, result="Boligforeningen ejer dem.", on=on)
    actions.end_action(late, agreed[2].id, is_done=False, result="Skolen har selv fundet en løsning.", on=on)
    actions.agree_in_group(late, working.id, text="Bage til næste møde", owner="Amina")
    held = next(one for one in meeting_queries.of_process(reading, process.id) if one.title == "Andet møde")
    item = actions.add_item(late, held.id, title="Bænke i gården", treats=Ref(Kind.GROUP, working.id))
    actions.begin(late, held.id)
    actions.write_point(late, item.id, kind=PointKind.MEMBER, text="Vi mangler et tal for, hvor mange der bruger dem.")
    for home, title, words in (
        (Ref(Kind.PROCESS, process.id), "Kommissoriet", "Opdigtet kommissorium for opgaveudvalget om gårdrum."),
        (Ref(Kind.GROUP, working.id), "Vores kort over gårdene", "Et opdigtet kort i ord: otte gårde, tre trapper."),
        (Ref(Kind.MEETING, walk.id), "Turens rute", "Vi begyndte ved skuret og endte ved bænken."),
    ):
        papers.add(late, home, cast.folder, title=title, name=f"{title}.docx", content=letter(title, words))
    coming = evening(now + timedelta(days=40))
    officer = cast.acting("officer", now - timedelta(days=2))
    bodies = [one.id for one in bodies_now(officer, BodyKind.STANDING_COMMITTEE)][:2]
    joint = meetings.add_committee_meeting(
        officer,
        process.id,
        title="Fællesmøde om gårdrummene",
        starts_at=coming,
        place="Rådssalen",
        about=MeetingAbout(MeetingKind.JOINT, "Udvalgene hører opgaveudvalget og tager ikke stilling."),
        body_ids=bodies,
    )
    actions.add_item(officer, joint.id, title="Hvad opgaveudvalget er nået til")
    meetings.add_group_meeting(
        officer,
        working.id,
        title="Besøg i nabokommunens gårde",
        starts_at=coming + timedelta(days=3),
        place="Vi mødes ved stationen",
        about=MeetingAbout(MeetingKind.VISIT, "Vi ser tre gårde, hvor beboerne selv passer det grønne."),
    )
