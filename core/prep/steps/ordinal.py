"""Ordinal: each value becomes a number, by frequency (0 is the most frequent) or in order."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from core.prep.steps.vocabulary import UNSEEN, Codes, Vocabulary, natural_rank


@dataclass(frozen=True)
class Ordinal:
    """`ranks[j][code]` is the number of a value of column j; the last entry that of unseen ones."""

    ranks: tuple[NDArray[np.float64], ...]
    names: tuple[str, ...]
    scaled: bool = True

    @property
    def sources(self) -> tuple[str, ...]:
        """The column each number comes from."""
        return self.names

    def transform(self, codes: Codes) -> NDArray[np.float64]:
        """Numbers (n, k) of the codes (n, k); -1 for an unseen value."""
        made = np.empty(codes.shape, order="F")
        for j, ranks in enumerate(self.ranks):
            made[:, j] = ranks[codes[:, j]]
        return made


def fit_ordinal(
    vocabularies: tuple[Vocabulary, ...], order: Literal["frequency", "sorted"]
) -> Ordinal:
    """Numbers the known values; a missing cell that is its own category comes last."""
    ranks = []
    for vocabulary in vocabularies:
        size = len(vocabulary.values)
        rank = np.arange(size) if order == "frequency" else natural_rank(vocabulary.values)
        own = [size] if vocabulary.own_missing else []
        ranks.append(np.array([*rank, *own, UNSEEN], dtype=np.float64))
    return Ordinal(tuple(ranks), tuple(v.column for v in vocabularies))
