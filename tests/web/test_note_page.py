"""A note with many remarks: what stands in it, which of it is looked for, and that nothing of it is left out unsaid."""

import html
import re

import pytest

from tests.house.examples import IN_LARGE
from tests.site import Site

NOTE = "/da/hearings/{concluded}/note"


@pytest.fixture(scope="module")
def large(folder, large_template, catalogues):
    place = folder / "a-large-note"
    place.mkdir()
    return Site(place, catalogues, large_template, names=IN_LARGE)


def _get(large, asked=""):
    return html.unescape(large.client("visitor").get(f"{large.at(NOTE)}{asked}").text)


def _rows(page):
    return re.findall(r'id="remark-(\d+)"', page)


def _said(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_three_facts_stand_at_its_head_and_the_others_are_folded(large):
    aside = re.search(r"<aside.*?</aside>", _get(large), re.DOTALL)[0]
    first, folded = aside.split("<details", 1)
    assert re.findall(r"<dt>(.*?)</dt>", first) == ["Hørt", "Bemærkninger", "Parter uden svar"]
    assert "120 af 120 besvaret" in first
    assert "Alle tallene" in folded


def test_its_contents_lead_to_each_section_that_was_spoken_of(large):
    page = _get(large)
    contents = re.search(r'<ol class="c-toc">.*?</ol>', page, re.DOTALL)[0]
    found = re.findall(r'href="([^"]+section=\d+)#remarks">(.*?)</a> \((\d+)\)', contents, re.DOTALL)
    assert sum(int(count) for _address, _name, count in found) == 120
    address, _name, count = found[1]
    one = html.unescape(large.client("visitor").get(address).text)
    assert len(_rows(one)) == int(count)
    assert f"{count} bemærkninger af 120" in _said(one)


def test_every_remark_is_reached_page_by_page_and_each_page_says_how_many_there_are(large):
    page, seen = _get(large), []
    while True:
        seen += _rows(page)
        more = re.search(r'href="([^"]+)">Flere bemærkninger', page)
        if not more:
            break
        assert re.search(r"25 af 120 vises her", _said(page))
        page = html.unescape(large.client("visitor").get(more[1]).text)
    assert len(seen) == len(set(seen)) == 120


def test_the_outcomes_lead_to_their_remarks_on_all_pages(large):
    page = _get(large)
    links = re.findall(r'href="([^"]+outcome=[^"#]+)#remarks">.*?</a> (\d+)', page, re.DOTALL)
    assert sum(int(count) for _address, count in links) == 120
    for address, count in links:
        found, one = [], html.unescape(large.client("visitor").get(address).text)
        while True:
            found += _rows(one)
            more = re.search(r'href="([^"]+)">Flere bemærkninger', one)
            if not more:
                break
            one = html.unescape(large.client("visitor").get(more[1]).text)
        assert len(found) == int(count), "the next page asks for the same"


@pytest.mark.parametrize("words", ["ledelinjer", "LEDELINJER", "Ledelinjer stoppestedet"])
def test_words_are_found_in_whichever_case_they_are_typed(large, words):
    page = _get(large, f"?words={words.replace(' ', '+')}")
    quotes = re.findall(r"<q[^>]*>(.*?)</q>", page.partition('id="remarks"')[2], re.DOTALL)
    assert quotes
    assert all("ledelinjer" in one.lower() for one in quotes)
    assert f'value="{words}"' in page, "what was asked for stays in the form"


@pytest.mark.parametrize("words", ["findesslet ikke", "100%_", "'; DROP TABLE remark; --", "(" * 300])
def test_words_that_stand_nowhere_are_said_to_give_nothing(large, words):
    response = large.client("visitor").get(large.at(NOTE), query_string={"words": words})
    assert response.status_code == 200
    assert "Ingen resultater." in response.text
    assert "Vis alle" in response.text


@pytest.mark.parametrize("asked", ["?section=999999999999", "?section=x", "?outcome=none", "?sort=x&after=1-2-3"])
def test_an_address_that_makes_no_sense_is_no_error(large, asked):
    assert large.client("visitor").get(f"{large.at(NOTE)}{asked}").status_code == 200


def test_a_short_note_has_no_sieve(site):
    assert 'class="c-sieve"' not in site.client("visitor").get(site.at("/da/hearings/{concluded_hearing}/note")).text
