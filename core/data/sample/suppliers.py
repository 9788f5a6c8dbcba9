"""The sample shop's suppliers and how long they take."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.data.sample.frames import Array, ids
from core.data.sample.products import SUPPLIERS
from core.data.sample.size import stream
from core.data.sample.words import BRANDS


@dataclass(frozen=True)
class Suppliers:
    """Lead times in days, as a mean and a standard deviation (K,), and the cost of an order."""

    lead: NDArray[np.float64]
    spread: NDArray[np.float64]
    order_cost: NDArray[np.float64]


def make_suppliers(seed: int) -> Suppliers:
    """Twelve suppliers, from next door to overseas."""
    rng = stream(seed, "suppliers")
    lead: Array = np.round(np.exp(rng.uniform(np.log(2.5), np.log(24), SUPPLIERS)), 1)
    return Suppliers(
        lead,
        np.round(lead * rng.uniform(0.1, 0.45, SUPPLIERS), 1),
        rng.choice([15.0, 30.0, 60.0, 120.0], SUPPLIERS),
    )


def suppliers_table(suppliers: Suppliers, supplier: Array, days: Array) -> pd.DataFrame:
    """The table `suppliers`; lead times as measured on the deliveries that have arrived.

    `supplier` and `days` (n,) are the supplier and the duration of each of them.
    """
    measured = pd.Series(days.astype(float)).groupby(supplier)
    every = range(SUPPLIERS)
    return pd.DataFrame(
        {
            "supplier_id": ids("SUP", 2, SUPPLIERS),
            "name_en": [f"{BRANDS[k][0]} Trading" for k in every],
            "name_zh": [f"{BRANDS[k][1]}商贸" for k in every],
            "agreed_lead_time_days": np.ceil(suppliers.lead * 0.9).astype(np.int64),
            "lead_time_days": measured.mean().reindex(every).round(2),
            "lead_time_sd_days": measured.std().reindex(every).round(2),
            "deliveries": measured.size().reindex(every, fill_value=0),
            "order_cost": suppliers.order_cost,
        }
    )
