"""Export: a table of a dataset to CSV, XLSX or Parquet, typed or as it was read."""

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from core.actions.import_files import Place
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.base.values import Dataset
from core.data.naming import repair_header
from core.data.raw import read_header, text_frame
from core.data.write import to_csv, to_xlsx
from core.store.workspace import Workspace

_ENDINGS = (".csv", ".xlsx", ".parquet")
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def export(
    desk: Place | Workspace,
    dataset: str,
    out: Path,
    as_read: bool = False,
    table: str | None = None,
) -> int:
    """Writes a table (the only one, without a name) to `out`; returns the number of rows.

    The ending of `out` says the format. Typed rows go out with formula-like
    text defused; `as_read` gives the text cells as they stood in the files,
    header first, before any typing, unchanged. Raises AppError:
    export_ending, export_no_text, out_unwritable, disk_full, those of the store.
    """
    workspace = desk if isinstance(desk, Workspace) else desk.workspace
    ending = out.suffix.lower()
    if ending not in _ENDINGS:
        raise AppError("export_ending", out=str(out), endings=list(_ENDINGS))
    found = workspace.dataset(dataset)
    if as_read:
        frame, header = _as_read(workspace, found, table)
    else:
        frame = workspace.table(found.id, table)
        header = tuple(str(name) for name in frame.columns)
    if ending == ".parquet":
        _write(out, lambda path: frame.to_parquet(path, index=False))
        return len(frame)
    frame.columns = pd.Index(header)
    writer = to_csv if ending == ".csv" else to_xlsx
    _write(out, lambda path: writer(frame, path, defused=not as_read))
    return len(frame)


def _as_read(
    workspace: Workspace, dataset: Dataset, table: str | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The text cells (n, k) of a table under unique names, and the header as it stood."""
    wanted = _names(workspace, dataset, table)
    frames, header = [], None
    files = [name for name in workspace.reader.files(dataset.id) if name.startswith("raw/")]
    for file in sorted(files, key=lambda name: (len(name), name)):
        path = workspace.frame_path(dataset.id, file)
        cells = read_header(path)
        names = repair_header(cells)[0]
        if names == wanted:
            frames.append(text_frame(path, names))
            header = header or cells
    if header is None:
        raise AppError("export_no_text", dataset=dataset.name)
    return pd.concat(frames, ignore_index=True), header


def _names(workspace: Workspace, dataset: Dataset, table: str | None) -> tuple[str, ...]:
    if table is None and len(dataset.tables) == 1:
        chosen = dataset.tables[0]
    else:
        named = dataset.table(table) if table else None
        if named is None:
            workspace.table(dataset.id, table, columns=[])
            raise AppError("export_no_text", dataset=dataset.name)
        chosen = named
    return tuple(column.name for column in chosen.columns)


def _write(out: Path, write: Callable[[Path], None]) -> None:
    """Writes beside `out` first: what stood there stays until the new file is whole."""
    temporary = out.with_name(f"{TEMPORARY}{os.getpid()}-{out.name}")
    try:
        if out.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        write(temporary)
        temporary.replace(out)
    except OSError as error:
        if error.errno in _FULL:
            raise AppError("disk_full", folder=str(out.parent)) from error
        raise AppError("out_unwritable", out=str(out)) from error
    finally:
        if temporary.is_dir():
            shutil.rmtree(temporary)
        else:
            temporary.unlink(missing_ok=True)
