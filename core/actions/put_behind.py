"""The rows of a file put behind those of a table that stay: what both ways of adding rows share."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
from core.base.values import Column, Dataset, DaysReplaced, Finding, Table
from core.data.notes import found
from core.data.people.key import require_same
from core.data.quality import worst_first
from core.data.queries.append import counted, write_behind
from core.data.queries.compare import Types
from core.data.raw import LINE, places_of
from core.data.reconcile import DIFFERS
from core.data.totals import frames_of, sums_of
from core.data.typed import Typed
from core.data.understand import checked
from core.store.workspace import Workspace

ALREADY = "already_there"
"""Why a row of an appended file is set aside."""
_FROM_CELLS = ("cells_unreadable", "null_words", DIFFERS)


@dataclass(frozen=True)
class Pair:
    """A table of a dataset, on disk at `held`, and the file's table (typed: `rows`) that goes on
    with it."""

    before: Table
    held: Path
    new: DraftTable
    rows: Typed

    @property
    def types(self) -> Types:
        """The columns of both."""
        return {column.name: column.type for column in self.before.columns}


@dataclass(frozen=True)
class Longer:
    """A table with the rows of a file in it: `came` counts those of each file. `gone` marks the
    rows of the table before, (n,), that were taken out for them with their `days` (None: none)."""

    rows: Typed
    came: Mapping[str, int]
    gone: NDArray[np.bool_] | None = None
    days: DaysReplaced | None = None


def pairs_of(
    workspace: Workspace, draft: ImportDraft, base: Dataset | None, wish: bool | tuple[str, ...]
) -> Iterator[Pair]:
    """The tables that both have and that are wished for by name (True: all).

    Raises AppError append_where for a wish without `base`, and those of `_pair`.
    """
    if not wish:
        return
    if base is None:
        raise AppError("append_where")
    for new in draft.tables:
        before = base.table(new.name)
        if before is not None and (isinstance(wish, bool) or new.name in wish):
            yield _pair(workspace, base, before, new)


def _pair(workspace: Workspace, base: Dataset, before: Table, new: DraftTable) -> Pair:
    """Both sides. Raises AppError append_differs, key_changed, rows_unreadable."""
    old = base.recipes.get(before.name)
    if new.recipe.key is not None and old is not None:
        require_same(old.key, base.name)
    rows = typed(new)
    if differing := different(before, rows.columns):
        raise AppError("append_differs", table=new.name, columns=differing)
    return Pair(before, workspace.frame_path(base.id, f"{before.name}.parquet"), new, rows)


def different(before: Table, columns: Sequence[Column]) -> list[str]:
    """The columns that only one has, or that are of another type."""
    mine, theirs = ({(c.name, c.type) for c in found} for found in (columns, before.columns))
    return sorted({name for name, _ in mine ^ theirs})


def put_behind(
    pair: Pair,
    again: NDArray[np.bool_],
    gone: NDArray[np.bool_] | None = None,
    told: Sequence[Finding] = (),
) -> Longer:
    """The rows of the table but those that are `gone`, and behind them those of the file but those
    that are there `again`, whose lines are set aside when all their rows are."""
    before, new, rows = pair.before, pair.new, pair.rows
    places = _places(new, rows) if again.any() else None
    if places is not None:
        again = _whole_lines(places, again)
    folder = rows.folder / ("appended" if gone is None else "days")
    folder.mkdir(exist_ok=True)
    lines = pd.MultiIndex.from_arrays([[], []]) if places is None else places[again]
    longer = Typed(
        folder=folder,
        columns=before.columns,
        rows=before.rows + int((~again).sum()) - (0 if gone is None else int(gone.sum())),
        rows_set_aside=_write_aside(new, rows, lines, folder),
    )
    kept = None if gone is None else ~gone
    write_behind((pair.held, kept), (rows.path, ~again), before.columns, longer.path)
    columns = counted(longer.path, before.columns)
    longer = longer.model_copy(
        update={"columns": columns, "sums": sums_of(frames_of(longer.path, columns), columns)}
    )
    count = longer.rows_set_aside - rows.rows_set_aside
    twice = [found(ALREADY, "info", ("", None), (count, new.rows_read))] if count else []
    findings = worst_first((*twice, *told, *_noticed(new, rows), *checked(longer)))
    longer = longer.model_copy(update={"findings": findings})
    return Longer(longer, _came(new, rows, again), gone)


def rows_by_file(new: DraftTable, rows: Typed) -> dict[str, int]:
    """How many of the typed rows each file has; they stand in the files' order."""
    raws = stepped(new).raws
    if len(raws) == 1:
        return {raws[0].source.name: rows.rows}
    aside = rows.set_aside()
    counts = {}
    for raw in raws:
        left = aside["line"][aside["file"] == raw.source.name]
        counts[raw.source.name] = int((~raw.line_numbers().isin(left)).sum())
    return counts


def _came(new: DraftTable, rows: Typed, again: NDArray[np.bool_]) -> dict[str, int]:
    """How many rows of each file are not there `again` (n,)."""
    counts = rows_by_file(new, rows)
    parts = np.split(~again, np.cumsum([*counts.values()])[:-1])
    return {name: int(part.sum()) for name, part in zip(counts, parts, strict=True)}


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
