"""An appeal, by keyboard alone: a comment is flagged by a rule, hidden with a reason, and shown again by another.

Everybody sees that a comment is hidden and by which rule, and in the log what came of it; whoever decided first sees
nothing of the appeal on their own desk.
"""

import re

import pytest

from tests.hands import Keyboard
from tests.live import visiting

pytestmark = pytest.mark.browser

TEXT = "Forvaltningen sover i timen, og det ved alle."
RULE = "1. Tal om sagen, ikke om personen"


def _at(window, path):
    return Keyboard(window.open(path))


def _the_bench(window):
    """Return the address of a proposal that is talked about."""
    at = _at(window, "/da/processes/4/proposals")
    at.follow("En bænk i sol og en i skygge")
    return "/" + at.page.url.split("/", 3)[3]


def test_a_comment_is_hidden_by_a_rule_and_shown_again_by_another_person(live, browser):
    with visiting(live, browser, "Amina Farah") as window:
        bench = _the_bench(window)
        at = _at(window, bench)
        at.write("Din kommentar", TEXT)
        at.press("Kommentér")
        said = at.page.locator("li.c-comment", has_text=TEXT).get_attribute("id")
        comment = "/da/comments/" + said.removeprefix("comment-")

    with visiting(live, browser, "Olga Sand") as window:
        at = _at(window, comment)
        at.choose("Hvilken husregel er den imod?", RULE)
        at.write("Begrundelse", "Det er nedgørende.")
        at.press("Anmeld den")

    with visiting(live, browser, "Mikkel Dam") as window:
        at = _at(window, f"/da/moderation?at={said}&words=sover")
        assert f"{RULE}: Det er nedgørende." in at.text()
        assert at.page.get_by_label("efter hvilken husregel").input_value() == "1", "by which it was flagged"
        at.tick("Skjul det hele")
        at.write("Begrundelse", "Skriv, hvad forvaltningen skal gøre.")
        at.press("Gem afgørelsen")
        assert "Det er skjult" in at.text()

    with visiting(live, browser) as window:
        page = window.open(bench)
        mark = page.locator(f"#{said}").inner_text()
        assert f"husregel {RULE}" in re.sub("[\u2066-\u2069]", "", mark)
        assert "Amina" not in mark
        assert TEXT not in page.content()

    with visiting(live, browser, "Amina Farah") as window:
        at = _at(window, comment)
        assert "Skriv, hvad forvaltningen skal gøre." in at.text()
        at.follow("Klag over afgørelsen")
        at.write("Hvorfor er afgørelsen forkert?", "Det er skarpt, men om sagen.")
        at.press("Send klagen")
        assert "Venter på en anden" in at.text()
        assert "Den bortfalder, hvis du ændrer teksten" in _at(window, comment).text()

    with visiting(live, browser, "Mikkel Dam") as window:
        assert "men om sagen." not in _at(window, "/da/moderation?which=appeal").text(), "he decided first"

    with visiting(live, browser, "Lone Kragh") as window:
        at = _at(window, "/da/moderation?which=appeal&words=skarpt")
        assert TEXT in at.text()
        at.tick("Medhold: vis teksten")
        at.write("Begrundelse", "Det må man godt skrive om en forvaltning.")
        at.press("Gem afgørelsen")
        assert "Teksten er vist" in at.page.content()

    with visiting(live, browser) as window:
        assert TEXT in _at(window, bench).text()
        log = _at(window, "/da/moderation/log")
        newest = log.page.locator("tbody tr").first.inner_text()
        assert "Skjult" in newest
        assert "Klagen fik medhold" in newest
        assert not re.search("Amina|Mikkel|Lone", log.text())

    with visiting(live, browser, "Amina Farah") as window:
        at = _at(window, comment)
        at.follow("Se klagen")
        assert "Det må man godt skrive om en forvaltning." in at.text()
