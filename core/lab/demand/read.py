"""From a dataset and a question to the panel of series that is learned from."""

from dataclasses import dataclass, replace

import pandas as pd

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.values import Dataset, Table
from core.data.queries.series import sold_by_day
from core.demand.series import Made, make_panel, usual_freq
from core.demand.task import Question
from core.lab.demand.known import empty_shelves, read_known
from core.store.reader import DatasetReader

FIRST_KINDS = ("order_lines", "sales_panel", "events", "orders")
"""Kinds of tables that sales are looked for in, the likeliest first."""


@dataclass(frozen=True)
class Sales:
    """What is forecast: the panel, the series left out, and the question as it was understood; of
    the columns `assumed` to stay as they were last nothing is told ahead."""

    dataset: Dataset
    question: Question
    columns: tuple[str, ...]
    made: Made
    assumed: tuple[str, ...] = ()


def read(store: DatasetReader, spec: RunSpec) -> Sales:
    """The series that `spec` asks for.

    Raises AppError table_unknown, no_dates, by_unknown, and those of `make_panel` and
    `read_known`.
    """
    dataset = store.dataset(spec.dataset)
    question = Question.model_validate(spec.question)
    table = table_of(dataset, question)
    by = tuple(_column(table, name) for name in question.by)
    path = store.frame_path(dataset.id, f"{table.name}.parquet")
    sold = sold_by_day(path, table.columns, by, question.returns)
    sold = _until_today(sold, dataset)
    freq = usual_freq(sold["day"]) if question.freq == "auto" else question.freq
    made = make_panel(sold, by, freq, question.missing)
    every = made.panel.beside(made.young)
    known = read_known(store, dataset, table, question.future, every, question.horizon)
    empty = None
    if question.empty_shelves != "ignored":
        empty = empty_shelves(store, dataset, made.panel)
    suspect = question.empty_shelves == "suspected"
    count = len(made.panel.y)
    old, new = ({n: v[rows] for n, v in known.values.items()} for rows in (
        slice(count), slice(count, None),
    ))  # fmt: skip
    panel = replace(made.panel, known=old, empty=empty, suspect=suspect)
    made = replace(made, panel=panel, young=replace(made.young, known=new))
    resolved = question.model_copy(update={"freq": freq, "by": by, "table": table.name})
    return Sales(dataset, resolved, by, made, known.assumed)


def _until_today(sold: pd.DataFrame, dataset: Dataset) -> pd.DataFrame:
    """Sales of days that had not come when the file was read are none; nor are days ahead for
    which nothing is told but prices and promotions."""
    last = pd.Timestamp(dataset.created).tz_localize(None) + pd.Timedelta(days=1)
    days = pd.to_datetime(sold["day"])
    return sold[(days <= last) & sold["units"].notna()].reset_index(drop=True)


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
