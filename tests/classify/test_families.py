"""What single families promise beyond the contract: what they keep, and what they choose."""

import numpy as np
import pytest

from core.classify.families import hist_gradient_boosting, lightgbm, logistic, prior, random_forest
from core.classify.fitting import log_loss
from tests.contracts.test_families import TRAIN, UNSEEN, VALIDATION, Listener


def best(listener: Listener) -> float:
    return min(rest["val_loss"] for *_, rest in listener.epochs)


def kept(model) -> float:  # type: ignore[no-untyped-def]
    return log_loss(VALIDATION.y, model.predict(VALIDATION.x))


def test_the_baseline_is_the_share_of_positives() -> None:
    model = prior.fit(prior.PriorSettings(), TRAIN, VALIDATION, 0, Listener())
    assert model.predict(UNSEEN.x[:2]) == pytest.approx([TRAIN.y.mean()] * 2)


def test_logistic_keeps_the_penalty_that_validation_prefers() -> None:
    from sklearn.linear_model import LogisticRegression

    listener = Listener()
    model = logistic.fit(logistic.LogisticSettings(), TRAIN, VALIDATION, 0, listener)
    assert len(listener.epochs) == len(logistic.PATH)
    assert kept(model) == pytest.approx(best(listener))
    fixed = logistic.LogisticSettings(choose_c=False, c=0.01)
    mine = logistic.fit(fixed, TRAIN, VALIDATION, 0, Listener()).predict(UNSEEN.x)
    oracle = LogisticRegression(C=0.01).fit(TRAIN.x.astype(float), TRAIN.y)
    assert mine == pytest.approx(oracle.predict_proba(UNSEEN.x.astype(float))[:, 1])


def test_lightgbm_is_cut_at_its_best_round() -> None:
    listener = Listener()
    settings = lightgbm.LightGBMSettings(rounds=400, learning_rate=0.3, patience=10)
    model = lightgbm.fit(settings, TRAIN, VALIDATION, 0, listener)
    trees = model.booster.num_trees()
    assert trees < 400
    for rounds in (trees - 1, trees):
        p = model.booster.predict(VALIDATION.x, num_iteration=rounds)
        assert kept(model) <= log_loss(VALIDATION.y, p)


def test_hist_gradient_boosting_is_kept_as_it_was_at_its_best() -> None:
    listener = Listener()
    settings = hist_gradient_boosting.HistGradientBoostingSettings(learning_rate=0.3, patience=20)
    model = hist_gradient_boosting.fit(settings, TRAIN, VALIDATION, 0, listener)
    assert listener.epochs[-1][0] < settings.rounds
    assert kept(model) == pytest.approx(best(listener))


def test_milestones_rise_to_the_last_round_in_blocks_of_a_second() -> None:
    small = list(hist_gradient_boosting.milestones(1000, 240_000))
    assert small[:3] == [10, 20, 30]
    assert small[-1] == 1000
    steps = np.diff([0, *small])
    assert (steps > 0).all()
    assert steps.max() <= 100
    large = np.diff(list(hist_gradient_boosting.milestones(1000, 10_000_000)))
    assert large.max() == 20


def test_the_forest_has_its_trees_and_tells_the_out_of_bag_loss() -> None:
    listener = Listener()
    settings = random_forest.RandomForestSettings(trees=70)
    model = random_forest.fit(settings, TRAIN, VALIDATION, 0, listener)
    assert sum(len(block.estimators_) for block in model.blocks) == 70
    unseen = log_loss(UNSEEN.y, model.predict(UNSEEN.x))
    assert listener.epochs[-1][2] == pytest.approx(unseen, abs=0.05)
    assert log_loss(TRAIN.y, model.predict(TRAIN.x)) < listener.epochs[-1][2] - 0.05
