"""Tables of all pairs of items: made in place, refused above a budget."""

from typing import Any

import numpy as np
from scipy import sparse

from core.base.errors import AppError
from core.base.protocols import Problem
from core.recommend.interactions import Floats

BLOCK = 1024
"""Rows or columns of a table that are worked on at a time."""


def gram_of(met: sparse.csr_matrix) -> Floats:
    """X'X (items, items) of a sparse X (rows, items), filled without a second table."""
    of_items, items = met.T.tocsr(), met.shape[1]
    gram = np.empty((items, items), np.float32)
    for first in range(0, items, BLOCK):
        gram[first : first + BLOCK] = (of_items[first : first + BLOCK] @ met).toarray()
    return gram


def add(table: Floats, more: sparse.csr_matrix, times: float = 1.0) -> None:
    """Adds a sparse table to a dense one, in place."""
    rows = np.repeat(np.arange(more.shape[0]), np.diff(more.indptr))
    more.sum_duplicates()
    table[rows, more.indices] += np.float32(times) * more.data


def inverse_of(gram: Floats, ridge: float) -> Floats:
    """The inverse of gram + ridge I (n, n), a symmetric float32 table; `gram` is overwritten.

    Raises AppError ridge_too_small where float32 cannot tell the sum from a singular table.
    """
    from scipy.linalg import lapack

    factor = _factor(gram, ridge)
    inverse, _ = lapack.spotri(factor, lower=True, overwrite_c=True)
    return _mirrored(inverse).T


def solved(gram: Floats, right: Floats, ridge: float) -> Floats:
    """(gram + ridge I)^-1 right (n, m), in float32; both are overwritten.

    Raises AppError ridge_too_small where float32 cannot tell the sum from a singular table.
    """
    from scipy.linalg import lapack

    factor = _factor(gram, ridge)
    for first in range(0, right.shape[1], BLOCK):
        some = right[:, first : first + BLOCK]
        some[:], _ = lapack.spotrs(factor, some, lower=True)
    return right


def _factor(gram: Floats, ridge: float) -> Any:
    """The Cholesky factor; LAPACK takes the transpose of a symmetric C-ordered table as it is."""
    from scipy.linalg import lapack

    gram[np.diag_indices_from(gram)] += np.float32(ridge)
    factor, bad = lapack.spotrf(gram.T, lower=True, overwrite_a=True)
    if bad:
        raise AppError("ridge_too_small", ridge=ridge)
    return factor


def _mirrored(lower: Floats) -> Floats:
    """The table with its lower triangle above the diagonal too, a block at a time."""
    n = len(lower)
    for first in range(0, n, BLOCK):
        last = min(first + BLOCK, n)
        corner = np.tril(lower[first:last, first:last])
        lower[first:last, first:last] = corner + np.tril(corner, -1).T
        lower[first:last, last:] = lower[last:, first:last].T
    return lower


def over_budget(needed: float, budget: float, items: int) -> tuple[Problem, ...]:
    """The problem of a table that needs more megabytes than it may take, if there is one."""
    if needed <= budget:
        return ()
    facts = {"needed": round(needed), "budget": round(budget), "items": items}
    return (Problem(code="dense_above_budget", facts=facts),)
