"""The rows of an order plan in words: listed, filtered, what is too much, and taken home."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from core.actions.order_plan import told
from core.base.texts import Texts
from core.demand.classes import classed
from core.inventory.plan import Plan
from core.lab.demand.bundle import DemandBundle

DOWNLOADED = (
    "supplier", "quantity", "proposed", "packs", "order_date", "arrives", "unit_cost", "cost",
    "reason", "abc", "on_hand", "on_order", "daily_demand", "order_up_to", "safety_stock",
    "risk_before", "runs_out", "expected_fill_rate",
)  # fmt: skip
"""What an order list holds, behind what the series are by."""


def classes(bundle: DemandBundle) -> pd.Series:
    """The ABC class of each series, by id."""
    return pd.Series(classed(bundle.panel).abc, index=list(bundle.forecast.ids), name="abc")


def parts(bundle: DemandBundle) -> pd.DataFrame:
    """What the series are by, by id."""
    return bundle.panel.keys.astype(str).set_axis(list(bundle.forecast.ids), axis=0)


def listed(made: Plan, bundle: DemandBundle, texts: Texts) -> pd.DataFrame:
    """A row an item, the most urgent first, by id: what it is, its class, and the plan's row in
    words; `reason` has both why and what changed the quantity."""
    rows = told(made.rows, texts)
    rows["reason"] = (rows["reason"] + " " + rows["changed"]).str.strip()
    rows["proposed"] = rows["proposed"].astype(float)
    rows = rows.drop(columns="changed").set_index("series_id")
    return rows.assign(abc=classes(bundle).reindex(rows.index))


def excess(made: Plan) -> pd.DataFrame:
    """Items with more stock than they need, by id, the dearest first, with what is dead of it."""
    rows = made.states[(made.states["excess"] > 0) | made.states["dead"]]
    shown = ["supplier", "on_hand", "on_order", "order_up_to", "daily_demand", "days_of_cover",
             "excess", "excess_money", "stock_money", "dead"]  # fmt: skip
    found = rows[shown].replace([np.inf], np.nan)
    return found.sort_values(
        ["excess_money", "excess"], ascending=False, kind="stable", na_position="last"
    )


def filtered(
    rows: pd.DataFrame,
    parts: pd.DataFrame,
    words: str,
    among: tuple[Sequence[str], Sequence[str]] = ((), ()),
) -> pd.DataFrame:
    """The rows of `listed` whose ids or suppliers hold all `words`, `among` these suppliers and
    these classes (none: all)."""
    keep = pd.Series(True, index=rows.index)
    for column, wanted in zip(("supplier", "abc"), among, strict=True):
        if wanted:
            keep &= rows[column].isin(list(wanted))
    held = parts.loc[rows.index].agg(" ".join, axis=1) + " " + rows["supplier"].fillna("")
    held = held.str.casefold()
    for word in words.casefold().split():
        keep &= held.str.contains(word, regex=False)
    return rows[keep]


def on_screen(rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Those `columns` of `listed` that hold anything, figures as exact as is worth reading."""
    found = rows[[name for name in columns if rows[name].notna().any()]]
    exact = {"risk_before": 3, "expected_fill_rate": 3, "cost": 2}
    figures = found.select_dtypes("float").columns
    return found.round({name: exact.get(str(name), 1) for name in figures})


def taken_home(rows: pd.DataFrame, bundle: DemandBundle, texts: Texts) -> pd.DataFrame:
    """Rows of `listed` as an order list: what the series are by first, headings in words, days as
    days; columns that are empty in all rows are left out."""
    kept = rows[list(DOWNLOADED)].copy()
    for name in ("order_date", "arrives", "runs_out"):
        kept[name] = kept[name].dt.strftime("%Y-%m-%d")
    kept = kept.dropna(axis="columns", how="all") if len(kept) else kept
    kept = kept.rename(columns={name: texts(f"orders.column.{name}") for name in kept})
    found = parts(bundle).reindex(rows.index).join(kept)
    return found.reset_index(drop=True)


MOST_SHEETS = 60


def sheets(rows: pd.DataFrame, bundle: DemandBundle, texts: Texts) -> dict[str, pd.DataFrame]:
    """An order list as sheets by name: all orders, then those of each supplier where there are
    several (and not more than a workbook is good for)."""
    found = {texts("orders.sheet.all"): taken_home(rows, bundle, texts)}
    names = rows["supplier"].dropna().unique()
    if not 1 < len(names) + rows["supplier"].isna().any() <= MOST_SHEETS:
        return found
    for name in sorted(names):
        found[str(name)] = taken_home(rows[rows["supplier"] == name], bundle, texts)
    if rows["supplier"].isna().any():
        nobody = rows[rows["supplier"].isna()]
        found[texts("orders.sheet.nobody")] = taken_home(nobody, bundle, texts)
    return found
