"""What a new version keeps of the files of its base: text, counted lines, what was set aside, and
how many of their rows stand in it yet."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pydantic import Field

from core.actions.put_behind import Longer
from core.base.model import Value
from core.base.recipe import Recipe
from core.base.values import Dataset, Replaced, Source
from core.data.naming import repair_header
from core.data.raw import read_header
from core.data.steps.catalog import RESHAPING
from core.store.draft import SET_ASIDE
from core.store.workspace import Workspace

REPLACED = "replaced"
"""The class of lines whose rows were taken out for others of their days."""


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
        sources=tuple(_with_rows([source for source, _ in sources], base)),
        raws=tuple(path for _, path in sources if path is not None),
        aside=aside,
        rows_set_aside=sum(by_file.values()),
        rows_read={t.name: t.rows_read or t.rows + left[t.name] for t in held},
        lines={t.name: t.lines or _told(t.rows, left[t.name]) for t in held},
    )


def without_days(kept: Kept, longer: Mapping[str, Longer], recipes: Mapping[str, Recipe]) -> Kept:
    """What is kept, less the rows that were taken out of tables with their days.

    Lines of a table whose steps make several rows of one are all counted as
    rows still: another row of theirs may be.
    """
    sources, lines = kept.sources, dict(kept.lines)
    for name, found in longer.items():
        if found.gone is None or found.days is None:
            continue
        sources = tuple(_less(sources, name, found))
        if not (name in recipes and reshaped(recipes[name])):
            here, count = lines[name], int(found.gone.sum())
            moved = {"row": here["row"] - count, REPLACED: here.get(REPLACED, 0) + count}
            lines[name] = here | moved
    return kept.model_copy(update={"sources": sources, "lines": lines})


def reshaped(recipe: Recipe) -> bool:
    """Whether steps make several rows of one."""
    return any(step.on and step.code in RESHAPING for step in recipe.steps)


def _with_rows(sources: Sequence[Source], base: Dataset) -> Iterator[Source]:
    """The files with their rows: those of the only file of a table are the table's."""
    rows = {table.name: table.rows for table in base.tables}
    tables = [source.table for source in sources]
    for source in sources:
        alone = tables.count(source.table) == 1 and source.rows is None
        yield source.model_copy(update={"rows": rows[source.table]}) if alone else source


def _less(sources: Sequence[Source], table: str, longer: Longer) -> Iterator[Source]:
    """The files, those of `table` without the rows that are gone; as they were where it is not
    known which rows are whose."""
    assert longer.gone is not None
    assert longer.days is not None
    counts = [source.rows for source in sources if source.table == table]
    known = [count for count in counts if count is not None]
    if len(known) < len(counts) or sum(known) != len(longer.gone):
        yield from sources
        return
    parts = iter(np.split(longer.gone, np.cumsum(known)[:-1]))
    for source in sources:
        lost = int(next(parts).sum()) if source.table == table else 0
        if not lost:
            yield source
            continue
        told = (*source.replaced, Replaced(by=longer.days.by, rows=lost))
        yield source.model_copy(update={"rows": (source.rows or 0) - lost, "replaced": told})


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
