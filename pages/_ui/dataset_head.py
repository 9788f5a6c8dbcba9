"""The head of a dataset's page: what can be done with it, and its figures."""

import streamlit as st

from core.actions import datasets as verbs
from core.base.values import Dataset
from pages._ui import dataset_words, findings, layout
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, notify, param, texts

_RENAMING = "_renaming"


def show(dataset: Dataset) -> None:
    """Name, actions and figures of a dataset."""
    layout.page_header(dataset.name, " · ".join(dataset_words.about(dataset)))
    _actions(dataset)
    _tiles(dataset)


def _actions(dataset: Dataset) -> None:
    t = texts()
    with st.container(horizontal=True, key="dataset-actions"):
        if dataset.trashed:
            if st.button(t("datasets.trash.restore"), type="primary", icon=":material/undo:"):
                verbs.restore(desk(), dataset.id)
                st.rerun()
            return
        if st.button(t("datasets.train"), type="primary", icon=":material/model_training:"):
            go("train", dataset=dataset.id, table=param("table"))
        st.button(
            t("datasets.rename"),
            icon=":material/edit:",
            on_click=lambda: st.session_state.update({_RENAMING: dataset.id}),
        )
        if st.button(t("datasets.delete"), icon=":material/delete:"):
            st.session_state["_undo_dataset"] = verbs.trash(desk(), dataset.id)
            go("datasets")
    if st.session_state.get(_RENAMING) == dataset.id:
        st.dialog(t("datasets.rename_title"), on_dismiss=_close)(_rename)(dataset)


def _close() -> None:
    st.session_state.pop(_RENAMING, None)


def _rename(dataset: Dataset) -> None:
    t = texts()
    with st.form("rename", border=False):
        name = st.text_input(t("datasets.name"), dataset.name, max_chars=200)
        if st.form_submit_button(t("datasets.rename_save"), type="primary"):
            with guard():
                renamed = verbs.rename(desk(), dataset.id, name)
                _close()
                notify(md_escape(t("datasets.renamed", name=renamed.name)))
                st.rerun()


def _tiles(dataset: Dataset) -> None:
    t, f = texts(), formats()
    rows = sum(table.rows for table in dataset.tables)
    columns = sum(len(table.columns) for table in dataset.tables)
    aside = dataset.rows_set_aside
    worst = findings.warnings(dataset.findings)
    shown = [
        layout.Tile(t("datasets.tile.rows"), f.count(rows)),
        layout.Tile(t("datasets.tile.columns"), f.count(columns)),
        layout.Tile(
            t("datasets.tile.aside"),
            f.count(aside),
            t("datasets.tile.aside_of", rows=f.count(dataset.rows_read)) if aside else "",
            "warn" if aside else "plain",
        ),
        layout.Tile(t("datasets.tile.findings"), f.count(worst), tone="warn" if worst else "plain"),
    ]
    if len(dataset.tables) > 1:
        shown.insert(0, layout.Tile(t("datasets.tile.tables"), f.count(len(dataset.tables))))
    layout.tiles(shown)
