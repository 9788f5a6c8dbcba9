"""Measures of ranked lists, for one customer each; of all items, never of a sample.

Järvelin and Kekäläinen (2002) for NDCG; MAP as in trec_eval, cut at k; novelty as the
self-information of Zhou et al. (2010).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from core.recommend.interactions import Floats

Lists = NDArray[np.int64]
"""Lists of items (q, k), best first; -1 where a list ends before k."""
ACCURACY = ("ndcg", "recall", "hr", "mrr", "map")


def top(scores: Floats, k: int, allowed: NDArray[np.bool_] | None = None) -> Lists:
    """The `k` items with the highest scores of each row (b, items), where they are `allowed`;
    of equal ones the first. A score of minus infinity is on no list."""
    scores = np.asarray(scores, np.float32)
    if allowed is not None:
        scores = np.where(allowed, scores, np.float32(-np.inf))
    bound = _reached(scores, k)
    equal = scores == bound
    many = np.count_nonzero(equal, axis=1) > k
    if many.any():
        equal[many] &= np.cumsum(equal[many], axis=1, dtype=np.int32) <= k
    flat = np.flatnonzero(equal | (scores > bound))
    row, item = np.divmod(flat, max(scores.shape[1], 1))
    return ranked(row, item, scores[row, item], (len(scores), k))


def _reached(scores: Floats, k: int) -> Floats:
    """A score that at least `k` items of a row reach, seldom many more (b, 1): the k-th highest of
    the highest of groups of items. The least finite one where there are fewer."""
    rows, width = scores.shape
    least = np.full((rows, 1), np.finfo(np.float32).min, np.float32)
    if width < k:
        return least
    of_group = max(1, width // (8 * k))
    groups = width // of_group
    highest = scores[:, : groups * of_group].reshape(rows, of_group, groups).max(axis=1)
    return np.maximum(np.partition(highest, groups - k, axis=1)[:, groups - k, None], least)


def ranked(
    row: NDArray[np.int64], item: NDArray[np.int64], score: Floats, shape: tuple[int, int]
) -> Lists:
    """Lists of that shape (b, k) from items with their scores, which lie row by row, each row in
    the order of the items."""
    order = np.lexsort((-score, row))
    row, item = row[order], item[order]
    rank = np.arange(len(row)) - np.searchsorted(row, np.arange(shape[0]))[row]
    found = np.full(shape, -1, np.int64)
    first = rank < shape[1]
    found[row[first], rank[first]] = item[first]
    return found


def accuracy(lists: Lists, taken: sparse.csr_matrix, k: int) -> dict[str, NDArray[np.float64]]:
    """Each of `ACCURACY` at k for every customer (q,); NaN for who took nothing.

    Recall and MAP are shares of all that was taken, so lists shorter than it cannot reach 1.

    >>> taken = sparse.csr_matrix(np.array([[1, 0, 1, 0]]))
    >>> found = accuracy(np.array([[1, 0]]), taken, 2)
    >>> {name: round(float(value[0]), 3) for name, value in found.items()}
    {'ndcg': 0.387, 'recall': 0.5, 'hr': 1.0, 'mrr': 0.5, 'map': 0.25}
    """
    hits, count = _hits(lists[:, :k], taken)
    count = np.where(count > 0, count, np.nan)
    ranks = np.arange(1, hits.shape[1] + 1)
    gains = 1 / np.log2(ranks + 1)
    ideal = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, k + 2)))])
    most = ideal[np.minimum(np.nan_to_num(count), k).astype(int)]
    first = np.where(hits.any(axis=1), hits.argmax(axis=1) + 1.0, np.inf)
    precision = np.cumsum(hits, axis=1) / ranks
    none = count * 0
    with np.errstate(invalid="ignore", divide="ignore"):
        return {
            "ndcg": (hits * gains).sum(axis=1) / most,
            "recall": hits.sum(axis=1) / count,
            "hr": hits.any(axis=1) + none,
            "mrr": 1 / first + none,
            "map": (precision * hits).sum(axis=1) / count,
        }


def _hits(
    lists: Lists, taken: sparse.csr_matrix
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """1 where an item of a list was taken (q, k), and how many items were taken (q,)."""
    rows, width = taken.shape
    row, item = taken.nonzero()
    pairs = np.unique(row.astype(np.int64) * width + item)
    count = np.bincount(pairs // max(width, 1), minlength=rows).astype(float)
    asked = np.arange(rows)[:, None] * width + lists
    place = np.minimum(np.searchsorted(pairs, asked), max(len(pairs) - 1, 0))
    found = pairs[place] == asked if len(pairs) else np.zeros(lists.shape, bool)
    return (found & (lists >= 0)).astype(float), count


def coverage(lists: Lists, items: int) -> float:
    """The share of `items` that is on at least one list."""
    return len(np.unique(lists[lists >= 0])) / max(items, 1)


def novelty(lists: Lists, customers: NDArray[np.float64], of: int) -> NDArray[np.float64]:
    """The mean self-information of the items of every list, in bits (q,): -log2 of the share of
    the `of` customers who met an item (`customers` (items,)); met by nobody counts as by one."""
    bits = -np.log2(np.maximum(customers, 1) / max(of, 1))
    return _mean(bits, lists)


def popularity(lists: Lists, customers: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many customers met the items of every list, on average (q,)."""
    return _mean(customers.astype(float), lists)


def diversity(lists: Lists, vectors: sparse.csr_matrix) -> NDArray[np.float64]:
    """The mean distance, 1 - cosine, between two items of a list (q,); `vectors` (items, d) say
    what an item is like, a zero one nothing: it is like no other. NaN for lists of fewer than two.

    The cosines of all pairs are the square of the sum of the unit vectors, less those with itself.
    """
    norm = np.sqrt(np.asarray(vectors.multiply(vectors).sum(axis=1), float).ravel())
    unit = sparse.diags(1 / np.where(norm > 0, norm, 1)) @ vectors
    there = lists >= 0
    count = there.sum(axis=1)
    start = np.concatenate([[0], np.cumsum(count)])
    listed = (np.ones(start[-1]), lists[there], start)
    total = sparse.csr_matrix(listed, shape=(len(lists), vectors.shape[0])) @ unit
    square = np.asarray(total.multiply(total).sum(axis=1), float).ravel()
    itself = np.where(there, (norm > 0)[np.maximum(lists, 0)], False).sum(axis=1)
    pairs = np.where(count > 1, count * (count - 1.0), np.nan)
    return np.asarray(1 - (square - itself) / pairs)


def _mean(values: NDArray[np.float64], lists: Lists) -> NDArray[np.float64]:
    there = lists >= 0
    total = np.where(there, values[np.maximum(lists, 0)], 0).sum(axis=1)
    count = there.sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
