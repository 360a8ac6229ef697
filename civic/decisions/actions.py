"""Decisions: every write."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from civic.board import actions as board
from civic.bodies.models import Body
from civic.db.base import Precision
from civic.decisions import carrying, queries
from civic.decisions.models import (
    FINAL,
    REPORTED,
    WON,
    Attachment,
    Case,
    CaseState,
    Decision,
    DecisionState,
    Dissent,
    Dissenter,
    DissentKind,
    EarlierDecision,
    FollowUp,
    FollowUpProgress,
    FollowUpState,
    Side,
    SideVotes,
    Tally,
    TallyLine,
    minority,
    named_of,
    record_of,
    said_of,
    subject_of,
)
from civic.decisions.notices import case_notice, decision_notice
from civic.decisions.workflow import CASE, DECISION, FOLLOW_UP, PROCESS_CASES, DecisionVerb
from civic.dialogue.queries import authors as authors_of_comments
from civic.files import uploads
from civic.files.uploads import TEXTS, Upload
from civic.following import actions as following
from civic.following.models import Step
from civic.kernel import correction, deed, ledger, outbox, trace
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
from civic.reports.models import Version
from civic.reports.queries import version
from civic.responses.actions import tell
from civic.responses.queries import any_response
from civic.treatment.queries import answers_of

TOLD_OF_CASES = (
    "case_decided",
    "asked_to_take_part",
    "offer_comes_back",
    "done_contested",
    "contest_answered",
    "reported_back",
    "time_to_report_back",
)
"""Mails that tell of a case: of one that is closed those that wait are taken back."""


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
    presented_by: str = "",
    resume: str = "",
    background: str = "",
    earlier_decisions: str = "",
    neutral_title: str = "",
    closed_because: str = "",
    is_example: bool = False,
) -> Case:
    """Open a case with the administration's indstilling; a number used twice breaks a unique key.

    One that is closed from the beginning has a `neutral_title`, and a concrete ground.
    """
    parent = deed.begin(context, PROCESS_CASES, DecisionVerb.ADD_CASE, process(context, process_id))
    carried = _version_of(context, parent.id, version_id)
    case = Case(
        process=parent,
        version=carried,
        number=number,
        title=title,
        recommended_by=recommended_by,
        recommendation=recommendation,
        presented=presented,
        presented_by=presented_by,
        resume=resume,
        background=background,
        earlier_decisions=earlier_decisions,
        is_closed=bool(neutral_title or closed_because),
        neutral_title=neutral_title,
        closed_because=closed_because,
        is_example=is_example,
        created_at=context.now,
        attachments=[],
        decisions=[],
        follow_ups=[],
        before=[],
    )
    deed.enter(context, DecisionVerb.ADD_CASE, case)
    if carried is not None:
        trace.link(context, Ref(Kind.VERSION, carried.id), Ref(Kind.CASE, case.id))
    _say(context, case)
    _tell_followers(context, Step.CASE_OPENED, case)
    return case


def _locked(context: Context, case_id: int) -> Case:
    """Return a case that is locked, with its route as it is now."""
    case = context.lock(queries.case(context, case_id))
    context.session.expire(case, ["decisions"])
    return queries.case(context, case_id)


def _locked_stop(context: Context, decision_id: int) -> Decision:
    """Return a decision whose case is locked, with its votes and dissents as they are now.

    The case is locked before any of its stops, by whichever deed: what is sent back moves the others.
    """
    found = queries.decision(context, decision_id)
    if found.case_id is None:
        return found
    _locked(context, found.case_id)
    context.session.expire(found)
    return queries.decision(context, decision_id)


def _say(context: Context, case: Case) -> None:
    """Let the board say what a case is; of a closed item it says nothing at all."""
    if not case.is_closed:
        board.put(context, case_notice(case))


def _say_decided(context: Context, decision: Decision) -> None:
    if decision.case is None or not decision.case.is_closed:
        board.put(context, decision_notice(decision))
    ledger.enter(context, decision.process_id, subject_of(decision), record_of(decision))


def close_item(context: Context, case_id: int, *, neutral_title: str, because: str) -> Case:
    """Treat a case behind closed doors from now on: its number and a neutral title are all that stays public.

    Source: styrelsesloven § 10: doors are closed item by item, on a concrete ground.
    """
    case = deed.did(context, CASE, DecisionVerb.CLOSE_ITEM, _locked(context, case_id))
    case.is_closed, case.neutral_title, case.closed_because = True, neutral_title, because
    board.take_down(context, Ref(Kind.CASE, case.id))
    for one in case.decisions:
        board.take_down(context, Ref(Kind.DECISION, one.id))
        if one.is_taken:
            ledger.enter(context, one.process_id, subject_of(one), record_of(one))
    thing = {"kind": Kind.CASE.value, "id": case.id}
    of_case = {one: {"case_id": case.id} for one in TOLD_OF_CASES}
    outbox.withdraw(context, {"followed": thing, **of_case})
    correction.blot_said(context, "treats", case.title)
    return case


def open_item(context: Context, case_id: int) -> Case:
    """Let everybody read a case that was closed, when its ground is no more; who waited for it is told."""
    case = deed.did(context, CASE, DecisionVerb.OPEN_ITEM, _locked(context, case_id))
    case.is_closed, case.closed_because = False, ""
    _say(context, case)
    taken = [one for one in case.decisions if one.is_taken]
    for one in taken:
        _say_decided(context, one)
    told = _tell_contributors(context, case, CaseState.NOT_DECIDED)
    _tell_followers(context, Step.DECIDED if taken else Step.CASE_OPENED, case, besides=told)
    return case


def attach(
    context: Context,
    case_id: int,
    *,
    title: str,
    document_number: str,
    version_id: int | None = None,
    file: tuple[str, bytes] | None = None,
    folder: Path | None = None,
) -> Attachment:
    """Add a bilag with its number in the records system, after those that are there.

    Its file, by name and content, is shown once the worker has looked through it. Refusal(NOT_FOUND) for a version of
    another process's report.
    """
    case = context.lock(queries.case(context, case_id))
    CASE.require(context, DecisionVerb.ATTACH, case)
    number = 1 + max((one.number for one in case.attachments), default=0)
    attachment = Attachment(case_id=case.id, number=number, title=title, document_number=document_number)
    attachment.version = _version_of(context, case.process_id, version_id)
    case.attachments.append(attachment)
    if file is not None:
        _put_in(context, attachment, file, folder)
    return deed.enter(context, DecisionVerb.ATTACH, attachment)


def _version_of(context: Context, process_id: int, version_id: int | None) -> Version | None:
    """Return a version of a process's report, None where none is named; Refusal(NOT_FOUND) for another process's."""
    found = version(context, version_id) if version_id else None
    if found is not None and found.report.process_id != process_id:
        raise Refusal(Reason.NOT_FOUND)
    return found


def add_earlier(
    context: Context,
    case_id: int,
    *,
    body: str,
    decided_on: date | None = None,
    decided_precision: Precision | None = None,
    reference: str = "",
    text: str = "",
    is_replaced: bool = False,
    number: str = "",
) -> EarlierDecision:
    """Say what was decided in the matter before, by whom; `number` is that of a case that is here.

    Refusal(NO_SUCH_CASE) where there is none with the number, or it is the case itself.
    """
    case = deed.begin(context, CASE, DecisionVerb.ADD_EARLIER, queries.case(context, case_id))
    made = EarlierDecision(
        case_id=case.id,
        body=body,
        decided_on=decided_on,
        decided_precision=decided_precision if decided_on else None,
        reference=reference,
        text=text,
        is_replaced=is_replaced,
        earlier=_numbered(context, case, number) if number else None,
    )
    return deed.enter(context, DecisionVerb.ADD_EARLIER, made)


def _numbered(context: Context, case: Case, number: str) -> Case:
    try:
        found = queries.numbered(context, number)
    except Refusal as refused:
        raise Refusal(Reason.NO_SUCH_CASE) from refused
    if found.id == case.id:
        raise Refusal(Reason.NO_SUCH_CASE)
    return found


def correct_earlier(
    context: Context, earlier_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> EarlierDecision:
    """Correct what was decided before, by whom and when."""
    found = queries.earlier_decision(context, earlier_id)
    case = deed.begin(context, CASE, DecisionVerb.CORRECT, queries.case(context, found.case_id))
    spot = Spot(Ref(Kind.CASE, case.id), "earlier_decision", found.id, found.body)
    correction.correct(context, DecisionVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    return found


def take_out_earlier(context: Context, earlier_id: int, *, reason: str) -> Case:
    """Take out an earlier decision that was entered by mistake; what stood there, and why it went, stays to be seen."""
    found = queries.earlier_decision(context, earlier_id)
    case = deed.begin(context, CASE, DecisionVerb.CORRECT, queries.case(context, found.case_id))
    spot = Spot(Ref(Kind.CASE, case.id), "earlier_decision", found.id, found.body)
    correction.take_out(context, spot, {"body": found.body, "text": found.text or found.reference}, reason=reason)
    deed.enter(context, DecisionVerb.TAKE_OUT, found)
    context.session.delete(found)
    return case


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
        _say_decided(context, one)
    for each in queries.before_body(context, body_id):
        _say(context, each)


def add_body(
    context: Context,
    case_id: int,
    body: Body,
    *,
    expected_on: date | None = None,
    expected_precision: Precision | None = None,
    is_not_stated: bool = False,
    beside: int | None = None,
    reading: int | None = None,
) -> Decision:
    """Add a body to the case's route: after all others, or `beside` a stop, by its id, at the same time.

    The last one decides. Refusal(NOT_FOUND) for a stop that the route does not have.
    """
    case = _locked(context, case_id)
    CASE.require(context, DecisionVerb.ADD_BODY, case)
    steps = {one.id: one.step for one in case.decisions}
    if beside is not None and beside not in steps:
        raise Refusal(Reason.NOT_FOUND)
    decision = Decision(
        process_id=case.process_id,
        body=body,
        position=1 + max((one.position for one in case.decisions), default=0),
        step=steps[beside] if beside is not None else 1 + max(steps.values(), default=0),
        reading=reading,
        subject=case.title,
        expected_on=expected_on,
        expected_precision=expected_precision,
        is_not_stated=is_not_stated,
        tallies=[],
    )
    _put_in_place(case, decision)
    deed.enter(context, DecisionVerb.ADD_BODY, decision)
    _say(context, case)
    return decision


def _put_in_place(case: Case, *stops: Decision) -> None:
    case.decisions.extend(stops)
    case.decisions.sort(key=lambda one: (one.step, one.position, one.sitting))


def table(context: Context, decision_id: int, *, on: date, item_number: int | None = None) -> Decision:
    """Say at which meeting a body has the case on its agenda, and as which item."""
    decision = deed.do(context, DECISION, DecisionVerb.TABLE, _locked_stop(context, decision_id))
    decision.expected_on, decision.expected_precision, decision.item_number = on, Precision.DAY, item_number
    decision.is_not_stated = False
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
    sent_back_to: int | None = None,
    reading: int | None = None,
    is_called: bool = False,
) -> Decision:
    """Enter what a body decided, verbatim, with its votes as the minutes have them.

    `is_called` says that it is an open vote, member by member, which the body's chair may close too.

    A body that puts the case off has it once more: its next decision is a row of its own. One that sends it back to a
    body of an earlier step, by its id, or to the administration, has it once more after that.
    Refusal(NOT_FOUND) for a body that has not had the case before.
    Refusal(DISSENT_NEEDS_MINORITY) for a reason given by somebody on the side that won, Refusal(MORE_NAMES) for more
    letters and names on a side than it has votes. Refusal(OTHERS_FIRST) where it
    adopts what a body before it has not decided on, unless `out_of_turn` says why; one whose decision the record does
    not state counts as past.
    Source: kommunestyrelsesloven S 13(2): those in the minority may have a short dissent recorded.
    """
    must_have_been(context, on)
    verb = DecisionVerb.CALL_ROLL if is_called else DecisionVerb.RECORD
    decision = deed.do(context, DECISION, verb, _locked_stop(context, decision_id))
    if is_called and not DECISION.may(context, DecisionVerb.RECORD, decision):
        out_of_turn = ""  # why one body is ahead of another the case officer says
    decision.out_of_turn = _in_turn(context, decision, outcome, out_of_turn)
    back = _sent_back_to(context, decision, outcome, sent_back_to)
    _fill(decision, outcome, wording, on, item_number, votes or {})
    decision.reading = reading or decision.reading
    if decision.case_id is not None:
        case = queries.case(context, decision.case_id)
        _come_again(case, decision, back)
        trace.link(context, Ref(Kind.CASE, case.id), Ref(Kind.DECISION, decision.id))
        _say(context, case)
        told = _tell_contributors(context, case, CaseState.NOT_DECIDED)
        _tell_followers(context, Step.DECIDED, case, besides=told)
    _say_decided(context, decision)
    return decision


def add_dissent(context: Context, decision_id: int, *, kind: DissentKind, who: Collection[str], text: str) -> Dissent:
    """Put on record, in full, what members in the minority of a vote asked to have there; `who` as the vote names them.

    Refusal(DISSENT_NEEDS_MINORITY) for anybody who is not recorded in the minority.
    Source: kommunestyrelsesloven § 13, stk. 2: whoever took part and was in the minority, who asked for it there.
    """
    decision = deed.begin(context, DECISION, DecisionVerb.ADD_DISSENT, _locked_stop(context, decision_id))
    lines = {named_of([one]): one for one in minority(decision)}
    if not who or set(who) - set(lines):
        raise Refusal(Reason.DISSENT_NEEDS_MINORITY)
    by = [
        Dissenter(letter=one.letter, name=one.name, affiliation=one.affiliation)
        for name, one in lines.items()
        if name in who
    ]
    made = Dissent(decision_id=decision.id, kind=kind, text=text, by=by)
    decision.dissents.append(made)
    return deed.enter(context, DecisionVerb.ADD_DISSENT, made)


def correct_dissent(
    context: Context, dissent_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Dissent:
    """Correct the words of a dissent, or what kind it is."""
    found = queries.dissent(context, dissent_id)
    decision = deed.begin(context, DECISION, DecisionVerb.CORRECT, queries.decision(context, found.decision_id))
    correction.correct(
        context, DecisionVerb.CORRECT, _dissent_spot(decision, found), found, values, reason=reason, seen=seen
    )
    return found


def take_out_dissent(context: Context, dissent_id: int, *, reason: str) -> Decision:
    """Take out a dissent that was entered by mistake; what stood there, and why it went, stays to be seen."""
    found = queries.dissent(context, dissent_id)
    decision = deed.begin(context, DECISION, DecisionVerb.CORRECT, queries.decision(context, found.decision_id))
    stood = {"by": found.named, "text": found.text}
    correction.take_out(context, _dissent_spot(decision, found), stood, reason=reason)
    deed.enter(context, DecisionVerb.TAKE_OUT, found)
    decision.dissents.remove(found)
    context.session.delete(found)
    return decision


def _dissent_spot(decision: Decision, found: Dissent) -> Spot:
    return Spot(_home(decision), "dissent", found.id, found.named)


def _home(decision: Decision) -> Ref:
    return Ref(Kind.CASE, decision.case_id) if decision.case_id else Ref(Kind.PROCESS, decision.process_id)


def _tell_followers(context: Context, step: Step, case: Case, *, besides: Collection[int] = ()) -> None:
    if case.is_closed:
        return
    home = [Ref(Kind.PROCESS, case.process_id)]
    following.tell(context, step, Ref(Kind.CASE, case.id), case.title, within=home, besides=besides)


def _tell_contributors(context: Context, case: Case, before: CaseState) -> set[int]:
    """Tell those whose words a case rests on that it has been decided: once each, by the links that somebody made.

    Return who has an account among them.
    """
    state = case.state_at(context.now)
    if case.is_closed or state in {before, CaseState.NOT_DECIDED}:
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
    if decision.case_id is None or outcome not in FINAL:
        return ""
    route = queries.case(context, decision.case_id).decisions
    before = [one.body.name for one in route if one.step < decision.step and one.is_awaited]
    if before and not why:
        raise Refusal(Reason.OTHERS_FIRST, about=", ".join(before))
    return why if before else ""


def _sent_back_to(context: Context, decision: Decision, outcome: DecisionState, body_id: int | None) -> Decision | None:
    """Return where the body that a case is sent back to had it last, None where it goes to the administration."""
    if outcome is not DecisionState.SENT_BACK or body_id is None or decision.case_id is None:
        return None
    route = queries.case(context, decision.case_id).decisions
    before = [one for one in route if one.step < decision.step and (one.is_taken or one.is_not_stated)]
    had = [one for one in before if one.body_id == body_id != decision.body_id]
    if not had:
        raise Refusal(Reason.NOT_FOUND)
    return had[-1]


def _come_again(case: Case, decision: Decision, sent_back_to: Decision | None) -> None:
    """Let a body that put the case off, or sent it back, have it once more: at once, or after whom it was sent to."""
    decision.sent_back_to = sent_back_to.body if sent_back_to is not None else None
    if decision.state is DecisionState.POSTPONED:
        _put_in_place(case, _once_more(case, decision, decision.step, because=decision))
    elif decision.state is DecisionState.SENT_BACK:
        stops = [decision] if sent_back_to is None else [sent_back_to, decision]
        mates = {one.id for one in case.decisions if one.step == decision.step}
        brought = [one.step for one in case.decisions if one.because_id in mates]
        after = max([decision.step, *brought])  # what is sent back beside it comes first, as it was sent first
        for one in case.decisions:
            if one.step > after:
                one.step += len(stops)
        again = [_once_more(case, one, after + at, because=decision) for at, one in enumerate(stops, start=1)]
        _put_in_place(case, *again)


def _once_more(case: Case, stop: Decision, step: int, *, because: Decision) -> Decision:
    return Decision(
        process_id=stop.process_id,
        case_id=stop.case_id,
        body=stop.body,
        position=stop.position,
        step=step,
        sitting=1 + max(one.sitting for one in case.decisions if one.position == stop.position),
        reading=stop.reading,
        subject=stop.subject,
        because_id=because.id,
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
        step=0,
        subject=subject,
        votes_as_written=votes_as_written,
        tallies=[],
    )
    _fill(decision, DecisionState.APPROVED, wording, on, item_number, votes or {})
    deed.enter(context, DecisionVerb.RECORD, decision)
    _say_decided(context, decision)
    return decision


def add_follow_up(
    context: Context,
    case_id: int,
    *,
    text: str,
    responsible: str,
    due_on: date,
    involved: str = "",
    citizens_role: str = "",
    indicator: str = "",
    review_on: date | None = None,
    recommendation_id: int | None = None,
    is_first: bool = False,
) -> FollowUp:
    """Say what will be done about an adopted case, by whom and by when, who takes part, and by what it is seen.

    `recommendation_id` is the recommendation it carries out, a section of the version that the case carried;
    Refusal(NOT_FOUND) for another. `is_first` says that nothing carries it out yet: Refusal(TAKEN) where that is wrong.
    """
    case = context.lock(queries.case(context, case_id))
    CASE.require(context, DecisionVerb.ADD_FOLLOW_UP, case)
    if is_first and trace.led_to(context, Kind.SECTION_TEXT, [recommendation_id or 0], Kind.FOLLOW_UP):
        raise Refusal(Reason.TAKEN)
    if recommendation_id not in {None, *(one.id for one in queries.recommendations(context, case))}:
        raise Refusal(Reason.NOT_FOUND)
    follow_up = FollowUp(
        case_id=case.id,
        process_id=case.process_id,
        text=text,
        responsible=responsible,
        due_on=due_on,
        involved=_lines(involved),
        citizens_role=citizens_role,
        indicator=indicator,
        review_on=review_on,
        progress=[],
        undertakings=[],
        contests=[],
        reports=[],
    )
    deed.enter(context, DecisionVerb.ADD_FOLLOW_UP, follow_up)
    trace.link(context, Ref(Kind.CASE, case.id), Ref(Kind.FOLLOW_UP, follow_up.id))
    if recommendation_id is not None:
        trace.link(context, Ref(Kind.SECTION_TEXT, recommendation_id), Ref(Kind.FOLLOW_UP, follow_up.id))
    return follow_up


def _lines(typed: str) -> str:
    return "\n".join(line.strip() for line in typed.splitlines() if line.strip())


def correct_progress(
    context: Context, progress_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> FollowUpProgress:
    """Correct the words of how it went."""
    found = queries.progress(context, progress_id)
    follow_up = queries.follow_up(context, found.follow_up_id)
    deed.begin(context, FOLLOW_UP, DecisionVerb.CORRECT, follow_up)
    spot = Spot(Ref(Kind.CASE, follow_up.case_id), "follow_up_progress", found.id, follow_up.text[:80])
    correction.correct(context, DecisionVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    return found


def report_progress(context: Context, follow_up_id: int, *, state: FollowUpState, text: str) -> FollowUp:
    """Say how it goes with what is to be done: that it is under way, is done otherwise, or is dropped, and why.

    Refusal(NOT_FITTING) for any other state: what has been done is said with its day and result.
    """
    if state not in REPORTED:
        raise Refusal(Reason.NOT_FITTING)
    found = deed.do(context, FOLLOW_UP, DecisionVerb.REPORT_PROGRESS, queries.follow_up(context, follow_up_id))
    found.state = state
    made = FollowUpProgress(
        follow_up_id=found.id, state=state, text=text, at=context.now, by_id=context.actor.person_id
    )
    found.progress.append(made)
    carrying.tell_followers(context, found, Step.CARRIED_ON)
    if state is FollowUpState.UNDER_WAY:
        carrying.bring_back_offers(context, found)
    return found


def mark_done(context: Context, follow_up_id: int, *, result: str, on: date) -> FollowUp:
    """Say what was done about it. Refusal(NOT_HELD_YET) for a day to come."""
    must_have_been(context, on)
    follow_up = deed.do(context, FOLLOW_UP, DecisionVerb.MARK_DONE, queries.follow_up(context, follow_up_id))
    follow_up.result, follow_up.done_on = result, on
    _tell_followers(context, Step.DONE, context.lock(queries.case(context, follow_up.case_id)))
    return follow_up


def take_back_handover(context: Context, process_id: int, *, reason: str) -> Process:
    """Take back a process's handover, or its end, that was entered by mistake.

    Refusal(DECIDED_SINCE) where a body has decided of what was handed over.
    """
    found = process(context, process_id)
    decided = [
        one.body.name
        for one in queries.decisions_of(context, found).decisions
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
            if one.is_taken:
                _say_decided(context, one)
    _say(context, case)
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
    """Take a body out of a case's route that was entered by mistake and has not decided; what stood there is kept."""
    decision = deed.begin(context, DECISION, DecisionVerb.TAKE_OUT, _locked_stop(context, decision_id))
    case = queries.case(context, decision.case_id or 0)
    was = case.state_at(context.now)
    spot = Spot(Ref(Kind.CASE, case.id), "decision", decision.id, decision.body.name)
    correction.take_out(context, spot, {"body": decision.body.name}, reason=reason)
    deed.enter(context, DecisionVerb.TAKE_OUT, decision)
    context.session.delete(decision)
    context.session.flush()
    context.session.expire(case, ["decisions"])
    case = queries.case(context, case.id)
    _say(context, case)
    _tell_contributors(context, case, was)  # the last one that was waited for may be the one that goes
    return case


def correct_expectation(
    context: Context, decision_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Decision:
    """Correct when a body is expected to decide, how well that is known, and whether the record leaves it out."""
    decision = deed.begin(context, DECISION, DecisionVerb.EXPECT, queries.decision(context, decision_id))
    spot = Spot(Ref(Kind.CASE, decision.case_id or 0), "decision", decision.id, decision.body.name)
    correction.correct(context, DecisionVerb.EXPECT, spot, decision, values, reason=reason, seen=seen)
    if decision.is_not_stated or decision.expected_precision is not Precision.DAY or decision.expected_on is None:
        decision.state, decision.item_number = DecisionState.PENDING, None  # it stands on no agenda then
    return decision


def correct_case_version(
    context: Context, case_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Case:
    """Let a case carry another version of its process's report; what it rests on is then what that version rests on.

    Refusal(NOT_FOUND) for another process's.
    """
    case = deed.begin(context, CASE, DecisionVerb.CORRECT, queries.case(context, case_id))
    version_id = values.get("version_id")
    carried = _version_of(context, case.process_id, version_id if isinstance(version_id, int) else None)
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
    if isinstance(values.get("involved"), str):
        values = {**values, "involved": _lines(str(values["involved"]))}
    before = found.review_on
    correction.correct(context, DecisionVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    if found.review_on != before:
        found.reminded_at = None
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
    sent_back_to: int | None = None,
    reading: int | None = None,
    seen: str | None = None,
) -> Decision:
    """Correct how a body's decision was entered: its outcome, wording, day, item and votes.

    Raises as `record_decision` and `kernel.correction.correct` do; Refusal(WRITTEN_MEANWHILE) where somebody else
    corrected it meanwhile, and Refusal(DECIDED_SINCE) where a later decision would rest on what did not happen.
    """
    must_have_been(context, on)
    decision = deed.begin(context, DECISION, DecisionVerb.CORRECT, _locked_stop(context, decision_id))
    before = said_of(decision)
    case = queries.case(context, decision.case_id) if decision.case_id else None
    was = case.state_at(context.now) if case is not None else None
    check(seen, *before.values())
    returns = decision.state, decision.sent_back_to_id
    is_moved = returns != (outcome, sent_back_to if outcome is DecisionState.SENT_BACK else None)
    if is_moved:
        _check_route(case, decision, outcome)
    _in_turn(context, decision, outcome, out_of_turn)
    back = _sent_back_to(context, decision, outcome, sent_back_to)
    decision.tallies = []
    context.session.flush()  # a side stands once: what was entered goes before it is entered anew
    _fill(decision, outcome, wording, on, item_number, votes)
    _check_dissents(decision)
    decision.out_of_turn, decision.votes_as_written, decision.reading = out_of_turn, votes_as_written, reading
    if case is not None and is_moved:
        _come_again_as_it_now_stands(context, case, decision, back, reason)
    after = said_of(decision)
    changed = {name: value for name, value in before.items() if after[name] != value}
    if not changed:
        raise Refusal(Reason.AS_IT_STANDS)
    correction.keep(context, Spot(_home(decision), "decision", decision.id, decision.body.name), changed, reason=reason)
    deed.enter(context, DecisionVerb.CORRECT, decision)
    if case is not None and was is not None:
        _say(context, case)
        _tell_contributors(context, case, was)
    _say_decided(context, decision)
    return decision


def _check_dissents(decision: Decision) -> None:
    """Refusal(DISSENT_NEEDS_MINORITY) where somebody with a dissent on record would no longer be in the minority."""
    still = {(one.letter, one.name) for one in minority(decision)}
    gone = [
        one.name or one.letter for each in decision.dissents for one in each.by if (one.letter, one.name) not in still
    ]
    if gone:
        raise Refusal(Reason.DISSENT_NEEDS_MINORITY, about=", ".join(gone))


def _check_route(case: Case | None, decision: Decision, outcome: DecisionState) -> None:
    """Refusal(DECIDED_SINCE) where whether a body put its case off, or sent it back, bears what was decided since.

    The outcome of what was decided about the process itself stands: the process has gone on by it.
    """
    if case is None:
        raise Refusal(Reason.DECIDED_SINCE, about=decision.subject)
    since = [
        one
        for one in case.decisions
        if one.is_taken
        and (
            one.because_id == decision.id
            or (outcome is DecisionState.POSTPONED and one.step > decision.step and not one.out_of_turn)
            or (outcome is DecisionState.SENT_BACK and one.step > decision.step)
        )
    ]
    if since:
        raise Refusal(Reason.DECIDED_SINCE, about=", ".join(dict.fromkeys(one.body.name for one in since)))


def _come_again_as_it_now_stands(
    context: Context, case: Case, decision: Decision, sent_back_to: Decision | None, reason: str
) -> None:
    """Take the stops away that were there because it was put off or sent back, and put those in that now are."""
    for one in [each for each in case.decisions if each.because_id == decision.id]:
        spot = Spot(Ref(Kind.CASE, case.id), "decision", one.id, one.body.name)
        correction.take_out(context, spot, {"body": one.body.name}, reason=reason)
        case.decisions.remove(one)
        context.session.delete(one)
    context.session.flush()
    _come_again(case, decision, sent_back_to)
    context.session.flush()


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
