"""What a customer had, the latest first."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from core.base.runs import Run
from pages._ui import layout, recommend_shown
from pages._ui.escape import html_escape
from pages._ui.session import formats, texts

if TYPE_CHECKING:
    from core.actions.recommending import Had

_FIRST = 10


def show(run: Run, had: Sequence["Had"]) -> None:
    """The first of them; the others behind a line."""
    t = texts()
    if not had:
        st.html(f'<p class="ml-quiet">{html_escape(t("lists.had.none"))}</p>')
        return
    _rows(run, had[:_FIRST])
    if len(had) > _FIRST:
        with st.expander(t("lists.had.more", n=len(had) - _FIRST)):
            _rows(run, had[_FIRST:])


def _rows(run: Run, had: Sequence["Had"]) -> None:
    lines = "".join(
        f"<li><div>{recommend_shown.item_html(run, one.item)}{layout.meta_html(_facts(one))}</div>"
        "</li>"
        for one in had
    )
    st.html(f'<ul class="ml-shown">{lines}</ul>')


def _facts(one: "Had") -> list[str]:
    """How often, and when last."""
    t, f = texts(), formats()
    told = [t("lists.had.times", n=f.count(one.times))] if one.times > 1 else []
    return [*told, f.day(date.fromisoformat(one.last))] if one.last else told
