"""The red thread's knots: what led to what, ready for the page."""

import enum
from dataclasses import dataclass

from civic.reports.compare import SectionChange

Link = tuple[str, str]
"""A link's words and its address."""


@dataclass(frozen=True)
class Knot:
    """One knot: `state` is past, now or ahead; `when` is a date in words."""

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
