"""The red thread: one sentence, said at a working group's meeting, to a promise that a resident contests, and back.

By keyboard, and read in Danish and in English.
"""

import re
from datetime import date, timedelta

import pytest

from tests.hands import Keyboard
from tests.house.examples import find
from tests.live import visiting

pytestmark = pytest.mark.browser

SENTENCE = "Vi mangler et sted at sidde i skyggen."
WORDS = "Der er et sted at sidde i skyggen i hver gård."
CONTEST = "Der står ingen bænk i skyggen i Østgården."
ANSWER = "Du har ret. Bænken i Østgården kommer i maj."
STEPS = {
    "da": ["Det blev sagt", "Teksten blev ændret", "Vedtaget", "Det er gjort", "Nogen sagde, at det ikke er gjort"],
    "en": ["It was said", "The text was changed", "Adopted", "It was done", "Somebody said that it is not done"],
}
WAITS = {"da": "Venter på kommunen", "en": "Waits for the municipality"}
BACK = {"da": "Se, hvad der skete med det", "en": "See what happened with it"}
WHOLE = {"da": "Læs hele Princip 1", "en": "Read all of Principle 1"}
TAKEN_UP = {"da": "Taget op igen", "en": "Taken up again"}


def _path(page):
    return "/" + page.url.split("/", 3)[3].split("#")[0]


def _said_at_the_meeting(live, browser, meeting):
    """Write the sentence down at the group's meeting, and approve the minutes."""
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Keyboard(window.open(meeting))
        at.follow("Skriv et indlæg")
        at.choose("Hvem det kommer fra", "Borger")
        at.write("Hvad der blev sagt eller besluttet", SENTENCE)
        at.choose("Hvordan det kom", "Sagt på mødet")
        at.press("Skriv det")
        at = Keyboard(window.open(meeting))
        at.follow("Før ind, at referatet er godkendt")
        at.write("Hvem der ledte mødet og har godkendt det", "Tove Friis")
        at.set_day("Godkendt den", live.now.date())
        at.press("Godkend det")


def _into_a_version(live, browser):
    """Let a principle say it, resting on the meeting, and publish a version."""
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open("/da/processes/4"))
        at.follow("Levende gårdrum – udkast til afrapportering")
        report = _path(at.page)
        at.follow("Plads til alle")
        at.write("Tekst", WORDS)
        at.press("Gem")
        at = Keyboard(window.open(report))
        at.follow("Plads til alle")
        at.choose("Hvad det bygger på", "Møde, 12. december 2025: Andet møde")
        at.press("Det bygger på dette")
        at = Keyboard(window.open(report))
        at.follow("Udgiv en version")
        at.write("Versionsnummer, for eksempel 0.9", "0.97")
        at.choose("Hvad den skal bruges til", "Endelig")
        at.press("Udgiv")


def _decided_and_done(live, browser, today):
    """Open the case, let the council adopt it, promise something, and say that it is done."""
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open("/da/processes/4"))
        at.follow("Opret en sag")
        at.write("Sagsnummer i ESDH-systemet", "EKS-SKYGGE")
        at.write("Punktets titel", "Skygge i gårdene")
        at.choose("Version af rapporten", "Levende gårdrum – udkast til afrapportering 0.97")
        at.write("Indstillet af (enhed i forvaltningen)", "By & Fællesskab (opdigtet)")
        at.write("Indstillingen", "At principperne vedtages.")
        at.press("Opret sagen")
        case = _path(at.page)
        at.follow("Tilføj et udvalg eller råd")
        at.choose("Organ, i indstillingens rækkefølge; det sidste beslutter", "Kommunalbestyrelsen")
        at.press("Tilføj")
        at.follow("Før beslutningen ind")
        at.set_day("Mødedato", today)
        at.choose("Udfald", "Vedtaget")
        at.write("Beslutningen, ord for ord", "Vedtaget.")
        at.press("Før beslutningen ind")
        at.follow("Skriv, hvad der skal gøres")
        at.write("Hvad der skal gøres", "En bænk i skyggen i hver gård")
        at.write("Hvem har ansvaret", "Park & Vej (opdigtet)")
        at.set_day("Senest", date(2026, 6, 1))
        at.press("Gem")
        at.follow("Skriv, at det er gjort")
        at.write("Hvad der blev gjort", "Bænkene er sat op.")
        at.set_day("Dato", today)
        at.press("Gem")
        return case


def _in_order(said, words):
    places = [said.index(one) for one in words]
    assert places == sorted(places), said


def test_a_sentence_is_followed_to_a_promise_that_a_resident_contests_and_back(live, browser):
    with live.engine.connect() as connection:
        meeting = f"/da/meetings/{find(connection)['second_meeting']}"
    _said_at_the_meeting(live, browser, meeting)
    _into_a_version(live, browser)
    case = _decided_and_done(live, browser, live.now.date())
    live.now += timedelta(days=1)
    with visiting(live, browser, "Jens Holm") as window:
        at = Keyboard(window.open(case))
        at.follow("Er det ikke gjort? Sig hvorfor")
        assert "hvad du skriver" in at.text(), "it is said that everybody reads it"
        at.write("Hvorfor er det ikke gjort, eller ikke helt?", CONTEST)
        at.press("Gør indsigelse")
        assert "Ikke besvaret endnu" in at.text()
    for language in ("da", "en"):
        with visiting(live, browser) as window:
            at = Keyboard(window.open(meeting.replace("/da/", f"/{language}/")))
            sentence = at.page.locator(".c-points li").filter(has_text=SENTENCE)
            at = Keyboard(window.open(sentence.get_by_role("link", name=BACK[language]).get_attribute("href")))
            line = at.text()
            assert SENTENCE in at.page.locator("h1").inner_text()
            _in_order(line, [*STEPS[language], WAITS[language]])
            assert re.search(r"sted\s+at\s+sidde", line), "the words that changed stand on the line"
            assert CONTEST in line
            forward = _path(at.page)
            at = Keyboard(window.open(case.replace("/da/", f"/{language}/")))
            back = at.page.locator("#origins > li").filter(has_text="Andet møde")
            assert back.count() == 1, "the decision leads back to the meeting"
            at.follow(BACK[language])
            _in_order(at.text(), STEPS[language])
            at.follow(WHOLE[language])
            assert "Andet møde" in at.text(), "the principle leads back to the meeting"
    live.now += timedelta(days=1)
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open("/da/overview"))
        assert "Nogen siger, at det ikke er gjort" in at.text()
        at.follow("En bænk i skyggen i hver gård")
        at.follow("Svar på den")
        at.choose("Hvad der sker med det", "Taget op igen")
        at.write("Begrundelsen; alle kan læse den", ANSWER)
        at.press("Giv svaret")
    live.work()
    for language in ("da", "en"):
        with visiting(live, browser) as window:
            line = Keyboard(window.open(re.sub("^/../", f"/{language}/", forward))).text()
            _in_order(line, [CONTEST, TAKEN_UP[language], ANSWER])
            assert "Bænkene er sat op." in line, "what was said to be done stays to be seen"
