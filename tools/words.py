"""The message catalogues: collected from code and templates, checked, compiled."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "translations"
LANGUAGES = ("da", "en")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
METHODS = [("civic/**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {pattern: {"trimmed": "true", "newstyle_gettext": "true"} for pattern, _method in METHODS}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def make(*, update: bool = False) -> Iterator[str]:
    """Compile every catalogue, after collecting the messages anew when asked; give a line for each."""
    template = collected() if update else None
    for language in LANGUAGES:
        path = path_of(language)
        catalogue = read(language) if path.exists() else Catalog(locale=language, domain="messages")
        if template is not None:
            catalogue.update(template, no_fuzzy_matching=True)
            catalogue.obsolete.clear()
            if language == "en":
                _same(catalogue)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalogue, width=120, sort_output=True, omit_header=False, no_location=True)
        part = path.with_suffix(f".{os.getpid()}")
        with part.open("wb") as file:
            write_mo(file, catalogue)
        part.replace(path.with_suffix(".mo"))  # at once: a site or a test may be reading it
        yield f"{language}: {len(catalogue)} messages, {len(missing(catalogue))} missing"


def collected() -> Catalog:
    """Return every message of the code and the templates."""
    catalogue = Catalog(project="Civic", domain="messages", charset="utf-8")
    for file, _line, message, _comments, context in extract_from_dir(
        ROOT, METHODS, OPTIONS, keywords=KEYWORDS, directory_filter=_ours
    ):
        catalogue.add(message, None, [(file, 1)], context=context)
    return catalogue


def missing(catalogue: Catalog) -> list[str]:
    """Return the messages a catalogue has no words for."""
    return [str(message.id) for message in catalogue if message.id and not _is_there(message.string)]


def disagreements(message: Message) -> list[str]:
    """Return how a translation's placeholders differ from those of its message."""
    ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
    strings = message.string if isinstance(message.string, tuple | list) else (message.string or "",)
    wanted = {one for text in ids for one in PLACEHOLDER.findall(text)}
    found = [set(PLACEHOLDER.findall(text)) for text in strings if text]
    return [f"placeholders {sorted(one)} instead of {sorted(wanted)}" for one in found if one != wanted]


def read(language: str) -> Catalog:
    """Return a language's catalogue."""
    with path_of(language).open("rb") as file:
        return read_po(file, locale=language, domain="messages")


def path_of(language: str) -> Path:
    """Return where a language's catalogue lies."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def _is_there(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _same(catalogue: Catalog) -> None:
    for message in catalogue:
        if message.id and not _is_there(message.string):
            message.string = message.id


def _ours(path: str | Path) -> bool:
    return not any(part in {"node_modules", ".venv", ".git", "var", "tests"} for part in Path(path).parts)


if __name__ == "__main__":
    for said in make(update="--update" in sys.argv):
        print(said)
