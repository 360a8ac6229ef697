"""What may be done with a case, a decision in its chain, and its follow-up."""

import enum

from civic.decisions.models import (
    STILL_TO_DO,
    UNDECIDED,
    Case,
    CaseState,
    Decision,
    DecisionState,
    FollowUp,
    FollowUpState,
    Undertaking,
    UndertakingState,
    minority,
)
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import is_case_officer, is_the_municipalitys

NOT_DECIDED, CASE_ADOPTED = CaseState.NOT_DECIDED, CaseState.ADOPTED
TAKEN = frozenset(DecisionState) - UNDECIDED
DONE = FollowUpState.DONE


class DecisionVerb(enum.Enum):
    """What is done with a case, one body's decision in it, and what follows."""

    ADD_CASE = "add_case"
    HAND_IN_MINUTES = "hand_in_minutes"
    READ = "read"
    CLOSE_ITEM = "close_item"
    OPEN_ITEM = "open_item"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    ATTACH = "attach"
    JUDGE_ATTACHMENT = "judge_attachment"
    ADD_EARLIER = "add_earlier"
    ADD_BODY = "add_body"
    TABLE = "table"
    RECORD = "record"
    CALL_ROLL = "call_roll"
    ADD_DISSENT = "add_dissent"
    ADD_FOLLOW_UP = "add_follow_up"
    INVITE = "invite"
    ANSWER_INVITATION = "answer_invitation"
    TAKE_BACK_INVITATION = "take_back_invitation"
    REPORT_PROGRESS = "report_progress"
    MARK_DONE = "mark_done"
    CONTEST = "contest"
    ANSWER_CONTEST = "answer_contest"
    REPORT_BACK = "report_back"
    REMIND = "remind"
    CORRECT = "correct"
    TAKE_OUT = "take_out"
    EXPECT = "expect"


def presides(actor: Actor, decision: Decision) -> bool:
    """The chair of the body that has the case."""
    return actor.holds(Role.CHAIR, Scope.BODY, decision.body_id)


def is_first_time(decision: Decision) -> bool:
    """The body has the case in its place for the first time."""
    return decision.case_id is not None and decision.sitting == 1


def has_minority(decision: Decision) -> bool:
    """The vote names somebody on a side that did not have its way."""
    return bool(minority(decision))


def is_to_be_reviewed(follow_up: FollowUp) -> bool:
    """A day is set on which a body is told how it goes."""
    return follow_up.review_on is not None


def is_in_the_open(follow_up: FollowUp) -> bool:
    """It is about an open item: who is asked to take part reads what it is."""
    return not follow_up.case.is_closed


def is_open(case: Case) -> bool:
    """It is an open item."""
    return not case.is_closed


def is_closed(case: Case) -> bool:
    """It is treated behind closed doors."""
    return case.is_closed


CASE: Workflow[CaseState, DecisionVerb, Case] = Workflow(
    "A case",
    {
        DecisionVerb.READ: [Line(who=anyone, only=is_open), Line(who=is_case_officer)],
        DecisionVerb.CLOSE_ITEM: [Line(who=is_case_officer)],  # again: what its neutral title and its ground are
        DecisionVerb.OPEN_ITEM: [Line(who=is_case_officer, only=is_closed)],
        DecisionVerb.ATTACH: [Line(who=is_case_officer)],  # what is missing is found late
        DecisionVerb.FOLLOW: [Line(who=anyone_signed_in, only=is_open)],
        DecisionVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
        DecisionVerb.JUDGE_ATTACHMENT: [Line(who=is_case_officer)],
        DecisionVerb.ADD_EARLIER: [Line(who=is_case_officer)],
        DecisionVerb.ADD_BODY: [Line(when={NOT_DECIDED}, who=is_case_officer)],
        DecisionVerb.ADD_FOLLOW_UP: [Line(when={CASE_ADOPTED}, who=is_case_officer)],
        DecisionVerb.CORRECT: [Line(who=is_case_officer)],
    },
    state=Case.state_at,
)

DECISION: Workflow[DecisionState, DecisionVerb, Decision] = Workflow(
    "A stop on a case's route",
    {
        DecisionVerb.TABLE: [Line(when={DecisionState.PENDING}, who=is_case_officer, then=DecisionState.TABLED)],
        DecisionVerb.RECORD: [Line(when=UNDECIDED, who=is_case_officer)],  # leads to what the body made of it
        DecisionVerb.CALL_ROLL: [  # an open vote, which its chair closes by entering it
            Line(when=UNDECIDED, who=is_case_officer),
            Line(when=UNDECIDED, who=presides),
        ],
        DecisionVerb.ADD_DISSENT: [Line(when=TAKEN, who=is_case_officer, only=has_minority)],
        DecisionVerb.CORRECT: [Line(when=TAKEN, who=is_case_officer)],
        DecisionVerb.TAKE_OUT: [Line(when=UNDECIDED, who=is_case_officer, only=is_first_time)],
        DecisionVerb.EXPECT: [Line(when=UNDECIDED, who=is_case_officer)],
    },
    state=Decision.state_at,
)

FOLLOW_UP: Workflow[FollowUpState, DecisionVerb, FollowUp] = Workflow(
    "A follow-up",
    {
        DecisionVerb.REPORT_PROGRESS: [Line(when=STILL_TO_DO | {FollowUpState.DROPPED}, who=is_case_officer)],
        DecisionVerb.MARK_DONE: [Line(when=STILL_TO_DO, who=is_case_officer, then=DONE)],
        DecisionVerb.INVITE: [Line(when=STILL_TO_DO, who=is_case_officer, only=is_in_the_open)],
        DecisionVerb.TAKE_BACK_INVITATION: [Line(who=is_case_officer)],
        DecisionVerb.CONTEST: [Line(when={DONE}, who=anyone_signed_in)],  # each of them once each time it is said
        DecisionVerb.ANSWER_CONTEST: [Line(who=is_case_officer)],
        DecisionVerb.REPORT_BACK: [Line(who=is_case_officer)],
        DecisionVerb.REMIND: [Line(who=anyone, only=is_to_be_reviewed)],  # the worker, once the day has come
        DecisionVerb.CORRECT: [Line(who=is_case_officer)],
    },
    state=FollowUp.state_at,
)

UNDERTAKING: Workflow[UndertakingState, DecisionVerb, Undertaking] = Workflow(
    "Somebody's part in what is done",
    {DecisionVerb.ANSWER_INVITATION: [Line(when={UndertakingState.INVITED}, who=anyone)]},  # who has the link
    state=Undertaking.state_at,
)

WITH_CASES = Line(when={ProcessState.RUNNING, ProcessState.HANDED_OVER}, who=is_case_officer, only=is_the_municipalitys)
PROCESS_CASES: Workflow[ProcessState, DecisionVerb, Process] = Workflow(
    "A process, for its cases",
    {DecisionVerb.ADD_CASE: [WITH_CASES], DecisionVerb.HAND_IN_MINUTES: [WITH_CASES]},
    state=Process.state_at,
)
