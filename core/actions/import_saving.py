"""A draft of an import as the draft of a dataset."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq

from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_look import cubed, look, stepped, typed
from core.actions.relations import orphan_findings
from core.base.recipe import Recipe
from core.base.values import Dataset, Finding, Table
from core.data.exports.meaning import limits_of
from core.data.naming import repair_header
from core.data.notes import note
from core.data.queries.cubes import write_cubes
from core.data.raw import read_header
from core.data.totals import frames_of, sums_of, totals_of
from core.data.typed import Typed
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace


def dataset_draft(
    workspace: Workspace,
    draft: ImportDraft,
    base: Dataset | None,
    name: str | None,
    appended: Mapping[str, Typed],
) -> DatasetDraft:
    """What is to be saved. With `base` it is a new version of that dataset: its tables of other
    names are carried over, and those `appended` to, their rows counted as read and kept."""
    rows = {table.name: typed(table) for table in draft.tables}
    again = sum(
        found.rows_set_aside - rows[name].rows_set_aside for name, found in appended.items()
    )
    rows |= appended
    carried = _carried(draft, base)
    paths = {name: found.path for name, found in rows.items()}
    columns = {name: found.columns for name, found in rows.items()}
    sums = {name: found.sums for name, found in rows.items()}
    for table in carried:
        assert base is not None
        paths[table.name] = workspace.frame_path(base.id, f"{table.name}.parquet")
        columns[table.name] = table.columns
        sums[table.name] = sums_of(frames_of(paths[table.name], table.columns), table.columns)
    raws = [raw for table in draft.tables for raw in table.raws]
    aside = sum(found.rows_set_aside for found in rows.values())
    recipes = {table.name: _counted(table) for table in draft.tables}
    if base is not None:
        recipes |= {t.name: base.recipes[t.name] for t in carried if t.name in base.recipes}
    held = [*carried, *(t for t in (base.tables if base else ()) if t.name in appended)]
    read = sum(table.rows_read for table in draft.tables) + sum(table.rows for table in held)
    raw_files = [*_raw_files(workspace, base, draft, appended), *(raw.cells_path for raw in raws)]
    return DatasetDraft(
        name=name or (base.name if base else draft.name),
        kind=_kind(draft.tables, paths),
        tables=paths,
        columns=columns,
        sources=tuple(raw.source for raw in raws) + (base.sources if base and held else ()),
        lines=_lines(draft, again),
        rows_read=read,
        rows_set_aside=aside,
        set_aside=_set_aside(draft, rows.values()) if aside else None,
        totals=totals_of(sums, columns),
        findings=(
            *_findings(draft, appended),
            *orphan_findings(paths, columns),
            *_other_keys(workspace, draft),
        ),
        export=_export(recipes),
        limits=tuple(sorted({limit for r in recipes.values() for limit in limits_of(r)})),
        recipes=recipes,
        titles=_titles(draft, base),
        parent=base.id if base else None,
        extra_files={f"raw/{place}.parquet": path for place, path in enumerate(raw_files)}
        | _cubes(workspace, [t for t in draft.tables if t.name not in appended], base, carried)
        | _longer_cubes(appended),
    )


def _titles(draft: ImportDraft, base: Dataset | None) -> dict[str, str]:
    """The names of tables as their first file had them."""
    before = {table.name: table.title for table in base.tables if table.title} if base else {}
    return {table.name: table.title for table in draft.tables} | before


def _cubes(
    workspace: Workspace,
    tables: Sequence[DraftTable],
    base: Dataset | None,
    carried: Sequence[Table],
) -> dict[str, pd.DataFrame | Path]:
    """The cubes of tables as read, and of those carried over, by their file in the dataset."""
    found: dict[str, pd.DataFrame | Path] = {}
    for table in tables:
        for name, path in cubed(table).items():
            found[f"cubes/{table.name}.{name}.parquet"] = path
    if base is not None:
        names = tuple(f"cubes/{table.name}." for table in carried)
        kept = [file for file in workspace.files(base.id) if file.startswith(names)]
        found |= {file: workspace.frame_path(base.id, file) for file in sorted(kept)}
    return found


def _longer_cubes(appended: Mapping[str, Typed]) -> dict[str, Path]:
    """The cubes of the tables that were appended to, of all their rows."""
    found = {}
    for table, rows in appended.items():
        folder = rows.folder / "cubes"
        for name in write_cubes(rows.path, rows.columns, folder):
            found[f"cubes/{table}.{name}.parquet"] = folder / f"{name}.parquet"
    return found


def _set_aside(draft: ImportDraft, rows: Iterable[Typed]) -> Path:
    """One file of all that was set aside."""
    path = draft.folder / "set_aside.parquet"
    files = [found.aside_path for found in rows if found.rows_set_aside]
    with pq.ParquetWriter(path, pq.read_schema(files[0]), compression="zstd") as writer:
        for file in files:
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches():
                    writer.write_batch(batch)
    return path


def _carried(draft: ImportDraft, base: Dataset | None) -> list[Table]:
    mine = {table.name for table in draft.tables}
    return [table for table in base.tables if table.name not in mine] if base else []


def _kind(tables: Sequence[DraftTable], frames: Mapping[str, object]) -> str:
    """The kind of the only table; several tables are a shop."""
    return tables[0].mapping.kind if len(frames) == 1 else "shop"


def _findings(draft: ImportDraft, appended: Mapping[str, Typed]) -> tuple[Finding, ...]:
    found = [(t.name, appended[t.name] if t.name in appended else look(t)) for t in draft.tables]
    return tuple(
        finding.model_copy(update={"table": name}) for name, of in found for finding in of.findings
    )


def _other_keys(workspace: Workspace, draft: ImportDraft) -> Iterator[Finding]:
    """Which other datasets have stand-ins made with another key: no person is the same there."""
    mine = {table.recipe.key.fingerprint for table in draft.tables if table.recipe.key}
    others = [
        dataset.name
        for dataset in workspace.datasets()
        if any(r.key and r.key.fingerprint not in mine for r in dataset.recipes.values())
    ]
    if mine and others:
        yield note("other_key", "warning", len(others), 0, others)


def _lines(draft: ImportDraft, again: int) -> dict[str, int]:
    """Physical lines by class; `again` of the rows are there already, and set aside."""
    lines: dict[str, int] = {}
    for table in draft.tables:
        for name, count in look(table).lines.items():
            lines[name] = lines.get(name, 0) + count
    if again:
        lines["row"] -= again
        lines["set_aside"] = lines.get("set_aside", 0) + again
    return lines


def _raw_files(
    workspace: Workspace, base: Dataset | None, draft: ImportDraft, appended: Mapping[str, Typed]
) -> list[Path]:
    """The text of the tables that are appended to, as it was read."""
    if base is None:
        return []
    files = [name for name in workspace.files(base.id) if name.startswith("raw/")]
    paths = [workspace.frame_path(base.id, f) for f in sorted(files, key=lambda f: (len(f), f))]
    names = [table.recipe.names for table in draft.tables if table.name in appended]
    return [path for path in paths if repair_header(read_header(path))[0] in names]


def _counted(table: DraftTable) -> Recipe:
    """The recipe with what each step touched."""
    counts = stepped(table).counts
    steps = tuple(
        step.model_copy(update={"count": count})
        for step, count in zip(table.recipe.steps, counts, strict=True)
    )
    return table.recipe.model_copy(update={"steps": steps})


def _export(recipes: Mapping[str, Recipe]) -> str | None:
    """The export of all tables; what their names have in common (`olist`) where they differ."""
    known = sorted({recipe.export for recipe in recipes.values() if recipe.export})
    if len(known) < 2:
        return known[0] if known else None
    families = {export.split(".")[0] for export in known}
    return families.pop() if len(families) == 1 else known[0]
