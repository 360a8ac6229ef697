"""What was decided about a text: by the gate as it came, or by a person afterwards."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Base, Id
from civic.kernel.trace import Kind


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


class Ruling(Base):
    """One decision about a text, each a line of its own: what was found, what was decided, by whom, when and why."""

    __tablename__ = "ruling"
    __table_args__ = (Index("ix_ruling_kind_thing_id", "kind", "thing_id", "id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    revision: Mapped[int] = mapped_column(default=1)
    """The wording it was about; a corrected text is another."""
    ruled: Mapped[Ruled]
    found: Mapped[str] = mapped_column(default="")
    """Kinds of personal details that the gate saw, with spaces between; never the details."""
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Who decided; nobody where it was the gate."""
    at: Mapped[datetime]
