"""How each item stands before it is ordered: cover, risk, overstock and dead stock."""

import numpy as np
import pandas as pd

from core.inventory.curve import Floats
from core.inventory.expect import Expected
from core.inventory.fit import Case
from core.inventory.policies.policy import Levels
from core.inventory.risk import risk_before_delivery, runs_out, short_before_delivery
from core.inventory.safety import classic_safety_stock

DEAD_DAYS = 365
"""Stock that lasts longer than a year is dead."""


def item_states(case: Case, levels: Levels, level: Floats, expected: Expected,
                risk: Floats) -> pd.DataFrame:  # fmt: skip
    """One row an item, by id: what is there, the levels, the risk of running out before an order
    made now comes (`risk_before`) and the likely day of it, the units that will likely be lacking
    by then (`short_before`), days of cover, and the money tied up in what exceeds the order-up-to
    level (`excess`); money is NaN where the cost is not known.

    `safety_stock` is the reorder point less the mean demand of the time that it is for; it may be
    below zero where demand is rare. `level` (s,) is the service level aimed at, `expected` is with
    the plan's orders, `risk` (s, h) without. `late` tells what is on order and comes too late to be
    counted.
    """
    items = case.items
    span = levels.protects(case.outlook, items)
    known = {
        "service_level": level,
        "supplier": items.table["supplier"],
        "on_hand": items.of("on_hand"),
        "on_order": items.of("on_order"),
        "protection_demand": span.mean,
        "reorder_point": levels.reorder_point,
        "order_up_to": levels.order_up_to,
        "safety_stock": levels.reorder_point - span.mean,
        "classic_safety_stock": classic_safety_stock(span, level),
        "risk_before": risk_before_delivery(case.outlook, risk),
        "short_before": short_before_delivery(case.outlook, items),
        "runs_out": _dates(case, runs_out(risk)),
        "late": span.late(items),
        "expected_fill_rate": expected.fill_rate,
        "expected_cycle_service": expected.cycle_service,
    }
    return pd.DataFrame(
        known | _tied_up(case, levels, span.counted(items)), index=items.table.index
    )


def _tied_up(case: Case, levels: Levels, position: Floats) -> dict[str, np.ndarray]:
    """How long stock lasts, what of it is too much, and the money in it."""
    items, cost = case.items, case.items.of("unit_cost")
    daily = case.forecast.daily
    hand = items.of("on_hand")
    cover = np.divide(hand, daily, out=np.where(hand > 0, np.inf, 0.0), where=daily > 0)
    excess = np.maximum(position - np.maximum(levels.order_up_to, 0), 0)
    return {
        "daily_demand": daily,
        "days_of_cover": cover,
        "stock_money": hand * cost,
        "excess": excess,
        "excess_money": excess * cost,
        "dead": (cover > DEAD_DAYS) & (hand > 0),
    }


def _dates(case: Case, place: Floats) -> np.ndarray:
    known = ~np.isnan(place)
    found = np.full(len(place), np.datetime64("NaT"), dtype="datetime64[s]")
    found[known] = case.forecast.dates[place[known].astype(np.int64)]
    return found
