"""Helsingør's housing-social plan as its page has one, and plans in every state; amounts and persons are invented."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from civic.areas import queries as area_queries
from civic.db.base import Precision
from civic.decisions import actions as decisions
from civic.decisions.models import DecisionState
from civic.demo.cast import Cast
from civic.demo.neighbours import HELSINGORS
from civic.demo.scenes import go_on, quarter
from civic.organisations import queries as organisations
from civic.plans import actions, queries
from civic.plans.models import (
    AgreementKind,
    ApprovalStep,
    Gate,
    LineKind,
    Programme,
    SeatPart,
    SocialMasterPlan,
    SourceKind,
)
from civic.plans.parts import Part
from civic.processes import actions as processes
from civic.processes import queries as process_queries
from civic.processes.models import Process, SeatCategory

SEVEN = (
    ("Børn, unge og familie", "At børn og unge får en god hverdag, og at forældre får støtte."),
    ("Uddannelse, beskæftigelse og erhverv", "At flere kommer i uddannelse og arbejde, eller begynder for sig selv."),
    ("Beboernetværk, inddragelse og demokrati", "At naboer kender hinanden og er med til at bestemme."),
    ("Sundhed", "At flere har det godt, på krop og sind."),
    ("Udsatte grupper", "At den, der har det svært, får hjælp i tide."),
    ("Kultur og fritid", "At der er noget at være med i, for børn og for voksne."),
    ("Image og kommunikation", "At området bliver kendt for det, der lykkes, og at alle får besked."),
)
"""The seven themes that Helsingør's page names, in its order; what each is in plain words is ours."""
FOUR = (
    ("Uddannelse og livschancer", ""),
    ("Beskæftigelse", ""),
    ("Kriminalitetsforebyggelse", ""),
    ("Sammenhængskraft og medborgerskab", ""),
)
"""The focus areas of the fund's frame of 2019-26."""
ABOUT = (
    "En boligsocial helhedsplan fortæller, hvordan et boligområde i samarbejde med beboerne kan udvikles og gøres til "
    "et endnu bedre sted at bo. Formålet er at styrke den sociale infrastruktur og løfte den enkelte beboer via "
    "medindflydelse og deltagelse til gavn for hele boligområdet.\n\n"
    "Indsatserne har fokus på at forebygge sociale problemer, opbygge beboernes ressourcer og understøtte kommunale "
    "aktørers arbejde."
)
SOURCE = "Helsingør Kommunes side om boligsociale helhedsplaner"


def tell_plans(cast: Cast, now: datetime) -> None:
    """Let the programmes be written, and plans be made under them: Helsingør's waits for one department meeting."""
    begun = now - timedelta(days=200)
    older = _programme(cast, begun, "Landsbyggefondens boligsociale ramme", SEVEN, date(2011, 1, 1), None, SOURCE)
    process = _process(cast, begun)
    plan = _helsingors(cast, process, older, now)
    newer = _programme(
        cast,
        now - timedelta(days=100),
        "Landsbyggefondens ramme 2019-26",
        FOUR,
        date(2019, 1, 1),
        date(max(2026, now.year + 1), 12, 31),
        "Landsbyggefonden: regulativ om boligsociale indsatser, i kraft 1. januar 2020",
        replaces=older,
    )
    admin = cast.acting("admin", now - timedelta(days=10))
    values = _values("Ramme efter 2026 (udkast)", date(now.year + 1, 1, 1), None, "Opdigtet")
    actions.add_programme(admin, values, [*FOUR, ("Grøn hverdag", "Opdigtet tema.")], replaces_id=newer.id)
    _others(cast, process, newer, now)
    _learn(cast, plan, now)


def _values(name: str, first: date, last: date | None, source: str) -> dict[str, Any]:
    return {
        "name": name,
        "funder": "Landsbyggefonden",
        "calls_plan": "Boligsocial helhedsplan",
        "about": "En boligsocial helhedsplan finansieres primært af Landsbyggefonden, men med krav om en lokal "
        "medfinansiering.",
        "duration": "typisk 3-4 år",
        "share": 1,
        "share_of": 4,
        "asks_municipality": True,
        "asks_housing": True,
        "asks_steering": True,
        "starts_on": first,
        "ends_on": last,
        "source": source,
    }


def _programme(
    cast: Cast,
    at: datetime,
    name: str,
    themes: Sequence[tuple[str, str]],
    first: date,
    last: date | None,
    source: str,
    *,
    replaces: Programme | None = None,
) -> Programme:
    admin = cast.acting("admin", at)
    values = _values(name, first, last, source)
    made = actions.add_programme(admin, values, themes, replaces_id=replaces.id if replaces else None)
    cast.session.flush()
    return actions.put_in_force(admin, made.id)


def _process(cast: Cast, at: datetime) -> Process:
    officer = cast.acting("officer", at)
    end = at + timedelta(days=1500)
    process = processes.start_process(
        officer,
        title="Helhedsplan i Helsingør",
        full_title="Boligsocial helhedsplan for Nøjsomhed, Ellekildehave, Vapnagaard og Tibberupparken",
        question="Hvordan gør vi boligområderne til et endnu bedre sted at bo?",
        background="Områder, temaer og hvem der godkender, er som Helsingør Kommunes side har dem. Beløb, datoer, "
        "personer og beslutninger er opdigtede, og de udvalg, der har besluttet noget, er demoens egne.",
        tasks=[("Helhedsplan", "At skrive en helhedsplan sammen med beboerne og få den godkendt.")],
        seats={SeatCategory.OTHER_MEMBER: 6},
        period=(quarter(at.date()), Precision.QUARTER, quarter(end.date()), Precision.QUARTER),
        contact_unit="Boligsocialt sekretariat (opdigtet)",
        kind_id=process_queries.kind_by_key(officer, "public_consultation").id,
        source=f"{SOURCE}; resten er opdigtet til demonstration.",
        is_example=True,
    )
    processes.begin(cast.acting("officer", at), process.id)
    go_on(cast, process, at + timedelta(days=30), "Udkast")
    found = area_queries.areas(officer)
    area_ids = [one.id for one in found if one.name in HELSINGORS]
    processes.put_about(cast.acting("officer", at), process.id, topic_ids=cast.topics("housing"), area_ids=area_ids)
    return process


def _helsingors(cast: Cast, process: Process, under: Programme, now: datetime) -> SocialMasterPlan:
    at = now - timedelta(days=190)
    officer = cast.acting("officer", at)
    known = {one.name: one.id for one in area_queries.areas(officer)}
    unit = next(one for one in organisations.units_now(officer) if one.name.startswith("Boligsocialt sekretariat"))
    values = {
        "title": "Boligsocial helhedsplan for fire boligområder",
        "about": ABOUT,
        "first_day": date(now.year + 1, 1, 1),
        "last_day": date(now.year + 4, 12, 31),
        "unit_id": unit.id,
        "takes_part": "Kom til afdelingsmødet, skriv her på siden, eller kig forbi beboerhuset. (Opdigtet)",
    }
    plan = actions.add_plan(
        officer,
        process.id,
        values,
        programme_id=under.id,
        area_ids=[known[one] for one in HELSINGORS],
        is_example=True,
    )
    cast.session.flush()
    _write(cast, plan, at, known, now.year + 1)
    _agree(cast, plan, at)
    _name_steps(cast, plan, at)
    issued = now - timedelta(days=60)
    actions.issue_version(cast.acting("officer", issued), plan.id, summary="Første udgave til godkendelse.")
    _approve(cast, process, plan, now)
    return plan


def _write(cast: Cast, plan: SocialMasterPlan, at: datetime, known: dict[str, int], first: int) -> None:
    context = cast.acting("officer", at)
    partners = {one.name: one.id for one in organisations.organisations(context)}
    for name in ("Nordkysten", "Boliggården"):
        actions.add_part(context, plan.id, Part.ORGANISATION, {"organisation_id": partners[name]})
    efforts = [
        _effort(context, plan, theme.id, title, about, [known[one] for one in where])
        for theme, (title, about, where) in zip(plan.programme.themes, EFFORTS, strict=True)
    ]
    goal = actions.add_part(
        context,
        plan.id,
        Part.GOAL,
        {
            "thing_id": efforts[0],
            "text": "Flere børn går til noget i fritiden.",
            "criterion": "Mindst hvert andet barn i de fire områder går fast til noget. (Opdigtet)",
        },
    )
    cast.session.flush()
    indicator = {
        "goal_id": goal.id,  # type: ignore[attr-defined]
        "text": "Børn, der går fast til en fritidsaktivitet",
        "unit": "%",
        "baseline": Decimal(38),
        "target": Decimal(50),
        "due_on": date(first + 3, 12, 31),
    }
    actions.add_part(context, plan.id, Part.INDICATOR, indicator)
    sources = {
        name: _source(context, plan, name, kind)
        for name, kind in (
            ("Landsbyggefonden", SourceKind.FUND),
            ("Kommunen", SourceKind.LOCAL),
            ("Nordkysten", SourceKind.LOCAL),
            ("Boliggården", SourceKind.LOCAL),
        )
    }
    for year in range(first, first + 4):
        for name, kroner in (("Landsbyggefonden", 2_250_000), ("Kommunen", 400_000), ("Nordkysten", 125_000)):
            _line(context, plan, year, sources[name], kroner, efforts[year - first])
        _line(context, plan, year, sources["Kommunen"], 100_000, None, hours=250)
        _line(context, plan, year, sources["Boliggården"], 125_000, None)


EFFORTS = (
    ("Fritidsguider (opdigtet)", "Unge guider følger børn til den første træning og taler med forældrene.", HELSINGORS),
    ("Jobcafé (opdigtet)", "En åben café, hvor man får hjælp til ansøgninger og møder virksomheder.", ()),
    ("Beboerværksted (opdigtet)", "Beboere mødes hver måned og bestemmer, hvad værkstedet skal lave.", ("Vapnagaard",)),
    ("Gåfællesskaber (opdigtet)", "Faste gåture med kaffe bagefter.", ("Nøjsomhed", "Ellekildehave")),
    ("Åben rådgivning (opdigtet)", "Man kan komme uden aftale og få en snak og en hånd.", ()),
    ("Sommer i gården (opdigtet)", "Film, fodbold og fællesspisning i skolernes ferie.", ("Tibberupparken",)),
    ("Beboernes nyhedsbrev (opdigtet)", "Skrevet af beboere, på dansk, arabisk og tyrkisk.", ()),
)
"""An effort under each of the seven themes: the title, what it is, and in which areas where it is not for all."""


def _effort(context: Any, plan: SocialMasterPlan, theme_id: int, title: str, about: str, areas: list[int]) -> int:
    values = {
        "theme_id": theme_id,
        "title": title,
        "about": about,
        "responsible": "Boligorganisationerne og områdesekretariatet",
        "takes_part": "Sig til i beboerhuset, hvis du vil være med.",
    }
    made = actions.add_part(context, plan.id, Part.EFFORT, values, area_ids=areas)
    return int(made.id)  # type: ignore[attr-defined]


def _source(context: Any, plan: SocialMasterPlan, name: str, kind: SourceKind) -> int:
    made = actions.add_part(context, plan.id, Part.SOURCE, {"name": name, "kind": kind})
    return int(made.id)  # type: ignore[attr-defined]


def _line(
    context: Any,
    plan: SocialMasterPlan,
    year: int,
    paid_by_id: int,
    kroner: int,
    effort_id: int | None,
    *,
    hours: int | None = None,
) -> None:
    values = {
        "year": year,
        "effort_id": effort_id,
        "paid_by_id": paid_by_id,
        "kind": LineKind.OWN_HOURS if hours else LineKind.CASH,
        "hours": hours,
        "amount": kroner * 100,
        "note": "",
    }
    actions.add_part(context, plan.id, Part.LINE, values)


def _agree(cast: Cast, plan: SocialMasterPlan, at: datetime) -> None:
    context = cast.acting("officer", at)
    seats = (
        (SeatPart.DIALOGUE, "Den koordinerende indsats i boligområdet", ""),
        (SeatPart.DIALOGUE, "Kommunen", ""),
        (SeatPart.DIALOGUE, "Boligorganisationerne", "Nordkysten og Boliggården"),
        (SeatPart.DIALOGUE, "Beboerdemokrater", "afdelingsbestyrelserne i de fire områder"),
        (SeatPart.STEERING, "Inger Eksempel", "Chef i Nordkysten"),
        (SeatPart.STEERING, "Erik Eksempel", "Chef i Boliggården"),
        (SeatPart.SECRETARIAT, "Områdesekretariatet", "Leder og koordinerer helhedsplanerne"),
        (SeatPart.PROJECT_LEADER, "Oda Eksempel", "Projektleder"),
        (SeatPart.STAFF, "Bo Eksempel", "Boligsocial medarbejder"),
    )
    for part, name, stands_for in seats:
        values = {
            "part": part,
            "name": name,
            "stands_for": stands_for,
            "profile": "Opdigtet person." if name.endswith("Eksempel") else "",
            "starts_on": None,
            "ends_on": None,
            "is_example": name.endswith("Eksempel"),
        }
        actions.add_part(context, plan.id, Part.SEAT, values)
    agreed = {"parties": "Kommunen, Nordkysten og Boliggården", "agreed_on": at.date(), "ends_on": None}
    whole = actions.add_part(
        context,
        plan.id,
        Part.AGREEMENT,
        {
            "kind": AgreementKind.COOPERATION,
            "parent_id": None,
            "title": "Samarbejdsaftale om helhedsplanen (opdigtet)",
            "about": "Parterne bidrager med hver sin del og mødes hvert kvartal.",
            **agreed,
        },
    )
    cast.session.flush()
    part_of = {"kind": AgreementKind.PARTIAL, "parent_id": whole.id}  # type: ignore[attr-defined]
    title = {"title": "Delaftale om børn og unge (opdigtet)", "about": "Skoler og klubber er med."}
    actions.add_part(context, plan.id, Part.AGREEMENT, {**part_of, **title, **agreed})


def _approve(cast: Cast, process: Process, plan: SocialMasterPlan, now: datetime) -> None:
    at = now - timedelta(days=40)
    officer = cast.acting("officer", at)
    case = decisions.add_case(
        officer,
        process.id,
        number="DEMO-HP-1",
        title="Boligsocial helhedsplan for fire boligområder",
        recommended_by="Boligsocialt sekretariat (opdigtet)",
        recommendation="At helhedsplanen godkendes.",
        is_example=True,
    )
    cast.session.flush()
    for key, outcome in (("elderly", DecisionState.RECOMMENDED), ("council", DecisionState.ADOPTED)):
        stop = decisions.add_body(officer, case.id, cast.bodies[key])
        cast.session.flush()
        decisions.record_decision(officer, stop.id, outcome=outcome, wording="Godkendt. (Opdigtet)", on=at.date())
        step = actions.add_step(officer, plan.id, body_id=cast.bodies[key].id, name=cast.bodies[key].name)
        cast.session.flush()
        actions.record_approval(officer, step.id, {"document": "", "said": ""}, decision_id=stop.id)
    asked = (now - timedelta(days=12)).date()
    for one in queries.steps(officer, plan.id):
        if one.gate is Gate.STEERING:
            _given(cast, one, at, "Styregruppen", "Referat af styregruppens møde, punkt 3 (opdigtet)")
        elif one.gate is Gate.HOUSING:
            values = {"name": one.name, "asked_on": asked}
            actions.change_part(cast.acting("officer", now - timedelta(days=11)), Part.STEP, one.id, values)
    for one in queries.steps(officer, plan.id):
        if one.gate is Gate.HOUSING and one.name != "Boliggårdens afdelingsmøde":
            _given(cast, one, now - timedelta(days=5), one.name, "Referat af mødet (opdigtet)")


def _name_steps(cast: Cast, plan: SocialMasterPlan, at: datetime) -> None:
    officer = cast.acting("officer", at)
    for one in queries.steps(officer, plan.id):
        if one.gate is Gate.HOUSING:
            who = "Nordkystens" if one.name.startswith("Nordkysten") else "Boliggårdens"
            name = f"{who} {'afdelingsmøde' if one.is_residents else 'organisationsbestyrelse'}"
            actions.change_part(officer, Part.STEP, one.id, {"name": name, "asked_on": None})


def _given(cast: Cast, step: ApprovalStep, at: datetime, body: str, document: str, *, is_yes: bool = True) -> None:
    values = {
        "is_yes": is_yes,
        "decided_on": at.date(),
        "body": body,
        "document": document,
        "paper_id": None,
        "ballot_id": None,
        "said": "",
    }
    actions.record_approval(cast.acting("officer", at), step.id, values)


def _others(cast: Cast, process: Process, under: Programme, now: datetime) -> None:
    """Let there be a small plan in each of the other states; all of it invented."""
    at = now - timedelta(days=90)
    made = {
        name: _small(cast, process, under, at, name) for name in ("begyndt", "hos fonden", "afslået", "i gang", "slut")
    }
    del made["begyndt"]
    for name, plan in made.items():
        officer = cast.acting("officer", at)
        for one in queries.steps(officer, plan.id):
            if one.gate is not Gate.FUND and one.body_id is None:
                _given(cast, one, at, one.name, "Referat (opdigtet)")
        sent = (now - timedelta(days=80)).date()
        actions.submit(cast.acting("officer", now - timedelta(days=79)), plan.id, on=sent)
        if name != "hos fonden":
            fund = next(one for one in queries.steps(officer, plan.id) if one.gate is Gate.FUND)
            answered = now - timedelta(days=70)
            _given(cast, fund, answered, "Landsbyggefonden", "Brev fra fonden (opdigtet)", is_yes=name != "afslået")
    running, over = made["i gang"], made["slut"]
    happened = (("Beboerhuset er åbnet. (Opdigtet)", 60), ("Den første jobcafé havde 23 gæster. (Opdigtet)", 20))
    for text, days in happened:
        values = {"happened_on": (now - timedelta(days=days)).date(), "text": text, "effort_id": None, "area_id": None}
        actions.add_part(cast.acting("officer", now), running.id, Part.EVENT, values)
    ended = now - timedelta(days=3)
    words = "Værkstedet drives nu af en beboerforening. (Opdigtet)"
    actions.end_plan(cast.acting("officer", ended), over.id, on=ended.date(), anchored=words)


def _small(cast: Cast, process: Process, under: Programme, at: datetime, name: str) -> SocialMasterPlan:
    officer = cast.acting("officer", at)
    area_id = next(one.id for one in area_queries.areas(officer) if one.name == "Mosebakken")
    values = {
        "title": f"Lille plan for Mosebakken, {name} (opdigtet)",
        "about": "Opdigtet plan til demonstration.",
        "first_day": None,
        "last_day": None,
        "unit_id": None,
        "takes_part": "",
    }
    plan = actions.add_plan(officer, process.id, values, programme_id=under.id, area_ids=[area_id], is_example=True)
    cast.session.flush()
    partner = next(one for one in organisations.organisations(officer) if one.name == "Boligforeningen Mosebakken")
    actions.add_part(officer, plan.id, Part.ORGANISATION, {"organisation_id": partner.id})
    effort = _effort(officer, plan, under.themes[1].id, "Jobcafé (opdigtet)", "Åben café.", [])
    for kind, who, kroner in (
        (SourceKind.FUND, "Landsbyggefonden", 300_000),
        (SourceKind.LOCAL, "Mosebakken", 100_000),
    ):
        _line(officer, plan, at.year, _source(officer, plan, who, kind), kroner, effort)
    if name == "begyndt":
        return plan
    case = decisions.add_case(
        officer,
        process.id,
        number=f"DEMO-HP-{plan.id}",
        title=f"Helhedsplan for Mosebakken, {name}",
        recommended_by="Boligsocialt sekretariat (opdigtet)",
        recommendation="At planen godkendes.",
        is_example=True,
    )
    cast.session.flush()
    stop = decisions.add_body(officer, case.id, cast.bodies["council"])
    cast.session.flush()
    decisions.record_decision(
        officer, stop.id, outcome=DecisionState.ADOPTED, wording="Godkendt. (Opdigtet)", on=at.date()
    )
    council = cast.bodies["council"]
    step = actions.add_step(officer, plan.id, body_id=council.id, name=council.name)
    cast.session.flush()
    actions.issue_version(officer, plan.id, summary="Til godkendelse. (Opdigtet)")
    actions.record_approval(officer, step.id, {"document": "", "said": ""}, decision_id=stop.id)
    return plan


LESSONS = (
    (
        "Fritidsguider virker, når forældrene er med",
        "Børn, unge og familie",
        "Helsingør (opdigtet)",
        "Unge guider fulgte 40 børn til den første træning.",
        "31 gik der stadig efter et halvt år. Hvor forældrene havde været med den første gang, faldt næsten ingen fra.",
        "Boligsocialt sekretariat (opdigtet)",
    ),
    (
        "Jobcaféen skal ligge, hvor man alligevel kommer",
        "Uddannelse, beskæftigelse og erhverv",
        "En anden kommune (opdigtet)",
        "En jobcafé på biblioteket og en i vaskeriet, et år hver.",
        "Vaskeriet havde fire gange så mange gæster, og flere kom igen.",
        "Spørg kommunens boligsociale enhed (opdigtet)",
    ),
    ("Gåture om aftenen", "Sundhed", "Nøjsomhed (opdigtet)", "Gåture klokken 20.", "Der kom ingen.", ""),
    ("Et nyhedsbrev på otte sider", "Image og kommunikation", "", "Et langt brev hver måned.", "Det er ikke målt.", ""),
)


def _learn(cast: Cast, plan: SocialMasterPlan, now: datetime) -> None:
    names = ("title", "theme", "place", "tried", "came_of_it", "contact")
    for number, one in enumerate(LESSONS):
        officer = cast.acting("officer", now - timedelta(days=9 - number))
        made = actions.add_lesson(officer, plan.id, dict(zip(names, one, strict=True)), is_example=True)
        cast.session.flush()
        if number < 3:
            actions.publish_lesson(officer, made.id)
        if number == 2:
            actions.take_back_lesson(officer, made.id, reason="Det var januar. Vi prøver igen i maj. (Opdigtet)")
