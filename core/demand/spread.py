"""What may be sold beside the mean: quantiles of errors, pooled over alike rows.

A small forest groups rows whose demand scatters alike (Meinshausen 2006, quantile regression
forests: here each tree's leaf keeps its empirical quantiles, and the trees are averaged). Learned
from forecasts made before the demand was known, so the quantiles carry the error of the forecast
too (split conformal by group).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.base.forecast import LEVELS
from core.demand.panel import Floats

STRETCHES = (0, 1, 2, 4, 7, 10, 14, 20, 28, 40, 56, 80, 113, 160, 226, 320)
"""Steps ahead, from zero, at which a stretch of the horizon begins: each reaches about 1.4 times as
far as the one before."""
_BAGGED = 10
"""Fewer rows than that are not drawn from: a bag could be empty."""


@dataclass(frozen=True)
class Spread:
    """A fitted forest: `leaves` has, for each tree, the quantiles (leaves, q) of its leaves."""

    booster: Any
    leaves: tuple[Floats, ...]

    def quantiles(self, x: NDArray[np.float32]) -> Floats:
        """The quantiles of the error of each row (n, q), rising."""
        places = _leaves(self.booster, x)
        found = sum(table[places[:, tree]] for tree, table in enumerate(self.leaves))
        return np.asarray(found / len(self.leaves))


@dataclass(frozen=True)
class Stretches:
    """A forest for each stretch of the horizon: sums of many periods scatter far less than those of
    few, which trees of all steps together would mix. `begins` are their first steps."""

    begins: tuple[int, ...]
    forests: tuple[Spread, ...]

    def quantiles(self, x: NDArray[np.float32]) -> Floats:
        """The quantiles of the error of each row (n, q), rising; the first column of `x` is the
        step. A stretch in which nothing could be learned takes the forest before it."""
        place = np.maximum(np.searchsorted(self.begins, x[:, 0], "right") - 1, 0)
        found = np.zeros((len(x), len(LEVELS)))
        for number, forest in enumerate(self.forests):
            rows = place == number
            if rows.any():
                found[rows] = forest.quantiles(x[rows])
        return found


@dataclass(frozen=True)
class Errors:
    """What a forest learns from: features `x` (n, k), the `error` of each row (n,), and `apart`
    (n,), by which the trees tell rows that scatter much from those that scatter little."""

    x: NDArray[np.float32]
    error: Floats
    apart: Floats

    def only(self, rows: NDArray[np.bool_]) -> "Errors":
        """Some of the rows."""
        return Errors(self.x[rows], self.error[rows], self.apart[rows])


def fit_stretches(errors: Errors, seed: int) -> Stretches:
    """A forest for the rows of each stretch; the first column of `x` is the step."""
    place = np.searchsorted(STRETCHES, errors.x[:, 0], "right") - 1
    there = [int(number) for number in np.unique(place)]
    forests = [fit_spread(errors.only(place == n), seed) for n in there]
    return Stretches(tuple(STRETCHES[number] for number in there), tuple(forests))


def fit_spread(errors: Errors, seed: int, trees: int = 32, fewest: int = 300) -> Spread:
    """Groups rows by what their errors are like; a leaf has at least `fewest` rows."""
    import lightgbm

    parameters = {
        "objective": "regression", "boosting": "rf", "bagging_freq": 1,
        "bagging_fraction": 0.6 if len(errors.x) > _BAGGED else 1.0, "feature_fraction": 0.4,
        "num_leaves": 96, "min_data_in_leaf": fewest, "max_bin": 63, "num_threads": 1,
        "seed": seed, "deterministic": True, "force_col_wise": True, "verbosity": -1,
    }  # fmt: skip
    data = lightgbm.Dataset(errors.x, errors.apart)
    booster = lightgbm.train(parameters, data, num_boost_round=trees)
    places = _leaves(booster, errors.x)
    rising = np.argsort(errors.error)
    leaf, error = places[rising].astype(np.int16), errors.error[rising]
    tables = tuple(_table(leaf[:, tree], error) for tree in range(leaf.shape[1]))
    return Spread(booster, tables)


def _leaves(booster: Any, x: NDArray[np.float32]) -> NDArray[np.int64]:
    found = np.asarray(booster.predict(x, pred_leaf=True, num_threads=1), dtype=np.int64)
    return found.reshape(len(x), -1)


def _table(leaf: NDArray[np.int16], error: Floats) -> Floats:
    """The quantiles of each leaf, where the rows come by rising error; a conformal one has the rank
    (n + 1) q among n. Numbers of 16 bits are sorted by their digits, ten times as fast."""
    order = np.argsort(leaf, kind="stable")
    leaf, error = leaf[order], error[order]
    numbers = np.arange(leaf[-1] + 1)
    start = np.searchsorted(leaf, numbers)
    end = np.searchsorted(leaf, numbers, "right")
    last = np.maximum(end - 1, start)[:, None]
    rank = start[:, None] + (end - start + 1)[:, None] * np.asarray(LEVELS)[None] - 1
    rank = np.clip(rank, start[:, None], last)
    low = np.floor(rank).astype(np.int64)
    high = np.minimum(low + 1, last)
    return np.asarray(error[low] + (error[high] - error[low]) * (rank - low))
