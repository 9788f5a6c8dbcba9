"""Sums that reconcile: exact in decimals, never across currencies."""

from decimal import Decimal

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from core.base.values import Column
from core.data.totals import exact_sum, sums_of, totals_of

LINES = (
    Column(name="n", type="integer", role="quantity"),
    Column(name="p", type="number", role="price"),
)


def totals(frame: pd.DataFrame, columns: tuple[Column, ...]) -> dict[str, float]:
    """The totals of a single table whose rows come in two frames."""
    halves = (frame.iloc[: len(frame) // 2], frame.iloc[len(frame) // 2 :])
    sums = sums_of([half for half in halves if len(half)], columns)
    return totals_of({"t": sums}, {"t": columns})


@given(st.lists(st.decimals("-99999.99", "99999.99", places=2), max_size=50))
def test_a_sum_is_that_of_the_decimals_in_the_file(cells: list[Decimal]) -> None:
    assert exact_sum(pd.Series([float(cell) for cell in cells], dtype="float64")) == sum(cells)


@given(
    st.lists(
        st.tuples(st.integers(-9999, 9999), st.decimals("0", "9999.999", places=3)), min_size=1
    )
)
def test_gross_and_returns_make_the_net(lines: list[tuple[int, Decimal]]) -> None:
    frame = pd.DataFrame({"n": [n for n, _ in lines], "p": [float(p) for _, p in lines]})
    found = totals(frame, LINES)
    amounts = [n * p for n, p in lines]
    assert found["net"] == found["amount"] == float(sum(amounts))
    assert found["gross"] == float(sum(a for a in amounts if a > 0))
    assert found["returns"] == float(sum(a for a in amounts if a < 0))


def test_marked_rows_and_refunds_come_off_the_net_once() -> None:
    columns = (
        *LINES,
        Column(name="back", type="boolean", role="is_return"),
        Column(name="refund", type="number", role="refund"),
    )
    frame = pd.DataFrame(
        {"n": [1, 1, 1], "p": [0.1, 0.2, 0.7], "back": [True, False, False],
         "refund": [0.1, np.nan, 0.3]}
    )  # fmt: skip
    found = totals(frame, columns)
    assert (found["gross"], found["returns"], found["net"]) == (1.0, -0.4, 0.6)


def test_two_currencies_are_never_added() -> None:
    columns = (*LINES, Column(name="c", type="category", role="currency"))
    frame = pd.DataFrame({"n": [1, 2], "p": [10.0, 5.5], "c": ["EUR", "USD"]})
    found = totals(frame, columns)
    assert (found["net.EUR"], found["net.USD"], found["n"]) == (10.0, 11.0, 3.0)
    assert not {"net", "p", "amount"} & set(found)


def test_numbers_of_many_digits_are_added_as_floats() -> None:
    values = pd.Series([1 / 3, 1e300, 2 / 3, -1e300])
    assert exact_sum(values) == Decimal("1.0")
    assert exact_sum(pd.Series([2**60, 1], dtype="Int64")) >= 2**60


def test_prices_of_a_piece_are_not_added() -> None:
    frame = pd.DataFrame({"n": [1, 2], "p": [10.0, 5.5], "o": ["a", "b"]})
    assert "p" not in totals(frame, LINES)
    assert "p" not in totals(frame, LINES[1:])
    pieces = (LINES[1], Column(name="o", type="id", role="order_id"))
    assert totals(frame, pieces) == {"p": 15.5}
