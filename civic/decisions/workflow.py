"""What may be done with a case, a decision in its chain, and its follow-up."""

import enum

from civic.decisions.models import Case, CaseState, Decision, DecisionState, FollowUp, FollowUpState
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone

NOT_DECIDED, CASE_ADOPTED = CaseState.NOT_DECIDED, CaseState.ADOPTED
PENDING, POSTPONED = DecisionState.PENDING, DecisionState.POSTPONED
PLANNED, DONE = FollowUpState.PLANNED, FollowUpState.DONE


class Verb(enum.Enum):
    """What is done with a case."""

    READ = "read"
    ATTACH = "attach"
    ADD_BODY = "add_body"
    ADD_FOLLOW_UP = "add_follow_up"


class DecisionVerb(enum.Enum):
    """What is done with one body's decision."""

    RECORD = "record"


class FollowUpVerb(enum.Enum):
    """What is done with a follow-up."""

    MARK_DONE = "mark_done"


def is_case_officer(actor: Actor, thing: Case | Decision | FollowUp) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, thing.process_id)


CASE: Workflow[CaseState, Verb, Case] = Workflow(
    {
        Verb.READ: [Line(who=anyone)],  # the process has already let the reader in
        Verb.ATTACH: [Line(when={NOT_DECIDED}, who=is_case_officer)],
        Verb.ADD_BODY: [Line(when={NOT_DECIDED}, who=is_case_officer)],
        Verb.ADD_FOLLOW_UP: [Line(when={CASE_ADOPTED}, who=is_case_officer)],
    },
    state=Case.state_at,
)

DECISION: Workflow[DecisionState, DecisionVerb, Decision] = Workflow(
    {DecisionVerb.RECORD: [Line(when={PENDING, POSTPONED}, who=is_case_officer)]},  # leads to what the body made of it
    state=Decision.state_at,
)

FOLLOW_UP: Workflow[FollowUpState, FollowUpVerb, FollowUp] = Workflow(
    {FollowUpVerb.MARK_DONE: [Line(when={PLANNED}, who=is_case_officer, then=DONE)]},
    state=FollowUp.state_at,
)
