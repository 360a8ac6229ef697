"""Addresses for answers that come many at once: a spreadsheet of them, or a folder of letters."""

import csv
import io

from flask import Blueprint, Response, flash, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from civic.hearings.queries import heard_text
from civic.hearings.queries import hearing as one_hearing
from civic.http.files import files_folder, received, received_all
from civic.http.forms import ButtonForm
from civic.http.request import show, submitted
from civic.responses import actions, queries
from civic.responses.models import Medium
from civic.responses.workflow import HEARING_RESPONSES, ResponseVerb
from civic.web.responses.forms import LettersForm, SheetForm
from civic.web.responses.pages import column_headings, column_names, sheet_page, sheets_page

bp = Blueprint("sheets", __name__)


@bp.get("/hearings/<int:hearing_id>/sheets")
def index(hearing_id: int) -> ResponseReturnValue:
    """The forms for many answers at once."""
    return show(sheets_page(g.context, hearing_id))


@bp.post("/hearings/<int:hearing_id>/sheets")
def hand_in(hearing_id: int) -> ResponseReturnValue:
    """Hand in a spreadsheet; the worker reads it, and its lines are looked at before they are entered."""
    form = SheetForm()

    def do() -> str:
        name, content = received(form.sheet)
        made = actions.hand_in_sheet(g.context, hearing_id, files_folder(), name=name, content=content)
        return url_for("sheets.show", sheet_id=made.id)

    return submitted(form, do, again=lambda: show(sheets_page(g.context, hearing_id, form=form)))


@bp.post("/hearings/<int:hearing_id>/sheets/files")
def enter_letters(hearing_id: int) -> ResponseReturnValue:
    """Enter each file of a folder as an answer; one that cannot be taken is named, and then none is entered."""
    form = LettersForm()
    form.letters.data = [one for one in form.letters.data or () if one]

    def do() -> str:
        how = {"medium": Medium(form.medium.data), "received_at": form.received_at.data}
        actions.enter_letters(g.context, hearing_id, received_all(form.letters), files_folder(), **how)
        return url_for("treatment.answers", hearing_id=hearing_id)

    again = lambda: show(sheets_page(g.context, hearing_id, letters=form))  # noqa: E731
    count = len(form.letters.data)
    done = ngettext("%(num)s answer is entered.", "%(num)s answers are entered.", count)
    return submitted(form, do, again=again, done=done)


@bp.get("/hearings/<int:hearing_id>/sheets/empty.csv")
def empty(hearing_id: int) -> ResponseReturnValue:
    """A spreadsheet with the right headings, to be filled in."""
    found = one_hearing(g.context, hearing_id)
    HEARING_RESPONSES.require(g.context, ResponseVerb.HAND_IN_SHEET, found)
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(column_headings(heard_text(g.context, hearing_id)))
    made = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    made.headers["Content-Disposition"] = f"attachment; filename=hoeringssvar-{hearing_id}.csv"
    return made


@bp.get("/sheets/<int:sheet_id>", endpoint="show")
def one(sheet_id: int) -> ResponseReturnValue:
    """One spreadsheet, line by line: what would be entered, and what is wrong."""
    return show(sheet_page(g.context, sheet_id))


@bp.post("/sheets/<int:sheet_id>/rows")
def enter(sheet_id: int) -> ResponseReturnValue:
    """Enter the lines of a spreadsheet that are right, at most two hundred at once."""

    def do() -> str:
        heard = heard_text(g.context, queries.sheet(g.context, sheet_id).thing_id)
        found, count = actions.enter_rows(g.context, sheet_id, column_names(heard))
        flash(ngettext("%(num)s answer is entered.", "%(num)s answers are entered.", count), "main")
        if not found.is_read:
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
