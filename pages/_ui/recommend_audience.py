"""Whom to show a product to: the customers who most likely take it, to take home."""

import math
from typing import TYPE_CHECKING, Any

import streamlit as st

from core.base.runs import Run
from pages._ui import layout, recommend_cached
from pages._ui.escape import md_escape
from pages._ui.session import begin, formats, param, set_param, texts
from pages._ui.tables import file_name, rounded, show_table

if TYPE_CHECKING:
    import pandas as pd

USUAL, MOST = 500, 1_000_000
_SHOWN = 1000
PARAM = "buyers"
BUYERS = ("out", "lately", "in")
"""Of those who had it before: nobody, nobody who had it lately, or all may be among them."""
_DAYS = 90
_HIDDEN = ["score", "item", "had"]


def show(run: Run, item: str) -> None:
    """What is asked, the sentence, and the table with its downloads."""
    t = texts()
    layout.section(t("lists.audience.title"), t("lists.audience.note"), key="audience")
    without = _without(run)
    left, right = st.columns([1, 2], gap="medium", vertical_alignment="bottom")
    with left:
        most = st.number_input(
            t("lists.audience.most"), 1, MOST, USUAL, step=100, key=f"lists_most_{run.id}"
        )
    asked = (item, int(most), without)
    with right:
        if st.button(
            t("lists.audience.find"), type="primary", icon=":material/group:",
            key=f"lists_find_{run.id}",
        ):  # fmt: skip
            st.session_state["lists_audience"] = (run.id, asked)
    if st.session_state.get("lists_audience") == (run.id, asked):
        with st.spinner(t("lists.audience.working")):
            found = recommend_cached.audience(run, *asked)
        _found(run, item, found, without)


def _without(run: Run) -> float | None:
    """Within how many days nobody may have had it (None: that does not matter); at first as the
    run's lists are. It stands in the URL."""
    t, asked = texts(), param(PARAM)
    hidden = recommend_cached.usual_rules(run).bought == "hide"
    usual = "out" if hidden else "in"
    left, right = st.columns([2, 1], gap="medium", vertical_alignment="bottom")
    with left:
        buyers: str = st.segmented_control(
            t("lists.audience.buyers"), BUYERS,
            format_func=lambda one: t(f"lists.audience.buyers_{one}"),
            key=begin(f"lists_buyers_{run.id}", asked if asked in BUYERS else usual),
            required=True, help=t("lists.audience.buyers_help"),
        )  # fmt: skip
    set_param(PARAM, None if buyers == usual else buyers)
    if buyers != "lately":
        return math.inf if buyers == "out" else None
    with right:
        days = st.number_input(
            t("lists.audience.without"), 1, 3650, _DAYS, step=7, key=f"lists_without_{run.id}",
            help=t("lists.audience.without_help"),
        )  # fmt: skip
    return float(days)


def _found(run: Run, item: str, found: "pd.DataFrame", without: float | None) -> None:
    t, f = texts(), formats()
    if found.empty:
        layout.verdict("info", t("lists.audience.nobody"))
        return
    name = recommend_cached.shop(run).name(item)
    expected = float(found["probability"].sum())
    facts = {"n": f.count(len(found)), "taken": f.number(expected, 2), "item": name}
    margin = float(found["expected_margin"].sum(min_count=1))
    money = ""
    if margin == margin:
        told = f.money(margin, recommend_cached.currency(run))
        money = t("lists.audience.margin", money=told)
    note = f.sentences(*filter(None, (_had(found, without), money)))
    layout.verdict("info", t("lists.audience.found", **facts), note)
    shown = rounded(found.drop(columns=_HIDDEN)).dropna(axis="columns", how="all")
    show_table(
        shown.head(_SHOWN), "lists_audience", file_name(f"{run.name} {item}", "customers"),
        _heads(), t("lists.audience.title"), whole=lambda: shown,
    )  # fmt: skip
    if len(shown) > _SHOWN:
        st.caption(md_escape(t("score.shown", n=f.count(_SHOWN))))


def _had(found: "pd.DataFrame", without: float | None) -> str:
    """How many of them had it before, or that none has."""
    if without is not None and math.isinf(without):
        return texts()("lists.audience.had_none")
    return texts()("lists.audience.had_some", n=formats().count(int(found["had"].sum())))


def _heads() -> dict[str, Any]:
    t, config = texts(), st.column_config
    return {
        "customer": config.TextColumn(t("lists.column.customer"), pinned=True),
        "rank": config.NumberColumn(t("lists.column.rank"), help=t("lists.column.rank_help")),
        "probability": config.NumberColumn(
            t("lists.column.probability"), help=t("lists.column.probability_help"),
            format="percent",
        ),
        "expected_margin": config.NumberColumn(
            t("lists.column.expected_margin"), help=t("lists.column.expected_margin_help"),
            format="%.3f",
        ),
        "last_bought": config.DateColumn(
            t("lists.column.last_bought"), format=formats().day_pattern
        ),
    }  # fmt: skip
