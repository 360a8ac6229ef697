"""Following: every write. Whether a thing may be followed is said by its own room's workflow."""

from collections.abc import Collection

from sqlalchemy import delete

from civic.areas.models import Area, Topic
from civic.areas.queries import area, concerned, topic
from civic.areas.workflow import AREA, TOPIC, AreaVerb
from civic.following import queries
from civic.following.models import Follow, Step
from civic.kernel import deed, outbox
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref


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
    near = [thing, *within]
    data = {"step": step.value, "kind": thing.kind.value, "id": thing.id, "title": title}
    for person_id in queries.followers_of(context, [*near, *concerned(context, near)]):
        if person_id not in besides and not context.actor.is_person(person_id):
            outbox.mail(context, "followed", to=person_id, data=data)


def follow_area(context: Context, area_id: int, *, is_on: bool = True) -> Area:
    """Hear by mail of each step that is taken in an area, or in what lies in it, or stop hearing of it."""
    verb, found = AreaVerb.FOLLOW if is_on else AreaVerb.UNFOLLOW, area(context, area_id)
    AREA.require(context, verb, found)
    (follow if is_on else unfollow)(context, Ref(Kind.AREA, found.id))
    return deed.enter(context, verb, found)


def follow_topic(context: Context, topic_id: int, *, is_on: bool = True) -> Topic:
    """Hear by mail of each step that is taken with what is about a topic, or stop hearing of it."""
    verb, found = AreaVerb.FOLLOW if is_on else AreaVerb.UNFOLLOW, topic(context, topic_id)
    TOPIC.require(context, verb, found)
    (follow if is_on else unfollow)(context, Ref(Kind.TOPIC, found.id))
    return deed.enter(context, verb, found)


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
