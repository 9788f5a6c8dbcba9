"""What if: the same forecast under other prices, promotions, demand and closed days.
?run=ID says of which forecast, ?what=... or ?scenario=NAME the changes."""

import streamlit as st

from core.actions import runs as running
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import layout, run_words, what_if_view
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, link, param, set_param, texts

t = texts()
layout.page_header(t("what_if.title"), t("what_if.question"))


def choose(done: list[Run]) -> Run:
    """The forecast that is changed: the one in the URL, else the newest."""
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
    if st.session_state.get("what_if_run") not in known:
        st.session_state["what_if_run"] = asked if asked in known else done[0].id
    f = formats()
    at = st.selectbox(
        t("what_if.run.label"),
        list(known),
        format_func=lambda run: " · ".join(
            [known[run].name, run_words.asked(known[run], t, f), f.moment(known[run].created)]
        ),
        key="what_if_run",
    )
    if asked and asked != at:
        for name in ("what", "scenario"):
            set_param(name, None)
    set_param("run", at)
    return known[at]


with guard():
    done = running.finished(desk(), "demand")
    if done:
        with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
            run = choose(done)
            with st.container(width=190):
                link("forecasts", t("what_if.run.open"), ":material/query_stats:", run=run.id)
        what_if_view.show(run)
    else:
        with layout.empty_state("what_if", "tune", t("what_if.none.title"), t("what_if.none.body")):
            if st.button(
                t("what_if.none.button"), type="primary", icon=":material/model_training:"
            ):
                go("train", task="demand")
