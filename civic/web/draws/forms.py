"""What a browser may send about draws by lot."""

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar, Self

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _
from wtforms import Field, SelectField, TextAreaField, ValidationError

from civic.db.base import end_of_day
from civic.draws.models import Asks, Draw, Entrant, written_feature
from civic.groups.models import Group
from civic.http.forms import Form, ReasonForm, SeenForm, address, choice, choices, day, line, whole_number
from civic.http.forms import text as words
from civic.kernel.refusal import Reason

_VALUE = re.compile(r"(?P<name>[^;|]+?)\s+(?P<least>\d{1,4})\s*[-–]\s*(?P<most>\d{1,4})")


def read_asks(typed: str) -> Asks:
    """Return what is asked as it is written, a line each: Age: 18-29 2-4; 30-49 3-5. Raises ValidationError."""
    found: list[tuple[str, list[tuple[str, int, int]]]] = []
    for place, one in enumerate(filter(None, map(str.strip, typed.splitlines())), 1):
        name, _colon, rest = one.partition(":")
        values = [_VALUE.fullmatch(part.strip()) for part in rest.split(";") if part.strip()]
        read = [(one["name"].strip(), int(one["least"]), int(one["most"])) for one in values if one]
        names = {called.casefold() for called, _least, _most in read}
        is_whole = name.strip() and "|" not in name and len(read) == len(values) >= 2 and len(names) == len(read)
        if not is_whole or any(least > most for _called, least, most in read):
            said = gettext(
                "Line %(number)s: write the question, a colon, and two answers or more, each with its least and most "
                "seats: Age: 18-29 2-4; 30-49 3-5",
                number=place,
            )
            raise ValidationError(said)
        found.append((name.strip(), read))
    return found


def written_asks(draw: Draw) -> str:
    """Return what a draw asks, as `read_asks` takes it."""
    return "\n".join(written_feature(name, values) for name, values in draw.asks)


def _asked() -> TextAreaField:
    return words(
        _("What is asked, a line each, and the least and most seats of each answer"),
        at_most=3000,
        rows=6,
        description=_("Age: 18-29 2-4; 30-49 3-5; 50 and over 5-7"),
    )


class ReadsAsks:
    """A form in which it is written what is asked, and the quotas."""

    read: Asks = ()

    def validate_asks(self, field: Field) -> None:
        """Refuse a line that cannot be read, and say which."""
        self.read = read_asks(field.data or "")


class DrawForm(ReadsAsks, SeenForm):
    """A draw: how many, until when, what is asked, and when all is deleted."""

    refusals = {
        Reason.QUOTAS_IMPOSSIBLE: "asks",
        Reason.DEADLINE_PASSED: "last_day",
        Reason.ENDS_FIRST: "forgets_on",
        Reason.WRITTEN_MEANWHILE: "title",
    }
    refused_as = {
        Reason.ENDS_FIRST: _("It is deleted after the last day on which one can enter, and within two years of it.")
    }

    title = line(_("What they are drawn for"))
    about = words(_("What whoever is drawn says yes to: how often, when, what they get for it"), at_most=3000, rows=5)
    seats = whole_number(_("How many are drawn"), least=1, most=500)
    group_id = choice(_("What who is drawn and comes gets"), coerce=int)
    last_day = day(_("Last day on which one can enter"))
    asks = _asked()
    forgets_on = day(_("Day on which names, addresses and answers are deleted"))

    def offer(self, groups: Sequence[Group]) -> Self:
        """Offer a place in one of the groups whose places are given by lot."""
        seat: tuple[int, str] = (0, gettext("A seat, filled on the process's page"))
        self.group_id.choices = [
            seat,
            *((one.id, gettext("A place in the group: %(group)s", group=one.title)) for one in groups),
        ]
        return self

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return {
            "title": self.title.data,
            "about": self.about.data,
            "seats": self.seats.data,
            "group_id": self.group_id.data or None,
            "closes_at": end_of_day(self.last_day.data),
            "forgets_at": end_of_day(self.forgets_on.data),
            "asks": self.read,
        }


class QuotasForm(ReadsAsks, Form):
    """Other quotas, for a pool that cannot meet them, and why."""

    refusals = {Reason.QUOTAS_IMPOSSIBLE: "asks", Reason.NOT_FITTING: "asks"}
    refused_as = {Reason.NOT_FITTING: _("Only the numbers can be changed: people have answered the questions already.")}

    asks = _asked()
    reason = words(_("Why they are changed; everybody can read it"), at_most=500, rows=2)


class ExtendForm(Form):
    """A later last day, and why."""

    refusals = {Reason.DEADLINE_PASSED: "last_day", Reason.ENDS_FIRST: "last_day"}
    refused_as = {
        Reason.DEADLINE_PASSED: _("Choose a day that is later than the last day there was, and is not over."),
        Reason.ENDS_FIRST: _("Choose a day before the one on which names and answers are deleted."),
    }

    last_day = day(_("Last day on which one can enter"))
    reason = words(_("Why it is later; everybody can read it"), at_most=500, rows=2)


class CallOffForm(Form):
    """Why nobody is drawn."""

    reason = words(_("Why it is called off; everybody can read it"), at_most=500, rows=2)


class FreezeForm(Form):
    """What the public half of the seed will be."""

    refusals = {Reason.TOO_FEW_ENTRANTS: "public_source", Reason.DEADLINE_PASSED: "public_on"}
    refused_as: ClassVar[Mapping[Reason, LazyString]] = {
        Reason.DEADLINE_PASSED: _("Choose a day after today: nobody may know the numbers yet.")
    }

    public_source = line(
        _("What numbers the other half of the seed will be"),
        at_most=300,
        description=_("Numbers nobody knows yet and everybody can look up: the Lotto numbers of Saturday 6 December."),
    )
    public_on = day(_("The day on which they are drawn"))

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        return {"public_source": self.public_source.data, "public_on": self.public_on.data}


class ReplaceForm(FreezeForm):
    """What the public half of the seed of a round for the free seats will be."""

    refused_as = {
        **FreezeForm.refused_as,
        Reason.TOO_FEW_ENTRANTS: _("Fewer are left in the pool than there are free seats."),
    }


class LotsForm(Form):
    """The public half of the seed."""

    refusals = {
        Reason.DEADLINE_PASSED: "answers_by",
        Reason.NOT_FITTING: "public_words",
        Reason.NOT_YET: "public_words",
    }
    refused_as = {
        Reason.NOT_FITTING: _("Write at least three numbers."),
        Reason.NOT_YET: _("It was said that the numbers are drawn on a later day: they cannot be known yet."),
    }

    public_words = line(
        _("The numbers, as everybody can look them up"),
        at_most=300,
        description=_("In whatever order: the seed is made of the numbers alone, the smallest first."),
    )
    answers_by = day(_("Last day for who is drawn to answer"))


class EnterForm(Form):
    """What somebody says of themselves who enters with an account; the answers are fields of their own."""

    def answers(self) -> dict[int, int]:
        """Return the answers by the questions' ids."""
        return {
            int(name.removeprefix("feature_")): field.data
            for name, field in self._fields.items()
            if name.startswith("feature_")
        }


class NamedEnterForm(EnterForm):
    """Who enters without an account."""

    name = line(_("Your name"), at_most=100)
    email = address(_("Your e-mail address"), required=True)


def enter_form(draw: Draw, *, is_named: bool, **given: Any) -> EnterForm:
    """Return the form to enter a draw: a list to choose from for each question."""
    base = NamedEnterForm if is_named else EnterForm
    fields: dict[str, SelectField] = {}
    for one in draw.features:
        offered = [(value.id, value.name) for value in one.values]
        fields[f"feature_{one.id}"] = choice(one.name, partial(list, offered), coerce=int, ask=True)
    refused = {"refusals": {Reason.NOT_FITTING: next(iter(fields)), Reason.NUMBER_SEEN: "name"}}
    made: EnterForm = type(base.__name__, (base,), {**fields, **refused})(**given)
    return made


class StrikeForm(ReasonForm):
    """Which entries are nobody's own, and why they are taken out."""

    refusals = {**ReasonForm.refusals, Reason.NOT_FITTING: "entrant_ids", Reason.NOT_NOW: "entrant_ids"}
    refused_as = {
        Reason.NOT_FITTING: _("Tick one entry or more."),
        Reason.NOT_NOW: _("One of them has left meanwhile. Look through the list again."),
    }

    entrant_ids = choices(_("Entries"), coerce=int)

    def offer(self, entrants: Sequence[Entrant], chosen: int | None) -> None:
        """Offer the entries that have not left, each by name and address."""
        there = [one for one in entrants if one.left_at is None]
        said = {one.id: ", ".join(filter(None, (one.name or "–", one.shown_email))) for one in there}
        self.entrant_ids.choices = list(said.items())
        self.entrant_ids.data = self.entrant_ids.data or ([chosen] if chosen else [])
