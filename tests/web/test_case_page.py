"""A case's page: its status and a sentence, the strands that run together, the minutes' words, files that open."""

import io
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.bodies.models import Body
from civic.decisions.models import Attachment, DecisionState
from civic.decisions.models import Decision as Row
from civic.files.uploads import Upload
from civic.said.thread import Knot
from civic.web.decisions.pages import legs
from tests.documents.test_reading import _word_file

CASE = "/da/cases/{committee_case}"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def _plain(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def _heading(page):
    return _plain(re.search(r"<h1.*?</h1>", page, re.DOTALL)[0])


def test_the_status_is_the_heading_and_a_sentence_says_how_far_it_is(site):
    page = site.client("visitor").get(site.at(CASE)).text
    assert _heading(page) == "Ikke endeligt besluttet – anbefalet af 1 af 4 udvalg"
    said = (
        "Sagen skal gennem 6 politiske organer. 1 har anbefalet den. Om 3 er intet oplyst. 2 behandler den i juni 2018."
    )
    assert said in _plain(page)


def test_what_a_body_put_off_is_said_to_be_put_off(site):
    page = _plain(site.client("visitor").get(site.at("/da/cases/{pending_case}")).text)
    assert "Sagen skal gennem 2 politiske organer. 1 har udsat den. 1 behandler den i" in page


def test_the_words_of_the_minutes_stand_quoted_with_who_where_and_when(site):
    page = _plain(site.client("visitor").get(site.at(CASE)).text)
    assert "Erhvervs-, Beskæftigelses- og Integrationsudvalget (2017–2025) Anbefalet 28. maj 2018, punkt 1" in page
    assert "Anbefales til Økonomiudvalget og Kommunalbestyrelsen." in page
    assert "En anbefaling er ikke en beslutning." in page


def test_the_picture_has_the_same_stations_as_the_list_and_the_table(site):
    page = site.client("visitor").get(site.at(CASE)).text
    assert len(re.findall(r'class="c-strand["\s]', page)) == 4, "four committees run together"
    drawn = re.search(r'<div class="c-strands.*?<div class="c-narrow"', page, re.DOTALL)[0]
    with Session(site.engine) as session:
        names = session.scalars(
            select(Body.name).join(Row, Row.body_id == Body.id).where(Row.case_id == site.examples["committee_case"])
        ).all()
    assert len(names) == 6
    assert all(name in drawn for name in names)
    table = page.partition('id="table"')[2]
    assert all(name in table for name in names)


def _way(*steps, again=()):
    """Return a route by the steps its bodies stand in; the positions in `again` have it once more."""
    first = [Row(state=DecisionState.PENDING, sitting=1, step=at, position=n) for n, at in enumerate(steps, 1)]
    more = [Row(state=DecisionState.PENDING, sitting=2, step=steps[n - 1], position=n) for n in again]
    return sorted([*first, *more], key=lambda one: (one.step, one.position, one.sitting))


@pytest.mark.parametrize(
    ("way", "drawn"),
    [
        (_way(1, 1, 2), [(2, 1)]),
        (_way(1, 2), []),
        (_way(1, 1), []),
        (_way(), []),
        (_way(1, 1, 1, 1, 5, 6), [(4, 2)]),
        (_way(1, 2, 2, 3), [(0, 1), (2, 1)]),
        (_way(1, 1, 2, 3, 3, 4), [(2, 1), (2, 1)]),
        (_way(1, 1, 2, again=[1]), [(3, 1)]),
        (_way(1, 2, again=[1]), []),
    ],
)
def test_strands_are_drawn_only_where_they_run_together(way, drawn):
    knots = [Knot("", str(at)) for at, _one in enumerate(way)]
    found = legs(way, knots)
    assert [(len(one.beside), len(one.onward)) for one in found] == drawn
    if found:
        assert [knot for one in found for knot in (*one.beside, *one.onward)] == knots, (
            "every station is in it, in order"
        )
        firsts = [1 + sum(len(each.beside) + len(each.onward) for each in found[:at]) for at in range(len(found))]
        assert [one.first for one in found] == firsts


def _post(site, path, **data):
    token = {"csrf_token": site.token("officer"), "once": path}
    return site.client("officer").post(site.at(path), data=token | data, content_type="multipart/form-data")


def test_an_attachment_is_a_file_that_can_be_opened_once_it_was_looked_through(fresh):
    content = _word_file(lambda made: made.add_paragraph("Kommissorium."))
    path = "/da/attachments/{bare_attachment}/file"
    sent = _post(fresh, path, document=(io.BytesIO(content), "kommissorium.docx"))
    assert sent.status_code == 303
    with Session(fresh.engine) as session:
        made = session.scalars(select(Upload).order_by(Upload.id.desc()).limit(1)).one()
        address = f"/da/files/{made.id}"
    assert fresh.client("visitor").get(address).status_code == 404, "nobody has looked through it yet"
    fresh.read_files()
    shown = fresh.client("visitor").get(address)
    assert shown.status_code == 200
    assert shown.mimetype.endswith("wordprocessingml.document")
    assert f'href="{address}"' in fresh.client("visitor").get(fresh.at(CASE)).text
    again = _post(fresh, path, document=(io.BytesIO(content), "andet.docx"))
    assert again.status_code == 422, "it has one"


def test_what_is_no_document_is_refused_and_nothing_typed_is_lost(site):
    path = "/da/cases/{pending_case}/attachments/new"
    typed = {"title": "Et bilag", "document_number": "4711"}
    refused = _post(site, path, **typed, document=(io.BytesIO(b"MZ\x90"), "notat.docx"))
    assert refused.status_code == 422
    assert "Et bilag" in refused.text
    assert "4711" in refused.text
    with Session(site.engine) as session:
        assert session.scalars(select(Attachment).where(Attachment.title == "Et bilag")).first() is None


def test_a_file_goes_with_the_attachment_that_was_a_mistake(fresh):
    document = fresh.examples["case_document"]
    with Session(fresh.engine) as session:
        attachment = session.scalars(select(Attachment).where(Attachment.upload_id == document)).one().id
    sent = _post(fresh, f"/da/corrections/attachment/{attachment}/take-back", reason="Forkert sag.")
    assert sent.status_code == 303, _plain(sent.text)
    assert fresh.client("visitor").get(fresh.at("/da/files/{case_document}")).status_code == 404
    with Session(fresh.engine) as session:
        assert session.get(Upload, document) is None


def test_a_long_way_says_where_it_is_and_what_each_body_made_of_it(site):
    page = site.client("visitor").get(site.at("/da/cases/{long_case}")).text
    sent_back = "sendt tilbage af Økonomiudvalget, til Ældre-, Social- og Sundhedsudvalget"
    assert _heading(page) == f"Ikke endeligt besluttet – {sent_back}"
    said = _plain(page)
    assert "1 har anbefalet den med ændringer. 1 har ikke anbefalet den. 1 har sendt den tilbage." in said
    assert "Kommunalbestyrelsen, 1. behandling" in said
    assert "Kommunalbestyrelsen, 2. behandling" in said
    assert "Samtidig med 2 andre." in said
    assert "På dagsordenen" in said
    assert "Vedtaget" not in said, "nothing is adopted yet, and no word of the page says so"


def test_a_body_is_put_beside_others_and_a_month_stays_a_month(fresh):
    form = fresh.client("officer").get(fresh.at("/da/cases/{pending_case}/bodies/new")).text
    beside = re.search(r'value="(\d+)">Samtidig med Økonomiudvalget', form)[1]
    with Session(fresh.engine) as session:
        schools = session.scalars(select(Body.id).where(Body.name.contains("Skoleudvalget"))).first()
    sent = _post(
        fresh,
        "/da/cases/{pending_case}/bodies/new",
        body_id=str(schools),
        beside=beside,
        reading="",
        expected_on="2026-06-01",
        expected_precision="month",
    )
    assert sent.status_code == 303, _plain(sent.text)
    page = _plain(fresh.client("visitor").get(fresh.at("/da/cases/{pending_case}")).text)
    assert "Skoleudvalget Samtidig med 1 andet. Afventer Ventes i juni 2026" in page
