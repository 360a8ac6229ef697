"""Addresses about reply letters: the municipality's template, and the letters of a concluded hearing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from flask import Blueprint, g, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from civic.config import HERE
from civic.files import renditions
from civic.files.renditions import Format, Rendition, What
from civic.hearings.models import Hearing
from civic.hearings.queries import hearing
from civic.http.files import files_folder, received, send_rendition
from civic.http.forms import ButtonForm, Form, file
from civic.http.request import show, submitted
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.said.letters import FIELDS, ROW
from civic.treatment import actions, queries
from civic.treatment.models import LetterTemplate
from civic.treatment.workflow import HEARING_NOTE, TreatmentVerb

bp = Blueprint("letters", __name__)
EXAMPLE = HERE / "static" / "reply-letter.docx"


class TemplateForm(Form):
    """The municipality's own template."""

    refusals: ClassVar[dict[Reason, str]] = {Reason.TEMPLATE_KIND: "template", Reason.FILE_TOO_LARGE: "template"}

    template = file(lazy_gettext("Word file with merge fields (DOCX, at most 10 MB)"))


@dataclass(frozen=True)
class LettersPage:
    """The letters of a hearing: of which template they are made, and where they are when they are made."""

    template: ClassVar[str] = "treatment/letters.html"
    hearing: Hearing
    newest: LetterTemplate | None
    handed_in: Sequence[LetterTemplate]
    form: TemplateForm
    refusal: Refusal | None
    letters: Rendition | None
    fields: ClassVar[tuple[str, ...]] = FIELDS
    row: ClassVar[tuple[str, ...]] = ROW

    @property
    def unknown(self) -> Sequence[str]:
        """Return the fields of the template that nothing is known of: they stay empty."""
        return [one for one in self.newest.fields if one not in FIELDS + ROW] if self.newest else ()

    @property
    def latest(self) -> LetterTemplate | None:
        """Return the template that was handed in last, whether it has been read or not."""
        return self.handed_in[0] if self.handed_in else None


class LettersForm(ButtonForm):
    """A button that asks for the letters; why they cannot be made is shown above it."""

    refusal: Refusal | None = None

    def takes(self, refusal: Refusal) -> bool:
        """Keep what is missing, for the page."""
        self.refusal = refusal if refusal.reason is Reason.NO_TEMPLATE else None
        return self.refusal is not None


@bp.get("/hearings/<int:hearing_id>/letters")
def index(hearing_id: int) -> ResponseReturnValue:
    """The reply letters of a hearing."""
    return show(_page(g.context, hearing_id))


@bp.post("/hearings/<int:hearing_id>/letters/template")
def hand_in(hearing_id: int) -> ResponseReturnValue:
    """Hand in the template that letters are made of."""
    form = TemplateForm()

    def do() -> str:
        name, content = received(form.template)
        actions.hand_in_template(g.context, files_folder(), name=name, content=content)
        return url_for("letters.index", hearing_id=hearing_id)

    done = _("The template is handed in, and is being read.")
    return submitted(form, do, again=lambda: show(_page(g.context, hearing_id, form=form)), done=done)


@bp.post("/hearings/<int:hearing_id>/letters")
def ask(hearing_id: int) -> ResponseReturnValue:
    """Ask for a letter to each sender."""
    form = LettersForm()

    def do() -> str:
        actions.ask_for_letters(g.context, hearing_id)
        return url_for("letters.index", hearing_id=hearing_id)

    again = lambda: show(_page(g.context, hearing_id, refusal=form.refusal))  # noqa: E731
    return submitted(form, do, again=again, done=_("The letters are being made."))


@bp.get("/hearings/<int:hearing_id>/letters.<any(zip):form>")
def letters(hearing_id: int, form: str) -> ResponseReturnValue:
    """The letters, as Word and as PDF, once the worker has made them."""
    found = _allowed(g.context, hearing_id)
    made = renditions.of(g.context, Ref(Kind.HEARING, found.id))
    return send_rendition(made, What.LETTERS, Format(form), f"breve-{hearing_id}")


@bp.get("/letters/example.docx")
def example() -> ResponseReturnValue:
    """A template to begin with."""
    return send_file(EXAMPLE, as_attachment=True, download_name="svarbrev.docx")


def _allowed(context: Context, hearing_id: int) -> Hearing:
    found = hearing(context, hearing_id)
    HEARING_NOTE.require(context, TreatmentVerb.ASK_FOR_LETTERS, found)
    return found


def _page(
    context: Context, hearing_id: int, *, form: TemplateForm | None = None, refusal: Refusal | None = None
) -> LettersPage:
    found = _allowed(context, hearing_id)
    made = renditions.of(context, Ref(Kind.HEARING, found.id))
    return LettersPage(
        hearing=found,
        newest=queries.newest_template(context),
        handed_in=queries.templates(context),
        form=form or TemplateForm(formdata=None),
        refusal=refusal,
        letters=next((one for one in made if one.what is What.LETTERS), None),
    )
