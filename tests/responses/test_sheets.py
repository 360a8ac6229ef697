"""Answers that come many at once: spreadsheets read in a process of their own, each line judged before it counts."""

import csv
import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from odfdo import Cell, Document, Row, Table
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.demo.letter import letter
from civic.documents import apart, intake
from civic.documents.parts import Why
from civic.files import sheets
from civic.files.sheets import CSV, ODS, XLSX, SheetState
from civic.files.store import StoredFile
from civic.hearings.models import Audience, Moderation
from civic.kernel.refusal import Reason, Refusal
from civic.people.models import Sender
from civic.responses import actions, queries, release
from civic.responses.models import Medium, Response, ResponseState
from civic.responses.rows import Column, Fault, moment, read
from tests.clock import NOON
from tests.make import a_context, a_hearing, a_person, the_officer

HEAD = ["Navn", "E-mail", "Kom som", "Modtaget", "Svar", "Spørgsmål 1", "Farve"]
ROWS = [
    HEAD,
    ["Karen Bøgh", "karen@example.org", "papir", "01-02-2026", "Mere lys på stien.\nOg bænke.", "", "rød"],
    ["محمود", "", "mail", "2026-02-03 14:30", "إضاءة أفضل من فضلك", "Ved skolen", ""],
    ["", "", "", "", "", "", ""],
    ["Ulla Æbelø", "", "mundtligt", "3.2.2026", "Tak for et godt udkast.", "", ""],
]


def _csv(rows, delimiter=";", encoding="utf-8-sig"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding, "replace")


def _xlsx(rows):
    book = Workbook()
    for row in rows:
        book.active.append([date(2026, 2, 1) if one == "01-02-2026" else one or None for one in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _ods(rows):
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Svar")
    for row in rows:
        made = Row()
        for one in row:
            made.append_cell(Cell(text=one))
        table.append_row(made)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _apart(tmp_path, content, media_type):
    path = tmp_path / "content"
    path.write_bytes(content)
    return apart.rows(path, media_type)


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (_csv, CSV),
        (lambda rows: _csv(rows, ","), CSV),
        (lambda rows: _csv(rows, "\t"), CSV),
        (_xlsx, XLSX),
        (_ods, ODS),
    ],
    ids=["csv;", "csv,", "csv tab", "xlsx", "ods"],
)
def test_a_spreadsheet_of_each_kind_is_read_by_its_content_apart(tmp_path, make, kind):
    content = make(ROWS)
    assert sheets.kind_of(content) == kind
    found, why = _apart(tmp_path, content, kind)
    assert why is None
    assert found[0] == HEAD
    assert [row[0] if row else "" for row in found[1:]] == ["Karen Bøgh", "محمود", "", "Ulla Æbelø"]
    assert found[1][4].split("\n")[0] == "Mere lys på stien."
    assert found[1][3] in {"01-02-2026", "2026-02-01"}


def test_the_million_empty_rows_an_office_program_leaves_are_passed_by_and_gaps_keep_their_lines(tmp_path):
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Svar")
    for cells, times in ((["Svar", "Modtaget"], 1), ([""], 3), (["Ens", ""], 2), ([""], 1_048_570)):
        row = Row()
        for one in cells:
            cell = Cell(text=one) if one else Cell()
            cell.repeated = 1 if one else 1024
            row.append_cell(cell)
        row.repeated = times
        table.append_row(row)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    assert _apart(tmp_path, out.getvalue(), ODS) == ([["Svar", "Modtaget"], [], [], [], ["Ens"], ["Ens"]], None)
    assert _apart(tmp_path, _csv([["Svar", "b"], *[[]] * 9_999, ["x", "y"]]), CSV)[1] is None
    assert _apart(tmp_path, _csv([["Svar", "b"], *[[]] * 10_001, ["x", "y"]]), CSV)[1] is Why.TOO_MUCH


def test_the_sheet_that_can_be_seen_is_read_whole_whatever_the_file_says_of_its_size(tmp_path):
    book = Workbook()
    book.active.append(["Skjult"])
    book.active.sheet_state = "hidden"
    seen = book.create_sheet("Svar")
    for row in (["Navn", "Svar"], ["Bo", "Ja\x0b\u202eNej"], ["Eva", "Nej"]):
        seen.append([one.replace("\x0b", "") for one in row])
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/worksheets/sheet2.xml"] = re.sub(
        rb'<dimension ref="[^"]+"', b'<dimension ref="A1"', parts["xl/worksheets/sheet2.xml"]
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    found, why = _apart(tmp_path, out.getvalue(), XLSX)
    assert (why, [row[0] for row in found]) == (None, ["Navn", "Bo", "Eva"])


def test_signs_that_steer_are_in_no_cell_and_a_broken_archive_is_no_spreadsheet(tmp_path):
    found, _why = _apart(tmp_path, b"Navn;Svar\nBo;b\x00c\x01d", CSV)
    assert "\x00" not in found[1][1]
    assert "\x01" not in found[1][1]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", ODS)
    content = bytearray(out.getvalue())
    content[40:60] = b"\xff" * 20
    assert sheets.kind_of(bytes(content)) == ""


def test_a_day_of_a_spreadsheet_is_a_day_whatever_it_shows(tmp_path):
    document = Document("spreadsheet")
    document.body.clear()
    table, row = Table("Svar"), Row()
    row.append_cell(Cell(date(2026, 2, 3), text="3. feb."))
    table.append_row(row)
    document.body.append(table)
    out = io.BytesIO()
    document.save(out)
    assert _apart(tmp_path, out.getvalue(), ODS)[0] == [["2026-02-03"]]


def test_what_an_older_excel_saved_is_read_in_its_own_letters(tmp_path):
    found, _why = _apart(tmp_path, _csv([["Navn", "Svar"], ["Bøgh", "Æ, ø og å"]], encoding="cp1252"), CSV)
    assert found[1] == ["Bøgh", "Æ, ø og å"]


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7;", b"PK\x03\x04 broken", b"\x89PNG\r\n;", b"en tekst uden kolonner", b"a;\0b"],
)
def test_what_is_no_spreadsheet_is_refused(content):
    assert sheets.kind_of(content) == ""


def test_too_much_and_broken_are_said_and_never_half_read(tmp_path):
    assert _apart(tmp_path, _csv([["Svar"], *[["x"]] * 1001]), CSV)[1] is Why.TOO_MUCH
    assert _apart(tmp_path, _csv([["Svar"], ["x" * 20_001]]), CSV)[1] is Why.TOO_MUCH
    assert _apart(tmp_path, _csv([["Svar"] * 61]), CSV)[1] is Why.TOO_MUCH
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("xl/workbook.xml", "<workbook")
    assert sheets.kind_of(out.getvalue()) == XLSX
    assert _apart(tmp_path, out.getvalue(), XLSX) == ([], Why.BROKEN)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-02-01", datetime(2026, 2, 1, 11, tzinfo=UTC)),
        ("01-02-2026", datetime(2026, 2, 1, 11, tzinfo=UTC)),
        ("1/2/2026", datetime(2026, 2, 1, 11, tzinfo=UTC)),
        ("1.7.2025 9.05", datetime(2025, 7, 1, 7, 5, tzinfo=UTC)),  # in summer
        ("2026-02-01T23:59", datetime(2026, 2, 1, 22, 59, tzinfo=UTC)),
        (f"{NOON:%Y-%m-%d}", NOON),
        ("i går", None),
        ("31-02-2026", None),
        ("01-02-2026 25:00", None),
        ("31-12-0206", None),
        ("1-1-0001 00:00", None),
        ("2026-02-01T09:30:00Z", datetime(2026, 2, 1, 9, 30, tzinfo=UTC)),
        ("", None),
    ],
)
def test_a_moment_is_read_as_people_write_it(written, said):
    assert moment(written, NOON.replace(hour=9) if said == NOON else NOON) == (
        NOON.replace(hour=9) if said == NOON else said
    )


def _judged(*rows, head=HEAD, protected=False):
    question = SimpleNamespace(id=7, number=1, text="Hvor?")
    hearing = SimpleNamespace(questions=[question], allows_protected_names=protected)
    return read([head, *rows], hearing, {"princip 1": 3}, NOON)


@pytest.mark.parametrize(
    ("row", "faults"),
    [
        (["Bo", "", "mail", "01-02-2026", "Ja."], []),
        (["", "", "", "01-02-2026", "Ja."], []),  # nobody has to say who they are, and a mail is the usual way
        (["Bo", "", "mail", "01-02-2026", ""], [Fault.NO_WORDS]),
        (["Bo", "", "mail", "", "Ja."], [Fault.NO_DAY]),
        (["Bo", "", "mail", "01-02-2027", "Ja."], [Fault.DAY_TO_COME]),
        (["Bo", "", "due", "01-02-2026", "Ja."], [Fault.NO_MEDIUM]),
        (["Bo", "bo(at)x.dk", "mail", "01-02-2026", "Ja."], [Fault.BAD_ADDRESS]),
        (["Bo 010190-1234", "", "mail", "01-02-2026", "Ja."], [Fault.NAME_HAS_NUMBER]),
        (["x" * 151, "", "mail", "01-02-2026", "Ja."], [Fault.TOO_LONG]),
        (["Bo", "", "due", "i går", ""], [Fault.NO_WORDS, Fault.NO_DAY, Fault.NO_MEDIUM]),
    ],
)
def test_each_line_says_all_that_is_wrong_with_it(row, faults):
    [judged] = _judged(row).rows
    assert (judged.line, [one for one, _about in judged.faults]) == (2, faults)


def test_lines_are_numbered_as_in_the_spreadsheet_and_doubles_name_each_other():
    good = ["Bo", "", "mail", "01-02-2026", "Ja."]
    found = _judged(good, [""] * 5, ["BO ", "", "mail", "03-02-2026", "ja."], ["Eva", "", "mail", "01-02-2026", "Ja."])
    assert [(one.line, one.faults) for one in found.rows] == [(2, ()), (4, ((Fault.TWICE, "2"),)), (5, ())]
    assert found.unknown == ("Farve",)
    nameless = _judged(["", "", "mail", "01-02-2026", "Enig."], ["", "", "mail", "01-02-2026", "Enig."])
    assert len(nameless.good) == 2, "two who say nothing of themselves may say the same"


def test_questions_and_sections_have_their_columns_and_names_are_kept_back_where_they_may_be():
    head = ["Navn", "Navn holdes tilbage", "Modtaget", "Hvor?", "PRINCIP 1"]
    [row] = _judged(["Bo", "ja", "01-02-2026", "Ved skolen", "Mere lys"], head=head, protected=True).rows
    assert [(one.text, one.question_id, one.section_text_id) for one in row.said] == [
        ("Ved skolen", 7, None),
        ("Mere lys", None, 3),
    ]
    assert (row.is_good, row.sender.is_protected) == (True, True)
    [refused] = _judged(["Bo", "ja", "01-02-2026", "Ved skolen", ""], head=head).rows
    assert [one for one, _about in refused.faults] == [Fault.NO_PROTECTED_NAMES]
    [unclear] = _judged(["Bo", "måske", "01-02-2026", "Ved skolen", ""], head=head, protected=True).rows
    assert [one for one, _about in unclear.faults] == [Fault.BAD_YES]
    assert _judged(head=["Navn", "Modtaget"]).missing == (Column.TEXT,)


@pytest.fixture
def hearing(session):
    return a_hearing(session, audience=Audience.BOTH, moderation=Moderation.AFTER)


def _handed_in(session, hearing, folder, rows=ROWS):
    officer = a_context(session, the_officer(session, hearing.process))
    made = actions.hand_in_sheet(officer, hearing.id, folder, name="mappe/svar.csv", content=_csv(rows))
    found = sheets.UNREAD.begin(officer)
    assert found is made
    cells, why = intake.rows(made, folder)
    sheets.enter(officer, made.id, cells, why)
    session.flush()
    return officer, made


def test_its_good_lines_are_entered_once_and_then_nothing_of_it_is_kept(session, hearing, tmp_path):
    officer, made = _handed_in(session, hearing, tmp_path)
    assert (made.state, made.name, made.file_id) == (SheetState.READ, "svar.csv", None)
    assert session.scalar(select(Response.id).where(Response.hearing_id == hearing.id)) is None, "nothing is entered"
    judged = queries.rows_of(officer, made, hearing, {})
    assert [one.line for one in judged.good] == [2, 3, 5]
    first = judged.good[0]
    actions.enter(officer, hearing.id, first.sender, first.said, medium=first.medium, received_at=first.received_at)
    actions.finish_sheet(officer, made.id, lines=[2], is_done=False)
    session.flush()
    again = queries.rows_of(officer, made, hearing, {})
    assert [one.line for one in again.rows] == [3, 5], (
        "what is entered is kept here no longer, the others keep their lines"
    )
    _officer, anew = _handed_in(session, hearing, tmp_path)
    release.hide(officer, session.scalar(select(Response.id)), rule=1, reason="Nej.")
    session.flush()
    found = queries.rows_of(officer, anew, hearing, {})
    assert [(one.line, [fault for fault, _about in one.faults]) for one in found.rows] == [
        (2, [Fault.THERE_ALREADY]), (3, []), (5, []),
    ], "not even what was hidden is entered again"  # fmt: skip
    [response] = session.scalars(select(Response).where(Response.hearing_id == hearing.id))
    assert (response.medium, response.state, response.text) == (
        Medium.PAPER, ResponseState.HIDDEN, "Mere lys på stien.\nOg bænke.",
    )  # fmt: skip
    actions.finish_sheet(officer, made.id)
    assert (made.state, made.rows, made.entered) == (SheetState.DONE, [], 1)
    with pytest.raises(Refusal) as refused:
        actions.finish_sheet(officer, made.id)
    assert refused.value.reason is Reason.NOT_NOW


def test_only_the_hearing_s_officers_see_a_spreadsheet(session, hearing, tmp_path):
    _officer, made = _handed_in(session, hearing, tmp_path)
    with pytest.raises(Refusal):
        queries.sheet(a_context(session, a_person(session)), made.id)
    with pytest.raises(Refusal) as refused:
        actions.hand_in_sheet(
            a_context(session, a_person(session)), hearing.id, tmp_path, name="a.csv", content=_csv(ROWS)
        )
    assert refused.value.reason is Reason.NOT_YOURS


def test_rows_that_nobody_enters_are_forgotten_after_a_month(session, hearing, tmp_path):
    officer, made = _handed_in(session, hearing, tmp_path)
    later = a_context(session, now=officer.now + timedelta(days=29))
    assert not sheets.has_old(later)
    later = a_context(session, now=officer.now + timedelta(days=31))
    assert sheets.has_old(later)
    assert sheets.forget(later) == 1
    assert (made.state, made.rows) == (SheetState.DONE, [])


def test_a_spreadsheet_that_is_tried_in_vain_is_said_to_be_unreadable(session, hearing, tmp_path):
    officer = a_context(session, the_officer(session, hearing.process))
    made = actions.hand_in_sheet(officer, hearing.id, tmp_path, name="svar.csv", content=_csv(ROWS))
    made.tries = 4
    cells, why = intake.rows(made, tmp_path)
    sheets.enter(officer, made.id, cells, why)
    assert (made.state, made.why, sheets.UNREAD.is_waiting(officer)) == (SheetState.UNREADABLE, "broken", False)
    assert session.scalar(select(StoredFile.id)) is not None, "its content is swept by the worker"


@pytest.fixture
def fresh(site):
    """Give the site, and take back afterwards what was done with it."""
    yield site
    site.restore()


def _letters(site, *files, **given):
    path = site.at("/da/hearings/{open_hearing}/sheets/files")
    data = {"csrf_token": site.token("officer"), "once": str(len(files)), "medium": "paper", **given}
    sent = [(io.BytesIO(content), name) for name, content in files]
    return site.client("officer").post(path, data={**data, "letters": sent}, content_type="multipart/form-data")


def test_each_file_of_a_folder_becomes_an_answer_or_none_does(fresh):
    good = letter("Karen", "Mere lys.")
    with Session(fresh.engine) as session:
        before = session.scalar(select(func.count(Response.id)))
    refused = _letters(fresh, ("Karen.docx", good), ("virus.exe", b"MZ\x90"), received_at="2026-03-01T12:00")
    assert refused.status_code == 422
    assert "virus.exe" in refused.text
    none = _letters(fresh, received_at="2026-03-01T12:00")
    assert (none.status_code, "Vælg mindst én fil." in none.text) == (422, True)
    with Session(fresh.engine) as session:
        assert session.scalar(select(func.count(Response.id))) == before, "none is entered where one cannot be"
    taken = _letters(
        fresh,
        ("post/Karen Bøgh.docx", good),
        ("Ravn, Ulla.docx", letter("Ulla", "Bænke.")),
        received_at="2026-03-01T12:00",
    )
    assert taken.status_code == 303
    with Session(fresh.engine) as session:
        made = session.scalars(select(Sender.name).join(Response).order_by(Response.id.desc()).limit(2)).all()
        assert set(made) == {"Karen Bøgh", "Ravn, Ulla"}
