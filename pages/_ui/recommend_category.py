"""A category: its best products for everybody, or for one customer."""

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
from pages._ui.session import begin, param, set_param, texts

PARAM = "category"


def show(run: Run) -> None:
    """The choice of category and customer, the rules, and the list."""
    t, shop = texts(), recommend_cached.shop(run)
    if not shop.categories:
        layout.verdict("info", t("lists.category.none"), t("lists.category.none_note"))
        return
    left, middle, right = st.columns([2, 2, 1], gap="medium", vertical_alignment="top")
    with left:
        category = _category(run, shop.categories)
    with middle:
        user = recommend_choose.customer(run, "for", anybody=True)
    with right:
        n = recommend_choose.length("category")
    asked = recommend_rules.ask(run)
    rules = asked.rules.model_copy(update={"categories_in": (category,)})
    who = {"users": (user,)} if user else {"baskets": ((),)}
    with st.spinner(t("lists.working")):
        wanted = ListsAsked.model_validate({**who, "n": n, "rules": rules})
        answer = recommend_cached.lists(run, wanted)
    with layout.card("shown"):
        key = "mine" if user else "all"
        st.subheader(t(f"lists.category.title_{key}", category=category), anchor=False)
        recommend_shown.show(run, answer.lists[0], n, user)
    with asked.told:
        recommend_effect.show(run, asked.rules, n, answer)


def _category(run: Run, every: tuple[str, ...]) -> str:
    """One of the categories there are; it stands in the URL."""
    t, asked = texts(), param(PARAM)
    chosen: str = st.selectbox(
        t("lists.category.label"), every,
        key=begin(f"lists_category_{run.id}", asked if asked in every else every[0]),
    )  # fmt: skip
    set_param(PARAM, chosen)
    return chosen
