"""The labelled rows that are divided, and what in them ties rows together."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.values import Column
from core.prep.steps.labels import read_labels

COMPARED = ("integer", "number", "boolean", "category", "datetime")
"""Types of the columns in which identical rows agree. Ids and free text tell rows apart."""


@dataclass(frozen=True)
class Lines:
    """Rows `frame` (n) with answers `y` (n,) 0/1 and the table's `columns`."""

    frame: pd.DataFrame
    y: NDArray[np.int8]
    columns: tuple[Column, ...]

    def take(self, rows: NDArray[np.int64]) -> "Lines":
        """Some of the rows."""
        return Lines(self.frame.iloc[rows], self.y[rows], self.columns)


def identical(lines: Lines) -> NDArray[np.int64]:
    """Group numbers (n,): rows with the same cells in all compared columns share one."""
    names = [
        column.name
        for column in lines.columns
        if column.type in COMPARED and column.role not in ("target", "user_id", "order_id")
    ]
    if not names:
        return np.arange(len(lines.frame))
    hashes = pd.util.hash_pandas_object(lines.frame[names], index=False)
    return pd.factorize(hashes.to_numpy())[0].astype(np.int64)


def members(series: pd.Series) -> tuple[NDArray[np.int64], int]:
    """Group numbers (n,) of a column such as the customer, and the rows without one.

    Each row without one is a group of its own.
    """
    codes = read_labels(series).codes
    alone = codes < 0
    start = int(codes.max(initial=-1)) + 1
    codes = np.where(alone, start + np.cumsum(alone) - 1, codes)
    return pd.factorize(codes)[0].astype(np.int64), int(alone.sum())
