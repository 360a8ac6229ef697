"""What was done and what is wrong is said where it is heard: by focus and title, with script and without."""

import pytest
from playwright.sync_api import expect

from tests.live import visiting

pytestmark = pytest.mark.browser
ROOM = "/da/hearings/parties/6"


def test_what_was_done_is_said_where_it_was_done(live, browser):
    with visiting(live, browser, "Vibeke Storm") as visit:
        page = visit.open(ROOM)
        page.get_by_role("button", name="Gem udkastet").click()
        expect(page.locator("#whole #done")).to_be_focused()
        expect(page.locator("#done")).to_have_text("Udkastet er gemt.")
        page.get_by_role("link", name="Fjern punkt 1").click()
        expect(page.locator("main")).to_contain_text("Stierne skal være mindst halvanden meter brede.")
        page.get_by_role("button", name="Fjern").click()
        expect(page.locator("#done")).to_have_text("Punktet er fjernet.")
        assert page.reload()
        expect(page.locator("#done")).to_have_count(0)


@pytest.mark.parametrize("script", [True, False])
def test_an_error_below_the_fold_is_met_first(live, browser, script):
    with visiting(live, browser, "Vibeke Storm", script=script, width=320) as visit:
        page = visit.open(ROOM)
        page.get_by_role("button", name="Tilføj punktet").click()
        expect(page).to_have_title("Fejl: Handicaprådet – Udkast til rapporten om levende gårdrum – Gentofte Kommune")
        expect(page.locator("#errors")).to_be_in_viewport()
        if script:
            expect(page.locator("#errors")).to_be_focused()


def test_an_error_leads_to_the_first_choice_of_a_group(live, browser):
    with visiting(live, browser, "Lone Kragh") as visit:
        page = visit.open("/da/remarks/4")
        page.get_by_role("button", name="Gem svaret").click()
        page.get_by_role("link", name="Udfald: Vælg én.").press("Enter")
        expect(page.get_by_label("Imødekommet", exact=True)).to_be_focused()
