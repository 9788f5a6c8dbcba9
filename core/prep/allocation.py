"""Groups of rows dealt out to parts, so that shares and answers come out alike in each part."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]
LARGE = 1 / 20
"""A group of more than this of a part's mean size is dealt out singly."""


def allocate(
    groups: Places, y: NDArray[np.int8], shares: tuple[float, ...], seed: int
) -> NDArray[np.int8]:
    """The part (n,) of each row; rows of one group share a part.

    `groups` (n,) are numbers 0, 1, ... without gaps. Groups with both answers
    are dealt out first, then those with one answer by what each part still
    lacks of it, so that each part gets its share of both. Where it can be done,
    every part holds both answers.
    """
    rng = np.random.default_rng(seed)
    rows = np.bincount(groups)
    positives = np.bincount(groups, weights=y).astype(np.int64)
    negatives = rows - positives
    part = np.zeros(len(rows), dtype=np.int8)
    mixed = np.flatnonzero((positives > 0) & (negatives > 0))
    wanted = np.asarray(shares)
    part[mixed] = _deal(rows[mixed], wanted * rows[mixed].sum(), rng)
    for counts, others in ((negatives, positives), (positives, negatives)):
        pure = np.flatnonzero(others == 0)
        dealt = np.bincount(part[mixed], weights=counts[mixed], minlength=len(shares))
        part[pure] = _deal(counts[pure], wanted * counts.sum() - dealt, rng)
    _mend(part, negatives, positives, len(shares))
    return part[groups]


def _deal(sizes: Places, lacking: Floats, rng: np.random.Generator) -> NDArray[np.int8]:
    """Parts for groups of `sizes`: each large one to the part that lacks most rows, then the
    small ones in random order by what is still lacking. `lacking` sums up to all rows."""
    order = rng.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    large = int(np.count_nonzero(sizes * len(lacking) > sizes.sum() * LARGE))
    lacking = lacking.copy()
    part = np.empty(len(sizes), dtype=np.int8)
    for group in order[:large]:
        part[group] = lacking.argmax()
        lacking[part[group]] -= sizes[group]
    small = rng.permutation(order[large:])
    if len(small):
        lacking = np.clip(lacking, 0, None)
        ends = np.cumsum(lacking) / lacking.sum() * sizes[small].sum()
        middle = np.cumsum(sizes[small]) - sizes[small] / 2
        part[small] = np.searchsorted(ends[:-1], middle, side="right")
    return part


def _mend(part: NDArray[np.int8], negatives: Places, positives: Places, parts: int) -> None:
    """Gives a part that lacks an answer the smallest group with it that others can spare."""
    for counts, others in ((positives, negatives), (negatives, positives)):
        for poor in range(parts):
            if counts[part == poor].any():
                continue
            spare = [g for p in range(parts) for g in _spare(part == p, counts, others)]
            if spare:
                part[min(spare, key=lambda g: (counts[g] + others[g], g))] = poor


def _spare(own: NDArray[np.bool_], counts: Places, others: Places) -> list[int]:
    """The smallest group that a part (`own` marks its groups) can give away without losing an
    answer: one without the other answer, or where another group has that too."""
    holders = np.flatnonzero(own & (counts > 0))
    if len(holders) < 2:
        return []
    if np.count_nonzero(own & (others > 0)) < 2:
        holders = holders[others[holders] == 0]
    if not len(holders):
        return []
    return [int(holders[np.argmin((counts + others)[holders])])]
