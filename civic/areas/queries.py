"""Finding topics, areas and addresses, and the things that are about them."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from civic.areas.models import Address, Area, AreaKind, AreaOf, Topic, TopicOf
from civic.db.finding import begins
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.sorting import sort_key
from civic.kernel.trace import Kind, Ref


def topics(context: Context) -> list[Topic]:
    """Return all topics in the Danish order of their names; there are some dozens."""
    return sorted(context.session.scalars(select(Topic)), key=lambda one: (sort_key(one.name), one.id))


def topic(context: Context, topic_id: int) -> Topic:
    """Return one topic, or Refusal(NOT_FOUND)."""
    found = context.session.get(Topic, topic_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def topic_by_key(context: Context, key: str) -> Topic:
    """Return a topic the house comes with."""
    return context.session.scalars(select(Topic).where(Topic.key == key)).one()


def topics_among(context: Context, ids: Collection[int]) -> list[Topic]:
    """Return the topics with the ids, or Refusal(NOT_FOUND) where one is none."""
    found = list(context.session.scalars(select(Topic).where(Topic.id.in_(ids)).order_by(Topic.id)))
    if len(found) != len(set(ids)):
        raise Refusal(Reason.NOT_FOUND)
    return found


def areas(context: Context) -> list[Area]:
    """Return all areas by kind and the Danish order of their names; there are some hundreds at most."""
    kinds = list(AreaKind)
    found = context.session.scalars(select(Area))
    return sorted(found, key=lambda one: (kinds.index(one.kind), sort_key(one.name), one.id))


def area(context: Context, area_id: int) -> Area:
    """Return one area, or Refusal(NOT_FOUND)."""
    found = context.session.get(Area, area_id)
    if found is None:
        raise Refusal(Reason.NOT_FOUND)
    return found


def areas_among(context: Context, ids: Collection[int]) -> list[Area]:
    """Return the areas with the ids, or Refusal(NOT_FOUND) where one is none."""
    found = list(context.session.scalars(select(Area).where(Area.id.in_(ids)).order_by(Area.id)))
    if len(found) != len(set(ids)):
        raise Refusal(Reason.NOT_FOUND)
    return found


def has_area(context: Context, name: str, *, but: int = 0) -> bool:
    """Return whether another area has a name that reads the same."""
    return any(one.id != but and one.name.casefold() == name.casefold() for one in areas(context))


def has_topic(context: Context, name: str, *, but: int = 0) -> bool:
    """Return whether another topic has a name that reads the same."""
    return any(one.id != but and one.name.casefold() == name.casefold() for one in topics(context))


def inside(context: Context, area_id: int) -> frozenset[int]:
    """Return the ids of an area and of all that lie in it, however deep."""
    down: dict[int, list[int]] = {}
    for one in areas(context):
        if one.parent_id is not None:
            down.setdefault(one.parent_id, []).append(one.id)
    return _reached(down, area_id)


def around(context: Context, area_ids: Collection[int]) -> frozenset[int]:
    """Return the ids of areas and of all that they lie in."""
    if not area_ids:
        return frozenset()
    up = {one.id: [one.parent_id] if one.parent_id else [] for one in areas(context)}
    return frozenset().union(*(_reached(up, one) for one in area_ids))


def _reached(ways: dict[int, list[int]], start: int) -> frozenset[int]:
    """Return what is reached from somewhere, itself too; a circle that somebody entered ends too."""
    found, waiting = {start}, [start]
    while waiting:
        fresh = [one for one in ways.get(waiting.pop(), ()) if one not in found]
        found.update(fresh)
        waiting += fresh
    return frozenset(found)


def topics_of(context: Context, thing: Ref) -> list[Topic]:
    """Return what a thing is about, in the Danish order of names."""
    query = select(TopicOf).where(TopicOf.kind == thing.kind, TopicOf.thing_id == thing.id)
    found = context.session.scalars(query.options(joinedload(TopicOf.topic, innerjoin=True)))
    return sorted((one.topic for one in found), key=lambda one: sort_key(one.name))


def areas_of(context: Context, thing: Ref) -> list[Area]:
    """Return where a thing is, in the Danish order of names."""
    query = select(AreaOf).where(AreaOf.kind == thing.kind, AreaOf.thing_id == thing.id)
    found = context.session.scalars(query.options(joinedload(AreaOf.area, innerjoin=True)))
    return sorted((one.area for one in found), key=lambda one: sort_key(one.name))


def concerned(context: Context, things: Collection[Ref]) -> list[Ref]:
    """Return the topics and areas of things, and the areas around those: whoever follows one of them hears of it."""
    about = context.session.scalars(select(TopicOf.topic_id).where(_are(TopicOf, things)).distinct()).all()
    where = context.session.scalars(select(AreaOf.area_id).where(_are(AreaOf, things)).distinct()).all()
    return [
        *(Ref(Kind.TOPIC, one) for one in sorted(about)),
        *(Ref(Kind.AREA, one) for one in sorted(around(context, where))),
    ]


def _are(table: type[TopicOf] | type[AreaOf], things: Collection[Ref]) -> ColumnElement[bool]:
    return or_(*(and_(table.kind == one.kind, table.thing_id == one.id) for one in things))


@dataclass(frozen=True)
class About:
    """What a list is narrowed to: a topic, an area with all that lies in it, or neither."""

    topic_id: int | None = None
    area_id: int | None = None
    area_ids: frozenset[int] = frozenset()

    def holds(
        self, kind: Kind, number: InstrumentedAttribute[int], process: InstrumentedAttribute[int]
    ) -> list[ColumnElement[bool]]:
        """Return the conditions that a thing of a kind, or the process it belongs to, is about it."""
        found = []
        for table, mine in self._asked:
            of_process = process.in_(select(table.thing_id).where(table.kind == Kind.PROCESS, mine))
            its_own = number.in_(select(table.thing_id).where(table.kind == kind, mine))
            found.append(of_process if kind is Kind.PROCESS else or_(of_process, its_own))
        return found

    def its_own(self, kind: Kind, number: InstrumentedAttribute[int]) -> list[ColumnElement[bool]]:
        """Return the conditions that a thing of a kind is about it by itself, for a list within one process."""
        return [number.in_(select(table.thing_id).where(table.kind == kind, mine)) for table, mine in self._asked]

    @property
    def _asked(self) -> list[tuple[type[TopicOf] | type[AreaOf], ColumnElement[bool]]]:
        asked: list[tuple[type[TopicOf] | type[AreaOf], ColumnElement[bool]]] = []
        if self.topic_id:
            asked.append((TopicOf, TopicOf.topic_id == self.topic_id))
        if self.area_id:
            asked.append((AreaOf, AreaOf.area_id.in_(self.area_ids)))
        return asked


EVERYTHING = About()
"""What a list that is not narrowed is about."""


def about(context: Context, *, topic_id: int | None = None, area_id: int | None = None) -> About:
    """Return what a list is to be narrowed to; what is not there narrows it to nothing."""
    return About(topic_id, area_id, inside(context, area_id) if area_id else frozenset())


def folded(written: str) -> str:
    """Return an address, or the beginning of one, as it is looked for."""
    return " ".join(re.sub(r"[,.;]", " ", written.casefold()).split())


SHORTEST_SOUGHT = 3


def addresses_like(context: Context, typed: str, *, at_most: int = 10) -> Sequence[Address]:
    """Return addresses that begin with what was typed, by three signs at least; commas and capitals are no matter."""
    start = folded(typed)
    if len(start) < SHORTEST_SOUGHT:
        return []
    query = select(Address).where(begins(context.session, Address.folded, start))
    return context.session.scalars(query.order_by(Address.folded, Address.id).limit(at_most)).all()
