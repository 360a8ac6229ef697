"""What was decided about a text: by the gate as it came, or by a person afterwards."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import among, some_rows
from civic.kernel.trace import Kind
from civic.people.models import Person


class Ruled(enum.Enum):
    """What was decided: the first three by the gate, the others by a person."""

    PASSED = "passed"
    WAITS = "waits"
    HELD = "held"
    MASKED = "masked"
    RELEASED = "released"
    KEPT = "kept"
    HIDDEN = "hidden"
    SENT_BACK = "sent_back"
    REDACTED = "redacted"


BY_GATE = frozenset({Ruled.PASSED, Ruled.WAITS, Ruled.HELD})
TAKEN_OUT = frozenset({Ruled.MASKED, Ruled.REDACTED})
"""After these something stands nowhere that stood there before."""


class Ground(enum.Enum):
    """Why a text that waited, or was held or hidden, can be shown."""

    LOOKED_AT = "looked_at"
    """A person has read it, and nothing in it is to be kept back; not enough where a number was seen."""
    OTHER_NUMBER = "other_number"
    INVENTED = "invented"
    OWN_WISH = "own_wish"
    MISTAKE = "mistake"
    """It was hidden by mistake."""


class Ruling(Base):
    """One decision about a text, each a line of its own: what was found, what was decided, by whom, when and why."""

    __tablename__ = "ruling"
    __table_args__ = (
        Index("ix_ruling_kind_thing_id", "kind", "thing_id", "id"),
        some_rows("ix_ruling_taken_out", "id", condition=among("ruled", TAKEN_OUT)),
    )

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    """The wording it was about; a corrected text is another."""
    ruled: Mapped[Ruled]
    found: Mapped[str] = mapped_column(default="")
    """Kinds of personal details that the gate saw, with spaces between; never the details."""
    reason: Mapped[str] = mapped_column(default="")
    ground: Mapped[Ground | None]
    """Why what was found can be shown all the same."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who decided; nobody where it was the gate."""
    at: Mapped[datetime]


class SentOn(Base):
    """A text that waits, which one who looks after it has sent on to a colleague; gone once it is decided."""

    __tablename__ = "sent_on"
    __table_args__ = (UniqueConstraint("kind", "thing_id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    to_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]

    to: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[to_id])
    by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
