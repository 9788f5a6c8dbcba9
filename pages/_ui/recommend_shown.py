"""A list of recommendations: rank, item, reason; thumbs, and what can be done with an item."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import feedback, recommend_out
from core.base.runs import Run
from pages._ui import layout, recommend_cached, recommend_rules
from pages._ui.errors import callout, guard
from pages._ui.escape import html_escape, md_escape
from pages._ui.session import begin, desk, formats, notify, set_param, texts

if TYPE_CHECKING:
    from core.actions.recommending import Item, ListOf, Shown

_DOES = ("product", "hide")


def show(run: Run, found: "ListOf", n: int, user: str | None) -> None:
    """The items of a list of `n`; thumbs where it is of a customer."""
    t, f = texts(), formats()
    if not found.shown:
        callout(t("lists.shown.none"), "warning")
        return
    if len(found.shown) < n:
        facts = {"n": f.count(len(found.shown)), "asked": f.count(n)}
        callout(t("lists.shown.short", **facts), "info")
    thumbs = _thumbs(run, user) if user is not None else None
    with st.container(key="mlpicks", gap=None):
        for rank, one in enumerate(found.shown, start=1):
            with layout.row(f"pick-{rank}"):
                st.html(_told(run, rank, one))
                with st.container(horizontal=True, width="content", gap="xsmall"):
                    if thumbs is not None and user is not None:
                        _thumb(run, user, one.item.id, thumbs.get(one.item.id, 0))
                    _menu(run, one.item, rank)


def item_html(run: Run, item: "Item") -> str:
    """An item: its name, its id, category and price, and whether it is sold out."""
    t, f = texts(), formats()
    price = f.money(item.price, recommend_cached.currency(run)) if item.price is not None else ""
    gone = t("lists.shown.sold_out") if item.on_hand is not None and item.on_hand <= 0 else ""
    number = item.id if item.text else ""
    facts = layout.meta_html([number, item.category or "", price, gone])
    return f"<strong>{html_escape((item.text or item.id).strip())}</strong>{facts}"


def _told(run: Run, rank: int, one: "Shown") -> str:
    reason = recommend_out.why(one.reason, one.facts, recommend_cached.shop(run), texts())
    return (
        f'<div class="ml-pick"><i>{rank}</i><div>{item_html(run, one.item)}'
        f"<p>{html_escape(reason)}</p></div></div>"
    )


def _thumbs(run: Run, user: str) -> dict[str, int] | None:
    """The thumbs that stand for a user, by item; None where they cannot be kept."""
    if not feedback.possible(desk(), run.spec.dataset):
        return None
    every = feedback.feedback_of(desk(), run.spec.dataset)
    return {one.item: one.value for one in every if one.user == user}


def _thumb(run: Run, user: str, item: str, now: int) -> None:
    """Thumb up or down; a second click takes it back."""
    key = f"lists_thumb_{run.id}_{user}_{item}"
    st.feedback(
        "thumbs",
        key=begin(key, {1: 1, -1: 0}.get(now)),
        on_change=_say,
        args=(run, user, item, key),
    )


def _say(run: Run, user: str, item: str, key: str) -> None:
    """Keeps a thumb, for a callback."""
    chosen = st.session_state.get(key)
    value = 0 if chosen is None else 1 if chosen else -1
    with guard():
        feedback.say(desk(), run.spec.dataset, user, item, value)
        notify(md_escape(texts()(f"lists.thumb.{_SAID[value]}")), ":material/thumbs_up_down:")


_SAID = {1: "up", -1: "down", 0: "back"}


def _menu(run: Run, item: "Item", rank: int) -> None:
    """What can be done with an item of the list."""
    t = texts()
    key = f"lists_do_{rank}"
    st.menu_button(
        t("app.word.more"),
        _DOES,
        key=key,
        type="tertiary",
        format_func=lambda what: t(f"lists.do.{what}"),
        on_click=_do,
        args=(run, item.id, key),
    )


def _do(run: Run, item: str, key: str) -> None:
    """Opens what goes with an item, or hides it, for a callback."""
    if st.session_state.get(key) == "hide":
        recommend_rules.hide(run, item)
    else:
        open_product(run, item)


def open_product(run: Run, item: str) -> None:
    """Opens the tab of a product, for a callback."""
    st.session_state[f"lists_item_{run.id}"] = item
    set_param("item", item)
    set_param("tab", "product")
