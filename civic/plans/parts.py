"""What a plan is made of: each sort of part, where its rows stand, and whether it waits for the next version."""

import enum

from civic.db.base import Base
from civic.goals.models import Goal, Indicator, Measurement
from civic.plans.models import (
    Agreement,
    ApprovalStep,
    Effort,
    FinancingLine,
    FinancingSource,
    PlanEvent,
    PlanOrganisation,
    PlanSeat,
)


class Part(enum.Enum):
    """A sort of part of a plan."""

    ORGANISATION = "organisation"
    EFFORT = "effort"
    GOAL = "goal"
    INDICATOR = "indicator"
    SOURCE = "source"
    LINE = "line"
    AGREEMENT = "agreement"
    STEP = "step"
    SEAT = "seat"
    EVENT = "event"
    MEASUREMENT = "measurement"

    @property
    def is_live(self) -> bool:
        """Return whether it is read as soon as it is entered; the others are read with the plan's next version."""
        return self in {Part.STEP, Part.SEAT, Part.EVENT, Part.MEASUREMENT}


ROWS: dict[Part, type[Base]] = {
    Part.ORGANISATION: PlanOrganisation,
    Part.EFFORT: Effort,
    Part.GOAL: Goal,
    Part.INDICATOR: Indicator,
    Part.SOURCE: FinancingSource,
    Part.LINE: FinancingLine,
    Part.AGREEMENT: Agreement,
    Part.STEP: ApprovalStep,
    Part.SEAT: PlanSeat,
    Part.EVENT: PlanEvent,
    Part.MEASUREMENT: Measurement,
}

FIELDS: dict[Part, tuple[str, ...]] = {
    Part.ORGANISATION: PlanOrganisation.told_by,
    Part.EFFORT: Effort.told_by,
    Part.GOAL: ("thing_id", "text", "criterion"),
    Part.INDICATOR: ("goal_id", "text", "unit", "baseline", "target", "due_on"),
    Part.SOURCE: FinancingSource.told_by,
    Part.LINE: FinancingLine.told_by,
    Part.AGREEMENT: Agreement.told_by,
    Part.STEP: ApprovalStep.told_by,
    Part.SEAT: PlanSeat.told_by,
    Part.EVENT: PlanEvent.told_by,
    Part.MEASUREMENT: ("indicator_id", "measured_on", "measured", "source"),
}
"""The columns that say what a part is: what its form asks, and what one who changes it has seen."""


def told(part: Part, row: Base) -> dict[str, object]:
    """Return what a part says now."""
    return {name: getattr(row, name) for name in FIELDS[part]}
