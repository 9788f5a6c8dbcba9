"""Numbers such as 1.201: the user is asked whether the mark is that of decimals or of thousands."""

import streamlit as st

from core.actions.import_decimals import (
    MARKS,
    AskedDecimals,
    asked_decimals,
    decimals_of,
    open_decimals,
)
from core.actions.import_draft import DraftTable, ImportDraft, with_mark
from core.actions.import_files import open_draft
from pages._ui import layout
from pages._ui.escape import md_escape
from pages._ui.session import desk, formats, texts

_FIND_OUT = "find_out"


def show(draft: ImportDraft, table: DraftTable) -> None:
    """The question for the columns that nothing settles; for all others that could be read in two
    ways the same control, to be opened."""
    t, f = texts(), formats()
    unsettled = open_decimals(table)
    said = [name for name in decimals_of(table) if name in table.recipe.marks]
    first = unsettled[:1] or tuple(said[:1])
    if unsettled:
        asked = asked_decimals(table, unsettled[0])
        if asked is not None:
            title = t("import.decimals.ask", columns=f.series(unsettled[:5]))
            layout.verdict("ask", title, _assumed(asked))
    for name in first:
        _control(draft, table, name)
    rest = [name for name in decimals_of(table) if name not in first]
    if rest:
        title = t("import.decimals.others", n=f.count(len(rest)))
        with st.expander(title, icon=":material/decimal_increase:"):
            st.caption(t("import.decimals.others_note"))
            for name in rest:
                _control(draft, table, name)


def _control(draft: ImportDraft, table: DraftTable, column: str) -> None:
    t = texts()
    asked = asked_decimals(table, column)
    if asked is None:
        return
    key = f"decimals_{draft.id}_{table.name}_{column}"
    st.session_state[key] = asked.chosen or _FIND_OUT  # a step may have been undone elsewhere
    st.pills(
        md_escape(t("import.decimals.label", column=column, cell=asked.cell)),
        [*MARKS, _FIND_OUT],
        format_func=lambda code: _told(code, asked),
        key=key,
        required=True,
        help=t("import.decimals.help"),
        on_change=_answer,
        args=(draft.id, table.name, column, key),
    )


def _assumed(asked: AskedDecimals) -> str:
    """What is assumed until the question is answered, and what a wrong answer does."""
    t = texts()
    taken = t("import.decimals.assumed", cell=asked.cell, read=_told(asked.read, asked))
    return formats().sentences(taken, t("import.decimals.why"))


def _told(code: str, asked: AskedDecimals) -> str:
    t = texts()
    if code == _FIND_OUT:
        return t("import.decimals.find_out")
    return t(f"import.decimals.{code}", value=f"{asked.values[code]:.12g}")


def _answer(draft_id: str, table: str, column: str, key: str) -> None:
    said = st.session_state[key]
    mark = None if said == _FIND_OUT else said
    with_mark(open_draft(desk(), draft_id), table, [column], mark)
