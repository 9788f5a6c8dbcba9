"""Export: a table of a dataset to CSV, XLSX or Parquet, typed or as it was read."""

from pathlib import Path

import pandas as pd

from core.actions.import_place import Place
from core.actions.lineage import sourced
from core.actions.taking_out import check_out, take_out
from core.base.errors import AppError
from core.base.values import Dataset
from core.data.naming import repair_header
from core.data.raw import read_header, text_frame
from core.store.workspace import Workspace


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
    check_out(out)
    found = workspace.dataset(dataset)
    if as_read:
        frame, header = _as_read(workspace, found, table)
    else:
        frame = workspace.table(found.id, table)
        header = tuple(str(name) for name in frame.columns)
    take_out(frame, out, header, defused=not as_read)
    return len(frame)


def _as_read(
    workspace: Workspace, dataset: Dataset, table: str | None
) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """The text cells (n, k) of a table under unique names, and the header as it stood."""
    chosen = _chosen(workspace, dataset, table)
    frames: list[pd.DataFrame] = []
    header: dict[str, str] = {}
    for source, path in sourced(workspace, dataset):
        if path is not None and source.table == chosen:
            cells = read_header(path)
            names = repair_header(cells)[0]
            frames.append(text_frame(path, names))
            header = dict(zip(names, cells, strict=True)) | header
    if not frames:
        raise AppError("export_no_text", dataset=dataset.name)
    frame = pd.concat(frames, ignore_index=True)  # each column under its name, in whatever order
    return frame, tuple(header[str(name)] for name in frame.columns)


def _chosen(workspace: Workspace, dataset: Dataset, table: str | None) -> str:
    """The name of a table. Raises AppError table_needed, table_unknown."""
    if table is None and len(dataset.tables) == 1:
        return dataset.tables[0].name
    workspace.table(dataset.id, table, columns=[])
    assert table is not None
    return table
