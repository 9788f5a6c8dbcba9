"""What the thumbs did to a finished recommender."""

from typing import TYPE_CHECKING

import streamlit as st

from core.base.runs import Run
from pages._ui import layout, recommend_cached
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.session import formats, texts

if TYPE_CHECKING:
    from core.actions.recommend_report import ThumbsUsed

_COLUMNS = ("item", "customer", "thumb", "before", "after")


def show(run: Run, found: "ThumbsUsed") -> None:
    """How many were used and not, and what moved for whom."""
    t, f = texts(), formats()
    layout.section(t("recommend.thumbs.title"), key="thumbs")
    if found.up or found.down:
        facts = {name: getattr(found, name) for name in ("up", "down", "customers")}
        st.markdown(md_escape(t("recommend.thumbs.used", **facts)))
    if found.unknown:
        st.markdown(md_escape(t("recommend.thumbs.unknown", n=found.unknown)))
    if not found.moved:
        if found.up or found.down:
            st.caption(md_escape(t("recommend.thumbs.still")))
        return
    st.caption(md_escape(t("recommend.thumbs.note")))
    shop = recommend_cached.shop(run)
    body = [
        [
            Cell(shop.name(one.item), one.item if one.item in shop.names else ""),
            Cell(one.user),
            Cell(t(f"recommend.thumbs.{'up' if one.up else 'down'}")),
            Cell(f.count(one.before)),
            Cell(t("recommend.thumbs.gone") if one.after is None else f.count(one.after)),
        ]
        for one in found.moved
    ]
    header = [t(f"recommend.thumbs.column.{name}") for name in _COLUMNS]
    layout.table(header, body, t("recommend.thumbs.title"))
