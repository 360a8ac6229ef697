"""Finding cases, decisions and follow-ups."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload, selectinload

from civic.bodies.models import Body
from civic.db.finding import Spot, Stretch, is_among, page_of
from civic.decisions.models import (
    Attachment,
    Case,
    CaseState,
    Decision,
    DecisionState,
    FollowUp,
    FollowUpState,
    Tally,
    outcome_of,
)
from civic.files.uploads import Upload
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.processes.models import Process
from civic.processes.workflow import PUBLIC, may_read
from civic.reports.models import Version


def _named() -> Any:
    """Load a decision's body with the names it had before: a decision is shown under the one of its day."""
    return joinedload(Decision.body, innerjoin=True).joinedload(Body.earlier_names)


def case(context: Context, case_id: int) -> Case:
    """Return one case with process, attachments, chain, votes and follow-up; hidden like missing."""
    found = (
        context.session.scalars(
            select(Case)
            .where(Case.id == case_id)
            .options(
                joinedload(Case.process, innerjoin=True),
                joinedload(Case.version).joinedload(Version.report),
                joinedload(Case.attachments)
                .joinedload(Attachment.upload)
                .options(joinedload(Upload.file, innerjoin=True), joinedload(Upload.shown)),
                joinedload(Case.follow_ups),
                selectinload(Case.decisions).options(
                    _named(),
                    joinedload(Decision.tallies).joinedload(Tally.lines),
                ),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None or not may_read(context, found.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def decision(context: Context, decision_id: int) -> Decision:
    """Return one decision with process, body and votes; hidden like missing."""
    found = (
        context.session.scalars(
            select(Decision)
            .where(Decision.id == decision_id)
            .options(
                joinedload(Decision.process, innerjoin=True),
                _named(),
                joinedload(Decision.case).joinedload(Case.version),
                joinedload(Decision.tallies).joinedload(Tally.lines),
            )
        )
        .unique()
        .one_or_none()
    )
    if found is None or not may_read(context, found.process):
        raise Refusal(Reason.NOT_FOUND)
    return found


def decisions_of(context: Context, process_id: int) -> Sequence[Decision]:
    """Return every decision about a process, with body, case and votes, in the order of cases and chain."""
    return (
        context.session.scalars(
            select(Decision)
            .where(Decision.process_id == process_id)
            .options(
                _named(),
                joinedload(Decision.case),
                joinedload(Decision.tallies).joinedload(Tally.lines),
            )
            .order_by(Decision.case_id.is_not(None), Decision.case_id, Decision.position, Decision.sitting, Decision.id)
        )
        .unique()
        .all()
    )


def taken() -> Select[Decision]:
    """Return the question for every decision that was taken, with its process and what its body is and was called."""
    found = select(Decision).where(Decision.decided_on.is_not(None), Decision.state != DecisionState.PENDING)
    return found.options(_named(), joinedload(Decision.process, innerjoin=True))


def chained() -> Select[Case]:
    """Return the question for every case, with its chain of bodies."""
    return select(Case).options(selectinload(Case.decisions).joinedload(Decision.body, innerjoin=True))


def taken_by(context: Context, body_id: int) -> Sequence[Decision]:
    """Return what a body decided, as the board says it: for whoever lets it say so again."""
    found = taken().where(Decision.body_id == body_id).execution_options(populate_existing=True)
    return context.session.scalars(found).unique().all()


def before_body(context: Context, body_id: int) -> Sequence[Case]:
    """Return the cases that a body has, or had, with their chains."""
    its_own = select(Decision.case_id).where(Decision.body_id == body_id, Decision.case_id.is_not(None))
    return context.session.scalars(chained().where(Case.id.in_(its_own))).all()


def of_body(context: Context, body_id: int, at: Spot, *, at_most: int = 10) -> tuple[list[Decision], Spot | None, int]:
    """Return what a body decided in processes that are public, the last first: a page, where the next begins, how many.

    Each with case and process.
    """
    public = select(Process.id).where(is_among(Process.state, PUBLIC))
    its_own = and_(Decision.body_id == body_id, Decision.decided_on.is_not(None), Decision.process_id.in_(public))
    query = select(Decision).options(joinedload(Decision.process, innerjoin=True), joinedload(Decision.case))
    stretch = Stretch(its_own, Decision.decided_on, Decision.id, is_downwards=True)
    found, more, count = page_of(context.session, query, [stretch], at, at_most=at_most)
    return [one for (one,) in found], more, count


def cases_by_ids(context: Context, ids: Sequence[int]) -> Sequence[Case]:
    """Return the public cases among the ids, each with its chain."""
    if not ids:
        return []
    found = context.session.scalars(
        select(Case)
        .where(Case.id.in_(ids))
        .options(
            joinedload(Case.process, innerjoin=True),
            selectinload(Case.decisions).options(_named(), joinedload(Decision.tallies)),
            joinedload(Case.follow_ups),
        )
    )
    return [one for one in found.unique() if may_read(context, one.process)]


def attachment(context: Context, attachment_id: int) -> Attachment:
    """Return one bilag, or Refusal(NOT_FOUND); hidden as its case is."""
    found = context.session.get(Attachment, attachment_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    case(context, found.case_id)  # which loads the file along with it
    return found


def follow_up(context: Context, follow_up_id: int) -> FollowUp:
    """Return one follow-up, or Refusal(NOT_FOUND)."""
    found = context.session.get(FollowUp, follow_up_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    case(context, found.case_id)
    return found


def pending(context: Context, process_ids: Sequence[int], *, at_most: int = 20) -> Sequence[Decision]:
    """Return decisions that bodies have yet to take in the given processes, with case and body."""
    return context.session.scalars(
        select(Decision)
        .where(Decision.process_id.in_(process_ids), Decision.case_id.is_not(None))
        .where(Decision.state == DecisionState.PENDING)
        .options(joinedload(Decision.body, innerjoin=True), joinedload(Decision.case))
        .order_by(Decision.case_id, Decision.position)
        .limit(at_most)
    ).all()


def is_decided(context: Context, process_id: int) -> bool:
    """Return whether there are cases about a process, and the last body of each has decided."""
    chains: dict[int, list[Decision]] = {}
    for one in context.session.scalars(
        select(Decision)
        .where(Decision.process_id == process_id, Decision.case_id.is_not(None))
        .order_by(Decision.case_id, Decision.position, Decision.sitting)
    ):
        chains.setdefault(one.case_id or 0, []).append(one)
    return bool(chains) and all(outcome_of(one) is not CaseState.NOT_DECIDED for one in chains.values())


def next_planned(context: Context, process_id: int) -> FollowUp | None:
    """Return what is to be done first about a process's cases, or None."""
    return context.session.scalar(
        select(FollowUp)
        .where(FollowUp.process_id == process_id, FollowUp.state == FollowUpState.PLANNED)
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(1)
    )
