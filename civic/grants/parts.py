"""What schemes and applications are made of: each sort of part, and where its rows stand."""

import enum

from civic.db.base import Base
from civic.goals.models import Goal, Indicator, Measurement
from civic.grants.models import AccountLine, ChainLink, CostLine, Criterion, GrantActivity, SchemePoint, SteeringSeat


class Term(enum.Enum):
    """A sort of part of a scheme."""

    POINT = "point"
    CRITERION = "criterion"


class Part(enum.Enum):
    """A sort of part of an application."""

    CHAIN = "chain"
    STEERING = "steering"
    COST = "cost"
    GOAL = "goal"
    INDICATOR = "indicator"
    ACTIVITY = "activity"
    ACCOUNT = "account"
    MEASUREMENT = "measurement"

    @property
    def is_running(self) -> bool:
        """Return whether it is entered while a grant runs; the others are what is applied for."""
        return self in {Part.ACTIVITY, Part.ACCOUNT, Part.MEASUREMENT}


ROWS: dict[Term | Part, type[Base]] = {
    Term.POINT: SchemePoint,
    Term.CRITERION: Criterion,
    Part.CHAIN: ChainLink,
    Part.STEERING: SteeringSeat,
    Part.COST: CostLine,
    Part.GOAL: Goal,
    Part.INDICATOR: Indicator,
    Part.ACTIVITY: GrantActivity,
    Part.ACCOUNT: AccountLine,
    Part.MEASUREMENT: Measurement,
}

FIELDS: dict[Term | Part, tuple[str, ...]] = {
    Term.POINT: SchemePoint.told_by,
    Term.CRITERION: Criterion.told_by,
    Part.CHAIN: ChainLink.told_by,
    Part.STEERING: SteeringSeat.told_by,
    Part.COST: CostLine.told_by,
    Part.GOAL: ("text", "criterion"),
    Part.INDICATOR: ("goal_id", "text", "unit", "baseline", "target", "due_on"),
    Part.ACTIVITY: GrantActivity.told_by,
    Part.ACCOUNT: AccountLine.told_by,
    Part.MEASUREMENT: ("indicator_id", "measured_on", "measured", "source"),
}


def told(part: Term | Part, row: Base) -> dict[str, object]:
    """Return what a part says now."""
    return {name: getattr(row, name) for name in FIELDS[part]}
