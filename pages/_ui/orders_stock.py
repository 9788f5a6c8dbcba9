"""What is too much, what will hardly ever sell, and what could not be planned."""

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from core.actions import order_list
from core.base.runs import Run
from pages._ui import cached, layout, orders_cached
from pages._ui.errors import callout
from pages._ui.escape import md_escape
from pages._ui.layout import Tile
from pages._ui.model_words import by_word
from pages._ui.orders_words import amount
from pages._ui.session import formats, texts
from pages._ui.tables import downloads, file_name, rounded, show_table

if TYPE_CHECKING:
    from core.actions.order_plan import Plan


def show(run: Run, made: "Plan") -> None:
    """Overstock and dead stock with the money tied up in them."""
    t, f = texts(), formats()
    layout.section(t("orders.stock.title"), t("orders.stock.note"), key="stock")
    rows = order_list.excess(made)
    if rows.empty:
        known = bool(len(orders_cached.given(run).items))
        key = "calm" if known else "unknown"
        layout.verdict("info", t(f"orders.stock.{key}"), t(f"orders.stock.{key}_note"))
        return
    dead = rows[rows["dead"]]
    layout.tiles(
        [
            Tile(t("orders.stock.over"), f.count(int((rows["excess"] > 0).sum())),
                 t("orders.stock.over_note", n=amount(float(rows["excess"].sum())))),
            Tile(t("orders.tile.tied"), amount(_money(rows["excess_money"])),
                 t("orders.tile.tied_note")),
            Tile(t("orders.stock.dead"), f.count(len(dead)), t("orders.stock.dead_note")),
            Tile(t("orders.stock.dead_money"), amount(_money(dead["stock_money"])),
                 t("orders.stock.dead_money_note")),
        ],
        compact=True,
    )  # fmt: skip
    rows = rows.assign(name=_names(run, rows.index))[["name", *rows.columns]]
    frame = orders_cached.parts(run).loc[rows.index].join(rows, rsuffix=" ")
    frame = frame.dropna(axis="columns", how="all")
    shown = frame.round(1).reset_index(drop=True)
    columns = {str(name): _column(str(name)) for name in frame.columns}
    show_table(
        shown, "orders_excess", file_name(run.name, "overstock"), columns,
        t("orders.stock.title"), lambda: _labelled(frame),
    )  # fmt: skip


def _names(run: Run, items: "pd.Index[str]") -> "pd.Series":
    """What the items are called, NaN where nothing tells."""
    names = cached.item_names(run, orders_cached.bundle(run))
    return pd.Series(names, dtype=object).reindex(items)


def _money(values: "pd.Series") -> float | None:
    known = values.dropna()
    return float(known.sum()) if len(known) else None


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    t = texts()
    names = {name: f"orders.column.{name}" for name in frame.columns}
    return rounded(frame).rename(columns={n: t(k) for n, k in names.items() if t.has(k)})


def _column(name: str) -> Any:
    t = texts()
    if not t.has(f"orders.column.{name}"):
        return st.column_config.TextColumn(by_word(name, t), pinned=True)
    label, told = t(f"orders.column.{name}"), t(f"orders.column_help.{name}")
    if name in ("name", "supplier"):
        return st.column_config.TextColumn(label, help=told)
    if name == "dead":
        return st.column_config.CheckboxColumn(label, help=told)
    return st.column_config.NumberColumn(label, help=told, format="localized")


def left_out(run: Run, made: "Plan") -> None:
    """Items that could not be planned, each with its reason, and what else is to be known."""
    t, f = texts(), formats()
    layout.section(t("orders.left_out.title"), t("orders.left_out.note"), key="left_out")
    for problem in made.problems:
        if problem.severity == "warning":
            callout(t.problem(problem.code, problem.facts), "warning")
    skipped = [
        {"item": str(p.facts.get("item", "")), "reason": t.problem(p.code, p.facts)}
        for p in made.skipped
    ]
    if not skipped:
        layout.verdict("better", t("orders.left_out.none"), t("orders.left_out.none_note"))
        return
    st.caption(md_escape(t("orders.left_out.count", n=f.count(len(skipped)))))
    labels = {
        "item": st.column_config.TextColumn(t("orders.column.series_id"), pinned=True),
        "name": st.column_config.TextColumn(t("orders.column.name")),
        "reason": st.column_config.TextColumn(t("orders.column.reason"), width="large"),
    }
    frame = pd.DataFrame(skipped)
    frame.insert(1, "name", _names(run, pd.Index(frame["item"])).to_numpy())
    frame = frame.dropna(axis="columns", how="all")
    st.dataframe(frame, hide_index=True, column_config=labels, key="orders_skipped",
                 alt=t("orders.left_out.title"))  # fmt: skip
    downloads(frame, "orders_left_out", file_name(run.name, "left-out"))
