"""What a changed forecast makes of units and money, by period and by series."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import Forecast
from core.data.roles import meant_by
from core.demand.drivers import Drivers
from core.demand.panel import Floats
from core.demand.whatif import Changed, apart


@dataclass(frozen=True)
class Amount:
    """A figure `before` and `after` a change, and by how much it is `more`: from `low` to `high`
    at 95 %, as far as the effects are known."""

    before: float
    after: float
    more: float
    low: float
    high: float


@dataclass(frozen=True)
class Difference:
    """Units of the chosen series before and after (h,), with the interval of the second `band`
    (low, high); in all as `units` and as `money` (None where no price is known); for each series
    by how much it sells `more` (s,), from `low` to `high`, and the same in money."""

    before: Floats
    after: Floats
    band: tuple[Floats, Floats]
    units: Amount
    money: Amount | None
    more: Floats
    low: Floats
    high: Floats
    more_money: Floats | None


def price_column(drivers: Drivers | None) -> str | None:
    """The column known ahead that is the price of a unit, by its name; None where there is none."""
    if drivers is None:
        return None
    scale = drivers.response.scale
    prices = [
        name for name, kind in zip(scale.names, scale.kinds, strict=True)
        if kind == "price" and meant_by(name) == "price"
    ]  # fmt: skip
    return prices[0] if prices else None


def difference(
    forecast: Forecast, changed: Changed, drivers: Drivers | None, series: NDArray[np.bool_]
) -> Difference:
    """What the change makes of the chosen `series` (s,)."""
    column = price_column(drivers)
    means = (forecast.mean, changed.forecast.mean, *changed.ends, *changed.shared)
    cells = [mean[series] for mean in means]
    below, above = _around(cells[1:])
    money = gained = None
    if column is not None and drivers is not None:
        old, new = drivers.ahead[column], changed.ahead[column]
        worth = [means[0] * old, *(mean * new for mean in means[1:])]
        money = _amount([each[series] for each in worth])
        gained = (worth[1] - worth[0]).sum(axis=1)
    after = cells[1].sum(axis=0)
    return Difference(
        before=cells[0].sum(axis=0),
        after=after,
        band=(np.maximum(after - below, 0), after + above),
        units=_amount(cells),
        money=money,
        more=changed.units,
        low=changed.low,
        high=changed.high,
        more_money=gained,
    )


def _amount(told: list[Floats]) -> Amount:
    """The sum of all cells: of cells (s, h) before, after, and at both ends of both errors."""
    sums = [each.sum(axis=1, keepdims=True) for each in told]
    before, after = float(sums[0].sum()), float(sums[1].sum())
    below, above = _around(sums[1:])
    more = after - before
    return Amount(before, after, more, more - float(below[0]), more + float(above[0]))


def _around(told: list[Floats]) -> tuple[Floats, Floats]:
    """How far below and above the sum over series of `told[0]` (s, n) is likely to be (n,): the
    errors of series are independent, that of the common effects is shared by all."""
    mean, *ends = told
    own = [np.minimum(*ends[:2]) - mean, np.maximum(*ends[:2]) - mean]
    whole = mean.sum(axis=0)
    alone = [
        whole + sign * np.sqrt((one**2).sum(axis=0)) for sign, one in zip((-1, 1), own, strict=True)
    ]
    return apart(whole, [alone, [each.sum(axis=0) for each in ends[2:]]])
