"""From probabilities to decisions: exact counts at every threshold, and which threshold to take."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.base.model import Value
from core.base.runs import Score
from core.classify import clusters
from core.classify.clusters import Spread

STEPS = 1000
GRID: NDArray[np.float64] = np.arange(STEPS + 1) / STEPS
"""The thresholds 0, 0.001, ..., 1 that a slider moves over."""
RESAMPLES = 2000

Rule = Literal["f1", "cost", "half"]


class Counts(Value):
    """The confusion matrix of one threshold: rows with p >= threshold are called positive."""

    tp: int
    fp: int
    tn: int
    fn: int

    @property
    def rows(self) -> int:
        """All rows counted."""
        return self.tp + self.fp + self.tn + self.fn


class Costs(Value):
    """What a false alarm and a miss cost, in the same unit of money."""

    false_alarm: float = 1.0
    miss: float = 1.0


class ThresholdTable(Value):
    """Counts for every threshold of `GRID`: `tp` and `fp` of 1,001 entries each.

    `spread` says how the counts vary between groups of rows, where rows come in groups.
    """

    positives: int
    negatives: int
    tp: tuple[int, ...]
    fp: tuple[int, ...]
    spread: Spread | None = None

    def at(self, threshold: float) -> Counts:
        """The confusion matrix at the grid's nearest threshold."""
        place = position(threshold)
        tp, fp = self.tp[place], self.fp[place]
        return Counts(tp=tp, fp=fp, tn=self.negatives - fp, fn=self.positives - tp)


def position(threshold: float) -> int:
    """The place of `threshold` on the grid."""
    return min(max(round(threshold * STEPS), 0), STEPS)


def snap(threshold: float) -> float:
    """The threshold of the grid nearest to `threshold`."""
    return float(GRID[position(threshold)])


def count(
    y: NDArray[np.int8], p: NDArray[np.float64], groups: NDArray[np.int64] | None = None
) -> ThresholdTable:
    """Exact counts of p >= t for every t of the grid; `y` (n,) 0/1, `p` (n,).

    `groups` (n,) numbers from 0, where given, say which rows belong together.
    """
    flags = np.asarray(y) > 0
    above = [
        len(part) - np.searchsorted(np.sort(part), GRID, "left") for part in (p[flags], p[~flags])
    ]
    spread = None
    if groups is not None:
        place = np.searchsorted(GRID, p, "right") - 1
        spread = clusters.spread(flags, place, groups, len(GRID))
    return ThresholdTable(
        positives=int(flags.sum()),
        negatives=int((~flags).sum()),
        tp=tuple(above[0].tolist()),
        fp=tuple(above[1].tolist()),
        spread=spread,
    )


def curves(table: ThresholdTable) -> dict[str, NDArray[np.float64]]:
    """accuracy, precision, recall, f1 and specificity at every threshold, each (1001,).

    What divides by nothing is 0, as in scikit-learn.
    """
    return rates(
        np.array(table.tp, np.float64),
        np.array(table.fp, np.float64),
        table.positives,
        table.negatives,
    )


def rates(
    tp: NDArray[np.float64],
    fp: NDArray[np.float64],
    positives: float | NDArray[np.float64],
    negatives: float | NDArray[np.float64],
) -> dict[str, NDArray[np.float64]]:
    """Metrics of counts, elementwise."""
    tn = negatives - fp
    return {
        "accuracy": _ratio(tp + tn, positives + negatives),
        "precision": _ratio(tp, tp + fp),
        "recall": _ratio(tp, positives),
        "f1": _ratio(2 * tp, tp + fp + positives),
        "specificity": _ratio(tn, negatives),
    }


def _ratio(part: NDArray[np.float64], whole: float | NDArray[np.float64]) -> NDArray[np.float64]:
    whole = np.broadcast_to(np.asarray(whole, np.float64), np.shape(part))
    return np.divide(part, whole, out=np.zeros(np.shape(part)), where=whole > 0)


def costs(table: ThresholdTable, price: Costs) -> NDArray[np.float64]:
    """Expected cost a row at every threshold (1001,), in the unit of `price`."""
    fp = np.array(table.fp, np.float64)
    fn = table.positives - np.array(table.tp, np.float64)
    rows = max(table.positives + table.negatives, 1)
    return (fp * price.false_alarm + fn * price.miss) / rows


def choose(table: ThresholdTable, rule: Rule, price: Costs) -> float:
    """The threshold that `rule` prefers on these (validation) rows.

    `f1` takes the highest F1, `cost` the least expected cost, `half` is 0.5.
    Where thresholds tie, the middle one is taken: it is the least chancy.
    """
    if rule == "half":
        return 0.5
    value = curves(table)["f1"] if rule == "f1" else -costs(table, price)
    best = np.flatnonzero(value >= value.max() - 1e-12)
    return float(GRID[best[(len(best) - 1) // 2]])


def scores_at(
    table: ThresholdTable, threshold: float, price: Costs, seed: int = 0
) -> dict[str, Score]:
    """Metrics at `threshold` with bootstrap 95 % intervals, from the counts alone.

    Drawing n rows with replacement and counting them is drawing the four
    counts from a multinomial, so no row is needed and any threshold is at
    hand at once (Efron & Tibshirani 1993, percentile intervals). Where rows
    come in groups, whole groups are drawn (`clusters.draw`); of a single group
    no interval can be told.
    """
    now = table.at(threshold)
    cells = np.array([now.tp, now.fp, now.tn, now.fn])
    value = _metrics(cells[None, :].astype(np.float64), price)
    drawn = _resampled(table, threshold, np.random.default_rng(seed))
    low, high = ({}, {}) if drawn is None else _limits(_metrics(drawn, price))
    return {
        name: Score(value=float(v[0]), low=low.get(name), high=high.get(name))
        for name, v in value.items()
    }


def _resampled(
    table: ThresholdTable, threshold: float, rng: np.random.Generator
) -> NDArray[np.float64] | None:
    """Confusion matrices (b, 4) of resamples in the order tp, fp, tn, fn; None without a basis."""
    now = table.at(threshold)
    if now.rows == 0:
        return None
    if table.spread is None:
        shares = np.array([now.tp, now.fp, now.tn, now.fn]) / now.rows
        return rng.multinomial(now.rows, shares, RESAMPLES).astype(np.float64)
    if table.spread.groups < clusters.FEWEST:
        return None
    totals = np.array([now.tp, now.fp, table.positives, table.negatives], np.float64)
    return clusters.draw(table.spread, totals, position(threshold), RESAMPLES, rng)


def _metrics(cells: NDArray[np.float64], price: Costs) -> dict[str, NDArray[np.float64]]:
    """Metrics of confusion matrices (b, 4) in the order tp, fp, tn, fn."""
    tp, fp, tn, fn = cells.T
    found = rates(tp, fp, tp + fn, tn + fp)
    found["cost"] = (fp * price.false_alarm + fn * price.miss) / np.maximum(cells.sum(axis=1), 1)
    return found


def _limits(drawn: dict[str, NDArray[np.float64]]) -> tuple[dict[str, float], dict[str, float]]:
    low = {name: float(np.percentile(v, 2.5)) for name, v in drawn.items()}
    return low, {name: float(np.percentile(v, 97.5)) for name, v in drawn.items()}
