"""Home: where to begin, or what needs a decision today."""

from collections.abc import Sequence

import streamlit as st

from core.actions.datasets import datasets
from core.actions.runs import runs
from core.base.runs import Run
from core.base.values import Dataset
from pages._ui import dataset_words, layout, today, today_came, welcome
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, link, texts

RECENT = 5
t = texts()


def today_list(found: Sequence[Run]) -> None:
    """What needs a decision, each line a link to the page that settles it."""
    lines = today.items(found, t, formats())
    if not lines:
        with layout.empty_state(
            "today", "task_alt", t("home.today.calm"), t("home.today.calm_note")
        ):
            if st.button(t("home.today.train"), type="primary", icon=":material/model_training:"):
                go("train")
        return
    with layout.rows("today"):
        for line in lines:
            with layout.row(f"today-{line.run}"):
                link("run", md_escape(line.name), f":material/{line.icon}:", run=line.run)
                layout.meta([line.sentence])


def recent(shops: Sequence[Dataset], found: Sequence[Run]) -> None:
    """The newest datasets and runs."""
    left, right = st.columns(2, gap="large")
    with left:
        layout.section(t("home.recent.datasets"), key="datasets")
        if not shops:
            st.caption(t("home.recent.no_datasets"))
        else:
            with layout.rows("datasets"):
                for shop in shops[:RECENT]:
                    dataset_words.link_row(shop, "home")
    with right:
        layout.section(t("home.recent.runs"), key="runs")
        if not found:
            st.caption(t("home.recent.no_runs"))
        else:
            with layout.rows("runs"):
                for run in found[:RECENT]:
                    run_row(run)


def run_row(run: Run) -> None:
    """A row that opens a run."""
    with layout.row(f"run-{run.id}"):
        link("run", md_escape(run.name), run=run.id)
        layout.meta([t(f"app.state.{run.state}"), formats().ago(run.created)])


with guard():
    shops, past = datasets(desk()), runs(desk())
    if not shops and not past:
        welcome.show()
    else:
        layout.page_header(t("home.title"), t("home.question"))
        today_list(past)
        came = st.container()
        recent(shops, past)
        with came:
            today_came.show(past)
