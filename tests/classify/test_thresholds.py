"""The slider's table agrees with scikit-learn at every threshold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics as oracle

from core.classify import thresholds
from core.classify.thresholds import GRID, Costs, ThresholdTable
from tests.classify.customers import alike, redrawn


def sample(seed: int, n: int = 400) -> tuple[np.ndarray, np.ndarray]:
    """Labels and probabilities, many of them exactly on the grid."""
    rng = np.random.default_rng(seed)
    p = rng.random(n)
    p[::3] = rng.integers(0, 1001, len(p[::3])) / 1000
    y = (rng.random(n) < p).astype(np.int8)
    y[:2] = 0, 1
    return y, p


@given(st.integers(0, 10_000), st.integers(0, 1000))
def test_counts_and_curves_equal_scikit_learn(seed: int, step: int) -> None:
    y, p = sample(seed, 150)
    table, t = thresholds.count(y, p), step / 1000
    called = (p >= t).astype(int)
    tn, fp, fn, tp = oracle.confusion_matrix(y, called, labels=[0, 1]).ravel()
    assert table.at(t).model_dump() == {"tp": tp, "fp": fp, "tn": tn, "fn": fn}
    curves = {name: values[step] for name, values in thresholds.curves(table).items()}
    assert curves["accuracy"] == pytest.approx(oracle.accuracy_score(y, called))
    assert curves["precision"] == pytest.approx(oracle.precision_score(y, called, zero_division=0))
    assert curves["recall"] == pytest.approx(oracle.recall_score(y, called))
    assert curves["f1"] == pytest.approx(oracle.f1_score(y, called, zero_division=0))
    assert curves["specificity"] == pytest.approx(oracle.recall_score(y, called, pos_label=0))


@given(st.integers(0, 10_000))
def test_a_higher_threshold_never_calls_more(seed: int) -> None:
    table = thresholds.count(*sample(seed, 80))
    assert (np.diff(table.tp) <= 0).all()
    assert (np.diff(table.fp) <= 0).all()
    assert (table.tp[0], table.fp[0]) == (table.positives, table.negatives)


@given(st.integers(0, 10_000), st.floats(0.1, 20), st.floats(0.1, 20))
def test_the_cheapest_threshold_is_the_cheapest(seed: int, alarm: float, miss: float) -> None:
    y, p = sample(seed, 120)
    table, price = thresholds.count(y, p), Costs(false_alarm=alarm, miss=miss)
    cost = [
        (alarm * ((p >= t) & (y == 0)).sum() + miss * ((p < t) & (y == 1)).sum()) / len(y)
        for t in GRID
    ]
    assert thresholds.costs(table, price) == pytest.approx(np.array(cost))
    chosen = thresholds.choose(table, "cost", price)
    assert cost[thresholds.position(chosen)] == pytest.approx(min(cost))


def test_f1_takes_the_middle_of_the_best_thresholds() -> None:
    y = np.array([0, 0, 1, 1], np.int8)
    p = np.array([0.1, 0.2, 0.6, 0.9])
    table = thresholds.count(y, p)
    assert thresholds.choose(table, "f1", Costs()) == 0.4
    assert thresholds.choose(table, "half", Costs()) == 0.5


def test_with_honest_probabilities_the_cost_rule_finds_the_known_optimum() -> None:
    rng = np.random.default_rng(0)
    p = rng.random(200_000)
    y = (rng.random(len(p)) < p).astype(np.int8)
    chosen = thresholds.choose(thresholds.count(y, p), "cost", Costs(false_alarm=1, miss=5))
    assert chosen == pytest.approx(1 / 6, abs=0.02)


def test_scores_hold_their_intervals_and_cost_by_hand() -> None:
    table = thresholds.count(*sample(3))
    price = Costs(false_alarm=2, miss=7)
    scores = thresholds.scores_at(table, 0.4, price)
    now = table.at(0.4)
    assert scores["cost"].value == pytest.approx((2 * now.fp + 7 * now.fn) / now.rows)
    for score in scores.values():
        assert score.low <= score.value <= score.high


def test_intervals_from_counts_equal_a_bootstrap_of_rows() -> None:
    y, p = sample(5, 1000)
    scores = thresholds.scores_at(thresholds.count(y, p), 0.5, Costs())
    rng = np.random.default_rng(1)
    drawn = rng.integers(0, len(y), (3000, len(y)))
    precision = [oracle_precision(y[rows], p[rows] >= 0.5) for rows in drawn]
    low, high = np.percentile(precision, [2.5, 97.5])
    assert scores["precision"].low == pytest.approx(low, abs=0.006)
    assert scores["precision"].high == pytest.approx(high, abs=0.006)


def test_intervals_by_group_are_those_of_groups_redrawn_by_hand() -> None:
    y, p, groups = alike(0)
    scores = thresholds.scores_at(thresholds.count(y, p, groups), 0.5, Costs(miss=3))
    drawn = redrawn(groups, 1500)
    by_hand = {
        "precision": [oracle_precision(y[rows], p[rows] >= 0.5) for rows in drawn],
        "recall": [(p[rows] >= 0.5)[y[rows] == 1].mean() for rows in drawn],
        "accuracy": [((p[rows] >= 0.5) == y[rows]).mean() for rows in drawn],
    }
    for name, values in by_hand.items():
        low, high = np.percentile(values, [2.5, 97.5])
        assert scores[name].low == pytest.approx(low, abs=0.1 * (high - low)), name
        assert scores[name].high == pytest.approx(high, abs=0.1 * (high - low)), name


def test_groups_widen_intervals_only_where_their_rows_are_alike() -> None:
    y, p, groups = alike(1)
    alone = np.random.default_rng(0).permutation(len(y))
    by_row, one_each, by_group = (
        thresholds.scores_at(thresholds.count(y, p, chosen), 0.4, Costs(miss=3))
        for chosen in (None, alone, groups)
    )
    for name, score in by_row.items():
        width = score.high - score.low
        assert one_each[name].high - one_each[name].low == pytest.approx(width, rel=0.08), name
        assert one_each[name].low == pytest.approx(score.low, abs=0.08 * width), name
        assert by_group[name].high - by_group[name].low > 1.4 * width, name


def test_of_a_single_group_no_interval_is_told() -> None:
    y, p = sample(3)
    scores = thresholds.scores_at(thresholds.count(y, p, np.zeros(400, np.int64)), 0.5, Costs())
    assert {(score.low, score.high) for score in scores.values()} == {(None, None)}


def oracle_precision(y: np.ndarray, called: np.ndarray) -> float:
    return float(y[called].mean())


def test_the_table_survives_json() -> None:
    for table in (thresholds.count(*sample(7)), thresholds.count(*alike(7))):
        assert ThresholdTable.model_validate_json(table.model_dump_json()) == table


def test_snap_stays_on_the_grid() -> None:
    assert [thresholds.snap(t) for t in (-1.0, 0.1234, 0.5, 2.0)] == [0.0, 0.123, 0.5, 1.0]
