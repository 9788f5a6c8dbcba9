"""One series of a forecast: its past, what is expected, and how well it was foreseen before.
?run=ID&series=ID says which."""

import streamlit as st

from core.actions import runs as running
from core.actions.series import Known, known_of
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import cached, layout, run_words, series_one
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, link, param, texts

t = texts()


def head(run: Run, series: str) -> None:
    """What the series is called, the forecast it is of, and the way back to all of them."""
    f = formats()
    layout.page_header(series, " · ".join([run.name, run_words.asked(run, t, f)]))
    link("forecasts", t("series.back"), ":material/arrow_back:", run=run.id)


def find(run: Run, series: str) -> Known:
    """The series of the URL. Raises AppError series_unknown, and those of a bundle."""
    return known_of(cached.forecast(run), cached.series(run), series)


def show(run_id: str, series: str) -> None:
    """The page of a series."""
    run = running.run(desk(), run_id)
    head(run, series)
    if run.spec.task != "demand":
        raise AppError("run_of_other_task", run=run_id, task=run.spec.task, needed="demand")
    if run.state != "finished":
        raise AppError("run_not_finished", run=run_id, name=run.name)
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
