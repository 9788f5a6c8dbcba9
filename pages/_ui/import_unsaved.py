"""Files that were read and not saved: where they are, and the way back to them."""

import streamlit as st

from core.actions.unsaved import Unsaved, unsaved
from pages._ui import layout
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, go, texts

_SHOWN = 8


def show() -> None:
    """The drafts of the workspace, the latest first; nothing where there is none."""
    found = unsaved(desk())
    if not found:
        return
    t = texts()
    layout.section(t("import.unsaved.title"), t("import.unsaved.note"), key="unsaved")
    for one in found[:_SHOWN]:
        _row(one)


def _row(one: Unsaved) -> None:
    t, f = texts(), formats()
    rows = sum(table.rows_read for table in one.draft.tables)
    told = t("import.unsaved.what", rows=f.count(rows), when=f.moment(one.changed))
    with layout.card(f"unsaved_{one.draft.id}"):
        name, on, away = st.columns([6, 2, 1.6], vertical_alignment="center")
        name.markdown(f"**{md_escape(', '.join(one.files[:3]))}**  \n{md_escape(told)}")
        if on.button(t("import.unsaved.open"), key=f"open_{one.draft.id}", width="stretch"):
            go("import_review", draft=one.draft.id)
        if away.button(t("import.discard"), key=f"drop_{one.draft.id}", type="tertiary"):
            one.draft.discard()
            st.rerun()
