"""Finding who follows what."""

from collections.abc import Sequence

from sqlalchemy import select

from civic.following.models import Follow
from civic.kernel.context import Context
from civic.kernel.trace import Ref


def is_followed(context: Context, thing: Ref) -> bool:
    """Return whether the actor follows the thing."""
    return _own(context, thing) is not None


def followers(context: Context, thing: Ref) -> Sequence[int]:
    """Return the ids of the persons who follow the thing, in order of joining."""
    return context.session.scalars(
        select(Follow.person_id).where(Follow.kind == thing.kind, Follow.thing_id == thing.id).order_by(Follow.id)
    ).all()


def _own(context: Context, thing: Ref) -> Follow | None:
    if context.actor.person_id is None:
        return None
    return context.session.scalar(
        select(Follow).where(
            Follow.kind == thing.kind,
            Follow.thing_id == thing.id,
            Follow.person_id == context.actor.person_id,
        )
    )
