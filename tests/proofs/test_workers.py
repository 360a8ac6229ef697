"""Workers that are killed, and files that were made to stop them: no job is lost or done twice, and no mail waits.

Short here, in full by `make prove`, which prints its figures.
"""

import os
import random
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from civic.app import create_app
from civic.config import HERE, Settings
from civic.db.engine import make_engine, writing
from civic.files import uploads
from civic.files.uploads import Upload, UploadState
from civic.jobs import Worker
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context, utc_now
from civic.kernel.trace import Kind, Ref
from civic.people import actions as people
from civic.people.models import Purpose
from tests.bench import machine
from tests.bench.serving import SECRET, filled
from tests.documents.files import SEEN, docx, par, pdf

IN_FULL = bool(os.environ.get("CIVIC_PROVE"))
KILLS = 20 if IN_FULL else 3


@pytest.fixture(scope="module", params=["sqlite", "postgresql"] if IN_FULL else ["postgresql"])
def base(request, tmp_path_factory):
    """Give a filled database of each kind; each test looks at the files it hands in itself."""
    return filled(tmp_path_factory.mktemp("workers"), request.param, 0, request.getfixturevalue("postgresql"))


def _environ(base):
    paths = {"CIVIC_DATA_DIR": str(base.folder), "CIVIC_DATABASE_URL": base.url}
    return {**os.environ, **paths, "CIVIC_DEMO": "1", "CIVIC_SECRET": SECRET, "CIVIC_SMTP_URL": ""}


def _worker(base, *work):
    command = [sys.executable, "-m", "civic.cli", "worker", *work]
    return subprocess.Popen(command, cwd=HERE, env=_environ(base), stderr=subprocess.DEVNULL)


def _hand_in(engine, folder, contents):
    with Session(writing(engine)) as session:
        context = Context(VISITOR, utc_now(), session)
        ids = [
            uploads.receive(context, folder / "files", Ref(Kind.HEARING, 1), name=name, content=content).id
            for name, content in contents
        ]
        session.commit()
    return ids


def _read(engine, ids):
    with Session(engine) as session:
        return dict(session.execute(select(Upload.id, Upload.read_at).where(Upload.id.in_(ids))).tuples().all())


def _until(is_so, seconds=60.0):
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it did not come"
        time.sleep(0.05)


def _slow(number):
    """Return a PDF of a few kilobytes with a hundred thousand letters beside each other."""
    letters = "".join(f"1 0 0 1 {at % 500} {at // 500} Tm (a) Tj " for at in range(100_000))
    return pdf(f"% {number}\nBT /F1 1 Tf {letters} ET")


def _deep():
    """Return a Word file of tables in tables, which cost more the deeper they stand."""
    inside = par("x")
    for _ in range(200):
        inside = f"<w:tbl><w:tr><w:tc>{inside}<w:p/></w:tc><w:tc>{par('y')}</w:tc></w:tr></w:tbl>"
    return docx(inside * 20)


def test_a_mail_does_not_wait_for_files_that_were_made_to_stop_the_worker(base):
    engine = make_engine(base.url)
    files = [("a.pdf", _slow(1)), ("b.pdf", _slow(2)), ("c.docx", _deep()), ("d.pdf", _slow(3))]
    ids = _hand_in(engine, base.folder, files)
    worker = _worker(base)
    try:
        _until(lambda: _begun(engine, ids[0]))
        before = set((base.folder / "mail").glob("*.eml"))
        with Session(writing(engine)) as session:
            context = Context(VISITOR, utc_now(), session)
            people.ask_for_link(context, Purpose.SIGN_IN, email="resident@civic.invalid")
            session.commit()
        _until(lambda: set((base.folder / "mail").glob("*.eml")) > before)
        assert None in _read(engine, ids).values()  # the mail left while the files were being read
        _until(lambda: None not in _read(engine, ids).values(), 150)
    finally:
        worker.terminate()
        worker.wait()
        engine.dispose()


def _begun(engine, upload_id):
    with Session(engine) as session:
        return session.scalar(select(Upload.tries).where(Upload.id == upload_id)) > 0


def test_a_worker_that_is_killed_loses_no_file_and_reads_none_twice(base, capsys):
    engine = make_engine(base.url)
    files = [(f"{number}.pdf", pdf(f"% {number}\n{SEEN}")) for number in range(KILLS * 2)]
    ids = _hand_in(engine, base.folder, files)
    for _ in range(KILLS):
        worker = _worker(base, "files")
        time.sleep(random.uniform(1.0, 2.5))
        for pid in machine.family(worker.pid):
            os.kill(pid, signal.SIGKILL)
        worker.wait()
    killed = sum(at is not None for at in _read(engine, ids).values())
    settings = Settings(secret=SECRET, data_dir=base.folder)
    later = Worker(create_app(settings, engine=engine), engine, settings, lambda: utc_now() + timedelta(hours=1))
    while later.once():
        pass
    with Session(engine) as session:
        found = session.scalars(select(Upload).where(Upload.id.in_(ids))).all()
        assert all(one.read_at is not None and one.state is UploadState.CLEAN and one.shown_id for one in found)
        assert not session.scalar(select(func.count()).where(uploads.UploadPage.upload_id.in_(ids)))
    with capsys.disabled():
        if IN_FULL:
            print(f"\n{base.kind}: {KILLS} kills, {killed} of {len(ids)} files read meanwhile, the rest afterwards")
    engine.dispose()


def test_two_workers_share_the_files_and_read_none_twice(base):
    engine = make_engine(base.url)
    ids = _hand_in(engine, base.folder, [(f"{number}.pdf", pdf(f"% {number}\n{SEEN}")) for number in range(6)])
    workers = [_worker(base, "files") for _ in range(2)]
    try:
        _until(lambda: None not in _read(engine, ids).values())
    finally:
        for one in workers:
            one.terminate()
            one.wait()
    with Session(engine) as session:
        assert set(session.scalars(select(Upload.tries).where(Upload.id.in_(ids)))) == {1}
    engine.dispose()


def test_a_worker_that_dies_is_started_again_and_the_others_go_on(base):
    """The rest between is five seconds: it is waited for, not measured."""
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "civic.cli", "worker"], cwd=HERE, env=_environ(base), stderr=subprocess.PIPE, text=True
    )
    try:
        _until(lambda: set(_workers(supervisor.pid)) == {"mail", "files", "copies"})
        first = _workers(supervisor.pid)
        os.kill(first["files"], signal.SIGKILL)
        _until(lambda: _workers(supervisor.pid).get("files") not in {None, first["files"]})
        assert _workers(supervisor.pid)["mail"] == first["mail"]
    finally:
        supervisor.terminate()
        said = supervisor.communicate()[1]
    assert "The worker for files ended (-9). It is started again." in said
    assert supervisor.returncode == 0


def _workers(pid):
    """Return the workers under a process, by what they are there for."""
    found = {}
    for one in machine.family(pid):
        try:
            words = Path(f"/proc/{one}/cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "worker" in words and words[words.index("worker") + 1]:
            found[words[words.index("worker") + 1]] = one
    return found
