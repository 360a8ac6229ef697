"""What the demo's processes rest on: what the minutes tell of, and invented examples in every state."""

from datetime import datetime, timedelta
from pathlib import Path

from civic.areas import actions as areas
from civic.areas import queries as area_queries
from civic.areas.models import AreaKind
from civic.db.base import Precision
from civic.demo.cast import Cast
from civic.demo.letter import letter
from civic.evidence import actions
from civic.evidence.actions import About
from civic.evidence.models import Cell, Consent, Evidence, Measure, Voice
from civic.kernel.context import Context
from civic.meetings import queries as meetings
from civic.processes import queries as processes
from civic.processes.models import Process

MINUTES = "Referat af mødet den 28. maj 2018, Erhvervs-, Beskæftigelses- og Integrationsudvalget, punkt 1"


def enter_committees_grounds(context: Context, process: Process) -> list[Evidence]:
    """Enter what the minutes say the committee saw and heard; the figures they do not give are examples."""
    visit = actions.add_visit(
        context,
        process.id,
        About(
            title="Besøg i udvalgte boligområder",
            text="Medlemmerne har besøgt udvalgte boligområder, hvor der har været gennemført boligsociale indsatser.",
            source=MINUTES,
        ),
        purpose="At få et fælles udgangspunkt for arbejdet i udvalget.",
        participants="Medlemmer af opgaveudvalget",
    )
    talks = actions.add_presentation(
        context,
        process.id,
        About(
            title="Faglige oplæg på møderne",
            text="Udvalget blev præsenteret for nøgletal for udvalgte boligområder sammenlignet med kommunen som "
            "helhed og for kvalitative udsagn om og fra udvalgte boligområder i kommunen.",
            source=MINUTES,
        ),
    )
    found = [
        areas.add_area(context, kind=AreaKind.HOUSING_AREA, name=name, is_example=True)
        for name in ("Boligområde X", "Boligområde Y", "Boligområde Z")
    ]
    figure = actions.add_key_figure(
        context,
        process.id,
        About(
            title="Beboere uden for uddannelse og arbejde",
            text="Eksempel. Andel af de 18-64-årige, der hverken er under uddannelse eller i arbejde. "
            "Referatet gengiver ikke tallene.",
            source="Eksempeltal, som er opdigtet",
            is_example=True,
        ),
        measure=Measure.SHARE,
        year=2017,
        cells=(
            Cell(found[0].id, 164, 400),
            Cell(found[1].id, 93, 310),
            Cell(found[2].id, 3, 40),
            Cell(None, 10_120, 46_000),
        ),
    )
    for one in (visit, talks, figure):
        actions.publish(context, one.id)
    return [visit, talks, figure]


def enter_grounds(cast: Cast, now: datetime) -> None:
    """Enter what the process about courtyards rests on: published, drafts, and what was taken back."""
    officer = cast.acting("officer", now - timedelta(days=60))
    facilitator = cast.acting("facilitator", now - timedelta(days=59))
    process = next(one for one in processes.processes(officer) if one.title == "Levende gårdrum")
    own = {one.name: one.id for one in area_queries.areas(officer)}
    there = own["Mosebakken"]
    on = (now - timedelta(days=70)).date()
    visit = actions.add_visit(
        facilitator,
        process.id,
        About(
            title="Gårdene ved Mosebakken",
            text="Tre af de otte gårde har en trappe ned fra opgangen. I gården mod nord er der sol fra kl. 11, og der "
            "sad nogen. I de andre stod der cykler, hvor bænkene har været.",
            happened_on=on,
            area_id=there,
            is_example=True,
        ),
        purpose="At se gårdene, som beboerne bruger dem en almindelig eftermiddag.",
        participants="Fire af opgaveudvalgets medlemmer og to beboere",
        questions="Hvad får dig til at blive i gården? Hvad får dig til at gå op igen?",
    )
    content = (Path(__file__).parent / "courtyard.png").read_bytes()
    actions.add_photo(
        facilitator,
        visit.id,
        cast.folder,
        content=content,
        alt="Tegning: en gård mellem tre huse, med bænke og højbede",
        consent="Ingen kan genkendes: det er en tegning.",
    )
    met = next(iter(meetings.of_process(officer, process.id)), None)
    talk = actions.add_presentation(
        officer,
        process.id,
        About(
            title="Hvad får folk til at mødes udendørs?",
            text="Korte veje, noget at sidde på og noget at gøre sammen. Læ betyder mere end sol.",
            happened_on=on,
            meeting_id=met.id if met else None,
            is_example=True,
        ),
        speaker="Karla Eksempel",
        speaker_title="Landskabsarkitekt",
        speaker_organisation="Tegnestuen Eksempel",
    )
    slides = letter("Hvad får folk til at mødes udendørs?", "Korte veje. Noget at sidde på. Noget at gøre sammen.")
    actions.hand_in_slides(officer, talk.id, cast.folder, name="Oplæg.docx", content=slides)
    figure = actions.add_key_figure(
        officer,
        process.id,
        About(
            title="Beboere, der bor alene",
            text="Personer over 18 år i husstande med en person. Opdigtede tal.",
            source="Eksempeltal, som er opdigtet",
            is_example=True,
        ),
        measure=Measure.SHARE,
        year=2025,
        cells=(Cell(there, 212, 480), Cell(own["Mosekvarteret"], 610, 1900), Cell(None, 15_400, 61_000)),
    )
    statement = _said(
        facilitator, process, there, "Trapperne", "Jeg har boet her i ni år og har aldrig siddet i gården. "
        "Min rollator kan ikke komme ned ad trappen.", Consent.NAMELESS,
    )  # fmt: skip
    for one in (visit, talk, figure, statement):
        actions.publish(officer, one.id)
    _said(facilitator, process, there, "Uro om aftenen", "Det er de samme fire, hver gang.", Consent.INTERNAL)
    gone = _said(facilitator, process, there, "Lyset", "Jeg går udenom, når det er mørkt.", Consent.NAMELESS)
    actions.publish(officer, gone.id)
    actions.end_consent(officer, gone.id)
    wrong = actions.add_key_figure(
        officer,
        process.id,
        About(title="Boliger uden elevator", text="Opdigtede tal.", source="Eksempeltal", is_example=True),
        measure=Measure.PERSONS,
        year=2024,
        cells=(Cell(there, 480), Cell(None, 61_000)),
    )
    actions.publish(officer, wrong.id)
    actions.take_back(officer, wrong.id, reason="Tallene tæller beboere og ikke boliger.")
    actions.add_visit(
        facilitator, process.id, About(title="Gården ved Stationspladsen", text="Skrives færdig efter besøget.")
    )


def _said(context: Context, process: Process, area_id: int, title: str, words: str, consent: Consent) -> Evidence:
    about = About(title=title, text=words, area_id=area_id, precision=Precision.DAY, is_example=True)
    return actions.add_statement(
        context, process.id, about, voice=Voice.FROM, consent=consent, consented_on=context.today, speaks_as="Beboer"
    )
