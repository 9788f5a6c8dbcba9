"""What the order plan looks up again and again: forecasts, what is known of items, plans.

All of it is kept by workspace and by what it depends on, so nothing grows old. What is returned is
shared: do not change it.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from core.actions import (
    forecasts,
    item_sources,
    item_table,
    order_list,
    order_plan,
    order_view,
    scenarios,
    what_if,
)
from core.actions.order_plan import Terms
from core.base.runs import Run
from pages._ui import orders_what_if
from pages._ui.session import desk

if TYPE_CHECKING:
    import pandas as pd

    from core.actions.item_sources import Offer
    from core.actions.item_table import Given
    from core.actions.order_plan import Case, DemandBundle, Plan
    from core.actions.order_view import Headline

Key = tuple[str, ...]


def _at(run: Run, *rest: str) -> Key:
    changed = scenarios.written(orders_what_if.changes(run))
    return (str(desk().workspace.root), run.id, run.digest or "", changed, *rest)


def bundle(run: Run) -> "DemandBundle":
    """The forecast of a finished run, under the changes that the address asks for."""
    return _bundle(_at(run))


@st.cache_resource(max_entries=6, show_spinner=False)
def _bundle(key: Key) -> "DemandBundle":
    found, asked = forecasts.forecast_of(desk(), key[1]), scenarios.read(key[3])
    if not asked:
        return found
    return replace(found, forecast=what_if.changed_by(found, asked).forecast)


def parts(run: Run) -> "pd.DataFrame":
    """What the series are by, by id."""
    return _parts(_at(run))


@st.cache_resource(max_entries=6, show_spinner=False)
def _parts(key: Key) -> "pd.DataFrame":
    return order_list.parts(_bundle(key))


def offered(run: Run) -> "Offer":
    """What the tables of its dataset know of the items."""
    return _offered(_at(run))


@st.cache_resource(max_entries=6, show_spinner=False)
def _offered(key: Key) -> "Offer":
    return item_sources.offered(desk(), _bundle(key))


def given(run: Run) -> "Given":
    """What is known of the items."""
    return _given(_at(run, item_table.stamp(desk(), run.id)))


@st.cache_resource(max_entries=6, show_spinner=False)
def _given(key: Key) -> "Given":
    return item_table.given(desk(), key[1])


def case(run: Run, terms: Terms) -> "Case":
    """The case that answers `terms`, and all that differ from them in what is light."""
    return _case(_at(run, item_table.stamp(desk(), run.id), order_plan.same_case(terms)))


@st.cache_resource(max_entries=4, show_spinner=False)
def _case(key: Key) -> "Case":
    terms = Terms.model_validate(json.loads(key[5]))
    return order_plan.case_for(_bundle(key[:4]), _given(key[:5]), terms)


def plan(run: Run, terms: Terms, own: Mapping[str, float]) -> "Plan":
    """The plan under `terms` with quantities of the user's own. AppErrors of `case_for`."""
    stamp = item_table.stamp(desk(), run.id)
    told = json.dumps(dict(own), sort_keys=True)
    return _plan(_at(run, stamp, order_plan.same_case(terms), terms.model_dump_json(), told))


@st.cache_resource(max_entries=8, show_spinner=False)
def _plan(key: Key) -> "Plan":
    terms = Terms.model_validate_json(key[6])
    return order_plan.answer(_case(key[:6]), terms, json.loads(key[7]))


def headline(run: Run, terms: Terms) -> "Headline":
    """The figures of the proposed plan under `terms`."""
    stamp = item_table.stamp(desk(), run.id)
    return _headline(_at(run, stamp, order_plan.same_case(terms), terms.model_dump_json()))


@st.cache_resource(max_entries=200, show_spinner=False)
def _headline(key: Key) -> "Headline":
    terms = Terms.model_validate_json(key[6])
    return order_view.headline(order_plan.answer(_case(key[:6]), terms))
