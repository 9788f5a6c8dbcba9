"""What is noticed of columns while their rows are typed: gaps, different values, odd cells."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from core.base.values import Column, Finding, Severity
from core.data.convert_fast import Typed as Read
from core.data.copies import Copies
from core.data.distinct import Distinct, hashed
from core.data.lost_digits import rounded
from core.data.notes import note

_UNREAD = 1_000
_FEW = 5


class Noticed:
    """Takes the batches of a table with columns (k,); `rows` counts the kept rows."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self.rows = 0
        self._read = 0
        self._columns = tuple(columns)
        self._missing = [0] * len(columns)
        self._distinct = [Distinct() for _ in columns]
        self._copies = Copies(columns)
        self._bad: list[Counter[str]] = [Counter() for _ in columns]
        self._signs: list[frozenset[str]] = [frozenset() for _ in columns]
        self._rounded: list[list[str]] = [[] for _ in columns]
        self._unread: list[dict[str, None]] = [{} for _ in columns]

    def add(self, batch: pa.RecordBatch, read: Sequence[Read], keep: NDArray[np.bool_]) -> None:
        """A batch of text, what was read of it, and which of its rows are kept."""
        self._read += len(keep)
        self.rows += int(keep.sum())
        every = keep.all()
        cells = []
        for place, found in enumerate(read):
            codes = found.codes if every else found.codes.filter(pa.array(keep))
            times = np.bincount(codes.drop_null(), minlength=len(found.values))
            known = found.values.is_valid().to_numpy(zero_copy_only=False)
            self._missing[place] += len(codes) - int(times[known].sum())
            hashes = hashed(found.values)
            self._distinct[place].add(hashes[known & (times > 0)])
            places = codes.fill_null(len(hashes)).to_numpy(zero_copy_only=False)
            cells.append(np.append(hashes, np.uint64(0))[places])
            for code, flags in (("infinities", found.infinite), ("null_words", found.worded)):
                if flags is not None:
                    self._bad[place][code] += int(times[flags].sum())
            bad = found.spread(found.bad)
            if bad is not None:
                self._bad[place]["cells_unreadable"] += int(bad.sum())
                self._keep_cells(place, batch.column(place).filter(pa.array(bad)))
            if self._columns[place].type == "number":
                self._count_rounded(place, batch.column(place).dictionary, found.values, times)
            if self._columns[place].type in ("integer", "number"):
                self._keep_cells(place, _with_zeros(batch.column(place).dictionary))
            self._signs[place] |= found.signs
            if len(self._signs[place]) > 1 and found.signs:
                written = batch.column(place).dictionary
                signed = pc.match_substring_regex(written, r"[^0-9.,+\-()% ]")
                self._keep_cells(place, written.filter(signed))
        self._copies.add(cells)

    @property
    def worst(self) -> Column:
        """The column with the most cells that could not be read."""
        counts = [bad["cells_unreadable"] for bad in self._bad]
        return self._columns[int(np.argmax(counts))]

    def counted(self) -> tuple[Column, ...]:
        """The columns with their missing and different values."""
        counts = zip(self._columns, self._missing, self._distinct, strict=True)
        return tuple(
            column.model_copy(update={"missing": missing, "distinct": distinct.count})
            for column, missing, distinct in counts
        )

    def findings(self) -> Iterator[Finding]:
        """Words for "missing" and endless numbers by column, then cells that could not be read."""
        codes: tuple[tuple[str, Severity], ...] = (
            ("infinities", "warning"),
            ("null_words", "info"),
        )
        for column, bad in zip(self._columns, self._bad, strict=True):
            for code, severity in codes:
                if bad[code]:
                    found = note(code, severity, bad[code], self._read)
                    yield found.model_copy(update={"column": column.name})
        for column, bad, longest in zip(self._columns, self._bad, self._rounded, strict=True):
            if bad["digits_rounded"]:
                found = note(
                    "digits_rounded", "warning", bad["digits_rounded"], self._read, longest
                )
                yield found.model_copy(update={"column": column.name})
        for column, bad, cells in zip(self._columns, self._bad, self._unread, strict=True):
            if bad["cells_unreadable"]:
                count = bad["cells_unreadable"]
                found = note("cells_unreadable", "warning", count, self._read, list(cells)[:5])
                yield found.model_copy(update={"column": column.name})

    def repeated(self) -> list[Finding]:
        """Rows equal to an earlier one, among all or, of very many, among whole orders."""
        return self._copies.findings()

    def unread(self) -> dict[str, tuple[str, ...]]:
        """By column, different cells that could not be read, that numbers would rob of their first
        zeros, or that are money in several currencies."""
        pairs = zip(self._columns, self._unread, strict=True)
        return {column.name: tuple(cells) for column, cells in pairs if cells}

    def _count_rounded(
        self, place: int, texts: pa.Array, values: pa.Array, times: NDArray[np.int64]
    ) -> None:
        """Counts the cells (u,) that come `times` (u,) and have more digits than are kept."""
        flags = rounded(texts, values)
        if flags is not None:
            self._bad[place]["digits_rounded"] += int(times[flags].sum())
            self._rounded[place] += texts.filter(pa.array(flags & (times > 0))).to_pylist()[:_FEW]

    def _keep_cells(self, place: int, cells: pa.Array) -> None:
        known = self._unread[place]
        if len(known) < _UNREAD:
            known.update(dict.fromkeys(cells.slice(0, _UNREAD).to_pylist()))


def _with_zeros(cells: pa.Array) -> pa.Array:
    """Those of the cells (u,) that a number would rob of the zeros in front."""
    zero = cells.filter(pc.starts_with(cells, "0"))
    return zero.filter(pc.match_substring_regex(zero, r"^0[0-9]+$"))
