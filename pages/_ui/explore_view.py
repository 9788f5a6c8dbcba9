"""The views of a shop, in tabs. A fragment: a choice redraws only this."""

from collections.abc import Callable, Sequence

import streamlit as st

from core.actions.explore import Lacking
from core.base.values import Dataset
from core.base.view import View
from pages._ui import explore_filters, explore_lacking, explore_sales, layout
from pages._ui.errors import guard
from pages._ui.session import show_notices, texts

TABS: dict[str, Callable[[Dataset, View], None]] = {"sales": explore_sales.show}


@st.fragment
def show(shops: Sequence[Dataset]) -> None:
    """The filters and the open tab."""
    show_notices()
    t = texts()
    with guard():
        with layout.card("explore_filters"):
            shop = explore_filters.dataset(shops)
            view = explore_filters.view(shop)
        if isinstance(view, Lacking):
            explore_lacking.show(view)
            return
        open_tab = layout.tabs({name: t(f"explore.tab.{name}") for name in TABS})
        TABS[open_tab](shop, view)
