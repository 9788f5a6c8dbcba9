"""What the registry adds to the datasets on disk: their present names, and the trash."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.base.values import Dataset, now
from core.store.database import Database
from core.store.rows import instant


@dataclass(frozen=True)
class Mark:
    """The name of a dataset, and when it went into the trash."""

    name: str
    trashed: datetime | None = None

    def on(self, dataset: Dataset) -> Dataset:
        """The dataset with this mark."""
        return dataset.model_copy(update={"name": self.name, "trashed": self.trashed})


class DatasetMarks:
    """Names and trash marks by dataset id; the datasets themselves are the folders on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, Mark]:
        """Every mark. One without a dataset on disk means nothing."""
        with self._database.read() as db:
            rows = db.execute("SELECT id, name, trashed FROM datasets").fetchall()
        return {row["id"]: Mark(row["name"], _time(row["trashed"])) for row in rows}

    def add(self, dataset_id: str, name: str) -> bool:
        """Reserves an id with a name; False when the id is taken."""
        with self._database.write() as db:
            return _insert(db, dataset_id, name)

    def remake(self, datasets: Iterable[Dataset]) -> None:
        """Adds the marks that are missing, under the names in the manifests."""
        with self._database.write() as db:
            for dataset in datasets:
                _insert(db, dataset.id, dataset.name)

    def rename(self, dataset_id: str, name: str) -> None:
        """Another name for a dataset."""
        self._update("UPDATE datasets SET name = ? WHERE id = ?", name, dataset_id)

    def trash(self, dataset_id: str) -> None:
        """Marks a dataset as in the trash since now."""
        self._update("UPDATE datasets SET trashed = ? WHERE id = ?", instant(now()), dataset_id)

    def restore(self, dataset_id: str) -> None:
        """Takes the trash mark away."""
        self._update("UPDATE datasets SET trashed = ? WHERE id = ?", None, dataset_id)

    def forget(self, dataset_id: str) -> None:
        """Removes a mark."""
        self._update("DELETE FROM datasets WHERE id = ?", dataset_id)

    def _update(self, statement: str, *values: str | None) -> None:
        with self._database.write() as db:
            db.execute(statement, values)


def _insert(db: sqlite3.Connection, dataset_id: str, name: str) -> bool:
    cursor = db.execute(
        "INSERT INTO datasets (id, name) VALUES (?, ?) ON CONFLICT DO NOTHING", (dataset_id, name)
    )
    return cursor.rowcount == 1


def _time(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
