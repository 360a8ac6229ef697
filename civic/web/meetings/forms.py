"""What a browser may send about meetings."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from civic.bodies.queries import bodies_now
from civic.http.forms import Form, SeenForm, choice, choices, line, local_time, text, tick, web, whole_number
from civic.http.speakers import HasSpeakers
from civic.kernel.context import Context
from civic.kernel.refusal import Reason
from civic.meetings.models import MeetingAbout, MeetingKind
from civic.meetings.queries import MOST_LINK_DAYS
from civic.said.choices import unit_choices
from civic.said.wording import body_name, word


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

    refusals: ClassVar[Mapping[Reason, str]] = {Reason.ENDS_FIRST: "ends_at"}
    kinds: ClassVar[Sequence[MeetingKind]] = (MeetingKind.MEETING, MeetingKind.VISIT, MeetingKind.EVENT)

    kind = choice(_("What sort of meeting"), coerce=str, default=MeetingKind.MEETING.value)
    title = line(_("What the meeting is about"))
    about = text(_("What happens, for whoever does not know it"), required=False, at_most=3000, rows=4)
    target_group = text(_("Whom it is for"), required=False, at_most=500, rows=2)
    starts_at = local_time(_("Date and time"))
    ends_at = local_time(_("Ends"), required=False)
    place = line(_("Place"))
    access = line(_("Access, interpreting, hearing loop"), required=False)
    unit_id = choice(_("Who arranges it, and is asked about it"), coerce=int, default=0)

    def offer(self, context: Context) -> Self:
        """Offer the sorts of meetings, and the units that may arrange one."""
        self.kind.choices = [(one.value, word(one)) for one in self.kinds]
        self.unit_id.choices = [(0, gettext("Nobody in particular")), *unit_choices(context)]
        return self

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        about = MeetingAbout(
            kind=MeetingKind(self.kind.data),
            about=self.about.data or "",
            target_group=self.target_group.data or "",
            unit_id=self.unit_id.data or None,
        )
        names = ("title", "starts_at", "ends_at", "place", "access")
        return {name: value for name, value in self.values().items() if name in names} | {"about": about}


class CommitteeMeetingForm(MeetingForm):
    """A meeting of the committee, or of several councils and committees together."""

    refusals = {**MeetingForm.refusals, Reason.NOT_FITTING: "body_ids"}
    refused_as = {Reason.NOT_FITTING: _("A joint meeting has two councils or committees or more; others have none.")}
    kinds = tuple(MeetingKind)

    body_ids = choices(_("Councils and committees that meet together, at a joint meeting"), coerce=int)

    def offer(self, context: Context) -> Self:
        """Offer the councils and committees too."""
        self.body_ids.choices = [(one.id, body_name(one)) for one in bodies_now(context)]
        return super().offer(context)

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return super().given() | {"body_ids": self.body_ids.data or []}


class ProgrammeItemForm(HasSpeakers, Form):
    """An item of a programme."""

    title = line(_("What the item is called"))
    about = text(_("What it is about"), required=False, at_most=2000, rows=3)
