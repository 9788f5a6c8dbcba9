"""What a recommender was asked before, kept by workspace, run and question: finished runs never
change, so nothing grows old. What is returned is shared: do not change it."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import recommend_out, recommending
from core.actions.recommending import ListsAsked, NewcomerAsked, Rules
from core.base.runs import Run
from pages._ui.session import desk

if TYPE_CHECKING:
    import pandas as pd

    from core.actions.recommend_out import Shop
    from core.actions.recommending import EffectAnswer, ListsAnswer, NewcomerAnswer, ProductAnswer

Key = tuple[str, ...]


def _at(run: Run, *rest: str) -> Key:
    return (str(desk().workspace.root), run.id, run.digest or "", *rest)


def shop(run: Run) -> "Shop":
    """The items and customers there are to choose from."""
    return _shop(_at(run))


@st.cache_resource(max_entries=6, show_spinner=False)
def _shop(key: Key) -> "Shop":
    return recommend_out.shop_of(*recommending.catalogue(desk(), key[1]))


def contexts(run: Run) -> dict[str, tuple[str, ...]]:
    """The contexts that lists can be made to fit, and what each may be."""
    return _contexts(_at(run))


@st.cache_resource(max_entries=40, show_spinner=False)
def _contexts(key: Key) -> dict[str, tuple[str, ...]]:
    return recommending.contexts(desk(), key[1])


def usual_rules(run: Run) -> Rules:
    """The rules that the run starts with."""
    return _usual_rules(_at(run))


@st.cache_resource(max_entries=40, show_spinner=False)
def _usual_rules(key: Key) -> Rules:
    return recommending.usual_rules(desk(), key[1])


def currency(run: Run) -> str | None:
    """The currency of prices and margins, where it is known."""
    return _currency(_at(run))


@st.cache_resource(max_entries=40, show_spinner=False)
def _currency(key: Key) -> str | None:
    return recommending.report_of(desk(), key[1])[0].currency


def lists(run: Run, asked: ListsAsked) -> "ListsAnswer":
    """Lists with reasons."""
    return _lists(_at(run, asked.model_dump_json()))


@st.cache_resource(max_entries=200, show_spinner=False)
def _lists(key: Key) -> "ListsAnswer":
    return recommending.lists(desk(), key[1], ListsAsked.model_validate_json(key[3]))


def effect(run: Run, rules: Rules, n: int) -> "EffectAnswer":
    """What rules do to lists of `n` items."""
    return _effect(_at(run, rules.model_dump_json(), str(n)))


@st.cache_resource(max_entries=200, show_spinner=False)
def _effect(key: Key) -> "EffectAnswer":
    return recommending.effect(desk(), key[1], Rules.model_validate_json(key[3]), int(key[4]))


def product(run: Run, item: str) -> "ProductAnswer":
    """What goes with a product."""
    return _product(_at(run, item))


@st.cache_resource(max_entries=200, show_spinner=False)
def _product(key: Key) -> "ProductAnswer":
    return recommending.product(desk(), key[1], key[3])


def newcomer(run: Run, asked: NewcomerAsked) -> "NewcomerAnswer":
    """Whose lists a product that is not there yet would be on."""
    return _newcomer(_at(run, asked.model_dump_json()))


@st.cache_resource(max_entries=20, show_spinner=False)
def _newcomer(key: Key) -> "NewcomerAnswer":
    return recommending.newcomer(desk(), key[1], NewcomerAsked.model_validate_json(key[3]))


def audience(run: Run, item: str, most: int, without_days: float | None) -> "pd.DataFrame":
    """The customers most likely to take an item, without those who had it within so many days."""
    return _audience(_at(run, item, str(most), str(without_days)))


@st.cache_resource(max_entries=20, show_spinner=False)
def _audience(key: Key) -> "pd.DataFrame":
    without = None if key[5] == "None" else float(key[5])
    return recommending.audience(desk(), key[1], [key[3]], int(key[4]), without)


def bundles(run: Run, fewest: int, size: int) -> "pd.DataFrame":
    """The best two or three products that are bought together, in so many baskets at least."""
    return _bundles(_at(run, str(fewest), str(size)))


@st.cache_resource(max_entries=40, show_spinner=False)
def _bundles(key: Key) -> "pd.DataFrame":
    return recommending.bundles(desk(), key[1], fewest=int(key[3]), size=int(key[4]))


def customers(run: Run, segment: str) -> int:
    """How many customers a segment has."""
    return _customers(_at(run, segment))


@st.cache_resource(max_entries=40, show_spinner=False)
def _customers(key: Key) -> int:
    return recommending.customers_of(desk(), key[1], key[3])


def everyone(run: Run, asked: ListsAsked, segment: str, told: recommending.Told) -> "pd.DataFrame":
    """A row for each customer of a segment and rank; `told` hears which share is there."""
    import pandas as pd

    kept = _everyone(_at(run, asked.model_dump_json(), segment))
    if not kept:
        parts = recommending.lists_for_all(desk(), run.id, asked, segment, told)
        kept.append(pd.concat(parts, ignore_index=True))
    return kept[0]


@st.cache_resource(max_entries=4, show_spinner=False)
def _everyone(key: Key) -> "list[pd.DataFrame]":  # noqa: ARG001
    return []  # Filled outside: what is drawn while a cached function works would be drawn again.
