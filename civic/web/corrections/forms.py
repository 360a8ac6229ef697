"""What a browser may send to put right what staff have entered: what stands there, and why it is wrong."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from civic.areas.models import AreaKind
from civic.areas.queries import inside
from civic.bodies.models import Part as MemberPart
from civic.bodies.queries import bodies
from civic.db.base import Precision
from civic.decisions.models import DissentKind
from civic.dialogue.models import Outcome
from civic.groups.models import Admission, Discussion, GroupKind
from civic.hearings.models import Audience, Moderation
from civic.http.correcting import CorrectionForm, value_of
from civic.http.forms import Form, address, choice, choices, day, line, local_time, said_by, tick, web, whole_number
from civic.http.forms import text as words
from civic.http.speakers import HasSpeakers
from civic.kernel.context import Context
from civic.kernel.refusal import Reason
from civic.meetings.models import MeetingKind
from civic.meetings.queries import meeting
from civic.people.models import OrganisationKind
from civic.processes.models import Capacity, Way
from civic.said.choices import (
    parent_choices,
    treatable_choices,
    treated_as,
    treated_of,
    unit_choices,
    version_choices,
)
from civic.said.wording import body_name, precisions, word


class ProcessCorrectionForm(CorrectionForm):
    """What is said of a process."""

    names = ("title", "full_title", "question", "starts_on", "starts_precision", "ends_on", "ends_precision",
             "contact_unit", "contact_email", "contact_phone", "next_step", "shows_at_once")  # fmt: skip
    kinds = {"starts_precision": Precision, "ends_precision": Precision}

    title = line(_("Short title"))
    full_title = line(_("Full title"))
    question = words(_("The question it works with"), at_most=500, rows=3)
    starts_on = day(_("Begins"))
    starts_precision = choice(_("How exactly is the beginning known?"), precisions, coerce=value_of)
    ends_on = day(_("Ends"))
    ends_precision = choice(_("How exactly is the end known?"), precisions, coerce=value_of)
    contact_unit = line(_("Contact: the unit of the administration"))
    contact_email = address(_("Contact by e-mail"))
    contact_phone = line(_("Contact by telephone"), required=False, at_most=40)
    next_step = line(_("What happens next"), required=False)
    shows_at_once = tick(
        _("Proposals are shown at once when they have passed the gate; else a facilitator looks at each first")
    )

    def validate_ends_on(self, field: Field) -> None:
        """Refuse an end before the beginning."""
        if self.starts_on.data and field.data and field.data < self.starts_on.data:
            raise ValidationError(gettext("The end is before the beginning."))


class OrganisationCorrectionForm(CorrectionForm):
    """What is told of an organisation."""

    names = ("name", "kind", "about", "web", "letterhead")
    kinds = {"kind": OrganisationKind}
    refusals = {**CorrectionForm.refusals, Reason.TAKEN: "name", Reason.NOT_FITTING: "kind"}

    name = line(_("Name"), at_most=200)
    kind = choice(_("What it is"), said_by(OrganisationKind), coerce=value_of)
    about = words(_("What it does, for whoever does not know it"), required=False, at_most=1000, rows=3)
    web = web(_("Its own site"))
    letterhead = words(
        _("Letterhead of what it gives out: address, EAN, CVR, a line each"), required=False, at_most=500, rows=3
    )


class TopicCorrectionForm(CorrectionForm):
    """What a topic is called."""

    names = ("name",)
    refusals = {**CorrectionForm.refusals, Reason.TAKEN: "name"}

    name = line(_("Name of the topic"), at_most=100)


class AreaCorrectionForm(CorrectionForm):
    """What an area is called, what it is, and what it lies in."""

    names = ("name", "kind", "parent_id", "about")
    kinds = {"kind": AreaKind}
    refusals = {**CorrectionForm.refusals, Reason.TAKEN: "name", Reason.IN_ITSELF: "parent_id"}

    name = line(_("Name"), at_most=200)
    kind = choice(_("What sort of area"), said_by(AreaKind), coerce=value_of)
    parent_id = choice(_("It lies in"), coerce=int)
    about = words(_("What it is, for whoever does not know it"), required=False, at_most=1000, rows=3)

    def offer(self, context: Context, row: Any) -> None:
        """Offer all areas but those that lie in it."""
        self.parent_id.choices = parent_choices(context, but=inside(context, row.id))

    def value(self, name: str) -> Any:
        """Return what was typed or chosen; no other area is none."""
        found = super().value(name)
        return found or None if name == "parent_id" else found


class UnitCorrectionForm(CorrectionForm):
    """A unit of an organisation, and how it is reached."""

    names = ("name", "about", "email", "phone", "contact_name", "consented_on", "closed_on")
    refusals = {
        **CorrectionForm.refusals,
        Reason.TAKEN: "name",
        Reason.NO_CONSENT: "consented_on",
        Reason.NOT_HELD_YET: "consented_on",
        Reason.NUMBER_SEEN: "contact_name",
    }

    name = line(_("Name of the unit"), at_most=200)
    about = words(_("What it does"), required=False, at_most=500, rows=2)
    email = address(_("E-mail"))
    phone = line(_("Telephone"), required=False, at_most=40)
    contact_name = line(_("A named person, only with their consent"), required=False, at_most=200)
    consented_on = day(_("The day on which the person agreed"), required=False)
    closed_on = day(_("Last day of the unit, where it is no more"), required=False)


class ParticipantCorrectionForm(CorrectionForm):
    """As what an organisation takes part in a process."""

    names = ("capacity", "about")
    kinds = {"capacity": Capacity}
    refusals = {**CorrectionForm.refusals, Reason.TAKEN: "capacity"}
    refused_as = {Reason.TAKEN: _("The organisation takes part as that already.")}

    capacity = choice(_("As what"), said_by(Capacity), coerce=value_of)
    about = words(_("What it does in it"), required=False, at_most=500, rows=2)


class MandateCorrectionForm(CorrectionForm):
    """The kommissorium's background."""

    names = ("background",)

    background = words(_("Background in the mandate (kommissorium)"))


class ApprovalCorrectionForm(CorrectionForm):
    """When the council approved the kommissorium."""

    names = ("approved_on", "item_number")
    refusals = {**CorrectionForm.refusals, Reason.NOT_HELD_YET: "approved_on", Reason.NO_MANDATE: "approved_on"}

    approved_on = day(_("Approved on"))
    item_number = whole_number(_("Item on the agenda"), least=1)


class HandoverCorrectionForm(CorrectionForm):
    """When the work was handed over."""

    names = ("handed_over_on",)
    refusals = {**CorrectionForm.refusals, Reason.NOT_HELD_YET: "handed_over_on"}

    handed_over_on = day(_("Handed over on"))


class SeatsCorrectionForm(CorrectionForm):
    """How many seats of a kind there are."""

    names = ("seats",)
    refusals = {**CorrectionForm.refusals, Reason.SEATS_TAKEN: "seats"}
    refused_as = {Reason.SEATS_TAKEN: _("More sit there by the mandate.")}

    seats = whole_number(_("Seats in the mandate"), least=1, most=99)


class TaskCorrectionForm(CorrectionForm):
    """A task of the kommissorium."""

    names = ("heading", "text", "answer")

    heading = line(_("Heading"))
    text = words(_("Text"), at_most=2000, rows=4)
    answer = words(_("How was the task met?"), required=False, at_most=500, rows=3)

    def value(self, name: str) -> Any:
        """Return what was typed; a task of which nothing is said has no answer."""
        return self._fields[name].data or (None if name == "answer" else "")


class AudienceCorrectionForm(CorrectionForm):
    """Somebody a process wants to reach, and how they were."""

    names = ("name", "reached")
    refusals = {**CorrectionForm.refusals, Reason.TAKEN: "name"}

    name = line(_("Whom the process wants to reach"), at_most=200)
    reached = line(_("How: at which meeting, how many"), required=False, at_most=300)


class MilestoneCorrectionForm(CorrectionForm):
    """Something that happened on the way."""

    names = ("heading", "text", "happened_on", "until_on", "precision")
    kinds = {"precision": Precision}
    refusals = {**CorrectionForm.refusals, Reason.NOT_HELD_YET: "happened_on", Reason.ENDS_FIRST: "until_on"}

    heading = line(_("What happened"))
    text = words(_("In one or two sentences"), at_most=1000, rows=3)
    happened_on = day(_("Date"))
    until_on = day(_("Last day, if it took several"), required=False)
    precision = choice(_("How exactly is the date known?"), precisions, coerce=value_of)


class AppointmentCorrectionForm(CorrectionForm):
    """Who sits on a seat."""

    kinds = {"way": Way}
    names = (
        "name",
        "affiliation",
        "way",
        "appointed_on",
        "item_number",
        "override_reason",
        "ended_on",
        "ended_because",
    )
    refusals = {
        **CorrectionForm.refusals,
        Reason.NOT_HELD_YET: "appointed_on",
        Reason.ENDS_FIRST: "ended_on",
        Reason.NO_MANDATE: "appointed_on",
        Reason.SEAT_OF_ANOTHER: "ended_on",
        Reason.SEATS_TAKEN: "override_reason",
    }

    name = line(_("Name"), required=False)
    affiliation = line(_("Party or what the person comes from"), required=False)
    way = choice(_("How the seat was filled"), said_by(Way), coerce=value_of)
    appointed_on = day(_("Appointed on"))
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    override_reason = words(_("Reason for an exception"), required=False, at_most=500, rows=2)
    ended_on = day(_("Last day on the seat; empty where the person still sits on it"), required=False)
    ended_because = words(_("Why the seat was left"), required=False, at_most=500, rows=2)

    def value(self, name: str) -> Any:
        """Return what was typed; where no exception was made there is no reason for one."""
        return super().value(name) or (None if name == "override_reason" else super().value(name))


class GroupCorrectionForm(CorrectionForm):
    """A group's name, what it is about, its kind, and who may join it."""

    names = ("title", "about", "kind", "admission", "capacity", "criteria", "questions", "discussion")
    kinds = {"kind": GroupKind, "admission": Admission, "discussion": Discussion}
    refusals = {**CorrectionForm.refusals, Reason.TOO_FEW_PLACES: "capacity"}

    title = line(_("Name"))
    about = words(_("What it is about"), at_most=2000, rows=4)
    kind = choice(_("Kind"), said_by(GroupKind), coerce=value_of)
    admission = choice(_("Who may join"), said_by(Admission), coerce=value_of)
    capacity = whole_number(_("Places; empty where there is room for all"), required=False, least=1, most=1000)
    criteria = words(
        _("By what it is decided who gets in, where one applies; everybody can read it"),
        required=False,
        at_most=1000,
        rows=3,
    )
    questions = words(_("What whoever applies is asked, a line each"), required=False, at_most=1000, rows=3)
    discussion = choice(
        _("Its discussion; what was said stays for whom it was said to"), said_by(Discussion), coerce=value_of
    )


class ReportCorrectionForm(CorrectionForm):
    """A report's title, and what it is about."""

    names = ("title", "about")

    title = line(_("Title"), at_most=300)
    about = words(_("What it is about"), required=False, at_most=2000, rows=4)


class HearingCorrectionForm(CorrectionForm):
    """What a hearing says of itself."""

    names = ("title", "asks", "what_is_proposed", "what_it_means", "what_can_change")

    title = line(_("Title, as residents see it"))
    asks = line(_("The question, as the heading of its page"), required=False)
    what_is_proposed = words(_("What is proposed?"), at_most=2000, rows=4)
    what_it_means = words(_("What does it mean for you?"), at_most=2000, rows=4)
    what_can_change = words(_("What can still be changed?"), at_most=2000, rows=4)


class HearingRulesForm(CorrectionForm):
    """Who may answer a hearing, and how."""

    names = ("audience", "moderation", "allows_protected_names")
    kinds = {"audience": Audience, "moderation": Moderation}

    audience = choice(_("Who may answer"), said_by(Audience), coerce=value_of)
    moderation = choice(_("When are answers shown?"), said_by(Moderation), coerce=value_of)
    allows_protected_names = tick(_("Residents may ask for their name not to be shown"))


class QuestionCorrectionForm(CorrectionForm):
    """A question that a hearing asks."""

    names = ("text",)

    text = words(_("The question"), at_most=500, rows=2)


class AnswerCorrectionForm(CorrectionForm):
    """The official answer to a proposal."""

    names = ("outcome", "answer", "answered_for", "next_step", "review_on")
    kinds = {"outcome": Outcome}
    refusals = {**CorrectionForm.refusals, Reason.NO_NEXT_STEP: "next_step"}

    outcome = choice(_("Outcome"), said_by(Outcome), coerce=value_of)
    answer = words(_("The answer, with its reason"), at_most=5000, rows=6)
    answered_for = line(_("Which unit is responsible"))
    next_step = words(_("If it is accepted: what happens next"), required=False, at_most=1000, rows=3)
    review_on = day(_("If it is accepted: when you look at what came of it"), required=False)


class ExpectationForm(CorrectionForm):
    """When a body is expected to decide."""

    names = ("expected_on", "expected_precision", "item_number", "is_not_stated")
    kinds = {"expected_precision": Precision}

    expected_on = day(_("Expected meeting"), required=False)
    expected_precision = choice(_("How exactly is the date known?"), precisions, coerce=value_of)
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    is_not_stated = tick(_("The record does not say what it decides"))


class CaseVersionForm(CorrectionForm):
    """Which version of the report a case carries."""

    names = ("version_id",)

    version_id = choice(_("Version of the report"), coerce=int)

    def offer(self, context: Context, row: Any) -> None:
        """Offer the versions of the case's process."""
        self.version_id.choices = version_choices(context, row.process_id)
        if self.version_id.data is None:
            self.version_id.data = row.version_id or 0

    def value(self, name: str) -> Any:
        """Return the version, or None."""
        return self._fields[name].data or None


class MeetingCorrectionForm(CorrectionForm):
    """When and where a meeting is, and what about."""

    names = ("title", "about", "target_group", "starts_at", "ends_at", "place", "access", "unit_id")
    refusals = {
        **CorrectionForm.refusals,
        Reason.TIME_MISSING: "starts_at",
        Reason.NOT_HELD_YET: "starts_at",
        Reason.ENDS_FIRST: "ends_at",
    }

    title = line(_("What the meeting is about"))
    about = words(_("What happens, for whoever does not know it"), required=False, at_most=3000, rows=4)
    target_group = words(_("Whom it is for"), required=False, at_most=500, rows=2)
    starts_at = local_time(_("Date and time"), required=False)
    ends_at = local_time(_("Ends"), required=False)
    place = line(_("Place"), required=False)
    access = line(_("Access, interpreting, hearing loop"), required=False)
    unit_id = choice(_("Who arranges it, and is asked about it"), coerce=int)

    def offer(self, context: Context, row: Any) -> None:
        """Offer the units that may arrange it."""
        self.unit_id.choices = [(0, gettext("Nobody in particular")), *unit_choices(context)]
        self.unit_id.data = self.unit_id.data or 0

    def value(self, name: str) -> Any:
        """Return what was typed or chosen; nobody in particular is none."""
        found = super().value(name)
        return found or None if name == "unit_id" else found


class MeetingKindForm(CorrectionForm):
    """What sort of meeting it is, and who meets together."""

    names = ("kind", "body_ids")
    kinds = {"kind": MeetingKind}
    refusals = {**CorrectionForm.refusals, Reason.NOT_FITTING: "body_ids"}
    refused_as = {Reason.NOT_FITTING: _("A joint meeting has two councils or committees or more; others have none.")}

    kind = choice(_("What sort of meeting it is"), coerce=value_of)
    body_ids = choices(_("Councils and committees that meet together, at a joint meeting"), coerce=int)

    def offer(self, context: Context, row: Any) -> None:
        """Offer the sorts of meetings, a joint one to no group, and every body: it may be one of earlier years."""
        is_joint = row.group_id is None
        offered = [one for one in MeetingKind if is_joint or one is not MeetingKind.JOINT]
        self.kind.choices = [(one.value, word(one)) for one in offered]
        if not is_joint:
            del self.body_ids
            return
        self.body_ids.choices = [(one.id, body_name(one)) for one in bodies(context)]
        self.body_ids.data = self.body_ids.data or []

    def value(self, name: str) -> Any:
        """Return what was chosen; bodies in order, so that the same ones are the same."""
        if name != "body_ids":
            return super().value(name)
        return tuple(sorted(self.body_ids.data or ())) if "body_ids" in self else ()

    def stands(self, name: str, value: object) -> str:
        """Return the bodies by their names."""
        if name != "body_ids" or not isinstance(value, tuple) or not value:
            return super().stands(name, value)
        return ", ".join(said for number, said in self.body_ids.choices if number in value)


class ProgrammeItemCorrectionForm(HasSpeakers, CorrectionForm):
    """An item of a programme."""

    names = ("title", "about", "speakers")

    title = line(_("What the item is called"))
    about = words(_("What it is about"), required=False, at_most=2000, rows=3)


class AgendaItemCorrectionForm(CorrectionForm):
    """An item of an agenda."""

    names = ("title", "text", "treats")

    title = line(_("What the item is called"))
    text = words(_("What it is about"), required=False, at_most=5000, rows=4)
    treats = choice(_("What it treats, where that has a page"), coerce=treated_as)

    def offer(self, context: Context, row: Any) -> None:
        """Offer what hangs on the board of the meeting's process."""
        self.treats.choices = treatable_choices(context, meeting(context, row.meeting_id).process_id, row.treats)

    def value(self, name: str) -> Any:
        """Return what was typed, or the thing that was chosen."""
        return treated_of(self.treats.data) if name == "treats" else super().value(name)

    def stands(self, name: str, value: object) -> str:
        """Return what it treats by its title."""
        return dict(self.treats.choices)[treated_as(value)] if name == "treats" else super().stands(name, value)


class ActionPointCorrectionForm(CorrectionForm):
    """Something agreed to be done."""

    names = ("text", "owner", "due_on", "result")
    refusals = {**CorrectionForm.refusals, Reason.NOT_FITTING: "result"}
    refused_as = {Reason.NOT_FITTING: _("It is still to be done: say what came of it when it has ended.")}

    text = words(_("What is to be done"), at_most=500, rows=2)
    owner = line(_("Who does it"), at_most=200)
    due_on = day(_("By when"), required=False)
    result = words(_("In a sentence: what was done, or why not"), required=False, at_most=500, rows=2)


class BodyCorrectionForm(CorrectionForm):
    """What a council or committee does."""

    names = ("about",)

    about = words(_("What it does, for whoever does not know it"), at_most=1000, rows=4)


class BodyMemberCorrectionForm(CorrectionForm):
    """Who sits in a body, as what and from when to when."""

    names = ("part", "name", "party", "sent_by", "starts_on", "ends_on")
    kinds = {"part": MemberPart}
    refusals = {**CorrectionForm.refusals, Reason.ENDS_FIRST: "ends_on"}

    part = choice(_("What they are in it"), said_by(MemberPart), coerce=value_of)
    name = line(_("Name"))
    party = line(_("Party letter or list at the time"), required=False, at_most=60)
    sent_by = line(_("Chosen by, where an organisation did"), required=False, at_most=200)
    starts_on = day(_("First day, where it is known"), required=False)
    ends_on = day(_("Last day; empty while they sit there"), required=False)


class BodyNameCorrectionForm(CorrectionForm):
    """A name that a body had before."""

    names = ("name", "valid_from", "valid_to", "by_year")
    refusals = {**CorrectionForm.refusals, Reason.NAMED_THEN: "valid_to", Reason.ENDS_FIRST: "valid_to"}

    name = line(_("Name of the council or committee"))
    valid_from = day(_("First day under this name, where it is known"), required=False)
    valid_to = day(_("Last day under this name"))
    by_year = tick(_("Just the years are known"))


class PartyLetterCorrectionForm(CorrectionForm):
    """Which party a letter stood for."""

    names = ("letter", "name", "valid_from", "valid_to")
    refusals = {**CorrectionForm.refusals, Reason.ENDS_FIRST: "valid_to", Reason.TAKEN: "letter"}
    refused_as = {Reason.TAKEN: _("The letter stands for another party on some of these days.")}

    letter = line(_("Letter"), at_most=10)
    name = line(_("Party or list"), at_most=200)
    valid_from = day(_("First day on which the letter is known to be the party's"))
    valid_to = day(_("Last day; empty while it is"), required=False)


class CaseCorrectionForm(CorrectionForm):
    """A case's number, title and recommendation."""

    refusals = {**CorrectionForm.refusals, Reason.TAKEN: "number"}
    names = (
        "number", "title", "resume", "background", "recommended_by", "recommendation", "presented", "presented_by",
        "earlier_decisions",
    )  # fmt: skip

    number = line(_("Case number in the records system"), at_most=60)
    title = line(_("Title"))
    resume = words(_("Resume"), required=False, at_most=3000, rows=4)
    background = words(_("Background"), required=False, at_most=20_000, rows=10)
    recommended_by = line(_("Recommended by"))
    recommendation = words(_("The recommendation (indstilling)"))
    presented = words(_("How it was presented"), required=False, at_most=3000, rows=3)
    presented_by = line(_("Who presents it"), required=False, at_most=300)
    earlier_decisions = words(_("Earlier decisions, as the case states them"), required=False, at_most=2000, rows=2)


class AttachmentCorrectionForm(CorrectionForm):
    """A bilag's title and number."""

    names = ("title", "document_number")

    title = line(_("Title"))
    document_number = line(_("Document number in the records system"), at_most=60)


class ProgressCorrectionForm(CorrectionForm):
    """What was said of how it goes."""

    names = ("text",)

    text = words(_("What has happened, and why"), at_most=1000, rows=3)


class EarlierCorrectionForm(CorrectionForm):
    """What was decided in the matter before."""

    names = ("body", "decided_on", "decided_precision", "reference", "text", "is_replaced")
    kinds = {"decided_precision": Precision}

    body = line(_("Who decided it, as the record calls them"), at_most=300)
    decided_on = day(_("Date"), required=False)
    decided_precision = choice(_("How exactly is the date known?"), precisions, coerce=value_of)
    reference = line(_("Its number there"), required=False, at_most=60)
    text = words(_("What was decided"), required=False, at_most=2000, rows=3)
    is_replaced = tick(_("What is decided now comes in its place"))

    def value(self, name: str) -> Any:
        """Return what a field holds; of no day it is not known how well."""
        return None if name == "decided_precision" and self.decided_on.data is None else super().value(name)


class DissentCorrectionForm(CorrectionForm):
    """What the minority had put on record, and what kind it is."""

    names = ("kind", "text")
    kinds = {"kind": DissentKind}

    kind = choice(_("What it is"), said_by(DissentKind), coerce=value_of)
    text = words(_("In full, word for word"), at_most=10_000, rows=8)


class FollowUpCorrectionForm(CorrectionForm):
    """What is to be done, by whom and when."""

    names = ("text", "responsible", "involved", "citizens_role", "indicator", "due_on", "review_on")

    text = words(_("What is to be done"), at_most=1000, rows=3)
    responsible = line(_("Who is responsible"))
    involved = words(_("Who takes part in it, one on each line"), required=False, at_most=2000, rows=3)
    citizens_role = words(_("How citizens take part in it"), required=False, at_most=1000, rows=2)
    indicator = line(_("By what everybody can see that it is done"), required=False, at_most=300)
    due_on = day(_("By when"))
    review_on = day(_("When the body is told how it goes"), required=False)


class ContestCorrectionForm(CorrectionForm):
    """The answer to somebody who contested that something was done."""

    names = ("answer",)

    answer = words(_("The reason; everybody can read it"), at_most=2000, rows=5)


class ReportBackCorrectionForm(CorrectionForm):
    """What a body was told, and when."""

    names = ("on", "text")
    refusals = {**CorrectionForm.refusals, Reason.NOT_HELD_YET: "on"}

    on = day(_("Date of the meeting, or of the letter"))
    text = words(_("What it was told"), at_most=3000, rows=5)


class DoneCorrectionForm(CorrectionForm):
    """What was done, and when."""

    names = ("text", "responsible", "due_on", "done_on", "result")
    refusals = {**CorrectionForm.refusals, Reason.NOT_HELD_YET: "done_on"}

    text = words(_("What was to be done"), at_most=1000, rows=3)
    responsible = line(_("Who is responsible"))
    due_on = day(_("By when"))
    done_on = day(_("Done on"))
    result = words(_("What was done"), at_most=1000, rows=3)


class BlotForm(Form):
    """Why what stood somewhere is taken out for good."""

    reason = words(_("Why; everybody can read it"), at_most=300, rows=2)
