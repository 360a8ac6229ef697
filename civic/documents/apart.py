"""A file is read in a process of its own: with limits, without secrets, and what becomes of it harms nobody else."""

import json
import logging
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from civic.config import HERE
from civic.documents.parts import UnreadableError, Why
from civic.files.sheets import FEW_ROWS
from civic.kernel import child
from civic.reports.actions import Passage

SECONDS = 90
"""How long one file may take, whatever it waits for."""


@dataclass(frozen=True)
class Seen:
    """What was seen in a file."""

    why: Why | None = None
    """Why it could not be read; then there is nothing else."""
    found: tuple[str, ...] = ()
    """Kinds of details and of what no reader sees, each with `@` and the places it was met at; never the words."""
    text: str = ""
    passages: tuple[Passage, ...] = ()
    """Its headings with the text under each; a picture is named by its number in the document."""
    pictures: tuple[tuple[int, bytes], ...] = ()
    """The pictures in the document, by their numbers, made anew."""
    shown: bytes | None = None
    """The file made anew: what may be given to the public."""
    pages: tuple[bytes, ...] = ()
    """What whoever decides looks at: its first pages, or its pictures, as JPEG."""
    sizes: tuple[tuple[int, int, bytes], ...] = ()
    """A picture as JPEG in its sizes: width and height in pixels, and the content."""


def look(path: Path, media_type: str, *, is_sized: bool = False) -> Seen:
    """Return what a stored file says and what hides in it; one that cannot be read is never called clean.

    `is_sized` asks for a picture in the sizes that screens need.
    """
    with tempfile.TemporaryDirectory(prefix="civic-read-") as place:
        folder = Path(place)
        (folder / "asked.json").write_text(
            json.dumps({"media_type": media_type, "is_sized": is_sized}), encoding="utf-8"
        )
        (folder / "content").symlink_to(path.resolve())
        why = _run(folder)
        return Seen(why) if why else _seen(folder)


def rows(path: Path, media_type: str, *, at_most: int = FEW_ROWS) -> tuple[list[list[str]], Why | None]:
    """Return the rows of a stored spreadsheet, `at_most` so many, or why they could not be read."""
    with tempfile.TemporaryDirectory(prefix="civic-read-") as place:
        told, why = _told(Path(place), path, media_type, at_most=at_most)
        return [[str(cell) for cell in row] for row in told.get("rows", ())], why


def fields(path: Path) -> tuple[list[str], Why | None]:
    """Return the names of the merge fields in a stored Word file, or why it could not be read."""
    with tempfile.TemporaryDirectory(prefix="civic-read-") as place:
        told, why = _told(Path(place), path, "template")
        return [str(one) for one in told.get("fields", ())], why


def letters(path: Path, asked: list[dict[str, Any]]) -> Iterator[tuple[bytes, list[dict[str, Any]]]]:
    """Give each letter that a stored template makes of some values, and its passages; a few at a time.

    Raises UnreadableError for a template that cannot be filled in.
    """
    for start in range(0, len(asked), AT_ONCE):
        with tempfile.TemporaryDirectory(prefix="civic-read-") as place:
            folder = Path(place)
            some = asked[start : start + AT_ONCE]
            (folder / "letters.json").write_text(json.dumps(some), encoding="utf-8")
            told, why = _told(folder, path, "letters")
            if why is not None:
                raise UnreadableError("the template could not be filled in", why)
            for number, passages in enumerate(told["letters"]):
                yield (folder / f"letter-{number}").read_bytes(), passages


AT_ONCE = 25
"""How many letters one reading process fills in: its time is for one file."""


def _told(folder: Path, path: Path, media_type: str, **more: int) -> tuple[dict[str, Any], Why | None]:
    """Return what the reading process tells of a file, or why it tells nothing; `more` is told to it too."""
    (folder / "asked.json").write_text(json.dumps({"media_type": media_type, **more}), encoding="utf-8")
    (folder / "content").symlink_to(path.resolve())
    why = _run(folder)
    told: dict[str, Any] = {} if why else json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    return told, why or (Why(told["why"]) if told.get("why") else None)


def _run(folder: Path) -> Why | None:
    command = [sys.executable, "-m", "civic.documents.looking", str(folder)]
    try:
        done = subprocess.run(
            command,
            cwd=HERE,
            env={**child.environment(), "TMPDIR": str(folder)},
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Why.TOO_LONG
    if (folder / "seen.json").exists() and done.returncode == 0:
        return None
    said = done.stderr.decode("utf-8", "replace").strip().rsplit("\n", 1)[-1][:200]
    logging.getLogger(__name__).warning("a file's reader ended with %s: %s", done.returncode, said)
    # a signal is the limit of processor time, or the machine's of memory
    return Why.TOO_LONG if done.returncode < 0 or "MemoryError" in said else Why.BROKEN


def _seen(folder: Path) -> Seen:
    told: dict[str, Any] = json.loads((folder / "seen.json").read_text(encoding="utf-8"))
    if told.get("why"):
        return Seen(Why(told["why"]))
    pictures = sorted((int(one.name.partition("-")[2]), one.read_bytes()) for one in folder.glob("picture-*"))
    return Seen(
        found=tuple(str(one) for one in told["found"]),
        text=str(told.get("text", "")),
        passages=tuple(
            Passage(str(one["heading"]), int(one["level"]), str(one["text"])) for one in told.get("parts", ())
        ),
        pictures=tuple(pictures),
        shown=(folder / "shown").read_bytes(),
        sizes=tuple(
            (int(wide), int(high), (folder / f"size-{int(wide)}").read_bytes()) for wide, high in told.get("sizes", ())
        ),
        pages=tuple((folder / f"page-{number}").read_bytes() for number in range(1, int(told.get("pages", 0)) + 1)),
    )
