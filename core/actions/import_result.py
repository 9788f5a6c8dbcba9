"""What an import tells the command line: the keys of the contract in the design."""

import math
from collections.abc import Mapping

import pandas as pd

from core.base.model import Value
from core.base.values import Column, Dataset, Severity


class ImportedTable(Value):
    """A table that was saved."""

    name: str
    rows: int


class ImportedColumn(Value):
    """A column that was saved; `reason` is the text key that says why it is read so."""

    table: str
    name: str
    role: str | None
    type: str
    reason: str
    missing: int
    distinct: int


class Check(Value):
    """A quality finding."""

    code: str
    severity: Severity
    count: int
    table: str
    column: str | None
    examples: tuple[str, ...]


class ImportResult(Value):
    """The outcome of an import. `lines` counts the physical lines of the files by class."""

    dataset: str
    name: str
    kind: str
    tables: tuple[ImportedTable, ...]
    export: str | None
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    lines: dict[str, int]
    columns: tuple[ImportedColumn, ...]
    checks: tuple[Check, ...]
    totals: dict[str, float]
    parent: str | None


def result_of(dataset: Dataset) -> ImportResult:
    """The result of the import that saved `dataset`."""
    return ImportResult(
        dataset=dataset.id,
        name=dataset.name,
        kind=dataset.kind,
        tables=tuple(ImportedTable(name=t.name, rows=t.rows) for t in dataset.tables),
        export=dataset.export,
        rows_read=dataset.rows_read,
        rows_kept=dataset.rows_kept,
        rows_set_aside=dataset.rows_set_aside,
        lines=dataset.lines,
        columns=tuple(
            ImportedColumn(
                table=table.name,
                name=column.name,
                role=column.role,
                type=column.type,
                reason=column.reason,
                missing=column.missing,
                distinct=column.distinct,
            )
            for table in dataset.tables
            for column in table.columns
        ),
        checks=tuple(
            Check(
                code=finding.code,
                severity=finding.severity,
                count=finding.count,
                table=finding.table,
                column=finding.column,
                examples=finding.examples,
            )
            for finding in dataset.findings
        ),
        totals=dataset.totals,
        parent=dataset.parent,
    )


def totals_of(
    tables: Mapping[str, pd.DataFrame], columns: Mapping[str, tuple[Column, ...]]
) -> dict[str, float]:
    """The sum of every measure, exactly rounded, by column (`table.column` where there are
    several tables), and `amount`: the sum of quantity times price where a table has both."""
    totals: dict[str, float] = {}
    for table, frame in tables.items():
        prefix = f"{table}." if len(tables) > 1 else ""
        roles = {column.role: column.name for column in columns[table]}
        if "quantity" in roles and "price" in roles:
            quantity = frame[roles["quantity"]].astype("float64")
            price = frame[roles["price"]].astype("float64")
            totals[f"{prefix}amount"] = _sum(quantity * price)
        for column in columns[table]:
            if column.type in ("integer", "number"):
                totals[prefix + column.name] = _sum(frame[column.name])
    return totals


def _sum(values: pd.Series) -> float:
    return math.fsum(values.dropna().astype("float64").tolist())
