"""Sums that reconcile with the source: exact in decimals, money of two currencies never added."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from math import fsum
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from core.base.frames import ROW_GROUP, to_pandas
from core.base.values import Column

_PLACES = 9
_FEW = 100
_SAFE = 2.0**53
_ROLES = (
    "amount", "quantity", "price", "refund", "currency", "is_return", "is_product", "is_unpaid",
    "is_adjustment",
)  # fmt: skip


MONEY = frozenset(
    {"amount", "gross", "returns", "net", "not_products", "gross_adjustments",
     "returns_adjustments", "unpaid"}
)  # fmt: skip
"""The names of sums of money; a column of such a name has none of its own beside them."""
Sums = dict[str, dict[str, str]]
"""Exact decimals by currency ("" for none, "?" where a row has none) and name."""


def sums_of(frames: Iterable[pd.DataFrame], columns: Sequence[Column]) -> Sums:
    """The sums of a table whose rows come in several frames: every measure by its column, and
    where it has money for each row (`amount`, else quantity times price):

    `amount` (all rows as they stand), `gross` (all rows above zero), `returns`
    (rows below zero, rows marked `is_return`, refunds), `net` = gross + returns,
    and parts of these: `not_products` of the net, `gross_adjustments` and
    `returns_adjustments` what rows marked `is_adjustment` put into either.
    Rows marked `is_unpaid` are in none of them but in `amount`, and in `unpaid`.
    """
    sums: dict[str, dict[str, Decimal]] = {}
    for frame in frames:
        for currency, rows in _currencies(frame, columns):
            here = sums.setdefault(currency, {})
            for name, value in _of_rows(rows, columns).items():
                here[name] = here.get(name, Decimal(0)) + value
    return {
        currency: {name: str(value) for name, value in here.items()}
        for currency, here in sums.items()
    }


def totals_of(
    tables: Mapping[str, Sums], columns: Mapping[str, tuple[Column, ...]]
) -> dict[str, float]:
    """The sums of all tables by name (`table.name` where there are several tables).

    Where a table has several currencies, each sum of money is by currency
    (`net.EUR`); quantities are of all rows. Prices of a piece are not added.
    """
    totals: dict[str, float] = {}
    for table, sums in tables.items():
        prefix = f"{table}." if len(tables) > 1 else ""
        prices = _unit_prices(columns[table])
        counted = {column.name for column in columns[table] if column.role == "quantity"}
        for currency, here in sums.items():
            suffix = f".{currency}" if len(sums) > 1 else ""
            for name, value in here.items():
                if name not in prices and (name not in counted or not suffix):
                    totals[prefix + name + suffix] = float(Decimal(value))
        for name in counted if len(sums) > 1 else ():
            parts = [Decimal(here[name]) for here in sums.values() if name in here]
            totals[prefix + name] = float(sum(parts))
    return totals


def _unit_prices(columns: Sequence[Column]) -> set[str]:
    """The columns whose sum means nothing: prices, but where each row is a piece of an order."""
    roles = {column.role for column in columns}
    if "order_id" in roles and "quantity" not in roles:
        return set()
    return {column.name for column in columns if column.role == "price"} - MONEY


def summed_columns(columns: Sequence[Column]) -> list[str]:
    """The columns that the sums of a table are made of."""
    return [c.name for c in columns if _is_measure(c) or c.role in _ROLES]


def frames_of(path: Path, columns: Sequence[Column]) -> Iterator[pd.DataFrame]:
    """The columns of a typed Parquet file that its sums need, batch by batch."""
    used = summed_columns(columns)
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=ROW_GROUP, columns=used):
            yield to_pandas(pa.Table.from_batches([batch]))


def exact_sum(values: pd.Series) -> Decimal:
    """The sum of numbers (n,) without rounding errors, missing ones left out.

    Numbers of up to nine decimals are added as whole numbers; others as
    floats, rounded once.
    """
    numbers = values.dropna().to_numpy(dtype=np.float64)
    return _sum_scaled(numbers, *_scaled(numbers))


def amounts_of(frame: pd.DataFrame, columns: Sequence[Column]) -> "Amounts | None":
    """The money of each row of a table, or None where it has none."""
    roles = {column.role: column.name for column in columns}
    if "amount" in roles:
        return Amounts(_numbers(frame[roles["amount"]]))
    if "quantity" in roles and "price" in roles:
        return Amounts(_numbers(frame[roles["price"]]), _numbers(frame[roles["quantity"]]))
    return None


class Amounts:
    """Money a row (n,): `price` times `times`, summed without rounding errors."""

    def __init__(
        self, price: NDArray[np.float64], times: NDArray[np.float64] | None = None
    ) -> None:
        self._price = price
        self._times = np.ones(len(price)) if times is None else times
        self.values = self._price * self._times
        self._finite = np.isfinite(self.values)

    def sum(self, flags: NDArray[np.bool_]) -> Decimal:
        """The sum over the flagged rows that have an amount."""
        chosen = flags & self._finite
        (scaled, places), (counts, more) = self._whole
        if places >= 0 and more >= 0:
            scaled, counts = scaled[chosen], counts[chosen]
        else:  # perhaps only some rows are not to be told exactly
            scaled, places = _scaled(self._price[chosen])
            counts, more = _scaled(self._times[chosen])
        if places < 0 or more < 0:
            return Decimal(repr(fsum(self.values[chosen].tolist())))
        return Decimal(_dot(scaled, counts)).scaleb(-(places + more))

    @cached_property
    def _whole(self) -> tuple["_Scaled", "_Scaled"]:
        """Prices and times as whole numbers, 0 in rows without an amount."""
        price, times = (np.where(self._finite, side, 0.0) for side in (self._price, self._times))
        return _scaled(price), _scaled(times)


def _of_rows(frame: pd.DataFrame, columns: Sequence[Column]) -> dict[str, Decimal]:
    """The money of some rows, and their measures."""
    found: dict[str, Decimal] = {}
    amounts = amounts_of(frame, columns)
    if amounts is not None:
        found = _money(frame, columns, amounts)
    for column in columns:
        if _is_measure(column):
            found.setdefault(column.name, exact_sum(frame[column.name]))
    return found


def _money(
    frame: pd.DataFrame, columns: Sequence[Column], amounts: "Amounts"
) -> dict[str, Decimal]:
    """What was sold and came back, and the parts of it that are neither."""
    marked, product, unpaid, adjusted = (
        _flags(frame, columns, role)
        for role in ("is_return", "is_product", "is_unpaid", "is_adjustment")
    )
    paid, above = unpaid != 1, amounts.values > 0
    gross = amounts.sum(paid & above)
    net = amounts.sum(paid) - amounts.sum(paid & above & (marked == 1))
    net -= _refunds(frame, columns, (marked == 1) | ~paid)
    found = {"amount": amounts.sum(np.ones(len(frame), dtype=bool)), "gross": gross}
    found |= {"returns": net - gross, "net": net}
    if (product >= 0).any():
        found["not_products"] = amounts.sum(paid & (product == 0) & (marked != 1))
    if (adjusted >= 0).any():
        found["gross_adjustments"] = amounts.sum(paid & above & (adjusted == 1))
        found["returns_adjustments"] = amounts.sum(paid & ~above & (adjusted == 1))
    if (unpaid >= 0).any():
        found["unpaid"] = amounts.sum(unpaid == 1)
    return found


def _refunds(frame: pd.DataFrame, columns: Sequence[Column], marked: NDArray[np.bool_]) -> Decimal:
    """Money given back for rows that are not marked as returned themselves."""
    name = next((column.name for column in columns if column.role == "refund"), None)
    return exact_sum(frame[name][~marked]) if name else Decimal(0)


def _currencies(frame: pd.DataFrame, columns: Sequence[Column]) -> list[tuple[str, pd.DataFrame]]:
    """The rows by currency, where a column tells it."""
    name = next((column.name for column in columns if column.role == "currency"), None)
    if name is None:
        return [("", frame)]
    return [(str(key), rows) for key, rows in frame.groupby(frame[name].fillna("?"), sort=True)]


def _flags(frame: pd.DataFrame, columns: Sequence[Column], role: str) -> NDArray[np.int8]:
    """1 where the mark of that role is set, 0 where not, -1 where there is none, (n,)."""
    name = next((c.name for c in columns if c.role == role and c.type == "boolean"), None)
    if name is None:
        return np.full(len(frame), -1, dtype=np.int8)
    return np.asarray(frame[name].astype("Int8").fillna(-1), dtype=np.int8)


def _is_measure(column: Column) -> bool:
    return column.type in ("integer", "number")


def _numbers(values: pd.Series) -> NDArray[np.float64]:
    return np.asarray(values.astype("float64"), dtype=np.float64)


_Scaled = tuple[NDArray[np.int64], int]


def _scaled(numbers: NDArray[np.float64]) -> _Scaled:
    """Whole numbers and the decimals they were moved by; decimals -1 where that is not exact."""
    few = numbers[:_FEW]
    for places in range(_PLACES + 1):
        if not np.array_equal(np.rint(few * 10.0**places) / 10.0**places, few):
            continue
        moved = np.rint(numbers * 10.0**places)
        if len(moved) and np.abs(moved).max() >= _SAFE:
            break
        if np.array_equal(moved / 10.0**places, numbers):
            return moved.astype(np.int64), places
    return np.empty(0, np.int64), -1


def _sum_scaled(numbers: NDArray[np.float64], scaled: NDArray[np.int64], places: int) -> Decimal:
    if places < 0:
        return Decimal(repr(fsum(numbers.tolist())))
    return Decimal(_dot(scaled, np.ones(len(scaled), np.int64))).scaleb(-places)


def _dot(left: NDArray[np.int64], right: NDArray[np.int64]) -> int:
    """The sum of products as an exact whole number."""
    largest = [int(np.abs(side).max(initial=0)) for side in (left, right)]
    if largest[0] * largest[1] * max(1, len(left)) < 2**62:
        return int(np.dot(left, right))
    return sum(a * b for a, b in zip(left.tolist(), right.tolist(), strict=True))
