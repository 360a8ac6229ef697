"""The main job, from an empty process to a recorded decision, by five people in a real browser.

A resident's sentence becomes a proposal, a council takes it up, the officer answers and changes the text, residents
vote, the case goes to its committee, and the resident can follow her sentence all the way.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.live import visiting

pytestmark = pytest.mark.browser

SENTENCE = "Der skal være en rampe ned til gården"
PRINCIPLE = "Gården skal kunne nås af alle."
FINAL = "Gården skal kunne nås af alle, også med rampe."


def test_a_sentence_is_carried_to_a_decision(live, browser):
    with (
        visiting(live, browser, "Lone Kragh") as officer,
        visiting(live, browser, "Mikkel Dam") as facilitator,
        visiting(live, browser, "Amina Farah") as resident,
        visiting(live, browser, "Vibeke Storm") as secretary,
        visiting(live, browser, "Jens Holm") as neighbour,
        visiting(live, browser, "Bent Aaholm") as chair,
    ):
        process = _the_officer_starts_a_process(officer.page, live)
        group = _a_group_is_set_up(officer.page, process)
        proposal = _the_resident_joins_and_proposes(resident.page, live, group)
        _the_facilitator_sends_it_back_and_then_publishes_it(facilitator, resident.page, proposal)
        _the_neighbour_supports_it(neighbour, proposal)
        report = _the_officer_writes_a_draft(officer.page, process)
        hearing = _the_draft_is_sent_in_hearing(officer.page, live)
        _handicapraadet_answers_in_writing(secretary, chair, live)
        officer.sign_in("Lone Kragh")
        _integrationsraadet_answers_by_word_of_mouth(officer.page, hearing)
        live.now += timedelta(days=40)
        for visit, name in ((officer, "Lone Kragh"), (neighbour, "Jens Holm"), (resident, "Amina Farah")):
            visit.sign_in(name)
        remark = _the_officer_answers_and_changes_the_text(officer, hearing, report)
        _the_note_is_published(officer, live, hearing)
        _residents_vote(officer.page, neighbour, resident, live, process)
        officer.sign_in("Lone Kragh")  # for those who work here a session lasts a working day
        case = _the_case_goes_to_its_committee(officer.page, process)
        _the_resident_follows_her_sentence(resident, proposal, remark, case)


def _path(page):
    return "/" + page.url.split("/", 3)[3]


def _submit(page, button):
    page.get_by_role("button", name=button, exact=True).click()
    assert page.locator("[role=alert]").count() == 0, page.locator("[role=alert]").inner_text()


def _the_officer_starts_a_process(page, live):
    page.goto(f"{live.address}/da/processes")
    page.get_by_role("link", name="Nyt forløb").click()
    page.get_by_label("Kort titel").fill("Adgang")
    page.get_by_label("Fuld titel").fill("Opgaveudvalget om adgang")
    page.get_by_label("Det spørgsmål, det arbejder med").fill("Hvordan kommer alle ned i gården?")
    page.get_by_label("Baggrund, som i kommissoriet, hvis der er et").fill("Gården kan ikke nås af alle.")
    page.get_by_label("Opgaver, én på hver linje").fill("Overblik: At give overblik.\nPrincipper: At opstille dem.")
    page.get_by_label("Pladser til medlemmer fra Kommunalbestyrelsen").fill("2")
    page.get_by_label("Pladser til øvrige medlemmer").fill("3")
    page.get_by_label("Begynder").fill("2026-01-01")
    page.get_by_label("Slutter").fill("2026-12-31")
    page.get_by_label("Hvor præcist kendes perioden?").select_option(label="Kvartalet")
    page.get_by_label("Kontakt: enhed i forvaltningen").fill("By & Fællesskab (opdigtet)")
    _submit(page, "Begynd forberedelsen")
    process = _path(page)
    page.get_by_role("link", name="Før ind, at kommissoriet er godkendt").click()
    page.get_by_label("Godkendt af").select_option(label="Kommunalbestyrelsen")
    page.get_by_label("Mødedato").fill("2026-02-23")
    page.get_by_label("Punkt på dagsordenen").fill("12")
    _submit(page, "Før godkendelsen ind")
    assert "Kommunalbestyrelsen godkendte kommissoriet" in page.locator("main").inner_text()
    page.get_by_role("link", name="Udnævn en facilitator").click()
    page.get_by_label("Person").fill("Mikkel Dam")
    _submit(page, "Udnævn facilitatoren")
    return process


def _a_group_is_set_up(page, process):
    page.get_by_role("link", name="Nedsæt en gruppe").click()
    page.get_by_label("Slags gruppe").select_option(label="Arbejdsgruppe")
    page.get_by_label("Hvem kan være med").select_option(index=0)
    page.get_by_label("Gruppens navn").fill("Arbejdsgruppen om adgang")
    page.get_by_label("Hvad den arbejder med").fill("Veje ned i gården.")
    _submit(page, "Nedsæt den")
    return _path(page)


def _the_resident_joins_and_proposes(page, live, group):
    page.goto(live.address + group)
    page.get_by_role("link", name="Gå med i gruppen").click()
    _submit(page, "Gå med")
    page.get_by_role("link", name="Skriv et forslag").click()
    page.get_by_label("Dit forslag i én sætning").fill("Gør noget")
    page.get_by_label("Hvad skal gøres, og hvorfor?").fill("Jeg sidder i kørestol.")
    _submit(page, "Gem min kladde")
    _submit(page, "Aflever det")
    assert "venter på facilitatoren" in page.locator("main").inner_text()
    return _path(page)


def _the_facilitator_sends_it_back_and_then_publishes_it(facilitator, resident, proposal):
    page = facilitator.open("/da/overview")
    page.get_by_role("link", name="skal ses igennem").click()
    page.locator(".c-desk__queue").get_by_role("link", name="Gør noget").locator("q").click(position={"x": 40, "y": 12})
    page.get_by_label("Send det tilbage til den, der skrev det").check()
    page.get_by_label("efter hvilken husregel").select_option(label="7. Et forslag siger, hvad der skal gøres")
    page.get_by_label("Begrundelse").fill("Skriv, hvad du gerne vil have gjort.")
    _submit(page, "Gem afgørelsen")
    resident.reload()
    assert "Skriv, hvad du gerne vil have gjort." in resident.locator("main").inner_text()
    resident.get_by_role("link", name="Ret det").click()
    resident.get_by_label("Dit forslag i én sætning").fill(SENTENCE)
    _submit(resident, "Gem min kladde")
    _submit(resident, "Aflever det")
    facilitator.open(proposal)
    _submit(page, "Offentliggør det")


def _the_neighbour_supports_it(neighbour, proposal):
    page = neighbour.open(proposal)
    _submit(page, "Støt det")
    assert "1 støtter det" in page.locator("main").inner_text()
    page.get_by_label("Din kommentar").fill("Enig, også for barnevogne.")
    _submit(page, "Kommentér")


def _the_officer_writes_a_draft(page, process):
    page.goto(page.url.split("/da/")[0] + process)
    page.get_by_role("link", name="Begynd en rapport").click()
    page.get_by_label("Titel").fill("Rapport om adgang")
    page.get_by_label("Skrivegruppe").select_option(index=0)
    _submit(page, "Begynd den")
    report = _path(page)
    page.get_by_role("link", name="Tilføj et afsnit").click()
    page.get_by_label("Slags afsnit").select_option(label="Princip")
    page.get_by_label("Overskrift").fill("Adgang")
    page.get_by_label("Tekst").fill(PRINCIPLE)
    _submit(page, "Tilføj afsnittet")
    page.get_by_role("link", name="Udgiv en version").click()
    page.get_by_label("Versionsnummer").fill("0.9")
    page.get_by_label("Hvad den skal bruges til").select_option(label="Sendt i høring")
    _submit(page, "Udgiv")
    return report


def _the_draft_is_sent_in_hearing(page, live):
    page.get_by_role("link", name="Send den i høring").click()
    page.get_by_label("Titel, som beboerne ser den").fill("Udkast om adgang")
    page.get_by_label("Hvad foreslås?").fill("Ét princip om adgang.")
    page.get_by_label("Hvad betyder det for dig?").fill("Flere kan komme ned.")
    page.get_by_label("Hvad kan endnu ændres?").fill("Alt.")
    page.get_by_label("Mennesker med handicap").check()
    page.get_by_label("Kun de parter, der bliver indbudt").check()
    _submit(page, "Forbered høringen")
    assert "Handicaprådet bliver inviteret, når høringen åbner." in " ".join(page.locator("main").inner_text().split())
    hearing = _path(page)
    page.get_by_label("Råd", exact=True).select_option(label="Integrationsrådet")
    _submit(page, "Indbyd rådet")
    page.get_by_role("link", name="Sæt fristen og åbn").click()
    page.get_by_label("Sidste dag for svar").fill("2026-03-05")
    page.get_by_role("button", name="Åbn den og indbyd rådene").click()
    assert "Fristen er kortere end kommunens eget minimum" in page.get_by_role("alert").inner_text()
    page.get_by_label("Sidste dag for svar").fill("2026-04-04")
    _submit(page, "Åbn den og indbyd rådene")
    assert "til og med lørdag den 4. april kl. 23.59" in page.locator("main").inner_text()
    return hearing


def _handicapraadet_answers_in_writing(secretary, chair, live):
    page = secretary.open("/da/overview")
    page.get_by_role("link", name="Udkast om adgang").click()
    room = _path(page)
    page.get_by_label("Rådets svar som helhed").fill("Rådet er glad for udkastet.")
    _submit(page, "Gem udkastet")
    page.get_by_label("Hvad punktet handler om", exact=True).select_option(label="Princip 1: Adgang")
    page.get_by_label("Hvad rådet siger").fill("Der skal være en rampe, tak.")
    _submit(page, "Tilføj punktet")
    page.get_by_role("link", name="Send udkastet til vedtagelse").click()
    assert "Der skal være en rampe, tak." in page.locator("main").inner_text()
    page.get_by_label("Har bemærkninger").check()
    _submit(page, "Send det til vedtagelse")
    live.now = datetime(2026, 4, 4, 21, 59, 59, tzinfo=UTC)  # one second before the deadline, Danish summer time
    adopting = chair.sign_in("Bent Aaholm").open(room)
    adopting.get_by_role("link", name="Læs det igennem, og vedtag det").click()
    _submit(adopting, "Vedtag det som rådets")
    secretary.sign_in("Vibeke Storm").open(room)  # a session lasts a working day, a draft lasts
    page.get_by_role("link", name="Læs det igennem, og aflever det").click()
    _submit(page, "Aflever det")
    text = page.locator("main").inner_text()
    assert "Til tiden" in text
    assert "Skriftligt" in text
    assert "4. april 2026 kl. 23.59" in text


def _integrationsraadet_answers_by_word_of_mouth(page, hearing):
    page.goto(page.url.split("/da/")[0] + hearing)
    page.get_by_role("link", name="Integrationsrådet").click()
    page.get_by_role("link", name="Notér et mundtligt svar").click()
    page.get_by_label("Rådets møde").fill("2026-03-20")
    page.get_by_label("Hvad rådet sagde").fill("Rådet fandt udkastet lovende.")
    page.get_by_label("Tager det til efterretning").check()
    _submit(page, "Før svaret ind")
    assert "Mundtligt, noteret af forvaltningen" in page.locator("main").inner_text()


def _the_officer_answers_and_changes_the_text(officer, hearing, report):
    page = officer.open(hearing)
    page.get_by_role("link", name="Skriftligt").click()
    page.get_by_role("link", name="Del det op i bemærkninger").click()
    page.get_by_role("link", name="Lav en bemærkning af dette stykke").last.click()
    assert page.get_by_label("Bemærkningen, med afsenderens egne ord").input_value() == "Der skal være en rampe, tak."
    assert page.get_by_label("Princip 1: Adgang").is_checked(), "the council said what it was about"
    page.get_by_label("Den tager et forslag fra en beboer op").select_option(label=SENTENCE)
    page.get_by_label("Foreslår en ændring").check()
    _submit(page, "Opret bemærkningen")
    officer.open(f"{hearing}/note")
    page.get_by_role("button", name="Markér som klar").click()
    assert "Disse bemærkninger har intet svar endnu: 1.1" in page.locator("main").inner_text()
    officer.open("/da/overview").get_by_role("link", name="Udkast om adgang").click()
    page.get_by_role("link", name="Alt om bemærkningen").click()
    remark = _path(page)
    page.get_by_label("Imødekommet", exact=True).check()
    page.get_by_label("Begrundelse, som afsenderen læser den").fill("Enig. Det skrives ind.")
    _submit(page, "Gem svaret")
    assert "ændring mangler" in page.locator("main").inner_text()
    officer.open(report).get_by_role("link", name="Adgang", exact=True).last.click()
    page.get_by_label("Tekst").fill(FINAL)
    _submit(page, "Gem")
    page.get_by_role("link", name="Udgiv en version").click()
    page.get_by_label("Versionsnummer").fill("1.0")
    page.get_by_label("Hvad den skal bruges til").select_option(label="Endelig")
    _submit(page, "Udgiv")
    officer.open(remark)
    page.get_by_label("Ændret afsnit").select_option(index=1)
    _submit(page, "Knyt den til ændringen")
    assert "Besvaret" in page.locator("main").inner_text()
    return remark


def _the_note_is_published(officer, live, hearing):
    page = officer.open(f"{hearing}/note")
    _submit(page, "Markér som klar")
    _submit(page, "Offentliggør notatet")
    live.work()
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent som PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    text = page.locator("main").inner_text()
    assert "indsat:" in page.locator("ins").last.inner_text()
    assert "også med rampe" in text


def _residents_vote(page, neighbour, resident, live, process):
    page.goto(live.address + process)
    page.get_by_role("link", name="Forbered en afstemning").click()
    page.get_by_label("Spørgsmål").fill("Hvor skal rampen være?")
    page.get_by_label("Hvad det handler om").fill("Vejledende.")
    page.get_by_label("Valgmuligheder, én på hver linje").fill("Ved porten\nVed skuret")
    page.get_by_label("Hvem kan se").select_option(label="Åben afstemning")
    _submit(page, "Forbered den")
    ballot = _path(page)
    page.get_by_role("link", name="Stemmelisten: hvem der må stemme").click()
    page.get_by_text("Sæt flere på ad gangen").click()
    page.get_by_label("Personer").fill("Amina Farah\nJens Holm\nOlga Sand\nTove Friis\nBent Aaholm")
    _submit(page, "Sæt dem på stemmelisten")
    page.get_by_role("link", name="Åbn afstemningen").click()
    page.get_by_label("Sidste dag for at stemme").fill("2026-05-20")
    _submit(page, "Åbn den")
    for visit, choice in ((neighbour, "Ved skuret"), (resident, "Ved porten"), (neighbour, "Ved porten")):
        voting = visit.open(ballot)
        assert "Resultatet\n" not in voting.locator("main").inner_text()
        again = voting.locator("summary").filter(has_text="Ret min stemme")
        if again.count():
            again.click()
        voting.get_by_label(choice).check()
        voting.get_by_role("button", name="Videre, og læs den igennem").click()
        assert choice in voting.locator("main").inner_text()
        voting.get_by_role("button", name=re.compile("^(Stem|Ret min stemme)$")).click()
        assert "Din stemme er modtaget" in voting.locator("main").inner_text()
    live.now = datetime(2026, 5, 20, 22, 0, tzinfo=UTC)
    page.reload()
    rows = page.get_by_role("table").locator("tbody tr").all_inner_texts()
    said = [[word for word in row.split() if word != "·"][:4] for row in rows]
    assert said == [["Ved", "porten", "valgt", "2"], ["Ved", "skuret", "0", "–"]]


def _the_case_goes_to_its_committee(page, process):
    page.goto(page.url.split("/da/")[0] + process)
    page.get_by_role("link", name="Opret en sag").click()
    page.get_by_label("Sagsnummer i ESDH-systemet").fill("EKS-2026-77")
    page.get_by_label("Punktets titel").fill("Adgang til gården. Aflevering")
    page.get_by_label("Version af rapporten").select_option(label="Rapport om adgang 1.0")
    page.get_by_label("Indstillet af").fill("By & Fællesskab (opdigtet)")
    page.get_by_label("Indstillingen").fill("At rapporten vedtages.")
    _submit(page, "Opret sagen")
    case = _path(page)
    page.get_by_role("link", name="Tilføj et bilag").click()
    page.get_by_label("Bilagets titel").fill("Rapport om adgang")
    page.get_by_label("Dokumentnummer").fill("990001")
    _submit(page, "Tilføj")
    for body in ("Skoleudvalget", "Kommunalbestyrelsen"):
        page.get_by_role("link", name="Tilføj et udvalg eller råd").click()
        page.get_by_label("Organ, i indstillingens rækkefølge").select_option(label=body)
        _submit(page, "Tilføj")
    _record(page, 0, "Anbefalet", "Anbefales til Kommunalbestyrelsen.")
    assert page.locator("h1").inner_text().split("\n")[0] == "Ikke endeligt besluttet"
    assert "anbefalet af Skoleudvalget" in page.locator("h1").inner_text()
    _record(page, 0, "Vedtaget", "Vedtaget.", against="Anna Test (Ø): Det er for dyrt")
    assert page.locator("h1").inner_text() == "Vedtaget"
    assert "Det er for dyrt" in " ".join(page.get_by_role("table").all_inner_texts())
    page.get_by_role("link", name="Skriv, hvad der skal gøres").click()
    page.get_by_label("Hvad der skal gøres").fill("Der bygges en rampe ved porten.")
    page.get_by_label("Hvem har ansvaret").fill("Park & Vej")
    page.get_by_label("Senest").fill("2026-09-01")
    _submit(page, "Gem")
    return case


def _record(page, which, outcome, wording, against=""):
    page.get_by_role("link", name="Før beslutningen ind").nth(which).click()
    page.get_by_label("Udfald").select_option(label=outcome)
    page.get_by_label("Beslutningen, ord for ord").fill(wording)
    page.get_by_label("Mødedato").fill("2026-05-21")
    if against:
        page.get_by_label("For: antal stemmer").fill("12")
        page.get_by_label("For: hvem").fill("A; B; V")
        page.get_by_label("Imod: antal stemmer").fill("1")
        page.get_by_label("Imod: hvem").fill(against)
    _submit(page, "Før beslutningen ind")


def _the_resident_follows_her_sentence(resident, proposal, remark, case):
    page = resident.open(proposal)
    page.get_by_role("link", name="Se, hvad der skete med det").first.click()
    assert SENTENCE in page.locator("h1").inner_text()
    knots = page.locator(".c-thread > li").all_inner_texts()
    heads = ["Det blev sagt", "Et råd tog det op", "Bemærkningen fra Handicaprådet blev besvaret"]
    heads += ["Teksten blev ændret", "Skoleudvalget"]
    heads += ["Kommunalbestyrelsen", "Det skal gøres"]
    assert [head for head, knot in zip(heads, knots, strict=True) if head not in knot] == []
    assert "Den sag, det er en del af, er vedtaget." in page.locator("main").inner_text()
    back = resident.open(case)
    assert SENTENCE in back.locator("main").inner_text(), "the case leads back to her sentence"
