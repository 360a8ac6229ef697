"""Items of a body's minutes that are no case here: every write.

Each is published by itself. What is published stays as it is, and gets dated additions.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from civic.bodies import queries
from civic.bodies.models import SittingItem
from civic.bodies.workflow import BODY, SITTING_ITEM, BodyVerb
from civic.kernel import correction, deed
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.days import must_have_been
from civic.kernel.seen import check
from civic.kernel.trace import Kind, Ref


def add_item(
    context: Context,
    body_id: int,
    *,
    held_on: date,
    number: int,
    title: str,
    text: str,
    neutral_title: str = "",
    closed_because: str = "",
) -> SittingItem:
    """Write an item of a body's minutes, which nobody else reads before it is published.

    One that is closed has a `neutral_title` and a concrete ground. Refusal(NOT_HELD_YET) for a day to come; a number
    used twice on a day breaks a unique key.
    """
    must_have_been(context, held_on)
    body = deed.begin(context, BODY, BodyVerb.ADD_ITEM, queries.body(context, body_id))
    made = SittingItem(
        body=body,
        held_on=held_on,
        number=number,
        title=title,
        text=text,
        is_closed=bool(neutral_title or closed_because),
        neutral_title=neutral_title,
        closed_because=closed_because,
    )
    return deed.enter(context, BodyVerb.ADD_ITEM, made)


def change_item(context: Context, item_id: int, values: Mapping[str, Any], *, seen: str | None = None) -> SittingItem:
    """Change number, title or words of an item that is not published; Refusal(WRITTEN_MEANWHILE) as usual."""
    item = _locked(context, item_id)
    check(seen, *item.told)
    SITTING_ITEM.require(context, BodyVerb.CHANGE_ITEM, item)
    for name in ("number", "title", "text"):
        setattr(item, name, values[name])
    return deed.enter(context, BodyVerb.CHANGE_ITEM, item)


def publish_item(context: Context, item_id: int, *, seen: str | None = None) -> SittingItem:
    """Let everybody read an item, or that there is one where it is closed; Refusal(WRITTEN_MEANWHILE) as usual."""
    item = _locked(context, item_id)
    check(seen, *item.told, item.is_closed)
    item.published_at = context.now
    return deed.did(context, SITTING_ITEM, BodyVerb.PUBLISH_ITEM, item)


def add_to_item(context: Context, item_id: int, *, text: str) -> SittingItem:
    """Add words to an item that is published, dated: what was wrong, and why."""
    item = deed.did(context, SITTING_ITEM, BodyVerb.ADD_TO_ITEM, _locked(context, item_id))
    correction.add(context, _spot(item), text)
    return item


def close_item(context: Context, item_id: int, *, neutral_title: str, because: str) -> SittingItem:
    """Treat an item behind closed doors from now on; what was added to it is read no more either.

    Source: styrelsesloven § 10: doors are closed item by item, on a concrete ground.
    """
    item = deed.did(context, SITTING_ITEM, BodyVerb.CLOSE_SITTING_ITEM, _locked(context, item_id))
    item.is_closed, item.neutral_title, item.closed_because = True, neutral_title, because
    correction.blot_part(context, _spot(item))
    return item


def take_out_item(context: Context, item_id: int) -> SittingItem:
    """Take out an item that nobody has published."""
    item = deed.did(context, SITTING_ITEM, BodyVerb.TAKE_OUT_ITEM, _locked(context, item_id))
    context.session.delete(item)
    return item


def _locked(context: Context, item_id: int) -> SittingItem:
    item = queries.sitting_item(context, item_id)
    context.session.expire(item, ["state"])
    context.lock(item)
    return queries.sitting_item(context, item_id)


def _spot(item: SittingItem) -> Spot:
    return Spot(
        Ref(Kind.BODY, item.body_id),
        "sitting_item",
        item.id,
        f"{item.held_on.isoformat()}: {item.number}. {item.called}",
    )
