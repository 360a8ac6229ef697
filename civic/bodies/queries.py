"""Finding councils and committees, who sits in them and when they meet."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from civic.bodies.models import (
    Body,
    BodyKind,
    BodyMember,
    BodyName,
    ItemState,
    Part,
    PartyLetter,
    Sitting,
    SittingItem,
)
from civic.bodies.workflow import BODY, ORGANISATION_BODIES, SITTING_ITEM, BodyVerb
from civic.kernel.context import Context
from civic.kernel.days import share_a_day
from civic.kernel.likeness import skeleton
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.people.queries import municipality


def body(context: Context, body_id: int) -> Body:
    """Return one body, or Refusal(NOT_FOUND)."""
    found = context.session.get(Body, body_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def body_with_names(context: Context, body_id: int) -> Body:
    """Return one body with the names it had before, the first one first, or Refusal(NOT_FOUND)."""
    named = select(Body).where(Body.id == body_id).options(selectinload(Body.earlier_names))
    found = context.session.scalar(named)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def body_name(context: Context, name_id: int) -> BodyName:
    """Return one name that a body had before, or Refusal(NOT_FOUND)."""
    found = context.session.get(BodyName, name_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def must_be_free(context: Context, body: Body, first: date | None, last: date, *, but: int = 0) -> None:
    """Refusal(NAMED_THEN) where a body had another name before on one of these days; of an unknown first just the last.

    Another than the one numbered `but`.
    """
    others = select(BodyName).where(BodyName.body_id == body.id, BodyName.id != but)
    for one in context.session.scalars(others):
        if share_a_day(first or last, last, one.valid_from or one.valid_to, one.valid_to):
            raise Refusal(Reason.NAMED_THEN)


def letters(context: Context) -> list[PartyLetter]:
    """Return which parties the letters stood for and stand for, by letter, the last first."""
    found = context.session.scalars(select(PartyLetter).order_by(PartyLetter.valid_from.desc()))
    return sorted(found, key=lambda one: sort_key(one.letter))


def letter(context: Context, letter_id: int) -> PartyLetter:
    """Return what one letter stood for, or Refusal(NOT_FOUND)."""
    found = context.session.get(PartyLetter, letter_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def sittings(context: Context, body_ids: Collection[int]) -> dict[int, list[date]]:
    """Return the days on which bodies are to meet, from today on, by the body's id; in one statement."""
    found: dict[int, list[date]] = {}
    coming = select(Sitting.body_id, Sitting.on).where(Sitting.body_id.in_(body_ids), Sitting.on >= context.today)
    for body_id, on in context.session.execute(coming.order_by(Sitting.body_id, Sitting.on)):
        found.setdefault(body_id, []).append(on)
    return found


def sitting_item(context: Context, item_id: int) -> SittingItem:
    """Return an item of a body's minutes with its body, for whoever may read it; else Refusal(NOT_FOUND)."""
    wanted = select(SittingItem).where(SittingItem.id == item_id).options(joinedload(SittingItem.body, innerjoin=True))
    found = context.session.scalar(wanted)
    if found is None or not SITTING_ITEM.may(context, BodyVerb.READ_ITEM, found):
        raise Refusal(Reason.NOT_FOUND)
    return found


def sitting_items(context: Context, body: Body, on: date) -> list[SittingItem]:
    """Return the items of a body's minutes of a day by their number: what is published, and all for who keeps them."""
    query = select(SittingItem).where(SittingItem.body_id == body.id, SittingItem.held_on == on)
    if not BODY.may(context, BodyVerb.ADD_ITEM, body):
        query = query.where(SittingItem.state == ItemState.PUBLISHED)
    loaded = query.options(joinedload(SittingItem.body, innerjoin=True)).order_by(SittingItem.number)
    return list(context.session.scalars(loaded))


def minuted(context: Context, body: Body) -> Select[date]:
    """Return the question for the days of which a body has minutes that the reader may read."""
    query = select(SittingItem.held_on).where(SittingItem.body_id == body.id)
    is_keeper = BODY.may(context, BodyVerb.ADD_ITEM, body)
    return query if is_keeper else query.where(SittingItem.state == ItemState.PUBLISHED)


def body_members(context: Context, body_id: int) -> list[BodyMember]:
    """Return who sits and who sat in a body: the chair first, each part in the Danish order of names."""
    found = context.session.scalars(select(BodyMember).where(BodyMember.body_id == body_id))
    parts = list(Part)
    return sorted(found, key=lambda one: (parts.index(one.part), sort_key(one.name), one.id))


def members_named(
    context: Context, body_ids: Collection[int], names: Collection[str]
) -> dict[tuple[int, str], list[BodyMember]]:
    """Return who sits or sat in some bodies under some names, by the body's id and the name."""
    found: dict[tuple[int, str], list[BodyMember]] = {}
    query = select(BodyMember).where(BodyMember.body_id.in_(body_ids), BodyMember.name.in_(names))
    for one in context.session.scalars(query) if names else ():
        found.setdefault((one.body_id, one.name), []).append(one)
    return found


def body_member(context: Context, member_id: int) -> BodyMember:
    """Return one who sits or sat in a body, or Refusal(NOT_FOUND)."""
    found = context.session.get(BodyMember, member_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def body_to_change(context: Context, body_id: int) -> Body:
    """Return one body for an administrator, or Refusal(NOT_FOUND)."""
    if not ORGANISATION_BODIES.may(context, BodyVerb.CHANGE_BODY, municipality(context)):
        raise Refusal(Reason.NOT_FOUND)
    return body(context, body_id)


def bodies(context: Context, *kinds: BodyKind) -> Sequence[Body]:
    """Return the bodies of the given kinds, or all, in the Danish order of their names; earlier ones too."""
    query = select(Body)
    found = context.session.scalars(query.where(Body.kind.in_(kinds)) if kinds else query)
    return sorted(found, key=lambda one: (sort_key(one.name), one.id))


def all_with_names(context: Context) -> Sequence[Body]:
    """Return all bodies with the names they had before, in the Danish order of their names; in two statements."""
    found = context.session.scalars(select(Body).options(selectinload(Body.earlier_names)))
    return sorted(found, key=lambda one: (sort_key(one.name), one.id))


def bodies_now(context: Context, *kinds: BodyKind) -> Sequence[Body]:
    """Return those that are there today."""
    return [one for one in bodies(context, *kinds) if one.holds_on(context.today)]


def has_name(context: Context, name: str, but: int | None = None) -> bool:
    """Return whether another body's name looks the same to a reader."""
    wanted = skeleton(name)
    found = context.session.execute(select(Body.id, Body.name)).tuples()
    return any(skeleton(other) == wanted and number != but for number, other in found)
