"""An order plan taken home: CSV, and a workbook with a sheet to send to each supplier."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import order_list, order_workbook
from core.actions.download import book_bytes, csv_bytes
from core.base.runs import Run
from pages._ui import orders_cached
from pages._ui.session import texts
from pages._ui.tables import XLSX, file_name, rounded

if TYPE_CHECKING:
    import pandas as pd

    from core.actions.order_workbook import Titled


def show(run: Run, rows: "pd.DataFrame", titled: "Titled") -> None:
    """The downloads of all orders among `rows`, whatever is shown."""
    t = texts()
    ordered = rows[rows["quantity"] > 0]

    def as_book() -> bytes:
        found = order_workbook.sheets(ordered, orders_cached.bundle(run), titled, t)
        told = [(name, rounded(frame)) for name, frame in found]
        return book_bytes(told, order_workbook.formats(ordered, t))

    def as_csv() -> bytes:
        return csv_bytes(rounded(order_list.taken_home(ordered, orders_cached.bundle(run), t)))

    with st.container(horizontal=True, horizontal_alignment="right", gap="medium"):
        for ending, write, mime in (("csv", as_csv, "text/csv"), ("xlsx", as_book, XLSX)):
            st.download_button(
                t(f"app.word.{ending}"),
                write,
                file_name=f"{file_name(run.name, 'orders')}.{ending}",
                mime=mime,
                key=f"orders_{ending}",
                on_click="ignore",
                type="primary" if ending == "xlsx" else "tertiary",
                icon=":material/download:",
                help=t(f"orders.lines.{ending}_help"),
            )
