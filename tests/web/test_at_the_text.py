"""A council says something about a section where the section stands: the form opens there, and stays there."""

import pytest
from playwright.sync_api import expect

from tests.live import visiting

pytestmark = pytest.mark.browser
ROOM = "/da/hearings/parties/6"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_the_form_for_a_point_stands_at_the_text_it_speaks_of(live, browser, script):
    with visiting(live, browser, "Tove Friis", width=390, script=script) as visit:
        page = visit.open(ROOM)
        assert page.locator("#new-point").count() == 1
        assert page.locator(".c-pair #new-point").count() == 0, "until a section is chosen it stands below all"
        page.get_by_role("link", name="Sig noget om det").nth(1).click()
        at = page.locator(".c-pair", has=page.locator("#new-point"))
        expect(at).to_have_count(1)
        heading = at.locator("h3").inner_text()
        chosen = page.get_by_label("Hvad punktet handler om").locator("option:checked").inner_text()
        assert chosen == heading
        page.get_by_role("button", name="Tilføj punktet").click()
        at = page.locator(".c-pair", has=page.locator("#new-point"))
        assert at.locator("h3").inner_text() == heading, "and with an error it stays there"
        assert "Udfyld feltet." in at.inner_text()
        page.get_by_label("Hvad rådet siger").fill("Der skal være plads til en kørestol.")
        page.get_by_role("button", name="Tilføj punktet").click()
        assert "Punktet er i udkastet." in page.locator(".c-done").inner_text()
        assert "Der skal være plads til en kørestol." in page.locator(".c-pair", has_text=heading).first.inner_text()
