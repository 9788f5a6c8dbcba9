"""A look at a column before it is asked about: its values, and which of them would count as yes."""

from core.actions.desk import Desk
from core.base.errors import AppError
from core.classify.task import Question, Target, as_words, describe
from core.lab.classify.plan import spelled_error


def look_at_target(desk: Desk, dataset: str, table: str, column: str) -> Target | None:
    """The proposal for a two-valued column, its values as the file wrote them.

    None for one of more values, where the user says which counts as yes.

    Raises the AppErrors of `classify.task.describe` (constant, an id, too few rows, ...)
    and `dataset_unknown`, `dataset_damaged`, `table_unknown`, `table_column_unknown`.
    """
    found = desk.workspace.dataset(dataset)
    frame = desk.workspace.table(found.id, table, [column])
    if as_words(frame[column]).nunique() > 2:
        return None
    about = next(c for t in found.tables if t.name == table for c in t.columns if c.name == column)
    try:
        target = describe(frame, Question(target=column))
    except AppError as error:
        raise spelled_error(error, about) from error
    values = tuple((about.spelled(value), rows) for value, rows in target.values)
    return target.model_copy(update={"positive": about.spelled(target.positive), "values": values})
