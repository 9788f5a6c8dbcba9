"""Datasets read from disk. Workers open nothing else: the registry stays with the app."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from core.base.errors import AppError
from core.base.frames import column_names, read_frame, read_head
from core.base.values import Dataset
from core.store.ids import is_id
from core.store.manifest import MANIFEST, DamagedFileError, check_file, read_manifest

DATASETS = "datasets"
FORMAT = 1


@dataclass(frozen=True)
class _Opened:
    """A manifest that was read: mtime_ns and size of the file then, and what it said."""

    stamp: tuple[int, int]
    files: dict[str, str]
    dataset: Dataset


class DatasetReader:
    """The datasets under the workspace `root`, by id; names are as at the time of saving."""

    def __init__(self, root: Path) -> None:
        self.folder = Path(root) / DATASETS
        self._known: dict[str, _Opened] = {}
        self._lock = threading.Lock()

    def ids(self) -> list[str]:
        """The ids of all whole datasets, oldest first; a half-written one has no such name."""
        if not self.folder.is_dir():
            return []
        return sorted(path.name for path in self.folder.iterdir() if is_id("d", path.name))

    def dataset(self, dataset_id: str) -> Dataset:
        """The manifest of a dataset.

        Raises `dataset_unknown`, `dataset_damaged`, and `dataset_newer` for one
        that a later version of the app wrote.
        """
        return self._open(dataset_id).dataset

    def table(
        self, dataset_id: str, name: str | None = None, columns: Sequence[str] | None = None
    ) -> pd.DataFrame:
        """The rows of a table, in the order of the file; without a name, of the only table.

        Raises `table_needed`, `table_unknown`, `table_column_unknown`, and what
        `frame_path` raises.
        """
        path = self.frame_path(dataset_id, f"{self._table(dataset_id, name)}.parquet")
        if columns is not None:
            known = set(column_names(path))
            for column in columns:
                if column not in known:
                    raise AppError("table_column_unknown", dataset=dataset_id, column=column)
        return read_frame(path, columns)

    def head(self, dataset_id: str, name: str | None = None, limit: int = 100) -> pd.DataFrame:
        """The first `limit` rows of a table; raises like `table`."""
        path = self.frame_path(dataset_id, f"{self._table(dataset_id, name)}.parquet")
        return read_head(path, max(0, limit))

    def frame_path(self, dataset_id: str, file: str) -> Path:
        """The path of a file of the dataset (`set_aside.parquet`, `raw/0.parquet`), checked.

        Its sha256 is compared with the manifest at first open in the process.
        Raises `dataset_unknown`, `dataset_damaged`, and `dataset_file_unknown`
        for a file that the manifest does not name.
        """
        digest = self._open(dataset_id).files.get(file)
        if digest is None:
            raise AppError("dataset_file_unknown", dataset=dataset_id, file=file)
        try:
            return check_file(self.folder / dataset_id, file, digest)
        except DamagedFileError as error:
            raise _damaged(dataset_id, error.file) from error

    def files(self, dataset_id: str) -> list[str]:
        """The names of all files of the dataset."""
        return sorted(self._open(dataset_id).files)

    def _table(self, dataset_id: str, name: str | None) -> str:
        tables = [table.name for table in self.dataset(dataset_id).tables]
        if name is None and len(tables) == 1:
            return tables[0]
        if name is None:
            raise AppError("table_needed", dataset=dataset_id, tables=tables)
        if name not in tables:
            raise AppError("table_unknown", dataset=dataset_id, table=name, tables=tables)
        return name

    def _open(self, dataset_id: str) -> _Opened:
        folder = self.folder / dataset_id if is_id("d", dataset_id) else None
        if folder is None or not folder.is_dir():
            raise AppError("dataset_unknown", dataset=dataset_id)
        try:
            stat = (folder / MANIFEST).stat()
            stamp = (stat.st_mtime_ns, stat.st_size)
            with self._lock:
                known = self._known.get(dataset_id)
            if known and known.stamp == stamp:
                return known
            manifest = read_manifest(folder)
        except (DamagedFileError, FileNotFoundError) as error:
            raise _damaged(dataset_id, MANIFEST) from error
        if manifest.about["format"] > FORMAT:
            raise AppError("dataset_newer", dataset=dataset_id)
        dataset = Dataset.model_validate(manifest.about["dataset"])
        opened = _Opened(stamp, manifest.files, dataset)
        with self._lock:
            self._known[dataset_id] = opened
        return opened


def _damaged(dataset_id: str, file: str) -> AppError:
    return AppError("dataset_damaged", dataset=dataset_id, file=file)
