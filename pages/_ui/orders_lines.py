"""The lines of an order plan: filtered, editable, and taken home."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.actions import order_book, order_list
from core.actions.download import book_bytes, csv_bytes
from core.base.runs import Run
from pages._ui import layout, orders_cached
from pages._ui.escape import md_escape
from pages._ui.orders_words import amount
from pages._ui.session import begin, desk, formats, notify, texts
from pages._ui.tables import XLSX, file_name, rounded

if TYPE_CHECKING:
    import pandas as pd

    from core.actions.order_plan import Plan

_SHOWN = (
    "quantity", "proposed", "cost", "risk_before", "runs_out", "arrives", "supplier", "reason",
    "packs", "on_hand", "on_order", "order_up_to", "safety_stock", "expected_fill_rate", "abc",
)  # fmt: skip
_TURN = "orders_turn"
_WHOLE = 15
"""A table of so many rows is shown whole."""


def show(run: Run, made: "Plan") -> None:
    """The table of what is ordered, with what can be done to it."""
    t = texts()
    layout.section(t("orders.lines.title"), t("orders.lines.note"), key="lines")
    rows = order_list.listed(made, orders_cached.bundle(run), t)
    chosen = _filtered(run, rows)
    if chosen.empty:
        layout.verdict("info", t("orders.lines.none"), t("orders.lines.none_note"))
        return
    _table(run, chosen)
    _below(run, rows, chosen)
    _suppliers(made)


def _filtered(run: Run, rows: "pd.DataFrame") -> "pd.DataFrame":
    """The rows that the reader wants to see: ordered ones or all, by supplier, class and words."""
    t = texts()
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        which = st.segmented_control(
            t("orders.lines.which"),
            ["ordered", "all"],
            format_func=lambda code: t(f"orders.lines.{code}"),
            required=True,
            key=begin(f"orders_which_{run.id}", "ordered"),
        )
        words = st.text_input(
            t("orders.lines.search"), key=f"orders_search_{run.id}", icon=":material/search:",
            width=220,
        )  # fmt: skip
        names = sorted(rows["supplier"].dropna().unique())
        suppliers = _several(run, "supplier", names) if names else []
        classes = _several(run, "abc", sorted(rows["abc"].dropna().unique()))
    if which == "ordered":
        rows = rows[(rows["quantity"] > 0) | (rows["proposed"] > 0)]
    return order_list.filtered(rows, orders_cached.parts(run), words, (suppliers, classes))


def _several(run: Run, name: str, options: list[str]) -> list[str]:
    t = texts()
    return st.multiselect(
        t(f"orders.column.{name}"), options, key=f"orders_{name}s_{run.id}", width=220,
        placeholder=t("orders.lines.any"),
    )  # fmt: skip


def _table(run: Run, rows: "pd.DataFrame") -> None:
    """The rows; the quantity can be typed into, and stays the user's own."""
    t = texts()
    parts = orders_cached.parts(run)
    frame = parts.loc[rows.index].join(order_list.on_screen(rows, _SHOWN), rsuffix=" ")
    ids = list(rows.index)
    turn = st.session_state.get(_TURN, 0)
    key = f"orders_lines_{run.id}_{turn}_{hash(tuple(ids)) & 0xFFFFFFFF:x}"
    st.data_editor(
        frame.reset_index(drop=True),
        hide_index=True,
        disabled=[name for name in frame.columns if name != "quantity"],
        column_config={str(name): _column(str(name)) for name in frame.columns},
        key=key,
        on_change=_typed,
        args=(run, key, ids, rows["proposed"].tolist()),
        placeholder="–",
        alt=t("orders.lines.title"),
        height="content" if len(frame) <= _WHOLE else 560,
    )


def _column(name: str) -> Any:
    t = texts()
    if not t.has(f"orders.column.{name}"):
        return st.column_config.TextColumn(name, pinned=True)
    label, told = t(f"orders.column.{name}"), t(f"orders.column_help.{name}")
    if name == "quantity":
        return st.column_config.NumberColumn(label, help=told, min_value=0.0, format="localized")
    if name in ("risk_before", "expected_fill_rate"):
        return st.column_config.ProgressColumn(
            label, help=told, min_value=0, max_value=1, format="percent"
        )
    if name in ("runs_out", "arrives"):
        return st.column_config.DateColumn(label, help=told)
    if name == "reason":
        return st.column_config.TextColumn(label, help=told, width="large")
    if name in ("supplier", "abc"):
        return st.column_config.TextColumn(label, help=told, width="small")
    return st.column_config.NumberColumn(label, help=told, format="localized")


def _typed(run: Run, key: str, ids: list[str], proposed: list[float]) -> None:
    """Keeps quantities that were typed, for a callback."""
    typed = changes(st.session_state[key]["edited_rows"], ids, proposed)
    if typed:
        order_book.keep_own(desk(), run.id, typed)


def changes(
    edited: Mapping[int, Mapping[str, Any]], ids: list[str], proposed: list[float]
) -> dict[str, float | None]:
    """Quantities of the user's own by item, from the rows that were `edited`; one that is as
    proposed, or emptied, is none."""
    found: dict[str, float | None] = {}
    for place, cells in edited.items():
        if "quantity" in cells:
            value, was = cells["quantity"], proposed[int(place)]
            found[ids[int(place)]] = None if value is None or value == was else float(value)
    return found


def _below(run: Run, rows: "pd.DataFrame", chosen: "pd.DataFrame") -> None:
    """How much is shown, the user's own quantities with the way back, and the downloads."""
    t, f = texts(), formats()
    own = order_book.book_of(desk(), run.id).own
    told = [
        t("orders.lines.shown", n=f.count(len(chosen))),
        t("orders.lines.units", n=amount(float(chosen["quantity"].sum()))),
    ]
    if chosen["cost"].notna().any():
        told.append(t("orders.lines.money", cost=amount(float(chosen["cost"].sum()))))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        layout.meta(told)
        if own:
            layout.chips([t("orders.lines.own", n=f.count(len(own)))], "accent")
            st.button(
                t("orders.lines.reset"),
                type="tertiary",
                icon=":material/undo:",
                on_click=_reset,
                args=(run, dict(own)),
                key="orders_own_reset",
            )
    _downloads(run, rows)


def _reset(run: Run, own: dict[str, float]) -> None:
    order_book.keep_own(desk(), run.id, dict.fromkeys(own))
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    notify(texts()("orders.lines.reset_done", n=formats().count(len(own))))


def _downloads(run: Run, rows: "pd.DataFrame") -> None:
    """All orders, whatever is shown: CSV, and a workbook with a sheet for each supplier."""
    t = texts()
    ordered = rows[rows["quantity"] > 0]

    def sheets() -> dict[str, Any]:
        found = order_list.sheets(ordered, orders_cached.bundle(run), t)
        return {name: rounded(frame) for name, frame in found.items()}

    def as_csv() -> bytes:
        return csv_bytes(rounded(order_list.taken_home(ordered, orders_cached.bundle(run), t)))

    with st.container(horizontal=True, horizontal_alignment="right", gap="medium"):
        name = file_name(run.name, "orders")
        for ending, made, mime in (
            ("csv", as_csv, "text/csv"),
            ("xlsx", lambda: book_bytes(sheets()), XLSX),
        ):
            st.download_button(
                t(f"app.word.{ending}"),
                made,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"orders_{ending}",
                on_click="ignore",
                type="primary" if ending == "xlsx" else "tertiary",
                icon=":material/download:",
                help=t(f"orders.lines.{ending}_help"),
            )


def _suppliers(made: "Plan") -> None:
    """Lines, units and money by supplier, where there are several."""
    t, f = texts(), formats()
    found = made.by_supplier
    if len(found) < 2:
        return
    layout.section(t("orders.lines.by_supplier"), key="by_supplier")
    names = ("supplier", "lines", "quantity", "cost")
    body = [
        [
            layout.Cell(str(name) if isinstance(name, str) else t("orders.sheet.nobody")),
            layout.Cell(f.count(row["lines"])),
            layout.Cell(amount(row["units"])),
            layout.Cell(amount(row["cost"])),
        ]
        for name, row in found.iterrows()
    ]
    heads = [t(f"orders.column.{name}") for name in names]
    layout.table(heads, body, md_escape(t("orders.lines.by_supplier")))
