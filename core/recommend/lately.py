"""What is popular, and what is new, at the end of what is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.recommend.attributes import Attributes
from core.recommend.interactions import Interactions

DAYS = 21
"""Days that are `lately`."""
FEWEST = 3
LEADING = 0.1
"""The share of the items that anybody met lately which are called popular."""


@dataclass(frozen=True)
class Lately:
    """Over the last `days` (0: of all time, where times are not known or do not reach farther
    back), of each item: how many `customers` met it, whether it `leads` all items, or those of its
    category (`leads_category`); its `age` in days where it was first met within these days, else
    -1; whether `nobody` ever met it."""

    days: int
    customers: NDArray[np.int64]
    leads: NDArray[np.bool_]
    leads_category: NDArray[np.bool_]
    age: NDArray[np.int64]
    nobody: NDArray[np.bool_]


def lately_of(found: Interactions, told: Attributes) -> Lately:
    """Looks at the last `DAYS`. New are items that came after twice as long without them."""
    items = len(found.items)
    first = np.full(items, np.inf)
    long = bool(found.timed and len(found) and found.end - found.day.min() >= 2 * DAYS)
    late = found.where(found.day >= found.end - DAYS) if long else found
    pairs = np.unique(late.user.astype(np.int64) * items + late.item)
    customers = np.bincount(pairs % max(items, 1), minlength=items)
    age = np.full(items, -1)
    if long:
        np.minimum.at(first, found.item, found.day)
        new = np.isfinite(first) & (found.end - first < DAYS)
        age[new] = np.floor(found.end - first[new]).astype(np.int64)
    of_category = np.zeros(items, bool)
    for code in range(len(told.categories)):
        mine = np.flatnonzero(told.category == code)
        of_category[mine] = _leading(customers[mine])
    ever = np.bincount(found.item, minlength=items)
    return Lately(DAYS if long else 0, customers, _leading(customers), of_category, age, ever == 0)


def _leading(customers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """The leading tenth of those with a customer, of at least `FEWEST`: those with more than the
    first behind this tenth, so that equals lead together or not at all."""
    there = np.sort(customers[customers > 0])[::-1]
    behind = there[int(np.ceil(len(there) * LEADING)) :]
    return (customers >= FEWEST) & (customers > behind.max(initial=0))
