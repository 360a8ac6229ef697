"""Asking a server, one connection kept alive for each who asks."""

import http.client
import statistics
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.bench.serving import Server

Page = tuple[str, Mapping[str, str]]
"""An address, and the headers it is asked with."""


@dataclass
class Taken:
    """What a page took: milliseconds of processor by round, in app and database, and of waiting by request."""

    app: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    size: int = 0

    @property
    def cpu(self) -> float:
        """Return the processor time of app and database, the median of the rounds."""
        return statistics.median(a + d for a, d in zip(self.app, self.database, strict=True))

    def at(self, share: float) -> float:
        """Return how long so large a share of the requests waited at most."""
        ordered = sorted(self.waited)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def ask(server: Server, page: Page, times: int, taken: Taken) -> None:
    """Ask for a page so many times on one connection, and add what it took."""
    path, headers = page
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    _once(connection, path, headers, taken)  # the first opens the connection, here and to the database
    app, database = server.cpu()
    for _ in range(times):
        began = time.perf_counter()
        _once(connection, path, headers, taken)
        taken.waited.append(1000 * (time.perf_counter() - began))
    app_after, database_after = server.cpu()
    connection.close()
    taken.app.append(1000 * (app_after - app) / times)
    taken.database.append(1000 * (database_after - database) / times)


def _once(connection: http.client.HTTPConnection, path: str, headers: Mapping[str, str], taken: Taken) -> None:
    connection.request("GET", path, headers=dict(headers))
    answer = connection.getresponse()
    taken.size = len(answer.read())
    if answer.status not in {200, 304}:
        raise SystemExit(f"{path}: {answer.status}")


@dataclass
class Wrote:
    """How many forms were carried out in a second, and how long each waited, in milliseconds."""

    rate: float
    waited: list[float]

    def at(self, share: float) -> float:
        """Return how long so large a share of the forms waited at most."""
        ordered = sorted(self.waited)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def write(
    server: Server,
    path: str,
    seconds: float,
    cookies: Sequence[str],
    fields: Callable[[], dict[str, str]],
    *,
    once: bool = True,
) -> Wrote:
    """Send a form over and over, each client with its own cookie and connection, and with a key unless `once` is no."""
    waited: list[float] = []
    faults: list[int] = []
    end = time.perf_counter() + seconds

    def client(cookie: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        while time.perf_counter() < end:
            body = urlencode({**fields(), **({"once": uuid.uuid4().hex} if once else {})})
            began = time.perf_counter()
            connection.request("POST", path, body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
            waited.append(1000 * (time.perf_counter() - began))
            if answer.status != 303:
                faults.append(answer.status)
        connection.close()

    began = time.perf_counter()
    clients = [threading.Thread(target=client, args=(one,)) for one in cookies]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    took = time.perf_counter() - began
    if faults:
        raise SystemExit(f"{path}: {len(faults)} of {len(waited)} forms were not carried out: {set(faults)}")
    return Wrote(len(waited) / took, waited)
