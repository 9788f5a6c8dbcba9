"""The lines of an order plan: filtered, editable, and taken home."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.actions import datasets, order_book, order_list
from core.actions.order_workbook import Titled
from core.base.runs import Run
from pages._ui import cached, layout, orders_cached, orders_taken
from pages._ui.escape import md_escape
from pages._ui.model_words import by_word
from pages._ui.orders_words import amount
from pages._ui.session import begin, desk, formats, notify, texts

if TYPE_CHECKING:
    import pandas as pd

    from core.actions.order_plan import Plan, Terms

_SHOWN = (
    "name", "quantity", "risk_before", "cost", "runs_out", "reason", "arrives", "supplier", "abc",
    "proposed", "packs", "on_hand", "on_order", "order_up_to", "safety_stock",
    "expected_fill_rate",
)  # fmt: skip
"""The columns of the table: what decides stands first, so that a phone shows it."""
_WIDTHS = {
    "name": 126, "quantity": 80, "risk_before": 75, "cost": 80, "runs_out": 115, "arrives": 115,
    "reason": 265, "supplier": 75,
}  # fmt: skip
_ROW_HEIGHT = 66
"""In rows as high as this Streamlit wraps what does not fit into a line."""
_TURN, _GONE = "orders_turn", "orders_own_gone"
_WHOLE = 10
"""A table of so many rows is shown whole."""


def show(run: Run, terms: "Terms", made: "Plan") -> None:
    """The table of what is ordered, with what can be done to it."""
    t = texts()
    layout.section(t("orders.lines.title"), t("orders.lines.note"), key="lines")
    bundle = orders_cached.bundle(run)
    rows = order_list.listed(made, bundle, t, cached.item_names(run, bundle))
    chosen = _filtered(run, rows)
    if chosen.empty:
        layout.verdict("info", t("orders.lines.none"), t("orders.lines.none_note"))
        return
    _table(run, chosen)
    _below(run, chosen)
    orders_taken.show(run, rows, Titled(run.name, _dataset(run), made, terms))
    _suppliers(made)


def _filtered(run: Run, rows: "pd.DataFrame") -> "pd.DataFrame":
    """The rows that the reader wants to see: ordered ones or all, by supplier, class and words, in
    the order that was chosen."""
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
            width=170,
        )  # fmt: skip
        names = sorted(rows["supplier"].dropna().unique())
        suppliers = _several(run, "supplier", names) if names else []
        classes = _several(run, "abc", sorted(rows["abc"].dropna().unique()))
        how = _sort(run)
    if which == "ordered":
        rows = rows[(rows["quantity"] > 0) | (rows["proposed"] > 0)]
    parts = orders_cached.parts(run)
    found = order_list.filtered(rows, parts, words, (suppliers, classes))
    return order_list.ordered_by(found, how)


def _sort(run: Run) -> str:
    """What the rows are sorted by."""
    t = texts()
    return st.selectbox(
        t("orders.lines.sort.label"),
        order_list.SORTS,
        format_func=lambda how: t(f"orders.lines.sort.{how}"),
        key=begin(f"orders_sort_{run.id}", order_list.SORTS[0]),
        width=230,
    )


def _several(run: Run, name: str, options: list[str]) -> list[str]:
    t = texts()
    return st.multiselect(
        t(f"orders.column.{name}"), options, key=f"orders_{name}s_{run.id}", width=165,
        placeholder=t("orders.lines.any"),
    )  # fmt: skip


def _table(run: Run, rows: "pd.DataFrame") -> None:
    """The rows; the quantity can be typed into, and stays the user's own."""
    t = texts()
    parts = orders_cached.parts(run)
    new = rows["abc"] + f" · {t('forecasts.young')}"
    marked = rows.assign(abc=rows["abc"].mask(rows["young"], new))
    frame = parts.loc[rows.index].join(order_list.on_screen(marked, _SHOWN), rsuffix=" ")
    ids = list(rows.index)
    turn = st.session_state.get(_TURN, 0)
    proposed = rows["proposed"].tolist()
    # A table of the same key keeps the cells that it showed, whatever is proposed by now.
    shown = hash((*ids, *proposed)) & 0xFFFFFFFF
    key = f"orders_lines_{run.id}_{turn}_{shown:x}"
    st.data_editor(
        frame.reset_index(drop=True),
        hide_index=True,
        disabled=[name for name in frame.columns if name != "quantity"],
        column_config={str(name): _column(str(name)) for name in frame.columns},
        key=key,
        on_change=_typed,
        args=(run, key, ids, proposed),
        placeholder="–",
        row_height=_ROW_HEIGHT,
        alt=t("orders.lines.title"),
        height="content" if len(frame) <= _WHOLE else 700,
    )


def _column(name: str) -> Any:
    t = texts()
    if not t.has(f"orders.column.{name}"):
        return st.column_config.TextColumn(by_word(name, t), pinned=True, width="small")
    label, told, width = (
        t(f"orders.column.{name}"),
        t(f"orders.column_help.{name}"),
        _WIDTHS.get(name),
    )
    number = st.column_config.NumberColumn
    if name == "quantity":
        return number(label, help=told, min_value=0.0, format="localized", width=width)
    if name == "risk_before":
        label = t("orders.lines.risk")
    if name in ("risk_before", "expected_fill_rate"):
        return number(label, help=told, format="percent", width=width)
    if name in ("runs_out", "arrives"):
        form = formats().day_pattern
        return st.column_config.DateColumn(label, help=told, format=form, width=width)
    if name in ("name", "reason", "supplier", "abc"):
        return st.column_config.TextColumn(label, help=told, width=width or "small")
    return number(label, help=told, format="localized", width=width)


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


def _below(run: Run, chosen: "pd.DataFrame") -> None:
    """How much is shown, and the user's own quantities with the way back."""
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
        _undo(run)


def _undo(run: Run) -> None:
    """The way back for the quantities of the run that were reset last."""
    of, gone = st.session_state.get(_GONE, ("", {}))
    if of == run.id:
        st.button(
            texts()("orders.lines.reset_undo", n=formats().count(len(gone))),
            type="tertiary",
            icon=":material/undo:",
            on_click=_back,
            args=(run, gone),
            key="orders_own_undo",
        )


def _back(run: Run, gone: dict[str, float]) -> None:
    since = order_book.book_of(desk(), run.id).own
    order_book.keep_own(desk(), run.id, {**gone, **since})
    st.session_state.pop(_GONE, None)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _dataset(run: Run) -> str:
    """What the dataset of the run is called; one that is gone keeps its id."""
    every = datasets.datasets(desk()) + datasets.datasets(desk(), trashed=True)
    return next((one.name for one in every if one.id == run.spec.dataset), run.spec.dataset)


def _reset(run: Run, own: dict[str, float]) -> None:
    order_book.keep_own(desk(), run.id, dict.fromkeys(own))
    st.session_state[_GONE] = (run.id, own)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    notify(texts()("orders.lines.reset_done", n=formats().count(len(own))))


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
