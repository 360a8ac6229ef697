"""Tagged PDF/UA-1 by typst."""

import io
import json
import shutil
import tempfile
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from fontTools.ttLib import TTFont
from PIL import Image as Pixels

from civic.config import BUILT, HERE
from civic.documents.paper import Grid, Heading, Image, Listing, Paper, Part, Runs, Words
from civic.files.uploads import JPEG
from civic.kernel.markup import Item, numbers

TEMPLATE = HERE / "templates" / "pdf" / "paper.typ"
FONTS = BUILT / "pdf"


def pdf(paper: Paper) -> bytes:
    """Return a document as PDF/UA-1; a character that no font has is shown by its code."""
    with tempfile.TemporaryDirectory(prefix="civic-pdf-") as place:
        folder = Path(place)
        shutil.copy(TEMPLATE, folder / "paper.typ")
        data = {
            "title": _readable(paper.title) or "-",
            "subtitle": _readable(paper.subtitle),
            "author": _readable(paper.author),
            "language": paper.language,
            "wide": paper.is_wide,
            "parts": [_part(one, folder, number) for number, one in enumerate(paper.parts)],
        }
        return bytes(
            typst.compile(
                str(folder / "paper.typ"),
                root=str(folder),
                font_paths=[str(FONTS)],
                ignore_system_fonts=True,
                sys_inputs={"paper": json.dumps(data, ensure_ascii=False)},
                pdf_standards="ua-1",
            )
        )


def _part(part: Part, folder: Path, number: int) -> dict[str, Any]:
    if isinstance(part, Heading):
        return {"kind": "heading", "level": part.level, "text": _readable(part.text) or "-"}
    if isinstance(part, Words):
        return {"kind": "words", "quote": part.is_quote, "runs": _runs(part.runs)}
    if isinstance(part, Listing):
        counted = numbers(Item(depth, ()) for depth, _runs_ in part.items)
        items = [
            {"depth": depth, "number": number, "runs": _runs(runs)}
            for (depth, runs), number in zip(part.items, counted, strict=True)
        ]
        return {"kind": "listing", "ordered": part.is_ordered, "items": items}
    if isinstance(part, Grid):
        width = len(part.head)
        return {
            "kind": "grid",
            "columns": list(part.shares or (1,) * width),
            "head": [_readable(one) for one in part.head],
            "rows": [[{"runs": _runs(cell)} for cell in _padded(row, width)] for row in part.rows],
        }
    return _image(part, folder, number)


def _padded(row: tuple[Runs, ...], width: int) -> tuple[Runs, ...]:
    return (*row, *((),) * width)[:width]


def _image(part: Image, folder: Path, number: int) -> dict[str, Any]:
    name = f"picture-{number}.{'jpg' if part.media_type == JPEG else 'png'}"
    (folder / name).write_bytes(part.content)
    with Pixels.open(io.BytesIO(part.content)) as opened:
        share = opened.width / 900
    return {"kind": "image", "path": name, "alt": _readable(part.alt) or "-", "share": max(share, 0.1)}


def _runs(runs: Runs) -> list[dict[str, str]]:
    return [{"text": _readable(run.text), "style": run.style.value} for run in runs]


def _readable(text: str) -> str:
    covered = _covered()
    return text if covered.issuperset(map(ord, text)) else "".join(_shown(char) for char in text)


def _shown(char: str) -> str:
    if ord(char) in _covered():
        return char
    if char == "\t":
        return " "
    if unicodedata.category(char) in {"Cc", "Cf", "Mn"}:
        return ""
    return f"[U+{ord(char):04X}]"


@cache
def _covered() -> frozenset[int]:
    paths = sorted(FONTS.glob("*.ttf"))
    shared = set.intersection(*(set(TTFont(path, lazy=True).getBestCmap()) for path in paths))
    return frozenset(one for one in shared if one >= 32 and not 0x7F <= one < 0xA0 and one < 0xFFF0) | {ord("\n")}
