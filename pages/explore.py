"""Explore: what sold, what fell, who came back. ?dataset=ID says of which shop; the filters are in
the address too."""

import streamlit as st

from core.actions.datasets import datasets
from pages._ui import explore_view, layout
from pages._ui.errors import guard
from pages._ui.session import desk, go, texts

t = texts()
layout.page_header(t("explore.title"), t("explore.question"))

with guard():
    shops = datasets(desk())
    if shops:
        explore_view.show(shops)
    else:
        with layout.empty_state(
            "explore", "search", t("explore.none.title"), t("explore.none.body")
        ):
            if st.button(t("explore.none.button"), type="primary", icon=":material/upload_file:"):
                go("import_data")
