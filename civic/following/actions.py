"""Following: every write. Whether a thing may be followed is said by its own room's workflow."""

from collections.abc import Collection

from sqlalchemy import delete

from civic.following import queries
from civic.following.models import Follow, Step
from civic.kernel import outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Ref


def follow(context: Context, thing: Ref) -> None:
    """Follow a thing; to follow it twice is to follow it."""
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    if not queries.is_followed(context, thing):
        person_id = context.actor.person_id
        context.session.add(Follow(kind=thing.kind, thing_id=thing.id, person_id=person_id, since=context.now))


def tell(
    context: Context, step: Step, thing: Ref, title: str, *, within: Collection[Ref] = (), besides: Collection[int] = ()
) -> None:
    """Write one mail to whoever follows a thing, or something it stands in, that a step has been taken.

    Whoever takes it, and who hears of it in another mail (`besides`), gets none.
    """
    data = {"step": step.value, "kind": thing.kind.value, "id": thing.id, "title": title}
    for person_id in queries.followers_of(context, [thing, *within]):
        if person_id not in besides and not context.actor.is_person(person_id):
            outbox.mail(context, "followed", to=person_id, data=data)


def unfollow(context: Context, thing: Ref) -> None:
    """Stop following a thing."""
    if context.actor.person_id is None:
        raise Refusal(Reason.NOT_YOURS)
    context.session.execute(
        delete(Follow).where(
            Follow.kind == thing.kind,
            Follow.thing_id == thing.id,
            Follow.person_id == context.actor.person_id,
        )
    )
