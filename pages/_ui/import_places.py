"""Which tables of a dataset the files of a draft go on with, asked where columns fit several."""

from collections.abc import Mapping

import streamlit as st

from core.actions.import_draft import ImportDraft
from core.actions.placing import OWN, Placing, placings
from core.base.errors import AppError
from core.base.values import Dataset
from pages._ui import layout
from pages._ui.dataset_words import table_names
from pages._ui.errors import show_error
from pages._ui.escape import md_escape
from pages._ui.session import texts

_BESIDE = " "
"""The answer that a table stays one of its own: no name of a table."""


def said(draft: ImportDraft, into: str) -> dict[str, str]:
    """What was answered: the table of the dataset by that of the draft."""
    keys = {table.name: _key(draft.id, into, table.name) for table in draft.tables}
    told = {name: st.session_state.get(key) for name, key in keys.items()}
    return {name: OWN if it == _BESIDE else it for name, it in told.items() if it}


def agreed(draft: ImportDraft, into: str) -> dict[str, str]:
    """The answers, none of them where several name one table."""
    told = said(draft, into)
    tables = [table for table in told.values() if table != OWN]
    return told if len(tables) == len(set(tables)) else {}


def show(draft: ImportDraft, base: Dataset) -> bool:
    """Says where each file goes, where there is more than one way; False where the answers do not
    go together, which is said too."""
    called = table_names(base.tables)
    told = said(draft, base.id)
    open_ones = {place.table: place for place in placings(draft, base) if place.asked}
    try:
        found, together = placings(draft, base, told), True
    except AppError as error:
        show_error(error)
        found, together = placings(draft, base), False
    for place in found:
        asked = open_ones.get(place.table)
        if asked is not None:
            if place.asked:
                title = texts()("import.place.ask", file=place.title)
                layout.verdict("ask", title, texts()("import.place.why"))
            _choose(_key(draft.id, base.id, place.table), asked, called)
        elif len(base.tables) > 1 or place.into is None:
            _tell(place, called)
    return together


def _tell(place: Placing, called: Mapping[str, str]) -> None:
    t = texts()
    if place.into is None:
        st.caption(md_escape(t("import.place.own", file=place.title)))
    else:
        goes = t("import.place.goes", file=place.title, table=called[place.into])
        st.caption(md_escape(goes))


def _choose(key: str, place: Placing, called: Mapping[str, str]) -> None:
    t = texts()
    st.pills(
        md_escape(t("import.place.label", file=place.title)),
        [*place.choices, _BESIDE],
        format_func=lambda name: (
            t("import.place.beside") if name == _BESIDE else md_escape(called[name])
        ),
        key=key,
    )


def _key(draft_id: str, into: str, table: str) -> str:
    return f"place_{draft_id}_{into}_{table}"
