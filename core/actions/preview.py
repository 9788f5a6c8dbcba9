"""A look before training: what preprocessing does, the usable columns, a target's values."""

from typing import TYPE_CHECKING

from core.base.errors import AppError
from core.base.specs import RunSpec
from core.base.values import Column

if TYPE_CHECKING:
    from core.actions.desk import Desk
    from core.prep.features import Refused
    from core.prep.preview import Preview

ROWS = 50_000
"""At most so many training rows are looked at: the first of them, in their order."""


def preview(desk: "Desk", spec: RunSpec) -> "Preview":
    """What the preprocessing of `spec` does to its training rows; nothing is trained.

    The rows are divided as in the run, so nothing is learned from validation
    and test rows. Raises AppError for a target, a split or a preprocessing that
    cannot be.
    """
    from core.lab.classify.examples import read
    from core.lab.classify.parts import part_rows
    from core.prep.preview import preview as look

    examples = read(desk.workspace.reader, spec)
    rows = part_rows(examples, spec).train[:ROWS]
    return look(
        spec.prep, examples.features, examples.frame.iloc[rows], examples.y[rows], spec.seed
    )


def features(
    desk: "Desk", dataset: str, table: str, target: str
) -> tuple[tuple[Column, ...], tuple["Refused", ...]]:
    """The columns of a table that a model may learn from, and the refused ones with the reason.

    Raises `dataset_unknown`, `dataset_damaged`, `table_unknown`.
    """
    from core.prep.features import usable

    found = desk.workspace.dataset(dataset)
    about = found.table(table)
    if about is None:
        tables = [each.name for each in found.tables]
        raise AppError("table_unknown", dataset=dataset, table=table, tables=tables)
    return usable(about.columns, target, desk.workspace.table(found.id, table))


def target_values(desk: "Desk", dataset: str, table: str, column: str) -> list[tuple[str, int]]:
    """The values of a column as its file wrote them, with their rows, the most frequent first.

    Missing cells are left out.

    Raises `dataset_unknown`, `dataset_damaged`, `table_unknown`, `table_column_unknown`.
    """
    from core.classify.task import as_words

    found = desk.workspace.dataset(dataset)
    frame = desk.workspace.table(found.id, table, [column])
    counts = as_words(frame[column]).value_counts()
    about = next(c for t in found.tables if t.name == table for c in t.columns if c.name == column)
    return [(about.spelled(str(value)), int(rows)) for value, rows in counts.items()]
