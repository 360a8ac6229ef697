"""Words marked in a text go into the form beside it: with the mouse, or chosen from its sentences with the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.hands import Keyboard
from tests.live import visiting

pytestmark = pytest.mark.browser


def test_words_marked_with_the_mouse_are_the_points_own(live, browser):
    with visiting(live, browser, "Vibeke Storm") as visit:
        page = visit.open("/da/hearings/parties/6")
        page.locator("p").get_by_text("Der skal være steder, hvor man kan sidde og gøre noget sammen.").click(
            click_count=3
        )
        expect(page.get_by_label("Ord, det handler om")).to_have_value(
            "Der skal være steder, hvor man kan sidde og gøre noget sammen."
        )
        assert (
            page.get_by_label("Hvad punktet handler om").locator("option:checked").inner_text()
            == "Princip 2: Noget at mødes om"
        )


def test_a_sentence_is_chosen_with_the_arrow_keys(live, browser):
    with visiting(live, browser, "Vibeke Storm") as visit:
        at = Keyboard(visit.open("/da/hearings/parties/6"))
        at.choose("Hvad punktet handler om", "– Der skal være steder, hvor man kan sidde og gøre noget sammen.")
        at.write("Hvad rådet siger", "Med armlæn.")
        at.press("Tilføj punktet")
        assert "Om ordene: Der skal være steder, hvor man kan sidde og gøre noget sammen." in at.text().replace(
            "»", ""
        ).replace("«", "")


def test_a_passage_marked_in_an_answer_becomes_the_remark(live, browser):
    with visiting(live, browser, "Lone Kragh") as visit:
        page = visit.open("/da/responses/3/desk")
        page.get_by_text("Bænkene skal have armlæn.").first.click(click_count=3)
        marked = page.get_by_label("Bemærkningen, med afsenderens egne ord")
        expect(marked).to_have_value("Bænkene skal have armlæn.")
