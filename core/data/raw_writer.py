"""Writes text rows in blocks, so that no reader holds more than one block."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyarrow as pa

from core.data.lost_digits import LostDigits
from core.data.people.replacement import Replacement
from core.data.raw import ASIDE, BESIDE, CELLS, cells_writer
from core.data.side_writer import SideWriter

BLOCK_CELLS = 400_000


class RawWriter:
    """Takes rows, writes `cells.parquet`; `aside` and `beside` take the records that are no rows.

    A context manager; `rows` counts what was taken. `people` replaces what is
    personal in the rows and beside them before it is written; `lost` looks at the digits of
    long numbers.
    """

    def __init__(self, folder: Path, file: str, header: Sequence[str], people: Replacement) -> None:
        self.width = len(header)
        self.rows = 0
        self.people = people
        self.aside = SideWriter(folder / ASIDE, file, people)
        self.lost = LostDigits(self.width)
        self.beside = SideWriter(folder / BESIDE, file, people)
        self._block = max(100, BLOCK_CELLS // max(1, self.width))
        self._rows: list[Sequence[str]] = []
        self._lines: list[int] = []
        self._cells = cells_writer(folder / CELLS, header)

    def row(self, line: int, cells: Sequence[str]) -> None:
        """Keeps a row of exactly `width` cells that begins on `line`."""
        self._rows.append(cells)
        self._lines.append(line)
        if len(self._rows) >= self._block:
            self._flush_rows()

    def table(self, columns: Sequence[pa.Array], lines: pa.Array) -> None:
        """Keeps a block given by columns, with the line on which each of its rows begins."""
        self._flush_rows()
        self._write(columns, lines)

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
                self.aside.flush()
                self.beside.flush()
        finally:
            self._cells.close()
            self.aside.close()
            self.beside.close()

    def _flush_rows(self) -> None:
        if not self._rows:
            return
        columns = [pa.array(cells, pa.string()) for cells in zip(*self._rows, strict=True)]
        lines = pa.array(self._lines, pa.int64())
        self._write(columns, lines)
        self._rows, self._lines = [], []

    def _write(self, columns: Sequence[pa.Array], lines: pa.Array) -> None:
        told = self.people.columns(columns)
        self.lost.look(columns, lines)
        self._cells.write_table(pa.Table.from_arrays([*told, lines], schema=self._cells.schema))
        self.rows += len(lines)
