"""Order plan: what to order by a finished forecast, how much, when and why. ?run=ID says which."""

import streamlit as st

from core.actions import runs as running
from pages._ui import (
    forecast_choice,
    forecast_verdict,
    layout,
    orders_cached,
    orders_items,
    orders_passed,
    orders_plan,
    orders_sources,
    orders_terms,
    orders_what_if,
)
from pages._ui.errors import guard
from pages._ui.session import desk, link, texts

t = texts()
layout.page_header(t("orders.title"), t("orders.question"))

with guard():
    done = running.finished(desk(), "demand")
    if done:
        with layout.card("orders"):
            left, right = st.columns(2, gap="large")
            with left:
                own = (orders_terms.PARAM, orders_what_if.WHAT, orders_what_if.SCENARIO)
                run = forecast_choice.choose("orders", done, own)
                orders_plan.about(run)
                link("forecasts", t("orders.run.forecasts"), ":material/query_stats:", run=run.id)
                link("run", t("orders.run.open"), ":material/monitoring:", run=run.id)
            with right:
                orders_items.drop(run)
                with guard():
                    orders_sources.show(run)
        with guard():
            orders_passed.show(run)
        with guard():
            forecast_verdict.for_orders(run, orders_cached.bundle(run).report)
        orders_plan.show(run)
    else:
        forecast_choice.none_yet("orders", "local_shipping")
