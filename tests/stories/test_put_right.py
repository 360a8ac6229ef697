"""What was typed wrongly is put right, and what was typed too long is not lost: both by keyboard alone.

An officer corrects a member, a meeting, a case and what a body decided; a resident finds what stood there before, and
why. Somebody types beyond every limit there is, and loses nothing.
"""

import re

import pytest

from tests.hands import Keyboard
from tests.live import visiting

pytestmark = pytest.mark.browser

WHY = "Skrevet af efter et forkert bilag."


def _at(window, path):
    return Keyboard(window.open(path))


def _corrects(at, link, label, words, button="Ret det"):
    """Follow the link, write other words and the reason, and send it; return what stood there."""
    at.follow(link)
    before = at.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(valgfrit\))?$")).first.input_value()
    at.write(label, words)
    at.write("Hvorfor det rettes; alle kan læse det", WHY)
    at.press(button)
    return before


def test_an_officer_corrects_four_things_and_a_resident_finds_what_stood_there(live, browser):
    with visiting(live, browser, "Lone Kragh") as window:
        at = _at(window, "/da/processes/4")
        kept = {
            "member": _corrects(at, "Ret Amina Farah", "Navn", "Amina Farah Hassan"),
            "meeting": _corrects(at, "Flyt eller ret det Møde om anbefalingerne", "Sted", "Kulturhuset, sal 2"),
        }
        at = _at(window, "/da/processes/4")
        at.follow("Følg sagen")
        case = "/" + at.page.url.split("/", 3)[3].split("#")[0]
        kept["case"] = _corrects(at, "Ret sagen", "Titel", "Bevilling til bænke og borde i gårdrummene")
        at = _at(window, case)
        kept["decision"] = _corrects(
            at, "Ret beslutningen – Økonomiudvalget", "Beslutningen, ord for ord", "Udsat til mødet i januar."
        )
    with visiting(live, browser) as window:
        process = _at(window, "/da/processes/4").text()
        assert "Amina Farah Hassan" in process
        assert kept["member"] == "Amina Farah"
        assert kept["meeting"] == "Rådssalen"
        for before in (kept["member"], kept["meeting"]):
            assert re.search(rf"Før stod der:\s+{re.escape(before)}\n", process), process
        said = _at(window, case).text()
        assert "Udsat til mødet i januar." in said
        for before in (kept["case"], kept["decision"]):
            assert re.search(rf"Før stod der:\s+{re.escape(before)}\n", said), said
        assert process.count(WHY) == 2
        assert said.count(WHY) == 2
        assert "Lone Kragh" in said


LONG = "Æblet falder ikke langt fra stammen. "


@pytest.mark.parametrize(
    ("name", "path", "button"),
    [
        ("Jens Holm", "/da/processes/4/proposals/new", "Gem min kladde"),
        ("Lone Kragh", "/da/corrections/process/4", "Ret det"),
        ("Lone Kragh", "/da/processes/4/milestones/new", "Tilføj"),
        ("Lone Kragh", "/da/processes/4/votes/new", "Forbered den"),
        ("Lone Kragh", "/da/processes/4/cases/new", "Opret sagen"),
        ("Mikkel Dam", "/da/processes/4/groups/new", "Nedsæt den"),
        ("Mikkel Dam", "/da/processes/4/meetings/new", "Indkald til mødet"),
    ],
)
def test_who_types_beyond_every_limit_loses_nothing(live, browser, name, path, button):
    with visiting(live, browser, name) as window:
        at = _at(window, path)
        page = at.page
        fields = page.locator("main form.c-task").locator("input[type=text], textarea")
        typed = {}
        for field in fields.all():
            most = int(field.get_attribute("data-most") or 200)
            words = (LONG * (most // len(LONG) + 2)).strip()
            at._reach(field)
            page.keyboard.press("ControlOrMeta+a")
            page.keyboard.insert_text(words)
            typed[field.get_attribute("id")] = words
        assert typed
        errors = at.press_and_err(button)
        assert errors, "so much is refused, and said to be too much"
        for key, words in typed.items():
            there = page.locator(f"#{key}").input_value()
            assert " ".join(there.split()) == " ".join(words.split()), f"{key} kept {len(there)} of {len(words)}"
