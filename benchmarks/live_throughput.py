"""Rows a CPU-second: our default network against plain Keras `fit(batch_size=32)`.

Both train the same layers with AdamW on 100,000 x 30 made rows, keep the weights of
the best epoch on the same 20,000 validation rows, and end when five epochs in a
row bring nothing, or after `--epochs`. Rows a CPU-second count everything from
building the network to the best weights; the validation AUC says that speed was
not bought with quality. Run: `python benchmarks/live_throughput.py [--epochs 20]`.
"""

import argparse
import json
import os
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import keras
import numpy as np

from core.base.protocols import Matrix
from core.classify.families.network import NetworkSettings
from core.classify.families.network_keras import build, fit
from core.nets.auc import rank_auc
from core.nets.warm_keras import warm

PATIENCE = 5
ROWS, COLUMNS, HELD_OUT = 100_000, 30, 20_000


class Listener:
    """Counts epochs and keeps the figures of each; nobody asks it to stop."""

    def __init__(self) -> None:
        self.epochs: list[dict[str, float | None]] = []
        self.begun, self.first = perf_counter(), 0.0

    def epoch(self, _epoch: int, _epochs: int, loss: float, **rest: float | None) -> None:
        """Keeps the epoch's figures."""
        self.first = self.first or perf_counter() - self.begun
        self.epochs.append({"loss": loss, **rest})

    def batch(self, epoch: int, done: int, total: int, loss: float) -> None:
        """Nothing to keep."""

    def log(self, code: str, **facts: object) -> None:
        """Nothing to keep."""

    def stopping(self) -> bool:
        """Never."""
        return False


def made_rows(seed: int = 0) -> tuple[Matrix, Matrix]:
    """Training and validation rows whose answer bends and crosses columns."""
    from sklearn.datasets import make_classification

    x, y = make_classification(
        n_samples=ROWS + HELD_OUT,
        n_features=COLUMNS,
        n_informative=12,
        n_redundant=4,
        n_clusters_per_class=8,
        class_sep=0.7,
        flip_y=0.05,
        random_state=seed,
    )
    x = ((x - x.mean(0)) / x.std(0)).astype(np.float32)
    y = y.astype(np.int8)
    return Matrix(x[:ROWS], y[:ROWS]), Matrix(x[ROWS:], y[ROWS:])


def ours(train: Matrix, validation: Matrix, epochs: int) -> dict[str, Any]:
    """The default network as a run trains it, live reports included."""
    settings = NetworkSettings(epochs=epochs, patience=min(PATIENCE, epochs))
    listener, began = Listener(), process_time()
    model = fit(settings, train, validation, 0, listener)
    seconds = process_time() - began
    auc = rank_auc(validation.y, model.predict(validation.x))
    return _row("default network", (len(listener.epochs), seconds, auc), listener.first)


def plain(train: Matrix, validation: Matrix, epochs: int) -> dict[str, Any]:
    """The same layers with `model.fit(batch_size=32)` and Keras's own early stopping."""
    settings = NetworkSettings()
    keras.utils.set_random_seed(0)
    began, clock = process_time(), perf_counter()
    network = build(settings, COLUMNS)
    network.compile(
        keras.optimizers.AdamW(0.001, weight_decay=settings.weight_decay),
        keras.losses.BinaryCrossentropy(from_logits=True),
    )
    ended: list[float] = []
    history = network.fit(
        train.x,
        train.y,
        batch_size=32,
        epochs=epochs,
        validation_data=(validation.x, validation.y),
        callbacks=[
            keras.callbacks.EarlyStopping(patience=PATIENCE, restore_best_weights=True),
            keras.callbacks.LambdaCallback(
                on_epoch_end=lambda *_: ended.append(perf_counter() - clock)
            ),
        ],
        verbose=0,
    )
    seconds = process_time() - began
    auc = rank_auc(validation.y, network.predict(validation.x, verbose=0)[:, 0])
    return _row("plain fit(batch_size=32)", (len(history.history["loss"]), seconds, auc), ended[0])


def _row(name: str, figures: tuple[int, float, float], first: float) -> dict[str, Any]:
    epochs, seconds, auc = figures
    return {
        "name": name,
        "epochs": epochs,
        "cpu_seconds": round(seconds, 1),
        "rows_a_cpu_second": round(epochs * ROWS / seconds),
        "validation_auc": round(auc, 4),
        "first_epoch_seconds": round(first, 2),
    }


def compare(epochs: int) -> dict[str, Any]:
    """Both rows, the ratio of their speed, and whether the target is met."""
    warm()
    train, validation = made_rows()
    fast, slow = (way(train, validation, epochs) for way in (ours, plain))
    ratio = fast["rows_a_cpu_second"] / slow["rows_a_cpu_second"]
    kept = fast["validation_auc"] >= slow["validation_auc"]
    return {"runs": [fast, slow], "times_faster": round(ratio, 2), "met": ratio >= 5 and kept}


def main() -> None:
    """Prints both and the ratio; the last line is JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=20, help="most epochs of either")
    found = compare(parser.parse_args().epochs)
    for row in found["runs"]:
        print(*(f"{name}={value}" for name, value in row.items()))
    print(json.dumps(found))


if __name__ == "__main__":
    main()
