"""A number typed into every field of every form, by every kind of user, and into their files, is public nowhere.

The forms are found in the pages themselves, so that none is left out; each is sent as a browser would send it.
"""

import io
import os
import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from lxml import html
from sqlalchemy import text

from civic.config import Settings
from civic.jobs import Worker
from tests.documents.files import SEEN, everything, pdf, words
from tests.house.rows import GETS
from tests.site import ROLES, Site

IN_FULL = bool(os.environ.get("CIVIC_PROVE"))
SOME = ("visitor", "author", "writer", "chair", "facilitator", "officer")
"""By whom the forms are sent in short; the others are shown the same ones."""
DAY, SERIAL = "010190", "1234"
CANARY = f"{DAY}-{SERIAL}"
ANY_FORM = re.compile(rf"{DAY}.{{0,3}}{SERIAL}")
"""As it is written, or with something between."""
SAID = f"Nummeret er {CANARY}."
LEFT_ALONE = re.compile(r"/sign-out|/account/close|/sessions$|/password$|/demo/")
"""Forms that end the very session that sends them, or change with what one signs in."""
FILE = pdf(SEEN + words(SAID))


@pytest.fixture
def own(folder_of_its_own, catalogues, template):
    return Site(folder_of_its_own, catalogues, template)


@pytest.fixture
def folder_of_its_own(tmp_path):
    return tmp_path


def test_a_number_typed_into_every_field_of_every_form_is_public_nowhere(own, capsys):
    statuses, seen = Counter(), set()
    for role in ROLES if IN_FULL else SOME:
        for path in [one for paths in GETS.values() for one in paths]:
            page = own.client(role).get(own.at(path), buffered=True)
            if page.status_code != 200 or page.mimetype != "text/html":
                continue
            for form in html.fromstring(page.text).forms:
                address = urlsplit(form.action or own.at(path)).path
                shape = re.sub(r"\d+", "1", address)
                key = (role, address if IN_FULL else shape, tuple(sorted(form.fields)))
                if form.method != "POST" or LEFT_ALONE.search(address) or key in seen:
                    continue
                seen.add(key)
                own.forget_tries()
                answered = own.client(role).post(
                    address, data=_filled(form), content_type="multipart/form-data", buffered=True
                )
                statuses[answered.status_code] += 1
                assert answered.status_code < 500, (role, address)
    _work(own)
    public = _public(own)
    if IN_FULL:
        with capsys.disabled():
            sent = f"{sum(statuses.values())} forms sent, answered {dict(statuses)}"
            print(f"\n{sent}; {len(public)} public pages and files")
    assert statuses[303] > 60, statuses
    assert statuses[422] > 60, "the forms in which it is refused"
    assert _with_number(public) == set()
    with own.engine.begin() as connection:
        connection.execute(text("UPDATE process SET question = :said"), {"said": SAID})
    assert _with_number(_public(own)), "the test sees a number that is public"


def _with_number(public):
    return {path for path, content in public.items() if ANY_FORM.search(content)}


def _filled(form):
    """Return a form filled in as a browser would send it, the number in every field that takes words."""
    sent = {}
    for element in form.inputs:
        name = element.get("name")
        if not name or element.get("disabled") is not None:
            continue
        kind = element.get("type", "text") if element.tag == "input" else element.tag
        if kind == "hidden":
            sent[name] = element.get("value", "")
        elif kind == "file":
            sent[name] = (io.BytesIO(FILE), f"bilag {CANARY}.pdf")
        elif kind in {"radio", "checkbox"}:
            sent.setdefault(name, element.get("value", "y"))
        elif kind == "select":
            options = [one for one in element.value_options if one]
            sent[name] = options[0] if options else ""
        elif kind == "date":
            sent[name] = "2026-04-20"
        elif kind in {"time", "number", "datetime-local"}:
            sent[name] = {"time": "19:00", "number": "5", "datetime-local": "2026-04-20T19:00"}[kind]
        elif "email" in name:
            sent[name] = f"{DAY}{SERIAL}@example.dk"
        elif "day" in name or "date" in name or "until" in name or name.endswith("_on"):
            sent[name] = "2026-04-20"
        else:
            sent[name] = element.get("value") or SAID if kind == "text" and element.get("readonly") else SAID
    return sent


def _work(site):
    """Let the worker read what was handed in and make the documents."""
    folder = site.path.parent
    settings = Settings(secret="a secret that is only used in tests ....", demo=True, data_dir=folder)
    worker = Worker(site.app, site.engine, settings, lambda: site.now)
    for _ in range(400):
        if not worker.once():
            break


def _public(site):
    """Return every page and file that a visitor gets, from the examples and from what their pages lead to."""
    visitor, todo, got = site.app.test_client(), [site.at(one) for paths in GETS.values() for one in paths], {}
    while todo and len(got) < 3000:
        path = todo.pop()
        if path in got or "/find" in path or path.startswith("/static/"):
            continue
        answered = visitor.get(path, buffered=True)
        content = answered.get_data()
        if answered.status_code != 200:
            got[path] = ""
            continue
        if answered.mimetype == "text/html":
            got[path] = answered.text
            links = html.fromstring(answered.text).xpath("//a/@href | //img/@src")
            todo += [one.partition("#")[0] for one in links if one.startswith("/") and "/en/" not in one]
        else:
            got[path] = everything(content).decode("utf-8", "replace")
    return got
