"""What a reader leaves on disk: text cells in Parquet, and a description of their source."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.base.model import Value
from core.base.recipe import KeyMark, PersonalColumn
from core.base.values import Finding, Source
from core.data.structure import Structure

CELLS = "cells.parquet"
ASIDE = "set_aside.parquet"
BESIDE = "beside.parquet"
ABOUT = "raw.json"
LINE = "line"
ASIDE_COLUMNS = ("file", "line", "reason", "column", "cells")
_HEADER = b"merchlab.header"
_TOGETHER = 32
CLASSES = (
    "preamble", "header", "row", "continuation", "blank", "total", "note", "set_aside",
)  # fmt: skip
"""What a physical line may be."""


class Tie(Value):
    """How records and the lines that stood in them belong together: both have the column `key`.

    The names of the lines' own columns begin with `prefix`; it is empty for the records.
    """

    key: str
    prefix: str = ""


class RawTable(Value):
    """One table as it was read: text only, nothing guessed.

    In `folder`: `cells.parquet` (columns c0, c1, ... of text and `line`, the
    line a row begins on, from 1) and `set_aside.parquet` (`ASIDE_COLUMNS`;
    `cells` is a JSON list); a text file or sheet has `beside.parquet` too: its
    preamble, totals and notes, the class as the reason. `header` are the
    header's cells as they stood, `names` the unique names made of them.
    `lines` counts the physical lines by class (CLASSES) and adds up to all of them;
    rows + rows_set_aside is what was read; JSON counts records where it says
    lines. `people` are the columns that tell who a person is, `key` what their
    stand-ins were made with (None: there are none). `left_out` are members of the same archive
    that hold no table (told by its first table). `form` is what the file was
    (filetype.Format), `structure` how a text or a sheet was read, `tie`
    what ties lines to their orders where they stood in one record. The `table` of
    `notes` is empty: it is not known yet.
    """

    folder: Path
    source: Source
    header: tuple[str, ...]
    names: tuple[str, ...]
    rows: int
    rows_set_aside: int
    lines: dict[str, int]
    notes: tuple[Finding, ...] = ()
    sheets: tuple[str, ...] = ()
    people: tuple[PersonalColumn, ...] = ()
    key: KeyMark | None = None
    left_out: tuple[str, ...] = ()
    structure: Structure | None = None
    tie: Tie | None = None
    form: str = "csv"

    @property
    def cells_path(self) -> Path:
        """The Parquet file of the text cells."""
        return self.folder / CELLS

    def frame(self, limit: int | None = None) -> pd.DataFrame:
        """The text cells (n, k) under `names`; None only where the source had a null."""
        return text_frame(self.cells_path, self.names, limit)

    def column(self, place: int) -> pa.ChunkedArray:
        """The text cells of one column, (n,), by its place from 0."""
        return pq.read_table(self.cells_path, columns=[f"c{place}"]).column(0)

    def columns(self) -> Iterator[pa.ChunkedArray]:
        """The text cells of every column, (n,), in order; only a few columns are held at a time."""
        with pq.ParquetFile(self.cells_path) as file:
            for start in range(0, len(self.names), _TOGETHER):
                stop = min(len(self.names), start + _TOGETHER)
                yield from file.read([f"c{place}" for place in range(start, stop)]).columns

    def line_numbers(self) -> pd.Series:
        """The physical line on which each row begins, (n,) int64."""
        lines: pd.Series = pq.read_table(self.cells_path, columns=[LINE]).column(0).to_pandas()
        return lines

    def set_aside(self) -> pd.DataFrame:
        """The lines that are no rows of the table: `ASIDE_COLUMNS`."""
        frame: pd.DataFrame = pq.read_table(self.folder / ASIDE).to_pandas()
        return frame

    def beside(self) -> pd.DataFrame:
        """The lines around the table, of all classes but row and set aside: `ASIDE_COLUMNS`."""
        frame: pd.DataFrame = pq.read_table(self.folder / BESIDE).to_pandas()
        return frame

    def save(self) -> None:
        """Writes the description beside the cells."""
        (self.folder / ABOUT).write_text(self.model_dump_json(), "utf-8")


def column_of(raws: Sequence[RawTable], place: int) -> pa.ChunkedArray:
    """The text cells of one column over several tables of the same names, (n,)."""
    chunks = [chunk for raw in raws for chunk in raw.column(place).chunks]
    return pa.chunked_array(chunks, pa.string())


def columns_of(raws: Sequence[RawTable]) -> Iterator[pa.ChunkedArray]:
    """The text cells of every column over several tables of the same names, in order."""
    for parts in zip(*(raw.columns() for raw in raws), strict=True):
        yield pa.chunked_array([chunk for part in parts for chunk in part.chunks], pa.string())


def places_of(raws: Sequence[RawTable]) -> pd.DataFrame:
    """Where each row stands: `file` and `line`, (n, 2)."""
    blocks = [pd.DataFrame({"file": raw.source.name, "line": raw.line_numbers()}) for raw in raws]
    return pd.concat(blocks, ignore_index=True)


def load_raw(folder: Path) -> RawTable:
    """The table that a reader left in `folder`."""
    about = json.loads((folder / ABOUT).read_text("utf-8"))
    return RawTable.model_validate(about | {"folder": str(folder)})


def text_frame(path: Path, names: Sequence[str], limit: int | None = None) -> pd.DataFrame:
    """The columns c0, c1, ... of a cells file under `names`, the first `limit` rows."""
    wanted = [f"c{place}" for place in range(len(names))]
    table = pq.read_table(path, columns=wanted) if limit is None else _head(path, wanted, limit)
    frame: pd.DataFrame = table.rename_columns(list(names)).to_pandas()
    return frame


def _head(path: Path, columns: list[str], limit: int) -> pa.Table:
    with pq.ParquetFile(path) as file:
        whole = file.schema_arrow  # made anew at each asking
        schema = pa.schema([whole.field(name) for name in columns])
        batches = file.iter_batches(batch_size=max(1, min(limit, 65_536)), columns=columns)
        taken: list[pa.RecordBatch] = []
        rows = 0
        while rows < limit and (batch := next(batches, None)) is not None:
            taken.append(batch.slice(0, limit - rows))
            rows += taken[-1].num_rows
        return pa.Table.from_batches(taken, schema=schema)


def cells_writer(path: Path, header: Sequence[str]) -> pq.ParquetWriter:
    """A writer of text cells c0, c1, ... and `line`; it keeps the header's cells beside them."""
    texts = [f"c{place}" for place in range(len(header))]
    fields = [*(pa.field(name, pa.string()) for name in texts), pa.field(LINE, pa.int64())]
    return pq.ParquetWriter(
        path,
        pa.schema(fields, header_metadata(header)),
        compression="lz4",
        use_dictionary=texts,
        column_encoding={LINE: "DELTA_BINARY_PACKED"},
        write_statistics=[LINE],
    )


def header_metadata(header: Sequence[str]) -> dict[bytes, bytes]:
    """Parquet metadata that keeps the header's cells beside the columns c0, c1, ..."""
    return {_HEADER: json.dumps(list(header)).encode()}


def read_header(path: Path) -> tuple[str, ...]:
    """The header's cells as they stood in the source of a cells file."""
    metadata = pq.read_schema(path).metadata or {}
    return tuple(json.loads(metadata[_HEADER]))
