"""The figures of a period: counted line by line in Python."""

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.base.view import Period, View
from core.explore.kpis import Kpis, kpis
from core.explore.lacking import LackingError
from core.explore.periods import USUAL, periods
from tests.explore.shops import days, drawn, found, products, saved

KINDS = dict(zip(products()["sku"], products()["kind"], strict=True))


def counted(
    lines: pd.DataFrame, period: Period, stores: tuple[str, ...], kinds: tuple[str, ...]
) -> Mapping[str, Any]:
    """What the figures of the period are, by walking through the lines."""
    sales = gross = units = bought = 0.0
    orders: dict[tuple[str, str, object], float] = {}
    customers: dict[tuple[str, str, object], str] = {}
    for row in lines.itertuples(index=False):
        day = row.when.date()
        if not period.first <= day <= period.last or (stores and row.shop not in stores):
            continue
        if kinds and KINDS[row.sku] not in kinds:
            continue
        money = float(row.n) * row.p
        sales, gross = sales + money, gross + max(money, 0.0)
        units, bought = units + row.n, bought + max(row.n, 0)
        key = (row.no, row.shop, day)
        orders[key] = orders.get(key, 0.0) + max(row.n, 0)
        if isinstance(row.who, str):
            customers[key] = row.who
    real = {key for key, pieces in orders.items() if pieces > 0}
    return {
        "sales": sales,
        "gross": gross,
        "units": units,
        "orders": len(real),
        "aov": sales / len(real) if real else None,
        "return_rate": (gross - sales) / gross if gross else None,
        "customers": len({who for key, who in customers.items() if key in real}),
    }


def compared(
    told: Kpis, lines: pd.DataFrame, stores: tuple[str, ...] = (), kinds: tuple[str, ...] = ()
) -> None:
    for name, period in told.periods.named.items():
        expected = counted(lines, period, stores, kinds)
        got = {one.name: getattr(one, name) for one in told.figures}
        assert got == pytest.approx(expected, abs=0.005), name


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, pd.DataFrame]:
    root, lines = tmp_path_factory.mktemp("shop"), drawn(0, rows=900, days=500)
    return root, saved(root, lines, about=products()), lines


@settings(max_examples=25, deadline=None)
@given(
    first=st.integers(0, 480),
    count=st.integers(1, 200),
    stores=st.sets(st.sampled_from(["S0", "S1", "S2"])),
    kinds=st.sets(st.sampled_from(["tea", "cup"])),
)
def test_figures_are_those_of_the_lines(
    shop: tuple[Path, str, pd.DataFrame], first: int, count: int, stores: set[str], kinds: set[str]
) -> None:
    root, dataset, lines = shop
    view = {"stores": tuple(sorted(stores)), "categories": tuple(sorted(kinds))}
    told = found(kpis, root, dataset, period=days(first, first + count - 1), **view)
    compared(told, lines, *view.values())
    by_day = {one.name: one.by_day for one in told.figures if one.by_day}
    for name in ("sales", "units", "orders"):
        total = next(one.now for one in told.figures if one.name == name)
        assert sum(by_day[name]) == pytest.approx(total, abs=0.005)
        assert len(by_day[name]) == count


def test_without_a_period_the_last_four_weeks_are_looked_at(
    shop: tuple[Path, str, pd.DataFrame],
) -> None:
    root, dataset, lines = shop
    told = found(kpis, root, dataset)
    last = lines["when"].max().date()
    assert told.periods.now == Period(first=last - timedelta(days=USUAL - 1), last=last)
    compared(told, lines)


def test_what_the_data_does_not_tell_is_left_out(tmp_path: Path) -> None:
    lines = drawn(1).drop(columns=["no", "who", "p"])
    told = found(kpis, tmp_path, saved(tmp_path, lines))
    assert [one.name for one in told.figures] == ["units", "return_rate"]
    now = told.periods.now
    inside = lines[(lines["when"].dt.date >= now.first) & (lines["when"].dt.date <= now.last)]
    back = -inside["n"].clip(upper=0).sum()
    assert told.figures[1].now == pytest.approx(back / inside["n"].clip(lower=0).sum())


def test_periods_are_as_long_and_a_year_keeps_its_weekdays() -> None:
    data = days(0, 800)
    when = periods(View(dataset="d", period=days(700, 710)), data)
    assert when.before == days(689, 699)
    assert when.year is not None and when.year.first.weekday() == when.now.first.weekday()
    assert when.now.first - when.year.first == timedelta(weeks=52)
    early = periods(View(dataset="d", period=days(5, 20)), data)
    assert (early.before, early.year) == (None, None)


@pytest.mark.parametrize(
    ("view", "lines", "code"),
    [
        ({"stores": ("S9",)}, drawn(2), "nothing_sold"),
        ({"categories": ("tea",)}, drawn(2), "no_categories"),
        ({"stores": ("S1",)}, drawn(2).drop(columns="shop"), "no_stores"),
        ({}, drawn(2).drop(columns="when"), "no_sales"),
    ],
)
def test_what_lacks_is_told(
    tmp_path: Path, view: dict[str, Any], lines: pd.DataFrame, code: str
) -> None:
    with pytest.raises(LackingError, match=code):
        found(kpis, tmp_path, saved(tmp_path, lines), **view)
