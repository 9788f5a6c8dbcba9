"""Some rows of a large table, from all over it, to tell types and roles from."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from itertools import islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.base.frames import to_pandas
from core.data.alone import alone
from core.data.raw import ABOUT, ASIDE, CELLS, RawTable, load_raw

LARGE = 400_000
"""Tables of more rows are understood from a sample."""
_PARTS = 40
_ROWS = 40_000
_FEW = 200


def sampled(raw: RawTable) -> RawTable:
    """`raw` itself, or for a large table one of rows in runs spread evenly over it.

    The head is among them, and the order is kept.
    """
    if raw.rows <= LARGE:
        return raw
    folder = raw.folder / "sample"
    with alone(folder):
        if not (folder / ABOUT).exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            rows = _write(raw, folder)
            shutil.copyfile(raw.folder / ASIDE, folder / ASIDE)
            raw.model_copy(update={"folder": folder, "rows": rows}).save()
    return load_raw(folder)


def with_cells(raw: RawTable, cells: Mapping[str, Sequence[str]], share: float) -> RawTable:
    """A sample with cells added that it lacked, so that they weigh about what they weigh in the
    whole table: `share` of its rows. The other cells of their rows are blank."""
    count = max(_FEW, round(share * raw.rows))
    added = {name: list(found)[:count] for name, found in cells.items()}
    rows = max(map(len, added.values()))
    told = sha256(repr(sorted(added.items())).encode()).hexdigest()[:16]
    folder = raw.folder / f"more-{told}"
    folder.mkdir(exist_ok=True)
    names = [added.get(name, []) for name in raw.names]
    columns = [pa.array([*found, *[""] * (rows - len(found))], pa.string()) for found in names]
    table = pq.read_table(raw.cells_path)
    lines = pa.array([0] * rows, pa.int64())
    extra = pa.Table.from_arrays([*columns, lines], schema=table.schema)
    pq.write_table(pa.concat_tables([table, extra]), folder / CELLS)
    shutil.copyfile(raw.folder / ASIDE, folder / ASIDE)
    raw.model_copy(update={"folder": folder, "rows": raw.rows + rows}).save()
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
        few = file.iter_batches(batch_size=_ROWS // len(chosen), row_groups=[group])
        yield pa.Table.from_batches(islice(few, 1), file.schema_arrow)
