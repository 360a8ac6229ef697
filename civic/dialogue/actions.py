"""Comments and their moderation: every write."""

from collections.abc import Sequence

from sqlalchemy import delete as remove
from sqlalchemy import func, select

from civic.dialogue import queries
from civic.dialogue.models import Comment, CommentState, Label, Meets, Useful, Wording
from civic.dialogue.workflow import COMMENT, DialogueVerb
from civic.kernel import cpr, deed, outbox, personal
from civic.kernel.actor import Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.moderation import actions as moderation
from civic.moderation import gate
from civic.moderation import queries as decided
from civic.moderation.models import Appeal, Ground, Ruled
from civic.people.queries import kept_name


def comment(
    context: Context,
    kind: Kind,
    thing_id: int,
    *,
    process_id: int,
    text: str,
    circle: tuple[Scope, int] | None = None,
    label: Label | None = None,
    reply_to: int | None = None,
) -> Comment:
    """Say something about a thing that the caller has found open for comments, to all or to one circle.

    A reply stands below what it replies to and is read by whoever reads that; it has no label. Refusal(NOT_FITTING)
    for a reply to a reply, or to what is said of another thing. Who is replied to, or named, is told by mail.
    A public text in which the gate sees personal details is kept but held: nobody but its author and the moderators
    sees it until it is masked or released.
    """
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    if reply_to is not None:
        label, to = None, queries.comment(context, reply_to)
        COMMENT.require(context, DialogueVerb.REPLY, to)
        if to.is_reply or (to.kind, to.thing_id) != (kind, thing_id):
            raise Refusal(Reason.NOT_FITTING)
        circle = (to.circle, to.circle_id) if to.circle is not None and to.circle_id is not None else None
    said = Comment(
        process_id=process_id,
        kind=kind,
        thing_id=thing_id,
        author_id=context.actor.person_id,
        text=text,
        label=label,
        reply_to_id=reply_to,
        state=CommentState.PUBLISHED,
        posted_at=context.now,
        circle=circle[0] if circle else None,
        circle_id=circle[1] if circle else None,
    )
    COMMENT.require(context, DialogueVerb.COMMENT, said)
    deed.enter(context, DialogueVerb.COMMENT, said)
    _pass_gate(context, said)
    _tell(context, said)
    return said


MOST_NAMED = 10
"""Whom one comment can name who are told of it."""


def _tell(context: Context, said: Comment) -> None:
    """Write to whom a comment replies to, and to those it names, once it can be read; of a changed one no more."""
    if not said.is_published or said.edited_at is not None:
        return
    told = {said.author_id}
    if said.reply_to_id is not None:
        author = context.session.get_one(Comment, said.reply_to_id).author_id  # it may be hidden by now
        if author not in told:
            outbox.mail(context, "comment_replied", to=author, data={"id": said.id})
        told.add(author)
    for person_id in queries.named(context, said, at_most=MOST_NAMED):
        if person_id not in told:
            outbox.mail(context, "comment_named", to=person_id, data={"id": said.id})


def find_useful(context: Context, comment_id: int) -> Comment:
    """Say that somebody else's comment is useful; a second time breaks a unique key."""
    found = deed.do(context, COMMENT, DialogueVerb.FIND_USEFUL, queries.comment(context, comment_id))
    context.session.add(Useful(comment_id=found.id, person_id=context.actor.person_id, at=context.now))
    return _counted(context, found)


def find_useful_no_more(context: Context, comment_id: int) -> Comment:
    """Take that back."""
    found = deed.do(context, COMMENT, DialogueVerb.FIND_USEFUL_NO_MORE, queries.comment(context, comment_id))
    own = (Useful.comment_id == found.id, Useful.person_id == context.actor.person_id)
    context.session.execute(remove(Useful).where(*own))
    return _counted(context, found)


def _counted(context: Context, found: Comment) -> Comment:
    context.session.flush()
    count = select(func.count(Useful.id)).where(Useful.comment_id == found.id)
    found.useful = context.session.scalar(count) or 0  # under the comment's lock
    return found


def flag(context: Context, comment_id: int, *, rule: int, reason: str) -> None:
    """Ask a facilitator to look at a comment, by the house rule that it breaks; refused as `moderation.flag`."""
    found = deed.do(context, COMMENT, DialogueVerb.FLAG, queries.comment(context, comment_id))
    found.is_flagged = True
    moderation.flag(context, _ref(found), rule=rule, reason=reason)


def keep(context: Context, comment_id: int, *, reason: str, seen: str | None = None) -> None:
    """Let a flagged or hidden comment stand, with the reason; raises as `release` does."""
    _check_seen(context, comment_id, seen)
    _decide(context, comment_id, DialogueVerb.KEEP, Ruled.KEPT, reason)


def hide(context: Context, comment_id: int, *, rule: int, reason: str, seen: str | None = None) -> None:
    """Hide a comment by a house rule; its author is told and sees the reason, nothing is deleted.

    Refusal(NO_RULE) for a rule that is not in force, Refusal(WRITTEN_MEANWHILE) as `release`.
    """
    _check_seen(context, comment_id, seen)
    found = deed.do(context, COMMENT, DialogueVerb.HIDE, queries.comment(context, comment_id))
    found.is_flagged = False
    author, place = found.author_id, _in_log_of(found)
    moderation.rule_by(context, _ref(found), Ruled.HIDDEN, number=rule, reason=reason, to=[author], process_id=place)


def reveal_name(context: Context, comment_id: int) -> str:
    """Return the name of whoever wrote a comment under a pseudonym; who looked is written down."""
    found = queries.comment(context, comment_id)
    COMMENT.require(context, DialogueVerb.REVEAL_NAME, found)
    deed.enter(context, DialogueVerb.REVEAL_NAME, found)
    return kept_name(context, found.author_id).name


def appeal(context: Context, comment_id: int, *, text: str) -> Appeal:
    """Ask another person to decide anew about one's own hidden comment; refused as `moderation.appeal`."""
    found = deed.begin(context, COMMENT, DialogueVerb.APPEAL, queries.comment(context, comment_id))
    made = moderation.appeal(context, _ref(found), found.process_id, text=text)
    return deed.enter(context, DialogueVerb.APPEAL, made)


def reinstate(context: Context, appeal_id: int, *, reason: str, seen: str | None = None) -> Appeal:
    """Decide an appeal for whoever wrote a comment: it is shown again; refused as `moderation.uphold`."""
    asked = decided.appeal(context, appeal_id)
    check(seen, asked.id, asked.text)
    found = context.lock(queries.comment(context, asked.thing_id))
    deed.ask(context, COMMENT, DialogueVerb.REINSTATE, found)
    return moderation.uphold(context, asked, reason=reason)


def release(context: Context, comment_id: int, *, ground: Ground, reason: str = "", seen: str | None = None) -> None:
    """Publish a held comment as it is, on a ground: the number is an invoice's, say.

    Refusal(NOTHING_SAID) where a number was seen and the ground is only that somebody has looked at it,
    Refusal(WRITTEN_MEANWHILE) where its author has changed it since it was looked at.
    """
    found = _check_seen(context, comment_id, seen)
    if ground is Ground.LOOKED_AT and cpr.is_in(found.text):
        raise Refusal(Reason.NOTHING_SAID)
    _decide(context, comment_id, DialogueVerb.RELEASE, Ruled.RELEASED, reason, ground)
    _tell(context, found)


def _check_seen(context: Context, comment_id: int, seen: str | None) -> Comment:
    found = context.lock(queries.comment(context, comment_id))
    check(seen, found.text)
    return found


def send_on(context: Context, comment_id: int, *, to_id: int, note: str = "") -> Comment:
    """Send a comment that waits on to a colleague, who decides."""
    found = deed.do(context, COMMENT, DialogueVerb.SEND_ON, queries.comment(context, comment_id))
    moderation.send_on(context, _ref(found), found.process_id, to_id=to_id, note=note)
    return found


def mask(context: Context, comment_id: int) -> None:
    """Replace the CPR-like numbers in one's own held comment; then it goes through the gate again."""
    found = deed.do(context, COMMENT, DialogueVerb.MASK, queries.comment(context, comment_id))
    found.text = cpr.masked(found.text)
    moderation.rule(context, _ref(found), Ruled.MASKED)
    _pass_gate(context, found, again=True)
    _tell(context, found)


def cover(
    context: Context, comment_id: int, *, words: Sequence[str] = (), reason: str = "", seen: str | None = None
) -> Comment:
    """Cover the personal details in a comment and what it said before, and words that are named; the rest stands.

    Refusal(NOTHING_TO_COVER) where nothing of that stands in it, Refusal(WRITTEN_MEANWHILE) where its author has
    changed it since it was looked at.
    """
    found = _check_seen(context, comment_id, seen)
    every: list[Comment | Wording] = [found, *queries.wordings(context, found)]
    covered = [personal.covered(one.text, words) for one in every]
    if covered == [one.text for one in every]:
        raise Refusal(Reason.NOTHING_TO_COVER)
    was_held = found.is_held
    deed.did(context, COMMENT, DialogueVerb.COVER, found)
    for one, text in zip(every, covered, strict=True):
        one.text = text
    found.is_flagged = False
    moderation.rule(context, _ref(found), Ruled.REDACTED, reason=reason, process_id=_in_log_of(found))
    _pass_gate(context, found, again=True, is_looked_at=True)
    if was_held:
        _tell(context, found)
    return found


def edit(context: Context, comment_id: int, *, text: str, seen: str | None = None) -> Comment:
    """Change one's own comment; the gate looks at it again.

    After its first quarter of an hour what it said before stays beside it, where others have been able to read that.
    """
    found = deed.begin(context, COMMENT, DialogueVerb.EDIT, queries.comment(context, comment_id))
    check(seen, found.text)
    if found.is_published and not found.is_new_at(context.now) and text != found.text:
        context.session.add(Wording(comment_id=found.id, text=found.text, until=context.now))
    found.text, found.edited_at = text, context.now
    deed.enter(context, DialogueVerb.EDIT, found)
    _pass_gate(context, found, again=True)
    return found


def delete(context: Context, comment_id: int) -> Comment:
    """Delete one's own comment: that there was one stays to be seen, its words are gone, earlier ones too."""
    found = deed.do(context, COMMENT, DialogueVerb.DELETE, queries.comment(context, comment_id))
    found.text, found.is_flagged = "", False
    context.session.execute(remove(Wording).where(Wording.comment_id == found.id))
    moderation.lapse(context, _ref(found))
    return found


def _decide(
    context: Context, comment_id: int, verb: DialogueVerb, ruled: Ruled, reason: str, ground: Ground | None = None
) -> None:
    found = deed.do(context, COMMENT, verb, queries.comment(context, comment_id))
    found.is_flagged = False
    moderation.rule(context, _ref(found), ruled, reason=reason, ground=ground, process_id=_in_log_of(found))


def _pass_gate(context: Context, said: Comment, *, again: bool = False, is_looked_at: bool = False) -> None:
    """Hold a public comment back in which the gate sees something, and one in a group: anybody may join that.

    What is said in a council's or a report's circle is not public. How much its author writes is nothing to hold it
    for where a person has looked at it (`is_looked_at`).
    """
    if said.circle is None or said.kind is Kind.GROUP:
        seen = gate.look(said.text).beside(() if is_looked_at else _habits(context, said))
        said.state = CommentState.HELD if seen.found else CommentState.PUBLISHED
        moderation.pass_gate(context, _ref(said), seen, seen.ruled, again=again)


def _habits(context: Context, said: Comment) -> tuple[str, ...]:
    lately = queries.said_lately(context, said.author_id, but=said.id)
    earlier = [(one.posted_at, one.text) for one in lately]
    return decided.habits(context, said.author_id, said.text, earlier=earlier)


def _in_log_of(comment: Comment) -> int | None:
    """Return in whose public log decisions about a comment stand: in none, where it was said within a circle."""
    return comment.process_id if comment.circle is None else None


def _ref(comment: Comment) -> Ref:
    return Ref(Kind.COMMENT, comment.id)


def checked_reason(meets: Meets, reason: str) -> str:
    """Return why an answer speaks to somebody's words, or does not, as it is kept.

    Refusal(NO_REASON) where it does not and nothing is said why, Refusal(DETAILS_SEEN) for a reason in which the gate
    sees anybody's details: it stands in public as soon as it is said.
    """
    said = reason.strip()
    if meets is not Meets.YES and not said:
        raise Refusal(Reason.NO_REASON)
    if gate.look(said).found:
        raise Refusal(Reason.DETAILS_SEEN)
    return said
