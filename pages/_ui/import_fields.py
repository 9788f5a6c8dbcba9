"""The fields of a file's structure: what was found stands chosen, each with its explanation."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import streamlit as st

from core.actions.import_structure import ALL_SHEETS, RawTable
from core.base.texts import Texts
from pages._ui.session import begin, texts

ENCODINGS = (
    "utf-8", "utf-8-sig", "gb18030", "big5", "shift_jis", "euc_kr", "cp1252", "cp1250", "cp1251",
    "utf-16",
)  # fmt: skip
DELIMITERS = (",", ";", "\t", "|", " ", r"\s+", "")
QUOTES = ('"', "'", "")
_MARKS = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "space", r"\s+": "blanks",
    "": "none",
    '"': "double", "'": "single",
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """How a file was read, by field, and which fields the reader of the page had said."""

    values: Mapping[str, str | int | None]
    said: AbstractSet[str]


def edit(raw: RawTable, found: Found, key: str) -> dict[str, str | int | None]:
    """Draws the fields that were found; returns what stands in them, by the same names."""
    made: dict[str, str | int | None] = {}
    if "sheet" in found.values:
        made["sheet"] = _choice("sheet", [*raw.sheets, ALL_SHEETS], found, key)
    if "encoding" in found.values:
        made["encoding"] = _choice("encoding", ENCODINGS, found, key)
    if "delimiter" in found.values:
        left, right = st.columns(2)
        with left:
            made["delimiter"] = _choice("delimiter", DELIMITERS, found, key, new=True)
        with right:
            made["quote"] = _choice("quote", QUOTES, found, key)
    if "first_line" in found.values:
        left, right = st.columns(2)
        with left:
            made["first_line"] = _number("first_line", 1, None, found, key)
        with right:
            made["header_rows"] = _number("header_rows", 0, 20, found, key)
        made["totals"] = _totals(found, key)
    return made


def _choice(
    name: str, options: Sequence[str], found: Found, key: str, new: bool = False
) -> str | None:
    """One of several; `new`: or what the reader types."""
    t = texts()
    every = list(dict.fromkeys([*options, str(found.values[name])]))
    return st.selectbox(
        t(f"import.structure.{name}"),
        every,
        format_func=lambda value: _word(t, name, value, found),
        key=begin(f"{key}_{name}", str(found.values[name])),
        help=t(f"import.structure.{name}_help"),
        accept_new_options=new,
    )


def _word(t: Texts, name: str, value: str, found: Found) -> str:
    """A value of a field as it is shown; what was found says so."""
    if name == "sheet":
        word = t("import.structure.all_sheets") if value == ALL_SHEETS else value
    elif name == "encoding":
        word = value
    else:
        word = t(f"import.structure.mark.{_MARKS[value]}") if value in _MARKS else value
    if value != found.values[name]:
        return word
    known = "import.structure.chosen" if name in found.said else "import.structure.found"
    return t(known, value=word)


def _number(name: str, least: int, most: int | None, found: Found, key: str) -> int | None:
    t = texts()
    return st.number_input(
        t(f"import.structure.{name}"),
        min_value=least,
        max_value=most,
        step=1,
        key=begin(f"{key}_{name}", int(found.values[name] or 0)),
        help=t(f"import.structure.{name}_help"),
    )


def _totals(found: Found, key: str) -> str | None:
    t = texts()
    return st.segmented_control(
        t("import.structure.totals"),
        ["out", "keep"],
        format_func=lambda code: t(f"import.structure.totals_{code}"),
        key=begin(f"{key}_totals", str(found.values["totals"])),
        required=True,
        help=t("import.structure.totals_help"),
    )
