"""Intervals cover what they should, agree with textbook limits, and come fast."""

from time import process_time

import numpy as np
import pytest

from core.classify import intervals


def honest(seed: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    p = rng.beta(0.6, 2.5, n)
    return (rng.random(n) < p).astype(np.int8), p


def test_every_value_lies_in_its_interval_and_more_rows_narrow_it() -> None:
    widths = []
    for n in (500, 8000):
        scores = intervals.scores(*honest(1, n), prior=0.2)
        for name, score in scores.items():
            if name != "ece":
                assert score.low <= score.value <= score.high, name
        widths.append(scores["roc_auc"].high - scores["roc_auc"].low)
    assert widths[1] == pytest.approx(widths[0] / 4, rel=0.35)


def test_the_auc_interval_agrees_with_delong() -> None:
    y, p = honest(2, 3000)
    score = intervals.scores(y, p, prior=0.2)["roc_auc"]
    positive, negative = p[y == 1], p[y == 0]
    wins = (positive[:, None] > negative).astype(float)
    spread = np.sqrt(
        wins.mean(axis=1).var(ddof=1) / len(positive)
        + wins.mean(axis=0).var(ddof=1) / len(negative)
    )
    assert score.value == pytest.approx(wins.mean())
    assert (score.high - score.low) / 2 == pytest.approx(1.96 * spread, rel=0.08)


def test_the_cells_of_many_rows_give_the_interval_of_the_rows(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    y, p = honest(3, 8000)
    by_row = intervals.scores(y, p, prior=0.2)
    monkeypatch.setattr(intervals, "LARGE", 100)
    by_cell = intervals.scores(y, p, prior=0.2)
    for name in ("roc_auc", "pr_auc", "log_loss", "brier", "log_loss_gain"):
        width = by_row[name].high - by_row[name].low
        assert by_cell[name].value == by_row[name].value
        assert by_cell[name].low == pytest.approx(by_row[name].low, abs=0.15 * width), name
        assert by_cell[name].high == pytest.approx(by_row[name].high, abs=0.15 * width), name


def test_guessing_is_covered_nineteen_times_in_twenty() -> None:
    rng = np.random.default_rng(0)
    covered = 0
    for seed in range(200):
        y = (rng.random(150) < 0.2).astype(np.int8)
        score = intervals.scores(y, rng.random(150), prior=0.2, seed=seed)["roc_auc"]
        covered += score.low <= 0.5 <= score.high
    assert covered >= 184


def test_few_rows_widen_the_interval_even_when_all_are_right() -> None:
    y = np.array([1] * 3 + [0] * 60, np.int8)
    p = np.concatenate([np.full(3, 0.9), np.linspace(0, 0.5, 60)])
    score = intervals.scores(y, p, prior=0.05)["roc_auc"]
    assert score.value == score.high == 1
    assert score.low < 0.8


def test_newcombe_solves_its_equation() -> None:
    auc, m, n = 0.8, 12, 40
    k = (m + n) / 2 - 1
    for limit in intervals.newcombe(auc, m, n):
        shape = 1 + k * ((1 - limit) / (2 - limit) + limit / (1 + limit))
        variance = limit * (1 - limit) * shape / (m * n)
        assert abs(auc - limit) == pytest.approx(1.959964 * np.sqrt(variance))


def test_twelve_thousand_rows_take_a_couple_of_seconds() -> None:
    y, p = honest(4, 12_330)
    began = process_time()
    intervals.scores(y, p, prior=0.2)
    assert process_time() - began < 4
