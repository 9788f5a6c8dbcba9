"""How many different values a column has, counted while it streams by; hashes of cells and rows."""

from collections.abc import Iterable

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pandas.util import hash_array

EXACT = 100_000
"""Up to so many the count is exact."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Distinct:
    """Takes a column block by block; `count` is exact to `EXACT`, above within about a per cent.

    Values are told apart by 64-bit hashes. Too many are thinned: of the hashes
    only those that end in one zero more are kept, and each stands for twice as
    many (adaptive sampling, Wegman; Flajolet 1990).
    """

    def __init__(self) -> None:
        self._kept: NDArray[np.uint64] = np.empty(0, np.uint64)
        self._fresh: list[NDArray[np.uint64]] = []
        self._waiting = 0
        self._halvings = 0

    def add(self, hashes: NDArray[np.uint64]) -> None:
        """The hashes of the next block, without missing values; none need to be said twice."""
        self._fresh.append(self._part(hashes))
        self._waiting += len(self._fresh[-1])
        if self._waiting > EXACT:
            self._merge()

    @property
    def count(self) -> int:
        """The number of different values."""
        self._merge()
        return len(self._kept) << self._halvings

    def _merge(self) -> None:
        ordered = np.sort(np.concatenate([self._kept, *self._fresh]))
        self._kept = ordered[np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]]
        self._fresh, self._waiting = [], 0
        while len(self._kept) > EXACT:
            self._halvings += 1
            self._kept = self._part(self._kept)

    def _part(self, hashes: NDArray[np.uint64]) -> NDArray[np.uint64]:
        """Those that end in as many zeros as there were halvings."""
        mask = np.uint64((1 << self._halvings) - 1)
        return hashes[(hashes & mask) == 0] if self._halvings else hashes


def hashed(values: pa.Array) -> NDArray[np.uint64]:
    """64-bit hashes of values (n,), 0 for a missing one."""
    found = np.zeros(len(values), np.uint64)
    known = values.is_valid().to_numpy(zero_copy_only=False)
    told = values.drop_null().to_numpy(zero_copy_only=False)
    found[known] = hash_array(told, categorize=False)
    return found


def hashed_rows(cells: Iterable[NDArray[np.uint64]]) -> NDArray[np.uint64]:
    """One hash for each row (n,), of those of its cells by column (n,); at least one column."""
    columns = iter(cells)
    row = next(columns)
    for hashes in columns:
        row = row * _MIX + hashes
    return row
