"""A citizens' assembly drawn by lot: somebody without an account enters, it is drawn in public, anybody repeats it.

Who is drawn says yes by the link in the mail. The program that repeats the draw is the one the page gives, run as is.
"""

import email
import subprocess
import sys
from datetime import timedelta
from email.policy import default

import pytest

from tests.hands import Keyboard, Mouse
from tests.live import visiting

pytestmark = pytest.mark.browser

ASKS = "Alder: Under 40 1-2; 40 og over 1-2\nBolig: Ejer 0-2; Lejer 1-2"


def _link(live, address):
    """Return the link to one's own entry that the last mail to an address leads to."""
    live.work()
    found = [email.message_from_bytes(one.read_bytes(), policy=default) for one in (live.folder / "mail").iterdir()]
    (told,) = [one for one in found if one["to"] == address]
    link = next(word for word in told.get_body().get_content().split() if "/entrants/" in word)
    return "/" + link.split("/", 3)[3]


def test_from_the_first_question_to_a_yes(live, browser, tmp_path):
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open("/da/processes/6/draws"))
        at.follow("Forbered en lodtrækning")
        at.write("Hvad de trækkes ud til", "Panel om legepladser")
        at.write("Hvad den, der trækkes ud, siger ja til: hvor ofte, hvornår, og hvad man får for det", "To lørdage.")
        at.write("Så mange trækkes ud", "2")
        at.set_day("Sidste dag for tilmelding", (live.now + timedelta(days=5)).date())
        at.write("Hvad der spørges om, en linje for hvert, med færrest og flest pladser til hvert svar", ASKS)
        at.set_day("Dag, hvor navne, adresser og svar slettes", (live.now + timedelta(days=60)).date())
        at.press("Forbered den")
        address = "/" + at.page.url.split("/", 3)[3].split("#")[0]
        at.follow("Åbn for tilmelding")
        assert "ligger fast fra nu af" in at.text()
        at.press("Åbn for tilmelding")
    links = {}
    for number in range(5):
        with visiting(live, browser) as window:
            at = Mouse(window.open(address))
            at.write("Dit navn", f"Prøve {number}")
            at.write("Din e-mailadresse", f"proeve{number}@example.dk")
            at.choose("Alder", ("Under 40", "40 og over")[number % 2])
            at.choose("Bolig", ("Ejer", "Lejer")[number % 3 > 0])
            at.press("Meld dig til lodtrækningen")
            links[number] = _link(live, f"proeve{number}@example.dk")
            at = Mouse(window.open(links[number]))
            at.press("Bekræft, at jeg er med")
            assert "Du er med i puljen." in at.text()
    live.now += timedelta(days=7)
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open(address))
        at.follow("Lås puljen")
        at.write("Hvilke tal den anden halvdel bliver", "Lottotallene på lørdag")
        at.set_day("Den dag, de bliver trukket", (live.now + timedelta(days=2)).date())
        at.press("Lås den")
        assert "regnes ud" in at.text()
        live.work()
    live.now += timedelta(days=3)
    with visiting(live, browser, "Lone Kragh") as window:
        at = Keyboard(window.open(address))
        at.follow("Træk lod")
        at.write("Tallene, som alle kan slå dem op", "4 8 15 16 23 42")
        at.set_day("Sidste dag, de udtrukne kan svare", (live.now + timedelta(days=14)).date())
        at.press("Træk lod nu")
        assert "2 numre blev trukket:" in at.text()
    live.work()
    with visiting(live, browser) as window:
        page = window.open(address)
        page.get_by_text("Sådan kan alle efterprøve det").click()
        for name, link in (("draw.json", "Lodtrækningen (JSON)"), ("repeat.py", "Programmet (Python)")):
            with page.expect_download() as loading:
                page.get_by_role("link", name=link).click()
            loading.value.save_as(tmp_path / name)
        done = subprocess.run(
            [sys.executable, "-I", str(tmp_path / "repeat.py"), str(tmp_path / "draw.json")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert "Everything agrees." in done.stdout
        drawn = [
            link for link in links.values() if "Trukket ud, har ikke svaret endnu" in Mouse(window.open(link)).text()
        ]
        assert len(drawn) == 2
        at = Mouse(window.open(drawn[0]))
        assert "Din chance" in at.text()
        at.press("Ja, jeg kommer")
        assert "Trukket ud og kommer" in at.text()
        assert "Trukket ud og kommer" in Mouse(window.open(address)).text()
