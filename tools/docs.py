"""Documents made from the code, so that they cannot disagree with it: roles, addresses, settings."""

import ast
import inspect
import sys
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from enum import Enum
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Flask

from civic import config
from civic.app import create_app
from civic.config import HERE, Settings
from civic.kernel.workflow import Line, Workflow


def workflows() -> list[Workflow[Any, Any, Any]]:
    """Return every workflow of the house, in the order of the rooms: found, not listed, so that none is forgotten."""
    found: dict[int, Workflow[Any, Any, Any]] = {}
    for room in _order():
        module = import_module(f"civic.{room}.workflow")
        found |= {id(one): one for one in vars(module).values() if isinstance(one, Workflow) and id(one) not in found}
    return list(found.values())


def main() -> None:
    """Write the documents anew, and say which were out of date."""
    for name in write(create_app(replace(Settings(), secret="x" * 32, demo=True))):
        print(f"docs/{name}", file=sys.stderr)


def write(app: Flask, *, check: bool = False, folder: Path = HERE / "docs") -> list[str]:
    """Write the documents, or only compare them; return the names of those that were out of date."""
    stale = []
    for name, text in {"roles.md": roles(), "routes.md": routes(app), "settings.md": settings()}.items():
        path = folder / name
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if not check:
                path.write_text(text)
    return stale


def roles() -> str:
    """Return who may do what, when, and where it leads, for every workflow."""
    parts = ["# Who may do what\n\nMade by `make docs` from the workflow tables; do not edit.\n"]
    for workflow in workflows():
        parts.append(f"\n## {workflow.name}\n\n| to | who | when | leads to |\n|---|---|---|---|\n")
        for verb, lines in workflow.table.items():
            parts += [_row(verb, line) for line in lines]
    return "".join(parts)


def routes(app: Flask) -> str:
    """Return every address with its method and what it does."""
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: (one.rule, sorted(one.methods or ()))):
        view = app.view_functions[rule.endpoint]
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        said = (inspect.getdoc(view) or "").splitlines()[0]
        rows.append(f"| `{rule.rule}` | {methods} | {rule.endpoint} | {said} |\n")
    head = "# Addresses\n\nMade by `make docs` from the routes; do not edit.\n\n"
    head += "| address | method | name | what |\n|---|---|---|---|\n"
    return head + "".join(rows)


def settings() -> str:
    """Return every setting with its default and meaning."""
    meanings = _field_docs()
    rows = []
    for one in fields(Settings):
        default = one.default.name if isinstance(one.default, Path) else one.default
        kind = getattr(one.type, "__name__", str(one.type))
        rows.append(f"| `CIVIC_{one.name.upper()}` | {kind} | `{default}` | {meanings[one.name]} |\n")
    head = "# Settings\n\nMade by `make docs` from `civic/config.py`; do not edit.\n\n"
    head += "| variable | kind | default | meaning |\n|---|---|---|---|\n"
    return head + "".join(rows)


def _order() -> list[str]:
    """Return the rooms with a workflow, the lowest first, as the layers of the import contracts have them."""
    layers = tomllib.loads((HERE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"][0]["layers"]
    rooms = [name.strip() for layer in reversed(layers) for name in layer.split("|")]
    return [one for one in rooms if (HERE / "civic" / one / "workflow.py").exists() and one != "kernel"]


def _row(verb: Enum, line: Line[Any, Any]) -> str:
    when = "always" if line.when is None else ", ".join(sorted(state.value for state in line.when))
    who = _said(line.who) if line.only is None else f"{_said(line.who)}; only when: {_lower(_said(line.only))}"
    return f"| {verb.value.replace('_', ' ')} | {who} | {when} | {line.then.value if line.then else '-'} |\n"


def _said(predicate: Callable[..., bool]) -> str:
    return (inspect.getdoc(predicate) or predicate.__name__).splitlines()[0].rstrip(".")


def _lower(text: str) -> str:
    return text[0].lower() + text[1:]


def _field_docs() -> dict[str, str]:
    module = ast.parse(Path(inspect.getfile(config)).read_text())
    body: Sequence[ast.stmt] = next(
        node.body for node in module.body if isinstance(node, ast.ClassDef) and node.name == "Settings"
    )
    found = {}
    for field, doc in pairwise(body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(doc, ast.Expr):
            found[field.target.id] = str(ast.literal_eval(doc.value)).replace("|", "\\|")
    return found


if __name__ == "__main__":
    main()
