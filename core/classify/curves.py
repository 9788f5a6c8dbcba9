"""Curves of one part of the rows, thinned for drawing."""

import numpy as np
from numpy.typing import NDArray

from core.classify import clusters
from core.classify.metrics import BINS, Array, bins_of
from core.classify.report import Bin, Curve, Histogram

POINTS = 500
SHARES = 100
BARS = 50


def ranks(y: NDArray[np.int8], p: Array) -> tuple[Array, Array]:
    """Positives and negatives called, from none to all, one step a distinct probability.

    Each (g + 1,), from the highest probability down.
    """
    order = np.argsort(-p, kind="stable")
    flags, sorted_p = (np.asarray(y)[order] > 0), p[order]
    last = np.flatnonzero(np.append(sorted_p[1:] != sorted_p[:-1], True))
    positives = np.cumsum(flags)[last]
    return np.append(0, positives).astype(float), np.append(0, last + 1 - positives).astype(float)


def roc(called: tuple[Array, Array]) -> Curve:
    """False positive rate -> recall."""
    positives, negatives = called
    return _curve(negatives / max(negatives[-1], 1), positives / max(positives[-1], 1))


def precision_recall(called: tuple[Array, Array]) -> Curve:
    """Recall -> precision, from the surest rows on."""
    positives, negatives = called[0][1:], called[1][1:]
    return _curve(positives / max(positives[-1], 1), positives / (positives + negatives))


def gain(called: tuple[Array, Array]) -> Curve:
    """Share of rows taken, best first -> share of the positives among them; ties in proportion."""
    positives, negatives = called
    share = np.arange(SHARES + 1) / SHARES
    rows = (positives + negatives) / (positives[-1] + negatives[-1])
    found = np.interp(share, rows, positives / max(positives[-1], 1))
    return Curve(x=tuple(share.tolist()), y=tuple(found.tolist()))


def lift(gained: Curve) -> Curve:
    """Share of rows taken -> how many times more positives than a random share holds."""
    x, y = np.array(gained.x[1:]), np.array(gained.y[1:])
    return Curve(x=gained.x[1:], y=tuple((y / x).tolist()))


def calibration(
    y: NDArray[np.int8], p: Array, groups: NDArray[np.int64] | None = None
) -> tuple[Bin, ...]:
    """The bins that hold rows; those of `groups` (n,) are worth fewer (`clusters.effective`)."""
    place, flags = bins_of(p), np.asarray(y) > 0
    found = []
    for number in range(BINS):
        inside = place == number
        count = int(inside.sum())
        if not count:
            continue
        hits = int(flags[inside].sum())
        worth = count if groups is None else clusters.effective(flags[inside], groups[inside])
        low, high = wilson(hits * worth / count, worth)
        found.append(
            Bin(
                low=number / BINS,
                high=(number + 1) / BINS,
                count=count,
                said=float(p[inside].mean()),
                happened=hits / count,
                happened_low=low,
                happened_high=high,
            )
        )
    return tuple(found)


def wilson(hits: float, count: float) -> tuple[float, float]:
    """95 % limits of a share (Wilson 1927)."""
    z, share = 1.959964, hits / count
    centre = share + z * z / (2 * count)
    spread = z * np.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    scale = 1 + z * z / count
    return max(0.0, float((centre - spread) / scale)), min(1.0, float((centre + spread) / scale))


def histogram(y: NDArray[np.int8], p: Array) -> Histogram:
    """Rows by class in bars of equal width."""
    flags = np.asarray(y) > 0
    place = np.minimum((p * BARS).astype(np.int64), BARS - 1)
    negatives, positives = (np.bincount(place[part], minlength=BARS) for part in (~flags, flags))
    return Histogram(negatives=tuple(negatives.tolist()), positives=tuple(positives.tolist()))


def _curve(x: Array, y: Array) -> Curve:
    kept = _thinned(x, y)
    return Curve(x=tuple(x[kept].tolist()), y=tuple(y[kept].tolist()))


def _thinned(x: Array, y: Array) -> NDArray[np.int64]:
    """At most POINTS places, spread evenly along the curve's length, both ends among them."""
    if len(x) <= POINTS:
        return np.arange(len(x))
    length = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y)))])
    wanted = np.linspace(0, length[-1], POINTS)
    return np.unique(np.append(np.searchsorted(length, wanted[:-1]), len(x) - 1))
