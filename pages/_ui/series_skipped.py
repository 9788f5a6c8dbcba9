"""What is left out of a forecast: series, each with the reason, cancelled orders, rows that were
read otherwise."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from pages._ui.escape import md_escape
from pages._ui.session import formats, texts
from pages._ui.tables import show_table

if TYPE_CHECKING:
    from core.actions.forecasts import Cancelled, Skipped
    from core.base.protocols import Problem


def noticed(found: Sequence["Problem"]) -> None:
    """Rows that were not read as they stand, a sentence each."""
    t, f = texts(), formats()
    for one in found:
        facts = {k: f.count(v) if isinstance(v, int) else v for k, v in one.facts.items()}
        st.caption(md_escape(t.problem(one.code, facts)))


def cancelled(found: "Cancelled") -> None:
    """How many order lines were cancelled and are no demand; nothing where there are none."""
    if found.lines:
        f = formats()
        told = {"n": f.count(found.lines), "units": f.count(round(found.units))}
        st.caption(md_escape(texts()("demand.cancelled", **told)))


def skipped(found: Sequence["Skipped"], key: str) -> None:
    """How many there are for each reason, and all of them in a table."""
    t, f = texts(), formats()
    for reason in dict.fromkeys(one.reason for one in found):
        count = sum(one.reason == reason for one in found)
        st.caption(md_escape(t(f"demand.skipped.{reason}", n=f.count(count))))
    frame = pd.DataFrame(
        {
            "series": [one.series_id for one in found],
            "why": [t(f"demand.skipped_short.{one.reason}") for one in found],
        }
    )
    heads = {
        "series": st.column_config.TextColumn(t("demand.column.series"), pinned=True),
        "why": st.column_config.TextColumn(t("demand.column.why")),
    }
    show_table(frame, f"skipped_{key}", "merchlab-series-left-out", heads)
