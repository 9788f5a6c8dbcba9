"""What following a run costs: CPU of a live run against a plain Keras fit of the same network.

Both train the default network on the same rows with the same batch size for the same
number of epochs, with validation each epoch. The live run tells its events through a
`JobReporter` that writes each as JSON, as a worker does. Prints medians of `--rounds`.
"""

import argparse
import json
import statistics
from time import process_time
from typing import Any

import keras

from benchmarks.live_throughput import made_rows
from core.base.events import Event
from core.base.protocols import Matrix
from core.classify.families.network import NetworkSettings
from core.classify.families.network_keras import build, fit
from core.jobs.reporter import JobReporter
from core.nets import batches
from core.nets.warm_keras import warm

TARGET = 1.08
EPOCHS = 15


def live(train: Matrix, validation: Matrix, settings: NetworkSettings) -> float:
    """CPU seconds of our fit, its events written as a worker writes them."""
    told: list[str] = []

    def send(event: Event) -> None:
        told.append(event.model_dump_json())

    began = process_time()
    fit(settings, train, validation, 0, JobReporter("r-benchmark", send, label="network"))
    seconds = process_time() - began
    assert len(told) >= EPOCHS
    return seconds


def plain(train: Matrix, validation: Matrix, settings: NetworkSettings) -> float:
    """CPU seconds of `model.fit` with the same layers, optimiser, batch size and epochs."""
    keras.utils.clear_session()
    keras.utils.set_random_seed(0)
    began = process_time()
    network = build(settings, train.x.shape[1])
    network.compile(
        keras.optimizers.AdamW(settings.learning_rate, weight_decay=settings.weight_decay),
        keras.losses.BinaryCrossentropy(from_logits=True),
    )
    network.fit(
        train.x,
        train.y,
        batch_size=batches.batch_size(settings, len(train.y)),
        epochs=EPOCHS,
        validation_data=(validation.x, validation.y),
        verbose=0,
    )
    return process_time() - began


def compare(rounds: int) -> dict[str, Any]:
    """Median CPU seconds of both, at 8,000 and at 100,000 rows, and their ratio."""
    warm()
    train, validation = made_rows()
    settings = NetworkSettings(epochs=EPOCHS, early_stopping=False)
    found: dict[str, Any] = {"target": TARGET}
    for rows in (8_000, len(train.y)):
        part = Matrix(train.x[:rows], train.y[:rows])
        held_out = Matrix(validation.x[: rows // 4], validation.y[: rows // 4])
        pairs = [
            (live(part, held_out, settings), plain(part, held_out, settings)) for _ in range(rounds)
        ]
        ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        found[f"rows_{rows}"] = {
            "live_cpu_s": round(ours, 2),
            "plain_cpu_s": round(theirs, 2),
            "ratio": round(ours / theirs, 3),
        }
    return found


def main() -> None:
    """Prints one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    print(json.dumps(compare(parser.parse_args().rounds), indent=2))


if __name__ == "__main__":
    main()
