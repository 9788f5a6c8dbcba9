"""The order plan of a run: terms, the answer, and what stands behind it. A fragment: moving a
slider redraws only this."""

from typing import TYPE_CHECKING

import streamlit as st

from core.actions import order_book, order_view
from core.base.runs import Run
from core.base.texts import Texts
from pages._ui import (
    layout,
    orders_cached,
    orders_item,
    orders_items,
    orders_lines,
    orders_replay,
    orders_scenarios,
    orders_stock,
    orders_terms,
)
from pages._ui.errors import callout, guard
from pages._ui.formats import ABSENT, Formats
from pages._ui.layout import Tile
from pages._ui.orders_words import amount
from pages._ui.session import desk, formats, show_notices, texts

if TYPE_CHECKING:
    from core.actions.order_plan import Plan, Terms
    from core.actions.order_view import Headline


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
        terms = orders_terms.now(run)
        own = order_book.book_of(desk(), run.id).own
        made = None
        with guard():
            made = orders_cached.plan(run, terms, own)
            _answer(made, terms)
        reach = order_view.reach(orders_cached.bundle(run))
        orders_terms.ask(run, reach, None if made is None else _best(run, terms))
        _rest(run, terms, made)


def _best(run: Run, terms: "Terms") -> str | None:
    """What the best levels from margins are; None where no margin is known."""
    t, f = texts(), formats()
    best = order_view.best_levels(orders_cached.case(run, terms))
    if best is None:
        return None
    told = {name: f.percent(getattr(best, name)) for name in ("low", "middle", "high")}
    return t("orders.terms.best.told", n=f.count(best.known), **told)


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
            orders_lines.show(run, made)
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


def _answer(made: "Plan", terms: "Terms") -> None:
    t, f = texts(), formats()
    found = order_view.headline(made)
    layout.verdict(*_verdict(found, t, f))
    layout.tiles(_tiles(found, t, f))
    told = []
    if found.uncosted and found.cost is not None:
        told.append(t("orders.answer.uncosted", n=f.count(found.uncosted)))
    if made.skipped:
        told.append(t("orders.answer.skipped", n=f.count(len(made.skipped))))
    if told:
        layout.meta(told)
    orders_items.remarks(order_view.assumed(made, terms))


def _verdict(found: "Headline", t: Texts, f: Formats) -> tuple[str, str, str]:
    """The tone, the sentence and the note of the answer."""
    facts = {
        "ordered": amount(found.units), "lines": f.count(found.lines),
        "cost": amount(found.cost), "items": f.count(found.items),
    }  # fmt: skip
    if not found.lines:
        return "better", t("orders.answer.nothing"), t("orders.answer.nothing_note")
    key = "orders.answer.order" if found.cost is not None else "orders.answer.order_uncosted"
    if not found.stock_known:
        return "beware", t(key, **facts), t("orders.items.nothing")
    if found.urgent:
        return (
            "beware",
            t(key, **facts),
            t("orders.answer.urgent", n=f.count(found.urgent), **facts),
        )
    return "info", t(key, **facts), t("orders.answer.calm")


def _tiles(found: "Headline", t: Texts, f: Formats) -> list[Tile]:
    """Money, units, the two services told apart, and the risk."""
    return [
        Tile(t("orders.tile.cost"), amount(found.cost), t("orders.tile.cost_note")),
        Tile(
            t("orders.tile.units"),
            amount(found.units),
            t("orders.tile.units_note", n=f.count(found.lines)),
        ),
        _urgent(found, t, f),
        Tile(t("orders.tile.cycle"), f.percent(found.cycle_service), t("orders.tile.cycle_note")),
        Tile(t("orders.tile.fill"), f.percent(found.fill_rate), t("orders.tile.fill_note")),
        Tile(t("orders.tile.tied"), amount(found.tied_up), t("orders.tile.tied_note")),
    ]


def _urgent(found: "Headline", t: Texts, f: Formats) -> Tile:
    """How many items run out before the order comes; not said where no stock is known."""
    if not found.stock_known:
        return Tile(t("orders.tile.urgent"), ABSENT, t("orders.tile.urgent_unknown"))
    note = t("orders.tile.urgent_note", n=f.count(found.items))
    return Tile(
        t("orders.tile.urgent"), f.count(found.urgent), note, "warn" if found.urgent else "plain"
    )
