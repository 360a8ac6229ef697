"""What the reading process does with one file: reads it, tells what it saw, and makes anew what may be given out.

`python -m civic.documents.looking FOLDER`: asked.json and the file lie in the folder, and seen.json and what was made
are put there. It runs with limits of time, memory and output, knows no secret and opens no database.
"""

import io
import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image as Pixels
from PIL import ImageOps

from civic.documents.carried import Carried
from civic.documents.filling import fields, fill
from civic.documents.parts import Found, Reading, UnreadableError, Why, sane
from civic.files.sheets import CSV, FEW_ROWS, ODS, XLSX
from civic.files.uploads import DOCX, JPEG, PDF, PICTURES, PNG
from civic.kernel import personal
from civic.kernel.markup import Picture, source

TEMPLATE, LETTERS = "template", "letters"
"""What is asked of a Word file with merge fields: which it has, or to fill it in."""
TABLES = frozenset({CSV, ODS, XLSX})
SECONDS = 40
"""Of processor for one file."""
MEMORY = 1_200_000_000
"""Bytes of address space for one file."""
OUTPUT = 60_000_000
"""Bytes of the largest file that may be made."""
MOST_PIXELS = 40_000_000
"""Of one picture: what the best telephones take, and 160 megabytes while it is open."""
MOST_SHOWN = 50
"""Pages or pictures made for the eye of whoever decides."""
WIDTHS = (480, 960, 1600)
"""Pixels of a picture on a telephone, on one of its sharper kind or in a column, and across a page."""
MOST_SIDES = 6
"""How many times longer than wide a picture that is shown on a page may be, or wider than long."""
MOST_WORDS = 2_000_000
"""Signs of a text; a thick book has so many."""


def main(folder: Path) -> None:
    """Look through the file in the folder, and put there what was seen."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    content = (folder / "content").read_bytes()
    try:
        seen = look_at(
            content,
            asked["media_type"],
            folder,
            is_sized=bool(asked.get("is_sized")),
            at_most=asked.get("at_most", FEW_ROWS),
        )
    except UnreadableError as error:
        seen = {"why": error.why.value}
    except MemoryError:
        seen = {"why": Why.TOO_LONG.value}
    except Exception as error:  # whatever a broken file leads the libraries to
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        seen = {"why": Why.BROKEN.value}
    (folder / "seen.json").write_text(json.dumps(seen), encoding="utf-8")


def look_at(
    content: bytes, media_type: str, folder: Path, *, is_sized: bool = False, at_most: int = FEW_ROWS
) -> dict[str, Any]:
    """Return what is told of a file, and put what is made of it into the folder. Raises UnreadableError.

    A spreadsheet has `at_most` so many rows.
    """
    if media_type == TEMPLATE:
        return {"fields": fields(content)}
    if media_type == LETTERS:
        asked = json.loads((folder / "letters.json").read_text(encoding="utf-8"))
        told = []
        for number, (letter, passages) in enumerate(fill(content, asked)):
            (folder / f"letter-{number}").write_bytes(letter)
            told.append(passages)
        return {"letters": told}
    if media_type in TABLES:
        from civic.documents.tables import rows  # noqa: PLC0415

        return {"rows": rows(content, media_type, at_most=at_most)}
    if media_type in PICTURES:
        bare = bare_of(content, media_type)
        (folder / "shown").write_bytes(bare)
        (folder / "page-1").write_bytes(_small(bare))
        return {"found": ["picture"], "pages": 1, "sizes": list(_sizes(bare, folder)) if is_sized else []}
    carried = Carried()
    parts: list[dict[str, Any]] = []
    if media_type == PDF:
        from civic.documents.seen_pdf import pages_as_pictures, see  # noqa: PLC0415 - each kind loads its own tools

        found = see(content, carried)
        carried.covered |= set(found.covered)
        carried.pictures |= set(found.pictured)
        (folder / "shown").write_bytes(found.content)
        pages = list(pages_as_pictures(found.content, at_most=MOST_SHOWN)) if _waits(carried) else []
        text = sane(found.text)
    else:
        text, parts, pages = _document(content, media_type, carried, folder)
    for number, page in enumerate(pages, 1):
        (folder / f"page-{number}").write_bytes(page)
    if len(text) > MOST_WORDS:
        raise UnreadableError("too many words", Why.TOO_MUCH)
    return {
        "found": list(_tokens(carried, text)),
        "text": text,
        "parts": parts,
        "pages": len(pages),
    }


def _document(
    content: bytes, media_type: str, carried: Carried, folder: Path
) -> tuple[str, list[dict[str, Any]], list[bytes]]:
    from civic.documents.reading import read, words_of  # noqa: PLC0415

    found = read(content, media_type, carried)
    pictures = dict(_pictures(found, folder))
    (folder / "shown").write_bytes(_anew(found, pictures, media_type))
    parts = [
        {"heading": one.heading or "-", "level": one.level, "text": source(_kept(one.blocks, pictures))}
        for one in found.parts
    ]
    small = [_small(bare) for bare, _type, _alt in pictures.values()][:MOST_SHOWN]
    return words_of(found), parts, small


def _kept(blocks: tuple[Any, ...], pictures: dict[int, Any]) -> list[Any]:
    return [one for one in blocks if not isinstance(one, Picture) or one.upload_id in pictures]


def _pictures(found: Reading, folder: Path) -> Iterator[tuple[int, tuple[bytes, str, str]]]:
    """Give the pictures of a document, made anew, by their number; what is no picture is left out."""
    for number, one in enumerate(found.pictures):
        try:
            with Pixels.open(io.BytesIO(one.content)) as opened:
                media_type = JPEG if opened.format == "JPEG" else PNG
            bare = bare_of(one.content, media_type, one)
        except UnreadableError:
            continue
        except Exception as error:
            print(f"a picture was left out: {type(error).__name__}", file=sys.stderr)
            continue
        (folder / f"picture-{number}").write_bytes(bare)
        yield number, (bare, media_type, one.alt)


def _anew(found: Reading, pictures: dict[int, tuple[bytes, str, str]], media_type: str) -> bytes:
    """Return a Word file or an ODT of what its reader saw, and of nothing else."""
    from civic.documents.odt import odt  # noqa: PLC0415
    from civic.documents.paper import Heading, Paper, Part, from_markup  # noqa: PLC0415
    from civic.documents.word import word  # noqa: PLC0415

    held = {number: (bare, its_type) for number, (bare, its_type, _alt) in pictures.items()}
    parts: list[Part] = []
    for one in found.parts:
        if one.heading and one.heading != found.title:
            parts.append(Heading(one.level, one.heading))
        parts += from_markup(_kept(one.blocks, pictures), held)
    title, *others = found.front or ("",)
    paper = Paper(title, " ".join(others), "", parts=tuple(parts))
    return word(paper) if media_type == DOCX else odt(paper)


def _waits(carried: Carried) -> bool:
    return any((carried.covered, carried.pictures, carried.packed, carried.active, carried.comments, carried.changed))


def _tokens(carried: Carried, text: str) -> Iterator[str]:
    """Give what was found, each with the first places it was found at."""
    words = "\n".join([text, *carried.words])
    yield from dict.fromkeys(one.detail.value for one in personal.findings(words))
    for kind, places in (
        ("covered", carried.covered),
        ("changed", carried.changed),
        ("comments", carried.comments),
        ("picture", carried.pictures),
    ):
        if places:
            yield f"{kind}@{','.join(map(str, sorted(places)[:9]))}{',…' if len(places) > 9 else ''}"
    yield from (kind for kind, is_so in (("packed", carried.packed), ("active", carried.active)) if is_so)


def bare_of(content: bytes, media_type: str, shown_as: Found | None = None) -> bytes:
    """Return a picture without camera, place and names: only its pixels, the right way up and cut as it is shown.

    Raises UnreadableError for what is no picture, and for one so large that opening it could take the machine down.
    """
    try:
        with Pixels.open(io.BytesIO(content)) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise UnreadableError(f"the picture has {opened.width} times {opened.height} pixels", Why.TOO_MUCH)
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            if shown_as is not None:
                upright = _cut(upright, shown_as)
            if "transparency" in upright.info or upright.mode in {"RGBA", "LA", "PA", "RGBa", "La"}:
                clear = upright.convert("RGBA")  # what lies where it is clear shows nowhere
                bare = Pixels.alpha_composite(Pixels.new("RGBA", clear.size, "white"), clear).convert("RGB")
            elif upright.mode == "P":
                bare = upright.convert("RGB")
            else:
                bare = Pixels.new(upright.mode, upright.size)
                bare.paste(upright)
            bare.info = {}
            out = io.BytesIO()
            if media_type == JPEG:
                bare.convert("RGB").save(out, "JPEG", quality=88)
            else:
                bare.save(out, "PNG")
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(str(error)) from error
    return out.getvalue()


def _cut(picture: Pixels.Image, shown_as: Found) -> Pixels.Image:
    """Return what is shown of a picture of which a document cuts something away."""
    wide, high = picture.size
    dots = picture.info.get("dpi", (96, 96))
    across, down = (float(one) / 2.54 if one and float(one) > 1 else 96 / 2.54 for one in dots)
    (left, top, right, bottom), cm = shown_as.cut, shown_as.cut_cm
    box = (
        round(min(wide - 1, left * wide + cm[0] * across)),
        round(min(high - 1, top * high + cm[1] * down)),
        round(max(1, wide - right * wide - cm[2] * across)),
        round(max(1, high - bottom * high - cm[3] * down)),
    )
    if box == (0, 0, wide, high):
        return picture
    if box[0] >= box[2] or box[1] >= box[3]:
        raise UnreadableError("nothing of the picture is shown")
    return picture.crop(box)


def _small(content: bytes) -> bytes:
    with Pixels.open(io.BytesIO(content)) as opened:
        opened.thumbnail((1100, 1100))
        out = io.BytesIO()
        opened.convert("RGB").save(out, "JPEG", quality=80)
    return out.getvalue()


def _sizes(content: bytes, folder: Path) -> Iterator[tuple[int, int]]:
    """Put a picture into the folder in each width it is wider than and, up to the widest, as it is; give their sizes.

    Raises UnreadableError for a strip, which no page has room for.
    """
    with Pixels.open(io.BytesIO(content)) as opened:
        if max(opened.size) > MOST_SIDES * min(opened.size):
            raise UnreadableError(f"the picture is {opened.width} times {opened.height} pixels", Why.STRIP)
        whole = opened.convert("RGB")
    for width in sorted({min(whole.width, WIDTHS[-1]), *(one for one in WIDTHS if one < whole.width)}):
        height = max(1, round(whole.height * width / whole.width))
        whole.resize((width, height), Pixels.Resampling.LANCZOS).save(
            folder / f"size-{width}", "JPEG", quality=80, optimize=True, progressive=True
        )
        yield width, height


if __name__ == "__main__":
    main(Path(sys.argv[1]))
