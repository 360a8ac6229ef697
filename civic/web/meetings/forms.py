"""What a browser may send about meetings."""

from typing import Any

from flask_babel import lazy_gettext as _

from civic.http.forms import Form, SeenForm, address, line, local_time, text, tick, web, whole_number
from civic.kernel.refusal import Reason
from civic.meetings.queries import MOST_LINK_DAYS
from civic.places.models import Needs


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


class RegisterForm(Form):
    """What somebody needs who comes, with an account."""

    refusals = {Reason.NUMBER_SEEN: "needs_other"}

    interpreter = line(_("Interpreting: which language, or sign language"), required=False, at_most=100)
    needs_step_free = tick(_("Step-free access"))
    needs_loop = tick(_("A hearing loop"))
    needs_child_care = tick(_("Child care"))
    needs_other = line(_("Something else"), required=False, at_most=300)

    def needs(self) -> Needs:
        """Return what is needed, as the action takes it."""
        return Needs(
            self.interpreter.data or "",
            bool(self.needs_step_free.data),
            bool(self.needs_loop.data),
            bool(self.needs_child_care.data),
            self.needs_other.data or "",
        )


class NamedRegisterForm(RegisterForm):
    """Who comes, without an account, and what they need."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for name in [one for one in self._fields if one not in {"name", "email"}]:
            self._fields[name] = self._fields.pop(name)  # in the order of the page

    name = line(_("Your name"), at_most=100)
    email = address(_("Your e-mail address"), required=True)


class MeetingForm(Form):
    """A meeting to come."""

    refusals = {Reason.ENDS_FIRST: "ends_at"}

    title = line(_("What the meeting is about"))
    starts_at = local_time(_("Date and time"))
    ends_at = local_time(_("Ends"), required=False)
    place = line(_("Place"))
    access = line(_("Access, interpreting, hearing loop"), required=False)
