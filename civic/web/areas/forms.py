"""What a browser may send about topics and areas."""

from flask_babel import lazy_gettext as _

from civic.areas.models import AreaKind
from civic.http.forms import Form, choice, choices, line, said_by, text
from civic.kernel.refusal import Reason


class AreaForm(Form):
    """An area, and what it lies in."""

    refusals = {Reason.TAKEN: "name", Reason.NUMBER_SEEN: "about"}

    name = line(_("Name"), at_most=200)
    kind = choice(_("What sort of area"), said_by(AreaKind), coerce=str, ask=True)
    parent_id = choice(_("It lies in"), coerce=int)
    about = text(_("What it is, for whoever does not know it"), required=False, at_most=1000, rows=3)


class TopicForm(Form):
    """A topic."""

    refusals = {Reason.TAKEN: "name"}

    name = line(_("Name of the topic"), at_most=100)


class OwnersForm(Form):
    """Which organisations have an area."""

    organisations = choices(_("Organisations"), coerce=int)
