"""Nothing acknowledged is ever lost: not when the server is killed under load, not when the power goes.

Short here, in full by `make prove`, which prints its figures.
"""

import http.client
import os
import random
import signal
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import apsw
import pytest
from sqlalchemy import text

from civic.db.engine import SQLITE_SETTINGS, make_engine
from tests.bench import machine
from tests.bench.serving import Keys, filled, served
from tests.site import forget_tries

IN_FULL = bool(os.environ.get("CIVIC_PROVE"))
KILLS, CUTS = (20, 300) if IN_FULL else (2, 12)
CLIENTS = 6
PATIENCE = 30
"""Seconds that a server under load gets for its first answers."""


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_server_that_is_killed_has_kept_all_that_it_acknowledged(kind, request, tmp_path, capsys):
    url = request.getfixturevalue("postgresql") if kind == "postgresql" else ""
    base = filled(tmp_path, kind, 0, url)
    keys = Keys(tmp_path)
    acknowledged: list[str] = []
    engine = make_engine(base.url)
    for number in range(KILLS):
        with served("civic.wsgi:app", base) as server:
            stop = threading.Event()
            clients = [
                threading.Thread(
                    target=_comment, args=(server.port, keys, base.names, f"{number}-{one}", acknowledged, stop)
                )
                for one in range(1, CLIENTS + 1)
            ]
            for one in clients:
                one.start()
            before, until = len(acknowledged), time.monotonic() + PATIENCE
            while len(acknowledged) < before + 2 and time.monotonic() < until:
                time.sleep(0.05)  # on a busy machine the first answer takes its time
            time.sleep(random.uniform(0.2, 1.0))
            for pid in machine.family(server.pid):
                os.kill(pid, signal.SIGKILL)
            stop.set()
            for one in clients:
                one.join()
        forget_tries(engine)  # two hundred comments an hour is what one address is given
    with engine.connect() as connection:
        kept = set(connection.execute(text("SELECT text FROM comment")).scalars())
    engine.dispose()
    lost = set(acknowledged) - kept
    with capsys.disabled():
        if IN_FULL:
            print(f"\n{kind}: {KILLS} kills, {len(acknowledged)} acknowledged comments, {len(lost)} lost")
    assert len(acknowledged) > KILLS
    assert lost == set()


def _comment(port, keys, names, who, acknowledged, stop):  # type: ignore[no-untyped-def]
    """Comment over and over until the server is gone, and remember what it said it has kept."""
    path = f"/da/proposals/{names['bench']}/comments"
    headers = {
        "Cookie": keys.cookie(f"voter-{who.split('-')[1]}"),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        for number in range(10_000):
            said = f"Kommentar {who}-{number}"
            body = urlencode({"csrf_token": keys.form(), "once": uuid.uuid4().hex, "text": said})
            connection.request("POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 303
            acknowledged.append(said)
            if stop.is_set():
                return
    except (OSError, http.client.HTTPException):
        return


class Disk(apsw.VFS):
    """A disk that keeps for sure only what was synchronised; of the rest the power cut takes what it will."""

    def __init__(self, name: str) -> None:
        self.pending: list[tuple[str, Callable[[bytearray], None]]] = []
        """Writes since the last synchronisation of their file, in order."""
        self.kept: dict[str, bytearray] = {}
        super().__init__(name, base="")

    def xOpen(self, name, flags):  # type: ignore[no-untyped-def]
        """Open a file that is watched."""
        return File(self, name, flags)

    def xDelete(self, name: str, syncdir: bool) -> None:
        """Delete a file for good: SQLite synchronises the folder with it."""
        super().xDelete(name, syncdir)
        gone = Path(name).name
        self.kept.pop(gone, None)
        self.pending = [(one, change) for one, change in self.pending if one != gone]

    def after_a_cut(self, dice: random.Random) -> dict[str, bytes]:
        """Return what the files hold once the power is back: any write that was not synchronised may be gone."""
        files = {name: bytearray(content) for name, content in self.kept.items()}
        for name, change in self.pending:
            if dice.random() < 0.5:
                change(files.setdefault(name, bytearray()))
        return {name: bytes(content) for name, content in files.items()}


class File(apsw.VFSFile):
    """One file on such a disk."""

    def __init__(self, disk: Disk, name, flags) -> None:  # type: ignore[no-untyped-def]
        self._disk = disk
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name
        super().__init__("", name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write, and remember that it is not on the disk yet."""
        super().xWrite(data, offset)
        copy = bytes(data)

        def change(content: bytearray) -> None:
            if len(content) < offset:
                content.extend(bytes(offset - len(content)))
            content[offset : offset + len(copy)] = copy

        self._disk.pending.append((self._name, change))

    def xTruncate(self, size: int) -> None:
        """Cut, and remember it in the same way."""
        super().xTruncate(size)
        self._disk.pending.append((self._name, lambda content: content.__delitem__(slice(size, None))))

    def xSync(self, flags: int) -> None:
        """Put all that was written to this file on the disk."""
        super().xSync(flags)
        rest = []
        for name, change in self._disk.pending:
            if name == self._name:
                change(self._disk.kept.setdefault(name, bytearray()))
            else:
                rest.append((name, change))
        self._disk.pending = rest


def _lost(tmp_path, settings: tuple[str, ...], cuts: int) -> int:
    """Return in how many power cuts a row was lost whose commit had returned."""
    lost = 0
    for number in range(cuts):
        dice = random.Random(number)
        place = tmp_path / f"cut-{number}"
        place.mkdir()
        disk = Disk(f"disk{number}")
        connection = apsw.Connection(str(place / "civic.db"), vfs=f"disk{number}")
        for setting in settings:
            connection.execute(setting)
        connection.execute("CREATE TABLE vote (id INTEGER PRIMARY KEY, said TEXT)")
        acknowledged = dice.randrange(5, 40)
        for vote in range(1, acknowledged + 1):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO vote VALUES (?, ?)", (vote, "x" * dice.randrange(10, 3000)))
            connection.execute("COMMIT")
        after = disk.after_a_cut(dice)
        again = place / "again"
        again.mkdir()
        for name, content in after.items():
            if not name.endswith("-shm"):
                (again / name).write_bytes(content)
        opened = apsw.Connection(str(again / "civic.db"))
        try:
            found = opened.execute("SELECT count(*) FROM vote").fetchone()[0]
        except apsw.Error:
            found = 0
        lost += found < acknowledged
        opened.close()
        connection.close()
        disk.unregister()
    return lost


def test_a_power_cut_takes_nothing_that_was_committed(tmp_path, capsys):
    sound, loose = tmp_path / "full", tmp_path / "normal"
    sound.mkdir()
    loose.mkdir()
    lost = _lost(sound, SQLITE_SETTINGS, CUTS)
    weaker = tuple(one.replace("synchronous=FULL", "synchronous=NORMAL") for one in SQLITE_SETTINGS)
    lost_loosely = _lost(loose, weaker, CUTS)
    with capsys.disabled():
        if IN_FULL:
            print(f"\n{CUTS} power cuts: {lost} lost with FULL, {lost_loosely} with NORMAL")
    assert lost == 0
    assert lost_loosely > CUTS / 2, "the disk takes what was not synchronised"
