"""What was bought, or looked at, in the sessions most like the last one: V-SkNN.

Ludewig and Jannach (2018), "Evaluation of session-based recommendation algorithms": of the most
recent sessions that share an item those with the highest cosine, where later items of the history
tell more. A session is a basket here; what was alone in one tells nothing of other items.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Reporter
from core.base.specs import SHORT, Settings
from core.recommend.back import Latest
from core.recommend.baskets import baskets_of
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats, Interactions

CELLS = 5_000_000
"""Similarities that are held at a time, of 12 bytes."""


class SessionKnnSettings(Settings):
    """How many `neighbours` are taken of how many recent `candidates`; of a history the last
    `baskets`, each moment telling `decay` of the one after it. The last `remembered` sessions are
    kept."""

    texts: ClassVar[str] = "recommend.session_knn"

    neighbours: int = Field(100, ge=1, le=5000, json_schema_extra=SHORT)
    candidates: int = Field(1000, ge=1, le=50_000, json_schema_extra=SHORT)
    baskets: int = Field(3, ge=1, le=100, json_schema_extra=SHORT)
    decay: float = Field(0.8, gt=0, le=1)
    remembered: int = Field(500_000, ge=100, le=10_000_000)


@dataclass(frozen=True)
class SessionKnn:
    """The `sessions` (n, items) of two items or more, 1 where an item is in it, the latest first;
    `index` (items, n): the latest sessions of each item, each with 1 over its length."""

    settings: SessionKnnSettings
    sessions: sparse.csr_matrix
    index: sparse.csr_matrix

    def scores(self, asked: Histories) -> Floats:
        """What is in the neighbours, each as much as it is alike (b, items)."""
        told = Latest(self.settings.baskets, self.settings.decay).by_moments(asked)
        length = np.sqrt(np.asarray(told.multiply(told).sum(axis=1), float).ravel())
        told = (sparse.diags(1 / np.where(length > 0, length, 1.0)) @ told).tocsr()
        found = np.zeros((len(asked), asked.items), np.float32)
        for part in self._parts(told):
            near = self._nearest((told[part] @ self.index).tocsr())
            found[part] = (near @ self.sessions).toarray()
        return found

    def _parts(self, told: sparse.csr_matrix) -> list[slice]:
        """So many histories at a time that their similarities fit into memory."""
        shared = np.diff(self.index.indptr).astype(float)
        most = float((told.astype(bool) @ shared).max(initial=1))
        size = max(1, int(CELLS // max(most, 1.0)))
        return [slice(first, first + size) for first in range(0, told.shape[0], size)]

    def _nearest(self, alike: sparse.csr_matrix) -> sparse.csr_matrix:
        """Of every row the nearest of the most recent, the later one of equals (b, n)."""
        kept = [self._chosen(alike, row) for row in range(alike.shape[0])]
        start = np.concatenate([[0], np.cumsum([len(one) for one in kept])])
        place = np.concatenate(kept) if kept else np.zeros(0, np.int64)
        return sparse.csr_matrix((alike.data[place], alike.indices[place], start), alike.shape)

    def _chosen(self, alike: sparse.csr_matrix, row: int) -> NDArray[np.int64]:
        """Where the neighbours of a row stand."""
        first, last = alike.indptr[row], alike.indptr[row + 1]
        session, like = alike.indices[first:last], alike.data[first:last]
        some = np.arange(len(session))
        if len(some) > self.settings.candidates:
            some = np.argpartition(session, self.settings.candidates)[: self.settings.candidates]
        if len(some) > self.settings.neighbours:
            order = np.lexsort((session[some], -like[some]))
            some = some[order[: self.settings.neighbours]]
        return np.asarray(first + some, np.int64)

    def save(self, folder: Path) -> None:
        """Writes the sessions and the settings."""
        sparse.save_npz(folder / "sessions.npz", self.sessions)
        (folder / "settings.json").write_text(self.settings.model_dump_json(), "utf-8")


def fit(settings: SessionKnnSettings, known: Known, _seed: int, _reporter: Reporter) -> SessionKnn:
    """Keeps the sessions, and which of them each item was in lately."""
    return _indexed(settings, _sessions(known.interactions, settings.remembered))


def _sessions(found: Interactions, most: int) -> sparse.csr_matrix:
    """The baskets of at least two items, the one that ended last first (n, items), at `most`."""
    baskets = baskets_of(found)
    several = np.flatnonzero(np.diff(baskets.held.indptr) >= 2)
    return baskets.held[several[np.argsort(-baskets.last[several])][:most]]


def _indexed(settings: SessionKnnSettings, sessions: sparse.csr_matrix) -> SessionKnn:
    """With the index by item. No more of an item's sessions are kept than there are candidates: a
    session behind them is not among the most recent of any history with that item."""
    length = np.sqrt(np.maximum(np.diff(sessions.indptr), 1))
    every = (sparse.diags((1 / length).astype(np.float32)) @ sessions).T.tocsr()
    every.sort_indices()
    rank = np.arange(every.nnz) - np.repeat(every.indptr[:-1], np.diff(every.indptr))
    kept = rank < settings.candidates
    counts = np.minimum(np.diff(every.indptr), settings.candidates)
    start = np.concatenate([[0], np.cumsum(counts)])
    index = sparse.csr_matrix((every.data[kept], every.indices[kept], start), every.shape)
    return SessionKnn(settings, sessions, index)


def load(folder: Path) -> SessionKnn:
    """Reads what `save` wrote."""
    text = (folder / "settings.json").read_text("utf-8")
    sessions = sparse.load_npz(folder / "sessions.npz").tocsr()
    return _indexed(SessionKnnSettings.model_validate_json(text), sessions)


def estimate(settings: SessionKnnSettings, size: Size) -> Estimate:
    """A sort of all rows; the sessions by themselves and by item, and the similarities."""
    held = CELLS * 12 / 1e6 + settings.candidates * 1e-5
    return Estimate(
        seconds=round(0.1 + size.rows * 5e-7, 2),
        memory_mb=round(1 + size.rows * 6e-5 + held, 1),
    )


FAMILY = RecommendFamily("session_knn", "neighbours", SessionKnnSettings, fit, load, estimate)
