"""What is known of the items: dropped as a file, or typed into a table; with what was assumed."""

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.typing import UploadedFile

from core.actions import item_history, item_table
from core.actions.download import csv_bytes, xlsx_bytes
from core.base.runs import Run
from pages._ui import layout, orders_cached
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.model_words import by_word
from pages._ui.score_list import TYPES
from pages._ui.session import desk, formats, notify, texts
from pages._ui.tables import XLSX, file_name

_ROUND, _TURN = "orders_files", "orders_items_turn"
_WHOLE = 12
"""A table of so many rows is shown whole."""


def drop(run: Run) -> None:
    """The place to drop a file, the template, and the way back to the table before."""
    t, f = texts(), formats()
    turn = st.session_state.setdefault(_ROUND, 0)
    file = st.file_uploader(t("orders.items.drop"), TYPES, key=f"orders_file_{run.id}_{turn}")
    if file is not None:
        with guard():
            with st.spinner(t("orders.items.reading")):
                rows = _take(run, file)
            st.session_state[_ROUND] = turn + 1
            notify(md_escape(t("orders.items.taken", file=file.name, rows=f.count(rows))))
            st.rerun()
    st.caption(md_escape(t("orders.items.drop_note")))
    with st.container(horizontal=True, gap="medium"):
        _template(run)
        _steps(run)


def _steps(run: Run) -> None:
    """The way back from the last change of the tables, and forth again."""
    t, known = texts(), item_history.history_of(desk(), run.id)
    for name, steps in (("undo", known.back), ("redo", known.ahead)):
        if steps:
            st.button(
                t(f"orders.items.{name}"),
                type="tertiary",
                icon=f":material/{name}:",
                help=t(f"orders.items.{name}_help"),
                on_click=_step,
                args=(run, name),
                key=f"orders_{name}",
            )


def _step(run: Run, name: str) -> None:
    """Goes a step, for a callback; the tables forget what was typed into them."""
    (item_history.undo if name == "undo" else item_history.redo)(desk(), run.id)
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1


def _take(run: Run, file: UploadedFile) -> int:
    """Reads the bytes from a file of our own naming."""
    suffix = Path(file.name).suffix.lower()
    safe = suffix if suffix.lstrip(".") in TYPES else ".csv"
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / f"items{safe}"
        path.write_bytes(file.getvalue())
        return item_table.take(desk(), run.id, path, orders_cached.bundle(run))


def _template(run: Run) -> None:
    t = texts()

    def made() -> Any:
        return item_table.template(orders_cached.bundle(run), t)

    for name, write, mime in (("csv", csv_bytes, "text/csv"), ("xlsx", xlsx_bytes, XLSX)):
        st.download_button(
            t(f"orders.items.template_{name}"),
            lambda write=write: write(made()),
            file_name=f"{file_name(run.name, 'items')}.{name}",
            mime=mime,
            key=f"orders_template_{name}",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
        )


def fill_in(run: Run) -> None:
    """The tables of items and suppliers to type into; an empty cell takes the default."""
    t = texts()
    layout.section(t("orders.items.title"), t("orders.items.note"), key="items")
    parts = orders_cached.parts(run)
    known = item_table.shown(desk(), run.id, list(parts.index))
    frame = parts.join(known, rsuffix=" ")
    _editor(run, "items", frame, [str(name) for name in parts.columns])
    theirs = item_table.suppliers_shown(desk(), run.id)
    if len(theirs):
        layout.section(t("orders.items.suppliers"), t("orders.items.suppliers_note"), key="theirs")
        _editor(run, "suppliers", theirs.rename_axis("supplier").reset_index(), ["supplier"],
                list(theirs.index))  # fmt: skip
    if len(item_table.items(desk(), run.id)):
        st.button(
            t("orders.items.clear"),
            type="tertiary",
            icon=":material/delete:",
            on_click=item_table.clear,
            args=(desk(), run.id),
            key="orders_clear",
        )


def _editor(
    run: Run, which: str, frame: Any, fixed: list[str], names: list[str] | None = None
) -> None:
    """One of the tables; `fixed` columns say whose row it is, `names` are the ids of the rows."""
    ids = list(frame.index) if names is None else names
    turn = st.session_state.get(_TURN, 0)
    key = f"orders_{which}_{run.id}_{turn}_{hash(tuple(ids)) & 0xFFFFFF:x}"
    st.data_editor(
        frame.reset_index(drop=True),
        hide_index=True,
        disabled=fixed,
        column_config={name: _column(name) for name in frame.columns if name not in fixed}
        | {name: st.column_config.TextColumn(_name(name), pinned=True) for name in fixed},
        key=key,
        on_change=_typed,
        args=(run, which, key, ids),
        placeholder="–",
        alt=texts()("orders.items.title"),
        height="content" if len(frame) <= _WHOLE else 460,
    )


def _name(name: str) -> str:
    t = texts()
    return t(f"orders.column.{name}") if t.has(f"orders.column.{name}") else by_word(name, t)


def _column(name: str) -> Any:
    t = texts()
    label, told = t(f"orders.column.{name}"), t(f"orders.column_help.{name}")
    if name in ("supplier", "currency"):
        return st.column_config.TextColumn(label, help=told)
    return st.column_config.NumberColumn(label, help=told, min_value=0.0, format="%.6g")


def _typed(run: Run, which: str, key: str, ids: list[str]) -> None:
    """Keeps the cells that were typed into, for a callback."""
    changed = st.session_state[key]["edited_rows"]
    edits = {ids[int(place)]: dict(cells) for place, cells in changed.items() if cells}
    write = item_table.edit if which == "items" else item_table.edit_suppliers
    if edits:
        write(desk(), run.id, edits)


def remarks(assumed: list[Any]) -> None:
    """The defaults that the plan rests on, each with how many items it was taken for."""
    t, f = texts(), formats()
    told = [
        t(
            "orders.items.assumed",
            column=t(f"orders.column.{one.column}"),
            value=t("orders.items.own_lead") if one.value is None else f.number(one.value),
            n=f.count(one.count),
        )
        for one in assumed
    ]
    if told:
        with st.container(key="mldefaults", gap="xsmall"):
            st.caption(md_escape(t("orders.items.defaults")))
            layout.chips(told)
