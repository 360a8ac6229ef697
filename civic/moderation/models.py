"""What was decided about a text: by the gate as it came, or by a person afterwards."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import among, some_rows
from civic.kernel.trace import Kind
from civic.people.models import Person
from civic.rules.models import HouseRule


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
    REINSTATED = "reinstated"
    """On appeal, by another person than the one who had hidden it or sent it back."""


BY_GATE = frozenset({Ruled.PASSED, Ruled.WAITS, Ruled.HELD})
TAKEN_OUT = frozenset({Ruled.MASKED, Ruled.REDACTED})
"""After these something stands nowhere that stood there before."""
BY_A_RULE = frozenset({Ruled.HIDDEN, Ruled.SENT_BACK})
"""These name the house rule they rest on, and whoever wrote the text may appeal them."""
LOGGED = "process_id IS NOT NULL"
"""Which decisions stand in the public log, in SQL: those of persons, about what was said to everybody."""


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
        some_rows("ix_ruling_logged", "id", condition=LOGGED),
        some_rows("ix_ruling_by_rule", "rule_id", "id", condition=LOGGED),
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
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("house_rule.id"))
    """The rule it rests on, as it read then."""
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id"), index=True)
    """In whose public log it stands; none for the gate's, and for what was said within a circle."""

    rule: Mapped[HouseRule | None] = relationship(lazy="raise_on_sql")


class Flag(Base):
    """One person asks for a look at a text, once, by a rule that it breaks."""

    __tablename__ = "flag"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "person_id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("house_rule.id"), index=True)
    """Nothing for what was flagged before there were house rules."""
    reason: Mapped[str]
    at: Mapped[datetime]

    rule: Mapped[HouseRule | None] = relationship(lazy="raise_on_sql")


class AppealState(enum.Enum):
    """How far an appeal is."""

    OPEN = "open"
    UPHELD = "upheld"
    """Whoever appealed was right: the text is shown again."""
    DISMISSED = "dismissed"
    LAPSED = "lapsed"
    """What it was about was taken back, or decided anew, before anybody had decided it."""


APPEALING = timedelta(days=14)
"""How long the author of a text may appeal a decision about it."""
DECIDING = timedelta(days=14)
"""Within which an appeal is to be decided."""
OPEN_APPEALS = "state = 'open'"
"""Which appeals wait, in SQL."""


class Appeal(Base):
    """Whoever wrote a text asks another person than the one who decided about it to decide anew; once a decision."""

    __tablename__ = "appeal"
    __table_args__ = (
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> first_id", name="another_person"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> author_id", name="not_oneself"),
        CheckConstraint("(state = 'open') = (decided_at IS NULL)", name="decided"),
        CheckConstraint(
            "state NOT IN ('upheld', 'dismissed') OR (decided_by_id IS NOT NULL AND reason <> '')", name="why"
        ),
        some_rows("ix_appeal_open", "process_id", "at", "id", condition=OPEN_APPEALS),
        Index("ix_appeal_kind_thing_id", "kind", "thing_id", "id"),
    )

    id: Mapped[Id]
    ruling_id: Mapped[int] = mapped_column(ForeignKey("ruling.id"), unique=True)
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    first_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who decided first, and does not decide this."""
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    """Who wrote the text, and appeals."""
    text: Mapped[str]
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    state: Mapped[AppealState] = mapped_column(default=AppealState.OPEN)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    ruling: Mapped[Ruling] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])
    first: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[first_id])

    def state_at(self, now: datetime) -> AppealState:
        """Return the appeal's state."""
        return self.state

    @property
    def is_open(self) -> bool:
        """Return whether nobody has decided it yet, and it has not lapsed."""
        return self.state is AppealState.OPEN

    def is_late_at(self, now: datetime) -> bool:
        """Return whether it should have been decided by now."""
        return self.is_open and self.due_at <= now


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
