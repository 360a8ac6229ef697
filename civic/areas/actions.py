"""Topics, areas and addresses: every write."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import delete, insert

from civic.areas import queries
from civic.areas.models import REGISTER, Address, Area, AreaKind, AreaOf, Topic, TopicOf
from civic.areas.workflow import AREA, REGISTER_OF, TOPIC, AreaVerb
from civic.kernel import correction, deed
from civic.kernel.context import Context
from civic.kernel.correction import Spot
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.trace import Kind, Ref


def add_area(
    context: Context,
    *,
    kind: AreaKind,
    name: str,
    about: str = "",
    parent_id: int | None = None,
    is_example: bool = False,
) -> Area:
    """Enter an area, and what it lies in; Refusal(TAKEN) for a name that another has."""
    REGISTER_OF.require(context, AreaVerb.ADD_AREA, REGISTER)
    if queries.has_area(context, name):
        raise Refusal(Reason.TAKEN)
    parent = queries.area(context, parent_id).id if parent_id else None
    made = Area(kind=kind, name=name, about=about, parent_id=parent, is_example=is_example)
    return deed.enter(context, AreaVerb.ADD_AREA, made)


def correct_area(
    context: Context, area_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Area:
    """Correct an area's name, kind, what is said of it and what it lies in, which is kept by its name.

    Refusal(TAKEN) for a name that another has, Refusal(IN_ITSELF) for one it would lie in that lies in it; else as
    `kernel.correction.correct`.
    """
    found = deed.begin(context, AREA, AreaVerb.CORRECT, queries.area(context, area_id))
    if queries.has_area(context, str(values.get("name", found.name)), but=found.id):
        raise Refusal(Reason.TAKEN)
    if values.get("parent_id") in queries.inside(context, found.id):
        raise Refusal(Reason.IN_ITSELF)
    spot = Spot(Ref(Kind.AREA, found.id), "area", found.id)
    said = {"parent_id": queries.area(context, found.parent_id).name if found.parent_id else ""}
    correction.correct(context, AreaVerb.CORRECT, spot, found, values, reason=reason, seen=seen, said=said)
    return found


def add_topic(context: Context, *, name: str) -> Topic:
    """Enter a topic; Refusal(TAKEN) for a name that another has."""
    REGISTER_OF.require(context, AreaVerb.ADD_TOPIC, REGISTER)
    if queries.has_topic(context, name):
        raise Refusal(Reason.TAKEN)
    return deed.enter(context, AreaVerb.ADD_TOPIC, Topic(name=name))


def correct_topic(
    context: Context, topic_id: int, values: Mapping[str, object], *, reason: str = "", seen: str | None = None
) -> Topic:
    """Correct a topic's name; Refusal(TAKEN) for one that another has, else as `kernel.correction.correct`."""
    found = deed.begin(context, TOPIC, AreaVerb.CORRECT, queries.topic(context, topic_id))
    if queries.has_topic(context, str(values.get("name", found.name)), but=found.id):
        raise Refusal(Reason.TAKEN)
    spot = Spot(Ref(Kind.TOPIC, found.id), "topic", found.id)
    correction.correct(context, AreaVerb.CORRECT, spot, found, values, reason=reason, seen=seen)
    return found


def put_about(context: Context, thing: Ref, *, topic_ids: Collection[int], area_ids: Collection[int]) -> None:
    """Say which topics and areas a thing is about, in place of those that were said; for the action of its room.

    Refusal(NOT_FOUND) for one that is not there.
    """
    topics = queries.topics_among(context, topic_ids)
    areas = queries.areas_among(context, area_ids)
    for table in (TopicOf, AreaOf):
        context.session.execute(delete(table).where(table.kind == thing.kind, table.thing_id == thing.id))
    context.session.add_all(TopicOf(kind=thing.kind, thing_id=thing.id, topic=one) for one in topics)
    context.session.add_all(AreaOf(kind=thing.kind, thing_id=thing.id, area=one) for one in areas)
    context.session.flush()


def replace_addresses(context: Context, rows: Iterable[tuple[str, int | None]]) -> int:
    """Put a list of addresses, each with its area, in the place of the one there is, and return how many they are.

    For the operator's command line; whose address is typed in nobody's words is kept nowhere else.
    """
    context.session.execute(delete(Address))
    waiting: list[dict[str, object]] = []
    count = 0
    for written, area_id in rows:
        waiting.append({"written": written, "folded": queries.folded(written), "area_id": area_id})
        count += 1
        if len(waiting) == 1000:
            context.session.execute(insert(Address), waiting)
            waiting = []
    if waiting:
        context.session.execute(insert(Address), waiting)
    return count
