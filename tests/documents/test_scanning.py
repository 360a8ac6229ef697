"""A virus scanner is asked before a file is read, and a file waits, unread, while it does not answer."""

import socket
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.app import create_app
from civic.config import HERE, Settings
from civic.documents.scanning import ScannerError, is_infected
from civic.files import sheets, uploads
from civic.files.sheets import Sheet
from civic.files.store import keep
from civic.files.uploads import DOCX, Upload, UploadState
from civic.jobs import Work, Worker
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.treatment.models import LetterTemplate, TemplateState
from tests.clock import NOON
from tests.documents.files import SEEN, pdf

EXAMPLE = HERE / "static" / "reply-letter.docx"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """Speaks clamd's protocol at a socket, and knows one virus."""

    def __init__(self, place, *, says=None):
        self.address, self._says = f"unix:{place}", says
        self._listening = socket.socket(socket.AF_UNIX)
        self._listening.bind(str(place))
        self._listening.listen()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            asked, _from = self._listening.accept()
            with asked, asked.makefile("rb") as heard:
                assert heard.read(10) == b"zINSTREAM\0"
                content = b""
                while length := int.from_bytes(heard.read(4), "big"):
                    content += heard.read(length)
                found = b"stream: Eicar-Test-Signature FOUND" if EICAR in content else b"stream: OK"
                asked.sendall((self._says or found) + b"\0")


@pytest.fixture
def scanner(tmp_path):
    return Scanner(tmp_path / "clamd")


def test_a_virus_is_found_and_other_files_pass(tmp_path, scanner):
    (tmp_path / "a").write_bytes(b"x" * 200_000 + EICAR)
    (tmp_path / "b").write_bytes(b"x" * 200_000)
    assert is_infected(tmp_path / "a", scanner.address)
    assert not is_infected(tmp_path / "b", scanner.address)


@pytest.mark.parametrize("says", [b"INSTREAM size limit exceeded. ERROR", b"", b"UNKNOWN COMMAND"])
def test_another_answer_is_none(tmp_path, says):
    scanner = Scanner(tmp_path / "clamd", says=says or b"\0")
    (tmp_path / "a").write_bytes(b"x")
    with pytest.raises(ScannerError):
        is_infected(tmp_path / "a", scanner.address)


def test_a_scanner_that_is_not_there_says_so(tmp_path):
    (tmp_path / "a").write_bytes(b"x")
    for address in (f"unix:{tmp_path}/none", "tcp://127.0.0.1:1", "nonsense"):
        with pytest.raises(ScannerError):
            is_infected(tmp_path / "a", address)


def test_a_file_waits_for_the_scanner_and_an_infected_one_is_shown_to_nobody(site, catalogues, tmp_path):
    folder = site.path.parent
    place = tmp_path / "clamd"
    settings = Settings(
        secret="a secret that is only used in tests ....", demo=True, data_dir=folder, catalogues=catalogues,
        clamd=f"unix:{place}",
    )  # fmt: skip
    now = NOON
    app = create_app(settings, engine=site.engine, clock=lambda: now)
    worker = Worker(app, site.engine, settings, lambda: now, (Work.FILES,))
    ids = [_handed_in(site, content) for content in (pdf(SEEN), pdf(SEEN) + EICAR)]
    sheet_ids, template_ids = _sheets_and_templates(site)
    for minute in range(0, 20, 2):  # much oftener than a broken file is tried
        now = NOON + timedelta(minutes=minute)
        while worker.once():
            pass
    waiting = _all(site, Upload, ids) + _all(site, Sheet, sheet_ids) + _all(site, LetterTemplate, template_ids)
    assert [(one.is_unread, one.tries) for one in waiting] == [(True, 0)] * 6
    Scanner(place)
    now = NOON + timedelta(minutes=20)
    while worker.once():
        pass
    clean, infected = _all(site, Upload, ids)
    assert (clean.state, infected.state, infected.found) == (UploadState.CLEAN, UploadState.UNREADABLE, "infected")
    assert infected.shown_id is None
    clean, infected = _all(site, Sheet, sheet_ids)
    assert (clean.is_read, infected.is_unreadable, infected.why, infected.rows) == (True, True, "infected", [])
    clean, infected = _all(site, LetterTemplate, template_ids)
    assert (clean.is_read, infected.state) == (True, TemplateState.UNREADABLE)
    site.restore()


def _sheets_and_templates(site):
    folder, example = site.path.parent / "files", EXAMPLE.read_bytes()
    with Session(site.engine) as session:
        context, thing = Context(VISITOR, NOON, session), Ref(Kind.HEARING, 1)
        rows = [b"Navn;Svar\nBo;Ja\n" + more for more in (b"", EICAR)]
        made = [sheets.receive(context, folder, thing, name="svar.csv", content=one) for one in rows]
        kept = [keep(context, folder, one, media_type=DOCX) for one in (example, example + EICAR)]
        templates = [LetterTemplate(name="brev.docx", file=one, at=NOON) for one in kept]
        session.add_all(templates)
        session.commit()
        return [one.id for one in made], [one.id for one in templates]


def _handed_in(site, content):
    with Session(site.engine) as session:
        context = Context(VISITOR, NOON, session)
        made = uploads.receive(context, site.path.parent / "files", Ref(Kind.HEARING, 1), name="a.pdf", content=content)
        session.commit()
        return made.id


def _all(site, kind, ids):
    with Session(site.engine) as session:
        return list(session.scalars(select(kind).where(kind.id.in_(ids)).order_by(kind.id)))
