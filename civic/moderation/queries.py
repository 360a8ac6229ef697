"""What was decided about texts."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select, tuple_
from sqlalchemy.orm import joinedload

from civic.kernel.context import Context
from civic.kernel.trace import Kind, Ref
from civic.moderation.models import BY_GATE, Ruled, Ruling, SentOn


@dataclass(frozen=True)
class Standing:
    """How a text stands: all that was decided about it, the first first."""

    rulings: tuple[Ruling, ...] = ()

    @property
    def found(self) -> tuple[str, ...]:
        """Return what the gate saw when the text last passed it."""
        last = next((one for one in reversed(self.rulings) if one.ruled in BY_GATE), None)
        return tuple(last.found.split()) if last else ()

    @property
    def by_persons(self) -> tuple[Ruling, ...]:
        """Return what persons decided, with their reasons."""
        return tuple(one for one in self.rulings if one.ruled not in BY_GATE)

    @property
    def reason(self) -> str:
        """Return the reason that was given last, for whoever wrote the text."""
        return next((one.reason for one in reversed(self.by_persons) if one.reason), "")

    @property
    def is_hidden(self) -> bool:
        """Return whether a person has hidden it; whatever its author does, only a person shows it again."""
        return self._last is not None and self._last.ruled is Ruled.HIDDEN

    def is_released(self, revision: int) -> bool:
        """Return whether a person has let just this wording be shown; the gate does not hold it again."""
        return self._last is not None and self._last.ruled is Ruled.RELEASED and self._last.revision == revision

    @property
    def _last(self) -> Ruling | None:
        shown = {Ruled.RELEASED, Ruled.HIDDEN, Ruled.KEPT}
        return next((one for one in reversed(self.rulings) if one.ruled in shown), None)


NOTHING = Standing()


def standing(context: Context, thing: Ref) -> Standing:
    """Return how one text stands, for those whom its room has let in to it."""
    return standings(context, thing.kind, [thing.id])[thing.id]


def standings(context: Context, kind: Kind, ids: Collection[int]) -> Mapping[int, Standing]:
    """Return how several texts stand, by id, in one statement; nothing was decided of one that is not there."""
    found: dict[int, list[Ruling]] = defaultdict(list)
    if ids:
        wanted = select(Ruling).where(Ruling.kind == kind, Ruling.thing_id.in_(ids)).order_by(Ruling.id)
        for one in context.session.scalars(wanted):
            found[one.thing_id].append(one)
    return defaultdict(lambda: NOTHING, {thing_id: Standing(tuple(rulings)) for thing_id, rulings in found.items()})


def sent_on(context: Context, things: Collection[Ref]) -> Mapping[Ref, SentOn]:
    """Return to whom texts were sent on, with the persons, for those whom their rooms have let in to them."""
    places = [(one.kind, one.id) for one in things]
    found = context.session.scalars(
        select(SentOn)
        .where(tuple_(SentOn.kind, SentOn.thing_id).in_(places))
        .options(joinedload(SentOn.to, innerjoin=True), joinedload(SentOn.by))
    )
    return {Ref(one.kind, one.thing_id): one for one in found}


MOST_SENT = 200


def sent_to_me(context: Context) -> Mapping[Kind, Collection[int]]:
    """Return the texts that were sent on to the actor by their kinds, the first two hundred."""
    found: dict[Kind, list[int]] = defaultdict(list)
    mine = select(SentOn).where(SentOn.to_id == context.actor.person_id).order_by(SentOn.id).limit(MOST_SENT)
    for one in context.session.scalars(mine):
        found[one.kind].append(one.thing_id)
    return found
