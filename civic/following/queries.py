"""Finding who follows what."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TypeVar

from sqlalchemy import and_, or_, select

from civic.following.models import Follow
from civic.kernel.context import Context
from civic.kernel.notifying import Pace
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Ref
from civic.kernel.workflow import Workflow

S = TypeVar("S", bound=Enum)
V = TypeVar("V", bound=Enum)
B = TypeVar("B")


@dataclass(frozen=True)
class Following:
    """Whether the actor follows a thing, and whether they may, or might after signing in."""

    thing: Ref
    is_on: bool
    may: bool
    would: bool


def following(context: Context, workflow: Workflow[S, V, B], verb: V, thing: B, ref: Ref) -> Following:
    """Return how a page's reader stands to following what it shows; asks nothing where nobody may."""
    may = workflow.may(context, verb, thing)
    return Following(ref, may and is_followed(context, ref), may, workflow.would(context, verb, thing))


def is_followed(context: Context, thing: Ref) -> bool:
    """Return whether the actor follows the thing."""
    return _own(context, thing) is not None


def followers(context: Context, thing: Ref) -> Sequence[int]:
    """Return the ids of the persons who follow the thing, in order of joining."""
    return context.session.scalars(
        select(Follow.person_id).where(Follow.kind == thing.kind, Follow.thing_id == thing.id).order_by(Follow.id)
    ).all()


def followers_of(context: Context, things: Collection[Ref]) -> Mapping[int, Sequence[Pace | None]]:
    """Return the ids of the persons who follow any of the things, each once, in order, with the pace of each follow."""
    any_of = or_(*(and_(Follow.kind == one.kind, Follow.thing_id == one.id) for one in things))
    rows = select(Follow.person_id, Follow.pace).where(any_of).order_by(Follow.person_id, Follow.id)
    found: dict[int, list[Pace | None]] = {}
    for person_id, pace in context.session.execute(rows):
        found.setdefault(person_id, []).append(pace)
    return found


def followed(context: Context, *, after: int = 0, at_most: int = 50) -> Sequence[Follow]:
    """Return what the actor follows, in the order in which they began to, those after one's id."""
    mine = select(Follow).where(Follow.person_id == context.actor.person_id, Follow.id > after)
    return context.session.scalars(mine.order_by(Follow.id).limit(at_most)).all()


def own(context: Context, follow_id: int) -> Follow:
    """Return one of what the actor follows, or Refusal(NOT_FOUND)."""
    found = context.session.scalar(
        select(Follow).where(Follow.id == follow_id, Follow.person_id == context.actor.person_id)
    )
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


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
