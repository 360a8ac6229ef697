"""AS-6: a project applies for co-financing and accounts for activity money."""

import io
import re
import zipfile
from datetime import timedelta
from itertools import pairwise

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.grants.models import GrantApplication, GrantScheme
from tests.hands import Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

SCHEME = "Principper for den boligsociale indsats 2009-2012"
LACKING = "Socialforvaltningen skal være repræsenteret i styregruppen, for at projektet kan modtage støtte."


def text_of(page, where="main"):
    return " ".join(page.locator(where).inner_text().split())


def at(live, table, title):
    with Session(live.engine) as session:
        return session.scalar(select(table.id).where(table.title.startswith(title)))


def test_a_scheme_tells_required_weighted_and_advisory_apart_in_the_notes_own_words(live, browser):
    with visiting(live, browser) as visit:
        page = visit.open(f"/da/schemes/{at(live, GrantScheme, SCHEME)}")
        headings = [one.inner_text() for one in page.locator("#criteria h3").all()]
        assert headings == ["Krav", "Der lægges vægt på", "Vejledende"]
        text = text_of(page)
        assert "Det forudsættes, at Socialforvaltningen bliver repræsenteret i styregruppen" in text
        assert "vedtaget af det daværende Familie- og Arbejdsmarkedsudvalg d. 19. marts 2003 (FAU 157/2003)" in text
        assert "Lønninger" in text
        assert "Husleje" in text
        kinds = [one.inner_text() for one in page.locator("#goals h3").all()]
        assert kinds == [
            "Mål", "Indsatsområde", "Primær målgruppe", "Sekundær målgruppe", "Metode",
            "Slags udgift", "Aktivitetsmidler",
        ]  # fmt: skip


def test_an_application_is_saved_at_any_time_and_stopped_by_the_hard_ones_alone(live, browser):
    with visiting(live, browser, "Amina Farah") as amina:
        hand = Mouse(amina.open(f"/da/schemes/{at(live, GrantScheme, SCHEME)}"))
        hand.write("Hvad projektet hedder", "Cykelværksted")
        hand.press("Begynd en ansøgning")
        hand.follow("Skriv ansøgningen")
        hand.press("Gem")  # with nothing but a title
        hand.follow("Skriv ansøgningen")
        hand.write("Hvorfor det er relevant, og hvilket behov det opfylder", "Børnene kan ikke komme til klubben.")
        hand.tick("Mål: at fremme integrationen af socialt udsatte borgere i boligområdet og i samfundet")
        hand.write("Hvad projektlederen gør", "Samler frivillige.")
        hand.write("Hvordan det fra starten forankres i området", "Klubben overtager det.")
        hand.press("Gem")
        for kind, text in (
            ("Problem", "Børnene har ingen cykler."),
            ("Aktiviteter", "Vi reparerer cykler sammen."),
            ("Effekter på kort sigt", "Ti børn cykler."),
            ("Effekter på lang sigt", "De går til noget i fritiden."),
            ("Hvad det forudsætter", "At der er cykler at reparere."),
            ("Andre, der har betydning", "Genbrugspladsen."),
        ):
            hand.follow("Skriv et led ind")
            hand.choose("Hvor det står", kind)
            hand.write("I en sætning", text)
            hand.press("Skriv det ind")
        hand.follow("Skriv et mål ind")
        hand.write("Hvad der skal nås", "Ti børn får en cykel.")
        hand.write("Hvornår det er nået (succeskriterium)", "Ti børn cykler i skole.")
        hand.press("Skriv det ind")
        hand.follow("Skriv en udgift ind")
        hand.choose("Slags udgift", "Husleje")
        hand.write("Hvad den skal bruges til", "Kælderen")
        hand.write("Beløb i kroner", "12.000,50")
        hand.press("Skriv det ind")
        hand.follow("Skriv ind, hvem der sidder i den")
        hand.write("Hvilken organisation, forvaltning eller gruppe", "Klubben")
        hand.press("Skriv det ind")
        panel = {
            row.locator("b").inner_text(): text_of(row, "span >> nth=0")
            for row in hand.page.locator("#criteria li").all()
        }
        assert panel["Relevans og behov"] == "Opfyldt"
        assert panel["Forandringsteori"] == "Opfyldt"
        assert panel["De konkrete indsatsområder"] == "Mangler"
        assert panel["Socialforvaltningen i styregruppen"] == "Mangler"
        assert panel["Indikatorer"] == "Anbefales", "missing indicators give advice only"
        assert LACKING in text_of(hand.page, "#criteria")
        mine = hand.page.url
        hand.page.get_by_role("button", name="Send ansøgningen").click()
        assert LACKING in text_of(hand.page)
        hand.page.goto(mine)
        hand.follow("Skriv ind, hvem der sidder i den")
        hand.write("Hvilken organisation, forvaltning eller gruppe", "Socialforvaltningen")
        hand.tick("Det er den forvaltning, der giver pengene")
        hand.press("Skriv det ind")
        hand.press("Send ansøgningen")
        assert "Afleveret" in text_of(hand.page, ".c-eyebrow")
        assert "12.000,50 kr." in text_of(hand.page)


def test_the_theory_of_change_is_text_in_order_whether_seen_or_heard_and_on_a_phone(live, browser):
    address = f"/da/grants/{at(live, GrantApplication, 'Værksted i kælderen')}"
    for width in (1280, 320):
        with visiting(live, browser, width=width) as visit:
            page = visit.open(address)
            steps = [one.inner_text() for one in page.locator("ol.c-chain > li > h3").all()]
            assert steps == ["Problem", "Aktiviteter", "Effekter på kort sigt", "Effekter på lang sigt"]
            assert "Et åbent værksted to aftener om ugen" in text_of(page, "#chain")
            assert "Hvad det forudsætter" in text_of(page, "#chain")
            assert page.locator(".c-chain svg, .c-chain img").count() == 0, "nothing of it is in a picture alone"
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            boxes = [one.bounding_box() for one in page.locator("ol.c-chain > li").all()]
            along = "x" if width > 1000 else "y"
            assert all(one[along] < other[along] for one, other in pairwise(boxes))


def test_a_grant_is_accounted_for_to_the_ore_before_it_is_closed_and_residents_read_what_it_went_to(live, browser):
    number = at(live, GrantApplication, "Værksted i kælderen")
    with visiting(live, browser, "Lone Kragh") as lone:
        hand = Mouse(lone.open(f"/da/applications/{number}"))
        assert "Endnu ikke aflagt regnskab for 21.500 kr." in text_of(hand.page, "#account")
        hand.follow("Afslut bevillingen")
        hand.write("Hvad der kom ud af det", "Det lever videre.")
        error = hand.press_and_err("Afslut den")
        assert "Regnskabet går ikke op endnu" in error
    with visiting(live, browser, "Olga Sand") as olga:
        hand = Mouse(olga.open(f"/da/applications/{number}"))
        hand.follow("Skriv en aktivitet ind")
        hand.set_day("Dag", live.now.date() - timedelta(days=2))
        hand.write("Hvad det var", "Cykeldag")
        hand.write("Hvor mange der kom; ingen nævnes ved navn", "41")
        hand.write("Hvad der blev gjort", "Vi reparerede 41 cykler.")
        hand.press("Skriv det ind")
        hand.follow("Skriv ind, hvad penge er gået til")
        option = hand.page.get_by_label("Til hvilken aktivitet").locator("option", has_text="Cykeldag").inner_text()
        hand.choose("Til hvilken aktivitet", option)
        hand.set_day("Dag", live.now.date() - timedelta(days=2))
        hand.write("Hvad det var til; kun de, der arbejder med bevillingen, ser det", "Lapper fra Jensens Cykler")
        hand.write("Bilagets nummer", "BILAG-77")
        hand.write("Beløb i kroner", "1.499,95")
        hand.press("Skriv det ind")
        assert "Endnu ikke aflagt regnskab for 20.000,05 kr." in text_of(hand.page, "#account")
        assert "Lapper fra Jensens Cykler, bilag BILAG-77" in text_of(hand.page, "#account")
    with visiting(live, browser) as visit:
        page = visit.open(f"/da/grants/{number}")
        text = text_of(page)
        assert page.locator("h1").inner_text() == "Hvad gik pengene til?"
        assert "Cykeldag" in text
        assert "41" in text
        assert "1.499,95 kr." in text
        for hidden in ("BILAG-77", "Jensens Cykler", "Olga Sand", "B-1"):
            assert hidden not in page.content(), "no names, no vouchers"
    with visiting(live, browser, "Lone Kragh") as lone:
        hand = Mouse(lone.open(f"/da/applications/{number}"))
        hand.follow("Afslut bevillingen")
        hand.write("Betalt tilbage af aktivitetsmidlerne, i kroner", "20.000,05")
        hand.write("Hvad der kom ud af det", "Det lever videre.")
        hand.press("Afslut den")
        assert "Regnskab aflagt og afsluttet" in text_of(hand.page, ".c-eyebrow")
    live.work()
    with visiting(live, browser, "Olga Sand") as olga:
        page = olga.open(f"/da/applications/{number}")
        for name in ("Rapporten om, hvad pengene gik til, PDF", "Brevet, PDF"):
            with pikepdf.open(io.BytesIO(_fetched(page, name))) as paper, paper.open_metadata() as metadata:
                assert metadata["pdfuaid:part"] == "1", name
                assert paper.Root.MarkInfo.Marked
        words = zipfile.ZipFile(io.BytesIO(_fetched(page, "Rapporten om, hvad pengene gik til, Word")))
        report = words.read("word/document.xml").decode()
        assert "Cykeldag" in report
        assert "BILAG-77" in report, "whoever applied accounts with vouchers"


def _fetched(page, name):
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(f"^{re.escape(name)}")).click()
    return download.value.path().read_bytes()
