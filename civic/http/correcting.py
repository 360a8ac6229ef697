"""The base of the forms that put something right: the fields that may be corrected, and why."""

import enum
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from civic.http.forms import MoneyField, NumberField, ReasonForm, SeenForm, written_number
from civic.http.forms import text as words
from civic.kernel.context import Context
from civic.kernel.correction import written
from civic.kernel.refusal import Reason
from civic.said.wording import day, money


def in_days(names: Sequence[str]) -> dict[Reason, str]:
    """Return at which field it is said that a day is to come, or that the end is before the beginning."""
    days = [one for one in names if one.endswith("_on")]
    return {Reason.NOT_HELD_YET: days[0], Reason.ENDS_FIRST: days[-1]} if days else {}


class TakeOutForm(ReasonForm):
    """Why a part is taken out that everybody could read."""

    refusals: ClassVar[Mapping[Reason, str]] = {
        **ReasonForm.refusals,
        Reason.NO_REASON: "reason",
        Reason.IN_USE: "reason",
        Reason.NUMBER_SEEN: "reason",
        Reason.DETAILS_SEEN: "reason",
    }
    refused_as: ClassVar[Mapping[Reason, Any]] = {
        Reason.IN_USE: _(
            "Something that was entered rests on it: a line, an indicator, an approval. Take that out first."
        )
    }

    reason = words(_("Why it is taken out; everybody can read it"), at_most=500, rows=2)


def value_of(one: object) -> str:
    """Return how a choice is written in a form."""
    return str(one.value if isinstance(one, enum.Enum) else one)


class CorrectionForm(SeenForm):
    """The fields that may be corrected, in their order, and the reason, which everybody can read."""

    names: ClassVar[Sequence[str]] = ()
    kinds: ClassVar[Mapping[str, type[enum.Enum]]] = {}
    """Which fields are a choice among an enum's members."""
    refusals: ClassVar[Mapping[Reason, str]] = {
        Reason.NO_REASON: "reason",
        Reason.AS_IT_STANDS: "reason",
        Reason.WRITTEN_MEANWHILE: "reason",
    }

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        reason = self._fields.pop("reason", None)
        if reason is not None:  # it is asked for last
            self._fields["reason"] = reason
            reason.flags.optional = False  # the action asks for it; what nobody has read yet needs none

    reason = words(_("Why it is corrected; everybody can read it"), required=False, at_most=500, rows=2)

    def is_for_a_draft(self) -> None:
        """Ask for no reason: nobody has been able to read it yet. What was said at its field is said at the first."""
        reason = self._fields.pop("reason", None)
        if reason is not None and reason.errors:
            first = self._fields[self.names[0]]
            first.errors = [*first.errors, *reason.errors]

    def why(self) -> str:
        """Return the reason, where one is asked for."""
        return str(self._fields["reason"].data or "") if "reason" in self._fields else ""

    def corrected(self) -> dict[str, Any]:
        """Return the values, as the action takes them."""
        return {name: self.value(name) for name in self.names}

    def value(self, name: str) -> Any:
        """Return what was typed or chosen in a field, as it is stored: an amount in øre, a number as one."""
        field = self._fields[name]
        if isinstance(field, MoneyField):
            return field.ore
        if isinstance(field, NumberField):
            return field.number
        typed = field.data
        return self.kinds[name](typed) if name in self.kinds and typed is not None else typed

    def told(self, values: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
        """Return what stands in some fields as a reader knows it: each with its label, those with nothing left out."""
        found = ((self._fields[name].label.text, self._reads(name, value)) for name, value in values.items())
        return tuple((str(label), said) for label, said in found if said)

    def _reads(self, name: str, value: object) -> str:
        field = self._fields[name]
        if value is None or value == "":
            return ""
        if getattr(field, "choices", None):
            found = {str(key): str(label) for key, label, *_rest in field.choices}
            return found.get(value_of(value), "")
        if isinstance(field, MoneyField) and isinstance(value, int):
            return money(value)
        if isinstance(value, bool):
            return gettext("Yes") if value else gettext("No")
        if isinstance(value, Decimal):
            return written_number(value)
        return day(value) if isinstance(value, date) else str(value)

    def offer(self, context: Context, row: Any) -> None:
        """Offer what can be chosen just here."""

    def shows_row(self, row: object) -> None:
        """Remember what stands there, and tell of it where somebody was quicker."""
        there = [getattr(row, name) for name in self.names]
        said = (self.stands(name, value) for name, value in zip(self.names, there, strict=True))
        self.shows(*there, now="\n".join(filter(None, said)))

    def stands(self, name: str, value: object) -> str:
        """Return what stands in a field as a reader knows it."""
        return written(value)
