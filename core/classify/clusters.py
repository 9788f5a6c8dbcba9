"""Rows that come in groups, such as those of one customer: how far counts of them may stray."""

import numpy as np
from numpy.typing import NDArray

from core.base.model import Value

Counts = NDArray[np.float64]
FEWEST = 2
"""Groups below which nothing can be said of how groups differ."""


class Spread(Value):
    """Sums over the groups of products of their counts, for each threshold of a grid.

    A group counts `tp` and `fp` called, of its `positives` and `negatives`:
    `tp_fp[k]` is the sum over the groups of tp times fp at threshold k.
    """

    groups: int
    positives_positives: int
    positives_negatives: int
    negatives_negatives: int
    tp_tp: tuple[int, ...]
    tp_fp: tuple[int, ...]
    fp_fp: tuple[int, ...]
    tp_positives: tuple[int, ...]
    tp_negatives: tuple[int, ...]
    fp_positives: tuple[int, ...]
    fp_negatives: tuple[int, ...]


def spread(
    flags: NDArray[np.bool_], place: NDArray[np.int64], groups: NDArray[np.int64], steps: int
) -> Spread:
    """The products of rows `flags` (n,) in `groups` (n,) numbered from 0.

    `place` (n,) is the last threshold, of `steps` ascending ones, that a row is
    called at. Rows join their groups one by one from the highest place down,
    and each adds what it changes, so no table of groups by thresholds is made.
    """
    order = np.argsort(-place, kind="stable")
    flags, place, groups = flags[order], place[order], groups[order]
    yes, no = flags.astype(np.float64), (~flags).astype(np.float64)
    positives, negatives = np.bincount(groups, yes), np.bincount(groups, no)
    tp, fp = _before(yes, groups), _before(no, groups)

    def summed(added: Counts) -> tuple[int, ...]:
        at = np.bincount(place, added, minlength=steps)
        return tuple(np.cumsum(at[::-1])[::-1].astype(np.int64).tolist())

    return Spread(
        groups=len(np.unique(groups)),
        positives_positives=int(positives @ positives),
        positives_negatives=int(positives @ negatives),
        negatives_negatives=int(negatives @ negatives),
        tp_tp=summed(yes * (2 * tp + 1)),
        tp_fp=summed(yes * fp + no * tp),
        fp_fp=summed(no * (2 * fp + 1)),
        tp_positives=summed(yes * positives[groups]),
        tp_negatives=summed(yes * negatives[groups]),
        fp_positives=summed(no * positives[groups]),
        fp_negatives=summed(no * negatives[groups]),
    )


def _before(value: Counts, groups: NDArray[np.int64]) -> Counts:
    """For each row, the sum of `value` over the rows of its group that stand before it."""
    order = np.argsort(groups, kind="stable")
    sorted_ = groups[order]
    before = np.cumsum(value[order]) - value[order]
    first = np.concatenate([[True], sorted_[1:] != sorted_[:-1]])
    start = np.maximum.accumulate(np.where(first, np.arange(len(groups)), 0))
    found = np.empty(len(groups))
    found[order] = before - before[start]
    return found


def draw(spread: Spread, totals: Counts, place: int, size: int, rng: np.random.Generator) -> Counts:
    """Counts (size, 4) in the order tp, fp, tn, fn of resamples of whole groups.

    `totals` (4,) are tp, fp, positives and negatives of all rows at the
    threshold `place`. A resample of G groups with replacement (Davison & Hinkley
    1997, section 3.8; Field & Welsh 2007) has as mean the totals s and as
    covariance the sum of v v' over the groups' counts v, less s s' / G; its
    counts are drawn from the normal distribution of both, kept at 0 or above.
    """
    s = spread
    at = (s.tp_tp, s.tp_fp, s.fp_fp, s.tp_positives, s.tp_negatives, s.fp_positives, s.fp_negatives)
    tp_tp, tp_fp, fp_fp, tp_p, tp_n, fp_p, fp_n = (values[place] for values in at)
    p_p, p_n, n_n = s.positives_positives, s.positives_negatives, s.negatives_negatives
    products = np.array(
        [
            [tp_tp, tp_fp, tp_p, tp_n],
            [tp_fp, fp_fp, fp_p, fp_n],
            [tp_p, fp_p, p_p, p_n],
            [tp_n, fp_n, p_n, n_n],
        ],
        np.float64,
    )
    around = products - np.outer(totals, totals) / s.groups
    values, vectors = np.linalg.eigh(around)
    root = vectors * np.sqrt(np.clip(values, 0, None))
    tp, fp, positives, negatives = (totals + rng.standard_normal((size, 4)) @ root.T).T
    return np.clip(np.column_stack([tp, fp, negatives - fp, positives - tp]), 0, None)


def effective(flags: NDArray[np.bool_], groups: NDArray[np.int64]) -> float:
    """How many independent rows the rows `flags` (n,) of `groups` (n,) are worth: at most n.

    n over the design effect of the share (Kish 1965), whose variance is that of
    the groups' sums around it. Where the share is 0 or 1, or one group holds
    all rows, it is the number of groups.
    """
    share, rows = flags.mean(), len(flags)
    number = np.unique(groups, return_inverse=True)[1]
    sums = np.bincount(number, flags - share)
    found = len(sums)
    if found < FEWEST or share in (0, 1):
        return float(found)
    variance = (sums @ sums) * found / (found - 1) / rows**2
    return float(rows / max(1.0, variance * rows / (share * (1 - share))))
