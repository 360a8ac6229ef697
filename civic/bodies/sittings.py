"""When papers for a meeting have to be out: so many days before it, or so many hverdage.

Source: holidays by the calendar of the Danish national church, without store bededag since 2024 (lov nr. 214 of 6 March
2023). Kommunestyrelsesloven section 8 counts hverdage in the same way for a municipal council's own papers; advisory
councils lay it down in their rules of procedure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Papers:
    """How many days before a meeting its papers are out at the latest; `weekdays` counts only hverdage."""

    days: int = 0
    weekdays: bool = False

    def out_by(self, meeting: date) -> date:
        """Return the last day on which the papers for a meeting can go out."""
        if not self.weekdays:
            return meeting - self.days * _DAY
        day, left = meeting, self.days
        while left:
            day -= _DAY
            left -= is_weekday(day)
        return day

    def first_from(self, day: date, meetings: Sequence[date]) -> date | None:
        """Return the first meeting whose papers can still go out on a day, of those that are known."""
        return min((one for one in meetings if self.out_by(one) >= day), default=None)


def is_weekday(day: date) -> bool:
    """Return whether a day is a hverdag: neither Saturday nor Sunday nor a holiday."""
    return day.weekday() < 5 and day not in _holidays(day.year)


@lru_cache(maxsize=32)
def _holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays  # noqa: PLC0415, it is heavy, and asked for where a deadline is planned only

    return frozenset(country_holidays("DK", years=year))
