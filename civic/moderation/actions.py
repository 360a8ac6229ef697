"""Rulings: every write. The rooms whose texts these are have asked their own workflow first."""

from sqlalchemy import delete

from civic.kernel import outbox
from civic.kernel.actor import Role, Scope
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.moderation.gate import Seen
from civic.moderation.models import Ground, Ruled, Ruling, SentOn
from civic.people.queries import holders


def pass_gate(
    context: Context, thing: Ref, seen: Seen, ruled: Ruled, *, revision: int = 1, again: bool = False
) -> None:
    """Write down what the gate saw and decided.

    A text in which it saw nothing and let pass needs no line, but for one that comes `again`: what was seen in its
    earlier wording is no longer said of it.
    """
    if again or seen.found or ruled is not Ruled.PASSED:
        _write(context, thing, ruled, found=" ".join(seen.found), revision=revision)


def rule(
    context: Context,
    thing: Ref,
    ruled: Ruled,
    *,
    reason: str = "",
    ground: Ground | None = None,
    revision: int = 1,
) -> None:
    """Write down what the actor decided about a text, and why; then nobody has it on their desk any more."""
    settled(context, thing)
    _write(context, thing, ruled, reason=reason, ground=ground, revision=revision, by_id=context.actor.person_id)


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


STAFF = (Role.CASE_OFFICER, Role.FACILITATOR)
"""Who looks after the texts of a process."""


def settled(context: Context, thing: Ref) -> None:
    """Take a text from the desk of whoever it was sent on to."""
    context.session.execute(delete(SentOn).where(SentOn.kind == thing.kind, SentOn.thing_id == thing.id))


def _write(
    context: Context,
    thing: Ref,
    ruled: Ruled,
    *,
    revision: int,
    found: str = "",
    reason: str = "",
    ground: Ground | None = None,
    by_id: int | None = None,
) -> None:
    made = Ruling(
        kind=thing.kind,
        thing_id=thing.id,
        revision=revision,
        ruled=ruled,
        found=found,
        reason=reason,
        ground=ground,
        by_id=by_id,
        at=context.now,
    )
    context.session.add(made)
    context.session.flush()
