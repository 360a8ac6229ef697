"""Addresses about reply letters: the municipality's template, and the letters of a concluded hearing."""

from flask import Blueprint, g, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from civic.config import HERE
from civic.files import renditions
from civic.files.renditions import Format, What
from civic.http.files import files_folder, received, send_rendition
from civic.http.request import show, submitted
from civic.kernel.trace import Kind, Ref
from civic.treatment import actions
from civic.web.treatment.forms import LettersForm, TemplateForm
from civic.web.treatment.pages import asked_for, letters_page

bp = Blueprint("letters", __name__)
EXAMPLE = HERE / "static" / "reply-letter.docx"


@bp.get("/hearings/<int:hearing_id>/letters")
def index(hearing_id: int) -> ResponseReturnValue:
    """The reply letters of a hearing."""
    return show(letters_page(g.context, hearing_id))


@bp.post("/hearings/<int:hearing_id>/letters/template")
def hand_in(hearing_id: int) -> ResponseReturnValue:
    """Hand in the template that letters are made of."""
    form = TemplateForm()

    def do() -> str:
        name, content = received(form.template)
        actions.hand_in_template(g.context, files_folder(), name=name, content=content)
        return url_for("letters.index", hearing_id=hearing_id)

    done = _("The template is handed in, and is being read.")
    return submitted(form, do, again=lambda: show(letters_page(g.context, hearing_id, form=form)), done=done)


@bp.post("/hearings/<int:hearing_id>/letters")
def ask(hearing_id: int) -> ResponseReturnValue:
    """Ask for a letter to each sender."""
    form = LettersForm()

    def do() -> str:
        actions.ask_for_letters(g.context, hearing_id)
        return url_for("letters.index", hearing_id=hearing_id)

    again = lambda: show(letters_page(g.context, hearing_id, refusal=form.refusal))  # noqa: E731
    return submitted(form, do, again=again, done=_("The letters are being made."))


@bp.get("/hearings/<int:hearing_id>/letters.<any(zip):form>")
def letters(hearing_id: int, form: str) -> ResponseReturnValue:
    """The letters, as Word and as PDF, once the worker has made them."""
    found = asked_for(g.context, hearing_id)
    made = renditions.of(g.context, Ref(Kind.HEARING, found.id))
    return send_rendition(made, What.LETTERS, Format(form), f"breve-{hearing_id}")


@bp.get("/letters/example.docx")
def example() -> ResponseReturnValue:
    """A template to begin with."""
    return send_file(EXAMPLE, as_attachment=True, download_name="svarbrev.docx")
