"""What an import tells the command line: the keys of the contract in the design."""

from core.base.model import Value
from core.base.values import Dataset, DaysReplaced, Severity, Table


class ImportedTable(Value):
    """A table that was saved; `days` are those that were ever replaced, the latest last."""

    name: str
    rows: int
    export: str | None = None
    days: tuple[DaysReplaced, ...] = ()


class ImportedStep(Value):
    """A step of the recipe: what it is (text `data.step.<code>`), and what it touched."""

    table: str
    code: str
    columns: tuple[str, ...]
    on: bool
    count: int


class ImportedColumn(Value):
    """A column that was saved; `reason` is the text key that says why it is read so."""

    table: str
    name: str
    role: str | None
    type: str
    reason: str
    missing: int
    distinct: int
    personal: bool


class Check(Value):
    """A quality finding."""

    code: str
    severity: Severity
    count: int
    table: str
    column: str | None
    examples: tuple[str, ...]


class ImportResult(Value):
    """The outcome of an import. `lines` counts the physical lines of the files by class;
    `limits` are codes of what the data cannot be used for."""

    dataset: str
    name: str
    kind: str
    tables: tuple[ImportedTable, ...]
    export: str | None
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    rows_replaced: int
    lines: dict[str, int]
    columns: tuple[ImportedColumn, ...]
    checks: tuple[Check, ...]
    totals: dict[str, float]
    steps: tuple[ImportedStep, ...]
    limits: tuple[str, ...]
    parent: str | None


def result_of(dataset: Dataset) -> ImportResult:
    """The result of the import that saved `dataset`."""
    return ImportResult(
        dataset=dataset.id,
        name=dataset.name,
        kind=dataset.kind,
        tables=tuple(_table(dataset, table) for table in dataset.tables),
        export=dataset.export,
        rows_read=dataset.rows_read,
        rows_kept=dataset.rows_kept,
        rows_set_aside=dataset.rows_set_aside,
        rows_replaced=dataset.rows_replaced,
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
                personal=column.personal,
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
        steps=tuple(
            ImportedStep(
                table=table,
                code=step.code,
                columns=step.columns,
                on=step.on,
                count=step.count,
            )
            for table, recipe in dataset.recipes.items()
            for step in recipe.steps
        ),
        limits=dataset.limits,
        parent=dataset.parent,
    )


def _table(dataset: Dataset, table: Table) -> ImportedTable:
    recipe = dataset.recipes.get(table.name)
    export = recipe.export if recipe else None
    return ImportedTable(name=table.name, rows=table.rows, export=export, days=table.days)
