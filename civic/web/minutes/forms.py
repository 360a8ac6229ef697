"""What a browser may send about agendas, minutes and what was agreed."""

from collections.abc import Sequence
from typing import Any, Self

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from civic.evidence.models import KeyFigure
from civic.http.forms import Form, SeenForm, choice, day, line, said_by, text, whole_number
from civic.kernel.context import Context
from civic.kernel.refusal import Reason
from civic.kernel.trace import Ref
from civic.minutes.models import Category, Origin, PointKind
from civic.said.choices import treatable_choices, treated_as, treated_of


class ItemForm(Form):
    """An item of an agenda."""

    title = line(_("What the item is called"))
    text = text(_("What it is about"), required=False, at_most=5000, rows=4)
    treats = choice(_("What it treats, where that has a page"), coerce=treated_as)

    def offer(self, context: Context, process_id: int) -> Self:
        """Offer what hangs on the board of the process."""
        self.treats.choices = treatable_choices(context, process_id)
        return self

    @property
    def treated(self) -> Ref | None:
        """Return what was chosen."""
        return treated_of(self.treats.data)


class PointForm(SeenForm):
    """A point of the minutes: what was said or decided, whose point it is, and how it came."""

    refusals = {
        Reason.NO_CONSENT: "consent",
        Reason.NOT_FITTING: "evidence_id",
        Reason.NOTHING_SAID: "text",
        Reason.NUMBER_SEEN: "text",
        Reason.WRITTEN_MEANWHILE: "text",
    }
    refused_as = {
        Reason.NO_CONSENT: _("Write how whoever was not there agreed that it is written down."),
        Reason.NOT_FITTING: _("A figure is chosen for a point that is one, and for no other."),
    }

    kind = choice(_("Whose point it is"), said_by(PointKind), coerce=str, default=PointKind.MEMBER.value)
    text = text(_("What was said or decided"), required=False, at_most=5000, rows=4)
    evidence_id = choice(_("The key figure, where it is one"), coerce=int, default=0)
    origin = choice(_("How it came"), said_by(Origin), coerce=str, default=Origin.AT_MEETING.value)
    consent = line(
        _("How somebody who was not there agreed to it; only those who work with the process see it"),
        required=False,
        at_most=300,
    )

    def offer(self, figures: Sequence[KeyFigure]) -> Self:
        """Offer the published key figures of the process."""
        none: tuple[int, str] = (0, gettext("No figure"))
        self.evidence_id.choices = [none, *((one.id, f"{one.title}, {one.year}") for one in figures)]
        return self

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return {
            "kind": PointKind(self.kind.data),
            "text": self.text.data or "",
            "evidence_id": self.evidence_id.data or None,
            "origin": Origin(self.origin.data),
            "consent": self.consent.data or "",
        }


class AttendanceForm(Form):
    """How many of each category attended."""

    politician = whole_number(_("Politicians"), required=False)
    member = whole_number(_("Members"), required=False)
    resident = whole_number(_("Other residents"), required=False)
    expert = whole_number(_("Experts and speakers"), required=False)
    staff = whole_number(_("From the administration"), required=False)

    def given(self) -> dict[Category, int | None]:
        """Return the numbers by their category."""
        return {one: self._fields[one.value].data for one in Category}


class ApproveForm(SeenForm):
    """Who approved the minutes, and when."""

    refusals = {
        Reason.NOT_HELD_YET: "on",
        Reason.NOTHING_WRITTEN: "approved_by",
        Reason.WRITTEN_MEANWHILE: "approved_by",
    }
    refused_as = {
        Reason.NOT_HELD_YET: _("Choose a day from the meeting on, and not after today."),
        Reason.NOTHING_WRITTEN: _("Nothing stands in the minutes yet."),
    }

    approved_by = line(_("Who presided and has approved them"), at_most=200)
    on = day(_("Approved on"))


class AddForm(Form):
    """What is added to minutes that stand fast."""

    text = text(_("What is to be added"), at_most=3000, rows=4)


class ActionForm(Form):
    """Something agreed to be done."""

    text = text(_("What is to be done"), at_most=500, rows=2)
    owner = line(_("Who does it"), at_most=200)
    due_on = day(_("By when"), required=False)


class EndForm(Form):
    """What came of something that was agreed."""

    refusals = {Reason.NOT_HELD_YET: "on"}

    outcome = choice(
        _("What came of it"),
        lambda: [("done", gettext("It is done")), ("dropped", gettext("It is not going to be done"))],
        coerce=str,
        default="done",
    )
    result = text(_("In a sentence: what was done, or why not"), at_most=500, rows=2)
    on = day(_("On which day"))
