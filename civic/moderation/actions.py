"""Rulings: every write. The rooms whose texts these are have asked their own workflow first."""

from collections.abc import Sequence

from sqlalchemy import delete, update

from civic.kernel import deed, outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref
from civic.moderation import queries
from civic.moderation.gate import Seen
from civic.moderation.models import (
    APPEALING,
    DECIDING,
    Appeal,
    AppealState,
    Flag,
    Ground,
    Ruled,
    Ruling,
    SentOn,
)
from civic.moderation.workflow import APPEAL, STAFF, AppealVerb
from civic.people.queries import holders, municipality
from civic.rules import queries as rules
from civic.rules.queries import OWN


def pass_gate(
    context: Context, thing: Ref, seen: Seen, ruled: Ruled, *, revision: int = 1, again: bool = False
) -> None:
    """Write down what the gate saw and decided.

    A text in which it saw nothing and let pass needs no line, but for one that comes `again`: what was seen in its
    earlier wording is no longer said of it.
    """
    if again or seen.found or ruled is not Ruled.PASSED:
        _write(context, Ruling(found=" ".join(seen.found)), thing, ruled, revision)


def rule(
    context: Context,
    thing: Ref,
    ruled: Ruled,
    *,
    reason: str = "",
    ground: Ground | None = None,
    revision: int = 1,
    process_id: int | None = None,
    rule_id: int | None = None,
) -> Ruling:
    """Write down what the actor decided about a text, and why; then nobody has it on their desk any more.

    `process_id` is in whose public log it stands: none for what the author did, or what was said within a circle.
    `rule_id` is the wording it rests on, by `rule_by`.
    An appeal about it that nobody has decided lapses: it has been decided anew.
    """
    settled(context, thing)
    lapse(context, thing)
    by_id = context.actor.person_id
    made = Ruling(reason=reason, ground=ground, by_id=by_id, process_id=process_id, rule_id=rule_id)
    return _write(context, made, thing, ruled, revision)


def rule_by(
    context: Context,
    thing: Ref,
    ruled: Ruled,
    *,
    number: int,
    reason: str,
    to: outbox.Reachable | Sequence[int] | None,
    process_id: int | None,
    revision: int = 1,
    code: str = "",
) -> Ruling:
    """Write down a decision that rests on a house rule, and tell whoever wrote the text (`to`), as the rule reads now.

    `number` is the rule's, `code` is the receipt by which they reach it, where they have no account.

    Refusal(NO_RULE) for a rule that is not in force.
    """
    by = rules.rule(context, number)
    made = rule(context, thing, ruled, reason=reason, revision=revision, process_id=process_id, rule_id=by.id)
    titles = {OWN: by.title, **{one.language: one.title for one in by.others}}
    data = {"kind": thing.kind.value, "id": thing.id, "ruled": ruled.value, "number": number, "titles": titles}
    if isinstance(to, Sequence):
        for person_id in to:
            outbox.mail(context, "text_ruled", to=person_id, data=data)
    elif to is not None:
        outbox.mail_to(context, "text_ruled", to, data=data | {"code": code})
    return made


def flag(context: Context, thing: Ref, *, rule: int, reason: str) -> None:
    """Write down that the actor asks for a look at a text, by a house rule; a second time breaks a unique key.

    Refusal(NO_RULE) for a rule that is not in force.
    """
    by, person_id = rules.rule(context, rule), context.actor.person_id
    context.session.add(
        Flag(kind=thing.kind, thing_id=thing.id, person_id=person_id, rule_id=by.id, reason=reason, at=context.now)
    )


def appeal(context: Context, thing: Ref, process_id: int, *, text: str) -> Appeal:
    """Ask another person to decide anew what was decided about one's own text; for the action of its room.

    Refusal(NOT_NOW) where nothing was decided by a rule, Refusal(DEADLINE_PASSED) after fourteen days. A second appeal
    about one decision breaks a unique key. Whoever else looks after the process is told; where there is nobody, the
    municipality's administrators are, who can appoint somebody.
    """
    last = queries.standing(context, thing).last_by_rule
    if last is None or last.by_id is None or context.actor.person_id is None:
        raise Refusal(Reason.NOT_NOW)
    if last.at + APPEALING <= context.now:
        raise Refusal(Reason.DEADLINE_PASSED)
    made = Appeal(
        ruling_id=last.id,
        kind=thing.kind,
        thing_id=thing.id,
        process_id=process_id,
        first_id=last.by_id,
        author_id=context.actor.person_id,
        text=text,
        at=context.now,
        due_at=context.now + DECIDING,
    )
    context.session.add(made)
    context.session.flush()
    staff = {one.person_id for one in holders(context, Scope.PROCESS, process_id, *STAFF)} - {
        made.first_id,
        made.author_id,
    }
    office = holders(context, Scope.MUNICIPALITY, municipality(context).id, Role.ADMIN) if not staff else ()
    for person_id in sorted(staff or {one.person_id for one in office}):
        outbox.mail(context, "appeal_made", to=person_id, data={"id": made.id, "is_other": bool(staff)})
    return made


def uphold(context: Context, found: Appeal, *, reason: str) -> Appeal:
    """Decide that an appeal is right, and write down that its text is reinstated; for the action of its room.

    Refusal(NOT_YOURS) for whoever decided first or wrote the text, Refusal(NOT_NOW) for an appeal that is decided.
    """
    deed.ask(context, APPEAL, AppealVerb.UPHOLD, context.lock(found))
    _decide(context, found, reason)
    made = Ruling(reason=reason, by_id=context.actor.person_id)
    _write(context, made, Ref(found.kind, found.thing_id), Ruled.REINSTATED, 1)
    return deed.enter(context, AppealVerb.UPHOLD, found)


def dismiss(context: Context, appeal_id: int, *, reason: str, seen: str | None = None) -> Appeal:
    """Decide that an appeal is not right: what was decided about the text stands; refusals as `uphold`."""
    found = context.lock(queries.appeal(context, appeal_id))
    check(seen, found.id, found.text)
    deed.ask(context, APPEAL, AppealVerb.DISMISS, found)
    _decide(context, found, reason)
    return deed.enter(context, AppealVerb.DISMISS, found)


def lapse(context: Context, thing: Ref) -> None:
    """Let an appeal that nobody has decided lapse: the text was taken back, changed, or decided about anew."""
    waiting = (Appeal.kind == thing.kind) & (Appeal.thing_id == thing.id) & (Appeal.state == AppealState.OPEN)
    lapsed = update(Appeal).where(waiting).values(state=AppealState.LAPSED, decided_at=context.now)
    context.session.execute(lapsed)  # in one statement: what was decided meanwhile stays decided


def _decide(context: Context, found: Appeal, reason: str) -> None:
    found.decided_by_id, found.decided_at, found.reason = context.actor.person_id, context.now, reason
    outbox.mail(context, "appeal_decided", to=found.author_id, data={"id": found.id, "state": found.state.value})


def send_on(context: Context, thing: Ref, process_id: int, *, to_id: int, note: str = "") -> SentOn:
    """Send a text that waits on to a colleague who looks after the process, and write to them.

    Who had it before has it no more. Refusal(NO_COLLEAGUE) for somebody who does not look after the process.
    """
    staff = (Role.CASE_OFFICER,) if thing.kind is Kind.RESPONSE else STAFF  # answers are not for facilitators
    if to_id not in {one.person_id for one in holders(context, Scope.PROCESS, process_id, *staff)}:
        raise Refusal(Reason.NO_COLLEAGUE)
    settled(context, thing)
    by_id = context.actor.person_id
    made = SentOn(kind=thing.kind, thing_id=thing.id, to_id=to_id, by_id=by_id, note=note, at=context.now)
    context.session.add(made)
    outbox.mail(context, "text_sent_on", to=to_id, data={"at": f"{thing.kind.value}-{thing.id}", "note": note})
    return made


def settled(context: Context, thing: Ref) -> None:
    """Take a text from the desk of whoever it was sent on to."""
    context.session.execute(delete(SentOn).where(SentOn.kind == thing.kind, SentOn.thing_id == thing.id))


def _write(context: Context, made: Ruling, thing: Ref, ruled: Ruled, revision: int) -> Ruling:
    made.kind, made.thing_id, made.ruled, made.revision, made.at = thing.kind, thing.id, ruled, revision, context.now
    context.session.add(made)
    context.session.flush()
    return made
