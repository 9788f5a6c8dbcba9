"""Target encoding: each value becomes the smoothed share of positive answers seen with it.

Micci-Barreca, "A preprocessing scheme for high-cardinality categorical
attributes", SIGKDD Explorations 3(1), 2001. The training matrix is encoded out
of fold, so that no row's own answer stands in its features.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.prep.steps.vocabulary import Codes, Vocabulary

if TYPE_CHECKING:
    from sklearn.preprocessing import TargetEncoder

FOLDS = 5


@dataclass(frozen=True)
class Target:
    """Fitted on all training rows; an unseen value gets the share of positives overall."""

    encoder: "TargetEncoder"
    names: tuple[str, ...]
    scaled: bool = True

    @property
    def sources(self) -> tuple[str, ...]:
        """The column each number comes from."""
        return self.names

    def transform(self, codes: Codes) -> NDArray[np.float64]:
        """Shares (n, k) for the codes (n, k) of rows other than the training rows."""
        return np.asarray(self.encoder.transform(codes))


def fit_target(
    codes: Codes, y: NDArray[np.int8], vocabularies: tuple[Vocabulary, ...], seed: int
) -> tuple[Target, NDArray[np.float64]]:
    """Learns from training codes (n, k) and answers (n,); gives the out-of-fold shares (n, k)."""
    from sklearn.model_selection import KFold, StratifiedKFold
    from sklearn.preprocessing import TargetEncoder

    fewest = int(np.bincount(y, minlength=2).min())
    if fewest >= 2:
        folds = StratifiedKFold(min(FOLDS, fewest), shuffle=True, random_state=seed)
    else:
        folds = KFold(min(FOLDS, len(y)), shuffle=True, random_state=seed)
    encoder = TargetEncoder(target_type="binary", smooth="auto", cv=folds)
    made = encoder.fit_transform(codes, y)
    return Target(encoder, tuple(v.column for v in vocabularies)), made
