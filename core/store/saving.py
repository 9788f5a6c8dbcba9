"""Writing a dataset: Parquet files first, the sealed manifest last, all under a temporary name."""

import hashlib
import shutil
from pathlib import Path

from core.base.atomic import sha256, write_folder
from core.base.frames import row_count, write_frame, write_typed
from core.base.values import Dataset, Table, now
from core.store.draft import SET_ASIDE, DatasetDraft, check_draft
from core.store.manifest import write_manifest
from core.store.reader import FORMAT


def write_dataset(target: Path, name: str, draft: DatasetDraft) -> None:
    """Makes the folder `target` (named by the id) in one step.

    Raises ValueError or TypeError for a draft that contradicts itself, OSError of the disk.
    """
    check_draft(draft)

    def fill(folder: Path) -> None:
        _write_files(folder, draft)
        dataset = _describe(folder, target.name, name, draft)
        write_manifest(folder, {"format": FORMAT, "dataset": dataset.model_dump(mode="json")})

    write_folder(target, fill)


def data_hash(hashes: dict[str, str]) -> str:
    """The sha256 over the tables: lines `name sha256-of-its-file`, sorted by name."""
    lines = "".join(f"{name} {digest}\n" for name, digest in sorted(hashes.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


def _write_files(folder: Path, draft: DatasetDraft) -> None:
    for name, frame in draft.tables.items():
        path = folder / f"{name}.parquet"
        if isinstance(frame, Path):
            shutil.copyfile(frame, path)
        else:
            write_typed(frame, draft.columns[name], path)
    for file, extra in {f"{SET_ASIDE}.parquet": draft.set_aside, **draft.extra_files}.items():
        if isinstance(extra, Path):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(extra, folder / file)
        elif extra is not None:
            write_frame(extra, folder / file)


def _describe(folder: Path, dataset_id: str, name: str, draft: DatasetDraft) -> Dataset:
    tables = tuple(
        Table(
            name=table,
            rows=row_count(folder / f"{table}.parquet"),
            columns=draft.columns[table],
            title=draft.titles.get(table, ""),
            kind=draft.kinds.get(table, ""),
            rows_read=draft.read.get(table, 0),
            lines=dict(draft.table_lines.get(table, {})),
            days=draft.days.get(table, ()),
        )
        for table in draft.tables
    )
    _require_every_row(draft, tables)
    return Dataset(
        id=dataset_id,
        name=name,
        kind=draft.kind,
        created=now(),
        tables=tables,
        data_hash=data_hash({table: sha256(folder / f"{table}.parquet") for table in draft.tables}),
        sources=draft.sources,
        rows_read=draft.rows_read,
        rows_kept=draft.rows_kept,
        rows_set_aside=draft.rows_set_aside,
        rows_replaced=draft.rows_replaced,
        lines=dict(draft.lines),
        totals=dict(draft.totals),
        findings=draft.findings,
        export=draft.export,
        limits=draft.limits,
        recipes=dict(draft.recipes),
        parent=draft.parent,
    )


def _require_every_row(draft: DatasetDraft, tables: tuple[Table, ...]) -> None:
    """Raises ValueError where rows that are said to be kept are in no table: a defect."""
    there = sum(table.rows for table in tables)
    if draft.row_for_row and draft.rows_kept != there:
        raise ValueError(f"{draft.rows_kept} rows kept, but {there} in the tables")
