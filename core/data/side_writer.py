"""Writes records that are no rows of the table, each with its line and why."""

import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from core.data.people.replacement import Replacement

_BLOCK = 5_000
_SCHEMA = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("column", pa.string()),
        ("cells", pa.string()),
    ]
)


class SideWriter:
    """One Parquet file of (file, line, reason, column, cells as a JSON list).

    Personal data is replaced by `people`. `counts` are the records by reason,
    `examples` the first five lines of each.
    """

    def __init__(self, path: Path, file: str, people: Replacement) -> None:
        self.counts: dict[str, int] = {}
        self.examples: dict[str, list[str]] = {}
        self._file, self._people = file, people
        self._records: list[tuple[int, str, str]] = []
        self._out = pq.ParquetWriter(path, _SCHEMA, compression="zstd")

    def add(self, line: int, reason: str, cells: Sequence[str]) -> None:
        """Keeps a record."""
        told = self._people.record(cells, reason)
        self._records.append((line, reason, json.dumps(told, ensure_ascii=False)))
        self.counts[reason] = self.counts.get(reason, 0) + 1
        shown = self.examples.setdefault(reason, [])
        if len(shown) < 5:
            shown.append(str(line))
        if len(self._records) >= _BLOCK:
            self.flush()

    def flush(self) -> None:
        """Writes what was kept so far."""
        if not self._records:
            return
        lines, reasons, cells = zip(*self._records, strict=True)
        count = len(lines)
        block = {
            "file": [self._file] * count,
            "line": list(lines),
            "reason": list(reasons),
            "column": [None] * count,
            "cells": list(cells),
        }
        self._out.write_table(pa.Table.from_pydict(block, schema=_SCHEMA))
        self._records = []

    def close(self) -> None:
        """Ends the file."""
        self._out.close()
