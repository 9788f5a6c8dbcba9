"""The workspace folder: everything the app keeps, on the machine of the app.

`datasets/<id>/` are immutable (Parquet files and a sealed manifest), `runs/<id>/`
hold the artefacts of runs, `registry.sqlite` knows runs, events, names and the trash.
A crash at any moment leaves either the old or the new state.
"""

import contextlib
import os
import shutil
import threading
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from core.base.atomic import TEMPORARY, sync_folder
from core.base.errors import AppError
from core.base.sweep import sweep
from core.base.values import Dataset
from core.store import feedback
from core.store.artefacts import RUNS, run_folder
from core.store.draft import DatasetDraft
from core.store.faults import disk_faults
from core.store.ids import is_id, new_id
from core.store.marks import Mark
from core.store.names import clean_name
from core.store.reader import DATASETS, DatasetReader
from core.store.registry import Registry
from core.store.saving import write_dataset

REGISTRY = "registry.sqlite"


def default_root() -> Path:
    """The folder named by MERCHLAB_WORKSPACE, or `.merchlab` where the app was started."""
    return Path(os.environ.get("MERCHLAB_WORKSPACE") or ".merchlab").absolute()


class Workspace:
    """Safe to share between threads. Raises `workspace_unusable` when `root` cannot be one."""

    def __init__(self, root: Path) -> None:
        self.root = Path(root).absolute()
        self.reader = DatasetReader(self.root)
        self._registry: Registry | None = None
        self._lock = threading.Lock()
        with disk_faults(self.root):
            for folder in (self.root, self.root / DATASETS, self.root / RUNS):
                _make(folder)
                sweep(folder)
            for folder in (self.root / RUNS).iterdir():
                if is_id("r", folder.name):
                    sweep(folder, remote=True)

    @property
    def registry(self) -> Registry:
        """Opened when first asked for."""
        with self._lock:
            if self._registry is None:
                self._registry = Registry(self.root / REGISTRY)
            return self._registry

    def save_dataset(self, draft: DatasetDraft) -> Dataset:
        """Saves a new dataset in one step.

        After a crash, or when the disk is full (`disk_full`), there is no such
        dataset. Raises `name_empty`, `name_too_long`; ValueError or TypeError
        for a draft that contradicts itself.
        """
        marks = self.registry.datasets
        name = clean_name(draft.name)
        dataset_id = new_id("d")
        while not marks.add(dataset_id, name):
            dataset_id = new_id("d")
        try:
            with disk_faults(self.root):
                write_dataset(self.reader.folder / dataset_id, name, draft)
        except BaseException:
            self._forget_quietly(dataset_id)
            raise
        return self.reader.dataset(dataset_id)

    def datasets(self, trashed: bool = False) -> list[Dataset]:
        """Newest first: those in use, or those in the trash. Damaged ones: see `damaged`."""
        found = [d for d in self._all()[0] if (d.trashed is not None) == trashed]
        return sorted(found, key=lambda d: (d.created, d.id), reverse=True)

    def damaged(self) -> list[AppError]:
        """Why datasets that are on disk cannot be listed: their manifests are damaged or newer."""
        return self._all()[1]

    def dataset(self, id_or_name: str) -> Dataset:
        """The dataset of this id (trashed or not), else the newest in use of this name.

        Raises `dataset_unknown`, `dataset_damaged`, `dataset_newer`.
        """
        if is_id("d", id_or_name) and (self.reader.folder / id_or_name).is_dir():
            dataset = self.reader.dataset(id_or_name)
            return self._marks([dataset])[dataset.id].on(dataset)
        for dataset in self.datasets():
            if dataset.name == id_or_name:
                return dataset
        raise AppError("dataset_unknown", dataset=id_or_name)

    def table(
        self, dataset_id: str, name: str | None = None, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """The rows of a table; see `DatasetReader.table`."""
        return self.reader.table(dataset_id, name, columns)

    def files(self, dataset_id: str) -> list[str]:
        """The names of all files of a dataset."""
        return self.reader.files(dataset_id)

    def frame_path(self, dataset_id: str, file: str) -> Path:
        """The verified path of a file of a dataset; see `DatasetReader.frame_path`."""
        return self.reader.frame_path(dataset_id, file)

    def rename(self, dataset_id: str, name: str) -> Dataset:
        """Gives a dataset another name; the files do not change."""
        cleaned = clean_name(name)
        self.registry.datasets.rename(self._known(dataset_id), cleaned)
        return self.dataset(dataset_id)

    def trash(self, dataset_id: str) -> Dataset:
        """Puts a dataset into the trash; runs go on reading it."""
        self.registry.datasets.trash(self._known(dataset_id))
        return self.dataset(dataset_id)

    def restore(self, dataset_id: str) -> Dataset:
        """Takes a dataset back out of the trash."""
        self.registry.datasets.restore(self._known(dataset_id))
        return self.dataset(dataset_id)

    def purge(self, dataset_id: str) -> None:
        """Deletes a dataset for good, damaged or not, also while runs refer to it.

        Runs keep their results and go on predicting (a bundle holds all it
        needs); they can no longer be trained again. Raises `dataset_unknown`.
        """
        folder = self.reader.folder / dataset_id
        if not is_id("d", dataset_id) or not folder.is_dir():
            raise AppError("dataset_unknown", dataset=dataset_id)
        self._delete(folder)
        feedback.forget(self.root, dataset_id)
        self.registry.datasets.forget(dataset_id)

    def run_folder(self, run_id: str) -> Path:
        """The folder for the artefacts of a run, see `artefacts.run_folder`."""
        return run_folder(self.root, run_id)

    def purge_run(self, run_id: str) -> None:
        """Deletes a run for good, with its events and artefacts.

        Raises `run_unknown`, and `run_busy` while it is waiting or running.
        """
        folder = self.run_folder(run_id)
        self.registry.purge_run(run_id)
        if folder.is_dir():
            self._delete(folder)

    def _all(self) -> tuple[list[Dataset], list[AppError]]:
        found, errors = [], []
        for dataset_id in self.reader.ids():
            try:
                found.append(self.reader.dataset(dataset_id))
            except AppError as error:
                if error.code != "dataset_unknown":  # else purged since the folder was listed
                    errors.append(error)
        marks = self._marks(found)
        return [marks[dataset.id].on(dataset) for dataset in found], errors

    def _marks(self, datasets: list[Dataset]) -> dict[str, Mark]:
        """The marks of at least these datasets, re-made from the manifests when missing."""
        marks = self.registry.datasets.all()
        missing = [dataset for dataset in datasets if dataset.id not in marks]
        if missing:
            self.registry.datasets.remake(missing)
            marks = self.registry.datasets.all()
        return marks

    def _known(self, dataset_id: str) -> str:
        """The id, once it is sure that there is such a dataset, with a mark."""
        dataset = self.reader.dataset(dataset_id)
        self._marks([dataset])
        return dataset.id

    def _delete(self, folder: Path) -> None:
        """Gone in one step by a rename; what a crash then leaves is swept at the next start."""
        doomed = folder.with_name(f"{TEMPORARY}{os.getpid()}-{folder.name}")
        with disk_faults(self.root):
            folder.rename(doomed)
            sync_folder(folder.parent)
            shutil.rmtree(doomed)

    def _forget_quietly(self, dataset_id: str) -> None:
        """Takes back a reserved id; if even that fails, a mark without a folder means nothing."""
        with contextlib.suppress(AppError):
            self.registry.datasets.forget(dataset_id)


def _make(folder: Path) -> None:
    """Makes a folder; there are places, such as /proc, that say of it that it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileNotFoundError as error:
        raise AppError("workspace_unusable", folder=str(folder)) from error
