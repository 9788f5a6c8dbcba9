"""Some rows of a large table, from all over it, to tell types and roles from."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.base.frames import to_pandas
from core.data.raw import ASIDE, CELLS, RawTable, load_raw

LARGE = 400_000
"""Tables of more rows are understood from a sample."""
_PARTS = 40
_ROWS = 40_000


def sampled(raw: RawTable) -> RawTable:
    """`raw` itself, or for a large table one of rows in runs spread evenly over it.

    The head is among them, and the order is kept.
    """
    if raw.rows <= LARGE:
        return raw
    folder = raw.folder / "sample"
    if not (folder / "raw.json").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        rows = _write(raw, folder)
        shutil.copyfile(raw.folder / ASIDE, folder / ASIDE)
        raw.model_copy(update={"folder": folder, "rows": rows}).save()
    return load_raw(folder)


def sample_of(path: Path) -> pd.DataFrame:
    """Rows of a typed Parquet file in runs spread evenly over it."""
    with pq.ParquetFile(path) as file:
        return to_pandas(pa.concat_tables(_parts(file)))


def _write(raw: RawTable, folder: Path) -> int:
    rows = 0
    with (
        pq.ParquetFile(raw.cells_path) as file,
        pq.ParquetWriter(folder / CELLS, file.schema_arrow, compression="zstd") as writer,
    ):
        for part in _parts(file):
            writer.write_table(part)
            rows += part.num_rows
    return rows


def _parts(file: pq.ParquetFile) -> Iterator[pa.Table]:
    """Runs of rows from row groups that are spread evenly over the file, the first among them."""
    groups = file.num_row_groups
    chosen = sorted({round(part * (groups - 1) / (_PARTS - 1)) for part in range(_PARTS)})
    for group in chosen:
        yield file.read_row_group(group).slice(0, _ROWS // len(chosen))
