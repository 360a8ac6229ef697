"""Giving and taking places: part of the deeds of the room whose places they are, which has locked the thing."""

from dataclasses import asdict
from typing import TypeVar

from civic.kernel.context import Context
from civic.people.models import Person
from civic.places.models import Needs, Placed
from civic.places.queries import Places

P = TypeVar("P", bound=Placed)


def let_in(context: Context, places: Places[P], thing_id: int, capacity: int | None) -> list[P]:
    """Give the places that are free to those who have waited longest, and return who got one, in that order."""
    context.session.flush()
    found: list[P] = []
    taken = places.slots(context, thing_id)
    while True:
        most = capacity if capacity is not None else len(taken) + 1
        slot = next((number for number in range(1, most + 1) if number not in taken), None)
        first = places.first_waiting(context, thing_id) if slot is not None else None
        if slot is None or first is None:
            return found
        first.slot = slot
        taken.add(slot)
        found.append(first)
        context.session.flush()


def move_up(context: Context, places: Places[P], thing_id: int, capacity: int) -> None:
    """Let those beyond a new number of places take the ones that are free below it."""
    taken = places.slots(context, thing_id)
    free = iter(number for number in range(1, capacity + 1) if number not in taken)
    for one in places.confirmed(context, thing_id):
        if one.slot is not None and one.slot > capacity:
            one.slot = next(free)
            context.session.flush()


def write_down(found: P, own: Person | None, *, name: str, language: str, needs: Needs) -> None:
    """Write down who wants a place and what they need.

    With an account it becomes that account's, whoever began it; else it stays as it is once it has been confirmed: a
    second try is somebody else's as likely as not.
    """
    if own is not None or found.confirmed_at is None:
        found.name, found.language = name, language
        for field, value in asdict(needs).items():
            setattr(found, field, value)
    if own is not None:
        tie(found, own)


def tie(found: Placed, owner: Person) -> None:
    """Tie who wants a place to the account that is theirs; who is known by a pseudonym has no other name there."""
    found.person_id = owner.id
    if owner.is_protected:
        found.name = owner.name


def take_back(context: Context, found: P) -> P:
    """Free a locked one's place, and forget who it was and what they needed."""
    found.left_at, found.slot = context.now, None
    found.name, found.email = "", ""
    for field, value in asdict(Needs()).items():
        setattr(found, field, value)
    context.session.flush()
    return found
