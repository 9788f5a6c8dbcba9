"""What the total rows that were left out of a table say of its columns, where it is a number."""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from core.base.model import Value
from core.base.values import Column
from core.data.numbers import parse_numbers
from core.data.raw import ASIDE, BESIDE, RawTable

_NUMERIC = ("integer", "number")
_TOTALS = ("total", "total_row")
"""The reasons that readers and steps leave a total row out for."""


class FileTotal(Value):
    """The total rows of a table's files in one column: the `last` of each file, and `every` one,
    added over the files, exact. Subtotals make the two differ."""

    last: Decimal
    every: Decimal

    def nearest(self, ours: Decimal) -> Decimal:
        """What is told of all rows: by a grand total at the end, or by parts together."""
        return min(self.last, self.every, key=lambda told: abs(told - ours))


def file_totals(
    raws: Sequence[RawTable], after: Sequence[RawTable], columns: Sequence[Column]
) -> dict[str, FileTotal]:
    """The totals by column that every file of a table tells; `after` are its files after the steps
    of the recipe, which may leave total rows out too."""
    measures = {c.name: c for c in columns if c.type in _NUMERIC and "percent" not in c.style}
    found: dict[str, FileTotal] = {}
    for place, (raw, stepped) in enumerate(zip(raws, after, strict=True)):
        mine: dict[str, FileTotal] = {}
        for cells in _rows(raw, stepped):
            _take(mine, cells, measures)
        if place:
            found = {
                name: FileTotal(last=told.last + one.last, every=told.every + one.every)
                for name, told in found.items()
                if (one := mine.get(name)) is not None
            }
        else:
            found = mine
    return found


def _take(found: dict[str, FileTotal], cells: dict[str, str], measures: dict[str, Column]) -> None:
    """A total row, by column."""
    for name in measures.keys() & cells.keys():
        read = parse_numbers([cells[name].strip()], measures[name].style)
        if read.ok[0] and not read.infinite[0]:
            told = Decimal(repr(float(read.values[0])))
            before = found[name].every if name in found else Decimal(0)
            found[name] = FileTotal(last=told, every=before + told)


def _rows(raw: RawTable, stepped: RawTable) -> Iterator[dict[str, str]]:
    """The cells of the total rows of a file by column, batch by batch."""
    for path, names in ((raw.folder / BESIDE, raw.names), (stepped.folder / ASIDE, stepped.names)):
        for cells in _records(path):
            yield {n: cell or "" for n, cell in zip(names, cells, strict=False)}


def _records(path: Path) -> Iterator[list[str | None]]:
    if not path.exists():  # of a kind of file that has no lines beside its rows
        return
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(columns=["reason", "cells"]):
            totals = pc.is_in(batch.column("reason"), value_set=pa.array(_TOTALS))
            for told in batch.column("cells").filter(totals).to_pylist():
                yield json.loads(told)
