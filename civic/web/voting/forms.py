"""What a browser may send about votes."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, ValidationError

from civic.http.forms import (
    NAMING,
    Form,
    SeenForm,
    amount,
    choice,
    day,
    file,
    line,
    local_time,
    person,
    said_by,
    text,
    tick,
    whole_number,
)
from civic.kernel import money
from civic.kernel.refusal import Reason
from civic.kernel.seen import fingerprint
from civic.kernel.trace import Kind, Ref
from civic.said.wording import money as said_money
from civic.tally.terms import Marking, Method, Spending, TieRule
from civic.voting.lists import ListRule
from civic.voting.models import Ballot, Option, Rule, Secrecy, said_of


class BallotForm(Form):
    """A new vote."""

    refusals = {
        Reason.TOO_FEW_OPTIONS: "options",
        Reason.COST_MISSING: "options",
        Reason.AREA_MISSING: "areas",
        Reason.RULE_INCOMPLETE: "method",
        Reason.NUMBER_SEEN: "about",
    }

    question = line(_("Question"))
    about = text(_("What it is about, and what happens with the result"), at_most=1000, rows=3)
    options = text(
        _("Options, one on each line"),
        description=_(
            "After an upright bar (|) you may say in a line what it means, and after another what it costs: "
            "Benches | Eight, with armrests | 40.000. After one more comes the area, where the sum is divided by area. "
            "Of a yes or no the first line is the yes."
        ),
        at_most=20_000,
        rows=6,
    )
    method = choice(_("How one votes"), said_by(Method), coerce=str, default=Method.ONE.value)
    most = whole_number(
        _("How many options one may mark, or how many points one has"), required=False, least=1, most=1000
    )
    winners = whole_number(_("How many are chosen"), required=False, least=1, most=100)
    sum = amount(_("Of a sum for projects: how much there is, in kroner"), required=False, above_nothing=True)
    areas = text(
        _("Of a sum for projects that is divided by area: the areas, one on each line"),
        description=_("After an upright bar (|) stands what the area has to give: North | 100.000"),
        required=False,
        at_most=5000,
        rows=3,
    )
    spending = choice(_("Of a sum for projects: how it is given"), said_by(Spending), coerce=str)
    marking = choice(_("Of a sum for projects: what one may mark"), said_by(Marking), coerce=str)
    tie = choice(
        _("What happens where options are level"), said_by(TieRule), coerce=str, default=TieRule.NEW_VOTE.value
    )
    quorum = whole_number(
        _("How many per cent have to vote for the result to count; 0 for no such rule"), required=False, most=100
    )
    secrecy = choice(_("Who can see what each person votes?"), said_by(Secrecy), coerce=str)
    is_shuffled = tick(_("Each voter sees the options in an order of their own"))
    waits_for_person = tick(_("The result is shown when a person publishes it, not as soon as the vote has closed"))

    def validate_options(self, field: Field) -> None:
        """Refuse what is no amount after the second bar."""
        for one in (self.options.data or "").splitlines():
            cost = one.split("|")[2].strip() if one.count("|") > 1 else ""
            if cost and money.read(cost) is None:
                raise ValidationError(gettext("%(cost)s is no amount in kroner.", cost=cost))

    def validate_areas(self, field: Field) -> None:
        """Refuse a line that does not say what its area has to give."""
        for one in filter(str.strip, (field.data or "").splitlines()):
            area, _bar, cost = (part.strip() for part in one.partition("|"))
            if not area or not (money.read(cost) or 0) > 0:
                raise ValidationError(gettext("%(line)s does not say what the area has to give.", line=one.strip()))

    def validate_sum(self, field: Field) -> None:
        """Refuse a sum that is not what the areas have together; where none is written, it is theirs."""
        areas = self.area_sums()
        if areas and field.data and self.sum.ore != sum(areas.values()):
            raise ValidationError(gettext("The areas have %(sum)s together.", sum=said_money(sum(areas.values()))))

    def area_sums(self) -> dict[str, int]:
        """Return what each area of a budget has to give, in øre."""
        found = {}
        for one in (self.areas.data or "").splitlines():
            area, _bar, cost = (part.strip() for part in one.partition("|"))
            if area:
                found[area] = money.read(cost) or 0
        return found

    def option_lines(self) -> list[Option]:
        """Return the options without empty lines and repetitions."""
        found: dict[str, Option] = {}
        for one in (self.options.data or "").splitlines():
            text, about, cost, area = (*(part.strip() for part in one.split("|", 3)), "", "", "")[:4]
            if text:
                found.setdefault(text, Option(text, about, money.read(cost) if cost else None, area))
        return list(found.values())

    def rule(self) -> Rule:
        """Return by which rule it is held; what belongs to another method is left out."""
        method = Method(self.method.data)
        counts_marks = method in {Method.SOME, Method.POINTS}
        is_budget = method.has_costs
        several = method in {Method.ONE, Method.SOME, Method.APPROVAL, Method.POINTS, Method.TRANSFER}
        return Rule(
            secrecy=Secrecy(self.secrecy.data),
            method=method,
            winners=(self.winners.data or 1) if several else 1,
            most=(self.most.data or 1) if counts_marks else 1,
            sum=(self.sum.ore or sum(self.area_sums().values()) or None) if is_budget else None,
            areas=self.area_sums() if is_budget else {},
            spending=Spending(self.spending.data) if is_budget else None,
            marking=Marking(self.marking.data) if is_budget else None,
            tie=TieRule(self.tie.data),
            quorum=self.quorum.data or 0,
            is_shuffled=self.is_shuffled.data,
            waits_for_person=self.waits_for_person.data,
        )


def entered(found: Ballot) -> dict[str, Any]:
    """Return what a vote is, as its form takes it."""
    names = ("question", "about", "most", "winners", "sum", "quorum", "is_shuffled", "waits_for_person")
    choices = ("method", "spending", "marking", "tie", "secrecy")
    chosen = {name: getattr(found, name) for name in choices}
    return {
        **{name: getattr(found, name) for name in names},
        **{name: value.value for name, value in chosen.items() if value is not None},
        "options": "\n".join(said_of(one) for one in found.options),
        "areas": "\n".join(f"{area} | {money.written(part)}" for area, part in found.areas.items()),
    }


class ChangeBallotForm(BallotForm, SeenForm):
    """A vote that has not been opened, changed."""

    refusals = {**BallotForm.refusals, Reason.WRITTEN_MEANWHILE: "question"}


class WordingForm(SeenForm):
    """A vote's words in another language; `over` makes the one of a vote and a language."""

    refusals: ClassVar[Mapping[Reason, str]] = {}
    words: ClassVar[Mapping[str, str]] = {}
    """The vote's own words by the fields in which they are said."""

    @classmethod
    def over(cls, ballot: Ballot, code: str) -> type["WordingForm"]:
        """Return the form, with what is said already."""
        there = ballot.wordings.get(code, {})
        words = {f"word_{fingerprint(one)[:12]}": one for one in ballot.own_words}
        fields = {
            name: (text if one == ballot.about else line)(
                one, required=False, at_most=2 * max(len(one), 100), default=there.get(one, "")
            )
            for name, one in words.items()
        }
        first = next(iter(fields))
        refusals = {Reason.WRITTEN_MEANWHILE: first, Reason.NUMBER_SEEN: first}
        return type("WordingForm", (cls,), {**fields, "words": words, "refusals": refusals})

    def said(self) -> dict[str, str]:
        """Return how each of the vote's own words is said."""
        return {one: self._fields[name].data or "" for name, one in self.words.items()}


class ProposalsForm(Form):
    """From which proposals a vote's options come; `over` makes the one of a vote."""

    refusals: ClassVar[Mapping[Reason, str]] = {}

    @classmethod
    def over(cls, ballot: Ballot, titles: Sequence[tuple[int, str]]) -> type["ProposalsForm"]:
        """Return the form: for each option a choice among proposals of the process."""
        offered = [(0, gettext("From no proposal")), *titles]
        fields: dict[str, Any] = {
            f"proposal_{one.id}": SelectField(
                one.text, choices=offered, coerce=int, default=one.proposal_id or 0, validate_choice=True
            )
            for one in ballot.options
        }
        fields["refusals"] = {Reason.NOT_FITTING: next(iter(fields))}
        fields["refused_as"] = {Reason.NOT_FITTING: gettext("Choose among the proposals of this process.")}
        return type("ProposalsForm", (cls,), fields)

    def chosen(self) -> dict[int, int]:
        """Return the proposals by the options that come from one."""
        return {
            int(name.partition("_")[2]): field.data
            for name, field in self._fields.items()
            if name.startswith("proposal_") and field.data
        }


class AdditionForm(Form):
    """Words added to a vote that has been opened."""

    text = text(_("What is to be added; the question and the options stay as they are"), at_most=1000, rows=3)


class RollForm(Form):
    """Persons for the roll."""

    refusals = {Reason.NOBODY_NAMED: "persons", Reason.SEVERAL_NAMED: "persons"}

    persons = text(_("Persons, one on each line: the name as it stands on the account, or the e-mail address"), rows=10)


class CircleForm(Form):
    """A group or a council, everybody of whom is put on the roll."""

    refusals = {Reason.NOT_FITTING: "circle"}
    refused_as = {Reason.NOT_FITTING: _("Nobody of them has an account here.")}

    circle = choice(_("Everybody of a group or a council who has an account"), coerce=str, ask=True)

    def offer(self, found: Sequence[tuple[str, str]]) -> None:
        """Offer the groups of the process, and the councils."""
        self.circle.choices = list(found)

    def chosen(self) -> Ref:
        """Return which it is."""
        kind, _dash, number = self.circle.data.partition("-")
        return Ref(Kind(kind), int(number))


class ListForm(Form):
    """A list of who may vote, as a spreadsheet."""

    refusals = {Reason.SHEET_KIND: "sheet", Reason.FILE_TOO_LARGE: "sheet"}

    sheet = file(_("A spreadsheet (XLSX, ODS or CSV), at most 50,000 lines"))


PERSONS, HOUSEHOLDS = "persons", "households"


class ListRuleForm(Form):
    """Whom of a list the roll is for."""

    refusals = {Reason.NOTHING_SAID: "whom", Reason.NOT_NOW: "whom"}
    refused_as = {
        Reason.NOTHING_SAID: _("No line of the list can be put on the roll."),
        Reason.NOT_NOW: _("The list is done already."),
    }

    whom = choice(
        _("What a line of the list is"),
        lambda: [
            (PERSONS, gettext("A person: each has one vote")),
            (HOUSEHOLDS, gettext("An adult of a household: each household has two votes, whatever its size")),
        ],
        coerce=str,
        default=PERSONS,
    )
    least_age = whole_number(_("How old one has to be, in years; 0 for no such rule"), required=False, most=120)
    on = day(_("On which day one has to be so old"), required=False)
    areas = line(
        _("Only those of these areas, with commas between them; nothing for all"), required=False, at_most=1000
    )

    def validate_on(self, field: Field) -> None:
        """Ask for the day where an age is asked for."""
        if self.least_age.data and not field.data:
            raise ValidationError(gettext("Say on which day."))

    def rule(self) -> ListRule:
        """Return the rule."""
        areas = frozenset(one.strip().casefold() for one in (self.areas.data or "").split(",") if one.strip())
        return ListRule(self.whom.data == HOUSEHOLDS, self.least_age.data or 0, self.on.data, areas)


class CodeForm(Form):
    """The code of a letter."""

    holds_numbers = True
    refusals = {Reason.NOT_FOUND: "letter_code"}
    refused_as = {
        Reason.NOT_FOUND: _("We do not know that code in this vote. It has twelve signs: look at the letter.")
    }

    letter_code = line(_("The code of your letter"), at_most=40)


class LettersForm(Form):
    """Which letters are made."""

    refusals = {Reason.NOTHING_SAID: "which"}
    refused_as = {Reason.NOTHING_SAID: _("There is nobody to write a letter to.")}

    which = choice(
        _("Which letters"),
        lambda: [
            ("new", gettext("To those who have none yet")),
            ("all", gettext("To all, with the same codes as before")),
        ],
        coerce=str,
        default="new",
    )


class VoteObjectionForm(Form):
    """What is wrong with how a household's places were used."""

    refusals = {Reason.NOT_NOW: "text", Reason.TAKEN: "text"}
    refused_as = {
        Reason.NOT_NOW: _("There is a place you can vote from."),
        Reason.TAKEN: _("You have written to us about it already."),
    }

    text = text(_("What is wrong? Write who lives with you, not what anybody votes"), at_most=1000, rows=4)


class ObjectionAnswerForm(Form):
    """The answer to an objection."""

    refusals = {Reason.NOT_NOW: "answer"}
    refused_as = {Reason.NOT_NOW: _("A colleague has answered it already.")}

    answer = text(_("Your answer, with the reason; it is sent to them"), at_most=1000, rows=4)


def _why() -> Any:
    return text(_("Why; everybody can read it, so name nobody"), at_most=500, rows=2)


class LaterForm(Form):
    """A later last day."""

    refusals = {Reason.DEADLINE_PASSED: "last_day", Reason.ENDS_FIRST: "last_day"}
    refused_as = {
        Reason.DEADLINE_PASSED: _("Choose a day that is later than the last day there is."),
        Reason.ENDS_FIRST: _("Choose a day before the one on which the numbers of the draw are drawn."),
    }

    last_day = day(_("Last day to vote (the day itself counts, until 23:59)"))
    reason = _why()


class PutOnForm(Form):
    """Somebody who was left off the roll."""

    refusals = {**NAMING, Reason.NOT_FITTING: "address"}
    refused_as = {Reason.NOT_FITTING: _("Name somebody who is not on the roll yet.")}

    person = line(_("Somebody with an account: the name as it stands there, or the e-mail address"), required=False)
    name = line(_("Or somebody without one: the name; nothing for a household"), required=False, at_most=100)
    address = line(_("And the address a letter is sent to"), required=False)
    reason = _why()


class ChangePlaceForm(Form):
    """Why a place on the roll is taken off, or freed."""

    refusals = {Reason.NOT_NOW: "reason", Reason.NOT_FITTING: "reason"}
    refused_as = {
        Reason.NOT_NOW: _("The place is free already."),
        Reason.NOT_FITTING: _("Of a household a place is freed, not taken off."),
    }

    reason = _why()


class StationForm(Form):
    """A place where one votes on paper."""

    refusals = {Reason.TAKEN: "name"}
    refused_as = {Reason.TAKEN: _("There is a station of that name already.")}

    name = line(_("What the station is called"), at_most=100)
    place = line(_("Where it is, and when it is open"), at_most=300)


class ShiftForm(Form):
    """When somebody is an officer of a station."""

    refusals = {**NAMING, Reason.ENDS_FIRST: "ends_at", Reason.TAKEN: "starts_at"}
    refused_as = {
        Reason.ENDS_FIRST: _("It ends after it begins."),
        Reason.TAKEN: _("They have a shift then already."),
    }

    person = person()
    starts_at = local_time(_("From"))
    ends_at = local_time(_("Until"))


class MarkForm(Form):
    """A mark on the roll for somebody who votes on paper."""

    refusals = dict.fromkeys((Reason.VOTED_ON_PAPER, Reason.PLACES_USED), "is_assisted")
    refused_as = {Reason.PLACES_USED: _("Both of the household's votes have been used.")}

    is_assisted = tick(_("Somebody of their own choice helps them"))


class AuditForm(Form):
    """How many papers are drawn, with which numbers, and how large a risk may be left."""

    refusals = {
        Reason.NOTHING_SAID: "words",
        Reason.NO_AUDIT: "words",
        Reason.TAKEN: "words",
        Reason.NUMBER_SEEN: "words",
    }
    refused_as = {
        Reason.NOTHING_SAID: _("Write the numbers that were drawn."),
        Reason.TAKEN: _("A colleague has drawn papers already."),
    }

    words = line(
        _("The numbers of a public draw"),
        description=_(
            "Of a draw that was held after both had counted, so that nobody knew them then: those of Danske Spil Lotto"
        ),
    )
    size = whole_number(_("How many papers are drawn"), least=1, most=5000, default=30)
    most_risk = whole_number(
        _("How many per cent the risk may be at most that a wrong result is borne out"), least=1, most=50, default=5
    )


class MoreForm(Form):
    """How many more papers are drawn."""

    size = whole_number(_("How many more papers are drawn"), least=1, most=5000, default=30)


class VoterForm(Form):
    """One person for the roll, found by some letters."""

    refusals = NAMING

    person = person()


class OpenForm(SeenForm):
    """The last day to vote, and where the words of a draw come from."""

    refusals = {
        Reason.WRITTEN_MEANWHILE: "last_day",
        Reason.EMPTY_ROLL: "last_day",
        Reason.NOT_READ_YET: "last_day",
        Reason.SMALL_ROLL: "last_day",
        Reason.DEADLINE_PASSED: "last_day",
        Reason.NO_DRAW: "draw_source",
        Reason.NUMBER_SEEN: "draw_source",
    }

    last_day = day(_("Last day to vote (the day itself counts, until 23:59)"))
    draw_source = line(
        _("Where the numbers of a draw come from that nobody knows before"),
        required=False,
        description=_("The winning numbers of Danske Spil Lotto"),
    )
    draw_on = day(_("The day after the vote on which they are drawn"), required=False)

    def is_without_draw(self) -> None:
        """Ask for nothing about a draw: level options are not drawn."""
        del self.draw_source, self.draw_on


class DrawForm(Form):
    """The public words of a draw among level options."""

    refusals = {Reason.NOT_HELD_YET: "words", Reason.NOTHING_SAID: "words", Reason.NOT_NOW: "words"}
    refused_as = {
        Reason.NOTHING_SAID: _("Write the numbers that were drawn."),
        Reason.NOT_NOW: _("Nothing is level that has to be drawn."),
    }

    words = line(_("The numbers that were drawn that day"))


class ReceiptForm(Form):
    """A receipt code, to ask whether the vote is counted."""

    code = line(_("Receipt code"), at_most=40)
