"""Writes text rows in blocks, so that no reader holds more than one block."""

import json
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from core.data.raw import ASIDE, CELLS, LINE, header_metadata

BLOCK_CELLS = 400_000
_ASIDE = pa.schema(
    [
        ("file", pa.string()),
        ("line", pa.int64()),
        ("reason", pa.string()),
        ("column", pa.string()),
        ("cells", pa.string()),
    ]
)


class RawWriter:
    """Takes rows and set-aside records, writes `cells.parquet` and `set_aside.parquet`.

    A context manager; `rows` and `aside` count what was taken, `examples` are
    the first set-aside lines by reason.
    """

    def __init__(self, folder: Path, file: str, header: Sequence[str]) -> None:
        self.width = len(header)
        self.rows = 0
        self.aside: dict[str, int] = {}
        self.examples: dict[str, list[str]] = {}
        self._file = file
        self._block = max(100, BLOCK_CELLS // max(1, self.width))
        self._rows: list[Sequence[str]] = []
        self._lines: list[int] = []
        self._aside: list[tuple[int, str, str]] = []
        fields = [pa.field(f"c{place}", pa.string()) for place in range(self.width)]
        self._schema = pa.schema([*fields, pa.field(LINE, pa.int64())], header_metadata(header))
        self._cells = pq.ParquetWriter(folder / CELLS, self._schema, compression="zstd")
        self._set_aside = pq.ParquetWriter(folder / ASIDE, _ASIDE, compression="zstd")

    def row(self, line: int, cells: Sequence[str]) -> None:
        """Keeps a row of exactly `width` cells that begins on `line`."""
        self._rows.append(cells)
        self._lines.append(line)
        if len(self._rows) >= self._block:
            self._flush_rows()

    def table(self, columns: Sequence[pa.Array], first_line: int) -> None:
        """Keeps a block given by columns; its rows stand on consecutive lines."""
        self._flush_rows()
        count = len(columns[0])
        lines = pa.array(range(first_line, first_line + count), pa.int64())
        self._cells.write_table(pa.Table.from_arrays([*columns, lines], schema=self._schema))
        self.rows += count

    def set_aside(self, line: int, reason: str, cells: Sequence[str]) -> None:
        """Keeps a record that is no row of the table."""
        self._aside.append((line, reason, json.dumps(list(cells), ensure_ascii=False)))
        self.aside[reason] = self.aside.get(reason, 0) + 1
        shown = self.examples.setdefault(reason, [])
        if len(shown) < 5:
            shown.append(str(line))
        if len(self._aside) >= 5_000:
            self._flush_aside()

    def __enter__(self) -> "RawWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                self._flush_rows()
                self._flush_aside()
        finally:
            self._cells.close()
            self._set_aside.close()

    def _flush_rows(self) -> None:
        if not self._rows:
            return
        columns = [pa.array(cells, pa.string()) for cells in zip(*self._rows, strict=True)]
        lines = pa.array(self._lines, pa.int64())
        self._cells.write_table(pa.Table.from_arrays([*columns, lines], schema=self._schema))
        self.rows += len(self._rows)
        self._rows, self._lines = [], []

    def _flush_aside(self) -> None:
        if not self._aside:
            return
        lines, reasons, cells = zip(*self._aside, strict=True)
        count = len(lines)
        block = {
            "file": [self._file] * count,
            "line": list(lines),
            "reason": list(reasons),
            "column": [None] * count,
            "cells": list(cells),
        }
        self._set_aside.write_table(pa.Table.from_pydict(block, schema=_ASIDE))
        self._aside = []
