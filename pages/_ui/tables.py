"""Tables: shown with the reader's number formats, downloaded as CSV and XLSX."""

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages._ui.session import texts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIGITS = 6
"""Significant digits of figures that are taken home: more are noise."""


def file_name(name: str, what: str) -> str:
    """What a download is called, without its ending: whose it is, then what.

    >>> file_name("Online shoppers · Revenue", "metrics")
    'merchlab-online-shoppers-revenue-metrics'
    """
    slug = re.sub(r"[\W_]+", "-", name.casefold()).strip("-")[:60].strip("-")
    return "-".join(part for part in ("merchlab", slug, what) if part)


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """`frame` with its figures in six significant digits."""
    figures = frame.select_dtypes("float").columns
    return frame.assign(
        **{name: frame[name].map(lambda x: float(f"{x:.{DIGITS}g}")) for name in figures}
    )


def show_table(
    frame: pd.DataFrame,
    key: str,
    file_name: str,
    columns: Mapping[str, Any] | None = None,
    alt: str = "",
    whole: Callable[[], pd.DataFrame] | None = None,
) -> None:
    """A read-only table with its downloads below, right.

    `columns` is Streamlit's column_config (labels, number formats); `file_name`
    has no ending. `whole` gives what the downloads hold where only a part is
    shown. Cells are never Markdown, so data in them is harmless.
    """
    st.dataframe(
        frame,
        hide_index=True,
        column_config=dict(columns or {}),
        key=f"{key}_table",
        alt=alt or file_name,
        placeholder="–",
    )
    downloads(frame if whole is None else whole, key, file_name)


def downloads(held: pd.DataFrame | Callable[[], pd.DataFrame], key: str, file_name: str) -> None:
    """CSV and XLSX of a table, or of what gives it when asked; formula-like text is defused."""
    from core.actions.download import csv_bytes, xlsx_bytes

    t = texts()

    def made() -> pd.DataFrame:
        return held if isinstance(held, pd.DataFrame) else held()

    with st.container(horizontal=True, horizontal_alignment="right", gap="medium"):
        st.download_button(
            t("app.word.csv"),
            lambda: csv_bytes(made()),
            file_name=f"{file_name}.csv",
            mime="text/csv",
            key=f"{key}_csv",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
            help=t("app.help.csv"),
        )
        st.download_button(
            t("app.word.xlsx"),
            lambda: xlsx_bytes(made()),
            file_name=f"{file_name}.xlsx",
            mime=XLSX,
            key=f"{key}_xlsx",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
            help=t("app.help.xlsx"),
        )
