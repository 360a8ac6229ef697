"""Every edit of a text that several people write, and what each of them has not saved yet."""

from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.kernel.trace import Kind
from civic.people.models import Person

KEPT = timedelta(days=180)
"""How long unsaved words are kept for whoever typed them."""


class TextEdit(Base):
    """One saved edit of a text; the last one is how the text reads now."""

    __tablename__ = "text_edit"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "edit"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    edit: Mapped[int]
    heading: Mapped[str]
    text: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime]


class WorkingCopy(Base):
    """What one writer has typed and not saved, kept so that nothing is lost; `seen_at` says that they write here."""

    __tablename__ = "working_copy"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "person_id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    base_edit: Mapped[int]
    heading: Mapped[str]
    text: Mapped[str]
    seen_at: Mapped[datetime] = mapped_column(index=True)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
