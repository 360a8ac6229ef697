"""Documents made from the code, so that they cannot disagree with it: roles, addresses, settings."""

import ast
import inspect
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from enum import Enum
from itertools import pairwise
from pathlib import Path
from typing import Any

from flask import Flask

from civic import config
from civic.app import create_app
from civic.config import HERE, Settings
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP
from civic.dialogue.workflow import COMMENT
from civic.groups.workflow import GROUP
from civic.hearings.workflow import HEARING, PARTY
from civic.kernel.workflow import Line, Workflow
from civic.meetings.workflow import MEETING
from civic.people.workflow import ORGANISATION, PERSON
from civic.processes.workflow import PROCESS
from civic.proposals.workflow import PROPOSAL
from civic.reports.workflow import REPORT
from civic.responses.workflow import DESK, OWN, RESPONSE
from civic.treatment.workflow import REMARK
from civic.voting.workflow import BALLOT, ROLL

WORKFLOWS: Mapping[str, Workflow[Any, Any, Any]] = {
    "An account": PERSON,
    "An organisation": ORGANISATION,
    "A process": PROCESS,
    "A group": GROUP,
    "A meeting": MEETING,
    "A proposal": PROPOSAL,
    "A comment": COMMENT,
    "A report": REPORT,
    "A hearing": HEARING,
    "A party's seat in a hearing": PARTY,
    "A response": RESPONSE,
    "A response, for its sender": OWN,
    "A response, at the officer's desk": DESK,
    "A remark": REMARK,
    "A ballot": BALLOT,
    "A place on a ballot's roll": ROLL,
    "A case": CASE,
    "A decision in a case's chain": DECISION,
    "A follow-up": FOLLOW_UP,
}
"""Every workflow of the house: who may do what, when."""


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
    for name, workflow in WORKFLOWS.items():
        parts.append(f"\n## {name}\n\n| to | who | when | leads to |\n|---|---|---|---|\n")
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


def _row(verb: Enum, line: Line[Any, Any]) -> str:
    when = "always" if line.when is None else ", ".join(sorted(state.value for state in line.when))
    who = (inspect.getdoc(line.who) or line.who.__name__).splitlines()[0].rstrip(".")
    return f"| {verb.value.replace('_', ' ')} | {who} | {when} | {line.then.value if line.then else '-'} |\n"


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
