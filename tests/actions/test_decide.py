"""What a threshold does agrees with scikit-learn; proposals are the cheapest and the best."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, precision_score, recall_score

from core.actions.decide import by_chance, by_guessing, decide, proposals
from core.classify.evaluate import Basis, Predicted, evaluate
from core.classify.report import ClassifyReport, Costs
from core.classify.task import Question

PRICE = Costs(false_alarm=2, miss=7)


def rows(seed: int) -> Predicted:
    rng = np.random.default_rng(seed)
    p = rng.beta(1, 3, 700)
    return Predicted((rng.random(700) < p).astype(np.int8), p)


@pytest.fixture(scope="module")
def report() -> ClassifyReport:
    return evaluate(Basis(Question(target="bought"), "yes", prior=0.25), rows(1), rows(2))


@pytest.mark.parametrize("threshold", [0.05, 0.31, 0.62, 0.9])
def test_a_decision_counts_as_scikit_learn_does(report: ClassifyReport, threshold: float) -> None:
    made = decide(report.validation, threshold, PRICE)
    y, called = rows(1).y, rows(1).p >= threshold
    assert made.scores["precision"].value == pytest.approx(precision_score(y, called))
    assert made.scores["recall"].value == pytest.approx(recall_score(y, called))
    assert made.scores["f1"].value == pytest.approx(f1_score(y, called))
    false_alarms, misses = int((called & (y == 0)).sum()), int((~called & (y == 1)).sum())
    assert made.cost == 2 * false_alarms + 7 * misses
    assert made.simple_cost == min(7 * y.sum(), 2 * (y == 0).sum())
    assert by_chance(made.counts) == pytest.approx(called.mean())


def test_proposals_are_the_best_on_validation(report: ClassifyReport) -> None:
    y, p = rows(1).y, rows(1).p
    grid = np.arange(1001) / 1000
    cost = [2 * ((p >= t) & (y == 0)).sum() + 7 * ((p < t) & (y == 1)).sum() for t in grid]
    f1 = [f1_score(y, p >= t, zero_division=0) for t in grid]
    found = proposals(report, PRICE)
    assert cost[round(found["cost"] * 1000)] == min(cost)
    assert f1[round(found["f1"] * 1000)] == pytest.approx(max(f1))
    assert found["half"] == 0.5


def test_calling_nobody_costs_all_misses(report: ClassifyReport) -> None:
    made = decide(report.validation, 1.0, PRICE)
    assert made.scores["precision"].value == 0
    assert made.cost == 7 * report.validation.positives
    assert by_chance(made.counts) == 0


def test_guessing_is_what_random_calls_reach_on_average(report: ClassifyReport) -> None:
    made = decide(report.test, 0.31, PRICE)
    found = by_guessing(report.test, made)
    y, n = rows(2).y, int((rows(2).p >= 0.31).sum())
    rng = np.random.default_rng(0)
    drawn = []
    for _ in range(2000):
        called = np.zeros(len(y), bool)
        called[rng.choice(len(y), n, replace=False)] = True
        hits = (called & (y == 1)).sum()
        drawn.append((hits / n, hits / y.sum(), f1_score(y, called), (~called)[y == 0].mean()))
    means = np.mean(drawn, axis=0)
    for name, mean in zip(("precision", "recall", "f1", "specificity"), means, strict=True):
        assert found[name] == pytest.approx(mean, abs=0.004), name
    assert found["accuracy"] == max(y.mean(), 1 - y.mean())
    assert found["cost"] == pytest.approx(min(7 * y.mean(), 2 * (1 - y.mean())))
    assert found["roc_auc"] == 0.5
    assert by_guessing(report.test, decide(report.test, 1.0, PRICE))["f1"] == 0
