"""Columns read as categories: integer codes and the distinct values as text."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

MISSING = -1


@dataclass(frozen=True)
class Labels:
    """The cells of one category column: `values[codes]`, code -1 where missing."""

    codes: NDArray[np.int64]
    values: pd.Index

    def take(self, rows: NDArray[Any]) -> "Labels":
        """The cells of some rows (a mask or positions)."""
        return Labels(self.codes[rows], self.values)


def read_labels(series: pd.Series) -> Labels:
    """The cells of a column as text labels; 1, 1.0 and "1" are the same label.

    An infinity is a missing cell, as it is in numbers.
    """
    codes, values = pd.factorize(series, use_na_sentinel=True)
    texts = pd.Index([label(value) for value in values], dtype=object)
    if texts.is_unique and not texts.hasnans:
        return Labels(codes.astype(np.int64, copy=False), texts)
    again, unique = pd.factorize(texts, use_na_sentinel=True)
    lookup = np.append(again, MISSING).astype(np.int64)
    return Labels(lookup[codes], pd.Index(unique, dtype=object))


def label(value: Any) -> str | None:
    """How one distinct value is written; None for an infinity."""
    if isinstance(value, float | np.floating):
        if not np.isfinite(value):
            return None
        if float(value).is_integer():
            return str(int(value))
    return str(value)
