"""Which columns of a table a model may learn from, and why not the others."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from core.base.values import Column

IDS = ("user_id", "order_id", "item_id", "store_id")
COUNTER_ROWS = 50
"""From so many rows on, integers that count 1, 2, 3, ... are a row number."""


class Refused(NamedTuple):
    """A column that is not learned from; `reason` is one of target, id, row_number, text,
    all_missing, constant."""

    name: str
    reason: str

    @property
    def text(self) -> str:
        """The key of the sentence that says why, and what to do."""
        return f"prep.refused.{self.reason}"


def usable(
    columns: tuple[Column, ...], target: str, frame: pd.DataFrame
) -> tuple[tuple[Column, ...], tuple[Refused, ...]]:
    """Divides `columns` into features, in their order, and refused ones with the reason.

    An id typed as a number is refused too: its size says nothing.
    """
    features: list[Column] = []
    refused: list[Refused] = []
    for column in columns:
        reason = "target" if column.name == target else _refusal(column, frame[column.name])
        if reason is None:
            features.append(column)
        else:
            refused.append(Refused(column.name, reason))
    return tuple(features), tuple(refused)


def _refusal(column: Column, series: pd.Series) -> str | None:
    if column.type == "id" or (column.type in ("integer", "number") and column.role in IDS):
        return "id"
    if column.type == "text":
        return "text"
    known = series[_known(series)]
    if not len(known):
        return "all_missing"
    if len(known) == len(series) and bool((known == known.iloc[0]).all()):
        return "constant"
    if column.type == "integer" and _counts(known):
        return "row_number"
    return None


def _known(series: pd.Series) -> pd.Series:
    """Which cells hold a value; an infinity is none."""
    known = series.notna()
    if pd.api.types.is_float_dtype(series.dtype):
        known &= ~np.isinf(series.to_numpy(dtype=np.float64, na_value=np.nan))
    return known


def _counts(known: pd.Series) -> bool:
    """Whether the integers run without gap and repetition."""
    if len(known) < COUNTER_ROWS or int(known.max()) - int(known.min()) + 1 != len(known):
        return False
    return bool(known.is_unique)
