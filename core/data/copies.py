"""Rows that are equal to earlier ones, looked for while the rows of a large table stream by."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.values import Column, Finding
from core.data.distinct import hashed_rows
from core.data.quality_lines import repeated_rows
from core.data.quality_time import column_of_role

Hashes = NDArray[np.uint64]
EXACT = 500_000
"""Up to so many rows all are looked at."""
_MOST_HALVINGS = 16


class Copies:
    """Takes the rows of a table with columns (k,) as 64-bit hashes of their cells.

    Beyond `EXACT` rows only those of some orders are kept (without orders, some
    rows): those whose hash ends in as many zeros as there were halvings. So an
    order is there with all its lines or not at all, and so are all copies of a row.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = tuple(columns)
        order = column_of_role(columns, "order_id")
        names = [column.name for column in columns]
        self._order = names.index(order) if order is not None else None
        self._kept = np.empty((0, 3), np.uint64)
        self._fresh: list[NDArray[np.uint64]] = []
        self._waiting = 0
        self._halvings = 0
        self._rows = 0

    def add(self, cells: Sequence[Hashes]) -> None:
        """The hashes of the cells of the next rows, by column (n,); 0 is a missing cell."""
        row = hashed_rows(cells)
        key = row if self._order is None else cells[self._order]
        key = np.where(key == 0, row, key)
        places = np.arange(self._rows, self._rows + len(row), dtype=np.uint64)
        self._rows += len(row)
        self._fresh.append(self._part(np.column_stack([key, row, places])))
        self._waiting += len(self._fresh[-1])
        if self._waiting > EXACT:
            self._merge()

    def findings(self) -> list[Finding]:
        """What `repeated_rows` finds in the rows that were kept, at their places in the table."""
        self._merge()
        frame = pd.DataFrame({"": self._kept[:, 1]})  # no column has an empty name
        if self._order is not None:
            frame[self._columns[self._order].name] = self._kept[:, 0]
        told = repeated_rows("", frame, self._columns)
        return [finding.model_copy(update={"examples": self._at(finding)}) for finding in told]

    def _at(self, finding: Finding) -> tuple[str, ...]:
        return tuple(str(int(self._kept[int(row) - 1, 2]) + 1) for row in finding.examples)

    def _merge(self) -> None:
        self._kept = np.concatenate([self._kept, *self._fresh])
        self._fresh, self._waiting = [], 0
        while len(self._kept) > EXACT and self._halvings < _MOST_HALVINGS:
            self._halvings += 1
            self._kept = self._part(self._kept)

    def _part(self, rows: NDArray[np.uint64]) -> NDArray[np.uint64]:
        mask = np.uint64((1 << self._halvings) - 1)
        return rows[(rows[:, 0] & mask) == 0] if self._halvings else rows
