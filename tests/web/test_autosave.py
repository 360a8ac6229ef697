"""What one types is kept while one types, and the page says so, also when it is not; others see who writes here."""

import re

import pytest
from playwright.sync_api import expect

from tests.live import visiting

pytestmark = pytest.mark.browser
ROOM, SECTION = "/da/hearings/parties/6", "/da/sections/13/edit"


def _field(page, label):
    return page.get_by_label(re.compile(rf"^{label}( \(valgfrit\))?$"))


@pytest.mark.parametrize(
    ("path", "label", "one", "other"),
    [(ROOM, "Rådets svar som helhed", "Vibeke Storm", "Tove Friis"), (SECTION, "Tekst", "Olga Sand", "Lone Kragh")],
)
def test_what_is_typed_is_there_after_the_tab_was_closed(live, browser, path, label, one, other):
    with visiting(live, browser, one) as visit:
        page = visit.open(path)
        _field(page, label).fill("Noget, der ikke er gemt endnu.")
        _field(page, label).press("End")
        expect(page.locator("[data-kept]")).to_contain_text("Gemt som din kladde")
    with visiting(live, browser, other) as visit:
        expect(visit.open(path).locator("main")).to_contain_text(f"{one} skriver her nu")
    with visiting(live, browser, one) as visit:
        expect(_field(visit.open(path), label)).to_have_value("Noget, der ikke er gemt endnu.")


def test_it_is_said_when_it_cannot_be_kept(live, browser):
    with visiting(live, browser, "Vibeke Storm") as visit:
        page = visit.open(ROOM)
        page.route("**/typed", lambda route: route.abort())
        _field(page, "Rådets svar som helhed").fill("Uden netværk.")
        expect(page.locator("[data-kept]")).to_contain_text("bliver ikke gemt lige nu")
        visit.faults.clear()
