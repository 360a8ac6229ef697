"""Addresses for minutes that are handed in: what was read of them, and each item as a case."""

from flask import Blueprint, g, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.decisions import queries, transcripts
from civic.http.files import files_folder, received
from civic.http.forms import ButtonForm
from civic.http.identity import must_be_fresh
from civic.http.request import show, submitted
from civic.web.decisions.forms import ItemForm, TranscriptForm
from civic.web.decisions.minutes import item_page, offer, transcript_page, transcripts_page

bp = Blueprint("transcripts", __name__)


@bp.get("/processes/<int:process_id>/transcripts")
def index(process_id: int) -> ResponseReturnValue:
    """Where minutes are handed in, and those that were."""
    return show(transcripts_page(g.context, process_id, TranscriptForm()))


@bp.post("/processes/<int:process_id>/transcripts")
def hand_in(process_id: int) -> ResponseReturnValue:
    """Hand in minutes; a file is read by the worker, and nothing is entered by it yet."""
    form = TranscriptForm()

    def do() -> str:
        name, content = received(form.document)
        given = (name, content) if name else None
        typed = form.text.data or ""
        made = transcripts.hand_in(g.context, process_id, files_folder(), text=typed, file=given)
        return url_for("transcripts.show", transcript_id=made.id)

    return submitted(form, do, again=lambda: show(transcripts_page(g.context, process_id, form)))


@bp.get("/transcripts/<int:transcript_id>", endpoint="show")
def one(transcript_id: int) -> ResponseReturnValue:
    """What was read of minutes, beside the lines it was read from."""
    return show(transcript_page(g.context, transcript_id))


@bp.post("/transcripts/<int:transcript_id>/discard")
def discard(transcript_id: int) -> ResponseReturnValue:
    """Throw minutes away; what has been entered of them stays."""

    def do() -> str:
        found = transcripts.discard(g.context, transcript_id)
        return url_for("transcripts.index", process_id=found.process_id)

    return submitted(ButtonForm(), do, again=lambda: one(transcript_id))


@bp.get("/transcripts/<int:transcript_id>/items/<int:at>")
def item(transcript_id: int, at: int) -> ResponseReturnValue:
    """One item as a case: the form, each field filled with what was read, and beside it from where."""
    return _item_page(transcript_id, at)


@bp.post("/transcripts/<int:transcript_id>/items/<int:at>")
def enter(transcript_id: int, at: int) -> ResponseReturnValue:
    """Enter an item as a case, as it has been confirmed."""
    found = queries.transcript(g.context, transcript_id)
    form = ItemForm()
    offer(g.context, form, found)

    def do() -> str:
        decided = form.decided()
        if decided is not None:
            must_be_fresh()
        made = transcripts.enter_item(
            g.context,
            found.process_id,
            route=form.bodies(),
            attachments=form.listed(),
            decided=decided,
            **form.case(),
        )
        return url_for("decisions.case", case_id=made.id)

    return submitted(form, do, again=lambda: _item_page(transcript_id, at, form))


def _item_page(transcript_id: int, at: int, form: ItemForm | None = None) -> ResponseReturnValue:
    found = queries.transcript(g.context, transcript_id)
    where = (
        (found.process.title, url_for("processes.process", process_id=found.process_id)),
        (_("The minutes"), url_for("transcripts.show", transcript_id=found.id, _anchor=f"item-{at}")),
    )
    return show(item_page(g.context, transcript_id, at, where, form))
