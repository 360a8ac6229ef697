"""No number of a key figure tells of fewer than five persons: by itself, as what is left, or by subtraction."""

import itertools
import random

import pytest

from civic.evidence.models import Cell
from civic.evidence.suppression import FEWEST, hidden

FLAT = {1: None, 2: None, 3: None}


def _persons(whole, **areas):
    return [*(Cell(int(name[1:]), count) for name, count in areas.items()), Cell(None, whole)]


@pytest.mark.parametrize(
    ("cells", "gone"),
    [
        (_persons(100, a1=40, a2=30), set()),
        (_persons(100, a1=4, a2=30), {1}),  # the rest of the municipality covers it
        (_persons(100, a1=40, a2=57), {1}),  # three live elsewhere, unless one of them is not told
        (_persons(70, a1=40, a2=30), set()),  # the areas are the whole: nobody else is told of
        (_persons(74, a1=4, a2=30, a3=40), {1, 2}),  # or 74 - 30 - 40 would tell
        (_persons(34, a1=4, a2=30), {1, 2}),
        (_persons(6, a1=4, a2=2), {1, 2}),
        (_persons(4, a1=4), {1, None}),
        ([Cell(1, 40), Cell(2, 3)], {2}),  # no whole, nothing to subtract from
        ([Cell(1, 38, 40), Cell(None, 500, 900)], {1}),  # two of forty are not
        ([Cell(1, 40, 40), Cell(None, 500, 900)], {1}),  # and all of forty tells of each
        ([Cell(1, 0, 40), Cell(None, 500, 900)], {1}),
        ([Cell(1, 20, 40), Cell(None, 500, 900)], set()),
    ],
)
def test_what_tells_of_a_few_is_not_shown(cells, gone):
    assert hidden(cells, FLAT) == gone


def test_a_part_hidden_for_the_sake_of_its_own_parts_is_not_found_again():
    """District 1 is areas 2 and 3, and the municipality districts 1 and 4: with three of them the fourth is known."""
    parents = {1: None, 2: 1, 3: 1, 4: None}
    cells = [Cell(2, 4), Cell(3, 40), Cell(1, 44), Cell(4, 100), Cell(None, 144)]
    assert hidden(cells, parents) == {2, 3}


def test_nobody_is_found_by_adding_and_subtracting_whatever_is_shown():
    """Every difference between a shown whole and shown parts that lie in it is nobody, or at least five.

    Over random trees and numbers; as the reader would try it: every whole against every choice of its parts.
    """
    chance = random.Random(20261128)
    for _round in range(400):
        parents = {one: chance.choice([None, *range(1, one)]) for one in range(1, chance.randint(3, 7))}
        own = {one: chance.choice([0, 1, 2, 3, 4, 5, 6, 9, 20, 60]) for one in [*parents, None]}
        total = dict(own)
        for one in sorted(parents, reverse=True):
            total[parents[one]] += total[one]
        cells = [Cell(one, total[one]) for one in total if one is None or chance.random() < 0.85]
        shown = {one.area_id: one.persons for one in cells}
        gone = hidden(cells, parents)
        shown = {one: number for one, number in shown.items() if one not in gone}
        assert all(number >= FEWEST for number in shown.values())
        for whole, number in shown.items():
            inside = [one for one in shown if one is not None and one != whole and _lies_in(one, whole, parents)]
            for count in range(1, len(inside) + 1):
                for parts in itertools.combinations(inside, count):
                    if any(_lies_in(a, b, parents) for a, b in itertools.permutations(parts, 2)):
                        continue
                    rest = number - sum(shown[one] for one in parts)
                    assert rest == 0 or rest >= FEWEST, (cells, parents, gone, whole, parts)


def _lies_in(one, whole, parents):
    while one is not None:
        one = parents[one]
        if one == whole:
            return True
    return False
