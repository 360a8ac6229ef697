"""A comment on a thing, in public or in a circle."""

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index
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


class CommentState(enum.Enum):
    """Whether a comment can be seen."""

    HELD = "held"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    DELETED = "deleted"
    """By its author: that there was one stays to be seen, its words are gone."""


EDITING = timedelta(minutes=15)
"""How long its author may change a comment."""
TO_LOOK_AT = "(comment.is_flagged OR comment.state = 'held')"
"""Which comments a facilitator is asked to look at, in SQL."""
IN_PUBLIC = "(comment.state = 'published' AND comment.circle IS NULL)"
"""Which comments everybody may read, in SQL."""


class Comment(Base):
    """What somebody says about a thing: in public, or in the circle of those who hold a role in one place."""

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_kind_thing_id", "kind", "thing_id", "id"),
        some_rows("ix_comment_in_public", "process_id", "id", condition=IN_PUBLIC),
        some_rows("ix_comment_to_look_at", "process_id", "id", condition=TO_LOOK_AT),
    )

    id: Mapped[Id]
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"), index=True)
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str]
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
        """Return whether its author may still change it."""
        return now < self.posted_at + EDITING

    @property
    def is_published(self) -> bool:
        """Return whether all who may read its thread read it."""
        return self.state is CommentState.PUBLISHED

    def state_at(self, now: datetime) -> CommentState:
        """Return the comment's state."""
        return self.state
