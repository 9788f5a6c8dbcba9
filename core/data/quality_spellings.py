"""Codes in two spellings: alike but for letter case or blanks at their ends. Nothing is merged."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from core.base.frames import ROW_GROUP
from core.base.values import Column, Finding
from core.data.notes import found

CODE = "two_spellings"
_ROLES = ("item_id", "store_id")
_TEXTS = ("id", "category", "text")


def spellings(table: str, frame: pd.DataFrame, columns: Sequence[Column]) -> list[Finding]:
    """Columns of items and stores whose codes come in several spellings: `count` are the rows that
    do not have the usual one of theirs, examples the codes of most such rows."""
    told = (_told(table, name, frame[name].value_counts()) for name in _coded(columns))
    return [finding for finding in told if finding is not None]


def spellings_of_file(table: str, path: Path, columns: Sequence[Column]) -> list[Finding]:
    """The same of all rows of a typed Parquet file, read block by block."""
    told = (_told(table, name, _counts(path, name)) for name in _coded(columns))
    return [finding for finding in told if finding is not None]


def _coded(columns: Sequence[Column]) -> Iterator[str]:
    return (one.name for one in columns if one.role in _ROLES and one.type in _TEXTS)


def _counts(path: Path, name: str) -> pd.Series:
    """How many rows have each code (u,)."""
    parts = []
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(ROW_GROUP, columns=[name]):
            rows = pa.table({"code": batch[name].drop_null().cast(pa.string())})
            parts.append(rows.group_by("code").aggregate([([], "count_all")]))
    whole = pa.concat_tables(parts).group_by("code").aggregate([("count_all", "sum")])
    return pd.Series(whole["count_all_sum"].to_pylist(), whole["code"].to_pylist(), dtype="int64")


def _told(table: str, column: str, counts: pd.Series) -> Finding | None:
    """The finding about codes that come as often as `counts` (u,) says."""
    codes = pd.Series(counts.index.astype("string"), dtype="string")
    alike = codes.str.strip().str.casefold()
    several = alike.duplicated(keep=False).to_numpy(dtype=bool)
    if not several.any():
        return None
    held = pd.DataFrame({"code": codes, "alike": alike, "rows": counts.to_numpy(dtype="int64")})[
        several
    ].sort_values(["rows", "code"], ascending=[False, True], kind="stable")
    groups = held.groupby("alike", sort=False)
    rarer = (groups["rows"].sum() - groups["rows"].max()).sort_values(
        ascending=False, kind="stable"
    )
    shown = [" / ".join(groups.get_group(name)["code"]) for name in rarer.index[:5]]
    counted = (int(rarer.sum()), int(counts.sum()))
    return found(CODE, "warning", (table, column), counted, shown)
