"""The base of every form: what a browser may send, cleaned once, with errors in the reader's language."""

import enum
import re
import unicodedata
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email
from flask import g, request
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    DateTimeLocalField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, ValidationError

from civic.db.base import ZONE
from civic.kernel import cpr, money
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import fingerprint
from civic.moderation.models import Ground
from civic.rules.queries import in_force
from civic.said.wording import number, said_rule, word

_ = lazy_gettext
Label = object
"""A label: text, or text that is translated when it is shown."""
SHORT, LONG, LONGEST = 200, 20_000, 100_000
"""Characters in a line, in a text, and in a section of a report."""

_DIRECTION = {ord(char): None for char in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


_PILED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{31}"
)
"""More marks on one letter than any language has."""


WTFORMS = {
    "Not a valid choice.": _("Choose one of those on the list."),
    "Invalid Choice: could not coerce.": _("Choose one of those on the list."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _("Choose among those on the list."),
    "'%(value)s' is not a valid choice for this field.": _("Choose among those on the list."),
    "'%(value)s' are not valid choices for this field.": _("Choose among those on the list."),
    "Not a valid integer value.": _("Write a whole number, in digits."),
    "Not a valid date value.": _("Write a day of the calendar as year-month-day: 2026-03-31."),
    "Not a valid datetime value.": _("Write a day and a time: 2026-03-31 17:00."),
    "This field is required.": _("Fill this in."),
}
"""What the library says in English of what it cannot read, in the reader's words; it knows no Danish."""


class Said:
    """The library's sentences, said in the reader's language."""

    def gettext(self, said: str) -> str:
        """Return the reader's sentence."""
        return str(WTFORMS.get(said, said))

    def ngettext(self, one: str, many: str, count: int) -> str:
        """Return the reader's sentence, for one or many."""
        return self.gettext(one if count == 1 else many)


class Form(FlaskForm):
    """A form with a CSRF token and a key that makes a double click one deed."""

    class Meta(FlaskForm.Meta):
        """What all forms have in common."""

        def get_translations(self, form: FlaskForm) -> Said:
            """Return who translates the library's sentences."""
            return Said()

    once = HiddenField(default=lambda: uuid.uuid4().hex)
    refusals: ClassVar[Mapping[Reason, str]] = {}
    """Which field a refusal is shown at; other refusals get a page of their own."""
    holds_numbers: ClassVar[bool] = False
    """Whether what looks like a CPR number may be typed: what is written goes through the gate, or nobody reads it."""
    refused_as: ClassVar[Mapping[Reason, Any]] = {}
    """What a refusal means here, where its usual words would mislead."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        for field in self:  # a page may hold several forms, and a label names one field of them all
            field.id = field.label.field_id = f"{type(self).__name__.removesuffix('Form').lower()}-{field.name}"

    def values(self) -> dict[str, Any]:
        """Return what was typed, by field name, as an action takes it."""
        return {name: field.data for name, field in self._fields.items() if name not in {"csrf_token", "once"}}

    def takes(self, refusal: Refusal) -> bool:
        """Show the refusal at its field and return True, or return False when it has none."""
        name = self.refusals.get(refusal.reason)
        if name is None and refusal.reason is Reason.TOO_MANY_TRIES:  # whatever the form: what was typed stays there
            name = next((one.name for one in self if not isinstance(one, HiddenField)), None)
        if name is None:
            return False
        said = f"{self.refused_as.get(refusal.reason) or word(refusal.reason)} {refusal.about}".strip()
        if name not in self._fields:  # a form that is for a draft asks for no reason
            name = next(one.name for one in self if not isinstance(one, HiddenField))
        field = self._fields[name]
        field.errors = [*field.errors, said]
        return True


class SeenForm(Form):
    """A form that changes what stands somewhere, and remembers what its writer saw there.

    Its page says of what with `shows`, both the first time and when a colleague was quicker: what stands there now.
    """

    seen = HiddenField()
    now: str = ""
    """What stands there now, to be shown beside what was typed."""

    @property
    def saw(self) -> str | None:
        """Return what its writer saw; None where nothing was shown."""
        return self.seen.data or None

    def shows(self, *values: object, now: str = "") -> None:
        """Remember what stands there; a second try then knows of it."""
        there = fingerprint(*values)
        self.now = now if self.seen.data and self.seen.data != there else ""
        self.seen.data = there


class PressForm(SeenForm):
    """A button alone, by which somebody decides on words: which they saw goes along."""


class ButtonForm(Form):
    """A button alone: there is nothing to fill in."""


def clean(value: str | None) -> str:
    """Return typed text in one normal form, without carriage returns and direction overrides."""
    text = (value or "").replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST or _PILED.search(text):  # refused below; to normalise it would take minutes
        return text
    return unicodedata.normalize("NFC", text).translate(_DIRECTION).strip()


def no_control_characters(form: FlaskForm, field: Field) -> None:
    """Refuse what no keyboard types: NUL, control characters, and the mark left by broken UTF-8."""
    text = field.data or ""
    if (
        "\ufffd" in text
        or _PILED.search(text)
        or any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\n\t" for char in text)
    ):
        raise ValidationError(gettext("There are characters in the text that cannot be read. Remove them."))


def no_cpr_number(form: FlaskForm, field: Field) -> None:
    """Refuse what looks like a CPR number in words that stand in public as soon as they are sent."""
    if not getattr(form, "holds_numbers", False) and cpr.is_in(field.data):
        raise ValidationError(word(Reason.NUMBER_SEEN))


def line(label: Label, *, required: bool = True, at_most: int = SHORT, **rest: Any) -> StringField:
    """Return a field for one line of text."""
    return StringField(label, filters=[clean], validators=[*_text(required, at_most), one_line], **rest)


def address(label: Label, *, required: bool = False, **rest: Any) -> StringField:
    """Return a field for an e-mail address; or nothing, where none is required."""
    look = {"autocomplete": "email", "inputmode": "email", "dir": "ltr"}
    checks = [*_text(required, 254), one_line, is_address]
    return StringField(label, filters=[clean], validators=checks, render_kw=look, **rest)


def web(label: Label, **rest: Any) -> StringField:
    """Return a field for the address of a site, or nothing."""
    look = {"inputmode": "url", "dir": "ltr"}
    checks = [*_text(False, 254), one_line, is_web]
    return StringField(label, filters=[clean], validators=checks, render_kw=look, **rest)


def is_web(form: FlaskForm, field: Field) -> None:
    """Refuse what is no address of a site: a link on a public page leads to it."""
    if not field.data:
        return
    try:
        found = urlsplit(field.data)
    except ValueError:
        found = urlsplit("")
    if found.scheme not in {"http", "https"} or "." not in (found.hostname or "") or " " in field.data:
        raise ValidationError(gettext("Write the whole address of the site, with https:// first."))


def is_address(form: FlaskForm, field: Field) -> None:
    """Refuse what no mail server takes: an address in the old letters before its @, whatever comes after."""
    if field.data and (fault := address_fault(field.data)):
        raise ValidationError(fault)


def address_fault(typed: str) -> str:
    """Return what is wrong with an e-mail address, empty where a mail server takes it."""
    try:
        found = validate_email(typed, check_deliverability=False)
    except EmailNotValidError:
        return gettext("This is not an e-mail address.")
    if not found.local_part.isascii():
        return gettext("Our mail server cannot write to an address with such letters before its @.")
    return ""


FOUND = "found"
"""What a button under a person's field sends: the one who was meant."""


class PersonField(StringField):
    """A field for somebody who has an account; who might be meant is offered under it."""

    found: Sequence[tuple[str, str]] = ()
    """What names each of them, and what the reader is shown."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the one that was chosen among those who were found, or else what was typed.

        The Enter key presses the first button of a form, which is the first one found: where something else was typed
        since they were looked for, none of them was meant.
        """
        chosen, typed = request.form.get(FOUND, ""), valuelist[0] if valuelist else ""
        is_meant = bool(chosen) and clean(typed) == clean(request.form.get("found_for"))
        super().process_formdata([chosen] if is_meant else valuelist)


def person() -> PersonField:
    """Return a field for somebody who has an account: everybody is found by part of the name, or by the address."""
    return PersonField(
        _("Person: the name, its first letters or those of the last name, or the e-mail address"),
        filters=[clean],
        validators=[*_text(True, 254), one_line],
        render_kw={"autocomplete": "off"},
    )


NAMING: Mapping[Reason, str] = {Reason.NOBODY_NAMED: "person", Reason.SEVERAL_NAMED: "person"}
"""Where it is said that nobody, or several, are meant."""


def one_line(form: FlaskForm, field: Field) -> None:
    """Refuse a line break where one line is asked for; it would start a paragraph of its own in a mail."""
    if any(char in "\n\t\u2028\u2029" for char in field.data or ""):
        raise ValidationError(gettext("Write it on one line."))


def text(label: Label, *, required: bool = True, at_most: int = LONG, rows: int = 6, **rest: Any) -> TextAreaField:
    """Return a field for several lines of text."""
    return TextAreaField(label, filters=[clean], validators=_text(required, at_most), render_kw={"rows": rows}, **rest)


def whole_number(label: Label, *, required: bool = True, least: int = 0, most: int = 9999, **rest: Any) -> IntegerField:
    """Return a field for a whole number."""
    between = NumberRange(least, most, _("Write a number between %(min)s and %(max)s."))
    return IntegerField(label, validators=[_present(required), between], **rest)


class MoneyField(StringField):
    """A field for an amount in kroner, written the Danish way; `ore` is what was written, in øre."""

    def process_data(self, value: object) -> None:
        """Take what stands there, in øre."""
        super().process_data(money.written(value) if isinstance(value, int) else value)

    @property
    def ore(self) -> int | None:
        """Return the øre that were written, None where nothing was."""
        return money.read(self.data) if self.data else None


def is_money(form: FlaskForm, field: Field) -> None:
    """Refuse what is no amount."""
    if field.data and money.read(field.data) is None:
        raise ValidationError(gettext("Write an amount in kroner, with a comma before the øre: 40.000,50."))


def is_above_nothing(form: FlaskForm, field: Field) -> None:
    """Refuse an amount of nothing."""
    if field.data and field.ore == 0:
        raise ValidationError(gettext("A line has an amount above 0."))


def amount(label: Label, *, required: bool = True, above_nothing: bool = False, **rest: Any) -> MoneyField:
    """Return a field for an amount in kroner; for a line of a budget or of accounts one above nothing."""
    look = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}
    checks = [_filled if required else Optional(), is_money, *([is_above_nothing] if above_nothing else [])]
    return MoneyField(label, filters=[clean_amount], validators=checks, render_kw=look, **rest)


class NumberField(StringField):
    """A field for a number with at most two decimals; `number` is what was written."""

    def process_data(self, value: object) -> None:
        """Take what stands there."""
        super().process_data(written_number(value) if isinstance(value, Decimal) else value)

    @property
    def number(self) -> Decimal | None:
        """Return the number that was written, None where nothing was."""
        found = money.read(self.data.removeprefix("-")) if self.data else None
        if found is None:
            return None
        return Decimal(-found if self.data.startswith("-") else found) / 100


def written_number(value: Decimal) -> str:
    """Return a number as its field takes it: 12,5."""
    return f"{value.normalize():f}".replace(".", ",")


def is_number(form: FlaskForm, field: Field) -> None:
    """Refuse what is no number, and one too large to be kept."""
    if field.data and (field.number is None or abs(field.number) >= 10**12):
        raise ValidationError(gettext("Write a number, with a comma before at most two decimals: 12,5."))


def decimal(label: Label, *, required: bool = True, **rest: Any) -> NumberField:
    """Return a field for a number with at most two decimals."""
    look = {"inputmode": "decimal", "autocomplete": "off", "dir": "ltr"}
    checks = [_filled if required else Optional(), is_number]
    return NumberField(label, filters=[clean_amount], validators=checks, render_kw=look, **rest)


def clean_amount(value: object) -> object:
    """Return typed figures in one form; what was put there as a number is left alone."""
    return clean(value) if isinstance(value, str) else value


def day(label: Label, *, required: bool = True, **rest: Any) -> DateField:
    """Return a field for a day."""
    return DateField(label, validators=[_present(required), sensible_year], **rest)


def local_time(label: Label, *, required: bool = True, **rest: Any) -> DateTimeLocalField:
    """Return a field for a Danish local time; `.data` is aware."""
    formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
    return LocalTime(label, format=formats, filters=[_danish], validators=[_present(required), sensible_year], **rest)


class LocalTime(DateTimeLocalField):
    """A field for a Danish local time, which shows a moment as it is in Denmark then."""

    def process_data(self, value: datetime | None) -> None:
        """Take what stands there, in UTC as it is stored."""
        super().process_data(value.astimezone(ZONE) if value is not None and value.tzinfo is not None else value)


class Choices(SelectMultipleField):
    """Boxes to tick: as many as fit, or none."""


class Choice(SelectField):
    """A list to choose from; one that asks begins with no choice made, so that no key press makes it by mistake."""

    def __init__(self, *values: Any, ask: bool = False, **rest: Any) -> None:
        self._ask = ask
        super().__init__(*values, **rest)

    def iter_choices(self) -> Iterator[Any]:
        """Give the choices, after an empty one where nothing is chosen yet."""
        if self._ask and self.data is None:
            yield ("", gettext("Choose …"), True, {})
        yield from super().iter_choices()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the choice; an empty one is none."""
        if valuelist and valuelist[0] == "":
            self.data = None
        else:
            super().process_formdata(valuelist)

    def pre_validate(self, form: FlaskForm) -> None:
        """Leave an empty choice to the validator that says so."""
        if self.data is not None:
            super().pre_validate(form)


def choice(
    label: Label, choices: Callable[[], list[tuple[Any, str]]] | None = None, *, ask: bool = False, **rest: Any
) -> SelectField:
    """Return a field with one choice of a list; pass `coerce` for what the choice stands for."""
    required = InputRequired(_("Choose one."))
    return Choice(label, choices=choices, validators=[required], validate_choice=True, ask=ask, **rest)


def choices(label: Label, offered: Callable[[], list[tuple[Any, str]]] | None = None, **rest: Any) -> Choices:
    """Return a field of boxes to tick; pass `coerce` for what each stands for."""
    return Choices(label, choices=offered, **rest)


def tick(label: Label, **rest: Any) -> BooleanField:
    """Return one box to tick."""
    return BooleanField(label, **rest)


def file(label: Label, *, required: bool = True, **rest: Any) -> FileField:
    """Return a field for one file."""
    return FileField(label, validators=[FileRequired(_("Choose a file."))] if required else [], **rest)


def said_by(kind: type[enum.Enum]) -> Callable[[], list[tuple[str, str]]]:
    """Return the choices that an enum's members are, each in the reader's words."""
    return lambda: [(str(one.value), word(one)) for one in kind]


def sensible_year(form: FlaskForm, field: Field) -> None:
    """Refuse a year that is surely a slip of the keyboard."""
    value: date | datetime | None = field.data
    if value is not None and not 1990 <= value.year <= 2100:
        raise ValidationError(gettext("Write a year between 1990 and 2100."))


def _danish(value: datetime | None) -> datetime | None:
    return value.replace(tzinfo=ZONE) if value is not None and value.tzinfo is None else value


def _present(required: bool) -> InputRequired | Optional:
    return InputRequired(_("Fill this in.")) if required else Optional()


def _text(required: bool, at_most: int) -> list[Any]:
    return [
        _filled if required else Optional(),
        AtMost(at_most),
        no_control_characters,
        no_cpr_number,
    ]


class AtMost:
    """Refuse a longer text, and keep all of it: no browser is told the limit, for it would cut what is pasted."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.field_flags = {"at_most": most}

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Refuse it, and say by how much it is too long."""
        count = len(field.data or "")
        if count > self._most:
            said = {"max": number(self._most), "count": number(count)}
            raise ValidationError(gettext("Write at most %(max)s characters. These are %(count)s.", **said))


class Between(Length):
    """Refuse what is shorter or longer, and tell no browser of it: a password that was cut would be another."""

    def __init__(self, least: int, most: int, said: Label | None = None) -> None:
        super().__init__(least, most, said)
        self.field_flags: dict[str, object] = {}


def _filled(form: FlaskForm, field: Field) -> None:
    if not field.data:
        raise ValidationError(gettext("Fill this in."))


class ReasonForm(SeenForm):
    """A reason that somebody will read, and the words that its writer saw."""

    refusals: ClassVar[Mapping[Reason, str]] = {Reason.WRITTEN_MEANWHILE: "reason"}

    reason = text(lazy_gettext("Reason"), at_most=1000, rows=4)


def _rules() -> list[tuple[int, str]]:
    return [(0, gettext("Choose a house rule")), *((one.number, said_rule(one)) for one in in_force(g.context))]


def house_rule(label: Label) -> SelectField:
    """Return a field for one of the house rules in force; 0 where none is chosen."""
    return SelectField(label, coerce=int, choices=_rules, validate_choice=False, default=0)


class RuledForm(ReasonForm):
    """The house rule that a decision about a text, or a wish that somebody looks at one, rests on, and the reason."""

    refusals: ClassVar[Mapping[Reason, str]] = {**ReasonForm.refusals, Reason.NO_RULE: "rule"}

    rule = house_rule(lazy_gettext("Which house rule does it break?"))

    def ruled(self) -> dict[str, Any]:
        """Return the rule and the reason, as the actions take them."""
        return {"rule": self.rule.data, "reason": self.reason.data}


class TypedForm(Form):
    """A reason as far as it is typed, which a page keeps while one writes."""

    reason = text("", required=False, at_most=5000)


class ReleaseForm(SeenForm):
    """The release of a text; one that was held or hidden needs to be said why."""

    refusals: ClassVar[Mapping[Reason, str]] = {Reason.NOTHING_SAID: "ground", Reason.WRITTEN_MEANWHILE: "ground"}
    refused_as: ClassVar[Mapping[Reason, Any]] = {
        Reason.NOTHING_SAID: lazy_gettext("It was held back or hidden: say why it can be shown.")
    }

    ground = choice(
        lazy_gettext("Why it can be shown"), lambda: [(one.value, word(one)) for one in Ground], coerce=str, ask=True
    )
    reason = text(lazy_gettext("More about it, if there is more to say"), required=False, at_most=1000, rows=4)

    def said(self) -> dict[str, Any]:
        """Return the ground and what was added, as the action takes it."""
        return {"ground": Ground(self.ground.data), "reason": self.reason.data}
