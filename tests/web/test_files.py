"""Files over HTTP: the public gets what Civic has made and when a person has shown it, the officer sees all of it."""

import io
import re

import pytest
from PIL import Image

from civic.config import Settings
from civic.jobs import Worker
from tests.documents.files import SEEN, pdf, words

NAME = "Eksempel Eksempelsen"
FILE = pdf(f"{SEEN}{words(NAME)} 0 g 55 690 400 30 re f\n")


@pytest.fixture
def answered(site):
    """Give a site in which a visitor has just handed in a PDF with a name under a bar, and the worker has read it."""
    visitor = site.app.test_client()
    path = site.at("/da/hearings/{open_hearing}/answer")
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get(path).text)[1]
    sent = {"whole": "Se bilaget.", "name": "Karen Lund", "csrf_token": token, "once": "files"}
    got = visitor.post(path, data={**sent, "files": (io.BytesIO(FILE), "bilag.pdf")})
    assert got.status_code == 303, got.text
    worker = Worker(site.app, site.engine, Settings(data_dir=site.path.parent), lambda: site.now)
    while worker.once():
        pass
    with site.engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT thing_id, id FROM upload WHERE name = 'bilag.pdf'").one()
    yield site, f"/da/files/{row[1]}", f"/da/responses/{row[0]}"
    site.restore()


def test_a_covered_file_is_looked_at_by_its_officer_alone(answered):
    site, path, home = answered
    officer, visitor = site.client("officer"), site.app.test_client()
    page = officer.get(f"{path}/pages/1")
    assert (page.status_code, page.mimetype, page.headers["Cache-Control"]) == (200, "image/jpeg", "no-store")
    with Image.open(io.BytesIO(page.data)) as opened:
        assert opened.size[1] > opened.size[0] > 500
    assert officer.get(f"{path}/pages/2").status_code == 404
    original = officer.get(f"{path}/original")
    assert (original.status_code, original.data) == (200, FILE)
    said = officer.get(home).text
    assert "ord, der er dækket over eller skjult (sted 1)" in said
    for who in (visitor, site.client("admin"), site.client("resident")):
        assert [who.get(one).status_code for one in (path, f"{path}/original", f"{path}/pages/1")] == [404, 404, 404]


def test_what_is_shown_is_the_file_made_anew_and_never_the_original(answered):
    site, path, home = answered
    visitor = site.app.test_client()
    officer = site.client("officer")
    assert _sent(officer, f"{path}/show", reason="Navnet er dækket.") == 303
    assert _sent(officer, f"{home}/release", ground="looked_at") == 303
    got = visitor.get(path)
    assert (got.status_code, got.mimetype) == (200, "application/pdf")
    assert got.data != FILE
    assert got.headers["X-Robots-Tag"] == "noindex", "no search engine keeps what people answered"
    assert visitor.get(f"{path}/original").status_code == 404
    assert _sent(officer, f"{path}/withhold", reason="Alligevel ikke.") == 303
    assert visitor.get(path).status_code == 404


def _sent(client, path, **fields):
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(path).text)[1]
    return client.post(path, data={**fields, "csrf_token": token, "once": path}).status_code
