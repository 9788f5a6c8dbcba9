"""The textbook's formulas, over numbers or arrays. None of them knows of a forecast.

Sources: [S] Snyder and Shen, Fundamentals of Supply Chain Theory (2nd ed. 2019); [C] Chopra and
Meindl, Supply Chain Management (5th ed. 2013), chapters 11 to 13; [P] Silver, Pyke and Thomas,
Inventory and Production Management in Supply Chains (4th ed. 2017). Demand and lead time are in
one unit of time, money in one currency; `z` is the level's standard normal quantile.
"""

from dataclasses import dataclass
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


def newsvendor_normal(underage: float, overage: float, mean: Number, sd: Number) -> Floats:
    """What to stock for one season of normal demand ([S] 4.3.2)."""
    from scipy.special import ndtri

    return mean + ndtri(critical_ratio(underage, overage)) * sd


def safety_stock(
    level: Number, sd: Number, interval: Number, mean: Number = 0.0, interval_sd: Number = 0.0
) -> Floats:
    """The classic z x sd: `sd` and `mean` of demand in a unit of time, over an `interval` that may
    itself be uncertain ([C] 11.2, 11.4)."""
    from scipy.special import ndtri

    variance = interval * _floats(sd) ** 2 + _floats(mean) ** 2 * _floats(interval_sd) ** 2
    return ndtri(_floats(level)) * np.sqrt(variance)


def cycle_service_normal(stock: Number, mean: Number, sd: Number) -> Floats:
    """Type 1: the probability that `stock` lasts over a cycle of normal demand ([C] 11.2)."""
    from scipy.special import ndtr

    return np.asarray(ndtr((_floats(stock) - mean) / sd))


def shortage_normal(stock: Number, mean: Number, sd: Number) -> Floats:
    """The units expected short in a cycle of normal demand: sd x the normal loss ([C] 11.2)."""
    from scipy.special import ndtr

    z = (_floats(stock) - mean) / sd
    return sd * (np.exp(-z * z / 2) / np.sqrt(2 * np.pi) - z * ndtr(-z))


def fill_rate(shortage: Number, quantity: Number) -> Floats:
    """Type 2: the share of demand met from stock, where `shortage` of the `quantity` that a cycle
    replaces is short ([C] 11.2). Not the cycle service, which is the share of cycles."""
    return 1 - _floats(shortage) / quantity


@dataclass(frozen=True)
class Costs:
    """What an order, a unit held for a unit of time, and a unit short cost."""

    order: Number
    holding: Number
    short: Number


@dataclass(frozen=True)
class Normal:
    """Normal demand over some time."""

    mean: Number
    sd: Number


def reorder_point_quantity(costs: Costs, demand: float, over_lead: Normal) -> tuple[float, float]:
    """(s, Q) for `demand` in a unit of time, normal `over_lead` time, found by turns (Hadley and
    Whitin's approximation by the expected inventory level, [S] 5.3)."""
    from scipy.special import ndtri

    order, holding, short = float(costs.order), float(costs.holding), float(costs.short)
    mean, sd = float(over_lead.mean), float(over_lead.sd)
    quantity, before = float(economic_order_quantity(order, holding, demand)), 0.0
    point = mean
    while abs(quantity - before) > 1e-9 * quantity:
        chance = min(quantity * holding / (short * demand), 1 - 1e-9)
        point = mean + sd * float(ndtri(1 - chance))
        lacking = short * float(shortage_normal(point, mean, sd))
        before = quantity
        quantity = float(economic_order_quantity(order + lacking, holding, demand))
    return point, quantity


def power_approximation(costs: Costs, demand: Number, over: Normal) -> tuple[Floats, Floats]:
    """(s, S) with periodic review by Ehrhardt and Mosier's power approximation (1984, [S] 4.4.4).

    `demand` is the mean of a review period, `over` of lead time and review together; costs are of
    a unit and a review period. Without their correction for orders that last less than 1.5 review
    periods, as in [S].
    """
    sd = _floats(over.sd)
    order = 1.3 * _floats(demand) ** 0.494 * (_floats(costs.order) / costs.holding) ** 0.506
    order = order * (1 + sd**2 / _floats(demand) ** 2) ** 0.116
    z = np.sqrt(order * costs.holding / (sd * costs.short))
    point = 0.973 * over.mean + sd * (0.183 / z + 1.063 - 2.192 * z)
    return point, point + order


def _floats(value: Any) -> Floats:
    return np.asarray(value, dtype=np.float64)
