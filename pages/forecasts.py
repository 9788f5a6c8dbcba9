"""Forecasts: what will sell, series by series. ?run=ID says which forecast."""

import streamlit as st

from core.actions import runs as running
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import forecasts_list, layout, measures, run_words
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, link, param, set_param, texts

t = texts()
layout.page_header(t("forecasts.title"), t("forecasts.question"))


def choose(done: list[Run]) -> Run:
    """The forecast that is shown: the one in the URL, else the newest."""
    known = {run.id: run for run in done}
    asked = param("run")
    if asked and asked not in known:
        with guard():
            found = running.run(desk(), asked)
            if found.spec.task != "demand":
                raise AppError(
                    "run_of_other_task", run=asked, task=found.spec.task, needed="demand"
                )
            raise AppError("run_not_finished", run=asked, name=found.name)
    if st.session_state.get("forecasts_run") not in known:
        st.session_state["forecasts_run"] = asked if asked in known else done[0].id
    at = st.selectbox(
        t("forecasts.run.label"),
        list(known),
        format_func=lambda run: told(known[run]),
        key="forecasts_run",
        help=t("forecasts.run.help"),
    )
    set_param("run", at)
    return known[at]


def told(run: Run) -> str:
    """A forecast as it stands in the list: name, what it asks, when."""
    f = formats()
    return " · ".join([run.name, run_words.asked(run, t, f), f.moment(run.created)])


def about(run: Run) -> None:
    """How good the forecast is, and the way to its run."""
    layout.meta([run_words.judged(run, t), measures.headline(run, t, formats())])
    with st.container(horizontal=True, key="mlways"):
        link("run", t("forecasts.run.open"), ":material/monitoring:", run=run.id)
        link("orders", t("forecasts.run.orders"), ":material/local_shipping:", run=run.id)


with guard():
    done = running.finished(desk(), "demand")
    if done:
        with layout.card("forecast"):
            run = choose(done)
            about(run)
        with guard():
            forecasts_list.show(run)
    else:
        with layout.empty_state(
            "forecasts", "query_stats", t("forecasts.none.title"), t("forecasts.none.body")
        ):
            if st.button(
                t("forecasts.none.button"), type="primary", icon=":material/model_training:"
            ):
                go("train", task="demand")
