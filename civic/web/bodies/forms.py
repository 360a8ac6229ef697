"""Forms for councils and committees."""

import re
from datetime import date

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import StringField, ValidationError

from civic.bodies.models import BodyKind, Entitlement, Part
from civic.http.forms import (
    Form,
    SeenForm,
    choice,
    day,
    line,
    said_by,
    text,
    tick,
    whole_number,
)
from civic.kernel.refusal import Reason
from civic.said.wording import word

_SAME_NAME = _("Another body has a name that reads the same.")


class BodyForm(Form):
    """A council or committee."""

    refusals = {Reason.TAKEN: "name"}
    refused_as = {Reason.TAKEN: _SAME_NAME}

    name = line(_("Name of the council or committee"))
    kind = choice(_("Kind"), lambda: [(one.value, word(one)) for one in BodyKind], coerce=str, ask=True)
    topic_id = choice(_("It is heard about"), coerce=int)
    entitlement = choice(_("Why it is heard"), said_by(Entitlement), coerce=str, ask=True)


class BodyChangeForm(SeenForm):
    """A body's name, the days it has it, and what it is heard about."""

    refusals = {
        Reason.TAKEN: "name",
        Reason.BEING_HEARD: "name",
        Reason.ENDS_FIRST: "last_day",
        Reason.NAMED_THEN: "first_day",
        Reason.NO_REASON: "reason",
        Reason.WRITTEN_MEANWHILE: "name",
    }
    refused_as = {Reason.TAKEN: _SAME_NAME}

    name = line(_("Name of the council or committee"))
    first_day = day(_("First day under this name, where it is known"), required=False)
    last_day = day(_("Last day; empty while it has this name. It is not asked in hearings after it"), required=False)
    by_year = tick(_("Just the years are known"))
    topic_id = choice(_("It is heard about"), coerce=int)
    entitlement = choice(_("Why it is heard"), said_by(Entitlement), coerce=str)
    reason = text(_("Why the name or its days are another; everybody can read it"), required=False, at_most=500, rows=2)


_TO_COME = _("The day is still to come. Enter the name when it is in force.")


class RenameForm(Form):
    """The name that a body has from a day on."""

    refusals = {
        Reason.TAKEN: "name",
        Reason.BEING_HEARD: "name",
        Reason.NOT_HELD_YET: "first_day",
        Reason.NAMED_THEN: "first_day",
    }
    refused_as = {Reason.TAKEN: _SAME_NAME, Reason.NOT_HELD_YET: _TO_COME}

    name = line(_("Name of the council or committee"))
    first_day = day(_("First day under this name"))
    by_year = tick(_("Just the years are known"))


class BodyNameForm(Form):
    """A name that a body had before."""

    refusals = {Reason.NOT_HELD_YET: "last_day", Reason.NAMED_THEN: "last_day", Reason.ENDS_FIRST: "last_day"}
    refused_as = {Reason.NOT_HELD_YET: _("The day is still to come.")}

    name = line(_("Name it had before"))
    first_day = day(_("First day under this name, where it is known"), required=False)
    last_day = day(_("Last day under this name"))
    by_year = tick(_("Just the years are known"))


class PartyLetterForm(Form):
    """Which party a letter stands for."""

    refusals = {Reason.ENDS_FIRST: "valid_to", Reason.TAKEN: "letter"}
    refused_as = {Reason.TAKEN: _("The letter stands for another party on some of these days.")}

    letter = line(_("Letter"), at_most=10)
    name = line(_("Party or list"), at_most=200)
    valid_from = day(_("First day on which the letter is known to be the party's"))
    valid_to = day(_("Last day; empty while it is"), required=False)


class BodyMemberForm(Form):
    """Somebody who sits or sat in a body."""

    refusals = {Reason.ENDS_FIRST: "ends_on", Reason.NUMBER_SEEN: "name"}

    part = choice(_("What they are in it"), said_by(Part), coerce=str)
    name = line(_("Name"))
    party = line(_("Party letter or list at the time"), required=False, at_most=60)
    sent_by = line(_("Chosen by, where an organisation did"), required=False, at_most=200)
    starts_on = day(_("First day, where it is known"), required=False)
    ends_on = day(_("Last day; empty while they sit there"), required=False)


_words = text  # where a field is called just that


class SittingItemForm(SeenForm):
    """An item of a body's minutes that is no case here."""

    refusals = {
        Reason.NOT_HELD_YET: "held_on",
        Reason.TAKEN: "number",
        Reason.WRITTEN_MEANWHILE: "text",
        Reason.NUMBER_SEEN: "text",
    }
    refused_as = {Reason.TAKEN: _("Another item of that day has this number.")}

    held_on = day(_("Day of the meeting"))
    number = whole_number(_("Number on the agenda"), least=1, most=999)
    title = line(_("Title"), at_most=300)
    text = text(_("What the minutes say"), required=False, at_most=20_000, rows=8)
    neutral_title = line(
        _("Neutral title, if it is a closed item; then everybody reads nothing else"), required=False, at_most=300
    )
    closed_because = _words(
        _("The concrete ground for closing it; only those who keep the minutes read it"),
        required=False,
        at_most=1000,
        rows=2,
    )

    def validate_closed_because(self, field: StringField) -> None:
        """Say that a closed item has both, a neutral title and a ground."""
        if bool(field.data) != bool(self.neutral_title.data):
            raise ValidationError(gettext("A closed item has both a neutral title and a concrete ground."))


class AddToItemForm(Form):
    """Words added to a published item."""

    refusals = {Reason.NUMBER_SEEN: "text"}

    text = text(_("What was wrong or missing, and why"), at_most=2000, rows=4)


class CloseItemForm(Form):
    """What can still be read of an item that is treated behind closed doors, and why it is closed."""

    neutral_title = line(_("Neutral title, which everybody can read"), at_most=300)
    because = text(_("The concrete ground; only those who keep the minutes read it"), at_most=1000, rows=3)


class SittingsForm(SeenForm):
    """The days on which a body is to meet, and when papers for it are out."""

    refusals = {Reason.WRITTEN_MEANWHILE: "days", Reason.DEADLINE_PASSED: "days"}
    refused_as = {Reason.DEADLINE_PASSED: _("One of the days is over. Leave out what has been.")}

    days = text(
        _("The days on which it meets, each on a line"),
        description=_("For example 14-01-2027. Days that have been need not stand here."),
        required=False,
        at_most=2000,
        rows=8,
    )
    paper_days = whole_number(_("How many days before a meeting the papers are out"), least=0, most=60)
    counts_weekdays = tick(_("Count only weekdays (neither Saturdays, Sundays nor holidays)"))

    def validate_days(self, field: StringField) -> None:
        """Say which lines are no day."""
        wrong = [line for line, found in self._read() if found is None]
        if wrong:
            raise ValidationError(
                gettext("These are no days: %(lines)s. Write them as 14-01-2027.", lines=", ".join(wrong))
            )

    @property
    def meetings(self) -> list[date]:
        """Return the days that were written."""
        return [found for _line, found in self._read() if found]

    def _read(self) -> list[tuple[str, date | None]]:
        lines = (one.strip() for one in (self.days.data or "").splitlines())
        return [(one, _day_in(one)) for one in lines if one]


def _day_in(line: str) -> date | None:
    """Return the day a line says: 14-01-2027, 14.1.2027, 14/1/2027 or 2027-01-14."""
    found = re.fullmatch(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4})", line, re.ASCII)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else date.fromisoformat(line)
    except ValueError:
        return None
