"""What a browser may send about responses."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import Field
from wtforms.validators import InputRequired, ValidationError

from civic.hearings.models import Hearing
from civic.http.forms import Form, SeenForm, address, choice, file, line, local_time, text, tick
from civic.kernel.refusal import Reason, Refusal
from civic.responses.models import Medium, Response, Said
from civic.said.wording import section_name, word

MOST_FILES = 5


class AnswerForm(SeenForm):
    """An answer to a hearing: on the whole, on its questions and on its sections; these are added for each hearing."""

    refusals = {
        Reason.NOTHING_SAID: "whole",
        Reason.WRITTEN_MEANWHILE: "whole",
        Reason.NO_PROTECTED_NAMES: "is_protected",
        Reason.NAME_OF_ANOTHER: "name",
        Reason.NAME_IN_TEXT: "whole",
        Reason.FILE_KIND: "files",
        Reason.FILE_TOO_LARGE: "files",
    }

    sections: ClassVar[Mapping[str, str]] = {}
    """What each section with a field is called."""
    whole = text(_("What do you want to say?"), required=False, rows=8)
    asks_for_words = True
    """Whether something is to be written; what came on paper may be a picture of it alone."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.whole.flags.optional = not self.asks_for_words

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse an answer without a word, too."""
        is_valid = super().validate(extra_validators)
        if is_valid and self.asks_for_words and not self.said():
            is_valid = not self.takes(Refusal(Reason.NOTHING_SAID))
        return is_valid

    def read_through(self) -> list[tuple[str, str]]:
        """Return what was written under what it is about, in order, to be read through before it is sent."""
        labels = {"whole": str(_("On the whole"))}
        return [
            (
                labels.get(name) or (str(field.label.text) if name.startswith("question_") else self.sections[name]),
                field.data,
            )
            for name, field in self._fields.items()
            if field.data and (name in labels or name.startswith(("question_", "section_")))
        ]

    def said(self) -> list[Said]:
        """Return what was written, in order."""
        found = [Said(self.whole.data)]
        for name, field in self._fields.items():
            kind, _dash, number = name.partition("_")
            if kind == "question" and number.isdecimal():
                found.append(Said(field.data, question_id=int(number)))
            elif kind == "section" and number.isdecimal():
                found.append(Said(field.data, section_text_id=int(number)))
        return [one for one in found if one.text]


class SenderForm(AnswerForm):
    """An answer with who gives it."""

    name = line(
        _("Your name, or what you want to be called"),
        required=False,
        at_most=100,
        render_kw={"autocomplete": "name"},
    )
    is_protected = tick(_("Do not show my name"))
    organisation = line(
        _("Organisation, if you answer for one"),
        required=False,
        at_most=150,
        description=_("The municipality verifies it before the answer is shown as the organisation's."),
    )
    email = address(
        _("E-mail, if you want to be told what happens"), description=_("You do not need one: you get a receipt code.")
    )
    files = MultipleFileField(_("Files, if you have any (PDF, Word, ODT or pictures, at most 10 MB together)"))

    def validate_files(self, field: Field) -> None:
        """Refuse more files than anybody looks through."""
        if len([one for one in field.data or () if one.filename]) > MOST_FILES:
            raise ValidationError(gettext("Choose at most %(max)s files.", max=MOST_FILES))


class EnteredForm(SenderForm):
    """An answer that came another way, entered by the case officer."""

    refusals = {**SenderForm.refusals, Reason.NOT_YET: "received_at"}
    asks_for_words = False

    medium = choice(
        _("How it came"),
        lambda: [(one.value, word(one)) for one in Medium if one is not Medium.WRITTEN],
        coerce=str,
        ask=True,
    )
    received_at = local_time(_("When it was received"))
    whole = text(_("The answer, word for word as it came"), required=False, rows=8)
    name = line(_("The sender's name, as they gave it"), required=False, at_most=100)
    is_protected = tick(_("The sender asks not to be named in public"))
    organisation = line(
        _("The organisation they answer for, if any"),
        required=False,
        at_most=150,
        description=_("Verify it before the answer is shown as the organisation's."),
    )
    email = address(
        _("The sender's e-mail address, if they gave one"),
        description=_("The receipt and what becomes of it are sent there, once they have confirmed the address."),
    )
    files = MultipleFileField(
        _("The letter scanned, or other files (PDF, Word, ODT or pictures, at most 10 MB together)")
    )


class ProofForm(Form):
    """A signed receipt."""

    holds_numbers = True

    refusals = {Reason.NOT_VERIFIED: "receipt"}

    receipt = text(_("The long line of your receipt, from CIVIC1 to the end"), at_most=400, rows=3)


def answer_form(base: type[AnswerForm], hearing: Hearing, response: Response | None = None, **given: Any) -> AnswerForm:
    """Return a form with a field for each question and each section of a hearing, filled from an earlier answer."""
    fields: dict[str, Any] = {"__doc__": base.__doc__}
    for question in hearing.questions:
        fields[f"question_{question.id}"] = text(question.text, required=False, rows=4)
    fields["sections"] = {f"section_{one.id}": section_name(one) for one in hearing.version.texts}
    for section in hearing.version.texts:
        label = section_name(section)
        fields[f"section_{section.id}"] = text(
            gettext("What do you want to say about %(section)s?", section=label), required=False, rows=4
        )
    if "is_protected" in dir(base) and not hearing.allows_protected_names:
        fields["is_protected"] = None
    made: AnswerForm = type("AnswerForm", (base,), fields)(**given)
    if response is not None:
        _fill(made, response)
    return made


def _fill(form: AnswerForm, response: Response) -> None:
    if not response.parts:
        form.whole.data = response.text
    for part in response.parts:
        if part.question_id:
            form[f"question_{part.question_id}"].data = part.text
        elif part.section_text_id and f"section_{part.section_text_id}" in form:
            form[f"section_{part.section_text_id}"].data = part.text
        else:
            form.whole.data = part.text


class SheetForm(Form):
    """A spreadsheet of answers."""

    refusals = {Reason.SHEET_KIND: "sheet", Reason.FILE_TOO_LARGE: "sheet"}

    sheet = file(_("The spreadsheet (XLSX, ODS or CSV, at most 10 MB)"))


class LettersForm(Form):
    """A folder of letters, each an answer."""

    refusals = {
        Reason.NOT_YET: "received_at",
        Reason.FILE_KIND: "letters",
        Reason.FILE_TOO_LARGE: "letters",
    }

    letters = MultipleFileField(
        _("The files, each one answer (PDF, Word, ODT or pictures)"),
        description=_("Choose all files of the folder. A file's name becomes the sender's: Karen Hansen.pdf"),
        validators=[InputRequired(_("Choose at least one file."))],
    )
    medium = choice(
        _("How they came"),
        lambda: [(one.value, word(one)) for one in (Medium.E_MAIL, Medium.PAPER)],
        coerce=str,
        ask=True,
    )
    received_at = local_time(_("When they were received"))
