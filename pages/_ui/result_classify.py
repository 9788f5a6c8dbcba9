"""A finished run that says yes or no: the verdict, what can be decided, how it came about."""

import streamlit as st

from core.actions.decide import decide
from core.actions.threshold import price_of
from core.base.runs import Run
from pages._ui import (
    cached,
    follow,
    layout,
    result_charts,
    result_head,
    result_tables,
    story,
    threshold,
)
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import texts

VIEWS = ("decide", "quality", "columns", "learning", "numbers", "settings")


def show(run: Run) -> None:
    """Draws the result of a finished run."""
    t = texts()
    report = cached.report(run)
    at = report.threshold if run.threshold is None else run.threshold
    price = price_of(run, report)
    tested = decide(report.test, at, price)
    result_head.show(report, tested)
    result_tables.reach(run)
    st.space("small")
    view = layout.tabs({name: t(f"run.view.{name}") for name in VIEWS}, key="view")
    with guard():
        if view == "decide":
            threshold.explore(run)
            threshold.on_test(run, report, tested)
        elif view == "quality":
            result_charts.quality(run, report)
        elif view == "columns":
            result_charts.columns(run)
        elif view == "learning":
            learning(run)
        elif view == "numbers":
            result_tables.numbers(run, report, (decide(report.validation, at, price), tested))
        else:
            result_tables.settings(run, positive=cached.details(run).positive)


def learning(run: Run) -> None:
    """How it learned: the leaderboard, the curves, the notes."""
    t = texts()
    result_tables.standings(run)
    told = story.read(run.id)
    if told.fits:
        st.caption(md_escape(t("run.learning.note")))
        follow.curves(told, key="past", name=run.name)
    follow.notes(told)
