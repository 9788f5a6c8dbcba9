"""Products: their sums by pandas, the test of their movement by scipy on daily units."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import ttest_ind

from core.explore.lacking import LackingError
from core.explore.products import discoveries, products
from tests.explore.shops import days, drawn, found, saved
from tests.explore.shops import products as about


@pytest.mark.parametrize("seed", range(3))
def test_sums_and_tests_are_those_of_daily_units(tmp_path: Path, seed: int) -> None:
    lines = drawn(seed, rows=1200, days=120)
    period = days(80, 107)
    told = found(products, tmp_path, saved(tmp_path, lines, about=about()), period=period)
    money = lines.assign(day=lines["when"].dt.date, money=lines["n"].astype(float) * lines["p"])
    for row in told.rows.itertuples(index=False):
        mine = money[money["sku"] == row.item_id]
        sides = []
        for first, last, sales, units in (
            (80, 107, row.sales, row.units), (52, 79, row.sales_before, row.units_before),
        ):  # fmt: skip
            every = pd.date_range(days(first, last).first, periods=28).date
            sold = mine.groupby("day")["n"].sum().reindex(every, fill_value=0).astype(float)
            assert units == sold.sum()
            inside = mine[mine["day"].isin(every)]
            assert sales == pytest.approx(inside["money"].sum(), abs=0.005)
            sides.append(sold)
        expected = ttest_ind(*sides, equal_var=False).pvalue
        assert row.p == pytest.approx(expected, rel=1e-6)
    assert told.rows["sales"].is_monotonic_decreasing
    assert set(told.rows["name"]) == {f"Item {n}" for n in range(6)}
    kinds = dict(zip(told.rows["item_id"], told.rows["category"], strict=True))
    assert kinds["i0"] == "tea" and kinds["i1"] == "cup" and pd.isna(kinds["i5"])


def test_a_product_that_stopped_has_fallen(tmp_path: Path) -> None:
    lines = drawn(7, rows=3000, days=120)
    gone = (lines["sku"] == "i2") & (lines["when"] >= pd.Timestamp(days(80, 80).first))
    told = found(products, tmp_path, saved(tmp_path, lines[~gone]), period=days(80, 107))
    surest = told.rows.loc[told.rows["p"].idxmin()]
    assert surest["item_id"] == "i2" and surest["moved"]
    assert surest["units"] < surest["units_before"]


def test_of_what_does_not_move_few_are_told_to_have_moved(tmp_path: Path) -> None:
    """200 products that sell alike in both periods: findings in at most a tenth of the shops."""
    shops = []
    for seed in range(20):
        lines = drawn(seed, rows=6000, days=56, items=200)
        root = tmp_path / str(seed)
        told = found(products, root, saved(root, lines), period=days(28, 55))
        shops.append(told.rows["moved"].any())
    assert np.mean(shops) <= 0.1


def test_without_a_period_before_nothing_is_tested(tmp_path: Path) -> None:
    told = found(products, tmp_path, saved(tmp_path, drawn(0)), period=days(0, 20))
    assert not {"moved", "p", "sales_before"} & set(told.rows)


def test_without_products_it_is_told(tmp_path: Path) -> None:
    with pytest.raises(LackingError, match="no_items"):
        found(products, tmp_path, saved(tmp_path, drawn(0).drop(columns="sku")))


@given(st.lists(st.floats(0, 1), max_size=30), st.floats(0.01, 0.5))
def test_discoveries_are_those_of_the_step_up_procedure(p: list[float], share: float) -> None:
    order = sorted(p)
    passed = [n for n, value in enumerate(order, 1) if value <= share * n / max(len(p), 1)]
    bound = order[passed[-1] - 1] if passed else -1.0
    close = [abs(value - share * n / max(len(p), 1)) < 1e-9 for n, value in enumerate(order, 1)]
    if not any(close):
        assert discoveries(np.array(p), share).tolist() == [value <= bound for value in p]
