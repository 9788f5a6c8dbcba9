"""One product: what is like it, what goes with it, and whom to show it to."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import streamlit as st

from core.base.runs import Run
from pages._ui import (
    layout,
    recommend_audience,
    recommend_cached,
    recommend_choose,
    recommend_newcomer,
    recommend_rules,
    recommend_shown,
)
from pages._ui.errors import guard
from pages._ui.escape import html_escape, md_escape
from pages._ui.session import formats, texts

if TYPE_CHECKING:
    from core.actions.recommending import Alike, ProductAnswer

PARAM = "item"
_KINDS = ("similar", "together", "accessories")
_MOST = 8


def show(run: Run) -> None:
    """The choice of the product, three lists side by side, and the customers."""
    t = texts()
    item = recommend_choose.item(run, PARAM)
    if item is None:
        layout.verdict("ask", t("lists.product.none"))
        return
    with st.spinner(t("lists.working")):
        found = recommend_cached.product(run, item)
    _head(run, found)
    for column, kind in zip(st.columns(3, gap="medium"), _KINDS, strict=True):
        with column, layout.card(kind, height="stretch"):
            st.subheader(t(f"lists.product.{kind}"), anchor=False)
            st.caption(md_escape(t(f"lists.product.{kind}_note")))
            _goes(run, kind, found)
    with guard():
        recommend_audience.show(run, item)
    recommend_newcomer.show(run)


def _head(run: Run, found: "ProductAnswer") -> None:
    """The product, and the shortcut that takes it out of all lists."""
    t, f = texts(), formats()
    with layout.card("product"):
        left, right = st.columns([3, 1], vertical_alignment="center", gap="medium")
        with left:
            met = layout.meta_html([t("lists.product.customers", n=f.count(found.customers))])
            st.html(recommend_shown.item_html(run, found.item) + met)
        with right:
            st.button(
                t("lists.do.hide_one"), icon=":material/visibility_off:", key="lists_hide_product",
                on_click=recommend_rules.hide, args=(run, found.item.id), width="stretch",
                help=t("lists.rules.what_if"),
            )  # fmt: skip


def _goes(run: Run, kind: str, found: "ProductAnswer") -> None:
    t = texts()
    listed: Sequence[Alike] = getattr(found, kind)
    if not listed:
        lacking = getattr(found, "no_accessories", None) if kind == "accessories" else None
        told = t("lists.product.no_accessories" if lacking else f"lists.product.no_{kind}")
        st.html(f'<p class="ml-quiet">{html_escape(told)}</p>')
        return
    lines = "".join(
        f"<li><div>{recommend_shown.item_html(run, one.item)}"
        f"{layout.meta_html([_how(kind, one)])}</div></li>"
        for one in listed[:_MOST]
    )
    st.html(f'<ul class="ml-shown">{lines}</ul>')


def _how(kind: str, one: "Alike") -> str:
    """How much it goes with the product."""
    f = formats()
    value = f.fixed(one.value, 2) if kind == "similar" else f.number(one.value, 2)
    return texts()(f"lists.product.{kind}_how", value=value, n=f.count(one.count))
