"""Whom to show a product to: the customers who most likely take it, to take home."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.actions.recommending import usual_rules
from core.base.runs import Run
from pages._ui import layout, recommend_cached
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, texts
from pages._ui.tables import file_name, rounded, show_table

if TYPE_CHECKING:
    import pandas as pd

USUAL, MOST = 500, 1_000_000
EVER = 3650
"""So many days leave out everybody who ever had the item."""
_SHOWN = 1000
_HIDDEN = ["score", "item"]


def show(run: Run, item: str) -> None:
    """What is asked, the sentence, and the table with its downloads."""
    t = texts()
    layout.section(t("lists.audience.title"), t("lists.audience.note"), key="audience")
    left, middle, right = st.columns(3, gap="medium", vertical_alignment="bottom")
    with left:
        most = st.number_input(
            t("lists.audience.most"), 1, MOST, USUAL, step=100, key=f"lists_most_{run.id}"
        )
    with middle:
        without = st.number_input(
            t("lists.audience.without"), 0, EVER, _usual(run), step=7,
            key=f"lists_without_{run.id}",
            help=t("lists.audience.without_help"),
        )  # fmt: skip
    asked = (item, int(most), int(without))
    with right:
        if st.button(
            t("lists.audience.find"), type="primary", icon=":material/group:",
            key=f"lists_find_{run.id}", width="stretch",
        ):  # fmt: skip
            st.session_state["lists_audience"] = (run.id, asked)
    if st.session_state.get("lists_audience") == (run.id, asked):
        with st.spinner(t("lists.audience.working")):
            found = recommend_cached.audience(run, *asked)
        _found(run, item, found)


def _usual(run: Run) -> int:
    """A run that was asked for what is new to customers leaves out who had the item before."""
    return EVER if usual_rules(desk(), run.id).bought == "hide" else 0


def _found(run: Run, item: str, found: "pd.DataFrame") -> None:
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
    before = int(found["last_bought"].notna().sum())
    had = t("lists.audience.had", n=f.count(before)) if before else ""
    layout.verdict(
        "info", t("lists.audience.found", **facts), f.sentences(*filter(None, (money, had)))
    )
    shown = rounded(found.drop(columns=_HIDDEN)).dropna(axis="columns", how="all")
    show_table(
        shown.head(_SHOWN), "lists_audience", file_name(f"{run.name} {item}", "customers"),
        _heads(), t("lists.audience.title"), whole=lambda: shown,
    )  # fmt: skip
    if len(shown) > _SHOWN:
        st.caption(md_escape(t("score.shown", n=f.count(_SHOWN))))


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
