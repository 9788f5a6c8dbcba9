"""One dataset seen from near."""

import streamlit as st

from core.actions import datasets as verbs
from pages._ui import dataset_detail, layout
from pages._ui.errors import guard
from pages._ui.session import desk, go, hold_param, param, texts

t = texts()
asked = param("dataset")
if st.button(t("datasets.back"), icon=":material/arrow_back:", type="tertiary", key="to_list"):
    go("datasets")
with guard():
    if asked:
        hold_param("dataset")
        dataset_detail.show(verbs.dataset(desk(), asked))
    else:
        with layout.empty_state("pick", "database", t("datasets.pick"), t("datasets.pick_note")):
            pass
