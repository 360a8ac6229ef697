"""What a browser may send about notifications."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField

from civic.http.forms import Form, choice, said_by
from civic.kernel.notifying import Notified, Pace
from civic.said.words import WORDS


class PacesForm(Form):
    """How soon one wants to be mailed what is of each kind."""

    followed = choice(WORDS[Notified.FOLLOWED], said_by(Pace), coerce=str)
    talk = choice(WORDS[Notified.TALK], said_by(Pace), coerce=str)
    own = choice(WORDS[Notified.OWN], said_by(Pace), coerce=str)
    supported = choice(WORDS[Notified.SUPPORTED], said_by(Pace), coerce=str)

    def said(self) -> dict[Notified, Pace]:
        """Return what was chosen, as the action takes it."""
        return {kind: Pace(self[kind.value].data) for kind in Notified}


AS_ALL, STOP = "as_all", "stop"
"""As often as of everything else one follows; and to follow it no longer."""


class FollowForm(Form):
    """How often one wants to be mailed of one thing that one follows."""

    pace = choice(
        _("How often"),
        lambda: [(AS_ALL, _("As of all I follow")), *said_by(Pace)(), (STOP, _("I do not follow it any more"))],
        coerce=str,
    )


class ReadForm(Form):
    """The newest that stood on the page when one said that all is read."""

    until = HiddenField()
