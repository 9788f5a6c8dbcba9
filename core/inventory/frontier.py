"""Service against the money in stock, over service levels, with the present state as a point."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.inventory import curve
from core.inventory.curve import Floats
from core.inventory.expect import Expected
from core.inventory.fit import Case
from core.inventory.replayed import Replayed
from core.inventory.span import Span

GRID = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.92, 0.94, 0.95, 0.96, 0.97, 0.975, 0.98, 0.985, 0.99,
        0.995)  # fmt: skip
"""The service levels of a frontier."""


@dataclass(frozen=True)
class Point:
    """One point: the service `level` aimed at (None: the present state), what comes of it over all
    items, and the stock in units and in money; items of unknown cost have no money."""

    level: float | None
    cycle_service: float
    fill_rate: float | None
    stock: float
    money: float


def expected_frontier(case: Case, grid: Sequence[float] = GRID) -> tuple[Point, ...]:
    """Where ordering up to each level of the grid is expected to lead; the last point is the
    present state: what is on hand and comes in time, taken as the order-up-to level."""
    cost = case.items.of("unit_cost")
    expectation = case.expectation(case.items.of("review_period"))
    points = [
        _expected(level, expectation.of(curve.quantile(expectation.until, level)), cost)
        for level in grid
    ]
    present = Span(case.outlook, case.items.cover).counted(case.items)
    return (*points, _expected(None, expectation.of(present), cost))


def replayed_frontier(played: Mapping[float, Replayed], cost: Floats) -> tuple[Point, ...]:
    """The same from replays by service level; `cost` (s,) of a unit, NaN where not known."""
    return tuple(replayed_point(level, played[level], cost) for level in sorted(played))


def _expected(level: float | None, expected: Expected, cost: Floats) -> Point:
    return Point(
        level,
        float(expected.cycle_service.mean()),
        expected.overall_fill_rate,
        float(expected.stock.sum()),
        float(np.nansum(expected.stock * cost)),
    )


def replayed_point(level: float | None, replayed: Replayed, cost: Floats) -> Point:
    """The point of one replay."""
    total = replayed.total
    stock = replayed.mean_stock
    return Point(
        level,
        total.cycle_service,
        total.fill_rate,
        float(stock.sum()),
        float(np.nansum(stock * cost)),
    )
