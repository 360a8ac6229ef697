"""Tagged PDFs, made by the worker: typst and the fonts are loaded here and never by the web process."""

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import typst
from flask import Flask, g
from flask_babel import gettext as _
from fontTools.ttLib import TTFont

from civic.config import HERE
from civic.hearings.models import Hearing
from civic.kernel.context import Context
from civic.web.assets import BUILT
from civic.web.hearings.pages import NotePage, NoteRow, note_page
from civic.web.language import in_language
from civic.web.wording import day, deadline, moment, number, word

TEMPLATE = HERE / "templates" / "pdf" / "note.typ"
FONTS = BUILT / "pdf"


def note_pdf(app: Flask, context: Context, hearing: Hearing) -> bytes:
    """Return a published hearing note as PDF/UA-1, in Danish, the language of the record."""
    with app.test_request_context(base_url=app.extensions["civic_settings"].address):
        g.context = context
        data: dict[str, Any] = {}
        in_language("da", lambda: str(data.update(_data(note_page(context, hearing.id)))))
        del g.context
    return compiled(data)


def compiled(data: dict[str, Any]) -> bytes:
    """Return the PDF of a note's data; a character that no font has is shown by its code."""
    readable = _readable(data)
    return bytes(
        typst.compile(
            str(TEMPLATE),
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"note": json.dumps(readable, ensure_ascii=False)},
            pdf_standards="ua-1",
        )
    )


def _data(page: NotePage) -> dict[str, Any]:
    hearing = page.hearing
    facts = [
        (_("Deadline"), deadline(hearing.closes_at) if hearing.closes_at else ""),
        (_("Version heard"), hearing.version.label),
        (_("Answers"), number(len(page.answered))),
        (_("Of them late"), number(page.late)),
        (_("Remarks"), number(len(page.rows))),
        (_("Councils without an answer"), ", ".join(one.body.name for one in page.silent) or _("None")),
        *((word(outcome), number(count)) for outcome, count in page.outcomes),
    ]
    return {
        "title": ": ".join((_("Hearing note"), hearing.title)),
        "author": hearing.process.contact_unit,
        "lang": "da",
        "eyebrow": hearing.process.full_title,
        "heading": _("Hearing note"),
        "hearing": hearing.title,
        "footer": hearing.title,
        "factsHead": [_("Fact"), _("Value")],
        "facts": [list(pair) for pair in facts],
        "partiesHeading": _("The answers as a whole"),
        "parties": [_party(one) for one in page.answered],
        "remarksHeading": _("Remark by remark"),
        "rows": [_row(row) for row in page.rows],
        "labels": {
            "remark": _("Remark"),
            "answer": _("Answer"),
            "change": _("Change"),
            "plus": "+ ",
            "minus": "− ",
        },
    }


def _party(party: Any) -> dict[str, str]:
    response = party.response
    late = _("Late, and kept") if response.is_late else _("In time")
    facts = f"{word(response.medium)}. {word(response.stance)}. {moment(response.submitted_at)}. {late}."
    return {"name": party.body.name, "facts": facts, "treatment": response.treatment or ""}


def _row(row: NoteRow) -> dict[str, Any]:
    remark = row.remark
    about = remark.section_text
    change = remark.change
    where = (
        ", ".join((f"{word(change.kind)} {change.number}", _("version %(label)s", label=change.version.label)))
        if change
        else ""
    )
    return {
        "heading": f"{remark.response.number}.{remark.number} {remark.response.party.body.name}",
        "about": f"{word(about.kind)} {about.number}: {about.heading}" if about else _("The whole report"),
        "remark": remark.text,
        "outcome": word(remark.outcome) if remark.outcome else "",
        "reason": f"{remark.reason} ({remark.answered_for}, {day(remark.answered_at.date())})"
        if remark.answered_at
        else "",
        "change": where or _("No change"),
        "pieces": [{"kind": one.change.value, "text": one.text} for one in row.change.pieces] if row.change else [],
    }


def _readable(value: Any) -> Any:
    if isinstance(value, str):
        return "".join(_shown(char) for char in value)
    if isinstance(value, dict):
        return {key: _readable(one) for key, one in value.items()}
    return [_readable(one) for one in value] if isinstance(value, list) else value


def _shown(char: str) -> str:
    if char in "\n\t " or ord(char) in _covered():
        return char
    if unicodedata.category(char) in {"Cc", "Cf", "Mn"}:
        return ""
    return f"[U+{ord(char):04X}]"


@cache
def _covered() -> frozenset[int]:
    paths: list[Path] = sorted(FONTS.glob("*.ttf"))
    return frozenset(set.intersection(*(set(TTFont(path, lazy=True).getBestCmap()) for path in paths)))
