"""What a unit too few and a unit too many cost, and the service level that follows."""

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import LEVELS
from core.inventory import formulas
from core.inventory.curve import Floats
from core.inventory.inputs import Items


def underage(items: Items) -> Floats:
    """What a unit short costs (s,): `stockout_cost`, else the margin, price less cost, and not less
    than nothing; NaN where neither is known."""
    margin = np.maximum(items.of("price") - items.of("unit_cost"), 0)
    stated = items.of("stockout_cost")
    return np.where(np.isnan(stated), margin, stated)


def overage(items: Items) -> Floats:
    """What a unit left over at the end of a review period costs (s,): holding it, and the unit
    itself where it spoils by then; NaN where its cost is not known."""
    review = items.of("review_period")
    spoiled = items.of("shelf_life") <= review
    return items.holding_cost * review + np.where(spoiled, items.of("unit_cost"), 0.0)


def below_cost(items: Items) -> NDArray[np.bool_]:
    """Where (s,) a unit is sold at or below what it costs, and nothing else is said of what a unit
    short costs."""
    cost = items.of("unit_cost")
    loses = (cost > 0) & (items.of("price") <= cost)
    return np.asarray(loses & np.isnan(items.of("stockout_cost")))


def earns_nothing(items: Items) -> NDArray[np.bool_]:
    """Where (s,) a unit short costs nothing and one too many does: no order is the best one."""
    return np.asarray(below_cost(items) | ((underage(items) <= 0) & (overage(items) > 0)))


def best_service_level(items: Items) -> Floats:
    """The critical ratio (s,), within the levels that forecasts have; NaN where it is not known.
    Where it is 0, nothing is to be ordered: see `earns_nothing`."""
    few, many = underage(items), overage(items)
    known = few + many > 0
    ratio = formulas.critical_ratio(np.where(known, few, np.nan), np.where(known, many, np.nan))
    return np.clip(ratio, LEVELS[0], LEVELS[-1])
