"""From a dataset and a question to the panel of series that is learned from."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pandas as pd

from core.base.errors import AppError
from core.base.protocols import Problem
from core.base.specs import RunSpec
from core.base.values import Dataset, Table
from core.data.queries.cancelled import Cancelled
from core.data.queries.odd_rows import odd_rows
from core.data.queries.series import sold
from core.demand.mixed import mixed
from core.demand.series import Made, make_panel, usual_freq
from core.demand.task import Question
from core.lab.demand.counted import refuse_panel, told_counted
from core.lab.demand.gaps import tells_days, told_gaps
from core.lab.demand.grouping import categories
from core.lab.demand.known import empty_shelves, read_known
from core.lab.demand.noticed import noticed
from core.store.reader import DatasetReader

FIRST_KINDS = ("order_lines", "sales_panel", "events", "orders")
"""Kinds of tables that sales are looked for in, the likeliest first."""


@dataclass(frozen=True)
class Sales:
    """What is forecast: the panel, the series left out, and the question as it was understood; of
    the columns `assumed` to stay as they usually are nothing is told ahead. `noted` are rows that
    were not read as they stand, orders that were `cancelled` are left out with the returns;
    `groups` has a row for each series, the young ones last, with what its items belong to, a level
    of totals of its own."""

    dataset: Dataset
    question: Question
    columns: tuple[str, ...]
    made: Made
    assumed: tuple[str, ...] = ()
    noted: tuple[Problem, ...] = ()
    groups: pd.DataFrame | None = None
    cancelled: Cancelled = Cancelled()

    @property
    def grouped(self) -> pd.DataFrame:
        """What each series is by and belongs to, the young ones last."""
        keys = pd.concat([self.made.panel.keys, self.made.young.keys], ignore_index=True)
        return keys if self.groups is None else pd.concat([keys, self.groups], axis=1)


def read(store: DatasetReader, spec: RunSpec) -> Sales:
    """The series that `spec` asks for.

    Raises AppError table_unknown, no_dates, by_unknown, quantity_unmarked, sales_ahead, and those
    of `make_panel` and `read_known`.
    """
    dataset = store.dataset(spec.dataset)
    question = Question.model_validate(spec.question)
    table = table_of(dataset, question)
    by = tuple(_column(table, name) for name in question.by)
    path = store.frame_path(dataset.id, f"{table.name}.parquet")
    refuse_panel(path, table, by)
    found = sold(path, table.columns, by, question.returns)
    days = _until_today(found.by_day, dataset)
    freq = usual_freq(days["day"]) if question.freq == "auto" else question.freq
    rows = odd_rows(path, table.columns, by, _today(dataset))
    apart = mixed(days, by, freq)
    noted = (*noticed(rows, apart, by, question.returns), *told_counted(table))
    if question.missing == "zero" and tells_days(table):
        with_returns = sold(path, table.columns, by, "net") if rows.below else found
        noted += told_gaps(_until_today(with_returns.by_day, dataset), by, freq)
    made = make_panel(days, by, freq, question.missing)
    known = read_known(store, dataset, table, question, made)
    empty = None
    if question.empty_shelves != "ignored":
        empty = empty_shelves(store, dataset, made.panel)
    suspect = question.empty_shelves == "suspected"
    count = len(made.panel.y)
    old, new = ({n: v[rows] for n, v in known.values.items()} for rows in (
        slice(count), slice(count, None),
    ))  # fmt: skip
    untold = frozenset(known.assumed)
    panel = replace(made.panel, known=old, empty=empty, suspect=suspect, untold=untold)
    made = replace(made, panel=panel, young=replace(made.young, known=new, untold=untold))
    resolved = question.model_copy(update={"freq": freq, "by": by, "table": table.name})
    groups = categories(store, dataset, table, made.panel.beside(made.young))
    return Sales(dataset, resolved, by, made, known.assumed, noted, groups, found.cancelled)


def _until_today(sold: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Sales of days that had not come when the file was read are none; nor are days after the last
    sale, for which nothing is told but prices and promotions."""
    days = pd.to_datetime(sold["day"])
    come, told = days <= pd.Timestamp(_today(dataset)), sold["units"].notna()
    if told.any() and not (come & told).any():
        first, last = days[told].min().date(), days[told].max().date()
        raise AppError("sales_ahead", first=str(first), last=str(last))
    return sold[come & (days <= days[come & told].max())].reset_index(drop=True)


def _today(dataset: Dataset) -> date:
    """The last day that can have been when the file was read, wherever on earth that was."""
    return dataset.created.date() + timedelta(days=1)


def table_of(dataset: Dataset, question: Question) -> Table:
    """The table that holds the sales: the one asked for, or the likeliest that has dates.

    Raises AppError table_unknown, no_dates.
    """
    if question.table is not None:
        asked = dataset.table(question.table)
        if asked is None:
            names = [table.name for table in dataset.tables]
            raise AppError("table_unknown", dataset=dataset.id, table=question.table, tables=names)
        return asked
    dated = dated_tables(dataset)
    if not dated:
        raise AppError("no_dates", dataset=dataset.name)
    return dated[0]


def dated_tables(dataset: Dataset) -> list[Table]:
    """The tables with dates, that sales can be read from, the likeliest first."""
    ranks = {kind: rank for rank, kind in enumerate(FIRST_KINDS)}
    dated = [table for table in dataset.tables if _has_dates(table)]
    return sorted(dated, key=lambda table: (ranks.get(table.kind or table.name, 9), -table.rows))


def _has_dates(table: Table) -> bool:
    return any(c.role == "timestamp" and c.type == "datetime" for c in table.columns)


def _column(table: Table, name: str) -> str:
    """The column that `by` names: its role, or itself. Raises AppError by_unknown."""
    for column in table.columns:
        if name in (column.role, column.name):
            return column.name
    known = [str(c.role or c.name) for c in table.columns]
    raise AppError("by_unknown", by=name, table=table.name, known=known[:40])
