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
from civic.jobs import Worker
from civic.kernel.trace import Kind, Ref
from tests.live import Live, visiting
from tests.make import a_context
from tests.recount.recounting import FILE

pytestmark = pytest.mark.browser


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
        with page.expect_download() as download:
            page.get_by_role("link", name="Hent kopien").click()
        renewed = zipfile.ZipFile(download.value.path())
    assert not any(comment.text.encode() in renewed.read(name) for name in renewed.namelist())


def test_a_process_that_is_too_large_is_not_cut(served, monkeypatch):
    monkeypatch.setattr(copying, "MOST_ASKED", 10)
    with Session(served.engine) as session, pytest.raises(copying.TooLargeError):
        copying.site(served.app, a_context(session), 1, lambda pages: None)


def test_another_processes_taking_out_leaves_a_copy_alone(served):
    with Session(writing(served.engine)) as session:
        context = a_context(session)
        renditions.ask(context, Ref(Kind.PROCESS, 2), What.COPY, Format.ZIP)
        session.commit()
    served.work()
    with Session(served.engine) as session:
        made = {
            one.thing_id: one.made_at for one in session.scalars(select(Rendition).where(Rendition.what == What.COPY))
        }
    assert made[2] is not None
    worker = Worker(served.app, served.engine, served.settings, lambda: served.now)
    assert worker.once() == 0
