"""Every deed is confirmed by what was done and what comes next, or for a reason by the page it leads to."""

import dis
import html
import inspect
import re

import pytest

from civic.said.done import DONE, SILENT


def _posts(site):
    rules = [one for one in site.app.url_map.iter_rules() if "POST" in one.methods]
    return {one.endpoint: inspect.unwrap(site.app.view_functions[one.endpoint]) for one in rules}


def _says_itself(function):
    """Return whether a route, or what it calls beside it, says what was done."""
    to_read, read = [function], set()
    while to_read:
        one = to_read.pop()
        if one in read:
            continue
        read.add(one)
        if re.search(r"\bdone=|\bflash\(", inspect.getsource(one)):
            return True
        called = (one.__globals__.get(name) for name in _names(one.__code__))
        to_read += [other for other in called if inspect.isfunction(other) and other.__module__ == one.__module__]
    return False


def _names(code):
    yield from (one.argval for one in dis.get_instructions(code) if one.opname == "LOAD_GLOBAL")
    for one in code.co_consts:
        if inspect.iscode(one):
            yield from _names(one)


def test_every_deed_says_what_was_done_in_one_place_or_why_it_need_not(site):
    posts = _posts(site)
    places = [{endpoint for endpoint, function in posts.items() if _says_itself(function)}, set(DONE), set(SILENT)]
    assert set().union(*places) == set(posts)
    assert {one for one in posts if sum(one in place for place in places) > 1} == set(), "said in two places"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


@pytest.mark.parametrize(
    ("role", "path", "fields", "said"),
    [
        ("chair", "/da/proposals/{bench}/support", {}, "Du støtter det."),
        ("officer", "/da/hearings/parties/{invited_party}/remind", {}, "Rådets sekretær og formand får en mail."),
    ],
)
def test_it_is_said_once_on_the_next_page(fresh, role, path, fields, said):
    client = fresh.client(role)
    client.get("/da/")  # what was said of the deeds of other tests is read
    answer = client.post(
        fresh.at(path), data={"csrf_token": fresh.token(role), "once": path, **fields}, follow_redirects=True
    )
    seen = html.unescape(answer.text)
    assert re.search(r'<p class="c-done" role="status"[^>]*>([^<]+)</p>', seen)[1] == said
    assert said not in html.unescape(client.get(answer.request.path).text), "once"
