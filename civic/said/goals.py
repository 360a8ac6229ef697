"""An indicator as a picture: where it began, what was measured, and what it is to become, each a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext

from civic.goals.models import Indicator
from civic.said.wording import day, number


@dataclass(frozen=True)
class Bar:
    """One bar: what it is of, what it says, and how wide it is, in hundredths of the widest."""

    name: str
    said: str
    width: float


def measured(indicator: Indicator) -> Sequence[Bar]:
    """Return a bar for each number of an indicator that was measured, in order; nothing before it was.

    The same numbers stand in the list beside. One below nothing has no width.
    """
    if not indicator.measurements:
        return ()
    values: list[tuple[str, Decimal]] = []
    if indicator.baseline is not None:
        values.append((gettext("Where it began"), indicator.baseline))
    values += [(day(one.measured_on), one.measured) for one in indicator.measurements]
    if indicator.target is not None:
        values.append((gettext("What it is to become"), indicator.target))
    widest = max((one for _name, one in values), default=Decimal(0))
    return [
        Bar(
            name,
            f"{number(float(one))} {indicator.unit}".strip(),
            _width(one, widest),
        )
        for name, one in values
    ]


def _width(value: Decimal, widest: Decimal) -> float:
    return float(max(value, Decimal(0)) / widest * 100) if widest > 0 else 0.0
