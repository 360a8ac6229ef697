"""A case's page: its status and a sentence, the strands that run together, the minutes' words, files that open."""

import io
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.bodies.models import Body, BodyKind
from civic.decisions.models import Attachment, DecisionState
from civic.decisions.models import Decision as Row
from civic.files.uploads import Upload
from civic.web.decisions.pages import strands
from tests.documents.test_reading import _word_file

CASE = "/da/cases/{committee_case}"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def _plain(markup):
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_the_status_is_the_heading_and_a_sentence_says_how_far_it_is(site):
    page = site.client("visitor").get(site.at(CASE)).text
    assert re.search(r"<h1[^>]*>Ikke endeligt besluttet</h1>", page)
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


def _way(*kinds, sitting=1):
    return [
        Row(state=DecisionState.PENDING, sitting=sitting, body=Body(name="Organ", kind=kind), position=at)
        for at, kind in enumerate(kinds, 1)
    ]


@pytest.mark.parametrize(
    ("way", "merging"),
    [
        (_way(BodyKind.STANDING_COMMITTEE, BodyKind.STANDING_COMMITTEE, BodyKind.COUNCIL), 2),
        (_way(BodyKind.STANDING_COMMITTEE, BodyKind.COUNCIL), None),
        (_way(BodyKind.STANDING_COMMITTEE, BodyKind.STANDING_COMMITTEE), None),
        (_way(BodyKind.FINANCE_COMMITTEE, BodyKind.COUNCIL), None),
        (_way(BodyKind.STANDING_COMMITTEE, BodyKind.STANDING_COMMITTEE, BodyKind.COUNCIL, sitting=2), None),
        ([], None),
    ],
)
def test_strands_are_drawn_only_where_they_run_together(way, merging):
    drawn = strands(way)
    assert (drawn.merging if drawn else None) == merging


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
