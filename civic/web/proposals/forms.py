"""What a browser may send about proposals and comments."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from civic.dialogue.models import Outcome
from civic.http.forms import Form, line, text
from civic.kernel.refusal import Reason
from civic.said.wording import word


def outcomes() -> list[tuple[str, str]]:
    """Return the outcomes an answer can have."""
    return [(one.value, word(one)) for one in Outcome]


class ProposalForm(Form):
    """A proposal in the resident's own words."""

    holds_numbers = True

    title = line(_("Your proposal in one sentence"))
    text = text(_("What should be done, and why?"), at_most=5000, rows=8)


class RewriteForm(ProposalForm):
    """The same words, changed; `edit` is the edit the writer began from."""

    refusals = {Reason.CHANGED_MEANWHILE: "text"}

    edit = HiddenField()

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        number = self.edit.data or ""
        edit = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
        return {"title": self.title.data, "text": self.text.data, "edit": edit}


class CommentForm(Form):
    """A comment."""

    holds_numbers = True

    text = text(_("Your comment"), at_most=3000, rows=4)


class AnswerForm(Form):
    """The official answer."""

    outcome = RadioField(_("Outcome"), coerce=str, validators=[InputRequired(_("Choose one."))], choices=outcomes)
    text = text(_("Reason, as the author will read it"), at_most=5000, rows=6)
