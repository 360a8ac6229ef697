"""Small things that were seen to be wrong on a screen, and stay mended."""

import re

import pytest
from lxml import html

from tests.house.rows import GETS
from tests.live import visiting

pytestmark = pytest.mark.browser


def _box(page, selector):
    return page.locator(selector).first.bounding_box()


@pytest.mark.parametrize("language", ["da", "ar-XB"])
def test_the_menu_opens_under_its_button_which_stays_where_it_was(live, browser, language):
    with visiting(live, browser, width=390) as window:
        page = window.open(f"/{language}/hearings")
        before = _box(page, ".c-menu summary")
        page.locator(".c-menu summary").click()
        assert _box(page, ".c-menu summary") == before
        links = page.locator(".c-menu nav a")
        assert links.count() > 3
        for number in range(links.count()):
            one = links.nth(number).bounding_box()
            assert one["y"] >= before["y"] + before["height"]
            assert 0 <= one["x"] < 390
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.keyboard.press("Escape")
        assert not page.locator(".c-menu nav").is_visible()


def test_a_short_page_has_no_strip_under_its_foot(live, browser):
    with visiting(live, browser) as window:
        page = window.open("/da/find")
        page.set_viewport_size({"width": 1440, "height": 1600})
        foot = _box(page, ".c-footer")
        assert foot["y"] + foot["height"] >= 1600


def test_a_long_word_in_a_heading_breaks_where_danish_breaks_it(live, browser):
    with visiting(live, browser, width=390) as window:
        heading = window.open("/da/accessibility").locator("h1")
        assert heading.inner_text().replace("\u00ad", "") == "Tilgængelighedserklæring"
        lines = heading.evaluate(
            """node => { const lines = [], range = document.createRange(), text = node.firstChild;
            for (let at = 0; at < text.length; at += 1) {
              range.setStart(text, at); range.setEnd(text, at + 1);
              const top = Math.round([...range.getClientRects()].at(-1).top);
              if (!lines.length || Math.abs(lines.at(-1).top - top) > 20) lines.push({ top, text: "" });
              lines.at(-1).text += text.data[at];
            }
            return lines.map((one) => one.text.replace(/\\u00ad/g, "")).filter(Boolean); }"""
        )
        assert lines in (["Tilgængeligheds", "erklæring"], ["Tilgængelighedserklæring"])


def test_what_happened_says_when(live, browser):
    with visiting(live, browser) as window:
        page = window.open("/da/happened")
        said = page.locator(".c-items .c-item__lead").all_inner_texts()
        assert said
        assert all(re.search(r"\d{1,2}\. [a-z]+ \d{4}", one) for one in said)


@pytest.mark.parametrize(("language", "is_said"), [("da", False), ("en", True)])
def test_a_page_in_another_language_says_that_what_people_wrote_is_in_danish(live, browser, language, is_said):
    with visiting(live, browser, width=320) as window:
        page = window.open(f"/{language}/hearings")
        said = page.locator(".c-strip").inner_text()
        assert ("What people and the municipality wrote is mostly in Danish" in said) is is_said
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["processes", "hearings", "take-part", "happened", "search", "find", "privacy"])
def test_every_page_says_where_one_is(live, browser, path):
    with visiting(live, browser) as window:
        crumbs = window.open(f"/da/{path}").get_by_role("navigation", name="Du er her")
        assert crumbs.get_by_role("link", name="Forside").count() == 1


def test_no_sign_of_a_change_stands_on_a_line_of_its_own(walk):
    """Lines of a text are kept as they were written, so the signs before changed words bring no line of their own."""
    changed = [
        (path, span)
        for paths in GETS.values()
        for path in paths
        for text in [walk["officer", path].text]
        if "c-words" in text
        for span in html.fromstring(text).xpath("//*[contains(@class, 'c-words')]//*[self::ins or self::del]/span")
    ]
    assert len({path for path, _span in changed}) > 3
    assert [(path, span.text) for path, span in changed if "\n" in (span.text or "")] == []
