"""How many different values a column has, counted while it streams by."""

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pandas.util import hash_array

EXACT = 100_000
"""Up to so many the count is exact."""


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

    def add(self, values: pa.Array) -> None:
        """The next block; missing values are not counted, and none need to be said twice."""
        known = values.drop_null().to_numpy(zero_copy_only=False)
        hashes = self._part(hash_array(known, categorize=False))
        self._fresh.append(hashes)
        self._waiting += len(hashes)
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
