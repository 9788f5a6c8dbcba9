"""What can be done with a run: score, run again, change and train, rename, share, delete."""

import streamlit as st

from core.actions import runs as running
from core.actions.datasets import dataset
from core.actions.train import replay, retry
from core.base.errors import AppError
from core.base.runs import Run
from core.base.specs import RunSpec
from pages._ui import draft as drafts
from pages._ui.errors import guard, show_error
from pages._ui.escape import md_escape
from pages._ui.session import desk, go, notify, texts


def bar(run: Run) -> None:
    """The actions of the run page, in one line."""
    t = texts()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if run.state == "finished":
            use(run)
            if run.spec.task == "demand":
                order(run)
        if run.over:
            again(run)
        change(run, "run")
        with st.popover(t("app.word.more"), icon=":material/more_horiz:"):
            rename(run, "run")
            st.caption(t("run.action.share"))
            st.code(share_url(run), language=None)
            if st.button(
                t("run.action.delete"), icon=":material/delete:", key="run_delete", width="stretch"
            ):
                running.trash(desk(), run.id)
                notify(md_escape(t("runs.deleted", name=run.name)))
                go("runs")


NEXT = {
    "classify": ("score", "fact_check"),
    "demand": ("forecasts", "query_stats"),
    "recommend": ("recommend", "recommend"),
}
"""The page that a finished run is used on, by task, with its icon."""

GOOD = {
    "classify": ("better",),
    "demand": ("better", "no_better"),
    "recommend": ("better", "no_better"),
}
"""Verdicts that a run is used with: a naive forecast is a forecast still, and what is popular a
list."""


def use(run: Run) -> None:
    """The way to where the run is used: the next step where the verdict is good, else one of
    several."""
    good = run.summary is not None and run.summary.verdict in GOOD[run.spec.task]
    page, icon = NEXT[run.spec.task]
    if st.button(
        texts()(f"run.action.{page}"),
        type="primary" if good else "secondary",
        icon=f":material/{icon}:",
        key=f"run_{page}",
    ):
        go(page, run=run.id)


def order(run: Run) -> None:
    """The way from a forecast to the orders by it."""
    if st.button(texts()("run.action.orders"), icon=":material/local_shipping:", key="run_orders"):
        go("orders", run=run.id)


def share_url(run: Run) -> str:
    """The address of the run's page."""
    base = (st.context.url or "").split("?")[0]
    return f"{base}?run={run.id}"


def again(run: Run) -> None:
    """Starts a new run: of a finished one with what was resolved, else with what was asked."""
    t = texts()
    finished = run.state == "finished"
    if st.button(
        t("run.action.again" if finished else "run.action.retry"),
        type="secondary" if finished else "primary",
        icon=":material/replay:",
        key=f"again_{run.id}",
        help=t("run.action.again_help" if finished else "run.action.retry_help"),
    ):
        with guard():
            made = replay(desk(), run.id) if finished else retry(desk(), run.id)
            go("run", run=made.id)


def change(run: Run, where: str) -> None:
    """Opens the Train page with the run's settings."""
    t = texts()
    if not st.button(
        t("run.action.change"),
        icon=":material/tune:",
        key=f"{where}_change_{run.id}",
        help=t("run.action.change_help"),
    ):
        return
    open_training(run, run.spec)


def open_training(run: Run, spec: RunSpec) -> None:
    """Opens the Train page with `spec`, a change of the run's."""
    try:
        draft = drafts.fill_from(spec, dataset(desk(), spec.dataset), run.id)
    except AppError as error:
        show_error(error)
        return
    if draft is not None:
        at = {"dataset": draft.dataset.id, "table": draft.table.name, "task": draft.task}
        go("train", **at, target=draft.target or None)


def rename(run: Run, where: str) -> None:
    """A field and a button that give the run another name."""
    t = texts()
    name = st.text_input(
        t("run.action.rename"), run.name, max_chars=120, key=f"{where}_name_{run.id}"
    )
    if (
        st.button(t("run.action.rename_do"), key=f"{where}_rename_{run.id}", width="stretch")
        and name.strip() != run.name
    ):
        with guard():
            running.rename(desk(), run.id, name)
            st.rerun()
