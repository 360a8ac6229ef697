"""What a browser may send about proposals and comments."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from flask_wtf.file import MultipleFileField
from wtforms import DateField, Field, HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from civic.db.base import ZONE
from civic.dialogue.models import Outcome
from civic.http.forms import Form, ReasonForm, SeenForm, address, choice, choices, day, line
from civic.http.forms import text as several
from civic.kernel.personal import Detail, findings
from civic.kernel.refusal import Reason
from civic.said.language import SPOKEN, own_name
from civic.said.wording import now, word


def outcomes() -> list[tuple[str, str]]:
    """Return the outcomes an answer can have."""
    return [(one.value, word(one)) for one in Outcome]


class ProposalForm(Form):
    """A proposal in the resident's own words."""

    holds_numbers = True

    title = line(_("Your proposal in one sentence"))
    text = several(_("What should be done, and why?"), at_most=5000, rows=8)


class WhereForm(SeenForm):
    """Where a proposal is about, and the language it is written in."""

    refusals = {Reason.NO_PLACE: "place", Reason.WRITTEN_MEANWHILE: "place"}

    place = line(
        _("Where it is, in words"),
        required=False,
        description=_(
            "An address, or what everybody calls the place. Everybody can read it: do not write your own home."
        ),
    )
    point = line(
        _("The same place as a point on a map"),
        required=False,
        at_most=40,
        description=_("Degrees north and east, as a map on your telephone says them: 55.7500, 12.5500"),
        render_kw={"dir": "ltr", "autocomplete": "off"},
    )
    language = choice(_("The language it is written in"), lambda: [(one, own_name(one)) for one in SPOKEN])

    def validate_place(self, field: StringField) -> None:
        """Ask for a place, and not for whom to call there."""
        found = {one.detail for one in findings(field.data or "")}
        if found & {Detail.PHONE, Detail.E_MAIL}:
            raise ValidationError(gettext("Write where it is, without telephone numbers and e-mail addresses."))

    def validate_point(self, field: StringField) -> None:
        """Ask for a point in Denmark, and write it in one way."""
        if not field.data:
            return
        found = _POINT.fullmatch(field.data)
        north, east = (float(one.replace(",", ".")) for one in found.groups()) if found else (0.0, 0.0)
        if not (54 <= north <= 58 and 7 <= east <= 16):
            raise ValidationError(gettext("Write degrees north and east of a place in Denmark: 55.7500, 12.5500"))
        field.data = f"{north:.5f}, {east:.5f}"

    def said(self) -> dict[str, str]:
        """Return what was chosen, as the action takes it."""
        return {"place": self.place.data or "", "point": self.point.data or "", "language": self.language.data}


_POINT = re.compile(r"(\d{2}(?:[.,]\d{1,15})?)[°NnØøEe]*[,;]?\s+(\d{1,2}(?:[.,]\d{1,15})?)[°NnØøEe]*")


class FilesForm(Form):
    """Files that lie beside a proposal."""

    refusals = {Reason.FILE_KIND: "files", Reason.FILE_TOO_LARGE: "files", Reason.TOO_MANY_FILES: "files"}

    refused_as = {Reason.FILE_KIND: _("One of them is no PDF, Word, ODT, PNG or JPEG file. Choose the others again.")}

    files = MultipleFileField(_("Files (PDF, Word, ODT or pictures, at most 10 MB together)"))

    def validate_files(self, field: Field) -> None:
        """Ask for one."""
        if not [one for one in field.data or () if one and one.filename]:
            raise ValidationError(gettext("Choose a file."))


class RewriteForm(ProposalForm):
    """The same words, changed; `edit` is the edit the writer began from."""

    refusals = {Reason.CHANGED_MEANWHILE: "text"}

    edit = HiddenField()

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        number = self.edit.data or ""
        edit = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        return {"title": self.title.data, "text": self.text.data, "edit": edit}


class AmendForm(RewriteForm):
    """Other words for somebody's proposal, and why."""

    refusals = {Reason.AS_IT_STANDS: "text", Reason.NUMBER_SEEN: "text"}
    holds_numbers = False

    title = line(_("The proposal in one sentence, as you would say it"))
    text = several(_("Its text, as you would write it"), at_most=5000, rows=8)
    why = several(_("Why it is better so"), at_most=1000, rows=3)

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return super().typed() | {"why": self.why.data}


class DecideAmendmentForm(SeenForm):
    """What the authors say to an amendment."""

    refusals = {
        Reason.NO_REASON: "reason",
        Reason.WRITTEN_MEANWHILE: "reason",
        Reason.CHANGED_MEANWHILE: "reason",
    }
    refused_as = {
        Reason.NO_REASON: _("Write why: whoever suggested it reads the reason."),
        Reason.CHANGED_MEANWHILE: _("The same words were changed by another amendment. Decline it, and say so."),
    }

    reason = several(_("What you say to whoever suggested it"), required=False, at_most=1000, rows=3)


class InviteForm(Form):
    """Somebody who is invited to write a proposal together."""

    refusals = {Reason.TOO_MANY_AUTHORS: "email", Reason.NOT_NOW: "email"}

    email = address(_("E-mail address of who is to write it with you"), required=True)


class AnswerForm(Form):
    """The official answer, and what happens next with what is accepted."""

    refusals = {Reason.NO_NEXT_STEP: "next_step"}

    outcome = RadioField(_("Outcome"), coerce=str, validators=[InputRequired(_("Choose one."))], choices=outcomes)
    text = several(_("Reason, as the author will read it"), at_most=5000, rows=6)
    answered_for = line(_("Which unit is responsible"))
    next_step = several(_("If it is accepted: what happens next"), required=False, at_most=1000, rows=3)
    review_on = day(
        _("If it is accepted: when you look at what came of it"),
        description=_("You are reminded on that day, and everybody sees it."),
        required=False,
    )

    def validate_review_on(self, field: DateField) -> None:
        """Ask for a day to come."""
        if field.data is not None and field.data <= now().astimezone(ZONE).date():
            raise ValidationError(gettext("Write a day to come."))


class SpeakToForm(SeenForm):
    """The comments that the official answer speaks to."""

    refusals = {Reason.NO_REASON: "reason", Reason.NOT_FITTING: "comments", Reason.WRITTEN_MEANWHILE: "comments"}
    refused_as = {Reason.NO_REASON: _("Write why one is left out that was among them.")}

    comments = choices(_("Comments that the answer speaks to"), coerce=int)
    reason = several(_("If you take one out: why"), required=False, at_most=500, rows=2)


class ReportForm(Form):
    """What has come of an accepted proposal so far."""

    text = several(_("What has come of it so far"), at_most=2000, rows=4)
    review_on = day(
        _("When you look at it again"),
        description=_("Leave it empty if it is followed elsewhere from now on, in a case, say."),
        required=False,
    )

    validate_review_on = AnswerForm.validate_review_on


class ImplementForm(Form):
    """What was done."""

    refusals = {Reason.NOT_HELD_YET: "on"}

    text = several(_("What was done"), at_most=2000, rows=4)
    on = day(_("Date"))


class CarryOutForm(SeenForm):
    """What came of what much support led to."""

    refusals = {Reason.NOT_HELD_YET: "on", Reason.NO_REASON: "reason", Reason.WRITTEN_MEANWHILE: "result"}

    result = several(_("What was done"), at_most=2000, rows=4)
    on = day(_("Date"))
    reason = several(_("Why it is corrected"), required=False, at_most=500, rows=2)


class MergeForm(ReasonForm):
    """The proposal that another goes on in."""

    refusals = {**ReasonForm.refusals, Reason.NOT_FITTING: "into_id", Reason.NOT_NOW: "into_id"}
    refused_as = {Reason.NOT_NOW: _("That proposal is not open any more. Choose another.")}

    into_id = SelectField(_("In which proposal it goes on"), coerce=int, validate_choice=False, default=0)

    def validate_into_id(self, field: SelectField) -> None:
        """Ask for one."""
        if not field.data:
            raise ValidationError(gettext("Choose one."))


PIECES = 4
"""How many proposals one can become at once; one of them can be split again."""


class SplitForm(ReasonForm):
    """The proposals that one becomes: a title and a text each; those that are left empty are none."""

    refusals = {**ReasonForm.refusals, Reason.TOO_FEW_PIECES: "title_1"}
    holds_numbers = False

    title_1 = line(_("The first: its title"), required=False)
    text_1 = several(_("Its text"), required=False, at_most=5000, rows=6)
    title_2 = line(_("The second: its title"), required=False)
    text_2 = several(_("Its text"), required=False, at_most=5000, rows=6)
    title_3 = line(_("A third: its title"), required=False)
    text_3 = several(_("Its text"), required=False, at_most=5000, rows=6)
    title_4 = line(_("A fourth: its title"), required=False)
    text_4 = several(_("Its text"), required=False, at_most=5000, rows=6)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for both of a piece's title and text, where one of them is there."""
        is_valid = super().validate(extra_validators)
        for title, words in self._pairs():
            if bool(title.data) != bool(words.data):
                missing = words if title.data else title
                missing.errors = [*missing.errors, gettext("Write both its title and its text.")]
                is_valid = False
        return is_valid

    def pieces(self) -> list[tuple[str, str]]:
        """Return the title and text of each."""
        return [(title.data, words.data) for title, words in self._pairs() if title.data]

    def _pairs(self) -> list[tuple[Any, Any]]:
        return [(self[f"title_{number}"], self[f"text_{number}"]) for number in range(1, PIECES + 1)]
