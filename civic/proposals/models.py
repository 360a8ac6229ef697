"""A proposal and those who support it."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import among, some_rows
from civic.dialogue.models import Outcome
from civic.groups.models import Group
from civic.people.models import Person
from civic.processes.models import Process


class ProposalState(enum.Enum):
    """Where a proposal is, from draft to answer."""

    DRAFT = "draft"
    HELD = "held"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    ACCEPTED = "accepted"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    """By a house rule, after it was public: that there was one stays to be seen."""


PUBLIC = frozenset({ProposalState.ACCEPTED, ProposalState.ANSWERED})
"""In which everybody reads it."""
WAITING = frozenset({ProposalState.HELD, ProposalState.SUBMITTED})
"""In which it waits for a facilitator."""
TO_LOOK_AT = f"(proposal.{among('state', WAITING)} OR proposal.is_flagged)"
"""Which proposals a facilitator is asked to look at, in SQL."""
UNANSWERED = frozenset({ProposalState.ACCEPTED})
"""In which it waits for its answer."""


class Proposal(Base):
    """What a resident wants done, in the resident's own words."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index("ix_proposal_by_state", "process_id", "state", "id"),
        some_rows("ix_proposal_public", "process_id", "id", condition=among("state", PUBLIC)),
        some_rows("ix_proposal_to_look_at", "process_id", "submitted_at", "id", condition=TO_LOOK_AT),
        some_rows("ix_proposal_unanswered", "process_id", "accepted_at", "id", condition=among("state", UNANSWERED)),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    edit: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which of its saved edits this is (`writing`)."""
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.DRAFT)
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    is_flagged: Mapped[bool] = mapped_column(default=False, server_default=false())
    outcome: Mapped[Outcome | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_for: Mapped[str | None]
    is_example: Mapped[bool] = mapped_column(default=False)

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql")

    def state_at(self, now: datetime) -> ProposalState:
        """Return the proposal's state."""
        return self.state


class Support(Base):
    """One person supports one proposal, once."""

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)

    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
