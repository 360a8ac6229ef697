"""Was it understood? The forms for whoever was answered, and for whoever answers once more, and their screen."""

import enum

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from civic.dialogue.models import Meets, Understood
from civic.http.forms import Form, said_by, text
from civic.http.task import TaskPage
from civic.kernel.refusal import Reason
from civic.said.thread import Link
from civic.said.wording import word


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


class Screen(enum.Enum):
    """What a screen asks: whether it was understood, for a second answer, or why the reason is hidden."""

    SAY = "say"
    AGAIN = "again"
    HIDE = "hide"


_SCREENS = {
    Screen.SAY: (
        _("Was it understood?"),
        _("Send what you say"),
        _("You can say so once. Everybody can read it beside the answer, and it is counted."),
    ),
    Screen.AGAIN: (_("Answer once more"), _("Give the answer"), _("The first answer stands too.")),
    Screen.HIDE: (_("Hide what was said of the answer"), _("Hide it"), ""),
}


def understood_page(
    screen: Screen, form: Form, *, said: tuple[str, str], answer: str, understanding: Understood | None, back: Link
) -> TaskPage:
    """Return the screen, with what was said, its answer, and what its author found read back.

    `said` is what the words are called once it is known whose they are, and the words.
    """
    called, words = said
    quoted = [(gettext("What you said") if understanding is None else called, words), (gettext("Answer"), answer)]
    if understanding is not None and understanding.reason:
        quoted.append((" ".join((gettext("Was it understood?"), word(understanding.meets))), understanding.reason))
    heading, button, lead = _SCREENS[screen]
    return TaskPage(str(heading), form, str(button), str(lead), (back,), tuple(quoted))
