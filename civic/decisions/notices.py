"""A case, and a decision, on the board."""

from collections.abc import Iterator
from datetime import UTC, datetime

from civic.board.notices import UNDATED, Notice, tells
from civic.db.base import ZONE
from civic.decisions import queries
from civic.decisions.models import Case, Decision
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref


def case_notice(case: Case) -> Notice:
    """Return what the board says of a case with its chain of bodies."""
    bodies = (one.body.name for one in case.decisions)
    return Notice(
        ref=Ref(Kind.CASE, case.id),
        process_id=case.process_id,
        title=case.title,
        under=case.number,
        at=case.created_at,
        state=case.state_at(case.created_at).value,
        lead=case.recommendation,
        text="\n".join(part for part in (case.recommendation, case.presented, *bodies) if part),
        is_example=case.is_example,
    )


def decision_notice(decision: Decision) -> Notice:
    """Return what the board says of a decision that was taken: it stands on its case's page, or on its process's."""
    on = decision.decided_on
    at = datetime(on.year, on.month, on.day, tzinfo=ZONE).astimezone(UTC) if on else UNDATED
    return Notice(
        ref=Ref(Kind.DECISION, decision.id),
        home=Ref(Kind.CASE, decision.case_id) if decision.case_id else Ref(Kind.PROCESS, decision.process_id),
        process_id=decision.process_id,
        title=decision.subject,
        under=decision.body.named_on(on).name if on else decision.body.name,
        at=at,
        state=decision.state.value,
        lead=decision.wording,
        text=decision.wording,
        ended_at=at,
        is_example=decision.process.is_example,
        ending=decision.wording,
    )


@tells(Kind.CASE)
def case_notices(context: Context) -> Iterator[Notice]:
    """Give every case as the board should say it."""
    return map(case_notice, context.session.scalars(queries.chained().execution_options(populate_existing=True)))


@tells(Kind.DECISION, ends=True)
def decision_notices(context: Context) -> Iterator[Notice]:
    """Give every decision that was taken as the board should say it."""
    return map(decision_notice, context.session.scalars(queries.taken()).unique())
