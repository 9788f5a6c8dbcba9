"""Several promotions and prices at once: a table to type into, or a file."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.typing import UploadedFile

from core.actions import planned, what_if_form
from core.base.runs import Run
from pages._ui.errors import callout, guard
from pages._ui.escape import md_escape
from pages._ui.model_words import by_word
from pages._ui.score_list import TYPES
from pages._ui.session import formats, notify, texts
from pages._ui.what_if_words import flag_name

if TYPE_CHECKING:
    from core.actions.planned import Planned
    from core.actions.what_if import Change, Levers

_TOLD = 5
"""Rows with mistakes that are told one by one."""


def put(run: Run, levers: "Levers", rows: tuple["Change", ...]) -> None:
    """Puts changes into the table in the place of what is in it."""
    state = st.session_state
    state[_key(run, "rows")] = what_if_form.to_rows(rows, levers)
    state.pop(_key(run, "wrong"), None)
    state[_key(run, "turn")] = state.get(_key(run, "turn"), 0) + 1


def filled(run: Run) -> bool:
    """Whether the table was given rows."""
    return bool(len(st.session_state[_key(run, "rows")]))


def edit(run: Run, levers: "Levers") -> tuple["Change", ...]:
    """Draws the table and what is wrong in it; returns the changes that it plans."""
    t = texts()
    st.caption(md_escape(t("what_if.table.note")))
    turn = st.session_state[_key(run, "turn")]
    rows = st.data_editor(
        st.session_state[_key(run, "rows")],
        num_rows="dynamic",
        hide_index=True,
        column_config=_columns(levers),
        key=f"{_key(run, 'editor')}_{turn}",
        alt=t("what_if.table.title"),
    )
    _file(run, levers, rows)
    read = what_if_form.of_rows(rows, levers)
    wrong(read)
    return read.changes


def wrong(read: "Planned") -> None:
    """The rows that cannot be used, each with its reason."""
    t, f = texts(), formats()
    told = [t.problem(one.code, one.facts) for one in read.problems[:_TOLD]]
    if len(read.problems) > _TOLD:
        told.append(t("what_if.table.more_wrong", n=f.count(len(read.problems) - _TOLD)))
    if told:
        callout(f.sentences(t("what_if.table.wrong"), *told), "warning")


def key_name(name: str) -> str:
    """What the series are by, in words."""
    return by_word(name, texts())


def _columns(levers: "Levers") -> dict[str, Any]:
    t = texts()
    config = st.column_config
    found: dict[str, Any] = {
        name: config.MultiselectColumn(
            key_name(name), options=list(values), help=t("what_if.table.key_help"), width="medium"
        )
        for name, values in levers.keys.items()
    }
    for name in ("first", "last"):
        found[name] = config.DateColumn(
            t(f"what_if.table.{name}"),
            min_value=levers.first,
            max_value=levers.last,
            format=formats().day_pattern,
        )
    found["what"] = config.SelectboxColumn(
        t("what_if.table.what"), options=what_if_form.options(levers), format_func=_what,
        width="medium",
    )  # fmt: skip
    found["amount"] = config.NumberColumn(
        t("what_if.table.amount"), help=t("what_if.table.amount_help"), format="%g"
    )
    return found


def _what(code: str) -> str:
    t = texts()
    if code.startswith(what_if_form.ON):
        return t("what_if.told.on", name=flag_name(code.removeprefix(what_if_form.ON)))
    if code.startswith(what_if_form.SET):
        return t("what_if.table.set", name=code.removeprefix(what_if_form.SET))
    return t(f"what_if.table.{code}")


def _file(run: Run, levers: "Levers", rows: Any) -> None:
    """A file adds its plans to what stands in the table."""
    t, f = texts(), formats()
    turn = st.session_state[_key(run, "turn")]
    file = st.file_uploader(
        t("what_if.table.file"), TYPES, key=f"{_key(run, 'file')}_{turn}",
        help=t("what_if.table.file_help"),
    )  # fmt: skip
    if file is not None:
        with guard():
            read = _read(file, levers)
            if read.changes:
                before = what_if_form.of_rows(rows, levers).changes
                put(run, levers, (*before, *read.changes))
                notify(md_escape(t("what_if.table.taken", n=f.count(len(read.changes)))))
            st.session_state[_key(run, "wrong")] = read
            if read.changes:
                st.rerun()
    kept = st.session_state.get(_key(run, "wrong"))
    if kept is not None:
        wrong(kept)


def _read(file: UploadedFile, levers: "Levers") -> "Planned":
    """Reads the bytes from a file of our own naming."""
    suffix = Path(file.name).suffix.lower()
    safe = suffix if suffix.lstrip(".") in TYPES else ".csv"
    with tempfile.TemporaryDirectory(prefix="upload-") as folder:
        path = Path(folder) / f"plans{safe}"
        path.write_bytes(file.getvalue())
        return planned.planned_file(path, levers)


def _key(run: Run, name: str) -> str:
    return f"what_if_{run.id}_{name}"
