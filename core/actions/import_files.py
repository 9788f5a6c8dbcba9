"""Import: files are read in child processes into a draft, which is looked at, changed, saved."""

import os
import re
import shutil
import threading
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from core.actions import originals
from core.actions.import_draft import ABOUT, ImportDraft, changed, draft_of, read_as_before
from core.actions.import_look import look
from core.actions.import_recipe import better_options, kept_as_before
from core.actions.import_result import ImportResult, result_of
from core.actions.import_saving import dataset_draft
from core.base.atomic import TEMPORARY
from core.base.errors import AppError
from core.base.recipe import Recipe
from core.base.values import Dataset
from core.data.mapping import Changes
from core.data.options import Progress, ReadOptions
from core.data.raw import RawTable
from core.data.reading import Reading, start
from core.store.faults import disk_faults
from core.store.sweep import sweep
from core.store.workspace import Workspace

DRAFTS = "drafts"
UPLOADS = "uploads"
OLD_SECONDS = 24 * 3600.0
_POLL = 0.02
_DRAFT = re.compile(re.escape(TEMPORARY) + r"[0-9]+-[0-9a-f]+")


class Place(Protocol):
    """A desk: anything with a workspace."""

    @property
    def workspace(self) -> Workspace:
        """Where datasets and drafts are kept."""


@dataclass(frozen=True)
class ImportOptions:
    """How an import is to be named and understood; None means: as proposed.

    `roles` and `types` are by column, in every table that has it. `into` is
    the dataset (id or name) that this becomes a new version of: its other
    tables are carried over, tables of the same name are replaced.
    """

    name: str | None = None
    kind: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    into: str | None = None
    read: ReadOptions = field(default_factory=ReadOptions)


class ImportJob:
    """Files being read, one after the other, each in its own process."""

    def __init__(
        self,
        folder: Path,
        paths: Sequence[Path],
        options: ReadOptions,
        before: Sequence[Recipe] = (),
    ) -> None:
        self._folder, self._paths, self._options = folder, paths, options
        self._before = before
        self._reading: Reading | None = None
        self._place = 0
        self._cancelled = False
        self._draft: ImportDraft | None = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="import", daemon=True)
        self._thread.start()

    @property
    def done(self) -> bool:
        """Whether reading has ended, in whatever way."""
        return not self._thread.is_alive()

    def progress(self) -> Progress:
        """How far all files together are."""
        reading = self._reading
        here = reading.progress() if reading is not None else Progress()
        share = (self._place + (here.fraction or 0.0)) / len(self._paths)
        known = here.fraction is not None or self._place > 0
        return here.model_copy(update={"fraction": min(1.0, share) if known else None})

    def cancel(self) -> None:
        """Ends reading at once and deletes the draft; `result` then raises read_cancelled."""
        self._cancelled = True
        if self._reading is not None:
            self._reading.cancel()

    def result(self) -> ImportDraft:
        """Waits for the draft. Raises AppError for the first file that is no table."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        assert self._draft is not None
        return self._draft

    def _run(self) -> None:
        try:
            with disk_faults(self._folder.parents[1]):  # the workspace
                raws = [self._read(place, path) for place, path in enumerate(self._paths)]
                name = Path(raws[0].source.name).stem
                draft_id = self._folder.name
                self._draft = draft_of(raws, draft_id, self._folder, name, self._before)
                for table in self._draft.tables:
                    look(table)
        except BaseException as error:  # noqa: BLE001 (handed to whoever asks for the result)
            shutil.rmtree(self._folder, ignore_errors=True)
            self._error = error

    def _read(self, place: int, path: Path) -> RawTable:
        """One file; once more where it turns out to be an export that is read otherwise."""
        self._place = place
        raw = self._read_as(path, self._options, f"raw{place}")
        better = better_options(raw, self._options)
        return raw if better is None else self._read_as(path, better, f"raw{place}-again")

    def _read_as(self, path: Path, options: ReadOptions, folder: str) -> RawTable:
        self._reading = start(path, options, self._folder / folder)
        if self._cancelled:
            self._reading.cancel()
        return self._reading.result()


def start_reading(
    desk: Place | Workspace, paths: Sequence[Path | str], options: ReadOptions | None = None
) -> ImportJob:
    """Begins to read files into a draft; the call returns at once."""
    if not paths:
        raise AppError("no_files")
    workspace = _workspace(desk)
    before = [recipe for dataset in workspace.datasets() for recipe in dataset.recipes.values()]
    folder = _new_folder(workspace)
    options = kept_as_before(options or ReadOptions(), before)
    return ImportJob(folder, [Path(path) for path in paths], options, before)


def read_files(
    desk: Place | Workspace,
    paths: Sequence[Path | str],
    options: ReadOptions | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> ImportDraft:
    """Reads files into a draft and waits for it. What `progress` raises cancels the reading.

    Raises AppError for the first file that is no table.
    """
    job = start_reading(desk, paths, options)
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


def open_draft(desk: Place | Workspace, draft_id: str) -> ImportDraft:
    """A draft that was read before, by its id. Raises AppError draft_unknown."""
    path = _workspace(desk).root / DRAFTS / draft_id / ABOUT
    if not _DRAFT.fullmatch(draft_id) or not path.is_file():
        raise AppError("draft_unknown", draft=draft_id)
    return ImportDraft.model_validate_json(path.read_text("utf-8"))


def save_draft(
    desk: Place | Workspace, draft: ImportDraft, options: ImportOptions | None = None
) -> Dataset:
    """Saves a draft as a dataset and deletes the draft.

    Raises AppError: column_unknown, type_unknown, role_unknown, kind_unknown,
    rows_unreadable, dataset_unknown, disk_full; the draft then stays.
    """
    workspace = _workspace(desk)
    options = options or ImportOptions()
    base = workspace.dataset(options.into) if options.into else None
    if base is not None:
        draft = read_as_before(draft, base)
    draft = _wished(draft, options)
    with disk_faults(workspace.root):
        saved = workspace.save_dataset(dataset_draft(workspace, draft, base, options.name))
    draft.discard()
    return saved


def import_files(
    desk: Place | Workspace, paths: Sequence[Path | str], options: ImportOptions | None = None
) -> ImportResult:
    """Reads files, understands them as proposed or wished, and saves them as one dataset."""
    options = options or ImportOptions()
    workspace = _workspace(desk)
    if options.into:
        workspace.dataset(options.into)
    draft = read_files(workspace, paths, options.read)
    try:
        return result_of(save_draft(workspace, draft, options))
    finally:
        draft.discard()


def _workspace(desk: Place | Workspace) -> Workspace:
    return desk if isinstance(desk, Workspace) else desk.workspace


def _new_folder(workspace: Workspace) -> Path:
    """An empty folder for one draft; those of dead processes and of yesterday are swept away."""
    drafts = workspace.root / DRAFTS
    with disk_faults(workspace.root):
        drafts.mkdir(parents=True, exist_ok=True)
        sweep(drafts)
        for folder in drafts.iterdir():
            if time.time() - folder.stat().st_mtime > OLD_SECONDS:
                shutil.rmtree(folder, ignore_errors=True)
        folder = drafts / f"{TEMPORARY}{os.getpid()}-{uuid.uuid4().hex[:12]}"
        folder.mkdir()
    return folder


def _wished(draft: ImportDraft, options: ImportOptions) -> ImportDraft:
    """The draft with the wishes of the options; a column is looked for in every table."""
    names = {column.name for table in draft.tables for column in table.mapping.columns}
    for name in (*options.roles, *options.types):
        if name not in names:
            raise AppError("column_unknown", column=name, columns=sorted(names)[:50])
    for table in draft.tables:
        mine = {column.name for column in table.mapping.columns}
        changes = Changes(
            types={name: wish for name, wish in options.types.items() if name in mine},
            roles={name: wish for name, wish in options.roles.items() if name in mine},
            kind=options.kind,
        )
        if changes != Changes():
            draft = changed(draft, table.name, changes)
    return draft
