"""Import: files are read in child processes into a draft, which is looked at, changed, saved."""

import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from core.actions import originals
from core.actions.append import appended
from core.actions.import_dates import settled
from core.actions.import_decimals import settled_decimals
from core.actions.import_draft import ABOUT, ImportDraft, changed, read_as_before
from core.actions.import_job import ImportJob
from core.actions.import_people import replaced_as_in
from core.actions.import_place import Place, recipes_before, workspace_of
from core.actions.import_recipe import both, people_as_before
from core.actions.import_result import ImportResult, result_of
from core.actions.import_saving import dataset_draft
from core.actions.placing import placed, placings
from core.actions.put_behind import Longer
from core.actions.replace_days import replaced_days
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.base.private import tidied
from core.base.sweep import sweep
from core.base.values import Dataset
from core.data.alone import alone
from core.data.head import forget_heads
from core.data.mapping import Changes
from core.data.options import Progress, ReadOptions
from core.data.people.key import require_outside
from core.store.faults import disk_faults
from core.store.workspace import Workspace

DRAFTS = "drafts"
PASTED = "pasted.tsv"
OLD_SECONDS = 24 * 3600.0
_POLL = 0.02
_DRAFT = re.compile(re.escape(TEMPORARY) + r"[0-9]+-[0-9a-f]+")


@dataclass(frozen=True)
class ImportOptions:
    """How an import is to be named and understood; None means: as proposed.

    `roles` and `types` are by column, in every table that has it; `dates` is the order
    (dates.DATE_ORDERS) of those that leave it open, `decimals` the mark (point, comma) of
    decimals in numbers that do. `into` is
    the dataset (id or name) that this becomes a new version of: its other
    tables are carried over; those that the files go on with (told by their
    columns, or said in `places`, see `placing`) are replaced, or with
    `append` (True, or the names of tables) the new rows put behind theirs, or with
    `replace_days` (of other tables) put in the place of all rows of their days.
    """

    name: str | None = None
    kind: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    dates: str | None = None
    decimals: str | None = None
    into: str | None = None
    append: bool | tuple[str, ...] = False
    replace_days: bool | tuple[str, ...] = False
    places: Mapping[str, str] = field(default_factory=dict)
    read: ReadOptions = field(default_factory=ReadOptions)


def start_reading(
    desk: Place | Workspace,
    paths: Sequence[Path | str],
    options: ReadOptions | None = None,
    into: str | None = None,
) -> ImportJob:
    """Begins to read files into a draft; the call returns at once.

    What was replaced in the dataset `into` (id or name) is replaced in them too.
    Raises AppError: no_files, key_in_workspace, dataset_unknown.
    """
    if not paths:
        raise AppError("no_files")
    workspace = workspace_of(desk)
    require_outside(workspace.root)
    base = [*workspace.dataset(into).recipes.values()] if into else []
    folder = _new_folder(workspace)
    before = recipes_before(workspace)
    options = people_as_before(options or ReadOptions(), before, base)
    files = [originals.nameless(Path(path), options.people) for path in paths]
    return ImportJob(folder, files, options, before)


def read_files(
    desk: Place | Workspace,
    paths: Sequence[Path | str],
    options: ReadOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
    into: str | None = None,
) -> ImportDraft:
    """Reads files into a draft (that becomes a version of `into`) and waits for it. What
    `progress` raises cancels the reading.

    Raises AppError for the first file that is no table.
    """
    job = start_reading(desk, paths, options, into)
    try:
        while progress is not None and not job.done:
            progress(job.progress())
            time.sleep(_POLL)
        return job.result()
    except BaseException:
        job.cancel()
        raise


def keep_upload(_desk: Place | Workspace, name: str, data: bytes | IO[bytes]) -> Path:
    """Keeps an uploaded file until it is read, outside the workspace; gives its path.

    Only the cleaned base name of `name` is used. Raises AppError disk_full.
    """
    return originals.keep(name, data)


def keep_pasted(desk: Place | Workspace, cells: str) -> Path:
    """Keeps pasted cells as a file until it is read. Raises AppError: paste_empty, disk_full."""
    if not cells.strip():
        raise AppError("paste_empty")
    return keep_upload(desk, PASTED, cells.encode())


def open_draft(desk: Place | Workspace, draft_id: str) -> ImportDraft:
    """A draft that was read before, by its id. Raises AppError draft_unknown."""
    path = workspace_of(desk).root / DRAFTS / draft_id / ABOUT
    if not _DRAFT.fullmatch(draft_id) or not path.is_file():
        raise AppError("draft_unknown", draft=draft_id)
    return ImportDraft.model_validate_json(path.read_text("utf-8"))


def save_draft(
    desk: Place | Workspace, draft: ImportDraft, options: ImportOptions | None = None
) -> Dataset:
    """Saves a draft as a dataset and deletes the draft: once, however many ask at the same time.

    Raises AppError: draft_unknown (it was saved), column_unknown, type_unknown,
    role_unknown, kind_unknown, rows_unreadable, dataset_unknown, append_differs,
    append_where, days_list, days_undated, table_ambiguous, place_unknown, place_taken,
    append_or_days, key_changed, source_gone, disk_full; the draft then stays.
    """
    with alone(draft.folder):
        if not (draft.folder / ABOUT).exists():
            raise AppError("draft_unknown", draft=draft.id)
        return _save(workspace_of(desk), draft, options or ImportOptions())


def _save(workspace: Workspace, draft: ImportDraft, options: ImportOptions) -> Dataset:
    base = workspace.dataset(options.into) if options.into else None
    try:
        if base is not None:
            draft = replaced_as_in(workspace, draft, base, options.places)
        read = _wished(_into(draft, base, options.places), options)
        with disk_faults(workspace.root):
            longer = _longer(workspace, read, base, options)
            made = dataset_draft(workspace, read, base, options.name, longer)
            saved = workspace.save_dataset(made)
    except BaseException:
        draft.keep()
        raise
    draft.discard()
    return saved


def _longer(
    workspace: Workspace, read: ImportDraft, base: Dataset | None, options: ImportOptions
) -> dict[str, Longer]:
    """The tables with rows of the draft in them. Raises AppError append_or_days for one that both
    ways are asked for."""
    behind = appended(workspace, read, base, options.append)
    instead = replaced_days(workspace, read, base, options.replace_days)
    for name in behind.keys() & instead.keys():
        raise AppError("append_or_days", table=name)
    return behind | instead


def import_files(
    desk: Place | Workspace, paths: Sequence[Path | str], options: ImportOptions | None = None
) -> ImportResult:
    """Reads files, understands them as proposed or wished, and saves them as one dataset."""
    options = options or ImportOptions()
    workspace = workspace_of(desk)
    if options.into:
        workspace.dataset(options.into)
    elif options.append or options.replace_days or options.places:
        raise AppError("append_where")
    draft = read_files(workspace, paths, options.read, into=options.into)
    try:
        return result_of(save_draft(workspace, draft, options))
    finally:
        draft.discard()


def _new_folder(workspace: Workspace) -> Path:
    """An empty folder for one draft; those of dead processes and of yesterday are swept away, and
    what was kept of their files."""
    tidied()
    drafts = workspace.root / DRAFTS
    with disk_faults(workspace.root):
        drafts.mkdir(parents=True, exist_ok=True)
        sweep(drafts)
        for folder in drafts.iterdir():
            if time.time() - folder.stat().st_mtime > OLD_SECONDS:
                forget_heads(folder)
                shutil.rmtree(folder, ignore_errors=True)
        folder = drafts / f"{TEMPORARY}{os.getpid()}-{uuid.uuid4().hex[:12]}"
        folder.mkdir()
    return folder


def _into(draft: ImportDraft, base: Dataset | None, wishes: Mapping[str, str]) -> ImportDraft:
    """The draft, its tables read as those of the dataset they go on with, and called alike."""
    if base is None:
        return draft
    found = placings(draft, base, wishes)
    into = {place.table: place.into for place in found if place.into}
    return placed(read_as_before(draft, base, into), found, base)


def _wished(draft: ImportDraft, options: ImportOptions) -> ImportDraft:
    """The draft with the wishes of the options; a column is looked for in every table."""
    names = {column.name for table in draft.tables for column in table.mapping.columns}
    for name in (*options.roles, *options.types):
        if name not in names:
            raise AppError("column_unknown", column=name, columns=sorted(names)[:50])
    if options.decimals is not None:
        draft = settled_decimals(draft, options.decimals)
    for table in draft.tables:
        mine = {column.name for column in table.mapping.columns}
        changes = Changes(
            types={name: wish for name, wish in options.types.items() if name in mine},
            roles={name: wish for name, wish in options.roles.items() if name in mine},
            kind=options.kind,
        )
        if options.dates is not None:
            changes = both(settled(table, options.dates), changes)
        if changes != Changes():
            draft = changed(draft, table.name, changes)
    return draft
