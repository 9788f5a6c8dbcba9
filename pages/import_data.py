"""Import: a file is read aside, looked at, corrected, and saved as a dataset."""

import streamlit as st

from core.actions import datasets as verbs
from core.actions.import_files import open_draft
from pages._ui import import_drop, import_reading, import_review, layout
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, param, texts

t = texts()


def saved(dataset_id: str) -> None:
    """The end of an import: what was saved, and what to do with it."""
    dataset = verbs.dataset(desk(), dataset_id)
    rows = formats().count(sum(table.rows for table in dataset.tables))
    layout.steps(steps, 3)
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
            go("datasets", dataset=dataset.id)
        if st.button(t("import.another"), icon=":material/upload_file:"):
            go("import_data")


steps = [t(f"import.step.{step}") for step in ("drop", "read", "review", "train")]
layout.page_header(t("import.title"), t("import.question"))
with guard():
    if param("saved"):
        saved(param("saved") or "")
    elif param("draft"):
        layout.steps(steps, 2)
        draft = open_draft(desk(), param("draft") or "")
        st.caption(md_escape(t("import.from", files=import_review.files(draft))))
        import_review.show(draft)
    elif import_reading.current() is not None:
        layout.steps(steps, 1)
        import_reading.follow()
    else:
        layout.steps(steps, 0)
        import_drop.show()
