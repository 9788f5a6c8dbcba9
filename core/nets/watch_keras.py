"""What looks at a network after each epoch: validation, the best weights, when to end."""

from dataclasses import dataclass, field
from math import inf
from typing import Any

import numpy as np
import tensorflow as tf
from numpy.typing import NDArray

from core.nets.auc import rank_auc
from core.nets.examples import Examples
from core.nets.losses_keras import RowLoss
from core.nets.predict_keras import Predictor
from core.nets.settings import TrainingSettings

SAMPLE = 4096
"""Training rows that the training AUC of an epoch is taken from, the same all along."""


@dataclass(frozen=True)
class Looks:
    """What one look at the network found; there is no AUC of amounts. `merit` is another measure
    of the validation rows, higher where the network is better."""

    val_loss: float
    val_auc: float | None = None
    auc: float | None = None
    merit: float | None = None


@dataclass(frozen=True)
class Eye:
    """Looks at a network on the validation rows and, for the AUC where there is one, on a sample
    (x, y) of the training rows."""

    predictor: Predictor
    loss: RowLoss
    validation: Examples
    sample: tuple[NDArray[Any], NDArray[Any]] | None

    @classmethod
    def of(
        cls,
        predictor: Predictor,
        loss: RowLoss,
        train: Examples | None,
        validation: Examples,
        seed: int,
    ) -> "Eye":
        """An eye whose sample of training rows is drawn by `seed`; without any, it tells no AUC."""
        if train is None:
            return cls(predictor, loss, validation, None)
        rng = np.random.default_rng(seed)
        sample = np.sort(rng.permutation(len(train.y))[:SAMPLE])
        return cls(predictor, loss, validation, (train.x[sample], train.y[sample]))

    def look(self) -> Looks:
        """Loss and AUC as the network stands, without dropout and penalties."""
        raw = self.predictor(self.validation.x)
        labels = tf.constant(self.validation.y, tf.float32)
        loss = float(tf.reduce_mean(self.loss(labels, tf.constant(raw, tf.float32))))
        if self.sample is None:
            return Looks(loss)
        x, y = self.sample
        return Looks(loss, rank_auc(self.validation.y, raw), rank_auc(y, self.predictor(x)))


@dataclass
class Stopper:
    """Keeps the best weights and says when waiting longer makes no sense."""

    settings: TrainingSettings
    by_auc: bool = False
    best: tuple[float, ...] = (inf,)
    best_epoch: int = 0
    waited: int = 0
    weights: list[Any] = field(default_factory=list)

    def seen(self, epoch: int, looks: Looks, network: Any) -> bool:
        """Learns how `epoch` ended; True when training should end."""
        value = self._value(looks)
        if value < self.best or not self.weights:
            self.best, self.best_epoch, self.waited = value, epoch, 0
            self.weights = [weight.value.numpy().copy() for weight in network.weights]
            return False
        self.waited += 1
        return self.settings.early_stopping and self.waited >= self.settings.patience

    def _value(self, looks: Looks) -> tuple[float, ...]:
        """What is to be low: by the merit where there is one, of equals by the loss."""
        if looks.merit is not None:
            return -looks.merit, looks.val_loss
        return (-looks.val_auc if self.by_auc and looks.val_auc is not None else looks.val_loss,)

    def restore(self, network: Any) -> None:
        """Puts the best weights back, where early stopping asks for it."""
        if self.settings.early_stopping and self.weights:
            for weight, kept in zip(network.weights, self.weights, strict=True):
                weight.assign(kept)
