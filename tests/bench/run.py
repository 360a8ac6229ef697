"""Measure the site against the same pages held in memory and against a bare Flask "hello", in one run.

The server is on one core and the load on the other where there are two; rounds are interleaved; what is printed are
medians with their spread, as ratios. Nothing here passes or fails: see docs/measurements.md for how to read it.
"""

import gzip
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from sqlalchemy.orm import Session

from civic.config import HERE
from civic.db.engine import make_engine, writing
from civic.documents import making
from civic.files.renditions import Format, Rendition, What
from civic.kernel.actor import VISITOR
from civic.kernel.context import Context
from civic.kernel.trace import Kind
from tests.bench.rivals import PAGES
from tests.large import REMARKS, make_large
from tests.pseudo import build
from tests.site import Site, fill
from tools.words import make as make_words

ROUNDS, SECONDS = 5, 2.0
PORT = 8700


def main() -> None:
    """Print every ratio."""
    folder = Path(tempfile.mkdtemp(prefix="civic-bench-"))
    fill(make_engine(f"sqlite:///{folder / 'civic.db'}"), folder)
    servers = {name: _serve(name, PORT + index, folder) for index, name in enumerate(("civic", "memory", "hello"))}
    try:
        _throughput(servers)
        _memory(servers)
    finally:
        for server, _port in servers.values():
            server.terminate()
        for server, _port in servers.values():
            server.wait(20)
    _start_up()
    _pages(folder)
    _note(folder)
    shutil.rmtree(folder, ignore_errors=True)


def _serve(name: str, port: int, folder: Path) -> tuple[subprocess.Popen[bytes], int]:
    environ = {
        **os.environ,
        "CIVIC_DEMO": "1",
        "CIVIC_SECRET": "x" * 40,
        "CIVIC_DATABASE_URL": f"sqlite:///{folder / 'civic.db'}",
    }
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--workers", "1"]
    command += ["--blocking-threads", "1", "--no-ws", "--log-level", "warning", f"tests.bench.rivals:{name}"]
    if shutil.which("taskset") and (os.cpu_count() or 1) > 1:
        command = ["taskset", "-c", "0", *command]
    server = subprocess.Popen(command, cwd=HERE, env=environ)
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/da/", timeout=5).read()
            return server, port
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{name} did not start")


def _throughput(servers: dict[str, tuple[subprocess.Popen[bytes], int]]) -> None:
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    rates: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for what, path in PAGES.items():
            for name, (_server, port) in servers.items():
                rates.setdefault((what, name), []).append(_rate(f"http://127.0.0.1:{port}{path}"))
    print(f"Requests a second, one thread, median of {ROUNDS} interleaved rounds (spread)")
    for what in PAGES:
        own = rates[what, "civic"]
        print(f"  {what}: {_said(own)}")
        for name, label in (("memory", "the same page held in memory"), ("hello", 'a bare Flask "hello"')):
            ratio = statistics.median(own) / statistics.median(rates[what, name])
            print(f"    {100 * ratio:.0f} % of {label} ({_said(rates[what, name])})")


def _rate(address: str) -> float:
    began, count = time.perf_counter(), 0
    while time.perf_counter() - began < SECONDS:
        with urllib.request.urlopen(address, timeout=10) as answer:
            answer.read()
        count += 1
    return count / (time.perf_counter() - began)


def _said(values: list[float]) -> str:
    return f"{statistics.median(values):.0f} ({min(values):.0f}-{max(values):.0f})"


def _memory(servers: dict[str, tuple[subprocess.Popen[bytes], int]]) -> None:
    for name, (server, _port) in servers.items():
        children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        sizes = [_resident(int(pid)) for pid in children]
        print(f"Memory of the {name} web process: {max(sizes, default=0):.0f} MB resident")


def _resident(pid: int) -> float:
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def _start_up() -> None:
    bare = "import flask, flask_login, flask_wtf, flask_babel, sqlalchemy.orm, wtforms, argon2, limits, whitenoise"
    whole = "from civic.app import create_app; from civic.config import Settings; create_app(Settings(secret='x' * 40))"
    times = {"bare": [], "whole": []}  # type: dict[str, list[float]]
    for _ in range(ROUNDS):
        for name, code in (("bare", bare), ("whole", whole)):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], cwd=HERE, check=True)
            times[name].append(time.perf_counter() - began)
    ratio = statistics.median(times["whole"]) / statistics.median(times["bare"])
    print(f"Start-up: {ratio:.2f} x the bare imports ({statistics.median(times['whole']):.2f} s)")


def _pages(folder: Path) -> None:
    list(make_words())
    place = folder / "site"
    place.mkdir()
    site = Site(place, build(place / "translations"))
    css = next((HERE / "static" / "built").glob("civic.ltr.*.css.gz")).stat().st_size
    script = next((HERE / "static" / "built").glob("civic.*.js.gz")).stat().st_size
    for what, path in {"front page": "/da/", **PAGES}.items():
        with site.counting() as counted:
            html = site.client("visitor").get(path).data
        first = len(html) + css + script
        print(
            f"{what}: {counted[0]} statements, {len(html) / 1000:.1f} kB of HTML "
            f"({len(gzip.compress(html)) / 1000:.1f} compressed), first visit without fonts {first / 1000:.1f} kB"
        )
    print(f"Peak memory of this script: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _note(folder: Path) -> None:
    """Time the hearing note of 500 answers with 3,000 remarks, from its rows to the PDF/UA, as the worker makes it."""
    place = folder / "large"
    place.mkdir()
    site = Site(place, build(place / "translations"))
    with Session(writing(site.engine)) as session:
        make_large(session, 3)
        session.commit()
    asked = Rendition(kind=Kind.HEARING, thing_id=3, what=What.NOTE, format=Format.PDF)
    with Session(site.engine) as session:
        began = time.perf_counter()  # once: typst remembers what it has set before
        making.make(site.app, Context(VISITOR, site.now, session), asked, place)
        took = time.perf_counter() - began
    print(f"Note of {REMARKS} remarks as PDF/UA: {took:.1f} s")


if __name__ == "__main__":
    main()
