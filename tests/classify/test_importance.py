"""Permutation importance finds the columns that matter and leaves the rest at nothing."""

import numpy as np
import pandas as pd
import pytest

from core.base.protocols import StopRequestedError
from core.classify.calibration import sigmoid
from core.classify.importance import permutation_importance
from tests.contracts.test_families import Listener


def table(n: int = 6000) -> tuple[pd.DataFrame, np.ndarray]:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(n, 3)), columns=["strong", "weak", "noise"])
    frame["word"] = pd.Series(rng.choice(["a", "b", None], n), dtype="string")
    y = rng.random(n) < sigmoid(2 * frame["strong"] + 0.5 * frame["weak"])
    return frame, y.to_numpy(np.int8)


def predict(frame: pd.DataFrame) -> np.ndarray:
    return sigmoid((2 * frame["strong"] + 0.5 * frame["weak"]).to_numpy())


def test_columns_are_ranked_by_what_the_model_loses() -> None:
    frame, y = table()
    before = frame.copy()
    found = permutation_importance(predict, (frame, y), list(frame), 0, Listener())
    assert [one.column for one in found][:2] == ["strong", "weak"]
    by_name = {one.column: one for one in found}
    assert by_name["strong"].auc_drop.value > 0.2
    for unused in ("noise", "word"):
        assert by_name[unused].auc_drop.value == pytest.approx(0)
        assert by_name[unused].log_loss_rise.value == pytest.approx(0)
    pd.testing.assert_frame_equal(frame, before)


def test_the_same_seed_gives_the_same_importance() -> None:
    rows = table(5000)
    first, again = (
        permutation_importance(predict, rows, ["weak"], 4, Listener()) for _ in range(2)
    )
    assert first == again


def test_it_can_be_stopped() -> None:
    with pytest.raises(StopRequestedError):
        permutation_importance(predict, table(100), ["weak", "noise"], 0, Listener(stop_after=1))
