"""What goes with an application that nobody decided: all it is made of."""

from collections.abc import Collection

from sqlalchemy import delete, select

from civic.goals.models import Goal, Indicator, Measurement
from civic.grants.models import AimedAt, Assessment, ChainLink, CostLine, GrantApplication, Score, SteeringSeat
from civic.kernel.context import Context
from civic.kernel.trace import Kind


def forget(context: Context, ids: Collection[int]) -> None:
    """Delete applications that nobody decided with all they are made of; for their author, and the worker."""
    goals = select(Goal.id).where(Goal.kind == Kind.APPLICATION, Goal.thing_id.in_(ids))
    indicators = select(Indicator.id).where(Indicator.goal_id.in_(goals))
    assessed = select(Assessment.id).where(Assessment.application_id.in_(ids))
    context.session.execute(delete(Score).where(Score.assessment_id.in_(assessed)))
    context.session.execute(delete(Measurement).where(Measurement.indicator_id.in_(indicators)))
    context.session.execute(delete(Indicator).where(Indicator.goal_id.in_(goals)))
    context.session.execute(delete(Goal).where(Goal.kind == Kind.APPLICATION, Goal.thing_id.in_(ids)))
    for table in (Assessment, AimedAt, ChainLink, SteeringSeat, CostLine):
        context.session.execute(delete(table).where(table.application_id.in_(ids)))
    context.session.execute(delete(GrantApplication).where(GrantApplication.id.in_(ids)))
