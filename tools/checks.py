"""Checks of our own: templates, catalogues, generated documents, licences."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import Distribution, distributions

from jinja2 import Environment, FileSystemLoader, TemplateSyntaxError

from civic.app import create_app
from civic.config import HERE, Settings
from tools import docs, words

TEMPLATES = HERE / "templates"
LICENCES = (
    "MIT",
    "Zope Public License",
    "BSD",
    "Apache",
    "MPL",
    "Mozilla Public License",
    "ISC",
    "PSF",
    "Python Software Foundation",
    "Unlicense",
    "CC0",
    "LGPL",
    "Zlib",
    "zlib",
    "Public Domain",
    "any-OSI",
)
"""What may be installed with Civic. LGPL: psycopg, used as a library and never changed."""

FORBIDDEN = {
    r"\sstyle\s*=": "an inline style",
    r"<style\b": "an inline style sheet",
    r"<script(?![^>]*\ssrc=)": "an inline script",
    r"\son[a-z]+\s*=\s*[\"']": "an inline handler",
    r"\|\s*safe\b": "text marked as safe",
    r"\.date\(\)": "a day by the clock of Greenwich: give the moment itself to day()",
    r"(?:src|href)\s*=\s*[\"'](?:https?:)?//": "something from another site",
    r"\blang=\"[a-z]{2}\"": "a language by hand: ask written_in() of the text",
    r"\bstate(?:_at\([^%}]*?\))?\.value\s*(?:[!=]=|(?:not )?in\b)": "a state's name: ask a fact of it",
}
LONGEST = 160
"""Signs in a line of a template: one tag a line past it."""


def main() -> None:
    """Run every check; leave with 1 and what is wrong."""
    found = [*templates(), *catalogues(), *hidden_messages(), *documents(), *licences()]
    for fault in found:
        print(fault, file=sys.stderr)
    sys.exit(1 if found else 0)


def templates() -> Iterator[str]:
    """Give what is wrong with the templates: syntax, and anything the content policy would refuse."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True)
    for path in sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]):
        text, name = path.read_text(), path.relative_to(TEMPLATES)
        try:
            environment.parse(text)
        except TemplateSyntaxError as error:
            yield f"templates/{name}:{error.lineno}: {error.message}"
        if path.suffix == ".html":
            for number, line in enumerate(text.splitlines(), start=1):
                if len(line) > LONGEST:
                    yield f"templates/{name}:{number}: {len(line)} signs in a line, more than {LONGEST}"
        for pattern, what in FORBIDDEN.items():
            for match in re.finditer(pattern, text):
                yield f"templates/{name}:{text.count(chr(10), 0, match.start()) + 1}: {what}"


def catalogues() -> Iterator[str]:
    """Give messages that are missing or whose placeholders disagree."""
    wanted = {(one.id, one.context) for one in words.collected() if one.id}
    for language in words.LANGUAGES:
        catalogue = words.read(language)
        there = {(one.id, one.context) for one in catalogue if one.id}
        yield from (f"{language}: not collected, run make words: {one[0]}" for one in wanted - there)
        yield from (f"{language}: no longer used, run make words: {one[0]}" for one in there - wanted)
        yield from (f"{language}: not translated: {one}" for one in words.missing(catalogue))
        for message in catalogue:
            yield from (f"{language}: {message.id!r}: {error}" for error in words.disagreements(message))


def hidden_messages() -> Iterator[str]:
    """Give messages inside f-strings, which no collector of messages sees before Python 3.12."""
    for path in sorted((HERE / "civic").rglob("*.py")):
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if re.search(r"""\bf(["']).*\{n?_?(?:gettext|_)\(.*\1""", line):
                yield f"{path.relative_to(HERE)}:{number}: a message inside an f-string is not collected"


def documents() -> Iterator[str]:
    """Give generated documents that no longer say what the code says."""
    app = create_app(replace(Settings(), secret="x" * 32, demo=True))
    yield from (f"docs/{name} is out of date: run make docs" for name in docs.write(app, check=True))


def licences() -> Iterator[str]:
    """Give what is installed under a licence that is not on the list; GPL is for tests only."""
    test_only = {
        line.split("==")[0] for line in (HERE / "tools/locks/test.txt").read_text().splitlines() if "==" in line
    }
    base = {line.split("==")[0] for line in (HERE / "tools/locks/base.txt").read_text().splitlines() if "==" in line}
    for one in distributions():
        name = str(one.metadata["Name"]).lower().replace("_", "-")
        licence = _licence(one)
        if any(word in licence for word in LICENCES) and "GPL" not in licence.replace("LGPL", ""):
            continue
        if name in base or (name in test_only and "GPL" not in licence):
            yield f"{name}: licence {licence[:60]!r} is not on the list in tools/checks.py"


def _licence(one: Distribution) -> str:
    classifiers = [value for value in one.metadata.get_all("Classifier") or [] if value.startswith("License")]
    expressions = one.metadata.get_all("License-Expression") or []
    named = one.metadata.get_all("License") or []
    return " ".join([*expressions, *classifiers]) or " ".join(named)[:200]


if __name__ == "__main__":
    main()
