"""Workflow: for each verb, who may do it, in which states, and where it leads."""

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


@dataclass(frozen=True)
class Line(Generic[S, T]):
    """One row of a workflow: who may, in which states, leading where (None: the state stays)."""

    who: Callable[[Actor, T], bool]
    when: AbstractSet[S] | None = EVERY
    then: S | None = None


class Workflow(Generic[S, V, T]):
    """States and permissions of one subject, in one table that buttons and actions both ask."""

    def __init__(self, table: Mapping[V, Sequence[Line[S, T]]], *, state: Callable[[T, datetime], S]) -> None:
        self.table = table
        self._state = state

    def may(self, context: Context, verb: V, thing: T) -> bool:
        """Return whether the actor may do this to the thing now."""
        return any(self._fits(context, line, thing) for line in self._lines(context, verb, thing))

    def step(self, context: Context, verb: V, thing: T) -> S:
        """Return the state the verb leads to.

        Raises Refusal(NOT_YOURS) when no line is for this actor, Refusal(NOT_NOW) when none is for this state.
        """
        lines = list(self._lines(context, verb, thing))
        if not lines:
            raise Refusal(Reason.NOT_YOURS)
        for line in lines:
            if self._fits(context, line, thing):
                return line.then or self._state(thing, context.now)
        raise Refusal(Reason.NOT_NOW)

    def _lines(self, context: Context, verb: V, thing: T) -> Iterator[Line[S, T]]:
        return (line for line in self.table[verb] if line.who(context.actor, thing))

    def _fits(self, context: Context, line: Line[S, T], thing: T) -> bool:
        return line.when is EVERY or self._state(thing, context.now) in line.when


def anyone(actor: Actor, thing: object) -> bool:
    """Anyone, signed in or not."""
    return True


def anyone_signed_in(actor: Actor, thing: object) -> bool:
    """Anyone who is signed in."""
    return actor.is_signed_in
