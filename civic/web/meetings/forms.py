"""What a browser may send about meetings."""

from flask_babel import lazy_gettext as _

from civic.http.forms import Form, line, local_time, text


class CancelForm(Form):
    """Why a meeting is called off."""

    reason = text(_("Why; everybody who is to come reads it"), at_most=500, rows=2)


class MeetingForm(Form):
    """A meeting to come."""

    title = line(_("What the meeting is about"))
    starts_at = local_time(_("Date and time"))
    place = line(_("Place"))
    access = line(_("Access, interpreting, hearing loop"), required=False)
