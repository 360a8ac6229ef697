"""What is kept for visitors: the same page for everybody, for a second, and never somebody's own or an old one."""

import gzip
import re
from datetime import timedelta

import pytest
from sqlalchemy import text

from civic.db.engine import writing
from civic.http.kept import MOST_BYTES, KeptPages
from tests.house.rows import GETS
from tests.site import ROLES, Site

PATHS = [path for paths in GETS.values() for path in paths]
WITH_A_FORM = {"people.sign_in", "people.register", "people.link", "people.reset", "responses.new", "responses.proving",
               "meetings.show", "draws.show", "groups.joining", "voting.receipt",
               "rolls.code"}  # fmt: skip
"""Where a visitor who types something begins; whoever only reads never comes there."""
OPEN = "/da/hearings/{open_hearing}"


@pytest.fixture(scope="module")
def kept(folder, template, catalogues):
    """Give a site that keeps pages."""
    place = folder / "kept"
    place.mkdir()
    return Site(place, catalogues, template, keeps_pages=True)


@pytest.fixture
def site(kept):
    """Give the same site a second later, as the demo left it: nothing that was kept before holds."""
    kept.restore()
    kept.now += timedelta(seconds=1)
    return kept


def _visit(site, path, **headers):
    return site.app.test_client().get(
        site.at(path), headers={name.replace("_", "-"): headers[name] for name in headers}
    )


def test_a_page_that_was_made_in_this_second_takes_no_statement(site):
    first = _visit(site, OPEN)
    with site.counting() as counted:
        second = _visit(site, OPEN)
    assert counted[0] == 0
    assert (second.data, second.headers["Vary"]) == (first.data, first.headers["Vary"])
    assert {"Cookie", "Accept-Encoding"} <= {part.strip() for part in second.headers["Vary"].split(",")}


@pytest.mark.parametrize("path", PATHS)
def test_nobody_gets_a_page_of_somebody_else(site, path):
    """Everybody asks within one second, those who are signed in first; then a visitor, and then all of them again."""
    site.app.extensions["civic_codes"].storage.reset()  # sixty tables an hour is what one address is given
    own = {role: _got(site, site.client(role), path) for role in ROLES}
    for _ in range(2):
        assert _got(site, site.app.test_client(), path) == own["visitor"]
    for role in ROLES:
        assert _got(site, site.client(role), path) == own[role], role


def _got(site, client, path):
    return _bare(client.get(site.at(path)))


def _bare(answer):
    """Return status and page without what is new in each form; and see that nothing private may be kept by others."""
    page = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
    if 'action="/da/sign-out"' in page or 'name="csrf_token"' in page:
        assert "ETag" not in answer.headers
        assert "Content-Encoding" not in answer.headers
    if 'action="/da/sign-out"' in page:
        assert answer.headers["Cache-Control"] == "no-store"
    page = re.sub(r'<svg class="c-code".*?</svg>|<bdi class="c-key".*?</bdi>', "", page, flags=re.DOTALL)
    return answer.status_code, re.sub(r'name="(csrf_token|once|nonce)" value="[^"]*"', "", page)


@pytest.mark.parametrize("endpoint", GETS)
def test_who_only_reads_gets_no_cookie(site, endpoint):
    answers = [_visit(site, path) for path in GETS[endpoint]]
    is_given = any("Set-Cookie" in one.headers for one in answers if one.status_code == 200)
    assert is_given == (endpoint in WITH_A_FORM)


def test_a_deadline_is_not_overslept(site):
    now = site.now
    with site.engine.connect() as connection:
        closes_at = connection.scalar(
            text("SELECT closes_at FROM posting WHERE kind = 'hearing' AND thing_id = :id"),
            {"id": site.examples["open_hearing"]},
        )
    closing = now.fromisoformat(str(closes_at)).replace(tzinfo=now.tzinfo)
    try:
        site.now = closing - timedelta(microseconds=1)
        before = _visit(site, OPEN).text
        site.now = closing
        after = _visit(site, OPEN).text
    finally:
        site.now = now
    assert "sidste dag" in before.lower()
    assert "sidste dag" not in after.lower()


def test_a_change_made_here_is_seen_at_once_and_one_made_elsewhere_in_the_next_second(site):
    path = "/da/proposals/{bench}"
    before = _visit(site, path).text
    fields = {"csrf_token": site.token("resident"), "once": "kept", "text": "En ny tanke om bænken."}
    assert site.client("resident").post(site.at(f"{path}/comments"), data=fields).status_code == 303
    after = _visit(site, path).text
    assert "En ny tanke om bænken." not in before
    assert "En ny tanke om bænken." in after
    with writing(site.engine).begin() as connection:
        connection.execute(text("UPDATE comment SET text = 'Andre ord.' WHERE text LIKE 'En ny tanke%'"))
    site.now += timedelta(seconds=1)
    assert "Andre ord." in _visit(site, path).text


def test_what_is_sent_packed_is_the_same_page(site):
    plain = _visit(site, OPEN)
    packed = _visit(site, OPEN, Accept_Encoding="gzip")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert "Content-Encoding" not in _visit(site, OPEN, Accept_Encoding="gzip;q=0, identity").headers


def test_who_has_the_page_is_told_so_and_who_has_an_old_one_gets_the_new(site):
    etag = _visit(site, OPEN).headers["ETag"]
    site.now += timedelta(seconds=1)
    same = _visit(site, OPEN, If_None_Match=etag)
    assert (same.status_code, same.data, same.headers["ETag"]) == (304, b"", etag)
    assert _visit(site, OPEN, If_None_Match='"another"').status_code == 200
    assert _visit(site, OPEN.replace("/da/", "/en/"), If_None_Match=etag).status_code == 200


@pytest.mark.parametrize("path", ["/da/receipts/{code}", "/da/answers/{code}"])
def test_a_page_whose_address_is_a_secret_is_not_kept(site, path):
    with site.engine.connect() as connection:
        table = "response" if "answers" in path else "proposal"
        code = connection.scalar(text(f"SELECT receipt FROM {table} WHERE receipt <> '' ORDER BY id LIMIT 1"))
    answer = site.app.test_client().get(path.format(code=code))
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_what_is_kept_has_a_bound(site):
    body = b"x" * 300_000

    def app(environ, start):
        environ["civic.for_everybody"] = True
        start("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [body]

    kept = KeptPages(app, lambda: site.now)
    for number in range(100):
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": f"/{number}", "QUERY_STRING": "", "wsgi.url_scheme": "http"}
        assert kept(environ, lambda status, headers: None) == [body]
    assert sum(len(one.body) for one in kept._pages.values()) <= MOST_BYTES
    assert len(kept._pages) == MOST_BYTES // len(body)
