"""What changed from one version of a dataset to another, counted over the stored tables."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import pandas as pd

from core.actions.desk import Desk
from core.base.model import Value
from core.base.values import Column, Dataset, DaysReplaced, Finding, Table
from core.data.queries.compare import categories, differing_rows, period, shared
from core.data.queries.engine import connect, table
from core.store.manifest import checked_sha256

if TYPE_CHECKING:
    import ibis

FEW = 200
"""Columns of more values are not compared value by value."""
_MOVED = 0.01
_LISTED = ("category", "boolean", "id")


class Period(Value):
    """From when to when the rows of a table are."""

    first: datetime
    last: datetime


class ColumnChange(Value):
    """A column that is new (`before` None), gone (`after` None), or of another type."""

    column: str
    before: str | None
    after: str | None


class CategoryChange(Value):
    """A value of a column that only one version has, and its rows there."""

    column: str
    value: str
    before: int
    after: int


class MissingChange(Value):
    """A column whose share of missing cells moved by a hundredth or more."""

    column: str
    before: float
    after: float


class TableChange(Value):
    """A table in both versions. Rows that are `added` or `gone` are told by all their cells in
    the columns that both versions have; None for a table that only one version has. `days` were
    replaced on the way from the one to the other."""

    table: str
    rows_before: int | None
    rows_after: int | None
    added: int | None = None
    gone: int | None = None
    period_before: Period | None = None
    period_after: Period | None = None
    columns: tuple[ColumnChange, ...] = ()
    categories: tuple[CategoryChange, ...] = ()
    missing: tuple[MissingChange, ...] = ()
    days: tuple[DaysReplaced, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the table holds the same rows, in the same columns."""
        return self.added == 0 and self.gone == 0 and not self.columns


class TotalChange(Value):
    """A sum (by currency where there are several) before and after; None where it is not."""

    name: str
    before: float | None
    after: float | None


class VersionChanges(Value):
    """All that changed: tables, sums, and quality findings that came or went."""

    before: str
    after: str
    tables: tuple[TableChange, ...]
    totals: tuple[TotalChange, ...]
    findings_new: tuple[Finding, ...]
    findings_gone: tuple[Finding, ...]


def changes_between(desk: Desk, before: str, after: str) -> VersionChanges:
    """What changed between two datasets (ids). Raises `dataset_unknown`, `dataset_damaged`."""
    old, new = desk.workspace.dataset(before), desk.workspace.dataset(after)
    names = dict.fromkeys(table.name for table in (*new.tables, *old.tables))
    return VersionChanges(
        before=old.id,
        after=new.id,
        tables=tuple(_of_table(desk, old, new, name) for name in names),
        totals=_totals(old, new),
        findings_new=_only(new, old),
        findings_gone=_only(old, new),
    )


def _of_table(desk: Desk, old: Dataset, new: Dataset, name: str) -> TableChange:
    was, now = old.table(name), new.table(name)
    change = TableChange(
        table=name,
        rows_before=was.rows if was else None,
        rows_after=now.rows if now else None,
    )
    if was is None or now is None:
        return change
    paths = [desk.workspace.frame_path(found.id, f"{name}.parquet") for found in (old, new)]
    update = {"columns": _columns(was, now), "missing": _missing(was, now)}
    update["days"] = (
        now.days[len(was.days) :] if now.days[: len(was.days)] == was.days else now.days
    )
    if checked_sha256(paths[0]) == checked_sha256(paths[1]):
        return change.model_copy(update={**update, "added": 0, "gone": 0})
    backend = connect(*paths)
    try:
        rows = table(backend, paths[0]), table(backend, paths[1])
        return change.model_copy(update={**update, **_of_rows(rows, (was, now))})
    finally:
        backend.disconnect()


def _of_rows(
    rows: tuple["ibis.Table", "ibis.Table"], tables: tuple[Table, Table]
) -> dict[str, object]:
    was, now = tables
    types = shared([(c.name, c.type) for c in now.columns], {c.name: c.type for c in was.columns})
    found: dict[str, object] = {}
    if types:
        counted = differing_rows(*rows, types).execute().iloc[0]
        found |= {"added": int(counted["added"]), "gone": int(counted["gone"])}
    found |= {
        side: period_of(one, of.columns)
        for side, one, of in zip(("period_before", "period_after"), rows, tables, strict=True)
    }
    return found | {"categories": _categories(rows, tables)}


def period_of(rows: "ibis.Table", columns: Sequence[Column]) -> Period | None:
    """The period that the rows cover by their timestamp; None where they have none."""
    when = next((c.name for c in columns if c.role == "timestamp" and c.type == "datetime"), None)
    if when is None:
        return None
    found = period(rows, when).execute().iloc[0]
    if pd.isna(found["first"]):
        return None
    return Period(first=found["first"].to_pydatetime(), last=found["last"].to_pydatetime())


def _categories(
    rows: tuple["ibis.Table", "ibis.Table"], tables: tuple[Table, Table]
) -> tuple[CategoryChange, ...]:
    was, now = tables
    return tuple(
        CategoryChange(column=column.name, **row)
        for column in now.columns
        if (other := was.column(column.name)) and _few(column, now) and _few(other, was)
        for row in categories(*rows, column.name).execute().to_dict("records")
    )


def _few(column: Column, table: Table) -> bool:
    return column.type in _LISTED and column.distinct <= min(FEW, table.rows // 2)


def _columns(was: Table, now: Table) -> tuple[ColumnChange, ...]:
    old, new = ({c.name: c.type for c in table.columns} for table in (was, now))
    return tuple(
        ColumnChange(column=name, before=old.get(name), after=new.get(name))
        for name in dict.fromkeys((*new, *old))
        if old.get(name) != new.get(name)
    )


def _missing(was: Table, now: Table) -> tuple[MissingChange, ...]:
    found = []
    for column in now.columns:
        other = was.column(column.name)
        if other is None or not was.rows or not now.rows:
            continue
        shares = other.missing / was.rows, column.missing / now.rows
        if abs(shares[0] - shares[1]) >= _MOVED:
            found.append(MissingChange(column=column.name, before=shares[0], after=shares[1]))
    return tuple(found)


def _totals(old: Dataset, new: Dataset) -> tuple[TotalChange, ...]:
    names = dict.fromkeys((*new.totals, *old.totals))
    return tuple(
        TotalChange(name=name, before=old.totals.get(name), after=new.totals.get(name))
        for name in names
    )


def _only(one: Dataset, other: Dataset) -> tuple[Finding, ...]:
    """The findings of one version that the other has not, in whatever number."""
    known = {(f.code, f.table, f.column) for f in other.findings}
    return tuple(f for f in one.findings if (f.code, f.table, f.column) not in known)
