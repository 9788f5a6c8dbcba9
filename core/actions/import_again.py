"""One table of a draft read again in another way; the rest of the draft stays as it is."""

import shutil
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from core.actions.import_draft import (
    DraftTable,
    ImportDraft,
    changed,
    chosen_export,
    draft_of,
    switched,
    with_mark,
)
from core.actions.import_look import look
from core.actions.import_place import Place, recipes_before, workspace_of
from core.actions.import_recipe import better_options
from core.base.errors import AppError
from core.base.recipe import SAID
from core.data.child import Request
from core.data.head import forget_head, forget_heads
from core.data.mapping import Changes
from core.data.options import Progress, ReadOptions
from core.data.parts import part_of
from core.data.people.key import require_outside
from core.data.raw import RawTable
from core.data.reading import REQUEST, start
from core.store.workspace import Workspace

_POLL = 0.05


def origin(draft: ImportDraft, raw: RawTable) -> Request | None:
    """How a table of the draft was asked for, None when its file is not there any more."""
    for folder in (raw.folder, *raw.folder.parents):
        if (folder / REQUEST).exists():
            request = Request.model_validate_json((folder / REQUEST).read_text("utf-8"))
            return request if request.path.is_file() else None
        if folder == draft.folder:
            break
    return None


def origins(draft: ImportDraft) -> list[Path]:
    """The files that a draft was read from, as far as they are there."""
    found = (origin(draft, raw) for table in draft.tables for raw in table.raws)
    return list(dict.fromkeys(request.path for request in found if request is not None))


def read_again(
    desk: Place | Workspace,
    draft: ImportDraft,
    raw: RawTable,
    options: ReadOptions,
    progress: Callable[[Progress], None],
) -> ImportDraft:
    """The draft with one table read as `options` say, the user's changes kept where they apply.

    Without a word on `options.part` it is the same table of the same file. What
    `progress` raises cancels it. Raises AppError source_gone, those of
    reading; the former reading then stays.
    """
    request = origin(draft, raw)
    require_outside(workspace_of(desk).root)
    if request is None:
        raise AppError("source_gone", file=raw.source.name)
    one = options
    if "part" not in options.model_fields_set:
        one = options.model_copy(update={"part": part_of(raw, request.file)})
    raws = _read(request, one, draft, progress)
    better = better_options(raws[0], one) if one.rows_of_header is None else None
    if better is not None and len(raws) == 1:
        first, raws = raws[0], _read(request, better, draft, progress)
        forget_head(first.folder)
    return _with(desk, draft, raw, raws)


def file_of(draft: ImportDraft, file: str) -> RawTable | None:
    """A table that was read of the archive called `file`, while the archive is there."""
    of_it = (raw for raw in _raws(draft) if raw.source.name.startswith(f"{file}/"))
    return next((raw for raw in of_it if origin(draft, raw) is not None), None)


def read_beside(
    desk: Place | Workspace,
    draft: ImportDraft,
    raw: RawTable,
    member: str,
    progress: Callable[[Progress], None],
) -> ImportDraft:
    """The draft with one more member of the archive that `raw` is of, though it was thought to hold
    no table. Raises AppError source_gone, those of reading; the draft then stays."""
    request = origin(draft, raw)
    require_outside(workspace_of(desk).root)
    if request is None:
        raise AppError("source_gone", file=raw.source.name)
    fresh = ReadOptions(
        part=member, language=request.options.language, people=request.options.people
    )
    more = _read(request, fresh, draft, progress)
    every = _raws(draft)
    place = [one.folder for one in every].index(raw.folder) + 1
    left = tuple(name for name in draft.unread.get(request.file, ()) if name != member)
    unread = {**draft.unread, request.file: left}
    after = draft.model_copy(update={"unread": {f: names for f, names in unread.items() if names}})
    try:
        return _made(desk, after, [*every[:place], *more, *every[place:]], {})
    except BaseException:
        draft.keep()
        raise


def left_out(desk: Place | Workspace, draft: ImportDraft, raw: RawTable) -> ImportDraft:
    """The draft without one of its tables' files. Raises AppError last_table."""
    if sum(len(table.raws) for table in draft.tables) == 1:
        raise AppError("last_table", file=raw.source.name)
    return _with(desk, draft, raw, [])


def lost(before: ImportDraft, after: ImportDraft) -> list[str]:
    """The columns that the user had changed and whose changes no longer apply."""
    return sorted(wished(before) - wished(after))


def wished(draft: ImportDraft) -> set[str]:
    """The columns that the user has changed."""
    changes = [table.changes for table in draft.tables]
    said = {name for t in draft.tables for step in t.recipe.said for name in step.columns}
    return said | {name for c in changes for name in (*c.types, *c.roles, *c.styles)}


def _read(
    request: Request,
    options: ReadOptions,
    draft: ImportDraft,
    progress: Callable[[Progress], None],
) -> list[RawTable]:
    folder = draft.folder / f"raw-{uuid.uuid4().hex[:8]}"
    reading = start(request.path, options, folder, request.file)
    try:
        while not reading.done:
            progress(reading.progress())
            time.sleep(_POLL)
        return reading.results()
    except BaseException:
        reading.cancel()
        forget_heads(folder)
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _with(
    desk: Place | Workspace, draft: ImportDraft, old: RawTable, new: Sequence[RawTable]
) -> ImportDraft:
    """The draft with other tables in the place of one; on an error it stays as it was."""
    every = _raws(draft)
    place = [raw.folder for raw in every].index(old.folder)
    raws = [*every[:place], *new, *every[place + 1 :]]
    after = _made(desk, draft, raws, {raw.folder: old.folder for raw in new})
    forget_head(old.folder)
    shutil.rmtree(old.folder, ignore_errors=True)
    return after


def _raws(draft: ImportDraft) -> list[RawTable]:
    return [raw for table in draft.tables for raw in table.raws]


def _made(
    desk: Place | Workspace, draft: ImportDraft, raws: Sequence[RawTable], came: dict[Path, Path]
) -> ImportDraft:
    """The draft of these tables, read as the user wished of those there were; on an error it stays
    as it was. `came` are the folders of those that others came of, by theirs."""
    before = recipes_before(workspace_of(desk))
    try:
        after = draft_of(raws, draft.id, draft.folder, draft.name, before)
        after = after.model_copy(update={"unread": draft.unread}).keep()
        return _as_wished(after, draft, came)
    except BaseException:
        draft.keep()
        raise


def _as_wished(after: ImportDraft, draft: ImportDraft, came: dict[Path, Path]) -> ImportDraft:
    """The user's wishes for the former tables on those that come of the same files."""
    for place in range(len(after.tables)):
        folders = {came.get(raw.folder, raw.folder) for raw in after.tables[place].raws}
        former = next((table for table in draft.tables
                       if folders & {raw.folder for raw in table.raws}), None)  # fmt: skip
        if former is not None:
            after = _as_former(after, place, former)
    for table in after.tables:
        look(table)
    return after


def _as_former(draft: ImportDraft, place: int, former: DraftTable) -> ImportDraft:
    table = draft.tables[place]
    chosen = former.recipe.export
    offered = {match.export for match in table.matches} | {None}
    if not former.asked and chosen != table.recipe.export and table.matches and chosen in offered:
        draft = chosen_export(draft, table.name, chosen)
    there = {column.name for column in table.mapping.columns}
    for said in former.recipe.said:
        if set(said.columns) <= there:
            name = draft.tables[place].name
            draft = with_mark(draft, name, said.columns, SAID[said.code])
    off = {step.same for step in former.recipe.steps if not step.on}
    for number, step in enumerate(draft.tables[place].recipe.steps):
        if step.on and step.same in off:
            draft = switched(draft, draft.tables[place].name, number, False)
    wished = _still(former.changes, draft.tables[place])
    if wished == Changes():
        return draft
    name = draft.tables[place].name
    try:
        with_types = changed(draft, name, wished)
        look(with_types.tables[place])
    except AppError as error:
        if error.code != "rows_unreadable":
            raise
        return changed(draft, name, Changes(roles=wished.roles, kind=wished.kind))
    return with_types


def _still(changes: Changes, table: DraftTable) -> Changes:
    """The changes of columns that are still there."""
    there = {column.name for column in table.mapping.columns}
    return Changes(
        types={name: wish for name, wish in changes.types.items() if name in there},
        roles={name: wish for name, wish in changes.roles.items() if name in there},
        styles={name: wish for name, wish in changes.styles.items() if name in there},
        kind=changes.kind,
    )
