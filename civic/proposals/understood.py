"""What those who wrote a proposal say of the answer to it, and the second answer: every write."""

from civic.dialogue.actions import checked_reason
from civic.dialogue.models import Meets
from civic.kernel import deed, outbox
from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions as moderation
from civic.moderation.models import Ruled
from civic.proposals import queries
from civic.proposals.models import Proposal, ProposalUnderstanding
from civic.proposals.workflow import UNDERSTOOD, ProposalVerb


def say_understood(context: Context, proposal_id: int, *, meets: Meets, reason: str = "") -> Proposal:
    """Say, once, whether the answer to one's proposal speaks to it, and why.

    Refusals as `checked_reason`. A second one breaks a unique key.
    """
    proposal = _locked(context, proposal_id, ProposalVerb.SAY_UNDERSTOOD)
    why = checked_reason(meets, reason)
    said = ProposalUnderstanding(proposal_id=proposal.id, meets=meets, reason=why, at=context.now)
    context.session.add(said)
    return deed.enter(context, ProposalVerb.SAY_UNDERSTOOD, proposal)


def answer_again(context: Context, proposal_id: int, *, answer: str) -> Proposal:
    """Answer a proposal once more, after its authors said whether the answer speaks to it; the first answer stands."""
    proposal = _locked(context, proposal_id, ProposalVerb.ANSWER_AGAIN)
    assert proposal.understanding is not None
    proposal.understanding.again, proposal.understanding.again_at = answer, context.now
    _tell(context, "proposal_answered_again", proposal)
    return deed.enter(context, ProposalVerb.ANSWER_AGAIN, proposal)


def hide_reason(context: Context, proposal_id: int, *, rule: int, reason: str) -> Proposal:
    """Hide why the authors say that the answer speaks to it or not, by a house rule; it is counted still."""
    proposal = _locked(context, proposal_id, ProposalVerb.HIDE_REASON)
    assert proposal.understanding is not None
    proposal.understanding.is_hidden = True
    about, place = Ref(Kind.PROPOSAL, proposal.id), proposal.process_id
    moderation.rule_by(context, about, Ruled.HIDDEN, number=rule, reason=reason, to=None, process_id=place)
    _tell(context, "proposal_reason_hidden", proposal, reason=reason)
    return deed.enter(context, ProposalVerb.HIDE_REASON, proposal)


def _locked(context: Context, proposal_id: int, verb: ProposalVerb) -> Proposal:
    """Return a proposal that is locked, with what is said of its answer as it is now; the workflow has been asked."""
    context.lock(queries.proposal(context, proposal_id))
    proposal = queries.understood(context, proposal_id)
    UNDERSTOOD.require(context, verb, proposal)
    return proposal


def _tell(context: Context, template: str, proposal: Proposal, **more: str) -> None:
    for person_id in queries.authors(context, [proposal.id]):
        about = {"id": proposal.id, "title": proposal.title, **more}
        outbox.mail(context, template, to=person_id, data=about)
