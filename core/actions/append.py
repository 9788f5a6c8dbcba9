"""Next week's file: its rows are put behind those of a table, but for those that are there."""

from core.actions.import_draft import ImportDraft
from core.actions.put_behind import Longer, pairs_of, put_behind
from core.base.values import Dataset
from core.data.queries.append import rows_there
from core.store.workspace import Workspace


def appended(
    workspace: Workspace, draft: ImportDraft, base: Dataset | None, wish: bool | tuple[str, ...]
) -> dict[str, Longer]:
    """The tables of `base` (all that the draft has too, or those of these names) with the draft's
    rows behind their own. A line of the file is set aside when the table has all rows made of it.

    Raises AppError append_where without `base`, append_differs, key_changed.
    """
    return {
        pair.before.name: put_behind(pair, rows_there(pair.held, pair.rows.path, pair.types))
        for pair in pairs_of(workspace, draft, base, wish)
    }
