"""Above an order plan: that days of its forecast have come since, and the way to a newer one."""

import streamlit as st

from core.base.runs import Run
from pages._ui import cached, forecast_came, layout, orders_cached, run_actions
from pages._ui.session import formats, texts


def show(run: Run) -> None:
    """Nothing while no day has come, by the newest version of the data."""
    found = cached.scored(run)
    if found is None:
        return
    t, f = texts(), formats()
    day = orders_cached.bundle(run).forecast.dates[0].astype("datetime64[D]").item()
    key = "all" if found.periods >= found.horizon else "some"
    told = f.sentences(forecast_came.heard(found), t("orders.passed.out"))
    layout.verdict("beware", t(f"orders.passed.{key}", day=f.day(day)), told)
    if st.button(
        t("orders.passed.again"),
        icon=":material/replay:",
        key=f"orders_passed_{run.id}",
        type="primary",
    ):
        run_actions.open_training(run, run.spec.model_copy(update={"dataset": found.told.id}))
