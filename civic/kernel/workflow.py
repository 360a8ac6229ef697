"""Workflow: for each verb, who may do it, in which states, on which condition, and where it leads."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Generic, TypeVar

from civic.kernel.actor import Actor
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal

S = TypeVar("S", bound=Enum)
V = TypeVar("V", bound=Enum)
T = TypeVar("T")

EVERY = None
"""Stands in a line's `when` for: in every state."""
SOMEBODY = Actor(person_id=-1)
"""Whoever a visitor would be once signed in: a person without any role."""


class Standing(Enum):
    """The state of what has only one: it is there."""

    ACTIVE = "active"


def standing(_thing: object, _now: datetime) -> Standing:
    """Return the one state of a thing that has no other."""
    return Standing.ACTIVE


@dataclass(frozen=True)
class Line(Generic[S, T]):
    """One row of a workflow: who may, in which states, on which condition, leading where (None: the state stays).

    `who` looks at the actor. `only` is a fact about the thing alone: where it does not hold, it is not the person but
    the moment that is wrong, and the refusal says so.
    """

    who: Callable[[Actor, T], bool]
    when: AbstractSet[S] | None = EVERY
    then: S | None = None
    only: Callable[[T], bool] | None = None


class Workflow(Generic[S, V, T]):
    """States and permissions of one subject, in one table that buttons and actions both ask.

    `name` is what the table speaks of, for the documents made from it.
    """

    def __init__(
        self, name: str, table: Mapping[V, Sequence[Line[S, T]]], *, state: Callable[[T, datetime], S]
    ) -> None:
        self.name = name
        self.table = table
        self._state = state

    def may(self, context: Context, verb: V, thing: T) -> bool:
        """Return whether the actor may do this to the thing now."""
        return self._may(context, context.actor, verb, thing)

    def would(self, context: Context, verb: V, thing: T) -> bool:
        """Return whether the actor may do this now, or a visitor might after signing in: for buttons that say so."""
        asked = context.actor if context.actor.is_signed_in else SOMEBODY
        return self._may(context, asked, verb, thing)

    def allowed(self, context: Context, thing: T) -> dict[str, bool]:
        """Return for each verb's name whether the actor may do it to the thing now, for a page."""
        return {str(verb.value): self.may(context, verb, thing) for verb in self.table}

    def require(self, context: Context, verb: V, thing: T) -> None:
        """Let the actor go on who may do this now.

        Raises Refusal(NOT_YOURS) when no line is for this actor, Refusal(NOT_NOW) when none is for this moment.
        """
        self.step(context, verb, thing)

    def step(self, context: Context, verb: V, thing: T) -> S | None:
        """Return the state the verb leads to, None where the state stays; the same refusals as `require`."""
        lines = list(self._lines(context.actor, verb, thing))
        if not lines:
            raise Refusal(Reason.NOT_YOURS)
        for line in lines:
            if self._fits(context, line, thing):
                return line.then
        raise Refusal(Reason.NOT_NOW)

    def _may(self, context: Context, actor: Actor, verb: V, thing: T) -> bool:
        return any(self._fits(context, line, thing) for line in self._lines(actor, verb, thing))

    def _lines(self, actor: Actor, verb: V, thing: T) -> Iterator[Line[S, T]]:
        return (line for line in self.table[verb] if line.who(actor, thing))

    def _fits(self, context: Context, line: Line[S, T], thing: T) -> bool:
        is_time = line.when is EVERY or self._state(thing, context.now) in line.when
        return is_time and (line.only is None or line.only(thing))


def anyone(actor: Actor, thing: object) -> bool:
    """Anyone, signed in or not."""
    return True


def anyone_signed_in(actor: Actor, thing: object) -> bool:
    """Anyone who is signed in."""
    return actor.is_signed_in
