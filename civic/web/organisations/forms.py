"""What a browser may send about organisations and their units."""

from flask_babel import lazy_gettext as _

from civic.http.forms import Form, address, choice, day, line, text, web
from civic.kernel.refusal import Reason
from civic.people.models import OrganisationKind
from civic.said.wording import word


def _kinds() -> list[tuple[str, str]]:
    return [(one.value, word(one)) for one in OrganisationKind if one is not OrganisationKind.MUNICIPALITY]


class OrganisationForm(Form):
    """An organisation that the municipality works with."""

    refusals = {Reason.TAKEN: "name", Reason.NUMBER_SEEN: "about"}

    name = line(_("Name"), at_most=200)
    kind = choice(_("What it is"), _kinds, coerce=str, ask=True)
    about = text(_("What it does, for whoever does not know it"), required=False, at_most=1000, rows=3)
    web = web(_("Its own site"))


class UnitForm(Form):
    """A unit of an organisation, and how it is reached."""

    refusals = {
        Reason.TAKEN: "name",
        Reason.NO_CONSENT: "consented_on",
        Reason.NOT_HELD_YET: "consented_on",
        Reason.NUMBER_SEEN: "contact_name",
    }

    name = line(_("Name of the unit"), at_most=200)
    about = text(_("What it does"), required=False, at_most=500, rows=2)
    email = address(_("E-mail"))
    phone = line(_("Telephone"), required=False, at_most=40)
    contact_name = line(_("A named person, only with their consent"), required=False, at_most=200)
    consented_on = day(_("The day on which the person agreed"), required=False)
