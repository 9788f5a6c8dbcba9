"""The sample shop's promotions: which item is cheaper where and when, and what that does."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.calendar import Calendar
from core.data.sample.frames import ids, instants, take
from core.data.sample.products import Products
from core.data.sample.size import STORES, Size, stream
from core.data.sample.stores import STORE_LIST

KINDS = ("price_cut", "flyer", "display", "festival")
EFFECTS = np.array([1.0, 1.2, 1.45, 1.25])
"""What each kind multiplies demand by, beyond what the lower price does."""


@dataclass(frozen=True)
class Promotions:
    """Promotions one after the other (n,), and painted on the calendar.

    `at` (D, S, J) is the position of the running promotion, or -1; `price`
    (D, S, J) what the customer pays; `end` is the last day. One promotion is one
    item in one store; `number` is shared by the stores of one campaign.
    """

    item: NDArray[np.int64]
    store: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    kind: NDArray[np.int64]
    discount: NDArray[np.float64]
    number: NDArray[np.int64]
    at: NDArray[np.int32]
    price: NDArray[np.float64]

    @property
    def names(self) -> NDArray[np.object_]:
        """The ids of the campaigns."""
        return ids("M", 5, int(self.number.max(initial=-1)) + 1)

    @property
    def effect(self) -> NDArray[np.float64]:
        """The multiplier beyond the price, (D, S, J); 1 where nothing runs."""
        return np.append(EFFECTS[self.kind], 1.0)[self.at]


def make_promotions(size: Size, seed: int, products: Products, calendar: Calendar) -> Promotions:
    """Draws festival promotions first, then the shop's own rhythm around them."""
    rng = stream(seed, "promotions")
    at = np.full((size.days, STORES, products.count), -1, np.int32)
    rows: list[tuple[int, int, int, int, int, float, int]] = []
    campaign = 0
    for item in range(products.count):
        plans = [*_festival_plans(calendar, rng), *_own_plans(size, rng)]
        for begin, close, sort in plans:
            first, last = max(begin, int(products.launch[item])), min(close, size.days - 1)
            stores = _where(sort, rng)
            share = float(rng.choice([0.1, 0.15, 0.2, 0.25, 0.3]))
            if first > last or (at[first : last + 1, stores, item] >= 0).any():
                continue
            for store in stores:
                at[first : last + 1, store, item] = len(rows)
                rows.append((item, store, first, last, sort, share, campaign))
            campaign += 1
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    off = np.append(columns[5], 0.0)[at]
    price = np.round(products.list_price[:, None, :] * (1 - off), 2)
    return Promotions(*columns, at=at, price=price)  # type: ignore[misc]


def _festival_plans(calendar: Calendar, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """Start, end and kind for the shopping festivals that an item joins."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], calendar.sale.astype(int), [0]])))
    spans = edges.reshape(-1, 2)
    joined = spans[rng.random(len(spans)) < 0.35]
    return [(int(start), int(end) - 1, KINDS.index("festival")) for start, end in joined]


def _own_plans(size: Size, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    plans = []
    day = int(rng.integers(5, 80))
    while day < size.days:
        length = int(rng.choice([7, 10, 14]))
        plans.append((day, day + length - 1, int(rng.integers(3))))
        day += length + int(rng.integers(35, 120))
    return plans


def _where(kind: int, rng: np.random.Generator) -> list[int]:
    """A festival runs everywhere, the rest in two thirds of cases, else in some stores."""
    if KINDS[kind] == "festival" or rng.random() < 2 / 3:
        return list(range(STORES))
    return sorted(rng.choice(STORES, int(rng.integers(1, STORES)), replace=False).tolist())


def promotions_table(promotions: Promotions, products: Products, size: Size) -> pd.DataFrame:
    """The table `promotions`: one row a campaign and store, the end day included."""
    stores = np.array([store.id for store in STORE_LIST], object)
    return pd.DataFrame(
        {
            "promotion_id": take(promotions.names, promotions.number),
            "item_id": take(products.names, promotions.item),
            "store_id": take(stores, promotions.store),
            "start_date": instants(size.first_day, promotions.start),
            "end_date": instants(size.first_day, promotions.end),
            "promotion_type": take(np.array(KINDS, object), promotions.kind),
            "discount": promotions.discount,
        }
    )
