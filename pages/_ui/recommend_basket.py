"""A basket, or a visit of somebody unknown: what goes with what is in it."""

import streamlit as st

from core.actions.recommending import ListsAsked
from core.base.runs import Run
from pages._ui import (
    layout,
    recommend_cached,
    recommend_choose,
    recommend_effect,
    recommend_rules,
    recommend_shown,
)
from pages._ui.errors import callout
from pages._ui.session import formats, texts

PARAM = "basket"


def show(run: Run) -> None:
    """The choice of the items, the rules, the list, and what the rules did."""
    t = texts()
    left, right = st.columns([4, 1], gap="medium", vertical_alignment="top")
    with left:
        items = recommend_choose.basket(run, PARAM)
    with right:
        n = recommend_choose.length("basket")
    asked = recommend_rules.ask(run)
    if not items:
        with layout.empty_state(
            "basket", "shopping_basket", t("lists.basket.none"), t("lists.basket.none_note")
        ):
            return
    with st.spinner(t("lists.working")):
        answer = recommend_cached.lists(run, ListsAsked(baskets=(items,), n=n, rules=asked.rules))
    found = answer.lists[0]
    if found.strange:
        told = formats().series(found.strange)
        key = "all" if len(found.strange) == len(items) else "some"
        callout(t(f"lists.basket.strange_{key}", items=told), "warning")
    with layout.card("shown"):
        st.subheader(t("lists.basket.title"), anchor=False)
        recommend_shown.show(run, found, n, None)
    with asked.told:
        recommend_effect.show(run, asked.rules, n, answer)
