"""Datasets: what there is, and one dataset seen from near."""

import streamlit as st

from core.actions import datasets as verbs
from core.base.values import Dataset
from pages._ui import dataset_detail, dataset_words, layout, welcome
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, hold_param, notify, param, set_param, texts

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
        if bin_ and st.button(
            t("datasets.trash.open", n=len(bin_)), icon=":material/delete:", type="tertiary"
        ):
            set_param("view", "trash")
            st.rerun()


def trash() -> None:
    """Deleted datasets, with the way back and the way out."""
    layout.page_header(t("datasets.trash.title"), t("datasets.trash.question"))
    if st.button(t("app.word.back"), icon=":material/arrow_back:", type="tertiary"):
        set_param("view", None)
        st.rerun()
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
    if param("dataset"):
        hold_param("dataset")
        dataset_detail.show(verbs.dataset(desk(), param("dataset") or ""))
    elif param("view") == "trash":
        trash()
    else:
        listed()
