"""Trash: deleted datasets, with the way back and the way out."""

import streamlit as st

from core.actions import datasets as verbs
from core.base.values import Dataset
from pages._ui import dataset_words, layout
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, notify, texts

t = texts()


def trash() -> None:
    """Deleted datasets, with the way back and the way out."""
    layout.page_header(t("datasets.trash.title"), t("datasets.trash.question"))
    if st.button(t("datasets.back"), icon=":material/arrow_back:", type="tertiary"):
        go("datasets")
    found = verbs.datasets(desk(), trashed=True)
    if not found:
        with layout.empty_state(
            "trash", "delete", t("datasets.trash.none"), t("datasets.trash.none_note")
        ):
            return
    with layout.rows("trash"):
        for dataset in found:
            trashed_row(dataset)


def trashed_row(dataset: Dataset) -> None:
    """One deleted dataset; deleting for good asks first."""
    with layout.row(f"trash-{dataset.id}"):
        st.markdown(f"**{md_escape(dataset.name)}**", width="content")
        since = dataset.trashed or dataset.created
        layout.meta([dataset_words.size(dataset), formats().ago(since)])
        if st.button(t("datasets.trash.restore"), key=f"restore_{dataset.id}", type="tertiary"):
            verbs.restore(desk(), dataset.id)
            notify(md_escape(t("datasets.restored", name=dataset.name)))
            st.rerun()
        with st.popover(t("datasets.trash.purge"), type="tertiary", key=f"sure_{dataset.id}"):
            st.markdown(md_escape(t("datasets.trash.sure", name=dataset.name)))
            if st.button(t("datasets.trash.purge_now"), key=f"purge_{dataset.id}", type="primary"):
                verbs.purge(desk(), dataset.id)
                st.rerun()


with guard():
    trash()
