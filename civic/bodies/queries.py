"""Finding councils and committees, who sits in them and when they meet."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from civic.bodies.models import Body, BodyKind, BodyMember, Part, Sitting
from civic.bodies.workflow import ORGANISATION_BODIES, BodyVerb
from civic.kernel.context import Context
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


def sittings(context: Context, body_ids: Collection[int]) -> dict[int, list[date]]:
    """Return the days on which bodies are to meet, from today on, by the body's id; in one statement."""
    found: dict[int, list[date]] = {}
    coming = select(Sitting.body_id, Sitting.on).where(Sitting.body_id.in_(body_ids), Sitting.on >= context.today)
    for body_id, on in context.session.execute(coming.order_by(Sitting.body_id, Sitting.on)):
        found.setdefault(body_id, []).append(on)
    return found


def body_members(context: Context, body_id: int) -> list[BodyMember]:
    """Return who sits and who sat in a body: the chair first, each part in the Danish order of names."""
    found = context.session.scalars(select(BodyMember).where(BodyMember.body_id == body_id))
    parts = list(Part)
    return sorted(found, key=lambda one: (parts.index(one.part), sort_key(one.name), one.id))


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


def bodies_now(context: Context, *kinds: BodyKind) -> Sequence[Body]:
    """Return those that are there today."""
    return [one for one in bodies(context, *kinds) if one.holds_on(context.today)]


def has_name(context: Context, name: str, but: int | None = None) -> bool:
    """Return whether another body's name looks the same to a reader."""
    wanted = skeleton(name)
    found = context.session.execute(select(Body.id, Body.name)).tuples()
    return any(skeleton(other) == wanted and number != but for number, other in found)
