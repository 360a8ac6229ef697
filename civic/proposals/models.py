"""A proposal and those who support it."""

import enum
from datetime import date, datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import ZONE, Base, Id, end_of_day
from civic.db.finding import among, some_rows
from civic.dialogue.models import Outcome, Understood
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
    CONSIDERED = "considered"
    """The administration is at it: it can still be supported and talked about."""
    ANSWERED = "answered"
    CONTINUED = "continued"
    """It goes on in another proposal, or in several that were made of it."""
    IMPLEMENTED = "implemented"
    """What was accepted has been done."""
    WITHDRAWN = "withdrawn"
    HIDDEN = "hidden"
    """By a house rule, after it was public: that there was one stays to be seen."""


OPEN = frozenset({ProposalState.ACCEPTED, ProposalState.CONSIDERED})
"""In which it waits for its answer, and is supported and talked about."""
PUBLIC = OPEN | {ProposalState.ANSWERED, ProposalState.CONTINUED, ProposalState.IMPLEMENTED}
"""In which everybody reads it."""
WAITING = frozenset({ProposalState.HELD, ProposalState.SUBMITTED})
"""In which it waits for a facilitator."""
MOST_AUTHORS = 20
"""Who write a proposal together beside whoever began it, with those who are invited to."""
MOST_FILES = 5
"""Files that may lie beside one proposal."""
TO_LOOK_AT = f"(proposal.{among('state', WAITING)} OR proposal.is_flagged)"
"""Which proposals a facilitator is asked to look at, in SQL."""
TO_REVIEW = "(proposal.state = 'answered' AND proposal.review_on IS NOT NULL)"
"""Which accepted proposals are to be looked at again on a day, in SQL."""


class Collecting(enum.Enum):
    """Whether support is collected for a proposal."""

    OPEN = "open"
    CLOSED = "closed"


class Proposal(Base):
    """What a resident wants done, in the resident's own words."""

    __tablename__ = "proposal"
    __table_args__ = (
        Index("ix_proposal_by_state", "process_id", "state", "id"),
        some_rows("ix_proposal_public", "process_id", "id", condition=among("state", PUBLIC)),
        some_rows("ix_proposal_to_look_at", "process_id", "submitted_at", "id", condition=TO_LOOK_AT),
        some_rows("ix_proposal_unanswered", "process_id", "accepted_at", "id", condition=among("state", OPEN)),
        some_rows("ix_proposal_to_review", "review_on", "id", condition=TO_REVIEW),
        CheckConstraint("point = '' OR place <> ''", name="place"),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("working_group.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    receipt: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    text: Mapped[str]
    language: Mapped[str] = mapped_column(default="da", server_default="da")
    """The code of the language it is written in (BCP 47)."""
    place: Mapped[str] = mapped_column(default="", server_default="")
    """Where it is about, in words: an address, or what everybody calls it."""
    point: Mapped[str] = mapped_column(default="", server_default="")
    """The same as degrees north and east (WGS 84), with a comma between them; only where there are words as well."""
    edit: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which of its saved edits this is (`writing`)."""
    published_edit: Mapped[int] = mapped_column(default=0, server_default="0")
    """Which of them was published first: those after it are its versions, each by an amendment."""
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.DRAFT)
    written_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    is_flagged: Mapped[bool] = mapped_column(default=False, server_default=false())
    outcome: Mapped[Outcome | None]
    answer: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    answered_for: Mapped[str | None]
    """The unit that is responsible for the answer, and for what comes of it."""
    next_step: Mapped[str] = mapped_column(default="", server_default="")
    """What happens next with an accepted one."""
    review_on: Mapped[date | None]
    """On which day those who answered it look at what came of it."""
    reminded_at: Mapped[datetime | None]
    """When they were reminded of that day."""
    implemented_on: Mapped[date | None]
    continued_at: Mapped[datetime | None]
    continued_because: Mapped[str] = mapped_column(default="", server_default="")
    """Why it goes on in others."""
    is_example: Mapped[bool] = mapped_column(default=False)

    process: Mapped[Process] = relationship(lazy="raise_on_sql")
    group: Mapped[Group | None] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    reached: Mapped["Reached | None"] = relationship(lazy="raise_on_sql", viewonly=True)
    understanding: Mapped["ProposalUnderstanding | None"] = relationship(lazy="raise_on_sql")

    def state_at(self, now: datetime) -> ProposalState:
        """Return the proposal's state."""
        return self.state

    @property
    def is_open(self) -> bool:
        """Return whether it waits for its answer."""
        return self.state in OPEN

    @property
    def support_until(self) -> date | None:
        """Return the last day on which it can be supported, where its process has set one."""
        days = self.process.support_days
        if days is None or self.accepted_at is None:
            return None
        begins = max(self.accepted_at, self.process.support_since or self.accepted_at)
        return begins.astimezone(ZONE).date() + timedelta(days=days)

    def collecting_at(self, now: datetime) -> Collecting:
        """Return whether support is collected: until its answer, and where there is one until the last day."""
        until = self.support_until
        is_late = until is not None and now >= end_of_day(until)
        return Collecting.CLOSED if is_late or self.state not in OPEN else Collecting.OPEN


class ProposalUnderstanding(Understood, Base):
    """What those who wrote a proposal say, once, of the answer to it."""

    __tablename__ = "proposal_understanding"
    __table_args__ = (CheckConstraint("(again_at IS NULL) = (again = '')", name="again"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)


class CoAuthor(Base):
    """Somebody who is invited to write a proposal together, and does so once they have accepted.

    Beside it whoever accepted holds a role, by which every room knows them (decision 45).
    """

    __tablename__ = "co_author"
    __table_args__ = (
        some_rows("uq_co_author_email", "proposal_id", "email", condition="email <> ''", unique=True),
        some_rows("uq_co_author_person", "proposal_id", "person_id", condition="ended_at IS NULL", unique=True),
    )

    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    email: Mapped[str]
    """To which the invitation went; nothing once it is answered."""
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    """Whoever accepted it, with the account they did it with."""
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    """When they said no, left, or were taken out."""

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    proposal: Mapped[Proposal] = relationship(lazy="raise_on_sql")


class AmendmentState(enum.Enum):
    """Where a suggested change is."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class Amendment(Base):
    """Other words for a public proposal, which somebody suggests to its authors; accepted it is a version of it."""

    __tablename__ = "amendment"
    __table_args__ = (
        some_rows("ix_amendment_open", "proposal_id", "id", condition="state = 'open'"),
        some_rows("ix_amendment_accepted", "proposal_id", "edit", condition="edit IS NOT NULL"),
        some_rows("uq_amendment_open", "proposal_id", "author_id", condition="state = 'open'", unique=True),
        CheckConstraint("(state = 'accepted') = (edit IS NOT NULL)", name="edit"),
        CheckConstraint("state <> 'declined' OR reason <> ''", name="reason"),
    )

    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    base_edit: Mapped[int]
    """The edit of the proposal it was made from."""
    title: Mapped[str]
    text: Mapped[str]
    why: Mapped[str]
    state: Mapped[AmendmentState] = mapped_column(default=AmendmentState.OPEN)
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(default="")
    edit: Mapped[int | None]
    """The edit of the proposal that it became."""

    proposal: Mapped[Proposal] = relationship(lazy="raise_on_sql")
    author: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[author_id])

    def state_at(self, now: datetime) -> AmendmentState:
        """Return the amendment's state."""
        return self.state


class Progress(Base):
    """What has come of an accepted proposal by a day, in the words of those who are responsible."""

    __tablename__ = "progress"

    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    text: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class ReachedState(enum.Enum):
    """Whether what much support led to has been done."""

    OPEN = "open"
    DONE = "done"


class Reached(Base):
    """That a proposal had as much support as its process wanted, in time; what that leads to, as it was said then."""

    __tablename__ = "reached"
    __table_args__ = (
        CheckConstraint("leads_to <> '' AND owner <> ''", name="task"),
        CheckConstraint("(done_on IS NULL) = (result = '')", name="result"),
        some_rows("ix_reached_open", "due_on", "id", condition="done_on IS NULL"),
    )

    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    at: Mapped[datetime]
    support: Mapped[int]
    """How much there was then."""
    leads_to: Mapped[str]
    owner: Mapped[str]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")

    proposal: Mapped[Proposal] = relationship(lazy="raise_on_sql")

    @property
    def process_id(self) -> int:
        """Return the process it is in."""
        return self.proposal.process_id

    def state_at(self, now: datetime) -> ReachedState:
        """Return whether it has been done."""
        return ReachedState.OPEN if self.done_on is None else ReachedState.DONE


class SpokenTo(Base):
    """A comment that the official answer to a proposal speaks to: the answer is the comment's own end, too."""

    __tablename__ = "spoken_to"

    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), unique=True)
    at: Mapped[datetime]


class Support(Base):
    """One person supports one proposal, once."""

    __tablename__ = "support"
    __table_args__ = (UniqueConstraint("proposal_id", "person_id"),)

    id: Mapped[Id]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
    carried_from_id: Mapped[int | None] = mapped_column(ForeignKey("proposal.id"), index=True)
    """The proposal it was given to first, where that goes on in this one."""
