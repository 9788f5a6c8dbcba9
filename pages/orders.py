"""Order plan: what to order by a finished forecast, how much, when and why. ?run=ID says which."""

import streamlit as st

from core.actions import runs as running
from core.base.errors import AppError
from core.base.runs import Run
from pages._ui import layout, model_words, orders_items, orders_plan
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, link, param, set_param, texts

t = texts()
layout.page_header(t("orders.title"), t("orders.question"))


def unfit(asked: str) -> None:
    """Says why nothing can be ordered by the run of the address, before another takes its place."""
    with guard():
        found = running.run(desk(), asked)
        if found.spec.task != "demand":
            facts = {"run": asked, "task": found.spec.task, "needed": "demand"}
            raise AppError("run_of_other_task", **facts)
        raise AppError("run_not_finished", run=asked, name=found.name)


def choose(done: list[Run]) -> Run:
    """The run in the URL, else the newest."""
    known = {run.id: run for run in done}
    asked = param("run")
    if asked and asked not in known:
        unfit(asked)
    if st.session_state.get("orders_run") not in known:
        st.session_state["orders_run"] = asked if asked in known else done[0].id
    f = formats()
    labels = {
        run.id: " · ".join([run.name, model_words.model_name(run, t, f), f.moment(run.created)])
        for run in done
    }
    at = st.selectbox(
        t("orders.run.label"),
        list(known),
        format_func=labels.__getitem__,
        key="orders_run",
        help=t("orders.run.help"),
    )
    set_param("run", at)
    return known[at]


with guard():
    done = running.finished(desk(), "demand")
    if done:
        with layout.card("orders"):
            left, right = st.columns(2, gap="large")
            with left:
                run = choose(done)
                orders_plan.about(run)
                link("forecasts", t("orders.run.forecasts"), ":material/query_stats:", run=run.id)
                link("run", t("orders.run.open"), ":material/monitoring:", run=run.id)
            with right:
                orders_items.drop(run)
        if run.summary and run.summary.verdict != "better":
            layout.verdict(
                "no_better", t("orders.run.not_better_title"), t("orders.run.not_better")
            )
        orders_plan.show(run)
    else:
        with layout.empty_state(
            "orders", "local_shipping", t("orders.none.title"), t("orders.none.body")
        ):
            if st.button(t("orders.none.button"), type="primary", icon=":material/model_training:"):
                go("train")
