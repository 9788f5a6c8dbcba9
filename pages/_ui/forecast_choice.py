"""Which finished forecast, or recommender, a page is about: the one of the address, else the
newest."""

import streamlit as st

from core.actions import runs as running
from core.base.runs import Run
from pages._ui import layout, run_words
from pages._ui.errors import guard
from pages._ui.session import desk, formats, go, param, set_param, texts

_LABELS = {"demand": "forecasts.run", "recommend": "lists.run"}


def choose(page: str, done: list[Run], own: tuple[str, ...] = (), task: str = "demand") -> Run:
    """A choice of the runs of a task that are `done` (at least one). Why the one of the address is
    none is said, before another takes its place; parameters of its `own` go with it. On a small
    screen, where the choice is cut off, what is chosen stands below."""
    t = texts()
    known = {run.id: run for run in done}
    asked, key = param("run"), f"{page}_run"
    if asked and asked not in known:
        with guard():
            known[asked], _ = running.finished_run(desk(), asked, task)
    if st.session_state.get(key) not in known:
        st.session_state[key] = asked if asked in known else done[0].id
    labels = {run.id: told(run) for run in known.values()}
    at: str = st.selectbox(
        t(f"{_LABELS[task]}.label"),
        list(labels),
        format_func=labels.__getitem__,
        key=key,
        help=t(f"{_LABELS[task]}.help"),
    )
    with st.container(key=f"mlnarrow-{page}-run"):
        layout.meta([labels[at]])
    if asked and asked != at:
        for name in own:
            set_param(name, None)
    set_param("run", at)
    return known[at]


def told(run: Run) -> str:
    """A run as it stands in the list: name, what it asks, when."""
    t, f = texts(), formats()
    return " · ".join([run.name, run_words.asked(run, t, f), f.moment(run.created)])


def none_yet(page: str, icon: str, task: str = "demand") -> None:
    """What is said where there is no such run, and the way to one."""
    t = texts()
    with layout.empty_state(page, icon, t(f"{page}.none.title"), t(f"{page}.none.body")):
        if st.button(t(f"{page}.none.button"), type="primary", icon=":material/model_training:"):
            go("train", task=task)
