"""What a browser may send about grant schemes, applications, assessments and accounts."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from civic.db.base import end_of_day, last_day
from civic.decisions.models import FINAL, DecisionState
from civic.goals.models import indicators_of
from civic.goals.queries import goals_of
from civic.grants import queries
from civic.grants.models import Asks, ChainKind, Criterion, GrantApplication, GrantScheme, Rank, SchemePointKind
from civic.grants.parts import FIELDS, Part, Term
from civic.http.correcting import CorrectionForm, in_days, value_of
from civic.http.forms import (
    Form,
    SeenForm,
    amount,
    choice,
    choices,
    day,
    decimal,
    file,
    line,
    said_by,
    tick,
    whole_number,
)
from civic.http.forms import text as words
from civic.kernel.context import Context
from civic.kernel.refusal import Reason
from civic.kernel.trace import Kind
from civic.organisations.queries import units_now
from civic.said.wording import day as day_said
from civic.said.wording import word

NONE = 0
"""Stands in a list for none of them."""
MOST_POINTS = 5


class SchemeForm(SeenForm):
    """A scheme that money is given by."""

    refusals = {Reason.ENDS_FIRST: "last_year", Reason.WRITTEN_MEANWHILE: "title", Reason.NUMBER_SEEN: "about"}

    title = line(_("Title"))
    about = words(_("What the money is for, in plain words"), required=False, at_most=8000)
    mission = words(_("The mission that the goals serve, and whose it is"), required=False, at_most=2000, rows=3)
    administration = line(_("The administration that gives the money, and sits in steering groups"))
    first_year = whole_number(_("First year"), least=1990, most=2100)
    last_year = whole_number(_("Last year"), least=1990, most=2100)
    appropriation = amount(_("What there is to give, in kroner, where that is decided"), required=False)
    expires_on = day(_("Day on which the appropriation expires"), required=False)
    wish = words(_("What is wished for in the next budget"), required=False, at_most=2000, rows=3)
    replaces = line(_("What it replaces, with day and reference"), required=False, at_most=500)
    replaces_id = choice(_("Or which scheme here it replaces"), coerce=int)
    source = line(_("From where it is known"), required=False, at_most=500)
    unit_id = choice(_("Responsible unit"), coerce=int)

    def offer(self, context: Context, found: GrantScheme | None) -> None:
        """Offer earlier schemes and the units."""
        none = (NONE, gettext("None"))
        self.replaces_id.choices = [none, *((one.id, one.title) for one in queries.schemes_before(context, found))]
        units = [(one.id, f"{one.name}, {one.organisation.name}") for one in units_now(context)]
        self.unit_id.choices = [none, *units]

    def said(self) -> dict[str, Any]:
        """Return what was written, as the action takes it."""
        found = {name: value for name, value in self.values().items() if name != "seen"}
        for name in ("replaces_id", "unit_id"):
            found[name] = found[name] or None
        found["appropriation"] = self.appropriation.ore or None
        return found


class CorrectSchemeForm(CorrectionForm):
    """What can be put right of a scheme that is open."""

    names = ("about", "appropriation", "expires_on", "wish", "source", "closes_at")
    refusals = {
        **CorrectionForm.refusals,
        Reason.NUMBER_SEEN: "about",
        Reason.OVER_APPROPRIATION: "appropriation",
    }

    about = words(_("What the money is for, in plain words"), required=False, at_most=8000)
    appropriation = amount(_("What there is to give, in kroner, where that is decided"), required=False)
    expires_on = day(_("Day on which the appropriation expires"), required=False)
    wish = words(_("What is wished for in the next budget"), required=False, at_most=2000, rows=3)
    source = line(_("From where it is known"), required=False, at_most=500)
    closes_at = day(_("Last day for applications; empty where there is none"), required=False)

    def value(self, name: str) -> Any:
        """Return what was typed, as it is stored."""
        if name == "appropriation":
            return self.appropriation.ore or None
        if name == "closes_at":
            return closing(self.closes_at.data)
        return super().value(name)


def closing(last: date | None) -> datetime | None:
    """Return the instant at which a last day is over."""
    return end_of_day(last) if last is not None else None


def shown_last(closes_at: datetime | None) -> date | None:
    """Return the last day, for a form."""
    return last_day(closes_at) if closes_at is not None else None


NOT_FITTING = _("What was chosen does not go together, or stands in something else. Choose again.")


class PartForm(CorrectionForm):
    """A part of a scheme or an application."""

    def __init_subclass__(cls, **more: Any) -> None:
        """Show at the first field what an action says of the part as a whole."""
        super().__init_subclass__(**more)
        whole = (Reason.NOT_FITTING, Reason.NOT_HELD_YET, Reason.NUMBER_SEEN, Reason.TAKEN, Reason.NOTHING_SAID)
        said = {**dict.fromkeys(whole, cls.names[0]), **CorrectionForm.refusals, Reason.DETAILS_SEEN: "reason"}
        cls.refusals = {**said, **in_days(cls.names), **cls.places}
        cls.refused_as = {Reason.NOT_FITTING: NOT_FITTING, **cls.refused_as}

    places: ClassVar[dict[Reason, str]] = {}
    """Where a refusal is shown that is about one field."""

    def offer(self, context: Context, found: Any) -> None:
        """Offer what can be chosen."""


class PointForm(PartForm):
    """A goal, focus area, target group, method or kind of cost."""

    names = FIELDS[Term.POINT]
    kinds = {"kind": SchemePointKind}

    kind = choice(_("What it is"), said_by(SchemePointKind), coerce=value_of, ask=True)
    text = words(_("In the scheme's own words"), at_most=2000, rows=3)


class CriterionForm(PartForm):
    """By what an application is judged."""

    names = FIELDS[Term.CRITERION]
    kinds = {"rank": Rank, "asks": Asks}
    places = {Reason.NOTHING_SAID: "lacking"}
    refused_as = {Reason.NOTHING_SAID: _("A required criterion says in the rule's own words what is missing.")}

    rank = choice(_("How much it weighs"), said_by(Rank), coerce=value_of, ask=True)
    asks = choice(_("Which part of the application it looks at"), said_by(Asks), coerce=value_of, ask=True)
    heading = line(_("In a few words"))
    text = words(_("In the scheme's own words"), at_most=4000, rows=5)
    lacking = words(_("What is said where a required one is not met"), required=False, at_most=1000, rows=2)
    source = line(_("From where it is known"), required=False, at_most=500)


class ApplyForm(Form):
    """The beginning of an application."""

    title = line(_("What the project is called"))


class ApplicationForm(SeenForm):
    """An application's own texts; just the title has to be filled in."""

    refusals = {Reason.WRITTEN_MEANWHILE: "title", Reason.NOT_FITTING: "aims", Reason.NUMBER_SEEN: "summary"}
    holds_numbers = True

    title = line(_("What the project is called"))
    applicant = line(_("Who applies: the organisation or group"), required=False)
    summary = words(_("What it is, in a few plain words; everybody reads it if it is granted"), required=False, rows=3)
    need = words(_("Why it is relevant, and which need it meets"), required=False, rows=5)
    aims = choices(_("Which goals and focus areas it works for"), coerce=int)
    common = words(_("What residents have in common in it: an interest or a goal"), required=False, rows=3)
    leader = words(_("What the project leader does"), required=False, rows=3)
    anchoring = words(_("How it is anchored in the area, from the beginning"), required=False, rows=3)
    cooperation = words(_("Which departments are bound to work along, and how"), required=False, rows=3)
    activities = words(_("What activity money is for, and how the activities are anchored"), required=False, rows=3)

    def offer(self, scheme: GrantScheme) -> None:
        """Offer the scheme's goals and focus areas."""
        kinds = {SchemePointKind.GOAL, SchemePointKind.FOCUS}
        self.aims.choices = [(one.id, f"{word(one.kind)}: {one.text}") for one in scheme.points if one.kind in kinds]

    def said(self) -> dict[str, Any]:
        """Return the texts, as the action takes them."""
        return {name: self[name].data for name in GrantApplication.told_by}


class ChainForm(PartForm):
    """A link of the theory of change."""

    names = FIELDS[Part.CHAIN]
    kinds = {"kind": ChainKind}
    holds_numbers = True

    kind = choice(_("Where it stands"), said_by(ChainKind), coerce=value_of, ask=True)
    text = words(_("In a sentence"), at_most=1000, rows=2)


class SteeringForm(PartForm):
    """Who sits in the steering group."""

    names = FIELDS[Part.STEERING]
    holds_numbers = True

    name = line(_("Which organisation, administration or group"))
    is_administration = tick(_("It is the administration that gives the money"))


class CostForm(PartForm):
    """What is applied for."""

    names = FIELDS[Part.COST]

    point_id = choice(_("Kind of cost"), coerce=int, ask=True)
    text = line(_("What it is for"), at_most=300)
    amount = amount(_("Amount in kroner"), above_nothing=True)

    def offer(self, context: Context, found: GrantApplication) -> None:
        """Offer the kinds of cost that the scheme supports."""
        kinds = {SchemePointKind.COST, SchemePointKind.ACTIVITY_MONEY}
        self.point_id.choices = [(one.id, one.text[:120]) for one in found.scheme.points if one.kind in kinds]


def _goals(context: Context, found: GrantApplication) -> Sequence[Any]:
    return goals_of(context, Kind.APPLICATION, [found.id]).get(found.id, [])


class GoalForm(PartForm):
    """What is to be reached."""

    names = FIELDS[Part.GOAL]

    text = words(_("What is to be reached"), at_most=2000, rows=3)
    criterion = words(_("When it is reached (success criterion)"), required=False, at_most=2000, rows=3)


class IndicatorForm(PartForm):
    """How one sees whether a goal is reached."""

    names = FIELDS[Part.INDICATOR]

    goal_id = choice(_("Goal"), coerce=int, ask=True)
    text = line(_("What is counted"), at_most=500)
    unit = line(_("In what: per cent, persons"), required=False, at_most=60)
    baseline = decimal(_("What it is now"), required=False)
    target = decimal(_("What it is to become"), required=False)
    due_on = day(_("By when"), required=False)

    def offer(self, context: Context, found: GrantApplication) -> None:
        """Offer the application's goals."""
        self.goal_id.choices = [(one.id, one.text[:100]) for one in _goals(context, found)]


class ActivityForm(PartForm):
    """An activity that the money went to."""

    names = FIELDS[Part.ACTIVITY]

    held_on = day(_("Day"))
    title = line(_("What it was"))
    participants = whole_number(_("How many came; nobody is named"), most=100_000)
    minutes = whole_number(_("How many minutes it lasted"), required=False, least=1, most=100_000)
    text = words(_("What was done"), at_most=4000, rows=4)


class AccountForm(PartForm):
    """A line of the accounts."""

    names = FIELDS[Part.ACCOUNT]
    places = {Reason.TAKEN: "voucher"}
    refused_as = {Reason.TAKEN: _("That voucher stands there already for the same.")}

    activity_id = choice(_("For which activity"), coerce=int, ask=True)
    spent_on = day(_("Day"))
    text = line(_("What it was for; only those who work with the grant see it"), at_most=300)
    voucher = line(_("Number of the voucher"), at_most=60)
    amount = amount(_("Amount in kroner"), above_nothing=True)

    def offer(self, context: Context, found: GrantApplication) -> None:
        """Offer the activities that were entered."""
        there = queries.accounts(context, found).activities
        self.activity_id.choices = [(one.id, f"{day_said(one.held_on)}: {one.title}") for one in there]


class MeasurementForm(PartForm):
    """What an indicator was on a day."""

    names = FIELDS[Part.MEASUREMENT]

    indicator_id = choice(_("Indicator"), coerce=int, ask=True)
    measured_on = day(_("Day"))
    measured = decimal(_("What it was"))
    source = line(_("From where it is known"), required=False, at_most=500)

    def offer(self, context: Context, found: GrantApplication) -> None:
        """Offer the application's indicators."""
        self.indicator_id.choices = [(one.id, one.text[:100]) for one in indicators_of(_goals(context, found))]


FORMS: dict[Term | Part, type[PartForm]] = {
    Term.POINT: PointForm,
    Term.CRITERION: CriterionForm,
    Part.CHAIN: ChainForm,
    Part.STEERING: SteeringForm,
    Part.COST: CostForm,
    Part.GOAL: GoalForm,
    Part.INDICATOR: IndicatorForm,
    Part.ACTIVITY: ActivityForm,
    Part.ACCOUNT: AccountForm,
    Part.MEASUREMENT: MeasurementForm,
}


class PhotoForm(Form):
    """A photograph from an activity."""

    refusals = {
        Reason.FILE_KIND: "picture",
        Reason.FILE_TOO_LARGE: "picture",
        Reason.NO_PICTURE: "picture",
        Reason.ALT_MISSING: "alt",
        Reason.NO_CONSENT: "consent",
        Reason.NUMBER_SEEN: "consent",
    }
    refused_as = {Reason.FILE_KIND: _("The picture has to be a PNG or JPEG file.")}

    picture = file(
        _("Photograph (PNG or JPEG), at most 10 MB"), description=_("Camera, place and names are taken out of it.")
    )
    alt = line(_("What it shows, for those who cannot see it"), at_most=500)
    consent = line(
        _("Who can be recognised and has agreed; or: nobody can be"),
        at_most=500,
        description=_("Only those who work with the grant see it."),
    )


class CoverForm(Form):
    """Words that are covered wherever everybody reads them."""

    refusals = {Reason.NOTHING_TO_COVER: "covered", Reason.NUMBER_SEEN: "reason", Reason.DETAILS_SEEN: "reason"}

    covered = line(_("The words, as they stand there"), at_most=300)
    reason = words(_("Why they are covered; everybody can read it"), at_most=500, rows=2)


class VoucherForm(Form):
    """A voucher as a file."""

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}
    refused_as = {Reason.FILE_KIND: _("The voucher has to be a PDF, Word, ODT, PNG or JPEG file.")}

    document = file(
        _("Voucher (PDF, picture, Word or ODT), at most 10 MB"),
        description=_("Only those who work with the grant see it."),
    )


class OpenForm(Form):
    """The opening of a scheme."""

    refusals = {Reason.DEADLINE_PASSED: "closes_on", Reason.NOTHING_WRITTEN: "closes_on"}
    refused_as = {
        Reason.DEADLINE_PASSED: _("The day is over."),
        Reason.NOTHING_WRITTEN: _("Enter at least one criterion and one kind of cost first."),
    }

    closes_on = day(_("Last day for applications; empty where there is none"), required=False)


class AssessmentForm(Form):
    """How far an application meets each criterion, or that one has an interest in it."""

    refusals = {Reason.NOT_FITTING: "interest", Reason.HAS_INTEREST: "interest"}
    refused_as = {
        Reason.NOT_FITTING: _("Give points and a reason for each criterion, or say which interest you have in it.")
    }

    interest = words(
        _("If you have an interest in the application yourself, say which; then you give no points"),
        required=False,
        at_most=1000,
        rows=2,
    )
    said = words(_("All in all"), required=False, at_most=4000, rows=3)

    @classmethod
    def over(cls, criteria: Sequence[Criterion]) -> type["AssessmentForm"]:
        """Return the form with points and a reason for each criterion that counts."""
        fields: dict[str, Any] = {}
        for one in (each for each in criteria if each.rank is not Rank.ADVISORY):
            heading = gettext("%(criterion)s: points from 0 to 5", criterion=one.heading)
            fields[f"points_{one.id}"] = whole_number(heading, required=False, most=MOST_POINTS)
            why = gettext("%(criterion)s: why", criterion=one.heading)
            fields[f"reason_{one.id}"] = words(why, required=False, at_most=2000, rows=2)
        return type("AssessmentForm", (cls,), fields)

    def points(self) -> dict[int, tuple[int, str]]:
        """Return the points that were given with a reason, by the criterion's id; none beside an interest."""
        if self.interest.data:
            return {}
        found = {}
        for name, field in self._fields.items():
            if name.startswith("points_"):
                number = int(name.removeprefix("points_"))
                reason = self._fields[f"reason_{number}"].data
                if field.data is not None and reason:
                    found[number] = (field.data, reason)
        return found


class DecideForm(Form):
    """What a body decided about an application."""

    refusals = {
        Reason.NOT_FITTING: "decision_id",
        Reason.TWO_ASSESSORS: "decision_id",
        Reason.OVER_APPROPRIATION: "granted",
        Reason.HAS_INTEREST: "decision_id",
    }
    refused_as = {
        Reason.NOT_FITTING: _(
            "Choose a decision that says yes with an amount, or no without one; not more than was applied for, and not "
            "more activity money than was applied for."
        )
    }

    decision_id = choice(_("Which decision it is"), coerce=int, ask=True)
    granted = amount(_("Granted, in kroner; empty where it is a no"), required=False)
    activity_money = amount(_("Of it activity money, in kroner"), required=False)
    conditions = words(_("Conditions"), required=False, at_most=4000, rows=3)
    reason = words(_("Reason, for whoever applied"), at_most=4000, rows=4)

    def offer(self, context: Context, found: GrantApplication) -> None:
        """Offer what bodies decided in open cases of the process."""
        self.decision_id.choices = [
            (one.id, f"{one.case.number}, {one.body.name}: {word(one.state)}, {day_said(one.decided_on)}")
            for one in queries.decisions_in(context, found.scheme.process_id)
            if one.case is not None and one.decided_on is not None and one.state in FINAL | {DecisionState.REJECTED}
        ]

    def said(self) -> dict[str, Any]:
        """Return what was decided, as the action takes it."""
        return {
            "decision_id": self.decision_id.data,
            "granted": self.granted.ore or 0,
            "activity_money": self.activity_money.ore or 0,
            "conditions": self.conditions.data,
            "reason": self.reason.data,
        }


class CloseForm(Form):
    """The end of a grant."""

    refusals = {Reason.NOT_HELD_YET: "on", Reason.ACCOUNTS_MISSING: "returned", Reason.NUMBER_SEEN: "learnt"}

    on = day(_("Day"))
    returned = amount(_("Paid back of the activity money, in kroner"), required=False)
    learnt = words(_("What came of it"), at_most=8000, rows=5)
