"""A person follows a thing, once."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from civic.db.base import Base, Id
from civic.kernel.trace import Kind


class Follow(Base):
    """A person wants to hear of a thing."""

    __tablename__ = "follow"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "person_id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime]
