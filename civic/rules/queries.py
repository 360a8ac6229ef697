"""Finding the house rules: those in force, and as they stood in any version."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import aliased, selectinload

from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.rules.models import HouseRule, HouseRuleIn, RulesVersion

OWN = "da"
"""The language in which the municipality writes its rules, whatever others they stand in."""


@dataclass(frozen=True)
class Rule:
    """A rule as a reader meets it, in their language where it stands in that."""

    id: int
    number: int
    version: int
    title: str
    text: str
    language: str
    """In which the words are: the reader's, or else the municipality's own."""


def in_force(context: Context, *, version: int | None = None, language: str = "") -> Sequence[Rule]:
    """Return the rules in force, or those that were in a version, in the actor's language or another, by number."""
    newest = select(HouseRule.number, func.max(HouseRule.version).label("version")).group_by(HouseRule.number)
    if version is not None:
        newest = newest.where(HouseRule.version <= version)
    last = newest.subquery()
    query = _read(language or context.actor.language).join(
        last, and_(HouseRule.number == last.c.number, HouseRule.version == last.c.version)
    )
    rows = context.session.execute(query.where(~HouseRule.is_ended).order_by(HouseRule.number))
    return [_rule(*row, language=language or context.actor.language) for row in rows]


def rules_by_ids(context: Context, ids: Collection[int]) -> Mapping[int, Rule]:
    """Return wordings by their ids, ended ones and older ones too, in the actor's language."""
    if not ids:
        return {}
    language = context.actor.language
    rows = context.session.execute(_read(language).where(HouseRule.id.in_(ids)))
    return {row[0].id: _rule(*row, language=language) for row in rows}


def rule(context: Context, number: int) -> HouseRule:
    """Return the wording of a rule that is in force, in every language; Refusal(NO_RULE) where there is none."""
    found = context.session.scalar(
        select(HouseRule)
        .where(HouseRule.number == number)
        .options(selectinload(HouseRule.others))
        .order_by(HouseRule.version.desc())
        .limit(1)
    )
    if found is None or found.is_ended:
        raise Refusal(Reason.NO_RULE)
    return found


def versions(context: Context) -> Sequence[RulesVersion]:
    """Return every version there has been of the rules, the newest first."""
    return context.session.scalars(select(RulesVersion).order_by(RulesVersion.number.desc())).all()


def first(context: Context) -> RulesVersion:
    """Return the version that the installation began with."""
    return context.session.scalars(select(RulesVersion).where(RulesVersion.number == 1)).one()


def newest(context: Context) -> RulesVersion:
    """Return the version in force."""
    return context.session.scalars(select(RulesVersion).order_by(RulesVersion.number.desc()).limit(1)).one()


def _read(language: str) -> Select[HouseRule, str, str]:
    other = aliased(HouseRuleIn)
    return select(HouseRule, other.title, other.text).outerjoin(
        other, and_(other.rule_id == HouseRule.id, other.language == language)
    )


def _rule(found: HouseRule, title: str | None, text: str | None, *, language: str) -> Rule:
    return Rule(
        id=found.id,
        number=found.number,
        version=found.version,
        title=title or found.title,
        text=text or found.text,
        language=language if title else OWN,
    )
