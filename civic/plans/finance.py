"""A plan's budget in whole øre: sums by year, effort and source, and whether the local part is large enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from civic.kernel import money
from civic.plans.content import Line
from civic.plans.models import LineKind, SourceKind


@dataclass(frozen=True)
class Sum:
    """What something comes to: money and hours of one's own, each in øre, and how many hours those are."""

    cash: int = 0
    own: int = 0
    hours: int = 0

    @property
    def whole(self) -> int:
        """Return both together."""
        return self.cash + self.own


@dataclass(frozen=True)
class Budget:
    """What a plan's lines come to, and the least local part of the whole that its programme asks for."""

    lines: Sequence[Line]
    share: Fraction

    @property
    def whole(self) -> int:
        """Return what it all comes to."""
        return sum(one["amount"] for one in self.lines)

    @property
    def local(self) -> int:
        """Return what is paid locally, in money or hours."""
        return self.of_kind(SourceKind.LOCAL)

    @property
    def missing(self) -> int:
        """Return how many øre the local part lacks at this sum; 0 where it is large enough."""
        return money.missing(self.local, self.whole, self.share)

    def of_kind(self, kind: SourceKind) -> int:
        """Return what sources of one kind pay."""
        return sum(one["amount"] for one in self.lines if one["source_kind"] == kind.value)

    @property
    def years(self) -> list[int]:
        """Return the years it has lines for, in order."""
        return sorted({one["year"] for one in self.lines})

    @property
    def sources(self) -> list[tuple[int, str, SourceKind]]:
        """Return who pays: id, name and kind, the fund first, then as they were entered."""
        kinds = list(SourceKind)
        found = {(one["paid_by_id"], one["source"], SourceKind(one["source_kind"])) for one in self.lines}
        return sorted(found, key=lambda one: (kinds.index(one[2]), one[0]))

    @property
    def efforts(self) -> list[tuple[int | None, str]]:
        """Return what is paid for: efforts as they were entered, last what is for the plan as a whole."""
        found = {(one["effort_id"], one["effort"]) for one in self.lines}
        return sorted(found, key=lambda one: (one[0] is None, one[0] or 0))

    def sum(self, **of: object) -> Sum:
        """Return what its lines come to: all of them, or those of a `year`, a `paid_by_id` or an `effort_id`."""
        mine = [one for one in self.lines if all(one.get(name) == value for name, value in of.items())]
        own = [one for one in mine if one["kind"] == LineKind.OWN_HOURS.value]
        own_sum = sum(one["amount"] for one in own)
        return Sum(sum(one["amount"] for one in mine) - own_sum, own_sum, sum(one["hours"] or 0 for one in own))
