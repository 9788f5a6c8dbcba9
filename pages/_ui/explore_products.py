"""Products: which sell most, which rose or fell by more than chance."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from core.actions.explore import FALSE_SHARE, LEAST_DAYS, Lacking, Products
from core.base.values import Dataset
from core.base.view import View
from pages._ui import explore_cached, explore_lacking, layout
from pages._ui.session import formats, texts
from pages._ui.tables import file_name, rounded, show_table

SHOWN = 200
_KINDS = ("top", "rising", "falling")


def show(shop: Dataset, view: View) -> None:
    """A table of products, in one of three orders."""
    t = texts()
    found = explore_cached.items(view)
    with layout.card("explore_products"):
        layout.section(t("explore.products.title"), key="products")
        if isinstance(found, Lacking):
            explore_lacking.show(found)
            return
        kinds = _KINDS if "moved" in found.rows else _KINDS[:1]
        kind = st.segmented_control(
            t("explore.products.kind"),
            kinds,
            default="top",
            format_func=lambda one: t(f"explore.products.{one}"),
            key="explore_products_kind",
            required=True,
            label_visibility="collapsed",
        )
        rows = chosen(found, kind)
        st.caption(_note(found, kind, len(rows)))
        if len(rows):
            heads = {name: t(f"explore.column.{name}") for name in rows}
            table(rows.head(SHOWN), heads, f"explore_{kind}", file_name(shop.name, kind), rows)


def chosen(found: Products, kind: str) -> pd.DataFrame:
    """The products of one kind with their change, the largest first."""
    rank = found.rank_by
    rows = found.rows
    if f"{rank}_before" not in rows:
        return rows.drop(columns=["units_before", "sales_before", "p", "moved"], errors="ignore")
    rows = rows.assign(change=rows[rank] - rows[f"{rank}_before"])
    if kind == "top":
        return rows.drop(columns=["moved"], errors="ignore")
    more = rows["units"] > rows["units_before"]
    rows = rows[rows["moved"] & (more if kind == "rising" else ~more)]
    return rows.sort_values("change", ascending=kind == "falling").drop(columns="moved")


def _note(found: Products, kind: str, rows: int) -> str:
    t, f = texts(), formats()
    if kind == "top":
        told = t("explore.products.top_note", n=f.count(rows))
        if "moved" not in found.rows:
            told = f.sentences(told, t("explore.products.no_test", days=LEAST_DAYS))
        return told
    facts = {
        "n": f.count(rows),
        "all": f.count(len(found.rows)),
        "share": f.percent(FALSE_SHARE, 0),
    }
    return t(f"explore.products.{kind}_note", **facts)


def table(
    rows: pd.DataFrame,
    heads: Mapping[str, str],
    key: str,
    name: str,
    whole: pd.DataFrame | None = None,
) -> None:
    """A table under the words of its columns, with downloads of all of it."""
    kept = rounded(rows if whole is None else whole).rename(columns=dict(heads))
    numbers = {
        heads[column]: st.column_config.NumberColumn(
            format="%.3f" if column == "p" else "localized"
        )
        for column in rows.select_dtypes("number")
    }
    show_table(rounded(rows).rename(columns=dict(heads)), key, name, numbers, whole=lambda: kept)
