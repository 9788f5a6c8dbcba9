"""Scenarios: named terms, kept with the run, compared with what is chosen now; and the frontier."""

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from core.actions import order_book, order_view
from core.actions.order_book import Scenario
from core.actions.order_plan import Terms
from core.base.errors import AppError
from core.base.runs import Run
from core.inventory.figures import frontier
from pages._ui import charts, layout, orders_cached, orders_terms, scenario_parts
from pages._ui.errors import show_error
from pages._ui.escape import md_escape
from pages._ui.layout import Cell
from pages._ui.orders_words import amount
from pages._ui.session import desk, formats, texts, theme
from pages._ui.tables import file_name

if TYPE_CHECKING:
    from core.actions.order_view import Headline


def show(run: Run, terms: Terms) -> None:
    """What is chosen now can be kept under a name; kept ones are compared, opened and dropped."""
    t = texts()
    layout.section(t("orders.scenarios.title"), t("orders.scenarios.note"), key="scenarios")
    add = partial(order_book.keep_scenario, desk(), run.id, terms=terms)
    scenario_parts.keep("orders", _told(terms), add)
    kept = order_book.book_of(desk(), run.id).scenarios
    _compare(run, terms, kept)
    for place, scenario in enumerate(kept):
        _row(run, scenario, place)
    scenario_parts.undo("orders", run, partial(order_book.put_back, desk(), run.id))
    _frontier(run, terms)


def _told(terms: Terms) -> str:
    """What of the terms is not as usual, in words."""
    t, f = texts(), formats()
    found = terms.model_dump(exclude_defaults=True)
    parts = []
    for name, value in found.items():
        label = t(f"orders.terms.{name}.label")
        if name == "service_level":
            shown = t("orders.terms.best.short") if value is None else f.percent(value)
        elif name == "policy":
            shown = t(f"orders.terms.policy.option.{value}")
        else:
            shown = f.number(value, 6)
        parts.append(f"{label} {shown}")
    return f.series(parts)[:100] or t("orders.scenarios.usual")


def _compare(run: Run, terms: Terms, kept: tuple[Scenario, ...]) -> None:
    """Side by side: what is chosen now, then each scenario, with the difference from now."""
    t = texts()
    if not kept:
        st.caption(md_escape(t("orders.scenarios.none")))
        return
    now = _figures(run, terms)
    rows = [_cells(t("orders.scenarios.now"), _told(terms), now, None)]
    rows += [_cells(one.name, _told(one.terms), _figures(run, one.terms), now) for one in kept]
    names = ("cost", "units", "lines", "cycle", "fill", "urgent")
    heads = [t("orders.scenarios.head"), *(t(f"orders.tile.{name}") for name in names)]
    layout.table(heads, rows, t("orders.scenarios.title"))


def _figures(run: Run, terms: Terms) -> "Headline | None":
    try:
        return orders_cached.headline(run, terms)
    except AppError as error:
        show_error(error)
        return None


def _cells(name: str, told: str, found: "Headline | None", now: "Headline | None") -> list[Cell]:
    f = formats()
    if found is None:
        return [Cell(name, told), *[Cell("–")] * 6]
    shown = {
        "cost": amount, "units": amount, "lines": f.count, "cycle_service": f.percent,
        "fill_rate": f.percent, "urgent": f.count,
    }  # fmt: skip
    cells = []
    for field, write in shown.items():
        value, other = getattr(found, field), getattr(now, field) if now else None
        differs = value is not None and other is not None and abs(value - other) > 1e-9
        cells.append(Cell(write(value), _more(field, value - other) if differs else ""))
    return [Cell(name, told), *cells]


def _more(field: str, more: float) -> str:
    """A difference with its sign; of shares in percentage points."""
    t, f = texts(), formats()
    sign = "+" if more > 0 else "−"
    if field in ("cycle_service", "fill_rate"):
        return t("orders.scenarios.points", sign=sign, n=f.fixed(100 * abs(more), 1))
    return f"{sign}{amount(abs(more))}"


def _row(run: Run, scenario: Scenario, place: int) -> None:
    told = orders_terms.written(scenario.terms) or f"policy:{Terms().policy}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        name = scenario.name
        scenario_parts.opener(f"orders_open_{place}", name, orders_terms.put, run, scenario.terms)
        scenario_parts.share(f"orders_share_{place}", run=run.id, terms=told, part="scenarios")
        drop = partial(order_book.drop_scenario, desk(), run.id)
        scenario_parts.remover("orders", run, place, scenario, drop)


def _frontier(run: Run, terms: Terms) -> None:
    """What each level of service takes in stock, and where today's stock stands."""
    t = texts()
    layout.section(t("orders.frontier.title"), t("orders.frontier.note"), key="frontier")
    points = order_view.frontier(orders_cached.case(run, terms), terms)
    drawn = frontier.frontier(points, terms.service_level, t, theme())
    charts.show(drawn.figure, "orders_frontier", drawn.finding, file_name(run.name, "frontier"))
