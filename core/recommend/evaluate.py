"""How a model ranks all items for customers whose next purchases it has not seen."""

from dataclasses import dataclass
from typing import get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from core.recommend import metrics
from core.recommend.family import Ranker, at_a_time
from core.recommend.histories import Histories
from core.recommend.interactions import Floats
from core.recommend.metrics import Lists
from core.recommend.protocol import Asked
from core.recommend.task import View

VIEWS: tuple[View, ...] = get_args(View)
SAMPLED = 1000
"""Lists whose diversity is looked at, at least, where there are more: it is an average."""


@dataclass(frozen=True)
class Judged:
    """A view of one model: the `lists` (q, k) it shows, and the measures of every customer `each`
    (a row for each of `Asked.users`; NaN where nothing of the view was taken)."""

    lists: Lists
    each: pd.DataFrame


def judge(ranker: Ranker, asked: Asked, k: int) -> dict[View, Judged]:
    """The lists of every view, each judged by what of it was taken: `new` by what a customer had
    not met before, `again` by what was met, `all` by both."""
    had, taken = asked.had, asked.taken
    known = np.bincount(asked.known.item, minlength=len(asked.known.items)) > 0
    lists: dict[View, list[Lists]] = {view: [np.zeros((0, k), np.int64)] for view in VIEWS}
    at = 0
    for block in asked.histories.blocks(at_a_time(len(known))):
        scores = np.array(ranker.scores(block), np.float32)
        for view, found in _views(scores, had[at : at + len(block)], known, k).items():
            lists[view].append(found)
        at += len(block)
    met = (had > 0).multiply(taken).tocsr()
    targets = {"all": taken, "again": met, "new": (taken - met).tocsr()}
    judged = {}
    for view in VIEWS:
        shown = np.concatenate(lists[view])
        judged[view] = Judged(shown, pd.DataFrame(metrics.accuracy(shown, targets[view], k)))
    return judged


def _views(
    scores: Floats, had: sparse.csr_matrix, known: NDArray[np.bool_], k: int
) -> dict[View, Lists]:
    """The lists of every view, as `allowed` has them; `scores` (b, items) are written over."""
    scores[:, ~known] = -np.inf
    row, item = (place.astype(np.int64) for place in had.nonzero())
    found: dict[View, Lists] = {"all": metrics.top(scores, k)}
    mine = scores[row, item]
    there = np.isfinite(mine)
    shape = (len(scores), k)
    found["again"] = metrics.ranked(row[there], item[there], mine[there], shape)
    scores[row, item] = -np.inf
    found["new"] = metrics.top(scores, k)
    return found


def allowed(view: View, had: NDArray[np.bool_], known: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The items that may be on a list (b, items): those that somebody met (`known` (items,)), and,
    by the view, only what the customer had not met, or had."""
    if view == "new":
        return known & ~had
    return known & had if view == "again" else np.broadcast_to(known, had.shape)


def beyond(judged: Judged, asked: Asked, vectors: sparse.csr_matrix) -> dict[str, float]:
    """What lists are like, beside how right they are: `coverage` of the items that were met at all,
    `novelty` in bits, `diversity` of a list, `popularity_bias`: how many times more customers the
    listed items have than what the same customers met before."""
    pairs = asked.known.matrix()
    customers = np.bincount(pairs.indices, minlength=pairs.shape[1]).astype(float)
    lists = judged.lists
    before = _usual(asked.histories, customers)
    shown = metrics.popularity(lists, customers)
    both = ~np.isnan(before) & ~np.isnan(shown)
    found = {
        "coverage": metrics.coverage(lists, int((customers > 0).sum())),
        "novelty": _average(metrics.novelty(lists, customers, len(np.unique(asked.known.user)))),
        "diversity": _average(metrics.diversity(_some(lists), vectors)),
    }
    if both.any():
        found["popularity_bias"] = float(shown[both].mean() / before[both].mean())
    return found


def _usual(told: Histories, customers: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many customers the items of every history have, on average; NaN where there is none."""
    count = np.diff(told.start)
    total = np.bincount(told.row, customers[told.item], minlength=len(told))
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def _some(lists: Lists) -> Lists:
    return lists[:: max(1, len(lists) // SAMPLED)]


def _average(values: NDArray[np.float64] | Floats) -> float:
    known = values[~np.isnan(values)]
    return float(known.mean()) if len(known) else float("nan")
