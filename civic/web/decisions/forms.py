"""What a browser may send about cases and decisions."""

import re
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, IntegerField, TextAreaField, ValidationError

from civic.db.base import ZONE
from civic.decisions.models import Decision, DecisionState, Side, SideVotes, TallyLine, Voter
from civic.http.forms import Form, SeenForm, choice, day, file, line, text, whole_number
from civic.kernel.refusal import Reason
from civic.said.wording import now, word

_NAMED = re.compile(r"(?P<name>.+?)\s*\((?P<party>[^()]*)\)\s*(?::\s*(?P<reason>.+))?$")


def _outcomes() -> list[tuple[str, str]]:
    return [(one.value, word(one)) for one in DecisionState if one is not DecisionState.PENDING]


class VotesForm(Form):
    """Reads three sides of a vote, as the minutes have them; the fields stand last in each form."""

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

    def votes(self) -> dict[Side, SideVotes]:
        """Return the sides that have a number."""
        found = {}
        for side in Side:
            count = self._fields[f"{side.value}_count"].data
            if count is not None:
                found[side] = SideVotes(count, voters(self._fields[f"{side.value}_who"].data or ""))
        return found


def _count(label: object) -> IntegerField:
    return whole_number(label, required=False, most=999)


def _who(label: object) -> TextAreaField:
    return text(label, required=False, at_most=3000, rows=3)


class CaseForm(Form):
    """A new case with the administration's indstilling."""

    refusals = {Reason.TAKEN: "number"}

    number = line(_("Case number in the records system"), at_most=60)
    title = line(_("Title of the agenda item"), at_most=300)
    version_id = choice(_("Version of the report"), coerce=int, ask=True)
    recommended_by = line(_("Recommended by (the unit of the administration)"))
    recommendation = text(_("The recommendation (indstilling)"), at_most=2000, rows=3)
    earlier_decisions = text(_("Earlier decisions, as the case states them"), required=False, at_most=2000, rows=2)


class AttachmentForm(Form):
    """A bilag."""

    refusals = {Reason.FILE_KIND: "document", Reason.FILE_TOO_LARGE: "document"}

    title = line(_("Title of the attachment"), at_most=300)
    document_number = line(_("Document number in the records system"), at_most=60)
    document = file(_("PDF, Word or ODT file, at most 10 MB"), required=False)


class AttachmentFileForm(Form):
    """The file of a bilag that stands there without one."""

    refusals = {
        Reason.FILE_KIND: "document",
        Reason.FILE_TOO_LARGE: "document",
        Reason.TAKEN: "document",
    }

    document = file(_("PDF, Word or ODT file, at most 10 MB"))


class BodyForm(Form):
    """A body for the chain."""

    body_id = choice(_("Body, in the order of the recommendation; the last one decides"), coerce=int, ask=True)
    expected_on = day(_("Expected meeting"), required=False)


class DecisionForm(VotesForm):
    """What a body decided."""

    refusals = {**VotesForm.refusals, Reason.OTHERS_FIRST: "out_of_turn"}

    on = day(_("Date of the meeting"))
    outcome = choice(_("Outcome"), _outcomes, coerce=str, ask=True)
    wording = text(_("The decision, word for word"), at_most=3000, rows=3)
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    out_of_turn = text(
        _("Why it was adopted before the bodies ahead of it had decided"), required=False, at_most=500, rows=2
    )
    for_count = _count(_("For: number of votes"))
    for_who = _who(_("For: who"))
    against_count = _count(_("Against: number of votes"))
    against_who = _who(_("Against: who"))
    abstained_count = _count(_("Abstained: number"))
    abstained_who = _who(_("Abstained: who"))

    def entered(self) -> dict[str, Any]:
        """Return what was typed, beside the votes, as the actions take it."""
        return {
            "outcome": DecisionState(self.outcome.data),
            "wording": self.wording.data,
            "on": self.on.data,
            "item_number": self.item_number.data,
            "out_of_turn": self.out_of_turn.data or "",
        }


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


class MandateVoteForm(VotesForm):
    """The vote on the kommissorium."""

    body_id = choice(_("Body"), coerce=int, ask=True)
    on = day(_("Date of the meeting"))
    wording = text(_("The decision, word for word"), at_most=3000, rows=3)
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)
    for_count = _count(_("For: number of votes"))
    for_who = _who(_("For: who"))
    against_count = _count(_("Against: number of votes"))
    against_who = _who(_("Against: who"))
    abstained_count = _count(_("Abstained: number"))
    abstained_who = _who(_("Abstained: who"))


class FollowUpForm(Form):
    """What is to be done."""

    text = text(_("What is to be done"), at_most=1000, rows=3)
    responsible = line(_("Who is responsible"))
    due_on = day(_("By when"))


class DoneForm(Form):
    """What was done."""

    refusals = {Reason.NOT_HELD_YET: "on"}

    result = text(_("What was done"), at_most=1000, rows=3)
    on = day(_("Date"))


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
