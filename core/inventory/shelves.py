"""Stock by how long it can still be sold; the oldest is sold first."""

import numpy as np

from core.inventory.curve import Floats


class Shelves:
    """What lies in stock of many items: column d of the stock has units that can be sold on d more
    days after today, the last column those that keep for ever."""

    def __init__(self, shelf_life: Floats) -> None:
        """`shelf_life` (s,) in whole days from arrival, NaN for what keeps."""
        self._keeps = np.isnan(shelf_life)
        longest = 0 if self._keeps.all() else int(np.nanmax(shelf_life))
        self._place = np.where(self._keeps, longest, np.nan_to_num(shelf_life) - 1).astype(np.int64)
        self._stock = np.zeros((len(shelf_life), longest + 1))

    @property
    def units(self) -> Floats:
        """All units in stock (s,)."""
        return self._stock.sum(axis=1)

    def put(self, units: Floats) -> None:
        """Fresh `units` (s,) come in."""
        self._stock[np.arange(len(units)), self._place] += units

    def take(self, units: Floats) -> Floats:
        """Takes up to `units` (s,), those that spoil first; returns what was there of them."""
        until = np.minimum(self._stock.cumsum(axis=1), units[:, None])
        taken = np.diff(until, axis=1, prepend=0.0)
        self._stock = np.maximum(self._stock - taken, 0)
        return until[:, -1]

    def night(self) -> Floats:
        """Ends the day: what could be sold today for the last time is waste (s,)."""
        if self._stock.shape[1] == 1:
            return np.zeros(len(self._stock))
        waste = self._stock[:, 0].copy()
        self._stock[:, :-2] = self._stock[:, 1:-1]
        self._stock[:, -2] = 0.0
        return waste
