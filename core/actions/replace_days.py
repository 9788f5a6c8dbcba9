"""Next week's file: the days that it covers are taken out of a table, and its rows put in."""

from dataclasses import replace

from core.actions.days_change import DaysChange, days_change
from core.actions.import_draft import ImportDraft
from core.actions.put_behind import Longer, Pair, pairs_of, put_behind
from core.base.errors import AppError
from core.base.values import Dataset, DaysReplaced
from core.data.days import day_columns, undated, within
from core.data.queries.append import rows_there
from core.store.workspace import Workspace


def replaced_days(
    workspace: Workspace, draft: ImportDraft, base: Dataset | None, wish: bool | tuple[str, ...]
) -> dict[str, Longer]:
    """The tables of `base` (all that the draft has too, or those of these names) without their rows
    from the first to the last day of the draft's, which stand behind what stays.

    Rows without a date stay, and those of the file are put in but for those that
    are there. Raises AppError append_where without `base`, append_differs,
    key_changed, days_list, days_undated.
    """
    return {pair.before.name: _replaced(pair) for pair in pairs_of(workspace, draft, base, wish)}


def _replaced(pair: Pair) -> Longer:
    change = days_change(pair)
    if not isinstance(change, DaysChange):
        code = "days_list" if change == "list" else "days_undated"
        raise AppError(code, table=pair.before.title or pair.before.name)
    names = day_columns(pair.before.columns)
    again = undated(pair.rows.path, names)
    if again.any():
        again &= rows_there(pair.held, pair.rows.path, pair.types)
    gone = within(pair.held, names, change.span)
    longer = put_behind(pair, again, gone, [*change.findings()])
    done = DaysReplaced(
        first=change.span.first,
        last=change.span.last,
        by=tuple(raw.source.name for raw in pair.new.raws),
        gone=change.gone,
        came=change.came,
    )
    return replace(longer, days=done)
