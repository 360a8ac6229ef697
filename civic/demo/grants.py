"""København's principles for housing-social work 2009-2012 as a grant scheme, in the note's own words.

Which applications there are, by whom and for how much, is invented.
"""

from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from civic.db.base import Precision
from civic.decisions import actions as decisions
from civic.decisions.models import Decision, DecisionState
from civic.demo.cast import Cast
from civic.demo.letter import letter
from civic.demo.scenes import go_on, quarter
from civic.goals.models import Goal, Indicator
from civic.grants import actions, attaching, queries
from civic.grants.models import Asks, ChainKind, GrantApplication, GrantScheme, Rank
from civic.grants.models import SchemePointKind as Point
from civic.grants.parts import Part, Term
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.people import actions as people
from civic.processes import actions as processes
from civic.processes import queries as process_queries
from civic.processes.models import Process, SeatCategory

NOTE = "Københavns Kommune, Socialforvaltningen: Principper for den boligsociale indsats 2009-2012 (2007)"
MISSION = (
    "Det boligsociale arbejde skal støtte op om Socialudvalgets mission om at bidrage til, at Socialforvaltningens "
    "brugere "
    "får mulighed for at udvikle og udnytte egne ressourcer til at realisere et godt liv og bidrage til samfundet."
)
POINTS = (
    (Point.GOAL, "at fremme integrationen af socialt udsatte borgere i boligområdet og i samfundet"),
    (Point.GOAL, "at fremme integrationen af beboere med etnisk minoritetsbaggrund i boligområdet og i samfundet"),
    (Point.GOAL, "at forebygge kriminalitet og fremme den oplevede tryghed blandt beboerne"),
    (Point.GOAL, "at forbedre de almene boligområders image"),
    (Point.FOCUS, "at fremme socialt udsatte børn, unge og voksnes inklusion i sociale netværk"),
    (Point.FOCUS, "at fremme lige muligheder for beskæftigelse og uddannelse"),
    (Point.FOCUS, "at fremme deltagelse i det etablerede kultur- og fritidsliv"),
    (Point.FOCUS, "at fremme bedre sundhedstilstand for udsatte grupper"),
    (
        Point.FOCUS,
        "at styrke den frivillige indsats i de almene boligområder – herunder beboernes aktive deltagelse i arbejdet",
    ),
    (
        Point.TARGET_PRIMARY,
        "De almene boligområder med sociale problemer – herunder udsatte boligområder og boligområder i risiko for at "
        "blive udsatte",
    ),
    (Point.TARGET_PRIMARY, "Udsatte børn, unge og voksne eller borgere i risiko for at blive udsatte"),
    (
        Point.TARGET_SECONDARY,
        "Boligområder udenfor risikogruppen samt andre boligformer end den almene sektor",
    ),
    (
        Point.TARGET_SECONDARY,
        "Beboere i boligområderne generelt, i den udstrækning det kan være et middel til at støtte op om målene på det "
        "boligsociale område",
    ),
    (Point.METHOD, "målgruppens aktive inddragelse, deltagelse og empowerment"),
    (Point.METHOD, "helhedsorientering"),
    (
        Point.METHOD,
        "koordination med andre indsatser i lokalområdet (kommunale såvel som ikke-kommunale)",
    ),
    (Point.METHOD, "fokus på forankring af indsatserne"),
    (Point.COST, "Lønninger"),
    (Point.COST, "Husleje"),
    (
        Point.ACTIVITY_MONEY,
        "Midler til aktiviteter i boligområderne under forudsætning af, at de bliver brugt i overensstemmelse med "
        "kriterierne for fordeling af midler",
    ),
)
CRITERIA = (
    (
        Rank.REQUIRED,
        Asks.NEED,
        "Relevans og behov",
        "Det skal klart fremgå af ansøgningen til hovedprojektet, hvorfor indsatsen er relevant, og hvilket behov "
        "den vil "
        "bidrage til at opfylde.",
        "Det skal klart fremgå, hvorfor indsatsen er relevant, og hvilket behov den vil bidrage til at opfylde.",
    ),
    (
        Rank.REQUIRED,
        Asks.GOALS,
        "Målsætningerne",
        "Der kan gives støtte til indsatser, som arbejder for målsætningerne på det boligsociale område og en eller "
        "flere "
        "af de overordnede beskrevne målsætninger.",
        "Indsatsen skal arbejde for en eller flere af målsætningerne.",
    ),
    (
        Rank.REQUIRED,
        Asks.STEERING,
        "Socialforvaltningen i styregruppen",
        "Det forudsættes, at Socialforvaltningen bliver repræsenteret i styregruppen for at et projekt kan modtage "
        "støtte.",
        "Socialforvaltningen skal være repræsenteret i styregruppen, for at projektet kan modtage støtte.",
    ),
    (
        Rank.WEIGHTED,
        Asks.FOCUS,
        "De konkrete indsatsområder",
        "Indsatser som ligger indenfor de nævnte konkrete indsatsområder prioriteres.",
        "",
    ),
    (
        Rank.WEIGHTED,
        Asks.SUCCESS,
        "Mål og succeskriterier",
        "Der lægges vægt på, at der er opstillet klare mål og succeskriterier for indsatsen.",
        "",
    ),
    (
        Rank.WEIGHTED,
        Asks.THEORY,
        "Forandringsteori",
        "Der lægges vægt på, at der (helst eksplicit) indgår en forandringsteori i projektbeskrivelsen, som kan "
        "bruges som "
        "styringsredskab for projektet. Af forandringsteorien skal det fremgå, hvorledes de tilstræbte mål og effekter "
        "forventes at nås, og gerne hvorfor denne specifikke indsats forventes at have den tilstræbte effekt.",
        "",
    ),
    (
        Rank.WEIGHTED,
        Asks.LEADER,
        "Projektlederens rolle",
        "Der lægges vægt på, at projektlederen i konkrete boligsociale indsatser primært fungerer som "
        "projektkoordinator og "
        "netværksskaber, som arbejder tæt sammen med eksisterende tilbud i lokalområderne.",
        "",
    ),
    (
        Rank.WEIGHTED,
        Asks.ANCHORING,
        "Forankring",
        "Desuden lægges der vægt på, at der fra starten arbejdes bevidst for en forankring af indsatserne i "
        "lokalområdet – "
        "f.eks. i form af frivillige indsatser eller indlemmelse i eksisterende tilbud.",
        "",
    ),
    (
        Rank.WEIGHTED,
        Asks.ACTIVITIES,
        "Aktivitetsmidler",
        "Der lægges i den forbindelse særligt vægt på, at projektlederen kan godtgøre for at aktiviteten er "
        "relevant, og "
        "hvordan den kan forankres.",
        "",
    ),
    (
        Rank.ADVISORY,
        Asks.INDICATORS,
        "Indikatorer",
        "… samt eventuelt indikatorer for succesfuld målopfølgning.",
        "",
    ),
    (
        Rank.ADVISORY,
        Asks.COOPERATION,
        "Forpligtende samarbejde",
        "Endelig bør det tilstræbes, at de forvaltninger, der er relevante for de enkelte indsatser, inddrages i et "
        "forpligtende samarbejde – f.eks. ved at være repræsenteret i styregrupper for indsatserne.",
        "",
    ),
    (
        Rank.ADVISORY,
        Asks.COMMON,
        "En fælles interesse eller et fælles mål",
        "Socialforvaltningen mener, et væsentligt element i indsatserne er, at de skal tage udgangspunkt i en fælles "
        "interesse eller et fælles mål for beboerne.",
        "",
    ),
)
"""In the note's order and words; which rank each has is read from "skal", "lægges vægt på" and "bør"."""


def tell_grants(cast: Cast, now: datetime) -> None:
    """Let a scheme be written and opened, and applications be in every state."""
    begun = now - timedelta(days=170)
    process = _process(cast, begun)
    scheme = _scheme(cast, process, begun)
    draft = actions.add_scheme(
        cast.acting("officer", now), process.id, _values("Ny pulje (opdigtet)", 2027), is_example=True
    )
    cast.session.flush()
    actions.add_term(cast.acting("officer", now), draft.id, Term.POINT, {"kind": Point.COST, "text": "Materialer"})
    old = actions.add_scheme(
        cast.acting("officer", begun), process.id, _values("Lille pulje (opdigtet)", 2025), is_example=True
    )
    cast.session.flush()
    officer = cast.acting("officer", begun)
    actions.add_term(officer, old.id, Term.POINT, {"kind": Point.COST, "text": "Materialer"})
    actions.add_term(officer, old.id, Term.CRITERION, _criterion(*CRITERIA[0]))
    cast.session.flush()
    actions.open_scheme(officer, old.id, closes_at=None)
    actions.close_scheme(cast.acting("officer", begun + timedelta(days=1)), old.id)
    _applications(cast, process, scheme, now)


def _values(title: str, year: int) -> dict[str, Any]:
    return {
        "title": title,
        "about": "Opdigtet pulje til demonstration.",
        "mission": "",
        "administration": "Socialforvaltningen",
        "first_year": year,
        "last_year": year + 1,
        "appropriation": None,
        "expires_on": None,
        "wish": "",
        "replaces": "",
        "replaces_id": None,
        "source": "",
        "unit_id": None,
    }


def _criterion(rank: Rank, asks: Asks, heading: str, text: str, lacking: str) -> dict[str, Any]:
    return {"rank": rank, "asks": asks, "heading": heading, "text": text, "lacking": lacking, "source": NOTE}


def _process(cast: Cast, at: datetime) -> Process:
    officer = cast.acting("officer", at)
    process = processes.start_process(
        officer,
        title="Boligsociale projekter",
        full_title="Støtte til boligsociale projekter",
        question="Hvilke projekter skal have støtte, og hvad kom der ud af dem?",
        background="Mål, målgrupper, metoder og kriterier er som notatet har dem. Beløb, ansøgninger, personer og "
        "beslutninger er opdigtede.",
        tasks=[("Fordeling", "At fordele midlerne efter kriterierne og følge, hvad de går til.")],
        seats={SeatCategory.OTHER_MEMBER: 4},
        period=(quarter(at.date()), Precision.QUARTER, quarter((at + timedelta(days=700)).date()), Precision.QUARTER),
        contact_unit="Boligsocialt sekretariat (opdigtet)",
        kind_id=process_queries.kind_by_key(officer, "public_consultation").id,
        source=f"{NOTE}; resten er opdigtet til demonstration.",
        is_example=True,
    )
    people.assign(officer, cast.persons["facilitator"].id, Role.FACILITATOR, Scope.PROCESS, process.id)
    processes.begin(cast.acting("officer", at), process.id)
    go_on(cast, process, at + timedelta(hours=1), "Udkast")
    return process


def _scheme(cast: Cast, process: Process, at: datetime) -> GrantScheme:
    officer = cast.acting("officer", at)
    values = {
        **_values("Principper for den boligsociale indsats 2009-2012", 2009),
        "about": "Den boligsociale indsats skal være en områdespecifik social og forebyggende indsats, der skal "
        "arbejde for at "
        "bidrage til at fremme en positiv udvikling i de almene boligområder.",
        "mission": MISSION,
        "last_year": 2012,
        "appropriation": 90_000_000,
        "expires_on": date(2012, 12, 31),
        "wish": "Et ønskeforslag til budget 2009 om finansiering af det boligsociale område i årene 2009-2012.",
        "replaces": "Principperne for perioden 2004-2008, vedtaget af det daværende Familie- og Arbejdsmarkedsudvalg "
        "d. 19. marts 2003 (FAU 157/2003)",
        "source": f"{NOTE}. Beløbet er opdigtet.",
    }
    made = actions.add_scheme(officer, process.id, values, is_example=True)
    cast.session.flush()
    for kind, text in POINTS:
        actions.add_term(officer, made.id, Term.POINT, {"kind": kind, "text": text})
    for one in CRITERIA:
        actions.add_term(officer, made.id, Term.CRITERION, _criterion(*one))
    cast.session.flush()
    actions.open_scheme(officer, made.id, closes_at=None)
    return made


CHAIN = (
    (ChainKind.PROBLEM, "Mange unge har ikke noget at tage sig til efter skole, og de voksne kender dem ikke."),
    (ChainKind.ACTIVITY, "Et åbent værksted to aftener om ugen, drevet af frivillige fra området."),
    (ChainKind.SHORT_EFFECT, "20 unge kommer fast og kender mindst to voksne ved navn."),
    (ChainKind.LONG_EFFECT, "Flere unge er i fritidsjob eller uddannelse, og beboerne er tryggere om aftenen."),
    (ChainKind.ASSUMPTION, "At der er frivillige nok, når projektlederen ikke er der mere."),
    (ChainKind.ACTOR, "Klubben, skolen og boligorganisationens ejendomsmestre."),
)


def _applications(cast: Cast, process: Process, scheme: GrantScheme, now: datetime) -> None:
    at = now - timedelta(days=150)
    begun = actions.apply(cast.acting("resident", at), scheme.id, title="Madfællesskab (opdigtet)", is_example=True)
    cast.session.flush()
    actions.add_part(
        cast.acting("resident", at), begun.id, Part.STEERING, {"name": "Beboerforeningen", "is_administration": False}
    )
    waits = _apply(cast, scheme, "neighbour", at, "Gårdmusik (opdigtet)")
    actions.submit(cast.acting("neighbour", at), waits.id)
    gone = _apply(cast, scheme, "neighbour", at, "Loppemarked (opdigtet)")
    actions.submit(cast.acting("neighbour", at), gone.id)
    actions.withdraw(cast.acting("neighbour", at), gone.id)
    over = {}
    for title, outcome in (
        ("Værksted i kælderen (opdigtet)", DecisionState.ADOPTED),
        ("Løbeklub (opdigtet)", DecisionState.ADOPTED),
        ("Egen bus (opdigtet)", DecisionState.REJECTED),
    ):
        found = _apply(cast, scheme, "writer", at, title)
        actions.submit(cast.acting("writer", at), found.id)
        for who in ("officer", "facilitator"):
            _assess(cast, found, who, at + timedelta(days=5))
        taken = _decided(cast, process, found, outcome, at + timedelta(days=10))
        _decide(cast, found, taken, at + timedelta(days=10), is_yes=outcome is DecisionState.ADOPTED)
        over[title] = found
    running, closed = over["Værksted i kælderen (opdigtet)"], over["Løbeklub (opdigtet)"]
    _account(cast, running, at + timedelta(days=40), spent=1_850_000)
    _waiting(cast, running, now - timedelta(days=3))
    _account(cast, closed, at + timedelta(days=40), spent=4_000_000)
    ended = now - timedelta(days=8)
    learnt = "Der løber stadig 14 hver mandag, nu uden projektleder. (Opdigtet)"
    actions.close_grant(cast.acting("officer", ended), closed.id, on=ended.date(), returned=0, learnt=learnt)


def _apply(cast: Cast, scheme: GrantScheme, who: str, at: datetime, title: str) -> GrantApplication:
    context = cast.acting(who, at)
    made = actions.apply(context, scheme.id, title=title, is_example=True)
    cast.session.flush()
    aims = [one.id for one in queries.scheme(context, scheme.id).points if one.kind in {Point.GOAL, Point.FOCUS}]
    texts = {
        "title": title,
        "applicant": "En beboergruppe (opdigtet)",
        "summary": "Et sted, hvor unge og voksne laver noget sammen to aftener om ugen. (Opdigtet)",
        "need": "De unge siger selv, at der ikke er noget at tage sig til. (Opdigtet)",
        "common": "Alle vil gerne have et sted at mødes.",
        "leader": "Projektlederen finder de frivillige og binder klub og skole sammen.",
        "anchoring": "Efter to år drives det af en beboerforening.",
        "cooperation": "Socialforvaltningen og Børne- og Ungdomsforvaltningen sidder i styregruppen.",
        "activities": "Værktøj, materialer og mad til fællesaftener.",
    }
    actions.write(context, made.id, texts, aims=[aims[0], aims[2], aims[-1]])
    for kind, text in CHAIN:
        actions.add_part(context, made.id, Part.CHAIN, {"kind": kind, "text": text})
    for name, is_administration in (("Socialforvaltningen", True), ("Beboerforeningen (opdigtet)", False)):
        actions.add_part(context, made.id, Part.STEERING, {"name": name, "is_administration": is_administration})
    costs = {one.kind: one.id for one in queries.scheme(context, scheme.id).points}
    for cost, text, kroner in (
        (Point.COST, "Projektleder, halv tid", 250_000),
        (Point.ACTIVITY_MONEY, "Aktiviteter", 40_000),
    ):
        values = {"point_id": costs[cost], "text": text, "amount": kroner * 100}
        actions.add_part(context, made.id, Part.COST, values)
    goal = actions.add_part(
        context,
        made.id,
        Part.GOAL,
        {"text": "20 unge kommer fast.", "criterion": "20 unge er kommet mindst ti gange på et halvt år."},
    )
    cast.session.flush()
    assert isinstance(goal, Goal)
    indicator = {
        "goal_id": goal.id,
        "text": "Unge, der er kommet mindst ti gange",
        "unit": "unge",
        "baseline": Decimal(0),
        "target": Decimal(20),
        "due_on": None,
    }
    actions.add_part(context, made.id, Part.INDICATOR, indicator)
    cast.session.flush()
    return made


def _assess(cast: Cast, found: GrantApplication, who: str, at: datetime) -> None:
    context = cast.acting(who, at)
    criteria = [one for one in queries.application(context, found.id).scheme.criteria if one.rank is not Rank.ADVISORY]
    points = {
        one.id: (4 if who == "officer" else 3, "Det er beskrevet, og det hænger sammen. (Opdigtet)") for one in criteria
    }
    actions.assess(context, found.id, points=points, said="Et godt projekt. (Opdigtet)")


def _decided(cast: Cast, process: Process, found: GrantApplication, outcome: DecisionState, at: datetime) -> Decision:
    officer = cast.acting("officer", at)
    case = decisions.add_case(
        officer,
        process.id,
        number=f"DEMO-PU-{found.id}",
        title=f"Støtte til {found.title}",
        recommended_by="Boligsocialt sekretariat (opdigtet)",
        recommendation="At ansøgningen afgøres.",
        is_example=True,
    )
    cast.session.flush()
    stop = decisions.add_body(officer, case.id, cast.bodies["elderly"])
    cast.session.flush()
    return decisions.record_decision(officer, stop.id, outcome=outcome, wording="Besluttet. (Opdigtet)", on=at.date())


def _decide(cast: Cast, found: GrantApplication, taken: Decision, at: datetime, *, is_yes: bool) -> None:
    cast.session.flush()
    actions.decide(
        cast.acting("officer", at),
        found.id,
        decision_id=taken.id,
        granted=29_000_000 if is_yes else 0,
        activity_money=4_000_000 if is_yes else 0,
        conditions="At Socialforvaltningen bliver i styregruppen. (Opdigtet)" if is_yes else "",
        reason="Projektet arbejder for målene. (Opdigtet)" if is_yes else "En bus er ikke en støtteberettiget udgift.",
    )


def _account(cast: Cast, found: GrantApplication, at: datetime, *, spent: int) -> None:
    context = cast.acting("writer", at)
    shares = (spent // 4, spent - spent // 4)
    for number, (title, text, ore) in enumerate(
        zip(
            ("Åbningsaften", "Byggeweekend"),
            ("Fællesspisning og rundvisning.", "Vi byggede otte bænke."),
            shares,
            strict=True,
        )
    ):
        on = (at + timedelta(days=7 * number)).date()
        values = {
            "held_on": on,
            "title": f"{title} (opdigtet)",
            "participants": 34 + number,
            "minutes": 180,
            "text": text,
        }
        later = cast.acting("writer", at + timedelta(days=20))
        activity = actions.add_part(later, found.id, Part.ACTIVITY, values)
        cast.session.flush()
        voucher = f"B-{number + 1}"
        line = {"activity_id": _id(activity), "spent_on": on, "text": "Materialer og mad", "voucher": voucher}
        entered = actions.add_part(later, found.id, Part.ACCOUNT, {**line, "amount": ore})
        cast.session.flush()
        if number == 0:
            _beside(cast, _id(activity), _id(entered), later)
    whole = queries.written(context, queries.application(context, found.id))
    indicator: Indicator = whole.goals[0].indicators[0]
    measured = {
        "indicator_id": indicator.id,
        "measured_on": at.date(),
        "measured": Decimal(12),
        "source": "Talt ved døren",
    }
    actions.add_part(cast.acting("writer", at + timedelta(days=20)), found.id, Part.MEASUREMENT, measured)


def _beside(cast: Cast, activity_id: int, line_id: int, later: Context) -> None:
    """Put a photograph there by the officer, who answers for it, and a voucher by the project leader."""
    content = (Path(__file__).parent / "courtyard.png").read_bytes()
    alt = "Tegning: et værksted i en gård mellem tre huse"
    consent = "Ingen kan genkendes: det er en tegning."
    officer = cast.acting("officer", later.now + timedelta(days=1))
    attaching.add_photo(officer, activity_id, cast.folder, content=content, alt=alt, consent=consent)
    voucher = letter("Kvittering B-1 (opdigtet)", "Brædder, skruer og mad til fællesaften.")
    attaching.attach(later, line_id, cast.folder, name="Kvittering.docx", content=voucher)


def _waiting(cast: Cast, found: GrantApplication, at: datetime) -> None:
    """Enter an activity in which there is an address: it waits for a look."""
    values = {
        "held_on": at.date(),
        "title": "Besøg hos naboerne (opdigtet)",
        "participants": 12,
        "minutes": 90,
        "text": "Vi gik rundt og bankede på, og endte med kaffe på Mosebakken 14, 2. th.",
    }
    actions.add_part(cast.acting("writer", at), found.id, Part.ACTIVITY, values)


def _id(made: Any) -> int:
    return int(made.id)
