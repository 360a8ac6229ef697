"""Every state, verb and reason is there, has its words in every language, and is met in the demo."""

import enum
import importlib
import pkgutil
import re

import pytest
from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

import civic
from civic.config import HERE
from civic.db.base import Base, OpenEnum
from civic.kernel.trace import Kind
from civic.said.language import LANGUAGES
from civic.said.words import WORDS
from civic.treatment.models import Remark
from tools import checks
from tools.docs import workflows

SAID = {
    "Role", "Scope", "Reason", "Outcome", "Medium", "Stance", "Side", "Mode", "Admission", "GroupKind", "BodyKind",
    "ProcessKind", "SeatCategory", "SectionKind", "Change",
}  # fmt: skip


def _enums():
    found = {}
    for module in pkgutil.walk_packages(civic.__path__, "civic."):
        if ".migrations" in module.name or module.name in {"civic.wsgi", "tools.setup"}:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, type) and issubclass(value, enum.Enum) and value.__module__.startswith("civic"):
                found[f"{value.__module__}.{name}"] = value
    return set(found.values())


def test_every_state_and_reason_has_words():
    spoken = [one for one in _enums() if one.__name__.endswith("State") or one.__name__ in SAID]
    assert len(spoken) > 25
    assert [member for one in spoken for member in one if member not in WORDS] == []


@pytest.mark.parametrize("code", ["da", "en"])
def test_words_are_said_in_the_language(site, code):
    with site.app.test_request_context():
        g.language = LANGUAGES[code]
        said = [str(words) for words in WORDS.values()]
    assert all(said)
    assert ("Vedtaget" in said) is (code == "da")


WORKFLOWS = {one.name: one for one in workflows()}


def test_every_verb_has_a_line():
    """A room's verbs are one enum; its workflows, which are found in its module, have a line for each of them."""
    lines = {}
    for workflow in WORKFLOWS.values():
        assert len({type(verb) for verb in workflow.table}) == 1
        assert all(workflow.table.values())
        for verb in workflow.table:
            lines.setdefault(type(verb), set()).add(verb)
    assert len(lines) >= 12
    for verbs, found in lines.items():
        assert found == set(verbs), f"{verbs.__name__}: a verb without a line"


def test_every_verb_is_asked():
    """A line that nobody asks is a promise in docs/roles.md that no page and no action keeps."""
    files = [path for path in (HERE / "civic").rglob("*.py") if path.name != "workflow.py"]
    code = "".join(path.read_text() for path in files)
    verbs = {f"{type(verb).__name__}.{verb.name}" for workflow in WORKFLOWS.values() for verb in workflow.table}
    assert [one for one in sorted(verbs) if not re.search(rf"\b{re.escape(one)}\b", code)] == []


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_state_is_met_in_the_demo(site, name):
    workflow = WORKFLOWS[name]
    states = {state for lines in workflow.table.values() for line in lines for state in (line.when or ())}
    if not states:
        return
    kind = type(next(iter(states)))
    assert {state.value for state in kind} - _met(site, kind) == set()


def _met(site, kind):
    """Return the values of a kind of state that the demo's things have, as stored or as the clock says."""
    found = set()
    with Session(site.engine) as session:
        for mapper in Base.registry.mappers:
            clocks = [getattr(mapper.class_, name, None) for name in ("state_at", "collecting_at")]
            if clocks[0] is None:
                continue
            for one in session.scalars(select(mapper.class_)).unique():
                for relationship in mapper.relationships:
                    if relationship.key in {"hearing", "ballot", "decisions", "process", "answer", "response"}:
                        session.refresh(one, [relationship.key])
                if isinstance(one, Remark):
                    session.refresh(one.response, ["hearing"])
                    if one.answer:
                        session.refresh(one.answer, ["changes"])
                states = [state_at(one, site.now) for state_at in clocks if state_at is not None]
                found |= {state.value for state in states if isinstance(state, kind)}
    return found


@pytest.mark.parametrize("check", [checks.templates, checks.catalogues, checks.documents, checks.licences])
def test_a_check_of_the_house_finds_nothing(check):
    assert list(check()) == []


def test_the_glossary_names_what_is_there():
    """docs/glossary.md: each name is a class or column of the house, and a thing with a kind has its line."""
    rows = [
        line.split("|")[2] for line in (HERE / "docs/glossary.md").read_text().splitlines() if line.startswith("| ")
    ]
    names = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    modules = [importlib.import_module(one.name) for one in pkgutil.walk_packages(civic.__path__, "civic.")
               if ".migrations" not in one.name and one.name != "civic.wsgi"]  # fmt: skip
    there = {name for module in modules for name in vars(module)} | {"summary", "offer"}
    assert len(names) > 20
    assert names - there == set()
    tables = {mapper.class_.__tablename__: mapper.class_.__name__ for mapper in Base.registry.mappers}
    kinds = {tables[one.value] for one in Kind if one.value in tables}
    assert kinds - names - {"Meeting", "SectionText"} == set()


def test_what_belongs_to_a_thing_names_it_in_one_way():
    """Kind and id of any thing are `kind` and `thing_id`; a link's two ends and a home say which they are."""
    odd = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, OpenEnum) and column.name not in {"kind", "source_kind", "target_kind", "home_kind"}
    }
    assert odd == set()
    unpaired = {
        table.name
        for table in Base.metadata.tables.values()
        if "kind" in table.c and isinstance(table.c.kind.type, OpenEnum) and "thing_id" not in table.c
    }
    assert unpaired == set()


def test_each_sentence_of_the_sources_names_what_is_there(site):
    """docs/sources.md: a name is a class, one of its columns or members, or an address; a sentence without says why."""
    rows = [line for line in (HERE / "docs/sources.md").read_text().splitlines() if line.startswith("| ")]
    rows = [line for line in rows if not line.startswith("| sentence")]
    tables = {mapper.class_.__name__: mapper.class_ for mapper in Base.registry.mappers}
    modules = [importlib.import_module(f"civic.{one}") for one in ("plans.models", "plans.finance", "grants.models")]
    there = {name: thing for module in modules for name, thing in vars(module).items()} | tables
    for row in rows:
        _start, sentence, where, _end = row.split("|")
        names = re.findall(r"`([\w.]+)`", where)
        assert names or "no place:" in where, f"neither a place nor a reason: {sentence}"
        for name in names:
            first, _dot, second = name.partition(".")
            if first in {"plans", "grants"}:
                assert name in site.app.view_functions, name
            else:
                assert hasattr(there[first], second) if second else first in there, name
    assert len(rows) > 40
