"""The Gentofte case, as the minutes of 28 May 2018 have it.

Source: Gentofte Kommune, page "Boligsocial indsats", and minutes of Erhvervs-, Beskæftigelses- og
Integrationsudvalget, 28-05-2018, item 1, case EMN-2018-01699. What they do not say is marked as example.
"""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from civic.db.base import Precision
from civic.decisions import actions as decisions
from civic.decisions.models import DecisionState, Side, SideVotes, Voter
from civic.demo.cast import Cast
from civic.demo.grounds import enter_committees_grounds
from civic.demo.scenes import go_on
from civic.dialogue.models import Meets, Outcome
from civic.groups import actions as groups
from civic.groups import registering as joining
from civic.groups.models import Admission, Group, GroupKind
from civic.hearings import actions as hearings
from civic.hearings.models import Hearing, Stance
from civic.kernel import ledger
from civic.kernel.actor import Role, Scope
from civic.kernel.trace import Kind, Ref
from civic.meetings import actions as meetings
from civic.people.actions import assign
from civic.processes import actions as processes
from civic.processes.models import Process, SeatCategory
from civic.proposals import actions as proposals
from civic.proposals.models import Proposal
from civic.reports import actions as reports
from civic.reports.models import Purpose, Report, SectionKind, Version
from civic.responses import actions as responses
from civic.responses.queries import of_party
from civic.treatment import actions as treatment
from civic.treatment import panels
from civic.treatment.models import PanelReader, PanelReading, RemarkKind
from civic.treatment.queries import of_response

QUESTION = (
    "Hvordan understøtter vi en positiv udvikling i de boligområder, "
    "hvor der er tiltagende kulturelle og sociale udfordringer?"
)
BACKGROUND = (
    "I forhold til boligsocialt arbejde er det afgørende, at der tænkes i etablering eller udvikling af hverdagsliv, "
    "meningsgivende aktiviteter, tryghedsskabende foranstaltninger, fritidsliv og det sociale miljø i boligområderne."
)
TASKS = [
    (
        "Overblik",
        "At bidrage til at give overblik over og forståelse for udfordringer og behov for en boligsocial indsats",
    ),
    (
        "Principper",
        "At opstille retningsanvisende principper for en sammenhængende og helhedsorienteret boligsocial indsats",
    ),
    (
        "Anbefalinger",
        "At opstille anbefalinger til typer af tryghedsskabende tiltag mellem kommune og civilsamfund, som kan være "
        "inspirerende og en drivkraft i en kommende boligsocial indsats. Det skal her indtænkes, hvordan borgerne kan "
        "indgå i implementeringen af tiltagene.",
    ),
]
SOURCE = (
    "Fakta om opgaveudvalget, høringen og afstemningen er fra Gentofte Kommunes hjemmeside og referat af "
    "28. maj 2018, sag EMN-2018-01699."
)
VOTES_AS_WRITTEN = (
    "15 stemmer (C, A, B, Louise Husted Feilberg (V) og Lisbeth Winther (Uden for Parti)) for og 1 stemme (D) imod, "
    "medens 2 (Ø og Mogens Vad (V)) undlod at stemme"
)
OTHERS = [
    "Aase Rold",
    "Birger Toft",
    "Cemal Yurt",
    "Ditte Skov",
    "Esra Polat",
    "Finn Ravn",
    "Hodan Warsame",
    "Inge Elm",
    "Ørnulf Bo",
    "Åge Dahl",
]
OVERVIEW = (
    "Nogle boligområder har flere beboere uden arbejde, og færre kender deres naboer. Der er brug for mødesteder."
)
PRINCIPLES = [
    ("Hverdagen først", "Indsatsen tager udgangspunkt i beboernes hverdag."),
    ("Noget at stå op til", "Alle skal have adgang til meningsgivende aktiviteter."),
    ("Tryghed skabes sammen", "Kommune og civilsamfund planlægger tryghedsskabende tiltag sammen."),
    ("Åbne mødesteder", "Fælles mødesteder skal være åbne."),
    ("Fritid for alle", "Fritidslivet skal kunne nås af børn og unge i alle boligområder."),
    ("Beboerne er med fra start", "Beboerne er med, når tiltag planlægges, og når de gennemføres."),
    ("Sprog, der kan forstås", "Information gives i et klart sprog."),
    ("Én indgang", "Beboerne møder én indgang til kommunen."),
    ("Viden, der deles", "Erfaringer fra tidligere indsatser deles mellem områderne."),
    ("Et langt træk", "Indsatsen planlægges for flere år ad gangen."),
]
FINAL = {
    4: "Fælles mødesteder skal være åbne og kunne nås uden trapper.",
    7: "Information gives i et klart sprog, og den kan fås læst op.",
}
SENTENCE = "Fællesrummet skal kunne nås uden trapper. Ellers er vi ikke med."

CASE_RESUME = (
    "Kommunalbestyrelsen besluttede på sit møde den 27. marts 2017, pkt. 17, at godkende kommissoriet for "
    "opgaveudvalget Boligsocial Indsats. Opgaveudvalget er nu klar til at aflevere resultatet af sit "
    "arbejde.\n\n"
    "Borgere vil på vegne af opgaveudvalget præsentere anbefalingerne på et fællesmøde den 28. maj 2018 "
    "med henblik på, at Børneudvalget, Skoleudvalget, Ældre-, Social- og Sundhedsudvalget og Erhvervs-, "
    "Beskæftigelses- og Integrationsudvalget indstiller disse til Økonomiudvalget og Kommunalbestyrelsen "
    "på deres møder i juni 2018."
)
"""The case's resume, as the minutes of 28 May 2018 have it."""
CASE_BACKGROUND = (
    "Kommunalbestyrelsen besluttede på sit møde den 27. marts 2017, pkt. 17 at godkende kommissoriet for "
    "opgaveudvalget Boligsocial Indsats. Det blev godkendt med 15 stemmer (C, A, B, Louise Husted "
    "Feilberg (V) og Lisbeth Winther (Uden for Parti)) for og 1 stemme (D) imod, medens 2 (Ø og Mogens "
    'Vad (V)) undlod at stemme. Poul V. Jensen (D) stemte imod, idet: "Nye Borgerlige ønsker en bredere '
    'sammensætning af borgerne". Kommissoriet er vedlagt som bilag.\n\n'
    "På Kommunalbestyrelsens møde den 29. maj 2017, pkt. 15, udpegede Kommunalbestyrelsen medlemmerne til "
    "opgaveudvalget.\n\n"
    "Det fremgår blandt andet af kommissoriet, at det i forhold til boligsocialt arbejde er afgørende, at "
    "der tænkes i etablering eller udvikling af hverdagsliv, meningsgivende aktiviteter, tryghedsskabende "
    "foranstaltninger, fritidsliv og det sociale miljø i boligområderne. Opgaveudvalgets rolle har været "
    "at have en central rolle i at sætte retningen for denne udvikling.\n\n"
    "Som led heri har udvalgets opgaver været:\n\n"
    "- At bidrage til at give overblik over og forståelse for udfordringer og behov for en boligsocial "
    "indsats.\n"
    "- At opstille retningsanvisende principper for en sammenhængende og helhedsorienteret boligsocial "
    "indsats.\n"
    "- At opstille anbefalinger til typer af tryghedsskabende tiltag mellem kommune og civilsamfund, som "
    "kan være inspirerende og en drivkraft i en kommende boligsocial indsats. Det skal her indtænkes, "
    "hvordan borgerne kan indgå i implementeringen af tiltagene.\n\n"
    'Opgaveudvalget har udarbejdet "Samlet afrapportering fra opgaveudvalget om den Boligsociale '
    'Indsats", som er vedlagt som bilag.\n\n'
    "Opgaveudvalget har mødtes 6 gange. Der har været etableret en arbejdsgruppe om udfordringer, behov "
    "og potentialer samt temaer for en boligsocial indsats. Arbejdsgruppen holdt to møder. Både medlemmer "
    "og andre borgere, der har vist interesse for udvalgets arbejde, fik mulighed for at deltage i "
    "arbejdsgruppen. Senere har en skrivegruppe med medlemmer fra opgaveudvalget arbejdet med "
    "beskrivelserne af udfordringerne i samarbejde med forvaltningen.\n\n"
    "Undervejs i processen har medlemmerne besøgt udvalgte boligområder, hvor der har været gennemført "
    "boligsociale indsatser, for derved at få et fælles udgangspunkt for arbejdet i udvalget.\n\n"
    "Der har på møderne været faglige oplæg, hvor udvalget er blevet præsenteret for nøgletal for "
    "udvalgte boligområder sammenlignet med kommunen som helhed samt blevet præsenteret for kvalitative "
    "udsagn om og fra udvalgte boligområder i kommunen. Oplæggene fungerede som en del af "
    "vidensgrundlaget og fundamentet for opgaveudvalgets videre arbejde med at kvalificere udfordringer i "
    "den boligsociale indsats.\n\n"
    'Udkast til "Samlet afrapportering fra opgaveudvalget om den Boligsociale Indsats" har været til '
    "høring hos Handicaprådet og Integrationsrådet parallelt med, at opgaveudvalget afholdt sit sidste "
    "møde.\n\n"
    "Handicaprådet fik kort præsenteret produktet på rådets møde den 14. maj og har efterfølgende "
    "foretaget en grundig gennemlæsning og udtrykker i et skriftligt svar glæde ved at tage produktet fra "
    "opgaveudvalget til efterretning. Rådets generelle bemærkninger til de forskellige dele af produktet "
    "fremgår af det vedlagte høringssvar. Rådet ser frem til at følge indsatserne, og deltager gerne "
    "fremover aktivt, hvor det skønnes muligt og relevant. Rådets forslag er efterfølgende indarbejdet i "
    "det endelige produkt.\n\n"
    "Integrationsrådet fik præsenteret produktet på rådets møde den 17. maj, og havde en kort generel "
    "drøftelse af arbejdet i opgaveudvalget i forhold til proces, rammer og opgave. Rådet udtrykte, at "
    "produktet virker grundigt og gennearbejdet og at principperne med inspiration til tiltag er lovende "
    "for kommunens kommende boligsociale indsats.\n\n"
    "Relevante aktører fra boligorganisationer, civilsamfund, fagpersoner m.fl. vil blive inddraget i "
    "realiseringen af opgaveudvalgets 10 principper."
)
"""The case's background, as the minutes have it."""


def tell_gentofte(cast: Cast) -> None:
    """Enter the case from the kommissorium to the one committee's recommendation."""
    process = _mandate(cast)
    working, writing = _groups(cast, process)
    sentence = _proposals(cast, process, working)
    report = _report(cast, process, writing)
    hearing, final = _hearing(cast, report, sentence)
    _answers(cast, process, hearing, sentence)
    _case(cast, process, final)
    for group in (working, writing):
        groups.end(cast.acting("officer", _on(2018, 5, 28, 8)), group.id)
    go_on(cast, process, _on(2018, 5, 28, 9), "Klar til at aflevere")
    handing = cast.acting("officer", _on(2018, 5, 28, 18))
    processes.hand_over(
        handing, process.id, on=date(2018, 5, 28), next_step="Økonomiudvalget og Kommunalbestyrelsen i juni 2018"
    )


def _on(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=UTC)


def _mandate(cast: Cast) -> Process:
    process = processes.start_process(
        cast.acting("officer", _on(2017, 3, 1)),
        title="Boligsocial indsats",
        full_title="Opgaveudvalget om den boligsociale indsats",
        question=QUESTION,
        background=BACKGROUND,
        tasks=TASKS,
        seats={SeatCategory.COUNCIL_MEMBER: 5, SeatCategory.OTHER_MEMBER: 10},
        period=(date(2017, 7, 1), Precision.QUARTER, date(2018, 4, 1), Precision.QUARTER),
        contact_unit="Stab & Udvikling, Social & Sundhed",
        source=SOURCE,
    )
    assign(
        cast.acting("officer", _on(2017, 3, 1)),
        cast.persons["facilitator"].id,
        Role.FACILITATOR,
        Scope.PROCESS,
        process.id,
    )
    council = cast.bodies["council"]
    approving = cast.acting("officer", _on(2017, 3, 27, 20))
    processes.approve_mandate(approving, process.id, body=council, on=date(2017, 3, 27), item_number=17)
    decisions.record_process_decision(
        approving,
        process.id,
        council,
        subject="Kommissoriet for opgaveudvalget Boligsocial Indsats godkendt",
        wording="Godkendt.",
        on=date(2017, 3, 27),
        item_number=17,
        votes=_kommissorium_votes(),
        votes_as_written=VOTES_AS_WRITTEN,
    )
    appointing = cast.acting("officer", _on(2017, 5, 29, 20))
    seats = [(SeatCategory.COUNCIL_MEMBER, "")] * 5 + [(SeatCategory.OTHER_MEMBER, name) for name in OTHERS]
    for category, name in seats:
        processes.appoint(
            appointing,
            process.id,
            category=category,
            name=name,
            on=date(2017, 5, 29),
            item_number=15,
            is_invented=bool(name),
        )
    go_on(cast, process, appointing.now + timedelta(hours=1), "Medlemmerne er udpeget")
    go_on(cast, process, _on(2017, 8, 15), "Arbejder")
    return process


def _kommissorium_votes() -> dict[Side, SideVotes]:
    party_less = Voter(name="Lisbeth Winther", affiliation="Uden for Parti")
    named = [Voter("V", "Louise Husted Feilberg"), party_less]
    reason = "Nye Borgerlige ønsker en bredere sammensætning af borgerne"
    return {
        Side.FOR: SideVotes(15, [Voter("C"), Voter("A"), Voter("B"), *named]),
        Side.AGAINST: SideVotes(1, [Voter("D", "Poul V. Jensen", reason=reason)]),
        Side.ABSTAINED: SideVotes(2, [Voter("Ø"), Voter("V", "Mogens Vad")]),
    }


def _groups(cast: Cast, process: Process) -> tuple[Group, Group]:
    context = cast.acting("officer", _on(2017, 9, 1))
    working = groups.add_group(
        context,
        process.id,
        kind=GroupKind.WORKING,
        admission=Admission.OPEN,
        title="Arbejdsgruppen",
        about="Om udfordringer, behov og potentialer samt temaer for en boligsocial indsats.",
    )
    writing = groups.add_group(
        context,
        process.id,
        kind=GroupKind.WRITING,
        admission=Admission.MEMBERS_ONLY,
        title="Skrivegruppen",
        about="Arbejdede med beskrivelserne af udfordringerne i samarbejde med forvaltningen.",
    )
    for number in range(1, 7):
        meetings.add_committee_meeting(context, process.id, title=f"Opgaveudvalgets møde {number}", starts_at=None)
    for number in (1, 2):
        meetings.add_group_meeting(context, working.id, title=f"Arbejdsgruppens møde {number}", starts_at=None)
    span = {"on": date(2017, 7, 1), "precision": Precision.QUARTER, "until": date(2018, 4, 1)}
    processes.add_milestone(
        cast.acting("officer", _on(2018, 5, 25)),
        process.id,
        heading="Besøg og faglige oplæg",
        text="Medlemmerne besøgte udvalgte boligområder, og på møderne var der faglige oplæg med nøgletal for "
        "udvalgte boligområder sammenlignet med kommunen som helhed.",
        **span,  # type: ignore[arg-type]
    )
    return working, writing


def _proposals(cast: Cast, process: Process, working: Group) -> Proposal:
    for who in ("resident", "neighbour"):
        joining.join(cast.acting(who, _on(2018, 1, 10)), working.id)
    sentence = _propose(
        cast, "resident", process, working, SENTENCE, "Jeg sidder i kørestol, og det gør min nabo også."
    )
    proposals.support(cast.acting("neighbour", _on(2018, 5, 6)), sentence.id)
    said = "Enig. Der skal også være plads til en barnevogn."
    proposals.comment(cast.acting("neighbour", _on(2018, 5, 7)), sentence.id, text=said)
    janitor = _propose(
        cast, "neighbour", process, working, "En fast vicevært i hver opgang", "Så er der altid nogen at spørge."
    )
    proposals.answer(
        cast.acting("officer", _on(2018, 5, 11)),
        janitor.id,
        outcome=Outcome.OUT_OF_SCOPE,
        text="Det ligger uden for udvalgets opgave og er sendt videre til boligorganisationen.",
    )
    return sentence


def _propose(cast: Cast, who: str, process: Process, group: Group, title: str, text: str) -> Proposal:
    writing = cast.acting(who, _on(2018, 5, 3))
    made = proposals.write(writing, process.id, title=title, text=text, group_id=group.id, is_example=True)
    proposals.submit(writing, made.id)
    return proposals.accept(cast.acting("facilitator", _on(2018, 5, 4)), made.id)


def _report(cast: Cast, process: Process, writing: Group) -> Report:
    context = cast.acting("officer", _on(2018, 4, 3))
    report = reports.add_report(
        context,
        process.id,
        title="Samlet afrapportering fra opgaveudvalget om den Boligsociale Indsats",
        about="10 principper med inspiration til tiltag. Principperne nedenfor er eksempeltekst: "
        "kilden gengiver ikke deres ordlyd.",
        writing_group_id=writing.id,
    )
    reports.add_section(
        context,
        report.id,
        kind=SectionKind.SECTION,
        heading="Udfordringer og behov",
        text=OVERVIEW,
        is_example=True,
    )
    for heading, text in PRINCIPLES:
        reports.add_section(context, report.id, kind=SectionKind.PRINCIPLE, heading=heading, text=text, is_example=True)
    for one in enter_committees_grounds(context, process):
        reports.tie_origin(context, report.sections[0].id, Ref(Kind.EVIDENCE, one.id))
    for number, answer in enumerate(("I rapportens første del", "Med 10 principper", "Som inspiration til tiltag"), 1):
        processes.answer_task(context, process.id, number, answer=answer)
    return report


def _hearing(cast: Cast, report: Report, sentence: Proposal) -> tuple[Hearing, Version]:
    publishing = cast.acting("officer", _on(2018, 5, 7))
    draft = reports.publish_version(publishing, report.id, label="0.9", purpose=Purpose.HEARING, is_example=True)
    hearing = hearings.start_hearing(
        publishing,
        draft.id,
        title="Udkast til »Samlet afrapportering fra opgaveudvalget om den Boligsociale Indsats«",
        what_is_proposed="10 principper for den fremtidige boligsociale indsats, med inspiration til tiltag.",
        what_it_means="Principperne skal sætte retningen for arbejdet i boligområderne.",
        what_can_change="Ordene i rapporten. Opgaveudvalget færdiggør den efter høringen.",
        topics=cast.topics("disability", "integration"),
        is_example=True,
    )
    heard = {
        key: next(one for one in hearing.parties if one.body_id == cast.bodies[key].id)
        for key in ("disability", "integration")
    }
    heard["disability"].presented_on = date(2018, 5, 14)
    heard["integration"].presented_on = date(2018, 5, 17)
    hearings.open_hearing(publishing, hearing.id, last_day=date(2018, 5, 23))
    _oral(cast, heard["integration"].id)
    _written(cast, heard["disability"].id, draft, sentence)
    for section in draft.texts:
        if section.kind is SectionKind.PRINCIPLE and section.number in FINAL:
            changed = FINAL[section.number]
            writing = cast.acting("officer", _on(2018, 5, 25, 9))
            reports.write_section(writing, section.section_id, heading=section.heading, text=changed, edit=1)
    finishing = cast.acting("officer", _on(2018, 5, 25, 10))
    final = reports.publish_version(finishing, report.id, label="1.0", purpose=Purpose.FINAL, is_example=True)
    reports.finish(finishing, report.id)
    return hearing, final


def _oral(cast: Cast, party_id: int) -> None:
    responses.record(
        cast.acting("officer", _on(2018, 5, 17, 20)),
        party_id,
        meeting_on=date(2018, 5, 17),
        text="Rådet udtrykte, at produktet virker grundigt og gennearbejdet og at principperne med inspiration til "
        "tiltag er lovende for kommunens kommende boligsociale indsats.",
        stance=Stance.STATEMENT,
    )


def _written(cast: Cast, party_id: int, draft: Version, sentence: Proposal) -> None:
    answering = cast.acting("disability_secretary", _on(2018, 5, 21))
    remarks = [
        (4, "Fællesrummet skal kunne nås uden trapper. Ellers er vi ikke med.", sentence.id),
        (7, "Et klart sprog er godt, men det skal også kunne høres.", None),
        (None, "Rådet deltager gerne fremover aktivt, hvor det skønnes muligt og relevant.", None),
    ]
    by_number = {one.number: one.id for one in draft.texts if one.kind is SectionKind.PRINCIPLE}
    glad = "Rådet udtrykker glæde ved at tage produktet til efterretning."
    hearings.write_draft(answering, party_id, text=glad, edit=0)
    for number, words, _origin in remarks:
        if number is not None:
            hearings.add_point(answering, party_id, section_text_id=by_number[number], text=words)
    hearings.put_to_adoption(answering, party_id, stance=Stance.NOTED, offer=remarks[2][1])
    hearings.adopt(cast.acting("disability_chair", _on(2018, 5, 21, 14)), party_id)
    response = responses.submit(cast.acting("disability_secretary", _on(2018, 5, 21, 15)), party_id, is_example=True)
    treating = cast.acting("officer", _on(2018, 5, 24, 9))
    for number, words, origin in remarks:
        section_ids = [by_number[number]] if number else []
        treatment.split(
            treating,
            response.id,
            text=words,
            kind=RemarkKind.CHANGE if section_ids else RemarkKind.OFFER,
            section_text_ids=section_ids,
            proposal_id=origin,
            is_example=True,
        )
    said = "Rådets forslag er efterfølgende indarbejdet i det endelige produkt."
    treatment.sum_up(treating, response.id, text=said)


ANSWERS = [
    (Outcome.ACCEPTED, "Et mødested, nogle ikke kan komme ind i, er ikke for alle. Kravet gælder både nye og "
     "ombyggede lokaler.", 4),
    (Outcome.ACCEPTED, "Enig. Information skal kunne fås læst op.", 7),
    (Outcome.NOTED, "Tak. Rådet bliver inddraget i realiseringen.", None),
]  # fmt: skip


def _answers(cast: Cast, process: Process, hearing: Hearing, sentence: Proposal) -> None:
    answering = cast.acting("officer", _on(2018, 5, 24, 12))
    party = next(one for one in hearing.parties if one.body_id == cast.bodies["disability"].id)
    response = of_party(answering, party.id)
    assert response is not None
    final = max(_versions(cast, hearing), key=lambda one: one.id)
    by_number = {one.number: one.id for one in final.texts if one.kind is SectionKind.PRINCIPLE}
    for remark, (outcome, reason, number) in zip(of_response(answering, response.id), ANSWERS, strict=True):
        treatment.answer_remark(answering, remark.id, outcome=outcome, reason=reason)
        if number is not None:
            treatment.link_change(cast.acting("officer", _on(2018, 5, 25, 12)), remark.id, by_number[number])
    spoken = next(one for one in hearing.parties if one.body_id != cast.bodies["disability"].id)
    statement = of_party(answering, spoken.id)
    assert statement is not None
    treatment.sum_up(answering, statement.id, text="Udtalelsen rummer ingen forslag til ændringer.")
    concluding = cast.acting("officer", _on(2018, 5, 25, 13))
    treatment.mark_ready(concluding, hearing.id)
    treatment.conclude(concluding, hearing.id)
    proposals.answer(
        cast.acting("officer", _on(2018, 5, 25, 14)),
        sentence.id,
        outcome=Outcome.ACCEPTED,
        text="Handicaprådet tog dit forslag op, og det er skrevet ind i princip 4.",
        next_step="Princip 4 er med i det, som fire udvalg behandler på deres fællesmøde.",
        review_on=date(2018, 5, 28),
    )
    text = "Fællesmødet har behandlet afrapporteringen med princip 4. Sagen kan følges fra forslaget."
    proposals.report(cast.acting("officer", _on(2018, 5, 29)), sentence.id, text=text)


def let_panel_read(cast: Cast, now: datetime) -> None:
    """Let four invented readers read two of the answers, and one of them have said what they find."""
    context = cast.acting("officer", now)
    hearing = context.session.scalars(select(Hearing).order_by(Hearing.id)).first()
    assert hearing is not None
    while ledger.number(context.session):
        pass
    readers = [f"laeser{number}@example.org" for number in range(1, 5)]
    last_day = context.today + timedelta(days=20)
    panel = panels.set_up(context, hearing.id, size=2, last_day=last_day, addresses=readers)
    first = context.session.scalars(select(PanelReader).where(PanelReader.panel_id == panel.id)).first()
    assert first is not None
    for one, meets in zip(panel.remarks, (Meets.YES, Meets.PARTLY), strict=True):
        reading = PanelReading(reader_id=first.id, remark_id=one.remark_id, meets=meets, at=now)
        context.session.add(reading)
    context.session.flush()


def _versions(cast: Cast, hearing: Hearing) -> list[Version]:
    return list(hearing.version.report.versions)


def _case(cast: Cast, process: Process, final: Version) -> None:
    context = cast.acting("officer", _on(2018, 5, 25, 15))
    case = decisions.add_case(
        context,
        process.id,
        number="EMN-2018-01699",
        title="Anbefalinger fra opgaveudvalget om den Boligsociale Indsats. Aflevering fra opgaveudvalg",
        recommended_by="Social & Sundhed",
        recommendation="At »Samlet afrapportering fra opgaveudvalget for den Boligsociale Indsats« vedtages.",
        version_id=final.id,
        presented="Åbent punkt. Fællesmøde mellem fire udvalg mandag den 28. maj 2018 kl. 17.05 i Rådssalen.",
        presented_by="Borgere på vegne af opgaveudvalget",
        resume=CASE_RESUME,
        background=CASE_BACKGROUND,
    )
    for title, number, version_id in (
        ("Samlet afrapportering fra opgaveudvalget om den boligsociale indsats_160518_PRODUKT", "2311315", final.id),
        ("Kommissorium - opgaveudvalget Boligsocial indsats", "2298149", None),
        ("Høringssvar til den boligsociale indsats", "2310809", None),
    ):
        decisions.attach(context, case.id, title=title, document_number=number, version_id=version_id)
    for key in ("elderly", "employment", "children", "schools", "finance", "council"):
        is_last = key in {"finance", "council"}
        decisions.add_body(
            context,
            case.id,
            cast.bodies[key],
            beside=None if is_last or not case.decisions else case.decisions[0].id,
            expected_on=date(2018, 6, 1) if is_last else None,
            expected_precision=Precision.MONTH if is_last else None,
            is_not_stated=not is_last,
        )
    deciding = next(one for one in case.decisions if one.body_id == cast.bodies["employment"].id)
    decisions.record_decision(
        cast.acting("officer", _on(2018, 5, 28, 17)),
        deciding.id,
        outcome=DecisionState.RECOMMENDED,
        wording="Anbefales til Økonomiudvalget og Kommunalbestyrelsen.",
        on=date(2018, 5, 28),
        item_number=1,
    )
