"""Decisions: every write."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from civic.board import actions as board
from civic.bodies.models import Body
from civic.db.base import Precision
from civic.decisions import queries
from civic.decisions.models import (
    Attachment,
    Case,
    CaseState,
    Decision,
    DecisionState,
    FollowUp,
    Side,
    SideVotes,
    Tally,
    TallyLine,
    said_of,
)
from civic.decisions.notices import case_notice, decision_notice
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP, PROCESS_CASES, DecisionVerb
from civic.dialogue.queries import authors as authors_of_comments
from civic.files import uploads
from civic.files.uploads import TEXTS, Upload
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel import correction, deed, outbox, trace
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_have_been
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.processes import actions as processes
from civic.processes.models import Process, ProcessState
from civic.processes.queries import process
from civic.proposals.queries import authors as authors_of_proposals
from civic.reports.queries import version
from civic.responses.actions import tell
from civic.responses.queries import any_response
from civic.treatment.queries import answers_of

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
    earlier_decisions: str = "",
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
        earlier_decisions=earlier_decisions,
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
    _tell_followers(context, Step.CASE_OPENED, case)
    return case


def attach(
    context: Context,
    case_id: int,
    *,
    title: str,
    document_number: str,
    file: tuple[str, bytes] | None = None,
    folder: Path | None = None,
) -> Attachment:
    """Add a bilag with its number in the records system, after those that are there.

    Its file, by name and content, is shown once the worker has looked through it.
    """
    case = context.lock(queries.case(context, case_id))
    CASE.require(context, DecisionVerb.ATTACH, case)
    number = 1 + max((one.number for one in case.attachments), default=0)
    attachment = Attachment(case_id=case.id, number=number, title=title, document_number=document_number)
    case.attachments.append(attachment)
    if file is not None:
        _put_in(context, attachment, file, folder)
    return deed.enter(context, DecisionVerb.ATTACH, attachment)


def attach_file(context: Context, attachment_id: int, folder: Path, *, name: str, content: bytes) -> Attachment:
    """Put the file to a bilag that stands there without one; Refusal(TAKEN) where it has one."""
    attachment = queries.attachment(context, attachment_id)
    deed.begin(context, CASE, DecisionVerb.ATTACH, queries.case(context, attachment.case_id))
    if context.lock(attachment).upload_id is not None:
        raise Refusal(Reason.TAKEN)
    _put_in(context, attachment, (name, content), folder)
    return deed.enter(context, DecisionVerb.ATTACH, attachment)


def _put_in(context: Context, attachment: Attachment, file: tuple[str, bytes], folder: Path | None) -> None:
    assert folder is not None
    name, content = file
    thing = Ref(Kind.CASE, attachment.case_id)
    attachment.upload = uploads.receive(context, folder, thing, name=name, content=content, allowed=TEXTS)


def judge_attachment(context: Context, case_id: int, upload_id: int, *, is_shown: bool, reason: str) -> Upload:
    """Release a bilag's file the gate held back, or withhold one from the public, with the reason.

    Refusal(NOT_READ_YET) for a file the worker has not looked through.
    """
    case = deed.begin(context, CASE, DecisionVerb.JUDGE_ATTACHMENT, queries.case(context, case_id))
    found = uploads.judge(context, Ref(Kind.CASE, case.id), upload_id, is_shown=is_shown, reason=reason)
    return deed.enter(context, DecisionVerb.JUDGE_ATTACHMENT, found)


def post_again(context: Context, body_id: int) -> None:
    """Let the board say anew what a body decided, and the cases before it; part of a deed that changes its name."""
    for one in queries.taken_by(context, body_id):
        board.put(context, decision_notice(one))
    for each in queries.before_body(context, body_id):
        board.put(context, case_notice(each))


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
        position=1 + max((one.position for one in case.decisions), default=0),
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

    A body that puts the case off has it once more: its next decision is a row of its own.
    Refusal(DISSENT_NEEDS_MINORITY) for a reason given by somebody on the side that won, Refusal(MORE_NAMES) for more
    letters and names on a side than it has votes. Refusal(OTHERS_FIRST) where it
    adopts what a body before it has not decided on, unless `out_of_turn` says why; one whose decision the record does
    not state counts as past.
    Source: kommunestyrelsesloven S 13(2): those in the minority may have a short dissent recorded.
    """
    must_have_been(context, on)
    decision = deed.do(context, DECISION, DecisionVerb.RECORD, queries.decision(context, decision_id))
    decision.out_of_turn = _in_turn(context, decision, outcome, out_of_turn)
    _fill(decision, outcome, wording, on, item_number, votes or {})
    if decision.case_id is not None:
        case = queries.case(context, decision.case_id)
        if outcome is DecisionState.POSTPONED:
            _put_behind(decision, case)
        trace.link(context, Ref(Kind.CASE, case.id), Ref(Kind.DECISION, decision.id))
        board.put(context, case_notice(case))
        told = _tell_contributors(context, case, CaseState.NOT_DECIDED)
        _tell_followers(context, Step.DECIDED, case, besides=told)
    board.put(context, decision_notice(decision))
    return decision


def _tell_followers(context: Context, step: Step, case: Case, *, besides: Collection[int] = ()) -> None:
    home = [Ref(Kind.PROCESS, case.process_id)]
    following.tell(context, step, Ref(Kind.CASE, case.id), case.title, within=home, besides=besides)


def _tell_contributors(context: Context, case: Case, before: CaseState) -> set[int]:
    """Tell those whose words a case rests on that it has been decided: once each, by the links that somebody made.

    Return who has an account among them.
    """
    state = case.state_at(context.now)
    if state in {before, CaseState.NOT_DECIDED}:
        return set()
    behind = trace.backward(context, Ref(Kind.CASE, case.id))
    about: dict[str, object] = {"case_id": case.id, "title": case.title, "state": state.value}
    told: set[int] = set()
    for response_id in answers_of(context, behind.get(Kind.REMARK, ())):
        told |= tell(context, any_response(context, response_id), "case_decided", about)
    wrote = {*authors_of_proposals(context, behind.get(Kind.PROPOSAL, ())),
             *authors_of_comments(context, behind.get(Kind.COMMENT, ()))}  # fmt: skip
    for person_id in sorted(wrote - told):
        outbox.mail(context, "case_decided", to=person_id, data=about)
    return told | wrote


def _in_turn(context: Context, decision: Decision, outcome: DecisionState, why: str) -> str:
    """Return why a body adopts what one before it has yet to decide on, "" where none waits; else raise."""
    if decision.case_id is None or outcome not in {DecisionState.ADOPTED, DecisionState.APPROVED}:
        return ""
    chain = queries.case(context, decision.case_id).decisions
    before = [one.body.name for one in chain if one.position < decision.position and one.is_awaited]
    if before and not why:
        raise Refusal(Reason.OTHERS_FIRST, about=", ".join(before))
    return why if before else ""


def _put_behind(decision: Decision, case: Case) -> None:
    """Let a body have the case once more, in its place in the chain."""
    case.decisions.insert(case.decisions.index(decision) + 1, _once_more(decision))


def _once_more(decision: Decision) -> Decision:
    return Decision(
        process_id=decision.process_id,
        case_id=decision.case_id,
        body=decision.body,
        position=decision.position,
        sitting=decision.sitting + 1,
        subject=decision.subject,
        tallies=[],
    )


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
    """Say what was done about it. Refusal(NOT_HELD_YET) for a day to come."""
    must_have_been(context, on)
    follow_up = deed.do(context, FOLLOW_UP, DecisionVerb.MARK_DONE, queries.follow_up(context, follow_up_id))
    follow_up.result, follow_up.done_on = result, on
    _tell_followers(context, Step.DONE, queries.case(context, follow_up.case_id))
    return follow_up


def take_back_handover(context: Context, process_id: int, *, reason: str) -> Process:
    """Take back a process's handover, or its end, that was entered by mistake.

    Refusal(DECIDED_SINCE) where a body has decided of what was handed over.
    """
    found = process(context, process_id)
    decided = [
        one.body.name
        for one in queries.decisions_of(context, process_id)
        if one.case_id is not None
        and one.decided_on is not None
        and one.decided_on >= (found.handed_over_on or date.max)
    ]
    if found.state is ProcessState.HANDED_OVER and decided:
        raise Refusal(Reason.DECIDED_SINCE, about=", ".join(dict.fromkeys(decided)))
    return processes.take_back(context, process_id, reason=reason)


def correct_case(
    context: Context, case_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Case:
    """Correct a case's number, title and recommendation; raises as `kernel.correction.correct` does, as all that do."""
    case = deed.begin(context, CASE, DecisionVerb.CORRECT, queries.case(context, case_id))
    before = case.title
    spot = Spot(Ref(Kind.CASE, case.id), "case", case.id)
    correction.correct(context, DecisionVerb.CORRECT, spot, case, values, reason=reason, seen=seen)
    for one in case.decisions:
        if one.subject == before:
            one.subject = case.title
            if one.state is not DecisionState.PENDING:
                board.put(context, decision_notice(one))
    board.put(context, case_notice(case))
    return case


def correct_attachment(
    context: Context, attachment_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Attachment:
    """Correct a bilag's title and its number in the records system."""
    attachment = queries.attachment(context, attachment_id)
    case = deed.begin(context, CASE, DecisionVerb.CORRECT, queries.case(context, attachment.case_id))
    spot = Spot(Ref(Kind.CASE, case.id), "attachment", attachment.id, attachment.title)
    correction.correct(context, DecisionVerb.CORRECT, spot, attachment, values, reason=reason, seen=seen)
    return attachment


def take_out_attachment(context: Context, attachment_id: int, *, reason: str) -> Case:
    """Take a bilag out that was entered by mistake; what it was called, and why it went, stays to be seen."""
    attachment = queries.attachment(context, attachment_id)
    case = deed.begin(context, CASE, DecisionVerb.CORRECT, queries.case(context, attachment.case_id))
    spot = Spot(Ref(Kind.CASE, case.id), "attachment", attachment.id, attachment.title)
    stood = {"title": attachment.title, "document_number": attachment.document_number}
    correction.take_out(context, spot, stood, reason=reason)
    deed.enter(context, DecisionVerb.TAKE_OUT, attachment)
    upload = attachment.upload
    context.session.delete(attachment)
    context.session.flush()
    if upload is not None:
        uploads.remove(context, upload)
    return case


def take_out_body(context: Context, decision_id: int, *, reason: str) -> Case:
    """Take a body out of a case's chain that was entered by mistake and has not decided; what stood there is kept."""
    decision = deed.begin(context, DECISION, DecisionVerb.TAKE_OUT, queries.decision(context, decision_id))
    case = context.lock(queries.case(context, decision.case_id or 0))
    was = case.state_at(context.now)
    spot = Spot(Ref(Kind.CASE, case.id), "decision", decision.id, decision.body.name)
    correction.take_out(context, spot, {"body": decision.body.name}, reason=reason)
    deed.enter(context, DecisionVerb.TAKE_OUT, decision)
    context.session.delete(decision)
    context.session.flush()
    context.session.expire(case, ["decisions"])
    case = queries.case(context, case.id)
    board.put(context, case_notice(case))
    _tell_contributors(context, case, was)  # the last one that was waited for may be the one that goes
    return case


def correct_expectation(
    context: Context, decision_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Decision:
    """Correct when a body is expected to decide, how well that is known, and whether the record leaves it out."""
    decision = deed.begin(context, DECISION, DecisionVerb.EXPECT, queries.decision(context, decision_id))
    spot = Spot(Ref(Kind.CASE, decision.case_id or 0), "decision", decision.id, decision.body.name)
    correction.correct(context, DecisionVerb.EXPECT, spot, decision, values, reason=reason, seen=seen)
    return decision


def correct_case_version(
    context: Context, case_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Case:
    """Let a case carry another version of its process's report; what it rests on is then what that version rests on.

    Refusal(NOT_FOUND) for another process's.
    """
    case = deed.begin(context, CASE, DecisionVerb.CORRECT, queries.case(context, case_id))
    version_id = values.get("version_id")
    carried = version(context, version_id) if isinstance(version_id, int) else None
    if carried is not None and carried.report.process_id != case.process_id:
        raise Refusal(Reason.NOT_FOUND)
    check(seen, case.version_id)
    if case.version_id == version_id:
        raise Refusal(Reason.AS_IT_STANDS)
    before = case.version.label if case.version else ""
    correction.keep(context, Spot(Ref(Kind.CASE, case.id), "case", case.id), {"version": before}, reason=reason)
    if case.version_id is not None:
        trace.unlink(context, Ref(Kind.VERSION, case.version_id), Ref(Kind.CASE, case.id))
    case.version, case.version_id = carried, carried.id if carried else None
    if carried is not None:
        trace.link(context, Ref(Kind.VERSION, carried.id), Ref(Kind.CASE, case.id))
    return deed.enter(context, DecisionVerb.CORRECT, case)


def correct_follow_up(
    context: Context, follow_up_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> FollowUp:
    """Correct what is to be done, by whom and when; of what has been done, when and with what result.

    Refusal(NOT_HELD_YET) for a day to come.
    """
    must_have_been(context, values.get("done_on"))
    found = deed.begin(context, FOLLOW_UP, DecisionVerb.CORRECT, queries.follow_up(context, follow_up_id))
    spot = Spot(Ref(Kind.CASE, found.case_id), "follow_up", found.id, found.text[:80])
    correction.correct(context, DecisionVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    return found


def correct_decision(
    context: Context,
    decision_id: int,
    *,
    outcome: DecisionState,
    wording: str,
    on: date,
    item_number: int | None,
    votes: Mapping[Side, SideVotes],
    reason: str,
    out_of_turn: str = "",
    votes_as_written: str = "",
    seen: str | None = None,
) -> Decision:
    """Correct how a body's decision was entered: its outcome, wording, day, item and votes.

    Raises as `record_decision` and `kernel.correction.correct` do; Refusal(WRITTEN_MEANWHILE) where somebody else
    corrected it meanwhile, and Refusal(DECIDED_SINCE) where a later decision would rest on what did not happen.
    """
    must_have_been(context, on)
    decision = deed.begin(context, DECISION, DecisionVerb.CORRECT, queries.decision(context, decision_id))
    context.session.expire(decision, ["tallies"])
    decision = queries.decision(context, decision_id)  # its votes as they are now that it is locked
    before = said_of(decision)
    case = context.lock(queries.case(context, decision.case_id)) if decision.case_id else None
    was = case.state_at(context.now) if case is not None else None
    check(seen, *before.values())
    _check_chain(case, decision, outcome)
    _in_turn(context, decision, outcome, out_of_turn)
    decision.tallies = []
    context.session.flush()  # a side stands once: what was entered goes before it is entered anew
    _fill(decision, outcome, wording, on, item_number, votes)
    decision.out_of_turn, decision.votes_as_written = out_of_turn, votes_as_written
    after = said_of(decision)
    changed = {name: value for name, value in before.items() if after[name] != value}
    if not changed:
        raise Refusal(Reason.AS_IT_STANDS)
    home = Ref(Kind.CASE, decision.case_id) if decision.case_id else Ref(Kind.PROCESS, decision.process_id)
    correction.keep(context, Spot(home, "decision", decision.id, decision.body.name), changed, reason=reason)
    deed.enter(context, DecisionVerb.CORRECT, decision)
    if case is not None and was is not None:
        _keep_the_chain(context, decision, case)
        _tell_contributors(context, case, was)
    board.put(context, decision_notice(decision))
    return decision


def _check_chain(case: Case | None, decision: Decision, outcome: DecisionState) -> None:
    """Refusal(DECIDED_SINCE) where whether a body put its case off, or still waits, bears what was decided since.

    The outcome of what was decided about the process itself stands: the process has gone on by it.
    """
    if outcome is decision.state:
        return
    if case is None:
        raise Refusal(Reason.DECIDED_SINCE, about=decision.subject)
    later = [
        one
        for one in case.decisions
        if (one.position, one.sitting) > (decision.position, decision.sitting)
        and one.state is not DecisionState.PENDING
    ]
    is_put_off = DecisionState.POSTPONED in {outcome, decision.state}
    same_body = [one for one in later if one.position == decision.position]
    if (same_body and is_put_off) or (outcome is DecisionState.POSTPONED and any(not one.out_of_turn for one in later)):
        raise Refusal(Reason.DECIDED_SINCE, about=", ".join(dict.fromkeys(one.body.name for one in later)))


def _keep_the_chain(context: Context, decision: Decision, case: Case) -> None:
    """Let the body have the case once more where it now stands as put off, and not where it stands as decided."""
    waiting = [one for one in case.decisions if one.position == decision.position and one.is_awaited]
    if decision.state is DecisionState.POSTPONED and not waiting:
        _put_behind(decision, case)
    elif decision.state is not DecisionState.POSTPONED:
        for one in waiting:
            if one.sitting == decision.sitting + 1:
                case.decisions.remove(one)
                context.session.delete(one)
    context.session.flush()
    board.put(context, case_notice(case))


def _fill(
    decision: Decision,
    outcome: DecisionState,
    wording: str,
    on: date,
    item_number: int | None,
    votes: Mapping[Side, SideVotes],
) -> None:
    if any(len(one.voters) > one.count for one in votes.values()):
        raise Refusal(Reason.MORE_NAMES)
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


def follow(context: Context, case_id: int, *, is_on: bool = True) -> Case:
    """Hear by mail of each step that is taken with a case, or stop hearing of it."""
    verb = DecisionVerb.FOLLOW if is_on else DecisionVerb.UNFOLLOW
    found = queries.case(context, case_id)
    CASE.require(context, verb, found)
    (following.follow if is_on else following.unfollow)(context, Ref(Kind.CASE, found.id))
    return deed.enter(context, verb, found)
