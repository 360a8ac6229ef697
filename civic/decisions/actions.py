"""Decisions: every write."""

from collections.abc import Mapping
from datetime import date

from civic.board import actions as board
from civic.db.base import Precision
from civic.decisions import queries
from civic.decisions.models import (
    Attachment,
    Case,
    Decision,
    DecisionState,
    FollowUp,
    Side,
    SideVotes,
    Tally,
    TallyLine,
)
from civic.decisions.notices import case_notice, decision_notice
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP, PROCESS_CASES, DecisionVerb
from civic.kernel import deed, trace
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.models import Body
from civic.processes.queries import process
from civic.reports.queries import version

WON = {
    DecisionState.RECOMMENDED: Side.FOR,
    DecisionState.APPROVED: Side.FOR,
    DecisionState.ADOPTED: Side.FOR,
    DecisionState.NOTED: Side.FOR,
    DecisionState.REJECTED: Side.AGAINST,
}


def add_case(
    context: Context,
    process_id: int,
    *,
    number: str,
    title: str,
    recommended_by: str,
    recommendation: str,
    version_id: int | None = None,
    presented: str = "",
    is_example: bool = False,
) -> Case:
    """Open a case with the administration's indstilling; a number used twice breaks a unique key."""
    parent = deed.begin(context, PROCESS_CASES, DecisionVerb.ADD_CASE, process(context, process_id))
    carried = version(context, version_id) if version_id else None
    if carried is not None and carried.report.process_id != parent.id:
        raise Refusal(Reason.NOT_FOUND)
    case = Case(
        process=parent,
        version=carried,
        number=number,
        title=title,
        recommended_by=recommended_by,
        recommendation=recommendation,
        presented=presented,
        is_example=is_example,
        created_at=context.now,
        attachments=[],
        decisions=[],
        follow_ups=[],
    )
    deed.enter(context, DecisionVerb.ADD_CASE, case)
    if carried is not None:
        trace.link(context, Ref(Kind.VERSION, carried.id), Ref(Kind.CASE, case.id))
    board.put(context, case_notice(case))
    return case


def attach(context: Context, case_id: int, *, title: str, document_number: str) -> Attachment:
    """Add a bilag with its number in the records system, after those that are there."""
    case = context.lock(queries.case(context, case_id))
    CASE.require(context, DecisionVerb.ATTACH, case)
    number = 1 + max((one.number for one in case.attachments), default=0)
    attachment = Attachment(case_id=case.id, number=number, title=title, document_number=document_number)
    case.attachments.append(attachment)
    return deed.enter(context, DecisionVerb.ATTACH, attachment)


def add_body(
    context: Context,
    case_id: int,
    body: Body,
    *,
    expected_on: date | None = None,
    expected_precision: Precision | None = None,
    is_not_stated: bool = False,
) -> Decision:
    """Add a body at the end of the case's chain; the last one decides."""
    case = context.lock(queries.case(context, case_id))
    CASE.require(context, DecisionVerb.ADD_BODY, case)
    decision = Decision(
        process_id=case.process_id,
        body=body,
        position=1 + len(case.decisions),
        subject=case.title,
        expected_on=expected_on,
        expected_precision=expected_precision,
        is_not_stated=is_not_stated,
        tallies=[],
    )
    case.decisions.append(decision)
    deed.enter(context, DecisionVerb.ADD_BODY, decision)
    board.put(context, case_notice(case))
    return decision


def record_decision(
    context: Context,
    decision_id: int,
    *,
    outcome: DecisionState,
    wording: str,
    on: date,
    item_number: int | None = None,
    votes: Mapping[Side, SideVotes] | None = None,
    out_of_turn: str = "",
) -> Decision:
    """Enter what a body decided, verbatim, with its votes as the minutes have them.

    Refusal(DISSENT_NEEDS_MINORITY) for a reason given by somebody on the side that won. Refusal(OTHERS_FIRST) where it
    adopts what a body before it has not decided on, unless `out_of_turn` says why; one whose decision the record does
    not state counts as past.
    Source: kommunestyrelsesloven S 13(2): those in the minority may have a short dissent recorded.
    """
    decision = deed.do(context, DECISION, DecisionVerb.RECORD, queries.decision(context, decision_id))
    if decision.case_id is not None and outcome in {DecisionState.ADOPTED, DecisionState.APPROVED}:
        chain = queries.case(context, decision.case_id).decisions
        before = [one.body.name for one in chain if one.position < decision.position and one.is_awaited]
        if before and not out_of_turn:
            raise Refusal(Reason.OTHERS_FIRST, about=", ".join(before))
        decision.out_of_turn = out_of_turn if before else ""
    _fill(decision, outcome, wording, on, item_number, votes or {})
    if decision.case_id is not None:
        trace.link(context, Ref(Kind.CASE, decision.case_id), Ref(Kind.DECISION, decision.id))
        board.put(context, case_notice(queries.case(context, decision.case_id)))
    board.put(context, decision_notice(decision))
    return decision


def record_process_decision(
    context: Context,
    process_id: int,
    body: Body,
    *,
    subject: str,
    wording: str,
    on: date,
    item_number: int | None,
    votes: Mapping[Side, SideVotes] | None = None,
    votes_as_written: str = "",
) -> Decision:
    """Enter what a body decided about the process itself: its kommissorium."""
    parent = process(context, process_id)
    PROCESS_CASES.require(context, DecisionVerb.ADD_CASE, parent)
    decision = Decision(
        process=parent,
        body=body,
        position=0,
        subject=subject,
        votes_as_written=votes_as_written,
        tallies=[],
    )
    _fill(decision, DecisionState.APPROVED, wording, on, item_number, votes or {})
    deed.enter(context, DecisionVerb.RECORD, decision)
    board.put(context, decision_notice(decision))
    return decision


def add_follow_up(context: Context, case_id: int, *, text: str, responsible: str, due_on: date) -> FollowUp:
    """Say what will be done about an adopted case, by whom and by when."""
    case = context.lock(queries.case(context, case_id))
    CASE.require(context, DecisionVerb.ADD_FOLLOW_UP, case)
    follow_up = FollowUp(case_id=case.id, process_id=case.process_id, text=text, responsible=responsible, due_on=due_on)
    case.follow_ups.append(follow_up)
    deed.enter(context, DecisionVerb.ADD_FOLLOW_UP, follow_up)
    trace.link(context, Ref(Kind.CASE, case.id), Ref(Kind.FOLLOW_UP, follow_up.id))
    return follow_up


def mark_done(context: Context, follow_up_id: int, *, result: str, on: date) -> FollowUp:
    """Say what was done about it."""
    follow_up = deed.do(context, FOLLOW_UP, DecisionVerb.MARK_DONE, queries.follow_up(context, follow_up_id))
    follow_up.result, follow_up.done_on = result, on
    return follow_up


def _fill(
    decision: Decision,
    outcome: DecisionState,
    wording: str,
    on: date,
    item_number: int | None,
    votes: Mapping[Side, SideVotes],
) -> None:
    winning = votes.get(WON[outcome]) if outcome in WON else None
    if winning is not None and any(voter.reason for voter in winning.voters):
        raise Refusal(Reason.DISSENT_NEEDS_MINORITY)
    decision.state, decision.wording = outcome, wording
    decision.decided_on, decision.item_number = on, item_number
    decision.tallies = [_tally(side, votes[side]) for side in Side if side in votes]


def _tally(side: Side, votes: SideVotes) -> Tally:
    lines = [
        TallyLine(position=n, letter=v.letter, name=v.name, affiliation=v.affiliation, reason=v.reason)
        for n, v in enumerate(votes.voters, start=1)
    ]
    return Tally(side=side, count=votes.count, lines=lines)
