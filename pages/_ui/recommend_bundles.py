"""Products to be sold as one: those that are bought together more often than by chance."""

from typing import TYPE_CHECKING, Any

import streamlit as st

from core.actions import recommend_out
from core.base.runs import Run
from pages._ui import layout, recommend_cached
from pages._ui.address import Takes, whole
from pages._ui.escape import html_escape
from pages._ui.session import begin, formats, param, set_param, texts
from pages._ui.tables import downloads, file_name, rounded

if TYPE_CHECKING:
    import pandas as pd

_ITEMS = ("first", "second", "third")
_PARAM, _SIZE = "baskets", "size"
_LEAST, _HIGHEST = 5, 1_000_000
_FIRST = 10
UNDERSTOOD: dict[str, Takes | None] = {
    _PARAM: whole(_LEAST, _HIGHEST), _SIZE: ("2", "3").__contains__,
}  # fmt: skip
"""What an address may ask for."""


def show(run: Run) -> None:
    """The sentence of the first, and the table with its downloads."""
    t, f = texts(), formats()
    size = _size(run)
    with st.spinner(t("lists.bundles.working")):
        every = recommend_cached.bundles(run, _LEAST, size)
    if every.empty:
        layout.verdict("info", t("lists.bundles.none"), t(f"lists.bundles.none_note_{size}"))
        return
    fewest = _fewest(run, every)
    with st.spinner(t("lists.bundles.working")):
        found = recommend_cached.bundles(run, fewest, size)
    if found.empty:
        layout.verdict("info", t("lists.bundles.none"), t("lists.bundles.none_so_many"))
        return
    shop, best = recommend_cached.shop(run), found.iloc[0]
    names = [shop.name(best[one]) for one in _ITEMS if isinstance(best[one], str)]
    facts = {"items": " + ".join(names), "lift": f.number(best["lift"], 2),
             "count": f.count(best["count"])}  # fmt: skip
    layout.verdict("info", t(f"lists.bundles.best_{size}", **facts), t("lists.bundles.note"))
    _best(run, found)
    kinds = [t(f"lists.bundles.kind.{one}") for one in found["kind"]]
    shown = recommend_out.named(rounded(found.assign(kind=kinds)), _ITEMS, shop)
    with st.expander(t("lists.bundles.all", n=f.count(len(shown))), icon=":material/table:"):
        st.dataframe(
            _ordered(shown), hide_index=True, key="lists_bundles_table", placeholder="–",
            column_config=_heads(), alt=t("lists.tab.bundles"),
        )  # fmt: skip
    downloads(lambda: shown, "lists_bundles", file_name(run.name, "bundles"))


def _best(run: Run, found: "pd.DataFrame") -> None:
    """The first of them, names in full."""
    t, f, shop = texts(), formats(), recommend_cached.shop(run)
    currency = recommend_cached.currency(run)
    lines = []
    for row in found.head(_FIRST).to_dict("records"):
        names = [shop.name(str(row[one])) for one in _ITEMS if isinstance(row.get(one), str)]
        margin = row.get("margin")
        told = [
            t("lists.bundles.how", lift=f.number(row["lift"], 3), count=f.count(row["count"])),
            t("lists.bundles.money", money=f.money(margin, currency)) if margin == margin else "",
        ]
        said = "<br>".join(html_escape(name) for name in names)
        lines.append(f"<li><div><strong>{said}</strong>{layout.meta_html(told)}</div></li>")
    with layout.card("bundles"):
        st.html(f'<ul class="ml-shown">{"".join(lines)}</ul>')


def _size(run: Run) -> int:
    """How many products are in a bundle; it stands in the URL."""
    t, asked = texts(), param(_SIZE)
    size: int = st.segmented_control(
        t("lists.bundles.size"), (2, 3), format_func=lambda n: t(f"lists.bundles.of_{n}"),
        key=begin(f"lists_size_{run.id}", 3 if asked == "3" else 2), required=True,
    )  # fmt: skip
    set_param(_SIZE, "3" if size == 3 else None)
    return size


def _fewest(run: Run, every: "pd.DataFrame") -> int:
    """In how many baskets a bundle is to be at least; it stands in the URL."""
    t, asked = texts(), param(_PARAM)
    usual = recommend_out.usual_fewest(every)
    first = int(asked) if asked and asked.isdigit() and _LEAST <= int(asked) <= _HIGHEST else usual
    fewest = st.number_input(
        t("lists.bundles.fewest"), _LEAST, _HIGHEST, step=5, width=260,
        key=begin(f"lists_fewest_{run.id}", first), help=t("lists.bundles.fewest_help"),
    )  # fmt: skip
    set_param(_PARAM, None if fewest == usual else str(fewest))
    return int(fewest)


def _ordered(shown: "pd.DataFrame") -> "pd.DataFrame":
    """The columns of the table: the names where there are any, then what decides."""
    items = [f"{one}_name" if f"{one}_name" in shown else one for one in _ITEMS]
    three = ("lift_all",) if "third" in shown else ()
    rest = ("lift", "lift_low", *three, "count", "confidence", "margin", "support", "kind")
    return shown[[name for name in (*items, *rest) if name in shown]]


def _heads() -> dict[str, Any]:
    t, config = texts(), st.column_config
    heads: dict[str, Any] = {}
    for name in _ITEMS:
        heads[name] = heads[f"{name}_name"] = config.TextColumn(
            t(f"lists.column.{name}"), width="medium"
        )
    formats_of = {
        "lift": "%.1f", "lift_all": "compact", "lift_low": "%.1f", "confidence": "percent",
        "support": "percent", "margin": "%.2f", "count": "localized",
    }  # fmt: skip
    for name, told in formats_of.items():
        heads[name] = config.NumberColumn(
            t(f"lists.column.{name}"), help=t(f"lists.column.{name}_help"), format=told
        )
    heads["kind"] = config.TextColumn(t("lists.column.kind"), help=t("lists.column.kind_help"))
    return heads
