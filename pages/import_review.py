"""Import, its later steps: files are read aside, looked at, corrected, and saved as a dataset."""

import streamlit as st

from core.actions import datasets as verbs
from core.actions.import_files import open_draft
from core.base.errors import AppError
from pages._ui import import_drop, import_reading, import_review, import_unsaved, layout
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, param, texts

t = texts()


def saved(dataset_id: str) -> None:
    """The end of an import: what was saved, and what to do with it."""
    dataset = verbs.dataset(desk(), dataset_id)
    rows = formats().count(sum(table.rows for table in dataset.tables))
    import_drop.head(3)
    with (
        layout.empty_state(
            "saved",
            "task_alt",
            t("import.saved", name=dataset.name),
            t("import.saved_note", rows=rows),
        ),
        st.container(horizontal=True, horizontal_alignment="center"),
    ):
        if st.button(t("datasets.train"), type="primary", icon=":material/model_training:"):
            go("train", dataset=dataset.id)
        if st.button(t("import.look"), icon=":material/database:"):
            go("dataset", dataset=dataset.id)
        if st.button(t("import.another"), icon=":material/upload_file:"):
            go("import_data")


def review(draft_id: str) -> None:
    """A draft to be looked at; one that was saved leads to what it became."""
    try:
        draft = open_draft(desk(), draft_id)
    except AppError as error:
        if error.code != "draft_unknown":
            raise
        became = import_reading.became(draft_id)
        if became is None:
            gone()
        else:
            saved(became)
        return
    import_drop.head(2)
    st.caption(md_escape(t("import.from", files=import_review.files(draft))))
    import_review.show(draft)


def gone() -> None:
    """What a link led to is not there any more; the ways on."""
    import_drop.head(0)
    with (
        layout.empty_state("gone", "inventory_2", t("import.gone"), t("import.gone_note")),
        st.container(horizontal=True, horizontal_alignment="center"),
    ):
        if st.button(t("import.start"), type="primary", icon=":material/upload_file:"):
            go("import_data")
        if st.button(t("import.to_datasets"), icon=":material/database:"):
            go("datasets")
    import_unsaved.show()


with guard():
    if param("saved"):
        saved(param("saved") or "")
    elif param("draft"):
        review(param("draft") or "")
    elif import_reading.current() is not None:
        import_drop.head(1)
        import_reading.follow()
    else:  # never a redirect: the browser's Back comes by here, and could not get past it
        gone()
