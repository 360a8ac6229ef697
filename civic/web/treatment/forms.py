"""What a browser may send about remarks and the note."""

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired

from civic.dialogue.models import Meets, Outcome
from civic.http.forms import (
    ButtonForm,
    Form,
    SeenForm,
    address_fault,
    choice,
    choices,
    day,
    file,
    line,
    said_by,
    text,
    whole_number,
)
from civic.kernel.refusal import Reason, Refusal
from civic.treatment.models import RemarkKind

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)


def _kind() -> RadioField:
    return RadioField(
        _("What the remark does"),
        coerce=str,
        choices=said_by(RemarkKind),
        validators=[InputRequired(_("Choose one."))],
    )


class SplitForm(Form):
    """One remark of a response."""

    holds_numbers = True

    refusals = {Reason.NOT_THEIR_WORDS: "text"}

    text = text(
        _("The remark, in the sender's own words"),
        at_most=5000,
        rows=4,
        description=_("Mark it in the answer, choose a paragraph there, or copy it."),
    )
    kind = _kind()
    sections = choices(_("It is about"), coerce=int)
    themes = line(_("Themes, with commas between"), required=False)
    proposal_id = choice(_("It takes up a resident's proposal"), coerce=int)


class ClassifyForm(SeenForm):
    """What a remark does and is about."""

    refusals = {Reason.WRITTEN_MEANWHILE: "themes"}

    kind = _kind()
    sections = choices(_("It is about"), coerce=int)
    themes = line(_("Themes, with commas between"), required=False)


class ShareForm(Form):
    """Remarks that are given to an officer, to be answered by a day."""

    refusals = {Reason.NOT_FOUND: "remarks", Reason.NO_COLLEAGUE: "officer_id", Reason.DEADLINE_PASSED: "due_on"}
    refused_as = {
        Reason.NOT_FOUND: _("Tick at least one remark."),
        Reason.DEADLINE_PASSED: _("That day is over. Choose a later one."),
    }

    remarks = choices(_("Remarks"), coerce=int)
    officer_id = choice(_("Who answers them?"), coerce=int)
    due_on = day(_("By which day?"), required=False)


class PhraseForm(Form):
    """A sentence that stands ready."""

    text = text(_("A sentence that answers may use"), at_most=1000, rows=3)


class GroupForm(Form):
    """Similar remarks that are answered at once."""

    refusals = {Reason.NOT_FOUND: "remarks", Reason.ANSWERED_APART: "heading"}
    refused_as = {Reason.NOT_FOUND: _("Tick at least two remarks.")}

    remarks = choices(_("Remarks"), coerce=int)
    heading = line(_("What the marked remarks have in common"))


class NoteForm(ButtonForm):
    """A button that carries the note on; why it cannot be pressed yet is shown above the note."""

    refusal: Refusal | None = None
    _ABOUT = {
        Reason.STILL_HELD,
        Reason.ANSWERS_UNTREATED,
        Reason.REMARKS_UNTREATED,
        Reason.CHANGE_MISSING,
        Reason.ANSWERS_UNREAD,
        Reason.WORDS_GONE,
    }

    def takes(self, refusal: Refusal) -> bool:
        """Keep what is missing, for the page."""
        self.refusal = refusal if refusal.reason in self._ABOUT else None
        return self.refusal is not None


class TreatmentForm(SeenForm):
    """The answer to a remark."""

    refusals = {Reason.WRITTEN_MEANWHILE: "reason"}

    outcome = RadioField(
        _("Outcome"), coerce=str, validators=[InputRequired(_("Choose one."))], choices=said_by(Outcome)
    )
    reason = text(_("Reason, as the sender will read it"), at_most=5000, rows=5)
    phrases = HiddenField()
    """The ids of the ready sentences that were put in, with spaces between."""
    taken_from = HiddenField()
    """The id of the earlier answer that was put in."""

    @property
    def phrase_ids(self) -> list[int]:
        """Return which ready sentences were put in."""
        return [int(one) for one in (self.phrases.data or "").split() if _NUMBER.fullmatch(one)]

    @property
    def taken_from_id(self) -> int | None:
        """Return which earlier answer was put in."""
        return int(self.taken_from.data) if _NUMBER.fullmatch(self.taken_from.data or "") else None

    def put_in(self, words: str, *, phrase_id: int | None = None, taken_from_id: int | None = None) -> None:
        """Put words after what was typed, and remember where they are from."""
        self.reason.data = f"{self.reason.data}\n\n{words}" if self.reason.data else words
        if phrase_id is not None:
            self.phrases.data = " ".join(map(str, dict.fromkeys([*self.phrase_ids, phrase_id])))
        if taken_from_id is not None:
            self.taken_from.data = str(taken_from_id)


class ChangeForm(Form):
    """The words a remark changed."""

    refusals = {Reason.NOTHING_CHANGED: "section_text_id"}

    section_text_id = choice(_("Changed section"), coerce=int, ask=True)


class WholeForm(SeenForm):
    """What became of a response as a whole."""

    refusals = {Reason.WRITTEN_MEANWHILE: "text"}

    text = line(_("In one sentence: what became of the answer?"), at_most=500)


class SeveralForm(Form):
    """One sentence of several responses."""

    refusals = {Reason.NOT_FOUND: "responses", Reason.WRITTEN_MEANWHILE: "responses"}
    refused_as = {
        Reason.NOT_FOUND: _("Tick at least one answer."),
        Reason.WRITTEN_MEANWHILE: _("A colleague has worked on one of them meanwhile. These are left:"),
    }

    responses = choices(_("Answers"), coerce=int)
    text = line(_("In one sentence: what became of the ticked answers?"), at_most=500)


class RedactForm(Form):
    """Words that are taken out for good."""

    holds_numbers = True

    refusals = {Reason.NOT_THEIR_WORDS: "words"}

    words = text(_("Words to take out, as they stand in the answer"), at_most=2000, rows=2)
    reason = text(_("Reason"), at_most=1000, rows=3)


class AdditionForm(Form):
    """Words added to a published note."""

    text = text(_("What is to be added"), at_most=2000, rows=4)


class TemplateForm(Form):
    """The municipality's own template."""

    refusals = {Reason.TEMPLATE_KIND: "template", Reason.FILE_TOO_LARGE: "template"}

    template = file(_("Word file with merge fields (DOCX, at most 10 MB)"))


class LettersForm(ButtonForm):
    """A button that asks for the letters; why they cannot be made is shown above it."""

    refusal: Refusal | None = None

    def takes(self, refusal: Refusal) -> bool:
        """Keep what is missing, for the page."""
        self.refusal = refusal if refusal.reason is Reason.NO_TEMPLATE else None
        return self.refusal is not None


class PanelForm(Form):
    """A panel: how many answers it reads, until when, and who the readers are."""

    refusals = {
        Reason.DEADLINE_PASSED: "last_day",
        Reason.NO_READERS: "addresses",
        Reason.NOT_NOW: "size",
        Reason.PROOF_TO_COME: "size",
        Reason.FORGETS_FIRST: "last_day",
        Reason.TAKEN: "size",
    }
    refused_as = {
        Reason.NOT_NOW: _("No remark of this hearing has an answer that everybody can read."),
        Reason.TAKEN: _("The hearing has its panel already."),
    }

    size = whole_number(_("How many answers each of them reads"), least=1, most=200)
    last_day = day(_("Last day for reading them"))
    draw_id = choice(_("Who reads"), coerce=int, default=0)
    addresses = text(
        _("Their e-mail addresses, each on a line, where no draw by lot has found them"),
        required=False,
        at_most=5000,
        rows=4,
    )

    def validate_addresses(self, field: StringField) -> None:
        """Say which lines are no addresses."""
        if self.draw_id.data and self.mailboxes:
            raise ValidationError(gettext("Choose a draw by lot or write addresses, not both."))
        wrong = [one for one in self.mailboxes if address_fault(one)]
        if wrong:
            raise ValidationError(gettext("These are no e-mail addresses: %(lines)s.", lines=", ".join(wrong)))

    @property
    def mailboxes(self) -> list[str]:
        """Return what was typed, line by line."""
        return [one.strip() for one in (self.addresses.data or "").splitlines() if one.strip()]


class ReadingForm(Form):
    """Whether one answer speaks to its remark."""

    meets = RadioField(
        _("Does the answer speak to the remark?"),
        coerce=str,
        choices=said_by(Meets),
        validators=[InputRequired(_("Choose one."))],
    )
