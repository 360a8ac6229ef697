"""What may be done with a proposal, by whom, and when."""

import enum

from civic.dialogue.models import CHANGES_TEXT
from civic.groups.models import Group, GroupState
from civic.groups.workflow import is_in_group
from civic.kernel.actor import Actor, Role, Scope
from civic.kernel.workflow import Line, Workflow, anyone, anyone_signed_in
from civic.processes.models import Opens, Process, ProcessState
from civic.processes.workflow import is_case_officer, is_staff, takes_proposals
from civic.proposals.models import (
    OPEN,
    PUBLIC,
    WAITING,
    Amendment,
    AmendmentState,
    Collecting,
    Proposal,
    ProposalState,
    Reached,
    ReachedState,
)

DRAFT, HELD, SUBMITTED = ProposalState.DRAFT, ProposalState.HELD, ProposalState.SUBMITTED
SENT_BACK, ACCEPTED, HIDDEN = ProposalState.SENT_BACK, ProposalState.ACCEPTED, ProposalState.HIDDEN
ANSWERED, WITHDRAWN = ProposalState.ANSWERED, ProposalState.WITHDRAWN
CONSIDERED, CONTINUED, IMPLEMENTED = ProposalState.CONSIDERED, ProposalState.CONTINUED, ProposalState.IMPLEMENTED

WRITTEN = WAITING | OPEN | {DRAFT, SENT_BACK}
"""In which somebody can be invited to write it together; only then whoever has the invitation reads it."""


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
    SHOW_AT_ONCE = "show_at_once"
    MASK = "mask"
    COVER = "cover"
    SEND_ON = "send_on"
    RELEASE = "release"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    SUPPORT = "support"
    WITHDRAW_SUPPORT = "withdraw_support"
    CARRY_OUT = "carry_out"
    COMMENT = "comment"
    ANSWER = "answer"
    CORRECT_ANSWER = "correct_answer"
    SPEAK_TO = "speak_to"
    AMEND = "amend"
    DECIDE_AMENDMENT = "decide_amendment"
    READ_AMENDMENT = "read_amendment"
    WITHDRAW_AMENDMENT = "withdraw_amendment"
    INVITE = "invite"
    JOIN = "join"
    LEAVE = "leave"
    CONSIDER = "consider"
    MERGE = "merge"
    SPLIT = "split"
    PART = "part"
    PUT_ABOUT = "put_about"
    SAY_WHERE = "say_where"
    ATTACH = "attach"
    TAKE_OUT_FILE = "take_out_file"
    PUT_PICTURE = "put_picture"
    TAKE_OUT_PICTURE = "take_out_picture"
    JUDGE_FILE = "judge_file"
    REVEAL_NAME = "reveal_name"
    REPORT = "report"
    IMPLEMENT = "implement"
    REMIND = "remind"
    FLAG = "flag"
    KEEP = "keep"
    HIDE = "hide"
    APPEAL = "appeal"
    REINSTATE = "reinstate"
    SAY_UNDERSTOOD = "say_understood"
    ANSWER_AGAIN = "answer_again"
    HIDE_REASON = "hide_reason"


def is_first_author(actor: Actor, proposal: Proposal) -> bool:
    """Whoever began the proposal."""
    return actor.is_person(proposal.author_id)


def is_co_author(actor: Actor, proposal: Proposal) -> bool:
    """Whoever accepted an invitation to write it together."""
    return actor.holds(Role.AUTHOR, Scope.PROPOSAL, proposal.id)


def is_author(actor: Actor, proposal: Proposal) -> bool:
    """Whoever wrote the proposal, alone or with others."""
    return is_first_author(actor, proposal) or is_co_author(actor, proposal)


def is_moderator(actor: Actor, proposal: Proposal) -> bool:
    """A facilitator or case officer of the process who did not write the proposal."""
    return is_staff(actor, proposal) and not is_author(actor, proposal)


def is_other_resident(actor: Actor, proposal: Proposal) -> bool:
    """Anyone signed in who did not write the proposal."""
    return actor.is_signed_in and not is_author(actor, proposal)


def is_flagged(proposal: Proposal) -> bool:
    """Somebody has asked for a look at it."""
    return proposal.is_flagged


def was_implemented(proposal: Proposal) -> bool:
    """What it asked for has been done."""
    return proposal.implemented_on is not None


def goes_on(proposal: Proposal) -> bool:
    """It goes on in another."""
    return proposal.continued_at is not None


def is_answered(proposal: Proposal) -> bool:
    """It has been answered."""
    return proposal.answered_at is not None


def was_accepted(proposal: Proposal) -> bool:
    """Its answer accepts it, in whole or in part."""
    return proposal.outcome in CHANGES_TEXT


def takes_comments(proposal: Proposal) -> bool:
    """The phase of its process takes comments."""
    return proposal.process.is_open_for(Opens.COMMENTS)


def its_process_takes_proposals(thing: Proposal | Group) -> bool:
    """The phase of its process takes proposals."""
    return takes_proposals(thing.process)


def its_process_shows_at_once(proposal: Proposal) -> bool:
    """Its process shows proposals at once."""
    return proposal.process.shows_at_once


def takes_support(proposal: Proposal) -> bool:
    """The phase of its process takes proposals or comments: support is counted where neither is taken any more."""
    return its_process_takes_proposals(proposal) or takes_comments(proposal)


BESIDE = (
    ProposalVerb.SAY_WHERE,
    ProposalVerb.ATTACH,
    ProposalVerb.TAKE_OUT_FILE,
    ProposalVerb.PUT_PICTURE,
    ProposalVerb.TAKE_OUT_PICTURE,
)
"""What its authors do beside its words, for as long as they write those."""


def is_nameless(proposal: Proposal) -> bool:
    """Whoever began it is known by a pseudonym."""
    return proposal.author.is_protected


RETURNS = [
    Line(when={HIDDEN}, who=is_moderator, then=IMPLEMENTED, only=was_implemented),
    Line(when={HIDDEN}, who=is_moderator, then=ANSWERED, only=is_answered),
    Line(when={HIDDEN}, who=is_moderator, then=CONTINUED, only=goes_on),
]
"""How a hidden proposal is shown again, as far as it was."""
PROPOSAL: Workflow[ProposalState, ProposalVerb, Proposal] = Workflow(
    "A proposal",
    {
        ProposalVerb.READ: [
            Line(when=PUBLIC, who=anyone),
            Line(who=is_author),
            Line(when=WAITING | PUBLIC | {SENT_BACK, HIDDEN}, who=is_moderator),
        ],
        ProposalVerb.WRITE: [Line(when={DRAFT, SENT_BACK}, who=is_author)],
        ProposalVerb.PUT_ABOUT: [Line(when=WRITTEN, who=is_author), Line(when=WAITING | PUBLIC, who=is_moderator)],
        **{verb: [Line(when={DRAFT, SENT_BACK}, who=is_author)] for verb in BESIDE},
        ProposalVerb.REVEAL_NAME: [
            Line(when=WAITING | PUBLIC | {SENT_BACK, HIDDEN}, who=is_case_officer, only=is_nameless)
        ],
        ProposalVerb.JUDGE_FILE: [Line(when=WAITING | PUBLIC, who=is_moderator)],
        ProposalVerb.READ_EDITS: [Line(who=is_author)],
        ProposalVerb.SUBMIT: [
            Line(when={DRAFT}, who=is_author, then=SUBMITTED, only=its_process_takes_proposals),
            Line(when={SENT_BACK}, who=is_author, then=SUBMITTED),
        ],
        ProposalVerb.HOLD: [Line(when={SUBMITTED}, who=is_author, then=HELD)],  # what SUBMIT does to a CPR-like number
        # what SUBMIT does where the process shows proposals at once, and the gate has seen nothing
        ProposalVerb.SHOW_AT_ONCE: [
            Line(when={SUBMITTED}, who=is_author, then=ACCEPTED, only=its_process_shows_at_once)
        ],
        ProposalVerb.MASK: [Line(when={HELD}, who=is_author, then=SUBMITTED)],
        ProposalVerb.COVER: [
            Line(when=WAITING, who=is_moderator, then=SUBMITTED),
            Line(when=PUBLIC, who=is_moderator),
        ],
        ProposalVerb.SEND_ON: [Line(when=WAITING | PUBLIC, who=is_moderator)],
        ProposalVerb.RELEASE: [Line(when={HELD}, who=is_moderator, then=SUBMITTED)],
        ProposalVerb.WITHDRAW: [Line(when={DRAFT, HELD, SUBMITTED, SENT_BACK}, who=is_first_author, then=WITHDRAWN)],
        ProposalVerb.INVITE: [Line(when=WRITTEN, who=is_first_author)],
        ProposalVerb.JOIN: [Line(when=WRITTEN, who=is_other_resident)],  # by the link
        ProposalVerb.LEAVE: [Line(who=is_co_author)],
        ProposalVerb.ACCEPT: [Line(when={SUBMITTED}, who=is_moderator, then=ACCEPTED)],
        ProposalVerb.SEND_BACK: [Line(when=WAITING, who=is_moderator, then=SENT_BACK)],
        ProposalVerb.FLAG: [Line(when=PUBLIC, who=is_other_resident)],
        ProposalVerb.KEEP: [
            Line(when=PUBLIC, who=is_moderator, only=is_flagged),
            *RETURNS,
            Line(when={HIDDEN}, who=is_moderator, then=ACCEPTED),
        ],
        ProposalVerb.HIDE: [Line(when=PUBLIC, who=is_moderator, then=HIDDEN)],
        ProposalVerb.APPEAL: [Line(when={SENT_BACK, HIDDEN}, who=is_author)],  # within fourteen days, once
        ProposalVerb.REINSTATE: [  # on appeal
            *RETURNS,
            Line(when={SENT_BACK, HIDDEN}, who=is_moderator, then=ACCEPTED),
        ],
        ProposalVerb.FOLLOW: [Line(when=PUBLIC, who=anyone_signed_in)],
        ProposalVerb.UNFOLLOW: [Line(who=anyone_signed_in)],
        ProposalVerb.COMMENT: [Line(when=OPEN, who=anyone_signed_in, only=takes_comments)],
        ProposalVerb.AMEND: [Line(when=OPEN, who=is_other_resident, only=takes_support)],
        ProposalVerb.CONSIDER: [Line(when={ACCEPTED}, who=is_case_officer, then=CONSIDERED)],
        ProposalVerb.MERGE: [Line(when=OPEN, who=is_moderator, then=CONTINUED)],
        ProposalVerb.SPLIT: [Line(when=OPEN, who=is_moderator, then=CONTINUED)],
        ProposalVerb.PART: [Line(when={CONTINUED}, who=is_moderator, then=ACCEPTED)],  # what was merged by mistake
        ProposalVerb.ANSWER: [Line(when=OPEN, who=is_case_officer, then=ANSWERED)],
        ProposalVerb.CORRECT_ANSWER: [Line(when={ANSWERED, IMPLEMENTED}, who=is_case_officer)],
        ProposalVerb.SPEAK_TO: [Line(when={ANSWERED, IMPLEMENTED}, who=is_case_officer)],
        ProposalVerb.REPORT: [Line(when={ANSWERED}, who=is_case_officer, only=was_accepted)],
        ProposalVerb.REMIND: [Line(when={ANSWERED}, who=anyone)],  # the worker, once the day has come
        ProposalVerb.IMPLEMENT: [Line(when={ANSWERED}, who=is_case_officer, then=IMPLEMENTED, only=was_accepted)],
    },
    state=Proposal.state_at,
)


def is_unsaid(proposal: Proposal) -> bool:
    """Nobody has said whether the answer speaks to it."""
    return proposal.understanding is None


def is_not_answered_again(proposal: Proposal) -> bool:
    """It was said whether the answer speaks to it, and no second answer is given."""
    return proposal.understanding is not None and proposal.understanding.again_at is None


def has_reason(proposal: Proposal) -> bool:
    """It was said why the answer speaks to it or not, and everybody reads that."""
    return proposal.understanding is not None and proposal.understanding.is_reasoned


UNDERSTOOD: Workflow[ProposalState, ProposalVerb, Proposal] = Workflow(
    "A proposal, once it is answered",
    {
        ProposalVerb.SAY_UNDERSTOOD: [Line(when={ANSWERED, IMPLEMENTED}, who=is_author, only=is_unsaid)],
        ProposalVerb.ANSWER_AGAIN: [
            Line(when={ANSWERED, IMPLEMENTED}, who=is_case_officer, only=is_not_answered_again)
        ],
        ProposalVerb.HIDE_REASON: [Line(when={ANSWERED, IMPLEMENTED}, who=is_moderator, only=has_reason)],
    },
    state=Proposal.state_at,
)

SUPPORT: Workflow[Collecting, ProposalVerb, Proposal] = Workflow(
    "A proposal's support",
    {
        ProposalVerb.SUPPORT: [Line(when={Collecting.OPEN}, who=anyone_signed_in, only=takes_support)],
        ProposalVerb.WITHDRAW_SUPPORT: [Line(when={Collecting.OPEN}, who=anyone_signed_in, only=takes_support)],
    },
    state=Proposal.collecting_at,
)


def is_still_public(reached: Reached) -> bool:
    """Everybody reads its proposal."""
    return reached.proposal.state in PUBLIC


REACHED: Workflow[ReachedState, ProposalVerb, Reached] = Workflow(
    "What much support led to",
    {ProposalVerb.CARRY_OUT: [Line(who=is_case_officer, only=is_still_public)]},
    state=Reached.state_at,
)


def is_amender(actor: Actor, amendment: Amendment) -> bool:
    """Whoever suggests the change."""
    return actor.is_person(amendment.author_id)


def is_amended(actor: Actor, amendment: Amendment) -> bool:
    """Whoever wrote the proposal, alone or with others."""
    return is_author(actor, amendment.proposal)


def is_staff_there(actor: Actor, amendment: Amendment) -> bool:
    """A facilitator or case officer of the process."""
    return is_staff(actor, amendment.proposal)


def is_still_open(amendment: Amendment) -> bool:
    """The proposal waits for its answer."""
    return amendment.proposal.state in OPEN


AMENDMENT: Workflow[AmendmentState, ProposalVerb, Amendment] = Workflow(
    "An amendment",
    {
        ProposalVerb.READ_AMENDMENT: [
            Line(when={AmendmentState.ACCEPTED}, who=anyone),
            Line(who=is_amender),
            Line(who=is_amended),
            Line(who=is_staff_there),
        ],
        ProposalVerb.DECIDE_AMENDMENT: [Line(when={AmendmentState.OPEN}, who=is_amended, only=is_still_open)],
        ProposalVerb.WITHDRAW_AMENDMENT: [
            Line(when={AmendmentState.OPEN}, who=is_amender, then=AmendmentState.WITHDRAWN)
        ],
    },
    state=Amendment.state_at,
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
