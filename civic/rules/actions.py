"""The house rules: every write. Each makes a version, and says why."""

from collections.abc import Mapping

from sqlalchemy import func, select

from civic.kernel import deed
from civic.kernel.context import Context
from civic.kernel.refusal import Reason, Refusal
from civic.kernel.seen import check
from civic.rules import queries
from civic.rules.models import RULEBOOK, HouseRule, HouseRuleIn, RulesVersion, Words
from civic.rules.workflow import RULES, RuleVerb


def add(context: Context, *, title: str, text: str, others: Mapping[str, Words], why: str) -> HouseRule:
    """Publish a new rule, under the next number that no rule has had; `others` has its words in other languages."""
    version = _next(context, RuleVerb.ADD_RULE, why)
    last = context.session.scalar(select(func.max(HouseRule.number))) or 0
    return _enter(context, RuleVerb.ADD_RULE, version, last + 1, (title, text), others)


def change(
    context: Context,
    number: int,
    *,
    title: str,
    text: str,
    others: Mapping[str, Words],
    why: str,
    seen: str | None = None,
) -> HouseRule:
    """Publish other words of a rule; how it read before stays to be seen, and holds for what was decided by it.

    Refusal(NO_RULE) for a rule that is not in force, Refusal(AS_IT_STANDS) where nothing is changed,
    Refusal(WRITTEN_MEANWHILE) where a colleague has changed it since its writer saw it.
    """
    version = _next(context, RuleVerb.CHANGE_RULE, why)
    found = queries.rule(context, number)
    check(seen, found.id)
    if (title, text) == (found.title, found.text) and dict(others) == words_in_others(found):
        raise Refusal(Reason.AS_IT_STANDS)
    return _enter(context, RuleVerb.CHANGE_RULE, version, number, (title, text), others)


def end(context: Context, number: int, *, why: str) -> HouseRule:
    """Say that a rule holds no more; Refusal(NO_RULE) for one that does not, Refusal(LAST_RULE) for the only one."""
    version = _next(context, RuleVerb.END_RULE, why)
    found = queries.rule(context, number)
    if len(queries.in_force(context)) == 1:
        raise Refusal(Reason.LAST_RULE)
    words = words_in_others(found)
    return _enter(context, RuleVerb.END_RULE, version, number, (found.title, found.text), words, is_ended=True)


def words_in_others(found: HouseRule) -> dict[str, Words]:
    """Return a wording's words in the other languages it stands in."""
    return {one.language: (one.title, one.text) for one in found.others}


def _next(context: Context, verb: RuleVerb, why: str) -> RulesVersion:
    RULES.require(context, verb, RULEBOOK)
    context.lock(queries.first(context))  # one change at a time
    number = queries.newest(context).number + 1
    made = RulesVersion(number=number, at=context.now, by_id=context.actor.person_id, why=why)
    context.session.add(made)
    context.session.flush()
    return made


def _enter(
    context: Context,
    verb: RuleVerb,
    version: RulesVersion,
    number: int,
    words: Words,
    others: Mapping[str, Words],
    *,
    is_ended: bool = False,
) -> HouseRule:
    title, text = words
    made = HouseRule(number=number, version=version.number, title=title, text=text, is_ended=is_ended)
    made.others = [HouseRuleIn(language=one, title=said[0], text=said[1]) for one, said in sorted(others.items())]
    return deed.enter(context, verb, made)
