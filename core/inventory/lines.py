"""The lines of an order plan."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.inventory.curve import Floats
from core.inventory.fit import Case

LIKELY = 0.5
"""From this risk on an item is told to run out before the order comes."""


@dataclass(frozen=True)
class Steps:
    """How an order came to be (s,): what the policy `wanted`, what `packs`, minimum and shelf made
    of it, what budget and capacity left (`proposed`), and the `order` that is made: another one
    where the user chose a quantity."""

    wanted: Floats
    packs: Floats
    proposed: Floats
    order: Floats


def order_rows(case: Case, states: pd.DataFrame, steps: Steps) -> pd.DataFrame:
    """One row an item, those likeliest to run out before an order comes first; `quantity` is 0
    where nothing is ordered.

    `unlimited` is what would be proposed without budget and capacity. `reason` is the text key of
    why, `changed` of what made it another size (empty: nothing but
    whole packs). `cost` is NaN where the unit cost is not known. `arrives` counts the mean lead
    time from the first day of the forecast, on which the order is made (`order_date`).
    """
    items, order = case.items, steps.order
    first = case.forecast.dates[0].astype("datetime64[s]")
    lead = np.rint(items.of("lead_time") * 86400).astype("timedelta64[s]")
    pack, cost = items.of("pack_size"), items.of("unit_cost")
    rows = pd.DataFrame(
        {
            "series_id": items.ids,
            "supplier": items.table["supplier"].to_numpy(),
            "quantity": order,
            "proposed": steps.proposed,
            "unlimited": steps.packs,
            "packs": np.round(order / pack, 2),
            "order_date": np.full(len(order), first),
            "arrives": first + lead,
            "reason": _reason(case, states, steps),
            "changed": _changed(case, steps),
            "unit_cost": cost,
            "cost": order * cost,
        }
    )
    shown = ["on_hand", "on_order", "daily_demand", "order_up_to", "safety_stock", "risk_before",
             "runs_out", "expected_fill_rate"]  # fmt: skip
    rows = pd.concat([rows, states[shown].reset_index(drop=True)], axis=1)
    return rows.sort_values("risk_before", ascending=False, kind="stable", ignore_index=True)


def _reason(case: Case, states: pd.DataFrame, steps: Steps) -> np.ndarray:
    urgent = states["risk_before"].to_numpy() >= LIKELY
    wanted, late = steps.wanted > 0, states["late"].to_numpy()
    reasons = {
        "unknown": np.isnan(states["reorder_point"]),
        "no_gain": case.idle,
        "runs_out": urgent & wanted,
        "too_late": late & wanted,
        "below": wanted,
        "soon": urgent & (states["on_order"].to_numpy() > 0),
    }
    keys = [f"inventory.reason.{name}" for name in reasons]
    return np.select(list(reasons.values()), keys, "inventory.reason.enough")


def _changed(case: Case, steps: Steps) -> np.ndarray:
    least = case.items.of("minimum_order")
    return np.select(
        [
            steps.order != steps.proposed,
            steps.proposed < steps.packs - 1e-9,
            steps.packs < steps.wanted - 1e-9,
            (steps.wanted < least) & (steps.packs > 0),
        ],
        [
            "inventory.changed.own",
            "inventory.changed.limit",
            "inventory.changed.shelf",
            "inventory.changed.minimum",
        ],
        "",
    )
