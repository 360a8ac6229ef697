"""Ballots to count: random ones from a seed, and published ones.

`published.json` has ballots of real votes as numbers: rankings of Scottish council wards 2012-2022 (the councils'
published ballot data, gathered by D. McCune and the MGGG Redistricting Lab), and approval ballots of participatory
budgets (Pabulib, pabulib.org, CC BY 4.0), in hundredths of their currencies.
"""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PUBLISHED = Path(__file__).parent / "published.json"
RANDOM = 200


def ranked() -> Iterator[dict[str, Any]]:
    """Give rankings, some of them not of all options: random ones, then the published."""
    for seed in range(RANDOM):
        yield _random_ranked(seed)
    yield from json.loads(PUBLISHED.read_text())["ranked"]


def budgets() -> Iterator[dict[str, Any]]:
    """Give budgets with approval ballots: random ones, then the published."""
    for seed in range(RANDOM):
        yield _random_budget(seed)
    yield from json.loads(PUBLISHED.read_text())["budget"]


def _random_ranked(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    options = chance.randint(3, 7)
    ballots: dict[tuple[int, ...], int] = {}
    for _ in range(chance.randint(5, 60)):
        length = options if seed % 2 else chance.randint(1, options)
        ranking = tuple(chance.sample(range(1, options + 1), length))
        ballots[ranking] = ballots.get(ranking, 0) + chance.choice([1, 1, 2, 5])
    return {
        "name": f"random {seed}",
        "options": options,
        "winners": chance.randint(2, max(2, options - 2)),
        "ballots": [[times, list(ranking)] for ranking, times in sorted(ballots.items())],
    }


def _random_budget(seed: int) -> dict[str, Any]:
    chance = random.Random(seed)
    options = chance.randint(4, 12)
    costs = [chance.randint(5, 60) * 100 for _ in range(options)]
    ballots: dict[tuple[int, ...], int] = {}
    for _ in range(chance.randint(5, 60)):
        marked = tuple(sorted(chance.sample(range(1, options + 1), chance.randint(0, min(options, 6)))))
        ballots[marked] = ballots.get(marked, 0) + 1
    return {
        "name": f"random {seed}",
        "costs": costs,
        "sum": chance.randint(10, max(11, sum(costs) // 200)) * 100,
        "ballots": [[times, list(marked)] for marked, times in sorted(ballots.items())],
    }


def raise_of(budget: dict[str, Any]) -> int:
    """Return by how much a voter's part is raised at a time: a twentieth of it, at least one."""
    voters = sum(times for times, _marked in budget["ballots"])
    return max(1, budget["sum"] // voters // 20)


def order_of(name: str, options: int) -> list[int]:
    """Return the order in which level options come first in an instance."""
    order = list(range(1, options + 1))
    random.Random(name).shuffle(order)
    return order
