"""Repeat a draw by lot from what was published: python3 repeat.py draw.json.

Needs Python 3.11 and nothing else. It checks that the seed is the one that was committed to, that every panel that
could have been drawn meets every quota, and draws again: the same persons have to come out. It prints each
kind's chance.

    seed    = SHA-256 of "secret:public words": of the words the numbers alone, smallest first, as "4 8 15"
    ticket  = the first number below a million that the seed gives: each try the first 8 bytes of
              SHA-256 of "seed:panel:try", left out where they are too large for all tickets to be alike
    panel   = the one in whose share of the million the ticket lies: how many of each kind of person
    persons = of each kind those whose SHA-256 of "seed:person:number" comes first
"""

import hashlib
import json
import re
import sys
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

TICKETS = 1_000_000
_SPAN = 2**64 // TICKETS * TICKETS


def digest(words: str) -> str:
    """Return the SHA-256 of words, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def seed_of(secret: str, public_words: str) -> str:
    """Return the seed of a round."""
    return digest(f"{secret}:{public_words}")


def numbers_in(words: str) -> str:
    """Return the numbers in words, smallest first: however they are written, they are the same."""
    return " ".join(map(str, sorted(int(one) for one in re.findall("[0-9]{1,9}", words))))


def ticket_of(seed: str) -> int:
    """Return the ticket that a seed draws, each of the million alike."""
    attempt = 0
    while True:
        number = int.from_bytes(hashlib.sha256(f"{seed}:panel:{attempt}".encode()).digest()[:8], "big")
        if number < _SPAN:
            return number % TICKETS
        attempt += 1


def kinds_of(pool: Sequence[Mapping[str, Any]]) -> dict[str, list[int]]:
    """Return the numbers of the persons in a pool by their kind: whoever gave the same answers."""
    found: dict[str, list[int]] = {}
    for one in pool:
        found.setdefault("|".join(one["answers"]), []).append(one["number"])
    return found


def drawn(pool: Sequence[Mapping[str, Any]], portfolio: Sequence[Sequence[Any]], seed: str) -> list[int]:
    """Return the numbers of those whom a seed draws."""
    ticket, kinds = ticket_of(seed), kinds_of(pool)
    for weight, panel in portfolio:
        if ticket < weight:
            return sorted(number for kind, count in panel.items() for number in _first(kinds[kind], count, seed))
        ticket -= weight
    raise ValueError("the weights are less than a million")


def _first(numbers: Sequence[int], count: int, seed: str) -> list[int]:
    return sorted(numbers, key=lambda one: digest(f"{seed}:person:{one}"))[:count]


def chances(pool: Sequence[Mapping[str, Any]], portfolio: Sequence[Sequence[Any]]) -> dict[str, Fraction]:
    """Return each kind of person's chance, before the seed is known."""
    return {
        kind: Fraction(sum(weight * panel.get(kind, 0) for weight, panel in portfolio), TICKETS * len(numbers))
        for kind, numbers in kinds_of(pool).items()
    }


def faults_of(terms: Mapping[str, Any], portfolio: Sequence[Sequence[Any]]) -> list[str]:
    """Return what is wrong with the panels that may be drawn: nothing, where each meets every quota."""
    kinds, found = kinds_of(terms["pool"]), []
    if sum(weight for weight, _panel in portfolio) != TICKETS:
        found.append("the weights are not a million")
    for place, (_weight, panel) in enumerate(portfolio, 1):
        if sum(panel.values()) != terms["seats"]:
            found.append(f"panel {place} has not {terms['seats']} seats")
        found += [
            f"panel {place} has more of {kind} than there are" for kind in panel if panel[kind] > len(kinds[kind])
        ]
        for index, feature in enumerate(terms["features"]):
            for name, (least, most) in feature["quotas"].items():
                count = sum(panel[kind] for kind in panel if kind.split("|")[index] == name)
                if not least <= count <= most:
                    found.append(f"panel {place}: {count} of {feature['name']} {name}, not {least} to {most}")
    return found


def repeat(told: Mapping[str, Any]) -> list[str]:
    """Return what does not agree in a draw that was published: nothing, where everything does."""
    found = []
    for number, one in enumerate(told["rounds"], 1):
        found += [f"round {number}: {fault}" for fault in faults_of(one["terms"], one["portfolio"])]
        if one["secret"] is None:
            continue
        if digest(one["secret"]) != one["commitment"]:
            found.append(f"round {number}: the secret is not the one that was committed to")
        again = drawn(one["terms"]["pool"], one["portfolio"], seed_of(one["secret"], one["public_words"]))
        if again != one["drawn"]:
            found.append(f"round {number}: {again} are drawn, and not {one['drawn']}")
    return found


def report(told: Mapping[str, Any]) -> str:
    """Return what a reader wants to see of a draw: who was drawn, and each kind's chance."""
    lines = []
    for number, one in enumerate(told["rounds"], 1):
        lines.append(f"Round {number}: {one['terms']['seats']} of {len(one['terms']['pool'])}")
        for kind, chance in sorted(chances(one["terms"]["pool"], one["portfolio"]).items()):
            lines.append(f"  {float(chance):8.3%}  {kind.replace('|', ', ')}")
        lines.append(f"  drawn: {one['drawn'] if one['secret'] else 'not yet'}")
    return "\n".join(lines)


def main(path: str) -> int:
    """Repeat the draw in a file; return 0 where everything agrees."""
    told = json.loads(Path(path).read_text())
    found = repeat(told)
    sys.stdout.write("\n".join([report(told), *(found or ["Everything agrees."])]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
