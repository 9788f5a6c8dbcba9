"""Factors of customers, solved from their histories: by it a factor model ranks for anybody.

Weighted least squares as of Hu, Koren and Volinsky (2008): for one customer of confidences c,
x = (Y'Y + Y'(C - I)Y + r I)^-1 Y'c, Y the factors of the items. With L L' = Y'Y + r I and
Z = Y L'^-1 (`whitened`) the scores Y x are Z v, v = (I + Z'DZ)^-1 Z'c, where D = C - I has values
for the items met alone. Where these are fewer than the factors, the same v is Z'(I + D ZZ')^-1 c:
a system as large as the history.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.interactions import Floats

CELLS = 4_000_000
"""Numbers held of the histories solved in one go, at most."""


def whitened(factors: Floats, ridge: float) -> Floats:
    """The factors (items, f) as Z = Y L'^-1, for a `ridge` r above 0."""
    from scipy.linalg import cholesky, solve_triangular

    wide = factors.astype(np.float64)
    gram = wide.T @ wide
    gram[np.diag_indices_from(gram)] += ridge
    lower = cholesky(gram, lower=True)
    return np.ascontiguousarray(solve_triangular(lower, wide.T, lower=True).T, np.float32)


def folded(white: Floats, met: sparse.csr_matrix) -> Floats:
    """The factors v (b, f) of the customers whose confidences `met` (b, items) are; 0 where nothing
    was met. In one thread of BLAS: in several, these small products wait for one another."""
    found = np.zeros((met.shape[0], white.shape[1]), np.float32)
    with _pools().limit(limits=1, user_api="blas"):
        for rows, items, confidence in _alike(met, white.shape[1]):
            found[rows] = _solved(white[items], confidence)
    return found


@cache
def _pools() -> Any:
    """The pools of threads of this process: looking for them takes longer than a customer does."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def _alike(
    met: sparse.csr_matrix, factors: int
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], Floats]]:
    """Customers whose histories are about as long: their rows (g,), the items (g, n) and their
    confidences (g, n), 0 behind the end of the shorter ones."""
    count = np.diff(met.indptr)
    order = np.argsort(count, kind="stable")
    first = int((count == 0).sum())
    while first < len(order):
        shortest = int(count[order[first]])
        last = int(np.searchsorted(count[order], shortest + 4 + shortest // 4, side="right"))
        longest = int(count[order[last - 1]])
        room = longest * factors + min(longest, factors) ** 2
        last = min(last, first + max(1, CELLS // room))
        rows = order[first:last]
        longest = int(count[rows[-1]])
        there = np.arange(longest) < count[rows][:, None]
        places = np.where(there, met.indptr[rows][:, None] + np.arange(longest), 0)
        yield rows, met.indices[places], np.where(there, met.data[places], 0).astype(np.float32)
        first = last


def _solved(white: Floats, confidence: Floats) -> Floats:
    """v (g, f) for the factors (g, n, f) of the items met; a confidence of 0 is none."""
    more = np.where(confidence != 0, confidence - 1, 0)[:, :, None]
    n, f = white.shape[1:]
    if n < f:
        system = more * (white @ white.transpose(0, 2, 1))
        system[:, np.arange(n), np.arange(n)] += 1
        solved = np.linalg.solve(system, confidence[:, :, None])
        return np.asarray((solved.transpose(0, 2, 1) @ white)[:, 0], np.float32)
    system = white.transpose(0, 2, 1) @ (more * white)
    system[:, np.arange(f), np.arange(f)] += 1
    right = confidence[:, None] @ white
    return np.asarray(np.linalg.solve(system, right.transpose(0, 2, 1))[:, :, 0], np.float32)
