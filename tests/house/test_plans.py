"""What a page reads is as much with many rows as with few: no statement runs over a table, or puts one in order.

Both databases are filled with the demo many times over (tests/scale.py), and asked for every address as every kind of
user: in short as six of them, in full by `make prove`. On SQLite its own steps are counted, on PostgreSQL the rows that
each part of a plan has touched: neither depends on the machine or the time. The worker's rounds are counted in the same
way.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Engine, event

from civic.config import Settings
from civic.jobs import Worker
from tests.databases import fresh_postgresql
from tests.house.rows import GETS
from tests.scale import grow
from tests.site import ROLES, Site, fill

IN_FULL = bool(os.environ.get("CIVIC_PROVE"))
FEW, MANY = 3000, 20_000 if IN_FULL else 12_000
ASKING = list(ROLES) if IN_FULL else ["visitor", "author", "writer", "chair", "officer", "admin"]
"""As whom every page is asked for; the others see what one of these sees."""
STEPS, SLACK = 100, 400
"""SQLite's own steps are counted by the hundred; a list that is not full yet may grow by so many hundreds."""
MOST_ROWS = 4000
"""More than a hearing of 3,000 remarks has; a list of `MANY` shows itself."""


@dataclass
class Asked:
    """One statement: its words, and how many steps it took."""

    statement: str
    steps: int = 0


@dataclass
class Steps:
    """Counts what SQLite does, statement by statement."""

    asked: list[Asked] = field(default_factory=list)

    def listen(self, engine: Engine) -> None:
        """Count on every connection the engine makes from now on."""
        event.listen(engine, "connect", lambda connection, record: connection.set_progress_handler(self._tick, STEPS))
        event.listen(engine, "before_cursor_execute", self._begin)
        engine.dispose()

    def _tick(self) -> None:
        if self.asked:
            self.asked[-1].steps += 1

    def _begin(self, connection: object, cursor: object, statement: str, *rest: object) -> None:
        self.asked.append(Asked(statement))

    @contextmanager
    def counting(self) -> Iterator[list[Asked]]:
        """Give the statements of the block, each with its steps."""
        self.asked = []
        yield self.asked


def _walked(site: Site, rows: int) -> dict[tuple[str, str], tuple[int, list[Asked]]]:
    worker = Worker(site.app, site.engine, Settings(data_dir=site.path.parent), lambda: site.now)
    _rest(worker)
    grow(site.engine, rows, spread=rows // 300)
    steps = Steps()
    steps.listen(site.engine)
    found = {}
    for path in (path for paths in GETS.values() for path in paths):
        for role in ASKING:
            site.forget_tries()
            with steps.counting() as asked:
                status = site.client(role).get(site.at(path)).status_code
            found[role, path] = (status, asked)
    with steps.counting() as asked:
        worker.once()
    found["worker", "a round"] = (200, asked)
    return found


def _rest(worker: Worker) -> None:
    """Let the worker do all that the demo left to be done, so that no copy of it is left either."""
    while worker.once():
        pass


def test_sqlite_does_as_much_for_a_page_with_many_rows_as_with_few(folder, template, catalogues):
    walked = []
    for rows in (FEW, MANY):
        place = folder / f"plans-{rows}"
        place.mkdir()
        walked.append(_walked(Site(place, catalogues, template), rows))
    few, many = walked
    grown = {}
    for page, (status, asked) in few.items():
        if many[page][0] != status:
            continue  # an address of nothing, where there is something now
        assert len(many[page][1]) <= len(asked), f"{page}: more rows, more statements"
        for before, after in zip(asked, many[page][1], strict=False):  # a list in parts may end in an earlier one
            if after.steps > 1.2 * before.steps + SLACK:
                grown.setdefault(after.statement, f"{page}: {before.steps * STEPS} -> {after.steps * STEPS} steps")
    assert not grown, _said(grown)


@pytest.fixture
def crowded(folder, catalogues, postgresql):
    """Give the site over PostgreSQL with tables full of rows."""
    place = folder / "plans-postgresql"
    place.mkdir()
    engine = fresh_postgresql(postgresql, "plans")
    fill(engine, place)
    site = Site(place, catalogues, engine=engine)
    _rest(Worker(site.app, engine, Settings(data_dir=place), lambda: site.now))
    grow(engine, MANY, spread=MANY // 300)
    yield site
    engine.dispose()


def test_postgresql_touches_no_more_rows_than_a_page_has(crowded):
    plans: dict[str, object] = {}

    def explain(connection, cursor, statement, parameters, context, many) -> None:  # type: ignore[no-untyped-def]
        if statement.startswith(("SELECT", "WITH")) and statement not in plans:
            plans[statement] = None
            cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {statement}", parameters)
            plans[statement] = cursor.fetchone()[0]

    event.listen(crowded.engine, "before_cursor_execute", explain)
    for path in (path for paths in GETS.values() for path in paths):
        for role in ASKING:
            crowded.forget_tries()
            crowded.client(role).get(crowded.at(path))
    Worker(crowded.app, crowded.engine, Settings(data_dir=crowded.path.parent), lambda: crowded.now).once()
    assert len(plans) > 150
    heavy = {statement: ", ".join(_heavy(plan)) for statement, plan in plans.items() if any(_heavy(plan))}
    assert not heavy, _said(heavy)


def _said(faults: dict[str, str]) -> str:
    return "\n\n".join(f"{fault}\n{' '.join(statement.split())}" for statement, fault in faults.items())


def _heavy(plan: object) -> Iterator[str]:
    """Give the parts of a plan that touched more rows than any page has."""
    for part in json.loads(plan) if isinstance(plan, str) else plan or []:
        yield from _parts(part["Plan"])


def _parts(part: dict) -> Iterator[str]:
    if part["Node Type"] == "Bitmap Index Scan":
        return  # numbers only: the rows they stand for are counted where they are read, in the part above
    thrown_away = part.get("Rows Removed by Filter", 0) + part.get("Rows Removed by Index Recheck", 0)
    touched = (part["Actual Rows"] + thrown_away) * part["Actual Loops"]
    if touched > MOST_ROWS:
        yield f"{part['Node Type']} {part.get('Relation Name', '')} {part.get('Index Name', '')}: {touched:.0f} rows"
    for below in part.get("Plans", ()):
        yield from _parts(below)
