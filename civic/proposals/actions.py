"""Proposals: every write."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete

from civic.board import actions as board
from civic.dialogue.actions import comment as say
from civic.dialogue.models import Comment, Outcome
from civic.following import actions as following
from civic.following.models import Step
from civic.groups.queries import group as group_by_id
from civic.kernel import correction, cpr, deed, outbox, personal
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions as moderation
from civic.moderation import gate
from civic.moderation import queries as appeals
from civic.moderation.models import Appeal, Ground, Ruled
from civic.processes.queries import process
from civic.proposals import queries
from civic.proposals.models import PUBLIC, Proposal, Support
from civic.proposals.notices import notice
from civic.proposals.workflow import GROUP_PROPOSALS, PROCESS_PROPOSALS, PROPOSAL, ProposalVerb
from civic.writing import actions as writing
from civic.writing.actions import Woven


def write(
    context: Context, process_id: int, *, title: str, text: str, group_id: int | None = None, is_example: bool = False
) -> Proposal:
    """Begin a proposal as the actor's own draft, in a group the actor is in or in the process as such."""
    parent = process(context, process_id)
    PROCESS_PROPOSALS.require(context, ProposalVerb.PROPOSE, parent)
    group = group_by_id(context, group_id) if group_id else None
    if group is not None:
        GROUP_PROPOSALS.require(context, ProposalVerb.PROPOSE, group)
        if group.process_id != parent.id:
            raise Refusal(Reason.NOT_FOUND)
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    begun = _begun(parent.id, group_id)
    proposal = Proposal(
        process=parent,
        group=group,
        author_id=context.actor.person_id,
        receipt=new_code(),
        title=title,
        text=text,
        written_at=context.now,
        is_example=is_example,
    )
    deed.enter(context, ProposalVerb.WRITE, proposal)
    proposal.edit = writing.weave(context, _ref(proposal), heading=title, text=text, seen=0).edit
    writing.drop_copy(context, begun)
    return proposal


def _begun(process_id: int, group_id: int | None) -> Ref:
    """Return under what the words are kept of a proposal that nobody has saved yet: where it is to be made."""
    return Ref(Kind.GROUP, group_id) if group_id else Ref(Kind.PROCESS, process_id)


def keep_begun(context: Context, process_id: int, *, title: str, text: str, group_id: int | None = None) -> None:
    """Keep what somebody has typed of a new proposal, unsaved, for themselves alone."""
    PROCESS_PROPOSALS.require(context, ProposalVerb.PROPOSE, process(context, process_id))
    if group_id:
        GROUP_PROPOSALS.require(context, ProposalVerb.PROPOSE, group_by_id(context, group_id))
    writing.keep_copy(context, _begun(process_id, group_id), heading=title, text=text, seen=0)


def rewrite(context: Context, proposal_id: int, *, title: str, text: str, edit: int | None = None) -> Woven:
    """Change one's own draft, or a proposal that was sent back; return how it reads now. Every edit is kept.

    `edit` is the edit the writer began from, by itself the last. What was changed meanwhile in other paragraphs stays,
    in another tab, say; where one paragraph was changed twice, nothing is written, and both are returned.
    """
    proposal = context.lock(queries.proposal(context, proposal_id))
    deed.ask(context, PROPOSAL, ProposalVerb.WRITE, proposal)
    seen = proposal.edit if edit is None else edit
    woven = writing.weave(context, _ref(proposal), heading=title, text=text, seen=seen)
    if woven.clashes:
        return woven
    proposal.title, proposal.text, proposal.edit = woven.heading, woven.text, woven.edit
    deed.enter(context, ProposalVerb.WRITE, proposal)
    return woven


def keep_typed(context: Context, proposal_id: int, *, title: str, text: str, edit: int) -> None:
    """Keep what a writer has typed so far, unsaved."""
    proposal = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.WRITE, proposal)
    writing.keep_copy(context, _ref(proposal), heading=title, text=text, seen=edit)


def submit(context: Context, proposal_id: int) -> Proposal:
    """Hand a proposal to the facilitators, with what the gate saw in it.

    One with a CPR-like number is held until it is masked or released.
    """
    proposal = deed.do(context, PROPOSAL, ProposalVerb.SUBMIT, queries.proposal(context, proposal_id))
    is_again, proposal.submitted_at = proposal.submitted_at is not None, context.now
    moderation.lapse(context, _ref(proposal))
    if _pass_gate(context, proposal, again=is_again).has_number:
        deed.ask(context, PROPOSAL, ProposalVerb.HOLD, proposal)
    outbox.mail(context, "proposal_received", to=proposal.author_id, data=_about(proposal))
    return proposal


def mask(context: Context, proposal_id: int) -> Proposal:
    """Replace the CPR-like numbers in one's own held proposal and hand it in."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.MASK, queries.proposal(context, proposal_id))
    proposal.title, proposal.text = cpr.masked(proposal.title), cpr.masked(proposal.text)
    writing.rewrite(context, _ref(proposal), cpr.masked)
    moderation.rule(context, _ref(proposal), Ruled.MASKED)
    _pass_gate(context, proposal, again=True)
    return proposal


def send_on(context: Context, proposal_id: int, *, to_id: int, note: str = "") -> Proposal:
    """Send a proposal that waits on to a colleague, who decides."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.SEND_ON, queries.proposal(context, proposal_id))
    moderation.send_on(context, _ref(proposal), proposal.process_id, to_id=to_id, note=note)
    return proposal


def release(
    context: Context, proposal_id: int, *, ground: Ground, reason: str = "", seen: str | None = None
) -> Proposal:
    """Let a held proposal go on as it is, on a ground: the number is an invoice's, say.

    Refusal(NOTHING_SAID) where that is only that somebody has looked at it, Refusal(WRITTEN_MEANWHILE) where the author
    has changed it since it was looked at.
    """
    if ground is Ground.LOOKED_AT:
        raise Refusal(Reason.NOTHING_SAID)
    _check_seen(context, proposal_id, seen)
    proposal = deed.do(context, PROPOSAL, ProposalVerb.RELEASE, queries.proposal(context, proposal_id))
    place = proposal.process_id
    moderation.rule(context, _ref(proposal), Ruled.RELEASED, reason=reason, ground=ground, process_id=place)
    return proposal


def cover(
    context: Context, proposal_id: int, *, words: Sequence[str] = (), reason: str = "", seen: str | None = None
) -> Proposal:
    """Cover the personal details in a proposal that waits, and words that are named; then it can be accepted.

    Refusal(NOTHING_TO_COVER) where nothing of that stands in it, Refusal(WRITTEN_MEANWHILE) as `release`.
    """
    _check_seen(context, proposal_id, seen)
    proposal = queries.proposal(context, proposal_id)
    title, text = (personal.covered(one, words) for one in (proposal.title, proposal.text))
    if (title, text) == (proposal.title, proposal.text):
        raise Refusal(Reason.NOTHING_TO_COVER)
    deed.did(context, PROPOSAL, ProposalVerb.COVER, proposal)
    proposal.title, proposal.text, proposal.is_flagged = title, text, False
    writing.rewrite(context, _ref(proposal), lambda one: personal.covered(one, words))
    moderation.rule(context, _ref(proposal), Ruled.REDACTED, reason=reason, process_id=proposal.process_id)
    _pass_gate(context, proposal, again=True)
    if proposal.state in PUBLIC:
        board.put(context, notice(proposal))
    return proposal


def withdraw(context: Context, proposal_id: int) -> Proposal:
    """Take back a proposal that is not public yet."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.WITHDRAW, queries.proposal(context, proposal_id))
    moderation.lapse(context, _ref(proposal))
    return proposal


def _check_seen(context: Context, proposal_id: int, seen: str | None) -> None:
    found = context.lock(queries.proposal(context, proposal_id))
    check(seen, found.title, found.text)


def accept(context: Context, proposal_id: int, *, seen: str | None = None) -> Proposal:
    """Publish a proposal: it can be supported and commented on; Refusal(WRITTEN_MEANWHILE) as `release`."""
    _check_seen(context, proposal_id, seen)
    proposal = deed.do(context, PROPOSAL, ProposalVerb.ACCEPT, queries.proposal(context, proposal_id))
    proposal.accepted_at = context.now
    moderation.settled(context, _ref(proposal))
    board.put(context, notice(proposal))
    outbox.mail(context, "proposal_accepted", to=proposal.author_id, data=_about(proposal))
    return proposal


def send_back(context: Context, proposal_id: int, *, rule: int, reason: str, seen: str | None = None) -> Proposal:
    """Give a proposal back to its author by a house rule, with the reason; it can be changed and handed in again.

    Refusal(NO_RULE) for a rule that is not in force, Refusal(WRITTEN_MEANWHILE) as `release`.
    """
    return _rule_by(context, proposal_id, ProposalVerb.SEND_BACK, Ruled.SENT_BACK, rule, reason, seen)


def flag(context: Context, proposal_id: int, *, rule: int, reason: str) -> Proposal:
    """Ask a facilitator to look at a public proposal, by the house rule it breaks; refused as `moderation.flag`."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.FLAG, queries.proposal(context, proposal_id))
    proposal.is_flagged = True
    moderation.flag(context, _ref(proposal), rule=rule, reason=reason)
    return proposal


def keep(context: Context, proposal_id: int, *, reason: str, seen: str | None = None) -> Proposal:
    """Let a flagged proposal stand, or show a hidden one again, with the reason; raises as `release` does."""
    _check_seen(context, proposal_id, seen)
    proposal = deed.do(context, PROPOSAL, ProposalVerb.KEEP, queries.proposal(context, proposal_id))
    proposal.is_flagged = False
    moderation.rule(context, _ref(proposal), Ruled.KEPT, reason=reason, process_id=proposal.process_id)
    board.put(context, notice(proposal))
    return proposal


def hide(context: Context, proposal_id: int, *, rule: int, reason: str, seen: str | None = None) -> Proposal:
    """Take a public proposal out of the open by a house rule: that there was one stays to be seen; as `send_back`."""
    proposal = _rule_by(context, proposal_id, ProposalVerb.HIDE, Ruled.HIDDEN, rule, reason, seen)
    proposal.is_flagged = False
    board.take_down(context, _ref(proposal))
    return proposal


def appeal(context: Context, proposal_id: int, *, text: str) -> Appeal:
    """Ask another person to decide anew about one's own proposal, sent back or hidden; as `moderation.appeal`."""
    proposal = deed.begin(context, PROPOSAL, ProposalVerb.APPEAL, queries.proposal(context, proposal_id))
    made = moderation.appeal(context, _ref(proposal), proposal.process_id, text=text)
    return deed.enter(context, ProposalVerb.APPEAL, made)


def reinstate(context: Context, appeal_id: int, *, reason: str, seen: str | None = None) -> Appeal:
    """Decide an appeal for the author of a proposal: it is published, or shown again; as `moderation.uphold`."""
    asked = appeals.appeal(context, appeal_id)
    check(seen, asked.id, asked.text)
    proposal = context.lock(queries.proposal(context, asked.thing_id))
    deed.ask(context, PROPOSAL, ProposalVerb.REINSTATE, proposal)
    proposal.accepted_at = proposal.accepted_at or context.now
    board.put(context, notice(proposal))
    return moderation.uphold(context, asked, reason=reason)


def _rule_by(
    context: Context, proposal_id: int, verb: ProposalVerb, ruled: Ruled, rule: int, reason: str, seen: str | None
) -> Proposal:
    _check_seen(context, proposal_id, seen)
    proposal = deed.do(context, PROPOSAL, verb, queries.proposal(context, proposal_id))
    author, place = proposal.author_id, proposal.process_id
    moderation.rule_by(context, _ref(proposal), ruled, rule=rule, reason=reason, to=author, process_id=place)
    return proposal


def support(context: Context, proposal_id: int) -> Proposal:
    """Support a proposal; a second support by the same person breaks a unique key."""
    proposal = deed.did(context, PROPOSAL, ProposalVerb.SUPPORT, queries.held(context, proposal_id))
    context.session.add(Support(proposal_id=proposal.id, person_id=context.actor.person_id, at=context.now))
    return proposal


def withdraw_support(context: Context, proposal_id: int) -> Proposal:
    """Take back one's support."""
    proposal = deed.did(context, PROPOSAL, ProposalVerb.WITHDRAW_SUPPORT, queries.held(context, proposal_id))
    own = (Support.proposal_id == proposal.id, Support.person_id == context.actor.person_id)
    context.session.execute(delete(Support).where(*own))
    return proposal


def comment(context: Context, proposal_id: int, *, text: str) -> Comment:
    """Comment on a public proposal; what becomes of the proposal is not what becomes of the comment."""
    proposal = queries.held(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.COMMENT, proposal)
    return say(context, Kind.PROPOSAL, proposal.id, process_id=proposal.process_id, text=text)


def answer(context: Context, proposal_id: int, *, outcome: Outcome, text: str) -> Proposal:
    """Give the official answer to a proposal, with its outcome and reason."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.ANSWER, queries.proposal(context, proposal_id))
    proposal.outcome, proposal.answer = outcome, text
    proposal.answered_at = context.now
    proposal.answered_for = proposal.process.contact_unit
    board.put(context, notice(proposal))
    _tell_answered(context, proposal)
    return proposal


def _tell_answered(context: Context, proposal: Proposal) -> None:
    outbox.mail(context, "proposal_answered", to=proposal.author_id, data=_about(proposal))
    step = Step.PROPOSAL_ANSWERED
    following.tell(context, step, _ref(proposal), proposal.title, besides={proposal.author_id})


def correct_answer(
    context: Context, proposal_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Proposal:
    """Correct the official answer to a proposal; its author is told once more."""
    proposal = deed.begin(context, PROPOSAL, ProposalVerb.CORRECT_ANSWER, queries.proposal(context, proposal_id))
    spot = Spot(_ref(proposal), "answer", proposal.id)
    correction.correct(context, ProposalVerb.CORRECT_ANSWER, spot, proposal, values, reason=reason, seen=seen)
    board.put(context, notice(proposal))
    outbox.mail(context, "proposal_answered", to=proposal.author_id, data=_about(proposal))
    return proposal


def _pass_gate(context: Context, proposal: Proposal, *, again: bool) -> gate.Seen:
    seen = gate.look(proposal.title, proposal.text)
    moderation.pass_gate(context, _ref(proposal), seen, seen.ruled, again=again)
    return seen


def _ref(proposal: Proposal) -> Ref:
    return Ref(Kind.PROPOSAL, proposal.id)


def _about(proposal: Proposal) -> dict[str, str | int]:
    return {"proposal_id": proposal.id, "title": proposal.title, "receipt": proposal.receipt}


def follow(context: Context, proposal_id: int, *, is_on: bool = True) -> Proposal:
    """Hear by mail of each step that is taken with a proposal, or stop hearing of it."""
    verb = ProposalVerb.FOLLOW if is_on else ProposalVerb.UNFOLLOW
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, verb, found)
    (following.follow if is_on else following.unfollow)(context, Ref(Kind.PROPOSAL, found.id))
    return deed.enter(context, verb, found)
