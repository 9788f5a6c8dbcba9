"""What was sold by day and by what the series are of: the rows that a forecast begins with."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.base.values import Column
from core.data.queries.cancelled import Cancelled, without_cancelled
from core.data.queries.cubes import prepared, products
from core.data.queries.engine import connect, table

if TYPE_CHECKING:
    import pandas as pd
    from ibis.expr.types import Table

Returns = Literal["out", "net"]


@dataclass(frozen=True)
class Sold:
    """What was sold `by_day`, and what of the orders was `cancelled` and is not in it."""

    by_day: "pd.DataFrame"
    cancelled: Cancelled


def sold(
    path: Path,
    columns: Sequence[Column],
    by: Sequence[str],
    returns: Returns = "out",
    means: Sequence[str] = (),
) -> Sold:
    """A row for each day and key of a typed Parquet file: the columns `by` as text, `day`,
    `units`, and the mean of each column in `means`.

    Units are the sum of the quantity, or, of a table without one, its rows. Returns, and orders
    with what cancelled them, are left `out`, or taken off (`net`); what was never paid and what is
    no product (postage, fees) is in neither. Rows without a day or without a key are left out;
    units are NaN where rows have no quantity and no other stands beside them. Taken off, cancelled
    orders are returns like others, and none is told.
    """
    backend = connect(path)
    try:
        rows = _rows(table(backend, path), columns, [*by, *means])
        sales, cancelled = _sales(rows, returns)
        frame = _sums(sales, len(by)).to_pandas()
    finally:
        backend.disconnect()
    return Sold(frame.set_axis([*by, "day", "units", *means], axis=1), cancelled)


def _rows(rows: "Table", columns: Sequence[Column], more: Sequence[str]) -> "Table":
    return products(prepared(rows, columns, {f"more_{n}": name for n, name in enumerate(more)}))


def _sales(rows: "Table", returns: Returns) -> "tuple[Table, Cancelled]":
    """The rows with their `units`, without returns and what was cancelled where they are left
    out, and how much was cancelled."""
    units = rows.quantity if "quantity" in rows.columns else 1
    if returns == "net":
        return rows.mutate(units=units), Cancelled()
    rows, cancelled = without_cancelled(rows.mutate(units=units))
    back = rows.units < 0
    if "is_return" in rows.columns:
        back = back | rows.is_return.fill_null(False)
    return rows.filter(~back.fill_null(False)), cancelled


def _sums(rows: "Table", keys: int) -> "Table":
    more = [name for name in rows.columns if name.startswith("more_")]
    by = {name: rows[name].cast("string") for name in more[:keys]}
    known = rows.filter([rows.day.notnull(), *(rows[name].notnull() for name in by)])
    return known.aggregate(
        by=[*(known[name].cast("string").name(name) for name in by), known.day],
        units=known.units.sum().cast("float64"),
        **{name: known[name].cast("float64").mean() for name in more[keys:]},
    ).order_by([*by, "day"])
