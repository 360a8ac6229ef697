"""A comment on a thing, in public or in a circle."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.finding import some_rows
from civic.kernel.actor import Scope
from civic.kernel.trace import Kind
from civic.people.models import Person
from civic.processes.models import Process


class Outcome(enum.Enum):
    """What became of a proposal or remark; said by shape and word, never by colour alone."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"
    OUT_OF_SCOPE = "out_of_scope"


CHANGES_TEXT = frozenset({Outcome.ACCEPTED, Outcome.PARTLY})
"""Outcomes that must point at the words they changed."""


class Meets(enum.Enum):
    """Whether an answer speaks to what was said, as whoever said it finds."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Understood:
    """What whoever was answered says, once, of the answer to their words, and why.

    An officer may answer again; both answers stand. Source: "Blev det forstået?", asked of those who were answered.
    """

    id: Mapped[Id]
    meets: Mapped[Meets]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    is_hidden: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a person hid the reason, by a house rule; what was said of the answer is counted still."""
    again: Mapped[str] = mapped_column(default="")
    """The second answer."""
    again_at: Mapped[datetime | None]

    @property
    def is_reasoned(self) -> bool:
        """Return whether it was said why, and everybody reads that."""
        return bool(self.reason) and not self.is_hidden


class CommentState(enum.Enum):
    """Whether a comment can be seen."""

    HELD = "held"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    DELETED = "deleted"
    """By its author: that there was one stays to be seen, its words are gone."""


class Label(enum.Enum):
    """How a comment stands to what it is said of, where its author says so."""

    FOR = "for"
    AGAINST = "against"
    QUESTION = "question"


EDITING = timedelta(minutes=15)
"""How long its author may change a comment without its earlier words being kept beside it."""
TO_LOOK_AT = "(comment.is_flagged OR comment.state = 'held')"
"""Which comments a facilitator is asked to look at, in SQL."""
IN_THREAD = "comment.reply_to_id IS NULL"
"""Which comments stand in a thread by themselves, in SQL; the others stand below the one they reply to."""
IN_PUBLIC = "(comment.state = 'published' AND comment.circle IS NULL)"
"""Which comments everybody may read, in SQL."""


class Comment(Base):
    """What somebody says about a thing: in public, or in the circle of those who hold a role in one place."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_kind_thing_id", "kind", "thing_id", "id"),
        some_rows("ix_comment_useful", "kind", "thing_id", "useful", "id", condition=IN_THREAD),
        some_rows("ix_comment_labelled", "kind", "thing_id", "label", "useful", "id", condition="label IS NOT NULL"),
        some_rows("ix_comment_replies", "reply_to_id", "id", condition="reply_to_id IS NOT NULL"),
        some_rows("ix_comment_in_public", "process_id", "id", condition=IN_PUBLIC),
        some_rows("ix_comment_to_look_at", "process_id", "id", condition=TO_LOOK_AT),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
    label: Mapped[Label | None]
    reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"))
    """The comment it replies to, which replies to none itself: neither is ever changed."""
    useful: Mapped[int] = mapped_column(default=0, server_default="0")
    """How many find it useful: counted from `Useful` whenever that changes, for the order of long threads."""
    state: Mapped[CommentState] = mapped_column(default=CommentState.PUBLISHED)
    posted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    is_flagged: Mapped[bool] = mapped_column(default=False)
    circle: Mapped[Scope | None]
    circle_id: Mapped[int | None]

    author: Mapped[Person] = relationship(lazy="raise_on_sql")
    process: Mapped[Process] = relationship(lazy="raise_on_sql")

    @property
    def is_held(self) -> bool:
        """Return whether it waits for a person's look."""
        return self.state is CommentState.HELD

    @property
    def is_deleted(self) -> bool:
        """Return whether its author deleted it."""
        return not self.text

    @property
    def is_hidden(self) -> bool:
        """Return whether a facilitator hid it."""
        return self.state is CommentState.HIDDEN

    def is_new_at(self, now: datetime) -> bool:
        """Return whether its author may still change it without its earlier words being kept."""
        return now < self.posted_at + EDITING

    @property
    def is_changed_late(self) -> bool:
        """Return whether it was changed so late that what it said before may stand beside it."""
        return self.edited_at is not None and not self.is_new_at(self.edited_at)

    @property
    def is_reply(self) -> bool:
        """Return whether it replies to another."""
        return self.reply_to_id is not None

    @property
    def is_published(self) -> bool:
        """Return whether all who may read its thread read it."""
        return self.state is CommentState.PUBLISHED

    def state_at(self, now: datetime) -> CommentState:
        """Return the comment's state."""
        return self.state


class Wording(Base):
    """What a comment said before its author changed it, more than a quarter of an hour after it was written."""

    __tablename__ = "wording"

    id: Mapped[Id]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"), index=True)
    text: Mapped[str]
    until: Mapped[datetime]
    """When it was changed into the next."""


class Useful(Base):
    """One person finds one comment useful, once."""

    __tablename__ = "useful"
    __table_args__ = (UniqueConstraint("comment_id", "person_id"),)

    id: Mapped[Id]
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]
