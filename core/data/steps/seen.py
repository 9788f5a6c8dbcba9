"""Which of many texts came before, in eight bytes each."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray


class Seen:
    """Remembers texts by a hash of 64 bits: of ten million different ones, two are taken for one
    with a chance of three in a million."""

    def __init__(self) -> None:
        self._parts: list[NDArray[np.uint64]] = []

    def first(self, texts: NDArray[np.object_]) -> NDArray[np.bool_]:
        """Where a text (n,) is seen for the first time; all are remembered."""
        hashes = pd.util.hash_array(texts, categorize=False)
        fresh = ~pd.Series(hashes).duplicated().to_numpy()
        for part in self._parts:
            places = np.minimum(np.searchsorted(part, hashes), len(part) - 1)
            fresh &= part[places] != hashes
        if fresh.any():
            self._add(np.sort(hashes[fresh]))
        return fresh

    def _add(self, part: NDArray[np.uint64]) -> None:
        """Few sorted parts, each at least twice as long as the next: each hash is seldom moved."""
        while self._parts and len(self._parts[-1]) < 2 * len(part):
            part = np.sort(np.concatenate([self._parts.pop(), part]))
        self._parts.append(part)
