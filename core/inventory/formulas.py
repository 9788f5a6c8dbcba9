"""The textbook's formulas, over numbers or arrays. None of them knows of a forecast.

Sources: [S] Snyder and Shen, Fundamentals of Supply Chain Theory (2nd ed. 2019); [C] Chopra and
Meindl, Supply Chain Management (5th ed. 2013), chapters 11 to 13. Demand and lead time are in one
unit of time, money in one currency; `z` is the level's standard normal quantile.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Number = float | Floats


def economic_order_quantity(ordering_cost: Number, holding_cost: Number, demand: Number) -> Floats:
    """The order size of least cost, sqrt(2 K d / h) ([S] 3.2). `holding_cost` is of one unit over
    the unit of time that `demand` is counted in."""
    return np.sqrt(_floats(ordering_cost) * 2 * demand / holding_cost)


def critical_ratio(underage: Number, overage: Number) -> Floats:
    """The best cycle service level, where one unit too few costs `underage` and one too many
    `overage` ([S] 4.3)."""
    return _floats(underage) / (_floats(underage) + overage)


def implied_underage(level: Number, overage: Number) -> Floats:
    """What a unit too few must cost for `level` to be the best: the critical ratio turned round."""
    return _floats(overage) * level / (1 - _floats(level))


def safety_stock(
    level: Number, sd: Number, interval: Number, mean: Number = 0.0, interval_sd: Number = 0.0
) -> Floats:
    """The classic z x sd: `sd` and `mean` of demand in a unit of time, over an `interval` that may
    itself be uncertain ([C] 11.2, 11.4)."""
    from scipy.special import ndtri

    variance = interval * _floats(sd) ** 2 + _floats(mean) ** 2 * _floats(interval_sd) ** 2
    return ndtri(_floats(level)) * np.sqrt(variance)


def _floats(value: Any) -> Floats:
    return np.asarray(value, dtype=np.float64)
