"""Forecasts: what will sell, series by series. ?run=ID says which forecast."""

import streamlit as st

from core.actions import runs as running
from core.base.runs import Run
from pages._ui import (
    cached,
    forecast_came,
    forecast_choice,
    forecast_verdict,
    forecasts_list,
    layout,
    measures,
)
from pages._ui.errors import guard
from pages._ui.session import desk, formats, link, texts

t, f = texts(), formats()
layout.page_header(t("forecasts.title"), t("forecasts.question"))


def about(run: Run) -> None:
    """How good the forecast is, and the way to its run."""
    forecast_verdict.show(run, cached.forecast(run).report, measures.headline(run, t, formats()))
    with st.container(horizontal=True, key="mlways"):
        link("run", t("forecasts.run.open"), ":material/monitoring:", run=run.id)
        link("orders", t("forecasts.run.orders"), ":material/local_shipping:", run=run.id)


def show(run: Run) -> None:
    """The series of the forecast; and what came of it, once newer data tell of its days."""
    came = forecast_came.find(run)
    if came is not None:
        views = {name: t(f"forecasts.view.{name}") for name in ("ahead", "came")}
        if layout.tabs(views, key="view") == "came":
            forecast_came.show(run, came)
            return
        forecast_came.notice(run, came)
    forecasts_list.show(run)


with guard():
    done = running.finished(desk(), "demand")
    if done:
        with layout.card("forecast"):
            run = forecast_choice.choose("forecasts", done)
            about(run)
        with guard():
            show(run)
    else:
        forecast_choice.none_yet("forecasts", "query_stats")
