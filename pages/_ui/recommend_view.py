"""The views of a finished recommender, in tabs. A fragment: a choice redraws only this."""

from collections.abc import Callable

import streamlit as st

from core.base.runs import Run
from pages._ui import (
    address,
    layout,
    recommend_audience,
    recommend_basket,
    recommend_bundles,
    recommend_cached,
    recommend_category,
    recommend_choose,
    recommend_everyone,
    recommend_one,
    recommend_product,
    recommend_rules,
)
from pages._ui.errors import guard
from pages._ui.session import param, show_notices, texts

TABS: dict[str, Callable[[Run], None]] = {
    "customer": recommend_one.show,
    "basket": recommend_basket.show,
    "product": recommend_product.show,
    "category": recommend_category.show,
    "everyone": recommend_everyone.show,
    "bundles": recommend_bundles.show,
}
OWN = (
    recommend_one.PARAM, recommend_basket.PARAM, recommend_product.PARAM, recommend_category.PARAM,
    recommend_rules.PARAM, "for",
)  # fmt: skip
"""What the address says of a run's own customers and items."""
_UNDERSTOOD: dict[str, address.Takes | None] = {
    **dict.fromkeys(("run", "tab", *OWN)),
    recommend_basket.PARAM: recommend_choose.readable,
    recommend_basket.VISIT: ("1",).__contains__,
    recommend_choose.N: tuple(str(n) for n in recommend_choose.LISTS).__contains__,
    **recommend_everyone.UNDERSTOOD,
    **recommend_bundles.UNDERSTOOD,
    recommend_audience.PARAM: recommend_audience.BUYERS.__contains__,
}
"""What an address may ask for, and of which values; categories are those of the shop, an unknown
tab the tabs tell themselves."""


def tell_strange(run: Run) -> None:
    """Says what of the address is not understood."""
    categories = recommend_cached.shop(run).categories
    address.tell(_UNDERSTOOD | {recommend_category.PARAM: categories.__contains__})


@st.fragment
def show(run: Run) -> None:
    """The open tab."""
    show_notices()
    t = texts()
    with guard():
        open_tab = layout.tabs({name: t(f"lists.tab.{name}") for name in _tabs(run)})
        TABS[open_tab](run)


def _tabs(run: Run) -> list[str]:
    """The tabs that there is something to show in; an address may ask for any."""
    known = bool(recommend_cached.shop(run).categories) or param("tab") == "category"
    return [name for name in TABS if known or name != "category"]
