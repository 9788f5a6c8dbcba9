"""An order plan as a workbook: what it is on the first sheet, then all orders, then a sheet to send
to each supplier."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from core.actions.order_list import taken_home
from core.actions.order_view import headline, over_budget
from core.base.texts import Texts
from core.inventory.plan import Plan
from core.inventory.terms import Terms
from core.lab.demand.bundle import DemandBundle

MOST_SHEETS = 60
FOR_SUPPLIER = ("name", "quantity", "packs", "order_date", "arrives", "unit_cost", "cost")
_UNITS, _MONEY, _SHARE = "#,##0.0", "#,##0.00", "0.0%"
_FORMATS = {
    **dict.fromkeys(("daily_demand", "order_up_to", "safety_stock"), _UNITS),
    **dict.fromkeys(("unit_cost", "cost"), _MONEY),
    **dict.fromkeys(("risk_before", "expected_fill_rate"), _SHARE),
}
_WHOLE = ("quantity", "proposed", "packs", "on_hand", "on_order")


@dataclass(frozen=True)
class Titled:
    """A plan with what it is called by: its run and its dataset."""

    run: str
    dataset: str
    made: Plan
    terms: Terms


def sheets(
    rows: pd.DataFrame, bundle: DemandBundle, titled: Titled, texts: Texts
) -> list[tuple[str, pd.DataFrame]]:
    """Rows of `order_list.listed` as sheets with their names (suppliers may be called like another
    sheet): a summary, all orders, and those of each
    supplier where there are several (and not more than a workbook is good for)."""
    found = [
        (texts("orders.sheet.summary"), _summary(titled, texts)),
        (texts("orders.sheet.all"), taken_home(rows, bundle, texts)),
    ]
    names = rows["supplier"].dropna().unique()
    if not 1 < len(names) + rows["supplier"].isna().any() <= MOST_SHEETS:
        return found
    for name in sorted(names):
        theirs = rows[rows["supplier"] == name]
        found.append((str(name), taken_home(theirs, bundle, texts, FOR_SUPPLIER)))
    if rows["supplier"].isna().any():
        nobody = rows[rows["supplier"].isna()]
        orders = taken_home(nobody, bundle, texts, FOR_SUPPLIER)
        found.append((texts("orders.sheet.nobody"), orders))
    return found


def formats(rows: pd.DataFrame, texts: Texts) -> dict[str, str]:
    """How spreadsheets show the numbers of an order list, by heading; units without decimals where
    all of a column are whole."""
    whole = {name: "#,##0" if (rows[name].dropna() % 1 == 0).all() else _UNITS for name in _WHOLE}
    return {texts(f"orders.column.{name}"): form for name, form in (_FORMATS | whole).items()}


def _summary(titled: Titled, texts: Texts) -> pd.DataFrame:
    """What the plan is and comes to, and its totals by supplier, below one another."""
    made = titled.made
    heads = [texts(f"orders.column.{name}") for name in ("supplier", "lines", "quantity", "cost")]
    suppliers = [
        [name if isinstance(name, str) else texts("orders.sheet.nobody"), *_totals(row)]
        for name, row in made.by_supplier.iterrows()
    ]
    cost = None if made.cost is None else round(made.cost, 2)
    total = [texts("orders.sheet.total"), len(made.lines), made.units, cost]
    facts = [[name, value, None, None] for name, value in _facts(titled, texts)]
    body = [*facts, [None] * 4, heads, *suppliers, total]
    title = [texts("orders.title"), "", "", ""]
    return pd.DataFrame(body, columns=title, dtype=object)


def _totals(row: pd.Series) -> list[object]:
    cost = None if pd.isna(row["cost"]) else round(float(row["cost"]), 2)
    return [int(row["lines"]), float(row["units"]), cost]


def _facts(titled: Titled, texts: Texts) -> Iterator[tuple[str, object]]:
    """What the plan was made of and asked for, what it is expected to bring, and what it lacks."""
    made, terms = titled.made, titled.terms
    level = terms.service_level
    yield texts("forecasts.run.label"), titled.run
    yield texts("orders.sheet.dataset"), titled.dataset
    if len(made.rows):
        yield texts("orders.column.order_date"), made.rows["order_date"].iloc[0].date()
    best = texts("orders.terms.best.short")
    yield texts("orders.terms.service_level.label"), best if level is None else f"{level:.1%}"
    yield texts("orders.terms.policy.label"), texts(f"orders.terms.policy.option.{terms.policy}")
    for name in ("lead_time", "review_period"):
        yield texts(f"orders.terms.{name}.label"), _time(titled, name, texts)
    for name in ("budget", "capacity"):
        value = getattr(terms, name)
        said = texts("orders.terms.none") if value is None else value
        yield texts(f"orders.terms.{name}.label"), said
    if made.currency is not None:
        yield texts("orders.column.currency"), made.currency
    if made.uncosted:
        yield texts("orders.sheet.uncosted"), made.uncosted
    over = over_budget(made, terms)
    if over:
        yield texts("orders.sheet.over"), round(over, 2)
    yield from _expected(made, texts)
    for code, count in Counter(problem.code for problem in made.skipped).items():
        yield texts("orders.sheet.left_out.of", why=texts(f"orders.sheet.left_out.{code}")), count


def _time(titled: Titled, name: str, texts: Texts) -> object:
    """A time of the terms, and for how many items it holds where others have their own."""
    value, items = getattr(titled.terms, name), len(titled.made.states)
    taken = titled.made.assumed.get(name, 0)
    if taken == items:
        return value
    if not taken:
        return texts("orders.sheet.own_time")
    return texts("orders.sheet.some_own", value=f"{value:g}", n=taken, of=items)


def _expected(made: Plan, texts: Texts) -> Iterator[tuple[str, object]]:
    """The two services that are expected, and what budget and room take from the orders."""
    found = headline(made)
    yield texts("orders.sheet.cycle"), f"{found.cycle_service:.1%}"
    if found.fill_rate is not None:
        yield texts("orders.sheet.fill"), f"{found.fill_rate:.1%}"
    if found.cut.items:
        yield texts("orders.sheet.cut_items"), found.cut.items
        yield texts("orders.sheet.cut_units"), found.cut.units
        yield texts("orders.sheet.cut_money"), round(found.cut.money, 2)
