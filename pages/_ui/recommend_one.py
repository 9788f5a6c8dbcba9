"""One customer: what they had, beside what is recommended to them and why."""

import streamlit as st

from core.actions.recommending import ListsAsked
from core.base.runs import Run
from pages._ui import (
    layout,
    recommend_cached,
    recommend_choose,
    recommend_effect,
    recommend_history,
    recommend_rules,
    recommend_shown,
)
from pages._ui.session import formats, texts

PARAM = "customer"


def show(run: Run) -> None:
    """The choice of the customer, the rules, the two cards, and what the rules did."""
    t = texts()
    left, right = st.columns([4, 1], gap="medium", vertical_alignment="top")
    with left:
        user = recommend_choose.customer(run, PARAM)
    with right:
        n = recommend_choose.length("customer")
    asked = recommend_rules.ask(run)
    if user is None:
        layout.verdict("ask", t("lists.customer.none"))
        return
    with st.spinner(t("lists.working")):
        answer = recommend_cached.lists(run, ListsAsked(users=(user,), n=n, rules=asked.rules))
    found = answer.lists[0]
    if not found.known:
        layout.verdict("info", t("lists.customer.unknown", user=user),
                       t("lists.customer.unknown_note"))  # fmt: skip
    shown, had = st.columns([3, 2], gap="medium")
    with shown, layout.card("shown"):
        st.subheader(t("lists.shown.title"), anchor=False)
        recommend_shown.show(run, found, n, user)
    with had, layout.card("had"):
        st.subheader(t("lists.had.title"), anchor=False)
        layout.meta([t("lists.had.met", n=formats().count(found.met))])
        recommend_history.show(run, found.had)
    with asked.told:
        recommend_effect.show(run, asked.rules, n, answer)
