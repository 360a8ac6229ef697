"""Every deed is confirmed by what was done and what comes next, or for a reason by the page it leads to."""

import html
import inspect
import re

import pytest

from civic.said.done import DONE, SILENT


def _posts(site):
    rules = [one for one in site.app.url_map.iter_rules() if "POST" in one.methods]
    return {one.endpoint: inspect.getsource(inspect.unwrap(site.app.view_functions[one.endpoint])) for one in rules}


def test_every_deed_says_what_was_done_or_why_it_need_not(site):
    posts = _posts(site)
    says_itself = {endpoint for endpoint, source in posts.items() if re.search(r"done[=)]|_done\(", source)}
    assert set(posts) - says_itself - set(DONE) - set(SILENT) == set()
    assert set(DONE) & set(SILENT) == set()
    assert (set(DONE) | set(SILENT)) - set(posts) == set(), "what is said of no address"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


@pytest.mark.parametrize(
    ("role", "path", "fields", "said"),
    [
        ("author", "/da/proposals/{bench}/support", {}, "Du støtter det."),
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
