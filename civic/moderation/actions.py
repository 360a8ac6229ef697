"""Rulings: every write. The rooms whose texts these are have asked their own workflow first."""

from civic.kernel.context import Context
from civic.kernel.trace import Ref
from civic.moderation.gate import Seen
from civic.moderation.models import Ground, Ruled, Ruling


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
    """Write down what the actor decided about a text, and why."""
    _write(context, thing, ruled, reason=reason, ground=ground, revision=revision, by_id=context.actor.person_id)


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
