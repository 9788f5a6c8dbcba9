"""Intervals cover what they should, agree with textbook limits, and come fast."""

from time import process_time

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from core.classify import intervals, resamples
from tests.classify.customers import alike, redrawn


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


def width(score) -> float:  # type: ignore[no-untyped-def]
    return score.high - score.low


def test_rows_of_alike_customers_widen_every_interval() -> None:
    y, p, groups = alike(0)
    by_row, by_group = (intervals.scores(y, p, 0.3, groups=chosen) for chosen in (None, groups))
    for name, score in by_group.items():
        assert score.value == by_row[name].value
        assert width(score) > 1.4 * width(by_row[name]), name


def test_the_interval_by_group_is_that_of_groups_redrawn_by_hand() -> None:
    y, p, groups = alike(0)
    found = intervals.scores(y, p, 0.3, groups=groups * 7 + 3)
    drawn = redrawn(groups, 1500)
    auc = [roc_auc_score(y[rows], p[rows]) for rows in drawn]
    brier = [np.mean((y[rows] - p[rows]) ** 2) for rows in drawn]
    for name, values in (("roc_auc", auc), ("brier", brier)):
        low, high = np.percentile(values, [2.5, 97.5])
        assert found[name].low == pytest.approx(low, abs=0.1 * (high - low)), name
        assert found[name].high == pytest.approx(high, abs=0.1 * (high - low)), name


@pytest.mark.parametrize("large", [20_000, 100])
def test_with_one_row_a_group_intervals_are_those_of_rows(
    monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    monkeypatch.setattr(intervals, "LARGE", large)
    y, p = honest(6, 3000)
    by_row = intervals.scores(y, p, 0.2)
    by_group = intervals.scores(y, p, 0.2, groups=np.random.default_rng(0).permutation(3000))
    for name, score in by_group.items():
        assert width(score) == pytest.approx(width(by_row[name]), rel=0.12), name
        assert score.low == pytest.approx(by_row[name].low, abs=0.12 * width(score)), name


@pytest.mark.parametrize("most", [20_000, 300])
def test_cells_of_many_rows_keep_the_interval_by_group(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """Also where groups are joined at random because there are too many of them."""
    y, p, groups = alike(8, customers=900)
    exact = intervals.scores(y, p, 0.3, groups=groups)
    monkeypatch.setattr(intervals, "LARGE", 100)
    monkeypatch.setattr(resamples, "MOST_GROUPS", most)
    rough = intervals.scores(y, p, 0.3, groups=groups)
    for name in ("roc_auc", "pr_auc", "log_loss", "brier", "log_loss_gain"):
        assert rough[name].value == exact[name].value
        assert width(rough[name]) == pytest.approx(width(exact[name]), rel=0.2), name


def test_chance_among_customers_is_covered_by_group_but_not_by_row() -> None:
    covered = {"group": 0, "row": 0}
    for seed in range(100):
        y, p, groups = alike(seed, customers=60, rows=10, known=False)
        for name, chosen in (("group", groups), ("row", None)):
            score = intervals.scores(y, p, 0.3, seed, chosen)["roc_auc"]
            covered[name] += score.low <= 0.5 <= score.high
    assert covered["group"] >= 90
    assert covered["row"] <= 85


def test_of_a_single_group_only_the_auc_has_limits_and_they_are_wide() -> None:
    y, p = honest(7, 300)
    found = intervals.scores(y, p, 0.2, groups=np.zeros(300, np.int64))
    assert found["brier"].low is None
    assert found["log_loss_gain"].high is None
    assert found["roc_auc"].low < 0.5
