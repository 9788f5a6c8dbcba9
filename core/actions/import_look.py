"""What the tables of an import draft will be, for whoever looks at them before they are saved."""

from pathlib import Path

import pandas as pd

from core.actions.import_draft import DraftTable
from core.base.model import Value
from core.base.texts import Texts
from core.base.values import Column, Finding
from core.data import understand
from core.data.exports.meaning import limits_of
from core.data.recipe_run import Stepped
from core.data.reconcile import SumLine, sum_lines
from core.data.typed import Typed
from core.data.units import unit_of as unit_of


class Look(Value):
    """What a table of a draft will be: columns, counts by class of line, findings worst first,
    the sums of its rows beside the totals in its files.

    `rows_read` = `rows_kept` + `rows_set_aside` count the rows of the files; steps
    may make several `rows` of one.
    """

    columns: tuple[Column, ...]
    rows_read: int
    rows_kept: int
    rows_set_aside: int
    rows: int
    lines: dict[str, int]
    findings: tuple[Finding, ...]
    sums: tuple[SumLine, ...]


def stepped(table: DraftTable) -> Stepped:
    """The tables of text after the recipe, and what each of its steps touched."""
    return understand.stepped(table.work)


def typed(table: DraftTable) -> Typed:
    """The typed rows of a table. Raises AppError rows_unreadable."""
    return understand.typed(table.work, table.mapping)


def cubed(table: DraftTable) -> dict[str, Path]:
    """The cubes of a table, by name, as Parquet files."""
    return understand.cubed(table.work, table.mapping)


def table_limits(table: DraftTable) -> tuple[str, ...]:
    """What the table cannot be used for (codes; text `data.limit.<code>`)."""
    return limits_of(table.recipe)


def look(table: DraftTable) -> Look:
    """What the table will be. Raises AppError rows_unreadable."""
    rows = typed(table)
    aside = rows.rows_set_aside
    return Look(
        columns=rows.columns,
        rows_read=table.rows_read,
        rows_kept=table.rows_read - aside,
        rows_set_aside=aside,
        rows=rows.rows,
        lines=_lines(table, aside),
        findings=tuple(f.model_copy(update={"table": table.name}) for f in rows.findings),
        sums=sum_lines(rows.columns, rows.sums, rows.file_totals),
    )


def preview(table: DraftTable, limit: int = 50) -> pd.DataFrame:
    """The first typed rows."""
    return typed(table).head(limit)


def as_read(table: DraftTable, limit: int = 5) -> pd.DataFrame:
    """The first rows as text, as they stand in the first file."""
    return table.raws[0].frame(limit)


def as_mended(table: DraftTable, limit: int = 5) -> pd.DataFrame:
    """The first rows as text, after the steps of the recipe."""
    return stepped(table).raws[0].frame(limit)


def aside_in_words(rows: pd.DataFrame, texts: Texts) -> pd.DataFrame:
    """Set-aside rows (raw.ASIDE_COLUMNS) with the reason as a sentence, for the reader."""
    reasons = [texts(f"data.set_aside.{code}") for code in rows["reason"]]
    return rows.assign(reason=reasons)


def _lines(table: DraftTable, aside: int) -> dict[str, int]:
    """Physical lines by class; rows that typing set aside are counted there."""
    lines: dict[str, int] = {}
    for raw in table.raws:
        for name, count in raw.lines.items():
            lines[name] = lines.get(name, 0) + count
    moved = aside - sum(raw.rows_set_aside for raw in table.raws)
    if moved:
        lines["row"] -= moved
        lines["set_aside"] = lines.get("set_aside", 0) + moved
    return lines
