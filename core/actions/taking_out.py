"""A table into a file the user named: whole or not at all, and never over what it came from."""

import io
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from traceback import clear_frames

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.base.atomic import TEMPORARY, is_full, sync_file
from core.base.errors import AppError
from core.data.write import to_csv, to_xlsx

ENDINGS = (".csv", ".xlsx", ".parquet")


def check_out(out: Path, source: Path | None = None) -> None:
    """Whether a table made from the file `source` may be written to `out`, before work is done.

    AppErrors: export_ending, out_is_input, out_unwritable.
    """
    if out.suffix.lower() not in ENDINGS:
        raise AppError("export_ending", out=str(out), endings=list(ENDINGS))
    try:
        if source is not None and _same(out, source):
            raise AppError("out_is_input", out=str(out))
        usable = os.access(out.parent, os.W_OK) and out.parent.is_dir() and not out.is_dir()
        usable = usable and (not out.exists() or os.access(out, os.W_OK))
    except OSError as error:  # a name too long
        raise AppError("out_unwritable", out=str(out)) from error
    if not usable:
        raise AppError("out_unwritable", out=str(out))


def take_out(
    frame: pd.DataFrame | Iterator[pd.DataFrame],
    out: Path,
    header: Sequence[str] | None = None,
    defused: bool = True,
) -> None:
    """Writes `frame`, or the parts of one that come one after the other, to `out` in the format
    that its ending says. Only a workbook holds all parts at once.

    What stood there stays until the new file is whole. `header` stands in CSV
    and XLSX in place of the column names (n,), which Parquet needs unique;
    `defused` keeps spreadsheets from taking a text for a formula. AppErrors:
    export_ending, out_unwritable, disk_full, too_long_for_xlsx,
    cell_too_long_for_xlsx.
    """
    check_out(out)
    folder = out.absolute().parent
    prefix = f"{TEMPORARY}{os.getpid()}-"
    try:
        with tempfile.TemporaryDirectory(prefix=prefix, dir=folder) as scratch:
            whole = Path(scratch) / f"whole{out.suffix.lower()}"
            parts = iter([frame]) if isinstance(frame, pd.DataFrame) else frame
            _write(parts, whole, header, defused)
            sync_file(whole)
            whole.replace(out)
    except OSError as error:
        if is_full(error):
            raise AppError("disk_full", folder=str(folder)) from error
        raise AppError("out_unwritable", out=str(out)) from error


def _write(
    parts: Iterator[pd.DataFrame], path: Path, header: Sequence[str] | None, defused: bool
) -> None:
    if path.suffix == ".parquet":
        _write_parquet(parts, path)
        return
    if header is not None:
        named = pd.Index(list(header))
        parts = (part.set_axis(named, axis="columns") for part in parts)
    if path.suffix == ".csv":
        with path.open("wb") as file:
            for number, part in enumerate(parts):
                to_csv(part, file, defused, header=number == 0)
    else:
        frame = pd.concat(parts, ignore_index=True)
        path.write_bytes(_workbook(frame, defused, path.parent))


def _write_parquet(parts: Iterator[pd.DataFrame], path: Path) -> None:
    first = pa.Table.from_pandas(next(parts), preserve_index=False)
    with pq.ParquetWriter(path, first.schema) as writer:
        writer.write_table(first)
        for part in parts:
            writer.write_table(pa.Table.from_pandas(part, first.schema, preserve_index=False))


def _workbook(frame: pd.DataFrame, defused: bool, scratch: Path) -> bytes:
    from xlsxwriter.exceptions import FileCreateError

    buffer = io.BytesIO()
    try:
        to_xlsx(frame, buffer, defused, scratch)
    except FileCreateError as error:  # an OSError in a wrapping of xlsxwriter's
        cause: OSError = error.args[0]
        clear_frames(cause.__traceback__)  # closes the archive while its buffer is still open
        raise cause from None
    return buffer.getvalue()


def _same(out: Path, source: Path) -> bool:
    """Whether both names lead to the same file, by whatever links."""
    try:
        return out.samefile(source)
    except OSError:  # one of them is not there yet
        return os.path.realpath(out) == os.path.realpath(source)
