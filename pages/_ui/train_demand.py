"""The form of the Train page for a forecast: what the series are, the model, the backtest."""

from typing import TYPE_CHECKING

import streamlit as st

from core.base.values import OF_SALES, Column, Dataset, Table
from core.demand.figures import cutoffs
from core.lab.catalog import task
from pages._ui import cached, charts, layout, train_form
from pages._ui.dataset_words import table_names
from pages._ui.draft import BACKTEST, CHOSEN, Draft
from pages._ui.errors import guard
from pages._ui.escape import md_escape
from pages._ui.session import formats, texts, theme
from pages._ui.settings_form import settings_form

if TYPE_CHECKING:
    from core.actions.train import DemandPlan

_WHOLE = ("id", "category", "boolean")
_NEVER_BY = frozenset({"order_id", "user_id", "timestamp", "quantity", "price", "amount", "refund"})
_ROLES = ("item_id", "store_id", "category")
_KNOWN = ("number", "integer", "boolean", "category")
_TOLD_AHEAD = frozenset({"prices", "promotions", "calendar", "plain"})
"""Kinds of tables that may tell of days to come."""


def question(draft: Draft) -> bool:
    """Asks what the series are of, how far ahead, and how the sales are read; always settled."""
    known = known_ahead(draft.dataset, draft.table)
    settings_form(
        task(draft.task).question,
        {"by": start(draft.table)},
        draft.key("question"),
        choices={"by": ways(draft.table), "future": known},
        skip=(*CHOSEN[draft.task], *BACKTEST, *(() if known else ("future",))),
    )
    return True


def show(draft: Draft, _settled: bool) -> None:
    """The cards of a forecast: the model, and how it is tried."""
    t = texts()
    train_form.model(draft)
    with layout.card("backtest"), guard():
        st.subheader(t("train.card.backtest"), anchor=False)
        st.caption(md_escape(t("train.card.backtest_note")))
        fields = task(draft.task).question.model_fields
        settings_form(
            task(draft.task).question,
            None,
            draft.key("backtest"),
            skip=[name for name in fields if name not in BACKTEST],
        )
        _windows(draft)


def _windows(draft: Draft) -> None:
    """Where the forecast is tried: what is known at each cutoff, and what is asked for."""
    t = texts()
    if draft.faults(t, formats()):
        st.caption(md_escape(t("train.preview.needs_values")))
        return
    spec = draft.spec()
    plan: DemandPlan = cached.plan(spec)
    horizon = int(spec.question["horizon"])
    placed = cutoffs.Placed(plan.first, plan.cutoffs, plan.next, horizon, plan.freq)
    chart = cutoffs.windows(placed, t, theme())
    charts.show(chart.figure, "train_cutoffs", chart.finding, "merchlab-windows")


def ways(table: Table) -> dict[str, str]:
    """What series can be of: a role where a column has one of these, else the column; each with
    its words."""
    t = texts()
    found = {}
    for column in table.columns:
        if column.role in _NEVER_BY or column.type not in _WHOLE:
            continue
        if _only(column, table):
            found[str(column.role)] = f"{t(f'datasets.role.{column.role}')} ({column.name})"
        else:
            found[column.name] = column.name
    order = {role: place for place, role in enumerate(_ROLES)}
    return dict(sorted(found.items(), key=lambda way: order.get(way[0], len(order))))


def _only(column: Column, table: Table) -> bool:
    """Whether the column is the only one of a role that series are likely of."""
    return column.role in _ROLES and sum(c.role == column.role for c in table.columns) == 1


def start(table: Table) -> tuple[str, ...]:
    """What the series probably are of: items, else stores, else categories, else everything."""
    return tuple(role for role in _ROLES if role in ways(table))[:1]


def known_ahead(dataset: Dataset, table: Table) -> dict[str, str]:
    """Columns whose values may be known for days to come, with their words: of the table of sales,
    and of those tables of the dataset that tell of prices, promotions and days."""
    found = {column.name: column.name for column in _telling(table)}
    called = table_names(dataset.tables)
    for other in dataset.tables:
        dated = any(column.type == "datetime" for column in other.columns)
        if other.name != table.name and dated and (other.kind or other.name) in _TOLD_AHEAD:
            for column in _telling(other):
                found[f"{other.name}.{column.name}"] = f"{called[other.name]}: {column.name}"
    return found


def _telling(table: Table) -> list[Column]:
    return [c for c in table.columns if c.type in _KNOWN and c.role not in {*OF_SALES, *_ROLES}]
