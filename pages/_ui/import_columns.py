"""The columns of a draft: type and role of each, to be corrected before saving."""

from collections.abc import Mapping
from typing import Any, Literal, get_args

import pandas as pd
import streamlit as st

from core.actions.import_draft import Changes, DraftTable, ImportDraft, changed
from core.actions.import_files import open_draft
from core.actions.import_look import Look, as_mended, look
from core.base.errors import AppError
from core.base.values import ColumnType, Kind, Role
from pages._ui import dataset_words, import_people
from pages._ui.errors import show_error
from pages._ui.examples import shortened
from pages._ui.session import begin, desk, texts

_REFUSED = "_import_refused"
_TURN = "_import_turn"
_HEAD = 200
_NAME, _EXAMPLE = 16, 26
"""Letters that one line of the columns has room for."""
_TWO_LINES, _HEADER, _SEEN = 62, 37, 9
"""Pixels of a row (Streamlit breaks lines in those above four rem) and of the head; so many rows
are seen at once."""
NO_ROLE = "none"
"""Stands for no role in the editor, which would show nothing at all as a blank."""


def show_refused() -> None:
    """Says why the last change could not be made, once."""
    refused = st.session_state.pop(_REFUSED, None)
    if refused is not None:
        show_error(refused)


def show(draft: ImportDraft, table: DraftTable, found: Look) -> None:
    """Types and roles to be corrected, each with the reason it was proposed for."""
    t = texts()
    with st.container(horizontal=True, vertical_alignment="bottom", key="mlkind"):
        st.caption(t("import.columns_note"))
        kinds = list(get_args(Kind))
        key = f"kind_{draft.id}_{table.name}"
        begin(key, table.mapping.kind)
        st.selectbox(
            t("import.kind"),
            kinds,
            format_func=lambda kind: t(f"datasets.kind.{kind}"),
            key=key,
            help=t("import.kind_help"),
            width=220,
            on_change=lambda: _change(draft.id, table.name, Changes(kind=st.session_state[key])),
        )
    turn = st.session_state.get(_TURN, 0)
    editor = f"columns_{draft.id}_{table.name}_{turn}"
    frame = columns_frame(table, found)
    long = is_long(frame)
    with st.container(key="mlcolumns"):
        st.data_editor(
            frame,
            hide_index=True,
            num_rows="fixed",
            key=editor,
            row_height=_TWO_LINES if long else None,
            height=_HEADER + _TWO_LINES * min(len(frame), _SEEN) if long else "auto",
            column_config=_heads(frame, 270 if long else "large"),
            disabled=["name", "example", "missing", "distinct", "reason"],
            on_change=lambda: _edited(draft.id, table, editor),
            placeholder="–",
            alt=t("import.columns_alt"),
        )
    import_people.show(draft, table)


def columns_frame(table: DraftTable, found: Look) -> pd.DataFrame:
    """One row a column: name, type and role codes, examples, missing share, distinct, reason."""
    head = as_mended(table, _HEAD)
    return pd.DataFrame(
        {
            "name": [column.name for column in found.columns],
            "type": [column.type for column in found.columns],
            "role": [column.role or NO_ROLE for column in found.columns],
            "example": [_examples(head[column.name]) for column in found.columns],
            "missing": [
                column.missing / found.rows if found.rows else 0.0 for column in found.columns
            ],
            "distinct": [column.distinct for column in found.columns],
            "reason": [dataset_words.reason(column) for column in found.columns],
        }
    )


def is_long(frame: pd.DataFrame) -> bool:
    """Whether one line of the editor would cut a name or the examples of a column."""
    return bool(
        (frame["name"].str.len() > _NAME).any() or (frame["example"].str.len() > _EXAMPLE).any()
    )


def _examples(cells: pd.Series) -> str:
    shown = cells.dropna().astype(str).str.strip()
    return ", ".join(
        shortened(value)[:24] for value in shown[shown != ""].drop_duplicates().head(3)
    )


def _heads(frame: pd.DataFrame, reason: int | Literal["large"]) -> dict[str, Any]:
    """Name, type and role are narrow enough to stand side by side on a phone."""
    t = texts()
    made = st.column_config
    longest = max((len(name) for name in frame["name"]), default=0)
    return {
        "name": made.TextColumn(
            t("datasets.column.name"), pinned=True, width=min(max(8 * longest + 20, 80), 150)
        ),
        "type": made.SelectboxColumn(
            t("datasets.column.type"),
            options=list(get_args(ColumnType)),
            format_func=lambda code: t(f"datasets.type.{code}"),
            required=True,
            help=t("import.type_help"),
            width=108,
        ),
        "role": made.SelectboxColumn(
            t("datasets.column.role"),
            options=[NO_ROLE, *get_args(Role)],
            format_func=lambda code: (
                t("import.no_role") if code == NO_ROLE else t(f"datasets.role.{code}")
            ),
            required=True,
            help=t("import.role_help"),
            width=108,
        ),
        "example": made.TextColumn(t("import.examples"), width=200),
        "missing": made.NumberColumn(t("datasets.column.missing"), format="percent", width=84),
        "distinct": made.NumberColumn(t("datasets.column.distinct"), format="localized", width=90),
        "reason": made.TextColumn(t("datasets.column.reason"), width=reason),
    }


def _edited(draft_id: str, table: DraftTable, editor: str) -> None:
    """For a callback: takes over the cells that the reader changed."""
    edits: Mapping[int, Mapping[str, Any]] = st.session_state[editor]["edited_rows"]
    _change(draft_id, table.name, changes_of(table, edits))


def changes_of(table: DraftTable, edits: Mapping[int, Mapping[str, Any]]) -> Changes:
    """The editor's changed cells (row number -> column -> value) as changes of the mapping."""
    names = [column.name for column in table.mapping.columns]
    types = {names[row]: cells["type"] for row, cells in edits.items() if cells.get("type")}
    chosen = {names[row]: cells["role"] for row, cells in edits.items() if "role" in cells}
    roles = {name: "" if role == NO_ROLE else role or "" for name, role in chosen.items()}
    return Changes(types=types, roles=roles)


def _change(draft_id: str, table: str, changes: Changes) -> None:
    """Takes over a change; one that cannot be is undone and told."""
    draft = open_draft(desk(), draft_id)
    try:
        after = changed(draft, table, changes)
        place = [one.name for one in draft.tables].index(table)
        look(after.tables[place])
    except AppError as error:
        draft.keep()
        st.session_state[_REFUSED] = error
        st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
