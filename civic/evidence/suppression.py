"""Which numbers of a key figure can be shown without telling of a few persons, by themselves or by subtraction.

Fewer than five persons are never shown: not as a number, not as what is left of a whole (of 40 persons 38 tell of two),
and not as the difference between a whole that is shown and its parts that are. This is what statistical offices call
primary and secondary suppression (Danmarks Statistik, *Datafortrolighedspolitik*; Eurostat, *Handbook on Statistical
Disclosure Control*).
"""

from collections.abc import Collection, Mapping, Sequence

from civic.evidence.models import Cell

FEWEST = 5
"""Persons; fewer are not shown."""


def hidden(cells: Sequence[Cell], parents: Mapping[int, int | None]) -> frozenset[int | None]:
    """Return the areas (None: the municipality) whose numbers are not shown.

    `parents` says of each area in which other it lies. Areas lie in each other as a tree, so all that a reader can work
    out are sums of what each shown area leaves over of the shown ones nearest in it: none of these may be a few.
    """
    by_area = {one.area_id: one for one in cells}
    inside = parts_of(by_area, parents)
    gone = {one.area_id for one in cells if _is_small(one)}
    while True:
        fresh = next(filter(None, (_one_more(by_area, inside, gone, whole) for whole in by_area)), None)
        if fresh is None:
            return frozenset(gone)
        gone |= fresh


def _is_small(one: Cell) -> bool:
    """Return whether it tells of a few: those who are counted, or those who are not."""
    return any(number < FEWEST for number in _counts(one))


def _counts(one: Cell) -> tuple[int, ...]:
    """Return the groups of persons a number tells of."""
    return (one.persons,) if one.out_of is None else (one.persons, one.out_of - one.persons)


def parts_of(by_area: Mapping[int | None, Cell], parents: Mapping[int, int | None]) -> dict[int | None, list[int]]:
    """Return for each area with a number those with one that lie in it, each in the nearest."""
    found: dict[int | None, list[int]] = {}
    for area_id in by_area:
        if area_id is None:
            continue
        around, seen = parents.get(area_id), {area_id}
        while around is not None and around not in by_area and around not in seen:
            seen.add(around)
            around = parents.get(around)
        if around not in seen and around in by_area:
            found.setdefault(around, []).append(area_id)
    return found


def _one_more(
    by_area: Mapping[int | None, Cell],
    inside: Mapping[int | None, Sequence[int]],
    gone: Collection[int | None],
    whole: int | None,
) -> set[int | None]:
    """Return which number has to go next, so that a shown whole tells of nobody: the smallest in it, or itself."""
    if whole in gone or whole not in inside:
        return set()
    shown, is_any_hidden = _nearest(inside, gone, whole)
    rest = left(by_area[whole], [by_area[one] for one in shown])
    if all(number >= FEWEST for number in rest) or not (any(rest) or is_any_hidden):
        return set()
    return {min(shown, key=lambda one: (min(_counts(by_area[one])), one))} if shown else {whole}


def _nearest(
    inside: Mapping[int | None, Sequence[int]], gone: Collection[int | None], whole: int | None
) -> tuple[list[int], bool]:
    """Return the shown areas in another that lie in no other shown one, and whether hidden ones lie beside them."""
    shown, is_any_hidden = [], False
    for one in inside.get(whole, ()):
        if one in gone:
            shown += _nearest(inside, gone, one)[0]
            is_any_hidden = True
        else:
            shown.append(one)
    return shown, is_any_hidden


def left(whole: Cell, parts: Sequence[Cell]) -> tuple[int, ...]:
    """Return how many persons of a whole are in none of its parts, by each group that a number tells of."""
    return tuple(all_ - sum(those) for all_, *those in zip(_counts(whole), *map(_counts, parts), strict=True))
