"""Reply letters: a municipality's own Word template with its merge fields filled in, and the same words as PDF/UA.

The template is opened in the process that reads files (`apart`, `filling`), and so is what becomes of it. The PDF has
the letter's words, headings and tables as Civic sets them: no word processor is there to set the template itself.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from civic.documents import apart
from civic.documents.paper import Heading, Paper, Part, from_markup
from civic.documents.pdf import pdf
from civic.files.store import path_of
from civic.kernel.context import Context
from civic.kernel.markup import blocks
from civic.said.answered import Answered
from civic.said.letters import ROW, fields_of
from civic.said.note import cells, comment, place, white_book
from civic.said.wording import signed
from civic.treatment.models import LetterTemplate


@dataclass(frozen=True)
class Filled:
    """One letter: its name in the file of all, the fields' words, and a row for each remark."""

    name: str
    title: str
    values: Mapping[str, str]
    rows: Sequence[Mapping[str, str]]


def letters(context: Context, hearing_id: int, template: LetterTemplate, folder: Path) -> bytes:
    """Return a ZIP with a letter to each sender of a concluded hearing, as Word and as PDF/UA."""
    filled = list(_filled(context, hearing_id))
    asked = [{"values": one.values, "rows": one.rows, "row": ROW} for one in filled]
    made = apart.letters(path_of(folder, template.file), asked)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for one, (content, passages) in zip(filled, made, strict=True):
            packed.writestr(f"{one.name}.docx", content)
            packed.writestr(f"{one.name}.pdf", pdf(_paper(one, passages)))
    return out.getvalue()


def _filled(context: Context, hearing_id: int) -> Iterator[Filled]:
    book = white_book(context, hearing_id, whole=True)
    for response in book.responses:
        link = url_for("responses.show", response_id=response.id, _external=True)
        rows = [_row(one) for one in book.became.get(response.id, [])]
        values = fields_of(response, book.hearing, context.now, link, rows)
        title = _("Reply to answer no. %(number)s", number=response.number)
        yield Filled(f"{response.number:03}-{_plain(signed(response))}", title, values, rows)


def _row(one: Answered) -> dict[str, str]:
    _number, _sender, _received, _about, text, _comment, outcome = cells(one)
    changed = ", ".join(place(change) for change in one.changes)
    return dict(zip(ROW, (text, outcome, comment(one), changed), strict=True))


def _plain(name: str) -> str:
    """Return a name as a file may have it everywhere."""
    kept = "".join(char if char.isalnum() else "-" for char in name)
    return "-".join(filter(None, kept.split("-")))[:60]


def _paper(one: Filled, passages: Sequence[Mapping[str, Any]]) -> Paper:
    """Return a filled letter's words as a document: its headings and what stands under them."""
    parts: list[Part] = []
    for passage in passages:
        if passage["heading"]:
            parts.append(Heading(1, passage["heading"]))
        parts += from_markup(blocks(passage["text"]), {})
    return Paper(one.title, one.values["Høring"], one.values["Enhed"], parts=tuple(parts))
