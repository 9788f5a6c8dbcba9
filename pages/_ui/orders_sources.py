"""What the tables of the dataset know of the items, offered column by column with its source."""

import streamlit as st

from core.actions import item_table
from core.base.runs import Run
from pages._ui import layout, orders_cached
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import desk, formats, notify, texts


def show(run: Run) -> None:
    """The columns that are known, from where and of which day; one button takes them in."""
    found = orders_cached.offered(run)
    if not found.sources:
        return
    t, f = texts(), formats()
    title = t("orders.sources.title", n=f.count(len(found.sources)))
    with st.expander(title, icon=":material/database:"):
        st.caption(md_escape(t("orders.sources.note")))
        body = [
            [
                Cell(t(f"orders.column.{one.name}"), f"{one.table}.{one.column}"),
                Cell(_days(one.first, one.last)),
                Cell(f.count(one.items)),
            ]
            for one in found.sources
        ]
        header = [t(f"orders.sources.column.{name}") for name in ("what", "day", "items")]
        layout.table(header, body, title)
        st.button(
            t("orders.sources.take"),
            icon=":material/download_done:",
            on_click=_take,
            args=(run,),
            key="orders_sources_take",
        )


def _days(first: str | None, last: str | None) -> str:
    t = texts()
    if first is None:
        return t("orders.sources.no_day")
    return str(last) if first == last else t("orders.sources.days", first=first, last=last)


def _take(run: Run) -> None:
    """Takes the columns into the table of items, for a callback."""
    found = orders_cached.offered(run)
    item_table.take_known(desk(), run.id, found.items)
    notify(md_escape(texts()("orders.sources.taken", n=formats().count(len(found.items)))))
