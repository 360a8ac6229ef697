"""A list of who may vote, as it is handed in: what each line says, and what is wrong with it.

A line is a person, or an adult of a household; age and area are looked at and, but for the area, not kept.
"""

import enum
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from civic.kernel import cpr

COLUMNS = {
    "name": ("navn", "name"),
    "address": ("adresse", "address"),
    "area": ("område", "omraade", "boligområde", "afdeling", "area"),
    "email": ("e-mail", "email", "mail"),
    "born": ("fødselsdato", "foedselsdato", "født", "born"),
}
"""The headings that are understood, in small letters."""


class Wrong(enum.Enum):
    """What is wrong with a line."""

    NOBODY = "nobody"
    """Neither a name nor an e-mail address of an account."""
    NO_ADDRESS = "no_address"
    """No address a letter could be sent to, or of a household."""
    TWICE = "twice"
    """It stands further up in the list."""
    ON_ROLL = "on_roll"
    """It is on the roll already."""
    BIRTHDAY = "birthday"
    """The day of birth is missing, or is no day."""
    CPR = "cpr"
    """It holds what looks like a CPR number."""


@dataclass(frozen=True)
class ListRule:
    """Whom of a list the roll is for."""

    is_households: bool = False
    least_age: int = 0
    on: date | None = None
    """The day on which one has to be so old."""
    areas: frozenset[str] = frozenset()
    """Which areas, in small letters; all where none is named."""

    @property
    def written(self) -> str:
        """Return it as a circle on the roll is called, that `rule_of` reads."""
        kind = "households" if self.is_households else "persons"
        on = self.on.isoformat() if self.least_age and self.on else ""
        return "|".join((_MARK, kind, str(self.least_age), on, ",".join(sorted(self.areas))))


_MARK = "list"


def rule_of(circle: str) -> ListRule | None:
    """Return the rule by which a list put somebody on the roll; None for a group, a council, or a name."""
    parts = circle.split("|", 4)
    if parts[0] != _MARK or len(parts) != 5:
        return None
    _mark, kind, age, on, areas = parts
    named = frozenset(areas.split(",")) if areas else frozenset()
    return ListRule(kind == "households", int(age), date.fromisoformat(on) if on else None, named)


@dataclass(frozen=True)
class Listed:
    """One line of a list."""

    line: int
    name: str = ""
    address: str = ""
    area: str = ""
    email: str = ""
    person_id: int | None = None
    """Whose account has the e-mail address."""
    wrong: Wrong | None = None


@dataclass
class ReadList:
    """What a list says: who is put on the roll, what is wrong, and how many the rule leaves out."""

    right: list[Listed] = field(default_factory=list)
    wrong: list[Listed] = field(default_factory=list)
    too_young: int = 0
    elsewhere: int = 0
    unknown: tuple[str, ...] = ()
    """Headings that are not understood: what stands under them is not read."""
    missing: tuple[str, ...] = ()
    """Columns that are needed and not there."""


def emails_of(rows: Sequence[Sequence[str]]) -> set[str]:
    """Return the e-mail addresses that stand in a list, in small letters."""
    at = _places(rows[0] if rows else ()).get("email")
    return {row[at].strip().lower() for row in rows[1:] if at is not None and at < len(row) and row[at].strip()}


def read(
    rows: Sequence[Sequence[str]],
    rule: ListRule,
    accounts: Mapping[str, int],
    on_roll: Collection[tuple[str, str] | int] = (),
) -> ReadList:
    """Return what a list says by a rule.

    `accounts` has the ids of persons by their e-mail addresses. `on_roll` has who is on the roll: ids of persons, and
    names with addresses, both in small letters.
    """
    places = _places(rows[0] if rows else ())
    known = {one.strip().casefold() for one in (rows[0] if rows else ())} - {""}
    found = ReadList(unknown=tuple(sorted(known - {way for ways in COLUMNS.values() for way in ways})))
    needed = ["address"] if rule.is_households else [] if "email" in places else ["name", "address"]
    needed += ["born"] if rule.least_age else []
    needed += ["area"] if rule.areas else []
    found.missing = tuple(one for one in needed if one not in places)
    if found.missing:
        return found
    seen: set[tuple[str, str] | int] = set()
    for number, row in enumerate(rows[1:], start=2):
        said = {name: " ".join(row[at].split()) if at < len(row) else "" for name, at in places.items()}
        if any(said.values()):
            _take(found, _listed(number, said, accounts), said, rule, seen, on_roll)
    return found


def _places(heading: Sequence[str]) -> dict[str, int]:
    named = [one.strip().casefold() for one in heading]
    return {name: named.index(way) for name, ways in COLUMNS.items() for way in ways if way in named}


def _listed(number: int, said: Mapping[str, str], accounts: Mapping[str, int]) -> Listed:
    email = said.get("email", "").lower()
    return Listed(
        number, said.get("name", ""), said.get("address", ""), said.get("area", ""), email, accounts.get(email)
    )


def _take(
    found: ReadList,
    one: Listed,
    said: Mapping[str, str],
    rule: ListRule,
    seen: set[tuple[str, str] | int],
    on_roll: Collection[tuple[str, str] | int],
) -> None:
    born = _day(said.get("born", ""))
    keys = _keys(one, is_household=rule.is_households)
    if cpr.is_in(*said.values()):
        found.wrong.append(Listed(one.line, wrong=Wrong.CPR))  # nothing of the line is shown again
    elif rule.areas and one.area.casefold() not in rule.areas:
        found.elsewhere += 1
    elif rule.least_age and born is None:
        found.wrong.append(replace(one, wrong=Wrong.BIRTHDAY))
    elif rule.least_age and rule.on and born and _age(born, rule.on) < rule.least_age:
        found.too_young += 1
    elif not rule.is_households and one.person_id is None and not one.name:
        found.wrong.append(replace(one, wrong=Wrong.NOBODY))
    elif not one.address and (rule.is_households or one.person_id is None):
        found.wrong.append(replace(one, wrong=Wrong.NO_ADDRESS))
    elif any(key in seen for key in keys):
        found.wrong.append(replace(one, wrong=Wrong.TWICE))
    elif any(key in on_roll for key in keys):
        found.wrong.append(replace(one, wrong=Wrong.ON_ROLL))
    else:
        seen.update(keys)
        found.right.append(one)


def _keys(one: Listed, *, is_household: bool) -> list[tuple[str, str] | int]:
    """Return by what a line is known again: the account, and the name at the address."""
    named: list[tuple[str, str] | int] = [] if one.person_id is None else [one.person_id]
    if one.name or (is_household and one.person_id is None):
        named.append((one.name.casefold(), one.address.casefold()))
    return named


def _day(said: str) -> date | None:
    """Return a day as it is written: 2001-05-17, 17-05-2001 or 17.5.2001."""
    parts = said.replace(".", "-").replace("/", "-").split("-")
    if len(parts) != 3 or not all(one.isascii() and one.isdigit() for one in parts):
        return None
    first, month, last = map(int, parts)
    year, day = (first, last) if len(parts[0]) == 4 else (last, first)
    try:
        return date(year, month, day) if year > 1000 else None
    except ValueError:
        return None


def _age(born: date, on: date) -> int:
    """Return how many whole years somebody is on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
