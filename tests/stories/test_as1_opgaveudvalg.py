"""AS-1: a citizen understands an opgaveudvalg and how it was decided."""

import re

import pytest

from tests.live import visiting

pytestmark = pytest.mark.browser


@pytest.fixture
def page(live, browser):
    """Fatima opens the page from a search engine, not signed in."""
    with visiting(live, browser) as visit:
        yield visit.open("/da/processes/1")


def test_she_sees_what_it_is_in_this_order(page):
    text = page.locator("body").inner_text()
    in_order = [
        "Et opgaveudvalg er et midlertidigt udvalg",
        "Hvordan understøtter vi en positiv udvikling i de boligområder",
        "At bidrage til at give overblik",
        "At opstille retningsanvisende principper",
        "At opstille anbefalinger til typer af tryghedsskabende tiltag",
        "3. kvartal 2017 – 2. kvartal 2018",
        "5 medlemmer fra Kommunalbestyrelsen og 10 øvrige medlemmer",
        "Næste skridt",
        "Stab & Udvikling, Social & Sundhed",
    ]
    found = [text.find(words) for words in in_order]
    assert -1 not in found
    assert found == sorted(found)
    assert "Afleveret 28. maj 2018. Ikke endeligt besluttet – anbefalet af 1 af 4 udvalg." in text


def test_on_a_phone_the_facts_stand_before_the_tasks(page):
    size = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 844})
    top = {part: page.locator(f".c-process__{part}").bounding_box()["y"] for part in ("intro", "facts", "tasks")}
    page.set_viewport_size(size)
    assert top["intro"] < top["facts"] < top["tasks"]


def test_members_stand_under_their_two_headings(page):
    council = page.locator("div", has=page.get_by_role("heading", name="5 medlemmer fra Kommunalbestyrelsen")).last
    others = page.locator("div", has=page.get_by_role("heading", name="10 øvrige medlemmer")).last
    assert council.get_by_text("navn fremgår ikke af kilden").count() == 5
    assert others.locator(".c-people > li").count() == 10
    assert others.locator(".c-people > li .c-tag").count() == 10, "invented members are marked"


def test_the_mandate_comes_before_the_members(page):
    knots = page.locator(".c-thread").inner_text()
    approved, appointed = knots.find("27. marts 2017"), knots.find("29. maj 2017")
    assert 0 <= approved < appointed
    assert "Kommunalbestyrelsen godkendte kommissoriet" in knots[approved:appointed]
    assert "Punkt 17." in knots[approved:appointed]
    assert "Medlemmerne blev udpeget" in knots[appointed:]
    assert "Punkt 15." in knots[appointed:]


def test_the_vote_reads_as_the_minutes_have_it(page):
    table = page.get_by_role("table", name=re.compile("Kommissoriet for opgaveudvalget"))
    rows = [
        [cell.strip() for cell in row.locator("th, td").all_inner_texts()] for row in table.locator("tbody tr").all()
    ]
    assert [row[0] for row in rows] == ["For", "Imod", "Undlod"]
    assert [row[1] for row in rows] == ["15", "1", "2"]
    who = [row.locator(".c-who").all_inner_texts() for row in table.locator("tbody tr").all()]
    assert who == [
        ["C", "A", "B", "Louise Husted Feilberg (V)", "Lisbeth Winther (Uden for Parti)"],
        ["Poul V. Jensen (D)"],
        ["Ø", "Mogens Vad (V)"],
    ]
    assert "Nye Borgerlige ønsker en bredere sammensætning af borgerne" in rows[1][3]


def test_nothing_is_invented(page):
    text = page.locator("main").inner_text()
    assert text.count("(V)") >= 2, "V stands on two sides"
    assert "19" not in re.findall(r"\d+", page.get_by_role("table").first.inner_text())
    assert "fraværende" not in text.lower()
    assert not re.search(r"\d{1,2}\. (juli|september|april|juni) 201[78]", text), "quarters are not turned into days"
    assert not re.search(r"\d{2} \d{2} \d{2} \d{2}", text), "no phone number"
    assert "@" not in text
    assert "6 afholdt" in text
    assert "2 afholdt" in text
    assert "8 afholdt" not in text


def test_an_editor_meets_the_rule_in_words_and_may_override_it_with_a_reason(live, browser):
    with visiting(live, browser, "Lone Kragh") as visit:
        page = visit.open("/da/processes/4/members/new")
        _appoint(page, "Ekstra Medlem", "2026-02-01")
        assert "Alle pladser af denne slags er besat" in page.get_by_role("alert").inner_text()
        assert page.get_by_label("Navn").input_value() == "Ekstra Medlem"
        page.get_by_label("Begrundelse for en undtagelse").fill("Rådet bad om det.")
        page.get_by_role("button", name="Udpeg").click()
        assert "Udpeget som undtagelse: Rådet bad om det." in page.locator("main").inner_text()


def test_an_editor_cannot_appoint_before_the_mandate(live, browser):
    with visiting(live, browser, "Lone Kragh") as visit:
        page = visit.open("/da/processes/3/members/new")
        _appoint(page, "For Tidlig", "2026-02-01")
        assert "før kommissoriet er godkendt" in page.get_by_role("alert").inner_text()
        visit.open("/da/processes/3")
        assert "For Tidlig" not in page.locator("main").inner_text()


def _appoint(page, name, on):
    page.get_by_label("Slags plads").select_option(label="Øvrige medlemmer")
    page.get_by_label("Navn").fill(name)
    page.get_by_label("Udpeget den").fill(on)
    page.get_by_role("button", name="Udpeg").click()
