"""Following: every write. Whether a thing may be followed is said by its own room's workflow."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, update

from civic.areas.models import Area, Topic
from civic.areas.queries import area, concerned, topic
from civic.areas.workflow import AREA, TOPIC, AreaVerb
from civic.following import queries
from civic.following.models import Follow, Step
from civic.kernel import deed, notifying, outbox
from civic.kernel.context import Context
from civic.kernel.notifying import Notified, Pace, paces_of, put_pace
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref
from civic.people.models import Person
from civic.people.queries import account, own_account
from civic.people.workflow import PERSON, PeopleVerb


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
    found = queries.followers_of(context, [*near, *concerned(context, near)])
    chosen = paces_of(context.session, found) if any(any(paces) for paces in found.values()) else {}
    for person_id, paces in found.items():
        if person_id not in besides and not context.actor.is_person(person_id):
            pace = _quickest(paces, chosen.get((person_id, Notified.FOLLOWED), Pace.AT_ONCE))
            outbox.mail(context, "followed", to=person_id, data=data, pace=pace)


def _quickest(paces: Sequence[Pace | None], otherwise: Pace) -> Pace | None:
    """Return the quickest pace of several things that somebody follows, or None where none has one of its own."""
    return min((one or otherwise for one in paces), key=list(Pace).index) if any(paces) else None


def change_pace(context: Context, follow_id: int, pace: Pace | None) -> Follow:
    """Say how soon the actor wants to be mailed of one thing they follow; None for as soon as of all the others."""
    found = queries.own(context, follow_id)
    deed.do(context, PERSON, PeopleVerb.CHANGE_PACE, own_account(context))
    found.pace = pace
    return found


def drop(context: Context, follow_id: int) -> None:
    """Stop following one thing, whichever it is, and whether it can still be read or not."""
    found = queries.own(context, follow_id)
    deed.do(context, PERSON, PeopleVerb.CHANGE_PACE, own_account(context))
    context.session.delete(found)


def change_paces(context: Context, paces: Mapping[Notified, Pace]) -> Person:
    """Say how soon the actor wants to be mailed what is of each kind; what waits goes by a change."""
    person = deed.do(context, PERSON, PeopleVerb.CHANGE_PACE, own_account(context))
    before = paces_of(context.session, {person.id})
    for kind, pace in paces.items():
        if pace is not before.get((person.id, kind), Pace.AT_ONCE):
            put_pace(context.session, person.id, kind, pace, context.now)
    return person


def read_until(context: Context, last_id: int) -> Person:
    """Say that the actor has read what they were told, up to one of it."""
    person = deed.do(context, PERSON, PeopleVerb.READ_NOTIFICATIONS, own_account(context))
    notifying.read_until(context.session, person.id, last_id, context.now)
    return person


def stop_mails(context: Context, person_id: int, kinds: Collection[Notified]) -> Person:
    """Mail a person nothing more of the kinds; for whoever has the link that their mails carry (RFC 8058).

    What they are told stands on their page all the same. Refusal(NOT_FOUND) for an account that is closed.
    """
    person = deed.do(context, PERSON, PeopleVerb.STOP_MAILS, account(context, person_id))
    for kind in kinds:
        notifying.stop(context.session, person.id, kind, context.now)
    if Notified.FOLLOWED in kinds:
        context.session.execute(update(Follow).where(Follow.person_id == person.id).values(pace=None))
    return person


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
