"""The public log of decisions about texts: as a page, a table and a feed, the newest first, naming nobody."""

import csv
import io

import pytest
from lxml import etree

ATOM = {"a": "http://www.w3.org/2005/Atom"}
NAMES = ("Amina", "Jens", "Olga", "Mikkel", "Lone", "Tove")


@pytest.fixture(scope="module")
def texts(site):
    """Return what was hidden or sent back in the demo, and why."""
    return ("fætter", "larmer i nr. 12", "Det er en reklame", "Noget med vand")


@pytest.mark.parametrize("path", ["/da/moderation/log", "/da/moderation/log/csv", "/da/moderation/log/feed"])
def test_nobody_is_named_and_no_text_is_shown(site, texts, path):
    said = site.client("visitor").get(path).get_data(as_text=True)
    assert "Levende gårdrum" in said
    assert "Ingen reklame og ingen gentagelser" in said
    main = said.split("<main", 1)[-1].split("</main", 1)[0]
    assert [one for one in (*NAMES, *texts) if one in main] == []


def test_the_table_has_every_decision_with_what_came_of_an_appeal(site):
    sent = site.client("visitor").get("/da/moderation/log/csv").get_data(as_text=True)
    heading, *rows = csv.reader(io.StringIO(sent.removeprefix("\ufeff")), delimiter=";")
    assert heading[-3:] == ["Husregel", "Klage", "Klagen afgjort"]
    assert {row[-2] for row in rows} == {
        "", "Klagen fik medhold", "Klagen fik ikke medhold", "Klagen er bortfaldet", "Venter på en anden"
    }  # fmt: skip


def test_the_feed_is_atom_with_an_entry_a_decision(site):
    answer = site.client("visitor").get("/da/moderation/log/feed")
    assert answer.mimetype == "application/atom+xml"
    feed = etree.fromstring(answer.data)
    entries = feed.findall("a:entry", ATOM)
    ids = [one.findtext("a:id", namespaces=ATOM) for one in entries]
    assert len(entries) == len(set(ids)) > 4
    assert all(one.findtext("a:updated", namespaces=ATOM) for one in [feed, *entries])


def test_it_is_narrowed_down_by_rule(site):
    said = site.client("visitor").get("/da/moderation/log?rule=5").get_data(as_text=True)
    assert said.count("Ingen reklame og ingen gentagelser") >= 2
    assert said.count("<tr role") == 2
