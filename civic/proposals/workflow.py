"""What may be done with a proposal, by whom, and when."""

import enum

from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.processes.workflow import STAFF
from civic.proposals.models import Proposal, ProposalState

DRAFT, HELD, SUBMITTED = ProposalState.DRAFT, ProposalState.HELD, ProposalState.SUBMITTED
SENT_BACK, ACCEPTED = ProposalState.SENT_BACK, ProposalState.ACCEPTED
ANSWERED, WITHDRAWN = ProposalState.ANSWERED, ProposalState.WITHDRAWN
PUBLIC = {ACCEPTED, ANSWERED}
WAITING = {HELD, SUBMITTED}


class Verb(enum.Enum):
    """What is done with a proposal."""

    READ = "read"
    WRITE = "write"
    SUBMIT = "submit"
    HOLD = "hold"
    MASK = "mask"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    SUPPORT = "support"
    WITHDRAW_SUPPORT = "withdraw_support"
    COMMENT = "comment"
    ANSWER = "answer"


def is_author(actor: Actor, proposal: Proposal) -> bool:
    """Whoever wrote the proposal."""
    return actor.is_person(proposal.author_id)


def is_moderator(actor: Actor, proposal: Proposal) -> bool:
    """A facilitator or case officer of the process who did not write the proposal."""
    return actor.holds_one_of(STAFF, Scope.PROCESS, proposal.process_id) and not is_author(actor, proposal)


def is_case_officer(actor: Actor, proposal: Proposal) -> bool:
    """A case officer of the process."""
    return actor.holds(Role.CASE_OFFICER, Scope.PROCESS, proposal.process_id)


PROPOSAL: Workflow[ProposalState, Verb, Proposal] = Workflow(
    {
        Verb.READ: [
            Line(when=PUBLIC, who=anyone),
            Line(who=is_author),
            Line(when=WAITING | PUBLIC | {SENT_BACK}, who=is_moderator),
        ],
        Verb.WRITE: [Line(when={DRAFT, SENT_BACK}, who=is_author)],
        Verb.SUBMIT: [Line(when={DRAFT, SENT_BACK}, who=is_author, then=SUBMITTED)],
        Verb.HOLD: [Line(when={SUBMITTED}, who=is_author, then=HELD)],  # what SUBMIT does to a CPR-like number
        Verb.MASK: [Line(when={HELD}, who=is_author, then=SUBMITTED)],
        Verb.RELEASE: [Line(when={HELD}, who=is_moderator, then=SUBMITTED)],
        Verb.WITHDRAW: [Line(when={DRAFT, HELD, SUBMITTED, SENT_BACK}, who=is_author, then=WITHDRAWN)],
        Verb.ACCEPT: [Line(when={SUBMITTED}, who=is_moderator, then=ACCEPTED)],
        Verb.SEND_BACK: [Line(when=WAITING, who=is_moderator, then=SENT_BACK)],
        Verb.SUPPORT: [Line(when={ACCEPTED}, who=anyone_signed_in)],
        Verb.WITHDRAW_SUPPORT: [Line(when={ACCEPTED}, who=anyone_signed_in)],
        Verb.COMMENT: [Line(when={ACCEPTED}, who=anyone_signed_in)],
        Verb.ANSWER: [Line(when={ACCEPTED}, who=is_case_officer, then=ANSWERED)],
    },
    state=Proposal.state_at,
)
