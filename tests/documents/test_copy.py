"""A process as a copy that needs no server: what everybody can read is in it, nothing else, and it works unpacked."""

import csv
import hashlib
import io
import json
import os
import posixpath
import subprocess
import sys
import zipfile
from datetime import timedelta
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.board.models import Posting
from civic.db.engine import writing
from civic.dialogue.models import Comment
from civic.documents import site as copying
from civic.files import renditions
from civic.files.renditions import Format, Rendition, What
from civic.kernel.audit import AuditEntry
from civic.kernel.trace import Kind, Ref
from civic.processes import copies
from tests.live import Live, visiting
from tests.make import a_context
from tests.recount.recounting import FILE
from tools.docs import workflows

pytestmark = pytest.mark.browser
GIVING = """
accept add_agenda_item add_area add_audience add_ballot add_body add_case add_dissent add_draw add_earlier
add_evidence add_facilitator add_factor add_follow_up add_group add_kind add_lesson add_letter add_material
add_meeting add_member add_milestone add_name add_organisation add_paper add_part add_participant add_photo
add_plan add_programme add_programme_item add_report add_rule add_scheme add_shift add_sitting_item add_station
add_term add_to add_to_minutes add_to_note add_to_roll add_to_sitting_item add_topic add_unit adopt agree_action
agree_to_change amend answer answer_again answer_contest answer_lot answer_objection answer_task appeal apply
appoint approve_as_chair approve_mandate approve_minutes ask_erasure ask_for_change ask_for_copy ask_for_file
ask_for_letters ask_for_link ask_for_report ask_redaction ask_role assess attach begin begin_audit begin_minutes
call_off_draw call_roll cancel carry_out change change_body change_draw change_kind change_language change_pace
change_part change_password change_plan change_programme change_quotas change_rule change_scheme
change_sitting_item change_term change_unit classify close_calendar close_scheme comment conclude confirm
confirm_address confirm_entry consider contest correct_letter correct_member correct_name count count_attendance
decide decide_amendment decide_participant decline_change decline_for decline_redaction decline_role describe
discuss dismiss draft draw_among_level draw_lots draw_more end end_action end_phrase end_plan end_rule end_seat
end_sessions end_share enter enter_draw enter_papers expect extend extend_draw find_useful find_useful_no_more
finish finish_sheet flag follow freeze_pool give_role go_on_with_action grant_role group hand_in hand_in_list
hand_in_minutes hand_in_sheet hand_in_slides hand_in_template hand_over hold implement import invite_participant
issue_version join keep keep_phrase leave_draw link_change link_origin look make_codes mark mark_done mark_ready
merge move_on name_proposals object open open_calendar open_draw open_item open_scheme order_sections part
propose prove publish_again publish_evidence publish_lesson publish_result publish_sitting_item publish_version
put_about put_in_force put_to_adoption put_wording rank reach_audience read read_amendment read_desk read_draft
read_edits read_entrants read_erasure read_notifications read_over read_participants read_public
read_registrations read_request read_result read_roles read_roll read_security read_sitting_item read_station
read_stations receive record record_approval record_fund register reinstate release remind remove_factor rename
reopen replace_drawn reply report report_back report_progress respond respond_alone reveal_name say_for_panel
say_understood say_where send_on set_agenda set_hearings set_password set_registration set_sittings set_support
set_up_panel share share_out show_at_once show_name sign_in sign_out speak_to split start_hearing start_process
stop_mails strike_entrant submit sum_up support table take take_off_roll take_out_part take_out_registration
take_out_sitting_item take_out_term throw_away tie_origin tie_task try_out unfollow ungroup unlink_change unmark
untie_origin uphold verify vote wipe_trial withdraw_invitation withdraw_support work_out write write_minutes
"""
"""Verbs by which nothing that everybody could read goes."""


@pytest.fixture(scope="module")
def served(folder, catalogues, template):
    """Give the demo as it is served, with every document of it made."""
    made = Live(folder, catalogues, template)
    made.work()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def copied(served, browser, tmp_path_factory):
    """Give the folder in which a visitor has unpacked the copy that the case officer asked for."""
    with visiting(served, browser, "Lone Kragh") as lone:
        page = lone.open("/da/processes/1")
        page.get_by_role("link", name="Hele forløbet som kopi").click()
        assert "Ingen har lavet en kopi endnu." in page.content()
        page.get_by_role("button", name="Lav kopien").click()
        assert "Kopien er ved at blive lavet." in page.content()
        assert page.get_by_role("button", name="Lav den").count() == 0, "it is asked for once"
    served.work()
    with visiting(served, browser) as visit:
        page = visit.open("/da/processes/1/copy")
        assert page.get_by_role("button", name="Lav den").count() == 0
        with page.expect_download() as download:
            page.get_by_role("link", name="Hent kopien").click()
        content = download.value.path().read_bytes()
        assert hashlib.sha256(content).hexdigest() in page.content()
    place = tmp_path_factory.mktemp("copy")
    zipfile.ZipFile(io.BytesIO(content)).extractall(place)
    return place


def _pages(place):
    return {one.relative_to(place).as_posix(): html.fromstring(one.read_bytes()) for one in place.rglob("*.html")}


def test_every_link_leads_to_a_file_of_the_copy_or_names_the_site(copied, served):
    for path, page in _pages(copied).items():
        assert page.xpath("//script | //form | //button | //input") == [], path
        for where in map(str, page.xpath("//@href | //@src")):
            parts = urlsplit(where)
            if parts.scheme:
                assert where.startswith((served.address, "mailto:", "tel:")) or "gentofte.dk" in where, (path, where)
                continue
            target = (
                posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
            )
            assert (copied / target).is_file(), (path, where)
            if parts.fragment and target.endswith(".html"):
                assert f'id="{parts.fragment}"' in (copied / target).read_text(), (path, where)


def test_everything_that_hangs_on_the_processes_board_has_its_page_and_its_row(copied, served):
    things = json.loads((copied / "data/things.json").read_text())
    with Session(served.engine) as session:
        hung = session.scalars(select(Posting).where(Posting.process_id == 1, Posting.seen_by.is_(None))).all()
    assert {(one["kind"], one["id"]) for one in things} == {(one.kind.value, one.thing_id) for one in hung}
    assert len(hung) > 20
    for one in things:
        assert (copied / one["page"]).is_file(), one
        assert one["title"]
    manifest = json.loads((copied / "manifest.json").read_text())
    titles = {one["path"]: one.get("title", "") for one in manifest["files"]}
    for one in things:
        if one["kind"] in {"proposal", "hearing", "case", "report"}:
            assert one["title"] in titles[one["page"]] or one["title"] in (copied / one["page"]).read_text(), one


def test_every_file_stands_in_the_manifest_with_its_hash_and_one_command_checks_them(copied):
    manifest = json.loads((copied / "manifest.json").read_text())
    told = {one["path"]: one for one in manifest["files"]}
    there = {one.relative_to(copied).as_posix() for one in copied.rglob("*") if one.is_file()}
    assert there - set(told) == {"manifest.json"}
    assert set(told) <= there
    for path, one in told.items():
        content = (copied / path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (one["bytes"], one["sha256"]), path
    check = ["sha256sum", "--check", "--quiet", "sha256sums.txt"]
    assert subprocess.run(check, cwd=copied, check=False, capture_output=True).returncode == 0
    (copied / "da/recount.py").write_bytes((copied / "da/recount.py").read_bytes() + b"#")
    assert subprocess.run(check, cwd=copied, check=False, capture_output=True).returncode == 1
    (copied / "da/recount.py").write_bytes(FILE.read_bytes())
    assert manifest["copied_from"].endswith("/da/processes/1")


def test_every_column_is_described_and_both_forms_say_the_same(copied):
    package = json.loads((copied / "data/datapackage.json").read_text())
    assert {one["path"] for one in package["resources"]} == {one.name for one in (copied / "data").glob("*.csv")}
    held = {}
    for one in package["resources"]:
        fields = one["schema"]["fields"]
        assert all(each["description"] and each["type"] for each in fields)
        with (copied / "data" / one["path"]).open(encoding="utf-8-sig", newline="") as file:
            sheet = list(csv.DictReader(file))
        rows = json.loads((copied / "data" / one["path"].replace(".csv", ".json")).read_text())
        held[one["path"]] = len(rows)
        assert [list(row) for row in sheet[:1]] == [[each["name"] for each in fields]] * len(sheet[:1])
        assert len(sheet) == len(rows)
        for line, row in zip(sheet, rows, strict=True):
            for name, value in row.items():
                said = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
                assert line[name] in {said, f"'{said}"}, (one["path"], name)
    assert all(held[name] for name in ("things.csv", "sections.csv", "answers.csv", "remarks.csv", "decisions.csv"))
    assert held["links.csv"] > 5


def test_the_hearing_is_recounted_from_the_folder_alone(copied):
    ran = subprocess.run(
        [sys.executable, "-I", "da/recount.py", "da/hearings/1/recount.json"],
        cwd=copied, check=False, capture_output=True, text=True, env={"PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_its_documents_lie_in_it(copied):
    made = {one.relative_to(copied).as_posix() for one in copied.rglob("*.pdf")}
    assert {"da/hearings/1/note.pdf", "da/hearings/1/white-book.pdf", "da/versions/2/report.pdf"} <= made
    assert (copied / "da/hearings/1/note.pdf").read_bytes().startswith(b"%PDF")
    assert "Dokumenterne bliver lavet" not in (copied / "da/hearings/1/note.html").read_text()


def test_it_is_read_in_a_browser_without_any_network(copied, browser):
    context = browser.new_context(offline=True)
    page = context.new_page()
    failed = []
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("request", lambda request: failed.append(request.url) if request.url.startswith("http") else None)
    page.goto((copied / "index.html").as_uri())
    page.get_by_role("link", name="Begynd med forløbet").click()
    assert page.locator("h1").inner_text() == "Boligsocial indsats"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"IBM Plex')
    page.get_by_role("link", name="Alt i kopien").click()
    page.locator("a[href='da/hearings/1/note.html']").or_(page.locator("a[href='da/hearings/1.html']")).first.click()
    page.get_by_role("link", name="Høringsnotat").first.click()
    page.get_by_role("link", name="Princip 4").first.click()
    assert "og kunne nås uden trapper" in page.locator("main").inner_text()
    assert page.url.startswith("file://")
    assert failed == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_what_no_visitor_reads_is_not_in_it_and_what_is_taken_out_takes_the_copy_with_it(served, browser, copied):
    everything = b"".join(one.read_bytes() for one in copied.rglob("*") if one.suffix in {".html", ".json", ".csv"})
    with Session(served.engine) as session:
        comment = session.scalar(select(Comment).where(Comment.kind == Kind.PROPOSAL, Comment.thing_id == 1))
    assert comment.text.encode() in everything
    for name in ("Lone Kragh", "kragh@", "csrf_token"):
        assert name.encode() not in everything, "who works there is on no public page"
    with visiting(served, browser, "Mikkel Dam") as mikkel:
        page = mikkel.open(f"/da/comments/{comment.id}")
        page.get_by_label("Begrundelse").last.fill("Den omtaler en nabo.")
        page.get_by_role("combobox").last.select_option(index=1)
        with page.expect_navigation():
            page.get_by_role("button", name="Skjul").last.click()
    with visiting(served, browser) as visit:
        page = visit.open("/da/processes/1/copy")
        assert "Kopien er ved at blive lavet." in page.content()
        assert page.request.get(f"{served.address}/da/processes/1/copy.zip").status == 404
    served.work()
    with visiting(served, browser) as visit:
        page = visit.open("/da/processes/1/copy")
        assert "Kopien er ved at blive lavet." in page.content(), "it is made anew every ten minutes at most"
        served.now += timedelta(minutes=11)
        served.work()
        page = visit.open("/da/processes/1/copy")
        with page.expect_download() as download:
            page.get_by_role("link", name="Hent kopien").click()
        renewed = zipfile.ZipFile(download.value.path())
    assert not any(comment.text.encode() in renewed.read(name) for name in renewed.namelist())


def test_a_process_that_is_too_large_is_not_cut(served, monkeypatch):
    monkeypatch.setattr(copying, "MOST_ASKED", 10)
    with Session(served.engine) as session, pytest.raises(copying.TooLargeError):
        copying.site(served.app, a_context(session), 1, lambda pages: None)
    with Session(writing(served.engine)) as session:
        renditions.ask(a_context(session), Ref(Kind.PROCESS, 4), What.COPY, Format.ZIP)
        session.commit()
    served.work()
    with Session(served.engine) as session:
        asked = session.scalars(select(Rendition).where(Rendition.what == What.COPY, Rendition.thing_id == 4)).one()
    assert asked.is_too_large, "it is not crawled again and again"


@pytest.fixture
def second(served):
    """Give the copy of another process of the demo, as it is made."""
    with Session(writing(served.engine)) as session:
        renditions.ask(a_context(session), Ref(Kind.PROCESS, 2), What.COPY, Format.ZIP)
        session.commit()
    served.work()
    with Session(served.engine) as session:
        yield session.scalars(select(Rendition).where(Rendition.what == What.COPY, Rendition.thing_id == 2)).one()


def _done(served, verb, kind, thing_id):
    """Write down that something was done, as an action would."""
    with Session(writing(served.engine)) as session:
        entry = AuditEntry(at=served.now, verb=verb, kind=kind, thing_id=thing_id, actor_id=None)
        session.add(entry)
        session.commit()
        return entry.id


@pytest.mark.parametrize(
    ("verb", "kind", "which", "is_meant"),
    [
        ("hide", "comment", "SELECT id FROM comment WHERE process_id = 2", True),
        ("hide", "comment", "SELECT id FROM comment WHERE process_id = 1", False),
        ("edit", "comment", "SELECT id FROM comment WHERE process_id = 2", True),
        (
            "hide",
            "response",
            "SELECT r.id FROM response r JOIN hearing h ON h.id = r.hearing_id WHERE h.process_id <> 2",
            False,
        ),
        ("close_item", "case_file", "SELECT id FROM case_file WHERE process_id = 4", True),
        ("take_out", "earlier_decision", "SELECT 9999", True),
        ("hide", "comment", "SELECT 9999", True),
        ("protect_name", "person", "SELECT author_id FROM comment WHERE process_id = 2", True),
        ("protect_name", "person", "SELECT id FROM person WHERE name = 'Rasmus Bech'", False),
        ("support", "proposal", "SELECT id FROM proposal", False),
    ],
)
def test_a_copy_is_refused_once_something_may_have_been_taken_out_of_it(served, second, verb, kind, which, is_meant):
    with served.engine.connect() as connection:
        thing_id = connection.exec_driver_sql(which).scalar()
    assert thing_id is not None, "the demo has one"
    number = _done(served, verb, kind, thing_id)
    with Session(writing(served.engine)) as session:
        assert copies.is_outdated(a_context(session), second) is is_meant
        session.delete(session.get_one(AuditEntry, number))
        session.commit()


def test_whatever_is_done_either_takes_something_out_or_is_known_to_take_nothing():
    verbs = {verb.value for workflow in workflows() for verb in workflow.table}
    assert verbs >= copies.TAKING, "no verb is called that"
    assert verbs - copies.TAKING == set(GIVING.split()), "a new verb: does it take words from the public?"
