"""Following: every write. Whether a thing may be followed is said by its own room's workflow."""

from sqlalchemy import delete

from civic.following import queries
from civic.following.models import Follow
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
