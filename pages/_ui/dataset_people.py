"""Who the people of a table are: its stand-ins, led back by the original file that is dropped."""

import streamlit as st
from streamlit.typing import UploadedFile

from core.actions import datasets as verbs
from core.actions.match_back import Matched, match_back_upload
from core.base.values import Dataset, Table
from pages._ui import dataset_words, tables
from pages._ui.errors import callout, guard
from pages._ui.session import desk, formats, texts

_HEAD = 200


def show(dataset: Dataset, table: Table) -> None:
    """The place to drop the original file, and the rows with people in them to take home."""
    recipe = dataset.recipes.get(table.name)
    if recipe is None or all(one.kept for one in recipe.people):
        return
    t, f = texts(), formats()
    with st.expander(t("datasets.people.title"), icon=":material/person_search:"):
        st.caption(t("datasets.people.note"))
        file = st.file_uploader(
            t("datasets.people.drop"), key=f"who_{dataset.id}_{table.name}", max_upload_size=2048
        )
        if file is None:
            return
        with guard():
            with st.spinner(t("datasets.people.working")):
                found = _matched(dataset, table, file)
            share = {"found": f.count(found.found), "rows": f.count(found.asked)}
            callout(t("datasets.people.found", **share), "info")
            shown = dataset_words.in_words(found.frame, table.columns)
            tables.show_table(
                shown.head(_HEAD),
                f"people_{table.name}",
                tables.file_name(dataset.name, f"{table.name}-people"),
                dataset_words.cell_formats(table.columns),
                whole=lambda: shown,
            )


def _matched(dataset: Dataset, table: Table, file: UploadedFile) -> Matched:
    frame = verbs.rows(desk(), dataset.id, table.name, table.rows)
    recipe = dataset.recipes.get(table.name)
    return match_back_upload(frame, file.name, file, recipe)
