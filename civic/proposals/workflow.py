"""What may be done with a proposal, by whom, and when."""

import enum

from civic.groups.models import Group, GroupState
from civic.groups.workflow import is_in_group
from civic.kernel.actor import Actor
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.processes.models import Opens, Process, ProcessState
from civic.processes.workflow import is_case_officer, is_staff, takes_proposals
from civic.proposals.models import PUBLIC, WAITING, Proposal, ProposalState

DRAFT, HELD, SUBMITTED = ProposalState.DRAFT, ProposalState.HELD, ProposalState.SUBMITTED
SENT_BACK, ACCEPTED, HIDDEN = ProposalState.SENT_BACK, ProposalState.ACCEPTED, ProposalState.HIDDEN
ANSWERED, WITHDRAWN = ProposalState.ANSWERED, ProposalState.WITHDRAWN


class ProposalVerb(enum.Enum):
    """What is done with a proposal."""

    PROPOSE = "propose"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    READ = "read"
    WRITE = "write"
    READ_EDITS = "read_edits"
    SUBMIT = "submit"
    HOLD = "hold"
    MASK = "mask"
    COVER = "cover"
    SEND_ON = "send_on"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    SUPPORT = "support"
    WITHDRAW_SUPPORT = "withdraw_support"
    COMMENT = "comment"
    ANSWER = "answer"
    CORRECT_ANSWER = "correct_answer"
    FLAG = "flag"
    KEEP = "keep"
    HIDE = "hide"
    APPEAL = "appeal"
    REINSTATE = "reinstate"


def is_author(actor: Actor, proposal: Proposal) -> bool:
    """Whoever wrote the proposal."""
    return actor.is_person(proposal.author_id)


def is_moderator(actor: Actor, proposal: Proposal) -> bool:
    """A facilitator or case officer of the process who did not write the proposal."""
    return is_staff(actor, proposal) and not is_author(actor, proposal)


def is_other_resident(actor: Actor, proposal: Proposal) -> bool:
    """Anyone signed in who did not write the proposal."""
    return actor.is_signed_in and not is_author(actor, proposal)


def is_flagged(proposal: Proposal) -> bool:
    """Somebody has asked for a look at it."""
    return proposal.is_flagged


def is_answered(proposal: Proposal) -> bool:
    """It has been answered."""
    return proposal.answered_at is not None


def takes_comments(proposal: Proposal) -> bool:
    """The phase of its process takes comments."""
    return proposal.process.is_open_for(Opens.COMMENTS)


def its_process_takes_proposals(thing: Proposal | Group) -> bool:
    """The phase of its process takes proposals."""
    return takes_proposals(thing.process)


def takes_support(proposal: Proposal) -> bool:
    """The phase of its process takes proposals or comments: support is counted where neither is taken any more."""
    return its_process_takes_proposals(proposal) or takes_comments(proposal)


PROPOSAL: Workflow[ProposalState, ProposalVerb, Proposal] = Workflow(
    "A proposal",
    {
        ProposalVerb.READ: [
            Line(when=PUBLIC, who=anyone),
            Line(who=is_author),
            Line(when=WAITING | PUBLIC | {SENT_BACK, HIDDEN}, who=is_moderator),
        ],
        ProposalVerb.WRITE: [Line(when={DRAFT, SENT_BACK}, who=is_author)],
        ProposalVerb.READ_EDITS: [Line(who=is_author)],
        ProposalVerb.SUBMIT: [
            Line(when={DRAFT}, who=is_author, then=SUBMITTED, only=its_process_takes_proposals),
            Line(when={SENT_BACK}, who=is_author, then=SUBMITTED),
        ],
        ProposalVerb.HOLD: [Line(when={SUBMITTED}, who=is_author, then=HELD)],  # what SUBMIT does to a CPR-like number
        ProposalVerb.MASK: [Line(when={HELD}, who=is_author, then=SUBMITTED)],
        ProposalVerb.COVER: [
            Line(when=WAITING, who=is_moderator, then=SUBMITTED),
            Line(when=PUBLIC, who=is_moderator),
        ],
        ProposalVerb.SEND_ON: [Line(when=WAITING | PUBLIC, who=is_moderator)],
        ProposalVerb.RELEASE: [Line(when={HELD}, who=is_moderator, then=SUBMITTED)],
        ProposalVerb.WITHDRAW: [Line(when={DRAFT, HELD, SUBMITTED, SENT_BACK}, who=is_author, then=WITHDRAWN)],
        ProposalVerb.ACCEPT: [Line(when={SUBMITTED}, who=is_moderator, then=ACCEPTED)],
        ProposalVerb.SEND_BACK: [Line(when=WAITING, who=is_moderator, then=SENT_BACK)],
        ProposalVerb.FLAG: [Line(when=PUBLIC, who=is_other_resident)],
        ProposalVerb.KEEP: [
            Line(when=PUBLIC, who=is_moderator, only=is_flagged),
            Line(when={HIDDEN}, who=is_moderator, then=ANSWERED, only=is_answered),
            Line(when={HIDDEN}, who=is_moderator, then=ACCEPTED),
        ],
        ProposalVerb.HIDE: [Line(when=PUBLIC, who=is_moderator, then=HIDDEN)],
        ProposalVerb.APPEAL: [Line(when={SENT_BACK, HIDDEN}, who=is_author)],  # within fourteen days, once
        ProposalVerb.REINSTATE: [  # on appeal
            Line(when={HIDDEN}, who=is_moderator, then=ANSWERED, only=is_answered),
            Line(when={SENT_BACK, HIDDEN}, who=is_moderator, then=ACCEPTED),
        ],
        ProposalVerb.FOLLOW: [Line(when=PUBLIC, who=anyone_signed_in)],
        ProposalVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
        ProposalVerb.SUPPORT: [Line(when={ACCEPTED}, who=anyone_signed_in, only=takes_support)],
        ProposalVerb.WITHDRAW_SUPPORT: [Line(when={ACCEPTED}, who=anyone_signed_in, only=takes_support)],
        ProposalVerb.COMMENT: [Line(when={ACCEPTED}, who=anyone_signed_in, only=takes_comments)],
        ProposalVerb.ANSWER: [Line(when={ACCEPTED}, who=is_case_officer, then=ANSWERED)],
        ProposalVerb.CORRECT_ANSWER: [Line(when={ANSWERED}, who=is_case_officer)],
    },
    state=Proposal.state_at,
)

PROCESS_PROPOSALS: Workflow[ProcessState, ProposalVerb, Process] = Workflow(
    "A process, for its proposals",
    {  # to take part needs no role
        ProposalVerb.PROPOSE: [Line(when={ProcessState.RUNNING}, who=anyone_signed_in, only=takes_proposals)]
    },
    state=Process.state_at,
)

GROUP_PROPOSALS: Workflow[GroupState, ProposalVerb, Group] = Workflow(
    "A group, for its proposals",
    {ProposalVerb.PROPOSE: [Line(when={GroupState.ACTIVE}, who=is_in_group, only=its_process_takes_proposals)]},
    state=Group.state_at,
)
