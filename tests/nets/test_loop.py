"""The training loop: gradient descent by hand, losses against Keras, stopping, repeating."""

import json
import zipfile
from itertools import pairwise
from pathlib import Path
from time import perf_counter
from typing import get_args

import numpy as np
import pytest

from core.base.errors import AppError
from core.base.protocols import Matrix, StopRequestedError
from core.classify.calibration import sigmoid
from core.classify.families.network import FAMILY, NetworkSettings
from core.classify.metrics import Sample, point
from core.nets.settings import Activation, Initialiser, Loss, Optimiser, Schedule
from tests.contracts.test_families import Listener, rows

TRAIN, VALIDATION = rows(400, 1), rows(300, 2)
SMALL = {"hidden": (8,), "epochs": 3, "batch_size": 50, "dropout": 0.0}


def fit(listener: Listener | None = None, train: Matrix = TRAIN, **settings: object):  # type: ignore[no-untyped-def]
    chosen = NetworkSettings.model_validate({**SMALL, **settings})
    return FAMILY.fit(chosen, train, VALIDATION, 0, listener or Listener())


def weights(model) -> list[np.ndarray]:  # type: ignore[no-untyped-def]
    return model.predictor.network.get_weights()


def gradient_descent(w: np.ndarray, b: float, rate: float, steps: int) -> tuple[np.ndarray, float]:
    """Logistic regression by full-batch gradient descent, as in any textbook."""
    x, y = TRAIN.x.astype(float), TRAIN.y
    for _ in range(steps):
        error = sigmoid(x @ w + b) - y
        w, b = w - rate * x.T @ error / len(y), b - rate * error.mean()
    return w, b


FULL = {
    "hidden": (), "optimiser": "full_batch_gd", "schedule": "constant", "batch_size": 0,
    "early_stopping": False, "learning_rate": 0.5,
}  # fmt: skip


def test_full_batch_gradient_descent_is_the_textbooks() -> None:
    first, last = (weights(fit(**FULL, epochs=epochs)) for epochs in (1, 9))
    w, b = gradient_descent(first[0][:, 0].astype(float), float(first[1][0]), 0.5, 8)
    assert last[0][:, 0] == pytest.approx(w, abs=1e-5)
    assert last[1][0] == pytest.approx(b, abs=1e-5)


def test_told_losses_are_those_of_the_network() -> None:
    listener = Listener()
    model = fit(listener, **FULL, epochs=4)
    found = point(Sample.of(VALIDATION.y, model.predict(VALIDATION.x), 0.5))
    told = listener.epochs[-1][3]
    assert told["val_loss"] == pytest.approx(found["log_loss"], abs=1e-5)
    assert told["val_auc"] == pytest.approx(found["roc_auc"])
    train = point(Sample.of(TRAIN.y, model.predict(TRAIN.x), 0.5))
    assert told["auc"] == pytest.approx(train["roc_auc"])


def test_the_best_weights_come_back() -> None:
    listener = Listener()
    model = fit(listener, epochs=60, patience=3, learning_rate=0.05, hidden=(64, 64))
    told = [rest["val_loss"] for *_, rest in listener.epochs]
    assert len(told) < 60
    assert len(told) - 1 - int(np.argmin(told)) == 3
    kept = point(Sample.of(VALIDATION.y, model.predict(VALIDATION.x), 0.5))["log_loss"]
    assert kept == pytest.approx(min(told), abs=1e-5)


def test_losses_equal_those_of_keras() -> None:
    import keras

    from core.nets.losses_keras import row_loss

    rng = np.random.default_rng(0)
    z, y = rng.normal(size=64).astype(np.float32) * 2, (rng.random(64) < 0.5).astype(np.float32)
    p = 1 / (1 + np.exp(-z))
    oracle = {
        "binary_crossentropy": keras.losses.BinaryCrossentropy(from_logits=True)(y, z),
        "focal": keras.losses.BinaryFocalCrossentropy(gamma=2.0, from_logits=True)(y, z),
        "hinge": keras.losses.Hinge()(y, z),
        "squared": keras.losses.MeanSquaredError()(y, p),
        "absolute": keras.losses.MeanAbsoluteError()(y, p),
        "huber": keras.losses.Huber(delta=0.3)(y, p),
    }
    assert set(oracle) == set(get_args(Loss))
    for name, wanted in oracle.items():
        mine = np.mean(row_loss(name, 2.0, 0.3)(y, z))  # type: ignore[arg-type]
        assert mine == pytest.approx(float(wanted), rel=1e-5), name


@pytest.mark.parametrize("loss", get_args(Loss))
def test_every_loss_ends_in_honest_probabilities(loss: str) -> None:
    model = fit(loss=loss, epochs=25, learning_rate=0.02)
    unseen = rows(4000, 9)
    found = point(Sample.of(unseen.y, model.predict(unseen.x), 0.5))
    assert found["roc_auc"] > 0.8
    assert found["ece"] < 0.06


@pytest.mark.parametrize("optimiser", get_args(Optimiser))
def test_every_optimiser_lowers_the_loss(optimiser: str) -> None:
    listener, size = Listener(), 0 if optimiser == "full_batch_gd" else 50
    fit(listener, optimiser=optimiser, batch_size=size, epochs=6, learning_rate=0.02)
    told = [rest["val_loss"] for *_, rest in listener.epochs]
    assert told[-1] < told[0]


@pytest.mark.parametrize("schedule", get_args(Schedule))
def test_the_told_rate_follows_the_schedule(schedule: str) -> None:
    listener = Listener()
    fit(listener, schedule=schedule, step_epochs=1, learning_rate=0.01)
    told = [rest["learning_rate"] for *_, rest in listener.epochs]
    assert told[0] == 0.01
    assert (told[-1] < 0.01) == (schedule in ("step", "cosine"))


@pytest.mark.parametrize("activation", get_args(Activation))
def test_every_activation_is_built_and_saved(activation: str, tmp_path: Path) -> None:
    model = fit(activation=activation, batch_normalisation=True, dropout=0.2, l1=1e-4, l2=1e-4)
    model.save(tmp_path)
    again = FAMILY.load(tmp_path)
    assert np.array_equal(again.predict(VALIDATION.x), model.predict(VALIDATION.x))


@pytest.mark.parametrize("initialiser", get_args(Initialiser))
def test_initial_weights_have_the_spread_of_their_name(initialiser: Initialiser) -> None:
    from core.classify.families.network_keras import build

    settings = NetworkSettings(hidden=(400,), initialiser=initialiser)
    first = build(settings, 200).get_weights()[0]
    spread = {
        "he": np.sqrt(2 / 200),
        "xavier": np.sqrt(2 / 600),
        "normal": 0.05,
        "uniform": 0.05 / np.sqrt(3),
    }
    assert first.std() == pytest.approx(spread[initialiser], rel=0.03)


def test_the_estimate_counts_the_networks_parameters() -> None:
    from core.classify.families.network_keras import build

    settings = NetworkSettings(hidden=(12, 7), batch_normalisation=True)
    built = build(settings, 30)
    trainable = sum(int(np.prod(v.shape)) for v in built.trainable_variables)
    assert FAMILY.estimate(settings, 1000, 30).parameters == trainable


def test_clipping_shortens_the_step() -> None:
    free, clipped = (fit(**FULL, epochs=1, clip_norm=clip) for clip in (0.0, 0.001))
    start = fit(**{**FULL, "learning_rate": 1e-6}, epochs=1)
    moves = [np.abs(weights(m)[0] - weights(start)[0]).max() for m in (free, clipped)]
    assert moves[1] < moves[0] / 20


def test_a_rate_that_explodes_is_told() -> None:
    with pytest.raises(AppError) as caught:
        fit(optimiser="sgd", learning_rate=10, hidden=(64, 64), activation="relu", epochs=40,
            loss="hinge", initialiser="he", l2=1.0)  # fmt: skip
    assert caught.value.code == "network_diverged"
    assert caught.value.facts["learning_rate"] == 10


def test_stop_is_looked_at_many_times_a_second() -> None:
    looks: list[float] = []

    class Watcher(Listener):
        def stopping(self) -> bool:
            looks.append(perf_counter())
            return len(self.epochs) >= 3

    big = rows(40_000, 4)
    with pytest.raises(StopRequestedError):
        fit(Watcher(), big, hidden=(256, 128), epochs=9, batch_size=0)
    gaps = [later - sooner for sooner, later in pairwise(looks)]
    assert np.median(gaps[3:]) < 0.2


def test_the_saved_file_holds_no_optimiser(tmp_path: Path) -> None:
    import h5py

    fit(optimiser="adam").save(tmp_path)
    with zipfile.ZipFile(tmp_path / "model.keras") as archive:
        config = json.loads(archive.read("config.json"))
        archive.extract("model.weights.h5", tmp_path)
    assert not config.get("compile_config")
    with h5py.File(tmp_path / "model.weights.h5") as file:
        assert "optimizer" not in file


def test_warming_up_trains_and_leaves_nothing_behind() -> None:
    from core.nets import warm_keras

    warm_keras.warm()
    before = weights(fit())
    warm_keras.warm()
    assert all(np.array_equal(a, b) for a, b in zip(before, weights(fit()), strict=True))


def test_rows_go_in_the_order_of_the_plan_and_are_looked_at_in_any_number() -> None:
    """The order that is usual, asked for by name, and looks at seven rows at a time change nothing
    but what is asked for."""
    from core.classify.families.network_keras import build
    from core.nets import loop_keras
    from core.nets.losses_keras import row_loss

    settings, asked = NetworkSettings.model_validate(SMALL), []

    def order(draw: np.random.Generator, size: int) -> np.ndarray:
        asked.append(size)
        return draw.permutation(len(TRAIN.y))

    def trained(**how: object) -> list[np.ndarray]:
        loop_keras.begin(0)
        network = build(settings, TRAIN.x.shape[1])
        loss = row_loss("binary_crossentropy", 2.0, 0.5)
        plan = loop_keras.Plan(settings, loss, 0, **how)  # type: ignore[arg-type]
        loop_keras.train(network, TRAIN, VALIDATION, plan, Listener())
        return list(network.get_weights())

    usual = trained()
    assert all(np.array_equal(a, b) for a, b in zip(usual, trained(order=order), strict=True))
    assert asked == [50, 50, 50]
    for a, b in zip(usual, trained(look=7), strict=True):
        assert b == pytest.approx(a, abs=1e-6)
    backwards = trained(order=lambda _draw, _size: np.arange(len(TRAIN.y))[::-1])
    assert not np.allclose(usual[0], backwards[0])
