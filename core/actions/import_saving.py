"""A draft of an import as the draft of a dataset."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_look import cubed, look, stepped, typed
from core.actions.lineage import REPLACED, Kept, kept_of, reshaped, without_days
from core.actions.put_behind import Longer, rows_by_file
from core.actions.relations import ORPHANS, orphan_findings
from core.base.recipe import Recipe
from core.base.values import Dataset, DaysReplaced, Finding, Source, Table
from core.data.exports.meaning import limits_of
from core.data.notes import note
from core.data.queries.cubes import write_cubes
from core.data.totals import frames_of, sums_of, totals_of
from core.data.typed import Typed
from core.store.draft import DatasetDraft
from core.store.workspace import Workspace


def dataset_draft(
    workspace: Workspace,
    draft: ImportDraft,
    base: Dataset | None,
    name: str | None,
    longer: Mapping[str, Longer],
) -> DatasetDraft:
    """What is to be saved. With `base` it is a new version of that dataset: its tables of other
    names are carried over, and those that are `longer` now, with their files, lines and what was
    set aside of them."""
    once = {table.name: typed(table) for table in draft.tables}
    appended = {name: found.rows for name, found in longer.items()}
    rows = {**once, **appended}
    carried = _carried(draft, base)
    before = kept_of(workspace, base, [*(t.name for t in carried), *appended], draft.folder)
    if base is not None:
        before = without_days(before, longer, base.recipes)
    paths = {name: found.path for name, found in rows.items()}
    columns = {name: found.columns for name, found in rows.items()}
    sums = {name: found.sums for name, found in rows.items()}
    for table in carried:
        assert base is not None
        paths[table.name] = workspace.frame_path(base.id, f"{table.name}.parquet")
        columns[table.name] = table.columns
        sums[table.name] = sums_of(frames_of(paths[table.name], table.columns), table.columns)
    recipes = {table.name: _counted(table) for table in draft.tables}
    if base is not None:
        recipes |= {t.name: base.recipes[t.name] for t in carried if t.name in base.recipes}
    read = Counter(before.rows_read) + Counter({t.name: t.rows_read for t in draft.tables})
    again = {name: rows[name].rows_set_aside - once[name].rows_set_aside for name in appended}
    lines = _lines(draft, before, again)
    aside = before.rows_set_aside + sum(found.rows_set_aside for found in rows.values())
    raws = [(table.name, raw) for table in draft.tables for raw in table.raws]
    raw_files = [*before.raws, *(raw.cells_path for _, raw in raws)]
    return DatasetDraft(
        name=name or (base.name if base else draft.name),
        kind=_kind(draft.tables, paths),
        tables=paths,
        columns=columns,
        sources=(*before.sources, *_sources(draft, longer)),
        lines=dict(sum((Counter(of) for of in lines.values()), Counter())),
        rows_read=sum(read.values()),
        rows_set_aside=aside,
        rows_replaced=sum(of.get(REPLACED, 0) for of in lines.values()),
        set_aside=_set_aside(draft, before, rows.values()) if aside else None,
        totals=totals_of(sums, columns),
        findings=(
            *_findings(draft, appended),
            *_findings_before(base, carried),
            *orphan_findings(paths, columns),
            *_other_keys(workspace, draft),
        ),
        export=_export(recipes),
        limits=tuple(sorted({limit for r in recipes.values() for limit in limits_of(r)})),
        recipes=recipes,
        titles=_titles(draft, base),
        kinds={t.name: t.kind for t in carried} | {t.name: t.kind for t in draft.tables},
        parent=base.id if base else None,
        extra_files={f"raw/{place}.parquet": path for place, path in enumerate(raw_files)}
        | _cubes(workspace, [t for t in draft.tables if t.name not in appended], base, carried)
        | _longer_cubes(appended),
        read=read,
        table_lines=lines,
        days=_days(base, carried, longer),
        row_for_row=not any(reshaped(recipe) for recipe in recipes.values()),
    )


def _sources(draft: ImportDraft, longer: Mapping[str, Longer]) -> Iterator[Source]:
    """The files of the draft, each with its table and the rows that it has there."""
    for table in draft.tables:
        known = longer.get(table.name)
        rows = known.came if known else rows_by_file(table, typed(table))
        for raw in table.raws:
            update = {"table": table.name, "rows": rows[raw.source.name]}
            yield raw.source.model_copy(update=update)


def _days(
    base: Dataset | None, carried: Sequence[Table], longer: Mapping[str, Longer]
) -> dict[str, tuple[DaysReplaced, ...]]:
    """The days that were replaced, by table: before, and now."""
    found = {table.name: table.days for table in carried}
    for name, made in longer.items():
        before = base.table(name) if base is not None else None
        found[name] = (*(before.days if before else ()), *([made.days] if made.days else []))
    return found


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


def _set_aside(draft: ImportDraft, before: Kept, rows: Iterable[Typed]) -> Path:
    """One file of all that was set aside, that of the base first."""
    path = draft.folder / "set_aside.parquet"
    files = [before.aside] if before.aside else []
    files += [found.aside_path for found in rows if found.rows_set_aside]
    schema = pq.read_schema(files[-1])
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for file in files:
            with pq.ParquetFile(file) as opened:
                for batch in opened.iter_batches():
                    writer.write_table(pa.Table.from_batches([batch]).cast(schema))
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


def _findings_before(base: Dataset | None, carried: Sequence[Table]) -> Iterator[Finding]:
    """What is known of the tables that are carried over; keys between tables are told anew."""
    names = {table.name for table in carried}
    for finding in base.findings if base else ():
        if finding.table in names and finding.code != ORPHANS:
            yield finding


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


def _lines(draft: ImportDraft, before: Kept, again: Mapping[str, int]) -> dict[str, dict[str, int]]:
    """Physical lines by table and class, behind those of before; `again` of a table's rows are
    there already, and set aside."""
    found = {name: Counter(lines) for name, lines in before.lines.items()}
    for table in draft.tables:
        lines = found.setdefault(table.name, Counter())
        lines.update(look(table).lines)
        if count := again.get(table.name, 0):
            lines["row"] -= count
            lines["set_aside"] += count
    return {name: dict(lines) for name, lines in found.items()}


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
