"""What an operator meets: one command that serves, and refusals to serve what must not be."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import replace

import pytest
from click.testing import CliRunner
from sqlalchemy import event, select, text, update
from sqlalchemy.orm import Session

from civic.app import create_app
from civic.cli import main, refusals
from civic.config import HERE, SettingError, Settings, read
from civic.db.engine import make_engine, writing
from civic.db.frozen import thawing
from civic.db.installation import mark
from civic.db.migrate import upgrade
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.people.actions import found_municipality
from civic.processes.models import Process
from civic.reports.models import SectionText
from tests.clock import NOON

SOUND = Settings(secret="x" * 40, base_url="https://deltag.eksempel.dk", smtp_url="smtp://127.0.0.1:25")


def _database(folder, name, *, demo):
    engine = make_engine(f"sqlite:///{folder / name}")
    upgrade(engine)
    with Session(writing(engine)) as session:
        mark(session, NOON, is_demo=demo)
        session.commit()
    return engine


def test_a_demo_is_not_served_as_production_nor_the_other_way_round(tmp_path):
    demo, real = _database(tmp_path, "demo.db", demo=True), _database(tmp_path, "real.db", demo=False)
    assert "This database holds the demo" in "".join(refusals(SOUND, demo))
    assert "not a demo" in "".join(refusals(replace(SOUND, demo=True), real))
    assert list(refusals(SOUND, real)) == []
    assert list(refusals(replace(SOUND, demo=True), demo)) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"base_url": "http://deltag.eksempel.dk"}, "CIVIC_BASE_URL is not https"),
        ({"smtp_url": ""}, "reach nobody"),
        ({"secret": ""}, "CIVIC_SECRET is missing"),
        ({"demo": True, "host": "0.0.0.0"}, "on this machine only"),
    ],
)
def test_unsafe_settings_are_refused(tmp_path, changes, said):
    engine = _database(tmp_path, "any.db", demo=changes.get("demo", False))
    assert said in "".join(refusals(replace(SOUND, **changes), engine))


def test_a_new_database_is_refused_until_it_is_migrated(tmp_path):
    assert "civic migrate" in "".join(refusals(SOUND, make_engine(f"sqlite:///{tmp_path / 'new.db'}")))


def test_weak_durability_is_refused(tmp_path):
    engine = _database(tmp_path, "weak.db", demo=False)

    def weaken(connection, record):
        connection.execute("PRAGMA synchronous=NORMAL")

    event.listen(engine, "connect", weaken)
    engine.dispose()
    assert "could lose what it has acknowledged" in "".join(refusals(SOUND, engine))


def test_a_setting_that_makes_no_sense_is_named():
    with pytest.raises(SettingError, match="CIVIC_PORT"):
        read({"CIVIC_PORT": "ottetusinde"})


def _civic(**environ):
    """Return the commands as an operator gives them, with these settings and no process of their own."""
    settings = {"CIVIC_DEMO": None, "CIVIC_SECRET": None, **environ}
    return lambda *words: CliRunner().invoke(main, words, env=settings)


def test_production_installs_step_by_step(tmp_path):
    civic = _civic(CIVIC_DATA_DIR=str(tmp_path), CIVIC_SECRET="x" * 40)
    assert "up to date" in civic("migrate").stdout
    made = civic("admin", "create", "--name", "Admin", "--email", "a@example.dk", "--password", "fire ord i en sky")
    assert "can sign in" in made.stdout
    assert "at least 12" in civic("admin", "create", "--name", "A", "--email", "b@e.dk", "--password", "kort").stderr
    assert "not a demo" in civic("demo", "--reset").stderr
    assert "whole" in civic("audit").stdout


def test_a_published_version_that_was_changed_behind_our_back_is_told(tmp_path):
    civic = _civic(CIVIC_DEMO="1", CIVIC_DATA_DIR=str(tmp_path))
    civic("demo")
    assert "All 4 published versions read as they were published" in civic("audit").stdout
    engine = make_engine(f"sqlite:///{tmp_path / 'civic.db'}")
    with Session(writing(engine)) as session:
        for statement in thawing("section_text", "sqlite"):  # whoever owns the file can do as much
            session.execute(text(statement))
        session.execute(update(SectionText).where(SectionText.version_id == 2).values(text="Noget andet."))
        session.commit()
    told = civic("audit")
    assert told.exit_code == 1
    assert "Published versions have been changed: 2" in told.stderr


def test_the_demo_is_restored(tmp_path):
    civic = _civic(CIVIC_DEMO="1", CIVIC_DATA_DIR=str(tmp_path))
    assert "Amina Farah" in civic("demo").stdout
    engine = make_engine(f"sqlite:///{tmp_path / 'civic.db'}")
    with Session(writing(engine)) as session:
        session.execute(update(Process).values(title="Ødelagt"))
        session.commit()
    assert civic("demo").exit_code == 0
    with Session(engine) as session:
        assert session.scalar(select(Process.title).limit(1)) == "Ødelagt", "without --reset nothing is touched"
    engine.dispose()
    assert "--reset --large" in civic("demo", "--large").stderr
    assert civic("demo", "--reset").exit_code == 0
    with Session(engine) as session:
        assert session.scalar(select(Process.title).where(Process.id == 1)) == "Boligsocial indsats"


def test_one_command_serves_the_demo_and_one_signal_stops_it(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "CIVIC_DEMO": "1", "CIVIC_PORT": str(port), "CIVIC_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "civic.cli", "run"]
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen(command, cwd=HERE, env=environ, stdout=log, stderr=log, start_new_session=True)
    try:
        page = _asked(f"http://127.0.0.1:{port}/da/processes/1")
        assert "Boligsocial indsats" in page
        slow = [_begun(port) for _ in range(20)]  # forms that are begun and never sent to their end
        for _ in range(3):
            assert "Boligsocial indsats" in _asked(f"http://127.0.0.1:{port}/da/processes/1")
        assert _sent(port) == 403, "a whole form is answered meanwhile"
        for one in slow:
            one.close()
        notes = tmp_path / "data" / "files"
        _until(lambda: notes.exists() and any(notes.iterdir()), "the worker makes the demo's hearing note")
    finally:
        os.killpg(server.pid, signal.SIGINT)
        server.wait(timeout=30)
    said = (tmp_path / "log").read_text()
    assert "Amina Farah" in said
    assert f"http://127.0.0.1:{port}" in said
    assert not re.search("Traceback", said), said
    _until(lambda: not _answers(port), "nothing listens any more")


def _begun(port):
    begun = socket.create_connection(("127.0.0.1", port), timeout=20)
    head = f"POST /da/sign-in HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    begun.sendall(f"{head}Content-Length: 900\r\n\r\nemail=a".encode())
    return begun


def _sent(port):
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/da/sign-in", data=b"email=a", method="POST")
    asked.add_header("Origin", "https://elsewhere.example")
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def _asked(address):
    _until(lambda: _answers(int(address.split(":")[2].split("/")[0])), "the server answers")
    with urllib.request.urlopen(address, timeout=10) as answer:
        return answer.read().decode()


def _answers(port):
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0


def _until(true, what):
    for _ in range(1200):  # on a busy machine the demo takes its time
        if true():
            return
        time.sleep(0.1)
    raise AssertionError(f"in vain: {what}")


def test_over_https_the_cookie_is_one_that_no_other_site_can_set(tmp_path):
    engine = _database(tmp_path, "cookie.db", demo=False)
    with Session(writing(engine)) as session:
        found_municipality(Context(VISITOR, NOON, session), "Byen")
        session.commit()
    app = create_app(replace(SOUND, data_dir=tmp_path), engine=engine)
    got = app.test_client().get("/da/sign-in", base_url="https://deltag.eksempel.dk")
    cookie = got.headers["Set-Cookie"]
    assert cookie.startswith("__Host-civic=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def test_a_name_of_a_site_that_no_site_has_is_a_bad_request(site):
    for host in ("a" * 3000, "a." * 300 + "dk"):
        assert site.app.test_client().get("/da/", headers={"Host": host}).status_code == 400


def test_what_is_written_lies_open_to_its_owner_only(tmp_path):
    place = tmp_path / "data"
    _civic(CIVIC_DEMO="1", CIVIC_DATA_DIR=str(place))("demo")
    assert place.stat().st_mode & 0o077 == 0
    assert all(one.stat().st_mode & 0o077 == 0 for one in place.rglob("*") if one.name != "demo-secret")


def test_a_port_that_is_taken_is_said(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = _civic(CIVIC_DEMO="1", CIVIC_DATA_DIR=str(tmp_path), CIVIC_PORT=str(port))("run")
    assert said.exit_code == 1
    assert f"Something else listens at 127.0.0.1:{port}" in said.stderr
