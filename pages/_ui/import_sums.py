"""What the kept rows add up to, beside the totals that stand in the files: before saving."""

from functools import partial

import streamlit as st

from core.actions.import_look import Look, SumLine
from pages._ui import layout
from pages._ui.session import formats, texts

_SHOWN = 6
"""So many sums stand on the page; the rest is opened."""


def show(found: Look) -> None:
    """The sums of a table, those that differ from the file's first; nothing where none is known."""
    lines = sorted(found.sums, key=lambda line: 0 if line.gap else 1 if line.gap == 0 else 2)
    if not lines:
        return
    t = texts()
    compared = any(line.told is not None for line in lines)
    with st.container(key="mlsums", gap="small"):
        st.caption(t("import.sums.compared" if compared else "import.sums.note"))
        layout.tiles([_tile(line) for line in lines[:_SHOWN]], compact=True)
        if len(lines) > _SHOWN:
            title = t("import.sums.more", n=formats().count(len(lines) - _SHOWN))
            with st.expander(title, icon=":material/functions:"):
                layout.tiles([_tile(line) for line in lines[_SHOWN:]], compact=True)


def _tile(line: SumLine) -> layout.Tile:
    t, exact = texts(), partial(formats().exact, money=line.money is not None)
    label, ours = f"{_name(line)} {line.currency}".strip(), exact(line.ours)
    if line.gap is None:
        return layout.Tile(label, ours)
    if line.gap == 0:
        return layout.Tile(label, ours, t("import.sums.same"), "good")
    more = "import.sums.more_there" if line.gap > 0 else "import.sums.less_there"
    told = t(more, told=exact(line.told), gap=exact(abs(line.gap)))
    return layout.Tile(label, ours, told, "warn")


def _name(line: SumLine) -> str:
    t = texts()
    if line.column is not None:
        return line.column
    return t("import.sums.amount") if line.money == "amount" else t(f"datasets.total.{line.money}")
