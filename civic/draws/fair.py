"""Panels that meet every quota, with weights that make the smallest chance as large as can be, then the next.

This is the leximin criterion of Flanigan, Gölz, Gupta, Hennig and Procaccia, *Fair algorithms for selecting citizens'
assemblies* (Nature 596, 2021). Persons with the same answers are interchangeable, so a panel is how many of each kind:
dozens or hundreds of kinds instead of thousands of persons. New panels are found one at a time, by what those at hand
lack most (column generation); HiGHS solves the linear and the whole-number programs. Only a process of its own loads
this (`apart.py`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np

from civic.draws.repeat import TICKETS, kinds_of

NEAR = 1e-7


@dataclass(frozen=True)
class Impossible(Exception):
    """The quotas cannot be met: of which answers too few (negative) or too many would be drawn."""

    faults: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True)
class _Problem:
    """A pool by kinds, and the quotas as rows over them."""

    kinds: Sequence[str]
    sizes: Sequence[int]
    seats: int
    rows: Sequence[tuple[str, str, Sequence[int], int, int]]
    """Of each quota: what it is of, the kinds that count, and the least and most seats."""


def portfolio(
    terms: Mapping[str, Any],
    tell: Callable[[int], None] = lambda _done: None,
    is_late: Callable[[], bool] = lambda: False,
) -> list[list[Any]]:
    """Return the panels that may be drawn, each with its weight in a million, the heaviest first.

    `tell` hears how much is done, in hundredths. Once `is_late` says so, the chances stay as even as they are by then:
    every panel meets every quota all the same. Raises Impossible where no panel meets the quotas.
    """
    found = kinds_of(terms["pool"])
    kinds = sorted(found)
    rows = [
        (feature["name"], name, [at for at, kind in enumerate(kinds) if kind.split("|")[index] == name], least, most)
        for index, feature in enumerate(terms["features"])
        for name, (least, most) in feature["quotas"].items()
    ]
    problem = _Problem(kinds, [len(found[kind]) for kind in kinds], terms["seats"], rows)
    _check(problem)
    panels, shares = _leximin(problem, tell, is_late)
    weights = _whole(shares)
    made = [
        [weight, {kinds[at]: int(count) for at, count in enumerate(panel) if count}]
        for weight, panel in zip(weights, panels, strict=True)
        if weight
    ]
    return sorted(made, key=lambda one: (-one[0], sorted(one[1].items())))


def _check(problem: _Problem) -> None:
    """Raise Impossible, with the fewest seats that would have to be given otherwise."""
    count = len(problem.kinds)
    solver = _solver()
    for size in problem.sizes:
        solver.addVar(0, size)
    solver.addRow(problem.seats, problem.seats, count, np.arange(count), np.ones(count))
    slack = count
    for _feature, _name, among, least, most in problem.rows:
        for sign in (1.0, -1.0):
            solver.addVar(0, highspy.kHighsInf)
            solver.changeColCost(slack, 1.0)
            slack += 1
            del sign
        columns = np.array([*among, slack - 2, slack - 1])
        solver.addRow(least, most, len(columns), columns, np.array([*np.ones(len(among)), 1.0, -1.0]))
    _make_whole(solver, slack)
    solver.run()
    if solver.getModelStatus() in _NONE:
        raise Impossible((("", "", sum(problem.sizes) - problem.seats),))  # fewer persons than seats
    _must_be_solved(solver)
    values = solver.getSolution().col_value
    faults = []
    for place, (feature, name, _among, _least, _most) in enumerate(problem.rows):
        lack, over = (round(values[count + 2 * place + side]) for side in (0, 1))
        if lack or over:
            faults.append((feature, name, over - lack))
    if faults:
        raise Impossible(tuple(faults))


class _Panels:
    """Finds the panel that has most of what is wanted: one whole-number program, asked again and again."""

    def __init__(self, problem: _Problem) -> None:
        self._count = len(problem.kinds)
        self._solver = _solver()
        for size in problem.sizes:
            self._solver.addVar(0, min(size, problem.seats))
        everybody = np.arange(self._count)
        self._solver.addRow(problem.seats, problem.seats, self._count, everybody, np.ones(self._count))
        for _feature, _name, among, least, most in problem.rows:
            self._solver.addRow(least, most, len(among), np.array(among, dtype=np.int32), np.ones(len(among)))
        _make_whole(self._solver, self._count)
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def best(self, wanted: np.ndarray) -> np.ndarray:
        """Return a panel with the largest sum of what is wanted of each of its kinds."""
        self._solver.changeColsCost(self._count, np.arange(self._count, dtype=np.int32), wanted)
        self._solver.run()
        _must_be_solved(self._solver)
        return np.rint(self._solver.getSolution().col_value).astype(int)


def _leximin(
    problem: _Problem, tell: Callable[[int], None], is_late: Callable[[], bool]
) -> tuple[list[np.ndarray], np.ndarray]:
    """Return panels and the share of each: the smallest chance first made as large as can be, then the next."""
    sizes = np.array(problem.sizes, dtype=float)
    finder = _Panels(problem)
    first = _first_panels(finder, len(sizes))
    shares = _Shares(sizes)
    for panel in first:
        shares.add(panel)
    reached = np.array(first).sum(axis=0) > 0
    fixed = {at for at in range(len(sizes)) if not reached[at]}  # no panel can have one of these
    shares.fix(fixed, 0.0)
    done = 0
    while len(fixed) < len(sizes) and not is_late():
        least, ceiling, prices = shares.best()
        better = finder.best(prices / sizes)
        gap = prices @ (better / sizes) - ceiling
        if gap > NEAR:
            shares.add(better)
            near = least / (least + gap)  # no chance can become larger than their sum
            now = int(100 * (len(fixed) + near * (len(sizes) - len(fixed))) / len(sizes))
            if done < now < 100:
                done = now
                tell(done)
            continue
        open_ = [at for at in range(len(sizes)) if at not in fixed]
        fresh = [at for at in open_ if prices[at] > NEAR] or open_
        fixed.update(fresh)
        shares.fix(fresh, max(least - NEAR, 0.0))
        now = 100 * len(fixed) // len(sizes)
        if now > done:
            done = now
            tell(done)
    shares.best()
    return shares.panels, shares.found()


class _Shares:
    """The share of each panel at hand that makes the least chance largest: one linear program that grows."""

    def __init__(self, sizes: np.ndarray) -> None:
        self.panels: list[np.ndarray] = []
        self._sizes = sizes
        self._solver = _solver()
        for _size in sizes:
            self._solver.addRow(0.0, highspy.kHighsInf, 0, np.array([], dtype=np.int32), np.array([]))
        self._solver.addRow(1.0, 1.0, 0, np.array([], dtype=np.int32), np.array([]))
        kinds = np.arange(len(sizes), dtype=np.int32)
        self._solver.addCol(1.0, 0.0, 1.0, len(sizes), kinds, -np.ones(len(sizes)))  # the least chance
        self._solver.changeObjectiveSense(highspy.ObjSense.kMaximize)

    def add(self, panel: np.ndarray) -> None:
        """Take a panel in."""
        rows = np.append(np.flatnonzero(panel), len(self._sizes)).astype(np.int32)
        values = np.append(panel[rows[:-1]] / self._sizes[rows[:-1]], 1.0)
        self._solver.addCol(0.0, 0.0, highspy.kHighsInf, len(rows), rows, values)
        self.panels.append(panel)

    def fix(self, kinds: Iterable[int], chance: float) -> None:
        """Let kinds keep at least a chance, and no longer count for the least."""
        for at in kinds:
            self._solver.changeCoeff(at, 0, 0.0)
            self._solver.changeRowBounds(at, chance, highspy.kHighsInf)

    def best(self) -> tuple[float, float, np.ndarray]:
        """Return the largest least chance, the dual of all shares, and each kind's price."""
        self._solver.run()
        _must_be_solved(self._solver)
        found = self._solver.getSolution()
        duals = np.abs(np.array(found.row_dual))
        return found.col_value[0], duals[-1], duals[:-1]

    def found(self) -> np.ndarray:
        """Return the shares."""
        return np.array(self._solver.getSolution().col_value[1:])


def _first_panels(finder: _Panels, count: int) -> list[np.ndarray]:
    """Return panels in which every kind stands that can stand in one at all."""
    panels: list[np.ndarray] = []
    missing = np.ones(count)
    while missing.any():
        found = finder.best(missing)
        if not (found * missing).any():
            break
        panels.append(found)
        missing = np.where(found > 0, 0.0, missing)
    return panels


def _whole(shares: np.ndarray) -> list[int]:
    """Return shares as whole numbers of a million tickets, what is left over to those who lost most by it."""
    exact = shares / shares.sum() * TICKETS
    whole = np.floor(exact).astype(int)
    for at in np.argsort(whole - exact, kind="stable")[: TICKETS - whole.sum()]:
        whole[at] += 1
    return [int(one) for one in whole]


def _solver() -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("threads", 1), ("random_seed", 1), ("mip_rel_gap", 0.0)):
        solver.setOptionValue(name, value)
    return solver


_NONE = {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible}
"""What the solver says of a program that nothing meets."""


def _must_be_solved(solver: highspy.Highs) -> None:
    """Raise RuntimeError where the solver came to no answer, out of memory say: nothing follows from that."""
    status = solver.getModelStatus()
    if status != highspy.HighsModelStatus.kOptimal:
        raise RuntimeError(f"the solver ended with {solver.modelStatusToString(status)}")


def _make_whole(solver: highspy.Highs, count: int) -> None:
    for at in range(count):
        solver.changeColIntegrality(at, highspy.HighsVarType.kInteger)
