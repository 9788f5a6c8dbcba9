"""Datasets: list, open, look at rows, rename, delete to the trash and bring back."""

from typing import TYPE_CHECKING

import pandas as pd

from core.base.errors import AppError
from core.base.frames import read_head
from core.base.values import Dataset
from core.store.draft import SET_ASIDE
from core.store.names import clean_name
from core.store.names import free_name as first_free

if TYPE_CHECKING:
    from core.actions.desk import Desk


def datasets(desk: "Desk", trashed: bool = False) -> list[Dataset]:
    """Newest first: those in use, or those in the trash."""
    return desk.workspace.datasets(trashed)


def damaged(desk: "Desk") -> list[AppError]:
    """Why some datasets on disk are not in the list: `dataset_damaged` or `dataset_newer`."""
    return desk.workspace.damaged()


def dataset(desk: "Desk", dataset: str) -> Dataset:
    """The dataset of this id, else the newest in use of this name. Raises `dataset_unknown`."""
    return desk.workspace.dataset(dataset)


def versions(desk: "Desk", dataset: Dataset) -> list[Dataset]:
    """The versions that belong together with this one, oldest first, itself included.

    Those in the trash too; one that was deleted for good breaks the chain.
    """
    workspace = desk.workspace
    every = {d.id: d for d in (*workspace.datasets(), *workspace.datasets(trashed=True))}
    root = dataset
    while root.parent in every:
        root = every[root.parent]
    found, waiting = [], [root]
    while waiting:
        found.append(waiting.pop())
        waiting += [child for child in every.values() if child.parent == found[-1].id]
    return sorted(found, key=lambda version: (version.created, version.id))


def rows(desk: "Desk", dataset: str, table: str | None = None, limit: int = 100) -> pd.DataFrame:
    """The first `limit` rows of a table (of the only one, without a name).

    Reads the head of the file alone; the file's sha256 is checked at first open.
    Raises `dataset_unknown`, `dataset_damaged`, `table_needed`, `table_unknown`.
    """
    return desk.workspace.reader.head(dataset, table, limit)


def set_aside(desk: "Desk", dataset: str, limit: int = 100) -> pd.DataFrame:
    """The first `limit` lines that could not be read, with line and reason; empty if none."""
    reader = desk.workspace.reader
    file = f"{SET_ASIDE}.parquet"
    if file not in reader.files(dataset):
        return pd.DataFrame()
    return read_head(reader.frame_path(dataset, file), max(0, limit))


def rename(desk: "Desk", dataset: str, name: str) -> Dataset:
    """Gives a dataset another name. Raises `name_empty`, `name_too_long`, `name_taken`."""
    require_free_name(desk, name, dataset)
    return desk.workspace.rename(dataset, name)


def require_free_name(desk: "Desk", name: str, besides: str | None = None) -> None:
    """Raises `name_taken` where a dataset in use, no version of the one `besides`, has this name.

    Datasets are known by their ids, but the command line and people find them by name.
    """
    cleaned = clean_name(name)
    kin = {found.id for found in versions(desk, dataset(desk, besides))} if besides else set()
    if cleaned in {found.name for found in datasets(desk) if found.id not in kin}:
        raise AppError("name_taken", name=cleaned, free=free_name(desk, cleaned))


def free_name(desk: "Desk", name: str) -> str:
    """`name`, or with a number behind it where a dataset in use has it already."""
    return first_free(name, {found.name for found in datasets(desk)})


def trash(desk: "Desk", dataset: str) -> Dataset:
    """Puts a dataset into the trash; runs go on reading it."""
    return desk.workspace.trash(dataset)


def restore(desk: "Desk", dataset: str) -> Dataset:
    """Takes a dataset back out of the trash."""
    return desk.workspace.restore(dataset)


def purge(desk: "Desk", dataset: str) -> None:
    """Deletes a dataset for good; runs trained on it keep their results."""
    desk.workspace.purge(dataset)
