"""What an application meets of its scheme's criteria, and how several are ranked: rules alone, without a database."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from civic.goals.models import Goal
from civic.grants.models import (
    Asks,
    Assessment,
    ChainKind,
    ChainLink,
    CostLine,
    Criterion,
    GrantApplication,
    Rank,
    SchemePoint,
    SchemePointKind,
    SteeringSeat,
)

NEEDED = 2
"""How many have to assess an application who have no interest in it."""


class Verdict(enum.Enum):
    """What is said of one criterion while an application is written."""

    MET = "met"
    LACKING = "lacking"
    ADVISED = "advised"


@dataclass(frozen=True)
class Written:
    """An application with all that it is made of."""

    application: GrantApplication
    aims: Sequence[SchemePoint]
    chain: Sequence[ChainLink]
    steering: Sequence[SteeringSeat]
    costs: Sequence[CostLine]
    goals: Sequence[Goal]

    @property
    def sought(self) -> int:
        """Return what is applied for, in øre."""
        return sum(one.amount for one in self.costs)

    @property
    def activity_money(self) -> int:
        """Return how much of it is for activities, in øre."""
        return sum(one.amount for one in self.costs if one.point.kind is SchemePointKind.ACTIVITY_MONEY)


@dataclass(frozen=True)
class Judged:
    """One criterion, and what is said of it."""

    criterion: Criterion
    verdict: Verdict

    @property
    def stops(self) -> bool:
        """Return whether the application cannot be handed in for it."""
        return self.verdict is not Verdict.MET and self.criterion.rank is Rank.REQUIRED


def judged(criteria: Sequence[Criterion], found: Written) -> list[Judged]:
    """Return what an application meets: what is required or weighed and is not there is lacking, the rest is advice.

    Source for the ranks: Københavns Kommune, Principper for den boligsociale indsats 2009-2012.
    """
    return [Judged(one, _verdict(one, found)) for one in criteria]


def _verdict(criterion: Criterion, found: Written) -> Verdict:
    if is_met(criterion.asks, found):
        return Verdict.MET
    return Verdict.ADVISED if criterion.rank is Rank.ADVISORY else Verdict.LACKING


def is_met(asks: Asks, found: Written) -> bool:
    """Return whether the part of an application is there that a criterion looks at."""
    one = found.application
    kinds = {link.kind for link in found.chain}
    aims = {point.kind for point in found.aims}
    return {
        Asks.NEED: lambda: bool(one.need),
        Asks.GOALS: lambda: SchemePointKind.GOAL in aims,
        Asks.FOCUS: lambda: SchemePointKind.FOCUS in aims,
        Asks.COMMON: lambda: bool(one.common),
        Asks.SUCCESS: lambda: any(goal.criterion for goal in found.goals),
        Asks.INDICATORS: lambda: any(goal.indicators for goal in found.goals),
        Asks.THEORY: lambda: (
            {ChainKind.PROBLEM, ChainKind.ACTIVITY} <= kinds
            and bool(kinds & {ChainKind.SHORT_EFFECT, ChainKind.LONG_EFFECT})
        ),
        Asks.LEADER: lambda: bool(one.leader),
        Asks.ANCHORING: lambda: bool(one.anchoring),
        Asks.STEERING: lambda: any(seat.is_administration for seat in found.steering),
        Asks.COOPERATION: lambda: bool(one.cooperation),
        Asks.ACTIVITIES: lambda: not found.activity_money or bool(one.activities),
    }[asks]()


def counting(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Return the assessments that count: of those who have no interest in the application."""
    return [one for one in assessments if not one.has_interest]


def average(assessments: Sequence[Assessment]) -> Fraction | None:
    """Return the points an application has on average of those who have assessed it; None before there are two."""
    found = counting(assessments)
    if len(found) < NEEDED:
        return None
    return Fraction(sum(score.points for one in found for score in one.scores), len(found))


def ranked(averages: Sequence[Fraction | None]) -> list[int | None]:
    """Return the place of each: the most points first, the same place for as many, none before there are two."""
    return [
        None if mine is None else 1 + sum(1 for other in averages if other is not None and other > mine)
        for mine in averages
    ]
