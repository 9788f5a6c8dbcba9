"""When people buy: a week as a heat map."""

import numpy as np
import pandas as pd
import streamlit as st
from babel.dates import get_day_names

from core.actions.explore import Lacking
from core.base.texts import LOCALES
from core.base.values import Dataset
from core.base.view import View
from core.explore.figures.rhythm import rhythm
from pages._ui import charts, explore_cached, explore_lacking, explore_products, layout
from pages._ui.session import language, texts, theme
from pages._ui.tables import file_name


def show(shop: Dataset, view: View) -> None:
    """The heat map and its numbers."""
    t = texts()
    with layout.card("explore_rhythm"):
        layout.section(t("explore.rhythm.title"), t("explore.rhythm.note"), key="rhythm")
        found = explore_cached.rhythm(view)
        if isinstance(found, Lacking):
            explore_lacking.show(found)
            return
        kinds = ["orders"] if found.sales is None else ["orders", "sales"]
        measure = st.segmented_control(
            t("explore.measure.label"),
            kinds,
            default="orders",
            format_func=lambda one: t(f"explore.figure.{one}.label"),
            key="explore_rhythm_measure",
            required=True,
            label_visibility="collapsed",
        )
        chart = rhythm(found, measure, t, theme())
        name = file_name(shop.name, "rhythm")
        charts.show(chart.figure, "explore_rhythm", chart.finding, name)
        with st.expander(t("explore.trend.table"), icon=":material/table:"):
            values = found.orders if measure == "orders" or found.sales is None else found.sales
            explore_products.table(_table(values), _heads(), "explore_rhythm", name)


def _table(values: np.ndarray) -> pd.DataFrame:
    days = get_day_names("wide", locale=LOCALES[language()])
    rows = pd.DataFrame(values.round(3), columns=[str(hour) for hour in range(24)])
    rows.insert(0, "weekday", [days[day] for day in range(7)])
    return rows


def _heads() -> dict[str, str]:
    hours = {str(hour): f"{hour}:00" for hour in range(24)}
    return {"weekday": texts()("explore.rhythm.weekday"), **hours}
