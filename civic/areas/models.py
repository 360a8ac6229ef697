"""Topics, areas and addresses, and which things are about a topic or in an area."""

import enum
from dataclasses import dataclass

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.kernel.trace import Kind


class Topic(Base):
    """What a matter is about, or whom it touches: things are listed by it, and bodies are heard about it."""

    __tablename__ = "topic"
    __table_args__ = (CheckConstraint("name <> ''", name="name"),)

    id: Mapped[Id]
    key: Mapped[str | None] = mapped_column(unique=True)
    """By which the house finds one of those it comes with; a municipality's own have none."""
    name: Mapped[str] = mapped_column(unique=True)


class AreaKind(enum.Enum):
    """What sort of area it is; whatever its sort, it may lie in another."""

    DISTRICT = "district"
    HOUSING_AREA = "housing_area"
    OTHER = "other"


class Area(Base):
    """A part of the municipality, or of a place it works with, that things happen in."""

    __tablename__ = "area"
    __table_args__ = (
        CheckConstraint("name <> ''", name="name"),
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="not_itself"),
    )

    id: Mapped[Id]
    kind: Mapped[AreaKind]
    name: Mapped[str] = mapped_column(unique=True)
    about: Mapped[str] = mapped_column(default="")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)
    """The district or area it lies in, where somebody has entered one."""
    is_example: Mapped[bool] = mapped_column(default=False, server_default=false())


class Address(Base):
    """One address of the municipality's own list; the list is replaced as a whole."""

    __tablename__ = "address"
    __table_args__ = (
        Index("ix_address_folded", "folded", postgresql_ops={"folded": "text_pattern_ops"}),
        CheckConstraint("written <> ''", name="written"),
    )

    id: Mapped[Id]
    written: Mapped[str]
    """As it is shown: Skovvej 12, 2820 Gentofte."""
    folded: Mapped[str]
    """The same in small letters, one space between words and no commas: what is looked for by its first letters."""
    area_id: Mapped[int | None] = mapped_column(ForeignKey("area.id"), index=True)


class TopicOf(Base):
    """A thing is about a topic."""

    __tablename__ = "topic_of"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "topic_id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topic.id"), index=True)

    topic: Mapped[Topic] = relationship(lazy="raise_on_sql")


class AreaOf(Base):
    """A thing is about an area, or happens in it."""

    __tablename__ = "area_of"
    __table_args__ = (UniqueConstraint("kind", "thing_id", "area_id"),)

    id: Mapped[Id]
    kind: Mapped[Kind]
    thing_id: Mapped[int]
    area_id: Mapped[int] = mapped_column(ForeignKey("area.id"), index=True)

    area: Mapped[Area] = relationship(lazy="raise_on_sql")


@dataclass(frozen=True)
class Register:
    """The municipality's one list of topics, areas and addresses: what is entered in it is entered here."""


REGISTER = Register()
