"""Missing indicators: a 0/1 column that says where a cell was missing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Indicators:
    """`places` of the columns that have an indicator, among k columns."""

    places: tuple[int, ...]
    sources: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the indicator columns."""
        return tuple(f"{source}:missing" for source in self.sources)

    def transform(self, missing: NDArray[np.bool_]) -> NDArray[np.float32]:
        """The indicators (n, len(places)) of the mask (n, k)."""
        return missing[:, list(self.places)].astype(np.float32)


def fit_indicators(
    missing: NDArray[np.bool_], columns: tuple[str, ...], wanted: tuple[bool, ...]
) -> Indicators:
    """An indicator for each wanted column that misses some training cells, but not all.

    `missing` (n, k) is the mask of the training rows.
    """
    some = missing.any(axis=0) & ~missing.all(axis=0) & np.array(wanted, dtype=bool)
    places = tuple(int(j) for j in np.flatnonzero(some))
    return Indicators(places, tuple(columns[j] for j in places))
