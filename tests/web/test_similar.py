"""Whoever writes a proposal is shown what others have proposed like it: while typing, and before it is handed in."""

import pytest
from playwright.sync_api import expect

from tests.hands import Keyboard
from tests.live import visiting

pytestmark = pytest.mark.browser


def test_what_is_like_it_is_shown_while_the_title_is_typed(live, browser):
    with visiting(live, browser, "Jens Holm") as visit:
        page = visit.open("/da/processes/4/proposals/new")
        expect(page.locator("#like")).to_be_hidden()
        page.get_by_label("Dit forslag i én sætning").press_sequentially("Flere bænke med skygge")
        expect(page.locator("#like a")).to_have_text(["En bænk i sol og en i skygge"])
        page.get_by_label("Dit forslag i én sætning").fill("En svømmehal")
        expect(page.locator("#like")).to_be_hidden()


def test_what_is_like_it_is_shown_before_it_is_handed_in_without_script_too(live, browser):
    with visiting(live, browser, "Jens Holm", script=False) as visit:
        at = Keyboard(visit.open("/da/processes/4/proposals/new"))
        page = at.page
        page.get_by_label("Dit forslag i én sætning").fill("En bænk i skygge")
        page.get_by_label("Hvad skal gøres, og hvorfor?").fill("Så kan man sidde der om sommeren.")
        page.get_by_role("button", name="Gem min kladde").click()
        expect(page.locator("main")).to_contain_text("Andre har foreslået noget lignende")
        page.get_by_role("link", name="En bænk i sol og en i skygge").click()
        expect(page.locator("h1")).to_contain_text("En bænk i sol og en i skygge")
