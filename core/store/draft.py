"""A dataset before it is saved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pandas as pd

from core.base.frames import column_names
from core.base.recipe import Recipe
from core.base.values import Column, DaysReplaced, Finding, Source

SET_ASIDE = "set_aside"
_TABLE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}")


@dataclass(frozen=True)
class DatasetDraft:
    """What `Workspace.save_dataset` writes down.

    `tables` are typed frames (row order is kept, the index is not), or paths of
    Parquet files in their stored types; `columns` describe each of them, in order.
    `set_aside` holds the lines that could not be read. `extra_files` are kept
    beside them under names such as `raw/0.parquet` or `truth/demand.parquet`: a
    frame, or the path of a Parquet file to copy. `parent` is the id of the dataset
    this is a new version of. `titles` are the names of the files that tables came from,
    `kinds` what their rows stand for, `read` their rows and set-aside records, `table_lines` their
    lines, `days` those of them that were replaced, each by table; `rows_replaced` were taken out
    with such days.
    With `row_for_row` each row kept is one row of a table, which the store compares.
    """

    name: str
    kind: str
    tables: Mapping[str, pd.DataFrame | Path]
    columns: Mapping[str, tuple[Column, ...]]
    sources: tuple[Source, ...] = ()
    lines: Mapping[str, int] = field(default_factory=dict)
    rows_read: int = 0
    rows_set_aside: int = 0
    rows_replaced: int = 0
    set_aside: pd.DataFrame | Path | None = None
    totals: Mapping[str, float] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    export: str | None = None
    limits: tuple[str, ...] = ()
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    parent: str | None = None
    extra_files: Mapping[str, pd.DataFrame | Path] = field(default_factory=dict)
    titles: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, int] = field(default_factory=dict)
    table_lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    days: Mapping[str, tuple[DaysReplaced, ...]] = field(default_factory=dict)
    row_for_row: bool = False

    @property
    def rows_kept(self) -> int:
        """The rows that were read and neither set aside nor replaced."""
        return self.rows_read - self.rows_set_aside - self.rows_replaced


def check_draft(draft: DatasetDraft) -> None:
    """Raises ValueError for a draft that contradicts itself: a defect of its maker."""
    if not draft.tables:
        raise ValueError("a dataset needs a table")
    if set(draft.tables) != set(draft.columns):
        raise ValueError(f"tables {sorted(draft.tables)} but columns {sorted(draft.columns)}")
    if min(draft.rows_set_aside, draft.rows_replaced, draft.rows_kept) < 0:
        out = (draft.rows_set_aside, draft.rows_replaced)
        raise ValueError(f"{out} of {draft.rows_read} rows set aside and replaced")
    for name, frame in draft.tables.items():
        if not _TABLE.fullmatch(name) or name == SET_ASIDE:
            raise ValueError(f"not a name for a table: {name!r}")
        expected = [column.name for column in draft.columns[name]]
        names = column_names(frame) if isinstance(frame, Path) else list(frame.columns)
        if names != expected or len(set(expected)) != len(expected):
            raise ValueError(f"table {name}: {names} is not {expected}")
    for name in draft.extra_files:
        _check_extra(name)


def _check_extra(name: str) -> None:
    parts = PurePosixPath(name).parts
    named = all(_PART.fullmatch(part) for part in parts) and "/".join(parts) == name
    if not named or len(parts) < 2 or not name.endswith(".parquet"):
        raise ValueError(f"not a name for an extra file: {name!r}")
