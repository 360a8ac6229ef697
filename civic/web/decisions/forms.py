"""What a browser may send about cases and decisions."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from wtforms import Field, IntegerField, RadioField, StringField, TextAreaField, ValidationError

from civic.bodies.models import Body, BodyMember
from civic.db.base import ZONE, Precision
from civic.decisions.models import (
    REPORTED,
    UNDECIDED,
    ContestState,
    Decision,
    DecisionState,
    DissentKind,
    FollowUpState,
    Side,
    SideVotes,
    Taken,
    TallyLine,
    Voter,
)
from civic.http.forms import (
    LONGEST,
    Form,
    SeenForm,
    address,
    choice,
    choices,
    day,
    file,
    line,
    said_by,
    text,
    tick,
    whole_number,
)
from civic.http.forms import text as words
from civic.kernel.refusal import Reason
from civic.said.wording import now, precisions, word

_NAMED = re.compile(r"(?P<name>.+?)\s*\((?P<party>[^()]*)\)\s*(?::\s*(?P<reason>.+))?$")


def _outcomes() -> list[tuple[str, str]]:
    return [(one.value, word(one)) for one in DecisionState if one not in UNDECIDED]


class VotesForm(Form):
    """Reads the sides of a vote, as the minutes have them; the fields stand last in each form."""

    refusals = {Reason.DISSENT_NEEDS_MINORITY: "for_who"}

    def validate_on(self, field: Field) -> None:
        """Refuse a meeting that has not been held."""
        if field.data is not None and field.data > now().astimezone(ZONE).date():
            raise ValidationError(gettext("The meeting has not been held yet."))

    def validate_for_who(self, field: Field) -> None:
        """Refuse a line that is neither a party letter nor a name with its party, and more of them than votes."""
        found = voters(field.data or "")
        count = self._fields[field.name.replace("_who", "_count")].data
        if found and count is None:
            raise ValidationError(gettext("Write how many voted so."))
        if found and len(found) > count:
            raise ValidationError(word(Reason.MORE_NAMES))

    validate_against_who = validate_for_who
    validate_abstained_who = validate_for_who
    validate_recused_who = validate_for_who

    def votes(self) -> dict[Side, SideVotes]:
        """Return the sides that have a number."""
        found = {}
        for side in Side:
            count = self._fields[f"{side.value}_count"].data
            if count is not None:
                found[side] = SideVotes(count, voters(self._fields[f"{side.value}_who"].data or ""))
        return found


COUNTED = {
    Side.FOR: (_("For: number of votes"), _("For: who")),
    Side.AGAINST: (_("Against: number of votes"), _("Against: who")),
    Side.ABSTAINED: (_("Abstained: number"), _("Abstained: who")),
    Side.RECUSED: (
        _("Recused, for an interest in the matter: number"),
        _("Recused, for an interest in the matter: who"),
    ),
}


def count_field(side: Side) -> IntegerField:
    """Return the field for how many voted one way, empty where nothing is recorded of it."""
    return whole_number(COUNTED[side][0], required=False, most=999)


def _reading() -> IntegerField:
    return whole_number(_("Which reading it is, where there are several (behandling)"), least=1, most=9, required=False)


def who_field(side: Side) -> TextAreaField:
    """Return the field for who voted one way, one on each line."""
    return text(COUNTED[side][1], required=False, at_most=3000, rows=3)


class CaseForm(Form):
    """A new case with the administration's indstilling."""

    refusals = {Reason.TAKEN: "number"}

    number = line(_("Case number in the records system"), at_most=60)
    title = line(_("Title of the agenda item"), at_most=300)
    version_id = choice(_("Version of the report"), coerce=int, ask=True)
    resume = text(_("Resume"), required=False, at_most=3000, rows=4)
    background = text(_("Background"), required=False, at_most=20_000, rows=10)
    recommended_by = line(_("Recommended by (the unit of the administration)"))
    recommendation = text(_("The recommendation (indstilling)"), at_most=2000, rows=3)
    presented = text(_("How it was presented"), required=False, at_most=3000, rows=2)
    presented_by = line(_("Who presents it"), required=False, at_most=300)
    earlier_decisions = text(_("Earlier decisions, as the case states them"), required=False, at_most=2000, rows=2)
    neutral_title = line(
        _("If it is a closed item (lukket punkt): neutral title, which everybody can read"), required=False, at_most=300
    )
    closed_because = text(
        _("If it is a closed item: the concrete ground; only those who work on the case read it"),
        required=False,
        at_most=1000,
        rows=2,
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse one of the two that a closed item needs without the other: what was meant to be closed stays so."""
        is_fine = super().validate(extra_validators)
        if bool(self.closed_because.data) is not bool(self.neutral_title.data):
            missing = self.neutral_title if self.closed_because.data else self.closed_because
            missing.errors = [*missing.errors, gettext("A closed item needs both a neutral title and a ground.")]
            return False
        return bool(is_fine)


class CloseForm(Form):
    """What can still be read of an item that is treated behind closed doors, and why it is closed."""

    neutral_title = line(_("Neutral title, which everybody can read"), at_most=300)
    because = text(_("The concrete ground; only those who work on the case read it"), at_most=1000, rows=3)


class AttachmentForm(Form):
    """A bilag."""

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}

    title = line(_("Title of the attachment"), at_most=300)
    document_number = line(_("Document number in the records system"), at_most=60)
    version_id = choice(_("Version of the report, if it is one"), coerce=int, default=0)
    document = file(_("PDF, Word or ODT file, at most 10 MB"), required=False)


class AttachmentFileForm(Form):
    """The file of a bilag that stands there without one."""

    refusals = {
        Reason.FILE_KIND: "document",
        Reason.FILE_TOO_LARGE: "document",
        Reason.TAKEN: "document",
    }

    document = file(_("PDF, Word or ODT file, at most 10 MB"))


class EarlierForm(Form):
    """What was decided in the matter before."""

    refusals = {Reason.NO_SUCH_CASE: "number"}

    body = line(_("Who decided it, as the record calls them"), at_most=300)
    decided_on = day(_("Date"), required=False)
    decided_precision = choice(_("How exactly is the date known?"), precisions, coerce=str, default=Precision.DAY.value)
    reference = line(_("Its number there"), required=False, at_most=60)
    text = text(_("What was decided"), required=False, at_most=2000, rows=3)
    is_replaced = tick(_("What is decided now comes in its place"))
    number = line(_("Case number, if the case is here"), required=False, at_most=60)

    def entered(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return self.values() | {"decided_precision": Precision(self.decided_precision.data)}


class BodyForm(Form):
    """A body for the chain."""

    body_id = choice(_("Body, in the order of the recommendation; the last one decides"), coerce=int, ask=True)
    beside = choice(_("When it has the case"), coerce=int)
    reading = _reading()
    expected_on = day(_("Expected meeting"), required=False)
    expected_precision = choice(
        _("How exactly is the date known?"), precisions, coerce=str, default=Precision.DAY.value
    )

    def entered(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        on = self.expected_on.data
        return {
            "beside": self.beside.data or None,
            "reading": self.reading.data,
            "expected_on": on,
            "expected_precision": Precision(self.expected_precision.data) if on else None,
        }


class TableForm(Form):
    """At which meeting a body has the case on its agenda."""

    on = day(_("Date of the meeting"))
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)


class DecisionForm(VotesForm):
    """What a body decided."""

    refusals = {**VotesForm.refusals, Reason.OTHERS_FIRST: "out_of_turn"}

    on = day(_("Date of the meeting"))
    outcome = choice(_("Outcome"), _outcomes, coerce=str, ask=True)
    wording = text(_("The decision, word for word"), at_most=3000, rows=3)
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    reading = _reading()
    sent_back_to = choice(_("If it is sent back: to whom"), coerce=int, default=0)
    out_of_turn = text(
        _("Why it was adopted before the bodies ahead of it had decided"), required=False, at_most=500, rows=2
    )
    for_count, for_who = count_field(Side.FOR), who_field(Side.FOR)
    against_count, against_who = count_field(Side.AGAINST), who_field(Side.AGAINST)
    abstained_count, abstained_who = count_field(Side.ABSTAINED), who_field(Side.ABSTAINED)
    recused_count, recused_who = count_field(Side.RECUSED), who_field(Side.RECUSED)

    def entered(self) -> dict[str, Any]:
        """Return what was typed, beside the votes, as the actions take it."""
        return {
            "outcome": DecisionState(self.outcome.data),
            "wording": self.wording.data,
            "on": self.on.data,
            "item_number": self.item_number.data,
            "reading": self.reading.data,
            "sent_back_to": self.sent_back_to.data or None,
            "out_of_turn": self.out_of_turn.data or "",
        }

    @classmethod
    def at(cls, stop: Decision) -> "DecisionForm":
        """Return the form for a body that has the case, with what its agenda says already."""
        tabled = stop.expected_on if stop.state is DecisionState.TABLED else None
        return cls(formdata=None, on=tabled, item_number=stop.item_number, reading=stop.reading)


class RollCallForm(VotesForm):
    """An open vote, member by member, as they are called; a field for each stands below, by `called`."""

    refusals = {**VotesForm.refusals, Reason.OTHERS_FIRST: "out_of_turn"}

    on = day(_("Date of the meeting"))
    outcome = choice(_("Outcome"), _outcomes, coerce=str, ask=True)
    wording = text(_("The decision, word for word"), at_most=3000, rows=3)
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    out_of_turn = text(
        _("Why it was adopted before the bodies ahead of it had decided"), required=False, at_most=500, rows=2
    )
    members: Mapping[int, BodyMember]
    """Who is called, by the number in the field's name."""

    def validate_wording(self, field: StringField) -> None:
        """Say that nobody has voted: an open vote has votes."""
        if not self.votes():
            raise ValidationError(gettext("Nobody has voted yet."))

    def votes(self) -> dict[Side, SideVotes]:
        """Return each side with those who voted so: everybody once, by name and party."""
        found: dict[Side, list[Voter]] = {}
        for number, member in self.members.items():
            side = self._fields[f"member_{number}"].data
            if side:
                letter, affiliation = (member.party, "") if len(member.party) <= 2 else ("", member.party)
                found.setdefault(Side(side), []).append(Voter(letter, member.name, affiliation))
        return {side: SideVotes(len(who), who) for side, who in found.items()}

    def entered(self) -> dict[str, Any]:
        """Return what was typed, beside the votes, as the action takes it."""
        return {
            "outcome": DecisionState(self.outcome.data),
            "wording": self.wording.data,
            "on": self.on.data,
            "item_number": self.item_number.data,
            "out_of_turn": self.out_of_turn.data or "",
        }


def _called(one: BodyMember) -> Markup:
    """Return who is called: a name is written by people, in the script they write."""
    named = f"{one.name} ({one.party})" if one.party else one.name
    return Markup("<bdi>{}</bdi>").format(named)


def called(members: Sequence[BodyMember]) -> type[RollCallForm]:
    """Return the form with a field for each member: how they voted, or that they are not recorded as present."""
    fields = {
        f"member_{one.id}": RadioField(
            _called(one),
            choices=lambda: [(side.value, word(side)) for side in Side] + [("", gettext("Not recorded as present"))],
            default="",
        )
        for one in members
    }
    return type("RollCallForm", (RollCallForm,), {**fields, "members": {one.id: one for one in members}})


class DecisionCorrectionForm(DecisionForm, SeenForm):
    """How a body's decision was entered, put right, with the reason."""

    refusals = {
        **DecisionForm.refusals,
        Reason.DECIDED_SINCE: "outcome",
        Reason.NOT_HELD_YET: "on",
        Reason.NO_REASON: "reason",
        Reason.AS_IT_STANDS: "reason",
        Reason.WRITTEN_MEANWHILE: "reason",
    }

    votes_as_written = text(_("The votes as the minutes have them"), required=False, at_most=1000, rows=2)
    reason = text(_("Why it is corrected; everybody can read it"), at_most=500, rows=2)

    def votes_of(self, decision: Decision) -> dict[Side, SideVotes]:
        """Return the votes; a side that was left as it stood keeps all that was entered of it."""
        found = self.votes()
        for tally in decision.tallies:
            typed = (self._fields[f"{tally.side.value}_who"].data or "").split("\n")
            count = self._fields[f"{tally.side.value}_count"].data
            if count == tally.count and typed == [*map(_voter_line, tally.lines)] and tally.lines:
                lines = [Voter(one.letter, one.name, one.affiliation, one.reason) for one in tally.lines]
                found[tally.side] = SideVotes(tally.count, lines)
        return found

    @classmethod
    def of(cls, decision: Decision) -> "DecisionCorrectionForm":
        """Return the form with what is entered now."""
        entered: dict[str, Any] = {
            "on": decision.decided_on,
            "outcome": decision.state.value,
            "wording": decision.wording,
            "item_number": decision.item_number,
            "reading": decision.reading,
            "sent_back_to": decision.sent_back_to_id or 0,
            "out_of_turn": decision.out_of_turn,
            "votes_as_written": decision.votes_as_written,
        }
        for tally in decision.tallies:
            entered[f"{tally.side.value}_count"] = tally.count
            entered[f"{tally.side.value}_who"] = "\n".join(map(_voter_line, tally.lines))
        return cls(formdata=None, **entered)


def _voter_line(one: TallyLine) -> str:
    """Return who voted, as `voters` reads it."""
    if not one.name:
        return one.letter
    reason = f": {one.reason}" if one.reason else ""
    return f"{one.name} ({one.letter or one.affiliation}){reason}"


class DissentForm(Form):
    """What the minority had put on record."""

    refusals = {Reason.DISSENT_NEEDS_MINORITY: "who"}

    kind = choice(_("What it is"), said_by(DissentKind), coerce=str, ask=True)
    who = choices(_("Whose it is: those whom the vote has in the minority"))
    text = text(_("In full, word for word"), at_most=10_000, rows=8)

    def entered(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return {"kind": DissentKind(self.kind.data), "who": self.who.data or [], "text": self.text.data}


class MandateVoteForm(VotesForm):
    """The vote on the kommissorium."""

    body_id = choice(_("Body"), coerce=int, ask=True)
    on = day(_("Date of the meeting"))
    wording = text(_("The decision, word for word"), at_most=3000, rows=3)
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    for_count, for_who = count_field(Side.FOR), who_field(Side.FOR)
    against_count, against_who = count_field(Side.AGAINST), who_field(Side.AGAINST)
    abstained_count, abstained_who = count_field(Side.ABSTAINED), who_field(Side.ABSTAINED)
    recused_count, recused_who = count_field(Side.RECUSED), who_field(Side.RECUSED)


class FollowUpForm(Form):
    """What is to be done."""

    text = words(_("What is to be done"), at_most=1000, rows=3)
    responsible = line(_("Who is responsible"))
    involved = words(_("Who takes part in it, one on each line"), required=False, at_most=2000, rows=3)
    citizens_role = words(_("How citizens take part in it"), required=False, at_most=1000, rows=2)
    indicator = line(_("By what everybody can see that it is done"), required=False, at_most=300)
    due_on = day(_("By when"))
    review_on = day(_("When the body is told how it goes"), required=False)


class InviteForm(Form):
    """Who is asked to take part in what is done."""

    refusals = {Reason.NOT_NOW: "name", Reason.TOO_MANY_TRIES: "email"}
    refused_as = {Reason.NOT_NOW: _("They have answered already.")}

    name = line(_("Who: the organisation, the council or the professionals"), at_most=200)
    email = address(_("To which e-mail address they are asked"), required=True)
    part = words(_("What they are asked to do"), at_most=1000, rows=3)


class ContestForm(Form):
    """Why somebody says that it is not done."""

    refusals = {Reason.TAKEN: "text"}
    refused_as = {Reason.TAKEN: _("You have said so already, and it is answered here.")}
    holds_numbers = True  # it goes through the gate

    text = words(_("Why is it not done, or not whole?"), at_most=4000, rows=5)


class ContestAnswerForm(Form):
    """The answer to somebody who says that it is not done."""

    state = choice(
        _("What becomes of it"),
        lambda: [(one.value, word(one)) for one in (ContestState.STANDS, ContestState.TAKEN_UP)],
        coerce=str,
        ask=True,
    )
    answer = words(_("The reason; everybody can read it"), at_most=2000, rows=5)


class ReportBackForm(Form):
    """What a body was told of how it goes."""

    refusals = {Reason.NOT_HELD_YET: "on"}

    body_id = choice(_("Which body was told"), coerce=int, ask=True)
    on = day(_("Date of the meeting, or of the letter"))
    text = words(_("What it was told"), at_most=3000, rows=5)
    review_on = day(_("When it is told again, if it is"), required=False)


class ProgressForm(Form):
    """How it goes."""

    state = choice(
        _("How it goes"),
        lambda: [(one.value, word(one)) for one in FollowUpState if one in REPORTED],
        coerce=str,
        ask=True,
    )
    text = words(_("What has happened, and why"), at_most=1000, rows=3)


class DoneForm(Form):
    """What was done."""

    refusals = {Reason.NOT_HELD_YET: "on"}

    result = text(_("What was done"), at_most=1000, rows=3)
    on = day(_("Date"))


class TranscriptForm(Form):
    """The minutes of a meeting: their words, or a file of them."""

    refusals = {
        Reason.FILE_KIND: "document",
        Reason.FILE_TOO_LARGE: "document",
        Reason.NOTHING_SAID: "text",
    }
    holds_numbers = True  # what is entered of it is looked at, field by field

    text = words(_("The words of the minutes"), required=False, at_most=LONGEST, rows=12)
    document = file(_("Or a PDF, Word or ODT file, at most 10 MB"), required=False)


DECIDING = frozenset(
    {"wording", "outcome", "on", "out_of_turn"} | {f"{side.value}_{part}" for side in Side for part in ("count", "who")}
)
"""The fields of an item that say what the body decided whose minutes they are."""


class ItemForm(CaseForm, VotesForm):
    """An item of minutes as a case, with its bilag, its route, and what the body decided whose minutes they are."""

    refusals = {
        **CaseForm.refusals,
        **VotesForm.refusals,
        Reason.OTHERS_FIRST: "out_of_turn",
    }

    openness = choice(
        _("Open or closed item"),
        lambda: [("open", gettext("Open item")), ("closed", gettext("Closed item"))],
        coerce=str,
        ask=True,
    )
    attachments = words(
        _("Attachments, one on each line: the title, and after | the document number"),
        required=False,
        at_most=10_000,
        rows=4,
    )
    route = words(
        _("Bodies in the order of the recommendation, one on each line; the last one decides"),
        required=False,
        at_most=3000,
        rows=4,
    )
    decided_by = choice(_("Whose decision is entered with it"), coerce=int, default=0)
    on = day(_("Date of the meeting"), required=False)
    outcome = choice(_("Outcome"), coerce=str, default="")
    wording = words(_("The decision, word for word"), required=False, at_most=3000, rows=3)
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    out_of_turn = words(
        _("Why it was adopted before the bodies ahead of it had decided"),
        required=False,
        at_most=500,
        rows=2,
    )
    for_count, for_who = count_field(Side.FOR), who_field(Side.FOR)
    against_count, against_who = count_field(Side.AGAINST), who_field(Side.AGAINST)
    abstained_count, abstained_who = count_field(Side.ABSTAINED), who_field(Side.ABSTAINED)
    recused_count, recused_who = count_field(Side.RECUSED), who_field(Side.RECUSED)

    named: Mapping[str, Body]
    """The bodies by the names they have and had, in small letters."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse what would be lost or wrong: a body nobody knows, half a decision, a closed item that reads open."""
        is_fine = super().validate(extra_validators)
        return not self._amiss() and is_fine

    def _amiss(self) -> bool:
        amiss: list[tuple[Any, str]] = []
        unknown = [one for one in lines_of(self.route.data) if one.casefold() not in self.named]
        if unknown:
            amiss.append((self.route, gettext("There is no body of this name: %(name)s", name=", ".join(unknown))))
        is_closed = self.openness.data == "closed"
        if is_closed and not self.neutral_title.data and not self.closed_because.data:
            amiss.append((self.neutral_title, gettext("A closed item needs both a neutral title and a ground.")))
        if self.neutral_title.data and self.openness.data == "open":
            amiss.append(
                (self.openness, gettext("It has a neutral title: is it closed? Else take that and the ground out."))
            )
        if self.decided_by.data:
            if self.decided_by.data not in {one.id for one in self.bodies()}:
                amiss.append((self.decided_by, gettext("Put the body among those that have the case.")))
            needed = (self.on, self.outcome, self.wording)
            amiss += [(one, gettext("Fill this in.")) for one in needed if not one.data and not one.errors]
        elif any(one.data not in {None, ""} for one in self if one.name in DECIDING):
            amiss.append((self.decided_by, gettext("Say whose decision it is, or take it out below.")))
        for place, said in amiss:
            place.errors = [*place.errors, said]
        return bool(amiss)

    def bodies(self) -> list[Body]:
        """Return the bodies that have the case, in order."""
        return [self.named[one.casefold()] for one in lines_of(self.route.data) if one.casefold() in self.named]

    def case(self) -> dict[str, Any]:
        """Return what was typed of the case itself, as the action takes it."""
        own = {one for one in CaseForm.__dict__ if one in self._fields}
        found = {name: value for name, value in self.values().items() if name in own}
        return found | {"version_id": self.version_id.data or None}

    def listed(self) -> list[tuple[str, str]]:
        """Return the bilag by title and document number."""
        cells = [one.rpartition("|") if "|" in one else (one, "", "") for one in lines_of(self.attachments.data)]
        return [(title.strip(), number.strip()) for title, _bar, number in cells]

    def decided(self) -> Taken | None:
        """Return what the body decided, or None where nothing of it is entered."""
        if not self.decided_by.data:
            return None
        names = ("wording", "on", "item_number", "out_of_turn")
        values = {name: self._fields[name].data for name in names} | {"out_of_turn": self.out_of_turn.data or ""}
        return Taken(self.decided_by.data, DecisionState(self.outcome.data), self.votes(), values)


def lines_of(typed: str | None) -> list[str]:
    """Return what was typed, line by line, without the empty ones."""
    return [one.strip() for one in (typed or "").split("\n") if one.strip()]


def voters(typed: str) -> list[Voter]:
    """Return the voters of one side: a party's letters, or a name with its party and, after a colon, a reason."""
    found = []
    for one in (line_.strip() for line_ in re.split(r"[\n;]", typed)):
        if not one:
            continue
        named = _NAMED.match(one)
        if named is not None:
            party = named["party"].strip()
            letter, affiliation = (party, "") if len(party) <= 2 else ("", party)
            found.append(Voter(letter, named["name"].strip(), affiliation, (named["reason"] or "").strip()))
        elif len(one) <= 2:
            found.append(Voter(letter=one))
        else:
            raise ValidationError(
                gettext(
                    "Write a party letter, or a name with the party in brackets, one on each line: %(line)s", line=one
                )
            )
    return found
