"""The report as a whole: parts, verdict, and honesty about a target of pure chance."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics as oracle

from core.base.errors import AppError
from core.base.protocols import Matrix
from core.base.texts import LANGUAGES, Texts
from core.classify import curves
from core.classify.evaluate import Basis, Predicted, evaluate
from core.classify.families import logistic
from core.classify.report import ClassifyReport
from core.classify.task import Question
from tests.classify.customers import alike
from tests.contracts.test_families import Listener

BASIS = Basis(Question(target="bought"), "yes", 0.3)


def honest(seed: int, n: int = 1500) -> Predicted:
    rng = np.random.default_rng(seed)
    p = rng.beta(0.9, 2.1, n)
    return Predicted((rng.random(n) < p).astype(np.int8), p)


@pytest.fixture(scope="module")
def report() -> ClassifyReport:
    return evaluate(BASIS, honest(1), honest(2, 2000))


def test_the_report_survives_json_and_stays_small(report: ClassifyReport) -> None:
    text = report.model_dump_json()
    assert ClassifyReport.model_validate_json(text) == report
    assert len(text) < 200_000
    assert all(len(c.x) <= 500 for c in (report.test.roc, report.test.precision_recall))


def test_the_threshold_comes_from_validation_alone(report: ClassifyReport) -> None:
    other = evaluate(BASIS, honest(1), honest(9))
    assert other.threshold == report.threshold
    rows = honest(1)
    f1 = {k: oracle.f1_score(rows.y, rows.p >= k / 1000) for k in range(0, 900, 30)}
    mine = oracle.f1_score(rows.y, rows.p >= report.threshold)
    assert mine >= max(f1.values())


def test_scores_are_those_of_the_threshold(report: ClassifyReport) -> None:
    rows = honest(2, 2000)
    called = rows.p >= report.threshold
    assert report.test.scores["f1"].value == pytest.approx(oracle.f1_score(rows.y, called))
    assert report.metrics()["test"]["accuracy"].value == pytest.approx((called == rows.y).mean())


def test_the_baseline_is_the_best_constant_answer(report: ClassifyReport) -> None:
    rate = report.test.base_rate
    assert report.test.baseline["roc_auc"].value == 0.5
    assert report.test.baseline["pr_auc"].value == pytest.approx(rate)
    assert report.test.baseline["f1"].value == pytest.approx(2 * rate / (1 + rate))
    assert report.test.majority == max(rate, 1 - rate)


def test_drawn_curves_have_the_area_of_the_metric(report: ClassifyReport) -> None:
    area = oracle.auc(report.test.roc.x, report.test.roc.y)
    assert area == pytest.approx(report.test.scores["roc_auc"].value, abs=2e-3)
    assert (report.test.gain.x[0], report.test.gain.y[-1]) == (0.0, 1.0)
    assert report.test.lift.y[-1] == pytest.approx(1.0)


def test_bins_and_bars_hold_every_row(report: ClassifyReport) -> None:
    part = report.test
    assert sum(one.count for one in part.calibration) == part.rows
    assert sum(part.histogram.positives) == part.positives
    assert sum(part.histogram.negatives) == part.rows - part.positives
    gap = sum(one.count * abs(one.said - one.happened) for one in part.calibration) / part.rows
    assert gap == pytest.approx(part.scores["ece"].value)
    for one in part.calibration:
        assert one.happened_low <= one.happened <= one.happened_high


def test_wilson_limits_by_the_textbook() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I: 15 of 148 is 0.0624 to 0.1605.
    assert curves.wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_gain_shares_ties_evenly() -> None:
    called = curves.ranks(np.array([1, 0, 0, 0], np.int8), np.full(4, 0.5))
    assert curves.gain(called).y[50] == pytest.approx(0.5)


def shifted(seed: int, change) -> ClassifyReport:  # type: ignore[no-untyped-def]
    rows = honest(seed)
    return evaluate(BASIS, honest(1), Predicted(rows.y, change(rows.p)))


@pytest.mark.parametrize(
    ("change", "verdict", "reason"),
    [
        (lambda p: p, "better", "better"),
        (lambda p: np.random.default_rng(0).permutation(p), "no_better", "chance"),
        (lambda p: np.full(len(p), 0.3), "no_better", "chance"),
        (lambda p: 1 - p, "worse", "backwards"),
        (lambda p: 0.7 + 0.3 * p, "worse", "misleading"),
    ],
)
def test_verdicts_follow_the_intervals(change, verdict: str, reason: str) -> None:  # type: ignore[no-untyped-def]
    outcome = shifted(4, change).outcome
    assert (outcome.verdict, outcome.reason) == (verdict, reason)
    for lang in LANGUAGES:
        assert Texts(lang)(f"classify.verdict.{outcome.reason}", **outcome.facts)


def test_a_shuffled_target_is_called_chance() -> None:
    """Forty shuffles: the interval holds 0.5 in at least 35, and there the verdict is no_better."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(900, 12)).astype(np.float32)
    y = (rng.random(900) < 0.25).astype(np.int8)
    covering = 0
    for seed in range(40):
        shuffled = np.random.default_rng(seed).permutation(y)
        outcome = through_logistic(x, shuffled, seed)
        holds = outcome.facts["low"] <= 0.5 <= outcome.facts["high"]
        covering += holds
        if holds:
            assert outcome.verdict == "no_better"
    assert covering >= 35


def through_logistic(x: np.ndarray, y: np.ndarray, seed: int):  # type: ignore[no-untyped-def]
    """Trains on a half, evaluates on the other quarters."""
    train, validation, test = slice(0, 450), slice(450, 675), slice(675, 900)
    model = logistic.fit(
        logistic.LogisticSettings(),
        Matrix(x[train], y[train]),
        Matrix(x[validation], y[validation]),
        seed,
        Listener(),
    )
    parts = [Predicted(y[part], model.predict(x[part])) for part in (validation, test)]
    return evaluate(Basis(Question(target="y"), "1", float(y[train].mean()), seed), *parts).outcome


def test_intervals_by_group_are_told_as_such_and_are_not_sure_of_chance() -> None:
    """What ranks customers by nothing looks good by row far more often than by group."""
    better = {"group": 0, "row": 0}
    for seed in range(30):
        parts = [Predicted(*alike(2 * seed + k, 60, 10, known=False)) for k in (0, 1)]
        grouped = evaluate(replace(BASIS, grouped_by="customer"), *parts)
        plain = evaluate(BASIS, *(Predicted(rows.y, rows.p) for rows in parts))
        better["group"] += grouped.outcome.reason != "chance"
        better["row"] += plain.outcome.reason != "chance"
        assert (grouped.grouped_by, grouped.test.groups) == ("customer", 60)
        assert (plain.grouped_by, plain.test.groups) == (None, None)
        assert grouped.threshold == plain.threshold
    assert better["group"] <= 3
    assert better["row"] >= 6
    text = grouped.model_dump_json()
    assert ClassifyReport.model_validate_json(text) == grouped


def test_a_part_without_both_answers_is_refused() -> None:
    rows = honest(1)
    flat = Predicted(np.zeros(len(rows.y), np.int8), rows.p)
    with pytest.raises(AppError, match="part_one_class"):
        evaluate(BASIS, rows, flat)
    with pytest.raises(AppError, match="part_empty"):
        evaluate(BASIS, rows, Predicted(rows.y[:0], rows.p[:0]))
