"""Households vote: by account, by a letter, and on paper; a third adult objects, and two officers count.

It fails if a household has more than two votes, if anybody sees whether another of the household has voted, if a vote
of somebody who lives there is lost, or if there is a result before two who counted agree.
"""

import io
import re
from datetime import timedelta
from zipfile import ZipFile

import pypdfium2
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.voting.models import Ballot, Station
from tests.clock import NOON
from tests.hands import Keyboard, Mouse
from tests.live import visiting
from tests.stories.test_resident_vote import CODE, NEXT, text_of

pytestmark = pytest.mark.browser
HOME = "Mosebakken 2, 1. tv (opdigtet)"


def _vote(live):
    with Session(live.engine) as session:
        return session.scalar(select(Ballot.id).where(Ballot.question == "Skal gården have et fælles skur?"))


def cast(at, choice, button="Stem"):
    at.tick(choice)
    at.press(NEXT)
    at.press(button)
    assert "Din stemme er modtaget." in at.text()
    return re.search(r"Kvitteringskode: ([A-Z2-9]{10})", at.text())[1]


def letters(live, browser, path):
    """Let the facilitator have the letters made, and return the code of each by whose place it is."""
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Mouse(window.open(path))
        at.follow("Stemmelisten: hvem der må stemme")
        at.press("Lav brevene")
        live.work()
        at.page.reload()
        with at.page.expect_download() as download:
            at.page.get_by_role("link", name="Hent brevene (ZIP)").click()
        content = download.value.path().read_bytes()
    found = {}
    with ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            document = pypdfium2.PdfDocument(packed.read(name))
            for number in range(1, len(document)):
                words = document[number].get_textpage().get_text_bounded()
                code = CODE.search(words)[1]
                address = re.search(r"Mosebakken [^\r\n]*\)", words)[0]
                found.setdefault(address, []).append(code)
    return found


def test_a_household_votes_by_account_letter_and_paper(live, browser):
    live.now = NOON
    number = _vote(live)
    path = f"/da/votes/{number}"
    codes = letters(live, browser, path)
    assert {len(those) for those in codes.values()} == {2}, "two letters for each household"

    with visiting(live, browser, "Amina Farah") as window:
        cast(Mouse(window.open(path)), "Ja")
    with visiting(live, browser, width=320, script=False) as window:  # a letter, an old telephone, no account
        at = Mouse(window.open(path))
        at.follow("Stem med koden fra et brev")
        at.write("Koden i dit brev", "AAAA BBBB CCCC")
        assert "Vi kender ikke den kode" in at.press_and_err("Videre til afstemningen")
        at.write("Koden i dit brev", codes[HOME][1].lower())
        at.press("Videre til afstemningen")
        assert codes[HOME][1].replace(" ", "") not in at.page.url
        letter = cast(at, "Nej")
        at.press("Glem koden på denne enhed")
        assert letter not in at.text()
    with visiting(live, browser, "Jens Holm") as window:  # the third of the household
        at = Mouse(window.open(path))
        assert "andre i din husstand har brugt begge" in at.text()
        at.follow("Det passer ikke: skriv til dem, der holder afstemningen")
        at.write(
            "Hvad er galt? Skriv, hvem der bor hos dig, ikke hvad nogen stemmer", "Vi er to, og jeg fik intet brev."
        )
        at.press("Send det")

    freed = _free_the_letter_s_place(live, browser, path)
    with visiting(live, browser, "Lone Kragh") as window:
        at = Mouse(window.open(f"{path}/changes"))
        assert "Vi er to, og jeg fik intet brev." in at.text()
        at.follow(f"Svar på den {HOME}")
        at.write("Dit svar, med begrundelse; det bliver sendt til dem", "En plads er gjort fri. Du kan stemme nu.")
        at.press("Send svaret")
        at.page.locator(f"#change-{freed}").get_by_role("button", name=re.compile("^Godkend")).click()
        assert "Det er ændret, og alle kan se, at det er sket." in text_of(at.page)
    with visiting(live, browser) as window:
        said = text_of(window.open(path))
        assert "Ændret, siden den åbnede" in said
        assert "En husstands plads, der var brugt forkert, er fri igen." in said
        assert "Mosebakken 2" not in said, "everybody sees that it was changed, and nobody of whom"
    with visiting(live, browser, "Jens Holm") as window:
        cast(Keyboard(window.open(path)), "Nej")
    with visiting(live, browser, "Olga Sand") as window:  # she lives alone, and has voted once
        at = Mouse(window.open(path))
        at.follow("Afgiv min husstands anden stemme")
        cast(at, "Ja")
    _on_paper(live, browser, path, number)


def _free_the_letter_s_place(live, browser, path):
    """Let the facilitator ask to free the second place of the household, and return the change's number."""
    with visiting(live, browser, "Mikkel Dam") as window:
        at = Mouse(window.open(f"{path}/roll?words=mosebakken+2%2C+1.+tv"))
        at.follow(f"Bed om at få den fri {HOME}, plads 2")
        at.write("Hvorfor; alle kan læse det, så nævn ingen ved navn", "Et brev kom til den forkerte lejlighed.")
        at.press("Bed om det")
        assert at.page.get_by_role("button", name=re.compile("^Godkend")).count() <= 1, "nobody agrees to their own"
        return at.page.locator("[id^=change-]").first.get_attribute("id").partition("-")[2]


def _on_paper(live, browser, path, number):
    """Vote on paper in three households, let two count, and read the result."""
    with Session(live.engine) as session:
        station = f"/da/votes/stations/{session.scalar(select(Station.id).where(Station.ballot_id == number))}"
    with visiting(live, browser, "Vibeke Storm") as window:
        at = Mouse(window.open(f"{station}?words=mosebakken+4"))
        for home in ("1. tv", "1. th", "2. tv"):
            at.press(f"Sæt mærke, og giv en stemmeseddel Mosebakken 4, {home} (opdigtet)")
        assert text_of(at.page).count("1 stemmeseddel af to er givet.") == 3
    live.now = NOON + timedelta(days=14)
    with visiting(live, browser) as window:
        assert "Stemmerne på papir tælles op" in text_of(window.open(path))

    def count(name, yes, no, void):
        with visiting(live, browser, name) as window:
            at = Mouse(window.open(station))
            for label, papers in (("Ja", yes), ("Nej", no), ("Blanke stemmesedler", 0)):
                at.write(label, str(papers))
            at.write("Ugyldige stemmesedler: ingen kan se, hvad der menes", str(void))
            at.press("Før ind, hvad jeg har talt")
            return at.text()

    assert "Du har talt 3 stemmesedler." in count("Vibeke Storm", 1, 1, 1)
    assert "er ikke nået til det samme" in count("Lone Kragh", 2, 1, 0)
    assert "To har talt op og er nået til det samme." in count("Lone Kragh", 1, 1, 1)
    with visiting(live, browser) as window:
        said = text_of(window.open(path))
        assert "7 af 16 på stemmelisten har stemt" in said
        assert "Valgt: Ja." in said
        assert re.search(r"Ja .* valgt .*4 .*Nej .*2", said)
