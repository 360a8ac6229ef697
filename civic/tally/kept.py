"""A result written down, so that a long count is done once: as JSON, with a digest of all that it was counted from."""

import hashlib
import json
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from civic.tally.lines import written
from civic.tally.terms import Ballots, Bought, Left, Result, Round, Spending, Terms, Tie

LONG = 2000
"""Marks on ballots that differ, up to which a count in equal shares takes less than a second or so."""


def takes_long(terms: Terms, ballots: Ballots) -> bool:
    """Return whether a count takes longer than a page may: in equal shares it is done anew for each raise."""
    return terms.spending is Spending.SHARES and bool(terms.costs) and sum(map(len, ballots)) > LONG


def digest(terms: Terms, ballots: Ballots, seed: str | None) -> str:
    """Return the SHA-256 of everything that a result is counted from."""
    said = [repr(terms), sorted((written(lines), times) for lines, times in ballots.items()), seed]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def packed(found: Result) -> dict[str, Any]:
    """Return a result as JSON has it; what is no whole number is a fraction in words."""
    return {
        "counts": list(found.counts.items()),
        "winners": found.winners,
        "rounds": [
            [[(option, str(had)) for option, had in one.counts.items()], one.chosen, one.out, str(one.exhausted)]
            for one in found.rounds
        ],
        "ties": [[one.options, one.places, one.first] for one in found.ties],
        "beats": [[first, other, times] for (first, other), times in found.beats.items()],
        "bought": [
            [one.option, one.votes, None if one.price is None else str(one.price), one.is_completion]
            for one in found.bought
        ],
        "left": [[one.option, one.votes, str(one.has)] for one in found.left],
        "parts": [[area, str(part)] for area, part in found.parts.items()],
        "ballots": found.ballots,
        "blank": found.blank,
    }


def unpacked(said: Mapping[str, Any]) -> Result:
    """Return the result that was written down."""
    return Result(
        {int(option): int(count) for option, count in said["counts"]},
        tuple(said["winners"]),
        rounds=tuple(
            Round({int(option): Fraction(had) for option, had in counts}, tuple(chosen), tuple(out), Fraction(lost))
            for counts, chosen, out, lost in said["rounds"]
        ),
        ties=tuple(Tie(tuple(options), places, tuple(first)) for options, places, first in said["ties"]),
        beats={(first, other): times for first, other, times in said["beats"]},
        bought=tuple(
            Bought(option, votes, None if price is None else Fraction(price), is_completion)
            for option, votes, price, is_completion in said["bought"]
        ),
        left=tuple(Left(option, votes, Fraction(has)) for option, votes, has in said["left"]),
        parts={area: Fraction(part) for area, part in said["parts"]},
        ballots=said["ballots"],
        blank=said["blank"],
    )
