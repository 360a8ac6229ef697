"""Finding goals with what was measured."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from civic.goals.models import Goal, Indicator
from civic.kernel.context import Context
from civic.kernel.trace import Kind


def goals_of(context: Context, kind: Kind, ids: Collection[int]) -> dict[int, list[Goal]]:
    """Return the goals of some things of a kind by the thing's id, with indicators and measurements."""
    found: dict[int, list[Goal]] = defaultdict(list)
    if ids:
        query = select(Goal).where(Goal.kind == kind, Goal.thing_id.in_(ids)).order_by(Goal.id)
        loaded = selectinload(Goal.indicators).selectinload(Indicator.measurements)
        for one in context.session.scalars(query.options(loaded).execution_options(populate_existing=True)):
            found[one.thing_id].append(one)
    return found
