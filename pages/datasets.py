"""Datasets: what there is."""

import streamlit as st

from core.actions import datasets as verbs
from core.base.values import Dataset
from pages._ui import dataset_words, layout, welcome
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, go, texts

t = texts()


def undo_bar() -> None:
    """What was just deleted, with the way back."""
    gone: Dataset | None = st.session_state.get("_undo_dataset")
    if gone is None:
        return
    with layout.card("undo"), st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(md_escape(t("datasets.trashed", name=gone.name)))
        if st.button(t("app.word.undo"), icon=":material/undo:", key="undo"):
            verbs.restore(desk(), gone.id)
            st.session_state.pop("_undo_dataset")
            st.rerun()


def listed() -> None:
    """All datasets in use, newest first."""
    layout.page_header(t("datasets.title"), t("datasets.question"))
    undo_bar()
    found, bin_ = verbs.datasets(desk()), verbs.datasets(desk(), trashed=True)
    for error in verbs.damaged(desk()):
        callout(t.of(error), "error")
    if not found:
        with layout.empty_state("none", "database", t("datasets.none"), t("datasets.none_note")):
            if st.button(t("datasets.import"), type="primary", icon=":material/upload_file:"):
                go("import_data")
    else:
        with layout.rows("all"):
            for dataset in found:
                dataset_words.link_row(dataset, "list")
    with st.container(horizontal=True):
        if found and st.button(t("datasets.import"), icon=":material/upload_file:"):
            go("import_data")
        if not any(dataset.kind == "shop" for dataset in found):
            welcome.sample_button("secondary", width="content")
            if welcome.available():
                welcome.grocer_button(width="content")
        if bin_ and st.button(
            t("datasets.trash.open", n=len(bin_)), icon=":material/delete:", type="tertiary"
        ):
            go("trash")


with guard():
    listed()
