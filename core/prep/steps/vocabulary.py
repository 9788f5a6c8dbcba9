"""The values of a category column that the training rows know."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.prep.steps.labels import Labels

UNSEEN = -1
Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Vocabulary:
    """Known `values`, the most frequent first: a value's code is its place.

    `missing` is the code of a missing cell: its own (the one after the last
    value), that of the most frequent value, or UNSEEN.
    """

    column: str
    values: pd.Index
    counts: Codes
    missing: int

    @property
    def own_missing(self) -> bool:
        """Whether missing cells are a category of their own."""
        return self.missing == len(self.values)

    def encode(self, labels: Labels) -> Codes:
        """The codes (n,) of the cells; UNSEEN for what the training rows did not have."""
        lookup = np.append(self.values.get_indexer(labels.values), self.missing)
        return lookup[labels.codes].astype(np.int64)

    def name(self, code: int) -> str:
        """A feature name for the cells of this code."""
        if 0 <= code < len(self.values):
            return f"{self.column}={self.values[code]}"
        return f"{self.column}:missing"


def fit_vocabulary(
    column: str, labels: Labels, missing: Literal["own_category", "mode", "drop_rows"]
) -> Vocabulary:
    """Learns the values from training cells; ties in frequency are ordered by the value.

    With `drop_rows` the most frequent value stands by as the fallback of rows
    that cannot be dropped.
    """
    known = labels.codes[labels.codes >= 0]
    counts = np.bincount(known, minlength=len(labels.values))
    seen = np.flatnonzero(counts)
    values = labels.values[seen]
    order = np.lexsort((natural_rank(values), -counts[seen]))
    if missing == "own_category":
        code = len(seen) if len(known) < len(labels.codes) else UNSEEN
    else:
        code = 0 if len(seen) else UNSEEN
    return Vocabulary(column, values[order], counts[seen][order], code)


def natural_rank(values: pd.Index) -> Codes:
    """The rank (k,) of each value: by number where all are numbers, else by character."""
    numbers = pd.to_numeric(pd.Series(values), errors="coerce")
    by_number = len(values) > 0 and bool(np.isfinite(numbers.to_numpy(np.float64)).all())
    keys = numbers.to_numpy(np.float64) if by_number else values.to_numpy().astype(str)
    rank = np.empty(len(values), dtype=np.int64)
    rank[np.argsort(keys, kind="stable")] = np.arange(len(values))
    return rank
