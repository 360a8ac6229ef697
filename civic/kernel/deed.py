"""A deed: the thing is locked, the table asked, the state changed, and one line written in the log.

Every action is one of these. `do` changes a thing that is there; `begin` and `enter` make a new one inside another.
`did` and `ask` are for things that the caller has locked, where the order of locks matters.
"""

from enum import Enum
from typing import TypeVar

from civic.db.base import Base
from civic.kernel import audit
from civic.kernel.context import Context
from civic.kernel.workflow import Workflow

S = TypeVar("S", bound=Enum)
V = TypeVar("V", bound=Enum)
T = TypeVar("T")
B = TypeVar("B", bound=Base)


def do(context: Context, workflow: Workflow[S, V, B], verb: V, thing: B) -> B:
    """Do the verb to a thing: lock it, ask, let it take its new state, and write it down.

    Raises Refusal(NOT_YOURS) or Refusal(NOT_NOW), as the workflow says.
    """
    return did(context, workflow, verb, context.lock(thing))


def did(context: Context, workflow: Workflow[S, V, B], verb: V, thing: B) -> B:
    """Do the verb to a thing that is locked already."""
    return enter(context, verb, ask(context, workflow, verb, thing))


def begin(context: Context, workflow: Workflow[S, V, T], verb: V, parent: T) -> T:
    """Lock what something is to be made in, ask whether it may be now, and let it take its new state."""
    return ask(context, workflow, verb, context.lock(parent))


def ask(context: Context, workflow: Workflow[S, V, T], verb: V, thing: T) -> T:
    """Ask whether the verb may be done to a thing that is locked already, and let it take its new state."""
    then = workflow.step(context, verb, thing)
    if then is not None:
        thing.state = then  # type: ignore[attr-defined]
    return thing


def enter(context: Context, verb: Enum, thing: B) -> B:
    """Write down that the verb was done to a thing, or made it; a new one is put into the database."""
    context.session.add(thing)
    audit.record(context, verb, thing)
    return thing
