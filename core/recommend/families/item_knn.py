"""Item-based nearest neighbours: what is met by the same customers (Deshpande and Karypis 2004)."""

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field
from scipy import sparse

from core.base.protocols import Estimate, Reporter, StopRequestedError
from core.base.specs import SHORT, Settings
from core.recommend.family import Known, RecommendFamily, Size
from core.recommend.histories import Histories
from core.recommend.interactions import Floats

Weighting = Literal["none", "tf_idf", "bm25"]
CELLS = 8_000_000
"""Pairs of items that are looked at in one go, at most: about 100 MB."""
K1, B = 1.2, 0.75
"""The usual parameters of BM25 (Robertson and Zaragoza 2009)."""


class ItemKnnSettings(Settings):
    """How many neighbours an item keeps, how far similarities of few common customers are lowered,
    and how the meetings are weighted before."""

    texts: ClassVar[str] = "recommend.item_knn"

    neighbours: int = Field(50, ge=1, le=5000, json_schema_extra=SHORT)
    shrinkage: float = Field(5.0, ge=0, le=10_000, json_schema_extra=SHORT)
    weighting: Weighting = Field("tf_idf", json_schema_extra=SHORT)


@dataclass(frozen=True)
class ItemKnn:
    """How alike an item met (row) is to each item that has it among its nearest (items, items)."""

    alike: sparse.csr_matrix

    def scores(self, asked: Histories) -> Floats:
        """The summed similarities to what was met (b, items)."""
        return np.asarray((asked.matrix() @ self.alike).toarray(), np.float32)

    def save(self, folder: Path) -> None:
        """Writes the similarities."""
        sparse.save_npz(folder / "alike.npz", self.alike)


def fit(settings: ItemKnnSettings, known: Known, _seed: int, reporter: Reporter) -> ItemKnn:
    """Keeps the nearest neighbours of every item; of the table of all pairs a block of rows is made
    at a time."""
    plain = known.interactions.matrix()
    cosine = Products(scaled(weighted(plain, settings.weighting)))
    plain.data = np.ones_like(plain.data)
    common, items = Products(plain), plain.shape[1]
    step = max(1, CELLS // max(items, 1))
    blocks = []
    for first in range(0, items, step):
        if reporter.stopping():
            raise StopRequestedError
        found = cosine.of(first, step)
        if settings.shrinkage:
            found = shrunk(found, common.of(first, step), settings.shrinkage)
        blocks.append(nearest(found, settings.neighbours))
    return ItemKnn(sparse.vstack(blocks, "csr").T.tocsr())


class Products:
    """The products of the columns of a sparse matrix with one another."""

    def __init__(self, of_users: sparse.csr_matrix) -> None:
        self.of_users, self.of_items = of_users, of_users.T.tocsr()

    def of(self, first: int, step: int) -> sparse.csr_matrix:
        """Of so many columns with all (step, items), those with themselves 0."""
        found = (self.of_items[first : first + step] @ self.of_users).tocsr()
        rows = np.repeat(np.arange(found.shape[0]), np.diff(found.indptr))
        found.data[first + rows == found.indices] = 0
        return found


def scaled(met: sparse.csr_matrix) -> sparse.csr_matrix:
    """Every column divided by its length, so that products are cosines."""
    length = np.sqrt(np.bincount(met.indices, met.data.astype(float) ** 2, met.shape[1]))
    value = met.data / np.where(length > 0, length, 1)[met.indices]
    return sparse.csr_matrix((value.astype(np.float32), met.indices, met.indptr), met.shape)


def shrunk(
    found: sparse.csr_matrix, common: sparse.csr_matrix, shrinkage: float
) -> sparse.csr_matrix:
    """Similarities times n / (n + shrinkage), n the `common` customers (Koren 2008)."""
    common.data /= common.data + np.float32(shrinkage)
    return found.multiply(common).tocsr()


def weighted(met: sparse.csr_matrix, how: Weighting) -> sparse.csr_matrix:
    """The meetings (users, items) weighted as words are in texts: a customer is a word, rarer when
    of fewer items, an item is a text."""
    if how == "none":
        return met
    users, items = met.shape
    of_user = np.diff(met.indptr)
    rare = np.log1p(items / np.maximum(of_user, 1)).astype(np.float32)
    value = met.data
    if how == "bm25":
        length = np.asarray(met.sum(axis=0), np.float32).ravel()
        relative = 1 - B + B * length / max(float(length.mean()), 1e-9)
        value = value * (K1 + 1) / (value + K1 * relative[met.indices])
    found = value * np.repeat(rare, of_user)
    return sparse.csr_matrix((found.astype(np.float32), met.indices, met.indptr), (users, items))


def nearest(table: sparse.csr_matrix, count: int) -> sparse.csr_matrix:
    """The `count` highest values above 0 of every row."""
    kept: list[NDArray[np.int64]] = []
    for first, last in zip(table.indptr[:-1], table.indptr[1:], strict=True):
        values = table.data[first:last]
        few = np.arange(len(values))
        if len(values) > count:
            few = np.sort(np.argpartition(-values, count - 1)[:count])
        kept.append(first + few[values[few] > 0])
    start = np.concatenate([[0], np.cumsum([len(one) for one in kept])])
    places = np.concatenate(kept) if kept else np.zeros(0, np.int64)
    return sparse.csr_matrix((table.data[places], table.indices[places], start), table.shape)


def load(folder: Path) -> ItemKnn:
    """Reads what `save` wrote."""
    return ItemKnn(sparse.load_npz(folder / "alike.npz").tocsr())


def estimate(settings: ItemKnnSettings, size: Size) -> Estimate:
    """Every customer pairs all items met; a heavy customer counts for many."""
    mean = size.rows / max(size.users, 1)
    pairs = min(size.rows * mean * 4, size.items**2 * 4.0 * max(size.users, 1))
    kept = size.items * min(settings.neighbours, size.items)
    return Estimate(
        seconds=round(0.2 + pairs * 1e-8 + size.items * 3e-5 + size.rows * 2e-7, 1),
        memory_mb=round((size.rows * 40 + kept * 16 + min(CELLS, size.items**2) * 12) / 1e6 + 1, 1),
        parameters=kept,
    )


FAMILY = RecommendFamily("item_knn", "neighbours", ItemKnnSettings, fit, load, estimate)
