"""Recommenders of implicit, as a skilled user would set them, asked as ours are."""

import os
import time
from typing import Any

import numpy as np

from core.recommend.interactions import Interactions
from core.recommend.metrics import Lists
from core.recommend.protocol import Asked
from core.recommend.task import View

PEERS = ("ALS", "BPR", "item-kNN")
_FACTORS = 64


def cpu() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


def fitted_als(found: Interactions) -> tuple[Any, float]:
    """implicit's ALS, and the CPU seconds of its fit."""
    model, began = _model("ALS"), cpu()
    model.fit(_pairs(found), show_progress=False)
    return model, cpu() - began


def peer_lists(name: str, asked: Asked, view: View, k: int) -> tuple[Lists, float]:
    """The lists of a peer (q, k), and the CPU seconds of its fit."""
    model, matrix, began = _model(name), _pairs(asked.known), cpu()
    model.fit(matrix, show_progress=False)
    seconds = cpu() - began
    hidden = view == "new"
    rows = asked.had
    found, scores = model.recommend(
        asked.users, rows, N=k, filter_already_liked_items=hidden, recalculate_user=name == "ALS"
    )
    return np.where(np.isfinite(scores), found, -1).astype(np.int64), seconds


def _model(name: str) -> Any:
    from implicit.als import AlternatingLeastSquares
    from implicit.bpr import BayesianPersonalizedRanking
    from implicit.nearest_neighbours import CosineRecommender

    if name == "ALS":
        return AlternatingLeastSquares(_FACTORS, random_state=0)
    if name == "BPR":
        return BayesianPersonalizedRanking(_FACTORS, random_state=0)
    return CosineRecommender(K=100)


def _pairs(found: Interactions) -> Any:
    matrix = found.matrix()
    matrix.data[:] = 1.0
    return matrix
