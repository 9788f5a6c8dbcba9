"""One series of a forecast: its past, what is expected, and how well it was foreseen before.
?run=ID&series=ID says which."""

import streamlit as st

from core.actions import runs as running
from core.actions.series import Known, known_of
from core.base.runs import Run
from pages._ui import cached, layout, run_words, series_one
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, link, param, texts

t = texts()


def head(run: Run, series: str) -> None:
    """What the series is called, the forecast it is of, and the way back to all of them."""
    f = formats()
    name = cached.item_names(run, cached.forecast(run)).get(series, "") if run.digest else ""
    told = [part for part in (name, run.name, run_words.asked(run, t, f)) if part]
    layout.page_header(series, " · ".join(told))
    link("forecasts", t("series.back"), ":material/arrow_back:", run=run.id)


def find(run: Run, series: str) -> Known:
    """The series of the URL. Raises AppError series_unknown, and those of `forecast_of`."""
    return known_of(cached.forecast(run), cached.series(run), series)


def show(run_id: str, series: str) -> None:
    """The page of a series."""
    run = running.run(desk(), run_id)
    head(run, series)
    series_one.show(run, series, find(run, series))


with guard():
    asked, named = param("run"), param("series")
    if asked and named:
        show(asked, named)
    else:
        layout.page_header(t("app.page.series"), t("series.question"))
        with layout.empty_state(
            "series", "show_chart", t("series.none.title"), t("series.none.body")
        ):
            if st.button(t("series.none.button"), type="primary"):
                go("forecasts")
