"""That an order plan leaves items out because the forecast ends too soon, and the way out."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import order_view
from core.base.runs import Run
from pages._ui import layout, orders_cached, run_actions, run_words
from pages._ui.session import formats, set_param, texts

if TYPE_CHECKING:
    from core.actions.order_plan import Plan


def show(run: Run, made: "Plan") -> int:
    """The warning, with how far the forecast must reach for all; how many items it is about."""
    t, f = texts(), formats()
    forecast = orders_cached.bundle(run).forecast
    found = order_view.beyond(made, forecast.freq)
    if not found.items:
        return 0
    facts = {"n": f.count(found.items), "of": f.count(len(forecast.ids))}
    facts["share"] = f.percent(found.items / len(forecast.ids), 0)
    span = run_words.span(found.periods, forecast.freq, t, f)
    layout.verdict(
        "beware", t("orders.beyond.head", **facts), t("orders.beyond.note", span=span, **facts)
    )
    with st.container(horizontal=True, gap="small"):
        if st.button(
            t("orders.beyond.train", span=span),
            icon=":material/model_training:",
            key=f"orders_beyond_{run.id}",
        ):
            question = {**run.spec.question, "horizon": found.periods}
            run_actions.open_training(run, run.spec.model_copy(update={"question": question}))
        st.button(
            t("orders.beyond.which"),
            type="tertiary",
            icon=":material/list:",
            on_click=set_param,
            args=("part", "left_out"),
            key=f"orders_beyond_which_{run.id}",
        )
    return found.items
