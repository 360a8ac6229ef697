"""What a browser may send about hearings."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from civic.dialogue.models import Outcome
from civic.hearings.models import Stance
from civic.kernel.refusal import Reason
from civic.web.forms import Form, choice, day, line, text
from civic.web.wording import word


def _stances() -> list[tuple[str, str]]:
    return [(one.value, word(one)) for one in Stance]


def _outcomes() -> list[tuple[str, str]]:
    return [(one.value, word(one)) for one in Outcome]


class HearingForm(Form):
    """A new hearing, in plain words."""

    title = line(_("Title, as residents will see it"))
    what_is_proposed = text(_("What is proposed?"), at_most=1000, rows=3)
    what_it_means = text(_("What does it mean for you?"), at_most=1000, rows=3)
    what_can_change = text(_("What can still be changed?"), at_most=1000, rows=3)


class InviteForm(Form):
    """A council to be heard."""

    refusals = {Reason.TAKEN: "body_id"}

    body_id = choice(_("Council"), coerce=int)


class OpenForm(Form):
    """The deadline."""

    refusals = {
        Reason.SHORT_DEADLINE: "short_deadline_reason",
        Reason.DEADLINE_PASSED: "last_day",
        Reason.NO_PARTIES: "last_day",
    }

    last_day = day(_("Last day to answer (the day itself counts, until 23:59)"))
    short_deadline_reason = text(_("Reason, if it is less than 14 days"), required=False, at_most=500, rows=3)


class ResponseForm(Form):
    """A council's answer in writing."""

    stance = choice(_("What the council says as a whole"), _stances, coerce=str)
    text = text(_("The council's answer"), rows=14)


class OralForm(Form):
    """A council's oral answer, written down by the administration."""

    meeting_on = day(_("The council's meeting"))
    stance = choice(_("What the council says as a whole"), _stances, coerce=str)
    text = text(_("What the council said, as you noted it"), rows=10)


class ReasonForm(Form):
    """Why a held answer is released."""

    reason = text(_("Reason"), at_most=1000, rows=4)


class PartyTreatmentForm(Form):
    """What became of a party's response as a whole."""

    text = line(_("In one sentence: what became of the answer?"), at_most=500)


class SplitForm(Form):
    """One remark of a response."""

    refusals = {Reason.NOT_THEIR_WORDS: "text"}

    text = text(_("The remark, in the council's own words"), at_most=5000, rows=4)
    section_text_id = choice(_("It is about"), coerce=int)
    proposal_id = choice(_("It takes up a resident's proposal"), coerce=int)


class TreatmentForm(Form):
    """The answer to a remark."""

    outcome = RadioField(_("Outcome"), coerce=str, validators=[InputRequired(_("Choose one."))], choices=_outcomes)
    reason = text(_("Reason, as the council will read it"), at_most=5000, rows=5)


class ChangeForm(Form):
    """The words a remark changed."""

    refusals = {Reason.NOTHING_CHANGED: "section_text_id"}

    section_text_id = choice(_("Changed section"), coerce=int)
