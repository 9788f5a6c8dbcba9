"""What the fits of several families share."""

import os

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import log_loss as oracle

from core.classify.fitting import log_loss, threads


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("2", 2), ("3,1", 3), ("64", 8), ("0", 8), ("-2", 8), ("many", 8), ("", 8), (None, 8)],
)
def test_threads_are_the_trainers_share_of_the_cores(
    monkeypatch: pytest.MonkeyPatch, asked: str | None, wanted: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 8)
    if asked is None:
        monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    else:
        monkeypatch.setenv("OMP_NUM_THREADS", asked)
    assert threads() == wanted


@given(st.integers(0, 10_000))
def test_log_loss_is_scikit_learns(seed: int) -> None:
    rng = np.random.default_rng(seed)
    y, p = (rng.random(40) < 0.5).astype(np.int8), rng.random(40)
    assert log_loss(y, p) == pytest.approx(oracle(y, p, labels=[0, 1]))
