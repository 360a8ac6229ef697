"""What a browser may send about programmes, plans, their parts, and what was learnt."""

from collections.abc import Sequence
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, StringField, ValidationError

from civic.areas.queries import areas
from civic.bodies.models import BodyKind
from civic.bodies.queries import bodies_now
from civic.goals.models import indicators_of
from civic.goals.queries import goals_of
from civic.http.correcting import CorrectionForm, in_days, value_of
from civic.http.forms import (
    Form,
    SeenForm,
    amount,
    choice,
    choices,
    day,
    decimal,
    line,
    said_by,
    tick,
    whole_number,
)
from civic.http.forms import text as words
from civic.kernel.context import Context
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind, Ref
from civic.organisations.queries import organisations, units_now
from civic.papers.queries import papers_beside
from civic.people.models import OrganisationKind
from civic.plans import queries
from civic.plans.models import (
    AgreementKind,
    ApprovalStep,
    LineKind,
    Programme,
    SeatPart,
    SocialMasterPlan,
    SourceKind,
)
from civic.plans.parts import FIELDS, Part
from civic.said.wording import day as day_said
from civic.said.wording import word
from civic.voting.queries import held

NONE = 0
"""Stands in a list for none of them."""
MOST_THEMES = 40
FIRST_YEAR, LAST_YEAR = 2000, 2100


class ProgrammeForm(SeenForm):
    """A programme that plans are made under."""

    refusals = {
        Reason.ENDS_FIRST: "ends_on",
        Reason.WRITTEN_MEANWHILE: "name",
        Reason.NUMBER_SEEN: "about",
        Reason.TAKEN: "name",
    }
    refused_as = {Reason.TAKEN: _("Another version of it is written already.")}

    name = line(_("Name"), description=_("For example: Landsbyggefonden 2027–2030"))
    funder = line(_("Who gives the money, and comes last"))
    calls_plan = line(_("What a plan is called"), description=_("Boligsocial helhedsplan, samarbejdsaftale"))
    about = words(_("What the money is for"), required=False, at_most=4000)
    themes = words(_("Themes, each on a line; after a bar what it is in plain words"), at_most=8000, rows=8)
    duration = line(_("How long a plan lasts, in words"), required=False)
    share = whole_number(_("The least local part of the whole budget: the upper number of the fraction"), most=1000)
    share_of = whole_number(_("The lower number: 1 of 4 is 25 per cent"), least=1, most=1000)
    asks_municipality = tick(_("Political committees and the council approve it"))
    asks_housing = tick(_("The housing organisations and their residents approve it"))
    asks_steering = tick(_("The steering group approves it"))
    starts_on = day(_("First day on which a plan can be begun under it"))
    ends_on = day(_("Last day, where it is known"), required=False)
    source = line(_("From where the rules are known"), required=False, at_most=500)

    def validate_share(self, field: StringField) -> None:
        """Refuse a part larger than the whole."""
        if field.data is not None and self.share_of.data and field.data > self.share_of.data:
            raise ValidationError(gettext("The local part cannot be more than the whole."))

    def validate_themes(self, field: StringField) -> None:
        """Refuse two themes of one name, and more than anybody reads."""
        names = [name.casefold() for name, _about in self.read_themes()]
        if len(set(names)) != len(names):
            raise ValidationError(gettext("Two of the themes have the same name."))
        if len(names) > MOST_THEMES or any(len(one) > 200 for one in names):
            raise ValidationError(gettext("At most forty themes, each with a name of at most 200 characters."))

    def read_themes(self) -> list[tuple[str, str]]:
        """Return the themes that were written, each with what it is."""
        lines = (one.partition("|") for one in (self.themes.data or "").splitlines() if one.strip(" |"))
        return [(name.strip() or about.strip(), about.strip() if name.strip() else "") for name, _bar, about in lines]

    def said(self) -> dict[str, Any]:
        """Return what was written beside the themes, as the action takes it."""
        return {name: value for name, value in self.values().items() if name not in {"themes", "seen"}}


def themes_written(found: Programme) -> str:
    """Return a programme's themes as its form takes them."""
    return "\n".join(f"{one.name} | {one.about}" if one.about else one.name for one in found.themes)


class PlanForm(SeenForm):
    """What a plan says of itself, and its areas."""

    refusals = {
        Reason.ENDS_FIRST: "last_day",
        Reason.WRITTEN_MEANWHILE: "title",
        Reason.NUMBER_SEEN: "about",
        Reason.IN_USE: "area_ids",
    }
    refused_as = {Reason.IN_USE: _("Something has happened in an area that is left out here.")}

    title = line(_("Title"))
    about = words(_("What the plan is about, in plain words"), required=False, at_most=8000)
    first_day = day(_("First day"), required=False)
    last_day = day(_("Last day"), required=False)
    unit_id = choice(_("Responsible unit"), coerce=int)
    takes_part = words(_("How residents can take part"), required=False, at_most=4000, rows=4)
    area_ids = choices(_("Areas"), coerce=int)

    def offer(self, context: Context) -> None:
        """Offer every area, and the units of the municipality and of housing organisations."""
        self.area_ids.choices = [(one.id, one.name) for one in areas(context)]
        units = [(one.id, f"{one.name}, {one.organisation.name}") for one in units_now(context)]
        self.unit_id.choices = [(NONE, gettext("None")), *units]

    def said(self) -> dict[str, Any]:
        """Return what the plan says of itself, as the action takes it."""
        names = ("title", "about", "first_day", "last_day", "takes_part")
        return {**{name: self[name].data for name in names}, "unit_id": self.unit_id.data or None}


class NewPlanForm(PlanForm):
    """A plan that begins, and the programme it is made under."""

    refusals = {**PlanForm.refusals, Reason.NOT_FITTING: "programme_id"}

    programme_id = choice(_("Funding programme"), coerce=int, ask=True)

    def offer(self, context: Context) -> None:
        """Offer the programmes of today too."""
        super().offer(context)
        self.programme_id.choices = [
            (one.id, gettext("%(name)s, version %(number)s", name=one.name, number=str(one.version)))
            for one in queries.programmes_on(context, context.today)
        ]


NOT_FITTING = _("What was chosen does not go together, or stands in something else. Choose again.")
OF_WHOLE = (Reason.NOT_FITTING, Reason.TAKEN, Reason.ENDS_FIRST, Reason.NOT_HELD_YET, Reason.NUMBER_SEEN)


class PartForm(CorrectionForm):
    """A part of a plan; `none` are the lists in which nothing is a choice too."""

    none: ClassVar[Sequence[str]] = ()

    def __init_subclass__(cls, **more: Any) -> None:
        """Show at the first field what an action says of the part as a whole."""
        super().__init_subclass__(**more)
        said = {**dict.fromkeys(OF_WHOLE, cls.names[0]), **CorrectionForm.refusals, Reason.DETAILS_SEEN: "reason"}
        cls.refusals = {**said, **in_days(cls.names)}
        cls.refused_as = {Reason.NOT_FITTING: NOT_FITTING, **cls.refused_as}

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer what can be chosen in the plan."""

    def value(self, name: str) -> Any:
        """Return what was typed or chosen; of a list in which nothing is a choice, None for that."""
        return (self._fields[name].data or None) if name in self.none else super().value(name)

    @property
    def areas_chosen(self) -> list[int]:
        """Return the areas that were ticked, of a part that has areas of its own."""
        return list(self._fields["area_ids"].data or ()) if "area_ids" in self._fields else []


class OrganisationForm(PartForm):
    """A housing organisation that the plan is made with."""

    names = FIELDS[Part.ORGANISATION]
    refused_as = {Reason.TAKEN: _("It stands in the plan already.")}

    organisation_id = choice(_("Housing organisation"), coerce=int, ask=True)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the organisations of the installation, housing organisations first."""
        found = [one for one in organisations(context) if one.kind is not OrganisationKind.MUNICIPALITY]
        found.sort(key=lambda one: one.kind is not OrganisationKind.HOUSING)
        self.organisation_id.choices = [(one.id, one.name) for one in found]


def _efforts(context: Context, plan: SocialMasterPlan) -> list[tuple[int, str]]:
    return [(one.id, one.title) for one in queries.efforts(context, plan.id)]


class EffortForm(PartForm):
    """What is done under one of the themes."""

    names = FIELDS[Part.EFFORT]

    theme_id = choice(_("Theme"), coerce=int, ask=True)
    title = line(_("What it is called"))
    about = words(_("What is done, in plain words"), required=False, at_most=8000, rows=6)
    responsible = line(_("Who is responsible"), required=False)
    takes_part = words(_("How residents can take part"), required=False, at_most=4000, rows=3)
    area_ids = choices(_("Areas, where it is not for all of the plan's"), coerce=int)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the programme's themes and the plan's areas."""
        self.theme_id.choices = [(one.id, one.name) for one in plan.programme.themes]
        self.area_ids.choices = [(one.id, one.name) for one in queries.areas_written(context, plan.id)]


class GoalForm(PartForm):
    """What an effort is to reach."""

    names = FIELDS[Part.GOAL]

    thing_id = choice(_("Effort"), coerce=int, ask=True)
    text = words(_("What is to be reached"), at_most=2000, rows=3)
    criterion = words(_("When it is reached (success criterion)"), required=False, at_most=2000, rows=3)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the plan's efforts."""
        self.thing_id.choices = _efforts(context, plan)


def _goals(context: Context, plan: SocialMasterPlan) -> list[Any]:
    ids = [one.id for one in queries.efforts(context, plan.id)]
    return [goal for goals in goals_of(context, Kind.EFFORT, ids).values() for goal in goals]


class IndicatorForm(PartForm):
    """How one sees whether a goal is reached."""

    names = FIELDS[Part.INDICATOR]

    goal_id = choice(_("Goal"), coerce=int, ask=True)
    text = line(_("What is counted"), at_most=500)
    unit = line(_("In what: per cent, persons"), required=False, at_most=60)
    baseline = decimal(_("What it is now"), required=False)
    target = decimal(_("What it is to become"), required=False)
    due_on = day(_("By when"), required=False)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the goals of the plan's efforts."""
        self.goal_id.choices = [(one.id, one.text[:100]) for one in _goals(context, plan)]


class MeasurementForm(PartForm):
    """What an indicator was on a day."""

    names = FIELDS[Part.MEASUREMENT]

    indicator_id = choice(_("Indicator"), coerce=int, ask=True)
    measured_on = day(_("Day"))
    measured = decimal(_("What it was"))
    source = line(_("From where it is known"), required=False, at_most=500)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the indicators of the plan's efforts."""
        found = indicators_of(_goals(context, plan))
        self.indicator_id.choices = [(one.id, one.text[:100]) for one in found]


class SourceForm(PartForm):
    """Who pays."""

    names = FIELDS[Part.SOURCE]
    kinds = {"kind": SourceKind}
    refused_as = {Reason.TAKEN: _("Another source has that name.")}

    name = line(_("Who pays"))
    kind = choice(_("What sort of source it is"), said_by(SourceKind), coerce=value_of, ask=True)


class LineForm(PartForm):
    """A line of the budget."""

    names = FIELDS[Part.LINE]
    kinds = {"kind": LineKind}
    none = ("effort_id",)

    runs = (FIRST_YEAR, LAST_YEAR)
    year = whole_number(_("Year"), least=FIRST_YEAR, most=LAST_YEAR)
    paid_by_id = choice(_("Who pays"), coerce=int, ask=True)
    effort_id = choice(_("For which effort"), coerce=int)
    kind = choice(_("In money or in hours of one's own"), said_by(LineKind), coerce=value_of)
    hours = whole_number(_("Hours, where they are hours of one's own"), required=False, least=1, most=1_000_000)
    amount = amount(_("Amount in kroner; of hours what they are counted as"), above_nothing=True)
    note = line(_("What it is for"), required=False, at_most=300)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the plan's sources and efforts, and know in which years it runs."""
        self.runs = (
            plan.first_day.year if plan.first_day else FIRST_YEAR,
            plan.last_day.year if plan.last_day else LAST_YEAR,
        )
        self.paid_by_id.choices = [(one.id, one.name) for one in queries.sources(context, plan.id)]
        self.effort_id.choices = [(NONE, gettext("The plan as a whole")), *_efforts(context, plan)]

    def validate_year(self, field: Field) -> None:
        """Refuse a year in which the plan does not run."""
        first, last = self.runs
        if field.data is not None and not first <= field.data <= last:
            raise ValidationError(
                gettext("The plan runs from %(first)s to %(last)s.", first=str(first), last=str(last))
            )

    def validate_kind(self, field: Field) -> None:
        """Ask for hours where they are paid in hours, and only there."""
        if (field.data == LineKind.OWN_HOURS.value) != (self.hours.data is not None):
            raise ValidationError(gettext("Write how many hours where hours are given, and leave it empty otherwise."))


class AgreementForm(PartForm):
    """What those who carry the plan have agreed."""

    names = FIELDS[Part.AGREEMENT]
    kinds = {"kind": AgreementKind}
    none = ("parent_id",)
    refused_as = {
        Reason.NOT_FITTING: _("An agreement about one part stands under another agreement; others stand by themselves.")
    }

    kind = choice(_("What sort of agreement it is"), said_by(AgreementKind), coerce=value_of, ask=True)
    parent_id = choice(_("Under which agreement, where it is about one part"), coerce=int)
    title = line(_("Title"))
    parties = words(_("Who has agreed"), required=False, at_most=1000, rows=3)
    about = words(_("What they have agreed"), required=False, at_most=8000, rows=6)
    agreed_on = day(_("Day on which it was agreed"), required=False)
    ends_on = day(_("Last day on which it holds"), required=False)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the plan's agreements that are no part of another."""
        found = [one for one in queries.agreements(context, plan.id) if one.kind is not AgreementKind.PARTIAL]
        self.parent_id.choices = [(NONE, gettext("None")), *((one.id, one.title) for one in found)]


class StepForm(PartForm):
    """Who has to approve the plan, and since when they have been asked."""

    names = FIELDS[Part.STEP]

    name = line(_("Who it is"), description=_("Boliggårdens afdelingsmøde"))
    asked_on = day(_("Day on which they were asked"), required=False)


class SeatForm(PartForm):
    """Somebody, or some organisation, with a part in the plan."""

    names = FIELDS[Part.SEAT]
    kinds = {"part": SeatPart}

    part = choice(_("What they are in it"), said_by(SeatPart), coerce=value_of, ask=True)
    name = line(_("Name"))
    stands_for = line(_("Title and organisation"), required=False)
    profile = words(_("What they do in it, and how one reaches them"), required=False, at_most=2000, rows=3)
    starts_on = day(_("First day, where it is known"), required=False)
    ends_on = day(_("Last day; empty while they are"), required=False)


class EventForm(PartForm):
    """What has happened."""

    names = FIELDS[Part.EVENT]
    none = ("effort_id", "area_id")

    happened_on = day(_("Day"))
    text = words(_("What has happened"), at_most=4000, rows=4)
    effort_id = choice(_("In which effort"), coerce=int)
    area_id = choice(_("In which area"), coerce=int)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer the plan's efforts and areas."""
        self.effort_id.choices = [(NONE, gettext("The plan as a whole")), *_efforts(context, plan)]
        found = queries.areas_written(context, plan.id)
        self.area_id.choices = [(NONE, gettext("All areas")), *((one.id, one.name) for one in found)]


FORMS: dict[Part, type[PartForm]] = {
    Part.ORGANISATION: OrganisationForm,
    Part.EFFORT: EffortForm,
    Part.GOAL: GoalForm,
    Part.INDICATOR: IndicatorForm,
    Part.SOURCE: SourceForm,
    Part.LINE: LineForm,
    Part.AGREEMENT: AgreementForm,
    Part.STEP: StepForm,
    Part.SEAT: SeatForm,
    Part.EVENT: EventForm,
    Part.MEASUREMENT: MeasurementForm,
}


class BodyStepForm(Form):
    """A political committee, or the council, that has to approve the plan."""

    refusals = {Reason.TAKEN: "body_id", Reason.NOT_HELD_YET: "asked_on"}
    refused_as = {Reason.TAKEN: _("It is asked already.")}

    body_id = choice(_("Committee or council"), coerce=int, ask=True)
    asked_on = day(_("Day on which it was asked"), required=False)

    def offer(self, context: Context) -> None:
        """Offer the municipality's political bodies."""
        political = (BodyKind.COUNCIL, BodyKind.FINANCE_COMMITTEE, BodyKind.STANDING_COMMITTEE)
        self.body_id.choices = [(one.id, one.name) for one in bodies_now(context, *political)]

    @property
    def called(self) -> str:
        """Return what the body is called."""
        return dict(self.body_id.choices)[self.body_id.data]


class IssueForm(SeenForm):
    """A version of a plan: what is new in it, and which approvals still stand, and why."""

    refusals = {
        Reason.NOTHING_CHANGED: "summary",
        Reason.WRITTEN_MEANWHILE: "summary",
        Reason.NUMBER_SEEN: "summary",
    }

    summary = words(_("What is new in it, and why"), at_most=4000, rows=4)

    @classmethod
    def over(cls, standing: Sequence[queries.Standing]) -> type["IssueForm"]:
        """Return the form with a field for each approval that was given."""
        fields = {
            f"upheld_{one.given.id}": words(
                gettext(
                    "What %(who)s made of it was a yes. Why that still stands; empty where they are asked anew",
                    who=one.step.name,
                ),
                required=False,
                at_most=1000,
                rows=2,
            )
            for one in standing
            if one.given is not None and one.is_yes
        }
        return type("IssueForm", (cls,), fields)

    def upheld(self) -> dict[int, str]:
        """Return why approvals still stand, by their ids."""
        begins = "upheld_"
        return {
            int(name.removeprefix(begins)): field.data
            for name, field in self._fields.items()
            if name.startswith(begins) and field.data
        }


class ApprovalForm(CorrectionForm):
    """What somebody made of a plan."""

    names = ("is_yes", "decided_on", "body", "document", "paper_id", "ballot_id", "said")
    refusals = {
        **CorrectionForm.refusals,
        Reason.NOT_HELD_YET: "decided_on",
        Reason.TIME_MISSING: "decided_on",
        Reason.BEFORE_ISSUED: "decided_on",
        Reason.NOTHING_SAID: "document",
        Reason.NOT_FITTING: "ballot_id",
        Reason.NUMBER_SEEN: "said",
    }
    refused_as = {
        Reason.NOTHING_SAID: _("Say where it stands: the minutes or the letter, with its number."),
        Reason.NOT_FITTING: _("Choose a paper of the process, or of its votes one in which residents have voted."),
    }

    is_yes = choice(_("What they made of it"), coerce=value_of, ask=True)
    decided_on = day(_("Day"))
    body = line(_("Who decided it, as it is called"), description=_("Afdelingsmødet i Boliggården"))
    document = line(
        _("Where it stands; or choose a paper or a vote below"),
        required=False,
        at_most=500,
        description=_("Minutes of the meeting, a letter, its number"),
    )
    paper_id = choice(_("Which of the papers of the process it is"), coerce=int)
    ballot_id = choice(_("Of residents: in which vote of the process they said it"), coerce=int)
    said = words(_("Conditions, reasons, how many voted which way"), required=False, at_most=4000, rows=3)

    def offer(self, context: Context, plan: SocialMasterPlan) -> None:
        """Offer yes and no, the papers of the process, and its votes that have closed."""
        self.is_yes.choices = [("yes", gettext("Approved")), ("no", gettext("Not approved"))]
        found = papers_beside(context, Ref(Kind.PROCESS, plan.process_id))
        self.paper_id.choices = [(NONE, gettext("None")), *((one.paper.id, one.paper.title) for one in found)]
        voted = held(context, plan.process_id)
        self.ballot_id.choices = [(NONE, gettext("None")), *((one.id, one.question[:100]) for one in voted)]

    def value(self, name: str) -> Any:
        """Return what was typed or chosen, as it is stored."""
        if name == "is_yes":
            return self.is_yes.data == "yes"
        return (self[name].data or None) if name in {"paper_id", "ballot_id"} else super().value(name)


class DecisionForm(SeenForm):
    """Which of a political body's decisions it is."""

    refusals = {Reason.NOT_FITTING: "decision_id", Reason.WRITTEN_MEANWHILE: "decision_id"}
    refused_as = {
        Reason.NOT_FITTING: _(
            "The body gave this decision to an earlier version. What it makes of this one is another."
        )
    }

    decision_id = choice(_("Which decision of the body it is"), coerce=int, ask=True)
    said = words(_("What is to be known about it"), required=False, at_most=4000, rows=3)

    def offer(self, context: Context, step: ApprovalStep) -> None:
        """Offer what the body decided in open cases of the process."""
        self.decision_id.choices = [
            (one.id, f"{one.case.number}: {word(one.state)}, {day_said(one.decided_on)}")
            for one in queries.decisions_for(context, step)
            if one.case is not None and one.decided_on is not None
        ]


class SubmitForm(Form):
    """The day on which a plan was sent to the fund."""

    refusals = {Reason.NOT_HELD_YET: "on", Reason.BEFORE_FUND: "on"}

    on = day(_("Day on which it was sent"))


class EndForm(Form):
    """The end of a plan, and how what worked lives on."""

    refusals = {Reason.NOT_HELD_YET: "on", Reason.NUMBER_SEEN: "anchored"}

    on = day(_("Last day"))
    anchored = words(_("How what worked lives on"), at_most=8000, rows=6)


class LessonForm(CorrectionForm):
    """What was tried, and what came of it."""

    names = ("title", "theme", "place", "tried", "came_of_it", "contact")
    refusals = {**CorrectionForm.refusals, Reason.NUMBER_SEEN: "tried"}

    title = line(_("In a few words"))
    theme = line(_("Theme"), required=False)
    place = line(_("Where: which area or municipality"), required=False)
    tried = words(_("What was tried"), at_most=8000, rows=5)
    came_of_it = words(_("What came of it"), at_most=8000, rows=5)
    contact = line(_("Who can be asked: a unit or an organisation, and how"), required=False, at_most=300)
