"""How much worse a model gets when one column's values are shuffled."""

from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.base.model import Value
from core.base.protocols import Reporter, StopRequestedError
from core.base.runs import Score
from core.classify.fitting import log_loss
from core.nets.auc import rank_auc

REPEATS = 5
MOST_ROWS = 4000

Predict = Callable[[pd.DataFrame], NDArray[np.float64]]
"""Raw rows -> probability of the positive value (n,)."""


class Importance(Value):
    """One column: how far AUC falls and log-loss rises without it.

    The value is the mean over the shuffles, the interval its mean plus and
    minus two standard errors. Near 0: the model does as well without it
    (columns that say the same thing share their importance).
    """

    column: str
    auc_drop: Score
    log_loss_rise: Score


def permutation_importance(
    predict: Predict,
    rows: tuple[pd.DataFrame, NDArray[np.int8]],
    columns: Sequence[str],
    seed: int,
    reporter: Reporter,
) -> tuple[Importance, ...]:
    """Importance of each of `columns`, greatest first; `rows` = (raw rows, y (n,) 0/1).

    Breiman 2001, "Random forests", as model-agnostic reliance (Fisher, Rudin &
    Dominici 2019). At most 4,000 rows are used, the same for all columns.
    Raises StopRequestedError when the user stops the run.
    """
    rng = np.random.default_rng(seed)
    frame, y = _sample(rows, rng)
    whole = predict(frame)
    auc, loss = rank_auc(y, whole), log_loss(y, whole)
    order = np.concatenate([rng.permutation(len(y)) for _ in range(REPEATS)])
    repeated = frame.iloc[np.tile(np.arange(len(y)), REPEATS)]
    found = []
    for column in columns:
        if reporter.stopping():
            raise StopRequestedError
        shuffled = repeated.copy()
        shuffled[column] = frame[column].array.take(order)
        shuffles = np.split(predict(shuffled), REPEATS)
        drops = [auc - rank_auc(y, p) for p in shuffles]
        rises = [log_loss(y, p) - loss for p in shuffles]
        found.append(Importance(column=column, auc_drop=_score(drops), log_loss_rise=_score(rises)))
    return tuple(sorted(found, key=lambda one: -one.log_loss_rise.value))


def _sample(
    rows: tuple[pd.DataFrame, NDArray[np.int8]], rng: np.random.Generator
) -> tuple[pd.DataFrame, NDArray[np.int8]]:
    frame, y = rows
    if len(y) <= MOST_ROWS:
        return frame, y
    chosen = np.sort(rng.permutation(len(y))[:MOST_ROWS])
    return frame.iloc[chosen], y[chosen]


def _score(values: Sequence[float]) -> Score:
    mean = float(np.mean(values))
    error = float(np.std(values, ddof=1) / np.sqrt(len(values)))
    return Score(value=mean, low=mean - 2 * error, high=mean + 2 * error)
