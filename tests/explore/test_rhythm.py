"""When people buy: counted order by order."""

from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.explore.lacking import LackingError
from core.explore.rhythm import rhythm
from tests.explore.shops import days, drawn, found, saved


@pytest.mark.parametrize("seed", range(3))
def test_orders_and_sales_of_each_hour(tmp_path: Path, seed: int) -> None:
    lines, period = drawn(seed, rows=800, days=60), days(10, 51)
    told = found(rhythm, tmp_path, saved(tmp_path, lines), period=period)
    orders: Counter[tuple[int, int]] = Counter()
    sales = np.zeros((7, 24))
    inside = lines[lines["when"].dt.date.between(period.first, period.last)]
    for _, order in inside.groupby([inside["when"].dt.date, "shop", "no"]):
        first = order["when"].min()
        orders[first.weekday(), first.hour] += bool((order["n"] > 0).any())
        sales[first.weekday(), first.hour] += float((order["n"].astype(float) * order["p"]).sum())
    expected = np.zeros((7, 24))
    for place, count in orders.items():
        expected[place] = count
    assert told.each.tolist() == [6] * 7
    np.testing.assert_allclose(told.orders * 6, expected)
    np.testing.assert_allclose(told.sales * 6, sales, atol=0.005)
    assert told.orders[told.busiest] == told.orders.max()


def test_a_weekday_that_comes_once_more_counts_by_its_days(tmp_path: Path) -> None:
    """Eight days from a Monday: two Mondays. One order at 9 on each day."""
    lines = pd.DataFrame(
        {"no": [f"o{n}" for n in range(8)],
         "when": pd.date_range("2024-01-01 09:00", periods=8, freq="D"),
         "who": ["a"] * 8, "sku": ["i"] * 8, "n": pd.array([1] * 8, dtype="Int64"), "p": [1.0] * 8}
    )  # fmt: skip
    told = found(rhythm, tmp_path, saved(tmp_path, lines))
    assert told.each.tolist() == [2, 1, 1, 1, 1, 1, 1]
    assert told.orders[:, 9].tolist() == [1.0] * 7 and told.orders.sum() == 7


def test_what_lacks(tmp_path: Path) -> None:
    lines = drawn(0).assign(when=lambda f: f["when"].dt.normalize())
    with pytest.raises(LackingError, match="no_hours"):
        found(rhythm, tmp_path, saved(tmp_path, lines))
    with pytest.raises(LackingError, match="one_week"):
        found(rhythm, tmp_path, saved(tmp_path, drawn(0)), period=days(10, 15))
    with pytest.raises(LackingError, match="no_orders"):
        found(rhythm, tmp_path, saved(tmp_path, drawn(0).drop(columns=["no", "who"])))
