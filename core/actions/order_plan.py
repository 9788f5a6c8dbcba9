"""From a forecast to what to order: a run, the terms, and what is known of the items."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from core.actions.item_table import read_file
from core.base.texts import Texts
from core.inventory.fit import LIGHT, Case, case_of
from core.inventory.given import Given, nothing_given, read_given
from core.inventory.plan import Plan, plan, plan_case
from core.inventory.terms import Terms
from core.lab.demand.bundle import DemandBundle

SHOWN = ("reason", "changed")
"""Columns of the order lines that hold keys of texts."""


def order_plan(bundle: DemandBundle, terms: Terms, items: Path | None = None) -> Plan:
    """What to order by a forecast; `items` is a file with what is known of each item (on hand,
    cost, pack, ...).

    Raises the AppErrors of `read_file`, and beyond_horizon.
    """
    given = nothing_given() if items is None else given_of(items, bundle)
    return plan(bundle.forecast, given, terms)


def given_of(path: Path, bundle: DemandBundle) -> Given:
    """What the file at `path` says of the items of a run; AppErrors of `read_file`."""
    return read_given(read_file(path, bundle))


def case_for(bundle: DemandBundle, given: Given, terms: Terms) -> Case:
    """All that is heavy, worked out once for terms that `same_case` calls alike.

    Raises AppError beyond_horizon, or the first problem where no item can be planned.
    """
    return case_of(bundle.forecast, given, terms)


def same_case(terms: Terms) -> str:
    """Alike for terms that one case answers."""
    return terms.model_dump_json(exclude=set(LIGHT))


def answer(case: Case, terms: Terms, own: Mapping[str, float] | None = None) -> Plan:
    """The plan of a case under `terms` (alike by `same_case`), with quantities of the user's own
    in the place of the proposed ones."""
    return plan_case(case.under(terms), own)


def in_words(made: Plan, texts: Texts) -> pd.DataFrame:
    """The order lines with their reasons as sentences, figures to three decimals."""
    return told(made.lines, texts).round(3)


def told(rows: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Rows of a plan with their reasons as sentences, the figures in them."""
    figures = {
        "hand": rows["on_hand"], "road": rows["on_order"], "daily": rows["daily_demand"],
        "top": rows["order_up_to"], "proposed": rows["proposed"],
    }  # fmt: skip
    cells = {name: [_figure(value) for value in values] for name, values in figures.items()}
    facts = [dict(zip(cells, row, strict=True)) for row in zip(*cells.values(), strict=True)]
    blank = {name: f"{{{name}}}" for name in figures}
    sentences = {}
    for name in SHOWN:
        patterns = {key: texts(key, **blank) if key else "" for key in rows[name].unique()}
        found = zip(rows[name], facts, strict=True)
        sentences[name] = [patterns[key].format_map(each) for key, each in found]
    return rows.assign(**sentences)


def _figure(value: float) -> str:
    """A quantity in words: whole, but for small ones."""
    return f"{value:,.0f}" if abs(value) >= 10 or value == round(value) else f"{value:.1f}"
