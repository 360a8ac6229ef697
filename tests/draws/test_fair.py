"""Chances as even as quotas allow: exact where they can be worked out by hand, and kept by a thousand draws."""

import json
import os
import random
from collections import Counter
from fractions import Fraction
from math import comb, sqrt
from pathlib import Path

import pytest

from civic.draws.fair import Impossible, portfolio
from civic.draws.repeat import TICKETS, chances, drawn, faults_of, kinds_of, seed_of

PROVE = bool(os.environ.get("CIVIC_PROVE"))
ORACLE = Path(__file__).parent / "oracle.json"


def _terms(seats, pool, **quotas):
    features = [{"name": name, "quotas": values} for name, values in quotas.items()]
    persons = [answers for answers, count in pool for _each in range(count)]
    return {
        "seats": seats,
        "features": features,
        "pool": [{"number": number, "answers": list(answers)} for number, answers in enumerate(persons, 1)],
    }


def _chances(terms):
    found = portfolio(terms)
    assert faults_of(terms, found) == []
    return {kind: round(float(one), 4) for kind, one in chances(terms["pool"], found).items()}


def test_without_quotas_that_bind_everybody_has_the_same_chance():
    terms = _terms(5, [(("A",), 10), (("B",), 30)], side={"A": [0, 5], "B": [0, 5]})
    assert _chances(terms) == {"A": 0.125, "B": 0.125}


def test_a_quota_that_binds_gives_its_own_just_what_it_says():
    terms = _terms(4, [(("A",), 10), (("B",), 90)], side={"A": [2, 2], "B": [2, 2]})
    assert _chances(terms) == {"A": 0.2, "B": round(2 / 90, 4)}


def test_the_smallest_chance_comes_first_and_then_the_next():
    """A and B cannot both be even: of A and x there is one, who has to stand in for two quotas."""
    terms = _terms(
        2,
        [(("A", "x"), 1), (("A", "y"), 3), (("B", "x"), 3)],
        side={"A": [1, 1], "B": [1, 1]},
        other={"x": [1, 1], "y": [1, 1]},
    )
    found = _chances(terms)
    assert found == {"A|x": 0.0, "A|y": 0.3333, "B|x": 0.3333}  # whoever is A and x leaves no B and y


def test_quotas_that_cannot_be_met_say_which():
    terms = _terms(3, [(("A",), 1), (("B",), 9)], side={"A": [2, 2], "B": [1, 1]})
    with pytest.raises(Impossible) as impossible:
        portfolio(terms)
    assert {one[1]: one[2] for one in impossible.value.faults} == {"A": -1, "B": 1}
    with pytest.raises(Impossible):
        portfolio(_terms(30, [(("A",), 1), (("B",), 9)], side={"A": [0, 30], "B": [0, 30]}))


@pytest.mark.parametrize("name", sorted(json.loads(ORACLE.read_text())))
def test_the_smallest_chance_is_the_one_the_fields_library_finds(name):
    """What `sortition-algorithms` finds is kept in a file; `tools/oracle.py` makes it anew."""
    kept = json.loads(ORACLE.read_text())[name]
    found = portfolio(kept["terms"])
    assert faults_of(kept["terms"], found) == []
    smallest = min(chances(kept["terms"]["pool"], found).values())
    assert abs(float(smallest) - kept["smallest"]) < 1e-4


def test_a_thousand_draws_keep_the_chances_that_were_told():
    """Of every kind as often as its chance says, within what chance itself allows: five times its spread."""
    terms = json.loads(ORACLE.read_text())["sixty"]["terms"]
    found, kinds = portfolio(terms), kinds_of(terms["pool"])
    told, came, rounds = chances(terms["pool"], found), Counter(), 10_000 if PROVE else 1000
    for one in range(rounds):
        came.update(drawn(terms["pool"], found, seed_of("secret", f"round {one}")))
    for kind, numbers in kinds.items():
        for number in numbers:
            chance = float(told[kind])
            assert abs(came[number] / rounds - chance) <= 5 * sqrt(chance * (1 - chance) / rounds) + 1e-9


@pytest.mark.parametrize(("count", "seats"), [(400, 15), *([(10_000, 36)] if PROVE else [])])
def test_a_large_pool_is_worked_out_step_by_step_and_every_panel_meets_every_quota(count, seats):
    chance = random.Random(count)
    asks = {
        "alder": {"16-29": 0.2, "30-49": 0.3, "50-64": 0.27, "65+": 0.23},
        "omraade": {"nord": 0.3, "syd": 0.25, "vest": 0.15, "oest": 0.2, "midt": 0.1},
        "koen": {"kvinde": 0.5, "mand": 0.48, "andet": 0.02},
        "bolig": {"ejer": 0.45, "lejer": 0.4, "andel": 0.15},
    }
    terms = {
        "seats": seats,
        "features": [
            {
                "name": name,
                "quotas": {value: [int(one * seats * 0.7), int(one * seats + 1.5)] for value, one in share.items()},
            }
            for name, share in asks.items()
        ],
        "pool": [
            {"number": number, "answers": [chance.choice(list(share)) for share in asks.values()]}
            for number in range(1, count + 1)
        ],
    }
    told = []
    found = portfolio(terms, told.append)
    assert faults_of(terms, found) == []
    assert told == sorted(told)
    assert (len(told) > 5, told[-1]) == (True, 100)
    assert len(drawn(terms["pool"], found, seed_of("a", "b"))) == seats


def test_the_tickets_are_alike():
    """One portfolio of two panels, weighed one to three: the first comes a quarter of the times."""
    pool = [{"number": 1, "answers": ["A"]}, {"number": 2, "answers": ["B"]}]
    panels = [[TICKETS // 4, {"A": 1}], [3 * TICKETS // 4, {"B": 1}]]
    came = sum(drawn(pool, panels, seed_of("secret", str(one))) == [1] for one in range(4000))
    assert abs(came - 1000) < 5 * sqrt(4000 * 0.25 * 0.75)
    assert chances(pool, panels) == {"A": Fraction(1, 4), "B": Fraction(3, 4)}


def test_against_every_panel_there_is():
    """Small pools, where all panels can be listed: no distribution over them gives anybody a larger smallest chance.

    By symmetry of persons with the same answers, an even draw among all feasible panels is one distribution; the found
    one is at least as good as it and as every panel's own.
    """
    chance = random.Random(7)
    for _round in range(12):
        pool = Counter((chance.choice("AB"), chance.choice("xyz")) for _person in range(chance.randint(5, 9)))
        terms = _terms(
            3, sorted(pool.items()), side={"A": [1, 2], "B": [1, 2]}, other={"x": [0, 2], "y": [0, 2], "z": [0, 2]}
        )
        kinds = {tuple(kind.split("|")): len(numbers) for kind, numbers in kinds_of(terms["pool"]).items()}
        panels = [one for one in _panels(sorted(kinds.items()), 3) if _fits(one, terms)]
        if not panels:
            continue
        weights = [_ways(one, kinds) for one in panels]
        even = min(
            sum(w * one.get(kind, 0) for w, one in zip(weights, panels, strict=True)) / sum(weights) / count
            for kind, count in kinds.items()
        )
        found = portfolio(terms)
        assert min(chances(terms["pool"], found).values()) >= even - 1e-6


def _panels(kinds, seats):
    if not kinds:
        return [{}] if seats == 0 else []
    (kind, count), *rest = kinds
    return [{kind: here, **others} for here in range(min(count, seats) + 1) for others in _panels(rest, seats - here)]


def _fits(panel, terms):
    return all(
        least <= sum(count for kind, count in panel.items() if kind[place] == name) <= most
        for place, feature in enumerate(terms["features"])
        for name, (least, most) in feature["quotas"].items()
    )


def _ways(panel, kinds):
    found = 1
    for kind, count in panel.items():
        found *= comb(kinds[kind], count)
    return found
