"""The order plan of a run: terms, the answer, and what stands behind it. A fragment: moving a
slider redraws only this."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import order_book, order_view
from core.base.runs import Run
from pages._ui import (
    layout,
    orders_answer,
    orders_cached,
    orders_item,
    orders_items,
    orders_lines,
    orders_replay,
    orders_scenarios,
    orders_stock,
    orders_terms,
    orders_what_if,
)
from pages._ui.errors import callout, guard
from pages._ui.orders_terms import Best
from pages._ui.session import desk, formats, show_notices, texts

if TYPE_CHECKING:
    from core.actions.order_plan import Plan, Terms


def about(run: Run) -> None:
    """What the forecast is of, in one line."""
    t, f = texts(), formats()
    forecast = orders_cached.bundle(run).forecast
    days = forecast.dates.astype("datetime64[D]").astype(object)
    layout.meta(
        [
            t("orders.run.series", n=f.count(len(forecast.ids))),
            t("orders.run.reach", first=f.day(days[0]), n=f.count(len(days)), last=f.day(days[-1])),
        ]
    )


@st.fragment
def show(run: Run) -> None:
    """The answer, the terms that it follows from, and the rest of it in tabs."""
    show_notices()
    with guard():
        orders_what_if.banner(run)
        terms = orders_terms.now(run)
        own = order_book.book_of(desk(), run.id).own
        made = None
        with guard():
            made = orders_cached.plan(run, terms, own)
            orders_answer.show(run, made, terms)
        reach = order_view.reach(orders_cached.bundle(run))
        own_times = made is not None and _own_times(run, made)
        unknown = Best(False, texts()("orders.terms.best.unknown"))
        best = unknown if made is None else _best(run, terms)
        orders_terms.ask(run, reach, best, own_times)
        _rest(run, terms, made)


def _own_times(run: Run, made: "Plan") -> bool:
    """Whether every item states a lead time; not said where items were left out for theirs, since
    that may be the one of the terms."""
    freq = orders_cached.bundle(run).forecast.freq
    return "lead_time" not in made.assumed and not order_view.beyond(made, freq).items


def _best(run: Run, terms: "Terms") -> Best:
    """What the best levels from margins are, or why there are none."""
    t, f = texts(), formats()
    best = order_view.best_levels(orders_cached.case(run, terms))
    if not best.known:
        key = "idle" if best.idle else "unknown"
        return Best(False, t(f"orders.terms.best.{key}", n=f.count(best.idle)))
    told = {name: f.percent(getattr(best, name)) for name in ("low", "middle", "high")}
    key = "told"
    if told["low"] == told["high"]:
        key = "capped" if best.capped else "same"
    said = [t(f"orders.terms.best.{key}", n=f.count(best.known), **told)]
    if best.unknown:
        level = terms.service_level or terms.usual_level
        said.append(t("orders.terms.best.others", usual=f.percent(level)))
    if best.idle:
        said.append(t("orders.terms.best.some_idle", n=f.count(best.idle)))
    return Best(True, f.sentences(*said))


def _rest(run: Run, terms: "Terms", made: "Plan | None") -> None:
    """The open tab. Where nothing can be planned, items can still be filled in."""
    t = texts()
    open_tab = layout.tabs({name: t(f"orders.tab.{name}") for name in _TABS}, key="part")
    with guard():
        if open_tab == "items":
            orders_items.fill_in(run)
        elif made is None:
            callout(t("orders.no_plan"), "info")
        elif open_tab == "lines":
            orders_lines.show(run, terms, made)
        elif open_tab == "item":
            orders_item.show(run, terms, made)
        elif open_tab == "stock":
            orders_stock.show(run, made)
        elif open_tab == "left_out":
            orders_stock.left_out(run, made)
        elif open_tab == "replay":
            orders_replay.show(run, terms)
        else:
            orders_scenarios.show(run, terms)


_TABS = ("lines", "item", "items", "stock", "left_out", "scenarios", "replay")
