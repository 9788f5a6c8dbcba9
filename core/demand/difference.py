"""What a changed forecast makes of units and money, by period and by series."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import Forecast
from core.data.roles import meant_by
from core.demand.drivers import Drivers
from core.demand.panel import Floats
from core.demand.whatif import Changed, apart

_APART = 10.0
"""A fall by two thirds to a rise to three times, and what is as far apart: between nearer ends the
figure is told with them beside it."""


@dataclass(frozen=True)
class Amount:
    """A figure `before` and `after` a change, and by how much it is `more`: from `low` to `high`
    at 95 %, as far as the effects are known. Where they tell nothing of the change, it is not
    `known`: see `tells`."""

    before: float
    after: float
    more: float
    low: float
    high: float
    known: bool = True


@dataclass(frozen=True)
class Difference:
    """Units of the chosen series before and after (h,), with the interval of the second `band`
    (low, high); in all as `units` and as `money` (None where no price is known); for each series
    by how much it sells `more` (s,), from `low` to `high`, and the same in money; which of the
    series are `known` (s,)."""

    before: Floats
    after: Floats
    band: tuple[Floats, Floats]
    units: Amount
    money: Amount | None
    more: Floats
    low: Floats
    high: Floats
    more_money: Floats | None
    known: NDArray[np.bool_]


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
    moved = np.where(np.any([mean != means[0] for mean in means[1:]], axis=0), means[0], 0.0)
    known = _tells(moved[series], cells)
    money = gained = None
    if column is not None and drivers is not None:
        old, new = drivers.ahead[column], changed.ahead[column]
        worth = [means[0] * old, *(mean * new for mean in means[1:])]
        money = _amount([each[series] for each in worth], known)
        gained = (worth[1] - worth[0]).sum(axis=1)
    after = cells[1].sum(axis=0)
    return Difference(
        before=cells[0].sum(axis=0),
        after=after,
        band=(np.maximum(after - below, 0), after + above),
        units=_amount(cells, known),
        money=money,
        more=changed.units,
        low=changed.low,
        high=changed.high,
        more_money=gained,
        known=tells(moved.sum(axis=1), changed.low, changed.high),
    )


def tells(before: Floats, low: Floats, high: Floats) -> NDArray[np.bool_]:
    """Whether differences (n,) from `low` to `high` say anything of what sold `before` (n,): they
    do not where they hold no change at all, and one end sells more than `_APART` times the other.
    """
    ends = np.maximum(before + low, 0.0), before + high
    anything = (low <= 0) & (high >= 0) & (ends[1] > _APART * ends[0])
    return np.asarray(~anything & np.isfinite(low) & np.isfinite(high))


def _tells(moved: Floats, cells: list[Floats]) -> bool:
    """Whether the effects tell the sum of cells (s, h), of which `moved` (s, h) are those before
    that change at all."""
    sold = np.array([moved.sum()])
    amount = _amount(cells, True)
    return bool(tells(sold, np.array([amount.low]), np.array([amount.high]))[0])


def _amount(told: list[Floats], known: bool) -> Amount:
    """The sum of all cells: of cells (s, h) before, after, and at both ends of both errors."""
    sums = [each.sum(axis=1, keepdims=True) for each in told]
    before, after = float(sums[0].sum()), float(sums[1].sum())
    below, above = _around(sums[1:])
    more = after - before
    return Amount(before, after, more, more - float(below[0]), more + float(above[0]), known)


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
