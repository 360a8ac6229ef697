"""What a browser may send about votes."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField
from wtforms.validators import InputRequired

from civic.http.forms import NAMING, Form, SeenForm, choice, day, line, person, text
from civic.kernel.refusal import Reason
from civic.said.wording import word
from civic.voting.models import Mode, Option


class BallotForm(Form):
    """A new vote."""

    refusals = {Reason.TOO_FEW_OPTIONS: "options"}

    question = line(_("Question"))
    about = text(_("What it is about, and what happens with the result"), at_most=1000, rows=3)
    options = text(
        _("Options, one on each line"),
        description=_("After an upright bar (|) you may say in a line what it means: Benches | Eight, with armrests."),
        at_most=4000,
        rows=5,
    )
    mode = choice(
        _("Who can see what each person votes?"), lambda: [(one.value, word(one)) for one in Mode], coerce=str
    )

    def option_lines(self) -> list[Option]:
        """Return the options without empty lines and repetitions."""
        found: dict[str, Option] = {}
        for one in (self.options.data or "").splitlines():
            text, _bar, about = one.partition("|")
            if text.strip():
                found.setdefault(text.strip(), Option(text.strip(), about.strip()))
        return list(found.values())


class ChangeBallotForm(BallotForm, SeenForm):
    """A vote that has not been opened, changed."""

    refusals = {**BallotForm.refusals, Reason.WRITTEN_MEANWHILE: "question"}


class AdditionForm(Form):
    """Words added to a vote that has been opened."""

    text = text(_("What is to be added; the question and the options stay as they are"), at_most=1000, rows=3)


class RollForm(Form):
    """Persons for the roll."""

    refusals = {Reason.NOBODY_NAMED: "persons", Reason.SEVERAL_NAMED: "persons"}

    persons = text(_("Persons, one on each line: the name as it stands on the account, or the e-mail address"), rows=10)


class VoterForm(Form):
    """One person for the roll, found by some letters."""

    refusals = NAMING

    person = person()


class OpenForm(SeenForm):
    """The last day to vote."""

    refusals = {
        Reason.WRITTEN_MEANWHILE: "last_day",
        Reason.EMPTY_ROLL: "last_day",
        Reason.NOT_READ_YET: "last_day",
        Reason.SMALL_ROLL: "last_day",
        Reason.DEADLINE_PASSED: "last_day",
    }

    last_day = day(_("Last day to vote (the day itself counts, until 23:59)"))


class VoteForm(Form):
    """One choice; whether there is such an option, the action asks."""

    refusals = {Reason.NOT_FOUND: "option_id"}
    refused_as = {Reason.NOT_FOUND: _("Choose one.")}

    option_id = RadioField(
        _("Your vote"), coerce=int, validators=[InputRequired(_("Choose one."))], validate_choice=False
    )
