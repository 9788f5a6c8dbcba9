"""A model whose silence is filled: where it has nothing to say, what sells lately stands."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from core.recommend.family import Ranker
from core.recommend.histories import Histories
from core.recommend.interactions import Floats


@dataclass(frozen=True)
class Filled:
    """Ranks as `model` does where its scores are above 0, and what is left by `popular` (items,),
    behind all of it: nobody's list is empty, and no order is that of the file."""

    model: Ranker
    popular: Floats

    def scores(self, asked: Histories) -> Floats:
        """Those of the model where they are above 0, others from -1 to below 0 (b, items)."""
        return filled(self.model.scores(asked), self.popular)

    def save(self, folder: Path) -> None:
        """Writes the model; what is popular is a model of its own."""
        self.model.save(folder)


def filled(own: Floats, popular: Floats) -> Floats:
    """The scores (b, items) where they are above 0, and behind them what is `popular` (items,), by
    its rank: large counts that differ by little stay apart in float32."""
    different, rank = np.unique(popular, return_inverse=True)
    rest = (rank / max(len(different), 1) - 1).astype(np.float32)
    return np.where(own > 0, own, rest).astype(np.float32)
