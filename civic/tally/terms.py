"""By what a vote is counted: the method, what can be chosen, and what happens where options are level."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

Lines = tuple[tuple[int, int], ...]
"""One ballot: each option that stands on it, by its number, with 1 for a choice, its points, or its place in a ranking.

A blank ballot has none.
"""
Ballots = Mapping[Lines, int]
"""How many ballots say the same."""


class Method(enum.Enum):
    """How one votes, and how that is counted."""

    YES_NO = "yes_no"
    ONE = "one"
    SOME = "some"
    """Up to so many options."""
    APPROVAL = "approval"
    POINTS = "points"
    RUNOFF = "runoff"
    """A ranking; who has fewest first places goes out, round by round (instant-runoff)."""
    SCHULZE = "schulze"
    TRANSFER = "transfer"
    """A ranking, for several winners: the single transferable vote as it is counted in Scotland."""
    BUDGET = "budget"
    """A sum, and projects that cost."""

    @property
    def is_ranked(self) -> bool:
        """Return whether one ranks the options."""
        return self in {Method.RUNOFF, Method.SCHULZE, Method.TRANSFER}

    @property
    def has_costs(self) -> bool:
        """Return whether the options cost something."""
        return self is Method.BUDGET


class Spending(enum.Enum):
    """How a sum is given to projects."""

    GREEDY = "greedy"
    """The most votes first, as long as there is money."""
    SHARES = "shares"
    """The Method of Equal Shares: each who votes has the same part of the sum."""


class Marking(enum.Enum):
    """How one fills in a ballot about projects."""

    APPROVAL = "approval"
    """As many as one likes."""
    KNAPSACK = "knapsack"
    """What one would buy: together not more than the sum."""


class TieRule(enum.Enum):
    """What happens where options are level and it matters."""

    FALLS = "falls"
    """As many for as against: it is not adopted."""
    NEW_VOTE = "new_vote"
    """Nothing is decided between them: there is a new vote."""
    DRAW = "draw"
    """By lot, from words that nobody knew while one voted."""


@dataclass(frozen=True)
class Terms:
    """Everything that decides a result beside the ballots."""

    method: Method
    options: tuple[int, ...]
    """The numbers of what can be chosen, in order; of a yes or no the first is the yes."""
    winners: int = 1
    """How many are chosen; nothing is chosen in a budget but what there is money for."""
    most: int = 1
    """How many options one may mark, or how many points one has."""
    tie: TieRule = TieRule.NEW_VOTE
    costs: Mapping[int, int] = field(default_factory=dict)
    """What each option costs, in whole units: øre."""
    sum: int = 0
    spending: Spending = Spending.GREEDY
    marking: Marking = Marking.APPROVAL
    unit: int = 1
    """By how much each voter's part is raised at a time while the chosen still fit (`budget.shares`)."""
    areas: Mapping[str, int] = field(default_factory=dict)
    """What each area of a budget has to give, in the order in which they are told; together it is the sum."""
    area_of: Mapping[int, str] = field(default_factory=dict)
    """In which area each option is, where there are areas."""

    def parts(self) -> Iterator[tuple[str, "Terms"]]:
        """Give the terms of each area by itself; of a budget without areas its own, under no name."""
        if not self.areas:
            yield "", self
        for area, money in self.areas.items():
            options = tuple(one for one in self.options if self.area_of[one] == area)
            yield area, replace(self, options=options, sum=money, areas={}, area_of={})


class Fault(enum.Enum):
    """What is wrong with a ballot."""

    UNKNOWN = "unknown"
    """An option that is not there."""
    TWICE = "twice"
    TOO_MANY = "too_many"
    TOO_MANY_POINTS = "too_many_points"
    NO_ORDER = "no_order"
    """Places that do not go 1, 2, 3."""
    OVER_SUM = "over_sum"


def fault_of(terms: Terms, lines: Lines) -> Fault | None:
    """Return what is wrong with a ballot, or None; a blank one is none of anything, and counts as blank."""
    named = [option for option, _value in lines]
    values = [value for _option, value in lines]
    if not set(named) <= set(terms.options):
        return Fault.UNKNOWN
    if len(set(named)) < len(named):
        return Fault.TWICE
    if terms.method is Method.POINTS:
        is_over = sum(values) > terms.most or any(value < 1 for value in values)
        return Fault.TOO_MANY_POINTS if is_over else None
    if terms.method.is_ranked:
        return None if sorted(values) == list(range(1, len(values) + 1)) else Fault.NO_ORDER
    if any(value != 1 for value in values):
        return Fault.TWICE
    if terms.method is Method.BUDGET and terms.marking is Marking.KNAPSACK:
        spent = (
            (sum(part.costs[one] for one in named if one in part.options), part.sum) for _area, part in terms.parts()
        )
        return Fault.OVER_SUM if any(cost > money for cost, money in spent) else None
    most = {Method.YES_NO: 1, Method.ONE: 1, Method.SOME: terms.most}.get(terms.method, len(terms.options))
    return Fault.TOO_MANY if len(named) > most else None


def ranking_of(lines: Lines) -> tuple[int, ...]:
    """Return the options of a ranked ballot, the first first."""
    return tuple(option for option, _place in sorted(lines, key=lambda one: one[1]))


@dataclass(frozen=True)
class Tie:
    """Options that were level where it mattered, and who came first by the draw; nobody while there is none."""

    options: tuple[int, ...]
    places: int
    """How many of them could go on."""
    first: tuple[int, ...] = ()


@dataclass(frozen=True)
class Round:
    """One round of a count: what each had, who was chosen, and who went out."""

    counts: Mapping[int, Fraction]
    chosen: tuple[int, ...] = ()
    out: tuple[int, ...] = ()
    exhausted: Fraction = Fraction(0)
    """Ballots, or parts of them, that name nobody who is left."""


@dataclass(frozen=True)
class Bought:
    """A project that was chosen in a budget, and by what."""

    option: int
    votes: int
    price: Fraction | None = None
    """The most that one of its voters pays; nothing where votes alone decide."""
    is_completion: bool = False
    """Whether it was chosen of what was left at the end, by votes alone."""


@dataclass(frozen=True)
class Left:
    """A project that was not chosen in a budget, and why."""

    option: int
    votes: int
    has: Fraction
    """What there was for it when it came to its turn: the money left, or what its voters had left."""


@dataclass(frozen=True)
class Result:
    """What a count came to."""

    counts: Mapping[int, int]
    """How many marked each option, or its points; of a ranking the first places."""
    winners: tuple[int, ...]
    rounds: tuple[Round, ...] = ()
    ties: tuple[Tie, ...] = ()
    beats: Mapping[tuple[int, int], int] = field(default_factory=dict)
    """Of a ranking by pairs: how many prefer the first to the second."""
    bought: tuple[Bought, ...] = ()
    left: tuple[Left, ...] = ()
    parts: Mapping[str, Fraction] = field(default_factory=dict)
    """Each voter's part of the sum, after it was raised, by area; without areas under no name."""
    ballots: int = 0
    blank: int = 0

    @property
    def is_decided(self) -> bool:
        """Return whether no tie waits for a draw or a new vote."""
        return all(one.first for one in self.ties)


class Level(Exception):
    """Options are level, it matters, and there is no order between them."""

    def __init__(self, options: Sequence[int], places: int) -> None:
        super().__init__(options)
        self.tie = Tie(tuple(sorted(options)), places)
