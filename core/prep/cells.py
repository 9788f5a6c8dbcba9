"""Rows read once, column kind by column kind, before anything is learned from them."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.prep.kinds import Kinds
from core.prep.steps.dates import Instants, read_dates
from core.prep.steps.labels import Labels, read_labels
from core.prep.steps.numbers import read_numbers

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Cells:
    """The cells of n rows: `numbers` (n, a) and `flags` (n, b) with NaN, `dates` (n, c) with
    NaT, `labels` d columns with code -1, where missing. `infinite` counts by column."""

    numbers: Floats
    flags: Floats
    dates: Instants
    labels: tuple[Labels, ...]
    infinite: dict[str, int]

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def missing(self) -> NDArray[np.bool_]:
        """Which cells are missing, (n, a + b + c + d) in the order of `Kinds.all`."""
        blocks = [np.isnan(self.numbers), np.isnan(self.flags), np.isnat(self.dates)]
        blocks += [(label.codes < 0)[:, None] for label in self.labels]
        return np.concatenate(blocks, axis=1)

    def take(self, rows: NDArray[Any]) -> "Cells":
        """Some of the rows (a mask or positions)."""
        return replace(
            self,
            numbers=np.asfortranarray(self.numbers[rows]),
            flags=np.asfortranarray(self.flags[rows]),
            dates=np.asfortranarray(self.dates[rows]),
            labels=tuple(label.take(rows) for label in self.labels),
        )


def read(kinds: Kinds, frame: pd.DataFrame) -> Cells:
    """Reads the rows of `frame`. Raises `prep_not_numbers` and `prep_not_dates`."""
    numbers, infinite = read_numbers(frame, kinds.numbers)
    flags, endless = read_numbers(frame, kinds.flags)
    return Cells(
        numbers,
        flags,
        read_dates(frame, kinds.dates),
        tuple(read_labels(frame[name]) for name in kinds.categories),
        infinite | endless,
    )
