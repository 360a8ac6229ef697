"""Proposals: every write."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import delete, select

from civic.areas import actions as areas
from civic.areas.queries import areas_of, topics_of
from civic.board import actions as board
from civic.dialogue.actions import comment as say
from civic.dialogue.models import CHANGES_TEXT, Comment, Label, Outcome
from civic.following import actions as following
from civic.following.models import Step
from civic.groups.queries import group as group_by_id
from civic.kernel import correction, cpr, deed, mailbox, outbox, personal
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.personal import Detail
from civic.kernel.receipt import new_code
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref, backward, link, unlink
from civic.moderation import actions as moderation
from civic.moderation import gate
from civic.moderation import queries as decided
from civic.moderation.models import Appeal, Ground, Ruled
from civic.people.actions import assign, unassign
from civic.people.queries import holders, kept_name
from civic.people.sealing import digest, new_token
from civic.processes import actions as processes
from civic.processes.models import Process
from civic.processes.queries import process
from civic.proposals import attaching, queries
from civic.proposals.models import (
    MOST_AUTHORS,
    OPEN,
    PUBLIC,
    Amendment,
    AmendmentState,
    CoAuthor,
    Collecting,
    Progress,
    Proposal,
    ProposalState,
    Reached,
    SpokenTo,
    Support,
)
from civic.proposals.notices import notice
from civic.proposals.workflow import (
    AMENDMENT,
    GROUP_PROPOSALS,
    PROCESS_PROPOSALS,
    PROPOSAL,
    REACHED,
    SUPPORT,
    ProposalVerb,
    is_author,
)
from civic.writing import actions as writing
from civic.writing.actions import Woven


def write(
    context: Context,
    process_id: int,
    *,
    title: str,
    text: str,
    group_id: int | None = None,
    language: str = "da",
    is_example: bool = False,
) -> Proposal:
    """Begin a proposal as the actor's own draft, in a group the actor is in or in the process as such.

    `language` is the code of what it is written in, as far as one can know: the page's.
    """
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
        language=language,
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
    moderation.lapse(context, _ref(proposal))  # an appeal is about the words that were sent back
    deed.enter(context, ProposalVerb.WRITE, proposal)
    return woven


def put_about(context: Context, proposal_id: int, *, topic_ids: Collection[int], area_ids: Collection[int]) -> Proposal:
    """Say which topics and areas a proposal is about, beside those of its process: it is found by them too."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.PUT_ABOUT, queries.proposal(context, proposal_id))
    areas.put_about(context, _ref(proposal), topic_ids=topic_ids, area_ids=area_ids)
    return proposal


def say_where(
    context: Context, proposal_id: int, *, place: str, point: str = "", language: str, seen: str | None = None
) -> Proposal:
    """Say where one's own proposal is about, in words and perhaps as a point, and what language it is written in.

    Refusal(NO_PLACE) for a point without words: nobody hears where a number is. Refusal(WRITTEN_MEANWHILE) where
    somebody who writes it too was before.
    """
    if point and not place:
        raise Refusal(Reason.NO_PLACE)
    proposal = deed.do(context, PROPOSAL, ProposalVerb.SAY_WHERE, queries.proposal(context, proposal_id))
    check(seen, proposal.place, proposal.point, proposal.language)
    moderation.lapse(context, _ref(proposal))
    proposal.place, proposal.point, proposal.language = place, point, language
    return proposal


def keep_typed(context: Context, proposal_id: int, *, title: str, text: str, edit: int) -> None:
    """Keep what a writer has typed so far, unsaved."""
    proposal = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.WRITE, proposal)
    writing.keep_copy(context, _ref(proposal), heading=title, text=text, seen=edit)


def submit(context: Context, proposal_id: int) -> Proposal:
    """Hand a proposal to the facilitators, with what the gate saw in it.

    One with a CPR-like number is held until it is masked or released. Where its process shows proposals at once, one in
    which the gate saw nothing, and that was not handed in before, is published; one with many links, with words its
    author proposed before, or one of many from a new account waits there too.
    """
    proposal = deed.do(context, PROPOSAL, ProposalVerb.SUBMIT, queries.proposal(context, proposal_id))
    is_again, proposal.submitted_at = proposal.submitted_at is not None, context.now
    moderation.lapse(context, _ref(proposal))
    seen = _pass_gate(context, proposal, again=is_again)
    if seen.has_number:
        deed.ask(context, PROPOSAL, ProposalVerb.HOLD, proposal)
    elif proposal.process.shows_at_once and not seen.found and not is_again:
        deed.ask(context, PROPOSAL, ProposalVerb.SHOW_AT_ONCE, proposal)
        _publish(context, proposal)
        return proposal
    _tell_authors(context, "proposal_received", proposal)
    return proposal


def _publish(context: Context, proposal: Proposal) -> None:
    proposal.accepted_at, proposal.published_edit = context.now, proposal.edit
    board.put(context, notice(proposal))
    _tell_authors(context, "proposal_accepted", proposal)


def mask(context: Context, proposal_id: int) -> Proposal:
    """Replace the CPR-like numbers in one's own held proposal and hand it in."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.MASK, queries.proposal(context, proposal_id))
    proposal.title, proposal.text = cpr.masked(proposal.title), cpr.masked(proposal.text)
    _rewrite(context, proposal, cpr.masked)
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
    place = personal.covered(proposal.place, words, but={Detail.ADDRESS})
    picture, _files = queries.beside(context, proposal.id)
    alt = personal.covered(picture.alt, words) if picture else ""
    stood = (proposal.title, proposal.text, proposal.place, picture.alt if picture else "")
    if (title, text, place, alt) == stood:
        raise Refusal(Reason.NOTHING_TO_COVER)
    deed.did(context, PROPOSAL, ProposalVerb.COVER, proposal)
    proposal.title, proposal.text, proposal.place, proposal.is_flagged = title, text, place, False
    if picture is not None:
        picture.alt = alt
    _rewrite(context, proposal, lambda one: personal.covered(one, words))
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
    moderation.settled(context, _ref(proposal))
    _publish(context, proposal)
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
    """Decide an appeal for the author of a proposal: it is published, or shown again; as `moderation.uphold`.

    One that was never public passes the gate: Refusal(NUMBER_SEEN) where it seems to hold a CPR number.
    """
    asked = decided.appeal(context, appeal_id)
    check(seen, asked.id, asked.text)
    proposal = context.lock(queries.proposal(context, asked.thing_id))
    if proposal.accepted_at is None and _pass_gate(context, proposal, again=True).has_number:
        raise Refusal(Reason.NUMBER_SEEN)
    deed.ask(context, PROPOSAL, ProposalVerb.REINSTATE, proposal)
    proposal.accepted_at = proposal.accepted_at or context.now
    proposal.published_edit = proposal.published_edit or proposal.edit
    board.put(context, notice(proposal))
    return moderation.uphold(context, asked, reason=reason)


def _rule_by(
    context: Context, proposal_id: int, verb: ProposalVerb, ruled: Ruled, rule: int, reason: str, seen: str | None
) -> Proposal:
    _check_seen(context, proposal_id, seen)
    proposal = deed.do(context, PROPOSAL, verb, queries.proposal(context, proposal_id))
    authors, place = queries.authors(context, [proposal.id]), proposal.process_id
    moderation.rule_by(context, _ref(proposal), ruled, number=rule, reason=reason, to=authors, process_id=place)
    return proposal


def support(context: Context, proposal_id: int) -> Proposal:
    """Support a proposal; a second support by the same person breaks a unique key.

    Where its process says what much support leads to, the last one that is wanted leads to it. Refusal(NOT_NOW) after
    the last day that the process has set.
    """
    proposal = deed.did(context, SUPPORT, ProposalVerb.SUPPORT, _collecting(context, proposal_id))
    context.session.add(Support(proposal_id=proposal.id, person_id=context.actor.person_id, at=context.now))
    _reach(context, proposal)
    return proposal


def _collecting(context: Context, proposal_id: int) -> Proposal:
    """Return a proposal, held while somebody supports it: with others, or alone where theirs may be the last wanted."""
    proposal = queries.proposal(context, proposal_id)
    is_counted = proposal.process.support_wanted is not None
    return context.lock(proposal) if is_counted else queries.held(context, proposal_id)


def set_support(
    context: Context, process_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Process:
    """Say how much support of a proposal leads to what, as `processes.actions.set_support`; some have it already."""
    found = processes.set_support(context, process_id, values, reason=reason, seen=seen)
    if found.support_wanted is not None:
        for number in queries.supported_by(context, found.id, found.support_wanted):  # counted anew under each's lock
            _reach(context, context.lock(queries.proposal(context, number)))
    return found


def _reach(context: Context, proposal: Proposal) -> None:
    """Write down that a proposal has as much support as is wanted, once; its officers, authors and followers hear."""
    process = proposal.process
    if proposal.reached is not None or process.support_wanted is None:
        return
    if proposal.collecting_at(context.now) is Collecting.CLOSED:
        return
    context.session.flush()
    count = queries.backing(context, proposal.id).count
    if count < process.support_wanted or queries.reached(context, proposal.id) is not None:
        return
    due_on = context.today + timedelta(days=process.support_due_days)
    context.session.add(
        Reached(
            proposal=proposal,
            at=context.now,
            support=count,
            leads_to=process.support_leads_to,
            owner=process.support_owner,
            due_on=due_on,
        )
    )
    for held in holders(context, Scope.PROCESS, proposal.process_id, Role.CASE_OFFICER):
        outbox.mail(
            context, "proposal_reached", to=held.person_id, data={**_about(proposal), "due_on": due_on.isoformat()}
        )
    authors = _tell_all_authors(context, "own_proposal_reached", proposal)
    following.tell(context, Step.PROPOSAL_REACHED, _ref(proposal), proposal.title, besides=authors)


def _unreach(context: Context, proposal: Proposal, reason: str) -> None:
    """Take back that a proposal had as much support as was wanted, where that was a mistake; not what was done."""
    found = queries.reached(context, proposal.id)
    if found is None or found.done_on is not None:
        return
    context.session.flush()
    if queries.backing(context, proposal.id).count < (proposal.process.support_wanted or found.support):
        spot = Spot(_ref(proposal), "proposal", proposal.id)
        correction.keep(context, spot, {"support_wanted": found.support}, reason=reason)
        context.session.delete(found)
        context.session.flush()


def carry_out(
    context: Context, proposal_id: int, *, result: str, on: date, reason: str = "", seen: str | None = None
) -> Reached:
    """Say what came of what much support led to, and when; or correct that, with the reason.

    Refusal(NOT_FOUND) where nothing was reached, Refusal(NOT_HELD_YET) for a day to come, Refusal(NO_REASON) where it
    is corrected without one, Refusal(WRITTEN_MEANWHILE) where a colleague was before, Refusal(NOT_NOW) while its
    proposal is hidden.
    """
    if on > context.today:
        raise Refusal(Reason.NOT_HELD_YET)
    proposal = context.lock(queries.proposal(context, proposal_id))
    found = queries.reached(context, proposal.id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    deed.ask(context, REACHED, ProposalVerb.CARRY_OUT, context.lock(found))
    check(seen, found.result, found.done_on)
    if found.done_on is not None:
        before = {"result": found.result, "done_on": found.done_on}
        correction.keep(context, Spot(_ref(proposal), "proposal", proposal.id), before, reason=reason)
    found.result, found.done_on = result, on
    following.tell(context, Step.PROPOSAL_REPORTED, _ref(proposal), proposal.title)
    return deed.enter(context, ProposalVerb.CARRY_OUT, found)


def withdraw_support(context: Context, proposal_id: int) -> Proposal:
    """Take back one's support; Refusal(NOT_NOW) after the last day that the process has set."""
    proposal = deed.did(context, SUPPORT, ProposalVerb.WITHDRAW_SUPPORT, queries.held(context, proposal_id))
    own = (Support.proposal_id == proposal.id, Support.person_id == context.actor.person_id)
    context.session.execute(delete(Support).where(*own))
    return proposal


def comment(
    context: Context, proposal_id: int, *, text: str, label: Label | None = None, reply_to: int | None = None
) -> Comment:
    """Comment on a public proposal; what becomes of the proposal is not what becomes of the comment."""
    proposal = queries.held(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.COMMENT, proposal)
    process_id = proposal.process_id
    return say(context, Kind.PROPOSAL, proposal.id, process_id=process_id, text=text, label=label, reply_to=reply_to)


def amend(context: Context, proposal_id: int, *, title: str, text: str, why: str, edit: int) -> Amendment:
    """Suggest other words for a public proposal to its authors, made from its edit `edit`; one at a time of each.

    Only they, whoever suggests it, and the process's staff read it until it is accepted. Refusal(AS_IT_STANDS) where
    nothing is changed, Refusal(NUMBER_SEEN) where there is something like a CPR number in it.
    """
    proposal = deed.begin(context, PROPOSAL, ProposalVerb.AMEND, queries.proposal(context, proposal_id))
    if (title, text) == (proposal.title, proposal.text):
        raise Refusal(Reason.AS_IT_STANDS)
    if gate.look(title, text, why).has_number:
        raise Refusal(Reason.NUMBER_SEEN)
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    made = Amendment(
        proposal=proposal,
        author_id=context.actor.person_id,
        base_edit=edit if 0 < edit <= proposal.edit else proposal.edit,
        title=title,
        text=text,
        why=why,
        at=context.now,
    )
    deed.enter(context, ProposalVerb.AMEND, made)
    _tell_authors(context, "amendment_made", proposal, amendment_id=made.id)
    return made


def accept_amendment(context: Context, amendment_id: int, *, reason: str = "", seen: str | None = None) -> Amendment:
    """Let an amendment become the next version of one's proposal, credited to whoever suggested it.

    What was changed by another amendment meanwhile stays; Refusal(CHANGED_MEANWHILE) where both changed one paragraph.
    Whoever suggested it, and everybody who supports the proposal, is told: they supported other words. Where the gate
    sees somebody's details in the new words, a facilitator is asked to look.
    """
    found, proposal = _to_decide(context, amendment_id, seen)
    woven = writing.weave(context, _ref(proposal), heading=found.title, text=found.text, seen=found.base_edit)
    if woven.clashes:
        raise Refusal(Reason.CHANGED_MEANWHILE)
    proposal.title, proposal.text, proposal.edit = woven.heading, woven.text, woven.edit
    _decided(context, found, AmendmentState.ACCEPTED, reason)
    found.edit = woven.edit
    if gate.look(proposal.title, proposal.text).found:
        proposal.is_flagged = True
        _pass_gate(context, proposal, again=True)
    board.put(context, notice(proposal))
    told = {found.author_id, *queries.authors(context, [proposal.id])}
    for person_id in sorted(set(queries.supporters(context, proposal.id)) - told):
        outbox.mail(context, "support_amended", to=person_id, data=_about(proposal))
    return deed.enter(context, ProposalVerb.DECIDE_AMENDMENT, found)


def decline_amendment(context: Context, amendment_id: int, *, reason: str, seen: str | None = None) -> Amendment:
    """Say no to an amendment of one's proposal, with the reason that whoever suggested it reads."""
    found, _proposal = _to_decide(context, amendment_id, seen)
    if not reason:
        raise Refusal(Reason.NO_REASON)
    _decided(context, found, AmendmentState.DECLINED, reason)
    return deed.enter(context, ProposalVerb.DECIDE_AMENDMENT, found)


def withdraw_amendment(context: Context, amendment_id: int) -> Amendment:
    """Take back an amendment that one has suggested."""
    found: Amendment = queries.amendment(context, amendment_id)
    context.lock(found.proposal)
    return deed.do(context, AMENDMENT, ProposalVerb.WITHDRAW_AMENDMENT, found)


def _to_decide(context: Context, amendment_id: int, seen: str | None) -> tuple[Amendment, Proposal]:
    found = queries.amendment(context, amendment_id)
    proposal = context.lock(found.proposal)
    context.lock(found)
    AMENDMENT.require(context, ProposalVerb.DECIDE_AMENDMENT, found)
    check(seen, found.title, found.text, proposal.edit)
    return found, proposal


def _decided(context: Context, found: Amendment, state: AmendmentState, reason: str) -> None:
    found.state, found.reason = state, reason
    found.decided_at, found.decided_by_id = context.now, context.actor.person_id
    outbox.mail(context, "amendment_decided", to=found.author_id, data={"id": found.id, "title": found.title})


def _rewrite(context: Context, proposal: Proposal, change: Callable[[str], str]) -> None:
    """Change the words of every edit of a proposal, and of every amendment that was suggested to it."""
    writing.rewrite(context, _ref(proposal), change)
    for one in context.session.scalars(select(Amendment).where(Amendment.proposal_id == proposal.id)):
        one.title, one.text, one.why = change(one.title), change(one.text), change(one.why)


def invite(context: Context, proposal_id: int, *, email: str) -> CoAuthor:
    """Invite somebody to write a proposal together, by mail: who has the link accepts with whichever account is theirs.

    Nobody learns whether the address has an account here. To invite it once more sends a new link, and the old one
    holds no more. Refusal(TOO_MANY_AUTHORS) beyond `MOST_AUTHORS`.
    """
    proposal = deed.begin(context, PROPOSAL, ProposalVerb.INVITE, queries.proposal(context, proposal_id))
    there = queries.co_authors(context, proposal.id)
    address, token = mailbox.normal(email), new_token()
    found = next((one for one in there if one.email and one.email == address), None)
    if found is None and len(there) >= MOST_AUTHORS:
        raise Refusal(Reason.TOO_MANY_AUTHORS)
    found = found or CoAuthor(proposal_id=proposal.id, email=address)
    found.token_hash, found.invited_at = digest(token), context.now
    deed.enter(context, ProposalVerb.INVITE, found)
    data = {"title": proposal.title, "name": context.actor.name, "token": token}
    language = context.actor.language
    outbox.mail_to_address(context, "co_author_invited", address=email, language=language, data=data)
    return found


def join(context: Context, token: str) -> Proposal:
    """Accept an invitation: from now on the proposal is the actor's as it is the others'.

    Refusal(LINK_EXPIRED) for one that is answered or taken back, Refusal(TAKEN) for who writes it already.
    """
    found, proposal = _invited(context, token)
    if is_author(context.actor, proposal):
        raise Refusal(Reason.TAKEN)
    PROPOSAL.require(context, ProposalVerb.JOIN, proposal)
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    found.person_id, found.accepted_at = context.actor.person_id, context.now
    found.email, found.token_hash = "", None
    assign(context, context.actor.person_id, Role.AUTHOR, Scope.PROPOSAL, proposal.id)
    outbox.mail(
        context, "co_author_joined", to=proposal.author_id, data=_about(proposal) | {"name": context.actor.name}
    )
    deed.enter(context, ProposalVerb.JOIN, found)
    return proposal


def decline(context: Context, token: str) -> CoAuthor:
    """Say no to an invitation, with or without an account; the address is forgotten."""
    found, _proposal = _invited(context, token)
    _end(context, found)
    return deed.enter(context, ProposalVerb.LEAVE, found)


def _invited(context: Context, token: str) -> tuple[CoAuthor, Proposal]:
    """Return an invitation and its proposal under their locks: one that somebody answered meanwhile has expired."""
    found = queries.invitation(context, token)
    proposal = context.lock(found.proposal)
    context.lock(found)
    if found.token_hash != digest(token):
        raise Refusal(Reason.LINK_EXPIRED)
    return found, proposal


def leave(context: Context, proposal_id: int) -> Proposal:
    """Write a proposal no longer; what one wrote stays among its edits."""
    proposal = deed.begin(context, PROPOSAL, ProposalVerb.LEAVE, queries.proposal(context, proposal_id))
    mine = [one for one in queries.co_authors(context, proposal.id) if context.actor.is_person(one.person_id)]
    for one in mine:
        _end(context, one)
    return deed.enter(context, ProposalVerb.LEAVE, proposal)


def take_out(context: Context, co_author_id: int) -> CoAuthor:
    """Take somebody out who was invited, or who writes it together, as whoever began it; they are told."""
    found = queries.co_author(context, co_author_id)
    proposal = context.lock(queries.proposal(context, found.proposal_id))
    PROPOSAL.require(context, ProposalVerb.INVITE, proposal)
    context.lock(found)
    if found.ended_at is not None:
        raise Refusal(Reason.NOT_FOUND)
    if found.person_id is not None:
        outbox.mail(context, "co_author_taken_out", to=found.person_id, data=_about(proposal))
    _end(context, found)
    return deed.enter(context, ProposalVerb.INVITE, found)


def _end(context: Context, found: CoAuthor) -> None:
    found.ended_at, found.email, found.token_hash = context.now, "", None
    if found.person_id is not None:
        unassign(context, found.person_id, Role.AUTHOR, Scope.PROPOSAL, found.proposal_id)


def consider(context: Context, proposal_id: int) -> Proposal:
    """Say that the administration is at it; it can still be supported and talked about."""
    proposal = deed.do(context, PROPOSAL, ProposalVerb.CONSIDER, queries.proposal(context, proposal_id))
    board.put(context, notice(proposal))
    following.tell(context, Step.PROPOSAL_CONSIDERED, _ref(proposal), proposal.title)
    return proposal


def answer(
    context: Context,
    proposal_id: int,
    *,
    outcome: Outcome,
    text: str,
    answered_for: str = "",
    next_step: str = "",
    review_on: date | None = None,
) -> Proposal:
    """Give the official answer to a proposal: outcome, reason, and which unit is responsible, by itself the contact's.

    Of an accepted one, in whole or in part, it says what happens next and on which day that is looked at again:
    Refusal(NO_NEXT_STEP) where one of them is missing. Whoever wrote a proposal that goes on in this one is told too.
    """
    if outcome in CHANGES_TEXT and not (next_step and review_on):
        raise Refusal(Reason.NO_NEXT_STEP)
    proposal = deed.do(context, PROPOSAL, ProposalVerb.ANSWER, queries.proposal(context, proposal_id))
    proposal.outcome, proposal.answer = outcome, text
    proposal.answered_at = context.now
    proposal.answered_for = answered_for or proposal.process.contact_unit
    if outcome in CHANGES_TEXT:
        proposal.next_step, proposal.review_on = next_step, review_on
    board.put(context, notice(proposal))
    earlier = _earlier(context, proposal)
    authors = _tell_all_authors(context, "proposal_answered", proposal, earlier)
    within = [Ref(Kind.PROPOSAL, one) for one in earlier]
    step = Step.PROPOSAL_ANSWERED
    following.tell(context, step, _ref(proposal), proposal.title, within=within, besides=authors)
    return proposal


def speak_to(
    context: Context, proposal_id: int, comment_ids: Collection[int], *, reason: str = "", seen: str | None = None
) -> Proposal:
    """Say which comments the official answer to a proposal speaks to: all of those, and no others.

    Who wrote one of them is told. Refusal(NOT_FITTING) for one that is not a public comment on the proposal, or on one
    that goes on in it, or that another's answer speaks to; Refusal(NO_REASON) where one of before is left out.
    """
    proposal = deed.begin(context, PROPOSAL, ProposalVerb.SPEAK_TO, queries.proposal(context, proposal_id))
    before, wanted = set(queries.spoken_to(context, proposal.id)), set(comment_ids)
    check(seen, *sorted(before))
    fitting = queries.fitting(context, proposal, wanted - before)
    if wanted - before - fitting.keys():
        raise Refusal(Reason.NOT_FITTING)
    if before - wanted:
        spot = Spot(_ref(proposal), "answer", proposal.id)
        correction.keep(context, spot, {"spoken_to": len(before)}, reason=reason)
        gone = (SpokenTo.proposal_id == proposal.id, SpokenTo.comment_id.in_(before - wanted))
        context.session.execute(delete(SpokenTo).where(*gone))
    for number, author_id in sorted(fitting.items()):
        context.session.add(SpokenTo(proposal_id=proposal.id, comment_id=number, at=context.now))
        outbox.mail(context, "comment_spoken_to", to=author_id, data={"id": number, "title": proposal.title})
    return deed.enter(context, ProposalVerb.SPEAK_TO, proposal)


def report(context: Context, proposal_id: int, *, text: str, review_on: date | None = None) -> Proposal:
    """Say what has come of an accepted proposal so far, and when it is looked at again.

    No day says that nothing more is told here: it has become part of a case, say, which is followed by itself.
    """
    proposal = deed.do(context, PROPOSAL, ProposalVerb.REPORT, queries.proposal(context, proposal_id))
    _progress(context, proposal, text)
    proposal.review_on, proposal.reminded_at = review_on, None
    following.tell(context, Step.PROPOSAL_REPORTED, _ref(proposal), proposal.title)
    return proposal


def implement(context: Context, proposal_id: int, *, text: str, on: date) -> Proposal:
    """Say that what an accepted proposal asked for has been done, and when; Refusal(NOT_HELD_YET) for a day to come."""
    if on > context.today:
        raise Refusal(Reason.NOT_HELD_YET)
    proposal = deed.do(context, PROPOSAL, ProposalVerb.IMPLEMENT, queries.proposal(context, proposal_id))
    _progress(context, proposal, text)
    proposal.implemented_on = on
    board.put(context, notice(proposal))
    authors = _tell_all_authors(context, "proposal_implemented", proposal)
    following.tell(context, Step.PROPOSAL_IMPLEMENTED, _ref(proposal), proposal.title, besides=authors)
    return proposal


def _progress(context: Context, proposal: Proposal, text: str) -> None:
    made = Progress(proposal_id=proposal.id, text=text, by_id=context.actor.person_id, at=context.now)
    context.session.add(made)


def remind_of_review(context: Context, proposal_id: int) -> Proposal | None:
    """Remind the case officers of an accepted proposal whose day has come, once a day that was said; for the worker."""
    proposal = context.lock(queries.proposal(context, proposal_id))
    is_due = proposal.review_on is not None and proposal.review_on <= context.today
    if proposal.reminded_at is not None or not is_due or not PROPOSAL.may(context, ProposalVerb.REMIND, proposal):
        return None
    proposal.reminded_at = context.now
    for held in holders(context, Scope.PROCESS, proposal.process_id, Role.CASE_OFFICER):
        outbox.mail(context, "proposal_to_review", to=held.person_id, data=_about(proposal))
    return deed.enter(context, ProposalVerb.REMIND, proposal)


def merge(context: Context, proposal_id: int, *, into_id: int, reason: str) -> Proposal:
    """Let a public proposal go on in another of its process, with its support: nobody is counted twice there.

    It stays to be read, with what was said of it, and each leads to the other. Its author, and everybody whose support
    goes along, is told. Refusal(NOT_FITTING) for one of another process, or itself, Refusal(NOT_NOW) where the other is
    not open any more.
    """
    first, second = sorted((proposal_id, into_id))
    found = {one: context.lock(queries.proposal(context, one)) for one in dict.fromkeys((first, second))}
    proposal, into = found[proposal_id], found[into_id]
    if proposal is into or proposal.process_id != into.process_id:
        raise Refusal(Reason.NOT_FITTING)
    PROPOSAL.require(context, ProposalVerb.MERGE, into)
    deed.did(context, PROPOSAL, ProposalVerb.MERGE, proposal)
    _go_on(context, proposal, reason, [into])
    return proposal


def split(context: Context, proposal_id: int, *, pieces: Sequence[tuple[str, str]], reason: str) -> Proposal:
    """Make several proposals of a public one, in its author's name, each with its support; as `merge`.

    `pieces` are a title and a text each: Refusal(TOO_FEW_PIECES) for fewer than two.
    """
    if len(pieces) < 2:
        raise Refusal(Reason.TOO_FEW_PIECES)
    proposal = deed.do(context, PROPOSAL, ProposalVerb.SPLIT, queries.proposal(context, proposal_id))
    made = [_piece(context, proposal, title, text) for title, text in pieces]
    _go_on(context, proposal, reason, made)
    for one in made:
        board.put(context, notice(one))
    return proposal


def _piece(context: Context, proposal: Proposal, title: str, text: str) -> Proposal:
    made = Proposal(
        process=proposal.process,
        group=proposal.group,
        author=proposal.author,
        receipt=new_code(),
        title=title,
        text=text,
        language=proposal.language,
        place=proposal.place,
        point=proposal.point,
        state=ProposalState.ACCEPTED,
        written_at=context.now,
        submitted_at=proposal.submitted_at,
        accepted_at=context.now,
        is_example=proposal.is_example,
    )
    context.session.add(made)
    context.session.flush()
    topics, about = topics_of(context, _ref(proposal)), areas_of(context, _ref(proposal))
    areas.put_about(context, _ref(made), topic_ids=[one.id for one in topics], area_ids=[one.id for one in about])
    made.edit = made.published_edit = writing.weave(context, _ref(made), heading=title, text=text, seen=0).edit
    return made


def _go_on(context: Context, proposal: Proposal, reason: str, into: Sequence[Proposal]) -> None:
    proposal.continued_at, proposal.continued_because = context.now, reason
    supporters = set(queries.supporters(context, proposal.id))
    for one in into:
        link(context, _ref(proposal), _ref(one))
        new = sorted(supporters - set(queries.supporters(context, one.id)))
        context.session.add_all(
            Support(proposal_id=one.id, person_id=person_id, at=context.now, carried_from_id=proposal.id)
            for person_id in new
        )
        if len(into) == 1:  # of several that are made of one, each gathers what it wants anew
            _reach(context, one)
    board.put(context, notice(proposal))
    authors = _tell_all_authors(context, "proposal_continued", proposal)
    for person_id in sorted(supporters - authors):
        outbox.mail(context, "support_carried", to=person_id, data=_about(proposal))
    step = Step.PROPOSAL_CONTINUED
    following.tell(context, step, _ref(proposal), proposal.title, besides=authors | supporters)


def part(context: Context, proposal_id: int, *, reason: str) -> Proposal:
    """Take back that a proposal goes on in another, which was a mistake: it stands by itself again, with its support.

    The support that went along goes, where it was not given to the other as well. Refusal(NOT_NOW) where the other is
    not open any more, or where several were made of it: those are proposals of their own by now.
    """
    proposal = queries.proposal(context, proposal_id)
    into = queries.goes_on_in(context, [proposal.id]).get(proposal.id, ())
    if len(into) != 1 or into[0].state not in OPEN:
        raise Refusal(Reason.NOT_NOW)
    first, second = sorted((proposal, into[0]), key=lambda one: one.id)
    context.lock(first)
    context.lock(second)
    PROPOSAL.require(context, ProposalVerb.MERGE, into[0])
    deed.did(context, PROPOSAL, ProposalVerb.PART, proposal)
    unlink(context, _ref(proposal), _ref(into[0]))
    carried = (Support.proposal_id == into[0].id, Support.carried_from_id == proposal.id)
    context.session.execute(delete(Support).where(*carried))
    _unreach(context, into[0], reason)
    proposal.continued_at, proposal.continued_because = None, ""
    spot = Spot(_ref(proposal), "proposal", proposal.id)
    correction.keep(context, spot, {"goes_on_in": into[0].title}, reason=reason)
    board.put(context, notice(proposal))
    _tell_all_authors(context, "proposal_parted", proposal)
    return proposal


def _tell_all_authors(context: Context, template: str, proposal: Proposal, earlier: Collection[int] = ()) -> set[int]:
    """Write to whoever wrote a proposal, alone or with others, or those that go on in it; return who they are."""
    earlier = earlier or _earlier(context, proposal)
    authors = queries.authors(context, [proposal.id, *earlier])
    for person_id in authors:
        outbox.mail(context, template, to=person_id, data=_about(proposal))
    return set(authors)


def _earlier(context: Context, proposal: Proposal) -> Collection[int]:
    return backward(context, _ref(proposal))[Kind.PROPOSAL]


def correct_answer(
    context: Context, proposal_id: int, values: Mapping[str, object], *, reason: str, seen: str | None = None
) -> Proposal:
    """Correct the official answer to a proposal; its authors are told once more.

    One that accepts it no longer has nothing that happens next; on another day officers are reminded anew.
    Refusal(NO_NEXT_STEP) where it would accept the proposal without saying what happens next, and when.
    """
    proposal = deed.begin(context, PROPOSAL, ProposalVerb.CORRECT_ANSWER, queries.proposal(context, proposal_id))
    if values.get("outcome", proposal.outcome) not in CHANGES_TEXT:
        values = {**values, "next_step": "", "review_on": None}
    spot, verb = Spot(_ref(proposal), "answer", proposal.id), ProposalVerb.CORRECT_ANSWER
    changed = correction.correct(context, verb, spot, proposal, values, reason=reason, seen=seen)
    if "review_on" in changed:
        proposal.reminded_at = None
    if proposal.outcome in CHANGES_TEXT and not (proposal.next_step and proposal.review_on):
        raise Refusal(Reason.NO_NEXT_STEP)
    board.put(context, notice(proposal))
    _tell_authors(context, "proposal_answered", proposal)
    return proposal


def _tell_authors(context: Context, template: str, proposal: Proposal, **more: int) -> None:
    for person_id in queries.authors(context, [proposal.id]):
        outbox.mail(context, template, to=person_id, data={**_about(proposal), **more})


def _pass_gate(context: Context, proposal: Proposal, *, again: bool) -> gate.Seen:
    seen = gate.look(proposal.title, proposal.text).beside(gate.look(proposal.place).but_where().found)
    seen = seen.beside(attaching.seen_beside(context, proposal.id))
    if proposal.process.shows_at_once and not again:
        seen = seen.beside(_habits(context, proposal))
    moderation.pass_gate(context, _ref(proposal), seen, seen.ruled, again=again)
    return seen


def _habits(context: Context, proposal: Proposal) -> tuple[str, ...]:
    lately = queries.handed_in_lately(context, proposal.author_id, but=proposal.id)
    earlier = [(one.submitted_at, one.text) for one in lately if one.submitted_at is not None]
    return decided.habits(context, proposal.author_id, proposal.text, earlier=earlier)


def _ref(proposal: Proposal) -> Ref:
    return Ref(Kind.PROPOSAL, proposal.id)


def _about(proposal: Proposal) -> dict[str, str | int]:
    return {"proposal_id": proposal.id, "title": proposal.title, "receipt": proposal.receipt}


def reveal_name(context: Context, proposal_id: int) -> str:
    """Return the name of whoever began a proposal under a pseudonym; who looked is written down."""
    proposal = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, ProposalVerb.REVEAL_NAME, proposal)
    deed.enter(context, ProposalVerb.REVEAL_NAME, proposal)
    return kept_name(context, proposal.author_id).name


def follow(context: Context, proposal_id: int, *, is_on: bool = True) -> Proposal:
    """Hear by mail of each step that is taken with a proposal, or stop hearing of it."""
    verb = ProposalVerb.FOLLOW if is_on else ProposalVerb.UNFOLLOW
    found = queries.proposal(context, proposal_id)
    PROPOSAL.require(context, verb, found)
    (following.follow if is_on else following.unfollow)(context, Ref(Kind.PROPOSAL, found.id))
    return deed.enter(context, verb, found)
