"""Was it understood? The forms for whoever was answered, and for whoever answers once more."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from civic.dialogue.models import Meets
from civic.http.forms import Form, said_by, text
from civic.kernel.refusal import Reason


class UnderstoodForm(Form):
    """Whether an answer speaks to what one said, and why."""

    refusals = {Reason.NO_REASON: "reason", Reason.DETAILS_SEEN: "reason", Reason.TAKEN: "meets"}
    refused_as = {
        Reason.NO_REASON: _("Say what the answer does not speak to."),
        Reason.TAKEN: _("It has been said already, in another tab perhaps."),
    }

    meets = RadioField(
        _("Does the answer speak to what you said?"),
        coerce=str,
        choices=said_by(Meets),
        validators=[InputRequired(_("Choose one."))],
    )
    reason = text(_("Why"), required=False, at_most=2000, rows=4)


class AnswerAgainForm(Form):
    """A second answer."""

    answer = text(_("The second answer; everybody can read it"), at_most=4000, rows=6)
