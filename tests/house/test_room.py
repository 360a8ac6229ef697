"""`make room` in a copy of the house: the room it writes keeps the contracts, the schema and its own tests."""

import os
import shutil
import subprocess
import sys

import pytest

from civic.config import HERE

COPIED = ("civic", "templates", "tests", "tools", "docs", "translations", "pyproject.toml")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """Give a copy of the house with one room more."""
    place = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        if (HERE / name).is_dir():
            shutil.copytree(HERE / name, place / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(HERE / name, place)
    made = _run(place, "-m", "tools.room", "hearts_and_minds", "heart")
    assert made.returncode == 0, made.stderr
    return place


def _run(place, *words):
    environ = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    for name in ("PYTEST_XDIST_TESTRUNUID", "PYTEST_XDIST_WORKER"):
        environ.pop(name, None)
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=place, env=environ, capture_output=True, text=True, timeout=180, check=False)


def test_its_migration_makes_its_own_table_and_nothing_else(copy):
    [path] = (copy / "civic/db/migrations/versions").glob("*_the_hearts_and_minds.py")
    steps = [line.strip() for line in path.read_text().splitlines() if "op." in line]
    assert [one for one in steps if "'heart'" not in one and "batch_op.f(" not in one and "op.f(" not in one] == []
    assert any("create_table('heart'" in one for one in steps)


def test_its_own_tests_pass_and_the_schema_is_what_its_models_say(copy):
    schema = "tests/house/test_schema.py::test_migrations_make_what_the_models_say"
    done = _run(copy, "-m", "pytest", "-q", "-k", "sqlite", "tests/hearts_and_minds", schema)
    assert done.returncode == 0, done.stdout[-3000:]


def test_it_has_its_place_in_the_layers_and_types_that_fit(copy):
    linted = _run(copy, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command(['--no-logo'])")
    assert linted.returncode == 0, linted.stdout
    typed = _run(copy, "-m", "mypy", "civic/hearts_and_minds", "civic/web/hearts_and_minds")
    assert typed.returncode == 0, typed.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [(("hearings", "hearing"), "already"), (("staff",), "say what one"), (("Events",), "small letters")],
)
def test_what_cannot_be_a_room_is_said(copy, words, said):
    refused = _run(copy, "-m", "tools.room", *words)
    assert (refused.returncode, said in refused.stderr) == (1, True), refused.stderr
