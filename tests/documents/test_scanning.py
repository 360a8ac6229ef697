"""A virus scanner is asked before a file is read, and a file waits, unread, while it does not answer."""

import socket
import threading
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from civic.app import create_app
from civic.config import Settings
from civic.documents.scanning import ScannerError, is_infected
from civic.files import uploads
from civic.files.uploads import Upload, UploadState
from civic.jobs import Work, Worker
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from tests.clock import NOON
from tests.documents.files import SEEN, pdf

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
    while worker.once():
        pass
    assert [one.read_at for one in _uploads(site, ids)] == [None, None]
    assert [one.tries for one in _uploads(site, ids)] == [0, 0]
    Scanner(place)
    now = NOON + timedelta(minutes=2)
    while worker.once():
        pass
    clean, infected = _uploads(site, ids)
    assert (clean.state, infected.state, infected.found) == (UploadState.CLEAN, UploadState.UNREADABLE, "infected")
    assert infected.shown_id is None
    site.restore()


def _handed_in(site, content):
    with Session(site.engine) as session:
        context = Context(VISITOR, NOON, session)
        made = uploads.receive(context, site.path.parent / "files", Ref(Kind.HEARING, 1), name="a.pdf", content=content)
        session.commit()
        return made.id


def _uploads(site, ids):
    with Session(site.engine) as session:
        return session.scalars(select(Upload).where(Upload.id.in_(ids)).order_by(Upload.id)).all()
