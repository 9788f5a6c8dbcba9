"""One item of an order plan: its risk of running out day by day, and its safety stock."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import order_view
from core.base.runs import Run
from core.inventory.figures import risk
from pages._ui import cached, charts, layout, orders_cached
from pages._ui.layout import Tile
from pages._ui.session import formats, param, set_param, texts, theme
from pages._ui.tables import file_name

if TYPE_CHECKING:
    from core.actions.order_plan import Plan, Terms
    from core.actions.order_view import ItemView

_PARAM = "item"


def show(run: Run, terms: "Terms", made: "Plan") -> None:
    """The item of the URL, else the most urgent one."""
    t = texts()
    layout.section(t("orders.item.title"), t("orders.item.note"), key="item")
    item = _chosen(run, made)
    view = order_view.item_view(made, orders_cached.case(run, terms), item)
    if view is None:
        return
    _figures(view)
    drawn = risk.by_day(view.days, (view.risk, view.risk_without), view.marks, t, theme())
    charts.show(drawn.figure, "orders_risk", drawn.finding, file_name(run.name, "risk"))
    _safety(view)


def _chosen(run: Run, made: "Plan") -> str:
    t = texts()
    ids = made.rows["series_id"].tolist()
    parts = orders_cached.parts(run).loc[ids]
    names = cached.item_names(run, orders_cached.bundle(run))
    told = (" · ".join(row) for row in parts.to_numpy())
    labels = {
        item: f"{said} · {names[item]}" if item in names else said
        for item, said in zip(ids, told, strict=True)
    }
    key, asked = f"orders_item_{run.id}", param(_PARAM)
    if st.session_state.get(key) not in labels:
        st.session_state[key] = asked if asked in labels else ids[0]
    item = st.selectbox(
        t("orders.item.choose"), ids, format_func=labels.__getitem__, key=key, width=420
    )
    set_param(_PARAM, item)
    return item


def _figures(view: "ItemView") -> None:
    """How it stands and what is ordered."""
    t, f = texts(), formats()
    state, row = view.state, view.row
    out = state["runs_out"]
    gone = t("orders.item.never") if out is None or out != out else f.day(out.date())
    layout.tiles(
        [
            Tile(t("orders.column.quantity"), f.short(row["quantity"]),
                 t("orders.item.arrives", day=f.day(row["arrives"].date()))),
            Tile(t("orders.column.on_hand"), f.short(state["on_hand"]),
                 t("orders.item.on_order", n=f.short(state["on_order"]))),
            Tile(t("orders.column.daily_demand"), f.number(state["daily_demand"]),
                 t("orders.item.protection", n=f.number(state["protection_demand"]))),
            Tile(t("orders.column.runs_out"), gone,
                 t("orders.item.risk", risk=f.percent(state["risk_before"]))),
            Tile(t("orders.tile.cycle"), f.percent(state["expected_cycle_service"])),
            Tile(t("orders.tile.fill"), f.percent(state["expected_fill_rate"])),
        ],
        compact=True,
    )  # fmt: skip


def _safety(view: "ItemView") -> None:
    """The safety stock from the calibrated quantile beside the classic one."""
    t, f = texts(), formats()
    state = view.state
    ours, classic = float(state["safety_stock"]), float(state["classic_safety_stock"])
    level = f.percent(state["service_level"])
    layout.section(t("orders.safety.title"), t("orders.safety.note", level=level), key="safety")
    layout.tiles(
        [
            Tile(t("orders.safety.ours"), f.number(ours), t("orders.safety.ours_note"), "accent"),
            Tile(t("orders.safety.classic"), f.number(classic), t("orders.safety.classic_note")),
            Tile(t("orders.safety.point"), f.number(float(state["reorder_point"])),
                 t("orders.safety.point_note")),
        ],
        compact=True,
    )  # fmt: skip
    if ours < 0:
        layout.meta([t("orders.safety.below")])
        return
    far = abs(ours - classic) > 0.1 * max(abs(classic), 1.0)
    key = ("more" if ours > classic else "less") if far else "alike"
    layout.meta([t(f"orders.safety.{key}", n=f.number(abs(ours - classic)))])
