"""Which way rows are divided, and by which column."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from core.base.errors import AppError
from core.base.specs import SplitSpec
from core.base.values import Column
from core.prep.lines import Lines
from core.prep.timeline import is_ordered

DATED = 0.5
"""`auto` goes by a time column where at least this share of the rows has a time."""


@dataclass(frozen=True)
class Method:
    """A settled way; `column` groups or dates the rows. `chosen` is False where `auto` chose."""

    name: Literal["stratified", "group", "time"]
    column: str | None = None
    chosen: bool = True


def resolve(spec: SplitSpec, lines: Lines) -> Method:
    """Settles `auto`: forward in time where a timestamp exists, else by a named group, else
    stratified. Raises `split_column_unknown`, `split_time_missing`, `split_group_missing`."""
    for name in (spec.time, spec.group):
        if name is not None and name not in lines.frame.columns:
            raise AppError("split_column_unknown", column=name)
    if spec.method == "stratified":
        return Method("stratified")
    if spec.method == "group":
        return Method("group", spec.group or _customer(lines))
    time = spec.time or time_column(lines)
    if spec.method == "time" and time is None:
        raise AppError("split_time_missing")
    if time is not None:
        return Method("time", time, spec.method == "time")
    if spec.group is not None:
        return Method("group", spec.group, False)
    return Method("stratified", None, False)


def time_column(lines: Lines) -> str | None:
    """The column that dates the rows: the one with role timestamp, else the first of dates.

    Columns that date less than DATED of the rows, or hold fewer than three
    instants, do not count. Where a column of that role holds but one instant,
    all rows were seen at the same time: other dates (joined, born) describe
    them and put them in no order.
    """
    marked = [c for c in lines.columns if c.role == "timestamp" and c.name in lines.frame.columns]
    if any(lines.frame[c.name].nunique() == 1 for c in marked):
        return None
    dated = [c for c in lines.columns if c in marked or c.type == "datetime"]
    dated.sort(key=lambda column: column.role != "timestamp")
    return next((c.name for c in dated if _dates(c, lines.frame)), None)


def customer_column(lines: Lines) -> Column | None:
    """The column with the role of the customer."""
    return next(
        (c for c in lines.columns if c.role == "user_id" and c.name in lines.frame.columns), None
    )


def _customer(lines: Lines) -> str:
    column = customer_column(lines)
    if column is None:
        raise AppError("split_group_missing")
    return column.name


def _dates(column: Column, frame: pd.DataFrame) -> bool:
    if column.name not in frame.columns or not is_ordered(frame[column.name]):
        return False
    series = frame[column.name]
    return bool(series.notna().mean() >= DATED and series.nunique() >= 3)
