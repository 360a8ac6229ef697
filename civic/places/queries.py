"""Finding who wants a place, whatever it is at: the room of the thing says of which table."""

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import joinedload

from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.places.models import Placed

P = TypeVar("P", bound=Placed)


class Places(Generic[P]):
    """The places at one kind of thing: `kind` is the table of those who want one, `of` its column that says at what.

    `whole` finds rows with what they belong to; `may_come` is who may be given a place, where not everybody may, and
    `is_listed` who is on the staff's list, where not only who has confirmed is.
    """

    def __init__(
        self,
        kind: type[P],
        of: Any,
        whole: Callable[[], Select[P]],
        *,
        may_come: Callable[[], ColumnElement[bool]] | None = None,
        is_listed: Callable[[], ColumnElement[bool]] | None = None,
    ) -> None:
        self.kind = kind
        self.of = of
        self._whole = whole
        self._may_come = may_come
        self._is_listed = is_listed or (lambda: kind.confirmed_at.is_not(None))

    def by_token(self, context: Context, token: str) -> P:
        """Return the one whose token it is, or Refusal(NOT_FOUND)."""
        found = context.session.scalar(self._whole().where(self.kind.token == token))
        if found is None:
            raise Refusal(Reason.NOT_FOUND)
        return found

    def own(self, context: Context, thing_id: int) -> P | None:
        """Return the actor's own live one at a thing, or None."""
        if context.actor.person_id is None:
            return None
        own = self.of == thing_id, self.kind.person_id == context.actor.person_id
        return context.session.scalar(self._live(*own))

    def with_address(self, context: Context, thing_id: int, email: str) -> P | None:
        """Return the live one with an address, or None; for registering only, never shown."""
        there = self.of == thing_id, self.kind.email == email
        return context.session.scalar(self._live(*there)) if email else None

    def everywhere(self, context: Context, person_id: int | None, email: str) -> Sequence[P]:
        """Return a person's live ones, by account or by address, in the order of what they are at.

        Who locks several locks them in that order.
        """
        has_account = self.kind.person_id == person_id if person_id is not None else false()
        own = or_(has_account, and_(self.kind.email == email, self.kind.email != ""))
        return context.session.scalars(self._live(own).order_by(self.of)).all()

    def slots(self, context: Context, thing_id: int) -> set[int]:
        """Return which slots are taken, for those who have locked the thing."""
        taken = select(self.kind.slot).where(self.of == thing_id, self.kind.slot.is_not(None))
        return {one for one in context.session.scalars(taken) if one is not None}

    def first_waiting(self, context: Context, thing_id: int) -> P | None:
        """Return who has waited longest for a place, for those who have locked the thing."""
        found = self._live(self.of == thing_id, self.kind.confirmed_at.is_not(None), self.kind.slot.is_(None))
        if self._may_come is not None:
            found = found.where(self._may_come())
        return context.session.scalar(found.order_by(self.kind.confirmed_at, self.kind.id).limit(1))

    def confirmed(self, context: Context, thing_id: int) -> Sequence[P]:
        """Return everybody who has a place, or waits for one: who is told of what happens with the thing."""
        found = self._live(self.of == thing_id, self.kind.confirmed_at.is_not(None))
        return context.session.scalars(found.order_by(self.kind.id)).all()

    def listed(self, context: Context, thing_id: int, *, after: int = 0, at_most: int = 51) -> Sequence[P]:
        """Return those who confirmed, or are listed otherwise, in the order in which they registered; for staff.

        Whoever has not confirmed is only counted: somebody else may have written it.
        """
        there = self.of == thing_id, self._is_listed(), self.kind.id > after
        found = self._live(*there).options(joinedload(self.kind.person))
        return context.session.scalars(found.order_by(self.kind.id).limit(at_most)).all()

    def _live(self, *conditions: ColumnElement[bool]) -> Select[P]:
        return self._whole().where(*conditions, self.kind.left_at.is_(None))
