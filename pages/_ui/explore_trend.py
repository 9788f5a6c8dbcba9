"""The course of a figure: by day, week or month of a calendar, with festivals and holidays."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from core.actions.explore import Course, Kpis, course, marked, usual_grain
from core.base.values import Dataset
from core.explore.figures.trend import trend
from pages._ui import charts, explore_products, layout
from pages._ui.session import language, param, set_param, texts, theme
from pages._ui.tables import file_name

_GRAINS = ("day", "week", "month")
_CALENDARS = ("iso", "us", "retail")
_COUNTRIES = ("cn", "us")


def show(shop: Dataset, found: Kpis) -> None:
    """What is drawn and how, the chart, and its numbers."""
    t = texts()
    with layout.card("explore_trend"):
        layout.section(t("explore.trend.title"), key="trend")
        names = [one.name for one in found.figures if one.by_day]
        measure = _one("measure", names, names[0])
        left, middle, right = st.columns(3, gap="medium")
        with left:
            grain = _one("grain", _GRAINS, usual_grain(found.periods.now.days))
        with middle:
            calendar = _one("calendar", _CALENDARS, "iso")
        with right:
            country = _one("holidays", _COUNTRIES, "cn" if language() == "zh" else "us")
        drawn = course(found, measure, grain, calendar)  # type: ignore[arg-type]
        days = marked(found.periods.now, country, language())  # type: ignore[arg-type]
        unit = t(f"explore.figure.{measure}.label")
        chart = trend(drawn, unit, days, t, theme())
        charts.show(chart.figure, "explore_trend", chart.finding, file_name(shop.name, measure))
        if any(drawn.cut):
            st.caption(t("explore.trend.cut"))
        with st.expander(t("explore.trend.table"), icon=":material/table:"):
            _table(drawn, file_name(shop.name, measure))


def _one(name: str, options: Sequence[str], usual: str) -> str:
    """One of a few; what is not usual stands in the address."""
    t, asked = texts(), param(name)
    key = f"explore_{name}"
    if st.session_state.get(key) not in options:
        st.session_state[key] = asked if asked in options else usual
    prefix = "explore.figure" if name == "measure" else f"explore.{name}"
    chosen: str = st.segmented_control(
        t(f"explore.{name}.label"),
        options,
        format_func=lambda one: t(f"{prefix}.{one}.label"),
        key=key,
        required=True,
        help=t(f"explore.{name}.help"),
    )
    set_param(name, None if chosen == usual else chosen)
    return chosen


def _table(drawn: Course, name: str) -> None:
    t = texts()
    table = pd.DataFrame({"day": drawn.first} | {n: list(v) for n, v in drawn.values.items()})
    heads = {"day": t("explore.column.from")} | {n: t(f"explore.against.{n}") for n in drawn.values}
    explore_products.table(table, heads, "explore_trend", name)
