"""What a browser may send about meetings."""

from flask_babel import lazy_gettext as _

from civic.http.forms import Form, SeenForm, line, local_time, text, tick, web, whole_number
from civic.kernel.refusal import Reason
from civic.meetings.queries import MOST_LINK_DAYS


class CancelForm(Form):
    """Why a meeting is called off."""

    reason = text(_("Why; everybody who is to come reads it"), at_most=500, rows=2)


class RegistrationRulesForm(SeenForm):
    """Whether and how one registers for a meeting."""

    refusals = {
        Reason.TOO_FEW_PLACES: "capacity",
        Reason.WRITTEN_MEANWHILE: "capacity",
    }

    takes_registrations = tick(_("One registers for it"))
    capacity = whole_number(_("Places; empty where there is room for all"), required=False, least=1, most=100000)
    online_link = web(_("Link to the online room; only who has a place is told it"))
    link_days = whole_number(
        _("Days before the meeting on which they are reminded, and told the link"), most=MOST_LINK_DAYS
    )


class MeetingForm(Form):
    """A meeting to come."""

    refusals = {Reason.ENDS_FIRST: "ends_at"}

    title = line(_("What the meeting is about"))
    starts_at = local_time(_("Date and time"))
    ends_at = local_time(_("Ends"), required=False)
    place = line(_("Place"))
    access = line(_("Access, interpreting, hearing loop"), required=False)
