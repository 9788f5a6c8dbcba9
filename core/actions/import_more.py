"""What the files of a draft hold beside the tables that were read: other sheets, other members."""

from collections.abc import Callable

from core.actions.import_again import file_of, origin, read_beside
from core.actions.import_draft import ImportDraft
from core.actions.import_place import Place
from core.base.errors import AppError
from core.base.model import Value
from core.data.options import ALL_SHEETS, Progress
from core.data.raw import RawTable
from core.store.workspace import Workspace


class MoreSheets(Value):
    """The `sheets` of a workbook that were not read, as only that of `raw` was."""

    raw: RawTable
    sheets: tuple[str, ...]


def more_sheets(draft: ImportDraft) -> tuple[MoreSheets, ...]:
    """Other sheets of the workbooks of a draft whose sheets were not read all."""
    raws = [raw for table in draft.tables for raw in table.raws if len(raw.sheets) > 1]
    found = []
    for raw in raws:
        request = origin(draft, raw)
        if request is None or request.options.sheet == ALL_SHEETS:
            continue
        others = tuple(name for name in raw.sheets if name != raw.source.sheet)
        found.append(MoreSheets(raw=raw, sheets=others))
    return tuple(found)


def more_members(draft: ImportDraft) -> dict[str, tuple[str, ...]]:
    """Members of the archives of a draft that hold no table, by the name of the archive, where it
    is still there to be read from."""
    return {file: names for file, names in draft.unread.items() if file_of(draft, file)}


def member_read(
    desk: Place | Workspace,
    draft: ImportDraft,
    member: tuple[str, str],
    progress: Callable[[Progress], None],
) -> ImportDraft:
    """The draft with one more member (archive, its name there) read as a table after all.

    What `progress` raises cancels it. Raises AppError source_gone, those of reading; the draft
    then stays.
    """
    file, name = member
    raw = file_of(draft, file)
    if raw is None:
        raise AppError("source_gone", file=file)
    return read_beside(desk, draft, raw, name, progress)
