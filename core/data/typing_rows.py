"""A mapping applied: text rows to typed rows, what cannot be read set aside with its reason."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.base.errors import AppError
from core.base.values import Column, Finding, Severity
from core.data.cells import cells_of
from core.data.convert import UNREADABLE, Converted, convert
from core.data.notes import note
from core.data.raw import ASIDE_COLUMNS, RawTable, column_of, columns_of, places_of


@dataclass(frozen=True)
class Typed:
    """A typed table: `frame` (kept rows in the files' order), `set_aside` (raw.ASIDE_COLUMNS),
    `columns` with missing and distinct counted on the kept rows, and what was noticed."""

    frame: pd.DataFrame
    set_aside: pd.DataFrame
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]


def type_rows(raws: Sequence[RawTable], columns: Sequence[Column]) -> Typed:
    """The rows of tables of the same names, typed as `columns` say.

    A row with a cell that its column's type cannot read is set aside. Raises
    AppError rows_unreadable when no row is left.
    """
    converted = [
        convert(cells_of(texts), column.type, column.style)
        for column, texts in zip(columns, columns_of(raws), strict=True)
    ]
    bad = [_whole_lines(found.bad, raws) for found in converted]
    rows = sum(raw.rows for raw in raws)
    first = _first(bad, rows)
    keep = first < 0
    if rows and not keep.any():
        worst = columns[int(np.argmax([flags.sum() for flags in bad]))]
        file = raws[0].source.name
        raise AppError("rows_unreadable", file=file, column=worst.name, type=worst.type)
    frame = _frame(columns, converted, keep)
    counted = tuple(_counted(column, frame[column.name]) for column in columns)
    findings = [*_cell_notes(columns, converted, keep), *_unread(columns, bad, raws)]
    return Typed(frame, _aside(raws, columns, first), counted, tuple(findings))


def read_cells(
    texts: pd.DataFrame, columns: Sequence[Column]
) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """Text rows as `columns` say, every line kept: (frame, reason code or NA, its column or NA).

    Raises AppError columns_missing when `texts` lacks some of them.
    """
    missing = [column.name for column in columns if column.name not in texts.columns]
    if missing:
        raise AppError("columns_missing", columns=missing)
    converted = [convert(cells_of(texts[c.name]), c.type, c.style) for c in columns]
    first = _first([found.bad for found in converted], len(texts))
    reasons = [UNREADABLE.get(column.type, "") for column in columns]
    names = [column.name for column in columns]
    frame = _frame(columns, converted, np.ones(len(texts), dtype=bool))
    return frame, _named(reasons, first), _named(names, first)


def _first(bad: list[np.ndarray], rows: int) -> np.ndarray:
    """The place of the first column that cannot be read in each row, -1 for none, (n,)."""
    first = np.full(rows, -1, dtype=np.int64)
    for place in reversed(range(len(bad))):
        first[bad[place]] = place
    return first


def _whole_lines(bad: np.ndarray, raws: Sequence[RawTable]) -> np.ndarray:
    """The flags on all rows that a step made of one line of the file, once one of them has it."""
    if not bad.any():
        return bad
    places = places_of(raws)
    lines = pd.MultiIndex.from_frame(places[["file", "line"]])
    return np.asarray(lines.isin(lines[bad])) if lines.has_duplicates else bad


def _named(names: list[str], places: np.ndarray) -> pd.Series:
    return pd.Series(np.array([*names, None], dtype=object)[places], dtype="string")


def _frame(columns: Sequence[Column], converted: list[Converted], keep: np.ndarray) -> pd.DataFrame:
    kept = {
        column.name: found.values[keep].reset_index(drop=True)
        for column, found in zip(columns, converted, strict=True)
    }
    return pd.DataFrame(kept)


def _counted(column: Column, values: pd.Series) -> Column:
    update = {"missing": int(values.isna().sum()), "distinct": int(values.nunique())}
    return column.model_copy(update=update)


def _cell_notes(
    columns: Sequence[Column], converted: list[Converted], keep: np.ndarray
) -> list[Finding]:
    found = []
    for column, cells in zip(columns, converted, strict=True):
        for code, flags in (("infinities", cells.infinite), ("null_words", cells.worded)):
            count = int((flags & keep).sum())
            if count:
                severity: Severity = "warning" if code == "infinities" else "info"
                finding = note(code, severity, count, len(keep))
                found.append(finding.model_copy(update={"column": column.name}))
    return found


def _unread(
    columns: Sequence[Column], bad: list[np.ndarray], raws: Sequence[RawTable]
) -> list[Finding]:
    found = []
    for place, flags in enumerate(bad):
        count = int(flags.sum())
        if count:
            shown = column_of(raws, place).take(np.flatnonzero(flags)[:5]).to_pylist()
            finding = note("cells_unreadable", "warning", count, len(flags), shown)
            found.append(finding.model_copy(update={"column": columns[place].name}))
    return found


def _aside(raws: Sequence[RawTable], columns: Sequence[Column], first: np.ndarray) -> pd.DataFrame:
    """What the reader set aside, and the rows whose column `first` could not be read."""
    before = [raw.set_aside() for raw in raws]
    rows = np.flatnonzero(first >= 0)
    if len(rows):
        texts = pd.concat([raw.frame() for raw in raws], ignore_index=True).iloc[rows]
        added = (
            places_of(raws)
            .iloc[rows]
            .assign(
                reason=[UNREADABLE[columns[place].type] for place in first[rows]],
                column=[columns[place].name for place in first[rows]],
                cells=[
                    json.dumps([*row], ensure_ascii=False) for row in texts.itertuples(index=False)
                ],
            )
        )
        before.append(added.drop_duplicates(["file", "line"]))
    filled = [block for block in before if len(block)] or before[:1]
    both = pd.concat(filled, ignore_index=True)[list(ASIDE_COLUMNS)]
    return both.sort_values(["file", "line"], kind="stable", ignore_index=True)
