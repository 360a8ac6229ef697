"""A place at something: a meeting, a group. Who wants one, what they need, and the slot that is theirs."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Id
from civic.people.models import Addressed


@dataclass(frozen=True)
class Needs:
    """What somebody needs to take part: seen by the organiser and by nobody else."""

    interpreter: str = ""
    needs_step_free: bool = False
    needs_loop: bool = False
    needs_child_care: bool = False
    needs_other: str = ""


class Placed(Addressed):
    """Somebody who wants a place, with or without an account; mixed into the table of what it is a place at.

    The slot is the key: two never have one at once, and what has room for twenty has slots 1 to 20. Whoever has none
    waits, in the order in which they confirmed. Needs are for the organiser alone; they go when the person leaves.
    """

    id: Mapped[Id]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    email: Mapped[str]
    language: Mapped[str] = mapped_column(default="da")
    token: Mapped[str] = mapped_column(unique=True)
    """What the mails lead to it with: whoever has it sees, and takes back, this one registration."""
    slot: Mapped[int | None]
    registered_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    interpreter: Mapped[str] = mapped_column(default="")
    """Which language, sign language too, somebody wants interpreted."""
    needs_step_free: Mapped[bool] = mapped_column(default=False)
    needs_loop: Mapped[bool] = mapped_column(default=False)
    needs_child_care: Mapped[bool] = mapped_column(default=False)
    needs_other: Mapped[str] = mapped_column(default="")
