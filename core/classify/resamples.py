"""Bootstrap resamples as weights: of rows, of cells that stand for many rows, of whole groups."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Numbers = NDArray[np.int64]
RESAMPLES = 1000
LARGE_RESAMPLES = 400
CHUNK_VALUES = 2_000_000
MOST_GROUPS = 20_000


def of_rows(rows: int, rng: np.random.Generator) -> Iterator[Array]:
    """How often each of `rows` rows is drawn, in chunks (b, rows) that keep memory small."""
    for chunk in _chunks(RESAMPLES, rows):
        yield _drawn(rows, chunk, rng)


def of_cells(count: Array, rng: np.random.Generator) -> Iterator[Array]:
    """How many rows are drawn of cells that hold `count` (c,) rows: chunks (b, c) of Poisson counts
    (Chamandy et al. 2012, "Estimating uncertainty for massive data streams")."""
    for chunk in _chunks(LARGE_RESAMPLES, len(count)):
        yield rng.poisson(count, (chunk, len(count))).astype(np.float64)


def of_groups(groups: Numbers, rng: np.random.Generator) -> Iterator[Array]:
    """How often each row is drawn when whole groups are, in chunks (b, n).

    `groups` (n,) are numbers from 0 without gaps. As many groups as there are
    are drawn with replacement, each with all its rows (the cluster bootstrap:
    Davison & Hinkley 1997, section 3.8; Field & Welsh 2007).
    """
    found = int(groups.max()) + 1
    for chunk in _chunks(RESAMPLES, len(groups)):
        yield np.take(_drawn(found, chunk, rng), groups, axis=1)


def of_groups_in_cells(groups: Numbers, cell: Numbers, rng: np.random.Generator) -> Iterator[Array]:
    """As `of_groups`, the rows summed up in their `cell` (n,) of 0..c-1: chunks (b, c).

    More than 20,000 groups are first joined at random to so many, which leaves
    the variance as it is on average (Wolter 2007, the method of random groups).
    """
    from scipy.sparse import csr_matrix

    found = int(groups.max()) + 1
    if found > MOST_GROUPS:
        groups = (rng.permutation(found) % MOST_GROUPS)[groups]
        found = MOST_GROUPS
    cells = int(cell.max()) + 1
    rows = csr_matrix((np.ones(len(cell)), (cell, groups)), shape=(cells, found))
    for chunk in _chunks(LARGE_RESAMPLES, max(cells, found)):
        yield np.asarray((rows @ _drawn(found, chunk, rng).T).T)


def _drawn(size: int, chunk: int, rng: np.random.Generator) -> Array:
    """How often each of `size` things is drawn in `size` draws with replacement: (chunk, size)."""
    drawn = rng.integers(0, size, (chunk, size)) + np.arange(chunk)[:, None] * size
    counted = np.bincount(drawn.ravel(), minlength=chunk * size)
    return counted.reshape(chunk, size).astype(np.float64)


def _chunks(resamples: int, width: int) -> Iterator[int]:
    most = max(1, CHUNK_VALUES // max(width, 1))
    for done in range(0, resamples, most):
        yield min(most, resamples - done)
