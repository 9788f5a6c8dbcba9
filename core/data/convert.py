"""Text cells to a typed column; what cannot be read is marked, not guessed."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.values import ColumnType
from core.data.booleans import boolean_style, parse_booleans
from core.data.cells import NULLS, NULLS_IN_NUMBERS, Cells
from core.data.dates import date_style, epoch_of, parse_dates
from core.data.identifiers import id_style
from core.data.numbers import number_style, parse_numbers

UNREADABLE: dict[ColumnType, str] = {
    "integer": "not_whole",
    "number": "not_number",
    "boolean": "not_yes_no",
    "datetime": "not_date",
}
"""The code of the reason why a cell cannot be read as a type."""


@dataclass(frozen=True)
class Converted:
    """`values` (n,) in the stored dtype; flags a row (n,): `bad` unreadable, `infinite` read as
    missing, `worded` missing by a word such as NA."""

    values: pd.Series
    bad: NDArray[np.bool_]
    infinite: NDArray[np.bool_]
    worded: NDArray[np.bool_]
    signs: frozenset[str] = frozenset()


def find_style(cells: Cells, kind: ColumnType) -> str:
    """How a column of this type writes its cells."""
    if kind in ("integer", "number"):
        return number_style(cells.values, cells.counts)
    if kind == "datetime":
        epoch = epoch_of([v for v in cells.values if v.lower() not in NULLS_IN_NUMBERS])
        if epoch is not None:
            return epoch
        eight = all(len(value) == 8 and value.isdigit() for value in cells.values if value)
        return "compact" if eight else date_style(cells.values, cells.counts).order
    if kind == "boolean":
        known = cells.known(NULLS_IN_NUMBERS)
        values = [value for value, keep in zip(cells.values, known, strict=True) if keep]
        return boolean_style(values) or ""
    return id_style(cells) if kind == "id" else ""


def convert(cells: Cells, kind: ColumnType, style: str) -> Converted:
    """The column as `kind`, cells written in `style`."""
    if kind in ("category", "text", "id"):
        return _texts(cells, style)
    known = cells.known(NULLS_IN_NUMBERS)
    infinite = np.zeros(len(known), dtype=bool)
    signs: frozenset[str] = frozenset()
    if kind == "boolean":
        yes, ok = parse_booleans(cells.values)
        known |= ok
        values = _masked(cells, yes, ok, "boolean")
    elif kind == "datetime":
        instants, ok = parse_dates(cells.values, style)
        values = pd.Series(np.append(instants, np.datetime64("NaT", "us"))[cells.codes])
    else:
        numbers = parse_numbers(cells.values, style)
        ok, infinite, signs = numbers.ok, numbers.infinite, numbers.currencies
        if kind == "integer":
            has = np.array([number is not None for number in numbers.whole], dtype=bool)
            exact = np.array([number or 0 for number in numbers.whole], dtype=np.int64)
            ok = has | infinite
            values = _masked(cells, exact, has, "Int64")
        else:
            finite = np.where(infinite, np.nan, numbers.values)
            values = pd.Series(np.append(finite, np.nan)[cells.codes])
    worded = ~known & np.array([value != "" for value in cells.values], dtype=bool)
    bad, endless = cells.spread(known & ~ok), cells.spread(infinite & known)
    return Converted(values, bad, endless, cells.spread(worded), signs)


def _masked(cells: Cells, values: np.ndarray, has: np.ndarray, dtype: str) -> pd.Series:
    missing = ~np.append(has, False)[cells.codes]
    column = pd.Series(np.append(values, np.zeros(1, values.dtype))[cells.codes], dtype=dtype)
    return column.mask(missing)


def _texts(cells: Cells, style: str) -> Converted:
    known = cells.known(NULLS)
    texts = [value.removesuffix(".0") if style == "whole" else value for value in cells.values]
    kept = [text if keep else None for text, keep in zip(texts, known, strict=True)]
    values = pd.Series(np.array([*kept, None], dtype=object)[cells.codes], dtype="string")
    none = np.zeros(cells.rows, dtype=bool)
    worded = cells.spread(~known & np.array([value != "" for value in cells.values], dtype=bool))
    return Converted(values, none, none, worded)
