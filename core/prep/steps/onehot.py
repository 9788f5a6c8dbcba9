"""One-hot: a 0/1 column for each value, the rarest of a wide column in one."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.prep.steps.vocabulary import Codes, Vocabulary

if TYPE_CHECKING:
    from sklearn.preprocessing import OneHotEncoder


@dataclass(frozen=True)
class OneHot:
    """Fitted columns; an unseen value is all zero, or `rare` where that column exists."""

    encoder: "OneHotEncoder"
    names: tuple[str, ...]
    sources: tuple[str, ...]
    rare: tuple[int, ...]
    scaled: bool = False

    def transform(self, codes: Codes) -> NDArray[np.float32]:
        """0/1 columns (n, len(names)) of the codes (n, k)."""
        return np.asarray(self.encoder.transform(codes))


def fit_onehot(
    codes: Codes, vocabularies: tuple[Vocabulary, ...], max_categories: int
) -> tuple[OneHot, NDArray[np.float32]]:
    """Learns from training codes (n, k) and gives their columns.

    Each of the k columns takes at most `max_categories` columns; `rare` (k,)
    says how many values share its last one.
    """
    from sklearn.preprocessing import OneHotEncoder

    encoder = OneHotEncoder(
        max_categories=max_categories,
        handle_unknown="infrequent_if_exist",
        sparse_output=False,
        dtype=np.float32,
    )
    made = encoder.fit_transform(codes)
    names: list[str] = []
    sources: list[str] = []
    rare = []
    for j, vocabulary in enumerate(vocabularies):
        few = encoder.infrequent_categories_[j]
        rare.append(0 if few is None else len(few))
        kept = encoder.categories_[j]
        if few is not None:
            kept = kept[~np.isin(kept, few)]
        own = [vocabulary.name(int(code)) for code in kept]
        own += [f"{vocabulary.column}:rare"] if few is not None else []
        names += own
        sources += [vocabulary.column] * len(own)
    return OneHot(encoder, tuple(names), tuple(sources), tuple(rare)), made
