"""The saving of a draft: its name, whether it is a new version, and what is still open."""

from collections import Counter
from collections.abc import Sequence

import streamlit as st

from core.actions import datasets as verbs
from core.actions.import_again import origins
from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_files import ImportOptions, save_draft
from core.actions.originals import let_go
from pages._ui import dataset_versions, import_places, import_reading, import_versions, layout
from pages._ui.dataset_words import table_names
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, texts

_ASKED = "_save_asked"


def chosen(draft: ImportDraft) -> str:
    """The dataset that the draft is to be a new version of; empty for a dataset of its own."""
    return st.session_state.get(f"into_{draft.id}") or ""


def show(draft: ImportDraft, asking: Sequence[DraftTable]) -> None:
    """Name, place and the one button; `asking` are tables elsewhere with an open question."""
    t = texts()
    with layout.card("save"):
        name, into = _fields(draft)
        ways = import_versions.choose(draft, into)
        if asking:
            called = table_names(draft.tables)
            tables = formats().series([called[table.name] for table in asking])
            st.caption(f":material/help: {md_escape(t('import.open', tables=tables))}")
    if st.session_state.get(_ASKED) == draft.id:
        with guard(), st.spinner(t("import.saving")):
            del st.session_state[_ASKED]
            verbs.require_free_name(desk(), name, into)
            options = ImportOptions(
                name=name,
                into=into or None,
                append=tuple(table for table, way in ways.items() if way == "append"),
                replace_days=tuple(table for table, way in ways.items() if way == "days"),
                places=import_places.said(draft, into),
            )
            paths = origins(draft)
            made = save_draft(desk(), draft, options)
            let_go(paths)
            import_reading.remember_saved(draft.id, made.id)
            go("import_review", saved=made.id)


def _fields(draft: ImportDraft) -> tuple[str, str]:
    """The name, and the dataset to become a version of.

    A click on Save is noted before the page is drawn again, so that a redraw that is cut
    short by another, from an edit that settles late, does not lose it.
    """
    t = texts()
    kept = verbs.datasets(desk())
    versions = {"": t("import.new")} | {d.id: d.name for d in kept}
    names = Counter(d.name for d in kept)
    labels = versions | {d.id: dataset_versions.told(d) for d in kept if names[d.name] > 1}
    with st.container(horizontal=True, vertical_alignment="bottom", key="mlsave"):
        key = f"name_{draft.id}"
        if key not in st.session_state:
            st.session_state[key] = verbs.free_name(desk(), draft.name)
        name = st.text_input(t("import.name"), key=key, max_chars=200, width="stretch")
        into = st.selectbox(
            t("import.into"),
            list(versions),
            format_func=labels.__getitem__,
            key=f"into_{draft.id}",
            on_change=_take_name,
            args=(draft, versions),
            help=t("import.into_help"),
        )
        st.button(
            t("import.save"),
            type="primary",
            icon=":material/save:",
            key="save",
            on_click=lambda: st.session_state.update({_ASKED: draft.id}),
        )
        if st.button(t("import.discard"), type="tertiary", key="discard"):
            paths = origins(draft)
            draft.discard()
            let_go(paths)
            go("import_data")
    return name or "", into


def _take_name(draft: ImportDraft, versions: dict[str, str]) -> None:
    """A new version is called like the one before."""
    into = st.session_state[f"into_{draft.id}"]
    name = versions[into] if into else verbs.free_name(desk(), draft.name)
    st.session_state[f"name_{draft.id}"] = name
