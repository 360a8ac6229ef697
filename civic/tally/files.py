"""A vote as a file that others can count: CSV, budgets as Pabulib's .pb, rankings as PrefLib's .soi; and read again.

The file says everything that decides the result: the rule, the options, the ballots, and of a draw its words. What the
formats of others have no word for stands in their comments or their own list of facts, under names that begin with
"civic". Sources: pabulib.org/format; preflib.org/format.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from civic.tally.count import result
from civic.tally.lines import written
from civic.tally.terms import Ballots, Lines, Marking, Method, Spending, Terms, TieRule, ranking_of

MARK = "# civic "
"""What a line of ours begins with in a file of another's format."""


class NotAVote(Exception):
    """A file is none of these, or does not say what decides the result; the words say why."""


@dataclass(frozen=True)
class Told:
    """A vote as a file has it."""

    question: str
    terms: Terms
    names: Mapping[int, str]
    """What each option is called."""
    ballots: Ballots
    seed: str | None = None
    """The words of a draw that is over, as `ties.Order` takes them."""
    quorum: int = 0
    """How many have to vote for the result to count."""
    voters: Sequence[tuple[str, Lines]] = ()
    """Of an open vote who voted what."""


def ending(method: Method, *, is_named: bool) -> str:
    """Return how a file of such a vote ends; PrefLib has no word for who ranked what."""
    return "pb" if method.has_costs else "soi" if method.is_ranked and not is_named else "csv"


def write(told: Told) -> str:
    """Return a vote as a file."""
    made = {"pb": _pb, "soi": _soi, "csv": _csv}
    return made[ending(told.terms.method, is_named=bool(told.voters))](told)


def read(said: str) -> Told:
    """Return the vote that a file has; raises NotAVote."""
    said = said.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        if said.lstrip().startswith("META"):
            return _read_pb(said)
        return _read_csv(said) if f"{MARK}columns" in said else _read_soi(said)
    except (KeyError, ValueError, IndexError, StopIteration) as error:
        raise NotAVote(f"{type(error).__name__}: {error}") from None


def facts(told: Told) -> dict[str, Any]:
    """Return what decides a result beside the ballots, as JSON has it."""
    terms = told.terms
    return {
        "question": told.question,
        "method": terms.method.value,
        "options": {str(number): told.names[number] for number in terms.options},
        "winners": terms.winners,
        "most": terms.most,
        "tie": terms.tie.value,
        "quorum": told.quorum,
        "seed": told.seed,
        **({"costs": {str(one): cost for one, cost in terms.costs.items()}, "sum": terms.sum, "unit": terms.unit,
            "spending": terms.spending.value, "marking": terms.marking.value} if terms.method.has_costs else {}),
        **({"areas": dict(terms.areas), "area_of": {str(one): area for one, area in terms.area_of.items()}}
           if terms.areas else {}),
    }  # fmt: skip


def _told(known: Mapping[str, Any], ballots: Ballots) -> Told:
    names = {int(number): name for number, name in known["options"].items()}
    terms = Terms(
        Method(known["method"]),
        tuple(names),
        winners=int(known["winners"]),
        most=int(known["most"]),
        tie=TieRule(known["tie"]),
        costs={int(number): int(cost) for number, cost in known.get("costs", {}).items()},
        sum=int(known.get("sum", 0)),
        spending=Spending(known.get("spending", Spending.GREEDY.value)),
        marking=Marking(known.get("marking", Marking.APPROVAL.value)),
        unit=int(known.get("unit", 1)),
        areas={area: int(money) for area, money in known.get("areas", {}).items()},
        area_of={int(number): area for number, area in known.get("area_of", {}).items()},
    )
    return Told(known["question"], terms, names, ballots, known["seed"], int(known["quorum"]))


def _each(told: Told) -> Iterator[Lines]:
    """Give each ballot by itself, those that say the same together: in no order that anybody voted in."""
    for lines in sorted(told.ballots, key=written):
        yield from [lines] * told.ballots[lines]


def _csv(told: Told) -> str:
    made = io.StringIO()
    made.write(f"{MARK}{json.dumps(facts(told), ensure_ascii=False)}\n{MARK}columns\n")
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow([*(["name"] if told.voters else []), *told.terms.options])
    rows: Sequence[tuple[str, Lines]] = told.voters or [("", lines) for lines in _each(told)]
    for name, lines in rows:
        values = dict(lines)
        marks = [values.get(number, "") for number in told.terms.options]
        writer.writerow([*([_harmless(name)] if told.voters else []), *marks])
    return made.getvalue()


def _harmless(name: str) -> str:
    """Return a name that no spreadsheet takes for a formula."""
    return f"'{name}" if name[:1] in "=+-@\t\r" else name


def _read_csv(said: str) -> Told:
    lines = said.splitlines()
    known = json.loads(lines[0].removeprefix(MARK))
    rows = csv.DictReader(lines[2:])
    ballots: dict[Lines, int] = {}
    for row in rows:
        found = tuple((int(number), int(row[number])) for number in known["options"] if row[number])
        ballots[found] = ballots.get(found, 0) + 1
    return _told(known, ballots)


def _soi(told: Told) -> str:
    ballots = {lines: times for lines, times in told.ballots.items() if lines}
    everybody = sum(told.ballots.values())
    head = [
        f"{MARK}{json.dumps(facts(told), ensure_ascii=False)}",
        f"{MARK}blank {told.ballots.get((), 0)}",
        f"# TITLE: {_line(told.question)}",
        "# DATA TYPE: soi",
        f"# NUMBER ALTERNATIVES: {len(told.terms.options)}",
        f"# NUMBER VOTERS: {everybody - told.ballots.get((), 0)}",
        f"# NUMBER UNIQUE ORDERS: {len(ballots)}",
        *(f"# ALTERNATIVE NAME {number}: {_line(told.names[number])}" for number in told.terms.options),
    ]
    orders = sorted(((times, ranking_of(lines)) for lines, times in ballots.items()), key=lambda one: (-one[0], one[1]))
    return "\n".join([*head, *(f"{times}: {','.join(map(str, ranking))}" for times, ranking in orders)]) + "\n"


def _line(words: str) -> str:
    return " ".join(words.split())


def _read_soi(said: str) -> Told:
    lines = said.splitlines()
    ours = [one.removeprefix(MARK) for one in lines if one.startswith(MARK)]
    if not ours:
        raise NotAVote("it does not say by which rule it is counted: no line begins with “# civic”")
    known = json.loads(ours[0])
    ballots: dict[Lines, int] = {}
    blank = int(next(one for one in ours if one.startswith("blank ")).split()[1])
    if blank:
        ballots[()] = blank
    for one in lines:
        if one and not one.startswith("#"):
            times, ranking = one.split(":")
            places = tuple((int(option), place) for place, option in enumerate(ranking.split(","), 1))
            ballots[places] = ballots.get(places, 0) + int(times)
    return _told(known, ballots)


def _pb(told: Told) -> str:
    terms = told.terms
    counts = dict.fromkeys(terms.options, 0)
    for lines, times in told.ballots.items():
        for option, _value in lines:
            counts[option] += times
    made = io.StringIO()
    writer = csv.writer(made, delimiter=";", lineterminator="\n")
    everybody = sum(told.ballots.values())
    rule = "greedy" if terms.spending is Spending.GREEDY else "equalshares"
    writer.writerow(["META"])
    writer.writerow(["key", "value"])
    writer.writerows([
        ["description", _line(told.question)], ["num_projects", len(terms.options)], ["num_votes", everybody],
        ["budget", _kroner(terms.sum)], ["currency", "DKK"], ["vote_type", "approval"], ["rule", rule],
        ["civic", json.dumps(facts(told), ensure_ascii=False)],
    ])  # fmt: skip
    writer.writerow(["PROJECTS"])
    area = ["area"] if terms.areas else []
    writer.writerow(["project_id", "cost", "votes", "name", *area])
    for one in terms.options:
        own = [_line(terms.area_of[one])] if terms.areas else []
        writer.writerow([one, _kroner(terms.costs[one]), counts[one], _line(told.names[one]), *own])
    writer.writerow(["VOTES"])
    writer.writerow(["voter_id", *(["name"] if told.voters else []), "vote"])
    rows: Sequence[tuple[str, Lines]] = told.voters or [("", lines) for lines in _each(told)]
    for number, (name, lines) in enumerate(rows, 1):
        marked = ",".join(str(option) for option, _value in lines)
        writer.writerow([number, *([_harmless(name)] if told.voters else []), marked])
    return made.getvalue()


def _kroner(ore: int) -> str:
    return str(ore // 100) if ore % 100 == 0 else f"{ore // 100}.{ore % 100:02}"


def _read_pb(said: str) -> Told:
    rows = list(csv.reader(io.StringIO(said), delimiter=";"))
    heads = {row[0]: at for at, row in enumerate(rows) if row and row[0] in {"META", "PROJECTS", "VOTES"}}
    meta = {row[0]: row[1] for row in rows[heads["META"] + 2 : heads["PROJECTS"]] if row}
    if "civic" not in meta:
        raise NotAVote("it does not say by which rule it is counted: its facts have none called “civic”")
    at = rows[heads["VOTES"] + 1].index("vote")
    ballots: dict[Lines, int] = {}
    for row in rows[heads["VOTES"] + 2 :]:
        if row:
            lines = tuple((int(one), 1) for one in row[at].split(",") if one)
            ballots[lines] = ballots.get(lines, 0) + 1
    return _told(json.loads(meta["civic"]), ballots)


def report(told: Told) -> Iterator[str]:
    """Give what a vote comes to, counted from its file alone, in lines."""
    found = result(told.terms, told.ballots, told.seed)
    names = told.names
    yield told.question
    yield f"{told.terms.method.value}: {found.ballots} ballots, {found.blank} blank"
    for option in told.terms.options:
        yield f"{option}. {_line(names[option])}: {found.counts[option]}"
    for at, one in enumerate(found.rounds, 1):
        had = ", ".join(f"{option} {_decimal(count)}" for option, count in one.counts.items())
        yield f"round {at}: {had}; out {list(one.out)}, chosen {list(one.chosen)}, exhausted {_decimal(one.exhausted)}"
    for (first, other), count in sorted(found.beats.items()):
        if count > found.beats[other, first]:
            yield f"{first} beats {other}: {count} to {found.beats[other, first]}"
    for tie in found.ties:
        yield f"level: {list(tie.options)}, {tie.places} go on, drawn {list(tie.first)}"
    if found.ballots < told.quorum:
        yield f"no result: {told.quorum} had to vote"
    else:
        yield f"chosen: {', '.join(_line(names[one]) for one in found.winners) or 'nothing'}"


def _decimal(count: Fraction) -> str:
    return f"{float(count):.5f}".rstrip("0").rstrip(".")
