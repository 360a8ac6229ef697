"""Residents vote: a ranking and a sum, by account, letter and paper, with a change of mind, a draw, a missed quorum."""

import io
import re
from datetime import date, timedelta
from zipfile import ZipFile

import pypdfium2
import pytest
from click.testing import CliRunner
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.cli import main
from civic.processes.models import Process
from civic.voting.models import Ballot, Station
from tests.clock import NOON
from tests.hands import Keyboard, Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

VOTERS = ("Jens Holm", "Amina Farah", "Olga Sand", "Tove Friis", "Bent Aaholm")
NEXT = "Videre, og læs den igennem"
CODE = re.compile(r"\b((?:[2-9A-HJ-NP-Z]{4} ){2}[2-9A-HJ-NP-Z]{4})\b")


def text_of(page, where="main"):
    return " ".join(page.locator(where).inner_text().split())


def number_of(live, question):
    with Session(live.engine) as session:
        return session.scalar(select(Ballot.id).where(Ballot.question == question))


def _courtyards(live):
    with Session(live.engine) as session:
        return session.scalar(select(Process.id).where(Process.title == "Levende gårdrum"))


def prepare(live, browser, question, options, choices, last, *, before=lambda hand: None, **more):
    """Let the facilitator prepare a vote, put five on its roll, and open it; return its address.

    `before` is what else is done on the roll's page before it opens.
    """
    with visiting(live, browser, "Mikkel Dam") as window:
        hand = Mouse(window.open(f"/da/processes/{_courtyards(live)}/votes/new"))
        hand.write("Spørgsmål", question)
        hand.write(
            "Hvad det handler om, og hvad der sker med resultatet", "Vejledende. Resultatet følger med rapporten."
        )
        hand.write("Valgmuligheder, én på hver linje", options)
        for label, choice in choices.items():
            hand.choose(label, choice)
        for label, words in more.items():
            hand.write(label, words)
        hand.press("Forbered den")
        hand.follow("Stemmelisten: hvem der må stemme")
        hand.open_up("Sæt flere på ad gangen")
        hand.write(
            "Personer, én på hver linje: navnet, som det står på kontoen, eller e-mailadressen", "\n".join(VOTERS)
        )
        hand.press("Sæt dem på stemmelisten")
        before(hand)
        hand.page.goto(f"{live.address}/da/votes/{number_of(live, question)}")
        hand.follow("Åbn afstemningen")
        hand.set_day("Sidste dag for at stemme (dagen tæller med, til kl. 23.59)", last)
        if "Hvad der sker, hvor muligheder står lige" in choices:
            hand.write("Hvor tallene til en lodtrækning kommer fra, som ingen kender før", "Danske Spils Lotto")
            hand.set_day("Den dag efter afstemningen, de trækkes", last + timedelta(days=2))
        hand.press("Åbn den")
        assert "Åben" in text_of(hand.page, "aside")
    return f"/da/votes/{number_of(live, question)}"


def test_a_ranking_is_voted_on_changed_drawn_and_counted_again_elsewhere(live, browser, tmp_path):
    question, last = "Hvilket navn skal gården have?", date(2026, 3, 12)
    choices = {
        "Sådan stemmer man": "En rækkefølge, runde for runde",
        "Hvad der sker, hvor muligheder står lige": "Der trækkes lod",
        "Hvem kan se, hvad den enkelte stemmer?": "Åben afstemning",
    }
    live.now = NOON
    path = prepare(live, browser, question, "Solgården\nMosegården\nBakken", choices, last)

    def rank(name, order, hand=Mouse, script=True):
        with visiting(live, browser, name, script=script) as window:
            at = hand(window.open(path))
            for option, place in order.items():
                at.choose(option, f"Plads {place}")
            at.press(NEXT)
            assert "Du stemmer på:" in at.text()
            at.press("Stem")
            code = re.search(r"Kvitteringskode: ([A-Z2-9]{10})", at.text())[1]
            assert "Din stemme er modtaget." in at.text()
            chosen = at.page.locator("select").evaluate_all("(all) => all.map((one) => one.value).filter(Boolean)")
            assert chosen == [], "what one voted is not shown again"
            return code

    rank("Jens Holm", {"Solgården": 1, "Bakken": 2})
    rank("Amina Farah", {"Solgården": 1}, hand=Keyboard)
    rank("Olga Sand", {"Mosegården": 1, "Bakken": 2}, script=False)
    code = rank("Tove Friis", {"Solgården": 1})
    with visiting(live, browser, "Tove Friis") as window:  # she changes her mind
        at = Mouse(window.open(path))
        at.open_up("Ret min stemme")
        at.choose("Solgården", "Plads 2")
        at.choose("Mosegården", "Plads 2")
        assert "Giv hver plads én gang" in at.press_and_err(NEXT)
        at.choose("Mosegården", "Plads 1")
        at.press(NEXT)
        at.press("Ret min stemme")
        assert code in at.text(), "the receipt stays the same"
        at.page.goto(f"{live.address}{path}/receipt")
        at.write("Kvitteringskode", f"{code[:5]} {code[5:]}".lower())
        at.press("Spørg")
        assert "Ja: der er en stemme med den kode" in at.text()
        assert code not in at.page.url
    with visiting(live, browser) as window:
        assert "Førstepladser" not in text_of(window.open(path)), "nobody is told before it has closed"
    live.now = NOON + timedelta(days=16)
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Mouse(window.open(path))
        assert "Muligheder står lige, og det er ikke afgjort mellem dem." in at.text()
        at.follow("Træk lod mellem dem, der står lige")
        at.write("De tal, der blev trukket den dag", "3 7 12 18 25 31 36")
        at.press("Træk lod")
    with visiting(live, browser) as window:
        page = window.open(path)
        chosen = re.search(r"Valgt: (\w+)\.", text_of(page))[1]
        assert chosen in {"Solgården", "Mosegården"}
        assert "lodtrækningen satte" in text_of(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Stemmesedlerne som fil").click()
        file = tmp_path / "afstemning.csv"
        download.value.save_as(file)
    counted = CliRunner().invoke(main, ["tally", str(file)]).output
    assert counted.splitlines()[-1] == f"chosen: {chosen}"


def test_a_sum_is_given_in_equal_shares_and_a_missed_quorum_gives_nothing(live, browser):
    question, last = "Hvad skal de 60.000 kr. bruges til?", date(2026, 3, 12)
    options = "Bænke | Otte, med armlæn | 40.000\nBed | Til urter | 20.000\nBord | | 15.000"
    choices = {
        "Sådan stemmer man": "Et beløb til projekter",
        "Ved et beløb til projekter: hvordan det gives": "Lige store dele til alle, der stemmer",
        "Ved et beløb til projekter: hvad man må sætte kryds ved": "Tilsammen højst beløbet",
        "Hvem kan se, hvad den enkelte stemmer?": "Åben afstemning",
    }
    more = {
        "Ved et beløb til projekter: hvor meget der er, i kroner": "60.000",
        "Hvor mange procent der skal stemme, før resultatet gælder; 0, hvis der ikke er sådan en regel": "60",
    }
    live.now = NOON
    path = prepare(live, browser, question, options, choices, last, **more)

    def mark(name, *projects):
        with visiting(live, browser, name, width=320) as window:
            at = Mouse(window.open(path))
            for one in projects:
                at.tick(one)
            said = at.press_and_err(NEXT)
            if said:
                return said
            assert at.page.evaluate("document.documentElement.scrollWidth") <= 320
            said = at.text()
            at.press("Stem")
            return " ".join(said.split())

    said = mark("Jens Holm", "Bænke – 40.000 kr.", "Bed – 20.000 kr.", "Bord – 15.000 kr.")
    assert "Det, der er sat kryds ved, koster mere, end der er." in said
    assert "Det koster 40.000 kr. i alt; der er 20.000 kr. tilbage af 60.000 kr." in mark(
        "Jens Holm", "Bænke – 40.000 kr."
    )
    mark("Amina Farah", "Bænke – 40.000 kr.")
    live.now = NOON + timedelta(days=16)
    with visiting(live, browser) as window:
        said = text_of(window.open(path))
        assert "2 af 5 på stemmelisten har stemt" in said
        assert "Færre stemte, end reglen kræver" in said
        assert "Valgt:" not in said
    live.now = NOON
    mark("Olga Sand", "Bed – 20.000 kr.")
    live.now = NOON + timedelta(days=16)
    with visiting(live, browser) as window:
        said = text_of(window.open(path))
        assert "Valgt: Bænke, Bed." in said or "Valgt: Bed, Bænke." in said
        assert "de, der stemte på det, betaler højst" in said
        assert "Bord (15.000 kr.) er ikke valgt: ingen satte kryds ved det." in said


LISTED = "Navn;Adresse\nGerda Opdigtet;Mosebakken 7 (opdigtet)\nViggo Opdigtet;Mosebakken 9 (opdigtet)\n;Bakken 11\n"


def test_a_ranking_by_account_by_the_code_of_a_letter_and_on_paper(live, browser):
    question, last = "Hvad skal plænen bruges til?", date(2026, 3, 12)
    live.now = NOON

    def list_and_station(hand):
        """Put two without an account on the roll, by a list, and set up a station with two officers."""
        hand.page.goto(f"{live.address}/da/votes/{number_of(live, question)}/roll")
        hand.open_up("Sæt dem fra en liste på: personer eller husstande, med breve")
        hand.page.get_by_label("Et regneark (XLSX, ODS eller CSV), højst 50.000 linjer").set_input_files(
            {"name": "liste.csv", "mimeType": "text/csv", "buffer": LISTED.encode()}
        )
        hand.press("Læs det")
        live.work()
        hand.page.reload()
        assert "Linje 4" in hand.text(), "what is wrong is told line by line"
        hand.press("Sæt 2 linjer på stemmelisten")
        hand.page.goto(f"{live.address}/da/votes/{number_of(live, question)}/stations")
        hand.follow("Opret et stemmested")
        hand.write("Hvad stemmestedet hedder", "Fælleshuset")
        hand.write("Hvor det er, og hvornår det er åbent", "Mosebakken 1 (opdigtet), hverdage kl. 12-18")
        hand.press("Opret stemmestedet")
        for officer in ("Vibeke Storm", "Lone Kragh"):
            hand.follow("Giv en vagt Fælleshuset")
            hand.write("Person: navnet, de første bogstaver i det eller i efternavnet, eller e-mailadressen", officer)
            hand.page.get_by_label("Fra").fill("2026-03-01T00:00")
            hand.page.get_by_label("Til").fill("2026-03-30T00:00")
            hand.press("Giv vagten")
        assert text_of(hand.page).count("1. marts 2026") == 2

    choices = {
        "Sådan stemmer man": "En rækkefølge, runde for runde",
        "Hvem kan se, hvad den enkelte stemmer?": "Åben afstemning",
    }
    path = prepare(live, browser, question, "Boldbane\nUrtehave\nBålplads", choices, last, before=list_and_station)
    number = number_of(live, question)
    with visiting(live, browser, "Jens Holm") as window:  # by account, with the buttons
        at = Mouse(window.open(path))
        for option in ("Urtehave", "Bålplads"):
            at.page.get_by_role("button", name=f"Op {option}").click()
        at.press(NEXT)
        at.press("Stem")
    code = _letters(live, browser, path)["Gerda Opdigtet"]
    with visiting(live, browser, width=320, script=False) as window:  # by the code of a letter
        at = Mouse(window.open(path))
        at.follow("Stem med koden fra et brev")
        at.write("Koden i dit brev", code)
        at.press("Videre til afstemningen")
        at.press("Op Boldbane")
        at.press("Op Urtehave")
        at.press(NEXT)
        at.press("Stem")
        assert "Din stemme er modtaget." in at.text()
    with Session(live.engine) as session:
        station = f"/da/votes/stations/{session.scalar(select(Station.id).where(Station.ballot_id == number))}"
    with visiting(live, browser, "Vibeke Storm") as window:  # on paper
        at = Mouse(window.open(f"{station}?words=opdigtet"))
        at.press("Sæt mærke, og giv en stemmeseddel Viggo Opdigtet, Mosebakken 9 (opdigtet)")
    live.now = NOON + timedelta(days=14)
    for officer in ("Vibeke Storm", "Lone Kragh"):
        with visiting(live, browser, officer) as window:
            at = Mouse(window.open(station))
            at.write("Stemmesedlerne, en linje for hver måde de er udfyldt på, med mulighedernes numre", "1 x 2 3")
            at.write("Blanke stemmesedler", "0")
            at.write("Ugyldige stemmesedler: ingen kan se, hvad der menes", "0")
            at.press("Før ind, hvad jeg har talt")
    with visiting(live, browser) as window:
        said = text_of(window.open(path))
        assert "3 af 7 på stemmelisten har stemt" in said
        assert "Valgt: Urtehave." in said
        assert "Runde 1" in said


def _letters(live, browser, path):
    """Let the letters be made, and return the code of each by whose it is."""
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Mouse(window.open(f"{path}/roll"))
        at.press("Lav brevene")
        live.work()
        at.page.reload()
        with at.page.expect_download() as download:
            at.page.get_by_role("link", name="Hent brevene (ZIP)").click()
        packed = ZipFile(io.BytesIO(download.value.path().read_bytes()))
    found = {}
    for name in packed.namelist():
        document = pypdfium2.PdfDocument(packed.read(name))
        for page in document:
            words = page.get_textpage().get_text_bounded()
            code, who = CODE.search(words), re.search(r"(Gerda|Viggo) Opdigtet", words)
            if code and who:
                found[who[0]] = code[1]
    return found
