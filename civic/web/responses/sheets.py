"""Addresses for answers that come many at once: a spreadsheet of them, or a folder of letters."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from flask import Blueprint, Response, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from flask_wtf.file import MultipleFileField
from wtforms.validators import InputRequired

from civic.files.sheets import Sheet, sheets_of
from civic.files.uploads import LARGEST, PICTURES, TEXTS, kind_of
from civic.hearings.models import Hearing
from civic.hearings.queries import heard_text
from civic.hearings.queries import hearing as one_hearing
from civic.http.files import files_folder, received, received_all
from civic.http.forms import ButtonForm, Form, choice, file, local_time
from civic.http.request import show, submitted
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.responses import actions, queries
from civic.responses.models import From, Medium
from civic.responses.rows import Read, Row
from civic.responses.workflow import HEARING_RESPONSES, ResponseVerb
from civic.said.wording import section_name, word

bp = Blueprint("sheets", __name__)
MOST = 200
"""How many rows are entered, and files taken, at once; more are entered by pressing again."""
SHOWN = 100
"""How many lines of a spreadsheet a page shows of those that are right; what is wrong is shown whole."""


class SheetForm(Form):
    """A spreadsheet of answers."""

    refusals: ClassVar[dict[Reason, str]] = {Reason.SHEET_KIND: "sheet", Reason.FILE_TOO_LARGE: "sheet"}

    sheet = file(lazy_gettext("The spreadsheet (XLSX, ODS or CSV, at most 10 MB)"))


class LettersForm(Form):
    """A folder of letters, each an answer."""

    refusals: ClassVar[dict[Reason, str]] = {
        Reason.NOT_YET: "received_at",
        Reason.FILE_KIND: "letters",
        Reason.FILE_TOO_LARGE: "letters",
    }

    letters = MultipleFileField(
        lazy_gettext("The files, each one answer (PDF, Word, ODT or pictures)"),
        description=lazy_gettext(
            "Choose all files of the folder. A file's name becomes the sender's: Karen Hansen.pdf"
        ),
        validators=[InputRequired(lazy_gettext("Choose at least one file."))],
    )
    medium = choice(
        lazy_gettext("How they came"),
        lambda: [(one.value, word(one)) for one in (Medium.E_MAIL, Medium.PAPER)],
        coerce=str,
        ask=True,
    )
    received_at = local_time(lazy_gettext("When they were received"))


@dataclass(frozen=True)
class SheetsPage:
    """Where many answers are handed in at once."""

    template: ClassVar[str] = "responses/sheets.html"
    hearing: Hearing
    sheets: Sequence[Sheet]
    form: SheetForm
    letters: LettersForm
    headings: Sequence[str]


@dataclass(frozen=True)
class SheetPage:
    """One spreadsheet, line by line, before anything is entered."""

    template: ClassVar[str] = "responses/sheet.html"
    hearing: Hearing
    sheet: Sheet
    read: Read

    @property
    def wrong(self) -> Sequence[Row]:
        """Return the lines that cannot be entered."""
        return [one for one in self.read.rows if not one.is_good]

    @property
    def right(self) -> Sequence[Row]:
        """Return the first of the lines that can be."""
        return self.read.good[:SHOWN]


@bp.get("/hearings/<int:hearing_id>/sheets")
def index(hearing_id: int) -> ResponseReturnValue:
    """The forms for many answers at once."""
    return show(_sheets_page(g.context, hearing_id))


@bp.post("/hearings/<int:hearing_id>/sheets")
def hand_in(hearing_id: int) -> ResponseReturnValue:
    """Hand in a spreadsheet; the worker reads it, and its lines are looked at before they are entered."""
    form = SheetForm()

    def do() -> str:
        name, content = received(form.sheet)
        made = actions.hand_in_sheet(g.context, hearing_id, files_folder(), name=name, content=content)
        return url_for("sheets.show", sheet_id=made.id)

    return submitted(form, do, again=lambda: show(_sheets_page(g.context, hearing_id, form=form)))


@bp.post("/hearings/<int:hearing_id>/sheets/files")
def enter_letters(hearing_id: int) -> ResponseReturnValue:
    """Enter each file of a folder as an answer; one that cannot be taken is named, and then none is entered."""
    form = LettersForm()
    form.letters.data = [one for one in form.letters.data or () if one]

    def do() -> str:
        letters = received_all(form.letters)
        _check(letters)
        how = {"medium": Medium(form.medium.data), "received_at": form.received_at.data}
        for name, content in letters:
            sender = From(name=" ".join(name.replace("\\", "/").rsplit("/", 1)[-1].rpartition(".")[0].split())[:150])
            actions.enter(g.context, hearing_id, sender, (), [(name, content)], files_folder(), **how)
        return url_for("treatment.answers", hearing_id=hearing_id)

    again = lambda: show(_sheets_page(g.context, hearing_id, letters=form))  # noqa: E731
    count = len(form.letters.data)
    done = ngettext("%(num)s answer is entered.", "%(num)s answers are entered.", count)
    return submitted(form, do, again=again, done=done)


def _check(letters: Sequence[tuple[str, bytes]]) -> None:
    """Refusal(FILE_KIND) or Refusal(FILE_TOO_LARGE) that names every file that cannot be taken."""
    large = [name for name, content in letters if len(content) > LARGEST]
    if large:
        raise Refusal(Reason.FILE_TOO_LARGE, about=", ".join(large))
    unknown = [name for name, content in letters if kind_of(content) not in TEXTS | PICTURES]
    if unknown:
        raise Refusal(Reason.FILE_KIND, about=", ".join(unknown))


@bp.get("/hearings/<int:hearing_id>/sheets/empty.csv")
def empty(hearing_id: int) -> ResponseReturnValue:
    """A spreadsheet with the right headings, to be filled in."""
    found = one_hearing(g.context, hearing_id)
    HEARING_RESPONSES.require(g.context, ResponseVerb.HAND_IN_SHEET, found)
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(_headings(heard_text(g.context, hearing_id)))
    made = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    made.headers["Content-Disposition"] = f"attachment; filename=hoeringssvar-{hearing_id}.csv"
    return made


@bp.get("/sheets/<int:sheet_id>", endpoint="show")
def one(sheet_id: int) -> ResponseReturnValue:
    """One spreadsheet, line by line: what would be entered, and what is wrong."""
    return show(_sheet_page(g.context, sheet_id))


@bp.post("/sheets/<int:sheet_id>/rows")
def enter(sheet_id: int) -> ResponseReturnValue:
    """Enter the lines of a spreadsheet that are right, at most two hundred at once."""

    def do() -> str:
        found = actions.locked_sheet(g.context, sheet_id)
        read = _read(g.context, found, heard_text(g.context, found.thing_id))
        entered = read.good[:MOST]
        for row in entered:
            assert row.medium is not None
            assert row.received_at is not None
            actions.enter(
                g.context, found.thing_id, row.sender, row.said, medium=row.medium, received_at=row.received_at
            )
        is_done = len(read.rows) == len(entered)
        actions.finish_sheet(g.context, sheet_id, lines=[one.line for one in entered], is_done=is_done)
        flash(ngettext("%(num)s answer is entered.", "%(num)s answers are entered.", len(entered)), "main")
        if is_done:
            return url_for("sheets.index", hearing_id=found.thing_id)
        return url_for("sheets.show", sheet_id=sheet_id)

    return submitted(ButtonForm(), do, again=lambda: one(sheet_id))


@bp.post("/sheets/<int:sheet_id>/discard")
def discard(sheet_id: int) -> ResponseReturnValue:
    """Throw a spreadsheet's rows away; what was entered of it stands."""

    def do() -> str:
        found = actions.finish_sheet(g.context, sheet_id)
        return url_for("sheets.index", hearing_id=found.thing_id)

    return submitted(ButtonForm(), do, again=lambda: one(sheet_id), done=_("The spreadsheet is thrown away."))


def _sheets_page(
    context: Context, hearing_id: int, *, form: SheetForm | None = None, letters: LettersForm | None = None
) -> SheetsPage:
    found = heard_text(context, hearing_id)
    HEARING_RESPONSES.require(context, ResponseVerb.HAND_IN_SHEET, found)
    return SheetsPage(
        hearing=found,
        sheets=sheets_of(context, Ref(Kind.HEARING, found.id)),
        form=form or SheetForm(formdata=None),
        letters=letters or LettersForm(formdata=None, received_at=_noon(context.now)),
        headings=_headings(found),
    )


def _sheet_page(context: Context, sheet_id: int) -> SheetPage:
    found = queries.sheet(context, sheet_id)
    heard = heard_text(context, found.thing_id)
    return SheetPage(heard, found, _read(context, found, heard) if found.is_read else Read())


def _read(context: Context, found: Sheet, heard: Hearing) -> Read:
    names: dict[str, int] = {}
    for text in heard.version.texts:
        for name in (text.heading, f"{word(text.kind)} {text.number}", section_name(text)):
            names.setdefault(" ".join(name.casefold().split()), text.id)
    return queries.rows_of(context, found, heard, names)


def _headings(heard: Hearing) -> list[str]:
    """Return the headings of an empty spreadsheet: they are Danish, as the record is."""
    questions = [f"Spørgsmål {one.number}" for one in heard.questions]
    protected = ["Navn holdes tilbage"] if heard.allows_protected_names else []
    sections = [section_name(one) for one in heard.version.texts]
    return ["Navn", "Organisation", "E-mail", *protected, "Kom som", "Modtaget", "Svar", *questions, *sections]


def _noon(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)
