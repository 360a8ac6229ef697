"""What a browser may send about texts that wait for a look."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.validators import DataRequired, InputRequired

from civic.http.forms import Form, SeenForm, house_rule, text
from civic.kernel import cpr
from civic.kernel.refusal import Reason
from civic.moderation.models import Ground
from civic.said.wording import word
from civic.web.moderation.cases import BY_A_RULE, FOR_ITS_AUTHOR, Decision


class DecideForm(SeenForm):
    """What is decided of one text; which decisions there are, its case says."""

    refusals: ClassVar[dict[Reason, str]] = {
        Reason.NOTHING_SAID: "ground",
        Reason.NOTHING_TO_COVER: "words",
        Reason.WRITTEN_MEANWHILE: "decision",
        Reason.NO_COLLEAGUE: "colleague",
        Reason.NO_RULE: "rule",
    }
    refused_as: ClassVar[dict[Reason, Any]] = {Reason.NOTHING_SAID: _("A number was seen in it: say what it is.")}
    holds_numbers = True
    """The words to be covered may be one."""

    decision = RadioField(
        _("Your decision"), validators=[InputRequired(_("Choose what is to be done with it."))], validate_choice=True
    )
    words = text(
        _("Other words to cover, each on a line of its own"),
        description=_("Mark them in the text, or copy them."),
        required=False,
        at_most=1000,
        rows=2,
    )
    rule = house_rule(_("If it is hidden or sent back: by which house rule"))
    ground = SelectField(
        _("If it is shown as it is: why it can be"),
        choices=lambda: [("", _("choose where a number was seen")), *((one.value, word(one)) for one in Ground)],
        validate_choice=False,
    )
    colleague = SelectField(
        _("If it is sent on: to whom"),
        coerce=int,
        choices=[(0, _("choose a colleague"))],
        validate_choice=False,
        default=0,
    )
    reason = text(
        _("Reason"),
        description=_("Whoever wrote it reads it. Hiding, sending back and deciding an appeal need one."),
        required=False, at_most=1000, rows=3,
    )  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for a reason, too, where its author is told that their words are not shown."""
        is_valid = super().validate(extra_validators)
        if not self.reason.data and self.decision.data in {one.value for one in FOR_ITS_AUTHOR}:
            self.reason.errors = [*self.reason.errors, gettext("Write why: whoever wrote it reads the reason.")]
            return False
        if not self.rule.data and self.decision.data in {one.value for one in BY_A_RULE}:
            self.rule.errors = [*self.rule.errors, gettext("Choose the house rule that it breaks.")]
            return False
        if cpr.is_in(self.reason.data or ""):  # it is sent by mail, and read by others
            self.reason.errors = [*self.reason.errors, gettext("Do not write a CPR number here.")]
            return False
        if self.decision.data == Decision.SEND_ON.value and not self.colleague.data:
            self.colleague.errors = [*self.colleague.errors, gettext("Choose a colleague who looks after the process.")]
            return False
        return is_valid

    @property
    def chosen(self) -> Decision:
        """Return what is decided."""
        return Decision(self.decision.data)

    @property
    def why(self) -> Ground:
        """Return why it can be shown; that somebody looked at it, where nothing else was chosen."""
        return next((one for one in Ground if one.value == self.ground.data), Ground.LOOKED_AT)

    def lines(self) -> list[str]:
        """Return the words that are to be covered, as they were typed."""
        return [one.strip() for one in (self.words.data or "").splitlines() if one.strip()]


class CoverForm(Form):
    """Texts whose personal details are covered at once."""

    refusals: ClassVar[dict[Reason, str]] = {
        Reason.NOTHING_TO_COVER: "texts",
        Reason.NOT_FOUND: "texts",
        Reason.NOT_NOW: "texts",
        Reason.WRITTEN_MEANWHILE: "texts",
    }

    texts = SelectMultipleField(
        _("Texts"), validators=[DataRequired(_("Tick at least one text."))], validate_choice=False
    )


class AppealForm(Form):
    """Why somebody finds a decision about their text wrong."""

    refusals: ClassVar[dict[Reason, str]] = {Reason.DEADLINE_PASSED: "text", Reason.NOT_NOW: "text"}
    holds_numbers = True
    """Nobody but those who decide reads it."""

    text = text(_("Why is the decision wrong?"), at_most=3000, rows=6)
