"""What of a shop is looked at: dataset, days, stores, categories. All of it is in the address."""

import json
from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.actions.explore import USUAL, Choices, Lacking
from core.base.values import Dataset
from core.base.view import Period, View
from pages._ui import explore_cached
from pages._ui.errors import callout
from pages._ui.session import formats, param, set_param, texts

LISTS = ("stores", "categories")


def dataset(shops: Sequence[Dataset]) -> Dataset:
    """The dataset of the address, else the newest; another forgets the filters."""
    t, f = texts(), formats()
    known = {shop.id: shop for shop in shops}
    asked = param("dataset")
    if asked and asked not in known:
        callout(t("explore.dataset.gone"), "warning")
    if st.session_state.get("explore_dataset") not in known:
        st.session_state["explore_dataset"] = asked if asked in known else shops[0].id
    at: str = st.selectbox(
        t("explore.dataset.label"),
        list(known),
        format_func=lambda one: f"{known[one].name} · {f.moment(known[one].created)}",
        key="explore_dataset",
        help=t("explore.dataset.help"),
    )
    if asked and asked != at:
        for name in (*LISTS, "from", "to", "currency"):
            set_param(name, None)
            st.session_state.pop(f"explore_{name}_{asked}", None)
    set_param("dataset", at)
    return known[at]


def view(shop: Dataset) -> View | Lacking:
    """The view that the filters make, or what the data lacks for any."""
    there = explore_cached.choice(shop.id)
    if isinstance(there, Lacking):
        return there
    days, stores, kinds, money = st.columns([3, 2, 2, 1], vertical_alignment="bottom")
    with days:
        period = _period(shop.id, there)
    chosen = {}
    for place, name in zip((stores, kinds), LISTS, strict=True):
        with place:
            chosen[name] = _words(shop.id, name, getattr(there, name))
    with money:
        currency = _currency(shop.id, there)
    return View(dataset=shop.id, period=period, currency=currency, **chosen)


def _period(shop: str, there: Choices) -> Period:
    """The days: a span up to the last day of the data, or two days of one's own."""
    t, key = texts(), f"explore_days_{shop}"
    usual = there.days.moved(max(there.days.days - USUAL, 0)).first
    if key not in st.session_state:
        asked = _day("from") or usual, _day("to") or there.days.last
        inside = there.days.first <= asked[0] <= asked[1] <= there.days.last
        if not inside:
            callout(t("explore.days.outside"), "warning")
        st.session_state[key] = asked if inside else (usual, there.days.last)
    chosen = st.date_input(
        t("explore.days.label"),
        min_value=there.days.first,
        max_value=there.days.last,
        key=key,
        help=t("explore.days.help"),
        format="YYYY-MM-DD",
    )
    if not isinstance(chosen, tuple) or len(chosen) != 2:
        st.stop()  # The second of the two days is still to be chosen.
    set_param("from", str(chosen[0]) if chosen[0] != usual else None)
    set_param("to", str(chosen[1]) if chosen[1] != there.days.last else None)
    return Period(first=chosen[0], last=chosen[1])


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(param(name) or "")
    except ValueError:
        return None


def _words(shop: str, name: str, known: Sequence[str]) -> tuple[str, ...]:
    t, key = texts(), f"explore_{name}_{shop}"
    if not known:
        nothing = t(f"explore.{name}.none")
        label, told = t(f"explore.{name}.label"), t(f"explore.{name}.help")
        st.multiselect(label, [], key=key, disabled=True, placeholder=nothing, help=told)
        return ()
    if key not in st.session_state:
        st.session_state[key] = [word for word in _listed(name) if word in known]
    chosen = st.multiselect(
        t(f"explore.{name}.label"),
        known,
        key=key,
        placeholder=t(f"explore.{name}.all"),
        help=t(f"explore.{name}.help"),
    )
    set_param(name, json.dumps(chosen, ensure_ascii=False) if chosen else None)
    return tuple(chosen)


def _listed(name: str) -> list[str]:
    try:
        found = json.loads(param(name) or "[]")
    except ValueError:
        return []
    return [str(one) for one in found] if isinstance(found, list) else []


def _currency(shop: str, there: Choices) -> str:
    """Money of several currencies is never added up: one is looked at."""
    if len(there.currencies) < 2:
        return there.currencies[0] if there.currencies else ""
    t, key = texts(), f"explore_currency_{shop}"
    if key not in st.session_state:
        asked = param("currency")
        st.session_state[key] = asked if asked in there.currencies else there.currencies[0]
    chosen: str = st.selectbox(
        t("explore.currency.label"), there.currencies, key=key, help=t("explore.currency.help")
    )
    set_param("currency", chosen if chosen != there.currencies[0] else None)
    return chosen
