"""The rows of an order plan in words: listed, filtered, what is too much, and taken home."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from core.actions.order_plan import told
from core.base.texts import Texts
from core.demand.classes import classed
from core.inventory.plan import Plan
from core.lab.demand.bundle import DemandBundle

DOWNLOADED = (
    "name", "supplier", "quantity", "proposed", "packs", "order_date", "arrives", "unit_cost",
    "cost", "reason", "abc", "on_hand", "on_order", "daily_demand", "order_up_to", "safety_stock",
    "risk_before", "runs_out", "expected_fill_rate",
)  # fmt: skip
"""What an order list holds, behind what the series are by."""


def classes(bundle: DemandBundle) -> pd.Series:
    """The ABC class of each series, by id."""
    return pd.Series(classed(bundle.panel).abc, index=list(bundle.forecast.ids), name="abc")


def parts(bundle: DemandBundle) -> pd.DataFrame:
    """What the series are by, by id."""
    return bundle.panel.keys.astype(str).set_axis(list(bundle.forecast.ids), axis=0)


def listed(
    made: Plan, bundle: DemandBundle, texts: Texts, names: Mapping[str, str]
) -> pd.DataFrame:
    """A row an item, the most urgent first, by id: what it is, its `name`, its class, whether it is
    `young` and forecast like similar ones, and the plan's row in words; `reason` has both why and
    what changed the quantity."""
    rows = told(made.rows, texts)
    rows["proposed"] = rows["proposed"].astype(float)
    rows = rows.set_index("series_id")
    young = pd.Series(bundle.series["young"].to_numpy(bool), list(bundle.forecast.ids))
    young = young.reindex(rows.index)
    new = np.where(young, texts("orders.lines.young"), "")
    between = "" if texts.lang == "zh" else " "
    reason = rows["reason"] + between + rows["changed"]
    rows["reason"] = (reason.str.strip() + between + new).str.strip()
    name = pd.Series(names, dtype=object).reindex(rows.index)
    return rows.drop(columns="changed").assign(
        name=name, young=young, abc=classes(bundle).reindex(rows.index)
    )


SORTS = ("urgency", "money", "units", "code")


def ordered_by(rows: pd.DataFrame, how: str) -> pd.DataFrame:
    """Rows of `listed` by one of `SORTS`: the most urgent, dearest, or largest orders first, or the
    ids in turn."""
    if how == "code":
        return rows.sort_index(kind="stable")
    if how == "urgency":
        columns = ["risk_before", "runs_out", "quantity"]
        rising = [False, True, False]
        return rows.sort_values(columns, ascending=rising, kind="stable", na_position="last")
    column = {"money": "cost", "units": "quantity"}[how]
    return rows.sort_values(column, ascending=False, kind="stable", na_position="last")


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
    """The rows of `listed` whose ids, names or suppliers hold all `words`, `among` these suppliers
    and these classes (none: all)."""
    keep = pd.Series(True, index=rows.index)
    for column, wanted in zip(("supplier", "abc"), among, strict=True):
        if wanted:
            keep &= rows[column].isin(list(wanted))
    held = parts.loc[rows.index].agg(" ".join, axis=1)
    held = held + " " + rows["name"].fillna("") + " " + rows["supplier"].fillna("")
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


def taken_home(
    rows: pd.DataFrame, bundle: DemandBundle, texts: Texts, columns: Sequence[str] = DOWNLOADED
) -> pd.DataFrame:
    """Rows of `listed` as an order list: what the series are by first, headings in words, days as
    days; columns that are empty in all rows are left out."""
    kept = rows[list(columns)].copy()
    for name in {"order_date", "arrives", "runs_out"} & set(columns):
        kept[name] = kept[name].dt.date.astype(object).where(kept[name].notna(), None)
    kept = kept.dropna(axis="columns", how="all") if len(kept) else kept
    kept = kept.rename(columns={name: texts(f"orders.column.{name}") for name in kept})
    found = parts(bundle).reindex(rows.index).join(kept)
    return found.reset_index(drop=True)
