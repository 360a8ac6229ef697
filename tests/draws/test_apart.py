"""Panels are found in a process with limits: it says how far it is, and ends with what it took too much of."""

import json
import subprocess
import sys

import pytest

from civic.config import HERE
from civic.draws import apart, fair

POOL = [
    {"number": number, "answers": ["nord" if number % 3 else "syd", "ung" if number % 2 else "gammel"]}
    for number in range(1, 61)
]
TERMS = {
    "pool": POOL,
    "seats": 12,
    "features": [
        {"name": "Område", "quotas": {"nord": [7, 9], "syd": [3, 5]}},
        {"name": "Alder", "quotas": {"ung": [5, 7], "gammel": [5, 7]}},
    ],
}


def test_it_finds_what_the_solver_finds_here_and_says_how_far_it_is():
    told = []
    found = apart.work_out(TERMS, told.append, seconds=60)
    assert found.panels == fair.portfolio(TERMS)
    assert found.is_best
    assert told == sorted(told)
    assert told
    assert told[-1] == 100


def test_quotas_that_cannot_be_met_are_named_as_they_are_here():
    features = [{"name": "Område", "quotas": {"nord": [0, 2], "syd": [0, 2]}}]
    terms = TERMS | {"features": features, "pool": [{"number": number, "answers": ["nord"]} for number in range(1, 61)]}
    with pytest.raises(fair.Impossible) as impossible:
        fair.portfolio(terms)
    found = apart.work_out(terms, lambda _done: None, seconds=60)
    assert found.panels is None
    assert found.faults == tuple(map(tuple, impossible.value.faults))


def test_with_no_time_every_panel_meets_every_quota_all_the_same():
    found = apart.work_out(TERMS, lambda _done: None, seconds=0)
    assert found.panels
    assert not found.is_best
    for _weight, panel in found.panels:
        assert sum(panel.values()) == 12
        assert 7 <= sum(count for kind, count in panel.items() if kind.startswith("nord")) <= 9


def test_what_takes_more_memory_than_it_may_ends_and_says_so():
    with pytest.raises(apart.EndedError, match="ended with"):
        apart.work_out(TERMS, lambda _done: None, seconds=30, memory=60_000_000)


def test_what_does_not_end_is_ended(monkeypatch):
    monkeypatch.setattr(apart, "STARTING", 0)
    with pytest.raises(apart.EndedError, match="ended with -"):
        apart.work_out(TERMS, lambda _done: None, seconds=0.01)


def test_it_knows_nothing_but_the_terms(monkeypatch):
    monkeypatch.setenv("CIVIC_SECRET_KEY", "secret")
    seen = []
    popen = subprocess.Popen

    def watched(*args, **given):
        seen.append(given["env"])
        return popen(*args, **given)

    monkeypatch.setattr(subprocess, "Popen", watched)
    apart.work_out(TERMS, lambda _done: None, seconds=60)
    assert "CIVIC_SECRET_KEY" not in seen[0]


def test_it_writes_no_file(tmp_path):
    wrote = tmp_path / "wrote"
    told = "from civic.draws.finding import main; main(5, 30, 2_000_000_000)"
    code = f"import sys; {told}; file = open(sys.argv[1], 'w'); file.write('x'); file.flush()"
    command = [sys.executable, "-c", code, str(wrote)]
    done = subprocess.run(command, cwd=HERE, input=json.dumps(TERMS), capture_output=True, text=True, check=False)
    assert '"panels"' in done.stdout
    assert "File too large" in done.stderr
    assert wrote.read_bytes() == b""
