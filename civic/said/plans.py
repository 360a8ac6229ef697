"""What is said of a plan: what it lacks, how it is with its approvals, its budget as a picture, what was changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from civic.plans.content import Content, efforts_of
from civic.plans.finance import Budget
from civic.plans.models import Gate, PlanState, SocialMasterPlan, SourceKind
from civic.plans.queries import Lack, Lacking, Standing
from civic.said.wording import day, money, number, word

_ = lazy_gettext
WIDE = 560
"""How wide the whole budget is drawn, in the picture's own units."""


@dataclass(frozen=True)
class Block:
    """One part of the stacked bar: whose it is, from where to where, and what it comes to."""

    kind: str
    name: str
    start: float
    width: float
    said: str


@dataclass(frozen=True)
class Stack:
    """The budget as one bar, with the mark at which the local part is large enough."""

    blocks: Sequence[Block]
    mark: float
    """Where the least local part ends."""
    said: str
    """All of it in one sentence, for whoever does not see it."""


def percent(share: Fraction) -> str:
    """Return a share as the reader writes it: 25 %."""
    hundredths = share * 100
    whole = number(hundredths.numerator) if hundredths.denominator == 1 else number(float(hundredths))
    return gettext("%(number)s per cent", number=whole)


def stack(budget: Budget) -> Stack:
    """Return the budget as one bar: first what is paid locally, then others, then the fund."""
    at, blocks, whole = 0.0, [], budget.whole
    for kind in (SourceKind.LOCAL, SourceKind.OTHER, SourceKind.FUND):
        ore = budget.of_kind(kind)
        if ore:
            width = ore / whole * WIDE
            blocks.append(Block(kind.value, word(kind), at, width, money(ore)))
            at += width
    parts = "; ".join(f"{one.name}: {one.said}" for one in blocks)
    said = gettext("The whole budget: %(sum)s (%(parts)s)", sum=money(whole), parts=parts)
    return Stack(blocks, float(budget.share * WIDE), said)


def share_said(budget: Budget) -> str:
    """Return in words whether the local part of a budget is large enough, to the øre."""
    if not budget.lines:
        return gettext("There is no budget yet.")
    wanted = {"percent": percent(budget.share), "sum": money(budget.whole), "local": money(budget.local)}
    if budget.missing:
        return gettext(
            "%(percent)s of %(sum)s has to be paid locally. It is %(local)s: of this sum %(missing)s more has to be.",
            **wanted,
            missing=money(budget.missing),
        )
    return gettext("%(percent)s of %(sum)s has to be paid locally. It is %(local)s, and that is enough.", **wanted)


def lack_said(one: Lacking) -> str:
    """Return in words what a plan lacks before it can be sent to the fund."""
    gate = word(one.gate) if one.gate else ""
    said = {
        Lack.NEW_VERSION: lambda: gettext("What is written now is not what was approved: issue a version of it."),
        Lack.NO_BUDGET: lambda: gettext("There is no budget yet."),
        Lack.LOCAL_SHARE: lambda: gettext("Local financing: %(sum)s is missing.", sum=money(one.ore)),
        Lack.NOBODY_ASKED: lambda: gettext("%(gate)s: nobody is entered who is to approve it.", gate=gate),
        Lack.NOT_APPROVED: lambda: gettext("%(who)s has not approved it.", who=one.who),
    }
    return said[one.what]()


def waits_said(one: Standing, today: date) -> str:
    """Return in words for whom a plan waits, and for how long."""
    if one.since is None:
        return gettext("waits for %(who)s, who has not been asked yet", who=one.step.name)
    days = (today - one.since).days
    return ngettext(
        "waits for %(who)s, %(count)s day",
        "waits for %(who)s, %(count)s days",
        days,
        who=one.step.name,
        count=number(days),
    )


def gate_said(gate: Gate, standing: Sequence[Standing]) -> tuple[str, str]:
    """Return how far a gate is, in words, and with which mark."""
    its_own = [one for one in standing if one.step.gate is gate]
    given = sum(one.is_yes for one in its_own)
    if any(one.given is not None and not one.is_yes for one in its_own):
        return gettext("Not approved"), "none"
    if its_own and given == len(its_own):
        return gettext("Approved"), "full"
    said = gettext("%(given)s of %(all)s have approved it", given=number(given), all=number(len(its_own)))
    return said, "half" if given else "ring"


def how_far(plan: SocialMasterPlan, standing: Sequence[Standing], today: date) -> str:
    """Return in one sentence how far a plan is, and for whom it waits."""
    state = word(plan.state)
    before = [one for one in standing if one.step.gate is not Gate.FUND]
    waiting = [one for one in before if not one.is_yes]
    if plan.state is not PlanState.IN_APPROVAL or not waiting:
        return gettext("Right now: %(state)s.", state=state)
    return gettext(
        "Right now: %(state)s; it %(waits)s.", state=state, waits="; ".join(waits_said(one, today) for one in waiting)
    )


@dataclass(frozen=True)
class Change:
    """One thing that is different between two versions of a plan."""

    what: str
    before: str
    after: str


FIELDS: Mapping[str, object] = {
    "title": _("Title"),
    "about": _("What the plan is about"),
    "first_day": _("First day"),
    "last_day": _("Last day"),
    "takes_part": _("How one takes part"),
}


def changes(before: Content, after: Content) -> list[Change]:
    """Return what is different between two versions, in words."""
    return [one for one in _changes(before, after) if one.before != one.after]


def _changes(before: Content, after: Content) -> Iterator[Change]:
    for name, label in FIELDS.items():
        yield Change(str(label), _shown(before, name), _shown(after, name))
    yield Change(gettext("Responsible unit"), _unit(before), _unit(after))
    yield Change(gettext("Areas"), _named(before, "areas"), _named(after, "areas"))
    yield Change(gettext("Housing organisations"), _named(before, "organisations"), _named(after, "organisations"))
    old = {one["id"]: (theme["name"], one) for theme, one in efforts_of(before)}
    new = {one["id"]: (theme["name"], one) for theme, one in efforts_of(after)}
    for number_, (theme, one) in {**old, **new}.items():
        stood, stands = (_effort(*of[number_]) if number_ in of else "" for of in (old, new))
        yield Change(gettext("Effort: %(title)s", title=one["title"] or theme), stood, stands)
    share = Fraction(0)
    lines_before, lines_after = Budget(before["lines"], share), Budget(after["lines"], share)
    yield Change(gettext("The whole budget"), money(lines_before.whole), money(lines_after.whole))
    sources = {one[0]: one[1] for one in (*lines_before.sources, *lines_after.sources)}
    efforts = {
        one[0]: one[1] or gettext("The plan as a whole") for one in (*lines_before.efforts, *lines_after.efforts)
    }
    by = [
        *(("paid_by_id", key, gettext("Paid by %(who)s", who=name)) for key, name in sources.items()),
        *(("effort_id", key, gettext("Paid for: %(what)s", what=name)) for key, name in efforts.items()),
        *(
            ("year", year, gettext("Budget of %(year)s", year=str(year)))
            for year in sorted({*lines_before.years, *lines_after.years})
        ),
    ]
    for name, key, said in by:
        sums = [one.sum(**{name: key}) for one in (lines_before, lines_after)]
        yield Change(said, *(_sum(one.whole, one.hours) for one in sums))
    old_said = {one["id"]: one for one in before["agreements"]}
    new_said = {one["id"]: one for one in after["agreements"]}
    for number_, agreed in {**old_said, **new_said}.items():
        parts = [_agreement(one) if one else "" for one in (old_said.get(number_), new_said.get(number_))]
        yield Change(gettext("Agreement: %(title)s", title=agreed["title"]), parts[0], parts[1])


def _agreement(one: Mapping[str, Any]) -> str:
    agreed = day(date.fromisoformat(one["agreed_on"])) if one["agreed_on"] else ""
    return " · ".join(filter(None, (one["title"], one["parties"], one["about"], agreed)))


def _sum(ore: int, hours: int) -> str:
    if not hours:
        return money(ore)
    said = ngettext("%(count)s hour of one's own", "%(count)s hours of one's own", hours, count=number(hours))
    return f"{money(ore)} ({said})"


def _shown(content: Content, name: str) -> str:
    said = str(content[name])  # type: ignore[literal-required]
    return day(date.fromisoformat(said)) if said and name.endswith("_day") else said


def _unit(content: Content) -> str:
    return content["unit"]["name"] if content["unit"] else ""


def _named(content: Content, name: str) -> str:
    return ", ".join(one["name"] for one in content[name])  # type: ignore[literal-required]


def _effort(theme: str, effort: object) -> str:
    assert isinstance(effort, dict)
    goals = "; ".join(
        " – ".join(filter(None, (one["text"], one["criterion"], *(_indicator(each) for each in one["indicators"]))))
        for one in effort["goals"]
    )
    areas = ", ".join(one["name"] for one in effort["areas"])
    parts = (theme, effort["title"], effort["about"], effort["responsible"], effort["takes_part"], areas, goals)
    return " · ".join(filter(None, parts))


def _indicator(one: Mapping[str, str]) -> str:
    values = " → ".join(number(float(one[name])) for name in ("baseline", "target") if one[name])
    due = gettext("by %(day)s", day=day(date.fromisoformat(one["due_on"]))) if one["due_on"] else ""
    return " ".join(filter(None, (one["text"], values, one["unit"], due)))
