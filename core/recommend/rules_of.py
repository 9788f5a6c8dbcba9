"""What is bought together: rules between two items, and how much they can be trusted."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.recommend.interactions import Interactions
from core.recommend.pairs import Together, Unit, together

MOST = 100_000
"""Rules of a table at most."""


def rules_of(
    found: Interactions, fewest: int = 5, false_share: float = 0.05, unit: Unit = "basket"
) -> pd.DataFrame:
    """The rules of a shop, both ways round, the highest lift first, at most `MOST`.

    Columns: `antecedent` and `consequent`, ids of items; `count` of baskets with both, `support`:
    their share of all baskets, `confidence`: their share of those with the antecedent, `lift`:
    confidence over the share of all baskets that have the consequent. Only pairs with a lift above
    1, together in at least `fewest` baskets, that `Together.trusted` are told, so that a lift of a
    tiny count does not lead.
    """
    pairs = together(found, fewest, unit).trusted(fewest, false_share)
    return _table(pairs.where(pairs.lift > 1), found.items)


def _table(pairs: Together, items: NDArray[np.object_]) -> pd.DataFrame:
    """Both rules of every pair, in order."""
    one = np.concatenate([pairs.one, pairs.other])
    other = np.concatenate([pairs.other, pairs.one])
    count, lift = np.tile(pairs.count, 2), np.tile(pairs.lift, 2)
    confidence = count / pairs.held[one]
    order = np.lexsort((other, one, -confidence, -count, -lift))[:MOST]
    return pd.DataFrame(
        {
            "antecedent": items[one[order]],
            "consequent": items[other[order]],
            "count": count[order].astype(np.int64),
            "support": count[order] / max(pairs.baskets, 1),
            "confidence": confidence[order],
            "lift": lift[order],
        }
    )
