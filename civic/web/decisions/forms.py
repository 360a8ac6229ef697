"""What a browser may send about cases and decisions."""

import re

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, ValidationError

from civic.decisions.models import DecisionState, Side, SideVotes, Voter
from civic.kernel.refusal import Reason
from civic.web.forms import Form, choice, day, line, text, whole_number
from civic.web.wording import word

_NAMED = re.compile(r"(?P<name>.+?)\s*\((?P<party>[^()]*)\)\s*(?::\s*(?P<reason>.+))?$")


def _outcomes() -> list[tuple[str, str]]:
    return [(one.value, word(one)) for one in DecisionState if one is not DecisionState.PENDING]


class VotesForm(Form):
    """Three sides of a vote, as the minutes have them."""

    refusals = {Reason.DISSENT_NEEDS_MINORITY: "for_who"}

    for_count = whole_number(_("For: number of votes"), required=False, most=999)
    for_who = text(_("For: who"), required=False, at_most=3000, rows=3)
    against_count = whole_number(_("Against: number of votes"), required=False, most=999)
    against_who = text(_("Against: who"), required=False, at_most=3000, rows=3)
    abstained_count = whole_number(_("Abstained: number"), required=False, most=999)
    abstained_who = text(_("Abstained: who"), required=False, at_most=3000, rows=3)

    def validate_for_who(self, field: Field) -> None:
        """Refuse a line that is neither a party letter nor a name with its party."""
        voters(field.data or "")

    validate_against_who = validate_for_who
    validate_abstained_who = validate_for_who

    def votes(self) -> dict[Side, SideVotes]:
        """Return the sides that have a number."""
        given = {
            Side.FOR: (self.for_count.data, self.for_who.data),
            Side.AGAINST: (self.against_count.data, self.against_who.data),
            Side.ABSTAINED: (self.abstained_count.data, self.abstained_who.data),
        }
        return {side: SideVotes(n, voters(who or "")) for side, (n, who) in given.items() if n is not None}


class CaseForm(Form):
    """A new case with the administration's indstilling."""

    refusals = {Reason.TAKEN: "number"}

    number = line(_("Case number in the records system"), at_most=60)
    title = line(_("Title of the agenda item"), at_most=300)
    version_id = choice(_("Version of the report"), coerce=int)
    recommended_by = line(_("Recommended by (the unit of the administration)"))
    recommendation = text(_("The recommendation (indstilling)"), at_most=2000, rows=3)


class AttachmentForm(Form):
    """A bilag."""

    title = line(_("Title of the attachment"), at_most=300)
    document_number = line(_("Document number in the records system"), at_most=60)


class BodyForm(Form):
    """A body for the chain."""

    body_id = choice(_("Body, in the order of the recommendation; the last one decides"), coerce=int)
    expected_on = day(_("Expected meeting"), required=False)


class DecisionForm(VotesForm):
    """What a body decided."""

    outcome = choice(_("Outcome"), _outcomes, coerce=str)
    wording = text(_("The decision, word for word"), at_most=3000, rows=3)
    on = day(_("Date of the meeting"))
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)


class MandateVoteForm(VotesForm):
    """The vote on the kommissorium."""

    body_id = choice(_("Body"), coerce=int)
    wording = text(_("The decision, word for word"), at_most=3000, rows=3)
    on = day(_("Date of the meeting"))
    item_number = whole_number(_("Item on the agenda"), least=1, required=False)


class FollowUpForm(Form):
    """What is to be done."""

    text = text(_("What is to be done"), at_most=1000, rows=3)
    responsible = line(_("Who is responsible"))
    due_on = day(_("By when"))


class DoneForm(Form):
    """What was done."""

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
