"""All that a version of a plan says, in plain values: what those who approve it read, and everybody after them."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import TypedDict

from civic.goals.models import Goal as GoalRow
from civic.kernel.correction import written
from civic.plans.models import Agreement as AgreementRow
from civic.plans.models import Effort as EffortRow
from civic.plans.models import FinancingLine, FinancingSource


class Named(TypedDict):
    """Something that has a page of its own: an area, an organisation, a unit."""

    id: int
    name: str


class Indicator(TypedDict):
    """How one sees whether a goal is reached."""

    id: int
    text: str
    unit: str
    baseline: str
    target: str
    due_on: str


class Goal(TypedDict):
    """What an effort is to reach, and when that is well."""

    id: int
    text: str
    criterion: str
    indicators: list[Indicator]


class Effort(TypedDict):
    """What is done under a theme; in which areas, where it is not in all of the plan's."""

    id: int
    title: str
    about: str
    responsible: str
    takes_part: str
    areas: list[Named]
    goals: list[Goal]


class Theme(TypedDict):
    """One of the programme's themes, with the efforts under it."""

    id: int
    name: str
    about: str
    efforts: list[Effort]


class Line(TypedDict):
    """One line of the budget; the amount in øre."""

    id: int
    year: int
    effort_id: int | None
    effort: str
    paid_by_id: int
    source: str
    source_kind: str
    kind: str
    hours: int | None
    amount: int
    note: str


class Agreement(TypedDict):
    """What those who carry the plan have agreed, under which other agreement."""

    id: int
    parent_id: int | None
    kind: str
    title: str
    parties: str
    about: str
    agreed_on: str
    ends_on: str


class Content(TypedDict):
    """A plan, whole; days by ISO 8601, empty where there is none."""

    title: str
    about: str
    first_day: str
    last_day: str
    unit: Named | None
    takes_part: str
    areas: list[Named]
    organisations: list[Named]
    themes: list[Theme]
    lines: list[Line]
    agreements: list[Agreement]


def to_json(content: Content) -> str:
    """Return it in one form only, so that equal content has equal words."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(said: str) -> Content:
    """Return it again."""
    found: Content = json.loads(said)
    return found


def efforts_of(content: Content) -> Iterator[tuple[Theme, Effort]]:
    """Give each effort with the theme it stands under."""
    for theme in content["themes"]:
        for effort in theme["efforts"]:
            yield theme, effort


def in_area(content: Content, area_id: int) -> list[tuple[Theme, list[Effort]]]:
    """Return what concerns an area: by theme the efforts that are for it, or for all of the plan's areas."""
    found = []
    for theme in content["themes"]:
        its_own = [
            one for one in theme["efforts"] if not one["areas"] or any(at["id"] == area_id for at in one["areas"])
        ]
        if its_own:
            found.append((theme, its_own))
    return found


def effort_said(row: EffortRow, areas: list[Named], goals: list[GoalRow]) -> Effort:
    """Return an effort as a version says it."""
    return {
        "id": row.id,
        "title": row.title,
        "about": row.about,
        "responsible": row.responsible,
        "takes_part": row.takes_part,
        "areas": areas,
        "goals": [_goal_said(one) for one in goals],
    }


def _goal_said(row: GoalRow) -> Goal:
    return {
        "id": row.id,
        "text": row.text,
        "criterion": row.criterion,
        "indicators": [
            {
                "id": one.id,
                "text": one.text,
                "unit": one.unit,
                "baseline": _number(one.baseline),
                "target": _number(one.target),
                "due_on": written(one.due_on),
            }
            for one in row.indicators
        ],
    }


def line_said(row: FinancingLine, source: FinancingSource, effort: str) -> Line:
    """Return a line of the budget as a version says it."""
    return {
        "id": row.id,
        "year": row.year,
        "effort_id": row.effort_id,
        "effort": effort,
        "paid_by_id": source.id,
        "source": source.name,
        "source_kind": source.kind.value,
        "kind": row.kind.value,
        "hours": row.hours,
        "amount": row.amount,
        "note": row.note,
    }


def agreement_said(row: AgreementRow) -> Agreement:
    """Return an agreement as a version says it."""
    return {
        "id": row.id,
        "parent_id": row.parent_id,
        "kind": row.kind.value,
        "title": row.title,
        "parties": row.parties,
        "about": row.about,
        "agreed_on": written(row.agreed_on),
        "ends_on": written(row.ends_on),
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
