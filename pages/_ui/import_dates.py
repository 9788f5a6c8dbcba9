"""Dates that can be read in two ways: the user is asked which comes first, day or month."""

from datetime import datetime

import streamlit as st

from core.actions.import_dates import DATE_ORDERS, AskedDates, asked_dates
from core.actions.import_draft import DraftTable, ImportDraft, changed
from core.actions.import_files import Changes, open_draft
from pages._ui import layout
from pages._ui.escape import md_escape
from pages._ui.session import begin, desk, formats, texts


def show(draft: ImportDraft, table: DraftTable) -> None:
    """A question for each column whose dates leave it open; nothing where none does."""
    t = texts()
    for ask in asked_dates(table):
        if ask.chosen is None:
            title = t("import.dates.ask", column=ask.column)
            layout.verdict("ask", title, _assumed(ask))
        key = f"dates_{draft.id}_{table.name}_{ask.column}"
        st.pills(
            md_escape(t("import.dates.label", column=ask.column, cell=ask.cell)),
            DATE_ORDERS,
            format_func=lambda order, ask=ask: _told(order, ask.read[order]),
            key=begin(key, ask.chosen),
            help=t("import.dates.help"),
            on_change=_answer,
            args=(draft.id, table.name, ask.column, key),
        )


def _assumed(ask: AskedDates) -> str:
    """What is assumed until the question is answered, why, and what a wrong answer does."""
    t = texts()
    taken = t("import.dates.assumed", cell=ask.cell, read=_told(ask.assumed, ask.read[ask.assumed]))
    because = t(f"import.dates.because.{ask.why}")
    return formats().sentences(taken, because, t("import.dates.why"))


def _told(order: str, read: datetime) -> str:
    return texts()(f"import.dates.{order}", date=formats().day(read))


def _answer(draft_id: str, table: str, column: str, key: str) -> None:
    order = st.session_state[key]
    if order is not None:
        changed(open_draft(desk(), draft_id), table, Changes(styles={column: order}))
