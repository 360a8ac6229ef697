"""The red thread's knots: what led to what, ready for the page."""

import enum
from dataclasses import dataclass
from datetime import datetime

from civic.kernel.trace import Ref
from civic.reports.compare import SectionChange

Link = tuple[str, str]
"""A link's words and its address."""


@dataclass(frozen=True)
class Knot:
    """One knot: `state` is past, now, ahead, ended, or unknown where no record says; `when` is a date in words."""

    when: str
    heading: str
    text: str = ""
    state: str = "past"
    quote: str = ""
    small: str = ""
    outcome: enum.Enum | None = None
    change: SectionChange | None = None
    link: Link | None = None
    is_example: bool = False
    of: Ref | None = None
    """What the step says something of."""
    at: datetime | None = None
    """When it happened; the steps of a line stand in this order."""
