"""Reply letters: the municipality's own Word template filled in for each sender, apart, and as PDF/UA beside it."""

import io
import zipfile

import docx
import pikepdf
import pypdfium2 as pdfium
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from sqlalchemy.orm import Session

from civic.documents import apart
from civic.documents.letters import letters
from civic.documents.making import spoken
from civic.documents.parts import UnreadableError, Why
from civic.files.store import keep, path_of
from civic.files.uploads import DOCX
from civic.hearings.models import Audience, HearingState
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.responses.models import From
from civic.said.letters import FIELDS, ROW, fields_of
from civic.treatment import actions, queries
from civic.treatment.models import LetterTemplate, TemplateState
from civic.web.treatment.letters import EXAMPLE
from tests.clock import NOON
from tests.make import a_context, a_hearing, a_person, a_public_response, the_officer


def _field(paragraph, name):
    """Put a merge field where Word would: in three runs, its letters torn apart as Word tears them."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = OxmlElement("w:r")
        if kind in {"begin", "separate", "end"}:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        elif kind == "text":
            mark = OxmlElement("w:t")
            mark.text = f"«{name}»"
        else:
            mark = OxmlElement("w:instrText")
            mark.text = f" MERGEFIELD {name} \\* MERGEFORMAT "
        run.append(mark)
        paragraph._p.append(run)


def _template(*fields, row=()):
    made = docx.Document()
    made.add_heading("Svar fra kommunen", 1)
    for name in fields:
        _field(made.add_paragraph(), name)
    if row:
        table = made.add_table(rows=2, cols=len(row))
        for at, name in enumerate(row):
            table.rows[0].cells[at].text = name
            _field(table.rows[1].cells[at].paragraphs[0], name)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _filled(tmp_path, content, *asked):
    path = tmp_path / "template"
    path.write_bytes(content)
    return list(apart.letters(path, [{"values": values, "rows": list(rows), "row": ROW} for values, rows in asked]))


def _tags(paper):
    """Return the kinds of all parts of a tagged PDF."""
    with pikepdf.open(io.BytesIO(paper)) as opened:
        return [
            str(one.S) for one in opened.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one and "/P" in one
        ]


def _words(content):
    opened = docx.Document(io.BytesIO(content))
    cells = [[cell.text for cell in row.cells] for table in opened.tables for row in table.rows]
    return [one.text for one in opened.paragraphs if one.text], cells


def test_the_fields_of_a_template_are_found_apart(tmp_path):
    path = tmp_path / "template"
    path.write_bytes(_template("Navn", "Svar", row=ROW))
    assert apart.fields(path) == (sorted(["Navn", "Svar", *ROW]), None)
    path.write_bytes(EXAMPLE.read_bytes())
    found, why = apart.fields(path)
    assert (set(found) <= set(FIELDS + ROW), why) == (True, None), "the example knows only what is known"
    path.write_bytes(b"PK\x03\x04 broken")
    assert apart.fields(path) == ([], Why.BROKEN)


def test_a_row_is_written_for_each_remark_and_what_people_wrote_is_only_words(tmp_path):
    rows = [dict(zip(ROW, (f"Bemærkning {n}", "Imødekommet", "Fordi.", ""), strict=True)) for n in (1, 2, 3)]
    told = {"Navn": "Åse <b>&amp;</b> {{ 7*7 }}", "Ukendt": "nej"}
    [(content, passages)] = _filled(tmp_path, _template("Navn", "Fremmed", row=ROW), (told, rows))
    said, cells = _words(content)
    assert said == ["Svar fra kommunen", "Åse <b>&amp;</b> {{ 7*7 }}"]
    assert [row[0] for row in cells] == ["Bemærkning", "Bemærkning 1", "Bemærkning 2", "Bemærkning 3"]
    assert passages[0]["heading"] == "Svar fra kommunen"


def test_letters_are_filled_in_a_few_at_a_time_and_each_has_its_own_words(tmp_path):
    asked = [({"Navn": f"Afsender {number}"}, []) for number in range(30)]
    made = _filled(tmp_path, _template("Navn", row=ROW), *asked)
    assert [_words(content)[0][1] for content, _passages in made] == [f"Afsender {number}" for number in range(30)]


def test_a_template_that_cannot_be_filled_in_stops_all_letters(tmp_path):
    with pytest.raises(UnreadableError):
        _filled(tmp_path, b"PK\x03\x04 broken", ({}, []))


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def test_each_sender_of_a_concluded_hearing_gets_a_letter_as_word_and_pdf_ua(fresh):
    folder = fresh.path.parent / "files"
    with Session(fresh.engine) as session:
        context = Context(VISITOR, NOON, session)
        stored = keep(context, folder, EXAMPLE.read_bytes(), media_type=DOCX)
        template = LetterTemplate(name="brev.docx", file=stored, at=NOON, fields=[], state=TemplateState.READ)
        content = spoken(fresh.app, context, lambda: letters(context, 1, template, folder))
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = packed.namelist()
            assert names == [
                "001-Integrationsrådet.docx", "001-Integrationsrådet.pdf", "002-Handicaprådet.docx",
                "002-Handicaprådet.pdf",
            ]  # fmt: skip
            said, cells = _words(packed.read(names[2]))
            paper = packed.read(names[3])
        session.rollback()
    assert "Handicaprådet" in said[0]
    assert any(one.startswith("Svar på dit høringssvar nr. 2") for one in said)
    assert len(cells) == 4, "a head, and a row for each of its three remarks"
    assert {row[1] for row in cells[1:]} == {"Imødekommet", "Taget til efterretning"}
    assert "Princip 4" in cells[1][3], "and what was changed by it"
    with pikepdf.open(io.BytesIO(paper)) as opened:
        assert opened.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in opened.Root
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    with pdfium.PdfDocument(paper) as opened:
        text = opened[0].get_textpage().get_text_range()
        headings = [one for one in _tags(paper) if one.startswith("/H")]
    assert "\r\nSvar på dit høringssvar nr. 2\r\n" in text, "the template's heading, and no sign before it"
    assert headings.count("/H2") == 1, "and it is one, under the title"
    assert cells[1][0].split()[0] in text


def test_a_name_that_is_kept_back_is_in_no_letter(site, session):
    hearing = a_hearing(session, audience=Audience.BOTH, allows_protected_names=True)
    who = From("Karla Ravn", organisation="Ravns Venner", is_protected=True)
    made = a_public_response(session, hearing, "Mere lys.", who=who)
    context = a_context(session)
    values = spoken(site.app, context, lambda: fields_of(made, hearing, NOON, "https://x.example/1", []))
    assert set(values) == set(FIELDS)
    assert "Ravn" not in " ".join(values.values())


def test_letters_are_asked_for_when_the_note_is_published_and_a_template_has_been_read(session, tmp_path):
    hearing = a_hearing(session, state=HearingState.CONCLUDED)
    officer = a_context(session, the_officer(session, hearing.process), hearing.closes_at)
    with pytest.raises(Refusal) as refused:
        actions.ask_for_letters(officer, hearing.id)
    assert refused.value.reason is Reason.NO_TEMPLATE
    with pytest.raises(Refusal) as refused:
        actions.hand_in_template(officer, tmp_path, name="brev.txt", content=b"Hej")
    assert refused.value.reason is Reason.TEMPLATE_KIND
    with pytest.raises(Refusal) as refused:
        actions.hand_in_template(a_context(session, a_person(session)), tmp_path, name="a.docx", content=_template())
    assert refused.value.reason is Reason.NOT_YOURS
    made = actions.hand_in_template(officer, tmp_path, name="C:\\breve\\Brev.docx", content=_template("Navn"))
    session.flush()
    assert (made.name, queries.newest_template(officer)) == ("Brev.docx", None)
    found = queries.UNREAD_TEMPLATES.begin(officer)
    assert found is made
    assert queries.UNREAD_TEMPLATES.begin(officer) is None, "somebody is reading it"
    fields, why = apart.fields(path_of(tmp_path, made.file))
    actions.take_in_template(officer, made.id, fields, is_read=why is None)
    session.flush()
    assert (queries.newest_template(officer), made.fields) == (made, ["Navn"])
    assert actions.ask_for_letters(officer, hearing.id).id == hearing.id
    opened = a_hearing(session)
    with pytest.raises(Refusal) as refused:
        actions.ask_for_letters(a_context(session, the_officer(session, opened.process)), opened.id)
    assert refused.value.reason is Reason.NOT_NOW
