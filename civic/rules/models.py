"""The house rules, numbered, each wording as it was published."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from civic.db.base import Base, Id
from civic.db.frozen import freeze


class RulesVersion(Base):
    """One publication of the house rules: what was changed in it stands in the wordings it brought."""

    __tablename__ = "rules_version"
    __table_args__ = (CheckConstraint("number > 0", name="number"),)

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    at: Mapped[datetime | None]
    """Nothing for the first, which comes with the installation."""
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[str] = mapped_column(default="")


class HouseRule(Base):
    """One wording of a rule. Its number is the rule's for good, and no other rule is ever given it."""

    __tablename__ = "house_rule"
    __table_args__ = (
        UniqueConstraint("number", "version"),
        CheckConstraint("number > 0", name="number"),
        CheckConstraint("title <> '' AND text <> ''", name="words"),
    )

    id: Mapped[Id]
    number: Mapped[int]
    version: Mapped[int] = mapped_column(ForeignKey("rules_version.number"), index=True)
    """In which it was published: it holds from then until another wording of the same number is."""
    title: Mapped[str]
    text: Mapped[str]
    is_ended: Mapped[bool] = mapped_column(default=False)
    """It holds no more; its last words stand for what was decided by it."""

    others: Mapped[list["HouseRuleIn"]] = relationship(
        lazy="raise_on_sql", cascade="all", order_by="HouseRuleIn.language"
    )


class HouseRuleIn(Base):
    """The same wording in another language than the municipality's own."""

    __tablename__ = "house_rule_in"
    __table_args__ = (
        UniqueConstraint("rule_id", "language"),
        CheckConstraint("title <> '' AND text <> ''", name="words"),
    )

    id: Mapped[Id]
    rule_id: Mapped[int] = mapped_column(ForeignKey("house_rule.id"))
    language: Mapped[str]
    title: Mapped[str]
    text: Mapped[str]


for _name in ("rules_version", "house_rule", "house_rule_in"):
    freeze(Base.metadata.tables[_name])


@dataclass(frozen=True)
class Rulebook:
    """The one set of house rules that there is."""


RULEBOOK = Rulebook()
Words = tuple[str, str]
"""A rule's title and its text."""
