"""What a browser may send about processes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import StringField, ValidationError

from civic.db.base import Precision
from civic.http.forms import (
    NAMING,
    Form,
    SeenForm,
    choice,
    choices,
    day,
    line,
    person,
    said_by,
    text,
    tick,
    whole_number,
)
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.processes.models import Capacity, Opens, Process, ProcessState, SeatCategory, SeatQuota, Way
from civic.said.wording import precisions, word

_ = lazy_gettext


def _categories() -> list[tuple[str, str]]:
    return [(one.value, word(one)) for one in SeatCategory]


class ProcessForm(Form):
    """A new process."""

    refusals = {Reason.NOT_THE_COUNCIL: "kind_id"}

    kind_id = choice(_("What kind of process"), coerce=int)
    title = line(_("Short title"))
    full_title = line(_("Full title"))
    question = text(_("The question it works with"), at_most=500, rows=3)
    background = text(_("Background, as in the mandate (kommissorium) where there is one"))
    tasks = text(_("Tasks, one on each line: heading, colon, text"))
    council_seats = whole_number(_("Seats for members of the municipal council"), most=50)
    other_seats = whole_number(_("Seats for other members"), most=200)
    starts_on = day(_("Begins"))
    ends_on = day(_("Ends"))
    precision = choice(_("How exactly is the period known?"), precisions, coerce=str, ask=True)
    owner_id = choice(_("Whose process it is"), coerce=int)
    contact_unit = line(_("Contact: the unit of the administration"))
    shows_at_once = tick(
        _("Proposals are shown at once when they have passed the gate; else a facilitator looks at each first")
    )

    def validate_tasks(self, field: StringField) -> None:
        """Refuse a line that is not heading, colon, text."""
        if any(":" not in one for one in self.task_lines()):
            raise ValidationError(gettext("Each line needs a heading, a colon and a text."))

    def validate_ends_on(self, field: StringField) -> None:
        """Refuse an end before the beginning."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("The end is before the beginning."))

    def task_lines(self) -> list[str]:
        """Return the lines that say a task."""
        return [one.strip() for one in (self.tasks.data or "").splitlines() if one.strip()]

    def period(self) -> tuple[date, Precision, date, Precision]:
        """Return the period as the action takes it."""
        precision = Precision(self.precision.data)
        return self.starts_on.data, precision, self.ends_on.data, precision


def like(process: Process, quotas: Sequence[SeatQuota]) -> ProcessForm:
    """Return the form for a process with the mandate, tasks and seats of another; whoever sits there is not copied."""
    seats = {one.category: one.seats for one in quotas}
    return ProcessForm(
        formdata=None,
        title=process.title,
        full_title=process.full_title,
        question=process.question,
        background=process.mandate.background,
        tasks="\n".join(f"{one.heading}: {one.text}" for one in process.tasks),
        council_seats=seats.get(SeatCategory.COUNCIL_MEMBER, 0),
        other_seats=seats.get(SeatCategory.OTHER_MEMBER, 0),
        kind_id=process.kind_id,
        owner_id=process.organisation_id,
        contact_unit=process.contact_unit,
        shows_at_once=process.shows_at_once,
    )


class SupportForm(SeenForm):
    """How much support of a proposal leads to what; nothing at all where no number is written."""

    refusals = {
        Reason.AS_IT_STANDS: "support_wanted",
        Reason.NO_REASON: "reason",
        Reason.WRITTEN_MEANWHILE: "support_wanted",
    }
    NAMES = ("support_wanted", "support_days", "support_leads_to", "support_owner", "support_due_days")

    support_wanted = whole_number(
        _("How many have to support a proposal"),
        required=False,
        least=2,
        most=1_000_000,
        description=_("Leave it empty where no number leads to anything by itself."),
    )
    support_days = whole_number(
        _("Within how many days after it was published"),
        required=False,
        least=1,
        most=730,
        description=_("After that nobody can support it or take their support back."),
    )
    support_leads_to = text(
        _("What happens then"),
        required=False,
        at_most=300,
        rows=2,
        description=_("The proposal is put on the agenda of the committee's next meeting. Never that it is adopted."),
    )
    support_owner = line(_("Who sees to it: the unit"), required=False, at_most=150)
    support_due_days = whole_number(_("How many days they have for it"), required=False, least=1, most=365)
    reason = text(_("Why it is changed"), required=False, at_most=500, rows=2)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for all of it, or for nothing."""
        is_valid = super().validate(extra_validators)
        if self.support_wanted.data is None:
            return is_valid
        for name in self.NAMES[1:]:
            if not self[name].data and not self[name].errors:
                self[name].errors = [gettext("Fill this in, or leave the number empty.")]
                is_valid = False
        return is_valid

    def said(self) -> dict[str, Any]:
        """Return what was chosen, as the action takes it."""
        if self.support_wanted.data is None:
            return dict.fromkeys(self.NAMES[:2]) | {"support_leads_to": "", "support_owner": "", "support_due_days": 30}
        return {name: self[name].data for name in self.NAMES}


class MandateForm(Form):
    """That a body has approved the kommissorium."""

    refusals = {Reason.NOT_THE_COUNCIL: "body_id", Reason.NOT_HELD_YET: "on"}

    body_id = choice(_("Approved by"), coerce=int, ask=True)
    on = day(_("Date of the meeting"))
    item_number = whole_number(_("Item on the agenda"), least=1)


class AppointForm(Form):
    """A member for a seat."""

    refusals = {
        Reason.NO_MANDATE: "override_reason",
        Reason.SEATS_TAKEN: "override_reason",
        Reason.NOT_HELD_YET: "on",
    }

    category = choice(_("Kind of seat"), _categories, coerce=str, ask=True)
    name = line(_("Name"))
    affiliation = line(_("Party or what the person comes from"), required=False)
    way = choice(_("How the seat was filled"), said_by(Way), coerce=str, default=Way.APPOINTED.value)
    on = day(_("Appointed on"))
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    override_reason = text(_("Reason for an exception"), required=False, at_most=500, rows=3)


class EndSeatForm(Form):
    """That a member leaves a seat, and who takes it over."""

    refusals = {Reason.NOT_HELD_YET: "on", Reason.ENDS_FIRST: "on", Reason.NO_MANDATE: "substitute"}

    on = day(_("Last day on the seat"))
    reason = text(_("Why; everybody can read it"), at_most=500, rows=2)
    substitute = line(_("Substitute who takes the seat over; empty for a vacant seat"), required=False)
    affiliation = line(_("Party or what the substitute comes from"), required=False)


class FacilitatorForm(Form):
    """Who is to facilitate."""

    refusals = {**NAMING, Reason.TAKEN: "person"}

    person = person()


class TaskForm(SeenForm):
    """How a task was met."""

    refusals = {Reason.WRITTEN_MEANWHILE: "answer"}

    answer = text(_("How was the task met?"), at_most=500, rows=3)


def ref_of(chosen: str) -> Ref:
    """Return the thing that a choice stands for."""
    kind, _colon, number = chosen.partition(":")
    return Ref(Kind(kind), int(number))


class TiesForm(Form):
    """Who works on a task, and what answers it."""

    things = choices(_("Groups, sections and meetings"), coerce=str)

    def refs(self) -> list[Ref]:
        """Return them, as the action takes them."""
        return [ref_of(one) for one in self.things.data or ()]


class MoveOnForm(SeenForm):
    """Which phase a process goes on to."""

    refusals = {
        Reason.NOT_FOUND: "phase_id",
        Reason.AS_IT_STANDS: "phase_id",
        Reason.WRITTEN_MEANWHILE: "phase_id",
    }

    phase_id = choice(_("Phase"), coerce=int)


class KindForm(SeenForm):
    """What a kind of process is called, and what it is."""

    refusals = {Reason.TAKEN: "name", Reason.WRITTEN_MEANWHILE: "name", Reason.NUMBER_SEEN: "about"}

    name = line(_("Name"), at_most=100)
    about = text(_("What it is, in a sentence for whoever does not know it"), at_most=500, rows=3)


class NewKindForm(Form):
    """A kind of process that the house does not come with."""

    refusals = {Reason.TAKEN: "name", Reason.NUMBER_SEEN: "about"}

    name = line(_("Name"), at_most=100)
    about = text(_("What it is, in a sentence for whoever does not know it"), at_most=500, rows=3)
    has_mandate = tick(_("The municipal council approves its mandate (kommissorium) before it begins"))


class PhaseForm(SeenForm):
    """A phase's place, name and what it opens."""

    refusals = {
        Reason.TAKEN: "name",
        Reason.OUT_OF_ORDER: "number",
        Reason.WRITTEN_MEANWHILE: "name",
        Reason.NOT_FITTING: "opens",
    }
    refused_as = {
        Reason.NOT_FITTING: _("Only while it runs all of it can be open; after the handover comments, else nothing.")
    }

    number = whole_number(_("Number: where it comes among the phases"), least=1, most=999)
    name = line(_("Name"), at_most=100)
    opens = choices(_("What it opens"), said_by(Opens), coerce=str)

    def opened(self) -> list[Opens]:
        """Return what it opens, as the action takes it."""
        return [Opens(one) for one in self.opens.data or ()]


class NewPhaseForm(PhaseForm):
    """A phase that a kind did not have."""

    state = choice(_("Part of the way"), said_by(ProcessState), coerce=str, ask=True)


class ParticipantForm(Form):
    """An organisation that takes part, and as what."""

    refusals = {Reason.NOT_FOUND: "organisation_id", Reason.NUMBER_SEEN: "about", Reason.TAKEN: "capacity"}
    refused_as = {Reason.TAKEN: _("The organisation takes part as that already.")}

    organisation_id = choice(_("Organisation"), coerce=int, ask=True)
    capacity = choice(_("As what"), said_by(Capacity), coerce=str, ask=True)
    about = text(_("What it does in it"), required=False, at_most=500, rows=2)


class ShareForm(Form):
    """A unit whose coordinators may look into a process."""

    refusals = {Reason.NOT_FOUND: "unit_id", Reason.TAKEN: "unit_id"}

    unit_id = choice(_("Unit"), coerce=int, ask=True)


class AudienceForm(Form):
    """Somebody a process wants to reach."""

    refusals = {Reason.TAKEN: "name"}
    refused_as = {Reason.TAKEN: _("They stand there already.")}

    name = line(_("Whom the process wants to reach"), at_most=200)


class ReachForm(Form):
    """How somebody was reached."""

    how = line(_("How: at which meeting, how many"), at_most=300)


class MilestoneForm(Form):
    """Something that happened on the way."""

    refusals = {Reason.NOT_HELD_YET: "on"}

    heading = line(_("What happened"))
    text = text(_("In one or two sentences"), at_most=1000, rows=3)
    on = day(_("Date"))


class HandOverForm(Form):
    """The handover to the political bodies."""

    refusals = {Reason.NOT_HELD_YET: "on"}

    on = day(_("Handed over on"))
    next_step = line(_("What happens next"))
