"""What a browser may send about votes."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from civic.http.forms import (
    NAMING,
    Form,
    SeenForm,
    amount,
    choice,
    choices,
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
from civic.said.voting import priced, vote_said
from civic.said.wording import money as said_money
from civic.said.wording import number as said_number
from civic.tally.terms import Lines, Marking, Method, Spending, TieRule
from civic.voting.lists import ListRule
from civic.voting.models import Ballot, BallotOption, Option, Rule, Secrecy, said_of
from civic.voting.queries import Drawn


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


class PapersForm(Form):
    """What one officer counted of a station's papers; `over` makes the one of a vote."""

    refusals: ClassVar[Mapping[Reason, str]] = {}
    method: ClassVar[Method] = Method.ONE
    numbers: ClassVar[Sequence[int]] = ()
    most: ClassVar[int] = 0

    @classmethod
    def over(cls, ballot: Ballot) -> type["PapersForm"]:
        """Return the form of a vote: a number for each option where one chooses one, else the papers line by line."""
        numbers = [one.position for one in ballot.options]
        fields: dict[str, Any] = {"method": ballot.method, "numbers": numbers}
        first = "papers"
        if ballot.method in {Method.YES_NO, Method.ONE}:
            first = f"option_{numbers[0]}"
            for one in ballot.options:
                fields[f"option_{one.position}"] = whole_number(one.text, most=MOST_PAPERS)
        else:
            said = {
                Method.POINTS: gettext("Three papers with five points for option 1 and two for option 4: 3 x 1:5 4:2"),
            }.get(
                ballot.method,
                gettext("Three papers with 2 first and then 1: 3 x 2 1")
                if ballot.method.is_ranked
                else gettext("Three papers with crosses at 1 and 4: 3 x 1 4"),
            )
            fields["papers"] = text(
                gettext("The papers, a line for each way they are filled in, by the options' numbers"),
                required=False,
                at_most=50_000,
                rows=10,
                description=said,
            )
        fields["blank"] = whole_number(gettext("Blank papers"), most=MOST_PAPERS)
        fields["void"] = whole_number(gettext("Void papers: nobody can see what is meant"), most=MOST_PAPERS)
        fields["refusals"] = dict.fromkeys((*MISMARKED, Reason.NOT_NOW, Reason.SEATS_TAKEN), first)
        fields["refused_as"] = {
            Reason.NOT_FOUND: gettext("One of the numbers is no option of this vote, or stands twice."),
            Reason.NOT_NOW: gettext("Two have counted already, and come to the same."),
            Reason.SEATS_TAKEN: gettext("Two others have counted; they count again where they differ."),
        }
        return type("PapersForm", (cls,), fields)

    def validate_papers(self, field: Field) -> None:
        """Refuse a line that cannot be read, and say which."""
        self._read(field.data or "")

    def _read(self, typed: str) -> dict[Lines, int]:
        found: dict[Lines, int] = {}
        for number, one in enumerate(typed.splitlines(), start=1):
            if not one.strip():
                continue
            times, _x, rest = one.replace("×", "x").replace("X", "x").partition("x")
            lines = self.marked(rest)
            is_number = times.strip().isascii() and times.strip().isdigit() and len(times.strip()) < 7
            if not is_number or not lines:
                raise ValidationError(gettext("Line %(number)s cannot be read.", number=number))
            found[lines] = found.get(lines, 0) + int(times)
        return found

    @classmethod
    def marked(cls, typed: str) -> Lines | None:
        """Return what is marked on papers, in the order of the options; None where it cannot be read."""
        marks = typed.replace(",", " ").split()
        pairs = [one.partition(":") for one in marks]
        if any(not part.isascii() or not part.isdigit() or len(part) > 6 for one in pairs for part in one[::2] if part):
            return None
        is_points = cls.method is Method.POINTS
        if any(not one[0] or bool(one[2]) != is_points for one in pairs):
            return None
        values = [
            (int(option), int(value) if is_points else place if cls.method.is_ranked else 1)
            for place, (option, _colon, value) in enumerate(pairs, start=1)
        ]
        return tuple(sorted(values))

    def counted(self) -> tuple[dict[Lines, int], int]:
        """Return how many papers have each marking, and how many are void."""
        if "papers" in self._fields:
            found = self._read(self._fields["papers"].data or "")
        else:
            found = {((number, 1),): self._fields[f"option_{number}"].data or 0 for number in self.numbers}
        if self._fields["blank"].data:
            found[()] = self._fields["blank"].data
        return found, self._fields["void"].data or 0


NOT_YET, VOID = "", "void"
"""What a drawn paper's field holds while nobody has looked at it, and where nobody can see what is meant."""


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


class DrawnForm(Form):
    """What is on the papers that were drawn; `over` makes the one of a vote."""

    refusals: ClassVar[Mapping[Reason, str]] = {}
    paper_form: ClassVar[type[PapersForm]] = PapersForm

    @classmethod
    def over(cls, ballot: Ballot, drawn: Sequence[Drawn]) -> type["DrawnForm"]:
        """Return the form: a field for each paper, by the station's pile and its place in it."""
        paper_form = PapersForm.over(ballot)
        chosen = [*((str(one.position), one.text) for one in ballot.options), ("0", gettext("Blank"))]
        offered = [(NOT_YET, gettext("Not looked at yet")), *chosen, (VOID, gettext("Void"))]
        fields: dict[str, Any] = {"paper_form": paper_form}
        for one in drawn:
            label = gettext(
                "%(station)s: paper %(place)s from the top", station=one.station.name, place=said_number(one.place)
            )
            known = _known(ballot, one)
            if ballot.method in {Method.YES_NO, Method.ONE}:
                field: Any = SelectField(label, choices=offered, default=known, validate_choice=True)
            else:
                field = line(label, required=False, at_most=200, default=known)
            fields[f"paper_{one.number}"] = field
        first = next((name for name in fields if name != "paper_form"), "once")
        fields["refusals"] = dict.fromkeys(MISMARKED, first)
        fields["refused_as"] = {Reason.NOT_FOUND: gettext("One of the numbers is no option of this vote.")}
        return type("DrawnForm", (cls,), fields)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a field that cannot be read."""
        is_fine = bool(super().validate(extra_validators=extra_validators))
        for _paper, field in self._papers():
            try:
                self._read(field.data)
            except ValueError:
                field.errors = [*field.errors, gettext("This cannot be read.")]
                is_fine = False
        return is_fine

    def _papers(self) -> list[tuple[int, Field]]:
        """Return the fields of papers that somebody has looked at, each with the paper's number."""
        found = [(name, field) for name, field in self._fields.items() if name.startswith("paper_") and field.data]
        return [(int(name.partition("_")[2]), field) for name, field in found]

    def _read(self, typed: str) -> Lines | None:
        """Return what is on a paper, None for a void one; raises ValueError for what says neither."""
        said = typed.casefold()
        if said in {VOID, gettext("Void").casefold()}:
            return None
        if said in {"0", gettext("Blank").casefold()}:
            return ()
        found = self.paper_form.marked(typed)
        if not found:
            raise ValueError(typed)
        return found

    def looked_at(self) -> dict[int, Lines | None]:
        """Return what is on the papers that somebody has looked at, None for a void one."""
        return {paper: self._read(field.data) for paper, field in self._papers()}


def _known(ballot: Ballot, one: Drawn) -> str:
    """Return what is entered of a drawn paper already, as its field takes it."""
    if one.seen is None:
        return NOT_YET
    if one.lines is None:
        return VOID if ballot.method in {Method.YES_NO, Method.ONE} else gettext("Void")
    if not one.lines:
        return "0" if ballot.method in {Method.YES_NO, Method.ONE} else gettext("Blank")
    if ballot.method is Method.POINTS:
        return " ".join(f"{option}:{value}" for option, value in one.lines)
    ordered = sorted(one.lines, key=lambda each: (each[1], each[0]))
    return " ".join(str(option) for option, _value in ordered)


MOST_PAPERS = 100_000


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


LAST_PLACE = 10_000
"""Where an option stands that has no place."""
BLANK = 0
"""Stands for a blank vote where one chooses one."""
MISMARKED = (Reason.NOT_FOUND, Reason.TOO_MANY_CHOSEN, Reason.TOO_MANY_POINTS, Reason.NO_ORDER, Reason.OVER_SUM)
"""What can be wrong with what is marked."""


class PaperForm(Form):
    """A ballot to be filled in: how, its method says. `over` makes the one of a vote."""

    refusals: ClassVar[Mapping[Reason, str]] = {}
    method: ClassVar[Method] = Method.ONE
    numbers: ClassVar[Sequence[int]] = ()
    """The options in the order in which they are shown."""

    @classmethod
    def over(cls, ballot: Ballot, order: Sequence[BallotOption]) -> type["PaperForm"]:
        """Return the form of a vote, its options in an order."""
        fields: dict[str, Any] = {"method": ballot.method, "numbers": [one.position for one in order]}
        method, first = ballot.method, "choice"
        names = {one.position: vote_said(ballot, one.text) for one in order}
        if method in {Method.YES_NO, Method.ONE}:
            fields["choice"] = RadioField(
                gettext("Your vote"),
                coerce=int,
                choices=[*names.items(), (BLANK, gettext("Blank"))],
                validators=[InputRequired(gettext("Choose one, or vote blank."))],
                validate_choice=False,
            )
        elif method is Method.POINTS or method.is_ranked:
            first = f"{'points' if method is Method.POINTS else 'place'}_{order[0].position}"
            places = [("", gettext("No place")), *((str(n), gettext("Place %(number)s", number=str(n)))
                                                  for n in range(1, len(order) + 1))]  # fmt: skip
            for one in order:
                if method is Method.POINTS:
                    name = names[one.position]
                    fields[f"points_{one.position}"] = whole_number(name, required=False, most=ballot.most)
                else:
                    name = names[one.position]
                    fields[f"place_{one.position}"] = SelectField(name, choices=places, validate_choice=True)
        else:
            most = {Method.SOME: gettext("Mark at most %(number)s", number=str(ballot.most))}
            if ballot.marking is Marking.KNAPSACK:
                most[method] = gettext("Mark what you would give the money to; together not more than there is")
            marked = [(one.position, _priced(ballot, one)) for one in order]
            fields["choice"] = choices(
                most.get(method, gettext("Mark as many as you like")), lambda: marked, coerce=int
            )
        if method not in {Method.YES_NO, Method.ONE}:
            fields["is_blank"] = tick(_("I hand in a blank vote"))
        fields["refusals"] = dict.fromkeys(MISMARKED, first)
        fields["refused_as"] = {Reason.NOT_FOUND: gettext("Choose among the options of this vote.")}
        fields["first"] = first
        return type("PaperForm", (cls,), fields)

    first: ClassVar[str] = "choice"
    """At which field it is said what is wrong with the whole."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a ballot on which nothing is marked, unless it is said to be blank, and one that is both."""
        is_fine = bool(super().validate(extra_validators=extra_validators))
        if is_fine and "is_blank" in self._fields:
            is_marked = bool(self.lines())
            if is_marked == bool(self._fields["is_blank"].data):
                field = self._fields[self.first]
                said = gettext("Mark something, or say that you vote blank; not both.")
                field.errors = [*field.errors, said]
                return False
        return is_fine

    def says(self, errors: Mapping[str, Sequence[str]]) -> None:
        """Say at the first field what was wrong with it when it was handed in."""
        self.validate()
        field = self._fields[self.first]
        field.errors = [*field.errors, *(one for those in errors.values() for one in those)]

    @property
    def paper(self) -> list[Field]:
        """Return the fields of the ballot, in the order in which they are filled in; what has a place by its place."""
        found = [one for name, one in self._fields.items() if name not in {"once", "csrf_token"}]
        if not self.method.is_ranked:
            return found
        return sorted(found, key=lambda one: (one.name == "is_blank", int(getattr(one, "data", "") or LAST_PLACE)))

    @property
    def ranked(self) -> list[int]:
        """Return the options that have a place, the first first."""
        return [number for number, _place in sorted(self.lines(), key=lambda one: one[1])]

    moved: int | None = None
    """The option that a button has just moved, and which way."""
    way: str = ""

    def move(self, said: str) -> None:
        """Move an option as a button says, up or down: "up-3".

        Up gives one without a place the last one; down takes the last one's place away.
        """
        way, _dash, digits = said.partition("-")
        number = int(digits) if digits.isdecimal() else 0
        if number not in self.numbers or way not in {"up", "down"}:
            return
        order = self.ranked
        at = order.index(number) if number in order else None
        if at is None:
            order += [number] if way == "up" else []
        elif way == "up":
            order.insert(max(0, at - 1), order.pop(at))
        elif at == len(order) - 1:
            order.pop()
        else:
            order.insert(at + 1, order.pop(at))
        for one in self.numbers:
            self._fields[f"place_{one}"].data = str(order.index(one) + 1) if one in order else ""
        self.moved, self.way = number, way

    def lines(self) -> Lines:
        """Return what is marked."""
        if "choice" in self._fields:
            data = self._fields["choice"].data
            chosen = data if isinstance(data, list) else [data] if data else []
            return tuple((number, 1) for number in sorted(chosen))
        prefix = "points_" if self.method is Method.POINTS else "place_"
        values = ((number, self._fields[f"{prefix}{number}"].data) for number in sorted(self.numbers))
        return tuple((number, int(value)) for number, value in values if value)

    def sent(self) -> list[tuple[str, str]]:
        """Return what was sent, for the page on which it is read through."""
        return [(field.name, str(value)) for field in self.paper for value in _values(field.data)]


def _values(data: Any) -> list[Any]:
    """Return what a browser sends for what stands in a field: each of several, a tick as it ticks, nothing for none."""
    if isinstance(data, list):
        return data
    if data is True:
        return ["y"]
    return [] if data in {None, False} else [data]


class CastForm(Form):
    """A ballot as it is handed in, once it was read through: what is marked, whatever its method."""

    refusals = dict.fromkeys(MISMARKED, "paper")

    paper = line("", required=False)
    """What is wrong with it is said here."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse a ballot on which nothing is marked, unless it is said to be blank: nobody votes blank by mistake."""
        is_fine = bool(super().validate(extra_validators=extra_validators))
        is_blank = "is_blank" in request.form or request.form.get("choice") == str(BLANK)
        if is_fine and bool(self.lines()) == is_blank:
            self.paper.errors = [*self.paper.errors, gettext("Choose one, or vote blank.")]
            return False
        return is_fine

    def lines(self) -> Lines:
        """Return what is marked; what is no number is no mark, and is refused by the vote's rule."""
        found = [(value, "1") for value in request.form.getlist("choice") if value != str(BLANK)]
        found += [
            (name.partition("_")[2], value)
            for name, value in request.form.items()
            if name.startswith(("points_", "place_")) and value and value != "0"
        ]
        pairs = ((int(one) if one.isdigit() else -1, int(value) if value.isdigit() else -1) for one, value in found)
        return tuple(sorted(pairs))


def _priced(ballot: Ballot, one: BallotOption) -> str:
    name = vote_said(ballot, one.text)
    return f"{name} – {priced(ballot, one)}" if one.cost is not None else name
