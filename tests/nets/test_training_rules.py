"""Batches, schedules, costs and checks: arithmetic by hand."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from core.base.texts import LANGUAGES, Texts
from core.classify.families.network import NetworkSettings, check, estimate
from core.nets import batches, costs
from core.nets.auc import rank_auc
from core.nets.schedules import RateSchedule


@pytest.mark.parametrize(
    ("rows", "size"), [(500, 32), (5_000, 50), (100_000, 1000), (10_000_000, 1024), (10, 10)]
)
def test_the_automatic_batch_is_a_hundredth_within_limits(rows: int, size: int) -> None:
    assert batches.batch_size(NetworkSettings(), rows) == size


def test_a_chosen_batch_is_kept_and_full_batch_takes_all_rows() -> None:
    assert batches.batch_size(NetworkSettings(batch_size=200), 5000) == 200
    assert batches.batch_size(NetworkSettings(optimiser="full_batch_gd"), 5000) == 5000
    assert batches.steps(NetworkSettings(batch_size=200), 5001) == 26


def test_the_rate_grows_with_an_automatic_batch_only() -> None:
    adam = NetworkSettings(optimiser="adam", learning_rate=0.001)
    assert batches.learning_rate(adam, 51_200) == pytest.approx(0.002)
    sgd = NetworkSettings(optimiser="sgd", learning_rate=0.1)
    assert batches.learning_rate(sgd, 25_600) == pytest.approx(0.2)
    chosen = NetworkSettings(learning_rate=0.1, batch_size=64)
    assert batches.learning_rate(chosen, 25_600) == 0.1


def rates(settings: NetworkSettings, epochs: int) -> list[float]:
    schedule = RateSchedule(settings, 1.0)
    return [schedule.rate(epoch) for epoch in range(epochs)]


def test_schedules_by_hand() -> None:
    step = NetworkSettings(schedule="step", step_epochs=2, step_factor=0.5)
    assert rates(step, 5) == [1, 1, 0.5, 0.5, 0.25]
    cosine = rates(NetworkSettings(schedule="cosine", epochs=10), 11)
    assert cosine[0] == 1
    assert cosine[5] == pytest.approx(0.505)
    assert cosine[10] == pytest.approx(0.01)
    assert rates(NetworkSettings(schedule="constant"), 3) == [1, 1, 1]


def test_a_plateau_halves_the_rate_after_its_patience() -> None:
    schedule = RateSchedule(NetworkSettings(schedule="plateau", plateau_patience=2), 1.0)
    told = []
    for loss in (3.0, 2.0, 2.5, 2.1, 1.9, 2.0, 2.0):
        schedule.seen(loss)
        told.append(schedule.rate(0))
    assert told == [1, 1, 1, 0.5, 0.5, 0.5, 0.25]
    assert schedule.best < inf


def test_parameters_by_hand() -> None:
    assert costs.parameters(10, (4, 3), normalised=False) == 10 * 4 + 4 + 4 * 3 + 3 + 3 + 1
    assert costs.parameters(10, (4,), normalised=True) == 10 * 4 + 2 * 4 + 4 + 1
    assert costs.parameters(10, (), normalised=False) == 11


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=2, max_size=60))
def test_rank_auc_equals_scikit_learn(rows: list[tuple[bool, int]]) -> None:
    y = np.array([label for label, _ in rows], np.int8)
    score = np.array([value for _, value in rows], float)
    if len(set(y)) < 2:
        assert np.isnan(rank_auc(y, score))
    else:
        assert rank_auc(y, score) == pytest.approx(roc_auc_score(y, score))


CLASHES = {
    "full_batch_has_batch": {"optimiser": "full_batch_gd", "batch_size": 64},
    "batch_above_rows": {"batch_size": 5000},
    "rate_too_high": {"learning_rate": 3.0, "optimiser": "full_batch_gd"},
    "step_never_comes": {"schedule": "step", "step_epochs": 80},
    "plateau_after_stop": {"schedule": "plateau", "plateau_patience": 20, "patience": 5},
    "patience_never_ends": {"patience": 90},
    "dropout_starves": {"dropout": 0.9, "hidden": [16, 8]},
    "normalisation_of_few": {"batch_normalisation": True, "batch_size": 8},
    "gradient_vanishes": {"hidden": [8, 8, 8, 8], "activation": "sigmoid"},
    "penalty_flattens": {"l1": 0.5},
    "loss_calibrated": {"loss": "hinge"},
    "no_hidden_layer": {"hidden": [], "dropout": 0.9, "batch_normalisation": True},
}


@pytest.mark.parametrize("code", CLASHES)
def test_a_bad_combination_is_explained(code: str) -> None:
    problems = {p.code: p for p in check(NetworkSettings.model_validate(CLASHES[code]), 1000, 20)}
    assert code in problems
    for lang in LANGUAGES:
        assert Texts(lang).problem(code, problems[code].facts)


def test_only_what_cannot_work_forbids_the_start() -> None:
    severe = {
        code
        for code, settings in CLASHES.items()
        for p in check(NetworkSettings.model_validate(settings), 1000, 20)
        if p.code == code and p.severity == "error"
    }
    assert severe == {"full_batch_has_batch", "batch_above_rows", "dropout_starves"}


def test_a_full_batch_of_many_rows_is_told_to_be_slow() -> None:
    codes = [p.code for p in check(NetworkSettings(optimiser="full_batch_gd"), 90_000, 20)]
    assert codes == ["full_batch_slow"]


@pytest.mark.parametrize("rows", [40, 1000, 100_000])
def test_the_defaults_clash_with_nothing(rows: int) -> None:
    assert check(NetworkSettings(), rows, 30) == ()


def test_without_a_hidden_layer_only_that_is_told() -> None:
    settings = NetworkSettings(hidden=(), dropout=0.95, batch_normalisation=True, batch_size=2)
    assert [p.code for p in check(settings, 1000, 20)] == ["no_hidden_layer"]
    assert estimate(settings, 1000, 20).parameters == 21
