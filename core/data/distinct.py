"""How many different values a column has, counted while it streams by."""

import pyarrow as pa
import pyarrow.compute as pc

EXACT = 100_000
"""Up to so many the count is exact."""


class Distinct:
    """Takes a column block by block; `count` is exact to `EXACT`, above within a few per cent.

    Above that, values are told apart by a sample of their hashes: every value
    whose hash falls into the kept part of all hashes is counted, and the part
    is halved whenever too many are kept (adaptive sampling, Wegman; Flajolet 1990).
    """

    def __init__(self) -> None:
        self._kept: pa.Array | None = None
        self._halvings = 0

    def add(self, values: pa.Array) -> None:
        """The next block; missing values are not counted."""
        fresh = self._part(pc.unique(values.drop_null()))
        kept = fresh if self._kept is None else pa.concat_arrays([self._kept, fresh]).unique()
        while len(kept) > EXACT:
            self._halvings += 1
            kept = self._part(kept)
        self._kept = kept

    @property
    def count(self) -> int:
        """The number of different values."""
        return 0 if self._kept is None else len(self._kept) << self._halvings

    def _part(self, values: pa.Array) -> pa.Array:
        """Those whose hash ends in as many zeros as there were halvings."""
        if not self._halvings:
            return values
        from pandas.util import hash_array

        objects = values.to_numpy(zero_copy_only=False)
        hashes = hash_array(objects, categorize=False)
        mask = (1 << self._halvings) - 1
        return values.filter(pa.array((hashes & mask) == 0))
