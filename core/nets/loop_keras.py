"""The training loop of every Keras network: one compiled function, live, stoppable, repeatable.

The loop is ours rather than `model.fit` for three measured reasons (two cores,
network 30-128-64-1): the first epoch ends 0.5 s after the click instead of 1.0 s,
an epoch takes 0.7 of the time (the rows stay in memory as one tensor and no input
pipeline runs), and the number of steps between two looks at Stop follows the
clock, which `steps_per_execution` cannot.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import isfinite
from time import perf_counter
from typing import Any, cast

import keras
import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.base.errors import AppError
from core.base.protocols import Reporter, StopRequestedError
from core.nets import batches
from core.nets.examples import Examples
from core.nets.losses_keras import RowLoss
from core.nets.optimisers_keras import optimiser
from core.nets.predict_keras import BATCH, Predictor, raw_output
from core.nets.schedules import RateSchedule
from core.nets.settings import TrainingSettings
from core.nets.watch_keras import Eye, Stopper

LOOK_EVERY = 0.05
"""Seconds between two looks at Stop that the loop aims for."""
FIRST_CHUNK, LARGEST_CHUNK = 4, 256

Steps = Callable[[Any, Any, Any], Any]
"""(row order (n,), first step, step after the last) -> summed loss over their rows."""
Order = Callable[[np.random.Generator, int], NDArray[np.int64]]
"""(generator, rows of a batch) -> the rows in the order of an epoch."""


@dataclass(frozen=True)
class Plan:
    """How to train: the settings, the loss of a row, and the seed of the shuffling. `ranks` is
    whether answers are 0/1, so that there is an AUC to tell; `by_auc` is whether the best epoch is
    the one with the highest, not the one with the lowest loss. `look` rows are looked at in one
    call. Where rows that are alike should share a batch, `order` says so; else all are shuffled.
    `merit` measures the network on validation rows, and the best epoch is then where it is highest.
    """

    settings: TrainingSettings
    loss: RowLoss
    seed: int
    ranks: bool = True
    by_auc: bool = False
    look: int = BATCH
    order: Order | None = None
    merit: Callable[[], float] | None = None


@dataclass(frozen=True)
class Turn:
    """One epoch: its number, its learning rate, and the rows of a batch."""

    epoch: int
    rate: float
    size: int


@dataclass
class Pace:
    """How many steps run between two looks at Stop."""

    chunk: int = FIRST_CHUNK
    warm: bool = False

    def took(self, steps: int, seconds: float) -> None:
        """Learns how long `steps` took; the first call also compiles and does not count."""
        if self.warm:
            wanted = steps * LOOK_EVERY / max(seconds, 1e-6)
            self.chunk = int(min(max(wanted, 1), LARGEST_CHUNK))
        self.warm = True


def begin(seed: int) -> None:
    """A clean and repeatable start: call it before the network is built."""
    keras.utils.clear_session(free_memory=False)
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def train(
    network: Any, train: Examples, validation: Examples, plan: Plan, reporter: Reporter
) -> Stopper:
    """Trains `network` in place, tells every epoch, and returns what was kept.

    `network` gives a raw number for each answer of a row (n, outputs). Raises
    StopRequestedError when the user stops it, AppError("network_diverged") when
    the loss is no longer a number.
    """
    rows = len(train.y)
    schedule = RateSchedule(plan.settings, batches.learning_rate(plan.settings, rows))
    tuned = optimiser(plan.settings, schedule.start)
    steps = _compiled(network, tuned, train, plan)
    eyes = Predictor(network, plan.look)
    eye = Eye.of(eyes, plan.loss, train if plan.ranks else None, validation, plan.seed)
    stopper, pace = Stopper(plan.settings, plan.by_auc), Pace()
    rng = np.random.default_rng(plan.seed)
    epochs = plan.settings.epochs
    for epoch in range(1, epochs + 1):
        began = perf_counter()
        rate = schedule.rate(epoch - 1)
        tuned.learning_rate.assign(rate)
        turn = Turn(epoch, rate, batches.batch_size(plan.settings, rows))
        shuffled = plan.order(rng, turn.size) if plan.order else rng.permutation(rows)
        order = tf.constant(shuffled.astype(np.int32))
        loss = _epoch(steps, order, turn, pace, reporter)
        looks = eye.look()
        if plan.merit is not None:
            looks = replace(looks, merit=plan.merit())
        _refuse_divergence(looks.val_loss, turn)
        told = {"val_loss": looks.val_loss, "auc": looks.auc, "val_auc": looks.val_auc}
        seconds = perf_counter() - began
        reporter.epoch(epoch, epochs, loss, **told, learning_rate=rate, seconds=seconds)
        schedule.seen(looks.val_loss)
        if stopper.seen(epoch, looks, network):
            break
    stopper.restore(network)
    return stopper


def _epoch(steps: Steps, order: Any, turn: Turn, pace: Pace, reporter: Reporter) -> float:
    """Runs one epoch over the rows in `order` (n,); returns the mean loss of its rows."""
    rows = int(order.shape[0])
    count = -(-rows // turn.size)
    done, total = 0, 0.0
    while done < count:
        if reporter.stopping():
            raise StopRequestedError
        until = min(done + pace.chunk, count)
        began = perf_counter()
        total += float(steps(order, tf.constant(done), tf.constant(until)))
        pace.took(until - done, perf_counter() - began)
        done = until
        mean = total / min(done * turn.size, rows)
        _refuse_divergence(mean, turn)
        reporter.batch(turn.epoch, done, count, mean)
    return total / rows


def _compiled(network: Any, tuned: Any, train: Examples, plan: Plan) -> Steps:
    """The function that runs a range of steps: gather, forward, backward, update."""
    x = tf.constant(train.x, tf.float32)
    y = tf.constant(train.y, tf.float32)
    weight = None if train.weight is None else tf.constant(train.weight, tf.float32)
    size = batches.batch_size(plan.settings, len(train.y))
    variables = network.trainable_variables
    tuned.build(variables)
    integer = tf.TensorSpec((), tf.int32)

    def learn(chosen: Any) -> Any:
        with tf.GradientTape() as tape:
            raw = raw_output(network, tf.gather(x, chosen), training=True)
            each = plan.loss(tf.gather(y, chosen), raw)
            if weight is not None:
                each = each * tf.gather(weight, chosen)
            goal = tf.reduce_mean(each) + sum(network.losses)
        tuned.apply(tape.gradient(goal, variables), variables)
        return tf.reduce_sum(each)

    def run(order: Any, first: Any, last: Any) -> Any:
        def turn(step: Any, total: Any) -> tuple[Any, Any]:
            return step + 1, total + learn(order[step * size : (step + 1) * size])

        return tf.while_loop(lambda step, _: step < last, turn, (first, 0.0))[1]

    signature = [tf.TensorSpec((None,), tf.int32), integer, integer]
    return cast(Steps, tf.function(run, input_signature=signature, autograph=False))


def _refuse_divergence(loss: float, turn: Turn) -> None:
    if not isfinite(loss):
        raise AppError("network_diverged", epoch=turn.epoch, learning_rate=turn.rate)
