"""A person follows a thing, once."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Base, Id
from civic.kernel.notifying import Pace
from civic.kernel.trace import Kind


class Step(enum.Enum):
    """What has happened with a thing, or with something in it, that whoever follows it hears of."""

    HEARING_OPENED = "hearing_opened"
    NOTE_PUBLISHED = "note_published"
    VERSION_PUBLISHED = "version_published"
    MEETING_CALLED = "meeting_called"
    MINUTES_APPROVED = "minutes_approved"
    VOTE_OPENED = "vote_opened"
    PROPOSAL_ANSWERED = "proposal_answered"
    PROPOSAL_CONSIDERED = "proposal_considered"
    PROPOSAL_CONTINUED = "proposal_continued"
    PROPOSAL_REACHED = "proposal_reached"
    PROPOSAL_REPORTED = "proposal_reported"
    PROPOSAL_IMPLEMENTED = "proposal_implemented"
    CASE_OPENED = "case_opened"
    DECIDED = "decided"
    CARRIED_ON = "carried_on"
    CONTEST_ANSWERED = "contest_answered"
    DONE = "done"
    HANDED_OVER = "handed_over"
    PHASE_ENTERED = "phase_entered"
    PLAN_ISSUED = "plan_issued"
    PLAN_ANSWERED = "plan_answered"


class Follow(Base):
    """A person wants to hear of a thing."""

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "person_id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
    pace: Mapped[Pace | None]
    """How soon they want to be mailed of just this; by itself as soon as of everything they follow."""
