"""What one fills in: a ballot, the papers that were counted at a station, and those that were drawn by lot."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, RadioField, SelectField, ValidationError
from wtforms.validators import InputRequired

from civic.http.forms import (
    Form,
    choices,
    line,
    text,
    tick,
    whole_number,
)
from civic.kernel.refusal import Reason
from civic.said.voting import priced, vote_said
from civic.said.wording import number as said_number
from civic.tally.terms import Lines, Marking, Method
from civic.voting.models import Ballot, BallotOption
from civic.voting.queries import Drawn

LAST_PLACE = 10_000
"""Where an option stands that has no place."""
BLANK = 0
"""Stands for a blank vote where one chooses one."""
MISMARKED = (Reason.NOT_FOUND, Reason.TOO_MANY_CHOSEN, Reason.TOO_MANY_POINTS, Reason.NO_ORDER, Reason.OVER_SUM)
"""What can be wrong with what is marked."""


NO_MARK = -1
"""Stands for what was sent and is no number: no option has it, so the vote's rule refuses it."""


def whole(sent: object) -> int:
    """Return the whole number that a browser sent; 0 for nothing, and for what is none."""
    said = str(sent)
    return int(said) if said.isascii() and said.isdigit() and len(said) < 7 else 0


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
        return sorted(found, key=lambda one: (one.name == "is_blank", whole(one.data) or LAST_PLACE))

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
        number = whole(digits)
        if not self.method.is_ranked or number not in self.numbers or way not in {"up", "down"}:
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
        values = ((number, whole(self._fields[f"{prefix}{number}"].data)) for number in sorted(self.numbers))
        return tuple((number, value) for number, value in values if value)

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
        return tuple(sorted((whole(one) or NO_MARK, whole(value) or NO_MARK) for one, value in found))


def _priced(ballot: Ballot, one: BallotOption) -> str:
    name = vote_said(ballot, one.text)
    return f"{name} – {priced(ballot, one)}" if one.cost is not None else name


MOST_PAPERS = 100_000


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
