"""Tables: shown with the reader's number formats, downloaded as CSV and XLSX."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from pages._ui.session import texts

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_table(
    frame: pd.DataFrame,
    key: str,
    file_name: str,
    columns: Mapping[str, Any] | None = None,
    alt: str = "",
) -> None:
    """A read-only table with its downloads below, right.

    `columns` is Streamlit's column_config (labels, number formats); `file_name`
    has no ending. Cells are never Markdown, so data in them is harmless.
    """
    st.dataframe(
        frame,
        hide_index=True,
        column_config=dict(columns or {}),
        key=f"{key}_table",
        alt=alt or file_name,
        placeholder="–",
    )
    downloads(frame, key, file_name)


def downloads(frame: pd.DataFrame, key: str, file_name: str) -> None:
    """CSV and XLSX of a table, made when asked for; formula-like text is defused."""
    from core.actions.download import csv_bytes, xlsx_bytes

    t = texts()
    with st.container(horizontal=True, horizontal_alignment="right", gap="medium"):
        st.download_button(
            t("app.word.csv"),
            lambda: csv_bytes(frame),
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
            lambda: xlsx_bytes(frame),
            file_name=f"{file_name}.xlsx",
            mime=XLSX,
            key=f"{key}_xlsx",
            on_click="ignore",
            type="tertiary",
            icon=":material/download:",
            help=t("app.help.xlsx"),
        )
