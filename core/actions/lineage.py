"""What a new version keeps of the files of its base: text, counted lines, what was set aside."""

from collections.abc import Collection, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import Field

from core.base.model import Value
from core.base.values import Dataset, Source
from core.data.naming import repair_header
from core.data.raw import read_header
from core.store.draft import SET_ASIDE
from core.store.workspace import Workspace


class Kept(Value):
    """Of the tables of a base that a version keeps: `raws` are the text cells of `sources`, in
    their order; `aside` (None: nothing) holds `rows_set_aside` records; `rows_read` and `lines`
    (physical lines by class) are by table."""

    sources: tuple[Source, ...] = ()
    raws: tuple[Path, ...] = ()
    aside: Path | None = None
    rows_set_aside: int = 0
    rows_read: dict[str, int] = Field(default_factory=dict)
    lines: dict[str, dict[str, int]] = Field(default_factory=dict)


def kept_of(
    workspace: Workspace, base: Dataset | None, tables: Collection[str], folder: Path
) -> Kept:
    """What is kept of these tables of `base`; set-aside records of the others stay behind."""
    if base is None or not tables:
        return Kept()
    sources = [source for source in sourced(workspace, base) if source[0].table in tables]
    every = {table.name for table in base.tables} <= set(tables)
    files = None if every else {source.name for source, _ in sources}
    aside, by_file = _aside(workspace, base, files, folder / "aside_before.parquet")
    table_of = {source.name: source.table for source, _ in sources}
    left = {name: sum(n for file, n in by_file.items() if table_of.get(file) == name)
            for name in tables}  # fmt: skip
    held = [table for table in base.tables if table.name in tables]
    return Kept(
        sources=tuple(source for source, _ in sources),
        raws=tuple(path for _, path in sources if path is not None),
        aside=aside,
        rows_set_aside=sum(by_file.values()),
        rows_read={t.name: t.rows_read or t.rows + left[t.name] for t in held},
        lines={t.name: t.lines or _told(t.rows, left[t.name]) for t in held},
    )


def sourced(workspace: Workspace, dataset: Dataset) -> Iterator[tuple[Source, Path | None]]:
    """Each file of a dataset, with the table it belongs to, and its text cells."""
    there = set(workspace.reader.files(dataset.id))
    for place, source in enumerate(dataset.sources):
        file = f"raw/{place}.parquet"
        path = workspace.frame_path(dataset.id, file) if file in there else None
        if not source.table:  # saved before files told it
            source = source.model_copy(update={"table": _table_of(dataset, path)})
        yield source, path


def _table_of(dataset: Dataset, path: Path | None) -> str:
    """The table of the columns of a file, in whatever order."""
    if len(dataset.tables) == 1 or path is None:
        return dataset.tables[0].name
    names = set(repair_header(read_header(path))[0])
    fits = (name for name, recipe in dataset.recipes.items() if set(recipe.names) == names)
    return next(fits, "")


def _told(rows: int, aside: int) -> dict[str, int]:
    """Lines of a table that was saved without them."""
    return {"row": rows} | ({"set_aside": aside} if aside else {})


def _aside(
    workspace: Workspace, base: Dataset, files: Collection[str] | None, out: Path
) -> tuple[Path | None, dict[str, int]]:
    """The set-aside records of these files (None: of all), in `out`, and their number by file."""
    name = f"{SET_ASIDE}.parquet"
    if name not in workspace.files(base.id):
        return None, {}
    counts: dict[str, int] = {}
    with (
        pq.ParquetFile(workspace.frame_path(base.id, name)) as held,
        pq.ParquetWriter(out, held.schema_arrow, compression="zstd") as writer,
    ):
        for batch in held.iter_batches():
            if files is not None:
                wanted = pa.array(sorted(files), pa.string())
                batch = batch.filter(pc.is_in(batch.column("file"), value_set=wanted))
            writer.write_batch(batch)
            for file in batch.column("file").to_pylist():
                counts[file] = counts.get(file, 0) + 1
    return (out if counts else None), counts
