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
from pages._ui.session import begin, formats, param, set_param, texts

PARAM = "basket"
_KINDS = ("baskets", "sessions")
VISIT = "visit"


def show(run: Run) -> None:
    """The choice of the items, the rules, the list, and what the rules did."""
    t = texts()
    left, right = st.columns([4, 1], gap="medium", vertical_alignment="top")
    with left:
        items = recommend_choose.basket(run, PARAM)
    with right:
        n = recommend_choose.length("basket")
    kind = _kind(run)
    asked = recommend_rules.ask(run)
    if not items:
        with layout.empty_state(
            "basket", "shopping_basket", t("lists.basket.none"), t("lists.basket.none_note")
        ):
            return
    with st.spinner(t("lists.working")):
        wanted = ListsAsked.model_validate({kind: (items,), "n": n, "rules": asked.rules})
        answer = recommend_cached.lists(run, wanted)
    found = answer.lists[0]
    if found.strange:
        told = formats().series(found.strange)
        key = "all" if len(found.strange) == len(items) else "some"
        callout(t(f"lists.basket.strange_{key}", items=told), "warning")
    with layout.card("shown"):
        st.subheader(t(f"lists.basket.title_{kind}"), anchor=False)
        recommend_shown.show(run, found, n, None)
    with asked.told:
        recommend_effect.show(run, asked.rules, n, answer)


def _kind(run: Run) -> str:
    """Whether the items lie in one basket, or were looked at one after the other; it stands in the
    URL."""
    t = texts()
    first = _KINDS[1] if param(VISIT) else _KINDS[0]
    kind: str = st.segmented_control(
        t("lists.basket.kind"), _KINDS, format_func=lambda one: t(f"lists.basket.of_{one}"),
        key=begin(f"lists_visit_{run.id}", first), required=True, help=t("lists.basket.kind_help"),
    )  # fmt: skip
    set_param(VISIT, "1" if kind == _KINDS[1] else None)
    return kind
