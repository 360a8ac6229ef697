"""Every address, for every kind of user, with own and foreign things: one table says what each gets."""

from pathlib import Path

import pytest

from tests.house.rows import GETS, POSTS
from tests.site import ROLES

TABLE = Path(__file__).with_name("statuses.txt")
ROWS = [line.split() for line in TABLE.read_text().splitlines() if not line.startswith("#")]


def test_every_address_has_a_row(site):
    endpoints = {rule.endpoint for rule in site.app.url_map.iter_rules()}
    assert endpoints == set(GETS) | set(POSTS)
    written = {(method, path) for method, path, *_ in ROWS}
    examples = {("GET", p) for paths in GETS.values() for p in paths} | {
        ("POST", p) for paths in POSTS.values() for p in paths
    }
    assert written == examples


def test_every_example_leads_to_the_address_it_stands_for(site):
    adapter = site.app.url_map.bind("localhost")
    for method, table in (("GET", GETS), ("POST", POSTS)):
        for endpoint, paths in table.items():
            for path in paths:
                try:
                    assert adapter.match(site.at(path).split("?")[0], method)[0] == endpoint, path
                except Exception as error:
                    assert type(error).__name__ == "NotFound", (path, error)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} {row[1]}")
def test_a_row_holds(site, walk, row):
    method, path, *expected = row
    if method == "GET":
        got = [walk[role, path].status for role in ROLES]
    else:
        site.forget_tries()  # ten kinds of users ask from one address
        got = [site.post(role, path) for role in ROLES]
    assert dict(zip(ROLES, map(str, got), strict=True)) == dict(zip(ROLES, expected, strict=True))


@pytest.mark.parametrize("path", [path for paths in POSTS.values() for path in paths])
def test_a_form_without_its_token_changes_nothing(site, path):
    answer = site.client("officer").post(site.at(path), data={"once": f"no-token-{path}"})
    assert answer.status_code in {401, 403, 404, 409, 410, 422} or answer.headers.get("Location", "").endswith("/da/")


def test_a_get_never_writes(walk):
    addresses = [path for method, path, *_ in ROWS if method == "GET"]
    assert [(role, path) for path in addresses for role in ROLES if walk[role, path].writes] == []
    assert not walk.has_written, "the database is byte for byte what it was"


def test_no_search_engine_keeps_what_people_answered(walk):
    answers = [path for paths in GETS.values() for path in paths if "/responses/" in path or "/note" in path]
    for path in [*answers, "/da/hearings/{concluded_hearing}/white-book", "/da/answers/AAAAAAAAAA"]:
        assert walk["officer", path].robots == "noindex", path
    assert walk["visitor", "/da/hearings/{open_hearing}"].robots == "", "the hearing itself is to be found"


def test_no_two_pages_have_one_address(site):
    rules = [
        (rule.rule, method) for rule in site.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    ]
    assert sorted({one for one in rules if rules.count(one) > 1}) == []
