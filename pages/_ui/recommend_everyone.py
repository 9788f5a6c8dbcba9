"""Lists for all customers, or a segment of them, for a place where they are shown; to take home."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.actions import recommend_out
from core.actions.download import csv_bytes, xlsx_bytes
from core.actions.recommending import ListsAsked
from core.base.runs import Run
from pages._ui import layout, recommend_cached, recommend_effect, recommend_rules
from pages._ui.address import Takes
from pages._ui.errors import callout
from pages._ui.escape import md_escape
from pages._ui.recommend_choose import LISTS
from pages._ui.session import begin, formats, param, set_param, texts
from pages._ui.tables import XLSX, file_name, rounded

if TYPE_CHECKING:
    import pandas as pd

SLOTS = {"email": 5, "home": 10, "basket": 3}
"""Where lists are shown, and how many items usually fit there."""
SEGMENTS = ("all", "light", "heavy")
SHAPES = ("rows", "wide")
MOST_ROWS = 1_000_000
"""What a page holds at once: some 200 MB."""
UNDERSTOOD: dict[str, Takes | None] = {
    "slot": SLOTS.__contains__, "segment": SEGMENTS.__contains__, "shape": SHAPES.__contains__,
}  # fmt: skip
"""What an address may ask for."""
_SHOWN = 200


def show(run: Run) -> None:
    """What is asked, the rules, and the lists with their size."""
    t = texts()
    slot, segment, n = _ask(run)
    rules = recommend_rules.ask(run)
    asked = ListsAsked(n=n, rules=rules.rules)
    key = (run.id, asked.model_dump_json(), segment)
    if st.button(
        t("lists.everyone.make"), type="primary", icon=":material/playlist_add_check:",
        key=f"lists_make_{run.id}",
    ):  # fmt: skip
        st.session_state["lists_everyone"] = key
    if st.session_state.get("lists_everyone") == key:
        _made(run, asked, segment, file_name(run.name, f"{slot}-{segment}"))
    with rules.told:
        recommend_effect.show(run, rules.rules, n, None)


def _made(run: Run, asked: ListsAsked, segment: str, name: str) -> None:
    """The lists, with their progress; more than a page can hold are for the command line."""
    t, f = texts(), formats()
    with st.spinner(t("lists.everyone.working"), show_time=True):
        rows = recommend_cached.customers(run, segment) * asked.n
        if rows > MOST_ROWS:
            facts = {"rows": f.count(rows), "most": f.count(MOST_ROWS), "run": run.id}
            callout(t("lists.everyone.too_many", **facts), "warning")
            return
        bar = st.progress(0.0)
        found = recommend_cached.everyone(run, asked, segment, bar.progress)
        bar.empty()
    _found(run, found, name)


def _ask(run: Run) -> tuple[str, str, int]:
    """Where the lists are shown, who gets one, and how long they are."""
    left, middle, right = st.columns([2, 2, 1], gap="medium")
    with left:
        slot = _one("slot", tuple(SLOTS), run)
    with middle:
        segment = _one("segment", SEGMENTS, run)
    with right:
        t = texts()
        n: int = st.selectbox(
            t("lists.length.label"), LISTS, format_func=lambda n: t("lists.length.option", n=n),
            key=begin(f"lists_slot_n_{slot}_{run.id}", SLOTS[slot]),
        )  # fmt: skip
    st.caption(md_escape(texts()(f"lists.slot.{slot}_note")))
    return slot, segment, n


def _one(name: str, options: tuple[str, ...], run: Run) -> str:
    """One of a few; it stands in the URL."""
    t, asked = texts(), param(name)
    chosen: str = st.segmented_control(
        t(f"lists.{name}.label"), options, format_func=lambda one: t(f"lists.{name}.{one}"),
        key=begin(f"lists_{name}_{run.id}", asked if asked in options else options[0]),
        required=True, help=t(f"lists.{name}.help"),
    )  # fmt: skip
    set_param(name, None if chosen == options[0] else chosen)
    return chosen


def _found(run: Run, found: "pd.DataFrame", name: str) -> None:
    """The size, a look at the first rows, and the downloads."""
    t, f = texts(), formats()
    if found.empty:
        layout.verdict("info", t("lists.everyone.nobody"))
        return
    shop = recommend_cached.shop(run)
    shape = _one("shape", SHAPES, run)
    if shape == "wide":
        shown = recommend_out.in_columns(found, shop)
    else:
        shown = rounded(recommend_out.in_rows(found, shop, t))
    size = recommend_out.size_of(found, shown)
    facts = {"customers": f.count(size.customers), "n": f.count(len(found)),
             "rows": f.count(size.rows), "size": f.bytes(size.bytes)}  # fmt: skip
    layout.verdict("info", t("lists.everyone.found", **facts), t("lists.everyone.size", **facts))
    st.dataframe(
        shown.head(_SHOWN), hide_index=True, key="lists_everyone_table", placeholder="–",
        column_config=_heads(), alt=t("lists.tab.everyone"),
    )  # fmt: skip
    if len(shown) > _SHOWN:
        st.caption(md_escape(t("score.shown", n=f.count(_SHOWN))))
    _downloads(found, shown, name, size.fits_excel)


def _heads() -> dict[str, Any]:
    t, config = texts(), st.column_config
    return {
        "user_id": config.TextColumn(t("lists.column.customer"), pinned=True),
        "rank": config.NumberColumn(t("lists.column.place")),
        "item_id": config.TextColumn(t("lists.column.item_id")),
        "item": config.TextColumn(t("lists.column.item")),
        "score": config.NumberColumn(t("lists.column.score"), format="%.4f"),
        "reason": config.TextColumn(t("lists.column.reason"), width="large"),
    }


def _downloads(found: "pd.DataFrame", shown: "pd.DataFrame", name: str, excel: bool) -> None:
    t = texts()
    kinds = {"csv": ("text/csv", lambda: csv_bytes(shown)),
             "xlsx": (XLSX, lambda: xlsx_bytes(shown)),
             "json": ("application/json", lambda: recommend_out.json_bytes(found))}  # fmt: skip
    with st.container(horizontal=True, horizontal_alignment="right", gap="medium"):
        for ending, (mime, write) in kinds.items():
            st.download_button(
                t(f"lists.everyone.{ending}"),
                write,
                file_name=f"{name}.{ending}",
                mime=mime,
                key=f"lists_everyone_{ending}",
                on_click="ignore",
                type="primary" if ending == "csv" else "tertiary",
                icon=":material/download:",
                disabled=ending == "xlsx" and not excel,
                help=t(f"lists.everyone.{ending}_help"),
            )
    if not excel:
        st.caption(md_escape(t("lists.everyone.too_long")))
