"""Tagged PDF/UA-1 by typst: long documents in shares, set by the press and bound into one.

To set three thousand rows at once takes 800 megabytes, a share 180.
"""

import io
import json
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont
from PIL import Image as Pixels

from civic.config import BUILT, HERE
from civic.documents.binding import Bound
from civic.documents.direction import leans
from civic.documents.paper import Break, Grid, Heading, Image, Listing, Paper, Part, Runs, Words
from civic.documents.press import LASTS, press
from civic.files.uploads import JPEG
from civic.kernel.markup import Item, numbers

TEMPLATE = HERE / "templates" / "pdf" / "paper.typ"
FONTS = BUILT / "pdf"
PLACE = 40
"""What a cell or a paragraph counts for beside its characters."""


def pdf(paper: Paper, *, most: int = LASTS) -> bytes:
    """Return a document as PDF/UA-1; a character that no font has is shown by its code.

    At most `most` characters are set at once, each cell or paragraph counted as PLACE more.
    """
    with tempfile.TemporaryDirectory(prefix="civic-pdf-") as place:
        folder = Path(place)
        shutil.copy(TEMPLATE, folder / "paper.typ")
        first, *others = _shares(paper.parts, most)
        bound = Bound(_set(paper, first, folder, page=1), [1, *_levels(first)])
        for share in others:
            bound.add(_set(paper, share, folder, page=bound.pages + 1), _levels(share))
        return bound.content()


def _shares(parts: tuple[Part, ...], most: int) -> Iterator[tuple[Part, ...]]:
    """Give the parts in shares of at most `most` characters, a long table cut between two rows; never none."""
    share: list[Part] = []
    left = most
    for part in _cut(parts, most):
        weight = _weight(part)
        if share and weight > left:
            yield tuple(share)
            share, left = [], most
        share.append(part)
        left -= weight
    yield tuple(share)


def _cut(parts: tuple[Part, ...], most: int) -> Iterator[Part]:
    for part in parts:
        if not isinstance(part, Grid) or _weight(part) <= most:
            yield part
            continue
        rows: list[tuple[Runs, ...]] = []
        left = most
        for row in part.rows:
            weight = sum(map(_length, row))
            if rows and weight > left:
                yield Grid(part.head, tuple(rows), part.shares)
                rows, left = [], most
            rows.append(row)
            left -= weight
        yield Grid(part.head, tuple(rows), part.shares)


def _weight(part: Part) -> int:
    if isinstance(part, Grid):
        return sum(_length(cell) for row in part.rows for cell in row)
    if isinstance(part, Listing):
        return sum(_length(runs) for _depth, runs in part.items)
    return _length(part.runs) if isinstance(part, Words) else PLACE


def _length(runs: Runs) -> int:
    return PLACE + sum(len(run.text) for run in runs)


def _levels(parts: tuple[Part, ...]) -> list[int]:
    return [part.level + 1 for part in parts if isinstance(part, Heading)]


def _set(paper: Paper, parts: tuple[Part, ...], folder: Path, *, page: int) -> bytes:
    """Return a share as PDF; what goes before its page is not said again."""
    data = {
        "title": _readable(paper.title) or "-",
        "subtitle": _readable(paper.subtitle),
        "leans": leans(paper.title),
        "author": _readable(paper.author),
        "language": paper.language,
        "wide": paper.is_wide,
        "page": page,
        "parts": [_part(one, folder, number) for number, one in enumerate(parts)],
    }
    (folder / "paper.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return press.set(folder, characters=sum(map(_weight, parts)))


def _part(part: Part, folder: Path, number: int) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {
            "kind": "heading",
            "level": part.level,
            "text": _readable(part.text) or "-",
            "leans": leans(part.text),
        }
    if isinstance(part, Words):
        return {"kind": "words", "quote": part.is_quote, **_said(part.runs)}
    if isinstance(part, Listing):
        counted = numbers(Item(depth, ()) for depth, _runs_ in part.items)
        items = [
            {"depth": depth, "number": number, **_said(runs)}
            for (depth, runs), number in zip(part.items, counted, strict=True)
        ]
        return {"kind": "listing", "ordered": part.is_ordered, "items": items}
    if isinstance(part, Grid):
        width = len(part.head)
        return {
            "kind": "grid",
            "columns": list(part.shares or (1,) * width),
            "head": [{"text": _readable(one), "leans": leans(one)} for one in part.head],
            "rows": [[_said(cell) for cell in _padded(row, width)] for row in part.rows],
        }
    if isinstance(part, Break):
        return {"kind": "break"}
    return _image(part, folder, number)


def _padded(row: tuple[Runs, ...], width: int) -> tuple[Runs, ...]:
    return (*row, *((),) * width)[:width]


def _image(part: Image, folder: Path, number: int) -> dict[str, Any]:
    name = f"picture-{number}.{'jpg' if part.media_type == JPEG else 'png'}"
    (folder / name).write_bytes(part.content)
    with Pixels.open(io.BytesIO(part.content)) as opened:
        share = opened.width / 900
    return {"kind": "image", "path": name, "alt": _readable(part.alt) or "-", "share": max(share, 0.1)}


def _said(runs: Runs) -> dict[str, Any]:
    return {
        "runs": [{"text": _readable(run.text), "style": run.style.value} for run in runs],
        "leans": leans("".join(run.text for run in runs)),
    }


SPACES = (ord(" "), 0xA0)
"""What is set as a space: of narrow ones nothing is left where the words are read out."""
HYPHENS = "\u2010\u2011\u2012"
"""Hyphens that no font of ours has, and that read as one."""


def _readable(text: str) -> str:
    covered = _covered()
    return text if covered.issuperset(map(ord, text)) else "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if ord(char) in _covered():
        return char
    kind = unicodedata.category(char)
    if char == "\t" or kind == "Zs":
        return " "
    if char in HYPHENS:
        return "-"
    if kind in {"Cc", "Cf", "Mn", "Sk"}:
        return ""
    plainer = unicodedata.normalize("NFKD", char)  # ₙ as n, ℃ as °C
    if plainer != char and _covered().issuperset(map(ord, plainer)):
        return plainer
    return f"[U+{ord(char):04X}]"


@cache
def _covered() -> frozenset[int]:
    families: dict[str, list[set[int]]] = {}
    for path in FONTS.glob("*.ttf"):
        font = TTFont(path, lazy=True)
        families.setdefault(font["name"].getBestFamilyName().removesuffix(" SemiBold"), []).append(
            set(font.getBestCmap())
        )
    shared = set.union(*(set.intersection(*each) for each in families.values()))  # each weight of a family has it
    signs = (one for one in shared if one >= 32 and not 0x7F <= one < 0xA0 and not 0xFFF0 <= one < 0x10000)
    return frozenset(one for one in signs if one in SPACES or unicodedata.category(chr(one)) != "Zs") | {ord("\n")}
