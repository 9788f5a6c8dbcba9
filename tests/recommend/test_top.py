"""The top of a row is what sorting the whole row gives."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.recommend.metrics import top


@given(
    arrays(np.float32, st.tuples(st.integers(1, 4), st.integers(1, 20)),
           elements=st.sampled_from([-1.0, 0.0, 0.5, 2.0])),
    st.integers(1, 25),
    st.data(),
)  # fmt: skip
def test_equal_scores_keep_the_order_of_the_items(
    scores: np.ndarray, k: int, data: st.DataObject
) -> None:
    allowed = data.draw(arrays(bool, scores.shape))
    shown = top(scores, k, allowed)
    for row in range(len(scores)):
        order = [item for item in np.argsort(-scores[row], kind="stable") if allowed[row, item]]
        assert [item for item in shown[row] if item >= 0] == order[:k]
