"""Next week's file: its rows are put behind those of a table, but for those that are there."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from core.actions.import_draft import DraftTable, ImportDraft
from core.actions.import_look import stepped, typed
from core.base.errors import AppError
from core.base.values import Column, Dataset, Finding, Table
from core.data.notes import found
from core.data.people.key import require_same
from core.data.quality import worst_first
from core.data.queries.append import counted, rows_there, write_behind
from core.data.raw import LINE, places_of
from core.data.totals import frames_of, sums_of
from core.data.typed import Typed
from core.data.understand import checked
from core.store.workspace import Workspace

ALREADY = "already_there"
"""Why a row of an appended file is set aside."""
_FROM_CELLS = ("cells_unreadable", "null_words")


def appended(
    workspace: Workspace, draft: ImportDraft, base: Dataset | None, wish: bool | tuple[str, ...]
) -> dict[str, Typed]:
    """The tables of `base` (all that the draft has too, or those of these names) with the draft's
    rows behind their own. Raises AppError append_where without `base`, append_differs,
    key_changed."""
    if not wish:
        return {}
    if base is None:
        raise AppError("append_where")
    names = tuple(t.name for t in base.tables) if isinstance(wish, bool) else wish
    held = {t.name: base.table(t.name) for t in draft.tables if t.name in names}
    return {
        name: _append(workspace, (base, before), draft.table(name))
        for name, before in held.items()
        if before is not None
    }


def different(before: Table, columns: tuple[Column, ...]) -> list[str]:
    """The columns that only one has, or that are of another type."""
    mine, theirs = ({(c.name, c.type) for c in found} for found in (columns, before.columns))
    return sorted({name for name, _ in mine ^ theirs})


def _append(workspace: Workspace, to: tuple[Dataset, Table], new: DraftTable) -> Typed:
    """The rows of a table and behind them those of the file that are not there already.

    A line of the file is set aside when the table has all rows made of it.
    """
    base, before = to
    old = base.recipes.get(before.name)
    if new.recipe.key is not None and old is not None:
        require_same(old.key, base.name)
    rows = typed(new)
    if differing := different(before, rows.columns):
        raise AppError("append_differs", table=new.name, columns=differing)
    held = workspace.frame_path(base.id, f"{before.name}.parquet")
    there = rows_there(held, rows.path, {c.name: c.type for c in before.columns})
    places = _places(new, rows)
    again = _whole_lines(places, there)
    folder = rows.folder / "appended"
    folder.mkdir(exist_ok=True)
    longer = Typed(
        folder=folder,
        columns=before.columns,
        rows=before.rows + int((~again).sum()),
        rows_set_aside=_write_aside(new, rows, places[again], folder),
    )
    write_behind(held, (rows.path, ~again), before.columns, longer.path)
    columns = counted(longer.path, before.columns)
    longer = longer.model_copy(
        update={"columns": columns, "sums": sums_of(frames_of(longer.path, columns), columns)}
    )
    count = longer.rows_set_aside - rows.rows_set_aside
    told = [found(ALREADY, "info", ("", None), (count, new.rows_read))] if count else []
    findings = (*told, *_noticed(new, rows), *checked(longer))
    return longer.model_copy(update={"findings": worst_first(findings)})


def _noticed(new: DraftTable, rows: Typed) -> Iterator[Finding]:
    """What was noticed about the file itself, not about its rows."""
    for raw in stepped(new).raws:
        yield from raw.notes
    yield from new.mapping.notes
    yield from (f for f in rows.findings if f.code in _FROM_CELLS)


def _places(new: DraftTable, rows: Typed) -> pd.MultiIndex:
    """File and line of each typed row, (n,)."""
    places = pd.MultiIndex.from_frame(places_of(stepped(new).raws))
    left = pd.MultiIndex.from_frame(rows.set_aside()[["file", "line"]])
    kept = places[~places.isin(left)]
    assert isinstance(kept, pd.MultiIndex)
    return kept


def _whole_lines(places: pd.MultiIndex, there: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The rows (n,) of lines all of whose rows are there."""
    if not places.has_duplicates:
        return there
    lines = places.factorize()[0]
    return np.bincount(lines, ~there)[lines] == 0


def _write_aside(new: DraftTable, rows: Typed, lines: pd.MultiIndex, folder: Path) -> int:
    """What was set aside of the file, and behind it these lines, once each; gives their number."""
    schema = pq.read_schema(rows.aside_path)
    tables = [pq.read_table(rows.aside_path)]
    tables.append(pa.Table.from_pylist([*_as_read(new, lines)], schema))
    both = pa.concat_tables(tables)
    pq.write_table(both, Typed.model_copy(rows, update={"folder": folder}).aside_path)
    return both.num_rows


def _as_read(new: DraftTable, lines: pd.MultiIndex) -> Iterator[dict[str, object]]:
    """Lines of the files as they were read, as records of raw.ASIDE_COLUMNS."""
    for raw in new.raws:
        wanted = pa.array([line for file, line in lines.unique() if file == raw.source.name])
        with pq.ParquetFile(raw.cells_path) as file:
            for batch in file.iter_batches() if len(wanted) else ():
                mine = pc.is_in(batch.column(LINE), value_set=wanted)
                for cells in batch.filter(mine).to_pylist():
                    line = cells.pop(LINE)
                    told = json.dumps([*cells.values()], ensure_ascii=False)
                    yield {
                        "file": raw.source.name,
                        "line": line,
                        "reason": ALREADY,
                        "column": None,
                        "cells": told,
                    }
