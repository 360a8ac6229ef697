"""What may be done with a case, a decision in its chain, and its follow-up."""

import enum

from civic.decisions.models import Case, CaseState, Decision, DecisionState, FollowUp, FollowUpState
from civic.kernel.workflow import Line, Workflow, anyone_signed_in
from civic.processes.models import Process, ProcessState
from civic.processes.workflow import is_case_officer, is_the_municipalitys

NOT_DECIDED, CASE_ADOPTED = CaseState.NOT_DECIDED, CaseState.ADOPTED
PENDING = DecisionState.PENDING
TAKEN = frozenset(DecisionState) - {PENDING}
PLANNED, DONE = FollowUpState.PLANNED, FollowUpState.DONE


class DecisionVerb(enum.Enum):
    """What is done with a case, one body's decision in it, and what follows."""

    ADD_CASE = "add_case"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    ATTACH = "attach"
    JUDGE_ATTACHMENT = "judge_attachment"
    ADD_BODY = "add_body"
    RECORD = "record"
    ADD_FOLLOW_UP = "add_follow_up"
    MARK_DONE = "mark_done"
    CORRECT = "correct"
    TAKE_OUT = "take_out"
    EXPECT = "expect"


def is_first_time(decision: Decision) -> bool:
    """The body has not put the case off before."""
    return decision.case_id is not None and decision.sitting == 1


CASE: Workflow[CaseState, DecisionVerb, Case] = Workflow(
    "A case",
    {
        DecisionVerb.ATTACH: [Line(who=is_case_officer)],  # what is missing is found late
        DecisionVerb.FOLLOW: [Line(who=anyone_signed_in)],
        DecisionVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
        DecisionVerb.JUDGE_ATTACHMENT: [Line(who=is_case_officer)],
        DecisionVerb.ADD_BODY: [Line(when={NOT_DECIDED}, who=is_case_officer)],
        DecisionVerb.ADD_FOLLOW_UP: [Line(when={CASE_ADOPTED}, who=is_case_officer)],
        DecisionVerb.CORRECT: [Line(who=is_case_officer)],
    },
    state=Case.state_at,
)

DECISION: Workflow[DecisionState, DecisionVerb, Decision] = Workflow(
    "A decision in a case's chain",
    {
        DecisionVerb.RECORD: [Line(when={PENDING}, who=is_case_officer)],  # leads to what the body made of it
        DecisionVerb.CORRECT: [Line(when=TAKEN, who=is_case_officer)],
        DecisionVerb.TAKE_OUT: [Line(when={PENDING}, who=is_case_officer, only=is_first_time)],
        DecisionVerb.EXPECT: [Line(when={PENDING}, who=is_case_officer)],
    },
    state=Decision.state_at,
)

FOLLOW_UP: Workflow[FollowUpState, DecisionVerb, FollowUp] = Workflow(
    "A follow-up",
    {
        DecisionVerb.MARK_DONE: [Line(when={PLANNED}, who=is_case_officer, then=DONE)],
        DecisionVerb.CORRECT: [Line(who=is_case_officer)],
    },
    state=FollowUp.state_at,
)

PROCESS_CASES: Workflow[ProcessState, DecisionVerb, Process] = Workflow(
    "A process, for its cases",
    {
        DecisionVerb.ADD_CASE: [
            Line(when={ProcessState.RUNNING, ProcessState.HANDED_OVER}, who=is_case_officer, only=is_the_municipalitys)
        ]
    },
    state=Process.state_at,
)
