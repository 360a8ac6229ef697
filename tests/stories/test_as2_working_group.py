"""AS-2: an interested citizen joins the open working group, but not the writing group; by keyboard, without an account.

Jens signs up by name and e-mail and says what he needs. He gets a receipt and both meetings for his calendar; the
organiser sees what he needs, and nobody else does. The writing group shows him that it exists and who is in it.
"""

import email
import re
from datetime import timedelta
from email.policy import default
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.hands import Keyboard
from tests.live import visiting

pytestmark = pytest.mark.browser

NEEDS = "somali"
DENMARK = ZoneInfo("Europe/Copenhagen")


def _link(live, address, path):
    live.work()
    found = [email.message_from_bytes(one.read_bytes(), policy=default) for one in (live.folder / "mail").iterdir()]
    told = [one for one in found if one["to"] == address]
    link = next(word for word in told[-1].get_body().get_content().split() if path in word)
    return "/" + link.split("/", 3)[3], [one["subject"] for one in told]


def test_jens_joins_the_working_group_and_not_the_writing_group(live, browser):
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Keyboard(window.open("/da/processes/4/groups/new"))
        at.choose("Slags gruppe", "Arbejdsgruppe")
        at.choose("Hvem kan være med", "Åben for medlemmer og andre interesserede borgere")
        at.write("Gruppens navn", "Udfordringer, behov og potentialer")
        at.write("Hvad den arbejder med", "Udfordringer, behov og potentialer samt temaer.")
        at.write("Pladser; lad feltet stå tomt, hvis der er plads til alle", "2")
        at.press("Nedsæt den")
        address = "/" + at.page.url.split("/", 3)[3].split("#")[0]
        for days, title in ((10, "Første møde"), (140, "Andet møde")):  # the clocks are changed between them
            at = Keyboard(window.open(address))
            at.follow("Indkald til møde")
            at.write("Hvad mødet handler om", title)
            starts = (live.now + timedelta(days=days)).astimezone(DENMARK).replace(hour=19, minute=0)
            at.page.get_by_label("Dato og klokkeslæt").fill(starts.strftime("%Y-%m-%dT%H:%M"))
            at.write("Sted", "Beboerhuset")
            at.press("Indkald til mødet")
    with visiting(live, browser) as window:
        at = Keyboard(window.open(address))
        at.follow("Gå med i gruppen")
        at.write("Dit navn", "Jens Jensen")
        at.write("Din e-mailadresse", "jens@example.dk")
        at.write("Tolkning: hvilket sprog, eller tegnsprog", NEEDS)
        at.tick("Trinfri adgang")
        at.press("Gå med")
        confirming, subjects = _link(live, "jens@example.dk", "/participants/")
        assert subjects == ["Bekræft, at du vil være med i gruppen"]
        at = Keyboard(window.open(confirming))
        at.press("Ja, jeg vil være med i gruppen")
        assert "I gruppen" in at.text()
        _address, subjects = _link(live, "jens@example.dk", "/participants/")
        assert sorted(subjects) == ["Bekræft, at du vil være med i gruppen", "Du er med i gruppen"]
        with at.page.expect_download() as loading:
            at.page.get_by_role("link", name="Få møderne i din kalender (.ics)").click()
        calendar = icalendar.Calendar.from_ical(loading.value.path().read_bytes())
        events = sorted(calendar.walk("VEVENT"), key=lambda one: one["DTSTART"].dt)
        assert [str(one["SUMMARY"]) for one in events] == ["Første møde", "Andet møde"]
        assert [one["DTSTART"].dt.astimezone(DENMARK).hour for one in events] == [19, 19]
        public = Keyboard(window.open(address)).text()
        assert "Jens Jensen" in public
        assert "navn ikke bekræftet" in public
        assert NEEDS not in window.page.content()
        process = window.open("/da/processes/4")
        assert "Jens Jensen" not in process.locator("main").inner_text(), (
            "who is in a group is no member of the committee"
        )
        assert NEEDS not in process.content()
        process.get_by_role("link", name="Skrivegruppen", exact=True).first.click()
        writing = Keyboard(window.page).text()
        assert "Olga Sand" in writing
        assert "du bliver hørt igen, når udkastet sendes i høring" in writing
        for nothing in ("Gå med i gruppen", "Rediger", "Mellem dem, der skriver"):
            assert nothing not in writing
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Keyboard(window.open(address))
        at.follow("Hvem der er med, venter eller søger")
        listed = at.text()
        assert re.search(r"Jens Jensen.*tolkning: somali", listed, re.DOTALL)
        counted = window.open("/da/processes/1").locator("main").inner_text()
        assert re.search(r"Møder i opgaveudvalget\s+6 afholdt", counted)
        assert re.search(r"Møder i grupperne\s+2 afholdt", counted)
        assert "8 afholdt" not in counted


def test_the_notes_say_whose_each_point_is_and_figures_their_source(live, browser):
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Keyboard(window.open("/da/groups/3"))
        at.follow("Indkald til møde")
        at.write("Hvad mødet handler om", "Behov i området")
        starts = (live.now + timedelta(days=1)).astimezone(DENMARK).replace(hour=19, minute=0)
        at.page.get_by_label("Dato og klokkeslæt").fill(starts.strftime("%Y-%m-%dT%H:%M"))
        at.write("Sted", "Beboerhuset")
        at.press("Indkald til mødet")
        at.follow("Behov i området")
        address = "/" + at.page.url.split("/", 3)[3].split("#")[0]
        at.follow("Sæt et punkt på dagsordenen")
        at.write("Punktets overskrift", "Hvem bor her?")
        at.press("Sæt det på")
    live.now += timedelta(days=2)
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Keyboard(window.open(address))
        at.press("Begynd referatet")
        for whose, words, origin, consent in (
            ("Borger", "Vi er mange, der bor alene.", "Sagt på mødet", ""),
            ("Medlem", "Der mangler et sted at mødes.", "Sagt på mødet", ""),
            ("Borger", "Jeg kan ikke komme om aftenen.", "I telefonen", "Sagde ja i telefonen"),
        ):
            at = Keyboard(window.open(address))
            at.follow("Skriv et indlæg")
            at.choose("Hvem det kommer fra", whose)
            at.write("Hvad der blev sagt eller besluttet", words)
            at.choose("Hvordan det kom", origin)
            if consent:
                assert "sagt ja til" in at.press_and_err("Skriv det")
                at.write(
                    "Hvordan den, der ikke var der, har sagt ja; kun de, der arbejder med forløbet, ser det", consent
                )
            at.press("Skriv det")
        at = Keyboard(window.open(address))
        at.follow("Skriv et indlæg")
        at.choose("Hvem det kommer fra", "Nøgletal")
        at.choose("Nøgletallet, hvis det er et", "Beboere, der bor alene, 2025")
        at.press("Skriv det")
        at = Keyboard(window.open(address))
        at.follow("Indtast det aftalte")
        at.write("Hvad der skal gøres", "Spørge om lokalet")
        at.write("Hvem der gør det", "Jens og Tove")
        at.set_day("Senest", (live.now + timedelta(days=20)).date())
        at.press("Opret det")
        at = Keyboard(window.open(address))
        at.follow("Før ind, at referatet er godkendt")
        at.write("Hvem der ledte mødet og har godkendt det", "Tove Friis")
        at.set_day("Godkendt den", live.now.date())
        at.press("Godkend det")
    with visiting(live, browser) as window:
        said = Keyboard(window.open("/da/groups/3")).text()
        for whose, words in (
            ("Borger", "Vi er mange, der bor alene."),
            ("Medlem", "Der mangler et sted at mødes."),
            ("Borger · I telefonen", "Jeg kan ikke komme om aftenen."),
        ):
            assert re.search(rf"{re.escape(whose)}\s+{re.escape(words)}", said), words
        assert re.search(r"Mosebakken: 44,2\s%.*Kommunen som helhed: 25,2\s%.*Kilde: Eksempeltal", said, re.DOTALL)
        assert "Sagde ja i telefonen" not in window.page.content(), "how somebody agreed is for the staff"
        assert re.search(r"Spørge om lokalet\s+Jens og Tove, senest", said)


def test_a_second_wait_moves_by_itself_when_somebody_leaves(live, browser):
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Keyboard(window.open("/da/processes/4/groups/new"))
        at.choose("Slags gruppe", "Arbejdsgruppe")
        at.choose("Hvem kan være med", "Åben for medlemmer og andre interesserede borgere")
        at.write("Gruppens navn", "Gruppen med én plads")
        at.write("Hvad den arbejder med", "Det ene.")
        at.write("Pladser; lad feltet stå tomt, hvis der er plads til alle", "1")
        at.press("Nedsæt den")
        address = "/" + at.page.url.split("/", 3)[3].split("#")[0]
    links = []
    with visiting(live, browser) as window:
        for name in ("anna", "bodil"):
            at = Keyboard(window.open(address))
            at.follow("Gå med i gruppen")
            at.write("Dit navn", name)
            at.write("Din e-mailadresse", f"{name}@example.dk")
            at.press("Gå med")
            link, _subjects = _link(live, f"{name}@example.dk", "/participants/")
            at = Keyboard(window.open(link))
            at.press("Ja, jeg vil være med i gruppen")
            links.append(link)
        assert "På venteliste" in Keyboard(window.open(links[1])).text()
        at = Keyboard(window.open(links[0]))
        at.press("Forlad gruppen")
        assert "I gruppen" in Keyboard(window.open(links[1])).text()
        assert "Der er en plads til dig i gruppen" in _link(live, "bodil@example.dk", "/participants/")[1]
        assert "anna" not in Keyboard(window.open(address)).text()
